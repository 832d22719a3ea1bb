//! A client that has its requests ready and knows how long the answers are.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

use md5::{Digest, Md5};

/// Name and password.
pub(crate) type Login = (String, String);

/// A request without credentials.
pub(crate) fn plain(target: &str) -> String {
    format!(
        "GET {target} HTTP/1.1\r\nHost: localhost:8000\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n"
    )
}

/// Requests that answer one challenge again and again, as a client does that keeps its nonce.
pub(crate) fn authorised(
    address: SocketAddr,
    target: &str,
    login: &Login,
    count: usize,
) -> Vec<String> {
    let challenge = String::from_utf8(once(address, &plain(target))).unwrap();
    let value = |field: &str| {
        let start = challenge.find(&format!("{field}=\"")).unwrap() + field.len() + 2;
        challenge[start..].split('"').next().unwrap().to_owned()
    };
    let (nonce, opaque) = (value("nonce"), value("opaque"));
    let (name, password) = login;
    let ha1 = md5(&format!("{name}:DJANGO:{password}"));
    let ha2 = md5(&format!("GET:{target}"));
    let request = |number: usize| {
        let response = md5(&format!("{ha1}:{nonce}:{number:08x}:c0ffee:auth:{ha2}"));
        let line = format!(
            "Authorization: Digest username=\"{name}\", realm=\"DJANGO\", nonce=\"{nonce}\", \
             uri=\"{target}\", cnonce=\"c0ffee\", nc={number:08x}, qop=auth, \
             response=\"{response}\", opaque=\"{opaque}\", algorithm=MD5\r\n\r\n"
        );
        let mut request = plain(target);
        request.truncate(request.len() - 2);
        request + &line
    };
    (1..=count).map(request).collect()
}

fn md5(text: &str) -> String {
    let digest = Md5::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One answer whole, head and body, on a connection of its own.
pub(crate) fn once(address: SocketAddr, request: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = vec![0; 64 * 1024];
    let mut read = 0;
    loop {
        let more = stream.read(&mut answer[read..]).unwrap();
        assert!(more > 0, "the answer ended early");
        read += more;
        let Some(end) = answer[..read]
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
        else {
            continue;
        };
        let head = std::str::from_utf8(&answer[..end]).unwrap();
        let mut fields = head.lines().filter_map(|line| line.split_once(": "));
        let length = fields.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let whole = end + 4 + length.unwrap().1.parse::<usize>().unwrap();
        answer.resize(whole, 0);
        stream.read_exact(&mut answer[read..]).unwrap();
        return answer;
    }
}

/// How long an answer is.
pub(crate) fn length(address: SocketAddr, request: &str) -> usize {
    once(address, request).len()
}
