//! INSERT statements: what a database writes when it is dumped as text.

use std::collections::BTreeMap;

use super::table::Table;

/// How deep expressions may stand in each other.
const DEEPEST: usize = 16;

/// How a text of statements begins, in lower case.
const BEGINNINGS: [&str; 9] = [
    "insert", "create", "begin", "pragma", "--", "/*", "set ", "drop ", "start ",
];

/// The tables of a text of statements, each by its name; nothing if it inserts no row.
pub(super) fn read(text: &str) -> Option<Vec<Table>> {
    let head: String = text.trim_start().chars().take(8).collect();
    let head = head.to_ascii_lowercase();
    if !BEGINNINGS
        .iter()
        .any(|beginning| head.starts_with(beginning))
    {
        return None;
    }
    let mut reader = Reader { rest: text };
    let mut tables: BTreeMap<String, (Vec<String>, Vec<Vec<String>>)> = BTreeMap::new();
    while let Some(word) = reader.next_statement() {
        match word.as_str() {
            "insert" | "replace" => {
                let Some((name, columns, rows)) = reader.insert() else {
                    continue;
                };
                let (named, kept) = tables.entry(name).or_default();
                if named.is_empty() {
                    *named = columns;
                }
                kept.extend(rows);
            }
            "create" => {
                if let Some((name, columns)) = reader.create() {
                    tables.entry(name).or_default().0 = columns;
                }
            }
            _ => {}
        }
        reader.finish_statement();
    }
    tables.retain(|_, (_, rows)| !rows.is_empty());
    let tables = tables
        .into_iter()
        .map(|(name, (columns, rows))| Table::with_headers(columns, rows).named(name));
    let tables: Vec<_> = tables.collect();
    (!tables.is_empty()).then_some(tables)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// The first word of the next statement, in lower case.
    fn next_statement(&mut self) -> Option<String> {
        loop {
            self.blanks();
            if let Some(word) = self.word() {
                return Some(word.to_ascii_lowercase());
            }
            let mut letters = self.rest.chars();
            letters.next()?;
            self.rest = letters.as_str();
        }
    }

    fn blanks(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let comment = if self.rest.starts_with("--") {
                "\n"
            } else if self.rest.starts_with("/*") {
                "*/"
            } else {
                return;
            };
            let end = self.rest.find(comment).map(|at| at + comment.len());
            self.rest = end.map_or("", |end| &self.rest[end..]);
        }
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.blanks();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> Option<String> {
        self.blanks();
        let is_part = |letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$';
        let end = self.rest.find(is_part).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            return None;
        }
        self.rest = rest;
        Some(word.to_owned())
    }

    /// Whether this word comes next, which is then behind.
    fn takes_word(&mut self, wanted: &str) -> bool {
        let before = self.rest;
        let is = self
            .word()
            .is_some_and(|word| word.eq_ignore_ascii_case(wanted));
        if !is {
            self.rest = before;
        }
        is
    }

    /// Text between two signs, of which a doubled one stands for itself.
    fn quoted(&mut self, close: char) -> Option<String> {
        let mut text = String::new();
        loop {
            let at = self.rest.find(close)?;
            text.push_str(&self.rest[..at]);
            self.rest = &self.rest[at + close.len_utf8()..];
            match self.rest.strip_prefix(close) {
                Some(rest) => {
                    text.push(close);
                    self.rest = rest;
                }
                None => return Some(text),
            }
        }
    }

    /// The name of a table or column, in any of the ways to quote one; of several with dots the last.
    fn name(&mut self) -> Option<String> {
        self.blanks();
        let first = self.rest.chars().next()?;
        let close = match first {
            '"' | '`' | '\'' => Some(first),
            '[' => Some(']'),
            _ => None,
        };
        let name = match close {
            Some(close) => {
                self.rest = &self.rest[1..];
                self.quoted(close)?
            }
            None => self.word()?,
        };
        if self.takes(".") {
            self.name()
        } else {
            Some(name)
        }
    }

    /// What stands behind the word INSERT: the table, the columns it names, the rows.
    fn insert(&mut self) -> Option<(String, Vec<String>, Vec<Vec<String>>)> {
        if self.takes_word("or") || self.takes_word("ignore") {
            self.takes_word("replace");
            self.takes_word("ignore");
        }
        self.takes_word("into").then_some(())?;
        let name = self.name()?;
        let mut columns = Vec::new();
        if self.takes("(") {
            columns.push(self.name()?);
            while self.takes(",") {
                columns.push(self.name()?);
            }
            self.takes(")").then_some(())?;
        }
        self.takes_word("values").then_some(())?;
        let mut rows = Vec::new();
        loop {
            self.takes("(").then_some(())?;
            rows.push(self.values(0)?);
            if !self.takes(",") {
                return Some((name, columns, rows));
            }
        }
    }

    /// Values up to the closing bracket.
    fn values(&mut self, depth: usize) -> Option<Vec<String>> {
        let mut values = Vec::new();
        if self.takes(")") {
            return Some(values);
        }
        loop {
            values.push(self.value(depth)?);
            if self.takes(")") {
                return Some(values);
            }
            self.takes(",").then_some(())?;
        }
    }

    /// One value; null is the empty text, as a cell of csv has it.
    fn value(&mut self, depth: usize) -> Option<String> {
        let mut value = self.operand(depth)?;
        while self.takes("||") {
            value.push_str(&self.operand(depth)?);
        }
        Some(value)
    }

    fn operand(&mut self, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        if self.takes("'") {
            return self.quoted('\'');
        }
        let sign = if self.takes("-") { "-" } else { "" };
        let word = self.word()?;
        let lower = word.to_ascii_lowercase();
        match lower.as_str() {
            "null" => Some(String::new()),
            // Bytes stay as they are written.
            "x" if self.rest.starts_with('\'') => {
                self.takes("'");
                Some(format!("x'{}'", self.quoted('\'')?))
            }
            "e" | "n" if self.rest.starts_with('\'') => {
                self.takes("'");
                Some(
                    self.quoted('\'')?
                        .replace("\\n", "\n")
                        .replace("\\\\", "\\"),
                )
            }
            "cast" => None,
            _ if self.takes("(") => called(&lower, &self.values(depth + 1)?),
            _ => {
                let mut number = format!("{sign}{word}");
                if let Some(rest) = self.rest.strip_prefix('.') {
                    self.rest = rest;
                    number.push('.');
                    number.push_str(&self.word().unwrap_or_default());
                }
                Some(number)
            }
        }
    }

    /// The table and the columns of a CREATE TABLE.
    fn create(&mut self) -> Option<(String, Vec<String>)> {
        self.takes_word("table").then_some(())?;
        if self.takes_word("if") {
            (self.takes_word("not") && self.takes_word("exists")).then_some(())?;
        }
        let name = self.name()?;
        self.takes("(").then_some(())?;
        let mut columns = Vec::new();
        loop {
            columns.push(self.name()?);
            let mut depth = 0;
            loop {
                self.blanks();
                let mut letters = self.rest.chars();
                let letter = letters.next()?;
                match letter {
                    '\'' | '"' => {
                        self.rest = letters.as_str();
                        self.quoted(letter)?;
                        continue;
                    }
                    '(' => depth += 1,
                    ')' if depth == 0 => return Some((name, columns)),
                    ')' => depth -= 1,
                    ',' if depth == 0 => break,
                    _ => {}
                }
                self.rest = letters.as_str();
            }
            self.takes(",");
        }
    }

    fn finish_statement(&mut self) {
        while let Some(at) = self.rest.find([';', '\'']) {
            let is_end = self.rest.as_bytes()[at] == b';';
            self.rest = &self.rest[at + 1..];
            if is_end || self.quoted('\'').is_none() {
                return;
            }
        }
        self.rest = "";
    }
}

