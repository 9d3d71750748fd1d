//! Writing hires.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Date, Nullable, Text, Timestamp};

use crate::domain::hire::{EmploymentForm, MonthlyWage, RegisterClaim, Stage};
use crate::domain::identity::{PersonName, Reason};
use crate::domain::ids::{HireId, OperatorId, PersonId, SiteId, UserId};
use crate::domain::moment::Moment;
use crate::store::conn::portable;
use crate::store::fault::changed;
use crate::store::schema::{hires, sites};
use crate::store::{Conn, Result};

/// A hire as reported.
#[derive(Debug, Clone)]
pub struct NewHire {
    /// The site they work at; its unit becomes the hire's.
    pub site: SiteId,
    /// The name given.
    pub name: PersonName,
    /// The ID number, encrypted.
    pub id_cipher: Vec<u8>,
    /// Its blind index.
    pub id_index: Vec<u8>,
    /// Its masked form.
    pub id_masked: String,
    /// What the operator says of the register.
    pub claim: RegisterClaim,
    /// Where to call them; empty if not given.
    pub phone: String,
    /// What they do; empty if not given.
    pub post: String,
    /// How they are employed.
    pub form: EmploymentForm,
    /// What they earn in a month.
    pub wage: MonthlyWage,
    /// Their first day.
    pub started_on: NaiveDate,
    /// Who reports.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

/// Enters a report for an open site of the operator. `None` if there is no such site, or if the site has reported the same
/// person from the same day before.
///
/// One statement, because every operator's evening goes through here.
///
/// # Errors
/// If the database fails.
pub fn report(c: &mut Conn, operator: OperatorId, new: &NewHire) -> Result<Option<HireId>> {
    let row = sites::table
        .filter(sites::id.eq(new.site).and(sites::operator_id.eq(operator)).and(sites::closed_on.is_null()))
        .select((
            sites::id,
            sites::unit_code,
            new.name.as_str().into_sql::<Text>(),
            new.id_cipher.as_slice().into_sql::<Binary>(),
            new.id_index.as_slice().into_sql::<Binary>(),
            new.id_masked.as_str().into_sql::<Text>(),
            new.claim.into_sql::<Text>(),
            new.phone.as_str().into_sql::<Text>(),
            new.post.as_str().into_sql::<Text>(),
            new.form.into_sql::<Text>(),
            new.wage.0.into_sql::<BigInt>(),
            new.started_on.into_sql::<Date>(),
            Stage::Reported.into_sql::<Text>(),
            Some(new.by).into_sql::<Nullable<BigInt>>(),
            new.at.into_sql::<Timestamp>(),
            "".into_sql::<Text>(),
            1_i64.into_sql::<BigInt>(),
        ));
    let insert = diesel::insert_into(hires::table)
        .values(row)
        .into_columns((
            hires::site_id,
            hires::unit_code,
            hires::reported_name,
            hires::id_cipher,
            hires::id_index,
            hires::id_masked,
            hires::register_claim,
            hires::phone,
            hires::post,
            hires::employment_form,
            hires::monthly_wage_fen,
            hires::started_on,
            hires::stage,
            hires::reported_by,
            hires::reported_at,
            hires::sent_back_reason,
            hires::revision,
        ))
        .on_conflict((hires::site_id, hires::id_index, hires::started_on))
        .do_nothing()
        .returning(hires::id);
    Ok(portable(insert).get_result(c).optional()?)
}

/// What an operator corrects in a report that was sent back.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The name.
    pub name: PersonName,
    /// The ID number, encrypted, with its blind index and masked form, if it was typed again.
    pub id: Option<(Vec<u8>, Vec<u8>, String)>,
    /// What the operator says of the register.
    pub claim: RegisterClaim,
    /// Where to call them.
    pub phone: String,
    /// What they do.
    pub post: String,
    /// How they are employed.
    pub form: EmploymentForm,
    /// What they earn in a month.
    pub wage: MonthlyWage,
    /// Their first day.
    pub started_on: NaiveDate,
}

/// Puts a corrected report back on the county's list. Why it was sent back stays with it, for the county to compare.
///
/// # Errors
/// `Stale`; `Taken(SameHire)` if the site has another report of the same person from the same day.
pub fn correct(c: &mut Conn, id: HireId, revision: i64, to: &Correction, at: Moment) -> Result<()> {
    let rows = diesel::update(hires::table.filter(hires::id.eq(id).and(hires::revision.eq(revision))))
        .set((
            hires::reported_name.eq(&to.name),
            hires::register_claim.eq(to.claim),
            hires::phone.eq(&to.phone),
            hires::post.eq(&to.post),
            hires::employment_form.eq(to.form),
            hires::monthly_wage_fen.eq(to.wage.0),
            hires::started_on.eq(to.started_on),
            to.id.as_ref().map(|(cipher, index, masked)| {
                (hires::id_cipher.eq(cipher), hires::id_index.eq(index), hires::id_masked.eq(masked))
            }),
            hires::stage.eq(Stage::Reported),
            hires::reported_at.eq(at),
            hires::revision.eq(revision + 1),
        ))
        .execute(c)?;
    changed(rows)
}

/// Makes every other verification of the same person's hires wait until this transaction ends, so that two overlapping
/// hires cannot both be found free of conflict.
///
/// # Errors
/// If the database fails.
pub fn lock_identity(c: &mut Conn, id_index: &[u8]) -> Result<()> {
    diesel::update(hires::table.filter(hires::id_index.eq(id_index)))
        .set(hires::revision.eq(hires::revision))
        .execute(c)?;
    Ok(())
}

/// Marks a hire as verified, linked to the person of the register it was found to be.
///
/// # Errors
/// `Stale`.
pub fn confirm_verified(
    c: &mut Conn,
    id: HireId,
    revision: i64,
    person: Option<PersonId>,
    by: UserId,
    at: Moment,
) -> Result<()> {
    let rows = diesel::update(hires::table.filter(hires::id.eq(id).and(hires::revision.eq(revision))))
        .set((
            hires::stage.eq(Stage::Verified),
            hires::person_id.eq(person),
            hires::verified_by.eq(Some(by)),
            hires::verified_at.eq(Some(at)),
            hires::revision.eq(revision + 1),
        ))
        .execute(c)?;
    changed(rows)
}

/// Marks a hire as sent back, for the operator to read why.
///
/// # Errors
/// `Stale`.
pub fn send_back(c: &mut Conn, id: HireId, revision: i64, reason: &Reason) -> Result<()> {
    let rows = diesel::update(hires::table.filter(hires::id.eq(id).and(hires::revision.eq(revision))))
        .set((
            hires::stage.eq(Stage::SentBack),
            hires::sent_back_reason.eq(reason),
            hires::revision.eq(revision + 1),
        ))
        .execute(c)?;
    changed(rows)
}

/// Marks the person as having left after their last day.
///
/// # Errors
/// `Stale`.
pub fn leave(c: &mut Conn, id: HireId, revision: i64, last_day: NaiveDate) -> Result<()> {
    let rows = diesel::update(hires::table.filter(hires::id.eq(id).and(hires::revision.eq(revision))))
        .set((
            hires::stage.eq(Stage::Left),
            hires::left_on.eq(Some(last_day)),
            hires::revision.eq(revision + 1),
        ))
        .execute(c)?;
    changed(rows)
}
