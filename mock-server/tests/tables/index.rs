//! A project space as the recorded exports found it: profile `hq-2013`, and three mobile workers
//! whose forms pass the default user filter (facts B.4, D, H).

use std::sync::Arc;

use fakehq::{
    document::Document,
    quirks::{Choices, Profile},
    selection::form::{Ask, Outcome, Tag},
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
    },
    world::{
        clock::Pace,
        form::StoredForm,
        people::MobileWorker,
        plan::Plan,
        space::{ProjectSpace, SpaceSettings},
    },
};

/// The recordings' submitters.
const MOBILE_WORKERS: [&str; 3] = ["u1", "u2", "u3"];

/// One form's documents and the checkpoints taken of them.
pub(crate) struct Index {
    space: ProjectSpace,
    xmlns: String,
}

/// The parameters that matter here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) previous_export: Option<Token>,
    pub(crate) include_errors: bool,
    pub(crate) style: Style,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token(String);

impl Index {
    pub(crate) fn new(xmlns: &str) -> Self {
        let mut space = ProjectSpace::new(SpaceSettings {
            name: "demo".to_owned(),
            seed: 0,
            choices: Choices::of(Profile::Hq2013),
            plan: Plan::Standard,
            start: jiff::Timestamp::UNIX_EPOCH,
            pace: Pace::Frozen,
        });
        space.people.mobile_workers = MOBILE_WORKERS.map(worker).to_vec();
        Self {
            space,
            xmlns: xmlns.to_owned(),
        }
    }

    pub(crate) fn store_at(&mut self, at: &str, document: &Document) {
        self.space.clock.set(at.parse().unwrap());
        self.store(document);
    }

    pub(crate) fn store(&mut self, document: &Document) {
        self.space.store_verbatim(&document.to_json()).unwrap();
    }

    /// The tables and a new token, or nothing where the answer is a redirect.
    pub(crate) fn get(
        &mut self,
        at: &str,
        request: &Request,
    ) -> Option<(Flattened<Arc<StoredForm>>, Token)> {
        self.space.clock.set(at.parse().unwrap());
        let ask = Ask {
            tag: Tag::Form(self.xmlns.clone()),
            previous_export: request.previous_export.clone().map(|token| token.0),
            include_errors: request.include_errors,
            user_types: Vec::new(),
        };
        match self.space.export_forms(&ask) {
            Outcome::NothingNew => None,
            Outcome::Data(data) => {
                let layout = Arc::new(Layout::of(&data.schema, &request.style));
                Some((Flattened::new(layout, data.forms), Token(data.token)))
            }
            refused => panic!("{refused:?}"),
        }
    }
}

fn worker(id: &str) -> MobileWorker {
    MobileWorker {
        id: id.to_owned(),
        username: format!("{id}@demo.commcarehq.org"),
        password: String::new(),
        full_name: String::new(),
        active: true,
        groups: Vec::new(),
        user_data: Vec::new(),
    }
}
