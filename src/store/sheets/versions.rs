//! The life of a version: uploaded as a draft, published, superseded.

use chrono::NaiveDate;
use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::domain::ids::{SheetId, UserId};
use crate::domain::moment::Moment;
use crate::domain::sheet::{Head, State};
use crate::domain::site::SiteKind;
use crate::store::fault::changed;
use crate::store::schema::{applications, sheets, users};
use crate::store::{Conn, Result};

diesel::alias!(users as publishers: Publishers);

/// A version as the list shows it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub id: SheetId,
    /// Its code.
    pub code: String,
    /// The version of its code, from 1.
    pub version: i32,
    /// The kind of site it judges.
    pub subject: SiteKind,
    /// Whether the authority issued it.
    pub official: bool,
    /// The standard it rests on.
    pub basis: String,
    /// The first day it is in force; of a draft, the day it was uploaded.
    pub valid_from: NaiveDate,
    /// The first day it no longer is.
    pub valid_to: Option<NaiveDate>,
    /// Who uploaded it, and when; nobody if the program brought it along.
    pub uploaded: (Option<String>, Option<Moment>),
    /// Who published it, and when.
    pub published: (Option<String>, Option<Moment>),
    /// How many applications are judged by it.
    pub used: i64,
}

impl Line {
    /// How it stands on a day.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> State {
        match self.published.1 {
            Some(_) => State::of_published(self.valid_from, self.valid_to, today),
            None => State::Draft,
        }
    }
}

type Row = (
    (SheetId, String, i32, SiteKind, bool, String, NaiveDate, Option<NaiveDate>),
    (Option<String>, Option<Moment>, Option<String>, Option<Moment>),
);

/// All versions, by kind of site, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn) -> Result<Vec<Line>> {
    let rows: Vec<Row> = sheets::table
        .left_join(users::table.on(users::id.nullable().eq(sheets::uploaded_by)))
        .left_join(publishers.on(publishers.field(users::id).nullable().eq(sheets::published_by)))
        .select((
            (
                sheets::id,
                sheets::code,
                sheets::version,
                sheets::subject,
                sheets::official,
                sheets::basis,
                sheets::valid_from,
                sheets::valid_to,
            ),
            (
                users::name.nullable(),
                sheets::uploaded_at,
                publishers.field(users::name).nullable(),
                sheets::published_at,
            ),
        ))
        .order((sheets::subject, sheets::valid_from.desc(), sheets::id.desc()))
        .load(c)?;
    let used: Vec<(SheetId, i64)> = applications::table
        .group_by(applications::sheet_id)
        .select((applications::sheet_id, diesel::dsl::count_star()))
        .order(applications::sheet_id)
        .load(c)?;
    let used_by = |id| used.iter().find(|(sheet, _)| *sheet == id).map_or(0, |(_, n)| *n);
    let line = |(sheet, (uploader, uploaded_at, publisher, published_at)): Row| {
        let (id, code, version, subject, official, basis, valid_from, valid_to) = sheet;
        Line {
            id,
            code,
            version,
            subject,
            official,
            basis,
            valid_from,
            valid_to,
            uploaded: (uploader, uploaded_at),
            published: (publisher, published_at),
            used: used_by(id),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The file of a version.
///
/// # Errors
/// `NotFound` if there is none of this number.
pub fn body(c: &mut Conn, id: SheetId) -> Result<String> {
    Ok(sheets::table.find(id).select(sheets::body).first(c)?)
}

/// The version the next sheet of a code becomes.
///
/// # Errors
/// If the database fails.
pub fn next_version(c: &mut Conn, code: &str) -> Result<i32> {
    let last: Option<i32> =
        sheets::table.filter(sheets::code.eq(code)).select(diesel::dsl::max(sheets::version)).first(c)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Takes a draft in, as the next version of its code; uploaded by nobody if the command line takes it in.
///
/// # Errors
/// `Taken(SheetVersion)` if somebody took that version at the same time.
pub fn insert_draft(
    c: &mut Conn,
    body: &str,
    head: &Head,
    by: Option<UserId>,
    at: Moment,
) -> Result<(SheetId, i32)> {
    let version = next_version(c, &head.code)?;
    let id = diesel::insert_into(sheets::table)
        .values((
            sheets::code.eq(&head.code),
            sheets::version.eq(version),
            sheets::subject.eq(head.subject),
            sheets::official.eq(head.official),
            sheets::basis.eq(&head.basis),
            sheets::valid_from.eq(at.day()),
            sheets::body.eq(body),
            sheets::body_digest.eq(Sha256::digest(body).as_slice()),
            sheets::uploaded_by.eq(by),
            sheets::uploaded_at.eq(Some(at)),
        ))
        .returning(sheets::id)
        .get_result(c)?;
    Ok((id, version))
}

/// The versions whose file is no longer the one that was taken in.
///
/// # Errors
/// If the database fails.
pub fn changed_bodies(c: &mut Conn) -> Result<Vec<SheetId>> {
    let rows: Vec<(SheetId, String, Vec<u8>)> =
        sheets::table.select((sheets::id, sheets::body, sheets::body_digest)).order(sheets::id).load(c)?;
    let changed = rows.into_iter().filter(|(_, body, digest)| Sha256::digest(body).as_slice() != digest);
    Ok(changed.map(|(id, ..)| id).collect())
}

/// Takes a draft away.
///
/// # Errors
/// `Stale` if it was published or taken away meanwhile.
pub fn delete_draft(c: &mut Conn, id: SheetId) -> Result<()> {
    let draft = sheets::table.filter(sheets::id.eq(id)).filter(sheets::published_at.is_null());
    changed(diesel::delete(draft).execute(c)?)
}

/// Publishes a draft from a day on; whatever of its kind was in force then ends the day before.
///
/// # Errors
/// `Stale` if it was published or taken away meanwhile; `Taken(OpenSheet)` if another of its kind was published at the same
/// time.
pub fn publish(
    c: &mut Conn,
    id: SheetId,
    subject: SiteKind,
    from: NaiveDate,
    by: UserId,
    at: Moment,
) -> Result<()> {
    end_before(c, subject, from)?;
    let draft = sheets::table.filter(sheets::id.eq(id)).filter(sheets::published_at.is_null());
    let published =
        (sheets::valid_from.eq(from), sheets::published_by.eq(Some(by)), sheets::published_at.eq(Some(at)));
    changed(diesel::update(draft).set(published).execute(c)?)
}

/// Ends whatever of a kind is in force on a day the day before.
pub(super) fn end_before(c: &mut Conn, subject: SiteKind, from: NaiveDate) -> Result<()> {
    let before = sheets::table
        .filter(sheets::subject.eq(subject))
        .filter(sheets::published_at.is_not_null())
        .filter(sheets::valid_from.le(from))
        .filter(sheets::valid_to.is_null().or(sheets::valid_to.gt(from)));
    diesel::update(before).set(sheets::valid_to.eq(Some(from))).execute(c)?;
    Ok(())
}
