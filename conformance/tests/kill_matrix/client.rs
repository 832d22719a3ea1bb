//! The kit's own client as a client under examination.

use std::{path::Path, sync::Arc};

use fakehq::file_format::Format;
use hq_conformance::{
    catalogue::{self, check::Check, selection::Selection},
    client::{
        command::Command,
        manifest::{Client, Operation},
    },
    examination::{Examined, examine},
};

/// Scenarios played at once for one examination.
const JOBS: usize = 3;

/// The client that takes addresses and keeps a growing store.
pub(crate) const TAKES: &str = "client.toml";

/// The client that builds addresses and keeps files.
pub(crate) const BUILDS: &str = "builds-urls.toml";

pub(crate) fn checks() -> Vec<Arc<Check>> {
    let checks = catalogue::all().expect("the catalogue is right");
    checks.into_iter().map(Arc::new).collect()
}

/// The client of a manifest, with further options, in some formats only.
pub(crate) fn client(manifest: &str, options: &[&str], formats: &[Format]) -> Client {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("clients/reference")
        .join(manifest);
    let mut client = Client::load(&path).expect("a right manifest");
    client.kit = env!("CARGO_BIN_EXE_hq-conformance").into();
    client.operations.remove(&Operation::ReadFile);
    for rules in client.operations.values_mut() {
        rules.formats.retain(|format| formats.contains(format));
        let Command::Arguments(words) = &mut rules.command else {
            panic!("a command of words");
        };
        words.extend(options.iter().map(Into::into));
    }
    client
        .operations
        .retain(|_, rules| !rules.formats.is_empty());
    client
}

/// What the kit finds out; of one check alone, if `only` names it.
pub(crate) async fn examined(
    client: &Client,
    checks: &[Arc<Check>],
    only: Option<&str>,
) -> Examined {
    let select: Vec<String> = only.into_iter().map(str::to_owned).collect();
    let selection = Selection::new(&select, &[]).expect("an id is a glob");
    examine(client, checks, &selection, JOBS, |_| ())
        .await
        .expect("the client can be run")
}
