//! The rooms of the library and what each may know: `docs/architecture.md` says what lives where.

#![allow(clippy::unwrap_used)]

mod arrows;

use std::path::Path;

/// Each room and the rooms it may know, from the lowest up: a room knows only rooms above it in this
/// list.
const ROOMS: &[(&str, &[&str])] = &[
    ("input", &[]),
    ("file_format", &[]),
    ("quirks", &[]),
    ("auth", &["quirks"]),
    ("tls", &[]),
    ("faults", &["input"]),
    ("document", &["quirks"]),
    (
        "world",
        &["document", "faults", "file_format", "input", "quirks"],
    ),
    ("selection", &["document", "file_format", "quirks", "world"]),
    (
        "tables",
        &["document", "input", "quirks", "selection", "world"],
    ),
    ("render", &["file_format", "quirks", "tables"]),
    (
        "form_download",
        &[
            "file_format",
            "quirks",
            "render",
            "selection",
            "tables",
            "world",
        ],
    ),
    (
        "cache",
        &["file_format", "quirks", "selection", "tables", "world"],
    ),
    ("http/wire", &[]),
    ("journal", &["http/wire"]),
    (
        "world_file",
        &[
            "document",
            "faults",
            "file_format",
            "input",
            "journal",
            "quirks",
            "world",
        ],
    ),
    (
        "from_export",
        &["document", "file_format", "quirks", "tables", "world"],
    ),
    (
        "hq",
        &["auth", "cache", "faults", "journal", "quirks", "world"],
    ),
    (
        "http/call",
        &[
            "file_format",
            "hq",
            "http/wire",
            "journal",
            "quirks",
            "world",
        ],
    ),
    (
        "http/access",
        &["auth", "hq", "http/call", "journal", "quirks", "world"],
    ),
    (
        "http/layers",
        &[
            "faults",
            "hq",
            "http/access",
            "http/call",
            "http/wire",
            "journal",
            "quirks",
            "world",
        ],
    ),
    (
        "http/apis",
        &[
            "auth",
            "cache",
            "file_format",
            "form_download",
            "http/access",
            "http/call",
            "http/wire",
            "input",
            "journal",
            "quirks",
            "render",
            "selection",
            "tables",
            "world",
        ],
    ),
    (
        "http/control",
        &[
            "faults",
            "file_format",
            "hq",
            "http/call",
            "input",
            "journal",
            "quirks",
            "world",
            "world_file",
        ],
    ),
    (
        "http/routes",
        &[
            "hq",
            "http/access",
            "http/apis",
            "http/call",
            "http/control",
            "http/layers",
            "quirks",
        ],
    ),
    (
        "server",
        &[
            "hq",
            "http/call",
            "http/control",
            "http/layers",
            "http/routes",
            "http/wire",
            "tls",
        ],
    ),
    (
        "fake_hq",
        &[
            "file_format",
            "hq",
            "http/call",
            "journal",
            "quirks",
            "server",
            "tls",
            "world",
            "world_file",
        ],
    ),
];

#[test]
fn every_room_knows_only_what_is_below_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let found = arrows::between_rooms(&source, &["http"]);
    assert_eq!(arrows::wrong(ROOMS, &found), Vec::<String>::new());
}
