//! What happens in the space when a fault strikes.

use crate::{faults::Action, http::call::request::Call};

/// Does what a fault asks for; the journal says what came of it.
pub(crate) fn act(call: &Call, action: &Action) {
    let mut space = call.island.space();
    match action {
        Action::SubmitForm { document } => match space.submit_json(document.clone()) {
            Ok(form) => call.note(format!("a form arrived behind this answer: {}", form.id)),
            Err(error) => call.note(format!("the form of the fault was not stored: {error}")),
        },
        Action::MoveClock { by } => match space.clock.advance(by.signed()) {
            Ok(now) => call.note(format!("the clock was moved to {now}")),
            Err(error) => call.note(format!("the clock stayed where it was: {error}")),
        },
        Action::ForgetTokens {} => {
            space.tokens.forget(None);
            call.note("every token issued so far was forgotten, that of this answer included");
        }
    }
}
