//! What a person or a service sends who wants no more of this.

use std::future::{Future, pending};

use hq_conformance::exit::Exit;
use rustix::process::Signal;
use tokio::{
    signal::unix::{self, SignalKind, signal},
    sync::oneshot,
};

/// The signals that end the kit, and what they are called.
struct Signals([(&'static str, Option<unix::Signal>); 4]);

impl Signals {
    /// Listens from now on.
    fn new() -> Self {
        let on = |kind| signal(kind).ok();
        Self([
            ("an interrupt", on(SignalKind::interrupt())),
            ("a request to terminate", on(SignalKind::terminate())),
            ("a hangup", on(SignalKind::hangup())),
            ("a quit", on(SignalKind::quit())),
        ])
    }

    /// The next one.
    async fn next(&mut self) -> &'static str {
        async fn came(listened: &mut (&'static str, Option<unix::Signal>)) -> &'static str {
            match &mut listened.1 {
                Some(signal) => {
                    signal.recv().await;
                    listened.0
                }
                None => pending().await,
            }
        }
        let [interrupt, terminate, hangup, quit] = &mut self.0;
        tokio::select! {
            told = came(interrupt) => told,
            told = came(terminate) => told,
            told = came(hangup) => told,
            told = came(quit) => told,
        }
    }
}

/// Resolves when the kit is told to end. When it is told so again, it ends at once, whatever it does: the
/// watcher clears up behind it.
///
/// The signal for a file that grows too large is taken as well: the error that comes with it says more.
pub(super) fn listen() -> impl Future<Output = &'static str> {
    let too_large = signal(SignalKind::from_raw(Signal::XFSZ.as_raw()));
    let mut signals = Signals::new();
    let (tell, told) = oneshot::channel();
    // A task of its own, heard whatever the main one is at.
    tokio::spawn(async move {
        let _ = tell.send(signals.next().await);
        signals.next().await;
        std::process::exit(Exit::KitFailed.code().into());
    });
    async move {
        let _too_large = too_large;
        match told.await {
            Ok(told) => told,
            Err(_) => pending().await,
        }
    }
}
