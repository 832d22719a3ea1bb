//! Everything before the sheets: fonts and formats of an empty workbook, the list of sheets, the
//! shared strings.

use super::{
    continued::push_shared_strings,
    record::{kind, length_field, push_record},
    shared_strings::SharedStrings,
};
use crate::render::RenderError;

/// Version 8, the workbook itself, made and readable by Excel 97.
const BEGIN: [u8; 16] = [
    0x00, 0x06, 0x05, 0x00, 0xBB, 0x0D, 0xCC, 0x07, 0x41, 0, 0, 0, 6, 0, 0, 0,
];
/// Place and size of the window, tab bar shown, first sheet active.
const WINDOW: [u8; 18] = [
    0xE0, 0x01, 0x5A, 0x00, 0xCF, 0x3F, 0x4E, 0x2A, 0x38, 0, 0, 0, 0, 0, 1, 0, 0x58, 0x02,
];
/// Arial of 10 points, the colour of the system, normal weight.
const FONT: [u8; 21] = *b"\xC8\0\0\0\xFF\x7F\x90\x01\0\0\0\0\0\0\x05\0Arial";
/// A style: font 0, general number format, parent of none.
const STYLE_FORMAT: [u8; 20] = [
    0, 0, 0, 0, 0xF5, 0xFF, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x20,
];
/// A cell: as the style it belongs to.
const CELL_FORMAT: [u8; 20] = [
    0, 0, 0, 0, 0x01, 0x00, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x20,
];

/// The stream before the first sheet. `sheets` are names and lengths of the sheets' streams.
///
/// # Errors
/// When there are more bytes or texts than the format can count.
pub(super) fn globals(
    sheets: &[(&str, usize)],
    strings: &SharedStrings,
) -> Result<Vec<u8>, RenderError> {
    let mut out = Vec::new();
    push_record(&mut out, kind::BOF, &BEGIN);
    push_record(&mut out, kind::CODE_PAGE, &1200u16.to_le_bytes());
    push_record(&mut out, kind::WINDOW1, &WINDOW);
    push_record(&mut out, kind::DATE_MODE, &[0, 0]);
    for _ in 0..5 {
        push_record(&mut out, kind::FONT, &FONT);
    }
    for _ in 0..15 {
        push_record(&mut out, kind::XF, &STYLE_FORMAT);
    }
    push_record(&mut out, kind::XF, &CELL_FORMAT);
    push_record(&mut out, kind::STYLE, &[0x00, 0x80, 0x00, 0xFF]);

    let mut places = Vec::with_capacity(sheets.len());
    for (name, _) in sheets {
        places.push(push_bound_sheet(&mut out, name)?);
    }
    let uses = u32::try_from(strings.uses()).map_err(|_| too_large())?;
    let len = u32::try_from(strings.len()).map_err(|_| too_large())?;
    push_shared_strings(&mut out, strings, uses, len);
    push_record(&mut out, kind::EOF, &[]);

    let mut position = out.len();
    for (place, (_, length)) in places.into_iter().zip(sheets) {
        let field = u32::try_from(position).map_err(|_| too_large())?;
        out[place..place + 4].copy_from_slice(&field.to_le_bytes());
        position += length;
    }
    u32::try_from(position).map_err(|_| too_large())?;
    Ok(out)
}

/// Appends the record that names a sheet; returns where its position has to go.
fn push_bound_sheet(out: &mut Vec<u8>, name: &str) -> Result<usize, RenderError> {
    let units: Vec<u16> = name.encode_utf16().collect();
    let count = u8::try_from(units.len())
        .map_err(|_| RenderError::DoesNotFit(format!("sheet name `{name}` is too long for xls")))?;
    out.extend_from_slice(&kind::BOUND_SHEET.to_le_bytes());
    out.extend_from_slice(&length_field(8 + 2 * units.len()));
    let place = out.len();
    // Position, visible, a plain sheet; then the name in UTF-16.
    out.extend_from_slice(&[0, 0, 0, 0, 0, 0, count, 1]);
    out.extend(units.into_iter().flat_map(u16::to_le_bytes));
    Ok(place)
}

fn too_large() -> RenderError {
    RenderError::DoesNotFit(
        "an xls workbook holds at most 4 GiB and 4,294,967,295 cells; ask for csv or json"
            .to_owned(),
    )
}
