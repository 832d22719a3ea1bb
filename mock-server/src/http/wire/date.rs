//! The text of the `Date` field.

use std::{fmt, sync::Arc};

use http::HeaderValue;

/// Gives each answer its `Date`, or none.
///
/// The clock of a world is virtual, so the connection never asks the system for the time.
///
/// ```
/// use fakehq::http::wire::DateSource;
/// use http::HeaderValue;
///
/// let frozen = DateSource::new(|| Some(HeaderValue::from_static("Tue, 31 Dec 2013 12:00:00 GMT")));
/// assert_eq!(frozen.now().unwrap(), "Tue, 31 Dec 2013 12:00:00 GMT");
/// assert_eq!(DateSource::none().now(), None);
/// ```
#[derive(Clone)]
pub struct DateSource(Arc<dyn Fn() -> Option<HeaderValue> + Send + Sync>);

impl DateSource {
    /// Asks `text` once for each answer.
    pub fn new(text: impl Fn() -> Option<HeaderValue> + Send + Sync + 'static) -> Self {
        Self(Arc::new(text))
    }

    /// Answers bear no date, unless a handler sets one.
    #[must_use]
    pub fn none() -> Self {
        Self::new(|| None)
    }

    /// The text for an answer given now.
    #[must_use]
    pub fn now(&self) -> Option<HeaderValue> {
        (self.0)()
    }
}

impl fmt::Debug for DateSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DateSource").field(&self.now()).finish()
    }
}
