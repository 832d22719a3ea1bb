//! Bytes as JSON has them: text where they are text, else pairs of hex digits.

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::input::hex::{hex, hex_bytes};

#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "a text, or {\"hex\": \"...\"}")]
enum Written {
    Text(String),
    Hex { hex: String },
}

pub(super) fn serialize<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    let written = match std::str::from_utf8(bytes) {
        Ok(text) => Written::Text(text.to_owned()),
        Err(_) => Written::Hex { hex: hex(bytes) },
    };
    written.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    match Written::deserialize(deserializer)? {
        Written::Text(text) => Ok(text.into()),
        Written::Hex { hex } => {
            let bytes = hex_bytes(&hex).map(Bytes::from);
            bytes.ok_or_else(|| D::Error::custom("`hex` holds something else than pairs of digits"))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::world::recorded::Served;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(body in prop::collection::vec(any::<u8>(), 0..40)) {
            let served = Served::Body {
                status: 200,
                headers: vec![("A".to_owned(), "b".to_owned())],
                body: body.into(),
            };
            let text = serde_json::to_string(&served).unwrap();
            prop_assert_eq!(serde_json::from_str::<Served>(&text).unwrap(), served);
        }
    }
}
