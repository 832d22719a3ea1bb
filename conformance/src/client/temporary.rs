//! Temporary folders: where they are made, and that they go, whatever ends the kit.

use std::{
    collections::hash_map::RandomState,
    env, fs,
    hash::{BuildHasher as _, Hasher as _},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use super::{
    remove,
    watcher::{self, Word},
};

/// The free memory, and room in it, from which on temporary folders are made there. A whole run of a
/// usual client takes a few megabytes; one that fills its folders should not fill the machine.
const MEMORY_FREE: u64 = 1 << 30;

/// Names that are tried before a folder is given up.
const TRIES: usize = 100;

/// A folder that is taken away when this is dropped, or by the watcher where the kit is killed.
#[derive(Debug)]
pub struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// A new folder in [`base`], which nobody else may look into.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new(prefix: &str) -> io::Result<Self> {
        let base = base();
        for _ in 0..TRIES {
            let random = RandomState::new().build_hasher().finish() as u32;
            let path = base.join(format!("{prefix}{random:08x}"));
            // Told before it is there: between the two the kit may be killed.
            watcher::tell(Word::Folder(&path));
            match fs::DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) => {
                    watcher::tell(Word::FolderGone(&path));
                    if error.kind() != io::ErrorKind::AlreadyExists {
                        let place = path.display();
                        return Err(io::Error::new(error.kind(), format!("{place}: {error}")));
                    }
                }
            }
        }
        Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("{}: no name is free for a new folder", base.display()),
        ))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What is left then is no room to speak of; there is nobody to tell.
        let _ = remove::tree(&self.0);
        watcher::tell(Word::FolderGone(&self.0));
    }
}

/// Where temporary folders are made: in `TMPDIR` if it is set, else in memory where there is room, which
/// is quicker, else where the system wants them.
#[must_use]
pub fn base() -> PathBuf {
    let told = env::var_os("TMPDIR").filter(|told| !told.is_empty());
    told.map(PathBuf::from)
        .or_else(in_memory)
        .unwrap_or_else(env::temp_dir)
}

/// The folder in memory, if it has room and programs may be started from it.
#[cfg(target_os = "linux")]
fn in_memory() -> Option<PathBuf> {
    use rustix::fs::{Access, StatVfsMountFlags, access, statfs, statvfs};
    /// The kind of a file system that lies in memory.
    const TMPFS: u64 = 0x0102_1994;

    let folder = Path::new("/dev/shm");
    access(folder, Access::WRITE_OK | Access::EXEC_OK).ok()?;
    if u64::try_from(statfs(folder).ok()?.f_type).ok()? != TMPFS {
        return None;
    }
    let system = statvfs(folder).ok()?;
    let shut = StatVfsMountFlags::NOEXEC | StatVfsMountFlags::RDONLY;
    let room = system.f_bavail.saturating_mul(system.f_frsize);
    let has_room = room >= MEMORY_FREE && available_memory()? >= MEMORY_FREE;
    (has_room && !system.f_flag.intersects(shut)).then(|| folder.to_owned())
}

/// Elsewhere the system's own folder is as good as any.
#[cfg(not(target_os = "linux"))]
fn in_memory() -> Option<PathBuf> {
    None
}

/// The memory that could be used now.
#[cfg(target_os = "linux")]
fn available_memory() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_folder_nobody_may_write_to_goes_too() {
        let folder = TemporaryFolder::new("hq-test-").expect("a folder");
        let path = folder.path().to_owned();
        let shut = path.join("module");
        fs::create_dir(&shut).expect("a folder");
        fs::write(shut.join("file"), "").expect("a file");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o500)).expect("shut");
        drop(folder);
        assert!(!path.exists(), "{}", path.display());
    }
}
