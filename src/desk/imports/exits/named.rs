//! The households that the rows of a list name by a code or by their head's ID number.
//!
//! They are looked up for the whole list before its first row is judged, in the order of the index that has them: codes and the
//! blind indexes of ID numbers come in no such order, and a register of millions would be read anew for each row of the list.

use chrono::NaiveDate;

use super::AT_ONCE;
use super::read::Reading;
use crate::desk::households::keeps;
use crate::desk::imports::Prepared;
use crate::desk::{Result, Rx};
use crate::domain::household::HouseholdCode;
use crate::domain::identity::ResidentId;
use crate::domain::ids::HouseholdId;
use crate::store::imports as records;

/// The households a row names.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Named {
    /// By its code, if the reader may know of it.
    pub(super) by_code: Option<HouseholdId>,
    /// By the ID number of whoever was in it on the day, in whatever unit.
    pub(super) by_id: Option<HouseholdId>,
}

/// The households each row names, in the order of the rows.
pub(super) fn named(rx: &mut Rx<'_>, prepared: &Prepared, reading: &Reading<'_>) -> Result<Vec<Named>> {
    let mut named = vec![Named::default(); prepared.count()];
    let mut codes = Vec::<(HouseholdCode, usize)>::new();
    let mut people = Vec::<(Vec<u8>, NaiveDate, usize)>::new();
    for (at, (_, _, mut fields)) in prepared.fields().enumerate() {
        codes.extend(fields.take("code").map(|code| (code, at)));
        if let Some(id) = fields.take::<ResidentId>("id_number") {
            people.push((rx.keys.index_id(&id), reading.day(&mut fields).unwrap_or_default(), at));
        }
        prepared.meter.more(1)?;
    }
    codes.sort_unstable();
    people.sort_unstable();
    let scope = rx.scope();
    for rows in codes.chunks(AT_ONCE) {
        let asked: Vec<HouseholdCode> = rows.iter().map(|(code, _)| code.clone()).collect();
        let found = records::numbers_by_code(rx.conn, &asked)?;
        for (code, at) in rows {
            let known = found.get(code).filter(|(_, unit)| keeps(&scope, unit));
            if let (Some((household, _)), Some(row)) = (known, named.get_mut(*at)) {
                row.by_code = Some(*household);
            }
        }
    }
    for rows in people.chunks(AT_ONCE) {
        let asked: Vec<Vec<u8>> = rows.iter().map(|(index, _, _)| index.clone()).collect();
        let found = records::belongings_many(rx.conn, &asked)?;
        for (index, on, at) in rows {
            let past = found.get(index).and_then(|pasts| pasts.iter().find(|one| one.belonging.covers(*on)));
            if let (Some(past), Some(row)) = (past, named.get_mut(*at)) {
                row.by_id = Some(past.household);
            }
        }
    }
    Ok(named)
}
