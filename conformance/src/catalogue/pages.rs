//! The catalogue as pages of the documentation: one for each theme, and an index.

use std::fmt::Write as _;

use super::{
    check::{Case, Check, Level},
    mend,
    theme::{self, Theme},
};

/// A page: the name of its file and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// `tokens.md`.
    pub name: String,
    /// Markdown.
    pub text: String,
}

const MADE_BY: &str = "This page is made by `hq-conformance list --pages docs/checks`.";

/// All pages, the index first.
#[must_use]
pub fn pages(checks: &[Check]) -> Vec<Page> {
    let themes = theme::all();
    let mut pages = vec![index(&themes, checks)];
    pages.extend(themes.iter().map(|theme| page(theme, checks)));
    pages
}

/// The checks of a theme, by id.
fn of<'a>(theme: &Theme, checks: &'a [Check]) -> impl Iterator<Item = &'a Check> {
    let name = theme.name;
    checks.iter().filter(move |check| check.theme() == name)
}

fn index(themes: &[Theme], checks: &[Check]) -> Page {
    let mut text = format!(
        "# The checks\n\nEach is one rule of the protocol. A `must` is what HQ's page says, or what loses, doubles or damages data or \
         calls a failure\na success when it is broken; all else is a `should`. {MADE_BY}\n\n\
         There are {} checks, {} of them musts.\n",
        checks.len(),
        checks
            .iter()
            .filter(|check| check.level == Level::Must)
            .count()
    );
    for theme in themes {
        let _ = write!(
            text,
            "\n## [{}]({}.md)\n\n| check | level | rule |\n|---|---|---|\n",
            theme.name, theme.name
        );
        for check in of(theme, checks) {
            let _ = writeln!(
                text,
                "| [`{}`]({}.md#{}) | {} | {} |",
                check.id,
                theme.name,
                anchor(&check.id),
                check.level.word(),
                check.rule.replace('|', "\\|")
            );
        }
    }
    Page {
        name: "README.md".to_owned(),
        text,
    }
}

fn page(theme: &Theme, checks: &[Check]) -> Page {
    let mut text = format!(
        "# {}\n\n{}\n\n{}\n\n{MADE_BY}\n",
        theme.name,
        theme.text,
        mend::NAMES
    );
    for check in of(theme, checks) {
        let _ = write!(
            text,
            "\n## {}\n\n**{}**: {}\n\n{}\n",
            check.id,
            check.level.word(),
            check.rule,
            check.why
        );
        if !check.needs.is_empty() {
            let needs: Vec<_> = check.needs.iter().map(|need| need.words()).collect();
            let _ = write!(
                text,
                "\nApplies if the client can {}.\n",
                needs.join(", and ")
            );
        }
        text.push('\n');
        for case in &check.cases {
            let _ = writeln!(text, "- {}", told(case));
        }
        let _ = write!(text, "\nHow to mend it: {}\n", check.mend);
        let _ = write!(
            text,
            "\nSource: {}. The bug that it finds: `{}`.\n",
            check.source, check.bug
        );
    }
    Page {
        name: format!("{}.md", theme.name),
        text,
    }
}

/// A case in a line: what is played, what is expected.
fn told(case: &Case) -> String {
    let name = match case.name.as_str() {
        "" => String::new(),
        name => format!("{name}: "),
    };
    let expected: Vec<_> = case.expect.iter().map(ToString::to_string).collect();
    format!(
        "{name}{}. Expected: {}.",
        case.scenario.story(),
        expected.join(", ")
    )
}

/// The place of a heading in its page.
fn anchor(id: &str) -> String {
    id.replace('/', "")
}
