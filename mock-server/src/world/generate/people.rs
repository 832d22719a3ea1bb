//! Mobile workers, web users, groups, and who sent a form.

use serde_json::{Map, Value, json};

use super::dice::{Dice, Purpose};
use super::shape::Shape;
use crate::world::people::Standing;

/// What kind of user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserKind {
    /// Works with a phone; may not use the export.
    MobileWorker,
    /// Logs in on the web; not every one is a member.
    WebUser(Standing),
}

/// A registered user.
#[derive(Clone, Debug, PartialEq)]
pub struct GeneratedUser {
    /// What kind of user.
    pub kind: UserKind,
    /// 32 hex digits.
    pub user_id: String,
    /// Login name: `nurse1@demo.commcarehq.org` for a mobile worker, as set for a web user.
    pub username: String,
    /// Password, in plain text: nothing here is secret.
    pub password: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Whether the account is in use.
    pub is_active: bool,
    /// Ids of the groups it belongs to.
    pub groups: Vec<String>,
    /// What the project noted about the user: `village`, `phone`.
    pub user_data: Map<String, Value>,
}

/// A group of mobile workers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedGroup {
    /// 32 hex digits.
    pub group_id: String,
    /// What people call it.
    pub name: String,
    /// Whether its members own cases together.
    pub case_sharing: bool,
}

/// Who sent a form, as its `meta` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitter {
    /// `userID`
    pub user_id: String,
    /// `username`: of a mobile worker without the part from `@` on.
    pub username: String,
}

impl GeneratedUser {
    /// Name as it stands in a form: up to the `@` for a mobile worker.
    #[must_use]
    pub fn name_in_forms(&self) -> &str {
        match (self.kind, self.username.split_once('@')) {
            (UserKind::MobileWorker, Some((name, _))) => name,
            _ => &self.username,
        }
    }
}

/// Everybody in a world.
#[derive(Clone, Debug)]
pub struct People {
    /// Active mobile workers, then inactive ones, then web users.
    pub users: Vec<GeneratedUser>,
    /// Groups of mobile workers.
    pub groups: Vec<GeneratedGroup>,
}

const ROLES: &[&str] = &["nurse", "midwife", "visitor", "clerk"];
const TEAMS: &[&str] = &["North", "South", "Épidémie", "रात", "East", "West"];

impl People {
    /// Invents everybody a shape asks for.
    #[must_use]
    pub fn new(shape: &Shape) -> Self {
        let groups: Vec<GeneratedGroup> = (0..shape.people.groups)
            .map(|number| group(shape, number))
            .collect();
        let workers = shape.people.mobile_workers;
        let all_workers = workers.saturating_add(shape.people.inactive_workers);
        let mut users: Vec<GeneratedUser> = (0..all_workers)
            .map(|number| mobile_worker(shape, number, number < workers, &groups))
            .collect();
        users.extend((0..).zip(&shape.people.web_users).map(|(number, web)| {
            let mut dice = Dice::new(shape.seed, Purpose::Person, [1, number]);
            GeneratedUser {
                kind: UserKind::WebUser(web.standing),
                user_id: dice.hex_id(),
                username: web.username.clone(),
                password: web.password.clone(),
                first_name: "Web".to_owned(),
                last_name: format!("User {}", number + 1),
                is_active: true,
                groups: Vec::new(),
                user_data: Map::new(),
            }
        }));
        Self { users, groups }
    }

    /// Who sent a form: thrown among those that have a share.
    pub fn submitter(&self, shape: &Shape, dice: &mut Dice) -> Submitter {
        let share = &shape.submitters;
        let mut left = dice.below(share.total());
        let mut falls_on = |share: u32| {
            let hit = left < u64::from(share);
            left = left.saturating_sub(u64::from(share));
            hit
        };
        let registered = |wanted: fn(&GeneratedUser) -> bool, dice: &mut Dice| {
            let users: Vec<&GeneratedUser> =
                self.users.iter().filter(|user| wanted(user)).collect();
            dice.pick(&users).map_or_else(unknown, |user| Submitter {
                user_id: user.user_id.clone(),
                username: user.name_in_forms().to_owned(),
            })
        };
        let named = |name: &str| Submitter {
            user_id: name.to_owned(),
            username: name.to_owned(),
        };
        if falls_on(share.mobile_worker) {
            registered(
                |user| user.kind == UserKind::MobileWorker && user.is_active,
                dice,
            )
        } else if falls_on(share.inactive_worker) {
            registered(
                |user| user.kind == UserKind::MobileWorker && !user.is_active,
                dice,
            )
        } else if falls_on(share.demo_user) {
            named("demo_user")
        } else if falls_on(share.admin) {
            named("admin")
        } else if falls_on(share.web_user) {
            registered(|user| matches!(user.kind, UserKind::WebUser(_)), dice)
        } else {
            unknown()
        }
    }
}

/// An id that belongs to nobody.
fn unknown() -> Submitter {
    Submitter {
        user_id: "0000000000000000000000000badc0de".to_owned(),
        username: "gone".to_owned(),
    }
}

fn group(shape: &Shape, number: u32) -> GeneratedGroup {
    let mut dice = Dice::new(shape.seed, Purpose::Group, [0, u64::from(number)]);
    let team = TEAMS[number as usize % TEAMS.len()];
    let round = number as usize / TEAMS.len();
    GeneratedGroup {
        group_id: dice.hex_id(),
        name: if round == 0 {
            format!("Team {team}")
        } else {
            format!("Team {team} {}", round + 1)
        },
        case_sharing: number == 0,
    }
}

fn mobile_worker(
    shape: &Shape,
    number: u32,
    is_active: bool,
    groups: &[GeneratedGroup],
) -> GeneratedUser {
    let mut dice = Dice::new(shape.seed, Purpose::Person, [0, u64::from(number)]);
    let user_id = dice.hex_id();
    let script = dice.below(shape.scripts.len() as u64) as usize;
    let script = shape
        .scripts
        .get(script)
        .copied()
        .unwrap_or(super::names::Script::Latin);
    let (first_name, last_name) = script.person(&mut dice);
    let role = ROLES[number as usize % ROLES.len()];
    // Everybody but the last of each five is in one group, every third also in the next.
    let mut member_of = Vec::new();
    if !groups.is_empty() && number % 5 != 4 {
        member_of.push(groups[number as usize % groups.len()].group_id.clone());
        if number.is_multiple_of(3) && groups.len() > 1 {
            member_of.push(
                groups[(number as usize + 1) % groups.len()]
                    .group_id
                    .clone(),
            );
        }
    }
    let mut user_data = Map::new();
    user_data.insert("village".to_owned(), json!(script.village(&mut dice)));
    if number.is_multiple_of(2) {
        let phone = format!("+2547{:08}", dice.below(100_000_000));
        user_data.insert("phone".to_owned(), json!(phone));
    }
    GeneratedUser {
        kind: UserKind::MobileWorker,
        user_id,
        username: format!(
            "{role}{}@{}.commcarehq.org",
            number + 1,
            shape.project_space
        ),
        password: "123".to_owned(),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        is_active,
        groups: member_of,
        user_data,
    }
}
