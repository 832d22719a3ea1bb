//! Everything a running server knows: its project spaces, each with its own people, journal and
//! logins, so that many tests can share one server.
//!
//! - [`by_name`]: spaces made on their first request, as their name says
//! - `origin`: what a space can be made of again

pub mod by_name;
mod origin;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockWriteGuard},
};

use tokio::sync::{Semaphore, watch};

use crate::{
    auth::{digest::DigestGate, session::SessionBook},
    cache::{Finished, awaited::Awaited},
    faults::{Fault, Laid},
    journal::{bounds::Bounds, entry::Entry, ring::Journal},
    world::{
        space::{CannotMake, ProjectSpace},
        variation::Variation,
    },
};

use by_name::NotMade;
use origin::Origin;

/// A project space and what the server keeps for it.
pub struct Island {
    name: String,
    space: Mutex<ProjectSpace>,
    /// What was asked of it.
    pub journal: Journal,
    digest: Mutex<DigestGate>,
    sessions: Mutex<SessionBook>,
    /// How many answers have come to a stall.
    stalls: watch::Sender<u64>,
    origin: Origin,
    /// Whether it was made because its name was asked for.
    by_name: bool,
}

/// The faults of a space: see [`Island::faults`].
#[derive(Clone, Copy, Debug)]
pub struct Faults<'i>(&'i Island);

/// A fake HQ: the project spaces by name.
pub struct Hq {
    islands: RwLock<BTreeMap<String, Arc<Island>>>,
    /// What was asked of spaces that do not exist.
    pub strays: Arc<Island>,
    /// As many exports are rendered at once as there are cores; the others wait without holding up
    /// small answers.
    pub(crate) rendering: Semaphore,
    /// Finished exports of all spaces.
    pub finished: Finished,
    /// Who waits for which export.
    pub(crate) awaited: Arc<Awaited>,
    /// As many large submissions are read at once as there are cores.
    pub(crate) reading: Semaphore,
    watcher: OnceLock<Watcher>,
    settings: Settings,
    /// Held while a space is made by name.
    making: Mutex<()>,
}

/// What holds for all spaces of a server.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many spaces are made by name at most.
    pub most_made: usize,
    /// How much each journal keeps.
    pub journal: Bounds,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            most_made: by_name::MOST_MADE,
            journal: Bounds::default(),
        }
    }
}

/// Hears of every request when its answer is over: the name of the space and the journal entry.
type Watcher = Box<dyn Fn(&str, &Entry) + Send + Sync>;

impl std::fmt::Debug for Island {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Island({})", self.name)
    }
}

impl Island {
    /// A space as the server keeps it.
    #[must_use]
    pub fn new(space: ProjectSpace) -> Self {
        Self::with_journal(space, Journal::default())
    }

    fn with_journal(space: ProjectSpace, journal: Journal) -> Self {
        let secret = format!("{}/{}", space.seed, space.name);
        Self {
            name: space.name.clone(),
            origin: Origin::of(&space),
            by_name: false,
            journal,
            digest: Mutex::new(DigestGate::new(&secret)),
            sessions: Mutex::new(SessionBook::new(&secret)),
            space: Mutex::new(space),
            stalls: watch::Sender::new(0),
        }
    }

    /// The `domain` of its URLs.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The space itself; hold it no longer than needed.
    pub fn space(&self) -> MutexGuard<'_, ProjectSpace> {
        lock(&self.space)
    }

    /// The faults laid on it.
    ///
    /// ```
    /// use fakehq::{
    ///     hq::Island,
    ///     world_file::{Overrides, World},
    /// };
    ///
    /// let world = World::named_or_from_file("empty", &Overrides::default())?;
    /// let island = Island::new(world.spaces.into_iter().next().unwrap());
    /// let id = island.faults().lay(toml::from_str("next = 2\neffect = \"login-page\"").unwrap());
    /// assert_eq!(island.faults().laid()[0].struck, 0);
    /// assert!(island.faults().lift(id));
    /// # Ok::<(), fakehq::world_file::WorldError>(())
    /// ```
    #[must_use]
    pub fn faults(&self) -> Faults<'_> {
        Faults(self)
    }

    pub(crate) fn note_stall(&self) {
        self.stalls.send_modify(|stalls| *stalls += 1);
    }

    /// Whether it was made because its name was asked for; see [`by_name`].
    #[must_use]
    pub fn is_made_by_name(&self) -> bool {
        self.by_name
    }

    /// A space like this one at first, of another name and varied.
    ///
    /// # Errors
    /// When it cannot be made of what this one was made of, or not varied so.
    pub fn varied(&self, name: &str, variations: &[Variation]) -> Result<ProjectSpace, NotMade> {
        self.origin.varied(name, variations)
    }

    pub(crate) fn digest(&self) -> MutexGuard<'_, DigestGate> {
        lock(&self.digest)
    }

    pub(crate) fn sessions(&self) -> MutexGuard<'_, SessionBook> {
        lock(&self.sessions)
    }
}

