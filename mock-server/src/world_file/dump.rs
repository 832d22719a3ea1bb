//! A whole project space, written down as it is: what a dump of the control API holds. Logins, nonces
//! and the journal are not part of it.
//!
//! Two things are worked out anew rather than kept: the columns of a form, which begin with the
//! documents of the newest checkpoint where they are added up only with those; and the files of stored
//! exports, which hold what there is when they are loaded.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeMap as _,
};
use serde_json::Value;

use crate::{
    document::Document,
    faults::FaultBook,
    file_format::UnknownFormat,
    input::hex::{hex, hex_bytes},
    quirks::{Choices, UnknownChoice},
    world::{
        access::Access,
        cases::book::CaseBook,
        clock::{Clock, Pace},
        custom_export::file::{CustomExportTable, NoCustomExport, build_all},
        form::StoredForm,
        people::People,
        plan::Plan,
        recorded::Recorded,
        space::{ProjectSpace, SpaceSettings},
        stored_export::{NoStoredExport, StoredExport},
        token::{Issued, TokenBook},
    },
};

/// The form of dumps that this version writes and reads.
pub const DUMP: u32 = 1;

/// A project space, written down.
///
/// ```
/// use fakehq::world_file::{dump::Dump, Overrides, World};
///
/// let world = World::named_or_from_file("default", &Overrides::default())?;
/// let text = serde_json::to_string(&Dump::of(&world.spaces[0]))?;
/// let again = serde_json::from_str::<Dump>(&text)?.into_space("copy")?;
/// assert_eq!(again.forms.len(), world.spaces[0].forms.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dump {
    dump: u32,
    /// The name it had; it is loaded under any.
    name: String,
    seed: u64,
    #[serde(default)]
    plan: Option<String>,
    #[serde(default)]
    access: Access,
    #[serde(default)]
    quirks: BTreeMap<String, String>,
    clock: WrittenClock,
    #[serde(default)]
    page_mark: Option<String>,
    #[serde(default)]
    ids_made: u64,
    #[serde(default)]
    people: People,
    #[serde(default)]
    custom_exports: Vec<CustomExportTable>,
    #[serde(default)]
    stored_exports: Vec<WrittenStoredExport>,
    #[serde(default)]
    tokens: WrittenTokens,
    #[serde(default)]
    size_cap: Option<u64>,
    #[serde(default)]
    faults: FaultBook,
    #[serde(default)]
    recorded: Vec<Recorded>,
    #[serde(default)]
    documents: Vec<Kept>,
    /// When the columns of a form were last added up, by xmlns.
    #[serde(default)]
    columns_of: BTreeMap<String, Timestamp>,
    #[serde(default)]
    cases: Option<CaseBook>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenClock {
    now: Timestamp,
    #[serde(default)]
    pace: Pace,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStoredExport {
    id: String,
    export: CustomExportTable,
    format: String,
    made: Timestamp,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTokens {
    count: u64,
    issued: Vec<Issued>,
}

/// A dump that is none.
#[derive(Debug, thiserror::Error)]
pub enum BadDump {
    /// Of another version of fakehq.
    #[error("`dump` is {0}; this fakehq reads dumps of form {DUMP}")]
    Form(u32),
    /// An unknown plan or quirk.
    #[error(transparent)]
    Choice(#[from] UnknownChoice),
    /// A custom export that cannot be.
    #[error(transparent)]
    CustomExport(#[from] NoCustomExport),
    /// A stored export that cannot be.
    #[error(transparent)]
    StoredExport(#[from] NoStoredExport),
    /// The format of a stored export is none.
    #[error(transparent)]
    Format(#[from] UnknownFormat),
}

impl Dump {
    /// Writes a space down. Its documents are shared, not copied.
    #[must_use]
    pub fn of(space: &ProjectSpace) -> Self {
        let cards = Choices::cards();
        let quirks = cards.iter().zip(space.choices.names());
        Self {
            dump: DUMP,
            name: space.name.clone(),
            seed: space.seed,
            plan: Some(space.plan.to_string()),
            access: space.access,
            quirks: quirks
                .map(|(card, choice)| (card.id.to_owned(), choice.to_owned()))
                .collect(),
            clock: WrittenClock {
                now: space.now(),
                pace: space.clock.pace(),
            },
            page_mark: Some(space.page_mark.clone()),
            ids_made: space.ids_made,
            people: space.people.clone(),
            custom_exports: space
                .custom_exports
                .iter()
                .map(CustomExportTable::of)
                .collect(),
            stored_exports: space
                .stored_exports
                .iter()
                .map(WrittenStoredExport::of)
                .collect(),
            tokens: WrittenTokens {
                count: space.tokens.count(),
                issued: space.tokens.all(),
            },
            size_cap: Some(space.size_cap),
            faults: space.faults.clone(),
            recorded: space.recorded.clone(),
            documents: space.forms.all().cloned().map(Kept).collect(),
            columns_of: space.forms.remembered(),
            cases: Some(space.cases.clone()),
        }
    }

    /// The space, under a name of choice.
    ///
    /// # Errors
    /// When it is no dump of this form, or names what there is not.
    pub fn into_space(self, name: &str) -> Result<ProjectSpace, BadDump> {
        if self.dump != DUMP {
            return Err(BadDump::Form(self.dump));
        }
        let mut choices = Choices::default();
        for (id, choice) in &self.quirks {
            choices.set(id, choice)?;
        }
        let plan = self
            .plan
            .as_deref()
            .map_or(Ok(Plan::default()), str::parse)?;
        let mut space = ProjectSpace::new(SpaceSettings {
            name: name.to_owned(),
            seed: self.seed,
            choices,
            plan,
            start: self.clock.now,
            pace: self.clock.pace,
        });
        space.clock = Clock::starting_at(self.clock.now, self.clock.pace);
        space.access = self.access;
        if let Some(mark) = self.page_mark {
            space.page_mark = mark;
        }
        space.ids_made = self.ids_made;
        space.people = self.people;
        space.custom_exports = build_all(self.custom_exports, self.seed, name)?;
        space.tokens = TokenBook::of(self.seed, name, self.tokens.count, self.tokens.issued);
        space.size_cap = self.size_cap.unwrap_or(space.size_cap);
        space.faults = self.faults;
        space.recorded = self.recorded;
        for Kept(form) in self.documents {
            match &self.cases {
                // As they were: the forms that made them may have been edited since.
                Some(_) => drop(space.forms.add_shared(form)),
                None => space.file(form),
            }
        }
        space.cases = self.cases.unwrap_or(space.cases);
        space.forms.remember(&self.columns_of);
        for stored in self.stored_exports {
            let export = stored.export.build(self.seed, name)?;
            match space.store_export(&stored.id, &export, stored.format.parse()?) {
                // What it held has been taken away since.
                Err(NoStoredExport::Nothing { .. }) => {}
                newest => newest?.made = stored.made,
            }
        }
        Ok(space)
    }
}

impl WrittenStoredExport {
    fn of(stored: &StoredExport) -> Self {
        Self {
            id: stored.id.clone(),
            export: CustomExportTable::of(&stored.export),
            format: stored.format.to_string(),
            made: stored.made,
        }
    }
}

/// A document, and what was sent where the document does not say it.
#[derive(Clone, Debug)]
struct Kept(Arc<StoredForm>);

impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("document", &self.0.document.to_json())?;
        if let Some(xml) = &self.0.xml {
            match std::str::from_utf8(xml) {
                Ok(text) => map.serialize_entry("xml", text)?,
                Err(_) => map.serialize_entry("xml_hex", &hex(xml))?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Written {
            document: Value,
            #[serde(default)]
            xml: Option<String>,
            #[serde(default)]
            xml_hex: Option<String>,
        }
        let written = Written::deserialize(deserializer)?;
        let document = Document::from_json(&written.document).map_err(D::Error::custom)?;
        let xml = match (written.xml, written.xml_hex) {
            (Some(xml), _) => Some(Bytes::from(xml)),
            (None, Some(digits)) => {
                let bytes = hex_bytes(&digits).ok_or_else(|| {
                    D::Error::custom("`xml_hex` holds something else than pairs of hex digits")
                })?;
                Some(Bytes::from(bytes))
            }
            (None, None) => None,
        };
        Ok(Self(Arc::new(StoredForm::new(document, xml))))
    }
}
