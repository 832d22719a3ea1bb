//! Whose forms and cases an export holds (facts B.4; quirk `user-filter`).

use std::collections::{HashMap, HashSet};

use crate::{quirks::UserFilter, world::people::People};

/// What a request says about users.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedUsers {
    /// The values of all `ufilter` parameters; none means registered mobile workers, others than the
    /// known digits choose nobody.
    pub types: Vec<String>,
    /// The id of a group, whose members then take the place of the types.
    pub group: Option<String>,
    /// The id of a user, who then is the only one.
    pub individual: Option<String>,
}

/// No group of the space has that id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no group with the id {0:?} in this project space")]
pub struct NoSuchGroup(pub String);

/// The users whose data an export holds.
#[derive(Debug)]
pub enum SelectedUsers<'a> {
    /// Everyone, so that nobody needs to be looked up.
    Everyone,
    /// These and no others: the members of a group, or a single user.
    Only(HashSet<&'a str>),
    /// Those of some types.
    OfTypes(UserTypes<'a>),
}

/// Types of users, and who the registered mobile workers among them are.
#[derive(Debug)]
pub struct UserTypes<'a> {
    /// As they were asked for.
    types: &'a [String],
    /// Whether each registered mobile worker counts as one.
    workers: HashMap<&'a str, bool>,
}

impl<'a> SelectedUsers<'a> {
    /// Selects among the people of a space. Where everyone is selected, nothing that was asked
    /// counts.
    ///
    /// # Errors
    /// When a group is asked for that does not exist.
    pub fn of(
        rule: UserFilter,
        people: &'a People,
        asked: &'a AskedUsers,
    ) -> Result<Self, NoSuchGroup> {
        let inactive_too = match rule {
            UserFilter::Everyone => return Ok(Self::Everyone),
            UserFilter::MobileWorkers => false,
            UserFilter::MobileWorkersEver => true,
        };
        let workers = people.mobile_workers.iter();
        if let Some(user) = &asked.individual {
            return Ok(Self::Only(HashSet::from([user.as_str()])));
        }
        if let Some(id) = &asked.group {
            if !people.groups.iter().any(|group| group.id == *id) {
                return Err(NoSuchGroup(id.clone()));
            }
            let members = workers.filter(|worker| worker.groups.contains(id));
            return Ok(Self::Only(members.map(|one| one.id.as_str()).collect()));
        }
        Ok(Self::OfTypes(UserTypes {
            types: &asked.types,
            workers: workers
                .map(|worker| (worker.id.as_str(), worker.active || inactive_too))
                .collect(),
        }))
    }

    /// Whether the data of a user are exported; `None` is data that names no user.
    #[must_use]
    pub fn holds(&self, user_id: Option<&str>) -> bool {
        match self {
            Self::Everyone => true,
            Self::Only(users) => user_id.is_some_and(|id| users.contains(id)),
            Self::OfTypes(types) => user_id.is_some_and(|id| types.hold(id)),
        }
    }

    /// Whether data that name null as their user are exported: null is an unknown user.
    #[must_use]
    pub fn holds_null(&self) -> bool {
        match self {
            Self::Everyone => true,
            Self::Only(_) => false,
            Self::OfTypes(types) => types.types.iter().any(|kind| kind == "3"),
        }
    }

    /// Whether the selection is of mobile workers and there are none. A case export then keeps every
    /// case (facts F).
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        match self {
            Self::Everyone | Self::Only(_) => false,
            Self::OfTypes(types) => types.are_workers_of_whom_there_are_none(),
        }
    }
}

