//! The fake HQ all scenarios are played on; each gets a project space of its own.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use fakehq::{
    hq::{Hq, Island},
    journal::entry::Entry,
    server::{CannotListen, Control, Listening, Server},
    world::space::ProjectSpace,
};

use tokio::task::JoinSet;

use super::kit_world;
use crate::{client::folders::Workplace, evidence::reader_process::Readers};

/// A fake HQ in this process, on a free port of the loopback interface.
#[derive(Debug)]
pub struct Stage {
    hq: Arc<Hq>,
    server: Server,
    /// Folders of scenarios that are over, on their way out.
    leaving: Mutex<JoinSet<()>>,
    /// Those who read what clients leave behind.
    readers: OnceLock<Arc<Readers>>,
}

impl Stage {
    /// Starts it.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn open() -> Result<Self, CannotListen> {
        let hq = Hq::new([], ProjectSpace::new(kit_world::settings("no-such-space")));
        let listening = Listening {
            // Else a client could change what it is judged by.
            control: Control::Off,
            ..Listening::on(IpAddr::V4(Ipv4Addr::LOCALHOST), 0)
        };
        let server = Server::listen(&hq, listening).await?;
        Ok(Self {
            hq,
            server,
            leaving: Mutex::default(),
            readers: OnceLock::new(),
        })
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.server.base_url()
    }

    /// Those who read what clients leave behind; `kit` is the program of the kit.
    pub(super) fn readers(&self, kit: &Path) -> Arc<Readers> {
        Arc::clone(self.readers.get_or_init(|| Arc::new(Readers::of(kit))))
    }

    pub(super) fn put(&self, space: ProjectSpace) -> Arc<Island> {
        self.hq.put(space)
    }

    /// Takes a space away once its scenario is over; a new one of that name stays.
    pub(super) fn remove(&self, island: &Arc<Island>) {
        self.hq.remove(island);
    }

    /// The name always used, for clients that can run one at a time only.
    pub const SHARED_DOMAIN: &str = "kit";

    /// How many requests have gone to project spaces that do not exist.
    pub(super) fn strays(&self) -> u64 {
        self.hq.strays.journal.last()
    }

    /// What has been asked of such spaces since there were so many.
    pub(super) fn strays_since(&self, strays: u64) -> Vec<Entry> {
        self.hq.strays.journal.since(strays).entries
    }

    /// Takes away the folders of a scenario that is over. The next scenario need not wait for a disk
    /// to forget them.
    pub(super) fn leave(&self, workplace: Workplace) {
        let mut leaving = self.leaving.lock().unwrap_or_else(PoisonError::into_inner);
        while leaving.try_join_next().is_some() {}
        leaving.spawn_blocking(move || drop(workplace));
    }

    /// Ends it; whatever was made for it is gone then.
    pub async fn close(self) {
        self.server.stop().await;
        let leaving = self.leaving.into_inner();
        leaving
            .unwrap_or_else(PoisonError::into_inner)
            .join_all()
            .await;
    }
}
