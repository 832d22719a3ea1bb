//! The outputs of a client: read to the end, kept in part, counted whole.

use tokio::io::{AsyncRead, AsyncReadExt};

/// How many bytes of an output are kept unless it carries data.
pub const KEPT: usize = 64 * 1024;

/// How many bytes of an output that carries data are kept: as many as a file may have.
pub const KEPT_OF_DATA: usize = super::process_group::LARGEST_FILE as usize;

/// What a client wrote to one of its outputs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    /// The first bytes, as they came; they need not be UTF-8.
    pub kept: Vec<u8>,
    /// How many bytes came in all.
    pub total: u64,
}

impl Captured {
    /// Whether bytes are missing from [`Captured::kept`].
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.total > self.kept.len() as u64
    }

    /// The kept bytes as text; what is no UTF-8 becomes U+FFFD.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
    }

    /// Reads until the end, keeping `limit` bytes. A read that fails ends it too: the writer is
    /// gone, and what came before is kept.
    pub(super) async fn drain(&mut self, mut pipe: impl AsyncRead + Unpin, limit: usize) {
        let mut buffer = vec![0; 32 * 1024];
        while let Ok(count @ 1..) = pipe.read(&mut buffer).await {
            let room = limit.saturating_sub(self.kept.len());
            self.kept.extend_from_slice(&buffer[..count.min(room)]);
            self.total += count as u64;
        }
    }
}
