//! Archives and workbooks that are more than they look.

use std::io::Write as _;

use flate2::{Compression, Crc, write::DeflateEncoder};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A deflated stream, its checksum, and the length it has unpacked.
pub(crate) struct Packed {
    bytes: Vec<u8>,
    checksum: u32,
    length: u32,
}

/// So many zeros.
pub(crate) fn zeros(length: usize) -> Packed {
    packed(b"", length)
}

/// What begins as a database and goes on as zeros.
pub(crate) fn packed_database(length: usize) -> Packed {
    packed(b"SQLite format 3\0", length)
}

fn packed(start: &[u8], length: usize) -> Packed {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    let mut checksum = Crc::new();
    let block = vec![0; 1 << 20];
    let mut left = length - start.len();
    for piece in std::iter::once(start) {
        encoder.write_all(piece).unwrap();
        checksum.update(piece);
    }
    while left > 0 {
        let piece = &block[..left.min(block.len())];
        encoder.write_all(piece).unwrap();
        checksum.update(piece);
        left -= piece.len();
    }
    Packed {
        bytes: encoder.finish().unwrap(),
        checksum: checksum.sum(),
        length: u32::try_from(length).unwrap(),
    }
}

/// A zip of these streams, each `times` in the directory; a wrong checksum where it is not to be right.
pub(crate) fn zip(streams: &[(&str, &Packed, bool)], times: usize) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    let mut entries = 0;
    for (name, packed, right) in streams {
        let checksum = if *right {
            packed.checksum
        } else {
            packed.checksum ^ 1
        };
        let at = u32::try_from(file.len()).unwrap();
        let sizes = [
            checksum,
            u32::try_from(packed.bytes.len()).unwrap(),
            packed.length,
        ];
        let sizes = sizes.map(u32::to_le_bytes).concat();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        file.extend(b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0");
        file.extend(&sizes);
        file.extend(length);
        file.extend([0; 2]);
        file.extend(name.as_bytes());
        file.extend(&packed.bytes);
        for _ in 0..times {
            entries += 1;
            directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0");
            directory.extend(&sizes);
            directory.extend(length);
            directory.extend([0; 12]);
            directory.extend(at.to_le_bytes());
            directory.extend(name.as_bytes());
        }
    }
    let count = u16::try_from(entries).unwrap_or(u16::MAX).to_le_bytes();
    let (start, length) = (file.len(), directory.len());
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([count, count].concat());
    file.extend(u32::try_from(length).unwrap().to_le_bytes());
    file.extend(u32::try_from(start).unwrap().to_le_bytes());
    file.extend([0; 2]);
    file
}

const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";

fn workbook(shared: &str, sheet: &str) -> Vec<u8> {
    let relation = |id: u8, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    let parts = [
        (
            "_rels/.rels",
            format!(
                "<Relationships {PACKAGE}>{}</Relationships>",
                relation(1, "officeDocument", "xl/workbook.xml")
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {MAIN} xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"#\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships {PACKAGE}>{}{}</Relationships>",
                relation(1, "worksheet", "worksheets/sheet1.xml"),
                relation(2, "sharedStrings", "sharedStrings.xml")
            ),
        ),
        ("xl/sharedStrings.xml", shared.to_owned()),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>"),
        ),
    ];
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A long text once among the shared ones, and in many cells.
pub(crate) fn workbook_of_one_long_text(length: usize, cells: usize) -> Vec<u8> {
    let shared = format!(
        "<sst {MAIN} count=\"{cells}\" uniqueCount=\"1\"><si><t>{}</t></si></sst>",
        "x".repeat(length)
    );
    let rows: String = (1..=cells)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    workbook(&shared, &rows)
}

/// A workbook that claims to have so many shared texts.
pub(crate) fn workbook_that_claims(texts: u32) -> Vec<u8> {
    let shared =
        format!("<sst {MAIN} count=\"{texts}\" uniqueCount=\"{texts}\"><si><t>x</t></si></sst>");
    workbook(
        &shared,
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>",
    )
}
