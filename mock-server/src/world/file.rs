//! A world file becomes project spaces: TOML, typed, unknown keys refused.
//!
//! ```
//! use fakehq::world::file::{Overrides, World};
//!
//! let world = World::parse(
//!     r#"
//!     profile = "hq-2013"
//!     quirks = { empty-export = "not-found" }
//!
//!     [[space]]
//!     plan = "pro"
//!
//!     [space.invent]
//!     project_space = "demo"
//!     people = { web_users = [{ username = "jane@example.org", password = "secret" }] }
//!
//!     [[space.invent.form]]
//!     name = "Visit"
//!     xmlns = "http://example.org/visit"
//!     count = 3
//!     questions = [{ name = "village", kind = "village" }]
//!     "#,
//!     "visits.toml",
//!     &Overrides::default(),
//! )?;
//! assert_eq!(world.spaces[0].forms.len(), 3);
//! # Ok::<(), fakehq::world::file::WorldError>(())
//! ```

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;

use super::{
    clock::Pace,
    custom_export::file::{CustomExportTable, NoCustomExport, build_all},
    generate::{
        check::ShapeError, default_world::DEFAULT_WORLD, shape::Shape, world::World as Invented,
    },
    plan::Plan,
    recipe::Recipe,
    recorded::file::{AnswerTable, NoAnswer},
    registered::registered,
    space::{ProjectSpace, SpaceSettings},
    stored_export::{self, NoStoredExport, StoredExportTable},
    submit::SubmitError,
};
use crate::{
    faults::Fault,
    quirks::{Choices, Profile, UnknownChoice},
    toml_error,
};

/// The project spaces of a world, full of what the file says.
#[derive(Debug)]
pub struct World {
    /// The spaces.
    pub spaces: Vec<ProjectSpace>,
    /// Stands in for spaces that do not exist.
    pub strays: ProjectSpace,
}

/// A project space as a world file says it, before anything is made of it.
#[derive(Clone, Debug)]
pub struct PlannedSpace {
    /// Files of stored documents; relative to the working folder.
    pub documents: Vec<PathBuf>,
    /// Name, people, and what to invent.
    pub invent: Shape,
}

/// What is said beside the file, and goes before it.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The profile of every space.
    pub profile: Option<Profile>,
    /// Single choices, each as `ID=CHOICE`.
    pub quirks: Vec<String>,
    /// The seed of every space.
    pub seed: Option<u64>,
    /// Whether clocks run.
    pub pace: Pace,
}

/// A world that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// Neither a world that comes with fakehq nor a file.
    #[error("there is no world `{0}`: no file of that name, and the worlds that come with fakehq are {known}", known = BUILT_IN.map(|(name, _)| name).join(", "))]
    Unknown(String),
    /// Only worlds that come with fakehq can be named here.
    #[error("there is no world `{0}`; those that come with fakehq are {known}", known = BUILT_IN.map(|(name, _)| name).join(", "))]
    NotBuiltIn(String),
    /// The file cannot be read.
    #[error("{file}: {error}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        error: std::io::Error,
    },
    /// The file is no world file.
    #[error("{file}: {problem}")]
    Wrong {
        /// The file.
        file: String,
        /// What is wrong, where, and what to do.
        problem: String,
    },
}

/// The worlds that come with fakehq: name and file.
const BUILT_IN: [(&str, &str); 2] = [("default", DEFAULT_WORLD), ("empty", EMPTY_WORLD)];

/// A space with a web user and nothing else.
const EMPTY_WORLD: &str = include_str!("worlds/empty.toml");

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    /// Which server to be.
    #[serde(default)]
    profile: Option<String>,
    /// Single choices, over those of the profile.
    #[serde(default)]
    quirks: BTreeMap<String, String>,
    /// The project spaces.
    space: Vec<SpaceTable>,
    /// Recorded answers.
    #[serde(default)]
    answer: Vec<AnswerTable>,
}

/// One project space.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SpaceTable {
    /// The software plan; `standard` without it.
    #[serde(default)]
    pub(super) plan: Option<String>,
    /// Single choices for this space alone.
    #[serde(default)]
    pub(super) quirks: BTreeMap<String, String>,
    /// Files of stored documents, JSON or JSON lines, relative to the world file. They are stored as
    /// they are, before anything is invented.
    #[serde(default)]
    pub(super) documents: Vec<PathBuf>,
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
    /// Recorded answers, numbered as the file has them.
    #[serde(skip)]
    answer: Vec<(usize, AnswerTable)>,
    /// Name, people, and what to invent.
    pub(super) invent: Shape,
}

