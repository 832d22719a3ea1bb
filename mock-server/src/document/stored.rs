//! Whatever holds a document: itself, a stored form, a pointer to either.

use std::sync::Arc;

use super::Document;

/// Something that holds a document.
pub trait Stored {
    /// The document it holds.
    fn document(&self) -> &Document;
}

impl Stored for Document {
    fn document(&self) -> &Document {
        self
    }
}

impl<T: Stored + ?Sized> Stored for &T {
    fn document(&self) -> &Document {
        T::document(self)
    }
}

impl<T: Stored + ?Sized> Stored for Arc<T> {
    fn document(&self) -> &Document {
        T::document(self)
    }
}

impl<T: Stored + ?Sized> Stored for Box<T> {
    fn document(&self) -> &Document {
        T::document(self)
    }
}
