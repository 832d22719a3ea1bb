//! Everything a running server knows: its project spaces, each with its own people, journal and
//! logins, so that many tests can share one server.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock},
};

use tokio::sync::{Semaphore, watch};

use crate::{
    auth::{digest::DigestGate, session::SessionBook},
    cache::Finished,
    faults::{Fault, Laid},
    journal::{entry::Entry, ring::Journal},
    world::space::ProjectSpace,
};

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
    watcher: OnceLock<Watcher>,
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
        let secret = format!("{}/{}", space.seed, space.name);
        Self {
            name: space.name.clone(),
            journal: Journal::default(),
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
    ///     world::file::{Overrides, World},
    /// };
    ///
    /// let world = World::named_or_from_file("empty", &Overrides::default())?;
    /// let island = Island::new(world.spaces.into_iter().next().unwrap());
    /// let id = island.faults().lay(toml::from_str("next = 2\neffect = \"login-page\"").unwrap());
    /// assert_eq!(island.faults().laid()[0].struck, 0);
    /// assert!(island.faults().lift(id));
    /// # Ok::<(), fakehq::world::file::WorldError>(())
    /// ```
    #[must_use]
    pub fn faults(&self) -> Faults<'_> {
        Faults(self)
    }

    pub(crate) fn note_stall(&self) {
        self.stalls.send_modify(|stalls| *stalls += 1);
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
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let islands = spaces
            .into_iter()
            .map(|space| (space.name.clone(), Arc::new(Island::new(space))))
            .collect();
        Arc::new(Self {
            islands: RwLock::new(islands),
            strays: Arc::new(Island::new(strays)),
            rendering: Semaphore::new(cores),
            finished: Finished::within(Finished::DEFAULT_MOST),
            watcher: OnceLock::new(),
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

    /// Takes a space away, unless another one of its name has been put in its place.
    pub fn remove(&self, island: &Arc<Island>) {
        let mut islands = self.islands.write().unwrap_or_else(PoisonError::into_inner);
        if islands
            .get(&island.name)
            .is_some_and(|known| Arc::ptr_eq(known, island))
        {
            islands.remove(&island.name);
        }
    }

    /// Adds a space, or puts a new one in the place of the one of that name.
    pub fn put(&self, space: ProjectSpace) -> Arc<Island> {
        let island = Arc::new(Island::new(space));
        self.islands
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(island.name.clone(), Arc::clone(&island));
        island
    }
}

// What these locks protect is whole between calls; a panic in one request must not stop the rest.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
