//! The world of one scenario. Every answer in it is a witness: a text that occurs nowhere else, so
//! that a row is recognised wherever and however a client keeps it.
//!
//! - [`shape`]: the form, in all its versions
//! - `filling`: how it is filled in
//! - [`witness`]: the values
//! - [`document`]: what the kit remembers of a document
//! - [`space`]: forms arrive
//! - [`cases`], [`custom`]: the other exports
//! - [`address`]: where they are

pub mod address;
pub mod cases;
pub mod custom;
pub mod document;
mod filling;
pub mod shape;
pub mod space;
pub mod witness;

use fakehq::{
    quirks::{Choices, UnknownChoice},
    world::{
        clock::{OutOfRange, Pace},
        people::{MobileWorker, WebUser},
        plan::Plan,
        space::{ProjectSpace, SpaceSettings},
        submit::SubmitError,
    },
};
use jiff::Timestamp;

use crate::catalogue::world::{Account, ClockPace, World};

/// The web user a client is given.
pub const USERNAME: &str = "exporter@example.org";
/// The password of that user.
pub const PASSWORD: &str = "correct-Horse-7";
/// Another password.
pub const WRONG_PASSWORD: &str = "wrong-Horse-8";
/// A web user whose name needs care in an address.
pub const ODD_USERNAME: &str = "exporter+odd@example.org";
/// A password that needs care in an address, a header, a shell and a file.
pub const ODD_PASSWORD: &str = ": \" \\ % & 7";
/// Who sends the forms.
pub const WORKER_USERNAME: &str = "asha@kit.commcarehq.org";
/// The id that forms carry.
pub const WORKER_ID: &str = "c0ffee00000000000000000000000001";
/// What the server's pages of these spaces carry.
pub const PAGE_MARK: &str = "pagemark7qx2hq";
/// The xmlns of the second form.
pub const SECOND_XMLNS: &str = "http://openrosa.org/formdesigner/5D0E-kit-household";

/// The kit's own world cannot be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The space does not take a form.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// A quirk does not exist.
    #[error(transparent)]
    Quirk(#[from] UnknownChoice),
    /// The clock cannot go there.
    #[error(transparent)]
    Clock(#[from] OutOfRange),
    /// A duplicate or an edit needs a form before it.
    #[error("there is no form yet that could come again")]
    NoFormYet,
    /// A step is about something the world does not have.
    #[error("the world of the case has no {0}; give it some")]
    Lacks(&'static str),
}

/// A login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Login {
    /// The user name.
    pub username: &'static str,
    /// The password.
    pub password: &'static str,
}

impl Login {
    /// What a client is given for an account.
    #[must_use]
    pub const fn of(account: Account) -> Self {
        let (username, password) = match account {
            Account::Right => (USERNAME, PASSWORD),
            Account::WrongPassword => (USERNAME, WRONG_PASSWORD),
            Account::Odd => (ODD_USERNAME, ODD_PASSWORD),
            Account::MobileWorker => (WORKER_USERNAME, PASSWORD),
        };
        Self { username, password }
    }
}

/// What a new space of the kit is made of.
#[must_use]
pub fn settings(name: &str) -> SpaceSettings {
    SpaceSettings {
        name: name.to_owned(),
        seed: 7,
        choices: Choices::default(),
        plan: Plan::Standard,
        start: Timestamp::from_second(1_388_998_800).unwrap_or_default(),
        pace: Pace::Frozen,
    }
}

/// A space with people and nothing else.
///
/// # Errors
/// When the world names a quirk that does not exist.
pub fn bare_space(name: &str, world: &World) -> Result<ProjectSpace, WorldError> {
    let mut space = ProjectSpace::new(SpaceSettings {
        choices: world.choices()?,
        plan: world.plan,
        pace: match world.clock {
            ClockPace::Frozen => Pace::Frozen,
            ClockPace::Run => Pace::Running,
        },
        ..settings(name)
    });
    space.page_mark = PAGE_MARK.to_owned();
    let exporter = |account| {
        let Login { username, password } = Login::of(account);
        WebUser::exporter(username, password)
    };
    space.people.web_users = vec![exporter(Account::Right), exporter(Account::Odd)];
    let worker = Login::of(Account::MobileWorker);
    space.people.mobile_workers.push(MobileWorker {
        id: WORKER_ID.to_owned(),
        username: worker.username.to_owned(),
        password: worker.password.to_owned(),
        full_name: "Asha Devi".to_owned(),
        active: true,
        groups: Vec::new(),
        user_data: Vec::new(),
    });
    Ok(space)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use fakehq::hq::Island;

    use super::*;
    use crate::{
        catalogue::{form::FormTable, step::Submit},
        play::kit_world::{document::Source, shape::Shape, space::Inbox},
    };

    #[test]
    fn a_space_holds_what_is_said_of_it() {
        let space = bare_space("kit", &World::default()).unwrap();
        let island = Arc::new(Island::new(space));
        let shape = Shape::new(&FormTable::default(), None);
        let mut inbox = Inbox::new(&island, shape.clone(), Source::Form, 0);
        let mut documents = Vec::new();
        let six = Submit {
            count: 6,
            ..Submit::default()
        };
        inbox.submit(&six, &mut documents).unwrap();
        inbox.duplicate(&mut documents).unwrap();
        inbox.edit(&mut documents).unwrap();
        let space = island.space();
        assert_eq!(space::count(&space, &shape.xmlns), 8);
        assert_eq!(documents.len(), 8);
        for document in documents
            .iter()
            .filter(|d| d.sent == document::Sent::Always)
        {
            let stored = space.forms.find(&document.id).unwrap();
            let text = stored.document.to_json().to_string();
            assert!(document.main_row().all(|witness| text.contains(witness)));
        }
    }
}
