//! The file around the stream: a compound file with one stream named `Workbook`.

use std::io::{self, Cursor, Write};

use cfb::{CompoundFile, Version};

/// Shorter streams would go to a place of their own that some readers do not look at.
const SHORTEST: usize = 4_096;

/// Wraps the parts of a workbook stream; each part is freed as soon as it is written.
///
/// Version 3 (512-byte sectors) is what the original wrote. It carries no date, so the same parts
/// give the same bytes.
pub(super) fn wrap(parts: Vec<Vec<u8>>) -> io::Result<Vec<u8>> {
    let length: usize = parts.iter().map(Vec::len).sum();
    // Each sector of the stream takes four bytes in a table besides.
    let room = Vec::with_capacity(length + length / 64 + 2 * SHORTEST);
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(room))?;
    {
        let mut stream = file.create_new_stream("/Workbook")?;
        for part in parts {
            stream.write_all(&part)?;
        }
        if let Some(missing) = SHORTEST.checked_sub(length) {
            stream.write_all(&vec![0; missing])?;
        }
        stream.flush()?;
    }
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn parts_stand_one_behind_the_other_padded_and_without_dates() {
        let bytes = wrap(vec![vec![1; 100], vec![2; 50]]).unwrap();
        let mut file = CompoundFile::open_strict(Cursor::new(bytes)).unwrap();
        assert_eq!(file.version(), Version::V3);
        for entry in file.walk() {
            assert_eq!(
                entry.modified(),
                file.root_entry().created(),
                "{}",
                entry.name()
            );
        }
        let mut stream = Vec::new();
        file.open_stream("/Workbook")
            .unwrap()
            .read_to_end(&mut stream)
            .unwrap();
        assert_eq!(stream.len(), SHORTEST);
        assert_eq!(stream[..100], [1; 100]);
        assert_eq!(stream[100..150], [2; 50]);
        assert!(stream[150..].iter().all(|byte| *byte == 0));
    }
}
