//! The smallest model of the form index of 2013 that the recorded exports need (facts B.4, D, H):
//! which documents a request sees, and which of them the schema has absorbed.

use std::sync::Arc;

use fakehq::{
    quirks::{Profile, Quirk, TextBeforeObject},
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
        schema::Schema,
    },
    world::document::Document,
};

/// Who the default user filter lets through.
const MOBILE_WORKERS: [&str; 3] = ["u1", "u2", "u3"];

/// One form's documents and the checkpoints taken of them.
pub(crate) struct Index {
    documents: Vec<Arc<Document>>,
    checkpoints: Vec<Checkpoint>,
}

/// What a token stands for.
#[derive(Clone)]
struct Checkpoint {
    at: String,
    schema: Arc<Schema>,
}

/// The parameters that matter here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) previous_export: Option<Token>,
    pub(crate) include_errors: bool,
    pub(crate) style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token(usize);

impl Index {
    pub(crate) fn new() -> Self {
        Self {
            documents: Vec::new(),
            checkpoints: Vec::new(),
        }
    }

    pub(crate) fn store(&mut self, document: Document) {
        self.documents.push(Arc::new(document));
        self.documents.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    }

    /// The tables and a new token, or nothing where the answer is a redirect.
    pub(crate) fn get(
        &mut self,
        at: &str,
        request: &Request,
    ) -> Option<(Flattened<Arc<Document>>, Token)> {
        let since = |checkpoint: &Checkpoint| self.since(&checkpoint.at);
        let candidates = match request.previous_export {
            Some(Token(number)) => since(&self.checkpoints[number]),
            None => self.documents.clone(),
        };
        if candidates.is_empty() {
            return None;
        }
        // The schema of the newest checkpoint grows by what came in its second or later: the same
        // document may be absorbed twice, which repairs a lost text.
        let newest = self.checkpoints.iter().reduce(|newest, checkpoint| {
            if checkpoint.at > newest.at {
                checkpoint
            } else {
                newest
            }
        });
        let (mut schema, unseen) = match newest {
            Some(newest) => (newest.schema.clone(), since(newest)),
            None => {
                let lost = TextBeforeObject::of(Profile::Hq2013);
                (Arc::new(Schema::new(lost)), self.documents.clone())
            }
        };
        for document in unseen {
            Schema::absorb(&mut schema, &document);
        }
        let layout = Arc::new(Layout::of(&schema, &request.style));
        self.checkpoints.push(Checkpoint {
            at: at.to_owned(),
            schema,
        });
        let rows = candidates
            .into_iter()
            .filter(|document| exported(document, request.include_errors))
            .collect();
        let token = Token(self.checkpoints.len() - 1);
        Some((Flattened::new(layout, rows), token))
    }

    /// What was received in the second of a time or later.
    fn since(&self, at: &str) -> Vec<Arc<Document>> {
        let second = at.get(..19).unwrap();
        self.documents
            .iter()
            .filter(|document| text(document, &["received_on"]) >= second)
            .cloned()
            .collect()
    }
}

fn exported(document: &Document, include_errors: bool) -> bool {
    let user = document.text_at(&["form", "meta", "userID"]);
    user.is_some_and(|user| MOBILE_WORKERS.contains(&user))
        && (include_errors || text(document, &["doc_type"]) == "XFormInstance")
}

fn sort_key(document: &Document) -> (&str, &str) {
    (text(document, &["received_on"]), text(document, &["_id"]))
}

fn text<'a>(document: &'a Document, path: &[&str]) -> &'a str {
    document.text_at(path).unwrap()
}
