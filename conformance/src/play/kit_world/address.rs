//! The addresses a client is handed, and what is asked for at them.

use fakehq::{file_format::Format, http::call::address, journal::entry::Entry};

use super::{custom, document::Source};
use crate::catalogue::world::Address;

/// An export that a client is to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Where it is.
    pub url: String,
    /// The project space.
    pub domain: String,
    /// Which export of that space.
    pub export: Export,
    /// What it sends.
    pub source: Source,
}

/// An export of a project space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Export {
    /// That of a form.
    Form {
        /// Its xmlns.
        xmlns: String,
    },
    /// A custom one.
    Custom,
    /// That of the cases.
    Cases,
}

impl Export {
    /// The address the listing page offers to copy.
    #[must_use]
    pub fn address(&self, base_url: &str, domain: &str, format: Format) -> String {
        match self {
            Self::Form { xmlns } => address::form_export(base_url, domain, xmlns, Some(format)),
            Self::Custom => format!(
                "{base_url}/a/{domain}/reports/export/custom/{}/download/?format={format}",
                custom::ID
            ),
            Self::Cases => address::case_export(base_url, domain, format, false),
        }
    }
}

impl Target {
    /// Whether a request asks for it. A tag that is no JSON string names no form and yet asks for
    /// one.
    #[must_use]
    pub fn is_asked_by(&self, entry: &Entry) -> bool {
        let Some(record) = &entry.export else {
            return false;
        };
        let here = entry.target.contains(&format!("/a/{}/", self.domain));
        here && match &self.export {
            Export::Form { xmlns } => {
                let asked = record.xmlns.as_deref();
                record.kind == "form" && asked.is_none_or(|asked| asked == xmlns)
            }
            Export::Custom => record.kind == "custom" && entry.target.contains(custom::ID),
            Export::Cases => record.kind == "cases",
        }
    }
}

/// An address as a world wants it handed over.
#[must_use]
pub fn changed(address: &str, wanted: &Address) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = match wanted.slash {
        true => path,
        false => path.strip_suffix('/').unwrap_or(path),
    };
    let parameters = query.split('&').filter(|parameter| {
        !parameter.is_empty() && (wanted.format || !parameter.starts_with("format="))
    });
    let parameters = parameters.chain(wanted.extra.as_deref());
    let mut query = parameters.collect::<Vec<_>>().join("&");
    if !wanted.quotes {
        query = query.replace("%22", "");
    }
    match query.as_str() {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_changed_as_the_world_wants() {
        let form = Export::Form {
            xmlns: "x".to_owned(),
        };
        let form = form.address("http://h", "kit", Format::Csv);
        let change =
            |address: &str, wanted: &str| changed(address, &toml::from_str(wanted).unwrap());
        assert_eq!(change(&form, ""), form);
        assert_eq!(
            change(&form, "extra = 'app_id=a&filename=b'\nslash = false"),
            "http://h/a/kit/reports/export?export_tag=%22x%22&format=csv&app_id=a&filename=b"
        );
        assert_eq!(
            change(&form, "format = false\nquotes = false"),
            "http://h/a/kit/reports/export/?export_tag=x"
        );
        let custom = Export::Custom.address("http://h", "kit", Format::Csv);
        let bare = change(&custom, "format = false");
        assert!(bare.ends_with("/download/"), "{bare}");
    }
}
