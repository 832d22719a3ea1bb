//! What the recipes for mending a client have in common.

/// What the names in their pieces of code stand for.
pub const NAMES: &str = "\
In the code, `url` is the address of the export (`HQ_URL` in a shell), `answer` what came of it,
`session` a session of requests with a digest login, `$work/head` and `$work/body` the head and the
body as curl saved them (`-D`, `-o`), and `token_file` where the token is kept.";
