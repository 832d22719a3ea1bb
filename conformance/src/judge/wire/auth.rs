//! How a client logs in, and what it does when it may not.

use fakehq::journal::entry::{Credentials, Entry};

use crate::{
    judge::{Bench, finding::Finding},
    play::played::PlayedRun,
};

/// How often the same refused credentials may be sent in a run. Six is what one standard library
/// does by itself.
const TRIES: usize = 10;

/// Some request carried a digest answer that verified.
pub(in crate::judge) fn answers_the_challenge(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    if runs.iter().any(|run| run.authorised().next().is_some()) {
        return Finding::Met;
    }
    let refused = runs
        .iter()
        .flat_map(|run| &run.exchanges)
        .find(|entry| matches!(entry.credentials, Credentials::Refused { .. }));
    Finding::broken(
        0,
        match refused {
            Some(entry) => format!("its credentials were refused: {}", entry.notes.join("; ")),
            None => "it met the challenge and sent no credentials".to_owned(),
        },
    )
}

/// No run sends credentials more than [`TRIES`] times.
pub(in crate::judge) fn gives_up_after_ten_tries(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    for (index, run) in runs.iter().enumerate() {
        let tries = run.exchanges.iter().filter(|e| sent_credentials(e)).count();
        if tries > TRIES {
            let what = format!("the same refused credentials were sent {tries} times");
            return Finding::broken(index, what);
        }
    }
    if runs
        .iter()
        .flat_map(|run| &run.exchanges)
        .any(sent_credentials)
    {
        Finding::Met
    } else {
        Finding::undecided("the client sent no credentials")
    }
}

/// Whether a request carries credentials.
pub(in crate::judge) fn sent_credentials(entry: &Entry) -> bool {
    entry.field("authorization").is_some()
}

/// Every digest answer gives the `opaque` of its challenge back and carries `qop`, `nc` and `cnonce`
/// (RFC 2617 3.2.2).
pub(in crate::judge) fn sends_every_field(bench: &Bench<'_>) -> Finding {
    let mut answered = false;
    for (index, run) in bench.played.runs.iter().enumerate() {
        let challenges: Vec<_> = run.exchanges.iter().filter_map(opaque).collect();
        for entry in &run.exchanges {
            let Some(given) = entry.field("authorization") else {
                continue;
            };
            let Some(fields) = given.strip_prefix("Digest ") else {
                continue;
            };
            answered = true;
            let missing = ["opaque", "qop", "nc", "cnonce"]
                .into_iter()
                .find(|name| value(fields, name).is_none());
            if let Some(name) = missing {
                let what = format!("a digest answer came without {name}: {given}");
                return Finding::broken(index, what);
            }
            let sent = value(fields, "opaque").unwrap_or_default();
            if !challenges.is_empty() && !challenges.contains(&sent) {
                let what = format!(
                    "the answer has opaque {sent:?}, the challenge had {:?}",
                    challenges[0]
                );
                return Finding::broken(index, what);
            }
        }
    }
    if answered {
        Finding::Met
    } else {
        Finding::undecided("the client sent no digest answer")
    }
}

/// The `opaque` of a challenge.
fn opaque(entry: &Entry) -> Option<&str> {
    let head = entry.answer.as_deref()?;
    let line = head.lines().find(|line| {
        line.get(..17)
            .is_some_and(|name| name.eq_ignore_ascii_case("www-authenticate:"))
    })?;
    value(line, "opaque")
}

/// The value of a field in a list, quoted or not.
fn value<'a>(fields: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(at) = fields[from..].find(name).map(|at| from + at) {
        from = at + name.len();
        let begins = !fields[..at].ends_with(|sign: char| sign.is_ascii_alphanumeric());
        let Some(rest) = fields[from..]
            .trim_start()
            .strip_prefix('=')
            .filter(|_| begins)
        else {
            continue;
        };
        let rest = rest.trim_start();
        return match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split([',', ' ']).next(),
        };
    }
    None
}

/// No digest answer is refused because it names another request than the one it travels with.
pub(in crate::judge) fn names_its_own_request(bench: &Bench<'_>) -> Finding {
    for (index, run) in bench.played.runs.iter().enumerate() {
        for entry in &run.exchanges {
            let Some(uri) = entry
                .field("authorization")
                .and_then(|given| value(given, "uri"))
            else {
                continue;
            };
            let path = |target: &str| target.split('?').next().unwrap_or_default().to_owned();
            let own = entry.target.as_str();
            // Some programs send the whole address; what is refused for it is another matter.
            let names_own = uri.ends_with(own) || path(uri).ends_with(&path(own));
            let other = run
                .exchanges
                .iter()
                .any(|other| other.target != own && other.target == uri);
            if !names_own || other {
                let what =
                    format!("the digest answer to {own} names {uri} as the address it is for");
                return Finding::broken(index, what);
            }
        }
    }
    asked_several(bench)
}

/// No digest answer is refused because its nonce was used before with the same count or a higher one.
pub(in crate::judge) fn counts_up(bench: &Bench<'_>) -> Finding {
    for (index, run) in bench.played.runs.iter().enumerate() {
        let refused = run.exchanges.iter().find(|entry| {
            matches!(&entry.credentials, Credentials::Refused { reason } if reason == "count-not-higher")
        });
        if let Some(entry) = refused {
            let what = format!("{} was refused: {}", entry.target, entry.notes.join("; "));
            return Finding::broken(index, what);
        }
    }
    asked_several(bench)
}

/// Met, if some run asked for several exports with credentials.
fn asked_several(bench: &Bench<'_>) -> Finding {
    let several = |run: &PlayedRun| {
        run.exports()
            .filter(|entry| sent_credentials(entry))
            .count()
            > 1
    };
    if bench.played.runs.iter().any(several) {
        Finding::Met
    } else {
        Finding::undecided("no run of the client sent credentials with more than one request")
    }
}
