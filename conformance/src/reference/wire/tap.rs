//! The spelling of header names, which the HTTP client does not show: connections are led through
//! here, and what the server sends is copied. Only the bugs that look at spelling use it.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use reqwest::Url;

/// A relay on the loopback interface, once there is a server to relay to.
#[derive(Debug, Default)]
pub struct Tap {
    relay: Option<Relay>,
    seen: Arc<Mutex<Vec<u8>>>,
}

#[derive(Debug)]
struct Relay {
    server: String,
    port: u16,
}

impl Tap {
    /// The address as it is reached through the relay; what was copied before is forgotten.
    ///
    /// # Errors
    /// No port can be had.
    pub fn on(&mut self, url: &Url) -> io::Result<Url> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        let port = self.port(url.authority())?;
        let mut tapped = url.clone();
        // Neither can be refused for an address of this scheme.
        let _ = tapped.set_host(Some("127.0.0.1"));
        let _ = tapped.set_port(Some(port));
        Ok(tapped)
    }

    /// Whether the last answer had a header spelled exactly so.
    #[must_use]
    pub fn has_seen(&self, name: &str) -> bool {
        let line = format!("\r\n{name}: ");
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.windows(line.len())
            .any(|bytes| bytes == line.as_bytes())
    }

    fn port(&mut self, server: &str) -> io::Result<u16> {
        if let Some(relay) = self.relay.as_ref().filter(|relay| relay.server == server) {
            return Ok(relay.port);
        }
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let (server, seen) = (server.to_owned(), Arc::clone(&self.seen));
        self.relay = Some(Relay {
            server: server.clone(),
            port,
        });
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let _ = relay(client, &server, &seen);
            }
        });
        Ok(port)
    }
}

fn relay(client: TcpStream, server: &str, seen: &Arc<Mutex<Vec<u8>>>) -> io::Result<()> {
    let server = TcpStream::connect(server)?;
    let (asked, answered) = (client.try_clone()?, server.try_clone()?);
    let seen = Arc::clone(seen);
    thread::spawn(move || copy(asked, server, |_| ()));
    thread::spawn(move || {
        copy(answered, client, |bytes| {
            seen.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend_from_slice(bytes);
        });
    });
    Ok(())
}

/// Copies until one side ends; the other is told.
fn copy(mut from: TcpStream, mut to: TcpStream, mut note: impl FnMut(&[u8])) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        note(&buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
