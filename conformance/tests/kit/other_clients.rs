//! Clients of another kind: with a form built in, without HTTP, that cannot do what they are asked.

use std::path::Path;

use hq_conformance::{client::manifest::Client, judge::verdict::Status};

use crate::support::{examined_by, lacks, of, with};

fn client(manifest: &str) -> Client {
    Client::parse(manifest, Path::new("client.toml")).expect("a right manifest")
}

#[tokio::test]
async fn a_form_built_in_is_the_form_of_every_world() {
    if lacks("built-in form", &["curl"]) {
        return;
    }
    let client = client(
        r#"
        name = "one form"
        [form]
        xmlns = "http://example.org/registration"
        questions = ["mother/age", "child[]/weight"]
        [operation.form-export]
        command = ["sh", "-c", '''
            curl -sf --digest -u "$HQ_USERNAME:$HQ_PASSWORD" -o "$HQ_OUT/data.zip" \
            "$HQ_BASE_URL/a/$HQ_DOMAIN/reports/export/?format=csv&export_tag=%22http://example.org/registration%22"
            ''']
        formats = ["csv"]
        token = "none"
        columns = "all"
        "#,
    );
    let examined = examined_by(&client, &["contract/*", "tag/*"], 4).await;
    let statuses = of(&examined);
    assert!(with(Status::Fail, &statuses).is_empty(), "{statuses:?}");
    let passed = with(Status::Pass, &statuses);
    assert!(passed.contains(&"contract/complete"), "{statuses:?}");
    let skipped = with(Status::Skip, &statuses);
    for check in ["contract/stays-inside", "tag/encoded"] {
        assert!(skipped.contains(&check), "{statuses:?}");
    }
    let kept = &examined.contacts[0].learned.kept;
    assert!(kept[""].contains("mother/age"), "{kept:?}");
    assert!(kept["child[]"].contains("child[]/weight"), "{kept:?}");
}

#[tokio::test]
async fn a_program_that_reads_a_file_needs_no_server() {
    let client = client(
        r#"
        name = "reader"
        [operation.read-file]
        command = ["sh", "-c", 'cp "$1" "$2/"', "reader", "{file}", "{out}"]
        formats = ["csv", "json"]
        "#,
    );
    let statuses = of(&examined_by(&client, &["contract/*"], 2).await);
    for format in ["csv", "json"] {
        let result = format!("contract/complete@read-file.{format}");
        assert_eq!(statuses[&result], Status::Pass, "{statuses:?}");
    }
    assert!(with(Status::Fail, &statuses).is_empty(), "{statuses:?}");
}

#[tokio::test]
async fn what_a_manifest_declares_must_be_possible() {
    let refuses = |formats: &str| {
        client(&format!(
            "name = \"refuses\"\n[operation.form-export]\ncommand = [\"sh\", \"-c\", \"exit 77\"]\n{formats}"
        ))
    };
    for (formats, wanted) in [("", Status::Skip), ("formats = [\"csv\"]", Status::Fail)] {
        let examined = examined_by(&refuses(formats), &["contract/*"], 2).await;
        let found = of(&examined)["contract/asks-export@form-export.csv"];
        assert_eq!(found, wanted, "{formats}");
    }
}
