//! Large bodies are read on threads of their own, a few at once: small answers do not wait for them.

use tokio::task::JoinError;

use crate::hq::Hq;

/// What is smaller is read where it came: it costs less than to hand it over.
const LARGE: usize = 16 << 10;

/// No call of the control API that changes one thing is larger.
pub const SMALL_BODY: usize = 1 << 20;

/// No form of a page is larger.
pub const FORM_BODY: usize = 4 << 20;

/// Does the work on a body of so many bytes. Of large ones no more are worked on at once than there are
/// cores, so that their number bounds what they take of memory.
///
/// # Errors
/// When the work came to a bad end.
pub async fn reading<T: Send + 'static>(
    hq: &Hq,
    size: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    if size < LARGE {
        return Ok(work());
    }
    // Nobody ever closes it.
    let _turn = hq.reading.acquire().await.ok();
    tokio::task::spawn_blocking(work).await
}
