//! A folder goes, however deep, wide or locked a client has made what lies in it.

use std::{fs, io, os::unix::fs::PermissionsExt as _, path::Path};

/// Removes a folder and all that is in it, links as links.
///
/// Nothing is called again and again for folders in folders, and no path grows with them: what lies deep
/// is first moved up.
///
/// # Errors
/// The first refusal of the system; the rest is gone all the same.
pub fn tree(root: &Path) -> io::Result<()> {
    let mut result = Ok(());
    let mut moved = 0_u64;
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        // A client may have locked what it made.
        let _ = fs::set_permissions(&folder, fs::Permissions::from_mode(0o700));
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                result = result.and(Err(error));
                continue;
            }
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let done = if !is_folder {
                fs::remove_file(&path)
            } else if fs::remove_dir(&path).is_ok() {
                Ok(())
            } else if folder == root {
                waiting.push(path);
                Ok(())
            } else {
                moved += 1;
                let up = root.join(format!(".leaving-{moved}"));
                // A folder that may not be written cannot be moved either.
                let _ = fs::set_permissions(&path, fs::Permissions::from_mode(0o700));
                fs::rename(&path, &up).map(|()| waiting.push(up))
            };
            result = result.and(done);
        }
        if folder != root {
            result = result.and(fs::remove_dir(&folder));
        }
    }
    result.and(fs::remove_dir(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn thousands_of_folders_in_folders_go() {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("root");
        fs::create_dir(&root).unwrap();
        // A path may not be as long as all of them: each is made beside the last and moved into it.
        for number in 0..5_000 {
            let new = outer.path().join("new");
            fs::create_dir(&new).unwrap();
            fs::write(new.join("file"), number.to_string()).unwrap();
            let last = root.join("a");
            if last.exists() {
                fs::rename(&last, new.join("a")).unwrap();
            }
            fs::rename(&new, &last).unwrap();
        }
        tree(&root).unwrap();
        assert!(!root.exists());
    }

    #[test]
    fn what_a_link_leads_to_stays() {
        let outer = tempfile::tempdir().unwrap();
        let (root, kept) = (outer.path().join("root"), outer.path().join("kept"));
        fs::create_dir_all(root.join("locked")).unwrap();
        fs::create_dir(&kept).unwrap();
        fs::write(kept.join("file"), "content").unwrap();
        symlink(&kept, root.join("link")).unwrap();
        symlink(&kept, root.join("locked/link")).unwrap();
        fs::set_permissions(root.join("locked"), fs::Permissions::from_mode(0o0)).unwrap();
        tree(&root).unwrap();
        assert!(!root.exists());
        assert_eq!(fs::read_to_string(kept.join("file")).unwrap(), "content");
    }
}
