//! Lists the files of `cases/`, so that a new case is in the binary as soon as its file is there.

use std::{
    env,
    ffi::OsStr,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("cases");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut cases = Vec::new();
    let mut themes = Vec::new();
    for theme in sorted(&folder)? {
        println!("cargo::rerun-if-changed={}", theme.display());
        if !theme.is_dir() {
            continue;
        }
        for file in sorted(&theme)? {
            let list = match file.extension().and_then(OsStr::to_str) {
                Some("toml") => &mut cases,
                Some("md") => &mut themes,
                _ => continue,
            };
            list.push(file);
        }
    }
    let id = |file: &Path| {
        let id = file.strip_prefix(&folder).unwrap_or(file);
        id.with_extension("").to_string_lossy().into_owned()
    };
    let theme = |file: &Path| id(file.parent().unwrap_or(file));
    if let Some(commit) = commit(&folder) {
        println!("cargo::rustc-env=HQ_CONFORMANCE_COMMIT={commit}");
    }
    write_list("cases.rs", &cases, id)?;
    write_list("themes.rs", &themes, theme)
}

/// The commit whose checks are those of the folder: none where they were changed since, or where the
/// kit is no checkout of its own repository.
fn commit(folder: &Path) -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(arguments)
            .output();
        let output = output.ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
    };
    let is_own = git(&["rev-parse", "--show-prefix"])? == "conformance/cases/";
    let is_unchanged = git(&["status", "--porcelain", "--", "."])?.is_empty();
    (is_own && is_unchanged).then(|| git(&["rev-parse", "HEAD"]))?
}

/// Writes a list of names and texts as an expression of the language.
fn write_list(name: &str, files: &[PathBuf], of: impl Fn(&Path) -> String) -> io::Result<()> {
    let mut code = String::from("&[\n");
    for file in files {
        let text = file.to_string_lossy();
        let _ = writeln!(code, "    ({:?}, include_str!({text:?})),", of(file));
    }
    code.push_str("]\n");
    let folder = env::var("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&folder).join(name), code)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}
