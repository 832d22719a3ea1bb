//! Bytes that somebody has damaged.

use proptest::{collection::vec, prelude::*, sample::Index};

/// What happens to some bytes.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    Replace(Index, u8),
    Insert(Index, Vec<u8>),
    Delete(Index, usize),
    Repeat(Index, usize),
}

/// One to five damages; what is inserted is often one of these, which mean something where they land.
pub(crate) fn damages(odd: &'static [&'static str]) -> impl Strategy<Value = Vec<Damage>> {
    let odd = prop_oneof![
        4 => proptest::sample::select(odd).prop_map(|text| text.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 1..4),
    ];
    let damage = prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        (any::<Index>(), odd).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<Index>(), 1..20_usize).prop_map(|(at, length)| Damage::Delete(at, length)),
        (any::<Index>(), 1..60_usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
    ];
    vec(damage, 1..6)
}

/// What becomes of the bytes.
pub(crate) fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for damage in damages {
        let at = |index: &Index| index.index(bytes.len() + 1).min(bytes.len());
        match damage {
            Damage::Replace(index, byte) => {
                let at = at(index);
                if let Some(place) = bytes.get_mut(at) {
                    *place = *byte;
                }
            }
            Damage::Insert(index, more) => {
                let at = at(index);
                bytes.splice(at..at, more.iter().copied());
            }
            Damage::Delete(index, length) => {
                let at = at(index);
                bytes.drain(at..(at + length).min(bytes.len()));
            }
            Damage::Repeat(index, length) => {
                let at = at(index);
                let again = bytes[at..(at + length).min(bytes.len())].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}