impl UserTypes<'_> {
    fn hold(&self, user_id: &str) -> bool {
        if self.types.is_empty() {
            return self.is_worker(user_id);
        }
        self.types.iter().any(|kind| match kind.as_str() {
            "0" => self.is_worker(user_id),
            "1" => user_id == "demo_user",
            "2" => user_id == "admin",
            "3" => {
                !self.workers.contains_key(user_id) && user_id != "demo_user" && user_id != "admin"
            }
            _ => false,
        })
    }

    fn is_worker(&self, user_id: &str) -> bool {
        self.workers.get(user_id).is_some_and(|&counts| counts)
    }

    fn are_workers_of_whom_there_are_none(&self) -> bool {
        let others = |kind: &String| matches!(kind.as_str(), "1" | "2" | "3");
        !self.types.iter().any(others) && !self.workers.keys().any(|id| self.hold(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::people::{Group, MobileWorker};

    fn people() -> People {
        let worker = |id: &str, active, groups: &[&str]| MobileWorker {
            id: id.to_owned(),
            username: format!("{id}@demo.commcarehq.org"),
            password: String::new(),
            full_name: String::new(),
            active,
            groups: groups.iter().map(|&id| id.to_owned()).collect(),
            user_data: Vec::new(),
        };
        People {
            mobile_workers: vec![worker("u1", true, &["g1"]), worker("u2", false, &["g1"])],
            groups: vec![Group {
                id: "g1".to_owned(),
                name: String::new(),
                case_sharing: false,
            }],
            ..People::default()
        }
    }

    /// Of everyone who may have sent something, those whose data are exported.
    fn held(rule: UserFilter, asked: &AskedUsers) -> Vec<&'static str> {
        let people = people();
        let selected = SelectedUsers::of(rule, &people, asked).unwrap();
        assert!(!selected.is_nobody());
        ["u1", "u2", "demo_user", "admin", "gone"]
            .into_iter()
            .filter(|user| selected.holds(Some(user)))
            .collect()
    }

    #[test]
    fn each_rule_selects_what_it_says() {
        let none = AskedUsers::default();
        assert_eq!(held(UserFilter::Everyone, &none).len(), 5);
        assert_eq!(held(UserFilter::MobileWorkers, &none), ["u1"]);
        assert_eq!(held(UserFilter::MobileWorkersEver, &none), ["u1", "u2"]);
        for (types, users) in [
            ("0", vec!["u1"]),
            ("1", vec!["demo_user"]),
            ("23", vec!["admin", "gone"]),
            ("013", vec!["u1", "demo_user", "gone"]),
        ] {
            let asked = AskedUsers {
                types: types.chars().map(String::from).collect(),
                ..none.clone()
            };
            assert_eq!(held(UserFilter::MobileWorkers, &asked), users, "{types}");
            assert_eq!(held(UserFilter::Everyone, &asked).len(), 5, "{types}");
        }
        let group = AskedUsers {
            types: vec!["1".to_owned()],
            group: Some("g1".to_owned()),
            ..none.clone()
        };
        assert_eq!(held(UserFilter::MobileWorkers, &group), ["u1", "u2"]);
        let individual = AskedUsers {
            individual: Some("gone".to_owned()),
            ..none
        };
        assert_eq!(held(UserFilter::MobileWorkers, &individual), ["gone"]);
    }

    #[test]
    fn nameless_data_belong_to_everyone_or_nobody() {
        let (people, asked) = (people(), AskedUsers::default());
        let holds = |rule| {
            SelectedUsers::of(rule, &people, &asked)
                .unwrap()
                .holds(None)
        };
        assert!(holds(UserFilter::Everyone));
        assert!(!holds(UserFilter::MobileWorkers));
    }

    #[test]
    fn a_group_that_does_not_exist_is_named_where_it_counts() {
        let people = people();
        let asked = AskedUsers {
            group: Some("g7".to_owned()),
            ..AskedUsers::default()
        };
        let refused = SelectedUsers::of(UserFilter::MobileWorkers, &people, &asked);
        assert_eq!(refused.unwrap_err(), NoSuchGroup("g7".to_owned()));
        assert!(SelectedUsers::of(UserFilter::Everyone, &people, &asked).is_ok());
    }

    #[test]
    fn without_workers_the_selection_of_workers_is_nobody() {
        let mut people = people();
        people.mobile_workers.truncate(2);
        people.mobile_workers[0].active = false;
        let nobody = |rule, types: &str| {
            let asked = AskedUsers {
                types: types.chars().map(String::from).collect(),
                ..AskedUsers::default()
            };
            SelectedUsers::of(rule, &people, &asked)
                .unwrap()
                .is_nobody()
        };
        assert!(nobody(UserFilter::MobileWorkers, ""));
        assert!(nobody(UserFilter::MobileWorkers, "0"));
        assert!(!nobody(UserFilter::MobileWorkers, "01"));
        assert!(!nobody(UserFilter::MobileWorkersEver, ""));
        assert!(!nobody(UserFilter::Everyone, ""));
    }
}
