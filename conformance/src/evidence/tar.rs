//! Tar archives, as `tar` and the libraries write them: ustar, with the long names of GNU and of pax.

use super::archive::Refused;

/// The length of a header, and of what contents are filled up to.
const BLOCK: usize = 512;

/// Where the format says its name.
const MAGIC: (usize, &[u8]) = (257, b"ustar");

/// One file of an archive.
pub(super) struct Entry<'a> {
    /// Its name, odd or not; what is no UTF-8 becomes U+FFFD.
    pub(super) name: String,
    /// What it holds.
    pub(super) content: &'a [u8],
}

/// Whether some bytes begin as an archive does.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let (at, magic) = MAGIC;
    bytes.get(at..).is_some_and(|rest| rest.starts_with(magic))
}

/// The files of an archive, in their order; folders and links are left out.
pub(super) fn entries(bytes: &[u8]) -> Result<Vec<Entry<'_>>, Refused> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    let mut long_name = None;
    while let Some((header, behind)) = rest.split_at_checked(BLOCK) {
        if header.iter().all(|byte| *byte == 0) {
            return Ok(entries);
        }
        let damaged = || Refused::Damaged("the tar is cut or damaged".to_owned());
        if !is_one(header) {
            return Err(damaged());
        }
        let size = octal(&header[124..136]).ok_or_else(damaged)?;
        let (content, behind) = behind.split_at_checked(size).ok_or_else(damaged)?;
        rest = behind
            .get(size.next_multiple_of(BLOCK) - size..)
            .unwrap_or_default();
        match header[156] {
            b'L' => long_name = Some(text(content)),
            b'x' => long_name = pax_path(content).or(long_name),
            b'0' | 0 | b'7' => entries.push(Entry {
                name: long_name.take().unwrap_or_else(|| name(header)),
                content,
            }),
            _ => long_name = None,
        }
    }
    Ok(entries)
}

/// A number in octal digits, between blanks or zero bytes.
fn octal(field: &[u8]) -> Option<usize> {
    let digits = str::from_utf8(field).ok()?;
    usize::from_str_radix(digits.trim_matches([' ', '\0']), 8).ok()
}

fn name(header: &[u8]) -> String {
    let (name, prefix) = (text(&header[..100]), text(&header[345..500]));
    if prefix.is_empty() {
        name
    } else {
        format!("{prefix}/{name}")
    }
}

/// Text up to the first zero byte.
fn text(field: &[u8]) -> String {
    let end = field
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}

/// The name in a pax header, which is made of lines `LENGTH KEY=VALUE`.
fn pax_path(content: &[u8]) -> Option<String> {
    let content = String::from_utf8_lossy(content);
    content
        .lines()
        .find_map(|line| Some(line.split_once(" path=")?.1.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An archive of some files: names and contents.
    pub(in crate::evidence) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, content) in files {
            let mut header = [0; BLOCK];
            header[..name.len()].copy_from_slice(name.as_bytes());
            header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
            header[156] = b'0';
            header[257..262].copy_from_slice(MAGIC.1);
            bytes.extend_from_slice(&header);
            bytes.extend_from_slice(content);
            bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
        }
        bytes.resize(bytes.len() + 2 * BLOCK, 0);
        bytes
    }

    #[test]
    fn every_entry_is_read() {
        let bytes = archive(&[("#.csv", b"a,b\n1,2\n"), ("empty", b""), ("x", &[7; 600])]);
        assert!(is_one(&bytes));
        let entries = entries(&bytes).unwrap();
        let entries: Vec<_> = entries
            .iter()
            .map(|entry| (&*entry.name, entry.content))
            .collect();
        assert_eq!(
            entries,
            [
                ("#.csv", &b"a,b\n1,2\n"[..]),
                ("empty", b""),
                ("x", &[7; 600])
            ]
        );
    }

    #[test]
    fn damage_is_told() {
        let bytes = archive(&[("x", &[7; 600])]);
        assert!(matches!(entries(&bytes[..700]), Err(Refused::Damaged(_))));
    }

    proptest! {
        #[test]
        fn changed_bytes_never_panic(at in 0usize..1024, new: u8, cut in 0usize..3000) {
            let mut bytes = archive(&[("a", b"abc"), ("b", b"x")]);
            bytes[at] = new;
            bytes.truncate(cut);
            let _ = entries(&bytes);
        }
    }
}
