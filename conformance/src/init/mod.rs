//! The files a client's repository needs to be held against the kit: a manifest, a first client to
//! run, a list of known failures, a CI workflow.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::catalogue;

/// The folder of the kit's files in a client's repository.
pub const FOLDER: &str = "hq-conformance";

/// Where the workflow finds the kit if nothing is said: a variable of the repository.
const KIT_VARIABLE: &str = "${{ vars.HQ_CONFORMANCE_KIT }}";

/// And where it finds the commit of the kit, if the kit itself does not know it.
const COMMIT_VARIABLE: &str = "${{ vars.HQ_CONFORMANCE_COMMIT }}";

/// The commit that holds the checks of this kit, where it was built of one (`build.rs`).
const COMMIT: Option<&str> = option_env!("HQ_CONFORMANCE_COMMIT");

/// What is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What reports call the client.
    pub name: String,
    /// The client's command; without one a script with curl is run until there is one.
    pub command: Vec<String>,
    /// The git address of the kit.
    pub kit: Option<String>,
}

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// Files are there already.
    #[error("{} is there already; --force replaces it", .0.display())]
    Exists(PathBuf),
    /// A file cannot be written.
    #[error("{}: cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Plan {
    /// The files: path in the repository, and text.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, String)> {
        let inside = |name: &str| Path::new(FOLDER).join(name);
        let mut files = vec![
            (inside("client.toml"), self.manifest()),
            (
                inside("expected-failures.toml"),
                include_str!("files/expected-failures.toml").replace("FOLDER", FOLDER),
            ),
            (
                inside(".gitignore"),
                include_str!("files/gitignore").to_owned(),
            ),
            (
                Path::new(".github/workflows").join("hq-conformance.yml"),
                self.workflow(),
            ),
        ];
        if self.command.is_empty() {
            files.push((
                inside("run-client.sh"),
                include_str!("files/run-client.sh").to_owned(),
            ));
        }
        files
    }

    fn manifest(&self) -> String {
        let text = |word: &String| toml::Value::from(word.as_str()).to_string();
        let command = if self.command.is_empty() {
            "# Your client instead: command = [\"python3\", \"{here}/../export.py\", \"{url}\", \"{out}\"]\n\
             command = [\"sh\", \"{here}/run-client.sh\"]\n"
                .to_owned()
        } else {
            let words: Vec<_> = self.command.iter().map(text).collect();
            format!("command = [{}]\n", words.join(", "))
        };
        // The script with curl keeps none; of another client it is found out.
        let token = if self.command.is_empty() {
            "token = \"none\"             # \"kept\" once it keeps export tokens in {state}\n"
        } else {
            "# token = \"kept\"           # in {state}, or \"none\"; found out as long as nothing is said\n"
        };
        include_str!("files/client.toml")
            .replace("\"NAME\"", &text(&self.name))
            .replace("TOKEN", token)
            .replace("COMMAND", &command)
    }

    fn workflow(&self) -> String {
        let kit = match &self.kit {
            // JSON's quotes are YAML's too.
            Some(kit) => serde_json::Value::from(kit.as_str()).to_string(),
            None => KIT_VARIABLE.to_owned(),
        };
        include_str!("files/workflow.yml")
            .replace("KIT_ADDRESS", &kit)
            .replace("KIT_COMMIT", COMMIT.unwrap_or(COMMIT_VARIABLE))
            .replace("KIT_REVISION", &catalogue::revision())
            .replace("FOLDER", FOLDER)
    }

    /// Writes the files into a repository. Without `force` nothing is replaced: if one of them is
    /// there already, none is written.
    ///
    /// # Errors
    /// A file is there already, or cannot be written.
    pub fn write(&self, repository: &Path, force: bool) -> Result<Vec<PathBuf>, NotWritten> {
        let files = self.files();
        let mut paths = files.iter().map(|(path, _)| repository.join(path));
        if let Some(there) = paths.find(|path| !force && path.symlink_metadata().is_ok()) {
            return Err(NotWritten::Exists(there));
        }
        let mut written = Vec::new();
        for (path, text) in files {
            let path = repository.join(path);
            put(&path, &text).map_err(|source| NotWritten::Write {
                path: path.clone(),
                source,
            })?;
            written.push(path);
        }
        Ok(written)
    }
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}
