//! A whole world file.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;

use super::{Problem, SpaceTable, WorldError, in_file};
use crate::{
    input::toml_error,
    journal::bounds::Asked,
    quirks::{Choices, Profile},
    world::{
        clock::Pace,
        generate::shape::Shape,
        plan::Plan,
        recorded::file::AnswerTable,
        space::{ProjectSpace, SpaceSettings},
    },
    world_file::{default_world::DEFAULT_WORLD, recipe::SpaceRecipe},
};

/// The project spaces of a world, full of what the file says.
#[derive(Debug)]
pub struct World {
    /// The spaces.
    pub spaces: Vec<ProjectSpace>,
    /// Stands in for spaces that do not exist.
    pub strays: ProjectSpace,
    /// How much each journal of the server is to keep.
    pub journal: Asked,
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

/// The worlds that come with fakehq: name and file.
pub(crate) const BUILT_IN: [(&str, &str); 2] = [("default", DEFAULT_WORLD), ("empty", EMPTY_WORLD)];

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
    /// How much each journal of the server keeps.
    #[serde(default)]
    journal: Asked,
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
            journal: Asked::default(),
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
    pub fn built_in_recipe(name: &str) -> Result<SpaceRecipe, WorldError> {
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

impl File {
    fn read(text: &str, file: &str) -> Result<Self, WorldError> {
        toml::from_str(text).map_err(|error| WorldError::Wrong {
            file: format!("{file}:{}", toml_error::line(text, &error)),
            problem: toml_error::words(&error),
        })
    }

    /// This file, if it needs no other and says nothing of the server.
    fn alone(self, name: &str) -> Result<Self, WorldError> {
        let documents = self.space.iter().any(|space| !space.documents.is_empty());
        let problem = if documents {
            "`documents` names files, which only a world file on disk has beside it; submit the \
             documents once the space is there"
        } else if self.answer.iter().any(AnswerTable::needs_file) {
            "an answer names a file, which only a world file on disk has beside it; write the \
             answer as `body` or `verbatim`"
        } else if self.journal != Asked::default() {
            "`journal` is of a whole server, and this one runs already; leave it out"
        } else {
            return Ok(self);
        };
        Err(in_file(Path::new(name), Problem::Words(problem.to_owned())))
    }

    /// What its spaces are made of.
    fn recipes(
        mut self,
        file: &Path,
        overrides: &Overrides,
    ) -> Result<Vec<SpaceRecipe>, WorldError> {
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
        let recipe = |table| SpaceRecipe {
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
        let journal = self.journal;
        let recipes = self.recipes(file, overrides)?;
        let profile = recipes.first().map(|recipe| recipe.profile);
        let spaces = recipes
            .iter()
            .map(SpaceRecipe::make)
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
        Ok(World {
            spaces,
            strays,
            journal,
        })
    }
}
