//! What a project space is made of, so that it can be made again, alike or varied.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use super::{Overrides, Problem, SpaceTable, WorldError, in_file};
use crate::{
    quirks::{Choices, Profile},
    world::{
        space::{CannotMake, ProjectSpace, Recipe},
        variation::Variation,
    },
};

/// A table of a world file, with all that has a say in what becomes of it.
#[derive(Clone, Debug)]
pub struct SpaceRecipe {
    pub(crate) table: SpaceTable,
    /// The profile of the file, or the one given beside it.
    pub(crate) profile: Profile,
    /// The choices of the file.
    pub(crate) quirks: BTreeMap<String, String>,
    /// Its name in errors; other files are relative to it.
    pub(crate) file: PathBuf,
    pub(crate) overrides: Overrides,
    pub(crate) without_forms: bool,
}

impl SpaceRecipe {
    /// Makes the space: the same one every time.
    ///
    /// # Errors
    /// When the recipe makes no sense, or a file of documents cannot be read.
    pub fn make(&self) -> Result<ProjectSpace, WorldError> {
        let mut space = self
            .choices()
            .and_then(|choices| {
                let table = self.table.clone();
                table.build(choices, &self.file, &self.overrides, self.without_forms)
            })
            .map_err(|problem| in_file(&self.file, problem))?;
        space.recipe = Some(Arc::new(self.clone()));
        Ok(space)
    }

    /// The recipe of a space of another name, varied. Each variation is what the flag of the same
    /// meaning would be: a profile leaves single choices of the world as they are.
    #[must_use]
    pub fn varied(&self, name: &str, variations: &[Variation]) -> Self {
        let mut recipe = self.clone();
        name.clone_into(&mut recipe.table.invent.project_space);
        for variation in variations {
            match variation {
                Variation::Empty => recipe.without_forms = true,
                Variation::Seed(seed) => recipe.overrides.seed = Some(*seed),
                Variation::Profile(profile) => recipe.profile = *profile,
                Variation::Plan(plan) => recipe.table.plan = Some(plan.to_string()),
                Variation::Pace(pace) => recipe.overrides.pace = *pace,
                Variation::Quirk { id, choice } => {
                    recipe.overrides.quirks.push(format!("{id}={choice}"));
                }
                Variation::Copy(_) => {}
            }
        }
        recipe
    }

    fn choices(&self) -> Result<Choices, Problem> {
        let mut choices = Choices::of(self.profile);
        for (id, choice) in self.quirks.iter().chain(&self.table.quirks) {
            choices.set(id, choice)?;
        }
        for quirk in &self.overrides.quirks {
            let (id, choice) = quirk.split_once('=').ok_or_else(|| {
                Problem::Words(format!("quirk {quirk:?} is not of the form ID=CHOICE"))
            })?;
            choices.set(id.trim(), choice.trim())?;
        }
        Ok(choices)
    }
}

impl Recipe for SpaceRecipe {
    fn make(&self) -> Result<ProjectSpace, CannotMake> {
        Self::make(self).map_err(|error| CannotMake(error.into()))
    }

    fn make_varied(
        &self,
        name: &str,
        variations: &[Variation],
    ) -> Result<ProjectSpace, CannotMake> {
        Recipe::make(&self.varied(name, variations))
    }
}