/// The functions by which databases write signs that would stand in their way.
fn called(name: &str, values: &[String]) -> Option<String> {
    match (name, values) {
        ("replace", [text, from, to]) if !from.is_empty() => Some(text.replace(from, to)),
        ("char" | "chr", codes) => codes
            .iter()
            .map(|code| char::from_u32(code.parse().ok()?))
            .collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<String> {
        let tables = read(text).unwrap_or_default();
        let rows = tables.iter().flat_map(|table| {
            table.records.iter().map(|record| {
                let values: Vec<_> = record.values().collect();
                format!(
                    "{}: {}",
                    table.name.as_deref().unwrap_or_default(),
                    values.join("|")
                )
            })
        });
        rows.collect()
    }

    #[test]
    fn the_rows_of_a_dump_are_read() {
        let text = "BEGIN TRANSACTION;\n-- it's a comment\nCREATE TABLE \"form\" (id INTEGER PRIMARY KEY, \"form|name\" \
                    TEXT DEFAULT ('a,b'), note);\nINSERT INTO \"form\" VALUES(1,'W''one; x',NULL);\n\
                    insert or replace into form (id, note) values (-2.5, 'a\nb'), (3, replace('a\\nb','\\n',char(10)));\n\
                    INSERT INTO main.raw VALUES(X'1f8b');\nCOMMIT;\n";
        assert_eq!(
            rows(text),
            [
                "form: 1|W'one; x|",
                "form: -2.5|a\nb",
                "form: 3|a\nb",
                "raw: x'1f8b'"
            ]
        );
        assert_eq!(read(text).unwrap()[0].columns, ["id", "form|name", "note"]);
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "insert coin",
            "a,b\n1,2\n",
            "CREATE TABLE x (a);",
            "INSERT INTO x VALUES (1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(values in proptest::collection::vec("[a-z'\";\\n,()é-]{0,8}", 1..6)) {
            let written: Vec<_> = values.iter().map(|value| format!("'{}'", value.replace('\'', "''"))).collect();
            let text = format!("INSERT INTO t VALUES ({});\n", written.join(","));
            prop_assert_eq!(rows(&text), [format!("t: {}", values.join("|"))]);
        }

        #[test]
        fn no_text_panics(text in "(insert into|create table|values|x|e|[a('\",;)|.\\-/*\\n é])*") {
            let _ = read(&format!("INSERT {text}"));
            let _ = read(&format!("CREATE {text}"));
        }
    }
}
