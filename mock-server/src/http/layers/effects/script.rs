//! How the connection plays an answer.

use std::sync::Arc;

use http::{HeaderValue, header::CONTENT_LENGTH, response::Parts};

use super::garbage;
use crate::{
    faults::{Effect, Place, Spot},
    http::{
        call::request::Call,
        wire::{Fault, Framing, Notice, Step},
    },
};

/// Writes the script of an effect into an answer whose body has this length, if it is of that kind.
pub(crate) fn write(call: &Call, effect: &Effect, parts: &mut Parts, length: u64) {
    let body = |at: &Spot| Step::Body(at.of(length));
    let steps = match effect {
        Effect::Cut { at } => until(*at, length, Step::Close),
        Effect::Reset { at } => until(*at, length, Step::Reset),
        Effect::Stall { at } => {
            let island = Arc::clone(&call.island);
            let stall = Step::Stall(Notice::new(move || island.note_stall()));
            let mut steps = until(*at, length, stall);
            steps.push(Step::Close);
            steps
        }
        Effect::CutHead { bytes } => vec![Step::HeadBytes(*bytes as usize), Step::Close],
        Effect::EmptyReply {} => vec![Step::Close],
        Effect::Garbage { bytes, seed } => {
            let garbage = garbage::bytes(*seed, *bytes as usize);
            vec![Step::Bytes(garbage.into()), Step::Close]
        }
        Effect::WrongLength { by } => {
            let told = length.saturating_add_signed(*by);
            let headers = &mut parts.headers;
            headers.insert(CONTENT_LENGTH, HeaderValue::from(told));
            parts.extensions.insert(Framing::Length);
            vec![Step::Head, Step::Rest, Step::Close]
        }
        Effect::OpenEnd { at } => {
            parts.extensions.insert(Framing::Close);
            vec![Step::Head, body(at), Step::Close]
        }
        Effect::Chunked { at } => {
            parts.extensions.insert(Framing::Chunked);
            match at {
                Some(at) => vec![Step::Head, body(at), Step::Close],
                None => vec![Step::Head, Step::Rest],
            }
        }
        Effect::Drip { bytes, pause } => vec![
            Step::Head,
            Step::Pace {
                bytes: *bytes as usize,
                pause: pause.wait(),
            },
            Step::Rest,
        ],
        Effect::Delay { time } => vec![Step::Wait(time.wait()), Step::Head, Step::Rest],
        _ => return,
    };
    parts.extensions.insert(Fault(steps));
}

/// What goes before a place, and then the end.
fn until(at: Place, length: u64, end: Step) -> Vec<Step> {
    match at {
        Place::Nothing => vec![end],
        Place::Head => vec![Step::Head, end],
        Place::Body(spot) => vec![Step::Head, Step::Body(spot.of(length)), end],
    }
}
