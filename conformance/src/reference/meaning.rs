//! What the head of an answer means.

use super::{
    bug::{Bug, Bugs},
    wire::reply::Reply,
};

/// What to do with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Its body is the export.
    Data,
    /// There is no data, or none since the token (page: Form Data Export).
    NothingNew,
    /// The credentials were refused.
    Refused,
    /// It is something else, and the run has failed.
    Failure,
    /// Only bugs say so: whatever it is, it is kept as it came.
    KeptAsItCame,
}

/// The meaning of an answer's head.
#[must_use]
pub fn of(reply: &Reply, bugs: Bugs) -> Meaning {
    let status = reply.status.as_u16();
    let challenged = reply.challenge().is_some();
    let is_json = reply.content_type().starts_with("application/json");
    // What a program with a bug takes an answer for.
    match (bugs.0, status) {
        (Some(Bug::AsksOtherApi), _)
        | (Some(Bug::ExitZeroOn401), 401)
        | (Some(Bug::Status400IsEmpty), 400)
        | (Some(Bug::Status404IsEmpty), 404)
        | (Some(Bug::NonZipIsEmpty), 500..) => return Meaning::NothingNew,
        (Some(Bug::JsonErrorKept), 401) if is_json => return Meaning::KeptAsItCame,
        (Some(Bug::StatusIgnored), 500..) => return Meaning::KeptAsItCame,
        (Some(Bug::Status302IsError), 302) => return Meaning::Failure,
        _ => {}
    }
    match status {
        200 => Meaning::Data,
        302 => Meaning::NothingNew,
        401 if challenged => Meaning::Refused,
        _ => Meaning::Failure,
    }
}
