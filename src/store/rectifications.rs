//! 限期整改: notices of what must be put right by a day, with the operator's answer to each point.

use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;
use serde::Serialize;

use super::conn::{MultiBackend, on_backend};
use super::fault::changed;
use super::ratings::next_of_series;
use super::schema::{ratings, rectification_items, rectifications, sites, users};
use super::{Conn, Result};
use crate::domain::access::Scope;
use crate::domain::ids::{AttachmentId, RatingId, RectificationId, SiteId, UserId};
use crate::domain::moment::Moment;
use crate::domain::rating::Star;

/// A notice to be ordered.
#[derive(Debug, Clone)]
pub struct NewRectification<'a> {
    /// Of which rating.
    pub rating: RatingId,
    /// Its number ([`next_place`]).
    pub number: String,
    /// The day it is ordered.
    pub ordered_on: NaiveDate,
    /// The last day to put things right.
    pub due_on: NaiveDate,
    /// By whom.
    pub ordered_by: UserId,
    /// What is to be put right, point by point.
    pub items: &'a [String],
}

/// A notice, with whom it concerns.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Rectification {
    /// Its record number.
    pub id: RectificationId,
    /// Its number: `ZG-2017-0003`.
    pub number: String,
    /// Of which rating.
    pub rating: RatingId,
    /// The star of the rating.
    pub stars: Star,
    /// The site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: String,
    /// The day it was ordered.
    pub ordered_on: NaiveDate,
    /// The last day to put things right.
    pub due_on: NaiveDate,
    /// By whom, by name.
    pub ordered_by: String,
    /// The day it was settled; none while it runs.
    pub ended_on: Option<NaiveDate>,
    /// How often it was changed; what an answer must name.
    pub revision: i64,
}

/// A point of a notice.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Item {
    /// Its place, from 1.
    pub position: i32,
    /// What is to be put right.
    pub about: String,
    /// What the operator answers; empty for nothing yet.
    pub answer: String,
    /// The photo with the answer.
    pub attachment: Option<AttachmentId>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
}

/// An answer to a point.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The point.
    pub position: i32,
    /// What was done.
    pub text: String,
    /// A photo of it; none leaves the one there is.
    pub attachment: Option<AttachmentId>,
}

#[derive(Insertable)]
#[diesel(table_name = rectification_items, treat_none_as_default_value = false)]
struct ItemRow<'a> {
    rectification_id: RectificationId,
    position: i32,
    about: &'a str,
    answer: &'a str,
}

/// The next place of the year's series, never given before.
///
/// # Errors
/// If the database fails.
pub fn next_place(c: &mut Conn, year: i32) -> Result<i64> {
    next_of_series(c, "rectification", year)
}

/// Orders a rectification.
///
/// # Errors
/// `Taken(LiveRectification)` if the rating has one under way.
pub fn insert(c: &mut Conn, new: &NewRectification<'_>) -> Result<RectificationId> {
    let id = diesel::insert_into(rectifications::table)
        .values((
            rectifications::rating_id.eq(new.rating),
            rectifications::number.eq(&new.number),
            rectifications::ordered_on.eq(new.ordered_on),
            rectifications::due_on.eq(new.due_on),
            rectifications::ordered_by.eq(new.ordered_by),
            rectifications::revision.eq(1_i64),
        ))
        .returning(rectifications::id)
        .get_result(c)?;
    let rows: Vec<ItemRow<'_>> = (1..)
        .zip(new.items)
        .map(|(position, about)| ItemRow { rectification_id: id, position, about, answer: "" })
        .collect();
    on_backend!(c, |c| diesel::insert_into(rectification_items::table).values(&rows).execute(c))?;
    Ok(id)
}

type WithSite = dsl::InnerJoin<
    dsl::InnerJoin<rectifications::table, dsl::InnerJoin<ratings::table, sites::table>>,
    users::table,
>;

/// The notices a reader may know of: every reading starts here. The public knows none.
fn visible(scope: &Scope) -> dsl::IntoBoxed<'static, WithSite, MultiBackend> {
    let all = rectifications::table
        .inner_join(ratings::table.inner_join(sites::table))
        .inner_join(users::table)
        .into_boxed();
    match scope {
        Scope::City => all,
        Scope::Unit(unit) => all.filter(sites::unit_code.eq(unit.clone())),
        Scope::Operator(operator) => all.filter(sites::operator_id.eq(*operator)),
        Scope::Public => all.filter(rectifications::id.is_null()),
    }
}

