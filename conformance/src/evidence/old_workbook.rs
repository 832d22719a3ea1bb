//! Workbooks of the old format (xls), read by a child process of the kit with limits of its own: their
//! reader was written for files one trusts.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use calamine::{Data, Reader, Xls};
use serde::{Deserialize, Serialize};

use super::table::Table;

/// The first bytes of the container these workbooks are in.
pub(super) const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The command of the kit that reads one from its standard input.
pub const COMMAND: &str = "read-xls";

/// How long the child may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A sheet as the child tells of it.
#[derive(Debug, Serialize, Deserialize)]
struct Sheet {
    name: String,
    rows: Vec<Vec<String>>,
}

/// The sheets of a workbook, as JSON: what the child prints.
///
/// # Errors
/// When it is no workbook; the reason.
pub fn sheets(bytes: Vec<u8>) -> Result<String, String> {
    let mut workbook: Xls<_> =
        Xls::new(std::io::Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let sheets: Vec<_> = workbook
        .worksheets()
        .into_iter()
        .map(|(name, range)| Sheet {
            name,
            rows: range
                .rows()
                .map(|row| row.iter().map(text).collect())
                .collect(),
        })
        .collect();
    serde_json::to_string(&sheets).map_err(|error| error.to_string())
}

fn text(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}

/// The sheets of a workbook, read by the program `kit`; none where that does not go well.
pub(super) fn read(kit: &Path, bytes: &[u8]) -> Option<Vec<Table>> {
    let mut child = Command::new(kit)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let output = child.stdout.take()?;
    let (tell, told) = mpsc::channel();
    thread::spawn(move || tell.send(serde_json::from_reader::<_, Vec<Sheet>>(output)));
    // A child that does not read to the end says nothing either.
    let _ = input.write_all(bytes);
    drop(input);
    let sheets = told.recv_timeout(PATIENCE);
    let _ = child.kill();
    let _ = child.wait();
    let sheets = sheets.ok()?.ok()?;
    let table = |sheet: Sheet| Table::from_rows(sheet.rows).named(sheet.name);
    Some(sheets.into_iter().map(table).collect())
}
