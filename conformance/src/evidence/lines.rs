//! Plain text: each line that is not blank is a record of one value.

use super::table::Table;

pub(super) fn read(text: &str) -> Table {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Table::with_headers(
        Vec::new(),
        lines.map(|line| vec![line.to_owned()]).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_no_records() {
        let table = read("one\r\n\n  \ntwo");
        let values: Vec<_> = table
            .records
            .iter()
            .flat_map(|record| record.values())
            .collect();
        assert_eq!(values, ["one", "two"]);
    }
}
