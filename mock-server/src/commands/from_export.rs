//! `fakehq from-export`

use std::path::{Path, PathBuf};

use clap::{Args, builder::BoolishValueParser};
use fakehq::from_export::world::{Known, Source, rebuilt_world};

use super::{
    Failure, aside,
    documents::{content, shown},
    output::write_whole,
};

/// Make a world of exports that were downloaded: csv (zip), xlsx, xls, json or raw (zip).
///
/// `fakehq serve --world world.toml` then answers with the same tables again. The documents stand in
/// a file beside the world, one a line: world.jsonl. What the files do not say is listed in the world
/// and on standard error. Several files are taken as a full export and its increments, in this order.
#[derive(Debug, Args)]
pub(super) struct FromExport {
    /// The downloaded files, in the order they were downloaded; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The world file to write.
    #[arg(
        short,
        long,
        env = "FAKEHQ_OUTPUT",
        default_value = "world.toml",
        value_name = "FILE"
    )]
    output: PathBuf,
    /// Overwrite a world that is there already.
    #[arg(long, env = "FAKEHQ_FORCE", value_parser = BoolishValueParser::new())]
    force: bool,
    /// The form, where no column says it.
    #[arg(long, env = "FAKEHQ_XMLNS")]
    xmlns: Option<String>,
    /// What joins the parts of headers and table names. Default: what the file shows.
    #[arg(long, env = "FAKEHQ_SEPARATOR")]
    separator: Option<String>,
    /// Read in this very process; the program calls itself so.
    #[arg(long, hide = true)]
    in_this_process: bool,
}

impl FromExport {
    pub(super) fn run(self) -> Result<(), Failure> {
        if !self.in_this_process {
            return aside::again_with_limits("--in-this-process", &self.files);
        }
        aside::limit(&self.files);
        let documents = self.output.with_extension("jsonl");
        if documents == self.output {
            return Err(Failure::Usage(format!(
                "{} would be both the world and its documents; name the world `{}`",
                self.output.display(),
                self.output.with_extension("toml").display()
            )));
        }
        if self.separator.as_deref() == Some("") {
            return Err(Failure::Usage(
                "--separator is empty; leave it out, or give what joins headers".to_owned(),
            ));
        }
        for file in [&self.output, &documents] {
            if file.exists() && !self.force {
                return Err(Failure::Usage(format!(
                    "{} is there already; choose another name with -o, or overwrite it with --force",
                    file.display()
                )));
            }
        }
        let source = |file: &PathBuf| {
            Ok(Source {
                name: shown(file),
                bytes: content(file)?,
            })
        };
        let sources = self.files.iter().map(source);
        let sources = sources.collect::<Result<Vec<_>, Failure>>()?;
        let known = Known {
            separator: self.separator,
            xmlns: self.xmlns,
        };
        quiet_readers();
        let world =
            rebuilt_world(&sources, &known).map_err(|error| Failure::Usage(error.to_string()))?;
        let name = documents.file_name().map(Path::new).unwrap_or(&documents);
        let text = world.world_file(&name.display().to_string());
        // The documents first: a world file never names a file that is not there.
        write_whole(&documents, world.documents.as_bytes())?;
        write_whole(&self.output, text.as_bytes())?;
        eprintln!(
            "{}: {} submissions in {}",
            self.output.display(),
            world.count,
            documents.display()
        );
        if !world.unknowns.is_empty() {
            eprintln!("What could not be known:");
        }
        for unknown in &world.unknowns {
            eprintln!("- {unknown}");
        }
        Ok(())
    }
}

/// The reader of workbooks panics on some damaged files. That is caught and told as an error, so
/// its own words would only confuse.
fn quiet_readers() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let of_reader = |file: &str| file.contains("calamine");
        if !panic.location().is_some_and(|at| of_reader(at.file())) {
            hook(panic);
        }
    }));
}
