//! The household register: households, persons and their memberships.

mod change;
mod insert;
mod log;
mod read;
pub(in crate::store) use self::read::{COLUMNS, member};
mod search;

pub use change::{
    CardRow, Helper, NewHelper, end_helper, end_membership, helpers, insert_helper, set_card, set_facts,
    set_identity, set_name, set_relation, touch,
};
pub use insert::{
    NewHousehold, NewMembership, NewPerson, insert_known_persons, insert_many, insert_memberships,
    insert_persons, insert_registered,
};
pub use log::{Change, NewChange, changes, record};
pub use read::{
    FactsRow, Household, HouseholdExit, Member, exits_of, heads, load, load_many, members, sealed_member,
};
pub use search::{
    Cursor, HouseholdFilter, Identified, Paged, Past, identified, page, refresh, refresh_one, visible_code,
};

use diesel::prelude::*;

use super::conn::MultiBackend;
use super::schema::{divisions, households};
use crate::domain::access::Scope;

type Visible<'q> =
    diesel::dsl::IntoBoxed<'q, diesel::dsl::InnerJoin<households::table, divisions::table>, MultiBackend>;

/// The households a reader may know of, with their villages. Every reading starts here. Operators and the public know of none.
fn visible(scope: &Scope) -> Visible<'_> {
    let all = households::table.inner_join(divisions::table).into_boxed();
    match scope {
        Scope::City => all,
        Scope::Unit(unit) => all.filter(households::unit_code.eq(unit)),
        Scope::Operator(_) | Scope::Public => {
            all.filter(diesel::dsl::sql::<diesel::sql_types::Bool>("1 = 0"))
        }
    }
}
