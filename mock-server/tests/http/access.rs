//! Project spaces that are public or deactivated.

use fakehq::{
    quirks::Profile,
    world::access::Access,
    world_file::{Overrides, World, dump::Dump},
};
use serde_json::json;

use crate::{
    login::session,
    support::{EXPORT, Fake, JANE, OUTSIDER, SUPERUSER, get},
};

const LISTING: &str = "/a/demo/data/excel_export_data/";

async fn with_access(profile: Profile, access: &str) -> Fake {
    let hq = Fake::demo(profile).await;
    let ask = get("/_fakehq/spaces/demo/settings").by("POST");
    let change = json!({ "access": access }).to_string();
    let changed = hq.ask(&ask.body(change)).await;
    assert_eq!(changed.json()["access"], access);
    hq
}

#[tokio::test]
async fn a_deactivated_space_leads_every_session_away_and_no_digest() {
    for profile in Profile::ALL {
        let hq = with_access(profile, "deactivated").await;
        assert_eq!(hq.ask_as(JANE, get(EXPORT)).await.status, 200, "{profile}");
        for who in [JANE, OUTSIDER, SUPERUSER] {
            let session = session(&hq, who).await;
            for address in [EXPORT, LISTING, "/a/demo/reports/download/cases/"] {
                let answer = hq.ask(&get(address).line(&session)).await;
                assert_eq!(answer.status, 302, "{profile} {address}");
                let chooser = answer.field("Location").unwrap();
                assert_eq!(chooser, "http://hq.test/domain/select/");
            }
            assert!(hq.last_notes().await.contains("is deactivated"));
            let page = hq.ask(&get("/domain/select/").line(&session)).await;
            assert_eq!(page.status, 200);
            assert!(
                page.text()
                    .contains(&format!("href=\"http://hq.test{LISTING}\""))
            );
        }
        let stranger = hq.ask(&get("/domain/select/")).await;
        assert!(!stranger.text().contains("demo"), "{stranger:?}");
    }
}

#[tokio::test]
async fn a_public_space_is_no_secret_and_gives_nothing_more() {
    for profile in Profile::ALL {
        let hq = with_access(profile, "public").await;
        let cookie = session(&hq, OUTSIDER).await;
        assert_eq!(hq.ask(&get(EXPORT).line(&cookie)).await.status, 403);
        assert_eq!(hq.ask(&get(LISTING).line(&cookie)).await.status, 404);
        assert_eq!(hq.ask_as(OUTSIDER, get(EXPORT)).await.status, 401);
        let cookie = session(&hq, JANE).await;
        assert_eq!(hq.ask(&get(EXPORT).line(&cookie)).await.status, 200);
    }
}

#[tokio::test]
async fn it_is_written_in_world_files_and_dumps() {
    let world = |access: &str| {
        let text =
            format!("[[space]]\naccess = \"{access}\"\n[space.invent]\nproject_space = \"demo\"\n");
        World::parse(&text, "w.toml", &Overrides::default())
    };
    for access in Access::ALL {
        let space = world(access.name()).unwrap().spaces.remove(0);
        assert_eq!(space.access, access);
        let dump = serde_json::to_string(&Dump::of(&space)).unwrap();
        let dump: Dump = serde_json::from_str(&dump).unwrap();
        assert_eq!(dump.into_space("again").unwrap().access, access);
    }
    let error = world("closed").unwrap_err().to_string();
    assert!(error.contains("members, public, deactivated"), "{error}");
}

#[test]
fn an_api_key_belongs_to_somebody_of_the_space() {
    let world = |username: &str| {
        let text = format!(
            "[[space]]\n[[space.api-key]]\nusername = \"{username}\"\nkey = \"k\"\n[space.invent]\nproject_space = \"demo\"\n\
             people = {{ web_users = [{{ username = \"jane@example.org\", password = \"p\" }}] }}\n"
        );
        World::parse(&text, "w.toml", &Overrides::default())
    };
    let space = world("jane@example.org").unwrap().spaces.remove(0);
    assert_eq!(space.people.key_of("jane@example.org").unwrap().key, "k");
    let error = world("jnae@example.org").unwrap_err().to_string();
    assert!(
        error.contains("nobody in this project space is called `jnae@example.org`"),
        "{error}"
    );
}
