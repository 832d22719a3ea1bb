//! A command line, as arguments or as one line for the shell, and how values enter it.

use std::{
    ffi::{OsStr, OsString},
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::Path,
};

use serde::{Deserialize, Deserializer, de::Error as _};

use super::placeholders::{self, Piece, Placeholder, PlaceholderError, Values};

/// How a client is called. Placeholders are known to be right once this exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A program and its arguments, never split.
    Arguments(Vec<OsString>),
    /// One line for `/bin/sh`, already in the shell's own terms.
    Shell(OsString),
}

/// Why words given on the command line cannot be a client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// Not even a program.
    #[error("no client given: name a program and its arguments, or a client manifest")]
    Empty,
    /// A word in braces the kit does not know.
    #[error(transparent)]
    Placeholder(#[from] PlaceholderError),
    /// Clients run in a fresh folder, so that a relative name would not be found.
    #[error(
        "the client runs in a fresh folder and would not find `{argument}`; write `{suggestion}`, \
         where {{here}} is the manifest's folder or, without one, the folder you start from"
    )]
    Relative {
        /// The argument as given.
        argument: String,
        /// The same argument as it would work.
        suggestion: String,
    },
}

impl Command {
    /// A program and its arguments.
    ///
    /// # Errors
    /// No program at all, or an unknown placeholder.
    pub fn new(arguments: Vec<OsString>) -> Result<Self, CommandError> {
        if arguments.first().is_none_or(|program| program.is_empty()) {
            return Err(CommandError::Empty);
        }
        for argument in &arguments {
            placeholders::check(argument)?;
        }
        Ok(Self::Arguments(arguments))
    }

    /// A line for `/bin/sh -c`, where a pipe or a redirection is wanted.
    ///
    /// Each placeholder becomes an expansion of its variable in the quotes that its place needs, so
    /// that no value is ever read as code: `curl {url}` is run as `curl "${HQ_URL}"`. The shell's
    /// own `${name}` is left alone. Inside `"$(...)"`, where quotes begin anew, write the variable
    /// yourself.
    ///
    /// # Errors
    /// An empty line, or an unknown placeholder.
    pub fn shell(line: &OsStr) -> Result<Self, CommandError> {
        if line.as_bytes().trim_ascii().is_empty() {
            return Err(CommandError::Empty);
        }
        // The shell's own `${name}` looks like a placeholder; hidden while the line is cut.
        let bytes = line.as_bytes();
        let mut quotes = Quotes::None;
        let mut expanded = Vec::with_capacity(bytes.len());
        for (nth, part) in bytes.split(|byte| *byte == b'$').enumerate() {
            let mut part = part;
            if nth > 0 {
                expanded.push(b'$');
                if part.starts_with(b"{") {
                    let end = part.iter().position(|byte| *byte == b'}');
                    let (own, rest) = part.split_at(end.map_or(part.len(), |end| end + 1));
                    expanded.extend_from_slice(own);
                    part = rest;
                }
            }
            for piece in placeholders::pieces(OsStr::from_bytes(part))? {
                match piece {
                    Piece::Text(text) => {
                        quotes = quotes.after(text);
                        expanded.extend_from_slice(text);
                    }
                    Piece::Value(placeholder) => {
                        expanded.extend_from_slice(quotes.expansion(placeholder).as_bytes());
                    }
                }
            }
        }
        Ok(Self::Shell(OsString::from_vec(expanded)))
    }

    /// Refuses arguments that name a file of `start`, the folder the user stands in: the client
    /// runs elsewhere and would not find it.
    ///
    /// Looked at are whole arguments and what follows the `=` of an option; in a shell line, its
    /// words but for the programs and what is quoted.
    ///
    /// # Errors
    /// [`CommandError::Relative`], with the form that works.
    pub fn refuse_relative_files(&self, start: &Path) -> Result<(), CommandError> {
        let words: Vec<(bool, &[u8])> = match self {
            Self::Arguments(arguments) => arguments
                .iter()
                .enumerate()
                .map(|(nth, argument)| (nth == 0, argument.as_bytes()))
                .collect(),
            Self::Shell(line) => shell_words(line.as_bytes()),
        };
        for (is_program, bytes) in words {
            let argument = OsStr::from_bytes(bytes);
            // A bare program name is looked up in PATH, whatever lies in the start folder.
            if is_program && !bytes.contains(&b'/') {
                continue;
            }
            let name_from = match bytes.iter().position(|byte| *byte == b'=') {
                Some(equals) if bytes.starts_with(b"-") => equals + 1,
                _ => 0,
            };
            let (option, name) = bytes.split_at(name_from);
            let name = Path::new(OsStr::from_bytes(name));
            if name.is_relative() && start.join(name).is_file() {
                let name = name.strip_prefix(".").unwrap_or(name);
                return Err(CommandError::Relative {
                    argument: argument.to_string_lossy().into_owned(),
                    suggestion: format!(
                        "{}{{here}}/{}",
                        String::from_utf8_lossy(option),
                        name.display()
                    ),
                });
            }
        }
        Ok(())
    }

