//! What an export is made of: equal makings, equal bytes.

use std::{
    any::Any,
    fmt,
    hash::{BuildHasher, Hash, Hasher},
    sync::{Arc, Weak},
};

use crate::{
    file_format::Format,
    quirks::Choices,
    selection::{cases::CaseExport, form::FormExport, form_metadata::FormMetadata},
    tables::{layout::Style, mask::Mask},
    world::{
        custom_export::{definition::CustomExport, rows::CustomRows},
        form::StoredForm,
        people::{MobileWorker, People},
    },
};

/// What stays of something an export was made of: its place in memory, which nothing else can take
/// for as long as this is kept. The thing itself is not kept alive.
type Part = Weak<dyn Any + Send + Sync>;

/// All that the bytes of an export follow from.
pub struct Makings {
    format: Format,
    choices: Choices,
    recipe: Recipe,
    /// Columns and documents, in order.
    parts: Vec<Part>,
    /// Of the places of the parts, so that most other makings are told apart at a glance.
    hash: u64,
}

/// What is made of the parts, and all of it that is no shared document.
#[derive(Clone, Debug, PartialEq)]
pub enum Recipe {
    /// The tables of submissions, and the number of the first row.
    Form(Style, usize),
    /// The XML of submissions.
    Raw,
    /// A custom export.
    Custom(Box<CustomRecipe>),
    /// Cases, referrals and users.
    Cases(Box<CasesRecipe>),
    /// The metadata of all forms of the project space of that name.
    FormMetadata(String),
}

/// What a custom export is made of beside documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomRecipe {
    /// Its columns and titles.
    pub export: CustomExport,
    /// The project space, which cases name.
    pub domain: String,
    /// How long headers may be.
    pub max_column_size: i64,
    /// How values are made unrecognisable.
    pub mask: Mask,
    /// How many of the parts are cases that only give columns.
    columns_of: usize,
}

/// What an export of cases is made of beside the cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasesRecipe {
    domain: String,
    property_names: Vec<String>,
    users: Vec<MobileWorker>,
    people: People,
}

impl Makings {
    /// Of a form, as tables.
    #[must_use]
    pub fn of_form(data: &FormExport, style: &Style, format: Format, choices: &Choices) -> Self {
        let parts = std::iter::once(part(&data.schema)).chain(data.forms.iter().map(part));
        Self::new(
            format,
            choices,
            Recipe::Form(style.clone(), data.first_row),
            parts,
        )
    }

    /// Of the metadata of all forms.
    #[must_use]
    pub fn of_form_metadata(answer: &FormMetadata, format: Format, choices: &Choices) -> Self {
        let recipe = Recipe::FormMetadata(answer.domain.clone());
        Self::new(format, choices, recipe, answer.forms.iter().map(part))
    }

    /// Of submissions as they came.
    #[must_use]
    pub fn of_raw(forms: &[Arc<StoredForm>], choices: &Choices) -> Self {
        Self::new(Format::Raw, choices, Recipe::Raw, forms.iter().map(part))
    }

    /// Of a custom export.
    #[must_use]
    pub fn of_custom(
        rows: &CustomRows,
        export: &CustomExport,
        (domain, mask): (&str, &Mask),
        max_column_size: i64,
        format: Format,
        choices: &Choices,
    ) -> Self {
        let (parts, columns_of): (Vec<_>, _) = match rows {
            CustomRows::Forms { schema, forms } => {
                let forms = forms.iter().map(part);
                (std::iter::once(part(schema)).chain(forms).collect(), 0)
            }
            CustomRows::Cases { all, cases } => {
                (all.iter().chain(cases).map(part).collect(), all.len())
            }
        };
        let recipe = Recipe::Custom(Box::new(CustomRecipe {
            export: export.clone(),
            domain: domain.to_owned(),
            max_column_size,
            mask: mask.clone(),
            columns_of,
        }));
        Self::new(format, choices, recipe, parts)
    }

    /// Of the case export.
    #[must_use]
    pub fn of_cases(export: &CaseExport, format: Format, choices: &Choices) -> Self {
        let recipe = Recipe::Cases(Box::new(CasesRecipe {
            domain: export.domain.clone(),
            property_names: export.property_names.clone(),
            users: export.users.clone(),
            people: export.people.clone(),
        }));
        Self::new(format, choices, recipe, export.cases.iter().map(part))
    }

    fn new(
        format: Format,
        choices: &Choices,
        recipe: Recipe,
        parts: impl IntoIterator<Item = Part>,
    ) -> Self {
        let parts: Vec<_> = parts.into_iter().collect();
        // A fixed seed: nothing depends on it but speed.
        let mut hasher = foldhash::fast::FixedState::default().build_hasher();
        format.hash(&mut hasher);
        for part in &parts {
            place(part).hash(&mut hasher);
        }
        Self {
            format,
            choices: *choices,
            recipe,
            hash: hasher.finish(),
            parts,
        }
    }

    /// About how much memory they take, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        /// More than the names of most.
        const TEXTS: usize = 256;
        let texts = match &self.recipe {
            Recipe::Form(..) | Recipe::Raw | Recipe::FormMetadata(_) => 1,
            Recipe::Custom(custom) => {
                let tables = custom.export.tables.iter();
                tables.map(|table| 1 + table.columns.len()).sum()
            }
            Recipe::Cases(cases) => {
                let people = &cases.people;
                cases.property_names.len()
                    + people.web_users.len()
                    + people.groups.len()
                    + 2 * (people.mobile_workers.len() + cases.users.len())
            }
        };
        size_of::<Self>() + self.parts.len() * size_of::<Part>() + texts * TEXTS
    }
}

/// What stays of a shared thing.
fn part<T: Any + Send + Sync>(shared: &Arc<T>) -> Part {
    Arc::<T>::downgrade(shared) as Part
}

/// Where it stands, or stood.
fn place(part: &Part) -> usize {
    part.as_ptr().cast::<()>().addr()
}

impl PartialEq for Makings {
    fn eq(&self, other: &Self) -> bool {
        let places = self.parts.iter().map(place);
        self.hash == other.hash
            && self.format == other.format
            && self.choices == other.choices
            && self.recipe == other.recipe
            && places.eq(other.parts.iter().map(place))
    }
}

impl Eq for Makings {}

impl Hash for Makings {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl fmt::Debug for Makings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Makings")
            .field("format", &self.format)
            .field("recipe", &self.recipe)
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}
