//! Where a redirect leads: on to the export, to the listing page, or astray.

use reqwest::{StatusCode, Url};

use super::reply::Reply;

/// The last part of the listing page's path, at its newer and its older place (page: Form Data
/// Export; facts 0.2).
const LISTING: &str = "excel_export_data";

/// What an answer says about where to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Nowhere: it is no redirect, or the one that means "no data".
    Nowhere,
    /// On, to the same server: a missing slash is the usual reason.
    On(Url),
    /// To a page that is no export, or to another server.
    Astray(String),
}

/// Where the answer to `asked` leads.
#[must_use]
pub fn leads(reply: &Reply, asked: &Url) -> Leads {
    if !reply.status.is_redirection() || reply.status == StatusCode::NOT_MODIFIED {
        return Leads::Nowhere;
    }
    target(&reply.location().unwrap_or_default(), asked)
}

fn target(location: &str, asked: &Url) -> Leads {
    let Ok(url) = asked.join(location) else {
        return Leads::Astray(location.to_owned());
    };
    let last = |url: &Url| {
        let mut parts = url.path().trim_end_matches('/').rsplit('/');
        parts.next().unwrap_or_default().to_owned()
    };
    if last(&url) == LISTING {
        return Leads::Nowhere;
    }
    if url.origin() != asked.origin() || last(&url) != last(asked) {
        return Leads::Astray(location.to_owned());
    }
    Leads::On(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads_to(location: &str) -> Leads {
        let asked = Url::parse("http://h/a/d/reports/export?export_tag=%22x%22").unwrap();
        target(location, &asked)
    }

    #[test]
    fn a_missing_slash_is_made_good() {
        let slashed = "http://h/a/d/reports/export/?export_tag=%22x%22";
        assert_eq!(leads_to(slashed), Leads::On(Url::parse(slashed).unwrap()));
    }

    #[test]
    fn the_listing_page_is_the_end() {
        for listing in [
            "http://h/a/d/data/excel_export_data/",
            "/a/d/reports/excel_export_data/",
        ] {
            assert_eq!(leads_to(listing), Leads::Nowhere);
        }
    }

    #[test]
    fn nothing_else_is_followed() {
        for astray in [
            "http://h/a/d/login/?next=/a/d/reports/export/",
            "http://else/a/d/reports/export/",
        ] {
            assert_eq!(leads_to(astray), Leads::Astray(astray.to_owned()));
        }
        assert_eq!(leads_to("http://"), Leads::Astray("http://".to_owned()));
    }
}
