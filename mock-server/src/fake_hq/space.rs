//! One project space of a running server: addresses, people, forms, clock, tokens, journal.

use std::sync::Arc;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::runtime::Handle;

use super::{
    offered::{self, OfferedExport},
    thread::ServerThread,
};
use crate::{
    hq::{Faults, Island},
    http::call::address,
    journal::entry::Entry,
    quirks::UnknownChoice,
    world::{
        clock::OutOfRange,
        form::StoredForm,
        people::{Standing, WebUser},
        plan::Plan,
        space::ProjectSpace,
        submit::SubmitError,
    },
};

/// A project space of a running server. Copies are of the same space.
///
/// ```
/// use fakehq::{FakeHq, file_format::Format};
/// use serde_json::json;
///
/// let hq = FakeHq::builder().world("empty").start_blocking()?;
/// let demo = hq.space("demo")?;
/// demo.submit_json(json!({ "xmlns": "http://example.org/visit", "form": { "name": "Asha" } }))?;
/// assert_eq!(
///     demo.exports()[0].url(Format::Csv),
///     format!(
///         "{}/a/demo/reports/export/?export_tag=%22http://example.org/visit%22&format=csv",
///         hq.base_url()
///     )
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Space {
    island: Arc<Island>,
    base_url: Arc<str>,
    runtime: Handle,
}

/// What somebody logs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The login name, an e-mail address.
    pub username: String,
    /// The password; nothing here is secret.
    pub password: String,
}

impl Space {
    pub(super) fn new(island: Arc<Island>, base_url: &str, runtime: &Handle) -> Self {
        Self {
            island,
            base_url: base_url.into(),
            runtime: runtime.clone(),
        }
    }

    /// Its name, the `domain` of its addresses.
    #[must_use]
    pub fn name(&self) -> &str {
        self.island.name()
    }

    /// The exports that its listing page offers: forms by xmlns, custom exports, cases.
    #[must_use]
    pub fn exports(&self) -> Vec<OfferedExport> {
        offered::all(&self.island.space(), &self.base_url)
    }

    /// The address of its listing page, the target of the 302 where there is nothing to export.
    #[must_use]
    pub fn listing_url(&self) -> String {
        let place = self.island.space().choices.listing_address;
        address::listing(&self.base_url, self.name(), place)
    }

    /// The first web user who may export; none where a world has none.
    #[must_use]
    pub fn login(&self) -> Option<Login> {
        let space = self.island.space();
        let mut users = space.people.web_users.iter();
        let user = users.find(|user| user.standing == Standing::Exporter)?;
        Some(Login {
            username: user.username.clone(),
            password: user.password.clone(),
        })
    }

    /// Adds a web user who may export, or gives the one of that name this password.
    pub fn add_login(&self, username: &str, password: &str) -> Login {
        let mut space = self.island.space();
        space
            .people
            .web_users
            .retain(|user| user.username != username);
        let user = WebUser::exporter(username, password);
        space.people.web_users.push(user);
        Login {
            username: username.to_owned(),
            password: password.to_owned(),
        }
    }

    /// Lets a form arrive, given as a stored document or the part of it that matters:
    /// `{"xmlns": ..., "form": {...}}`. A frozen clock moves on by one second.
    ///
    /// # Errors
    /// When it is no such document; nothing is stored then.
    pub fn submit_json(&self, document: Value) -> Result<Arc<StoredForm>, SubmitError> {
        self.island.space().submit_json(document)
    }

    /// Lets a form arrive as the XML a phone sends. A frozen clock moves on by one second.
    ///
    /// # Errors
    /// When it cannot be read; nothing is stored then.
    pub fn submit_xml(&self, xml: impl Into<Bytes>) -> Result<Arc<StoredForm>, SubmitError> {
        self.island.space().submit_xml(&xml.into())
    }

    /// What its clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.island.space().now()
    }

    /// Moves its clock, forwards or backwards.
    ///
    /// # Errors
    /// When the clock cannot show that moment; it is unchanged then.
    pub fn advance_clock(&self, by: SignedDuration) -> Result<Timestamp, OutOfRange> {
        self.island.space().clock.advance(by)
    }

    /// Sets its clock.
    pub fn set_clock(&self, moment: Timestamp) {
        self.island.space().clock.set(moment);
    }

    /// Overrides one edge behaviour from now on; `fakehq quirks` lists them.
    ///
    /// # Errors
    /// When there is no such quirk or no such choice of it.
    pub fn set_quirk(&self, id: &str, choice: &str) -> Result<(), UnknownChoice> {
        self.island.space().choices.set(id, choice)
    }

    /// Lowers or lifts its size cap: exports of more bytes meet the quirk `size-cap`.
    pub fn set_size_cap(&self, bytes: u64) {
        self.island.space().size_cap = bytes;
    }

    /// Gives it another software plan; below Standard there is no export API.
    pub fn set_plan(&self, plan: Plan) {
        self.island.space().plan = plan;
    }

    /// Forgets an export token, or all of them: the server then says that it never knew it.
    pub fn forget_tokens(&self, token: Option<&str>) {
        self.island.space().tokens.forget(token);
    }

    /// What goes wrong on request: see [the room of faults](crate::faults).
    ///
    /// ```
    /// use fakehq::FakeHq;
    ///
    /// let hq = FakeHq::builder().start_blocking()?;
    /// let demo = hq.space("demo")?;
    /// demo.faults().lay(toml::from_str(r#"effect = { status = { code = 503 } }"#)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn faults(&self) -> Faults<'_> {
        self.island.faults()
    }

    /// Waits until every answer is over, then tells what was asked and answered, oldest first.
    ///
    /// The journal is bounded and drops its oldest entries. Each entry says in plain words what was
    /// wrong with a request.
    pub async fn requests(&self) -> Vec<Entry> {
        self.island.journal.settled().await;
        self.island.journal.since(0).entries
    }

    /// As [`Self::requests`], for tests without a runtime.
    #[must_use]
    pub fn requests_blocking(&self) -> Vec<Entry> {
        let island = Arc::clone(&self.island);
        ServerThread::wait(&self.runtime, async move {
            island.journal.settled().await;
        });
        self.island.journal.since(0).entries
    }

    /// Looks into the stored world, or changes it in a way this handle does not offer. No request to
    /// the space is answered meanwhile.
    pub fn with<T>(&self, look: impl FnOnce(&mut ProjectSpace) -> T) -> T {
        look(&mut self.island.space())
    }
}
