//! Whether anybody still waits for what is being rendered.
//!
//! A large workbook takes seconds of a processor that others wait for. Whoever renders on behalf of somebody
//! says so with [`while_wanted`]; between two rows, and between two pieces of a workbook that is saved, the
//! question is asked, and the first no ends the work with an error. All work of one answer happens on one
//! thread, so the question stands there, and no writer has to hand it on.

use std::{
    cell::RefCell,
    io::{self, Write},
    rc::Rc,
};

use crate::tables::table::{Cell, Tables};

/// Says whether somebody still waits.
type Question = Rc<dyn Fn() -> bool>;

/// How many rows are made between two questions.
const ROWS: usize = 16;

thread_local! {
    static QUESTION: RefCell<Option<Question>> = const { RefCell::new(None) };
}

/// Does some work of rendering, and gives it up soon after `wanted` says no.
pub fn while_wanted<T>(wanted: impl Fn() -> bool + 'static, work: impl FnOnce() -> T) -> T {
    /// Takes the question back, also where the work panics.
    struct Asked(Option<Question>);
    impl Drop for Asked {
        fn drop(&mut self) {
            QUESTION.set(self.0.take());
        }
    }
    let _asked = Asked(QUESTION.replace(Some(Rc::new(wanted))));
    work()
}

fn question() -> Option<Question> {
    QUESTION.with_borrow(Clone::clone)
}

/// Nothing while somebody waits; whoever does not say it was asked of nobody waits for ever.
pub(super) fn ask() -> io::Result<()> {
    match question() {
        Some(wanted) if !wanted() => Err(nobody()),
        _ => Ok(()),
    }
}

fn nobody() -> io::Error {
    io::Error::other("nobody waits for this export any more")
}

/// Tables whose rows end with an error when nobody wants them any more; as they are where nobody asks.
pub(super) struct Asking<'t> {
    tables: &'t dyn Tables,
    wanted: Question,
}

impl<'t> Asking<'t> {
    /// Tables that ask, where there is somebody to ask.
    pub(super) fn of(tables: &'t dyn Tables) -> Option<Self> {
        let wanted = question()?;
        Some(Self { tables, wanted })
    }
}

impl Tables for Asking<'_> {
    fn count(&self) -> usize {
        self.tables.count()
    }

    fn name(&self, table: usize) -> &str {
        self.tables.name(table)
    }

    fn headers(&self, table: usize) -> &[String] {
        self.tables.headers(table)
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        if !(self.wanted)() {
            return Err(nobody());
        }
        let mut made = 0;
        self.tables.rows(table, &mut |row| {
            made += 1;
            if made % ROWS == 0 && !(self.wanted)() {
                return Err(nobody());
            }
            each(row)
        })
    }
}

/// Where a workbook is saved to; the question is asked at every piece.
pub(super) struct AskingWriter<W>(pub(super) W);

impl<W: Write> Write for AskingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        ask()?;
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell as Counter;

    use super::*;
    use crate::{
        file_format::Format, quirks::Choices, render::by_format::render, tables::listed::Listed,
    };

    fn tables() -> Listed {
        let mut tables: Listed = [("#".to_owned(), vec!["id".to_owned()])]
            .into_iter()
            .collect();
        for _ in 0..5_000 {
            tables.push(0, vec!["x".into()]);
        }
        tables
    }

    #[test]
    fn every_format_stops_when_nobody_waits_and_is_the_same_while_somebody_does() {
        let tables = tables();
        let choices = Choices::default();
        for format in Format::ALL {
            if format == Format::Raw {
                continue;
            }
            let alone = render(&tables, format, &choices).unwrap();
            let wanted = while_wanted(|| true, || render(&tables, format, &choices)).unwrap();
            assert_eq!(alone, wanted, "{format}");
            let asked = Rc::new(Counter::new(0));
            let counted = Rc::clone(&asked);
            let given_up = while_wanted(
                move || {
                    counted.set(counted.get() + 1);
                    counted.get() < 10
                },
                || render(&tables, format, &choices),
            );
            let error = given_up.unwrap_err().to_string();
            assert!(error.contains("nobody waits"), "{format}: {error}");
            assert_eq!(asked.get(), 10, "{format} went on after the first no");
        }
        assert!(question().is_none());
    }

    #[test]
    fn a_workbook_that_is_being_saved_stops_as_well() {
        let mut writer = AskingWriter(Vec::new());
        writer.write_all(b"x").unwrap();
        assert!(while_wanted(|| false, || writer.write_all(b"x")).is_err());
        assert_eq!(writer.0, b"x");
    }
}
