//! Files packed with gzip, all members of them.

use flate2::read::MultiGzDecoder;

use super::archive::{Refused, inflate};

/// The content, checked by the format's own checksum.
pub(super) fn read(bytes: &[u8], left: &mut u64) -> Result<Vec<u8>, Refused> {
    inflate(MultiGzDecoder::new(bytes), left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_was_packed_is_unpacked_within_the_limit() {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(b"id,name\n").expect("memory");
        let packed = writer.finish().expect("memory");
        assert_eq!(read(&packed, &mut 8), Ok(b"id,name\n".to_vec()));
        assert_eq!(read(&packed, &mut 7), Err(Refused::TooLarge));
        assert!(matches!(
            read(&packed[..packed.len() - 1], &mut 8),
            Err(Refused::Damaged(_))
        ));
    }
}
