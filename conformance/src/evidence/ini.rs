//! INI files: sections of named values. Each section is a record.

use super::table::Table;

/// The name under which the name of a section is kept.
const SECTION: &str = "(section)";

/// Reads a file that begins with a section and holds nothing but names, values, comments and lines
/// that go on; nothing if the text is none.
pub(super) fn read(text: &str) -> Option<Table> {
    let mut sections: Vec<Vec<(String, String)>> = Vec::new();
    let mut values = 0;
    // Line ends that are part of a value stay as they are.
    for line in text
        .split_inclusive('\n')
        .map(|line| line.strip_suffix('\n').unwrap_or(line))
    {
        let written = line.trim();
        if written.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = header(written).filter(|_| !line.starts_with([' ', '\t'])) {
            sections.push(vec![(SECTION.to_owned(), name.to_owned())]);
            continue;
        }
        let goes_on = line.starts_with([' ', '\t']) || written.is_empty();
        let last = sections.last_mut();
        if goes_on {
            if let Some((_, value)) = last
                .and_then(|pairs| pairs.last_mut())
                .filter(|_| values > 0)
            {
                value.push('\n');
                value.push_str(line.strip_prefix(['\t', ' ']).unwrap_or(line));
            }
            continue;
        }
        let at = line.find(['=', ':'])?;
        let (name, value) = (
            line[..at].trim(),
            line[at + 1..].trim_start_matches([' ', '\t']),
        );
        values += 1;
        last?.push((name.to_owned(), value.trim_end_matches('\r').to_owned()));
    }
    if values == 0 {
        return None;
    }
    for (_, value) in sections.iter_mut().flatten() {
        value.truncate(value.trim_end_matches('\n').len());
        // Writers double the sign that stands for another value, and put odd values in quotes as JSON has
        // them.
        if value.starts_with('"')
            && let Ok(inner) = serde_json::from_str::<String>(value)
        {
            *value = inner;
        } else {
            *value = value.replace("%%", "%");
        }
    }
    Some(Table::from_named(sections))
}

/// The name of a section, if a line begins one.
fn header(line: &str) -> Option<&str> {
    let name = line.strip_prefix('[')?.strip_suffix(']')?;
    (!name.is_empty() && !name.starts_with(['{', '[', '"'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_section_is_a_record() {
        let text = "; a comment\n[0]\nform|name = Wone\nnote = a\n\tb\nrate: 5%%\n\n\
                    [1]\nform|name = Wtwo\nnote = \"x\\ny\"\n";
        let table = read(text).unwrap();
        let rows: Vec<Vec<_>> = table
            .records
            .iter()
            .map(|record| record.values().collect())
            .collect();
        assert_eq!(
            rows,
            [vec!["0", "Wone", "a\nb", "5%"], vec!["1", "Wtwo", "x\ny"]]
        );
        assert_eq!(table.columns, [SECTION, "form|name", "note", "rate"]);
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "[1, 2",
            "[a]\n",
            "a = b\n",
            "[a]\nprose without a sign\n",
            "[{\"a\": 1}]\nx=y\n",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[\\[\\]a=:;# \\t\\r\\n%\"é]*") {
            let _ = read(&text);
        }
    }
}
