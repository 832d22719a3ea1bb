//! `/_fakehq/spaces/{space}/people`, `.../web-users/{username}`, `.../mobile-workers/{worker}`

use axum::{body::Bytes, response::Response};
use serde::Deserialize;
use serde_json::json;

use super::{
    extract::{self, Answer, Named, Space, missing, told, wrong},
    operation::{Operation, Verb},
};
use crate::world::people::{ApiKey, MobileWorker, People, Standing, WebUser};

pub(super) fn operations() -> Vec<Operation> {
    const WEB: &str = "/_fakehq/spaces/{space}/web-users/{username}";
    const MOBILE: &str = "/_fakehq/spaces/{space}/mobile-workers/{worker}";
    vec![
        Operation::new(
            Verb::Get,
            "/_fakehq/spaces/{space}/people",
            "showPeople",
            show,
        )
        .does("Everyone a space knows, passwords included")
        .answers(
            200,
            "`web_users`, `mobile_workers` and `groups`; `api_keys` where there are any",
        ),
        Operation::new(Verb::Put, WEB, "putWebUser", put_web_user)
            .does("Adds somebody with a web login, or changes what is named of one")
            .answers(200, "The web user")
            .takes("another password", json!({ "password": "secret" }))
            .takes(
                "a key for stored exports",
                json!({ "password": "secret", "api_key": "0123456789abcdef" }),
            )
            .takes(
                "somebody who may not export",
                json!({ "password": "secret", "standing": "viewer" }),
            ),
        Operation::new(Verb::Delete, WEB, "deleteWebUser", delete_web_user)
            .does("Takes a web user away")
            .answers(200, "The web user who was there"),
        Operation::new(Verb::Put, MOBILE, "putMobileWorker", put_mobile_worker)
            .does("Adds a mobile worker, or changes what is named of one")
            .answers(200, "The mobile worker")
            .takes(
                "a new worker",
                json!({ "password": "1234", "id": "u7", "full_name": "Asha Rao", "active": true,
                        "groups": [], "user_data": [["village", "Anand"]] }),
            ),
        Operation::new(
            Verb::Delete,
            MOBILE,
            "deleteMobileWorker",
            delete_mobile_worker,
        )
        .does("Takes a mobile worker away")
        .answers(200, "The mobile worker who was there"),
    ]
}

/// What can be said of a web user; what is left out stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WebUserChange {
    password: Option<String>,
    standing: Option<Standing>,
    api_key: Option<String>,
}

/// What can be said of a mobile worker; what is left out stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MobileWorkerChange {
    password: Option<String>,
    id: Option<String>,
    full_name: Option<String>,
    active: Option<bool>,
    groups: Option<Vec<String>>,
    user_data: Option<Vec<(String, String)>>,
    api_key: Option<String>,
}

/// Shows everyone.
pub async fn show(Space(island): Space) -> Answer {
    let people = island.space().people.clone();
    told(&people)
}

/// Adds or changes a web user.
pub async fn put_web_user(Space(island): Space, Named(username): Named, body: Bytes) -> Answer {
    let change: WebUserChange = extract::small(&body, r#"{"password": "secret"}"#)?;
    let username = login_name(&username)?;
    let mut space = island.space();
    let users = &mut space.people.web_users;
    let at = users.iter().position(|user| user.username == username);
    let at = match (at, &change.password) {
        (Some(at), _) => at,
        (None, Some(password)) => {
            users.push(WebUser::exporter(username, password.as_str()));
            users.len() - 1
        }
        (None, None) => return Err(wrong(no_password(&username))),
    };
    let user = &mut users[at];
    user.password = change.password.unwrap_or_else(|| user.password.clone());
    user.standing = change.standing.unwrap_or(user.standing);
    let user = user.clone();
    give_key(&mut space.people, &user.username, change.api_key)?;
    told(&user)
}

/// Takes a web user away.
pub async fn delete_web_user(Space(island): Space, Named(username): Named) -> Answer {
    let mut space = island.space();
    let users = &mut space.people.web_users;
    match users.iter().position(|user| user.username == username) {
        Some(at) => {
            let gone = users.remove(at);
            space.people.take_key(&username);
            told(&gone)
        }
        None => Err(missing(format!(
            "`{0}` has no web user `{username}`; /_fakehq/spaces/{0}/people lists them",
            island.name()
        ))),
    }
}

/// Adds or changes a mobile worker.
pub async fn put_mobile_worker(
    Space(island): Space,
    Named(username): Named,
    body: Bytes,
) -> Answer {
    let change: MobileWorkerChange = extract::small(&body, r#"{"password": "1234"}"#)?;
    let username = login_name(&username)?;
    let mut space = island.space();
    let id = match &change.id {
        Some(id) => id.clone(),
        None => space.new_id(),
    };
    let workers = &mut space.people.mobile_workers;
    let at = workers
        .iter()
        .position(|worker| worker.username == username);
    let at = match (at, &change.password) {
        (Some(at), _) => at,
        (None, Some(password)) => {
            workers.push(MobileWorker {
                id,
                username,
                password: password.clone(),
                full_name: String::new(),
                active: true,
                groups: Vec::new(),
                user_data: Vec::new(),
            });
            workers.len() - 1
        }
        (None, None) => return Err(wrong(no_password(&username))),
    };
    let key = change.api_key.clone();
    change.apply(&mut workers[at]);
    let worker = workers[at].clone();
    give_key(&mut space.people, &worker.username, key)?;
    told(&worker)
}

/// Takes a mobile worker away.
pub async fn delete_mobile_worker(Space(island): Space, Named(username): Named) -> Answer {
    let mut space = island.space();
    let workers = &mut space.people.mobile_workers;
    match workers
        .iter()
        .position(|worker| worker.username == username)
    {
        Some(at) => {
            let gone = workers.remove(at);
            space.people.take_key(&username);
            told(&gone)
        }
        None => Err(missing(format!(
            "`{0}` has no mobile worker `{username}`; /_fakehq/spaces/{0}/people lists them",
            island.name()
        ))),
    }
}

impl MobileWorkerChange {
    fn apply(self, worker: &mut MobileWorker) {
        fn set<T>(field: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *field = value;
            }
        }
        set(&mut worker.id, self.id);
        set(&mut worker.password, self.password);
        set(&mut worker.full_name, self.full_name);
        set(&mut worker.active, self.active);
        set(&mut worker.groups, self.groups);
        set(&mut worker.user_data, self.user_data);
    }
}

/// Gives somebody an API key, if one is named.
fn give_key(people: &mut People, username: &str, key: Option<String>) -> Result<(), Response> {
    let Some(key) = key else {
        return Ok(());
    };
    let username = username.to_owned();
    people.give_key(ApiKey { username, key }).map_err(wrong)
}

/// Login names are in lower case, as HQ keeps them (facts G.3).
fn login_name(text: &str) -> Result<String, Response> {
    if text.is_empty() || text.contains(|c: char| c.is_control() || c == ':' || c == '"') {
        return Err(wrong(format!(
            "{text:?} is no login name; take an e-mail address, without colons and quotes"
        )));
    }
    Ok(text.to_lowercase())
}

fn no_password(username: &str) -> String {
    format!("`{username}` is new and needs a password: {{\"password\": \"secret\"}}")
}
