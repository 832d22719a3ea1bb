//! What a download is made of: body, fields and their order.

use std::sync::Arc;

use fakehq::{
    file_format::Format,
    quirks::Profile,
    render::by_format,
    selection::form::{Ask, FormExport, Outcome, Tag},
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
    },
    world::space::ProjectSpace,
};

use crate::support::{EXPORT, Fake, JANE, get, with_visits};

/// What a space of the same making exports without any network.
fn cut(space: &mut ProjectSpace) -> FormExport {
    let ask = Ask {
        tag: Tag::Form(crate::support::X.to_owned()),
        previous_export: None,
        include_errors: false,
        user_types: Vec::new(),
    };
    match space.export_forms(&ask) {
        Outcome::Data(data) => data,
        other => panic!("{other:?}"),
    }
}

fn rendered(data: FormExport, style: &Style, format: Format) -> Vec<u8> {
    let tables = Flattened::new(Arc::new(Layout::of(&data.schema, style)), data.forms);
    by_format::render(&tables, format, &Default::default()).unwrap()
}

#[tokio::test]
async fn csv_is_the_rendered_tables_with_token_and_file_name() {
    let hq = Fake::demo(Profile::Documented).await;
    let answer = hq.export("&format=csv").await;
    let data = cut(&mut with_visits("demo", Profile::Documented));
    let token = data.token.clone();
    let body = rendered(data, &Style::default(), Format::Csv);
    assert_eq!(
        answer.head,
        format!(
            "HTTP/1.1 200 OK\r\n\
             Content-Type: application/zip\r\n\
             Content-Disposition: attachment; filename=\"http://openrosa.org/formdesigner/X.zip\"\r\n\
             X-CommCareHQ-Export-Token: {token}\r\n\
             Vary: Accept-Language, Cookie\r\n\
             Content-Language: en\r\n\
             HTTP_X_OPENROSA_VERSION: 1.0\r\n\
             Content-Length: {}\r\n\
             Connection: close\r\n\r\n",
            body.len()
        )
    );
    assert_eq!(answer.body, body);
    assert!(body.starts_with(b"PK"));
}

#[tokio::test]
async fn json_is_the_rendered_tables_without_a_file_name() {
    let hq = Fake::demo(Profile::Documented).await;
    let answer = hq.export("&format=json").await;
    let data = cut(&mut with_visits("demo", Profile::Documented));
    assert_eq!(answer.token(), Some(&*data.token));
    assert_eq!(answer.body, rendered(data, &Style::default(), Format::Json));
    assert_eq!(answer.column("form|name"), ["Ravi", "Mina"]);
    assert_eq!(answer.field("Content-Type"), Some("application/json"));
    assert_eq!(answer.field("Content-Disposition"), None);
}

#[tokio::test]
async fn every_table_format_has_its_type_and_file_name() {
    let hq = Fake::demo(Profile::Documented).await;
    for (format, content_type, extension) in [
        ("", "application/vnd.ms-excel", Some("xlsx")),
        ("&format=xlsx", "application/vnd.ms-excel", Some("xlsx")),
        ("&format=xls", "application/vnd.ms-excel", Some("xls")),
        ("&format=html", "text/html", None),
    ] {
        let answer = hq.export(format).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.field("Content-Type"), Some(content_type), "{format}");
        let name = extension.map(|extension| {
            format!("attachment; filename=\"http://openrosa.org/formdesigner/X.{extension}\"")
        });
        assert_eq!(answer.field("Content-Disposition"), name.as_deref());
        assert!(answer.token().is_some());
    }
}

#[tokio::test]
async fn headers_are_cut_to_the_size_asked_for() {
    let hq = Fake::demo(Profile::Documented).await;
    for (size, style) in [
        ("12", 12),
        ("-3", -3),
        ("0", 2000),
        ("99999999999999999999", 2000),
    ] {
        let answer = hq
            .export(&format!("&format=json&max_column_size={size}"))
            .await;
        let data = cut(&mut with_visits("demo", Profile::Documented));
        let style = Style {
            max_column_size: style,
            ..Style::default()
        };
        assert_eq!(answer.body, rendered(data, &style, Format::Json), "{size}");
    }
    let tiny = hq
        .export("&format=json&max_column_size=-99999999999999999999")
        .await;
    assert_eq!(tiny.status, 200);
}

#[tokio::test]
async fn the_same_requests_get_the_same_bytes_in_every_run() {
    let run = || async {
        let hq = Fake::demo(Profile::Documented).await;
        let mut heads = Vec::new();
        for format in ["csv", "json", "xls", "html"] {
            let ask = get(format!("{EXPORT}&format={format}"));
            let challenge = hq.ask(&ask).await;
            let answer = hq.ask(&ask.answering(&challenge, JANE)).await;
            heads.push((challenge.head, answer.head, answer.body));
        }
        heads
    };
    assert_eq!(run().await, run().await);
}

#[tokio::test]
async fn the_last_of_repeated_parameters_counts() {
    let hq = Fake::demo(Profile::Documented).await;
    let answer = hq.export("&format=csv&format=json").await;
    assert_eq!(answer.field("Content-Type"), Some("application/json"));
}

#[tokio::test]
async fn every_answer_of_2015_forbids_caching() {
    let hq = Fake::demo(Profile::Hq2015).await;
    let challenge = hq.ask(&get(EXPORT)).await;
    assert_eq!(
        challenge.names(),
        [
            "Content-Type",
            "WWW-Authenticate",
            "Vary",
            "Content-Language",
            "HTTP_X_OPENROSA_VERSION",
            "Cache-Control",
            "Pragma",
            "Expires",
            "Content-Length",
            "Connection",
        ]
    );
    let answer = hq.export("&format=json").await;
    assert_eq!(answer.field("Expires"), Some("-1"));
    for profile in [Profile::Documented, Profile::Hq2013] {
        let answer = Fake::demo(profile).await.export("&format=json").await;
        assert_eq!(answer.field("HTTP_X_OPENROSA_VERSION"), Some("1.0"));
        assert_eq!(answer.field("Cache-Control"), None);
    }
}
