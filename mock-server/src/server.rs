//! Starting a server and stopping it.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::Router;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    hq::Hq,
    http::{
        call::public_address::Front,
        control::guard::Listened,
        layers::to_https::to_https,
        routes::{app_at, control_app, hq_app},
        wire::{self, DateSource, Entrance, Limits},
    },
    tls::Identity,
};

/// A server could not begin to listen.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {host} port {port}: {reason}")]
pub struct CannotListen {
    host: IpAddr,
    port: u16,
    reason: String,
}

/// Where a server listens, and how it speaks.
#[derive(Clone, Debug)]
pub struct Listening {
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; 0 takes any free one.
    pub port: u16,
    /// The name that addresses in answers carry, instead of the one that the client used.
    pub hostname: Option<String>,
    /// Certificate and key of a server that speaks TLS.
    pub tls: Option<Identity>,
    /// Where the control API is.
    pub control: Control,
    /// Another port, which leads from plain HTTP to the one that speaks TLS.
    pub http_port: Option<u16>,
}

/// Where the control API is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Control {
    /// On the port of everything else, under `/_fakehq/`.
    #[default]
    Here,
    /// On a port of its own, in plain HTTP; 0 takes any free one.
    Port(u16),
    /// Nowhere.
    Off,
}

impl Listening {
    /// Plain HTTP on a port.
    #[must_use]
    pub const fn on(host: IpAddr, port: u16) -> Self {
        Self {
            host,
            port,
            hostname: None,
            tls: None,
            control: Control::Here,
            http_port: None,
        }
    }

    fn front(&self) -> Front {
        Front {
            tls: self.tls.is_some(),
            hostname: self.hostname.as_deref().map(Arc::from),
        }
    }
}

/// A server that answers until it is stopped or dropped.
#[derive(Debug)]
pub struct Server {
    front: Front,
    main: Port,
    /// Leads to the main one.
    plain: Option<Port>,
    /// Where the control API is, if not there.
    control: Option<Port>,
    control_is_here: bool,
}

impl Server {
    /// Listens on a port (0: any free one) and answers plain HTTP from then on.
    ///
    /// # Errors
    /// When the port is in use or may not be used.
    pub async fn start(hq: &Arc<Hq>, host: IpAddr, port: u16) -> Result<Self, CannotListen> {
        Self::listen(hq, Listening::on(host, port)).await
    }

    /// Listens as it is told and answers from then on.
    ///
    /// # Errors
    /// When a port is in use or may not be used.
    pub async fn listen(hq: &Arc<Hq>, listening: Listening) -> Result<Self, CannotListen> {
        let front = listening.front();
        let entrance = match &listening.tls {
            Some(identity) => Entrance::Tls(identity.acceptor().clone()),
            None => Entrance::Open,
        };
        let (host, router) = (listening.host, {
            let router = match listening.control {
                Control::Here => app_at(hq, Listened(Some(listening.host))),
                Control::Port(_) | Control::Off => hq_app(hq),
            };
            front.clone().before(router)
        });
        let main = Port::open(host, listening.port, entrance, router).await?;
        let plain = match listening.http_port {
            Some(port) => {
                let router = to_https(front.clone(), main.address.port());
                Some(Port::open(host, port, Entrance::Open, router).await?)
            }
            None => None,
        };
        let control = match listening.control {
            Control::Port(port) => {
                let router =
                    front.of_port(main.address.port(), control_app(hq, Listened(Some(host))));
                Some(Port::open(host, port, Entrance::Open, router).await?)
            }
            Control::Here | Control::Off => None,
        };
        Ok(Self {
            front,
            main,
            plain,
            control,
            control_is_here: listening.control == Control::Here,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.main.address
    }

    /// Where it listens for plain HTTP, to lead to the port that speaks TLS.
    #[must_use]
    pub fn plain_address(&self) -> Option<SocketAddr> {
        self.plain.as_ref().map(|port| port.address)
    }

    /// Where it listens for calls of the control API, if that has a port of its own.
    #[must_use]
    pub fn control_address(&self) -> Option<SocketAddr> {
        self.control.as_ref().map(|port| port.address)
    }

    /// The first page of the control API, if there is one.
    #[must_use]
    pub fn control_url(&self) -> Option<String> {
        match (&self.control, self.control_is_here) {
            (Some(port), _) => Some(format!("http://{}/_fakehq/", port.address)),
            (None, true) => Some(format!("{}/_fakehq/", self.base_url())),
            (None, false) => None,
        }
    }

    /// Scheme, host and port: `http://127.0.0.1:8000`.
    #[must_use]
    pub fn base_url(&self) -> String {
        let host = match self.main.address.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        self.front.base_url(&host, self.main.address.port())
    }

    /// Takes no more requests, finishes the answers under way, and returns when all is over.
    pub async fn stop(mut self) {
        let ports = [
            Some(&mut self.main),
            self.plain.as_mut(),
            self.control.as_mut(),
        ];
        for port in ports.into_iter().flatten() {
            port.stop().await;
        }
    }
}

/// A port that is listened on until this is dropped.
#[derive(Debug)]
struct Port {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
}

impl Port {
    async fn open(
        host: IpAddr,
        port: u16,
        entrance: Entrance,
        router: Router,
    ) -> Result<Self, CannotListen> {
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
        let running = tokio::spawn(async move {
            let until = async {
                // Dropping the sender stops the server as well.
                let _ = stopped.await;
            };
            let (limits, date) = (Limits::default(), DateSource::none());
            wire::serve_behind(entrance, listener, router, limits, date, until).await;
        });
        Ok(Self {
            address,
            stop: Some(stop),
            running,
        })
    }

    async fn stop(&mut self) {
        drop(self.stop.take());
        let _ = (&mut self.running).await;
    }
}