impl Faults<'_> {
    /// Lays a fault; the answer is its id.
    pub fn lay(self, fault: Fault) -> u64 {
        self.0.space().faults.lay(fault)
    }

    /// Takes a fault away; false if there is none of that id.
    pub fn lift(self, id: u64) -> bool {
        self.0.space().faults.lift(id)
    }

    /// Takes all faults away.
    pub fn lift_all(self) {
        self.0.space().faults.lift_all();
    }

    /// The faults, spent ones included, and how often they struck.
    #[must_use]
    pub fn laid(self) -> Vec<Laid> {
        self.0.space().faults.laid().to_vec()
    }

    /// How many answers of this space have come to the stall of a [`stall`](crate::faults::Effect::Stall):
    /// what goes before it has been handed to the network.
    ///
    /// To wait for the next one, take the receiver before the request is sent, and then
    /// `stalls.wait_for(|count| *count > before)`.
    #[must_use]
    pub fn stalls(self) -> watch::Receiver<u64> {
        self.0.stalls.subscribe()
    }
}

impl std::fmt::Debug for Hq {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.islands()).finish()
    }
}

impl Hq {
    /// A server with these spaces.
    #[must_use]
    pub fn new(spaces: impl IntoIterator<Item = ProjectSpace>, strays: ProjectSpace) -> Arc<Self> {
        Self::with_settings(spaces, strays, Settings::default())
    }

    /// A server with these spaces and settings.
    #[must_use]
    pub fn with_settings(
        spaces: impl IntoIterator<Item = ProjectSpace>,
        strays: ProjectSpace,
        settings: Settings,
    ) -> Arc<Self> {
        let island = |space| Island::with_journal(space, Journal::new(settings.journal));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let islands = spaces
            .into_iter()
            .map(|space: ProjectSpace| (space.name.clone(), Arc::new(island(space))))
            .collect();
        Arc::new(Self {
            islands: RwLock::new(islands),
            strays: Arc::new(island(strays)),
            rendering: Semaphore::new(cores),
            reading: Semaphore::new(cores),
            awaited: Arc::default(),
            finished: Finished::within(Finished::DEFAULT_MOST),
            watcher: OnceLock::new(),
            settings,
            making: Mutex::new(()),
        })
    }

    /// Lets `watcher` hear of every request when its answer is over. Only the first one is heard.
    pub fn watch(&self, watcher: impl Fn(&str, &Entry) + Send + Sync + 'static) {
        let _ = self.watcher.set(Box::new(watcher));
    }

    /// Tells the watcher, if there is one, of a request to a space.
    pub(crate) fn tell(&self, island: &Island, number: u64) {
        if let Some(watcher) = self.watcher.get()
            && let Some(entry) = island.journal.entry(number)
        {
            watcher(&island.name, &entry);
        }
    }

    /// The space of a name.
    #[must_use]
    pub fn island(&self, name: &str) -> Option<Arc<Island>> {
        self.islands
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned()
    }

    /// All spaces, by name.
    #[must_use]
    pub fn islands(&self) -> Vec<Arc<Island>> {
        self.islands
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect()
    }

    /// Takes a space away, unless another one of its name has been put in its place. Requests under
    /// way keep it until they are answered.
    pub fn remove(&self, island: &Arc<Island>) {
        let mut islands = self.write();
        if islands
            .get(&island.name)
            .is_some_and(|known| Arc::ptr_eq(known, island))
        {
            islands.remove(&island.name);
        }
    }

    /// Adds a space, or puts a new one in the place of the one of that name.
    pub fn put(&self, space: ProjectSpace) -> Arc<Island> {
        self.put_island(self.settled_island(space))
    }

    /// Drops a space with all that happened to it, and makes it again of what it was made of: the
    /// table of a world file, or the space that was [put](Self::put).
    ///
    /// # Errors
    /// When it cannot be made again, because a file it needs is gone; it is then left as it is.
    pub fn reset(&self, name: &str) -> Result<Option<Arc<Island>>, CannotMake> {
        let Some(old) = self.island(name) else {
            return Ok(None);
        };
        let island = Island {
            by_name: old.by_name,
            origin: old.origin.clone(),
            ..self.settled_island(old.origin.make()?)
        };
        Ok(Some(self.put_island(island)))
    }

    fn settled_island(&self, space: ProjectSpace) -> Island {
        Island::with_journal(space, Journal::new(self.settings.journal))
    }

    fn put_island(&self, island: Island) -> Arc<Island> {
        let island = Arc::new(island);
        self.write()
            .insert(island.name.clone(), Arc::clone(&island));
        island
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Arc<Island>>> {
        self.islands.write().unwrap_or_else(PoisonError::into_inner)
    }
}

// What these locks protect is whole between calls; a panic in one request must not stop the rest.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
