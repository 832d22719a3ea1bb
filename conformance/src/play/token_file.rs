//! Where a client put the token it was sent: in a folder that is new in each run it is lost.

use std::{
    fs::{self, File},
    io::Read as _,
    path::Path,
};

use fakehq::journal::entry::Entry;

use crate::client::folders::StepFolders;

/// Files that are looked into, in one folder and those in it.
const FILES: usize = 200;

/// How many bytes of each.
const BYTES: u64 = 4 * 1024 * 1024;

/// Where a client put the last token it was sent.
#[derive(Debug, Default)]
pub(super) struct Put {
    /// In a folder that is new in each run, and in none that stays.
    pub(super) lost: Option<String>,
    /// In the one that stays.
    pub(super) kept: bool,
}

/// Looks for the last token that was issued.
pub(super) fn put(folders: &StepFolders, exchanges: &[Entry]) -> Put {
    let mut issued = exchanges.iter().rev();
    let token = issued.find_map(|entry| entry.export.as_ref()?.token_issued.as_deref());
    let Some(token) = token else {
        return Put::default();
    };
    if holding(&folders.state, token).is_some() {
        return Put {
            lost: None,
            kept: true,
        };
    }
    let fresh = [
        ("{out}", &folders.out),
        ("its working folder", &folders.cwd),
        ("its home folder", &folders.home),
        ("its temporary folder", &folders.tmp),
    ];
    let lost = fresh.into_iter().find_map(|(name, folder)| {
        let file = holding(folder, token)?;
        Some(format!(
            "the token was written to {file} in {name}, and that folder is new and empty in each run: what \
             is to stay belongs in {{state}}"
        ))
    });
    Put { lost, kept: false }
}

/// The first file of a folder that holds a text, as a path from the folder.
fn holding(folder: &Path, text: &str) -> Option<String> {
    let mut folders = vec![folder.to_owned()];
    let mut left = FILES;
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).ok()?.flatten() {
            left = left.checked_sub(1)?;
            // Links are not followed, and of all else only plain files are opened: a pipe would wait.
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && holds(&entry.path(), text) {
                let path = entry.path();
                let path = path.strip_prefix(folder).unwrap_or(&path);
                return Some(path.display().to_string());
            }
        }
    }
    None
}

fn holds(file: &Path, text: &str) -> bool {
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|file| file.take(BYTES).read_to_end(&mut bytes));
    let mut windows = bytes.windows(text.len().max(1));
    read.is_ok() && windows.any(|window| window == text.as_bytes())
}
