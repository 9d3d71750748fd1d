//! Photographs and papers that lie with the items of an application's sheet, in one of its columns.

use diesel::prelude::*;

use crate::domain::ids::{ApplicationId, AttachmentId};
use crate::domain::scoring::Column;
use crate::store::attachments::{Attachment, COLUMNS};
use crate::store::fault::changed;
use crate::store::schema::{application_evidence as evidence, applications, attachments};
use crate::store::{Conn, Fault, Result};

/// A file that lies with an item.
#[derive(Debug, Clone, Queryable)]
pub struct Evidence {
    /// In whose column.
    pub column: Column,
    /// The item's code; empty for a photo of the whole inspection.
    pub item: String,
    /// The round of the inspection it was taken in, in the panel's column.
    pub round: Option<i32>,
    /// The file.
    pub file: Attachment,
}

/// Every file of an application, in the order they came.
///
/// # Errors
/// If the database fails.
pub fn evidence(c: &mut Conn, id: ApplicationId) -> Result<Vec<Evidence>> {
    Ok(evidence::table
        .inner_join(attachments::table)
        .filter(evidence::application_id.eq(id))
        .select((evidence::role, evidence::item_code, evidence::round, COLUMNS))
        .order(attachments::id)
        .load(c)?)
}

/// One file of an application.
///
/// # Errors
/// `NotFound` if none of this number lies with it.
pub fn evidence_file(c: &mut Conn, id: ApplicationId, file: AttachmentId) -> Result<Evidence> {
    Ok(evidence::table
        .inner_join(attachments::table)
        .filter(evidence::application_id.eq(id).and(evidence::attachment_id.eq(file)))
        .select((evidence::role, evidence::item_code, evidence::round, COLUMNS))
        .first(c)?)
}

/// How many files lie with each item, by column and item.
///
/// # Errors
/// If the database fails.
pub fn evidence_counts(c: &mut Conn, id: ApplicationId) -> Result<Vec<(Column, String, i64)>> {
    Ok(evidence::table
        .filter(evidence::application_id.eq(id))
        .group_by((evidence::role, evidence::item_code))
        .select((evidence::role, evidence::item_code, diesel::dsl::count_star()))
        .order((evidence::role, evidence::item_code))
        .load(c)?)
}

/// Where a file is laid.
#[derive(Debug, Clone, Copy)]
pub struct Laid<'a> {
    /// In whose column.
    pub column: Column,
    /// With which item; empty for a photo of the whole inspection.
    pub item: &'a str,
    /// The round of the inspection, in the panel's column and in no other.
    pub round: Option<i32>,
}

/// Lays a file with an item.
///
/// # Errors
/// If the database fails.
pub fn add_evidence(c: &mut Conn, id: ApplicationId, at: Laid<'_>, file: AttachmentId) -> Result<()> {
    diesel::insert_into(evidence::table)
        .values((
            evidence::application_id.eq(id),
            evidence::attachment_id.eq(file),
            evidence::role.eq(at.column),
            evidence::item_code.eq(at.item),
            evidence::round.eq(at.round),
        ))
        .execute(c)?;
    Ok(())
}

/// Takes a file of a column away from an application; the file itself stays, for the record.
///
/// # Errors
/// `NotFound` if none of this number lies there.
pub fn remove_evidence(c: &mut Conn, id: ApplicationId, column: Column, file: AttachmentId) -> Result<()> {
    let target = evidence::table
        .filter(evidence::application_id.eq(id).and(evidence::attachment_id.eq(file)))
        .filter(evidence::role.eq(column));
    match diesel::delete(target).execute(c)? {
        0 => Err(Fault::NotFound),
        _ => Ok(()),
    }
}

/// Holds an application that waits for the inspection of this round until the transaction ends, so that nobody completes it
/// meanwhile.
///
/// # Errors
/// `Stale` if it does not wait for it any more.
pub fn hold_inspection(c: &mut Conn, id: ApplicationId, round: i32) -> Result<()> {
    let waits = applications::round.eq(round).and(applications::inspected_round.lt(round));
    let target =
        applications::table.filter(applications::id.eq(id).and(waits).and(applications::live.eq(true)));
    changed(diesel::update(target).set(applications::live.eq(true)).execute(c)?)
}
