//! Hires: the operators' reports and the county's verifications.

mod change;
mod history;
mod read;
pub mod wages;

pub use change::{Correction, NewHire, confirm_verified, correct, leave, lock_identity, report, send_back};
pub use history::{Event, history};
pub use read::{
    Hire, HireFilter, Listed, OtherHire, Registered, SealedId, Workplace, after, count, list, load,
    of_household, others_of, registered, same, sealed_id, workplaces,
};

use diesel::prelude::*;

use super::conn::MultiBackend;
use super::schema::{hires, sites};
use crate::domain::access::Scope;

type Visible<'q> =
    diesel::dsl::IntoBoxed<'q, diesel::dsl::InnerJoin<hires::table, sites::table>, MultiBackend>;

/// The hires a reader may know of, with their sites. Every reading starts here.
fn visible(scope: &Scope) -> Visible<'_> {
    let all = hires::table.inner_join(sites::table).into_boxed();
    match scope {
        Scope::City => all,
        Scope::Unit(unit) => all.filter(hires::unit_code.eq(unit)),
        Scope::Operator(operator) => all.filter(sites::operator_id.eq(*operator)),
        Scope::Public => all.filter(diesel::dsl::sql::<diesel::sql_types::Bool>("1 = 0")),
    }
}
