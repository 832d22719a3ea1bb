//! The people of a project space: who may log in, and who sends forms.

use serde::{Deserialize, Serialize};

/// What somebody with a web login is to a project space (facts G.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// A member whose role shows the export reports.
    #[default]
    Exporter,
    /// A member whose role does not.
    Viewer,
    /// No member: an account of the server, as members of other spaces have one.
    Outsider,
    /// A superuser of the server who is no member. A session opens everything, a digest nothing.
    Superuser,
}

/// Someone who logs in on the web and may be allowed to export.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebUser {
    /// The login name, an e-mail address in lower case.
    pub username: String,
    /// The password in clear: the digest of any login must be computable.
    pub password: String,
    /// What this person is to the space.
    #[serde(default)]
    pub standing: Standing,
}

impl WebUser {
    /// Somebody who may export.
    #[must_use]
    pub fn exporter(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            standing: Standing::Exporter,
        }
    }
}

/// Someone who sends forms with a phone. The password opens the phone, never an export (page: Using
/// with curl).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MobileWorker {
    /// The id that forms carry as `form.meta.userID`.
    pub id: String,
    /// The full login name: `nurse@demo.commcarehq.org`.
    pub username: String,
    /// The password in clear.
    pub password: String,
    /// First and last name.
    #[serde(default)]
    pub full_name: String,
    /// Whether the worker is active.
    #[serde(default = "yes")]
    pub active: bool,
    /// Ids of the groups the worker belongs to.
    #[serde(default)]
    pub groups: Vec<String>,
    /// What the project noted about the worker: `village`, `phone`.
    #[serde(default)]
    pub user_data: Vec<(String, String)>,
}

fn yes() -> bool {
    true
}

/// A group of mobile workers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// 32 hex digits.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whether its members own cases together.
    pub case_sharing: bool,
}

/// Everyone a space knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct People {
    /// Everyone with a web login that the space may meet, members or not.
    pub web_users: Vec<WebUser>,
    /// Registered mobile workers.
    pub mobile_workers: Vec<MobileWorker>,
    /// Groups of mobile workers.
    pub groups: Vec<Group>,
    /// Keys that stand for a password at stored exports (facts A).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub api_keys: Vec<ApiKey>,
}

/// The API key of somebody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiKey {
    /// The login name of a web user or a mobile worker.
    pub username: String,
    /// The key in clear.
    pub key: String,
}

/// An API key is for nobody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("api key: nobody in this project space is called `{0}`")]
pub struct KeyOfNobody(pub String);

/// Who a login name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person<'a> {
    /// A web user.
    Web(&'a WebUser),
    /// A mobile worker.
    Mobile(&'a MobileWorker),
}

impl People {
    /// The person of a login name, letter case included.
    #[must_use]
    pub fn named(&self, username: &str) -> Option<Person<'_>> {
        let web = self.web_users.iter().find(|user| user.username == username);
        let mobile = || {
            self.mobile_workers
                .iter()
                .find(|worker| worker.username == username)
        };
        web.map(Person::Web)
            .or_else(|| mobile().map(Person::Mobile))
    }

    /// Gives somebody an API key, in the place of the one that was there.
    ///
    /// # Errors
    /// When nobody is called so.
    pub fn give_key(&mut self, given: ApiKey) -> Result<(), KeyOfNobody> {
        if self.named(&given.username).is_none() {
            return Err(KeyOfNobody(given.username));
        }
        self.take_key(&given.username);
        self.api_keys.push(given);
        Ok(())
    }

    /// Takes the API key of somebody away.
    pub fn take_key(&mut self, username: &str) {
        self.api_keys.retain(|known| known.username != username);
    }

    /// The API key of somebody.
    #[must_use]
    pub fn key_of(&self, username: &str) -> Option<&ApiKey> {
        self.api_keys.iter().find(|key| key.username == username)
    }
}

impl Person<'_> {
    /// The password in clear.
    #[must_use]
    pub fn password(&self) -> &str {
        match self {
            Self::Web(user) => &user.password,
            Self::Mobile(worker) => &worker.password,
        }
    }

    /// What a person with a web login is to the space; none for a mobile worker.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        match self {
            Self::Web(user) => Some(user.standing),
            Self::Mobile(_) => None,
        }
    }
}

// Passwords stay out of logs and test failures.
impl std::fmt::Debug for WebUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WebUser({})", self.username)
    }
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ApiKey({})", self.username)
    }
}

impl std::fmt::Debug for MobileWorker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MobileWorker({})", self.username)
    }
}
