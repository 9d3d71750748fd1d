//! Reading hires.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::visible;
use crate::domain::access::Scope;
use crate::domain::division::UnitCode;
use crate::domain::hire::{EmploymentForm, Receipt, RegisterClaim, Stage};
use crate::domain::household::{Attribute, HouseholdCode, Relation};
use crate::domain::identity::{PersonName, Sex};
use crate::domain::ids::{HireId, HouseholdId, OperatorId, PersonId, SiteId, UserId};
use crate::domain::moment::Moment;
use crate::domain::quantity::Fen;
use crate::store::schema::{divisions, hires, households, memberships, persons, sites};
use crate::store::{Conn, Result};

/// A hire as lists show it.
#[derive(Debug, Clone, Queryable)]
pub struct Listed {
    /// Its number.
    pub id: HireId,
    /// The site's name.
    pub site: String,
    /// The unit it reports to.
    pub unit: UnitCode,
    /// The name given.
    pub name: PersonName,
    /// The masked ID number.
    pub id_masked: String,
    /// How they are employed.
    pub form: EmploymentForm,
    /// What they earn in a month.
    pub wage: Fen,
    /// Their first day.
    pub started_on: NaiveDate,
    /// Their last day.
    pub left_on: Option<NaiveDate>,
    /// Where it stands.
    pub stage: Stage,
    /// When it was reported.
    pub reported_at: Moment,
    /// Why it was last sent back; empty if it never was.
    pub sent_back_reason: String,
}

pub(super) type ListedColumns = (
    hires::id,
    sites::name,
    hires::unit_code,
    hires::reported_name,
    hires::id_masked,
    hires::employment_form,
    hires::monthly_wage_fen,
    hires::started_on,
    hires::left_on,
    hires::stage,
    hires::reported_at,
    hires::sent_back_reason,
);
pub(super) const LISTED: ListedColumns = (
    hires::id,
    sites::name,
    hires::unit_code,
    hires::reported_name,
    hires::id_masked,
    hires::employment_form,
    hires::monthly_wage_fen,
    hires::started_on,
    hires::left_on,
    hires::stage,
    hires::reported_at,
    hires::sent_back_reason,
);

/// Which hires a list shows.
#[derive(Debug, Clone, Default)]
pub struct HireFilter {
    /// Of this stage only.
    pub stage: Option<Stage>,
    /// Of this site only.
    pub site: Option<SiteId>,
    /// A receipt's number, or part of a name.
    pub search: Option<String>,
}

fn filtered<'q>(scope: &'q Scope, filter: &HireFilter) -> super::Visible<'q> {
    let mut query = visible(scope);
    if let Some(stage) = filter.stage {
        query = query.filter(hires::stage.eq(stage));
    }
    if let Some(site) = filter.site {
        query = query.filter(hires::site_id.eq(site));
    }
    if let Some(search) = &filter.search {
        query = match search.parse::<Receipt>() {
            Ok(receipt) => query.filter(hires::id.eq(receipt.0)),
            Err(_) => query.filter(hires::reported_name.like(crate::store::contains(search)).escape('\\')),
        };
    }
    query
}

/// The newest hires that pass the filter, before a given one; what waits longest comes first where the stage is `reported`.
///
/// # Errors
/// If the database fails.
pub fn list(
    c: &mut Conn,
    scope: &Scope,
    filter: &HireFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>> {
    let query = filtered(scope, filter).select(LISTED);
    let ordered = if filter.stage == Some(Stage::Reported) {
        query.order((hires::reported_at, hires::id))
    } else {
        query.order((hires::reported_at.desc(), hires::id.desc()))
    };
    Ok(ordered.offset(offset).limit(limit).load(c)?)
}

/// The hires that pass the filter with a number beyond this one, in the order of their numbers.
///
/// # Errors
/// If the database fails.
pub fn after(
    c: &mut Conn,
    scope: &Scope,
    filter: &HireFilter,
    after: HireId,
    limit: i64,
) -> Result<Vec<Listed>> {
    let beyond = filtered(scope, filter).filter(hires::id.gt(after)).select(LISTED);
    Ok(beyond.order(hires::id).limit(limit).load(c)?)
}

/// How many hires pass the filter.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, scope: &Scope, filter: &HireFilter) -> Result<i64> {
    Ok(filtered(scope, filter).count().get_result(c)?)
}

/// A hire with everything that was reported, but without what identifies the person.
#[derive(Debug, Clone, Queryable)]
pub struct Hire {
    /// What lists show.
    pub listed: Listed,
    /// The site.
    pub site_id: SiteId,
    /// What the operator says of the register.
    pub claim: RegisterClaim,
    /// Where to call them; may be empty.
    pub phone: String,
    /// What they do; may be empty.
    pub post: String,
    /// The person of the register, once verified as one. The county's knowledge.
    pub person: Option<PersonId>,
    /// Who reported.
    pub reported_by: Option<UserId>,
    /// Who verified.
    pub verified_by: Option<UserId>,
    /// When.
    pub verified_at: Option<Moment>,
    /// Its revision.
    pub revision: i64,
}

type HireColumns = (
    ListedColumns,
    hires::site_id,
    hires::register_claim,
    hires::phone,
    hires::post,
    hires::person_id,
    hires::reported_by,
    hires::verified_by,
    hires::verified_at,
    hires::revision,
);
const HIRE: HireColumns = (
    LISTED,
    hires::site_id,
    hires::register_claim,
    hires::phone,
    hires::post,
    hires::person_id,
    hires::reported_by,
    hires::verified_by,
    hires::verified_at,
    hires::revision,
);

