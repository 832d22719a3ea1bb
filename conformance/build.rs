//! Lists the files of `cases/`, so that a new case is in the binary as soon as its file is there.

use std::{env, fmt::Write as _, fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("cases");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for theme in sorted(&folder)? {
        println!("cargo::rerun-if-changed={}", theme.display());
        if theme.is_dir() {
            files.extend(sorted(&theme)?.into_iter().filter(|file| {
                file.extension()
                    .is_some_and(|extension| extension == "toml")
            }));
        }
    }
    let mut code = String::from("&[\n");
    for file in files {
        let id = file
            .strip_prefix(&folder)
            .unwrap_or(&file)
            .with_extension("");
        let _ = writeln!(
            code,
            "    ({:?}, include_str!({:?})),",
            id.to_string_lossy(),
            file.to_string_lossy()
        );
    }
    code.push_str("]\n");
    fs::write(
        Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("cases.rs"),
        code,
    )
}

fn sorted(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}
