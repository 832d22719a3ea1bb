//! What makes no sense is refused with its place and what to do, and nothing is written.

use crate::run::Folder;

#[test]
fn documents_that_are_none() {
    let folder = Folder::new();
    folder.write("list.json", "[[1]]");
    folder.write(
        "no-form.jsonl",
        "{\"form\":{\"@xmlns\":\"x\"}}\n{\"xmlns\":\"x\"}\n",
    );
    folder.write("no-xmlns.json", "{\"form\":{\"a\":\"1\"}}");
    folder.write(
        "no-xmlns-stored.json",
        "{\"doc_type\":\"XFormInstance\",\"form\":{\"a\":\"1\"}}",
    );
    folder.write(
        "broken.jsonl",
        "{\"form\":{\"@xmlns\":\"x\"}}\n{\"form\":\n",
    );
    folder.write("broken.xml", "<data xmlns=\"x\">\n  <a>1</b>\n</data>");
    folder.write("no-xmlns.xml", "<data><a>1</a></data>");
    folder.write("text.txt", "hello");
    folder.write("empty.json", " \n");
    folder.write(
        "wrong-type.toml",
        "[[space]]\n[space.invent]\ndays = \"many\"\n",
    );
    folder.write(
        "wrong-key.toml",
        "[[space]]\nplam = \"pro\"\n[space.invent]\n",
    );
    folder.write(
        "no-documents.toml",
        "[[space]]\ndocuments = [\"gone.jsonl\"]\n[space.invent]\n",
    );
    let before = folder.files();
    let mut said = String::new();
    for arguments in [
        ["render", "list.json"],
        ["render", "no-form.jsonl"],
        ["render", "no-xmlns.json"],
        ["render", "no-xmlns-stored.json"],
        ["render", "broken.jsonl"],
        ["render", "broken.xml"],
        ["render", "no-xmlns.xml"],
        ["render", "text.txt"],
        ["render", "empty.json"],
        ["render", "gone.json"],
        ["render", "--world=wrong-type.toml"],
        ["render", "--world=wrong-key.toml"],
        ["render", "--world=no-documents.toml"],
        ["render", "--world=gone.toml"],
        ["render", "--quirk=empty-export"],
        ["render", "--space=other"],
        ["generate", "--world=wrong-type.toml"],
        ["generate", "--world=no-documents.toml"],
    ] {
        let error = folder.refused(&[arguments[0], arguments[1], "-o", "out"]);
        said += &format!("$ fakehq {}\n{error}\n", arguments.join(" "));
    }
    assert_eq!(folder.files(), before);
    insta::assert_snapshot!(said);
}

#[test]
fn files_that_are_no_export() {
    let folder = Folder::new();
    let csv = folder.ok(&[
        "render",
        "--format",
        "csv",
        "--xmlns",
        "http://openrosa.org/formdesigner/D0C0FFEE-0002-4D3A-9F00-00000000A002",
    ]);
    folder.write("cut.zip", &csv[..csv.len() / 2]);
    folder.write("empty", "");
    folder.write("login.html", "<!DOCTYPE html><title>Log in</title>");
    folder.write("text.txt", "hello");
    folder.write(
        "nothing.zip",
        fakehq::render::raw_zip::render(Vec::<(&str, &[u8])>::new()).unwrap(),
    );
    folder.write(
        "broken-raw.zip",
        fakehq::render::raw_zip::render([
            ("one", "<data xmlns=\"x\"/>"),
            ("two", "<data>\n<a></b>"),
        ])
        .unwrap(),
    );
    folder.write(
        "cut.json",
        "{\"#\": {\"headers\": [\"id\"], \"rows\": [[\"0\"]",
    );
    folder.write("other.json", "{\"name\": \"Asha\"}");
    folder.write(
        "ragged.json",
        "{\"#\": {\"headers\": [\"id\", \"a\"], \"rows\": [[\"0\"]]}}",
    );
    folder.write(
        "no-id.json",
        "{\"#\": {\"headers\": [\"a\"], \"rows\": []}}",
    );
    folder.write(
        "bad-id.json",
        "{\"#\": {\"headers\": [\"id\", \"a\"], \"rows\": [[\"one\", \"x\"]]}}",
    );
    folder.write("cases.json", "{\"Case\": {\"headers\": [\"case_id\"], \"rows\": []}, \"User\": {\"headers\": [], \"rows\": []}}");
    folder.write("office.xls", b"\xd0\xcf\x11\xe0 and nothing more");
    let before = folder.files();
    let mut said = String::new();
    for file in before.iter().map(String::as_str).chain(["gone.zip"]) {
        let error = folder.refused(&["from-export", file]);
        said += &format!("$ fakehq from-export {file}\n{error}\n");
    }
    assert_eq!(folder.files(), before);
    insta::assert_snapshot!(said);
}
