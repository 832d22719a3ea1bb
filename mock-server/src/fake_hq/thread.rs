//! The thread that a server lives on.
//!
//! A thread of its own, so that it answers whatever the test does: a test that blocks, a runtime
//! that has one thread, no runtime at all.

use std::{
    sync::{Arc, mpsc},
    thread::{Builder, JoinHandle},
};

use tokio::{
    runtime::{self, Handle},
    sync::oneshot,
};

use super::error::StartError;
use crate::{
    hq::Hq,
    server::{Listening, Server},
};

/// A server that answers until this is dropped.
#[derive(Debug)]
pub(super) struct ServerThread {
    pub(super) base_url: String,
    pub(super) port: u16,
    /// The runtime of the thread.
    runtime: Handle,
    ends: Ends,
}

/// What the thread tells when its server answers.
struct Ready {
    base_url: String,
    port: u16,
    runtime: Handle,
}

/// How a server is to end. Where nobody says so, it ends at once.
#[derive(Debug)]
struct InOrder;

/// The end of a thread: at once when dropped.
#[derive(Debug)]
struct Ends {
    in_order: Option<oneshot::Sender<InOrder>>,
    thread: Option<JoinHandle<()>>,
}

impl ServerThread {
    /// Starts a server and waits as a future does.
    pub(super) async fn start(hq: Arc<Hq>, listening: Listening) -> Result<Self, StartError> {
        let (tell, told) = oneshot::channel();
        let ends = Ends::of(hq, listening, move |ready| drop(tell.send(ready)))?;
        Self::of(ends, told.await.unwrap_or(Err(StartError::Ended)))
    }

    /// Starts a server and blocks until it answers.
    pub(super) fn start_blocking(hq: Arc<Hq>, listening: Listening) -> Result<Self, StartError> {
        let (tell, told) = mpsc::channel();
        let ends = Ends::of(hq, listening, move |ready| drop(tell.send(ready)))?;
        Self::of(ends, told.recv().unwrap_or(Err(StartError::Ended)))
    }

    fn of(ends: Ends, ready: Result<Ready, StartError>) -> Result<Self, StartError> {
        let ready = ready?;
        Ok(Self {
            base_url: ready.base_url,
            port: ready.port,
            runtime: ready.runtime,
            ends,
        })
    }

    /// Blocks until a future is done; from any thread, inside a runtime too.
    pub(super) fn wait(runtime: &Handle, future: impl Future<Output = ()> + Send + 'static) {
        let (tell, told) = mpsc::channel();
        runtime.spawn(async move {
            future.await;
            // Whoever waits may have gone.
            let _ = tell.send(());
        });
        // A server that has stopped answers no more: then there is nothing to wait for.
        let _ = told.recv();
    }

    pub(super) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// Finishes the answers under way and returns when all is over.
    pub(super) fn end_in_order(mut self) {
        if let Some(in_order) = self.ends.in_order.take() {
            let _ = in_order.send(InOrder);
        }
    }
}

impl Ends {
    fn of(
        hq: Arc<Hq>,
        listening: Listening,
        tell: impl FnOnce(Result<Ready, StartError>) + Send + 'static,
    ) -> Result<Self, StartError> {
        let (in_order, ended) = oneshot::channel();
        let thread = Builder::new()
            .name("fakehq".to_owned())
            .spawn(move || live(&hq, listening, tell, ended))?;
        Ok(Self {
            in_order: Some(in_order),
            thread: Some(thread),
        })
    }
}

impl Drop for Ends {
    fn drop(&mut self) {
        drop(self.in_order.take());
        if let Some(thread) = self.thread.take() {
            // It panics only where fakehq has a bug, and has said so.
            let _ = thread.join();
        }
    }
}

/// From the first to the last moment of the thread.
fn live(
    hq: &Arc<Hq>,
    listening: Listening,
    tell: impl FnOnce(Result<Ready, StartError>),
    ended: oneshot::Receiver<InOrder>,
) {
    let runtime = match runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return tell(Err(StartError::Thread(error))),
    };
    runtime.block_on(async {
        let server = match Server::listen(hq, listening).await {
            Ok(server) => server,
            Err(error) => return tell(Err(error.into())),
        };
        tell(Ok(Ready {
            base_url: server.base_url(),
            port: server.address().port(),
            runtime: Handle::current(),
        }));
        if let Ok(InOrder) = ended.await {
            server.stop().await;
        }
    });
    // An export that is being rendered is not waited for.
    runtime.shutdown_background();
}
