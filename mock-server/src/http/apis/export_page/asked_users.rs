//! Whose data a request asks for: the filter that case and custom exports share (facts B.4).

use crate::{http::call::query::Query, selection::users::AskedUsers};

/// What a query says about users (facts B.4).
pub(in crate::http) fn asked_users(query: &Query) -> AskedUsers {
    let given = |key| query.get(key).filter(|value| !value.is_empty());
    AskedUsers {
        types: query.all("ufilter").map(str::to_owned).collect(),
        group: given("group").map(str::to_owned),
        individual: given("individual").map(str::to_owned),
    }
}
