//! Lists the files of `cases/`, so that a new case is in the binary as soon as its file is there.

use std::{
    env,
    ffi::OsStr,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
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
    write_list("cases.rs", &cases, id)?;
    write_list("themes.rs", &themes, theme)
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
