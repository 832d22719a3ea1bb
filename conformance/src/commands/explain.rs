//! `hq-conformance list` and `hq-conformance explain ID`

use fakehq::nearest::nearest;
use hq_conformance::{
    catalogue::check::{Check, Level},
    exit::Exit,
};

use super::{Failure, checks};

/// A line for every check.
pub(super) fn list() -> Result<Exit, Failure> {
    for check in checks()? {
        println!("{:<30} {:<7} {}", check.id, level(&check), check.rule);
    }
    Ok(Exit::Conforms)
}

/// All about one check.
pub(super) fn explain(id: &str) -> Result<Exit, Failure> {
    let checks = checks()?;
    let Some(check) = checks.iter().find(|check| check.id == id) else {
        let hint = nearest(id, checks.iter().map(|check| check.id.as_str()))
            .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(Failure::usage(format!(
            "there is no check `{id}`{hint} `hq-conformance list` lists them"
        )));
    };
    println!("{} ({})\n\n{}\n", check.id, level(check), check.rule);
    println!("Why it matters: {}", check.why);
    println!("Source: {}", check.source);
    for need in &check.needs {
        println!("Applies if the client can {}.", need.words());
    }
    for case in &check.cases {
        let name = if case.name.is_empty() {
            String::new()
        } else {
            format!(" ({})", case.name)
        };
        println!(
            "Case{name}: {}; expects {:?}",
            case.scenario.story(),
            case.expect
        );
    }
    Ok(Exit::Conforms)
}

fn level(check: &Check) -> &'static str {
    match check.level {
        Level::Must => "must",
        Level::Should => "should",
    }
}
