//! Which world, which server, and where.

use std::{error::Error, net::TcpListener};

use fakehq::{
    FakeHq,
    fake_hq::StartError,
    file_format::Format,
    quirks::{Choices, Profile},
    world::{clock::Pace, generate::shape::Shape},
};

use crate::client::get;

type Outcome = Result<(), Box<dyn Error>>;

fn shape(name: &str) -> Shape {
    Shape::from_toml(&format!(
        r#"
        project_space = "{name}"
        people = {{ web_users = [{{ username = "jane@example.org", password = "secret" }}] }}
        [[form]]
        name = "Visit"
        xmlns = "http://example.org/{name}"
        count = 5
        questions = [{{ name = "village", kind = "village" }}]
        "#
    ))
    .unwrap()
}

#[test]
fn worlds_of_every_kind_stand_side_by_side() -> Outcome {
    let space = FakeHq::builder()
        .invent(shape("fourth"))
        .start_blocking()?
        .space("fourth")?
        .with(|space| space.clone());
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("world.toml");
    std::fs::write(
        &file,
        "[[space]]\ninvent = { project_space = \"second\" }\n",
    )?;
    let hq = FakeHq::builder()
        .world("default")
        .world_file(&file)
        .world_text("[[space]]\ninvent = { project_space = \"third\" }\n")
        .space(space)
        .invent(shape("fifth"))
        .start_blocking()?;
    let names: Vec<_> = hq.spaces().iter().map(|s| s.name().to_owned()).collect();
    assert_eq!(names, ["demo", "fifth", "fourth", "second", "third"]);
    Ok(())
}

#[tokio::test]
async fn profile_and_quirks_are_those_asked_for() -> Outcome {
    let builder = || {
        FakeHq::builder()
            .invent(shape("x"))
            .profile(Profile::Hq2013)
    };
    let nothing_since = async |hq: &FakeHq| {
        let space = hq.space("x")?;
        space.with(|space| space.forms = fakehq::world::form_store::FormStore::new(&space.choices));
        let url = format!(
            "{}/a/x/reports/export/?export_tag=%22http://example.org/x%22&format={}",
            hq.base_url(),
            Format::Csv
        );
        Ok::<_, Box<dyn Error>>(get(&url, &space.login().unwrap()).await)
    };
    let old = builder().start().await?;
    let choices = old.space("x")?.with(|space| space.choices);
    assert_eq!(choices, Choices::of(Profile::Hq2013));
    assert_eq!(nothing_since(&old).await?.status(), 302);
    let odd = builder().quirk("empty-export", "not-found").start().await?;
    assert_eq!(nothing_since(&odd).await?.status(), 404);
    Ok(())
}

#[test]
fn the_seed_makes_the_world_and_the_clock_stands_unless_told() -> Outcome {
    let made = |seed| -> Result<_, Box<dyn Error>> {
        let hq = FakeHq::builder()
            .invent(shape("x"))
            .seed(seed)
            .start_blocking()?;
        Ok(hq.space("x")?.with(|space| {
            let index = space.forms.of_form(Some("http://example.org/x")).unwrap();
            index.arrivals[0].document.to_json().to_string()
        }))
    };
    assert_eq!(made(1)?, made(1)?);
    assert_ne!(made(1)?, made(2)?);
    let running = FakeHq::builder().clock(Pace::Running).start_blocking()?;
    let pace = running.space("demo")?.with(|space| space.clock.pace());
    assert_eq!(pace, Pace::Running);
    Ok(())
}

#[test]
fn mistakes_are_errors_of_the_start_and_say_what_to_do() {
    let refused =
        |builder: fakehq::fake_hq::FakeHqBuilder| builder.start_blocking().unwrap_err().to_string();
    assert!(refused(FakeHq::builder().world("defualt")).contains("default, empty"));
    assert!(refused(FakeHq::builder().quirk("empty-exprot", "x")).contains("known: "));
    let twice = FakeHq::builder().invent(shape("x")).invent(shape("x"));
    assert_eq!(
        refused(twice),
        "two project spaces are called `x`; each needs a name of its own"
    );
    let text = FakeHq::builder().world_text("[[spcae]]");
    assert!(refused(text).starts_with("the world text:1: "));
}

#[tokio::test]
async fn a_port_in_use_is_an_error_with_a_remedy() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = FakeHq::builder().port(port).start().await.unwrap_err();
    assert!(matches!(error, StartError::Listen(_)));
    assert!(error.to_string().contains("choose another one"), "{error}");
}