type Columns = (
    rectifications::id,
    rectifications::number,
    ratings::id,
    ratings::stars,
    sites::id,
    sites::name,
    rectifications::ordered_on,
    rectifications::due_on,
    users::name,
    rectifications::ended_on,
    rectifications::revision,
);
const COLUMNS: Columns = (
    rectifications::id,
    rectifications::number,
    ratings::id,
    ratings::stars,
    sites::id,
    sites::name,
    rectifications::ordered_on,
    rectifications::due_on,
    users::name,
    rectifications::ended_on,
    rectifications::revision,
);

/// One notice.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn find(c: &mut Conn, scope: &Scope, id: RectificationId) -> Result<Rectification> {
    Ok(visible(scope).filter(rectifications::id.eq(id)).select(COLUMNS).first(c)?)
}

/// The notices a reader may know of: those under way by their last day, then the others, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn, scope: &Scope) -> Result<Vec<Rectification>> {
    let under_way = visible(scope)
        .filter(rectifications::ended_on.is_null())
        .select(COLUMNS)
        .order((rectifications::due_on, rectifications::id))
        .load(c)?;
    let settled = visible(scope)
        .filter(rectifications::ended_on.is_not_null())
        .select(COLUMNS)
        .order((rectifications::ended_on.desc(), rectifications::id.desc()))
        .load(c)?;
    Ok([under_way, settled].concat())
}

/// The notices of one rating, newest first.
///
/// # Errors
/// If the database fails.
pub fn of_rating(c: &mut Conn, scope: &Scope, rating: RatingId) -> Result<Vec<Rectification>> {
    Ok(visible(scope)
        .filter(ratings::id.eq(rating))
        .select(COLUMNS)
        .order(rectifications::id.desc())
        .load(c)?)
}

/// The points of a notice, in their order.
///
/// # Errors
/// If the database fails.
pub fn items(c: &mut Conn, id: RectificationId) -> Result<Vec<Item>> {
    Ok(rectification_items::table
        .filter(rectification_items::rectification_id.eq(id))
        .select((
            rectification_items::position,
            rectification_items::about,
            rectification_items::answer,
            rectification_items::attachment_id,
            rectification_items::answered_at,
        ))
        .order(rectification_items::position)
        .load(c)?)
}

/// How many notices under way have a point without an answer, and how many have none left.
///
/// # Errors
/// If the database fails.
pub fn under_way(c: &mut Conn, scope: &Scope) -> Result<(i64, i64)> {
    let open = || {
        rectification_items::table
            .filter(rectification_items::rectification_id.eq(rectifications::id))
            .filter(rectification_items::answered_at.is_null())
    };
    let running = || visible(scope).filter(rectifications::ended_on.is_null());
    let to_answer = running().filter(dsl::exists(open())).count().get_result(c)?;
    let all: i64 = running().count().get_result(c)?;
    Ok((to_answer, all - to_answer))
}

/// Keeps answers, if the notice is still at this revision and under way.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn answer(
    c: &mut Conn,
    (id, revision): (RectificationId, i64),
    answers: &[Answer],
    by: UserId,
    at: Moment,
) -> Result<()> {
    let target = rectifications::table.filter(
        rectifications::id
            .eq(id)
            .and(rectifications::revision.eq(revision))
            .and(rectifications::ended_on.is_null()),
    );
    changed(diesel::update(target).set(rectifications::revision.eq(revision + 1)).execute(c)?)?;
    for answer in answers {
        let point = rectification_items::rectification_id
            .eq(id)
            .and(rectification_items::position.eq(answer.position));
        let given = (
            rectification_items::answer.eq(&answer.text),
            rectification_items::answered_by.eq(by),
            rectification_items::answered_at.eq(at),
        );
        let target = rectification_items::table.filter(point);
        let rows = match answer.attachment {
            Some(file) => {
                diesel::update(target).set((given, rectification_items::attachment_id.eq(file))).execute(c)?
            }
            None => diesel::update(target).set(given).execute(c)?,
        };
        changed(rows)?;
    }
    Ok(())
}

/// Settles the notice under way of a rating, if it has one.
///
/// # Errors
/// If the database fails.
pub fn end_of_rating(c: &mut Conn, rating: RatingId, on: NaiveDate) -> Result<()> {
    let under_way = rectifications::rating_id.eq(rating).and(rectifications::ended_on.is_null());
    diesel::update(rectifications::table.filter(under_way))
        .set((rectifications::ended_on.eq(on), rectifications::revision.eq(rectifications::revision + 1)))
        .execute(c)?;
    Ok(())
}
