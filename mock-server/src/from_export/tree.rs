//! Putting values at places of a document that grows as they come.

use serde_json::{Map, Value};

/// Puts a value at a path of keys, making the objects on the way. Says whether there was room.
pub(super) fn set(node: &mut Value, path: &[String], value: Value) -> bool {
    match object_at(node, path.len().saturating_sub(1), path) {
        Some(object) => match path.last() {
            Some(last) => {
                object.insert(last.clone(), value);
                true
            }
            None => false,
        },
        None => false,
    }
}

/// The object `depth` keys down a path.
fn object_at<'v>(
    node: &'v mut Value,
    depth: usize,
    path: &[String],
) -> Option<&'v mut Map<String, Value>> {
    let mut node = node;
    for key in &path[..depth] {
        node = object(node)?.entry(key.clone()).or_insert(Value::Null);
    }
    object(node)
}

/// The element of a list that lies at a path of keys; missing ones before it become null, which
/// counts as no answer and takes no part in any schema. `room` is how many of these may still be
/// made: an id of a damaged file could name any number.
pub(super) fn element<'v>(
    node: &'v mut Value,
    keys: &[String],
    index: usize,
    room: &mut usize,
) -> Option<&'v mut Value> {
    let mut node = node;
    for key in keys {
        node = object(node)?.entry(key.clone()).or_insert(Value::Null);
    }
    if node.is_null() || node.as_object().is_some_and(Map::is_empty) {
        *node = Value::Array(Vec::new());
    }
    let list = node.as_array_mut()?;
    if list.len() <= index {
        *room = room.checked_sub(index - list.len())?;
        list.resize(index + 1, Value::Null);
    }
    list.get_mut(index)
}

/// The element that indices lead to: of the list itself, then of the list at each path of keys.
pub(super) fn descend<'v>(
    list: &'v mut Value,
    lists: &[Vec<String>],
    indices: &[usize],
    room: &mut usize,
) -> Option<&'v mut Value> {
    let keys = std::iter::once(&[][..]).chain(lists.iter().map(Vec::as_slice));
    let mut node = list;
    for (keys, index) in keys.zip(indices) {
        node = element(node, keys, *index, room)?;
    }
    Some(node)
}

/// A value as an object; null becomes an empty one.
pub(super) fn object(node: &mut Value) -> Option<&mut Map<String, Value>> {
    if node.is_null() {
        *node = Value::Object(Map::new());
    }
    node.as_object_mut()
}

/// A text that stands where other documents have an object is the member of empty name (facts E.4);
/// here it becomes the text again.
pub(super) fn collapse(node: &mut Value) {
    match node {
        Value::Object(members) => members.values_mut().for_each(collapse_member),
        Value::Array(list) => list.iter_mut().for_each(collapse_member),
        _ => {}
    }
}

fn collapse_member(node: &mut Value) {
    if let Value::Object(members) = node
        && members.len() == 1
        && let Some(Value::String(text)) = members.get_mut("")
        && !text.is_empty()
    {
        *node = Value::String(std::mem::take(text));
        return;
    }
    collapse(node);
}
