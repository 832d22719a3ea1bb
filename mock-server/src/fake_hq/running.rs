//! The handle of a running server.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::{
    builder::FakeHqBuilder,
    error::{NoSuchSpace, StartError},
    space::Space,
    thread::ServerThread,
};
use crate::{hq::Hq, server::Listening, world::space::ProjectSpace};

/// A fake HQ that answers until it is stopped or dropped.
///
/// It lives on a thread of its own, so tests may block, or use any runtime or none.
///
/// ```
/// use std::{io::{Read, Write}, net::TcpStream};
/// use fakehq::FakeHq;
///
/// let hq = FakeHq::start_blocking()?;
/// let mut stream = TcpStream::connect(("127.0.0.1", hq.port()))?;
/// stream.write_all(b"GET /a/demo/reports/export/ HTTP/1.0\r\n\r\n")?;
/// let mut answer = String::new();
/// stream.read_to_string(&mut answer)?;
/// assert!(answer.starts_with("HTTP/1.1 401 UNAUTHORIZED"));
/// assert!(answer.contains("WWW-Authenticate: Digest"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct FakeHq {
    hq: Arc<Hq>,
    thread: ServerThread,
    trust: Option<String>,
}

impl FakeHq {
    /// Says which world, which server, and where, before it starts.
    #[must_use]
    pub fn builder() -> FakeHqBuilder {
        FakeHqBuilder::default()
    }

    /// Starts one with the default world (a project space `demo`) on a free port of this machine.
    ///
    /// # Errors
    /// When the system gives no port or no thread.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// As [`Self::start`], for tests without a runtime.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_blocking() -> Result<Self, StartError> {
        Self::builder().start_blocking()
    }

    pub(super) async fn with(hq: Arc<Hq>, listening: Listening) -> Result<Self, StartError> {
        let trust = trust(&listening);
        let thread = ServerThread::start(Arc::clone(&hq), listening).await?;
        Ok(Self { hq, thread, trust })
    }

    pub(super) fn with_blocking(hq: Arc<Hq>, listening: Listening) -> Result<Self, StartError> {
        let trust = trust(&listening);
        let thread = ServerThread::start_blocking(Arc::clone(&hq), listening)?;
        Ok(Self { hq, thread, trust })
    }

    /// Scheme, host and port, without a slash at the end: `http://127.0.0.1:40123`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.thread.base_url
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.thread.port
    }

    /// What a client must trust to speak TLS with it, in PEM; none where it speaks plain HTTP.
    #[must_use]
    pub fn trust(&self) -> Option<&str> {
        self.trust.as_deref()
    }

    /// A project space.
    ///
    /// # Errors
    /// When there is none of that name; the error lists those there are.
    pub fn space(&self, name: &str) -> Result<Space, NoSuchSpace> {
        let island = self.hq.island(name).ok_or_else(|| NoSuchSpace {
            name: name.to_owned(),
            known: self.spaces().iter().map(|s| s.name().to_owned()).collect(),
        })?;
        Ok(Space::new(island, self.base_url(), self.thread.runtime()))
    }

    /// All project spaces, by name.
    #[must_use]
    pub fn spaces(&self) -> Vec<Space> {
        let islands = self.hq.islands().into_iter();
        islands
            .map(|island| Space::new(island, self.base_url(), self.thread.runtime()))
            .collect()
    }

    /// Adds a project space, or puts a new one in the place of the one of that name. Many tests can
    /// so share one server, each with a space of its own.
    pub fn put(&self, space: ProjectSpace) -> Space {
        Space::new(self.hq.put(space), self.base_url(), self.thread.runtime())
    }

    /// The server's own view of itself, for what this handle does not offer.
    #[must_use]
    pub fn hq(&self) -> &Arc<Hq> {
        &self.hq
    }

    /// Takes no more requests, finishes the answers under way, and returns when all is over.
    ///
    /// A drop does not finish them: connections break off.
    pub async fn stop(self) {
        let (tell, stopped) = oneshot::channel();
        // A thread may wait for a thread; a future may not. Without one it stops at once.
        let waiting = std::thread::Builder::new().spawn(move || {
            self.stop_blocking();
            let _ = tell.send(());
        });
        if waiting.is_ok() {
            let _ = stopped.await;
        }
    }

    /// As [`Self::stop`], for tests without a runtime.
    pub fn stop_blocking(self) {
        self.thread.end_in_order();
    }
}

fn trust(listening: &Listening) -> Option<String> {
    let identity = listening.tls.as_ref()?;
    Some(identity.trust().to_owned())
}