    /// Whether a value stands in the command, as a placeholder or as its variable.
    ///
    /// A program may read the variable without being told so; that cannot be seen here.
    #[must_use]
    pub fn mentions(&self, placeholder: Placeholder) -> bool {
        let arguments = match self {
            Self::Arguments(arguments) => arguments.as_slice(),
            Self::Shell(line) => std::slice::from_ref(line),
        };
        let word = format!("{{{}}}", placeholder.word());
        arguments.iter().any(|argument| {
            let argument = argument.to_string_lossy();
            argument.contains(&word) || names(&argument, placeholder.variable())
        })
    }

    /// Program and arguments for one step.
    ///
    /// # Errors
    /// A placeholder without a value in this step.
    pub fn arguments(&self, values: &Values) -> Result<Vec<OsString>, PlaceholderError> {
        match self {
            Self::Arguments(arguments) => {
                let mut expanded = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    expanded.extend(values.arguments(argument)?);
                }
                Ok(expanded)
            }
            Self::Shell(line) => Ok(vec!["/bin/sh".into(), "-c".into(), line.clone()]),
        }
    }
}

impl<'de> Deserialize<'de> for Command {
    /// A list of texts.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Words(Vec<String>),
            Line(String),
        }
        let words = match Written::deserialize(deserializer) {
            Ok(Written::Words(words)) => words,
            Ok(Written::Line(line)) => return Err(D::Error::custom(as_words(&line))),
            Err(_) => return Err(D::Error::custom("a command is a list of texts")),
        };
        let arguments = words.into_iter().map(OsString::from).collect();
        Self::new(arguments).map_err(D::Error::custom)
    }
}

/// What to write instead of a command in one text.
fn as_words(line: &str) -> String {
    let words: Vec<_> = line.split_whitespace().collect();
    format!(
        "a command is a list, a program and its arguments, which are never split: {words:?}; where the \
         shell is wanted: {:?}",
        ["sh", "-c", line]
    )
}

/// Whether a text holds a variable's name, and not only as the beginning of a longer one.
fn names(text: &str, variable: &str) -> bool {
    text.match_indices(variable).any(|(at, _)| {
        let behind = text[at + variable.len()..].chars().next();
        behind.is_none_or(|sign| !sign.is_ascii_alphanumeric() && sign != '_')
    })
}

/// The words of a shell line that can be told without a shell, and whether a program is named there:
/// at the beginning and behind `|`, `&`, `;` and `(`. Words with quotes or expansions are left out.
fn shell_words(line: &[u8]) -> Vec<(bool, &[u8])> {
    let mut words = Vec::new();
    let mut is_program = true;
    let mut rest = line;
    while let Some(first) = rest.first() {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"|&;()<>".contains(byte);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        if length == 0 {
            is_program = is_program && first.is_ascii_whitespace() || b"|&;(".contains(first);
            rest = &rest[1..];
            continue;
        }
        let (word, after) = rest.split_at(length);
        if !word.iter().any(|byte| b"'\"\\$`*?".contains(byte)) {
            words.push((is_program, word));
        }
        is_program = false;
        rest = after;
    }
    words
}

/// The quotes a place in a shell line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotes {
    None,
    Single,
    Double,
}

impl Quotes {
    /// The quotes in force behind `text`.
    fn after(mut self, text: &[u8]) -> Self {
        let mut bytes = text.iter();
        while let Some(byte) = bytes.next() {
            self = match (self, byte) {
                (Self::None | Self::Double, b'\\') => {
                    bytes.next();
                    self
                }
                (Self::None, b'\'') => Self::Single,
                (Self::None, b'"') => Self::Double,
                (Self::Single, b'\'') | (Self::Double, b'"') => Self::None,
                _ => self,
            };
        }
        self
    }

