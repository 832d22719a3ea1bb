//! What the form metadata export holds: every accepted form of the space (facts A).

use std::sync::Arc;

use super::form::put_in_row_order;
use crate::world::{
    form::{DocType, StoredForm},
    space::ProjectSpace,
};

/// One answer of the form metadata export.
#[derive(Clone, Debug)]
pub struct FormMetadata {
    /// The project space.
    pub domain: String,
    /// Every accepted form, whoever sent it, in row order.
    pub forms: Vec<Arc<StoredForm>>,
}

impl ProjectSpace {
    /// Cuts an answer of the form metadata export. It knows no tokens and no filter.
    #[must_use]
    pub fn form_metadata(&self) -> FormMetadata {
        let nameless = self.forms.of_form(None);
        let indices = self.forms.forms().map(|(_, index)| index).chain(nameless);
        let mut forms: Vec<_> = indices
            .flat_map(|index| index.arrivals.iter())
            .filter(|form| form.doc_type == DocType::Instance)
            .cloned()
            .collect();
        put_in_row_order(&mut forms, self.choices.row_order);
        FormMetadata {
            domain: self.name.clone(),
            forms,
        }
    }
}
