//! The names of the reports, for `--report FORMAT=FILE`.

use std::{fmt, path::PathBuf, str::FromStr};

use super::{console, html, json, junit, markdown, model::Report, tap};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As in a terminal.
    Console,
    /// For programs.
    Json,
    /// For CI services.
    Junit,
    /// For test harnesses.
    Tap,
    /// For the summary of a CI step.
    Markdown,
    /// One page for a browser.
    Html,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Console,
        Self::Json,
        Self::Junit,
        Self::Tap,
        Self::Markdown,
        Self::Html,
    ];

    /// The word used on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Tap => "tap",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// The text of a report.
    #[must_use]
    pub fn write(self, report: &Report) -> String {
        match self {
            Self::Console => console::summary(report),
            Self::Json => json::write(report),
            Self::Junit => junit::write(report),
            Self::Tap => tap::write(report),
            Self::Markdown => markdown::write(report),
            Self::Html => html::write(report),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A report that was asked for: `junit=report.xml`, or `json=-` for standard output.
///
/// ```
/// use hq_conformance::report::format::{Format, Wanted};
///
/// let wanted: Wanted = "json=target/report.json".parse()?;
/// assert_eq!(wanted.format, Format::Json);
/// let stdout: Wanted = "tap=-".parse()?;
/// assert_eq!(stdout.file, None);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How.
    pub format: Format,
    /// Where to; nowhere means standard output.
    pub file: Option<PathBuf>,
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Format::ALL.map(Format::name).join(", ");
        let Some((name, file)) = text.split_once('=') else {
            return Err(format!(
                "FORMAT=FILE is wanted, FORMAT one of {}; `-` is standard output",
                names()
            ));
        };
        let format = Format::ALL.into_iter().find(|format| format.name() == name);
        let format =
            format.ok_or_else(|| format!("no report is called `{name}`; there are {}", names()))?;
        match file {
            "" => Err(format!("no file is named for the {name} report")),
            "-" => Ok(Self { format, file: None }),
            file => Ok(Self {
                format,
                file: Some(file.into()),
            }),
        }
    }
}
