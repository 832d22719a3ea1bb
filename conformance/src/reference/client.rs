//! One run of the client: every export, one after the other.

use std::{fs, path::Path};

use fakehq::file_format::Format;

use super::{
    address::Export,
    bug::{Bug, Bugs},
    failure::Failure,
    first_schema::FirstSchema,
    keep::Store,
    meaning::{self, Meaning},
    read::{self, Answer, Contents, table::Names},
    settings::{Settings, Task},
    tokens::Tokens,
    wire::{
        Wire,
        reply::{CutBody, Reply},
    },
};

/// How much of a page is told.
const TOLD: usize = 300;

/// What became of one export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Its data are kept.
    Kept,
    /// There were none.
    NothingNew,
}

/// Does what the settings say. An export that fails does not keep the others from being downloaded;
/// `told` hears of each.
///
/// # Errors
/// Nothing could be done at all.
pub async fn run(
    settings: &Settings,
    mut told: impl FnMut(&str, Result<Done, Failure>),
) -> Result<(), Failure> {
    let mut client = Client {
        settings,
        bugs: settings.bugs(),
        names: Names::of(settings.task),
        wire: Wire::new(settings)?,
        tokens: Tokens::load(
            settings.state.as_deref().filter(|_| !settings.full),
            settings.bugs(),
        )?,
        store: Store::new(settings)?,
    };
    if settings.task == Task::ReadFile {
        for file in &settings.addresses {
            told(file, client.read_file(Path::new(file)));
        }
        return Ok(());
    }
    for export in Export::all(settings)? {
        let key = export.key();
        let done = client.export(&export, &key).await;
        told(&key, done);
    }
    Ok(())
}

struct Client<'a> {
    settings: &'a Settings,
    bugs: Bugs,
    names: Names,
    wire: Wire,
    tokens: Tokens,
    store: Store,
}

