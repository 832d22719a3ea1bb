//! What the connection needs of a socket.

use std::io;

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

use tokio_rustls::server::TlsStream;

use super::send_queue;

/// A stream of bytes both ways that can be torn down.
pub trait Transport: AsyncRead + AsyncWrite + Unpin + Send {
    /// Bytes written that the other side's system has not taken yet; none where that cannot be
    /// told.
    fn unsent(&self) -> Option<u64>;

    /// Makes the coming drop a reset instead of an orderly close.
    ///
    /// # Errors
    /// When the system refuses; the drop is then an orderly close.
    fn reset_on_drop(&mut self) -> io::Result<()>;
}

impl Transport for TcpStream {
    fn unsent(&self) -> Option<u64> {
        send_queue::unsent(self.local_addr().ok()?, self.peer_addr().ok()?)
    }

    fn reset_on_drop(&mut self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

/// What was written has left for the socket when it is flushed; a reset is one of the socket, without
/// a farewell of TLS.
impl Transport for TlsStream<TcpStream> {
    fn unsent(&self) -> Option<u64> {
        self.get_ref().0.unsent()
    }

    fn reset_on_drop(&mut self) -> io::Result<()> {
        self.get_mut().0.reset_on_drop()
    }
}
