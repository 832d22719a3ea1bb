//! Asking the server: credentials, redirects, waiting, the whole body.
//!
//! - [`digest`]: the answer to a challenge
//! - [`reply`]: an answer as it comes in: its head, then its body
//! - [`redirect`]: where a redirect leads
//! - [`tap`]: the spelling of header names, for the bugs that look at it

pub mod digest;
pub mod redirect;
pub mod reply;
pub mod tap;

use std::time::Duration;

use reqwest::{
    StatusCode, Url,
    header::{AUTHORIZATION, HOST},
    redirect::Policy,
};

use self::{
    digest::{Credentials, Login},
    redirect::Leads,
    reply::Reply,
    tap::Tap,
};
use super::{
    bug::{Bug, Bugs},
    failure::Failure,
    settings::{NonceUse, Settings},
};

/// How long the server may take between two pieces of an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a busy server is asked again.
const REPEATS: usize = 2;

/// The longest wait a server may ask for; one that wants more is asked another day.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The wait before a busy server that names none is asked again.
const OWN_WAIT: Duration = Duration::from_millis(100);

/// How many redirects are followed.
const HOPS: usize = 5;

/// How often refused credentials are sent by a client that takes the refusal for a passing trouble.
const TRIES_OF_A_BUG: usize = 12;

/// The way to the server, with what has been agreed with it in this run.
#[derive(Debug)]
pub struct Wire {
    http: reqwest::Client,
    login: Login,
    nonce: NonceUse,
    tap: Option<Tap>,
    bugs: Bugs,
}

impl Wire {
    /// A way to the server of these settings.
    ///
    /// # Errors
    /// The HTTP client cannot be made.
    pub fn new(settings: &Settings) -> Result<Self, Failure> {
        let bugs = settings.bugs();
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .read_timeout(PATIENCE)
            .connect_timeout(PATIENCE)
            .no_proxy()
            .user_agent(concat!(
                "hq-conformance-reference/",
                env!("CARGO_PKG_VERSION")
            ))
            .build()
            .map_err(|error| Failure::NoAnswer(error.to_string()))?;
        let looks_at_spelling = bugs.has(Bug::LowerCaseNameOnly) || bugs.has(Bug::ExactNameOnly);
        Ok(Self {
            http,
            login: Login::new(Credentials::of(settings), bugs),
            nonce: settings.nonce,
            tap: looks_at_spelling.then(Tap::default),
            bugs,
        })
    }

    /// Asks for an export and returns the head of its answer, which may still mean anything; the
    /// body follows.
    ///
    /// # Errors
    /// No answer, or a redirect that leads nowhere an export could be.
    pub async fn ask(&mut self, address: &str) -> Result<Reply, Failure> {
        let mut url = parsed(address)?;
        if self.nonce == NonceUse::New {
            self.login.forget();
        }
        for _ in 0..HOPS {
            let reply = self.patiently(&url).await?;
            match redirect::leads(&reply, &url) {
                Leads::On(next) => url = self.without_query_if_lost(next),
                Leads::Astray(location) => return Err(Failure::Redirected(location)),
                Leads::Nowhere => return Ok(reply),
            }
        }
        Err(Failure::Redirected(url.to_string()))
    }

    /// The page at the end of the redirects that begin with this one, whatever it is.
    ///
    /// # Errors
    /// No answer.
    pub async fn follow(&mut self, reply: &Reply) -> Result<Vec<u8>, Failure> {
        let mut location = reply.location();
        let mut page = Vec::new();
        for _ in 0..HOPS {
            let Some(next) = location.and_then(|location| Url::parse(&location).ok()) else {
                break;
            };
            let reply = self.send(&next, None).await?;
            location = reply.location();
            page = reply
                .body()
                .await
                .map_or_else(|cut| cut.arrived, |body| body.bytes);
        }
        Ok(page)
    }

    /// Asks again for as long as the server is busy, within bounds (RFC 9110, 10.2.3).
    async fn patiently(&mut self, url: &Url) -> Result<Reply, Failure> {
        let mut repeats = 0;
        loop {
            let reply = self.logged_in(url).await?;
            let busy = [
                StatusCode::SERVICE_UNAVAILABLE,
                StatusCode::TOO_MANY_REQUESTS,
            ];
            let may_repeat = repeats < REPEATS || self.bugs.has(Bug::RetriesForEver);
            if !busy.contains(&reply.status) || !may_repeat {
                return Ok(reply);
            }
            let wait = reply.retry_after().unwrap_or(OWN_WAIT);
            if wait > LONGEST_WAIT {
                return Ok(reply);
            }
            if !self.bugs.has(Bug::HammersServer) {
                tokio::time::sleep(wait).await;
            }
            repeats += 1;
        }
    }

    /// Answers the server's challenge. Credentials that are refused under a fresh one are not sent
    /// again; a nonce that has become stale is replaced once.
    async fn logged_in(&mut self, url: &Url) -> Result<Reply, Failure> {
        let mut fresh = false;
        let mut tries = 0;
        loop {
            let answer = self.login.answer(url);
            let reply = self.send(url, answer.as_deref()).await?;
            let Some(challenge) = reply.challenge() else {
                return Ok(reply);
            };
            let refused = answer.is_some() && fresh;
            let again = match self.bugs.0 {
                Some(Bug::AsksWhileChallenged) => true,
                Some(Bug::Retries401) => tries < TRIES_OF_A_BUG,
                _ => tries < 2 && challenge.is_stale(),
            };
            if refused && !again {
                return Ok(reply);
            }
            tries += usize::from(answer.is_some());
            self.login.challenged(&challenge)?;
            fresh = true;
        }
    }

    async fn send(&mut self, url: &Url, credentials: Option<&str>) -> Result<Reply, Failure> {
        let no_answer = |error: &dyn std::fmt::Display| Failure::NoAnswer(error.to_string());
        let mut request = match &mut self.tap {
            None => self.http.get(url.clone()),
            Some(tap) => {
                let tapped = tap.on(url).map_err(|error| no_answer(&error))?;
                self.http.get(tapped).header(HOST, url.authority())
            }
        };
        if let Some(credentials) = credentials {
            request = request.header(AUTHORIZATION, credentials.as_bytes());
        }
        match request.send().await {
            Ok(response) => Ok(Reply::new(response, self.tap.as_ref(), self.bugs)),
            Err(error) => Err(no_answer(&chain(&error))),
        }
    }

    fn without_query_if_lost(&self, mut url: Url) -> Url {
        if self.bugs.has(Bug::QueryLost) {
            url.set_query(None);
        }
        url
    }
}

fn parsed(address: &str) -> Result<Url, Failure> {
    Url::parse(address)
        .map_err(|error| Failure::Usage(format!("`{address}` is no address: {error}")))
}

/// An error with what is behind it: the first line alone often says nothing.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