impl Client<'_> {
    async fn export(&mut self, export: &Export, key: &str) -> Result<Done, Failure> {
        if self.bugs.has(Bug::PurgesFirst) {
            self.store.purge(key)?;
        }
        let address = export.with_token(self.token(key));
        let reply = self.wire.ask(&address).await?;
        match meaning::of(&reply, self.bugs) {
            Meaning::Data => self.take(export, key, reply, &address).await,
            Meaning::NothingNew => self.nothing_new(key, &reply).await,
            Meaning::Refused => Err(Failure::Refused),
            Meaning::Failure => Err(refusal(reply).await),
            Meaning::KeptAsItCame => {
                let page = whatever_came(reply).await;
                self.store.keep_as_it_came("answer", &page)?;
                Ok(Done::Kept)
            }
        }
    }

    fn token(&self, key: &str) -> Option<&str> {
        let forgets =
            self.bugs.has(Bug::CustomTokenDropped) && self.settings.task == Task::CustomExport;
        self.tokens
            .get(key)
            .filter(|_| !self.settings.full && !forgets)
    }

    /// The page at the end of the redirect is of no use to anybody; it is dropped.
    async fn nothing_new(&mut self, key: &str, reply: &Reply) -> Result<Done, Failure> {
        if self.bugs.has(Bug::TokenEmptied) {
            self.tokens.set(key, "")?;
        }
        if self.settings.follow || self.bugs.has(Bug::PageKeptAsData) {
            let page = self.wire.follow(reply).await?;
            if self.bugs.has(Bug::PageKeptAsData) {
                self.store.keep_as_it_came("export", &page)?;
            }
            eprintln!("nothing new; behind the redirect: {}", told(&page));
        }
        Ok(Done::NothingNew)
    }

    /// Reads and keeps an answer, and stores its token when its data are in place.
    async fn take(
        &mut self,
        export: &Export,
        key: &str,
        reply: Reply,
        address: &str,
    ) -> Result<Done, Failure> {
        let mut token = reply.token.clone();
        self.object_to(&reply)?;
        if self.bugs.has(Bug::TokenBeforeBody) {
            self.store_token(key, token.as_deref())?;
        }
        let content_type = reply.content_type();
        let proposed = reply.proposed_name();
        let has_length = reply.has_length;
        let bytes = match reply.body().await {
            Ok(body) => body.bytes,
            Err(cut) => return self.broke_off(export, key, cut, token.as_deref()),
        };
        if self.bugs.has(Bug::TokenBeforeParse) {
            self.store_token(key, token.as_deref())?;
        }
        let answer = Answer {
            bytes: &bytes,
            format: export
                .format
                .unwrap_or_else(|| read::guessed_format(&bytes)),
            content_type: &content_type,
            names: self.names,
            short_headers: self.settings.max_column_size.is_some(),
        };
        let contents = match read::contents(answer, self.bugs) {
            Err(_) if self.takes_on_trust(&bytes, has_length) => {
                self.store.keep_as_it_came("export", &bytes)?;
                return Ok(Done::Kept);
            }
            contents => self.as_remembered(key, contents?)?,
        };
        self.store.keep(key, self.names, &contents)?;
        if let Some(name) = proposed.filter(|_| self.bugs.has(Bug::ServerNameAsPath)) {
            self.store.keep_as_it_came(&name, &bytes)?;
        }
        if self.bugs.has(Bug::TokenFromOtherRequest) {
            token = self.wire.ask(address).await?.token;
        }
        self.store_token(key, token.as_deref())?;
        Ok(Done::Kept)
    }

    /// A token that an answer does not bring leaves the one that is known.
    fn store_token(&mut self, key: &str, token: Option<&str>) -> Result<(), Failure> {
        match token {
            Some(token) => self.tokens.set(key, token),
            None if self.bugs.has(Bug::MissingHeaderClearsToken) => self.tokens.set(key, ""),
            None => Ok(()),
        }
    }

    /// A body that broke off is a failure, and changes nothing.
    fn broke_off(
        &mut self,
        export: &Export,
        key: &str,
        cut: CutBody,
        token: Option<&str>,
    ) -> Result<Done, Failure> {
        match self.bugs.0 {
            Some(Bug::ShortBodyKept) => {
                self.store.keep_as_it_came("export", &cut.arrived)?;
                return Ok(Done::Kept);
            }
            Some(Bug::TokenMovedOnCut) => self.store_token(key, token)?,
            Some(Bug::ResetIsEmpty) if cut.reset => return Ok(Done::NothingNew),
            Some(Bug::PartialRowsStay) if export.format == Some(Format::Csv) => {
                let tables = read::what_can_be_read(&cut.arrived);
                self.store
                    .keep_partial(key, self.names, &Contents::Tables(tables))?;
            }
            _ => {}
        }
        Err(Failure::BrokeOff {
            arrived: cut.arrived.len(),
            why: cut.why,
        })
    }

    /// What some programs want of an answer's head, and need not have.
    fn object_to(&self, reply: &Reply) -> Result<(), Failure> {
        let objection = match (self.bugs.0, self.settings.task) {
            (Some(Bug::MissingTokenFatal), Task::CustomExport)
            | (Some(Bug::CaseTokenAwaited), Task::CaseExport)
                if reply.token.is_none() =>
            {
                "the answer brings no export token"
            }
            (Some(Bug::NeedsLength), _) if !reply.has_length => {
                "the answer does not say how long it is"
            }
            _ => return Ok(()),
        };
        Err(Failure::Objection(objection.to_owned()))
    }

    /// What some programs keep although they cannot read it.
    fn takes_on_trust(&self, bytes: &[u8], has_length: bool) -> bool {
        let is_page = bytes.trim_ascii_start().starts_with(b"<");
        self.bugs.has(Bug::Status200MeansData) && is_page
            || self.bugs.has(Bug::TrustsClose) && !has_length
    }

    fn as_remembered(&self, key: &str, contents: Contents) -> Result<Contents, Failure> {
        match (contents, &self.settings.state) {
            (Contents::Tables(tables), Some(state)) if FirstSchema::is_used(self.bugs) => {
                let tables = FirstSchema::apply(state, key, tables, self.bugs)?;
                Ok(Contents::Tables(tables))
            }
            (contents, _) => Ok(contents),
        }
    }

    fn read_file(&self, path: &Path) -> Result<Done, Failure> {
        let bytes = fs::read(path).map_err(Failure::file(path))?;
        let answer = Answer {
            bytes: &bytes,
            format: self
                .settings
                .format
                .unwrap_or_else(|| read::guessed_format(&bytes)),
            content_type: "",
            names: self.names,
            short_headers: false,
        };
        let contents = read::contents(answer, self.bugs)?;
        self.store
            .keep(&path.to_string_lossy(), self.names, &contents)?;
        Ok(Done::Kept)
    }
}

async fn refusal(reply: Reply) -> Failure {
    let status = reply.status.as_u16();
    let text = told(&whatever_came(reply).await);
    match status {
        401 => Failure::NoChallenge(text),
        status => Failure::Status { status, text },
    }
}

async fn whatever_came(reply: Reply) -> Vec<u8> {
    match reply.body().await {
        Ok(body) => body.bytes,
        Err(cut) => cut.arrived,
    }
}

/// The beginning of a page, on one line.
fn told(page: &[u8]) -> String {
    let text = String::from_utf8_lossy(page);
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}
