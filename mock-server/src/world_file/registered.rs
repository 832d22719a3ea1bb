//! Invented people as a project space keeps them.

use serde_json::Value;

use crate::world::{
    generate::{
        people::{GeneratedUser, UserKind},
        world::World as Invented,
    },
    people::{Group, MobileWorker, People, WebUser},
};

/// The people of an invented world, as a space keeps them.
pub(crate) fn registered(invented: &Invented) -> People {
    let mut people = People::default();
    for user in invented.users() {
        match user.kind {
            UserKind::WebUser(standing) => people.web_users.push(WebUser {
                username: user.username.clone(),
                password: user.password.clone(),
                standing,
            }),
            UserKind::MobileWorker => people.mobile_workers.push(mobile_worker(user)),
        }
    }
    people.groups = invented
        .groups()
        .iter()
        .map(|group| Group {
            id: group.group_id.clone(),
            name: group.name.clone(),
            case_sharing: group.case_sharing,
        })
        .collect();
    people
}

fn mobile_worker(user: &GeneratedUser) -> MobileWorker {
    let datum = |(key, value): (&String, &Value)| {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        (key.clone(), value)
    };
    MobileWorker {
        id: user.user_id.clone(),
        username: user.username.clone(),
        password: user.password.clone(),
        full_name: format!("{} {}", user.first_name, user.last_name)
            .trim()
            .to_owned(),
        active: user.is_active,
        groups: user.groups.clone(),
        user_data: user.user_data.iter().map(datum).collect(),
    }
}
