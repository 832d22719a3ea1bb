//! The quirk `size-cap` (page: Note).

use fakehq::{
    quirks::{Profile, SizeCap},
    world_file::{Overrides, World},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::support::{Ending, authorised, raw};
use crate::support::{Answer, EXPORT, Fake, JANE, get, patiently};

/// A space whose JSON export is `over` bytes larger than its cap, with this effect; and that export.
async fn capped(effect: &str, over: i64) -> (Fake, Answer) {
    let hq = Fake::demo(Profile::Documented).await;
    let right = hq.export("&format=json").await;
    let island = hq.hq.island("demo").unwrap();
    let mut space = island.space();
    space.size_cap = (right.body.len() as u64).saturating_add_signed(-over);
    space.choices.set("size-cap", effect).unwrap();
    drop(space);
    (hq, right)
}

#[tokio::test]
async fn the_cap_is_ten_megabytes_of_the_page_and_absent_from_the_old_server() {
    for (profile, effect) in [
        (Profile::Documented, "cut"),
        (Profile::Hq2013, "none"),
        (Profile::Hq2015, "none"),
    ] {
        let hq = Fake::demo(profile).await;
        let shown = hq.ask(&get("/_fakehq/spaces/demo/size-cap")).await.json();
        let expected = serde_json::json!({ "bytes": 10_485_760, "effect": effect });
        assert_eq!(shown, expected);
    }
}

#[tokio::test]
async fn a_body_of_exactly_the_cap_passes() {
    for (over, whole) in [(0, true), (-1, true), (1, false)] {
        let (hq, right) = capped("cut", over).await;
        let ask = authorised(&hq, "&format=json").await;
        let (all, _) = raw(&hq, &ask).await;
        assert_eq!(Answer::read(&all).body == right.body, whole, "{over}");
    }
}

#[tokio::test]
async fn larger_bodies_are_cut_or_reset_at_the_cap() {
    for (effect, end) in [("cut", Ending::Fin), ("reset", Ending::Rst)] {
        let (hq, right) = capped(effect, 100).await;
        // Every time it is tried.
        for _ in 0..3 {
            let ask = authorised(&hq, "&format=json").await;
            let (all, ending) = raw(&hq, &ask).await;
            assert_eq!(ending, end, "{effect}");
            let answer = Answer::read(&all);
            assert_eq!(answer.status, 200);
            let length = right.body.len();
            assert_eq!(answer.field("Content-Length"), Some(&*length.to_string()));
            assert_eq!(answer.body, right.body[..length - 100]);
        }
    }
}

#[tokio::test]
async fn gateways_answer_with_a_page_and_without_a_token() {
    for (effect, status) in [("bad-gateway", 502), ("gateway-timeout", 504)] {
        let (hq, _) = capped(effect, 1).await;
        let answer = hq.export("&format=json").await;
        assert_eq!(answer.status, status);
        assert_eq!(
            answer.field("Content-Type"),
            Some("text/html; charset=utf-8")
        );
        assert!(answer.text().contains("fakehq page of demo"));
        assert_eq!(answer.token(), None);
        let export = hq.journal("demo").await.pop().unwrap().export.unwrap();
        assert_eq!(export.token_issued, None);
    }
}

#[tokio::test]
async fn each_strike_is_told_and_points_to_the_data_export_tool() {
    let (hq, right) = capped("bad-gateway", 1).await;
    hq.export("&format=json").await;
    let entry = hq.journal("demo").await.pop().unwrap();
    assert_eq!(entry.fault.as_deref(), Some("status 502 (size cap)"));
    let (length, cap) = (right.body.len(), right.body.len() - 1);
    assert_eq!(
        entry.notes,
        [format!(
            "this export has {length} bytes and the size cap is {cap} (page: Note; quirk size-cap): \
             exports that large may not download, and are fetched with the Data Export Tool instead"
        )]
    );
}

#[tokio::test]
async fn a_range_does_not_get_around_it() {
    let (hq, right) = capped("cut", 10).await;
    let ask = authorised(&hq, "&format=json")
        .await
        .line("Range: bytes=0-9");
    let (all, _) = raw(&hq, &ask).await;
    let answer = Answer::read(&all);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.field("Content-Range"), None);
    assert_eq!(answer.body.len(), right.body.len() - 10);
}

#[tokio::test]
async fn it_holds_for_every_export_and_for_nothing_else() {
    let (hq, _) = capped("bad-gateway", 0).await;
    hq.hq.island("demo").unwrap().space().size_cap = 0;
    for target in [
        "/a/demo/reports/download/cases/",
        "/a/demo/reports/download/cases/?format=json",
    ] {
        assert_eq!(hq.ask_as(JANE, get(target)).await.status, 502, "{target}");
    }
    for format in ["csv", "xlsx", "xls", "html", "json", "raw"] {
        let answer = hq.export(&format!("&format={format}")).await;
        assert_eq!(answer.status, 502, "{format}");
    }
    assert_eq!(hq.ask(&get("/a/demo/login/")).await.status, 200);
    assert_eq!(hq.ask(&get("/a/demo/nothing/")).await.status, 404);
}

#[tokio::test]
async fn it_is_lowered_and_lifted_by_the_control_api() {
    let (hq, _) = capped("bad-gateway", 0).await;
    for (bytes, status) in [(10, 502), (10_000_000, 200)] {
        let ask = get("/_fakehq/spaces/demo/size-cap").by("POST");
        let set = hq.ask(&ask.body(format!("{{\"bytes\": {bytes}}}"))).await;
        assert_eq!(set.json()["bytes"], bytes);
        assert_eq!(hq.export("").await.status, status);
    }
    let ask = get("/_fakehq/spaces/demo/size-cap").by("POST");
    let wrong = hq.ask(&ask.body("{\"byte\": 3}")).await;
    assert_eq!(wrong.status, 400);
    let error = wrong.json()["error"].as_str().unwrap().to_owned();
    assert!(error.contains("did you mean `bytes`?"), "{error}");
}

#[test]
fn a_world_file_sets_the_cap_of_a_space() {
    let text = "[[space]]\nsize-cap = 1000\nquirks = { size-cap = \"reset\" }\ninvent = {}\n";
    let world = World::parse(text, "w.toml", &Overrides::default()).unwrap();
    let space = &world.spaces[0];
    assert_eq!(
        (space.size_cap, space.choices.size_cap),
        (1000, SizeCap::Reset)
    );
}

#[tokio::test]
async fn a_slow_one_begins_and_takes_its_time() {
    let (hq, right) = capped("slow", 1).await;
    let ask = get(format!("{EXPORT}&format=json"));
    let challenge = hq.ask(&ask).await;
    let mut stream = hq.connect().await;
    let bytes = ask.answering(&challenge, JANE).bytes();
    stream.write_all(&bytes).await.unwrap();
    let mut beginning = vec![0; 16];
    patiently("the beginning", stream.read_exact(&mut beginning))
        .await
        .unwrap();
    assert!(beginning.starts_with(b"HTTP/1.1 200 OK"));
    assert!(!hq.is_settled().await);
    let island = hq.hq.island("demo").unwrap();
    let entry = island.journal.since(0).entries.pop().unwrap();
    let piece = right.body.len().div_ceil(40);
    let fault = entry.fault.unwrap();
    assert!(fault.contains(&format!("{piece} bytes")), "{fault}");
    assert!(fault.ends_with("(size cap)"), "{fault}");
}
