//! Every parameter that is refused, and when.

use fakehq::quirks::Profile;

use crate::support::{Answer, EXPORT, Fake, JANE, Y, get, space};

const HTML: &str = "text/html; charset=utf-8";

/// An export with the whole query given, of the space `demo` with visits.
async fn asked(hq: &Fake, query: &str) -> Answer {
    hq.ask_as(JANE, get(format!("/a/demo/reports/export/?{query}")))
        .await
}

/// How many tokens a space has issued, as its next token tells.
async fn stores_nothing(profile: Profile, parameters: &str) -> bool {
    let (asked, untouched) = (Fake::demo(profile).await, Fake::demo(profile).await);
    asked.export(parameters).await;
    let next = asked.export("&format=json").await;
    let first = untouched.export("&format=json").await;
    next.token() == first.token()
}

#[tokio::test]
async fn a_tag_without_quotes_is_a_400_with_an_empty_body() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        for tag in [
            "http://openrosa.org/formdesigner/X",
            "'x'",
            "%22x",
            "{",
            "%FF",
        ] {
            let answer = asked(&hq, &format!("export_tag={tag}&format=CSV")).await;
            assert_eq!((answer.status, answer.text()), (400, ""), "{tag}");
            assert_eq!(answer.field("Content-Type"), Some(HTML));
        }
        assert!(hq.last_notes().await.contains("%22"));
    }
}

#[tokio::test]
async fn a_tag_that_is_no_text_has_no_data() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        for tag in [
            "null",
            "5",
            "true",
            "%22%22",
            "%5B%22demo%22,%22X%22%5D",
            "{}",
        ] {
            let answer = asked(&hq, &format!("export_tag={tag}")).await;
            assert_eq!(answer.status, 302, "{tag}");
            assert!(hq.last_notes().await.contains("302 because"));
        }
        assert_eq!(asked(&hq, "format=csv").await.status, 302);
    }
}

#[tokio::test]
async fn an_empty_tag_is_refused_by_the_page_and_means_none_to_the_old_server() {
    let hq = Fake::demo(Profile::Documented).await;
    let answer = asked(&hq, "export_tag=").await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().starts_with("export_tag=\"\" is not"));
    let hq = Fake::demo(Profile::Hq2013).await;
    assert_eq!(asked(&hq, "export_tag=").await.status, 302);
}

#[tokio::test]
async fn a_format_that_does_not_exist_is_named() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        for format in ["CSV", "", "zip", "RAW", "%3Cb%3E"] {
            let answer = hq.export(&format!("&format={format}")).await;
            let shown = format.replace("%3C", "<").replace("%3E", ">");
            assert_eq!(answer.status, 400);
            assert_eq!(
                answer.text(),
                format!("Unsupported export format: {shown}!")
            );
            assert_eq!(answer.field("Content-Type"), Some(HTML));
            assert_eq!(answer.token(), None);
        }
        let entry = hq.journal("demo").await.pop().unwrap();
        assert!(entry.notes[0].contains("in lower case"));
        assert_eq!(entry.export.unwrap().token_issued, None);
    }
}

#[tokio::test]
async fn values_that_make_no_sense_are_named_by_the_page_and_a_500_of_the_old_server() {
    for parameter in [
        "include_errors=",
        "include_errors=on",
        "include_errors=2",
        "max_column_size=",
        "max_column_size=abc",
        "max_column_size=1.5",
    ] {
        let (name, value) = parameter.split_once('=').unwrap();
        let hq = Fake::demo(Profile::Documented).await;
        let answer = hq.export(&format!("&{parameter}")).await;
        assert_eq!(answer.status, 400, "{parameter}");
        assert!(
            answer
                .text()
                .starts_with(&format!("{name}=\"{value}\" is not "))
        );
        assert_eq!(hq.last_notes().await, answer.text());
        for profile in [Profile::Hq2013, Profile::Hq2015] {
            let hq = Fake::demo(profile).await;
            let answer = hq.export(&format!("&{parameter}")).await;
            assert_eq!(answer.status, 500, "{parameter}");
            assert!(answer.text().contains("fakehq page of demo"));
            assert!(
                hq.last_notes()
                    .await
                    .starts_with(&format!("{name}=\"{value}\" is not "))
            );
        }
    }
}

#[tokio::test]
async fn the_observed_spellings_of_truth_are_taken() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        for word in [
            "True",
            "true",
            "t",
            "YES",
            "y",
            "1",
            "False",
            "f",
            "no",
            "n",
            "0",
            "%20True%20",
        ] {
            let answer = hq
                .export(&format!("&format=json&include_errors={word}"))
                .await;
            assert_eq!(answer.status, 200, "{word}");
        }
    }
}

#[tokio::test]
async fn the_page_looks_at_all_parameters_before_token_and_data() {
    let empty = Fake::of([space("demo", Profile::Documented)]).await;
    for parameters in ["&format=CSV", "&include_errors=on", "&max_column_size=x"] {
        let query = format!("{parameters}&previous_export=abc");
        assert_eq!(empty.export(parameters).await.status, 400);
        assert_eq!(empty.export(&query).await.status, 400);
        assert!(stores_nothing(Profile::Documented, parameters).await);
    }
    assert_eq!(empty.export("&previous_export=abc").await.status, 404);
    assert_eq!(empty.export("").await.status, 302);
    assert!(stores_nothing(Profile::Documented, "&previous_export=abc").await);
}

#[tokio::test]
async fn the_old_server_looks_at_the_format_last_and_keeps_a_checkpoint() {
    for profile in [Profile::Hq2013, Profile::Hq2015] {
        let hq = Fake::demo(profile).await;
        let elsewhere = EXPORT.replace(crate::support::X, Y) + "&format=CSV";
        assert_eq!(hq.ask_as(JANE, get(elsewhere)).await.status, 302);
        assert_eq!(
            hq.export("&format=CSV&previous_export=abc").await.status,
            404
        );
        assert_eq!(hq.export("&format=CSV&include_errors=on").await.status, 500);
        assert_eq!(hq.export("&format=CSV").await.status, 400);
        assert!(!stores_nothing(profile, "&format=CSV").await);
        assert!(stores_nothing(profile, "&previous_export=abc&format=CSV").await);
    }
}

#[tokio::test]
async fn a_misspelt_parameter_is_ignored_and_explained() {
    for profile in Profile::ALL {
        let hq = Fake::demo(profile).await;
        assert_eq!(
            hq.export("&format=json&previous-export=abc").await.ids(),
            ["a", "b"]
        );
        assert!(
            hq.last_notes()
                .await
                .contains("`previous_export` was meant?")
        );
    }
}
