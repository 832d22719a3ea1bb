//! Forms with their schema, ready to be exported.

use std::sync::Arc;

use fakehq::{
    document::{Document, schema::Schema},
    quirks::TextBeforeObject,
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
    },
};

use crate::forms::{Answers, form};

pub(crate) struct World {
    pub(crate) forms: Vec<Document>,
    layout: Arc<Layout>,
}

impl World {
    pub(crate) fn of(count: usize) -> Self {
        let mut answers = Answers(1);
        let paths = Arc::default();
        let forms: Vec<Document> = (0..count)
            .map(|index| form(&paths, index, &mut answers))
            .collect();
        let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
        for form in &forms {
            Schema::absorb(&mut schema, form);
        }
        let layout = Arc::new(Layout::of(&schema, &Style::default()));
        Self { forms, layout }
    }

    /// An export as each request makes it: nothing is known of the documents yet.
    pub(crate) fn tables(&self) -> Flattened<&Document> {
        Flattened::new(self.layout.clone(), self.forms.iter().collect())
    }
}
