//! What the ending of a file says of its format.

use std::path::Path;

use fakehq::file_format::Format;

use super::Failure;

/// The format of an export: as told, else as the ending of the file says, else a workbook.
///
/// # Errors
/// When the two contradict each other: a file of that name would be taken for something else.
pub(super) fn format(told: Option<Format>, file: &Path) -> Result<Format, Failure> {
    let ending = file.extension().and_then(|ending| ending.to_str());
    let ending = ending.map(str::to_ascii_lowercase).unwrap_or_default();
    let said = formats_of(&ending);
    match (told, said) {
        (None, said) => Ok(said.first().copied().unwrap_or(Format::Xlsx)),
        (Some(told), []) => Ok(told),
        (Some(told), said) if said.contains(&told) => Ok(told),
        (Some(told), said) => Err(Failure::Usage(format!(
            "--format {told} and the file {} contradict each other: a file that ends in .{ending} is {}. \
             Leave --format out, or call the file otherwise",
            file.display(),
            said.iter()
                .map(|format| format.name())
                .collect::<Vec<_>>()
                .join(" or ")
        ))),
    }
}

/// The formats of files with this ending, the usual one first.
fn formats_of(ending: &str) -> &'static [Format] {
    match ending {
        "xlsx" => &[Format::Xlsx],
        "xls" => &[Format::Xls],
        "html" | "htm" => &[Format::Html],
        "json" => &[Format::Json],
        // HQ's csv is a zip, and many call the file x.csv all the same.
        "csv" => &[Format::Csv, Format::UnzippedCsv],
        "zip" => &[Format::Csv, Format::Raw, Format::ZippedHtml],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_chooses() {
        for (file, chosen) in [
            ("x.csv", Format::Csv),
            ("x.ZIP", Format::Csv),
            ("x.xls", Format::Xls),
            ("a.b/x.json", Format::Json),
            ("x", Format::Xlsx),
            ("-", Format::Xlsx),
            ("x.data", Format::Xlsx),
        ] {
            assert_eq!(format(None, Path::new(file)).unwrap(), chosen, "{file}");
        }
    }

    #[test]
    fn a_contradiction_is_refused() {
        let refused = format(Some(Format::Xlsx), Path::new("x.csv")).unwrap_err();
        assert!(
            refused
                .to_string()
                .contains("a file that ends in .csv is csv or unzipped-csv"),
            "{refused}"
        );
        assert_eq!(
            format(Some(Format::Raw), Path::new("x.zip")).unwrap(),
            Format::Raw
        );
        assert_eq!(
            format(Some(Format::Raw), Path::new("x")).unwrap(),
            Format::Raw
        );
    }
}
