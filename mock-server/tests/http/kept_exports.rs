//! A server that keeps finished exports answers as one that makes each anew.

use std::sync::{Arc, LazyLock};

use fakehq::{
    file_format::Format,
    http::call::address,
    quirks::Choices,
    world::{custom_export::definition::CustomExport, space::ProjectSpace},
    world_file::{Overrides, World},
};
use jiff::SignedDuration;
use proptest::{collection::vec, prelude::*};
use serde_json::json;
use tokio::{runtime, task::JoinSet};

use crate::support::{Answer, Fake, get};

const USER: (&str, &str) = ("user@example.org", "password");

/// The default world: forms, cases, people, custom exports.
fn default_world() -> ProjectSpace {
    let world = World::named_or_from_file("default", &Overrides::default());
    world.unwrap().spaces.remove(0)
}

/// What may happen to a space between two downloads.
#[derive(Clone, Debug)]
enum Event {
    Form { form: usize, id: u8, village: u8 },
    Case { case: u8, closed: bool },
    Clock(i64),
    Quirk(usize, usize),
    Worker { at: usize, active: bool, name: u8 },
    CustomTitle { export: usize, title: u8 },
    Forget,
}

#[derive(Clone, Debug)]
struct Download {
    export: usize,
    format: usize,
    /// Which of the tokens given out so far, counted from the newest.
    since: Option<usize>,
    parameters: &'static str,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (0..2_usize, 0..5_u8, 0..3_u8)
            .prop_map(|(form, id, village)| Event::Form { form, id, village }),
        1 => (0..3_u8, any::<bool>()).prop_map(|(case, closed)| Event::Case { case, closed }),
        1 => (-2_000_000..2_000_000_i64).prop_map(Event::Clock),
        4 => (0..64_usize, 0..4_usize).prop_map(|(quirk, choice)| Event::Quirk(quirk, choice)),
        1 => (0..7_usize, any::<bool>(), 0..3_u8)
            .prop_map(|(at, active, name)| Event::Worker { at, active, name }),
        1 => (0..2_usize, 0..3_u8).prop_map(|(export, title)| Event::CustomTitle { export, title }),
        1 => Just(Event::Forget),
    ]
}

fn download() -> impl Strategy<Value = Download> {
    let parameters = [
        "",
        "&include_errors=true",
        "&max_column_size=7",
        "&include_closed=true",
        "&ufilter=0",
        "&startdate=2014-02-10&enddate=2014-02-20",
        "&separator=_",
    ];
    let parameters = proptest::sample::select(parameters.to_vec());
    let since = proptest::option::of(0..3_usize);
    (0..6_usize, 0..8_usize, since, parameters).prop_map(|(export, format, since, parameters)| {
        Download {
            export,
            format,
            since,
            parameters,
        }
    })
}

/// Lets something happen to a space.
fn happen(space: &mut ProjectSpace, event: &Event) {
    match *event {
        Event::Form { form, id, village } => {
            let xmlns = xmlns(space, form);
            let document = json!({
                "_id": format!("own-{id}"),
                "xmlns": xmlns,
                "form": { "village": format!("V{village}"), (format!("extra{village}")): "x" },
            });
            space.submit_json(document).unwrap();
        }
        Event::Case { case, closed } => {
            let mut block = json!({
                "@case_id": format!("case-{case}"),
                "@date_modified": "2014-02-28T09:00:00Z",
                "@xmlns": "http://commcarehq.org/case/transaction/v2",
                "update": { "colour": "green" },
            });
            if closed {
                block["close"] = json!("");
            }
            let form = json!({ "case": block, "meta": { "userID": "u1" } });
            let xmlns = xmlns(space, 0);
            let document = json!({ "xmlns": xmlns, "form": form });
            space.submit_json(document).unwrap();
        }
        Event::Clock(seconds) => {
            let by = SignedDuration::from_secs(seconds);
            space.clock.advance(by).unwrap();
        }
        Event::Quirk(quirk, choice) => {
            let cards = Choices::cards();
            let card = cards[quirk % cards.len()];
            let (choice, _) = card.choices[choice % card.choices.len()];
            space.choices.set(card.id, choice).unwrap();
        }
        Event::Worker { at, active, name } => {
            let workers = &mut space.people.mobile_workers;
            let count = workers.len();
            let worker = &mut workers[at % count];
            worker.active = active;
            worker.full_name = format!("Worker {name}");
        }
        Event::CustomTitle { export, title } => {
            let export: &mut CustomExport = &mut space.custom_exports[export];
            export.tables[0].columns[0].title = format!("Title {title}");
        }
        Event::Forget => space.tokens.forget(None),
    }
}

fn xmlns(space: &ProjectSpace, at: usize) -> String {
    space.forms.forms().nth(at).unwrap().0.to_owned()
}

