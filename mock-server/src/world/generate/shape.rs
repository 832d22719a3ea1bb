//! What to invent, as a world file says it. Unknown keys are refused.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

use super::check::ShapeError;
use super::names::Script;
use super::question::Question;
use crate::world::people::Standing;

/// The shape of a whole project space.
///
/// ```
/// use fakehq::world::generate::shape::Shape;
/// let shape = Shape::from_toml(r#"
///     seed = 42
///     [[form]]
///     name = "Visit"
///     xmlns = "http://example.org/visit"
///     count = 20
///     questions = [
///         { name = "village", kind = "village" },
///         { name = "child", kind = "repeat", times = [0, 3], questions = [
///             { name = "age", kind = "integer", range = [0, 5] },
///         ] },
///     ]
/// "#)?;
/// assert_eq!(shape.forms[0].count, 20);
/// # Ok::<(), fakehq::world::generate::check::ShapeError>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shape {
    /// Same seed and shape, same world.
    pub seed: u64,
    /// Name of the project space, as in its addresses.
    pub project_space: String,
    /// No form arrives after this moment.
    #[serde(deserialize_with = "moment")]
    pub ending: Timestamp,
    /// Forms arrive over this many days.
    pub days: u32,
    /// Whether every answer is a [witness](super::witness): asked, answered, unique.
    pub witness: bool,
    /// Scripts that names and remarks are written in.
    pub scripts: Vec<Script>,
    /// Who is there.
    pub people: PeopleShape,
    /// Who sends forms.
    pub submitters: Submitters,
    /// Submissions whose XML cannot be read; they belong to no form.
    pub unreadable: u32,
    /// The forms.
    #[serde(rename = "form")]
    pub forms: Vec<FormShape>,
}

/// Who is there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PeopleShape {
    /// Registered mobile workers, active.
    pub mobile_workers: u32,
    /// Registered mobile workers, no longer active; they sent forms while they were.
    pub inactive_workers: u32,
    /// Groups of mobile workers; the first one shares cases.
    pub groups: u32,
    /// People who log in on the web.
    pub web_users: Vec<WebUserShape>,
}

/// Somebody who logs in on the web.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebUserShape {
    /// Login name, usually an e-mail address.
    pub username: String,
    /// Password, in plain text: nothing here is secret.
    pub password: String,
    /// What this person is to the project space: `exporter`, `viewer`, `outsider` or `superuser`.
    #[serde(default)]
    pub standing: Standing,
}

/// Who sends forms: shares, in any unit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Submitters {
    /// Active mobile workers.
    pub mobile_worker: u32,
    /// Inactive mobile workers.
    pub inactive_worker: u32,
    /// The practice mode of a phone, `demo_user`.
    pub demo_user: u32,
    /// `admin`
    pub admin: u32,
    /// Web users.
    pub web_user: u32,
    /// Ids that belong to nobody.
    pub unknown: u32,
}

/// A form, all its versions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormShape {
    /// What people call it; `@name` of every submission.
    pub name: String,
    /// Its identity, the tag of the export.
    pub xmlns: String,
    /// Id of the application; invented from the project space's name when left out.
    #[serde(default)]
    pub app_id: Option<String>,
    /// Submissions that count: all the exports show without `include_errors`.
    #[serde(default)]
    pub count: u32,
    /// How many of these were edited later; each leaves an XFormDeprecated behind.
    #[serde(default)]
    pub edited: u32,
    /// Byte-identical resubmissions, beside `count`.
    #[serde(default)]
    pub duplicates: u32,
    /// Submissions that could not be processed, beside `count`.
    #[serde(default)]
    pub errors: u32,
    /// Submissions archived by a user, beside `count`.
    #[serde(default)]
    pub archived: u32,
    /// How many versions the form went through, in equal shares of `count`.
    #[serde(default = "one")]
    pub versions: u32,
    /// What it does to a case.
    #[serde(default)]
    pub case: Option<CaseShape>,
    /// Its questions, in order.
    #[serde(default)]
    pub questions: Vec<Question>,
}

/// What a form does to a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseShape {
    /// Type of case: `mother`. Forms of one type work on the same cases.
    #[serde(rename = "type")]
    pub case_type: String,
    /// What it does.
    pub action: CaseAction,
    /// Question whose answer is the case's name, as `group/question`; only for `open`.
    #[serde(default)]
    pub name: Option<String>,
    /// Questions whose answers become properties, as `group/question`.
    #[serde(default)]
    pub properties: Vec<String>,
    /// Version of the case block, 1 or 2.
    #[serde(default = "two")]
    pub version: u8,
    /// In how many of a hundred cases `open` makes a referral, and `close` settles it; version 1 only.
    #[serde(default)]
    pub referrals: u8,
}

/// What a form does to its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseAction {
    /// Begins a new one.
    Open,
    /// Changes an open one.
    Update,
    /// Ends the oldest open one.
    Close,
}

impl Shape {
    /// Reads and checks a world file.
    ///
    /// # Errors
    /// When it is no TOML, has unknown keys, or asks for what cannot be.
    pub fn from_toml(text: &str) -> Result<Self, ShapeError> {
        let shape: Self = toml::from_str(text)
            .map_err(|e| ShapeError::Toml(e.to_string().trim_end().to_owned()))?;
        shape.check()?;
        Ok(shape)
    }

    /// Documents in the world, all kinds together.
    #[must_use]
    pub fn documents(&self) -> u64 {
        let forms = self.forms.iter().map(FormShape::documents).sum::<u64>();
        forms + u64::from(self.unreadable)
    }
}

impl Submitters {
    /// All shares together.
    #[must_use]
    pub fn total(&self) -> u64 {
        [
            self.mobile_worker,
            self.inactive_worker,
            self.demo_user,
            self.admin,
            self.web_user,
            self.unknown,
        ]
        .into_iter()
        .map(u64::from)
        .sum()
    }
}

impl FormShape {
    /// Documents of this form, all kinds together.
    #[must_use]
    pub fn documents(&self) -> u64 {
        [
            self.count,
            self.edited,
            self.duplicates,
            self.errors,
            self.archived,
        ]
        .into_iter()
        .map(u64::from)
        .sum()
    }

    /// Question columns of this form over all versions and tables.
    #[must_use]
    pub fn columns(&self) -> u32 {
        self.questions.iter().map(Question::columns).sum()
    }
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            seed: 1,
            project_space: "demo".to_owned(),
            // 2014-03-01T09:00:00Z, in the years the export API was at its best.
            ending: Timestamp::constant(1_393_664_400, 0),
            days: 30,
            witness: false,
            scripts: Script::ALL.to_vec(),
            people: PeopleShape::default(),
            submitters: Submitters::default(),
            unreadable: 0,
            forms: Vec::new(),
        }
    }
}

impl Default for PeopleShape {
    fn default() -> Self {
        Self {
            mobile_workers: 5,
            inactive_workers: 0,
            groups: 2,
            web_users: vec![WebUserShape {
                username: "user@example.org".to_owned(),
                password: "password".to_owned(),
                standing: Standing::Exporter,
            }],
        }
    }
}

impl Default for Submitters {
    fn default() -> Self {
        Self {
            mobile_worker: 1,
            inactive_worker: 0,
            demo_user: 0,
            admin: 0,
            web_user: 0,
            unknown: 0,
        }
    }
}

fn one() -> u32 {
    1
}

fn two() -> u8 {
    2
}

fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    crate::world::xml::moment::parse(&text).ok_or_else(|| {
        serde::de::Error::custom(format!(
            "`{text}` is no point in time; write it as \"2014-03-01T09:00:00Z\""
        ))
    })
}
