//! A server for one program, and what the server saw of it.
#![allow(clippy::print_stdout)]

use fakehq::{
    FakeHq,
    fake_hq::{OfferedExport, Space},
    journal::entry::Entry,
};

use crate::program::{Ask, Fetched, Program};

pub(crate) struct Stage {
    pub(crate) program: Program,
    pub(crate) space: Space,
    pub(crate) export: OfferedExport,
    /// Lives as long as the stage.
    _hq: FakeHq,
    seen: u64,
}

/// Plays a scene with every program there is.
pub(crate) fn with_each(scene: impl Fn(&mut Stage)) {
    for &program in Program::present() {
        let hq = FakeHq::start_blocking().unwrap();
        let space = hq.space("demo").unwrap();
        println!("{program:?}");
        scene(&mut Stage {
            program,
            export: space.exports().remove(0),
            space,
            _hq: hq,
            seen: 0,
        });
    }
}

impl Stage {
    pub(crate) fn fetch(&self, url: &str) -> Fetched {
        self.ask(url, "password", false)
    }

    pub(crate) fn follow(&self, url: &str) -> Fetched {
        self.ask(url, "password", true)
    }

    pub(crate) fn ask(&self, url: &str, password: &str, follow: bool) -> Fetched {
        self.program.fetch(&Ask {
            url,
            password,
            follow,
        })
    }

    /// What the server saw since it was last asked.
    pub(crate) fn requests(&mut self) -> Vec<Entry> {
        let mut entries = self.space.requests_blocking();
        entries.retain(|entry| entry.number > self.seen);
        self.seen += entries.len() as u64;
        entries
    }

    /// Their statuses.
    pub(crate) fn statuses(&mut self) -> Vec<u16> {
        let requests = self.requests();
        requests.iter().map(|entry| entry.status).collect()
    }
}
