//! A space with faults, and a client that reports how its connection ended.

use fakehq::{faults::Fault, quirks::Profile};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{Answer, Ask, EXPORT, Fake, JANE, get, patiently};

/// How the server ended a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// In order.
    Fin,
    /// By a reset.
    Rst,
}

/// A fault as a world file has it.
pub(super) fn fault(text: &str) -> Fault {
    toml::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The space `demo` with two visits and these faults.
pub(super) async fn with(faults: &[&str]) -> Fake {
    let hq = Fake::demo(Profile::Documented).await;
    for text in faults {
        lay(&hq, text);
    }
    hq
}

pub(super) fn lay(hq: &Fake, text: &str) -> u64 {
    hq.hq.island("demo").unwrap().faults().lay(fault(text))
}

/// How often each fault has struck.
pub(super) fn strikes(hq: &Fake) -> Vec<u64> {
    let laid = hq.hq.island("demo").unwrap().faults().laid();
    laid.iter().map(|laid| laid.struck).collect()
}

/// An export of [`crate::support::X`] by Jane, its challenge answered.
pub(super) async fn authorised(hq: &Fake, parameters: &str) -> Ask {
    let ask = get(format!("{EXPORT}{parameters}"));
    let challenge = hq.ask(&ask).await;
    assert_eq!(challenge.status, 401, "{challenge:?}");
    ask.answering(&challenge, JANE)
}

/// Sends a request and reads all there is, whatever it is.
pub(super) async fn raw(hq: &Fake, ask: &Ask) -> (Vec<u8>, Ending) {
    let mut stream = hq.connect().await;
    stream.write_all(&ask.bytes()).await.unwrap();
    let mut all = Vec::new();
    match patiently("the end", stream.read_to_end(&mut all)).await {
        Ok(_) => (all, Ending::Fin),
        Err(error) => {
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
            (all, Ending::Rst)
        }
    }
}

/// The export as it should be, and what came with a fault laid on it.
pub(super) struct Struck {
    pub(super) right: Answer,
    pub(super) all: Vec<u8>,
    pub(super) ending: Ending,
}

/// Downloads once before a fault is laid and once after.
pub(super) async fn struck(parameters: &str, text: &str) -> Struck {
    let hq = with(&[]).await;
    let right = hq.export(parameters).await;
    assert_eq!(right.status, 200);
    let ask = authorised(&hq, parameters).await;
    lay(&hq, text);
    let (all, ending) = raw(&hq, &ask).await;
    assert_eq!(strikes(&hq), [1], "{text}");
    let entry = hq.journal("demo").await.pop().unwrap();
    assert!(entry.fault.is_some(), "{text}: {entry:?}");
    Struck { right, all, ending }
}

impl Struck {
    /// The answer that came, read as one.
    pub(super) fn answer(&self) -> Answer {
        Answer::read(&self.all)
    }
}
