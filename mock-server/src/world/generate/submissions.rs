//! The submissions of a generated world, in order of arrival: those that count and their edits,
//! duplicates, errors, archived and unreadable ones.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use md5::{Digest, Md5};
use serde_json::{Value, json};

use super::cases::{self, CaseLine};
use super::dice::{Dice, Purpose};
use super::forms::Content;
use super::people::Submitter;
use super::schedule::{Arrivals, Interleave};
use super::shape::FormShape;
use super::world::{GeneratedForm, World};
use crate::world::xml::envelope::{
    Envelope, bump_revision, mark_archived, mark_deprecated, mark_duplicate, mark_error,
};
use crate::world::xml::moment;
use crate::world::xml::read::read_form;

/// Kinds of submission of one form, in the order of their streams.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stream {
    Counted,
    Duplicate,
    Error,
    Archived,
}

const STREAMS: [Stream; 4] = [
    Stream::Counted,
    Stream::Duplicate,
    Stream::Error,
    Stream::Archived,
];

/// The submissions of a world, in order of arrival.
#[derive(Clone, Debug)]
pub struct Forms<'a> {
    world: &'a World,
    order: Interleave,
    arrivals: Arrivals,
    /// Documents handed out.
    arrived: u64,
    /// An edit that follows the copy of what it replaced.
    edit: Option<GeneratedForm>,
    /// For each form that has duplicates, the latest submission that counts: content and document.
    latest: Vec<Option<GeneratedForm>>,
    /// Cases, at the place of the first form of their type.
    lines: Vec<CaseLine>,
}

/// One submission to be invented.
struct Task<'a> {
    role: usize,
    form: &'a FormShape,
    stream: Stream,
    number: u64,
    of: u64,
}

impl Iterator for Forms<'_> {
    type Item = GeneratedForm;

    fn next(&mut self) -> Option<GeneratedForm> {
        if let Some(edit) = self.edit.take() {
            return Some(edit);
        }
        let (stream, number) = self.order.next()?;
        let role = stream / STREAMS.len();
        let Some(form) = self.world.shape.forms.get(role) else {
            return Some(self.unreadable(number));
        };
        let stream = STREAMS[stream % STREAMS.len()];
        let of = match stream {
            Stream::Counted => form.count,
            Stream::Duplicate => form.duplicates,
            Stream::Error => form.errors,
            Stream::Archived => form.archived,
        };
        let of = u64::from(of);
        let task = Task {
            role,
            form,
            stream,
            number,
            of,
        };
        Some(match stream {
            Stream::Counted => self.counted(&task),
            Stream::Duplicate => self.duplicate(&task),
            Stream::Error | Stream::Archived => self.odd(&task),
        })
    }
}

impl Task<'_> {
    /// Dice for one purpose of this submission; `again` for its edit.
    fn dice(&self, seed: u64, purpose: Purpose, again: bool) -> Dice {
        let kind = (self.role as u64) << 4 | (self.stream as u64) << 1 | u64::from(again);
        Dice::new(seed, purpose, [kind, self.number])
    }

    fn version(&self) -> u32 {
        let past = u128::from(self.number) * u128::from(self.form.versions);
        u32::try_from(past / u128::from(self.of.max(1))).unwrap_or(0) + 1
    }

    /// Whether this one is among the edited, which are spread evenly.
    fn is_edited(&self) -> bool {
        let edits = |number: u64| number * u64::from(self.form.edited) / self.of.max(1);
        self.stream == Stream::Counted && edits(self.number + 1) > edits(self.number)
    }
}

impl<'a> Forms<'a> {
    /// Those of a world.
    pub(super) fn of(world: &'a World) -> Self {
        let mut lengths: Vec<u64> = Vec::new();
        for form in &world.shape.forms {
            let streams = [form.count, form.duplicates, form.errors, form.archived];
            lengths.extend(streams.map(u64::from));
        }
        lengths.push(u64::from(world.shape.unreadable));
        Self {
            world,
            order: Interleave::new(lengths),
            arrivals: Arrivals {
                ending: world.shape.ending,
                seconds: u64::from(world.shape.days) * 86_400,
                count: world.shape.documents(),
            },
            arrived: 0,
            edit: None,
            latest: world.shape.forms.iter().map(|_| None).collect(),
            lines: vec![CaseLine::default(); world.shape.forms.len()],
        }
    }
}

