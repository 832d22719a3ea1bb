//! How much a JSON text will become, before anything is made of it.

/// How many values a JSON text holds, keys not counted: never fewer than there are, if it is JSON at all.
///
/// ```
/// use fakehq::input::json_size::values;
///
/// assert_eq!(values(br#"{"a": [1, 2], "b": "1,2,[3]\\"}"#), 5);
/// ```
#[must_use]
pub fn values(json: &[u8]) -> usize {
    let mut values = 1;
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b',' | b'[' | b'{' => values += 1,
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn count(value: &Value) -> usize {
        1 + match value {
            Value::Array(list) => list.iter().map(count).sum(),
            Value::Object(members) => members.values().map(count).sum(),
            _ => 0_usize,
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<i32>().prop_map(Value::from),
            ".{0,6}".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 60, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((".{0,4}", inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn never_fewer_than_there_are_and_not_many_more(value in json()) {
            let values = values(value.to_string().as_bytes());
            prop_assert!(values >= count(&value));
            prop_assert!(values <= 2 * count(&value));
        }
    }
}
