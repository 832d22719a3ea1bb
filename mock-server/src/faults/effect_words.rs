//! Effects in words.

use std::fmt;

use super::effect::Effect;

impl Effect {
    /// The name by which it is chosen.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Status { .. } => "status",
            Self::LoginPage {} => "login-page",
            Self::Redirect {} => "redirect",
            Self::Cut { .. } => "cut",
            Self::CutHead { .. } => "cut-head",
            Self::EmptyReply {} => "empty-reply",
            Self::Reset { .. } => "reset",
            Self::Stall { .. } => "stall",
            Self::Garbage { .. } => "garbage",
            Self::GarbageBody { .. } => "garbage-body",
            Self::ChangedByte { .. } => "changed-byte",
            Self::Truncated { .. } => "truncated",
            Self::WrongLength { .. } => "wrong-length",
            Self::OpenEnd { .. } => "open-end",
            Self::Chunked { .. } => "chunked",
            Self::Drip { .. } => "drip",
            Self::Delay { .. } => "delay",
            Self::StaleNonce {} => "stale-nonce",
            Self::ShuffledChallenge { .. } => "shuffled-challenge",
            Self::Charset { .. } => "charset",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::Status { code, retry_after } => {
                write!(f, " {code}")?;
                match retry_after {
                    Some(seconds) => write!(f, ", Retry-After: {seconds}"),
                    None => Ok(()),
                }
            }
            Self::Cut { at } | Self::Reset { at } | Self::Stall { at } => write!(f, " after {at}"),
            Self::CutHead { bytes } => write!(f, " after {bytes} bytes"),
            Self::Garbage { bytes, seed } => write!(f, " of {bytes} bytes, seed {seed}"),
            Self::GarbageBody { seed } | Self::ShuffledChallenge { seed } => {
                write!(f, ", seed {seed}")
            }
            Self::ChangedByte { at: Some(at) } | Self::Chunked { at: Some(at) } => {
                write!(f, " after {at}")
            }
            Self::Truncated { at } | Self::OpenEnd { at } => write!(f, " after {at}"),
            Self::WrongLength { by } => write!(f, " by {by:+}"),
            Self::Drip { bytes, pause } => write!(f, " of {bytes} bytes every {pause}"),
            Self::Delay { time } => write!(f, " of {time}"),
            Self::Charset { value } => write!(f, " {value}"),
            Self::LoginPage {}
            | Self::Redirect {}
            | Self::EmptyReply {}
            | Self::ChangedByte { at: None }
            | Self::Chunked { at: None }
            | Self::StaleNonce {} => Ok(()),
        }
    }
}
