//! Walking over the rows of a table with errors of our own.

use std::io;

use super::RenderError;
use crate::tables::table::{Cell, Tables};

/// Hands every row of a table to `each`; the first error ends the walk and comes back whole.
///
/// [`Tables::rows`] knows only [`io::Error`]; this carries a [`RenderError`] around it.
pub(super) fn each_row(
    tables: &dyn Tables,
    table: usize,
    mut each: impl FnMut(&[Cell<'_>]) -> Result<(), RenderError>,
) -> Result<(), RenderError> {
    let mut refused = None;
    let walked = tables.rows(table, &mut |row| {
        each(row).map_err(|error| match error {
            RenderError::Io(error) => error,
            other => {
                refused = Some(other);
                io::Error::other("a row does not fit the format")
            }
        })
    });
    match refused {
        Some(error) => Err(error),
        None => Ok(walked?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One table of three empty rows, and then the disk fails.
    struct Failing;

    impl Tables for Failing {
        fn count(&self) -> usize {
            1
        }

        fn name(&self, _table: usize) -> &str {
            "#"
        }

        fn headers(&self, _table: usize) -> &[String] {
            &[]
        }

        fn rows(
            &self,
            _table: usize,
            each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
        ) -> io::Result<()> {
            for _ in 0..3 {
                each(&[])?;
            }
            Err(io::Error::other("the disk failed"))
        }
    }

    #[test]
    fn errors_of_both_sides_come_back_whole() {
        let mut seen = 0;
        let refused = each_row(&Failing, 0, |_| {
            seen += 1;
            if seen == 2 {
                return Err(RenderError::DoesNotFit("row 2".to_owned()));
            }
            Ok(())
        });
        assert_eq!(
            (refused.unwrap_err().to_string().as_str(), seen),
            ("row 2", 2)
        );

        let failed = each_row(&Failing, 0, |_| Ok(())).unwrap_err();
        assert!(matches!(failed, RenderError::Io(_)));
        assert_eq!(failed.to_string(), "the disk failed");
    }
}
