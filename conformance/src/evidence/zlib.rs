//! Zlib streams: what `zlib.compress` writes.

use flate2::read::ZlibDecoder;

use super::archive::{Refused, inflate};

/// How much is tried of what may be a stream.
const TRIED: u64 = 4096;

/// Whether some bytes are a stream: its two bytes may begin a text as well, so that the beginning is
/// tried.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let [first, second, ..] = bytes else {
        return false;
    };
    let header = u16::from_be_bytes([*first, *second]);
    if first & 0x0f != 8 || first >> 4 > 7 || header % 31 != 0 || second & 0x20 != 0 {
        return false;
    }
    match read(bytes, &mut { TRIED }) {
        Ok(_) | Err(Refused::TooLarge | Refused::TooMany) => true,
        Err(Refused::Damaged(_)) => false,
    }
}

/// The content, checked by the format's own checksum.
pub(super) fn read(bytes: &[u8], left: &mut u64) -> Result<Vec<u8>, Refused> {
    inflate(ZlibDecoder::new(bytes), left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_was_packed_is_unpacked_within_the_limit() {
        let mut writer =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        writer.write_all(b"id,name\n").unwrap();
        let packed = writer.finish().unwrap();
        assert!(is_one(&packed));
        assert_eq!(read(&packed, &mut 8), Ok(b"id,name\n".to_vec()));
        assert_eq!(read(&packed, &mut 7), Err(Refused::TooLarge));
        assert!(!is_one(b"x\x9c is how a text may begin"));
        assert!(!is_one(b"x"));
    }
}
