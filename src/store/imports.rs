//! Files taken in: what each would do, what was decided on its rows, and what it made.

mod lookups;
mod made;
mod records;
mod rows;
mod tried;
mod undo;

use diesel::prelude::*;
use serde::Serialize;

pub use self::lookups::{
    Held, Namesake, belongings_many, heads_in, households_by_code, identified_many, live_members, namesakes,
    numbers_by_code,
};
pub use self::made::{Made, NewMade, forget_made, insert_made, made};
pub use self::records::{
    attendance_of, courses_named, delete_attendances, delete_courses, delete_figures, delete_letters,
    delete_payments, delete_programmes, payment_of, programme_named,
};
pub use self::rows::{Decided, NewRow, Row, decide, decisions, drop_rows, insert_rows, row_counts, rows};
pub use self::tried::{
    OpenSite, delete_division, delete_operators, delete_reported_hires, delete_sites, open_sites,
    operator_of, rename_division, site_named,
};
pub use self::undo::{
    delete_announcement_if_empty, delete_exits, delete_households, delete_memberships, delete_persons,
};
use super::conn::MultiBackend;
use super::fault::changed;
use super::schema::{import_batches, import_files};
use super::{Conn, Result};
use crate::domain::access::Scope;
use crate::domain::division::UnitCode;
use crate::domain::ids::{ImportId, UserId};
use crate::domain::import::{Counts, Noun, Stage};
use crate::domain::moment::Moment;

/// Values in one condition at most: SQLite takes 32,766.
const ASKED_AT_ONCE: usize = 10_000;

/// A file that has come.
#[derive(Debug, Clone)]
pub struct NewImport<'n> {
    /// What it is of.
    pub noun: Noun,
    /// Its name.
    pub file_name: &'n str,
    /// The SHA-256 of its content, in 64 digits.
    pub content_hash: &'n str,
    /// The version of the layout it was read by.
    pub layout_version: i32,
    /// What was said beside the file, as JSON.
    pub given: &'n str,
    /// The unit of whoever brought it; none for the city.
    pub unit: Option<&'n UnitCode>,
    /// Who brought it, and when.
    pub made: (UserId, Moment),
}

/// A file as taken in.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Import {
    /// Its number.
    pub id: ImportId,
    /// What it is of.
    pub noun: Noun,
    /// Where it stands.
    pub stage: Stage,
    /// Its name.
    pub file_name: String,
    /// The version of the layout it was read by.
    pub layout_version: i32,
    /// What was said beside the file, as JSON.
    pub given: String,
    /// What reading it told, as JSON.
    pub report: String,
    /// The unit of whoever brought it.
    pub unit: Option<UnitCode>,
    /// How many of its rows become what: of all, fine, changing, known, doubtful, wrong, held, skipped.
    pub counts: (i64, i64, i64, i64, i64, i64, i64, i64),
    /// Rows stored.
    pub stored: i64,
    /// Who brought it.
    pub made_by: UserId,
    /// When.
    pub made_at: Moment,
    /// Who ended it.
    pub ended_by: Option<UserId>,
    /// When.
    pub ended_at: Option<Moment>,
    /// How often it was changed.
    pub revision: i64,
}

impl Import {
    /// How many of its rows become what.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        let (rows, fine, changes, known, duplicates, wrong, held, skipped) = self.counts;
        Counts { rows, fine, changes, known, duplicates, wrong, held, skipped }
    }
}

macro_rules! columns {
    () => {
        (
            import_batches::id,
            import_batches::noun,
            import_batches::stage,
            import_batches::file_name,
            import_batches::layout_version,
            import_batches::given,
            import_batches::report,
            import_batches::unit_code,
            (
                import_batches::rows_count,
                import_batches::fine_count,
                import_batches::changes_count,
                import_batches::known_count,
                import_batches::duplicates_count,
                import_batches::wrong_count,
                import_batches::held_count,
                import_batches::skipped_count,
            ),
            import_batches::stored_count,
            import_batches::made_by,
            import_batches::made_at,
            import_batches::ended_by,
            import_batches::ended_at,
            import_batches::revision,
        )
    };
}

fn visible<'q>(scope: &Scope) -> import_batches::BoxedQuery<'q, MultiBackend> {
    let all = import_batches::table.into_boxed::<MultiBackend>();
    match scope {
        Scope::City => all,
        Scope::Unit(unit) => all.filter(import_batches::unit_code.eq(unit.clone())),
        Scope::Public | Scope::Operator(_) => all.filter(import_batches::id.is_null()),
    }
}

/// Takes a file in, not read yet.
///
/// # Errors
/// If the database fails.
pub fn insert(c: &mut Conn, new: &NewImport<'_>) -> Result<ImportId> {
    Ok(diesel::insert_into(import_batches::table)
        .values((
            import_batches::noun.eq(new.noun),
            import_batches::stage.eq(Stage::Received),
            import_batches::file_name.eq(new.file_name),
            import_batches::content_hash.eq(new.content_hash),
            import_batches::layout_version.eq(new.layout_version),
            import_batches::given.eq(new.given),
            import_batches::report.eq("{}"),
            import_batches::unit_code.eq(new.unit),
            (
                import_batches::rows_count.eq(0),
                import_batches::fine_count.eq(0),
                import_batches::changes_count.eq(0),
                import_batches::known_count.eq(0),
                import_batches::duplicates_count.eq(0),
                import_batches::wrong_count.eq(0),
                import_batches::held_count.eq(0),
                import_batches::skipped_count.eq(0),
            ),
            import_batches::stored_count.eq(0),
            import_batches::made_by.eq(new.made.0),
            import_batches::made_at.eq(new.made.1),
            import_batches::revision.eq(1),
        ))
        .returning(import_batches::id)
        .get_result(c)?)
}

