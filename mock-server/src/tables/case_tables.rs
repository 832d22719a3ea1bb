//! The tables of a case export: cases, referrals, users (facts F; quirk `case-tables`).
//!
//! Rows are made as they are asked for and borrow their texts, so that many cases cost no memory of
//! their own.

use std::{collections::HashMap, io};

use super::table::{Cell, Tables};
use crate::{
    quirks::CaseTables as Names,
    selection::cases::CaseExport,
    world::{
        cases::book::{Case, Referral},
        people::MobileWorker,
    },
};

/// The columns of the case table in front of the properties.
const CASE: [&str; 13] = [
    "case_id",
    "username",
    "user_id",
    "owner_id",
    "owner_name",
    "type",
    "name",
    "opened_on",
    "modified_on",
    "closed",
    "closed_on",
    "domain",
    "external_id",
];

const REFERRAL: [&str; 7] = [
    "case_id",
    "referral_id",
    "type",
    "opened_on",
    "modified_on",
    "followup_on",
    "closed",
];

/// The columns of the user table in front of the user data.
const USER: [&str; 5] = ["user_id", "username", "is_active", "name", "groups"];

/// What a table is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Case,
    Referral,
    User,
}

/// A case export as tables.
#[derive(Debug)]
pub struct CaseTables {
    export: CaseExport,
    tables: Vec<(Kind, &'static str, Vec<String>)>,
    /// Where each property stands in the case table.
    property_columns: HashMap<String, usize>,
    /// What the project noted about any worker, listed or not, sorted.
    user_data: Vec<String>,
    /// The groups of each listed worker.
    groups: Vec<String>,
    /// Login names without the part from `@` on, by user id.
    usernames: HashMap<String, String>,
    /// Names of workers and of groups that share cases, by id.
    owner_names: HashMap<String, String>,
}

impl CaseTables {
    /// Lays out an answer of the case export.
    #[must_use]
    pub fn new(export: CaseExport, names: Names) -> Self {
        let people = &export.people;
        let workers = &people.mobile_workers;
        let mut user_data: Vec<String> = workers
            .iter()
            .flat_map(|worker| worker.user_data.iter().map(|(key, _)| key.clone()))
            .collect();
        user_data.sort_unstable();
        user_data.dedup();
        let usernames = workers
            .iter()
            .map(|worker| (worker.id.clone(), short_name(worker).to_owned()))
            .collect();
        let sharing = people.groups.iter().filter(|group| group.case_sharing);
        let owner_names = workers
            .iter()
            .map(|worker| (worker.id.clone(), worker.full_name.clone()))
            .chain(sharing.map(|group| (group.id.clone(), group.name.clone())))
            .collect();
        let referrals = export.cases.iter().any(|case| !case.referrals.is_empty());
        let tables: &[_] = match names {
            Names::Singular => &[
                (Kind::Case, "Case"),
                (Kind::Referral, "Referral"),
                (Kind::User, "User"),
            ],
            Names::Plural if referrals => &[
                (Kind::Case, "Cases"),
                (Kind::Referral, "Referrals"),
                (Kind::User, "Users"),
            ],
            Names::Plural | Names::WithoutReferrals => {
                &[(Kind::Case, "Cases"), (Kind::User, "Users")]
            }
        };
        let tables = tables
            .iter()
            .map(|(kind, name)| {
                let headers = match kind {
                    Kind::Case => headers(&CASE, &export.property_names),
                    Kind::Referral => headers(&REFERRAL, &[]),
                    Kind::User => headers(&USER, &user_data),
                };
                (*kind, *name, headers)
            })
            .collect();
        let names = export.property_names.iter().cloned();
        Self {
            property_columns: names.zip(CASE.len()..).collect(),
            groups: export.users.iter().map(|w| w.groups.join(", ")).collect(),
            tables,
            user_data,
            usernames,
            owner_names,
            export,
        }
    }

    fn case<'a>(&'a self, case: &'a Case, cells: &mut Vec<Cell<'a>>) {
        cells.extend([
            Cell::Text(&case.case_id),
            name_of(&self.usernames, &case.user_id),
            Cell::Text(&case.user_id),
            Cell::Text(&case.owner_id),
            name_of(&self.owner_names, &case.owner_id),
            Cell::Text(&case.case_type),
            Cell::Text(&case.name),
            time(case.opened_on),
            time(case.modified_on),
            Cell::Bool(case.is_closed()),
            case.closed_on.map_or(Cell::Null, time),
            Cell::Text(&self.export.domain),
            case.external_id.as_deref().map_or(Cell::Null, Cell::Text),
        ]);
        cells.resize(CASE.len() + self.property_columns.len(), Cell::Missing);
        for (name, value) in &case.properties {
            if let Some(column) = self.property_columns.get(name) {
                cells[*column] = Cell::Text(value);
            }
        }
    }

    fn user<'a>(&'a self, worker: &'a MobileWorker, groups: &'a str, cells: &mut Vec<Cell<'a>>) {
        cells.extend([
            Cell::Text(&worker.id),
            Cell::Text(short_name(worker)),
            Cell::Bool(worker.active),
            Cell::Text(&worker.full_name),
            Cell::Text(groups),
        ]);
        // What a worker lacks is null here, and three hyphens in the case table (facts F).
        cells.extend(self.user_data.iter().map(|key| {
            let mut data = worker.user_data.iter().rev();
            data.find(|(known, _)| known == key)
                .map_or(Cell::Null, |(_, value)| Cell::Text(value))
        }));
    }
}

fn headers(own: &[&str], data: &[String]) -> Vec<String> {
    let own = own.iter().map(|&name| name.to_owned());
    own.chain(data.iter().map(|name| format!("d.{name}")))
        .collect()
}

fn referral<'a>(case: &'a Case, referral: &'a Referral, cells: &mut Vec<Cell<'a>>) {
    cells.extend([
        Cell::Text(&case.case_id),
        Cell::Text(&referral.referral_id),
        Cell::Text(&referral.referral_type),
        time(referral.opened_on),
        time(referral.modified_on),
        referral.followup_on.map_or(Cell::Null, time),
        Cell::Bool(referral.closed),
    ]);
}

/// The login name as forms carry it: up to the `@`.
fn short_name(worker: &MobileWorker) -> &str {
    worker.username.split('@').next().unwrap_or_default()
}

fn name_of<'a>(names: &'a HashMap<String, String>, id: &str) -> Cell<'a> {
    Cell::Text(names.get(id).map_or("", String::as_str))
}

fn time(moment: jiff::Timestamp) -> Cell<'static> {
    Cell::Time(moment.as_microsecond())
}

impl Tables for CaseTables {
    fn count(&self) -> usize {
        self.tables.len()
    }

    fn name(&self, table: usize) -> &str {
        self.tables[table].1
    }

    fn headers(&self, table: usize) -> &[String] {
        &self.tables[table].2
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut cells = Vec::with_capacity(self.headers(table).len());
        match self.tables[table].0 {
            Kind::Case => {
                for case in &self.export.cases {
                    cells.clear();
                    self.case(case, &mut cells);
                    each(&cells)?;
                }
            }
            Kind::Referral => {
                for case in &self.export.cases {
                    for one in &case.referrals {
                        cells.clear();
                        referral(case, one, &mut cells);
                        each(&cells)?;
                    }
                }
            }
            Kind::User => {
                for (worker, groups) in self.export.users.iter().zip(&self.groups) {
                    cells.clear();
                    self.user(worker, groups, &mut cells);
                    each(&cells)?;
                }
            }
        }
        Ok(())
    }
}
