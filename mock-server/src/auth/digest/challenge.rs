//! The value of `WWW-Authenticate`.

use std::fmt;

/// The realm of every challenge: HQ never set another than its library's (facts G.2).
pub const REALM: &str = "DJANGO";

/// One field of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The nonce.
    Nonce,
    /// The realm.
    Realm,
    /// The algorithm, always MD5.
    Algorithm,
    /// A value to be sent back as it is.
    Opaque,
    /// The quality of protection, always `auth`.
    Qop,
    /// Whether only the nonce was at fault.
    Stale,
}

/// How a challenge is written.
///
/// The default is the observed one, byte for byte; other orders are as right by the standard, and
/// find clients that read a challenge by the place of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The order of the fields, each once.
    pub order: [Part; 6],
    /// What `stale` says; the observed server never said true.
    pub stale: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            order: [
                Part::Nonce,
                Part::Realm,
                Part::Algorithm,
                Part::Opaque,
                Part::Qop,
                Part::Stale,
            ],
            stale: false,
        }
    }
}

/// A challenge; printed, it is the header's value.
///
/// ```
/// use fakehq::auth::digest::{challenge::Challenge, Style};
/// let challenge = Challenge { nonce: "1.0:0F14:a", opaque: "B", style: Style::default() };
/// assert_eq!(
///     challenge.to_string(),
///     r#"Digest nonce="1.0:0F14:a", realm="DJANGO", algorithm="MD5", opaque="B", qop="auth", stale="false""#,
/// );
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Challenge<'a> {
    /// See [`Signer::nonce`](super::nonce::Signer::nonce).
    pub nonce: &'a str,
    /// See [`Signer::opaque`](super::nonce::Signer::opaque).
    pub opaque: &'a str,
    /// How it is written.
    pub style: Style,
}

impl fmt::Display for Challenge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest ")?;
        for (place, part) in self.style.order.into_iter().enumerate() {
            let (name, value) = match part {
                Part::Nonce => ("nonce", self.nonce),
                Part::Realm => ("realm", REALM),
                Part::Algorithm => ("algorithm", "MD5"),
                Part::Opaque => ("opaque", self.opaque),
                Part::Qop => ("qop", "auth"),
                Part::Stale => ("stale", if self.style.stale { "true" } else { "false" }),
            };
            let comma = if place == 0 { "" } else { ", " };
            for piece in [comma, name, "=\"", value, "\""] {
                f.write_str(piece)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_stale_can_be_given() {
        let mut style = Style {
            stale: true,
            ..Style::default()
        };
        style.order.reverse();
        let challenge = Challenge {
            nonce: "n",
            opaque: "o",
            style,
        };
        assert_eq!(
            challenge.to_string(),
            r#"Digest stale="true", qop="auth", opaque="o", algorithm="MD5", realm="DJANGO", nonce="n""#
        );
    }
}
