//! How many bytes the system still holds for a client.
//!
//! A reset throws away what the system has not sent, so it must wait until nothing is left. The
//! usual question (`TIOCOUTQ`) has no safe wrapper among our crates; Linux answers it in
//! `/proc/net/tcp` as well. Elsewhere nobody knows, and the caller waits a little instead.

use std::{
    fs,
    net::{IpAddr, SocketAddr},
};

/// Bytes written to this connection and not yet acknowledged by the other side's system.
///
/// None when the system does not tell, or knows no such connection.
#[must_use]
pub fn unsent(local: SocketAddr, peer: SocketAddr) -> Option<u64> {
    let table = match local.ip() {
        IpAddr::V4(_) => "/proc/self/net/tcp",
        IpAddr::V6(_) => "/proc/self/net/tcp6",
    };
    in_table(&fs::read_to_string(table).ok()?, local, peer)
}

/// Looks the connection up in the text of such a table.
fn in_table(table: &str, local: SocketAddr, peer: SocketAddr) -> Option<u64> {
    let (local, peer) = (in_hex(local), in_hex(peer));
    table.lines().skip(1).find_map(|line| {
        let mut words = line.split_ascii_whitespace().skip(1);
        if words.next()? != local || words.next()? != peer {
            return None;
        }
        let (sending, _) = words.nth(1)?.split_once(':')?;
        u64::from_str_radix(sending, 16).ok()
    })
}

/// The address as the kernel prints it: words of four bytes in the machine's own order.
fn in_hex(address: SocketAddr) -> String {
    let octets = match address.ip() {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    let words = octets.chunks_exact(4).map(|word| {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(word);
        format!("{:08X}", u32::from_ne_bytes(bytes))
    });
    format!("{}:{:04X}", words.collect::<String>(), address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_endian = "little")]
    #[test]
    fn the_line_of_the_connection_is_found() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n\
            \x20  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000\n\
            \x20  1: 0100007F:1F90 0100007F:C001 01 0001E240:00000007 00:00000000 00000000\n";
        let (local, peer) = ("127.0.0.1:8080", "127.0.0.1:49153");
        let found = in_table(table, local.parse().unwrap(), peer.parse().unwrap());
        assert_eq!(found, Some(123_456));
        let swapped = in_table(table, peer.parse().unwrap(), local.parse().unwrap());
        assert_eq!(swapped, None);
        assert_eq!(
            in_hex("[::ffff:127.0.0.1]:80".parse().unwrap()),
            "0000000000000000FFFF00000100007F:0050"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_real_connection_tells_what_is_left() {
        use std::io::{Read, Write};

        for address in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(listener) = std::net::TcpListener::bind(address) else {
                continue; // A machine without IPv6.
            };
            let mut client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            let (mut server, peer) = listener.accept().unwrap();
            let local = server.local_addr().unwrap();
            assert_eq!(unsent(local, peer), Some(0));
            server.set_nonblocking(true).unwrap();
            let mut written = 0;
            while let Ok(n) = server.write(&[b'x'; 65_536]) {
                written += n;
            }
            assert!(unsent(local, peer).unwrap() > 0);
            client.read_exact(&mut vec![0; written]).unwrap();
            while unsent(local, peer).unwrap() > 0 {
                std::thread::yield_now();
            }
        }
    }
}
