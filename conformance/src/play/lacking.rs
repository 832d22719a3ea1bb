//! What a client lacked because the kit gives it fresh folders, and how it would get it.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::client::{
    folders::StepFolders,
    manifest::{Home, RunRules},
    run::ClientRun,
};

/// How languages say that a module is not there.
const MODULES: [&str; 6] = [
    "ModuleNotFoundError",
    "No module named",
    "Cannot find module",
    "cannot load such file",
    "Can't locate ",
    "there is no package called",
];

/// How programs say that a file is not there.
const FILES: [&str; 6] = [
    "No such file",
    "no such file",
    "can't open",
    "cannot open",
    "not found",
    "ENOENT",
];

/// What a client could have had and did not get.
pub(super) struct Surroundings<'a> {
    pub(super) folders: &'a StepFolders,
    pub(super) rules: &'a RunRules,
    /// The manifest's folder.
    pub(super) here: &'a Path,
    /// The home folder of whoever runs the kit.
    pub(super) home: Option<PathBuf>,
}

impl<'a> Surroundings<'a> {
    pub(super) fn of(folders: &'a StepFolders, rules: &'a RunRules, here: &'a Path) -> Self {
        let home = env::var_os("HOME").map(PathBuf::from);
        Self {
            folders,
            rules,
            here,
            home,
        }
    }

    /// What a client that failed complained of, if there is a way to give it that.
    pub(super) fn lacking(&self, client: &ClientRun) -> Option<String> {
        if client.exit.is_success() {
            return None;
        }
        let said = [client.stderr.text(), client.stdout.text()];
        let mut lines = said.iter().flat_map(|said| said.lines());
        lines.find_map(|line| {
            let says = |words: &[&str]| words.iter().any(|word| line.contains(word));
            if says(&MODULES) {
                self.module()
            } else if says(&FILES) {
                line.split(is_around_name).find_map(|word| self.file(word))
            } else {
                None
            }
        })
    }

    fn module(&self) -> Option<String> {
        (self.rules.home == Home::Fresh).then(|| {
            "The client has a fresh, empty home folder: if that module is installed for you alone (pip install \
             --user), home = \"inherit\" under [run] of the manifest lets the client see yours"
                .to_owned()
        })
    }

    /// A file that is not where the client looked for it, and is elsewhere.
    fn file(&self, word: &str) -> Option<String> {
        let named = Path::new(word);
        if let Ok(name) = named.strip_prefix(&self.folders.home) {
            let own = self.home.as_ref()?.join(name);
            return (self.rules.home == Home::Fresh && is_named(name) && own.exists()).then(|| {
                format!(
                    "The client has a fresh, empty home folder, and {} is in yours: home = \"inherit\" under \
                     [run] of the manifest lets the client see it",
                    name.display()
                )
            });
        }
        let name = match named.strip_prefix(&self.folders.cwd) {
            Ok(name) => name,
            Err(_) if named.is_relative() => named.strip_prefix(".").unwrap_or(named),
            Err(_) => return None,
        };
        let is_beside = is_named(name) && self.here.join(name).exists();
        (self.rules.cwd.is_none() && is_beside).then(|| {
            format!(
                "The client runs in a fresh, empty folder, and {0} lies in {1}: name it {{here}}/{0} in the \
                 command, or let cwd = \"{{here}}\" under [run] of the manifest make that the working folder",
                name.display(),
                self.here.display()
            )
        })
    }
}

/// Whether a path says which file it is.
fn is_named(name: &Path) -> bool {
    name.file_name().is_some()
}

/// What stands around the names of files in complaints.
fn is_around_name(sign: char) -> bool {
    sign.is_whitespace() || "'\"`:,;()[]".contains(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{folders::Workplace, pipes::Captured, run::Exit};
    use std::{fs, time::Duration};

    fn said(what: &str) -> Option<String> {
        let outside = tempfile::tempdir().expect("a folder");
        let (here, home) = (outside.path().join("here"), outside.path().join("home"));
        for folder in [&here, &home] {
            fs::create_dir(folder).expect("a folder");
        }
        fs::write(here.join("settings.ini"), "").expect("a file");
        fs::write(home.join(".netrc"), "").expect("a file");
        let folders = Workplace::new()
            .expect("a workplace")
            .next_step()
            .expect("a step");
        let fill = |text: &str| {
            text.replace("HOME", &folders.home.to_string_lossy())
                .replace("CWD", &folders.cwd.to_string_lossy())
        };
        let client = ClientRun {
            exit: Exit::Exited(1),
            stdout: Captured::default(),
            stderr: Captured {
                kept: fill(what).into_bytes(),
                total: 0,
            },
            duration: Duration::ZERO,
            strays_killed: 0,
        };
        let surroundings = Surroundings {
            folders: &folders,
            rules: &RunRules::default(),
            here: &here,
            home: Some(home),
        };
        surroundings.lacking(&client)
    }

    #[test]
    fn what_could_be_given_is_told() {
        for (complaint, way) in [
            (
                "ModuleNotFoundError: No module named 'requests'",
                "home = \"inherit\"",
            ),
            ("Error: Cannot find module 'undici'", "home = \"inherit\""),
            (
                "FileNotFoundError: [Errno 2] No such file or directory: 'settings.ini'",
                "{here}/settings.ini",
            ),
            (
                "python3: can't open file 'CWD/settings.ini': [Errno 2]",
                "cwd = \"{here}\"",
            ),
            (
                "cat: ./settings.ini: No such file or directory",
                "{here}/settings.ini",
            ),
            (
                "cat: HOME/.netrc: No such file or directory",
                "home = \"inherit\"",
            ),
        ] {
            let told = said(complaint);
            assert!(
                told.as_ref().is_some_and(|told| told.contains(way)),
                "{complaint}: {told:?}"
            );
        }
    }

    #[test]
    fn nothing_is_told_of_what_is_nowhere() {
        for complaint in [
            "cat: other.ini: No such file or directory",
            "cat: HOME/.other: No such file or directory",
            "cat: /etc/none: No such file or directory",
            "404 not found",
        ] {
            assert_eq!(said(complaint), None, "{complaint}");
        }
    }
}
