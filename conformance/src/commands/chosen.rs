//! Which client a command is about: a manifest, a line for the shell, or a command.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::Args;
use hq_conformance::{client::manifest::Client, report::repeat::Repeat};

use super::Failure;

/// The client is a manifest, or a command behind `--` with placeholders such as {url}, {username},
/// {password}, {out} and {state}.
#[derive(Debug, Args)]
pub(super) struct Chosen {
    /// The manifest of a client, or a folder with a `client.toml`.
    #[arg(value_name = "MANIFEST", conflicts_with_all = ["shell", "command"])]
    pub(super) manifest: Option<PathBuf>,
    /// A line for the shell instead of a command, where a pipe is wanted.
    #[arg(long, value_name = "LINE", conflicts_with = "command")]
    shell: Option<OsString>,
    /// The client's command: a program and its arguments.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// What to write instead, where a program seems to be named in place of a manifest.
fn hint(manifest: &Path) -> Option<String> {
    let is_program = manifest.is_file() && manifest.extension().is_none_or(|is| is != "toml");
    let name = manifest.display();
    is_program.then(|| {
        format!(
            "; that is no manifest. A client's command goes behind --, with its program in full: \
             run -- python3 {{here}}/{name} {{url}} {{out}}"
        )
    })
}

impl Chosen {
    /// The client.
    pub(super) fn client(&self) -> Result<Client, Failure> {
        let start = std::env::current_dir().map_err(Failure::kit)?;
        if let Some(manifest) = &self.manifest {
            return Client::load(manifest).map_err(|error| {
                Failure::usage(format!("{error}{}", hint(manifest).unwrap_or_default()))
            });
        }
        if let Some(line) = &self.shell {
            return Client::from_shell(line, &start).map_err(Failure::usage);
        }
        if self.command.is_empty() {
            return Err(Failure::usage(
                "no client given; name a manifest (run conformance/clients/curl/client.toml) or a \
                 command behind -- (run -- sh {here}/export.sh {url} {out})",
            ));
        }
        Client::from_command(self.command.clone(), &start).map_err(Failure::usage)
    }

    /// How it was named, for the commands a report proposes.
    pub(super) fn repeat(&self) -> Repeat {
        let text = |word: &OsString| word.to_string_lossy().into_owned();
        match (&self.manifest, &self.shell) {
            (Some(path), _) => Repeat::Manifest(path.display().to_string()),
            (None, Some(line)) => Repeat::Shell(text(line)),
            (None, None) => Repeat::Command(self.command.iter().map(text).collect()),
        }
    }

    /// The folder in which the client's own files are looked for: the manifest's, or the one the
    /// kit was started in.
    pub(super) fn folder(&self) -> PathBuf {
        match &self.manifest {
            Some(path) if path.is_dir() => path.clone(),
            Some(path) => path.parent().map(PathBuf::from).unwrap_or_default(),
            None => PathBuf::new(),
        }
    }
}
