//! `[[space]]` of a world file becomes a project space.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;

use super::{Overrides, Problem, WorldError};
use crate::{
    faults::Fault,
    quirks::Choices,
    world::{
        custom_export::file::{CustomExportTable, build_all},
        generate::{shape::Shape, world::World as Invented},
        people::ApiKey,
        plan::Plan,
        recorded::file::AnswerTable,
        space::{ProjectSpace, SpaceSettings},
        stored_export::StoredExportTable,
    },
    world_file::registered::registered,
};

/// One project space.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SpaceTable {
    /// The software plan; `standard` without it.
    #[serde(default)]
    pub(crate) plan: Option<String>,
    /// To whom it is open at all; to its members without it.
    #[serde(default)]
    access: Option<String>,
    /// Single choices for this space alone.
    #[serde(default)]
    pub(crate) quirks: BTreeMap<String, String>,
    /// Files of stored documents, JSON or JSON lines, relative to the world file. They are stored as
    /// they are, before anything is invented.
    #[serde(default)]
    pub(crate) documents: Vec<PathBuf>,
    /// Custom exports.
    #[serde(default)]
    custom_export: Vec<CustomExportTable>,
    /// Exports of more bytes than this meet the quirk `size-cap`.
    #[serde(default)]
    size_cap: Option<u64>,
    /// What goes wrong on request.
    #[serde(default)]
    fault: Vec<Fault>,
    /// Files of custom exports that were made earlier and kept.
    #[serde(default)]
    stored_export: Vec<StoredExportTable>,
    /// Keys that stand for a password at stored exports.
    #[serde(default)]
    api_key: Vec<ApiKey>,
    /// Recorded answers, numbered as the file has them.
    #[serde(skip)]
    pub(crate) answer: Vec<(usize, AnswerTable)>,
    /// Name, people, and what to invent.
    pub(crate) invent: Shape,
}

impl SpaceTable {
    /// A space that is nothing but invented.
    pub(crate) fn of(invent: Shape) -> Self {
        Self {
            plan: None,
            access: None,
            quirks: BTreeMap::new(),
            documents: Vec::new(),
            custom_export: Vec::new(),
            size_cap: None,
            stored_export: Vec::new(),
            api_key: Vec::new(),
            fault: Vec::new(),
            answer: Vec::new(),
            invent,
        }
    }

    /// The space of the table, everything but its forms left out if so wished.
    pub(crate) fn build(
        mut self,
        choices: Choices,
        file: &Path,
        overrides: &Overrides,
        without_forms: bool,
    ) -> Result<ProjectSpace, Problem> {
        if let Some(seed) = overrides.seed {
            self.invent.seed = seed;
        }
        let plan = self
            .plan
            .as_deref()
            .map_or(Ok(Plan::default()), str::parse)?;
        let mut space = ProjectSpace::new(SpaceSettings {
            name: self.invent.project_space.clone(),
            seed: self.invent.seed,
            choices,
            plan,
            start: self.invent.ending,
            pace: overrides.pace,
        });
        space.custom_exports = build_all(self.custom_export, space.seed, &space.name)?;
        if let Some(access) = &self.access {
            space.access = access.parse()?;
        }
        space.size_cap = self.size_cap.unwrap_or(space.size_cap);
        for fault in self.fault {
            space.faults.lay(fault);
        }
        let folder = file.parent().unwrap_or(Path::new(""));
        for (number, answer) in self.answer {
            space.recorded.push(answer.recorded(number, folder)?);
        }
        let invented = Invented::new(self.invent)?;
        space.people = registered(&invented);
        for key in self.api_key {
            space.people.give_key(key)?;
        }
        if without_forms {
            return Ok(space);
        }
        for documents in &self.documents {
            store_all(&mut space, &folder.join(documents))?;
        }
        for form in invented.forms() {
            space.store_generated(&form.document, form.raw)?;
        }
        for written in self.stored_export {
            space.store(written)?;
        }
        Ok(space)
    }
}

/// Stores the documents of a file: one JSON value, a list of them, or one a line.
fn store_all(space: &mut ProjectSpace, file: &Path) -> Result<(), Problem> {
    let shown = file.display().to_string();
    let text = fs::read(file).map_err(|error| {
        Problem::Other(WorldError::Unreadable {
            file: shown.clone(),
            error,
        })
    })?;
    let wrong = |problem: String| {
        Problem::Other(WorldError::Wrong {
            file: shown.clone(),
            problem,
        })
    };
    let mut number = 0;
    for value in serde_json::Deserializer::from_slice(&text).into_iter() {
        let documents = match value.map_err(|error| wrong(error.to_string()))? {
            Value::Array(documents) => documents,
            document => vec![document],
        };
        for document in documents {
            number += 1;
            space
                .store_verbatim(&document)
                .map_err(|error| wrong(format!("document {number}: {error}")))?;
        }
    }
    Ok(())
}
