//! Several files become one world file and the documents next to it.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};

use jiff::Timestamp;
use serde_json::Value;

use super::{
    read::{self, Contents, Problem},
    rebuild::rebuild,
    submissions,
    unknown::Unknown,
};
use crate::{
    document::Document,
    file_format::Format,
    world::{generate::shape::Shape, space::is_space_name, xml::moment},
};

/// The form of documents that do not say theirs.
const NO_XMLNS: &str = "http://example.org/from-export";

/// When the first submission of a raw export arrives: 2014-01-01T00:00:00Z.
const FIRST: Timestamp = Timestamp::constant(1_388_534_400, 0);

/// A downloaded file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name, for errors and for the world file's comment.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What the person knows and the files may not say.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What joins headers; guessed if not given.
    pub separator: Option<String>,
    /// The form, where no column says it.
    pub xmlns: Option<String>,
}

/// A file that makes no world.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{file}: {problem}")]
pub struct SourceError {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// A world made of files.
#[derive(Clone, Debug)]
pub struct RebuiltWorld {
    /// One JSON document a line.
    pub documents: String,
    /// How many.
    pub count: usize,
    /// What the files do not say, each with the file's name where there are several.
    pub unknowns: Vec<String>,
    /// The project space, as the documents name it.
    pub space: String,
    ending: Timestamp,
    sources: Vec<String>,
}

/// Makes one world of files, given in the order they were downloaded: increments after the full
/// export.
///
/// # Errors
/// When a file is no export, or one that no world can be made of.
pub fn rebuilt_world(sources: &[Source], known: &Known) -> Result<RebuiltWorld, SourceError> {
    let mut gathered = Gathered::default();
    for (number, source) in sources.iter().enumerate() {
        let unknowns = gathered
            .add(&source.bytes, number, known)
            .map_err(|problem| SourceError {
                file: source.name.clone(),
                problem,
            })?;
        for unknown in unknowns {
            let unknown = match sources {
                [_] => unknown.to_string(),
                _ => format!("{}: {unknown}", source.name),
            };
            if !gathered.unknowns.contains(&unknown) {
                gathered.unknowns.push(unknown);
            }
        }
    }
    if gathered.repeated > 0 {
        let repeated = Unknown::Repeated(gathered.repeated).to_string();
        gathered.unknowns.push(repeated);
    }
    if sources.len() > 1 {
        gathered.unknowns.push(Unknown::Tokens.to_string());
    }
    Ok(gathered.world(sources))
}

#[derive(Default)]
struct Gathered {
    /// Documents that keep columns; they come first.
    keepers: Vec<Value>,
    /// None where a later file has a newer version.
    documents: Vec<Option<Value>>,
    /// Place of a document by its id, and whether tables said it.
    places: HashMap<String, (usize, bool)>,
    repeated: usize,
    unknowns: Vec<String>,
}

impl Gathered {
    fn add(&mut self, bytes: &[u8], number: usize, known: &Known) -> Result<Vec<Unknown>, Problem> {
        match read::read(bytes)? {
            Contents::Submissions(submissions) => {
                let domain = Shape::default().project_space;
                let documents = submissions::documents(&submissions, &domain, FIRST)?;
                self.store(documents, false)?;
                Ok(vec![Unknown::Envelope])
            }
            Contents::Tables { format, tables } => {
                let xmlns = known.xmlns.as_deref().unwrap_or(NO_XMLNS);
                let told = format == Format::Json;
                let mut rebuilt = rebuild(&tables, told, known.separator.as_deref(), xmlns)?;
                let mut unknowns = rebuilt.unknowns;
                if rebuilt.separator != "|" {
                    unknowns.push(Unknown::Separator(rebuilt.separator));
                }
                file_under_a_form(&mut rebuilt.documents, xmlns, &mut unknowns);
                look_at(&rebuilt.documents, &mut unknowns);
                if !told {
                    unknowns.push(Unknown::Nulls(format));
                }
                unknowns.push(Unknown::Kinds);
                self.keepers.extend(rebuilt.columns.map(|mut keeper| {
                    if let Some(id) = keeper.get_mut("_id") {
                        *id = format!("columns-of-file-{}", number + 1).into();
                    }
                    keeper
                }));
                self.store(rebuilt.documents, true)?;
                Ok(unknowns)
            }
        }
    }

