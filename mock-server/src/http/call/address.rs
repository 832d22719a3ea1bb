//! Addresses as the server hands them out: export addresses to copy, and redirect targets.

use http::{HeaderMap, HeaderName, header};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::{
    file_format::Format,
    quirks::ListingAddress,
    world::custom_export::definition::{CustomExport, Subject},
};

/// The scheme by which the client reached a proxy in front of us, and the host.
pub(crate) const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
pub(crate) const HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// What stays readable inside a parameter. Everything else is encoded, quotes above all, so that an
/// address can be pasted between single quotes into a shell.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'/')
    .remove(b',')
    .remove(b'@');

/// What an address of somebody else's making may not hold on its way into a header line.
const FOREIGN: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');

/// Scheme and host as the client reached us, without a slash at the end.
///
/// Taken from the request, so that it is right behind a mapped port or a proxy too.
#[must_use]
pub fn base_url(headers: &HeaderMap) -> String {
    let scheme = first_word(headers, &PROTO).unwrap_or_else(|| "http".to_owned());
    format!("{scheme}://{}", host(headers))
}

/// Host and port as the client reached us.
#[must_use]
pub fn host(headers: &HeaderMap) -> String {
    first_word(headers, &HOST)
        .or_else(|| first_word(headers, &header::HOST))
        .unwrap_or_else(|| "localhost".to_owned())
}

fn first_word(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    // A proxy may list several; the first is the client's.
    let first = value.as_bytes().split(|&byte| byte == b',').next()?;
    Some(String::from_utf8_lossy(first).trim().to_owned()).filter(|text| !text.is_empty())
}

/// The address of a plain form export, ready to copy (page: Form Data Export).
#[must_use]
pub fn form_export(base_url: &str, domain: &str, xmlns: &str, format: Option<Format>) -> String {
    // The tag is a JSON string, double quotes included.
    let tag = serde_json::Value::from(xmlns).to_string();
    let tag = encoded(&tag);
    let format = format.map_or(String::new(), |format| format!("&format={format}"));
    let domain = encoded(domain);
    format!("{base_url}/a/{domain}/reports/export/?export_tag={tag}{format}")
}

/// The address of a plain form export as the listing page offers it: with the parameters that HQ's own
/// links carry and the export does not look at (facts B.1).
#[must_use]
pub fn listed_form_export(
    base_url: &str,
    domain: &str,
    xmlns: &str,
    format: Format,
    app_id: Option<&str>,
    title: &str,
) -> String {
    let address = form_export(base_url, domain, xmlns, Some(format));
    let app_id = app_id.map_or(String::new(), |id| format!("&app_id={}", encoded(id)));
    format!("{address}{app_id}&filename={}", encoded(title))
}

/// The page where a custom export is changed, or one of a subject is made.
#[must_use]
pub fn custom_export_form(base_url: &str, domain: &str, of: &CustomExportForm<'_>) -> String {
    let start = format!("{base_url}/a/{}/data/custom_export/", encoded(domain));
    match of {
        CustomExportForm::Known(id) => format!("{start}{id}/"),
        CustomExportForm::OfForm(xmlns) => format!("{start}?xmlns={}", encoded(xmlns)),
        CustomExportForm::OfCases(None) => format!("{start}?type=case"),
        CustomExportForm::OfCases(Some(kind)) => {
            format!("{start}?type=case&case_type={}", encoded(kind))
        }
    }
}

