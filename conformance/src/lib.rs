//! Runs any CommCare HQ export client against a fake HQ and judges what it did.
//!
//! The rooms, in the order data flows through them:
//!
//! | room | what lives there |
//! |---|---|
//! | [`catalogue`] | the checks, as data |
//! | [`client`] | client manifests, and running a client as a contained process |
//! | [`play`] | a scenario is played: a project space, a client, what it did |
//! | [`evidence`] | what a client left behind, as records |
//! | [`judge`] | evidence and expectations become verdicts |
//! | [`examination`] | all checks of all operations and formats of a client |
//! | [`reference`](mod@reference) | the kit's own client, with bugs to switch on |
//! | [`known_failures`] | what is known to fail, with reasons |
//! | [`stories`] | short stories that show what a client does |
//! | [`snapshot`] | what it produced in them, against what its author approved |
//! | [`comparison`] | two clients through the same worlds |
//! | [`init`] | the files a client's repository needs |
//! | [`attendance`] | a person does the requests, the wire is judged |
//! | [`report`] | verdicts for people and programs |
//! | [`user_file`] | files that users write, and what is wrong with them |
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod attendance;
pub mod catalogue;
pub mod client;
pub mod comparison;
pub mod evidence;
pub mod examination;
pub mod exit;
pub mod init;
pub mod judge;
pub mod known_failures;
pub mod play;
pub mod reference;
pub mod report;
pub mod snapshot;
pub mod stories;
pub mod user_file;
