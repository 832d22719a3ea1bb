//! What the handle of a project space offers.

use std::{error::Error, time::Duration};

use fakehq::{FakeHq, file_format::Format, journal::entry::Credentials, world::plan::Plan};
use jiff::SignedDuration;
use serde_json::json;

use crate::client::{get, token};

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::test]
async fn an_increment_from_address_to_journal() -> Outcome {
    let hq = FakeHq::start().await?;
    let demo = hq.space("demo")?;
    let login = demo.login().unwrap();
    let export = demo.exports().remove(0);
    let first = get(&export.url(Format::Json), &login).await;
    assert_eq!(first.status(), 200);
    let first = token(&first).unwrap();

    let nothing = get(&export.url_since(Format::Json, &first), &login).await;
    assert_eq!(nothing.status(), 302);
    assert_eq!(nothing.headers()["location"], demo.listing_url());

    let xmlns = export.xmlns().unwrap();
    let form = demo.submit_json(json!({ "xmlns": xmlns, "form": { "village": "Añisoc" } }))?;
    let increment = get(&export.url_since(Format::Json, &first), &login).await;
    assert!(increment.text().await?.contains(r#""A\u00f1isoc""#));

    let requests = demo.requests().await;
    let last = requests.last().unwrap().export.as_ref().unwrap();
    assert_eq!(last.token_given, Some(first.clone()));
    assert_eq!(last.documents, std::slice::from_ref(&form.id));

    demo.forget_tokens(Some(&first));
    let unknown = get(&export.url_since(Format::Json, &first), &login).await;
    assert_eq!(unknown.status(), 404);
    Ok(())
}

#[tokio::test]
async fn every_export_on_offer_can_be_downloaded_as_it_is() -> Outcome {
    let hq = FakeHq::start().await?;
    let demo = hq.space("demo")?;
    let login = demo.login().unwrap();
    let exports = demo.exports();
    assert_eq!(exports.iter().filter(|e| e.xmlns().is_some()).count(), 3);
    assert_eq!(exports.len(), 6, "three forms, two custom exports, cases");
    for export in exports {
        for format in [Format::Csv, Format::Xlsx, Format::Json] {
            let answer = get(&export.url(format), &login).await;
            assert_eq!(answer.status(), 200, "{} as {format}", export.title);
        }
    }
    Ok(())
}

#[tokio::test]
async fn people_plan_and_quirks_change_under_a_running_server() -> Outcome {
    let hq = FakeHq::builder().world("empty").start().await?;
    let demo = hq.space("demo")?;
    let login = demo.add_login("sam@example.org", "first");
    assert_eq!(login, demo.add_login("sam@example.org", "first"));
    demo.submit_xml(r#"<data xmlns="http://example.org/x"><name>Asha</name></data>"#)?;
    let export = demo.exports().remove(0);
    assert_eq!(get(&export.url(Format::Csv), &login).await.status(), 200);

    demo.add_login("sam@example.org", "second");
    assert_eq!(get(&export.url(Format::Csv), &login).await.status(), 401);
    let requests = demo.requests().await;
    let last = requests.last().unwrap();
    assert!(matches!(last.credentials, Credentials::Refused { .. }));
    assert!(last.notes[0].contains("password"), "{:?}", last.notes);

    demo.set_quirk("csv-bom", "utf-16").unwrap_err();
    demo.set_quirk("empty-export", "not-found")?;
    demo.set_plan(Plan::Community);
    let refused = reqwest::get(export.url(Format::Csv)).await?;
    assert_eq!(refused.headers()["content-type"], "application/json");
    Ok(())
}

#[test]
fn without_a_runtime() -> Outcome {
    let hq = FakeHq::builder().world("empty").start_blocking()?;
    let demo = hq.space("demo")?;
    let before = demo.now();
    assert_eq!(
        demo.advance_clock(SignedDuration::from_mins(10))?,
        before + SignedDuration::from_mins(10)
    );
    demo.set_clock(before);
    assert_eq!(demo.now(), before, "the clock is frozen");
    let form = demo.submit_json(json!({ "xmlns": "http://example.org/x", "form": {} }))?;
    assert_eq!(demo.with(|space| space.forms.len()), 1);
    assert_eq!(demo.now(), before + Duration::from_secs(1));
    assert_eq!(form.xmlns.as_deref(), Some("http://example.org/x"));
    assert_eq!(demo.requests_blocking(), []);
    Ok(())
}

#[test]
fn a_space_that_is_not_there_is_named_with_those_that_are() -> Outcome {
    let hq = FakeHq::start_blocking()?;
    let error = hq.space("dmeo").unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no project space `dmeo`; there is demo"
    );
    Ok(())
}

#[test]
fn a_space_added_later_is_served_and_one_of_the_same_name_goes() -> Outcome {
    let hq = FakeHq::builder().world("empty").start_blocking()?;
    let other = hq.space("demo")?.with(|space| {
        let mut other = space.clone();
        other.page_mark = "the new one".to_owned();
        other
    });
    hq.space("demo")?
        .submit_json(json!({ "xmlns": "http://example.org/x", "form": {} }))?;
    let fresh = hq.put(other);
    assert_eq!(fresh.with(|space| space.forms.len()), 0);
    assert_eq!(
        hq.space("demo")?.with(|space| space.page_mark.clone()),
        "the new one"
    );
    assert_eq!(hq.spaces().len(), 1);
    Ok(())
}
