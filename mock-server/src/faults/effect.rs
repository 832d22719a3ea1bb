//! What becomes of an answer.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    named::{Named, named},
    place::{Place, Spot},
};
use crate::input::span::Span;

/// What becomes of an answer that a fault strikes.
///
/// Written by name, `effect = "cut"`, or with what differs from the defaults,
/// `effect = { cut = { at = 1000 } }`. Each is shown with such a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    remote = "Self",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum Effect {
    /// Another status and a page of the server instead of the answer.
    /// `effect = { status = { code = 503, retry-after = 1 } }`
    Status {
        /// The status, 200 to 599.
        code: u16,
        /// Seconds told in `Retry-After`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<u32>,
    },
    /// The login page with status 200 instead of the answer. `effect = "login-page"`
    LoginPage {},
    /// 302 to the address that was asked for; laid on N requests it is a chain of N redirects, on every
    /// request a loop. `effect = "redirect"`
    Redirect {},
    /// The body breaks off, the head still promising all of it, and the connection closes.
    /// `effect = { cut = { at = "50%" } }`
    Cut {
        /// What is sent.
        #[serde(default = "half_way")]
        at: Place,
    },
    /// The head breaks off and the connection closes. `effect = { cut-head = { bytes = 20 } }`
    CutHead {
        /// How much of the head is sent.
        #[serde(default = "cut_head")]
        bytes: u32,
    },
    /// The connection closes without a word. `effect = "empty-reply"`
    EmptyReply {},
    /// The connection is torn down (RST). `effect = { reset = { at = "nothing" } }`
    Reset {
        /// What is sent before.
        #[serde(default = "half_way")]
        at: Place,
    },
    /// Nothing more comes until the client leaves or the server stops.
    /// `effect = { stall = { at = 1000 } }`
    Stall {
        /// What is sent before.
        #[serde(default = "half_way")]
        at: Place,
    },
    /// Bytes that are no HTTP instead of the answer. `effect = { garbage = { bytes = 64, seed = 0 } }`
    Garbage {
        /// How many.
        #[serde(default = "garbage")]
        bytes: u32,
        /// What they are made of.
        #[serde(default)]
        seed: u64,
    },
    /// A body that makes no sense in any format, as long as the right one; status and head stay.
    /// `effect = { garbage-body = { seed = 0 } }`
    GarbageBody {
        /// What it is made of.
        #[serde(default)]
        seed: u64,
    },
    /// One byte of the body is another. Without a place it is one in the data of the first filled entry
    /// of a zip archive, such that the length stays right and only the checksum tells, and the middle
    /// of any other body.
    /// `effect = { changed-byte = { at = "50%" } }`
    ChangedByte {
        /// Where.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Spot>,
    },
    /// A body that ends early, with the length of what is left: for HTTP it is whole.
    /// `effect = { truncated = { at = "50%" } }`
    Truncated {
        /// What is left.
        #[serde(default = "half")]
        at: Spot,
    },
    /// A `Content-Length` that is wrong by so much; the whole body is sent and the connection closes.
    /// `effect = { wrong-length = { by = -10 } }`
    WrongLength {
        /// How much is added to the length.
        by: i64,
    },
    /// A body without any length, ended by the close of the connection, and that early.
    /// `effect = { open-end = { at = "50%" } }`
    OpenEnd {
        /// What is sent.
        #[serde(default = "half")]
        at: Spot,
    },
    /// The body comes in chunks. With a place it breaks off there, and the last chunk never comes.
    /// `effect = { chunked = { at = "50%" } }`
    Chunked {
        /// What is sent; without it the whole body.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Spot>,
    },
    /// The body comes slowly, piece by piece. `effect = { drip = { bytes = 100, pause = "10ms" } }`
    Drip {
        /// Length of a piece.
        #[serde(default = "piece")]
        bytes: u32,
        /// Time between two pieces.
        #[serde(default = "pause")]
        pause: Span,
    },
    /// The answer comes late. `effect = { delay = { time = "2s" } }`
    Delay {
        /// How late.
        time: Span,
    },
    /// 401 with a fresh nonce and `stale="true"`: right credentials, but the nonce is too old.
    /// `effect = "stale-nonce"`
    StaleNonce {},
    /// The fields of a challenge in another order; for requests that are answered with one.
    /// `effect = { shuffled-challenge = { seed = 0 } }`
    ShuffledChallenge {
        /// What the order is made of.
        #[serde(default)]
        seed: u64,
    },
    /// A `charset` behind the content type. `effect = { charset = { value = "utf-8" } }`
    Charset {
        /// The character set named.
        #[serde(default = "utf_8")]
        value: String,
    },
}

fn half() -> Spot {
    Spot::Percent(50)
}

fn half_way() -> Place {
    Place::Body(half())
}

fn cut_head() -> u32 {
    20
}

fn garbage() -> u32 {
    64
}

fn piece() -> u32 {
    100
}

fn pause() -> Span {
    Span::of_millis(10)
}

fn utf_8() -> String {
    "utf-8".to_owned()
}

// The derive makes functions of the same names; these go before it and let the bare name through.
impl Named for Effect {
    const WHAT: &'static str = "an effect";

    fn of_table<'de, D: Deserializer<'de>>(table: D) -> Result<Self, D::Error> {
        Self::deserialize(table)
    }
}

impl<'de> Deserialize<'de> for Effect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        named(deserializer)
    }
}

impl Serialize for Effect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}
