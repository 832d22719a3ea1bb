//! `hq-conformance init`

use std::path::PathBuf;

use clap::Args;
use hq_conformance::{
    client::manifest::Client,
    exit::Exit,
    init::{FOLDER, NotWritten, Plan},
};

use super::{Failure, check::declarations, checks};

/// Write what a client's repository needs: a manifest, a list of known failures, a CI workflow.
///
/// Nothing is asked, and nothing is replaced without --force. Without a command behind `--` a script
/// with curl stands in for the client, so that what is written runs at once.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The client's repository.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// What reports call the client [default: the folder's name].
    #[arg(long)]
    name: Option<String>,
    /// The git address the workflow installs the kit from.
    #[arg(long, value_name = "URL")]
    kit: Option<String>,
    /// Replace files that are there already.
    #[arg(long)]
    force: bool,
    /// The client's command; `{here}` is the folder of the manifest, `{here}/..` the repository.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

impl Init {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if !self.folder.is_dir() {
            let missing = self.folder.display();
            return Err(Failure::usage(format!("there is no folder {missing}")));
        }
        let own_name = || {
            let folder = self.folder.canonicalize().ok()?;
            Some(folder.file_name()?.to_string_lossy().into_owned())
        };
        let plan = Plan {
            name: self
                .name
                .clone()
                .or_else(own_name)
                .unwrap_or_else(|| "my client".to_owned()),
            command: self.command,
            kit: self.kit,
        };
        let written = plan
            .write(&self.folder, self.force)
            .map_err(|error| match error {
                NotWritten::Exists(_) => Failure::usage(error),
                NotWritten::Write { .. } => Failure::kit(error),
            })?;
        for path in written {
            say!("written {}", path.display());
        }
        let folder = self.folder.join(FOLDER);
        say!(
            "\nnext:\n  hq-conformance check {0}   # one download, and what to declare\n  hq-conformance run {0}\n  hq-conformance baseline {0}   # if something fails for now",
            folder.display()
        );
        // What was just written is right; whoever wrote something else into it meanwhile is told by `run`.
        if let Ok(client) = Client::load(&folder) {
            say_part!("\n{}", declarations(&client, &checks()?));
        }
        Ok(Exit::Conforms)
    }
}
