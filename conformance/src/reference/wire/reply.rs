//! An answer as it comes in: its head, then its body.

use std::{error::Error, io, time::Duration};

use reqwest::{
    Response, StatusCode,
    header::{
        CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE,
    },
};

use super::{chain, digest::Challenge, tap::Tap};
use crate::reference::bug::{Bug, Bugs};

/// The header with the export token (page: Form Data Export).
const TOKEN: &str = "X-CommCareHQ-Export-Token";

/// As much as a body may be, in bytes.
const MOST_BYTES: usize = 512 << 20;

/// The size of the buffer of a client that reads no more than fits into it.
const BUFFER_OF_A_BUG: usize = 1 << 20;

/// An answer whose head is there.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// The export token in its head.
    pub token: Option<String>,
    /// Whether its head says how long the body is.
    pub has_length: bool,
    response: Response,
    bugs: Bugs,
}

/// A whole body.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A body that broke off.
#[derive(Clone, Debug)]
pub struct CutBody {
    /// The bytes that arrived.
    pub arrived: Vec<u8>,
    /// What the connection says.
    pub why: String,
    /// Whether the other side broke the connection by force.
    pub reset: bool,
}

impl Reply {
    pub(super) fn new(response: Response, tap: Option<&Tap>, bugs: Bugs) -> Self {
        let token = response.headers().get(TOKEN);
        let token = token
            .and_then(|token| token.to_str().ok())
            .map(|token| token.trim().to_owned());
        let spelled = |name: &str| tap.is_some_and(|tap| tap.has_seen(name));
        let found = match bugs.0 {
            Some(Bug::LowerCaseNameOnly) => spelled(&TOKEN.to_ascii_lowercase()),
            Some(Bug::ExactNameOnly) => spelled(TOKEN),
            _ => true,
        };
        Self {
            status: response.status(),
            token: token.filter(|token| found && !token.is_empty()),
            has_length: response.content_length().is_some(),
            response,
            bugs,
        }
    }

    /// Where a redirect points to, as an absolute address.
    #[must_use]
    pub fn location(&self) -> Option<String> {
        self.status
            .is_redirection()
            .then(|| self.header(&LOCATION))
            .flatten()
    }

    /// The digest challenge of a 401.
    #[must_use]
    pub fn challenge(&self) -> Option<Challenge> {
        let challenges = self.response.headers().get_all(WWW_AUTHENTICATE);
        let mut challenges = challenges
            .iter()
            .filter_map(|header| Challenge::of(header.as_bytes()));
        challenges
            .next()
            .filter(|_| self.status == StatusCode::UNAUTHORIZED)
    }

    /// How long the server wants to be left alone, if it says so in seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let value = self.header(&RETRY_AFTER)?;
        // A date is an answer for another day.
        let seconds = value.trim().parse().unwrap_or(u64::from(u32::MAX));
        Some(Duration::from_secs(seconds))
    }

    /// The type of the body, as written.
    #[must_use]
    pub fn content_type(&self) -> String {
        self.header(&CONTENT_TYPE).unwrap_or_default()
    }

    /// The file name the server proposes.
    #[must_use]
    pub fn proposed_name(&self) -> Option<String> {
        let value = self.header(&CONTENT_DISPOSITION)?;
        let (_, name) = value.split_once("filename=")?;
        Some(name.trim_matches('"').to_owned())
    }

    /// The body, if it arrives whole.
    ///
    /// # Errors
    /// It broke off, or is too large.
    pub async fn body(mut self) -> Result<Body, CutBody> {
        let mut arrived = Vec::new();
        loop {
            match self.response.chunk().await {
                Ok(Some(piece)) => arrived.extend_from_slice(&piece),
                Ok(None) => break,
                Err(error) => {
                    return Err(CutBody {
                        arrived,
                        why: chain(&error),
                        reset: is_reset(&error),
                    });
                }
            }
            if arrived.len() > MOST_BYTES {
                let why = format!("more than {} MiB", MOST_BYTES >> 20);
                return Err(CutBody {
                    arrived,
                    why,
                    reset: false,
                });
            }
        }
        if self.bugs.has(Bug::ReadsFirstMegabyte) {
            arrived.truncate(BUFFER_OF_A_BUG);
        }
        Ok(Body { bytes: arrived })
    }

    fn header(&self, name: &HeaderName) -> Option<String> {
        let value = self.response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }
}

/// Whether the other side broke the connection by force.
fn is_reset(error: &(dyn Error + 'static)) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionReset)
        || error.source().is_some_and(is_reset)
}
