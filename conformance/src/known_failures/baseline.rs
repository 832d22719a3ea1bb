//! The list written anew from a run: what passes leaves it, what fails joins it, and what stays keeps
//! its reason and its comments.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use toml_edit::{ArrayOfTables, DocumentMut, Item, RawString, Table, TomlError, value};

use super::list::List;
use crate::{judge::verdict::Status, report::model::Entry, user_file::BadFile};

/// A list as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The text of the file.
    pub text: String,
    /// What has joined.
    pub joined: Vec<String>,
    /// What has left.
    pub left: Vec<String>,
}

/// What a new list begins with.
const HEADING: &str = "# Known failures, one entry for a check or result that fails, with the reason.\n\
                       # `hq-conformance run --expect` reads it; an entry that passes is an error there.\n";

/// The list for these results. `text` is the file as it is, empty if there is none; `path` names it
/// in errors.
///
/// # Errors
/// When the file is no list of known failures.
pub fn baseline(text: &str, path: &Path, results: &[Entry]) -> Result<Baseline, BadFile> {
    let list = List::parse(text, path)?;
    let document = text.parse();
    let mut document: DocumentMut =
        document.map_err(|error: TomlError| BadFile::invalid(path, 1, error.message()))?;
    let mut results = results.to_vec();
    let stale = list.mark(&mut results).into_iter().map(|stale| stale.check);
    let ids: Vec<_> = results.iter().map(|entry| entry.id.clone()).collect();
    let idle = list.idle(&ids).map(str::to_owned);
    let left: BTreeSet<_> = stale.chain(idle).collect();
    let joined = missing(&results);

    let has_left = |table: &Table| {
        let check = table.get("check").and_then(Item::as_str);
        check.is_some_and(|check| left.contains(check))
    };
    let mut tables = match document.remove("failure") {
        Some(Item::ArrayOfTables(tables)) => tables,
        _ => ArrayOfTables::new(),
    };
    let mut heading = match tables.get_mut(0) {
        Some(first) => take_heading(first),
        None => document.trailing().as_str().unwrap_or_default().to_owned(),
    };
    if text.trim().is_empty() {
        HEADING.clone_into(&mut heading);
    }
    if tables.is_empty() {
        document.set_trailing("");
    }
    tables.retain(|table| !has_left(table));
    for (check, found) in &joined {
        tables.push(entry(check, found));
    }
    document.insert("failure", Item::ArrayOfTables(tables));
    let entries = document.to_string();
    let entries = entries.trim_start_matches('\n');
    if heading.is_empty() && entries.is_empty() {
        HEADING.clone_into(&mut heading);
    }
    let between = if heading.is_empty() || entries.is_empty() {
        ""
    } else {
        "\n"
    };
    Ok(Baseline {
        text: format!("{}{between}{entries}", with_line_end(heading)),
        joined: joined.into_keys().collect(),
        left: left.into_iter().collect(),
    })
}

/// The comment a file begins with: of what stands before the first entry, all up to the last empty
/// line. What follows that line is a comment on the entry.
fn take_heading(first: &mut Table) -> String {
    let prefix = first.decor().prefix().and_then(RawString::as_str);
    let prefix = prefix.unwrap_or_default().to_owned();
    let Some(end) = prefix.rfind("\n\n") else {
        return String::new();
    };
    first.decor_mut().set_prefix(&prefix[end + 1..]);
    prefix[..=end].to_owned()
}

/// An entry for what failed and is not listed; its reason has to be found by a person.
fn entry(check: &str, found: &str) -> Table {
    let mut table = Table::new();
    table.insert("check", value(check));
    table.insert(
        "reason",
        value(format!("Not explained yet; found: {found}")),
    );
    table.decor_mut().set_prefix("\n");
    table
}

/// What fails and is not known, each with what was found: a check where all its results fail that
/// were judged, else the results.
fn missing(results: &[Entry]) -> BTreeMap<String, String> {
    let unknown = |entry: &&Entry| entry.known.is_none() && entry.status == Status::Fail;
    let mut missing = BTreeMap::new();
    for failed in results.iter().filter(unknown) {
        let mut alike = results.iter().filter(|entry| entry.check == failed.check);
        let all = alike.all(|entry| unknown(&entry) || entry.status == Status::Skip);
        let name = if all { &failed.check } else { &failed.id };
        let found = failed.reasons.first().cloned().unwrap_or_default();
        missing.entry(name.clone()).or_insert(found);
    }
    missing
}

