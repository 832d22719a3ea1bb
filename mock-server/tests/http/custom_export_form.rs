//! `/a/{domain}/data/custom_export/`: a custom export made and changed in a browser.

use fakehq::{file_format::Format, quirks::Profile, world::custom_export::definition::DeIdentify};

use crate::{
    login::{cookie, encoded, hidden, session},
    support::{Answer, Fake, JANE, VIEWER, X, get, with_visits},
};

const NEW: &str = "/a/demo/data/custom_export/?xmlns=http://openrosa.org/formdesigner/X";
const LISTING: &str = "/a/demo/data/excel_export_data/";

/// The number of the line of a column in the form.
fn line(page: &Answer, path: &str) -> usize {
    let marker = format!("value=\"{path}\"");
    let mut names = page.text().split("name=\"path-").skip(1);
    let line = names.find(|rest| rest.split('>').next().unwrap().contains(&marker));
    let line = line.unwrap_or_else(|| panic!("no line of {path}: {}", page.text()));
    line.split('"').next().unwrap().parse().unwrap()
}

/// Sends a form off with the token of its page; `fields` come before what the page had filled in.
async fn send(hq: &Fake, session: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
    let page = hq.ask(&get(address).line(session)).await;
    assert_eq!(page.status, 200, "{page:?}");
    let token = hidden(&page, "csrfmiddlewaretoken");
    let mut body = format!("csrfmiddlewaretoken={token}");
    let mut given = Vec::new();
    for (name, value) in fields {
        // A path stands for its line.
        let name = match name.split_once(':') {
            Some((field, path)) => format!("{field}-{}", line(&page, path)),
            None => (*name).to_owned(),
        };
        body += &format!("&{}={}", encoded(&name), encoded(value));
        given.push(name);
    }
    for number in 0..page.text().matches("name=\"path-").count() {
        for field in ["path", "table"] {
            let name = format!("{field}-{number}");
            if !given.contains(&name) {
                body += &format!("&{name}={}", encoded(&hidden_of(&page, &name)));
            }
        }
    }
    let csrf = cookie(&page, "csrftoken");
    let ask = get(address)
        .by("POST")
        .line(format!("{session}; csrftoken={csrf}"));
    hq.ask(&ask.body(body)).await
}