    /// Takes documents; one that came before is replaced, but tables say more than XML.
    fn store(&mut self, documents: Vec<Value>, of_tables: bool) -> Result<(), Problem> {
        let mut of_this_file = HashSet::new();
        for (number, document) in documents.into_iter().enumerate() {
            Document::from_json(&document)
                .map_err(|error| Problem::damaged(format!("submission {}", number + 1), error))?;
            let id = document["_id"].as_str().unwrap_or_default().to_owned();
            let place = self.documents.len();
            // An id twice in one file stands for two rows.
            if !id.is_empty() && of_this_file.insert(id.clone()) {
                if let Some((before, by_tables)) = self.places.get(&id).copied() {
                    self.repeated += 1;
                    if by_tables && !of_tables {
                        continue;
                    }
                    self.documents[before] = None;
                }
                self.places.insert(id, (place, of_tables));
            }
            self.documents.push(Some(document));
        }
        Ok(())
    }

    fn world(self, sources: &[Source]) -> RebuiltWorld {
        let documents: Vec<Value> = self.documents.into_iter().flatten().collect();
        let text = |document: &Value, key: &str| document[key].as_str().map(str::to_owned);
        let space = documents
            .iter()
            .find_map(|document| text(document, "domain"));
        let space = space
            .filter(|space| is_space_name(space))
            .unwrap_or_else(|| Shape::default().project_space);
        let ending = documents
            .iter()
            .filter_map(|document| moment::parse(document["received_on"].as_str()?))
            .max()
            .unwrap_or(Shape::default().ending);
        let mut lines = String::new();
        for document in self.keepers.iter().chain(&documents) {
            // Writing into a String cannot fail.
            let _ = writeln!(lines, "{document}");
        }
        RebuiltWorld {
            documents: lines,
            count: documents.len(),
            unknowns: self.unknowns,
            space,
            ending,
            sources: sources.iter().map(|source| source.name.clone()).collect(),
        }
    }
}

/// Without an xmlns a document belongs to no export.
fn file_under_a_form(documents: &mut [Value], xmlns: &str, unknowns: &mut Vec<Unknown>) {
    let has_form = |document: &Value| {
        [document.get("xmlns"), document.pointer("/form/@xmlns")]
            .into_iter()
            .flatten()
            .any(|xmlns| xmlns.as_str().is_some_and(|xmlns| !xmlns.is_empty()))
    };
    let strays = documents
        .iter()
        .filter(|document| !has_form(document))
        .count();
    if strays == documents.len() {
        for document in documents {
            document["xmlns"] = xmlns.into();
        }
        unknowns.push(Unknown::Xmlns(xmlns.to_owned()));
    } else if strays > 0 {
        unknowns.push(Unknown::Strays(strays));
    }
}

/// What an export of these documents will do otherwise than the file did.
fn look_at(documents: &[Value], unknowns: &mut Vec<Unknown>) {
    let odd = documents
        .iter()
        .filter(|document| document["doc_type"] != "XFormInstance")
        .count();
    if odd > 0 {
        unknowns.push(Unknown::Errors(odd));
    }
    let key = |document: &Value| {
        ["received_on", "_id"].map(|key| document[key].as_str().unwrap_or_default().to_owned())
    };
    if !documents.is_sorted_by_key(key) {
        unknowns.push(Unknown::Order);
    }
}

impl RebuiltWorld {
    /// The text of the world file, with the documents in a file of this name beside it.
    #[must_use]
    pub fn world_file(&self, documents: &str) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut text = format!(
            "# Made by `fakehq from-export` of {}: {} submissions.\n",
            in_one_line(&self.sources.join(", ")),
            self.count
        );
        if !self.unknowns.is_empty() {
            text.push_str("#\n# What could not be known:\n");
            for unknown in &self.unknowns {
                let _ = writeln!(text, "# - {}", in_one_line(unknown));
            }
        }
        let _ = write!(
            text,
            "\n# The users of the file are not known here: nobody is filtered out.\n\
             quirks = {{ user-filter = \"everyone\" }}\n\n\
             [[space]]\n\
             documents = [{}]\n\n\
             [space.invent]\n\
             project_space = {}\n\
             ending = \"{}\"\n\n\
             [space.invent.people]\n\
             mobile_workers = 1\n\
             web_users = [{{ username = \"user@example.org\", password = \"password\" }}]\n",
            quoted(documents),
            quoted(&self.space),
            moment::seconds(self.ending),
        );
        text
    }
}

/// A comment ends at the line's end.
fn in_one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