    /// How a variable is written here so that its value stays one word.
    fn expansion(self, placeholder: Placeholder) -> String {
        let variable = placeholder.variable();
        match self {
            // Several addresses become several words.
            Self::None if placeholder == Placeholder::Urls => format!("${{{variable}}}"),
            Self::None => format!("\"${{{variable}}}\""),
            Self::Double => format!("${{{variable}}}"),
            Self::Single => format!("'\"${{{variable}}}\"'"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fs;

    fn shell(line: &str) -> String {
        match Command::shell(OsStr::new(line)).expect(line) {
            Command::Shell(line) => line.into_string().expect("text"),
            Command::Arguments(_) => unreachable!("a line stays a line"),
        }
    }

    #[test]
    fn a_shell_line_gets_quoted_variables() {
        assert_eq!(
            shell("curl {url} > {out}/x"),
            "curl \"${HQ_URL}\" > \"${HQ_OUT}\"/x"
        );
        assert_eq!(shell("curl \"{url}&x\""), "curl \"${HQ_URL}&x\"");
        assert_eq!(shell("curl '{url}&x'"), "curl ''\"${HQ_URL}\"'&x'");
        assert_eq!(
            shell(r#"echo \" {url} "\"{url}""#),
            r#"echo \" "${HQ_URL}" "\"${HQ_URL}""#
        );
    }

    #[test]
    fn a_shell_line_keeps_the_shells_own_braces() {
        assert_eq!(
            shell("echo ${url} ${HOME} $url"),
            "echo ${url} ${HOME} $url"
        );
        assert_eq!(
            shell("awk '{{print}}' {out}/x"),
            "awk '{print}' \"${HQ_OUT}\"/x"
        );
        assert!(Command::shell(OsStr::new("awk '{print}'")).is_err());
    }

    #[test]
    fn an_empty_command_is_refused() {
        assert_eq!(Command::new(vec![]), Err(CommandError::Empty));
        assert_eq!(
            Command::new(vec!["".into(), "x".into()]),
            Err(CommandError::Empty)
        );
        assert_eq!(Command::shell(OsStr::new("  ")), Err(CommandError::Empty));
    }

    #[test]
    fn files_of_the_start_folder_are_refused_with_the_form_that_works() {
        let start = tempfile::tempdir().expect("temp folder");
        fs::write(start.path().join("export.py"), "").expect("write");
        let refused = |words: &[&str]| {
            Command::new(words.iter().map(OsString::from).collect())
                .expect("placeholders are right")
                .refuse_relative_files(start.path())
                .err()
                .map(|error| error.to_string())
        };
        assert_eq!(
            refused(&["python3", "export.py", "{url}"]).as_deref(),
            Some(
                "the client runs in a fresh folder and would not find `export.py`; write \
                 `{here}/export.py`, where {here} is the manifest's folder or, without one, the \
                 folder you start from"
            )
        );
        for (words, form) in [
            (["./export.py", "x"], "`{here}/export.py`"),
            (["sh", "--script=export.py"], "`--script={here}/export.py`"),
        ] {
            let error = refused(&words).expect("refused");
            assert!(error.contains(form), "{error}");
        }
        for fine in [
            ["export.py", "{url}"],
            ["python3", "{here}/export.py"],
            ["python3", "other.py"],
            ["python3", "."],
        ] {
            assert_eq!(refused(&fine), None, "{fine:?}");
        }
    }

    #[test]
    fn files_of_the_start_folder_are_found_in_shell_lines_too() {
        let start = tempfile::tempdir().expect("temp folder");
        fs::write(start.path().join("export.sh"), "").expect("write");
        fs::write(start.path().join("sort"), "").expect("write");
        let refused = |line: &str| {
            Command::shell(OsStr::new(line))
                .expect("placeholders are right")
                .refuse_relative_files(start.path())
                .err()
                .map(|error| error.to_string())
        };
        for line in [
            "sh export.sh {url}",
            "./export.sh {url}|cat",
            "true; (sh export.sh)",
            "cat<export.sh",
        ] {
            let error = refused(line).expect(line);
            assert!(error.contains("write `{here}/export.sh`"), "{error}");
        }
        for fine in [
            "sh {here}/export.sh {url} | sort",
            "cat 'export.sh '",
            "echo | sort",
        ] {
            assert_eq!(refused(fine), None, "{fine}");
        }
    }

    proptest! {
        #[test]
        fn no_shell_line_panics(line in ".*") {
            if let Ok(command) = Command::shell(OsStr::new(&line)) {
                let _ = command.refuse_relative_files(Path::new("/"));
            }
        }
    }
}
