//! Whatever arrives, reading it ends with a form or with a place and a remedy.

use fakehq::{
    document::Document,
    world::{
        generate::world::World,
        xml::{
            error::Reason,
            read::{MAX_BYTES, MAX_ELEMENT_DEPTH, read_form},
            write::write_form,
        },
    },
    world_file::default_world::default_world,
};
use proptest::prelude::*;
use serde_json::json;

fn refusal(xml: &[u8]) -> String {
    read_form(xml).unwrap_err().to_string()
}

#[test]
fn every_refusal_names_place_and_remedy() {
    let examples: [&[u8]; 20] = [
        b"",
        b"  \n ",
        b"name,age\r\nAsha,30",
        b"<data><a>1</b></data>",
        b"<data><a>1</a>",
        b"<data>\n  <a>1 < 2</a></data>",
        b"<data><a>you & me</a></data>",
        b"<data><a>caf&eacute;</a></data>",
        b"<data><a>&#0;</a></data>",
        b"<data><a>&#x1F;</a></data>",
        b"<data>\n\n<a>\x08</a></data>",
        b"<data><a b='1' b='2'/></data>",
        b"<data><n0:case/></data>",
        b"<data></data><data></data>",
        b"<data/>and so on",
        b"<2nd/>",
        b"<data><a>caf\xe9</a></data>",
        b"<?xml version='1.0' encoding='ISO-8859-1'?><data/>",
        b"\xff\xfe<\0d\0/\0>\0",
        b"<!DOCTYPE data><data/>",
    ];
    let refusals: Vec<String> = examples
        .iter()
        .map(|xml| {
            format!(
                "{}\n-> {}",
                String::from_utf8_lossy(xml).escape_debug(),
                refusal(xml)
            )
        })
        .collect();
    insta::assert_snapshot!(refusals.join("\n\n"));
}

#[test]
fn entity_bombs_are_refused_not_expanded() {
    let mut bomb = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a0 'ha'>".to_owned();
    for i in 1..30 {
        bomb += &format!("<!ENTITY a{i} '&a{};&a{};'>", i - 1, i - 1);
    }
    bomb += "]><l>&a29;</l>";
    assert_eq!(
        read_form(bomb.as_bytes()).unwrap_err().reason,
        Reason::Doctype
    );
    let file = b"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><d>&x;</d>";
    assert_eq!(read_form(file).unwrap_err().reason, Reason::Doctype);
    let unknown = read_form(b"<d>&x;</d>").unwrap_err();
    assert_eq!(unknown.reason, Reason::UnknownEntity("x".to_owned()));
}

fn nested(depth: usize) -> String {
    // Two at each level, so that the stored document nests as deep as it can.
    "<a><a/>".repeat(depth - 1) + "<a/>" + &"</a>".repeat(depth - 1)
}

#[test]
fn nesting_ends_before_a_document_does() {
    let deepest = read_form(nested(MAX_ELEMENT_DEPTH).as_bytes()).unwrap();
    assert!(Document::from_json(&json!({ "form": deepest.form })).is_ok());
    let refused = read_form(nested(MAX_ELEMENT_DEPTH + 1).as_bytes()).unwrap_err();
    assert_eq!(refused.reason, Reason::TooDeep);
    let endless = "<a>".repeat(1_000_000);
    assert_eq!(
        read_form(endless.as_bytes()).unwrap_err().reason,
        Reason::TooDeep
    );
}

#[test]
fn size_is_limited() {
    let xml = vec![b' '; MAX_BYTES + 1];
    assert_eq!(read_form(&xml).unwrap_err().reason, Reason::TooLarge);
}

/// Each of these takes hours if a list is searched for every element or attribute.
#[test]
fn many_of_anything_is_read_in_one_pass() {
    let declarations: String = (0..20_000)
        .map(|i| format!(" xmlns:p{i}='urn:{i}'"))
        .collect();
    assert!(
        read_form(format!("<d{declarations}>{}</d>", "<a/>".repeat(20_000)).as_bytes()).is_err()
    );
    let attributes: String = (0..50_000).map(|i| format!(" a{i}=''")).collect();
    let read = read_form(format!("<d{attributes}/>").as_bytes()).unwrap();
    assert_eq!(read.form.as_object().unwrap().len(), 50_001);
    let children: String = (0..50_000).map(|i| format!("<c{i}/>")).collect();
    let read = read_form(format!("<d>{children}</d>").as_bytes()).unwrap();
    assert_eq!(read.form.as_object().unwrap().len(), 50_001);
    let read = read_form(format!("<d>{}</d>", "<a/>".repeat(50_000)).as_bytes()).unwrap();
    assert_eq!(read.form["a"].as_array().unwrap().len(), 50_000);
}

/// A real form to spoil.
fn sample() -> String {
    let world = World::new(default_world().unwrap()).unwrap();
    let form = world.forms().next().unwrap();
    write_form(&form.document["form"]).unwrap()
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_form(&bytes);
    }

    #[test]
    fn arbitrary_markup_never_panics(pieces in prop::collection::vec(prop::sample::select(vec![
        "<", ">", "/", "</", "/>", "<a>", "</a>", "<a ", "b='", "'", "\"", "=", "&", ";", "&#", "&#x", "110000;",
        "amp;", "<![CDATA[", "]]>", "<!--", "-->", "<?xml ", "?>", "<!DOCTYPE ", "xmlns", "xmlns:x='u'", ":", "x:",
        " ", "\n", "\r", "é", "version='1.0'", "encoding='", "\u{feff}", "#text", "case", "<case>",
    ]), 0..30)) {
        let xml = pieces.concat();
        if let Ok(form) = read_form(xml.as_bytes()) {
            prop_assert!(form.form.is_object());
            prop_assert_eq!(write_form(&form.form).map(|xml| read_form(xml.as_bytes()).unwrap().form), Ok(form.form), "{}", xml);
        }
    }

    #[test]
    fn spoiled_forms_never_panic(at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>()) {
        let mut xml = sample().into_bytes();
        let at = at.index(xml.len());
        xml[at] = byte;
        if let Ok(form) = read_form(&xml) {
            let _ = form.case_blocks();
        }
        let cut = cut.index(xml.len());
        prop_assert!(read_form(&xml[..cut]).is_err(), "a cut form was taken for a whole one");
    }
}
