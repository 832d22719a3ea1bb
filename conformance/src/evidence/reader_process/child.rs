//! The reader's side: limits of its own, then one reading after another until nobody asks any more.

use std::{
    io::{self, Read as _, Write as _},
    time::Duration,
};

use rustix::{
    process::{Resource, Rlimit, getrlimit, setrlimit},
    time::{ClockId, clock_gettime},
};

use super::message::{self, Asked, Frame, GREETING};
use crate::evidence::{
    reading::{Limits, Reading},
    step,
};

/// The processor time of one reading after which no other file is begun.
const TIME: Duration = Duration::from_secs(2);

/// Seconds of the processor after which the system ends a reading.
const SECONDS: u64 = TIME.as_secs() + 1;

/// Bytes of memory.
const MEMORY: u64 = 144 << 20;

/// The largest file it may write: copies of databases.
const LARGEST_FILE: u64 = 80 << 20;

/// Files open at once.
const FILES: u64 = 64;

/// The largest request, in bytes: what a client printed is in it.
const LARGEST_REQUEST: u64 = 80 << 20;

/// Serves readings over standard input and output until the input ends.
///
/// # Errors
/// The other side is gone, or says what makes no sense.
pub fn run() -> io::Result<()> {
    for (resource, most) in [
        (Resource::Data, MEMORY),
        (Resource::Fsize, LARGEST_FILE),
        (Resource::Nofile, FILES),
        (Resource::Core, 0),
    ] {
        limit(resource, most);
    }
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    output.write_all(GREETING)?;
    output.flush()?;
    loop {
        let mut length = [0; 8];
        match input.read_exact(&mut length) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        }
        let length = u64::from_le_bytes(length);
        if length > LARGEST_REQUEST {
            return Err(io::Error::other("the request is too large"));
        }
        let mut request = Vec::new();
        input.by_ref().take(length).read_to_end(&mut request)?;
        let asked: Asked = message::understood(&request)?;
        drop(request);
        // The limit counts from the start of the process.
        let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
        limit(
            Resource::Cpu,
            u64::try_from(used).unwrap_or_default() + 1 + SECONDS,
        );
        let reading = Reading::new(Limits::default())
            .without(asked.skip.iter().cloned())
            .in_a_process_of_its_own(asked.scratch.clone(), TIME)
            .telling(|place| {
                // Whoever does not listen gets the evidence all the same, or is gone.
                let _ = message::write(&mut output, &Frame::At(place.to_owned()));
            });
        let evidence = step::read(&asked, reading);
        message::write(&mut output, &Frame::Done(evidence.into()))?;
    }
}

/// A wish: where the system refuses, the patience of the other side still holds.
fn limit(resource: Resource, most: u64) {
    let now = getrlimit(resource);
    let limit = Rlimit {
        current: Some(now.maximum.map_or(most, |maximum| maximum.min(most))),
        ..now
    };
    let _ = setrlimit(resource, limit);
}
