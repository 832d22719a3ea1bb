//! Starting a server and stopping it.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    hq::Hq,
    http::{
        app::app,
        wire::{self, DateSource, Limits},
    },
};

/// A server could not begin to listen.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {host} port {port}: {reason}")]
pub struct CannotListen {
    host: IpAddr,
    port: u16,
    reason: String,
}

/// A server that answers until it is stopped or dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
}

impl Server {
    /// Listens on a port (0: any free one) and answers from then on.
    ///
    /// # Errors
    /// When the port is in use or may not be used.
    pub async fn start(hq: &Arc<Hq>, host: IpAddr, port: u16) -> Result<Self, CannotListen> {
        let failed = |error: io::Error| CannotListen {
            host,
            port,
            reason: match error.kind() {
                io::ErrorKind::AddrInUse => {
                    "another program uses that port; choose another one, or 0 for any".to_owned()
                }
                io::ErrorKind::PermissionDenied => {
                    "ports below 1024 need permission; choose a higher one, or 0 for any".to_owned()
                }
                _ => error.to_string(),
            },
        };
        let listener = TcpListener::bind((host, port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (stop, stopped) = oneshot::channel();
        let router = app(hq);
        let running = tokio::spawn(async move {
            let until = async {
                // Dropping the sender stops the server as well.
                let _ = stopped.await;
            };
            wire::serve(
                listener,
                router,
                Limits::default(),
                DateSource::none(),
                until,
            )
            .await;
        });
        Ok(Self {
            address,
            stop: Some(stop),
            running,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Scheme, host and port: `http://127.0.0.1:8000`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no more requests, finishes the answers under way, and returns when all is over.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        let _ = (&mut self.running).await;
    }
}
