//! Project spaces whose name says what they are.

use fakehq::{
    hq::{Hq, Settings},
    quirks::{EmptyExport, Profile},
    server::Server,
    world::{clock::Pace, plan::Plan},
    world_file::{Overrides, World},
};
use std::net::Ipv4Addr;

use crate::support::{EXPORT, Fake, JANE, get, space, with_visits};

/// The default world, and at most so many spaces made by name.
async fn default_world(most_made: usize) -> Fake {
    let world = World::named_or_from_file("default", &Overrides::default()).unwrap();
    let settings = Settings {
        most_made,
        ..Settings::default()
    };
    let hq = Hq::with_settings(world.spaces, world.strays, settings);
    let server = Server::start(&hq, Ipv4Addr::LOCALHOST.into(), 0)
        .await
        .unwrap();
    Fake { hq, server }
}

async fn visit(hq: &Fake, space: &str) -> u16 {
    hq.ask(&get(format!("/a/{space}/reports/export/")))
        .await
        .status
}

#[tokio::test]
async fn a_space_is_made_on_its_first_request_and_differs_as_its_name_says() {
    let hq = default_world(20).await;
    for name in [
        "demo--empty",
        "demo--seed42",
        "demo--hq-2013--empty-export.not-found",
        "demo--pro--run",
        "demo--copy-mine",
    ] {
        assert!(hq.hq.island(name).is_none());
        assert_eq!(visit(&hq, name).await, 401, "{name}");
        assert!(hq.hq.island(name).unwrap().is_made_by_name());
    }
    let island = |name: &str| hq.hq.island(name).unwrap();
    let demo = island("demo");
    let demo = demo.space();

    let empty = island("demo--empty");
    let empty = empty.space();
    assert_eq!((empty.forms.len(), empty.cases.cases().len()), (0, 0));
    assert_eq!(empty.custom_exports.len(), demo.custom_exports.len());
    assert_eq!(
        empty.people.web_users[0].username,
        demo.people.web_users[0].username
    );

    let documents = |name: &str| -> Vec<String> {
        let island = island(name);
        let space = island.space();
        let all = space.forms.all();
        all.map(|form| form.document.to_json()["form"].to_string())
            .collect()
    };
    let of_demo: Vec<String> = demo
        .forms
        .all()
        .map(|form| form.document.to_json()["form"].to_string())
        .collect();
    assert_ne!(documents("demo--seed42"), of_demo);
    assert_eq!(documents("demo--seed42").len(), of_demo.len());
    assert_eq!(documents("demo--copy-mine").len(), of_demo.len());

    let choices = island("demo--hq-2013--empty-export.not-found")
        .space()
        .choices;
    assert_eq!(choices.empty_export, EmptyExport::NotFound);
    assert_eq!(
        choices.token_window,
        fakehq::quirks::Choices::of(Profile::Hq2013).token_window
    );
    let pro = island("demo--pro--run");
    assert_eq!(pro.space().plan, Plan::Pro);
    assert_eq!(pro.space().clock.pace(), Pace::Running);
}

#[tokio::test]
async fn what_happens_in_one_does_not_happen_in_the_other() {
    let hq = Fake::demo(Profile::Documented).await;
    let copy = EXPORT.replace("demo", "demo--copy-2");
    let ids = async |address: &str| {
        let ask = get(format!("{address}&format=json"));
        hq.ask_as(JANE, ask).await.ids()
    };
    assert_eq!(ids(&copy).await, ["a", "b"]);
    hq.submit(crate::support::visit("c", "Lea"));
    assert_eq!(ids(&copy).await, ["a", "b"]);
    assert_eq!(ids(EXPORT).await, ["a", "b", "c"]);
    // Made of the space as it was at first, not as it is.
    assert_eq!(
        ids(&EXPORT.replace("demo", "demo--copy-3")).await,
        ["a", "b"]
    );
}

#[tokio::test]
async fn a_word_that_means_nothing_is_a_404_that_explains_it() {
    let hq = Fake::demo(Profile::Documented).await;
    for (name, words) in [
        ("demo--emty", "did you mean `empty`?"),
        (
            "demo--empty--empty-export.gone",
            "redirect, redirect-unless-filtered, not-found",
        ),
        ("demo--", "seed42"),
        ("demo--seed4", "not invented from a seed"),
    ] {
        let answer = hq.ask(&get(format!("/a/{name}/reports/export/"))).await;
        assert_eq!(answer.status, 404, "{name}");
        let text = answer.text().replace("&#39;", "'");
        assert!(text.contains(words), "{name}: {text}");
        let journal = hq.hq.strays.journal.since(0).entries;
        let notes = journal.last().unwrap().notes.join("\n");
        assert!(notes.contains(words), "{notes}");
    }
    assert_eq!(hq.hq.islands().len(), 1);
}

#[tokio::test]
async fn a_name_that_is_not_built_on_a_space_is_as_unknown_as_any() {
    let hq = Fake::demo(Profile::Documented).await;
    for name in ["none", "none--empty", "dem--o", "demo-empty", "demo-"] {
        assert_eq!(visit(&hq, name).await, 401, "{name}");
    }
    assert_eq!(hq.hq.islands().len(), 1);
}

#[tokio::test]
async fn a_space_whose_own_name_has_the_hyphens_is_found_first() {
    let hq = Fake::of([
        with_visits("a", Profile::Documented),
        space("a--empty", Profile::Hq2013),
    ])
    .await;
    assert_eq!(visit(&hq, "a--empty").await, 401);
    assert!(!hq.hq.island("a--empty").unwrap().is_made_by_name());
    // The longest name that is a space is what the new one is made from.
    assert_eq!(visit(&hq, "a--empty--pro").await, 401);
    let made = hq.hq.island("a--empty--pro").unwrap();
    assert_eq!(made.space().forms.len(), 0);
}

#[tokio::test]
async fn there_are_no_more_of_them_than_allowed() {
    let hq = default_world(2).await;
    assert_eq!(visit(&hq, "demo--copy-1").await, 401);
    assert_eq!(visit(&hq, "demo--copy-2").await, 401);
    let third = hq.ask(&get("/a/demo--copy-3/reports/export/")).await;
    assert_eq!(third.status, 404);
    assert!(
        third.text().contains("2 project spaces were made by name"),
        "{}",
        third.text()
    );
    assert!(third.text().contains("--made-spaces"));
    // Those that are there stay, and one that is deleted makes room.
    assert_eq!(visit(&hq, "demo--copy-1").await, 401);
    let delete = get("/_fakehq/spaces/demo--copy-1").by("DELETE");
    assert_eq!(hq.ask(&delete).await.status, 200);
    assert_eq!(visit(&hq, "demo--copy-3").await, 401);
}

#[tokio::test]
async fn many_clients_at_once_meet_one_space() {
    let hq = default_world(5).await;
    let asks = (0..16).map(|_| visit(&hq, "demo--empty"));
    for status in futures(asks).await {
        assert_eq!(status, 401);
    }
    assert_eq!(hq.hq.islands().len(), 2);
    assert_eq!(hq.journal("demo--empty").await.len(), 16);
}

async fn futures<F: Future<Output = u16>>(asks: impl Iterator<Item = F>) -> Vec<u16> {
    let mut asks: Vec<_> = asks.map(Box::pin).collect();
    let mut done = vec![None; asks.len()];
    std::future::poll_fn(|context| {
        for (ask, done) in asks.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(status) = ask.as_mut().poll(context)
            {
                *done = Some(status);
            }
        }
        match done.iter().all(Option::is_some) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done.into_iter().flatten().collect()
}
