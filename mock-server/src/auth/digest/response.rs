//! The arithmetic of a response (RFC 2617, 3.2.2), right or as a known mistake has it.

use std::borrow::Cow;

use super::challenge::REALM;
use crate::auth::hash::{Hex, md5_of};

/// What goes into a response.
#[derive(Clone)]
pub(super) struct Recipe<'a> {
    pub(super) username: Cow<'a, [u8]>,
    pub(super) password: Cow<'a, [u8]>,
    pub(super) method: Cow<'a, [u8]>,
    pub(super) uri: Cow<'a, [u8]>,
    pub(super) nonce: &'a [u8],
    pub(super) count: Cow<'a, [u8]>,
    pub(super) cnonce: Cow<'a, [u8]>,
    pub(super) shape: Shape,
}

/// How the parts are put together.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// MD5 and qop `auth`: the one that is right.
    Auth,
    /// As the older standard has it: without count, cnonce and qop (RFC 2069).
    Old,
    /// Algorithm MD5-sess.
    Session,
    /// qop `auth-int`, over an empty body.
    BodyToo,
}

impl Recipe<'_> {
    /// The response a client gets that follows this recipe.
    pub(super) fn response(&self) -> Hex {
        let mut ha1 = md5_of(&[&self.username, REALM.as_bytes(), &self.password]);
        let mut ha2 = md5_of(&[&self.method, &self.uri]);
        let mut qop = &b"auth"[..];
        match self.shape {
            Shape::Auth => {}
            Shape::Old => return md5_of(&[&ha1, self.nonce, &ha2]),
            Shape::Session => ha1 = md5_of(&[&ha1, self.nonce, &self.cnonce]),
            Shape::BodyToo => {
                qop = b"auth-int";
                ha2 = md5_of(&[&self.method, &self.uri, &md5_of(&[b""])]);
            }
        }
        md5_of(&[&ha1, self.nonce, &self.count, &self.cnonce, qop, &ha2])
    }
}