/// One hire.
///
/// # Errors
/// `NotFound` if there is none in the reader's scope.
pub fn load(c: &mut Conn, scope: &Scope, id: HireId) -> Result<Hire> {
    Ok(visible(scope).filter(hires::id.eq(id)).select(HIRE).first(c)?)
}

/// The site's report of the same person from the same day.
///
/// # Errors
/// If the database fails.
pub fn same(
    c: &mut Conn,
    scope: &Scope,
    site: SiteId,
    id_index: &[u8],
    started_on: NaiveDate,
) -> Result<Option<Hire>> {
    Ok(visible(scope)
        .filter(
            hires::site_id.eq(site).and(hires::id_index.eq(id_index)).and(hires::started_on.eq(started_on)),
        )
        .select(HIRE)
        .first(c)
        .optional()?)
}

/// The encrypted ID number of a hire and its blind index.
#[derive(Debug, Clone, Queryable)]
pub struct SealedId {
    /// The ciphertext.
    pub cipher: Vec<u8>,
    /// The blind index.
    pub index: Vec<u8>,
}

/// The encrypted ID number of a hire.
///
/// # Errors
/// `NotFound` if there is no such hire in the reader's scope.
pub fn sealed_id(c: &mut Conn, scope: &Scope, id: HireId) -> Result<SealedId> {
    Ok(visible(scope).filter(hires::id.eq(id)).select((hires::id_cipher, hires::id_index)).first(c)?)
}

/// A person of the register with the household they belong to today.
#[derive(Debug, Clone, Queryable)]
pub struct Registered {
    /// The person.
    pub person: PersonId,
    /// Their name on the register.
    pub name: PersonName,
    /// Their sex.
    pub sex: Sex,
    /// Their date of birth.
    pub birth_date: NaiveDate,
    /// The household.
    pub household: HouseholdId,
    /// Its code.
    pub code: HouseholdCode,
    /// Its attribute.
    pub attribute: Attribute,
    /// Its unit.
    pub unit: UnitCode,
    /// Its village's name.
    pub village: String,
    /// The natural village within; may be empty.
    pub natural_village: String,
    /// How they are related to the head.
    pub relation: Relation,
    /// Since when.
    pub from_on: NaiveDate,
    /// Until when; open for a member of today.
    pub to_on: Option<NaiveDate>,
}

/// Whoever on the register has this blind index, with their latest membership. The register of the whole city is asked: a
/// person may work in another county than their own.
///
/// # Errors
/// If the database fails.
pub fn registered(c: &mut Conn, id_index: &[u8]) -> Result<Option<Registered>> {
    Ok(persons::table
        .inner_join(memberships::table.inner_join(households::table.inner_join(divisions::table)))
        .filter(persons::id_index.eq(id_index))
        .order((memberships::from_on.desc(), memberships::id.desc()))
        .select((
            persons::id,
            persons::name,
            persons::sex,
            persons::birth_date,
            households::id,
            households::code,
            households::attribute,
            households::unit_code,
            divisions::name,
            households::natural_village,
            memberships::relation,
            memberships::from_on,
            memberships::to_on,
        ))
        .first(c)
        .optional()?)
}

/// Another report of the same person, anywhere in the city.
#[derive(Debug, Clone, Queryable)]
pub struct OtherHire {
    /// Its number.
    pub id: HireId,
    /// The site's name.
    pub site: String,
    /// The unit it reports to.
    pub unit: UnitCode,
    /// How they are employed there.
    pub form: EmploymentForm,
    /// Their first day there.
    pub started_on: NaiveDate,
    /// Their last day there.
    pub left_on: Option<NaiveDate>,
    /// Where that report stands.
    pub stage: Stage,
}

/// The other reports of the same person, oldest first.
///
/// # Errors
/// If the database fails.
pub fn others_of(c: &mut Conn, id_index: &[u8], except: HireId) -> Result<Vec<OtherHire>> {
    Ok(hires::table
        .inner_join(sites::table)
        .filter(hires::id_index.eq(id_index).and(hires::id.ne(except)))
        .order((hires::started_on, hires::id))
        .select((
            hires::id,
            sites::name,
            hires::unit_code,
            hires::employment_form,
            hires::started_on,
            hires::left_on,
            hires::stage,
        ))
        .load(c)?)
}

/// The hires linked to people who belong or belonged to a household.
///
/// # Errors
/// If the database fails.
pub fn of_household(c: &mut Conn, scope: &Scope, household: HouseholdId) -> Result<Vec<Listed>> {
    let members = memberships::table
        .filter(memberships::household_id.eq(household))
        .select(memberships::person_id.nullable());
    Ok(visible(scope)
        .filter(hires::person_id.eq_any(members))
        .order((hires::started_on, hires::id))
        .select(LISTED)
        .load(c)?)
}

/// A site somebody can be reported at.
#[derive(Debug, Clone, Queryable)]
pub struct Workplace {
    /// The site.
    pub id: SiteId,
    /// Its name.
    pub name: String,
}

/// The open sites of an operator.
///
/// # Errors
/// If the database fails.
pub fn workplaces(c: &mut Conn, operator: OperatorId) -> Result<Vec<Workplace>> {
    Ok(sites::table
        .filter(sites::operator_id.eq(operator).and(sites::closed_on.is_null()))
        .order((sites::name, sites::id))
        .select((sites::id, sites::name))
        .load(c)?)
}
