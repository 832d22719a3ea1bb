//! Flags that several commands share: which world, which server.

use clap::Args;
use fakehq::{
    quirks::Profile,
    world::{clock::Pace, space::ProjectSpace},
    world_file::Overrides,
};

use super::Failure;

/// Which server to be.
#[derive(Debug, Args)]
pub(super) struct Choices {
    /// Which server to be: documented, hq-2013, hq-2015. Default: what the world says.
    #[arg(long, env = "FAKEHQ_PROFILE")]
    profile: Option<Profile>,
    /// Override one edge behaviour; `fakehq quirks` lists them.
    #[arg(
        long = "quirk",
        env = "FAKEHQ_QUIRK",
        value_name = "ID=CHOICE",
        value_delimiter = ','
    )]
    quirks: Vec<String>,
    /// Makes all that is invented. Default: what the world says.
    #[arg(long, env = "FAKEHQ_SEED")]
    seed: Option<u64>,
}

impl Choices {
    /// As a world takes them.
    pub(super) fn overrides(&self, pace: Pace) -> Overrides {
        Overrides {
            profile: self.profile,
            quirks: self.quirks.clone(),
            seed: self.seed,
            pace,
        }
    }
}

/// The space of a name; the only one, if there is no name.
pub(super) fn chosen_space(
    spaces: Vec<ProjectSpace>,
    name: Option<&str>,
) -> Result<ProjectSpace, Failure> {
    let names: Vec<String> = spaces.iter().map(|space| space.name.clone()).collect();
    let at = chosen(&names, name)?;
    spaces.into_iter().nth(at).ok_or_else(nothing)
}

/// The place of a space by name; of the only one, if there is no name.
pub(super) fn chosen(names: &[String], name: Option<&str>) -> Result<usize, Failure> {
    let known = || names.join(", ");
    match (name, names) {
        (_, []) => Err(nothing()),
        (None, [_]) => Ok(0),
        (None, _) => Err(Failure::Usage(format!(
            "the world has several project spaces; choose one with --space: {}",
            known()
        ))),
        (Some(name), _) => names.iter().position(|known| known == name).ok_or_else(|| {
            Failure::Usage(format!(
                "the world has no project space `{name}`; there is {}",
                known()
            ))
        }),
    }
}

fn nothing() -> Failure {
    Failure::Usage("the world has no project space; add a [[space]]".to_owned())
}
