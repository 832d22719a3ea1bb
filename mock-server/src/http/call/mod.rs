//! One request as the routes see it, and what its answer is made of.
//!
//! - [`request`]: a request on its way through the routes, and its journal entry
//! - [`query`], [`multipart`]: what it says; [`reading`]: large bodies, on threads of their own
//! - [`address`], [`public_address`]: addresses, and the scheme and host name by which a server is known
//! - [`answer`], `nothing_here`, [`explanation`]: simple answers; the notes of the journal in them, where asked for
//! - [`pages`](mod@pages): the frame of HTML pages, and the pages that tell of a problem

pub mod address;
pub mod answer;
pub mod explanation;
pub mod multipart;
pub(in crate::http) mod nothing_here;
pub mod pages;
pub mod public_address;
pub mod query;
pub mod reading;
pub mod request;
