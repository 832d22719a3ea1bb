//! How a server ends.

use std::{
    error::Error,
    io::{Read, Write},
    net::TcpStream,
};

use fakehq::FakeHq;

type Outcome = Result<(), Box<dyn Error>>;

fn is_gone(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_err()
}

#[test]
fn a_dropped_one_is_gone_when_the_drop_returns() -> Outcome {
    let hq = FakeHq::start_blocking()?;
    let port = hq.port();
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    // A request under way does not hold it up.
    stream.write_all(b"GET /a/demo/ HT")?;
    drop(hq);
    assert!(is_gone(port));
    let mut rest = Vec::new();
    // An end or a reset, but no answer.
    let _ = stream.read_to_end(&mut rest);
    assert_eq!(rest, b"");
    Ok(())
}

#[tokio::test]
async fn a_drop_inside_a_runtime_of_one_thread_is_fine() -> Outcome {
    let hq = FakeHq::start().await?;
    let port = hq.port();
    drop(hq);
    assert!(is_gone(port));
    Ok(())
}

#[tokio::test]
async fn blocking_calls_inside_a_runtime_are_fine_too() -> Outcome {
    let hq = FakeHq::start_blocking()?;
    assert_eq!(hq.space("demo")?.requests_blocking(), []);
    hq.stop_blocking();
    Ok(())
}

#[tokio::test]
async fn a_stop_returns_when_all_is_over() -> Outcome {
    let hq = FakeHq::start().await?;
    let (port, demo) = (hq.port(), hq.space("demo")?);
    hq.stop().await;
    assert!(is_gone(port));
    assert_eq!(demo.requests().await, [], "a handle outlives its server");
    assert_eq!(demo.requests_blocking(), []);
    Ok(())
}

#[tokio::test]
async fn a_start_given_up_leaves_nothing_behind() -> Outcome {
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port();
    drop(taken);
    let mut start = Box::pin(FakeHq::builder().port(port).start());
    let waker = std::task::Waker::noop();
    let _ = start
        .as_mut()
        .poll(&mut std::task::Context::from_waker(waker));
    drop(start);
    assert!(is_gone(port));
    Ok(())
}

#[test]
fn many_live_side_by_side() -> Outcome {
    let all: Vec<_> = (0..8)
        .map(|_| FakeHq::start_blocking())
        .collect::<Result<_, _>>()?;
    let mut ports: Vec<_> = all.iter().map(FakeHq::port).collect();
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports.len(), 8);
    Ok(())
}
