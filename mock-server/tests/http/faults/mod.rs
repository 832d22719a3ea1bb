//! Faults laid on a space, as a client on a socket meets them.

mod instead;
mod stall;
mod support;
mod wire;