/// What a page about a custom export is of.
#[derive(Clone, Copy, Debug)]
pub enum CustomExportForm<'a> {
    /// One that is there, by its id.
    Known(&'a str),
    /// A new one of a form, by its xmlns.
    OfForm(&'a str),
    /// A new one of cases of a type, or of any.
    OfCases(Option<&'a str>),
}

/// The address of a custom export, ready to copy. That of an export of cases says so, which the old
/// server insists on (facts B.3).
#[must_use]
pub fn custom_export(
    base_url: &str,
    domain: &str,
    export: &CustomExport,
    format: Format,
) -> String {
    let id = &export.id;
    let kind = match export.subject {
        Subject::Form { .. } => "",
        Subject::Case { .. } => "&type=case",
    };
    format!("{base_url}/a/{domain}/reports/export/custom/{id}/download/?format={format}{kind}")
}

/// The address of a stored export, ready to copy; its format is that of the file (facts A).
#[must_use]
pub fn stored_export(base_url: &str, domain: &str, id: &str) -> String {
    let domain = encoded(domain);
    format!("{base_url}/a/{domain}/reports/export/saved/download/{id}/")
}

/// The address of the case export, ready to copy (page: Cases, Referrals, and Users Export).
#[must_use]
pub fn case_export(base_url: &str, domain: &str, format: Format, include_closed: bool) -> String {
    let closed = if include_closed {
        "&include_closed=true"
    } else {
        ""
    };
    format!("{base_url}/a/{domain}/reports/download/cases/?format={format}{closed}")
}

/// The export listing page, the target of a 302 where there is no data (facts C.2; quirk
/// `listing-address`).
#[must_use]
pub fn listing(base_url: &str, domain: &str, place: ListingAddress) -> String {
    let path = match place {
        ListingAddress::Data => "data/excel_export_data/",
        ListingAddress::Reports => "reports/excel_export_data/",
    };
    format!("{base_url}/a/{}/{path}", encoded(domain))
}

/// An address of the client's choice as a redirect target: nearly verbatim, a bare path made
/// absolute (facts B.1, C.2).
#[must_use]
pub fn chosen(base_url: &str, target: &str) -> String {
    let bare_path = target.starts_with('/') && !target.starts_with("//");
    let base = if bare_path { base_url } else { "" };
    format!("{base}{}", utf8_percent_encode(target, FOREIGN))
}

/// The login page, which leads on to `next` (a path).
#[must_use]
pub fn login(base_url: &str, domain: &str, next: &str) -> String {
    let next = encoded(next);
    format!("{base_url}/a/{}/login/?next={next}", encoded(domain))
}

/// A text as it stands in a path or parameter.
pub fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, VALUE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::call::query::Query;
    use proptest::prelude::*;

    #[test]
    fn is_the_address_of_the_page() {
        assert_eq!(
            form_export(
                "http://127.0.0.1:8000",
                "demo",
                "http://openrosa.org/foo/my/form/xmlns",
                Some(Format::Csv)
            ),
            "http://127.0.0.1:8000/a/demo/reports/export/\
             ?export_tag=%22http://openrosa.org/foo/my/form/xmlns%22&format=csv"
        );
    }

    #[test]
    fn follows_the_request() {
        let mut headers = HeaderMap::new();
        assert_eq!(base_url(&headers), "http://localhost");
        headers.insert("host", "hq.test:81".parse().unwrap());
        assert_eq!(base_url(&headers), "http://hq.test:81");
        headers.insert("x-forwarded-proto", "https, http".parse().unwrap());
        headers.insert("x-forwarded-host", "www.commcarehq.org".parse().unwrap());
        assert_eq!(base_url(&headers), "https://www.commcarehq.org");
    }

    #[test]
    fn a_domain_of_any_script_stays_a_header_value() {
        assert_eq!(
            listing("http://h", "d\u{e9}mo.x:1", ListingAddress::Data),
            "http://h/a/d%C3%A9mo.x:1/data/excel_export_data/"
        );
    }

    #[test]
    fn a_target_of_the_client_is_left_as_it_is_where_it_can_be() {
        for (target, location) in [
            ("/a/x/?y=%20", "http://h/a/x/?y=%20"),
            ("https://else.test/?a=b#c", "https://else.test/?a=b#c"),
            ("//else.test/", "//else.test/"),
            ("list", "list"),
            ("/\r\nSet-Cookie: x", "http://h/%0D%0ASet-Cookie:%20x"),
        ] {
            assert_eq!(chosen("http://h", target), location);
        }
    }

    proptest! {
        #[test]
        fn any_target_fits_into_a_header_line(target in any::<String>()) {
            let location = chosen("http://h", &target);
            prop_assert!(location.bytes().all(|byte| (b'!'..=b'~').contains(&byte)));
        }

        #[test]
        fn any_form_can_be_copied(xmlns in ".{1,40}") {
            let address = form_export("http://h", "demo", &xmlns, None);
            prop_assert!(address.is_ascii() && !address.contains(['\'', '"', ' ']));
            let (_, query) = address.split_once('?').unwrap();
            let tag = Query::of(query.as_bytes());
            let tag: String = serde_json::from_str(tag.get("export_tag").unwrap()).unwrap();
            prop_assert_eq!(tag, xmlns);
        }
    }
}
