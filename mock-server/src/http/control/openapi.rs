//! `GET /_fakehq/openapi.json`: the control API, for programs.

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::operation::{Operation, Verb};
use crate::http::call::answer;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(Verb::Get, "/_fakehq/openapi.json", "openapi", shown)
            .does("This document")
            .answers(200, "The control API in OpenAPI 3.1"),
    ]
}

async fn shown() -> Response {
    answer::json(StatusCode::OK, &document(&super::operations()))
}

/// What stands in braces in a path: its name, what it is, and one that the default world has, or that is
/// easily made there.
const IN_PATHS: [(&str, &str, &str); 6] = [
    (
        "space",
        "A project space, the `domain` of its addresses",
        "demo",
    ),
    ("username", "A login name", "user@example.org"),
    (
        "worker",
        "The login name of a mobile worker",
        "nurse1@demo.commcarehq.org",
    ),
    ("id", "A custom export", "52d26da8fbacc0efe9dd7ebabd0a943d"),
    ("stored", "A stored export", "children"),
    (
        "token",
        "An export token",
        "f4fa787e734f874fe48a01336a73b24c",
    ),
];

/// The document of these operations.
#[must_use]
pub fn document(operations: &[Operation]) -> Value {
    let mut paths = Map::new();
    for operation in operations {
        let at = paths.entry(operation.path).or_insert_with(|| json!({}));
        at[operation.verb.word()] = described(operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "fakehq control API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Looks into the project spaces of a fake CommCare HQ and changes them. For tests; \
                            HQ has nothing of the kind.",
        },
        "paths": paths,
        "components": {
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": { "error": { "type": "string", "description": "What is wrong, and what to do." } },
                },
            },
            "responses": {
                "Refused": {
                    "description": "The call makes no sense, or there is no such thing.",
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
                },
            },
        },
    })
}

fn described(operation: &Operation) -> Value {
    let mut parameters = Vec::new();
    for (name, what, example) in IN_PATHS {
        if operation.path.contains(&format!("{{{name}}}")) {
            parameters.push(json!({
                "name": name, "in": "path", "required": true, "description": what,
                "schema": { "type": "string" }, "example": example,
            }));
        }
    }
    for parameter in &operation.query {
        parameters.push(json!({
            "name": parameter.name, "in": "query", "description": parameter.what,
            "schema": { "type": "string" }, "example": parameter.example,
        }));
    }
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
    });
    if !parameters.is_empty() {
        described["parameters"] = Value::from(parameters);
    }
    if !operation.examples.is_empty() {
        described["requestBody"] = json!({ "required": true, "content": bodies(operation) });
    }
    let schema = match operation.media {
        "application/json" => json!({}),
        _ => json!({ "type": "string" }),
    };
    described["responses"] = json!({
        operation.status.to_string(): {
            "description": operation.answer,
            "content": { operation.media: { "schema": schema } },
        },
        "default": { "$ref": "#/components/responses/Refused" },
    });
    described
}

fn bodies(operation: &Operation) -> Value {
    let mut content = Map::new();
    for example in &operation.examples {
        let schema = match example.body {
            Value::String(_) => json!({ "type": "string" }),
            _ => json!({ "type": "object" }),
        };
        let at = content
            .entry(example.media)
            .or_insert_with(|| json!({ "schema": schema, "examples": {} }));
        at["examples"][example.title] = json!({ "value": example.body });
    }
    Value::Object(content)
}
