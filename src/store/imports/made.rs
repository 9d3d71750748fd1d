//! What an import made or changed, to be taken out again.

#![allow(clippy::ref_option_ref, reason = "Diesel's derive borrows the fields of a row")]

use diesel::prelude::*;

use crate::domain::ids::ImportId;
use crate::store::conn::insert_all;
use crate::store::schema::import_made;
use crate::store::{Conn, Result};

/// Something made or changed.
#[derive(Debug, Clone)]
pub struct NewMade {
    /// What it is.
    pub noun: &'static str,
    /// Its number.
    pub record: i64,
    /// The revision it was left at.
    pub left_at: Option<i64>,
    /// What it was before, sealed; nothing of what was made anew.
    pub before: Option<Vec<u8>>,
}

impl NewMade {
    /// Something made anew.
    #[must_use]
    pub const fn anew(noun: &'static str, record: i64) -> Self {
        Self { noun, record, left_at: None, before: None }
    }
}

/// Something made or changed, as kept.
#[derive(Debug, Clone, Queryable)]
pub struct Made {
    /// What it is.
    pub noun: String,
    /// Its number.
    pub record: i64,
    /// The revision it was left at.
    pub left_at: Option<i64>,
    /// What it was before, sealed; nothing of what was made anew.
    pub before: Option<Vec<u8>>,
}

#[derive(Insertable)]
#[diesel(table_name = import_made, treat_none_as_default_value = false)]
struct Kept {
    batch_id: ImportId,
    noun: &'static str,
    record_id: i64,
    left_at: Option<i64>,
    before: Option<Vec<u8>>,
}

/// Keeps what an import made or changed.
///
/// # Errors
/// If the database fails.
pub fn insert_made(c: &mut Conn, id: ImportId, new: Vec<NewMade>) -> Result<()> {
    let rows: Vec<Kept> = new
        .into_iter()
        .map(|made| Kept {
            batch_id: id,
            noun: made.noun,
            record_id: made.record,
            left_at: made.left_at,
            before: made.before,
        })
        .collect();
    Ok(insert_all!(c, import_made, rows)?)
}

/// What an import made or changed.
///
/// # Errors
/// If the database fails.
pub fn made(c: &mut Conn, id: ImportId) -> Result<Vec<Made>> {
    Ok(import_made::table
        .filter(import_made::batch_id.eq(id))
        .order((import_made::noun, import_made::record_id))
        .select((import_made::noun, import_made::record_id, import_made::left_at, import_made::before))
        .load(c)?)
}

/// Keeps no longer what an import made: it cannot be undone any more, or is.
///
/// # Errors
/// If the database fails.
pub fn forget_made(c: &mut Conn, id: ImportId) -> Result<()> {
    diesel::delete(import_made::table.filter(import_made::batch_id.eq(id))).execute(c)?;
    Ok(())
}