impl Forms<'_> {
    fn seed(&self) -> u64 {
        self.world.shape.seed
    }

    /// The next number and moment of arrival.
    fn arrive(&mut self, dice: &mut Dice) -> (u64, Timestamp) {
        let number = self.arrived;
        self.arrived += 1;
        (number, self.arrivals.at(number, dice.word()))
    }

    fn counted(&mut self, task: &Task<'_>) -> GeneratedForm {
        let mut dice = task.dice(self.seed(), Purpose::Submission, false);
        let link = task.form.case.as_ref().and_then(|case| {
            let same_type = |form: &FormShape| {
                form.case
                    .as_ref()
                    .is_some_and(|other| other.case_type == case.case_type)
            };
            let line = self.world.shape.forms.iter().position(same_type)?;
            self.lines[line].next(self.world.shape.seed, line as u64, case, &mut dice)
        });
        let submitter = self.world.people.submitter(&self.world.shape, &mut dice);
        let id = task.dice(self.seed(), Purpose::FormId, false).uuid();
        let mut first = self.stored(task, &id, &submitter, link.as_ref(), false, &mut dice);
        if task.is_edited() {
            let mut edit = self.stored(task, &id, &submitter, link.as_ref(), true, &mut dice);
            bump_revision(&mut edit.document);
            let on = edit.document["received_on"]
                .as_str()
                .and_then(moment::parse);
            let copy = task.dice(self.seed(), Purpose::FormId, true).uuid();
            mark_deprecated(
                &mut first.document,
                &copy,
                on.unwrap_or(self.arrivals.ending),
            );
            self.edit = Some(edit);
        }
        if task.form.duplicates > 0 {
            self.latest[task.role] = self.edit.clone().or_else(|| Some(first.clone()));
        }
        first
    }

    /// A submission that was sent a second time, byte for byte.
    fn duplicate(&mut self, task: &Task<'_>) -> GeneratedForm {
        let mut dice = task.dice(self.seed(), Purpose::Submission, false);
        let id = task.dice(self.seed(), Purpose::FormId, false).uuid();
        let (form, original, content) = match &self.latest[task.role] {
            None => (json!({}), String::new(), None),
            Some(latest) => (
                latest.document["form"].clone(),
                latest.document["_id"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                latest.content,
            ),
        };
        let (_, received_on) = self.arrive(&mut dice);
        let mut document = self.around(task, &id, received_on, form, &mut dice);
        mark_duplicate(&mut document, &original);
        GeneratedForm {
            document,
            content,
            raw: None,
        }
    }

    /// A submission that failed or was archived; it does nothing to cases.
    fn odd(&mut self, task: &Task<'_>) -> GeneratedForm {
        let mut dice = task.dice(self.seed(), Purpose::Submission, false);
        let submitter = self.world.people.submitter(&self.world.shape, &mut dice);
        let id = task.dice(self.seed(), Purpose::FormId, false).uuid();
        let mut form = self.stored(task, &id, &submitter, None, false, &mut dice);
        if task.stream == Stream::Error {
            mark_error(
                &mut form.document,
                "The form could not be processed: a case it changes is unknown",
            );
        } else {
            let users = &self.world.people.users;
            let by = users
                .last()
                .map(|user| user.user_id.clone())
                .unwrap_or_default();
            let on = form.document["received_on"]
                .as_str()
                .and_then(moment::parse);
            mark_archived(&mut form.document, &by, on.unwrap_or(self.arrivals.ending));
        }
        form
    }

    /// A submission with content of its own.
    fn stored(
        &mut self,
        task: &Task<'_>,
        id: &str,
        submitter: &Submitter,
        link: Option<&cases::CaseLink>,
        again: bool,
        dice: &mut Dice,
    ) -> GeneratedForm {
        let (number, received_on) = self.arrive(dice);
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let underway = SignedDuration::from_secs(dice.between(5, 3 * 3_600));
        let finished = received_on.checked_sub(underway).unwrap_or(received_on);
        let world = self.world;
        let content = Content {
            shape: task.form,
            version: task.version(),
            scripts: &world.shape.scripts,
            submitter,
            instance_id: id,
            finished,
            witness: world
                .witnesses
                .as_ref()
                .map(|witnesses| (witnesses, number)),
        };
        let mut form = content.fill(&mut task.dice(self.seed(), Purpose::Answers, again));
        if let (Some(case), Some(link)) = (&task.form.case, link) {
            let block = cases::block(case, link, &form, submitter, finished);
            form.insert("case".to_owned(), block);
        }
        GeneratedForm {
            document: self.around(task, id, received_on, Value::Object(form), dice),
            content: Some(number),
            raw: None,
        }
    }

    fn around(
        &self,
        task: &Task<'_>,
        id: &str,
        received_on: Timestamp,
        form: Value,
        dice: &mut Dice,
    ) -> Value {
        let shape = &self.world.shape;
        let invented = format!("{:0>32}", format!("a99{}", shape.seed % 1_000_000));
        let token = dice.percent(70).then(|| dice.hex_id());
        Envelope {
            id,
            domain: &shape.project_space,
            app_id: Some(task.form.app_id.as_deref().unwrap_or(&invented)),
            received_on,
            submit_ip: &format!("192.0.2.{}", dice.between(1, 254)),
            last_sync_token: token.as_deref(),
            user_id: None,
        }
        .around(form)
    }

    /// A submission cut on its way.
    fn unreadable(&mut self, number: u64) -> GeneratedForm {
        let shape = &self.world.shape;
        let mut dice = Dice::new(shape.seed, Purpose::Submission, [u64::MAX, number]);
        let id = dice.hex_id();
        let xmlns = shape
            .forms
            .first()
            .map_or("http://example.org/lost", |form| &form.xmlns);
        let raw = format!("<?xml version='1.0' ?><data xmlns=\"{xmlns}\"><note>{number}</no");
        let problem =
            read_form(raw.as_bytes()).map_or_else(|error| error.to_string(), |_| String::new());
        let md5 = Md5::digest(raw.as_bytes())
            .iter()
            .fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
        let (_, received_on) = self.arrive(&mut dice);
        let document = Envelope {
            id: &id,
            domain: &self.world.shape.project_space,
            app_id: None,
            received_on,
            submit_ip: "192.0.2.1",
            last_sync_token: None,
            user_id: None,
        }
        .around_unreadable(&md5, &problem);
        GeneratedForm {
            document,
            content: None,
            raw: Some(raw),
        }
    }
}
