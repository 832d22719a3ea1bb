//! How a server ends.

use std::io::{Read as _, Write as _};

use crate::support::Running;

#[test]
fn ctrl_c_and_sigterm_end_it_cleanly() {
    for signal in ["INT", "TERM"] {
        let mut server = Running::start(&[]);
        server.signal(signal);
        let status = server.child.wait().unwrap();
        assert!(status.success(), "{signal}: {status}");
        let mut rest = String::new();
        server.stdout.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
    }
}

#[test]
fn a_download_under_way_is_finished_first() {
    let mut server = Running::start(&[]);
    let mut socket = server.connect();
    // The server has read the head and says so; the body is still to come when the signal is.
    socket
        .write_all(
            b"POST /_fakehq/spaces/demo/forms HTTP/1.1\r\nHost: localhost\r\nContent-Length: 44\r\n\
              Expect: 100-continue\r\n\r\n",
        )
        .unwrap();
    let mut go_on = [0; 25];
    socket.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 CONTINUE\r\n\r\n");
    server.signal("TERM");
    socket
        .write_all(b"{\"xmlns\":\"http://example.org/a\",\"form\":{}}  ")
        .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    drop(socket);
    assert!(answer.starts_with("HTTP/1.1 201 CREATED\r\n"), "{answer}");
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn a_second_signal_ends_it_at_once() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let mut server = Running::start(&[]);
        // An answer under way that nobody ends: the rest of the body never comes.
        let mut socket = server.connect();
        socket
            .write_all(
                b"POST /_fakehq/spaces/demo/forms HTTP/1.1\r\nHost: localhost\r\n\
                  Content-Length: 44\r\nExpect: 100-continue\r\n\r\n",
            )
            .unwrap();
        let mut go_on = [0; 25];
        socket.read_exact(&mut go_on).unwrap();
        server.signal(signal);
        std::thread::sleep(std::time::Duration::from_millis(300));
        assert!(server.child.try_wait().unwrap().is_none(), "{signal}");
        let asked = std::time::Instant::now();
        server.signal(signal);
        assert_eq!(server.child.wait().unwrap().code(), Some(code));
        assert!(asked.elapsed().as_secs() < 5, "{signal}");
    }
}

#[test]
fn it_ends_with_its_standard_input_where_that_is_wanted() {
    let mut server = Running::start(&["--exit-with-stdin"]);
    drop(server.child.stdin.take());
    assert!(server.child.wait().unwrap().success());
}
