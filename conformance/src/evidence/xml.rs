//! XML: elements that repeat under the root are records, what remains of a document is one more.
//!
//! A submission is one record, with its repeats as records beside it; a list of forms is a table.

use std::collections::HashMap;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::table::Table;

/// How deep elements may stand in each other.
const DEEPEST: usize = 256;

type Pairs = Vec<(String, String)>;

/// Reads a well-formed document; nothing if the text is none, or too deep.
pub(super) fn read(text: &str) -> Option<Table> {
    let mut document = Document::default();
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => document.open(&start)?,
            Event::Empty(start) => {
                document.open(&start)?;
                document.close();
            }
            Event::End(_) => document.close(),
            Event::Text(text) => document.text.push_str(&text.xml10_content()),
            Event::CData(text) => document.text.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref().ok()? {
                Some(letter) => document.text.push(letter),
                None => document.text.push_str(entity(&name)),
            },
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
    // Elements left open, or none at all.
    if !document.path.is_empty() || !document.has_root {
        return None;
    }
    Some(Table::from_named(document.records()))
}

/// The five names every document may use; another stays as written.
fn entity(name: &str) -> &str {
    quick_xml::escape::resolve_predefined_entity(name).unwrap_or(name)
}

#[derive(Default)]
struct Document {
    has_root: bool,
    /// The open elements, the root first.
    path: Vec<String>,
    /// The text since the last tag.
    text: String,
    /// Attributes and text of the root itself.
    root: Pairs,
    /// The elements under the root.
    children: Vec<(String, Pairs)>,
}

impl Document {
    fn open(&mut self, start: &BytesStart<'_>) -> Option<()> {
        self.flush();
        if self.path.len() >= DEEPEST || (self.path.is_empty() && self.has_root) {
            return None;
        }
        self.has_root = true;
        let name = start.local_name().as_ref().to_owned();
        if self.path.len() == 1 {
            self.children.push((name.clone(), Pairs::new()));
        }
        self.path.push(name);
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.ok()?;
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
            self.push(Some(attribute.key.as_ref()), value);
        }
        Some(())
    }

    fn close(&mut self) {
        self.flush();
        self.path.pop();
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() && !self.path.is_empty() {
            self.push(None, text);
        }
    }

    /// Notes a value of the innermost open element.
    fn push(&mut self, attribute: Option<&str>, value: String) {
        // Relative to the record: below a child of the root.
        let mut name = self.path.get(2..).unwrap_or_default().join("/");
        if let Some(attribute) = attribute {
            if !name.is_empty() {
                name.push('/');
            }
            name.push('@');
            name.push_str(attribute);
        }
        let pairs = match self.children.last_mut() {
            Some((_, pairs)) if self.path.len() > 1 => pairs,
            _ => &mut self.root,
        };
        pairs.push((name, value));
    }

    fn records(self) -> Vec<Pairs> {
        let mut times: HashMap<&str, usize> = HashMap::new();
        for (name, _) in &self.children {
            *times.entry(name).or_default() += 1;
        }
        let repeats: Vec<bool> = self
            .children
            .iter()
            .map(|(name, _)| times.get(name.as_str()).is_some_and(|times| *times > 1))
            .collect();
        let mut once = self.root;
        let mut records = Vec::new();
        for ((child, pairs), repeats) in self.children.into_iter().zip(repeats) {
            if repeats {
                records.push(pairs);
            } else {
                once.extend(pairs.into_iter().map(|(name, value)| {
                    let name = match name.as_str() {
                        "" => child.clone(),
                        name => format!("{child}/{name}"),
                    };
                    (name, value)
                }));
            }
        }
        if !once.is_empty() || records.is_empty() {
            records.insert(0, once);
        }
        records
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn view(text: &str) -> Vec<Vec<(String, String)>> {
        let table = read(text).expect("XML");
        let columns = &table.columns;
        table
            .records
            .iter()
            .map(|record| {
                let cells = record.cells.iter();
                cells
                    .map(|cell| (columns[cell.column].clone(), cell.value.clone()))
                    .collect()
            })
            .collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn a_submission_is_one_record_and_its_repeats_are_records() {
        let text = "<?xml version='1.0'?>\n<data xmlns=\"http://x\" version='3'>\
                    <name>A &amp; B&#33;</name><visit><village>V<![CDATA[<1>]]></village></visit>\
                    <child id='1'><age>3</age></child><child><age>4</age></child></data>";
        assert_eq!(
            view(text),
            [
                pairs(&[
                    ("@xmlns", "http://x"),
                    ("@version", "3"),
                    ("name", "A & B!"),
                    ("visit/village", "V<1>")
                ]),
                pairs(&[("@id", "1"), ("age", "3")]),
                pairs(&[("age", "4")]),
            ]
        );
    }

    #[test]
    fn a_value_that_repeats_in_a_record_has_a_number() {
        let text = "<a><r><x>1</x><x>2</x></r><r><x>3</x></r></a>";
        assert_eq!(
            view(text),
            [pairs(&[("x", "1"), ("x[2]", "2")]), pairs(&[("x", "3")])]
        );
    }

    #[test]
    fn what_is_not_well_formed_is_no_xml() {
        for text in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "</a>",
            "<a>&#xZZ;</a>",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"<a>".repeat(10_000)), None);
        assert_eq!(view("<a/>"), [pairs(&[])]);
    }

    proptest! {
        #[test]
        fn every_text_is_found_again(values in proptest::collection::vec("[a-z<>&'\" ]{0,6}[a-z]", 1..20), repeat: bool) {
            let mut text = String::from("<data>");
            for (number, value) in values.iter().enumerate() {
                let name = if repeat { "r".to_owned() } else { format!("q{number}") };
                let value = quick_xml::escape::escape(value.as_str());
                text.push_str(&format!("<{name}><v>{value}</v></{name}>"));
            }
            text.push_str("</data>");
            let found: Vec<String> = view(&text).concat().into_iter().map(|(_, value)| value).collect();
            let expected: Vec<String> = values.to_vec();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn no_text_panics(text in "[<>/a-c=\"'&;#!\\[\\]?\\- \\n]*") {
            let _ = read(&text);
        }
    }
}
