//! The whole of a generated world. Forms come lazily, in order of arrival.

use serde_json::Value;

use super::{
    check::ShapeError,
    people::{GeneratedGroup, GeneratedUser, People},
    shape::Shape,
    submissions::Forms,
    witness::Witnesses,
};
use crate::world::{
    cases::{block::case_blocks, book::CaseBook},
    xml::{moment, read::FormXml},
};

/// A world made of a seed and a shape.
///
/// ```
/// use fakehq::world::generate::{shape::Shape, world::World};
/// let world = World::new(Shape::from_toml(r#"
///     [[form]]
///     name = "Visit"
///     xmlns = "http://example.org/visit"
///     count = 3
///     questions = [{ name = "village", kind = "village" }]
/// "#)?)?;
/// for form in world.forms() {
///     println!("{form}"); // one line of JSON
/// }
/// assert_eq!(world.forms().count(), 3);
/// # Ok::<(), fakehq::world::generate::check::ShapeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct World {
    pub(super) shape: Shape,
    pub(super) people: People,
    pub(super) witnesses: Option<Witnesses>,
}

/// One submission as HQ stores it.
#[derive(Clone, Debug, PartialEq)]
pub struct GeneratedForm {
    /// The whole stored document.
    pub document: Value,
    /// Number of its content, the `document` of its [witnesses](super::witness::Place); a duplicate
    /// has that of its original, an unreadable one has none.
    pub content: Option<u32>,
    /// What was sent, where it cannot be made from the document: unreadable XML.
    pub raw: Option<String>,
}

impl std::fmt::Display for GeneratedForm {
    /// The document as one line of JSON.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.document.fmt(f)
    }
}

impl World {
    /// Makes a world; its forms are invented when asked for.
    ///
    /// # Errors
    /// When the shape asks for what cannot be.
    pub fn new(shape: Shape) -> Result<Self, ShapeError> {
        shape.check()?;
        Ok(Self {
            people: People::new(&shape),
            witnesses: shape.witness.then(|| Witnesses::new(shape.seed)),
            shape,
        })
    }

    /// What it was made of.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Active mobile workers, then inactive ones, then web users.
    #[must_use]
    pub fn users(&self) -> &[GeneratedUser] {
        &self.people.users
    }

    /// Groups of mobile workers.
    #[must_use]
    pub fn groups(&self) -> &[GeneratedGroup] {
        &self.people.groups
    }

    /// The witnesses of this world, if it has any.
    #[must_use]
    pub fn witnesses(&self) -> Option<&Witnesses> {
        self.witnesses.as_ref()
    }

    /// All submissions, in order of arrival.
    #[must_use]
    pub fn forms(&self) -> Forms<'_> {
        Forms::of(self)
    }

    /// The cases all forms add up to; duplicates, errors, archived and deprecated ones do not count.
    #[must_use]
    pub fn cases(&self) -> CaseBook {
        let mut book = CaseBook::default();
        if self.shape.forms.iter().all(|form| form.case.is_none()) {
            return book;
        }
        for form in self.forms() {
            let document = form.document;
            if document["doc_type"] != "XFormInstance" {
                continue;
            }
            let received_on = document["received_on"].as_str().and_then(moment::parse);
            let form = FormXml::from_json(document["form"].clone());
            let user_id = form.user_id.as_deref().unwrap_or_default();
            for block in case_blocks(&form.form).unwrap_or_default() {
                book.apply(&block, user_id, received_on.unwrap_or(self.shape.ending));
            }
        }
        book
    }
}
