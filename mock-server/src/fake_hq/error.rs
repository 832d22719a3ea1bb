//! What can go wrong with a fake HQ of one's own.

use std::io;

use crate::{server::CannotListen, tls::TlsError, world_file::WorldError};

/// Why a fake HQ was not started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The world makes no sense, or a quirk that was chosen does not exist.
    #[error(transparent)]
    World(#[from] WorldError),
    /// Two worlds have a project space of one name.
    #[error("two project spaces are called `{0}`; each needs a name of its own")]
    SpaceTwice(String),
    /// The port is in use or may not be used.
    #[error(transparent)]
    Listen(#[from] CannotListen),
    /// There is no certificate to speak TLS with.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The system gave no thread for the server.
    #[error("the system gave no thread for the fake HQ: {0}")]
    Thread(#[from] io::Error),
    /// The thread of the server ended before the server answered.
    #[error("the thread of the fake HQ ended early, which is a bug of fakehq")]
    Ended,
}

/// There is no project space of that name.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("there is no project space `{name}`; there is {}", known.join(", "))]
pub struct NoSuchSpace {
    /// The name asked for.
    pub name: String,
    /// The names there are.
    pub known: Vec<String>,
}
