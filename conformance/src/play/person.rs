//! A person, or a program with windows, in the place of a client: the scene waits until it is done.

use std::time::Instant;

use tokio::sync::{
    Mutex,
    mpsc::{UnboundedReceiver, UnboundedSender},
};

use super::kit_world::Login;
use crate::client::{
    pipes::Captured,
    run::{ClientRun, Exit},
};

/// What a person is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Scheme, host and port of the server.
    pub base_url: String,
    /// The project space.
    pub domain: String,
    /// The address to fetch.
    pub url: String,
    /// Under which account.
    pub login: Login,
}

/// The line to a person: invitations go out, and a word comes back when a download is done. Where
/// nobody will send one any more, a download is done at once.
#[derive(Debug)]
pub struct Person {
    invitations: UnboundedSender<Invitation>,
    done: Mutex<UnboundedReceiver<()>>,
}

impl Person {
    /// A person who hears of invitations, and says so when a download is done.
    #[must_use]
    pub fn new(invitations: UnboundedSender<Invitation>, done: UnboundedReceiver<()>) -> Self {
        Self {
            invitations,
            done: Mutex::new(done),
        }
    }

    /// Asks for a download and waits until it is done, or `stop` is ready.
    pub(super) async fn run(
        &self,
        invitation: Invitation,
        stop: impl Future<Output = ()>,
    ) -> ClientRun {
        let started = Instant::now();
        // Nobody listens any more: then nothing will be done either.
        let invited = self.invitations.send(invitation).is_ok();
        let exit = if invited {
            let mut done = self.done.lock().await;
            tokio::select! {
                _ = done.recv() => Exit::Exited(0),
                () = stop => Exit::Stopped,
            }
        } else {
            Exit::Stopped
        };
        ClientRun {
            exit,
            stdout: Captured::default(),
            stderr: Captured::default(),
            duration: started.elapsed(),
            strays_killed: 0,
        }
    }
}
