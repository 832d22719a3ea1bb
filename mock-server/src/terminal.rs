//! What the programs print: nobody has to listen to the end.

use std::{
    fmt,
    io::{self, ErrorKind, Write as _},
    process,
    sync::atomic::{AtomicBool, Ordering},
};

/// Set once whoever read has seen enough.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Prints to standard output. Where it has been closed, as `| head` does, nothing more is said and the
/// program goes on to its own end. Where it cannot be written to for another reason, such as a full disk,
/// the program says so and ends with `code`.
pub fn print(code: u8, text: fmt::Arguments<'_>) {
    if CLOSED.load(Ordering::Relaxed) {
        return;
    }
    let mut out = io::stdout().lock();
    let Err(error) = out.write_fmt(text).and_then(|()| out.flush()) else {
        return;
    };
    CLOSED.store(true, Ordering::Relaxed);
    if error.kind() != ErrorKind::BrokenPipe {
        eprintln!("cannot write to standard output: {error}");
        process::exit(code.into());
    }
}
