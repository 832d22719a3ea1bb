//! The same tables in another order.

use std::io;

use md5::{Digest, Md5};

use super::table::{Cell, Tables};

/// The same tables by a hash of their names: the same order in every run, and no order that means
/// anything. The table that was first never is.
pub struct Shuffled<'t> {
    tables: &'t dyn Tables,
    /// Where each table stands in the old order.
    order: Vec<usize>,
}

impl<'t> Shuffled<'t> {
    /// Another order of these tables.
    #[must_use]
    pub fn new(tables: &'t dyn Tables) -> Self {
        let mut order: Vec<usize> = (0..tables.count()).collect();
        order.sort_by_cached_key(|&table| <[u8; 16]>::from(Md5::digest(tables.name(table))));
        if order.first() == Some(&0) {
            order.rotate_left(1);
        }
        Self { tables, order }
    }
}

impl Tables for Shuffled<'_> {
    fn count(&self) -> usize {
        self.order.len()
    }

    fn name(&self, table: usize) -> &str {
        self.tables.name(self.order[table])
    }

    fn headers(&self, table: usize) -> &[String] {
        self.tables.headers(self.order[table])
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.tables.rows(self.order[table], each)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tables::listed::Listed;

    fn listed(names: &[String]) -> Listed {
        let named = |name: &String| (name.clone(), vec![format!("header of {name}")]);
        let mut tables: Listed = names.iter().map(named).collect();
        for (table, name) in names.iter().enumerate() {
            tables.push(table, vec![name.as_str().into()]);
        }
        tables
    }

    proptest! {
        #[test]
        fn every_table_stays_whole_and_the_first_is_never_first(names in prop::collection::btree_set("[a-z#|]{1,8}", 0..6)) {
            let names: Vec<_> = names.into_iter().collect();
            let tables = listed(&names);
            let shuffled = Shuffled::new(&tables);
            let mut seen = Vec::new();
            for table in 0..shuffled.count() {
                let name = shuffled.name(table).to_owned();
                prop_assert_eq!(&shuffled.headers(table)[0], &format!("header of {name}"));
                let mut rows = 0;
                shuffled.rows(table, &mut |row| {
                    assert_eq!(row, &[Cell::Text(name.as_str())]);
                    rows += 1;
                    Ok(())
                }).unwrap();
                prop_assert_eq!(rows, 1);
                seen.push(name);
            }
            prop_assert!(names.len() < 2 || seen[0] != names[0]);
            seen.sort();
            prop_assert_eq!(seen, names);
        }
    }
}
