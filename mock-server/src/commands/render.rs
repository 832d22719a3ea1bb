//! `fakehq render`

use std::path::PathBuf;

use clap::{
    Args,
    builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser as _},
};
use fakehq::{
    file_format::Format,
    form_download::{download, raw},
    input::nearest::nearest,
    quirks::ExtraFormats,
    selection::form::{Ask, Outcome, Tag},
    tables::{headers::DEFAULT_SIZE, layout::Style},
    world::{clock::Pace, space::ProjectSpace},
    world_file::World,
};

use super::{
    Failure,
    choices::{Choices, chosen_space},
    documents, ending,
    output::Output,
};

/// Make an export file of documents or a world: the same bytes as a server would answer.
///
/// FILES hold stored documents as JSON or JSON lines, or the XML of a form; `-` is standard input. A
/// document with a `doc_type` is taken as it is, what any other lacks is filled in as the receiver
/// would. Without FILES the world is rendered; with both, the documents are added to it.
#[derive(Debug, Args)]
pub(super) struct Render {
    /// Documents: JSON, JSON lines or XML.
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// A world file, or the name of a world that comes with fakehq: default, empty.
    #[arg(long, env = "FAKEHQ_WORLD", value_name = "FILE|NAME")]
    world: Option<String>,
    /// Which project space of the world, if it has several.
    #[arg(long, env = "FAKEHQ_SPACE")]
    space: Option<String>,
    /// Which form to export, if there are several.
    #[arg(long, env = "FAKEHQ_XMLNS")]
    xmlns: Option<String>,
    /// The format. Without it the ending of the output file says it; xlsx where that says nothing.
    ///
    /// An export as csv is a zip with a file for each table, whatever the file is called.
    #[arg(long, env = "FAKEHQ_FORMAT", value_parser = formats())]
    format: Option<Format>,
    /// Duplicates, errors, archived and outdated forms too.
    #[arg(long, env = "FAKEHQ_INCLUDE_ERRORS", value_parser = BoolishValueParser::new())]
    include_errors: bool,
    /// The longest header, in characters; 0 is the default, -n drops the first n.
    #[arg(
        long,
        env = "FAKEHQ_MAX_COLUMN_SIZE",
        default_value_t = DEFAULT_SIZE,
        allow_negative_numbers = true,
        value_name = "N"
    )]
    max_column_size: i64,
    /// What joins the parts of headers, table names and ids.
    #[arg(long, env = "FAKEHQ_SEPARATOR", default_value = "|")]
    separator: String,
    #[command(flatten)]
    choices: Choices,
    /// Where to write; `-` is standard output.
    #[arg(
        short,
        long,
        env = "FAKEHQ_OUTPUT",
        default_value = "-",
        value_name = "FILE"
    )]
    output: PathBuf,
}

fn formats() -> impl clap::builder::TypedValueParser<Value = Format> {
    let all = Format::ALL.into_iter().chain(Format::EXTRA);
    PossibleValuesParser::new(all.map(Format::name)).try_map(|name| Format::with_extra(&name))
}

impl Render {
    pub(super) fn run(self) -> Result<(), Failure> {
        let format = ending::format(self.format, &self.output)?;
        let is_text = matches!(format, Format::Json | Format::Html | Format::UnzippedCsv);
        if !is_text && Output::is_terminal(&self.output) {
            return Err(Failure::Usage(format!(
                "{format} is no text for a terminal; give a file with -o, or a pipe"
            )));
        }
        let mut space = self.space()?;
        if Format::EXTRA.contains(&format) && space.choices.extra_formats == ExtraFormats::Refused {
            return Err(Failure::Usage(format!(
                "{format} is no format of this profile; --profile hq-2015 or --quirk \
                 extra-formats=offered has it"
            )));
        }
        documents::store(&mut space, &self.files)?;
        let ask = Ask {
            tag: Tag::Form(self.form(&space)?),
            previous_export: None,
            include_errors: self.include_errors,
            user_types: Vec::new(),
        };
        let bytes = if format == Format::Raw {
            // A raw download has a scope of its own: quirk `raw-scope`.
            let forms = space.raw_forms(&ask);
            if forms.is_empty() {
                return Err(self.nothing(&space, &ask.tag));
            }
            raw(&forms)
        } else {
            let Outcome::Data(data) = space.export_forms(&ask) else {
                return Err(self.nothing(&space, &ask.tag));
            };
            let style = Style {
                separator: self.separator,
                max_column_size: self.max_column_size,
            };
            download(data, &style, format, &space.choices)
        };
        let bytes = bytes.map_err(|error| Failure::Work(error.to_string()))?;
        let mut out = Output::named(&self.output)?;
        out.put(&bytes)?;
        out.finish()
    }

    /// The space to render; documents alone come into an empty one.
    fn space(&self) -> Result<ProjectSpace, Failure> {
        let name = match &self.world {
            Some(world) => world,
            None if self.files.is_empty() => "default",
            None => "empty",
        };
        let world = World::named_or_from_file(name, &self.choices.overrides(Pace::Frozen))
            .map_err(|error| Failure::Usage(error.to_string()))?;
        chosen_space(world.spaces, self.space.as_deref())
    }

    /// The form asked for; the only one, if none was.
    fn form(&self, space: &ProjectSpace) -> Result<String, Failure> {
        let known: Vec<&str> = space.forms.forms().map(|(xmlns, _)| xmlns).collect();
        match (&self.xmlns, known.as_slice()) {
            (Some(xmlns), known) if known.contains(&xmlns.as_str()) => Ok(xmlns.clone()),
            (Some(xmlns), known) => {
                let hint = nearest(xmlns, known.iter().copied())
                    .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                Err(Failure::Usage(format!(
                    "there is no form `{xmlns}`{hint}{}",
                    listed(space)
                )))
            }
            (None, [only]) => Ok((*only).to_owned()),
            (None, []) => Err(Failure::Work("there is no form to export".to_owned())),
            (None, _) => Err(Failure::Usage(format!(
                "there are several forms; choose one with --xmlns{}",
                listed(space)
            ))),
        }
    }

    fn nothing(&self, space: &ProjectSpace, tag: &Tag) -> Failure {
        let Tag::Form(xmlns) = tag else {
            return Failure::Work("there is no form to export".to_owned());
        };
        let stored = space.forms.of_form(Some(xmlns));
        let stored = stored.map_or(0, |index| index.arrivals.len());
        let advice = if self.include_errors {
            "the quirk user-filter leaves out those of other users"
        } else {
            "--include-errors takes duplicates and errors too"
        };
        Failure::Work(format!(
            "there is nothing to export of {xmlns}: none of its {stored} submissions passes; {advice}"
        ))
    }
}

/// The forms of a space, a line each.
fn listed(space: &ProjectSpace) -> String {
    let line = |(xmlns, title): (&str, Option<&str>)| match title {
        Some(title) => format!("\n  {xmlns}  ({title})"),
        None => format!("\n  {xmlns}"),
    };
    let forms = space.forms.forms();
    forms
        .map(|(xmlns, index)| line((xmlns, index.title())))
        .collect()
}