impl World {
    /// A world that comes with fakehq, or the world of a file.
    ///
    /// # Errors
    /// When there is neither, or it says something that makes no sense.
    pub fn named_or_from_file(name: &str, overrides: &Overrides) -> Result<Self, WorldError> {
        Self::parse(&text_of(name)?, name, overrides)
    }

    /// The spaces of a world as its file says them, for work that must not hold them in memory.
    ///
    /// # Errors
    /// As [`Self::named_or_from_file`], but for the documents.
    pub fn planned(name: &str, seed: Option<u64>) -> Result<Vec<PlannedSpace>, WorldError> {
        let text = text_of(name)?;
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        let spaces = File::read(&text, name)?.space.into_iter();
        Ok(spaces
            .map(|space| PlannedSpace {
                documents: space.documents.iter().map(|at| folder.join(at)).collect(),
                invent: Shape {
                    seed: seed.unwrap_or(space.invent.seed),
                    ..space.invent
                },
            })
            .collect())
    }

    /// The world of one space, invented after a shape.
    ///
    /// # Errors
    /// When the shape or an override makes no sense.
    pub fn invented(shape: Shape, overrides: &Overrides) -> Result<Self, WorldError> {
        let file = File {
            profile: None,
            quirks: BTreeMap::new(),
            answer: Vec::new(),
            space: vec![SpaceTable::of(shape)],
        };
        file.build(Path::new("the shape"), overrides)
    }

    /// The world of a text; `file` is its name in errors, and the place other files are relative to.
    ///
    /// # Errors
    /// When it is no TOML, or says something that makes no sense.
    pub fn parse(text: &str, file: &str, overrides: &Overrides) -> Result<Self, WorldError> {
        File::read(text, file)?.build(Path::new(file), overrides)
    }

    /// The world of a text that came over the network, as [`Self::parse`] but without files beside it.
    ///
    /// # Errors
    /// As [`Self::of_value`].
    pub fn sent(text: &str, name: &str, overrides: &Overrides) -> Result<Self, WorldError> {
        File::read(text, name)?
            .alone(name)?
            .build(Path::new(name), overrides)
    }

    /// What the only space of a world that comes with fakehq is made of.
    ///
    /// # Errors
    /// When there is no such world.
    pub fn built_in_recipe(name: &str) -> Result<Recipe, WorldError> {
        let built_in = BUILT_IN.iter().find(|(known, _)| *known == name);
        let (_, text) = built_in.ok_or_else(|| WorldError::NotBuiltIn(name.to_owned()))?;
        let mut recipes =
            File::read(text, name)?.recipes(Path::new(name), &Overrides::default())?;
        recipes
            .pop()
            .ok_or_else(|| WorldError::NotBuiltIn(name.to_owned()))
    }

    /// The world of a value with the keys of a world file, such as JSON; `name` stands for it in
    /// errors.
    ///
    /// # Errors
    /// As [`Self::parse`]. Files of documents are refused: whoever sends a value has none here.
    pub fn of_value(value: Value, name: &str, overrides: &Overrides) -> Result<Self, WorldError> {
        let wrong = |problem| in_file(Path::new(name), Problem::Words(problem));
        let file: File = serde_json::from_value(value)
            .map_err(|error| wrong(toml_error::in_words(&error.to_string())))?;
        file.alone(name)?.build(Path::new(name), overrides)
    }
}

/// A problem as an error of the file it is in.
pub(super) fn in_file(file: &Path, problem: Problem) -> WorldError {
    match problem {
        Problem::Words(problem) => WorldError::Wrong {
            file: file.display().to_string(),
            problem,
        },
        Problem::Other(error) => error,
    }
}

/// The text of a world that comes with fakehq, or of a file.
fn text_of(name: &str) -> Result<Cow<'static, str>, WorldError> {
    if let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
        return Ok(Cow::Borrowed(text));
    }
    match fs::read_to_string(name) {
        Ok(text) => Ok(Cow::Owned(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(WorldError::Unknown(name.to_owned()))
        }
        Err(error) => Err(WorldError::Unreadable {
            file: name.to_owned(),
            error,
        }),
    }
}