/// The value of a visible field.
fn hidden_of(page: &Answer, name: &str) -> String {
    let rest = page.text().split_once(&format!("name=\"{name}\" value=\""));
    rest.unwrap().1.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn one_is_made_from_the_listing_downloaded_changed_and_deleted() {
    let hq = Fake::demo(Profile::Documented).await;
    let jane = session(&hq, JANE).await;
    let listing = hq.ask(&get(LISTING).line(&*jane)).await;
    assert!(
        listing
            .text()
            .contains(&format!("href=\"http://hq.test{NEW}\""))
    );

    let made = send(
        &hq,
        &jane,
        NEW,
        &[
            ("name", "Names & ages"),
            ("xmlns", X),
            ("format", "json"),
            ("include_errors", "yes"),
            ("take:form.name", "yes"),
            ("title:form.name", "Who"),
            ("order:form.name", "2"),
            ("take:form.meta.userID", "yes"),
            ("hide:form.meta.userID", "id"),
            ("order:form.meta.userID", "1"),
            ("take:age", "yes"),
            ("table-title:age", "Children"),
        ],
    )
    .await;
    assert_eq!(made.status, 302, "{}", made.text());
    assert_eq!(
        made.field("Location"),
        Some(&*format!("http://hq.test{LISTING}"))
    );
    let export = hq.hq.island("demo").unwrap().space().custom_exports[0].clone();
    assert_eq!(
        (export.default_format, export.include_errors),
        (Format::Json, true)
    );
    assert!(!export.safe_for_deid);
    let columns: Vec<_> = export.tables[0]
        .columns
        .iter()
        .map(|c| (&*c.path, &*c.title, c.de_identify))
        .collect();
    assert_eq!(
        columns,
        [
            ("form.meta.userID", "form.meta.userID", Some(DeIdentify::Id)),
            ("form.name", "Who", None)
        ]
    );
    assert_eq!(export.tables[1].path, "#.form.child.#");
    assert_eq!(export.tables[1].title.as_deref(), Some("Children"));

    // The listing page has it, and its address works in the browser and for others.
    let listing = hq.ask(&get(LISTING).line(&*jane)).await;
    assert!(listing.text().contains("<h2>Names &amp; ages</h2>"));
    let address = format!(
        "/a/demo/reports/export/custom/{}/download/?format=json",
        export.id
    );
    assert!(
        listing
            .text()
            .contains(&format!("href=\"http://hq.test{address}\""))
    );
    let by_session = hq.ask(&get(&address).line(&*jane)).await;
    assert_eq!(by_session.status, 200);
    assert!(by_session.text().contains("Children"));
    assert_eq!(hq.ask_as(JANE, get(&address)).await.body, by_session.body);

    let change = format!("/a/demo/data/custom_export/{}/", export.id);
    let page = hq.ask(&get(&change).line(&*jane)).await;
    assert!(page.text().contains("value=\"Who\""));
    let fields = [
        ("name", "Names"),
        ("xmlns", X),
        ("format", "csv"),
        ("take:form.name", "yes"),
    ];
    let changed = send(&hq, &jane, &change, &fields).await;
    assert_eq!(changed.status, 302, "{}", changed.text());
    let now = hq.hq.island("demo").unwrap().space().custom_exports.clone();
    assert_eq!(
        (now.len(), &*now[0].id, &*now[0].name),
        (1, &*export.id, "Names")
    );
    assert_eq!(now[0].tables[0].columns.len(), 1);

    assert_eq!(
        send(&hq, &jane, &change, &[("do", "delete")]).await.status,
        302
    );
    assert_eq!(
        hq.hq.island("demo").unwrap().space().custom_exports.len(),
        0
    );
    assert_eq!(hq.ask(&get(&change).line(&*jane)).await.status, 404);
}

#[tokio::test]
async fn one_of_cases_has_a_type_and_free_lines_take_what_is_not_there_yet() {
    let hq = Fake::demo(Profile::Documented).await;
    let jane = session(&hq, JANE).await;
    let new = "/a/demo/data/custom_export/?type=case&case_type=household";
    let made = send(
        &hq,
        &jane,
        new,
        &[
            ("name", "Cases"),
            ("type", "case"),
            ("case_type", "household"),
            ("format", "xlsx"),
            ("take-0", "yes"),
            ("path-0", "village"),
            ("table-0", "#"),
        ],
    )
    .await;
    assert_eq!(made.status, 302, "{}", made.text());
    let export = hq.hq.island("demo").unwrap().space().custom_exports[0].clone();
    assert_eq!(export.subject.word(), "case");
    assert_eq!(export.tables[0].columns[0].path, "village");
    let listing = hq.ask(&get(LISTING).line(&*jane)).await;
    assert!(
        listing
            .text()
            .contains("download/?format=csv&amp;type=case")
    );
}

#[tokio::test]
async fn what_makes_no_sense_comes_back_with_the_reason_and_what_was_filled_in() {
    let hq = Fake::demo(Profile::Documented).await;
    let jane = session(&hq, JANE).await;
    let base = [("xmlns", X), ("format", "csv")];
    for (fields, words) in [
        (
            vec![("name", ""), ("take:form.name", "yes")],
            "must not be empty",
        ),
        (vec![("name", "Kept name")], "it has no column"),
        (vec![("name", "Kept name"), ("take:", "yes")], "no path"),
        (
            vec![
                ("name", "Kept name"),
                ("take:form.name", "yes"),
                ("table:form.name", "x"),
            ],
            "no table of a repeat",
        ),
    ] {
        let fields: Vec<_> = base.iter().copied().chain(fields).collect();
        let answer = send(&hq, &jane, NEW, &fields).await;
        assert_eq!(answer.status, 400, "{fields:?}");
        assert!(answer.text().contains(words), "{}", answer.text());
        assert_eq!(
            answer.text().contains("value=\"Kept name\""),
            !fields[2].1.is_empty()
        );
    }
    let good: Vec<_> = base
        .iter()
        .copied()
        .chain([("name", "n"), ("take:form.name", "yes")])
        .collect();
    assert_eq!(send(&hq, &jane, NEW, &good).await.status, 302);
    let again = send(&hq, &jane, NEW, &good).await;
    assert!(
        again
            .text()
            .contains("there is a custom export `n` already"),
        "{}",
        again.text()
    );
}

#[tokio::test]
async fn only_people_who_see_exports_and_only_forms_of_our_own() {
    let hq = Fake::of([with_visits("demo", Profile::Documented)]).await;
    let nobody = hq.ask(&get(NEW)).await;
    assert_eq!(nobody.status, 302);
    let login = "http://hq.test/a/demo/login/?next=/a/demo/data/custom_export/%3Fxmlns%3D";
    assert!(
        nobody.field("Location").unwrap().starts_with(login),
        "{nobody:?}"
    );
    let viewer = session(&hq, VIEWER).await;
    assert_eq!(hq.ask(&get(NEW).line(viewer)).await.status, 404);
    let jane = session(&hq, JANE).await;
    let body = format!(
        "name=n&xmlns={}&format=csv&path-0=a&table-0=%23&take-0=yes",
        encoded(X)
    );
    let forged = hq.ask(&get(NEW).by("POST").line(jane).body(body)).await;
    assert_eq!(forged.status, 403);
    assert_eq!(
        hq.hq.island("demo").unwrap().space().custom_exports.len(),
        0
    );
}
