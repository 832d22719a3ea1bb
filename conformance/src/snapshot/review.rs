//! A person decides on pending snapshots, one by one.

use std::io::{self, BufRead, Write};

use super::{compare::diff, store::Store};

/// What a review came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// Approved.
    pub accepted: usize,
    /// Put away.
    pub rejected: usize,
    /// Left for another time.
    pub left: usize,
}

/// Shows every pending snapshot and asks what to do with it. Answers are lines: `a` accepts, `r`
/// rejects, `s` leaves it; `q`, and the end of the input, leave all that follow.
///
/// # Errors
/// The store cannot be read or written, or the person's terminal is gone.
pub fn review(
    store: &Store,
    answers: &mut impl BufRead,
    out: &mut impl Write,
) -> io::Result<Reviewed> {
    let mut reviewed = Reviewed::default();
    let names = store.pending_names()?;
    let count = names.len();
    for (number, name) in (1..).zip(&names) {
        writeln!(out, "\n{number} of {count}: {name}")?;
        show(store, name, out)?;
        match ask(answers, out)? {
            Answer::Accept => {
                store.accept(name)?;
                reviewed.accepted += 1;
            }
            Answer::Reject => {
                store.reject(name)?;
                reviewed.rejected += 1;
            }
            Answer::Leave => reviewed.left += 1,
            Answer::Quit => {
                reviewed.left += count + 1 - number;
                break;
            }
        }
    }
    writeln!(
        out,
        "\n{} accepted, {} rejected, {} left",
        reviewed.accepted, reviewed.rejected, reviewed.left
    )?;
    Ok(reviewed)
}

fn show(store: &Store, name: &str, out: &mut impl Write) -> io::Result<()> {
    let approved = store.approved(name)?;
    let pending = store.pending(name)?.unwrap_or_default();
    match approved {
        _ if pending.is_empty() => {
            writeln!(out, "nothing of this name is played any more: remove it?")
        }
        None => writeln!(out, "new:\n{pending}"),
        Some(approved) => writeln!(out, "{}", diff(&approved, &pending)),
    }
}

enum Answer {
    Accept,
    Reject,
    Leave,
    Quit,
}

fn ask(answers: &mut impl BufRead, out: &mut impl Write) -> io::Result<Answer> {
    loop {
        write!(out, "accept, reject, skip or quit? [a/r/s/q] ")?;
        out.flush()?;
        let mut line = String::new();
        if answers.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(Answer::Quit);
        }
        match line.trim() {
            "a" | "accept" => return Ok(Answer::Accept),
            "r" | "reject" => return Ok(Answer::Reject),
            "s" | "skip" => return Ok(Answer::Leave),
            "q" | "quit" => return Ok(Answer::Quit),
            other => writeln!(out, "`{other}` is no answer")?,
        }
    }
}
