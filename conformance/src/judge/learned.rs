//! The learning run: what a client keeps of a clean download, and where.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::{
    client::manifest::StorePlaces,
    evidence::Container,
    play::{kit_world::witness, played::PlayedRun},
};

/// What a client keeps: learned from its first clean run, so that later runs are held against it and
/// not against what another client would keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    /// For each table the questions of which some answer was found. The main table is the empty
    /// name.
    pub kept: BTreeMap<String, BTreeSet<String>>,
    /// For each table the questions of which no answer was found.
    pub left_out: BTreeMap<String, BTreeSet<String>>,
    /// Where rows were found.
    pub places: Vec<String>,
    /// Rows of the main table that were found, of those that were sent.
    pub rows: (usize, usize),
    /// The tokens that came with whole answers.
    pub tokens: usize,
    /// Whether such a token lies where it stays.
    pub keeps_token: bool,
    /// What may be the store, as a manifest names it: what holds rows of the main table in `{state}`.
    pub store: Vec<String>,
    /// Why the kit may have overlooked something.
    pub unread: Option<String>,
}

impl Learned {
    /// What a clean run shows.
    #[must_use]
    pub fn of(run: &PlayedRun) -> Self {
        let mut learned = Self::default();
        for document in run.to_send() {
            learned.rows.1 += 1;
            learned.rows.0 += usize::from(run.has_kept(document));
            for row in &document.rows {
                for (question, witness) in &row.witnesses {
                    let tables = if run.found.holds(witness) {
                        &mut learned.kept
                    } else {
                        &mut learned.left_out
                    };
                    let questions = tables.entry(row.table.clone()).or_default();
                    questions.insert(question.clone());
                }
            }
        }
        // A question found once is kept; that one row lacks it is for the checks to say.
        for (table, questions) in &learned.kept {
            if let Some(left_out) = learned.left_out.get_mut(table) {
                left_out.retain(|question| !questions.contains(question));
            }
        }
        learned
            .left_out
            .retain(|_, questions| !questions.is_empty());
        learned.places = run
            .kept
            .containers
            .iter()
            .filter(|container| {
                let mut values = container.records.iter().flat_map(|record| record.values());
                values.any(|value| run.found.holds(value))
            })
            .map(|container| container.place.clone())
            .collect();
        learned.store = store(run);
        learned.tokens = run
            .whole_answers()
            .filter(|entry| {
                let export = entry.export.as_ref();
                export.is_some_and(|export| export.token_issued.is_some())
            })
            .count();
        learned.keeps_token = run.keeps_token;
        learned.unread = run.unread();
        learned
    }

    /// The questions of which no answer was found, for a sentence; a table of which nothing was found
    /// goes by its name.
    #[must_use]
    pub fn named_left_out(&self) -> String {
        let named = self.left_out.iter().flat_map(|(table, questions)| {
            if self.keeps_table(table) {
                questions.iter().cloned().collect()
            } else {
                let name = match table.as_str() {
                    "" => "the main table",
                    name => name,
                };
                vec![format!("any question of {name}")]
            }
        });
        named.collect::<Vec<_>>().join(", ")
    }

    /// Whether rows of a table are kept.
    #[must_use]
    pub fn keeps_table(&self, table: &str) -> bool {
        self.kept.contains_key(table)
    }

    /// Whether answers to a question are kept. A question the clean world does not have is taken to
    /// be kept if every other one of its table is.
    #[must_use]
    pub fn keeps_question(&self, table: &str, question: &str) -> bool {
        let kept = self.kept.get(table);
        kept.is_some_and(|kept| kept.contains(question)) || self.keeps_all_of(table)
    }

    /// Whether every question of a table is kept.
    #[must_use]
    pub fn keeps_all_of(&self, table: &str) -> bool {
        self.keeps_table(table) && !self.left_out.contains_key(table)
    }
}

/// What lies in `{state}` and holds all rows of the main table that were found. What stands in another
/// container's values goes with it, and a name with a day or a number in it is one run's alone.
fn store(run: &PlayedRun) -> Vec<String> {
    let kept: Vec<_> = run
        .to_send()
        .filter(|document| run.has_kept(document))
        .collect();
    let holds_all = |container: &&Container| {
        let mut found = BTreeSet::new();
        let values = container.records.iter().flat_map(|record| record.values());
        found.extend(values.flat_map(witness::within));
        kept.iter()
            .all(|document| document.main_row().any(|witness| found.contains(witness)))
    };
    let is_of_one_run = |place: &str| {
        let digits = place.split(|letter: char| !letter.is_ascii_digit());
        digits.into_iter().any(|digits| digits.len() >= 4)
    };
    let in_state = run.kept.containers.iter().filter(|container| {
        let place = container.place.as_str();
        place.starts_with("state/") && !place.contains('!') && !is_of_one_run(place)
    });
    if kept.is_empty() {
        return Vec::new();
    }
    let stores = in_state.filter(holds_all);
    stores
        .filter_map(|container| StorePlaces::naming(&container.place))
        .collect()
}

impl fmt::Display for Learned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (found, sent) = self.rows;
        write!(f, "{found} of {sent} rows of the main table were found")?;
        if let Some(unread) = &self.unread {
            write!(f, " ({unread})")?;
        }
        if let Some(first) = self.places.first() {
            write!(f, " in {first}")?;
            if self.places.len() > 1 {
                write!(f, " and {} more places", self.places.len() - 1)?;
            }
        }
        if !self.kept.is_empty() {
            let questions: Vec<_> = self.kept.values().flatten().map(String::as_str).collect();
            write!(f, "; it keeps {}", questions.join(", "))?;
        }
        if !self.left_out.is_empty() {
            write!(f, "; it leaves out {}", self.named_left_out())?;
        }
        if !self.store.is_empty() {
            write!(f, "; its store may be named with store = {:?}", self.store)?;
        }
        match self.tokens {
            0 => f.write_str("; no token came with the data"),
            _ => f.write_str("; a token came with the data"),
        }
    }
}
