//! What a project space can be made of again.

use std::sync::Arc;

use super::by_name::NotMade;
use crate::{
    quirks::Choices,
    world::{
        form_store::FormStore,
        space::{CannotMake, ProjectSpace, Recipe},
        variation::Variation,
    },
};

/// What a space was made of.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// A world file.
    Recipe(Arc<dyn Recipe>),
    /// Itself, as it was when the server got it.
    Copy(Box<ProjectSpace>),
}

impl Origin {
    pub(super) fn of(space: &ProjectSpace) -> Self {
        match &space.recipe {
            Some(recipe) => Self::Recipe(Arc::clone(recipe)),
            None => Self::Copy(Box::new(space.clone())),
        }
    }

    /// The space as it was at first.
    ///
    /// # Errors
    /// When a file of the recipe is gone or has become wrong.
    pub(super) fn make(&self) -> Result<ProjectSpace, CannotMake> {
        match self {
            Self::Recipe(recipe) => recipe.make(),
            Self::Copy(space) => {
                let mut space = space.clone();
                space.clock = space.clock.restarted();
                Ok(*space)
            }
        }
    }

    /// A space of another name, varied.
    ///
    /// # Errors
    /// As [`Self::make`], and when it cannot be varied so.
    pub(super) fn varied(
        &self,
        name: &str,
        variations: &[Variation],
    ) -> Result<ProjectSpace, NotMade> {
        let mut space = match self {
            Self::Recipe(recipe) => return Ok(recipe.make_varied(name, variations)?),
            Self::Copy(_) => self.make()?,
        };
        name.clone_into(&mut space.name);
        for variation in variations {
            vary(&mut space, variation)?;
        }
        Ok(space)
    }
}

/// Varies a space that is there already.
fn vary(space: &mut ProjectSpace, variation: &Variation) -> Result<(), NotMade> {
    match variation {
        Variation::Empty => {
            space.forms = FormStore::new(&space.choices);
            space.cases = Default::default();
        }
        Variation::Seed(_) => return Err(NotMade::NotInvented),
        Variation::Profile(profile) => space.choose(Choices::of(*profile)),
        Variation::Plan(plan) => space.plan = *plan,
        Variation::Pace(pace) => space.clock.set_pace(*pace),
        Variation::Quirk { id, choice } => {
            let mut choices = space.choices;
            // A variation names choices that are there.
            let _ = choices.set(id, choice);
            space.choose(choices);
        }
        Variation::Copy(_) => {}
    }
    Ok(())
}
