//! Snapshots: the part of `run` that takes them, `hq-conformance review` and `hq-conformance accept`.

use std::{collections::BTreeMap, io, num::NonZeroUsize, path::PathBuf};

use clap::Args;
use globset::Glob;
use hq_conformance::{
    client::manifest::Client,
    exit::Exit,
    report::model::SnapshotDifference,
    snapshot::{
        compare::compare,
        review::review,
        store::{Store, is_ci},
        view::view,
    },
    stories,
};

use super::{Failure, chosen::Chosen, examine};

/// Decide on pending snapshots, one by one, each shown with its difference.
#[derive(Debug, Args)]
pub(super) struct Review {
    /// The manifest of a client, or its folder.
    #[arg(value_name = "MANIFEST", default_value = ".")]
    manifest: PathBuf,
}

/// Accept pending snapshots without looking at them.
#[derive(Debug, Args)]
pub(super) struct Accept {
    /// The manifest of a client, or its folder.
    #[arg(value_name = "MANIFEST", default_value = ".")]
    manifest: PathBuf,
    /// Only those this glob takes: `form-export.csv/*`. May be repeated.
    #[arg(long, value_name = "GLOB")]
    select: Vec<String>,
}

/// The name of the folder beside the manifest.
const FOLDER: &str = "snapshots";

/// Lets a client play the stories and says what is not as approved.
pub(super) fn taken(
    client: &Client,
    chosen: &Chosen,
    jobs: Option<NonZeroUsize>,
) -> Result<Vec<SnapshotDifference>, Failure> {
    let stories = stories::all().map_err(Failure::kit)?;
    let jobs = examine::jobs(jobs)?;
    let performed = examine::block_on(stories::perform(client, &stories, jobs))?;
    let performed = performed.map_err(examine::refused)?;
    let views: BTreeMap<_, _> = performed
        .iter()
        .map(|performance| (performance.name(), view(performance, client)))
        .collect();
    let store = Store::new(chosen.folder().join(FOLDER));
    compare(&store, &views, !is_ci()).map_err(store_failed)
}

impl Review {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let store = writable(self.manifest)?;
        if none_waits(&store)? {
            return Ok(Exit::Conforms);
        }
        let reviewed = review(&store, &mut io::stdin().lock(), &mut io::stdout().lock());
        let reviewed = reviewed.map_err(store_failed)?;
        Ok(match reviewed.left {
            0 => Exit::Conforms,
            _ => Exit::SnapshotsDiffer,
        })
    }
}

impl Accept {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let store = writable(self.manifest)?;
        if none_waits(&store)? {
            return Ok(Exit::Conforms);
        }
        let globs = self
            .select
            .iter()
            .map(|glob| Ok(Glob::new(glob)?.compile_matcher()));
        let globs: Vec<_> = globs
            .collect::<Result<_, globset::Error>>()
            .map_err(Failure::usage)?;
        let names = store.pending_names().map_err(store_failed)?;
        let is_wanted =
            |name: &&String| globs.is_empty() || globs.iter().any(|glob| glob.is_match(name));
        let (wanted, left): (Vec<_>, Vec<_>) = names.iter().partition(is_wanted);
        for name in wanted {
            store.accept(name).map_err(store_failed)?;
            say!("accepted {name}");
        }
        say!("{} left", left.len());
        Ok(match left.len() {
            0 => Exit::Conforms,
            _ => Exit::SnapshotsDiffer,
        })
    }
}

/// Whether there is nothing to decide on, which is said.
fn none_waits(store: &Store) -> Result<bool, Failure> {
    let none = store.pending_names().map_err(store_failed)?.is_empty();
    if none {
        say!(
            "no snapshot waits in {}; `hq-conformance run --snapshots` makes them",
            store.folder().display()
        );
    }
    Ok(none)
}

fn writable(manifest: PathBuf) -> Result<Store, Failure> {
    if is_ci() {
        return Err(Failure::usage(
            "CI is set, and in CI no snapshot is written: approve snapshots where you can look at them",
        ));
    }
    let folder = if manifest.is_dir() {
        manifest
    } else if manifest.is_file() {
        manifest.parent().map(PathBuf::from).unwrap_or_default()
    } else {
        let missing = manifest.display();
        return Err(Failure::usage(format!(
            "there is no {missing}; name a manifest or its folder"
        )));
    };
    Ok(Store::new(folder.join(FOLDER)))
}

fn store_failed(error: io::Error) -> Failure {
    Failure::kit(format!("the snapshots: {error}"))
}