fn target(space: &ProjectSpace, download: &Download, tokens: &[String]) -> String {
    let formats = [&Format::ALL[..], &Format::EXTRA].concat();
    let format = formats[download.format];
    let mut target = match download.export {
        at @ 0..3 => address::form_export("", "demo", &xmlns(space, at), Some(format)),
        at @ 3..5 => address::custom_export("", "demo", &space.custom_exports[at - 3], format),
        _ => address::case_export("", "demo", format, false),
    };
    target += download.parameters;
    let token = download
        .since
        .and_then(|back| tokens.iter().rev().nth(back));
    if let Some(token) = token {
        target += &format!("&previous_export={token}");
    }
    target
}

async fn answer(fake: &Fake, target: &str) -> Answer {
    // Where a plan gate or the like stands before the login, that answer counts.
    let ask = get(target);
    let first = fake.ask(&ask).await;
    match first.field("WWW-Authenticate") {
        Some(_) => fake.ask(&ask.answering(&first, USER)).await,
        None => first,
    }
}

/// A server that keeps exports beside one that does not.
struct Both {
    keeping: Fake,
    forgetful: Fake,
    tokens: Vec<String>,
}

impl Both {
    async fn of(space: ProjectSpace) -> Self {
        let forgetful = Fake::of([space.clone()]).await;
        forgetful.hq.finished.keep_within(0);
        Self {
            keeping: Fake::of([space]).await,
            forgetful,
            tokens: Vec::new(),
        }
    }

    fn happen(&self, event: &Event) {
        for fake in [&self.keeping, &self.forgetful] {
            happen(&mut fake.hq.island("demo").unwrap().space(), event);
        }
    }

    async fn are_alike(&mut self, download: &Download) -> Result<(), TestCaseError> {
        let island = self.keeping.hq.island("demo").unwrap();
        let target = target(&island.space(), download, &self.tokens);
        let kept = answer(&self.keeping, &target).await;
        let made = answer(&self.forgetful, &target).await;
        prop_assert_eq!(&kept.head, &made.head, "{}", target);
        prop_assert!(kept.body == made.body, "another body: {target}");
        self.tokens.extend(kept.token().map(str::to_owned));
        Ok(())
    }
}

/// Asks for the same again and again, whatever happens in between.
async fn alike(downloads: &[Download], events: &[Event]) -> Result<(), TestCaseError> {
    static SPACE: LazyLock<ProjectSpace> = LazyLock::new(default_world);
    let mut both = Both::of(SPACE.clone()).await;
    for event in std::iter::once(None).chain(events.iter().map(Some)) {
        if let Some(event) = event {
            both.happen(event);
        }
        for download in downloads {
            both.are_alike(download).await?;
        }
    }
    prop_assert_eq!(both.forgetful.hq.finished.usage().found, 0);
    Ok(())
}

proptest! {
    // A world for each case; the environment's PROPTEST_CASES counts all the same.
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: ProptestConfig::default().cases.div_ceil(16),
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_happens_to_a_space(downloads in vec(download(), 1..4), events in vec(event(), 1..8)) {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(alike(&downloads, &events))?;
    }
}

#[tokio::test]
async fn what_is_kept_has_a_token_of_its_own_each_time() {
    let fake = Fake::of([default_world()]).await;
    let island = fake.hq.island("demo").unwrap();
    let first_form = xmlns(&island.space(), 0);
    let target = address::form_export("", "demo", &first_form, Some(Format::Csv));
    let first = fake.ask_as(USER, get(&target)).await;
    let second = fake.ask_as(USER, get(&target)).await;
    assert_eq!(first.body, second.body);
    assert_ne!(first.token(), second.token());
    assert_eq!(fake.hq.finished.usage().found, 1);
    let since = format!("{target}&previous_export={}", second.token().unwrap());
    assert_eq!(fake.ask_as(USER, get(since)).await.status, 302);
}

#[tokio::test]
async fn every_export_in_every_format_is_kept() {
    let fake = Fake::of([default_world()]).await;
    let island = fake.hq.island("demo").unwrap();
    let mut served = 0;
    for (export, format) in (0..6).flat_map(|export| (0..6).map(move |format| (export, format))) {
        let download = Download {
            export,
            format,
            since: None,
            parameters: "",
        };
        let target = target(&island.space(), &download, &[]);
        if fake.ask_as(USER, get(&target)).await.status == 200 {
            served += 1;
            assert_eq!(fake.ask_as(USER, get(&target)).await.status, 200);
        }
    }
    assert_eq!(
        served, 34,
        "all but cases as raw, of the case export and a custom one"
    );
    assert_eq!(fake.hq.finished.usage().found, served);
}

#[tokio::test]
async fn many_who_ask_for_the_same_at_once_get_the_same() {
    let fake = Arc::new(Fake::of([crate::load::big_space()]).await);
    let mut asking = JoinSet::new();
    for _ in 0..8 {
        let fake = Arc::clone(&fake);
        asking.spawn(async move { fake.export("&format=json").await });
    }
    let answers = asking.join_all().await;
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    let usage = fake.hq.finished.usage();
    // Made once, or once for each turn that began before the first was over: as many as processors.
    let turns = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    assert_eq!(usage.exports, 1);
    assert!(usage.found + turns >= 8, "{usage:?}");
}
