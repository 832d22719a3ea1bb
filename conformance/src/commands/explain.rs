//! `hq-conformance list` and `hq-conformance explain ID`

use std::{fs, path::Path};

use fakehq::input::nearest::nearest;
use hq_conformance::{
    catalogue::{self, mend, pages::pages, selection::check_of},
    exit::Exit,
};

use super::{Failure, checks};

/// A line for every check; or, into a folder, the pages of the documentation.
pub(super) fn list(folder: Option<&Path>) -> Result<Exit, Failure> {
    let Some(folder) = folder else {
        for check in checks()? {
            say!("{:<30} {:<7} {}", check.id, check.level.word(), check.rule);
        }
        return Ok(Exit::Conforms);
    };
    let checks = catalogue::all().map_err(Failure::kit)?;
    let failed = |error| Failure::kit(format!("{}: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(failed)?;
    for page in pages(&checks) {
        fs::write(folder.join(page.name), page.text).map_err(failed)?;
    }
    Ok(Exit::Conforms)
}

/// All about one check, named by its id or by the name of a result as reports print it.
pub(super) fn explain(name: &str) -> Result<Exit, Failure> {
    let checks = checks()?;
    let id = check_of(name);
    let Some(check) = checks.iter().find(|check| check.id == id) else {
        let hint = nearest(id, checks.iter().map(|check| check.id.as_str()))
            .map_or(";".to_owned(), |near| format!("; did you mean `{near}`?"));
        return Err(Failure::usage(format!(
            "there is no check `{id}`{hint} `hq-conformance list` lists them"
        )));
    };
    say!("{} ({})\n\n{}\n", check.id, check.level.word(), check.rule);
    say!("Why it matters: {}", check.why);
    say!("Source: {}", check.source);
    for need in &check.needs {
        say!("Applies if the client can {}.", need.words());
    }
    for case in &check.cases {
        let name = if case.name.is_empty() {
            String::new()
        } else {
            format!(" ({})", case.name)
        };
        let expected: Vec<_> = case.expect.iter().map(ToString::to_string).collect();
        say!(
            "Case{name}: {}; expected: {}",
            case.scenario.story(),
            expected.join(", ")
        );
    }
    say!("\nHow to mend it\n\n{}\n\n{}", check.mend, mend::NAMES);
    Ok(Exit::Conforms)
}
