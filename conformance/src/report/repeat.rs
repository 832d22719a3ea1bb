//! Lines a person can paste into a shell: the command that repeats one check, and a request as curl
//! would make it.

use fakehq::journal::entry::Entry;

use crate::play::played::PlayedRun;

/// How the kit was called: what names the client, for a command that calls it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// By the path of a manifest.
    Manifest(String),
    /// By a line for the shell.
    Shell(String),
    /// By a command.
    Command(Vec<String>),
    /// Not at all: a person did the requests.
    Attended,
}

impl Repeat {
    /// The command that makes one result again.
    ///
    /// ```
    /// use hq_conformance::report::repeat::Repeat;
    ///
    /// let repeat = Repeat::Command(vec!["sh".to_owned(), "{here}/a b.sh".to_owned()]);
    /// assert_eq!(
    ///     repeat.only("tokens/clean"),
    ///     "hq-conformance repro tokens/clean -- sh '{here}/a b.sh'"
    /// );
    /// ```
    #[must_use]
    pub fn only(&self, result: &str) -> String {
        if *self == Self::Attended {
            return "hq-conformance attend".to_owned();
        }
        format!("hq-conformance repro {} {}", quoted(result), self.client())
    }

    /// The client, as the command line names it.
    fn client(&self) -> String {
        match self {
            Self::Manifest(path) => quoted(path),
            Self::Shell(line) => format!("--shell {}", quoted(line)),
            Self::Command(words) => {
                let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
                format!("-- {}", words.join(" "))
            }
            Self::Attended => String::new(),
        }
    }
}

/// The last request for the export in a run, or the last at all, as curl would make it.
#[must_use]
pub fn curl(run: &PlayedRun, base_url: &str) -> Option<String> {
    let entry: &Entry = run.exports().last().or(run.exchanges.last())?;
    let method = match entry.method.as_str() {
        "GET" => String::new(),
        method => format!("-X {} ", quoted(method)),
    };
    let login = format!("{}:{}", run.login.username, run.login.password);
    Some(format!(
        "curl -v --digest -u {} {method}{}",
        quoted(&login),
        quoted(&format!("{base_url}{}", entry.target))
    ))
}

/// A word as a shell reads it back.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_quotes_is_quoted() {
        let manifest = Repeat::Manifest("it's/client.toml".to_owned());
        assert_eq!(
            manifest.only("tokens/clean@form-export.csv"),
            r"hq-conformance repro tokens/clean@form-export.csv 'it'\''s/client.toml'"
        );
        let line = Repeat::Shell("curl {url} | cat".to_owned());
        assert_eq!(
            line.only("tag/quoted"),
            "hq-conformance repro tag/quoted --shell 'curl {url} | cat'"
        );
        assert_eq!(quoted(""), "''");
    }
}