/// A file as taken in.
///
/// # Errors
/// `NotFound` if there is none, or none in scope.
pub fn find(c: &mut Conn, scope: &Scope, id: ImportId) -> Result<Import> {
    Ok(visible(scope).filter(import_batches::id.eq(id)).select(columns!()).first(c)?)
}

/// The files taken in of these nouns, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn, scope: &Scope, nouns: &[Noun], offset: i64, limit: i64) -> Result<Vec<Import>> {
    let query = visible(scope)
        .filter(import_batches::noun.eq_any(nouns.to_vec()))
        .order(import_batches::id.desc())
        .select(columns!());
    Ok(query.offset(offset).limit(limit).load(c)?)
}

/// How many there are.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, scope: &Scope, nouns: &[Noun]) -> Result<i64> {
    Ok(visible(scope).filter(import_batches::noun.eq_any(nouns.to_vec())).count().get_result(c)?)
}

/// An earlier import that stored a file of the same content, the newest first.
///
/// # Errors
/// If the database fails.
pub fn stored_before(c: &mut Conn, id: ImportId) -> Result<Option<(ImportId, Moment)>> {
    let (hash, noun): (String, Noun) = import_batches::table
        .find(id)
        .select((import_batches::content_hash, import_batches::noun))
        .first(c)?;
    Ok(import_batches::table
        .filter(import_batches::content_hash.eq(hash).and(import_batches::noun.eq(noun)))
        .filter(import_batches::id.lt(id))
        .filter(import_batches::stage.eq_any([Stage::Stored, Stage::StoredInPart]))
        .order(import_batches::id.desc())
        .select((import_batches::id, import_batches::made_at))
        .first(c)
        .optional()?)
}

/// What a step makes of an import.
#[derive(Debug, Clone)]
pub struct After<'a> {
    /// Where it stands then.
    pub stage: Stage,
    /// How many of its rows become what.
    pub counts: Counts,
    /// What reading it told, as JSON.
    pub report: &'a str,
    /// Rows stored.
    pub stored: i64,
    /// Who ended it and when, if it is over.
    pub ended: Option<(UserId, Moment)>,
}

/// Writes what a step made of an import, if it is still at this revision.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn update(c: &mut Conn, id: ImportId, revision: i64, after: &After<'_>) -> Result<()> {
    let target =
        import_batches::table.filter(import_batches::id.eq(id).and(import_batches::revision.eq(revision)));
    let counts = after.counts;
    changed(
        diesel::update(target)
            .set((
                import_batches::stage.eq(after.stage),
                import_batches::report.eq(after.report),
                (
                    import_batches::rows_count.eq(counts.rows),
                    import_batches::fine_count.eq(counts.fine),
                    import_batches::changes_count.eq(counts.changes),
                    import_batches::known_count.eq(counts.known),
                    import_batches::duplicates_count.eq(counts.duplicates),
                    import_batches::wrong_count.eq(counts.wrong),
                    import_batches::held_count.eq(counts.held),
                    import_batches::skipped_count.eq(counts.skipped),
                ),
                import_batches::stored_count.eq(after.stored),
                import_batches::ended_by.eq(after.ended.map(|(by, _)| by)),
                import_batches::ended_at.eq(after.ended.map(|(_, at)| at)),
                import_batches::revision.eq(revision + 1),
            ))
            .execute(c)?,
    )
}

/// Keeps the content of a file, sealed.
///
/// # Errors
/// If the database fails.
pub fn keep_file(c: &mut Conn, id: ImportId, sealed: &[u8]) -> Result<()> {
    diesel::insert_into(import_files::table)
        .values((import_files::batch_id.eq(id), import_files::sealed.eq(sealed)))
        .execute(c)?;
    Ok(())
}

/// The sealed content of a file, if it is still kept.
///
/// # Errors
/// If the database fails.
pub fn file(c: &mut Conn, id: ImportId) -> Result<Option<Vec<u8>>> {
    Ok(import_files::table.find(id).select(import_files::sealed).first(c).optional()?)
}

/// Keeps the content of a file no longer.
///
/// # Errors
/// If the database fails.
pub fn drop_file(c: &mut Conn, id: ImportId) -> Result<()> {
    diesel::delete(import_files::table.find(id)).execute(c)?;
    Ok(())
}

/// The imports before a moment that still keep a file or told rows, or wait to be looked at.
///
/// # Errors
/// If the database fails.
pub fn kept_since_before(c: &mut Conn, before: Moment) -> Result<Vec<Import>> {
    let with_file = import_files::table.select(import_files::batch_id);
    Ok(import_batches::table
        .filter(import_batches::made_at.lt(before))
        .filter(
            import_batches::id
                .eq_any(with_file)
                .or(import_batches::stage.eq_any([Stage::Received, Stage::Previewed])),
        )
        .order(import_batches::id)
        .select(columns!())
        .load(c)?)
}

/// The imports whose file was being read.
///
/// # Errors
/// If the database fails.
pub fn being_read(c: &mut Conn) -> Result<Vec<Import>> {
    Ok(import_batches::table
        .filter(import_batches::stage.eq(Stage::Received))
        .order(import_batches::id)
        .select(columns!())
        .load(c)?)
}
