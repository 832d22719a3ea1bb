//! What the ring keeps of one request: the heads as they went over the wire.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{
    entry::{Credentials, Entry, ExportRecord, Sent},
    redact,
};
use crate::http::wire::RawRequest;

/// What an allocation costs beside its content, in bytes: roughly.
pub(super) const EACH: usize = 32;

/// One request and its answer, secrets and all.
///
/// Most entries are dropped before anybody looks at them. So nothing is taken apart when they come, and the
/// process holds in its memory, for as long as the entry lives, what it was sent in clear text anyhow.
/// The only way out of this is [`Self::entry`], which strikes the secrets out; for the same reason it is not
/// printed.
#[derive(Clone)]
pub struct Kept {
    /// The space's clock when the request came.
    pub at: Timestamp,
    /// The head of the request.
    pub request: RawRequest,
    /// What the server made of the credentials.
    pub credentials: Credentials,
    /// The status of the answer.
    pub status: u16,
    /// Set for requests to an export.
    pub export: Option<ExportRecord>,
    /// The fault that struck it, in words.
    pub fault: Option<String>,
    /// Plain words on what was wrong.
    pub notes: Vec<Cow<'static, str>>,
    /// Counts the requests of a space from 1.
    pub(super) number: u64,
    /// The head of the answer, and how far the answer got.
    pub(super) answer: Option<(Box<[u8]>, Sent)>,
}

impl Kept {
    /// A request that is answered, of which nothing more is known.
    #[must_use]
    pub fn new(at: Timestamp, request: RawRequest, status: u16) -> Self {
        Self {
            at,
            request,
            credentials: Credentials::None,
            status,
            export: None,
            fault: None,
            notes: Vec::new(),
            number: 0,
            answer: None,
        }
    }

    /// The same to be shown, secrets struck out.
    #[must_use]
    pub fn entry(self) -> Entry {
        let text = |bytes| redact::text(&String::from_utf8_lossy(bytes));
        let fields = self.request.fields();
        Entry {
            number: self.number,
            at: self.at,
            method: text(self.request.method()),
            target: text(self.request.target()),
            request: fields.map(|(n, v)| redact::field(n, v)).collect(),
            credentials: self.credentials,
            status: self.status,
            answer: self.answer.as_ref().map(|(head, _)| redact::head(head)),
            sent: self.answer.map(|(_, sent)| sent),
            export: self.export,
            fault: self.fault,
            notes: self.notes.iter().map(|note| redact::text(note)).collect(),
        }
    }

    /// About how much memory it takes, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        let request = self.request.head().len() + 2 * EACH;
        let answer = self
            .answer
            .as_ref()
            .map_or(0, |(head, _)| head.len() + EACH);
        let name = match &self.credentials {
            Credentials::Verified { username } | Credentials::Forbidden { username } => {
                username.len() + EACH
            }
            Credentials::None | Credentials::Refused { .. } => 0,
        };
        let export = self.export.as_ref().map_or(0, ExportRecord::size);
        let fault = self.fault.as_ref().map_or(0, |fault| fault.len() + EACH);
        let notes = self.notes.iter().map(|note| note.len() + 2 * EACH);
        size_of::<Self>() + request + answer + name + export + fault + notes.sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::wire::head::read_head;

    fn kept(head: &'static str) -> Kept {
        let raw = read_head(head.into(), 16).unwrap().raw;
        Kept::new(Timestamp::UNIX_EPOCH, raw, 200)
    }

    #[test]
    fn whatever_holds_a_secret_is_shown_without_it() {
        let mut kept = kept(
            "GET /a/?password=s3cret HTTP/1.1\r\nAuthorization: Basic s3cret\r\n\
             Cookie: sessionid=s3cret\r\nReferer: http://jane:s3cret@hq/\r\n\r\n",
        );
        let answer = *b"HTTP/1.1 302 FOUND\r\nSet-Cookie: sessionid=s3cret\r\n\
                        Location: http://jane:s3cret@hq/\r\n\r\n";
        kept.answer = Some((answer.into(), Sent::default()));
        kept.notes
            .push("http://jane:s3cret@hq/ was asked for".into());
        let entry = kept.entry();
        assert_eq!(entry.target, "/a/?password=[struck out]");
        assert_eq!(entry.field("cookie"), Some("sessionid=[struck out]"));
        assert_eq!(entry.notes, ["http://jane:[struck out]@hq/ was asked for"]);
        assert!(!format!("{entry:?}").contains("s3cret"));
    }

    #[test]
    fn everything_that_is_kept_counts() {
        let mut kept = kept("GET / HTTP/1.1\r\n\r\n");
        let mut sizes = vec![kept.size()];
        kept.credentials = Credentials::Verified {
            username: "jane".to_owned(),
        };
        sizes.push(kept.size());
        kept.export = Some(ExportRecord {
            documents: vec!["a".into()],
            ..ExportRecord::default()
        });
        sizes.push(kept.size());
        kept.fault = Some("cut".to_owned());
        sizes.push(kept.size());
        kept.notes.push("a note".into());
        sizes.push(kept.size());
        kept.answer = Some(([b'x'; 1_000].into(), Sent::default()));
        sizes.push(kept.size());
        assert!(sizes.is_sorted_by(|a, b| a < b), "{sizes:?}");
        assert!(sizes[5] >= sizes[4] + 1_000, "{sizes:?}");
    }
}
