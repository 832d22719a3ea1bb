//! Running a client through checks and telling of it: what `run`, `repro` and `baseline` share.

use std::{
    num::NonZeroUsize,
    sync::Arc,
    time::{Duration, Instant},
};

use fakehq::input::nearest::nearest;
use hq_conformance::{
    catalogue::{check::Check, selection::Selection},
    client::{
        descriptors,
        manifest::{Client, this_program},
        process_group, watcher,
    },
    examination::{Examination, Examined, Refused, examine},
};
use jiff::Timestamp;

use super::{Failure, signals};

/// What was examined, and when.
pub(super) struct Session {
    /// What was found.
    pub(super) examined: Examined,
    /// When it began.
    pub(super) started: Timestamp,
    /// How long it took.
    pub(super) took: Duration,
}

/// Runs a client through the selected checks.
pub(super) fn session(
    client: &Client,
    checks: &[Arc<Check>],
    selection: &Selection,
    jobs: Option<NonZeroUsize>,
    done: impl FnMut(&Examination),
) -> Result<Session, Failure> {
    let jobs = self::jobs(jobs)?;
    let (started, clock) = (Timestamp::now(), Instant::now());
    let examined = block_on(examine(client, checks, selection, jobs, done))?;
    let examined = examined.map_err(refused)?;
    Ok(Session {
        examined,
        started,
        took: clock.elapsed(),
    })
}

/// How many scenarios are played at once: as many as there are cores, unless told, and no more than
/// there may be files open for.
pub(super) fn jobs(told: Option<NonZeroUsize>) -> Result<usize, Failure> {
    let all = || std::thread::available_parallelism().map_or(1, usize::from);
    descriptors::jobs(told.map_or_else(all, usize::from)).map_err(Failure::kit)
}

/// Why a client could not be run at all.
pub(super) fn refused(refused: Refused) -> Failure {
    match refused {
        Refused::Command(_) => Failure::usage(refused),
        Refused::Stage(_) | Refused::Kit(_) => Failure::kit(refused),
    }
}

/// Waits for what runs on several threads. Where the kit itself is told to end, it ends its clients
/// first and leaves nothing behind; where it is killed, its watcher does.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    let _watched = watcher::start(&this_program());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::kit)?;
    runtime.block_on(async {
        let told_to_end = signals::listen();
        let told = tokio::select! {
            done = future => return Ok(done),
            told = told_to_end => told,
        };
        // The runs are given up with the future; this is for what left their groups.
        process_group::give_up().await;
        Err(Failure::kit(format!(
            "ended by {told}; nothing is said of the client"
        )))
    })
}

/// Globs that choose among the results that are possible; one that matches none is refused.
pub(super) fn selection(
    select: &[String],
    skip: &[String],
    possible: &[String],
) -> Result<Selection, Failure> {
    let selection = Selection::new(select, skip).map_err(Failure::usage)?;
    if possible.is_empty() {
        return Ok(selection);
    }
    if let Some(glob) = selection.idle(possible) {
        return Err(no_match(glob, possible));
    }
    if !possible.iter().any(|name| selection.takes(name)) {
        return Err(Failure::usage(
            "nothing is left to run: --skip takes all that --select asks for",
        ));
    }
    Ok(selection)
}

/// A glob or name that is about no result of a client.
pub(super) fn no_match(glob: &str, possible: &[String]) -> Failure {
    let ids = possible.iter().filter_map(|name| name.split('@').next());
    let names = ids.chain(possible.iter().map(String::as_str));
    let hint =
        nearest(glob, names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Failure::usage(format!(
        "no check of this client matches `{glob}`{hint} `hq-conformance list` lists the checks"
    ))
}
