//! A client over one connection, which keeps its nonce.

use std::{io, net::SocketAddr};

use md5::{Digest, Md5};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use crate::world::USER;

/// An answer, as far as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Whether the body is as long as announced.
    pub(crate) whole: bool,
}

impl Answer {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.find_map(|(known, value)| (known == name).then_some(value))
    }

    pub(crate) fn token(&self) -> Option<String> {
        self.field("X-CommCareHQ-Export-Token").map(str::to_owned)
    }
}

/// How a client reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    Eager,
    /// Little by little, with a system that takes little.
    Slow,
    /// Hangs up after some bytes of the body.
    HangsUp,
}

pub(crate) struct Client {
    address: SocketAddr,
    reading: Reading,
    stream: Option<TcpStream>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr, reading: Reading) -> Self {
        Self {
            address,
            reading,
            stream: None,
        }
    }

    /// Asks with a digest login. No answer at all is an error.
    pub(crate) async fn export(&mut self, target: &str) -> io::Result<Answer> {
        let challenge = self.ask(target, "").await?;
        assert_eq!(challenge.status, 401, "{challenge:?}");
        let authorization = answering(challenge.field("WWW-Authenticate").unwrap(), target);
        self.ask(target, &authorization).await
    }

    async fn ask(&mut self, target: &str, lines: &str) -> io::Result<Answer> {
        let request = format!("GET {target} HTTP/1.1\r\nHost: hq.test\r\n{lines}\r\n");
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connected().await?,
        };
        stream.write_all(request.as_bytes()).await?;
        let answer = read(&mut stream, self.reading).await?;
        if answer.whole && answer.field("Connection") != Some("close") {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    async fn connected(&self) -> io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        if self.reading != Reading::Eager {
            socket.set_recv_buffer_size(4 * 1024)?;
        }
        socket.connect(self.address).await
    }
}

/// Sends bytes on a connection of their own and reads to its end.
pub(crate) async fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A server that has heard enough may close before all is sent.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

async fn read(stream: &mut TcpStream, reading: Reading) -> io::Result<Answer> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    };
    let mut body = bytes.split_off(end);
    let head = String::from_utf8(bytes).unwrap();
    let mut fields = head.lines().filter_map(|line| line.split_once(": "));
    let length = fields.find(|(name, _)| *name == "Content-Length").unwrap();
    let length: usize = length.1.parse().unwrap();
    let stop = match reading {
        Reading::HangsUp => length / 2,
        _ => length,
    };
    let mut piece = vec![
        0;
        if reading == Reading::Eager {
            65_536
        } else {
            512
        }
    ];
    while body.len() < stop {
        // What breaks off is told by its length.
        match stream.read(&mut piece).await {
            Ok(more @ 1..) => body.extend_from_slice(&piece[..more]),
            _ => break,
        }
        if reading == Reading::Slow {
            tokio::task::yield_now().await;
        }
    }
    Ok(Answer {
        status: head[9..12].parse().unwrap(),
        whole: body.len() == length,
        head,
        body,
    })
}

fn answering(challenge: &str, target: &str) -> String {
    let value = |field: &str| {
        let start = challenge.find(&format!("{field}=\"")).unwrap() + field.len() + 2;
        challenge[start..].split('"').next().unwrap()
    };
    let (nonce, opaque, (name, password)) = (value("nonce"), value("opaque"), USER);
    let ha1 = md5(&format!("{name}:DJANGO:{password}"));
    let ha2 = md5(&format!("GET:{target}"));
    let response = md5(&format!("{ha1}:{nonce}:00000001:c0ffee:auth:{ha2}"));
    format!(
        "Authorization: Digest username=\"{name}\", realm=\"DJANGO\", nonce=\"{nonce}\", \
         uri=\"{target}\", cnonce=\"c0ffee\", nc=00000001, qop=auth, response=\"{response}\", \
         opaque=\"{opaque}\", algorithm=MD5\r\n"
    )
}

fn md5(text: &str) -> String {
    let digest = Md5::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
