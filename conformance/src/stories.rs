//! Short stories that are played to show what a client does, not to judge it: for snapshots and
//! comparisons. They are data, in `stories.toml`.

use fakehq::file_format::Format;
use futures_util::{StreamExt as _, stream};
use serde::Deserialize;

use crate::{
    catalogue::{scenario::Scenario, step::Step, world::World},
    client::manifest::{Client, Operation},
    examination::{Refused, formats},
    play::{cast::Cast, played::Played, stage::Stage},
};

const TEXT: &str = include_str!("../stories.toml");

/// A story.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its name, which is that of its snapshots too; stable.
    pub name: String,
    /// The operations it can be played with.
    pub operations: Vec<Operation>,
    /// What is played.
    pub scenario: Scenario,
}

/// A story as a client played it.
#[derive(Clone, Debug)]
pub struct Performance {
    /// Name of the story.
    pub story: String,
    /// What the client was to do.
    pub operation: Operation,
    /// In which format.
    pub format: Format,
    /// What was seen.
    pub played: Played,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    story: Vec<StoryTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoryTable {
    name: String,
    #[serde(default = "every_operation")]
    operations: Vec<Operation>,
    world: World,
    steps: Vec<Step>,
}

fn every_operation() -> Vec<Operation> {
    Operation::ALL.to_vec()
}

impl Performance {
    /// Operation, format and story: `form-export.csv/increment`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}/{}", self.operation.name(), self.format, self.story)
    }
}

/// All stories.
///
/// # Errors
/// When the file says something the kit does not know; a test keeps this from shipping.
pub fn all() -> Result<Vec<Story>, toml::de::Error> {
    let file: File = toml::from_str(TEXT)?;
    let stories = file.story.into_iter();
    let story = |table: StoryTable| Story {
        name: table.name,
        operations: table.operations,
        scenario: Scenario {
            world: table.world,
            steps: table.steps,
        },
    };
    Ok(stories.map(story).collect())
}

/// Lets a client play stories in all its operations and formats, up to `jobs` at once. What comes
/// of it is in the order of operations, formats and stories.
///
/// # Errors
/// As [`examine`](crate::examination::examine); and when a story cannot be played.
pub async fn perform(
    client: &Client,
    stories: &[Story],
    jobs: usize,
) -> Result<Vec<Performance>, Refused> {
    let stage = Stage::open().await?;
    let performed = on(&stage, client, stories, jobs).await;
    stage.close().await;
    performed
}

async fn on(
    stage: &Stage,
    client: &Client,
    stories: &[Story],
    jobs: usize,
) -> Result<Vec<Performance>, Refused> {
    let jobs = if client.rules.shared { 1 } else { jobs.max(1) };
    let mut plays = Vec::new();
    for (operation, rules) in &client.operations {
        for format in formats(rules) {
            let cast = Cast {
                stage,
                client,
                operation: *operation,
                rules,
                format: *format,
                person: None,
            };
            cast.rehearse()?;
            let stories = stories.iter();
            let stories = stories.filter(|story| story.operations.contains(operation));
            plays.extend(stories.map(|story| (cast, story)));
        }
    }
    let performances = stream::iter(plays).map(|(cast, story)| async move {
        Ok::<_, Refused>(Performance {
            story: story.name.clone(),
            operation: cast.operation,
            format: cast.format,
            played: cast.play(&story.scenario).await?,
        })
    });
    let performances: Vec<_> = performances.buffered(jobs).collect().await;
    performances.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_is_understood_and_has_a_name_that_can_be_a_file() {
        let stories = all().unwrap();
        assert!(stories.len() >= 4);
        for story in &stories {
            let plain = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(story.name.chars().all(plain), "{}", story.name);
            assert!(!story.scenario.steps.is_empty(), "{}", story.name);
        }
    }
}
