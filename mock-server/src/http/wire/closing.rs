//! The end of a connection: FIN after a lingering read, RST after an empty send queue.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::{Instant, sleep, timeout},
};

use super::{Limits, transport::Transport};

/// Closes in order: what was written arrives.
///
/// Unread input would make the system answer with a reset, which eats the answer on its way to the
/// client; so the sending side is shut first, and input is read away until the client ends too.
pub(crate) async fn close<T: Transport>(mut io: T, limits: &Limits) {
    if io.shutdown().await.is_err() {
        return;
    }
    let reading = async {
        let mut waste = [0; 4096];
        let mut left = limits.linger_bytes;
        while let Ok(read @ 1..) = io.read(&mut waste).await {
            left = left.saturating_sub(read as u64);
            if left == 0 {
                return;
            }
        }
    };
    // A client that keeps its side open is not waited for any longer.
    let _ = timeout(limits.linger, reading).await;
}

/// Tears the connection down; what was written before arrives.
pub(crate) async fn reset<T: Transport>(mut io: T, limits: &Limits) {
    let until = Instant::now() + limits.reset_wait;
    let mut pause = Duration::from_millis(1);
    loop {
        match io.unsent() {
            Some(0) => break,
            Some(_) if Instant::now() >= until => break,
            Some(_) => sleep(pause).await,
            // Nobody knows: on a healthy local network this is ample.
            None => {
                sleep(limits.reset_wait.min(Duration::from_millis(50))).await;
                break;
            }
        }
        pause = (pause * 2).min(Duration::from_millis(20));
    }
    // Where the system refuses, the client sees an orderly close: the best that is left.
    let _ = io.reset_on_drop();
}
