//! What a run of the client is asked to do.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use fakehq::file_format::Format;

use super::bug::{Bug, Bugs};

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// Download the data of forms.
    FormExport,
    /// Download custom exports.
    CustomExport,
    /// Download cases, referrals and users.
    CaseExport,
    /// Read files that were downloaded by somebody else.
    ReadFile,
}

/// What becomes of the downloads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum StoreKind {
    /// Each is a folder of its own in `--out`.
    #[default]
    Files,
    /// Only the newest of each export is kept, in `--state`.
    Newest,
    /// One growing store of each export, in `--state`, its rows keyed by document.
    Merged,
}

/// What becomes of a nonce once it has been used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum NonceUse {
    /// It is used for the downloads that follow, its count rising.
    #[default]
    Keep,
    /// Every download begins with a new challenge.
    New,
}

/// The format that was asked for in so many words.
pub type WantedFormat = Option<Format>;

/// Everything a run is told.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// What to do.
    #[arg(value_enum)]
    pub task: Task,
    /// The addresses to download, as the listing page offers them; or the files to read. Without
    /// any, the address is built.
    #[arg(value_name = "ADDRESS")]
    pub addresses: Vec<String>,
    /// Scheme, host and port, to build addresses from.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// The project space, to build addresses from.
    #[arg(long)]
    pub domain: Option<String>,
    /// The form to download. May be repeated.
    #[arg(long)]
    pub xmlns: Vec<String>,
    /// The custom export to download. May be repeated.
    #[arg(long, value_name = "ID")]
    pub export_id: Vec<String>,
    /// The web user's name.
    #[arg(long, env = "HQ_USERNAME", default_value = "", hide_env_values = true)]
    pub username: String,
    /// The web user's password.
    #[arg(long, env = "HQ_PASSWORD", default_value = "", hide_env_values = true)]
    pub password: String,
    /// The format to ask for; without it, or empty, what the address says or else the server's default.
    #[arg(long, value_parser = format, default_value = "", hide_default_value = true)]
    pub format: WantedFormat,
    /// The folder for what is downloaded.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The folder for tokens and growing stores. Without it every download is a full one.
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// What becomes of the downloads.
    #[arg(long, value_enum, default_value_t)]
    pub store: StoreKind,
    /// What becomes of a nonce once it has been used.
    #[arg(long, value_enum, default_value_t)]
    pub nonce: NonceUse,
    /// Neither keep tokens nor send one.
    #[arg(long)]
    pub full: bool,
    /// Follow the redirect of an answer without data to its end, and drop the page there.
    #[arg(long)]
    pub follow: bool,
    /// Ask for headers of at most N characters.
    #[arg(long, value_name = "N")]
    pub max_column_size: Option<u32>,
    /// Ask for duplicates and errors too.
    #[arg(long)]
    pub include_errors: bool,
    /// Ask for closed cases too.
    #[arg(long)]
    pub include_closed: bool,
    /// The slip to make.
    #[arg(long, value_name = "NAME")]
    pub bug: Option<Bug>,
}

impl Settings {
    /// The bug that is switched on, if any.
    #[must_use]
    pub fn bugs(&self) -> Bugs {
        Bugs(self.bug)
    }
}

/// A format; the empty word leaves it out.
fn format(word: &str) -> Result<Option<Format>, String> {
    if word.is_empty() {
        return Ok(None);
    }
    Format::with_extra(word).map(Some).map_err(|_| {
        let known = Format::ALL.map(Format::name).join(", ");
        format!("known are {known}")
    })
}
