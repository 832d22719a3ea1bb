//! Zip archives, every entry unpacked within bounds.

use std::io::{Cursor, Read};

use zip::{ZipArchive, read::read_zipfile_from_stream};

use super::Problem;

/// As many entries as an archive may have: as many tables or submissions.
const MOST_ENTRIES: usize = 1 << 20;

/// The end record of an archive, before its comment.
const END_RECORD: usize = 22;

/// An entry, unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, as written.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// All entries of an archive, folders left out; they may unpack to `most` bytes.
///
/// # Errors
/// When the archive is damaged, or unpacks to more.
pub fn entries(bytes: &[u8], most: u64) -> Result<Vec<Entry>, Problem> {
    let broken = |error| Problem::damaged("the zip", format!("it is cut or damaged ({error})"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_ENTRIES {
        return Err(Problem::TooLarge);
    }
    let mut taken = Taken {
        entries: Vec::new(),
        left: most,
    };
    // The directory of `zip` shows only the last of several entries of one name; HQ wrote such
    // archives (facts E.5), so these are walked from their beginning.
    if entries_said(bytes).is_some_and(|said| said > archive.len()) {
        let mut rest = bytes;
        while let Some(mut file) = read_zipfile_from_stream(&mut rest).map_err(broken)? {
            let name = file.name().map_err(broken)?.into_owned();
            taken.take(name, &mut file)?;
        }
        return Ok(taken.entries);
    }
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(broken)?;
        let name = file.name().map_err(broken)?.into_owned();
        taken.take(name, &mut file)?;
    }
    Ok(taken.entries)
}

/// Whether the entries are the parts of a workbook.
#[must_use]
pub fn is_workbook(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.name == "xl/workbook.xml")
}

struct Taken {
    entries: Vec<Entry>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl Taken {
    fn take(&mut self, name: String, file: &mut impl Read) -> Result<(), Problem> {
        let mut content = Vec::new();
        file.take(self.left.saturating_add(1))
            .read_to_end(&mut content)
            .map_err(|error| Problem::damaged(format!("{name} in the zip"), error))?;
        self.left = self
            .left
            .checked_sub(content.len() as u64)
            .ok_or(Problem::TooLarge)?;
        if self.entries.len() >= MOST_ENTRIES {
            return Err(Problem::TooLarge);
        }
        if !name.ends_with('/') {
            self.entries.push(Entry { name, content });
        }
        Ok(())
    }
}

/// The number of entries an archive without a comment says it has.
fn entries_said(bytes: &[u8]) -> Option<usize> {
    let end = bytes.get(bytes.len().checked_sub(END_RECORD)?..)?;
    let said = [*end.get(10)?, *end.get(11)?];
    end.starts_with(b"PK\x05\x06")
        .then(|| usize::from(u16::from_le_bytes(said)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::{ZipWriter, write::SimpleFileOptions};

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.csv", "b.csv"] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&[b'x'; 50_000]).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 1_000);
        assert_eq!(entries(&bytes, 100_000).unwrap().len(), 2);
        assert_eq!(entries(&bytes, 99_999), Err(Problem::TooLarge));
    }
}
