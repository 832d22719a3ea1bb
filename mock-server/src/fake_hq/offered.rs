//! The exports of a space, as its listing page offers them.

use crate::{
    file_format::Format,
    http::call::address,
    world::{custom_export::definition::CustomExport, space::ProjectSpace},
};

/// An export that a project space offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedExport {
    /// What people call it.
    pub title: String,
    base_url: String,
    domain: String,
    which: Which,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Which {
    Form(String),
    Custom(Box<CustomExport>),
    Cases,
}

impl OfferedExport {
    /// The address to copy, exactly as the listing page shows it: quotes are encoded, no token.
    #[must_use]
    pub fn url(&self, format: Format) -> String {
        let (base_url, domain) = (&self.base_url, &self.domain);
        match &self.which {
            Which::Form(xmlns) => address::form_export(base_url, domain, xmlns, Some(format)),
            Which::Custom(export) => address::custom_export(base_url, domain, export, format),
            Which::Cases => address::case_export(base_url, domain, format, false),
        }
    }

    /// The address that asks for what came after the answer of a token. The case export knows no
    /// tokens and ignores it.
    #[must_use]
    pub fn url_since(&self, format: Format, token: &str) -> String {
        format!("{}&previous_export={token}", self.url(format))
    }

    /// The xmlns of the form, where it is the plain export of one.
    #[must_use]
    pub fn xmlns(&self) -> Option<&str> {
        match &self.which {
            Which::Form(xmlns) => Some(xmlns),
            Which::Custom(_) | Which::Cases => None,
        }
    }
}

/// All exports of a space in the order of its listing page: forms, custom exports, cases.
pub(super) fn all(space: &ProjectSpace, base_url: &str) -> Vec<OfferedExport> {
    let offered = |title: &str, which| OfferedExport {
        title: title.to_owned(),
        base_url: base_url.to_owned(),
        domain: space.name.clone(),
        which,
    };
    let forms = space.forms.forms().map(|(xmlns, index)| {
        let title = index.title().unwrap_or(xmlns);
        offered(title, Which::Form(xmlns.to_owned()))
    });
    let custom = space.custom_exports.iter();
    let custom =
        custom.map(|export| offered(&export.name, Which::Custom(Box::new(export.clone()))));
    let cases = offered("Cases, referrals and users", Which::Cases);
    forms.chain(custom).chain([cases]).collect()
}
