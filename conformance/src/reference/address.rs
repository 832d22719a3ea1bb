//! An export's address: taken as given or built, and the parameters that are added to it.

use fakehq::file_format::Format;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{
    bug::{Bug, Bugs},
    failure::Failure,
    settings::{Settings, Task},
};

/// What stays as it is inside a parameter (RFC 3986, 2.3).
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The parameters that change how an export is sent, not what it is.
const OF_THE_DOWNLOAD: [&str; 2] = ["format", "previous_export"];

/// The format of an answer to an address that names none (page: Form Data Export).
const DEFAULT: Format = Format::Xlsx;

/// One export to download.
#[derive(Clone, Debug)]
pub struct Export {
    /// The address without a token.
    address: String,
    /// The format of its answer; a custom export that is asked without one comes in its own.
    pub format: Option<Format>,
    task: Task,
    bugs: Bugs,
}

impl Export {
    /// The exports a run is asked for.
    ///
    /// # Errors
    /// Neither an address nor what one is built from.
    pub fn all(settings: &Settings) -> Result<Vec<Self>, Failure> {
        let addresses = if settings.addresses.is_empty() {
            built(settings)?
        } else {
            let given = settings.addresses.iter();
            given
                .map(|address| as_given(address, settings.bugs()))
                .collect()
        };
        Ok(addresses
            .into_iter()
            .map(|address| Self::new(address, settings))
            .collect())
    }

    fn new(mut address: String, settings: &Settings) -> Self {
        let bugs = settings.bugs();
        if bugs.has(Bug::AsksOtherApi) {
            address = another_api(&address);
        }
        if let Some(format) = settings.format {
            set(&mut address, "format", format.name(), bugs);
        }
        if let Some(size) = settings.max_column_size {
            let name = if bugs.has(Bug::SizeMisspelt) {
                "max_col_size"
            } else {
                "max_column_size"
            };
            set(&mut address, name, &size.to_string(), bugs);
        }
        if settings.include_errors {
            let name = if bugs.has(Bug::ErrorsMisspelt) {
                "include_error"
            } else {
                "include_errors"
            };
            set(&mut address, name, "True", bugs);
        }
        if settings.include_closed {
            let value = if bugs.has(Bug::ClosedAsTrue) {
                "True"
            } else {
                "true"
            };
            set(&mut address, "include_closed", value, bugs);
        }
        let named = parameter(&address, "format").and_then(|word| Format::with_extra(&word).ok());
        let default = match settings.task {
            Task::CustomExport => None,
            _ if bugs.has(Bug::DefaultTakenAsCsv) => Some(Format::Csv),
            _ => Some(DEFAULT),
        };
        Self {
            format: named.or(default),
            address,
            task: settings.task,
            bugs,
        }
    }

    /// The address to ask, with the token of the last answer that was kept.
    #[must_use]
    pub fn with_token(&self, token: Option<&str>) -> String {
        let mut address = self.address.clone();
        let wanted = match self.task {
            // The case export knows no tokens, and raw downloads none either (page).
            Task::CaseExport => false,
            _ => self.format != Some(Format::Raw) || self.bugs.has(Bug::TokenSentWithRaw),
        };
        if let Some(token) = token.filter(|_| wanted) {
            set(&mut address, "previous_export", token, self.bugs);
        }
        address
    }

    /// What a token or a store belongs to: the address without what only tells how it is sent.
    #[must_use]
    pub fn key(&self) -> String {
        let (path, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let kept = query.split('&').filter(|parameter| {
            let name = parameter.split('=').next().unwrap_or_default();
            !parameter.is_empty() && !OF_THE_DOWNLOAD.contains(&name)
        });
        let kept: Vec<_> = kept.collect();
        format!("{path}?{}", kept.join("&"))
    }
}

/// An address of the listing page is complete and encoded.
fn as_given(address: &str, bugs: Bugs) -> String {
    if bugs.has(Bug::EncodesAgain) {
        return address.replace('%', "%25");
    }
    address.to_owned()
}

fn built(settings: &Settings) -> Result<Vec<String>, Failure> {
    let lacking =
        |what: &str| Failure::Usage(format!("give an address, or {what} to build it from"));
    let base = settings
        .base_url
        .as_deref()
        .ok_or_else(|| lacking("--base-url"))?;
    let domain = settings
        .domain
        .as_deref()
        .ok_or_else(|| lacking("--domain"))?;
    let space = format!("{}/a/{}", base.trim_end_matches('/'), encoded(domain));
    let each = |values: &[String], option, address: &dyn Fn(&str) -> String| {
        if values.is_empty() {
            return Err(lacking(option));
        }
        Ok(values.iter().map(|value| address(value)).collect())
    };
    match settings.task {
        Task::FormExport => each(&settings.xmlns, "--xmlns", &|xmlns| {
            let tag = tag(xmlns, settings.bugs());
            format!("{space}/reports/export/?export_tag={tag}")
        }),
        Task::CustomExport => each(&settings.export_id, "--export-id", &|id| {
            format!("{space}/reports/export/custom/{}/download/", encoded(id))
        }),
        Task::CaseExport => Ok(vec![format!("{space}/reports/download/cases/")]),
        Task::ReadFile => Err(Failure::Usage("give the files to read".to_owned())),
    }
}

/// The xmlns as a JSON string, quotes included (page: Form Data Export).
fn tag(xmlns: &str, bugs: Bugs) -> String {
    if bugs.has(Bug::QuotesLeftOff) {
        return encoded(xmlns);
    }
    if bugs.has(Bug::XmlnsNotEncoded) {
        return format!("%22{xmlns}%22");
    }
    encoded(&serde_json::Value::from(xmlns).to_string())
}

/// Gives a parameter a value, and leaves everything else as it is.
fn set(address: &mut String, name: &str, value: &str, bugs: Bugs) {
    let assignment = format!("{name}={}", encoded(value));
    if parameter(address, name).is_some_and(|there| there == value) {
        return;
    }
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let others = query
        .split('&')
        .filter(|parameter| !parameter.is_empty() && parameter.split('=').next() != Some(name));
    let mut others: Vec<_> = others.collect();
    if others.is_empty() {
        let first = if bugs.has(Bug::AmpersandFirst) {
            '&'
        } else {
            '?'
        };
        *address = format!("{path}{first}{assignment}");
        return;
    }
    if bugs.has(Bug::QuestionMarkTwice) && name == "previous_export" && others.len() > 2 {
        *address = format!("{path}?{}?{assignment}", others.join("&"));
        return;
    }
    others.push(&assignment);
    *address = format!("{path}?{}", others.join("&"));
}

/// The value of a parameter, decoded.
fn parameter(address: &str, name: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    let value = query.split('&').find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        (found == name).then_some(value)
    })?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// An address of HQ's later API in the same project space.
fn another_api(address: &str) -> String {
    let space = address.split("/reports/").next().unwrap_or(address);
    format!("{space}/api/v0.5/form/?limit=200")
}
