//! The rows of files: what came, when, by whom. Who may open one is decided where it is attached.

use diesel::prelude::*;

use super::files::Kept;
use super::schema::attachments;
use super::{Conn, Result, tallies};
use crate::domain::attachment::{ContentHash, Damage, FileName, MediaType};
use crate::domain::ids::{AttachmentId, UserId};
use crate::domain::moment::Moment;

/// A file, as it was when it came. Its content is in [`Files`](super::files::Files).
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Attachment {
    /// Its number.
    pub id: AttachmentId,
    /// Its content's address.
    pub hash: ContentHash,
    /// What it is.
    pub kind: MediaType,
    /// How long it is.
    pub bytes: i64,
    /// The name people read.
    pub name: FileName,
    /// When it came.
    pub at: Moment,
    /// What was found wrong with its content when somebody last looked; nothing if it was sound.
    pub fault: Option<Damage>,
}

/// The columns of an [`Attachment`], for queries of what files are attached to; in an outer join, `COLUMNS.nullable()`.
pub(super) type Columns = (
    attachments::id,
    attachments::sha256,
    attachments::media_type,
    attachments::bytes,
    attachments::name,
    attachments::uploaded_at,
    attachments::fault,
);

/// See [`Columns`].
pub(super) const COLUMNS: Columns = (
    attachments::id,
    attachments::sha256,
    attachments::media_type,
    attachments::bytes,
    attachments::name,
    attachments::uploaded_at,
    attachments::fault,
);

/// Adds the row of a content that is on disk.
///
/// # Errors
/// If the database fails.
pub fn insert(
    c: &mut Conn,
    kept: &Kept,
    name: &FileName,
    by: Option<UserId>,
    at: Moment,
) -> Result<AttachmentId> {
    Ok(diesel::insert_into(attachments::table)
        .values((
            attachments::sha256.eq(kept.hash()),
            attachments::media_type.eq(kept.kind()),
            attachments::bytes.eq(kept.bytes()),
            attachments::name.eq(name.as_str()),
            attachments::uploaded_by.eq(by),
            attachments::uploaded_at.eq(at),
        ))
        .returning(attachments::id)
        .get_result(c)?)
}

/// One file.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(c: &mut Conn, id: AttachmentId) -> Result<Attachment> {
    Ok(attachments::table.filter(attachments::id.eq(id)).select(COLUMNS).first(c)?)
}

/// The content of every row.
///
/// # Errors
/// If the database fails.
pub fn contents(c: &mut Conn) -> Result<Vec<ContentHash>> {
    Ok(attachments::table.select(attachments::sha256).load(c)?)
}

/// Writes down what was found of a content, for every file that has it; whether that is news. News moves the revision of the
/// tallies on: the figures that rest on these files are to be marked, or no longer.
///
/// # Errors
/// If the database fails.
pub fn note(c: &mut Conn, hash: ContentHash, found: Option<Damage>, at: Moment) -> Result<bool> {
    let of_content = attachments::table.filter(attachments::sha256.eq(hash));
    let values = (attachments::fault.eq(found), attachments::checked_at.eq(Some(at)));
    let news = match found {
        None => diesel::update(of_content.filter(attachments::fault.is_not_null())).set(values).execute(c)?,
        Some(damage) => {
            let news = attachments::fault.is_null().or(attachments::fault.ne(damage));
            diesel::update(of_content.filter(news)).set(values).execute(c)?
        }
    };
    if news > 0 {
        tallies::touch(c, at)?;
    }
    Ok(news > 0)
}

/// Writes down that contents were looked at.
///
/// # Errors
/// If the database fails.
pub fn looked_at(c: &mut Conn, hashes: &[ContentHash], at: Moment) -> Result<()> {
    for some in hashes.chunks(1000) {
        diesel::update(attachments::table.filter(attachments::sha256.eq_any(some)))
            .set(attachments::checked_at.eq(Some(at)))
            .execute(c)?;
    }
    Ok(())
}

/// Contents with what was last found of each, those nobody looked at for longest first.
///
/// # Errors
/// If the database fails.
pub fn to_look_at(c: &mut Conn, limit: Option<i64>) -> Result<Vec<(ContentHash, Option<Damage>)>> {
    let query = attachments::table.select((attachments::sha256, attachments::fault)).order((
        attachments::checked_at.is_not_null(),
        attachments::checked_at,
        attachments::id,
    ));
    let all: Vec<(ContentHash, Option<Damage>)> = match limit {
        Some(limit) => query.limit(limit).load(c)?,
        None => query.load(c)?,
    };
    let mut seen = std::collections::HashSet::new();
    Ok(all.into_iter().filter(|(hash, _)| seen.insert(*hash)).collect())
}

/// A file with this content, for the log.
///
/// # Errors
/// `NotFound` if there is none.
pub fn of_content(c: &mut Conn, hash: ContentHash) -> Result<AttachmentId> {
    Ok(attachments::table
        .filter(attachments::sha256.eq(hash))
        .select(attachments::id)
        .order(attachments::id)
        .first(c)?)
}