/// What may be wrong with a file that is TOML with the right keys.
pub(super) enum Problem {
    Words(String),
    Other(WorldError),
}

impl From<UnknownChoice> for Problem {
    fn from(error: UnknownChoice) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<ShapeError> for Problem {
    fn from(error: ShapeError) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<NoCustomExport> for Problem {
    fn from(error: NoCustomExport) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<NoStoredExport> for Problem {
    fn from(error: NoStoredExport) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<NoAnswer> for Problem {
    fn from(error: NoAnswer) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        Self::Words(error.to_string())
    }
}

impl File {
    fn read(text: &str, file: &str) -> Result<Self, WorldError> {
        toml::from_str(text).map_err(|error| WorldError::Wrong {
            file: format!("{file}:{}", toml_error::line(text, &error)),
            problem: toml_error::words(&error),
        })
    }

    /// This file, if it needs no other.
    fn alone(self, name: &str) -> Result<Self, WorldError> {
        let documents = self.space.iter().any(|space| !space.documents.is_empty());
        let problem = if documents {
            "`documents` names files, which only a world file on disk has beside it; submit the \
             documents once the space is there"
        } else if self.answer.iter().any(AnswerTable::needs_file) {
            "an answer names a file, which only a world file on disk has beside it; write the \
             answer as `body` or `verbatim`"
        } else {
            return Ok(self);
        };
        Err(in_file(Path::new(name), Problem::Words(problem.to_owned())))
    }

    /// What its spaces are made of.
    fn recipes(mut self, file: &Path, overrides: &Overrides) -> Result<Vec<Recipe>, WorldError> {
        let names = self.space.iter().map(|space| &*space.invent.project_space);
        let names: Vec<_> = names.map(str::to_owned).collect();
        for (number, answer) in (1..).zip(self.answer) {
            let home = answer.home(number, &names);
            let home = home.map_err(|error| in_file(file, Problem::from(error)))?;
            self.space[home].answer.push((number, answer));
        }
        let profile = match (overrides.profile, &self.profile) {
            (Some(profile), _) => profile,
            (None, Some(name)) => name.parse().map_err(|e| in_file(file, Problem::from(e)))?,
            (None, None) => Profile::default(),
        };
        let recipe = |table| Recipe {
            table,
            profile,
            quirks: self.quirks.clone(),
            file: file.to_owned(),
            overrides: overrides.clone(),
            without_forms: false,
        };
        Ok(self.space.into_iter().map(recipe).collect())
    }

    fn build(self, file: &Path, overrides: &Overrides) -> Result<World, WorldError> {
        let recipes = self.recipes(file, overrides)?;
        let profile = recipes.first().map(|recipe| recipe.profile);
        let spaces = recipes
            .iter()
            .map(Recipe::make)
            .collect::<Result<Vec<_>, _>>()?;
        let mut names: Vec<_> = spaces.iter().map(|space| space.name.as_str()).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            let problem = format!("two spaces are called `{}`", twice[0]);
            return Err(in_file(file, Problem::Words(problem)));
        }
        let strays = ProjectSpace::new(SpaceSettings {
            name: "no such space".to_owned(),
            seed: overrides.seed.unwrap_or_default(),
            choices: Choices::of(profile.or(overrides.profile).unwrap_or_default()),
            plan: Plan::default(),
            start: Shape::default().ending,
            pace: overrides.pace,
        });
        Ok(World { spaces, strays })
    }
}

impl SpaceTable {
    /// A space that is nothing but invented.
    fn of(invent: Shape) -> Self {
        Self {
            plan: None,
            quirks: BTreeMap::new(),
            documents: Vec::new(),
            custom_export: Vec::new(),
            size_cap: None,
            stored_export: Vec::new(),
            fault: Vec::new(),
            answer: Vec::new(),
            invent,
        }
    }

    /// The space of the table, everything but its forms left out if so wished.
    pub(super) fn build(
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
        if without_forms {
            return Ok(space);
        }
        for documents in &self.documents {
            store_all(&mut space, &folder.join(documents))?;
        }
        for form in invented.forms() {
            space.store_generated(&form.document, form.raw)?;
        }
        stored_export::store_all(&mut space, self.stored_export)?;
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
