//! What can be wrong with certificates and keys.

use std::{io, path::PathBuf};

/// Why a server cannot speak TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{}: {error}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A file holds nothing of the kind.
    #[error("{from}: {reason}; expected {expected} in PEM, which begins with -----BEGIN")]
    NotPem {
        /// Where it was looked for.
        from: String,
        /// What was looked for.
        expected: &'static str,
        /// Why there is none.
        reason: String,
    },
    /// Certificate and key do not go together, or are of a kind that is not known.
    #[error("the certificate and the key do not work: {0}")]
    Refused(String),
    /// No certificate could be made.
    #[error("no certificate could be made for {name}: {reason}")]
    NotMade {
        /// The host.
        name: String,
        /// Why.
        reason: String,
    },
}
