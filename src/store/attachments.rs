//! The rows of files: what came, when, by whom. Who may open one is decided where it is attached.

use diesel::prelude::*;

use super::files::Kept;
use super::schema::attachments;
use super::{Conn, Result};
use crate::domain::attachment::{ContentHash, FileName, MediaType};
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
}

/// The columns of an [`Attachment`], for queries of what files are attached to; in an outer join, `COLUMNS.nullable()`.
pub(super) type Columns = (
    attachments::id,
    attachments::sha256,
    attachments::media_type,
    attachments::bytes,
    attachments::name,
    attachments::uploaded_at,
);

/// See [`Columns`].
pub(super) const COLUMNS: Columns = (
    attachments::id,
    attachments::sha256,
    attachments::media_type,
    attachments::bytes,
    attachments::name,
    attachments::uploaded_at,
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

/// The content of every row, in the order they came.
///
/// # Errors
/// If the database fails.
pub fn contents(c: &mut Conn) -> Result<Vec<(AttachmentId, ContentHash)>> {
    Ok(attachments::table.select((attachments::id, attachments::sha256)).order(attachments::id).load(c)?)
}
