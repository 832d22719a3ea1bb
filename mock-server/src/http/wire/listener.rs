//! The accept loop and the graceful stop.

use std::{pin::pin, sync::Arc, time::Duration};

use axum::Router;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{DateSource, Entrance, Limits};

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// Connections that had to be cut because they were still busy after [`Limits::drain`].
    pub cut: usize,
}

/// Serves `router` to all who connect, until `stop` resolves.
///
/// As [`serve_behind`] an open entrance.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    date: DateSource,
    stop: impl Future<Output = ()>,
) -> Stopped {
    serve_behind(Entrance::Open, listener, router, limits, date, stop).await
}

/// Serves `router` to all who connect and get through the entrance, until `stop` resolves.
///
/// Then no connection is taken any more, silent ones are closed at once, answers in flight are
/// finished whole (for at most [`Limits::drain`]).
pub async fn serve_behind(
    entrance: Entrance,
    listener: TcpListener,
    router: Router,
    limits: Limits,
    date: DateSource,
    stop: impl Future<Output = ()>,
) -> Stopped {
    let limits = Arc::new(limits);
    let (tell, stopping) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let (limits, date) = (Arc::clone(&limits), date.clone());
                    let (router, stopping) = (router.clone(), stopping.clone());
                    let entrance = entrance.clone();
                    open.spawn(async move {
                        prepare(&stream);
                        entrance.admit(stream, peer, router, &limits, &date, stopping).await;
                    });
                }
                // The client is gone already, or file handles are short: both pass.
                Err(_) => sleep(Duration::from_millis(20)).await,
            },
            Some(_) = open.join_next() => {}
        }
    }
    drop(listener);
    tell.send_replace(true);
    let finishing = async { while open.join_next().await.is_some() {} };
    let cut = match timeout(limits.drain, finishing).await {
        Ok(()) => 0,
        Err(_) => open.len(),
    };
    open.shutdown().await;
    Stopped { cut }
}

fn prepare(stream: &TcpStream) {
    // Answers are written in one piece; waiting for more to send would only delay them. A socket
    // that refuses is served all the same.
    let _ = stream.set_nodelay(true);
}
