//! What the operator fills in before an application is submitted, and again while it is returned.

use diesel::prelude::*;

use crate::domain::application::Stage;
use crate::domain::identity::PersonName;
use crate::domain::ids::{ApplicationId, SheetId};
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::store::fault::changed;
use crate::store::schema::applications;
use crate::store::{Conn, Result};

/// The star applied for and the remarks, if the application is still at this revision.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn set_terms(c: &mut Conn, id: ApplicationId, revision: i64, star: Star, note: &str) -> Result<()> {
    let target = applications::table.filter(applications::id.eq(id).and(applications::revision.eq(revision)));
    changed(
        diesel::update(target)
            .set((
                applications::applied_star.eq(star),
                applications::note.eq(note),
                applications::revision.eq(revision + 1),
            ))
            .execute(c)?,
    )
}

/// The version of the sheet the points were given by. Called after the revision was taken in the same transaction.
///
/// # Errors
/// If the database fails.
pub fn pin_sheet(c: &mut Conn, id: ApplicationId, sheet: SheetId) -> Result<()> {
    changed(diesel::update(applications::table.find(id)).set(applications::sheet_id.eq(sheet)).execute(c)?)
}

/// Who pledged, and when.
#[derive(Debug, Clone)]
pub struct Pledged {
    /// The legal representative, as they signed.
    pub by: PersonName,
    /// When.
    pub at: Moment,
}

/// Keeps the pledge, if the application is still at this revision.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn pledge(c: &mut Conn, id: ApplicationId, revision: i64, pledged: &Pledged) -> Result<()> {
    let target = applications::table.filter(applications::id.eq(id).and(applications::revision.eq(revision)));
    changed(
        diesel::update(target)
            .set((
                applications::pledged_by.eq(&pledged.by),
                applications::pledged_at.eq(Some(pledged.at)),
                applications::revision.eq(revision + 1),
            ))
            .execute(c)?,
    )
}

/// Takes the pledge back: what is returned is pledged anew.
///
/// # Errors
/// If the database fails.
pub fn clear_pledge(c: &mut Conn, id: ApplicationId) -> Result<()> {
    changed(
        diesel::update(applications::table.find(id))
            .set((applications::pledged_by.eq(""), applications::pledged_at.eq(None::<Moment>)))
            .execute(c)?,
    )
}

/// The pledge made with an application, if it is made.
///
/// # Errors
/// If the database fails.
pub fn pledged(c: &mut Conn, id: ApplicationId) -> Result<Option<Pledged>> {
    let (by, at): (String, Option<Moment>) =
        applications::table.find(id).select((applications::pledged_by, applications::pledged_at)).first(c)?;
    Ok(at.zip(by.parse().ok()).map(|(at, by)| Pledged { by, at }))
}

/// Holds an application that can be changed until the transaction ends, so that nobody submits it meanwhile.
///
/// # Errors
/// `Stale` if it cannot be changed any more.
pub fn hold_editable(c: &mut Conn, id: ApplicationId) -> Result<()> {
    let editable = applications::stage.eq_any([Stage::Draft, Stage::Returned]);
    let target = applications::table.filter(applications::id.eq(id).and(editable));
    changed(diesel::update(target).set(applications::live.eq(true)).execute(c)?)
}

/// Takes a draft away that was never submitted, if it is still at this revision.
///
/// # Errors
/// `Stale` if somebody changed it; `Broken` if something still belongs to it.
pub fn delete(c: &mut Conn, id: ApplicationId, revision: i64) -> Result<()> {
    let draft = applications::stage.eq(Stage::Draft).and(applications::submitted_at.is_null());
    let target = applications::table
        .filter(applications::id.eq(id).and(applications::revision.eq(revision)))
        .filter(draft);
    changed(diesel::delete(target).execute(c)?)
}
