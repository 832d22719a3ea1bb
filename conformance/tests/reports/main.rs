//! What each report looks like, and what those who read it by program rely on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod junit;
mod sample;
mod schema;
mod screen;
mod tap;

use hq_conformance::report::format::Format;

/// One snapshot for each report, all of one run.
#[test]
fn every_report() {
    let report = sample::everything();
    for format in Format::ALL {
        let text = format.write(&report);
        assert!(text.ends_with('\n'), "{format}");
        if format == Format::Html {
            insta::assert_snapshot!("html", shortened(&text));
        } else {
            insta::assert_snapshot!(format.name(), text);
        }
    }
}

/// The page without its style and script, a tag to a line.
fn shortened(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    let (body, _) = body.split_once("<script>").unwrap();
    format!("{head}{body}").replace("><", ">\n<")
}

/// What leaves the machine holds no secret, whatever the client printed.
#[test]
fn reports_for_others_hold_no_secret() {
    let report = sample::everything();
    assert!(Format::Json.write(&report).contains("correct-Horse-7"));
    for format in [Format::Junit, Format::Tap, Format::Markdown, Format::Html] {
        let text = format.write(&report);
        assert!(!text.contains("correct-Horse-7"), "{format}");
        assert!(!text.contains("00ff"), "{format}");
    }
}

#[test]
fn the_page_needs_nothing_else() {
    let page = Format::Html.write(&sample::everything());
    for outside in ["src=", "url(", "@import", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(!page.contains("my <client>"), "names are escaped");
    // What is linked to is there.
    for link in page.split("href=\"#").skip(1) {
        let name = link.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
    }
}
