//! What goes wrong on request: faults as data, and the schedule that says whose turn it is. No HTTP
//! and no clock; `http` plays what is decided here.
//!
//! - [`fault`]: a fault, read from a [`table`] of TOML or JSON
//! - [`which`]: which requests it is for; [`when`]: which of these it strikes
//! - [`effect`]: what becomes of the answer; [`place`]: where in it
//! - [`action`]: what happens in the project space
//! - [`book`]: the faults laid on a project space, and whose turn it is
//! - `named`: things chosen by name; `words`: one word or several
//!
//! A fault is laid on a project space: in a world file as `[[space.fault]]`, by the control API, or with
//! [`Island::faults`](crate::hq::Island::faults).
//!
//! ```
//! use fakehq::faults::{Fault, FaultTable};
//!
//! # #[derive(serde::Deserialize)] struct Space { fault: Vec<Fault> }
//! let space: Space = toml::from_str(r#"
//!     [[fault]]                     # the next export that is allowed breaks off half-way
//!     effect = "cut"
//!
//!     [[fault]]                     # every second download of this form is late
//!     on = "form-export"
//!     xmlns = "http://example.org/visit"
//!     every = 2
//!     effect = { delay = { time = "2s" } }
//!
//!     [[fault]]                     # the third request of any kind is answered 500
//!     on = "any"
//!     nth = 3
//!     effect = { status = { code = 500 } }
//!
//!     [[fault]]                     # a form arrives behind the back of the second download with data
//!     answered = 200
//!     nth = 2
//!     actions = [{ submit-form = { document = { xmlns = "http://example.org/visit", form = { village = "Anand" } } } }]
//! "#)?;
//! assert_eq!(space.fault.len(), 4);
//! # Ok::<(), toml::de::Error>(())
//! ```
//!
//! Keys: `on` (`export`, `form-export`, `custom-export`, `case-export`, `stored-export`, `form-metadata`, `listing`,
//! `login`, `receiver`, `any`, or a list; without it `export`), `credentials` (`accepted`, `refused`, `any`; without it `accepted` where only exports
//! are meant), `xmlns`, `format`, `method`, `answered` (the status there would be without the fault), one of
//! `nth`, `next` and `every` (without any `next = 1`), `effect`, `actions`.

pub mod action;
pub mod book;
pub mod effect;
mod effect_words;
pub mod fault;
mod named;
pub mod place;
pub mod table;
pub mod when;
pub mod which;
mod words;

pub use crate::input::span::Span;
pub use action::Action;
pub use book::{FaultBook, Laid};
pub use effect::Effect;
pub use fault::Fault;
pub use place::{Place, Spot};
pub use table::{BadFault, FaultTable};
pub use when::When;
pub use which::{Credentials, Kind, On, Request, Which};
