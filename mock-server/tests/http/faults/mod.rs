//! Faults laid on a space, and the quirks that are played in the same way, as a client on a socket meets
//! them.

mod body;
mod challenge;
mod control;
mod crosstalk;
mod head;
mod instead;
mod manners;
mod page;
mod size_cap;
mod slow;
mod stall;
mod support;
mod wire;
