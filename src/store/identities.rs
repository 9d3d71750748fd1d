//! The encrypted ID numbers of the people a list's rows are of, many rows at a time.

use std::collections::HashMap;
use std::hash::Hash;

use diesel::prelude::*;

use super::conn::MultiBackend;
use super::schema::{
    exit_members, exits, hires, households, memberships, non_tourism_measures, own_businesses, persons,
};
use super::{Conn, Result};
use crate::domain::access::Scope;
use crate::domain::household::Relation;
use crate::domain::identity::PersonName;
use crate::domain::ids::{ExitId, HireId, HouseholdId};
use crate::domain::paper::HolderKind;

/// Somebody with their encrypted ID number.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Their name.
    pub name: PersonName,
    /// How they are related to the head of their household; none where no household is spoken of.
    pub relation: Option<Relation>,
    /// The number, encrypted.
    pub cipher: Vec<u8>,
}

/// The people of each row, by the row.
pub type Beside<K> = HashMap<K, Vec<Sealed>>;

/// Narrows a query of a table with a unit to a reader's scope. Operators and the public know of none.
macro_rules! in_scope {
    ($query:expr, $unit:expr, $scope:expr) => {{
        let query = $query.into_boxed::<MultiBackend>();
        match $scope {
            Scope::City => query,
            Scope::Unit(unit) => query.filter($unit.eq(unit.clone())),
            Scope::Operator(_) | Scope::Public => return Ok(HashMap::new()),
        }
    }};
}

fn gathered<K: Eq + Hash>(rows: impl IntoIterator<Item = (K, Sealed)>) -> Beside<K> {
    let mut beside = Beside::new();
    for (key, one) in rows {
        beside.entry(key).or_default().push(one);
    }
    beside
}

/// The members frozen with exits, each head first.
///
/// # Errors
/// If the database fails.
pub fn of_exits(c: &mut Conn, scope: &Scope, of: &[ExitId]) -> Result<Beside<ExitId>> {
    let query = exit_members::table
        .inner_join(persons::table)
        .inner_join(exits::table)
        .filter(exit_members::exit_id.eq_any(of.to_vec()))
        .order((exit_members::is_head.desc(), persons::birth_date, persons::id))
        .select((exit_members::exit_id, persons::name, exit_members::relation, persons::id_cipher));
    let rows: Vec<(ExitId, PersonName, Relation, Vec<u8>)> =
        in_scope!(query, exits::unit_code, scope).load(c)?;
    Ok(gathered(
        rows.into_iter()
            .map(|(exit, name, relation, cipher)| (exit, Sealed { name, relation: Some(relation), cipher })),
    ))
}

/// Who belongs to households today, each head first.
///
/// # Errors
/// If the database fails.
pub fn of_households(c: &mut Conn, scope: &Scope, of: &[HouseholdId]) -> Result<Beside<HouseholdId>> {
    let query = memberships::table
        .inner_join(persons::table)
        .inner_join(households::table)
        .filter(memberships::household_id.eq_any(of.to_vec()))
        .filter(memberships::to_on.is_null())
        .order((memberships::is_head.desc(), persons::birth_date, memberships::id))
        .select((memberships::household_id, persons::name, memberships::relation, persons::id_cipher));
    let rows: Vec<(HouseholdId, PersonName, Relation, Vec<u8>)> =
        in_scope!(query, households::unit_code, scope).load(c)?;
    Ok(gathered(rows.into_iter().map(|(household, name, relation, cipher)| {
        (household, Sealed { name, relation: Some(relation), cipher })
    })))
}

/// Whom hires were reported of.
///
/// # Errors
/// If the database fails.
pub fn of_hires(c: &mut Conn, scope: &Scope, of: &[HireId]) -> Result<Beside<HireId>> {
    let query = hires::table.filter(hires::id.eq_any(of.to_vec())).select((
        hires::id,
        hires::reported_name,
        hires::id_cipher,
    ));
    let rows: Vec<(HireId, PersonName, Vec<u8>)> = in_scope!(query, hires::unit_code, scope).load(c)?;
    let sealed = |(hire, name, cipher)| (hire, Sealed { name, relation: None, cipher });
    Ok(gathered(rows.into_iter().map(sealed)))
}

/// Whose businesses or measures these are; nobody's for other kinds of records.
///
/// # Errors
/// If the database fails.
pub fn of_own(c: &mut Conn, scope: &Scope, kind: HolderKind, of: &[i64]) -> Result<Beside<i64>> {
    macro_rules! own {
        ($table:ident) => {{
            let query = $table::table
                .inner_join(persons::table)
                .filter($table::id.eq_any(of.to_vec()))
                .select(($table::id, persons::name, persons::id_cipher));
            in_scope!(query, $table::unit_code, scope).load(c)?
        }};
    }
    let rows: Vec<(i64, PersonName, Vec<u8>)> = match kind {
        HolderKind::Business => own!(own_businesses),
        HolderKind::Measure => own!(non_tourism_measures),
        _ => Vec::new(),
    };
    let sealed = |(record, name, cipher)| (record, Sealed { name, relation: None, cipher });
    Ok(gathered(rows.into_iter().map(sealed)))
}