fn with_line_end(text: String) -> String {
    if text.is_empty() || text.ends_with('\n') {
        text
    } else {
        text + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::check::Level;

    fn result(check: &str, format: &str, status: Status) -> Entry {
        Entry {
            id: format!("{check}@form-export.{format}"),
            check: check.to_owned(),
            operation: "form-export".to_owned(),
            format: format.to_owned(),
            level: Level::Must,
            status,
            known: None,
            rule: String::new(),
            source: String::new(),
            why: String::new(),
            reasons: vec!["a \"quoted\" reason".to_owned()],
            remarks: Vec::new(),
            seconds: 0.0,
            shown: None,
            repeat: String::new(),
        }
    }

    fn written(text: &str, results: &[Entry]) -> Baseline {
        let written = baseline(text, Path::new("list.toml"), results).unwrap();
        // What was written is a list that finds nothing to say of these results.
        let list = List::parse(&written.text, Path::new("list.toml")).unwrap();
        let mut marked = results.to_vec();
        assert_eq!(list.mark(&mut marked), [], "{}", written.text);
        let unknown = |entry: &Entry| entry.status == Status::Fail && entry.known.is_none();
        assert!(!marked.iter().any(unknown), "{}", written.text);
        // Written again, it stays as it is.
        let again = baseline(&written.text, Path::new("list.toml"), results).unwrap();
        assert_eq!(again.text, written.text);
        written
    }

    #[test]
    fn a_new_list_names_checks_or_results() {
        let results = [
            result("a/all", "csv", Status::Fail),
            result("a/all", "json", Status::Fail),
            result("a/all", "xlsx", Status::Skip),
            result("a/one", "csv", Status::Fail),
            result("a/one", "json", Status::Pass),
            result("a/warned", "csv", Status::Warn),
        ];
        let written = written("", &results);
        assert_eq!(written.joined, ["a/all", "a/one@form-export.csv"]);
        assert!(
            written.text.starts_with("# Known failures"),
            "{}",
            written.text
        );
        assert!(
            written
                .text
                .contains("Not explained yet; found: a \"quoted\"")
        );
    }

    #[test]
    fn what_stays_keeps_reason_and_comments_and_the_heading_stays_too() {
        let text = "# Of my client.\n\n# Gone soon.\n[[failure]]\ncheck = \"a/gone\"\nreason = \"x\"\n\n\
                    # Stays.\n[[failure]]\nreason = \"y\" # why\ncheck = \"a/*\"\nlink = \"https://x\"\n# End.\n";
        let results = [
            result("a/gone", "csv", Status::Pass),
            result("a/stays", "csv", Status::Fail),
            result("b/new", "csv", Status::Fail),
        ];
        let written = written(text, &results);
        assert_eq!(
            written.text,
            "# Of my client.\n\n# Stays.\n[[failure]]\nreason = \"y\" # why\ncheck = \"a/*\"\n\
             link = \"https://x\"\n\n[[failure]]\ncheck = \"b/new\"\n\
             reason = 'Not explained yet; found: a \"quoted\" reason'\n# End.\n"
        );
        assert_eq!(written.left, ["a/gone"]);
    }

    #[test]
    fn the_last_entry_goes_and_its_heading_stays() {
        let text = "# Of my client.\n\n[[failure]]\ncheck = \"a/gone\"\nreason = \"x\"\n";
        let results = [result("a/gone", "csv", Status::Pass)];
        let first = written(text, &results);
        assert_eq!(first.text, "# Of my client.\n");
        let again = written(&first.text, &[result("a/gone", "csv", Status::Fail)]);
        assert!(
            again.text.starts_with("# Of my client.\n\n[[failure]]\n"),
            "{}",
            again.text
        );
    }

    #[test]
    fn a_check_that_is_gone_leaves_and_an_empty_list_says_what_it_is() {
        let text = "[[failure]]\ncheck = \"a/removed\"\nreason = \"x\"\n";
        let written = written(text, &[result("a/other", "csv", Status::Pass)]);
        assert_eq!(
            (written.text.as_str(), written.left),
            (HEADING, vec!["a/removed".to_owned()])
        );
    }

    #[test]
    fn what_is_no_list_is_left_alone() {
        let error = baseline("[[failures]]\n", Path::new("list.toml"), &[]).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("list.toml:1: unknown key `failures`"),
            "{error}"
        );
    }
}
