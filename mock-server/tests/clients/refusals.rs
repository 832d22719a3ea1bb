//! What goes wrong, and is explained.

use fakehq::{file_format::Format, journal::entry::Credentials};

use crate::{program::Program, stage::with_each};

#[test]
fn a_wrong_password_is_refused_and_named() {
    with_each(|stage| {
        let url = stage.export.url(Format::Csv);
        let fetched = stage.ask(&url, "wrong", false);
        assert_eq!(fetched.status, 401, "{fetched:?}");
        let requests = stage.requests();
        // urllib answers challenge after challenge until it has had enough.
        let tries = if stage.program == Program::Urllib {
            3..=8
        } else {
            2..=2
        };
        assert!(
            tries.contains(&requests.len()),
            "{} requests",
            requests.len()
        );
        assert!(requests.iter().all(|entry| entry.status == 401));
        let last = requests.last().unwrap();
        assert!(matches!(last.credentials, Credentials::Refused { .. }));
        assert!(last.notes[0].contains("password"), "{:?}", last.notes);
        // curl ends in 0 all the same: without --fail a refusal is a download to it.
        assert_eq!(fetched.success, stage.program == Program::Curl);
    });
}

#[test]
fn quotes_of_the_tag_as_they_are() {
    with_each(|stage| {
        let url = stage.export.url(Format::Csv).replace("%22", "\"");
        let fetched = stage.ask(&url, "password", false);
        let last = stage.requests().pop().unwrap();
        match stage.program {
            // They encode the quotes, and all is well.
            Program::Wget | Program::Requests => {
                assert_eq!(fetched.status, 200, "{fetched:?}");
                assert!(last.target.contains("%22"));
            }
            // They send them as they are, and a digest answer that nobody can read.
            Program::Curl | Program::Urllib => {
                assert_eq!(fetched.status, 401, "{fetched:?}");
                assert!(last.target.contains('"'));
                assert!(last.notes[0].contains("%22"), "{:?}", last.notes);
            }
        }
    });
}

#[test]
fn no_quotes_around_the_tag() {
    with_each(|stage| {
        let url = stage.export.url(Format::Csv).replace("%22", "");
        let fetched = stage.ask(&url, "password", false);
        assert_eq!((fetched.status, &fetched.body[..]), (400, &b""[..]));
        let last = stage.requests().pop().unwrap();
        assert!(last.notes[0].contains("double quotes"), "{:?}", last.notes);
    });
}

#[test]
fn a_carriage_return_behind_the_token() {
    with_each(|stage| {
        let token = stage.fetch(&stage.export.url(Format::Csv)).token.unwrap();
        stage.requests();
        let since = stage.export.url_since(Format::Csv, &token) + "%0D";
        assert_eq!(stage.fetch(&since).status, 404);
        let last = stage.requests().pop().unwrap();
        assert!(
            last.notes[0].contains("carriage return"),
            "{:?}",
            last.notes
        );
    });
}

#[test]
fn a_token_nobody_issued() {
    with_each(|stage| {
        let since = stage
            .export
            .url_since(Format::Csv, "0123456789abcdef0123456789abcdef");
        let fetched = stage.fetch(&since);
        assert_eq!((fetched.status, fetched.token), (404, None));
        assert_eq!(stage.statuses(), [401, 404]);
    });
}
