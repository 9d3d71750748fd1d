//! Attributions: the assignment of an exit to a pathway by its evidence.

mod listed;
mod many;
pub mod queue;

use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::Serialize;

pub use self::listed::{behind_after, behind_number, exits_of};
pub use self::many::{Signed, insert_many};
use super::conn::MultiBackend;
use super::schema::attributions;
use super::{Conn, Fault, Result};
use crate::domain::access::Scope;
use crate::domain::attribution::{Evidence, Hands, Stage};
use crate::domain::division::UnitCode;
use crate::domain::ids::{
    AttendanceId, AttributionId, BatchId, BenefitId, BusinessId, ExitId, HireId, MeasureId, PaymentId, UserId,
};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Persons;
use crate::domain::tally::Counted;

/// A proposal to be added.
#[derive(Debug, Clone)]
pub struct NewAttribution {
    /// The exit.
    pub exit: ExitId,
    /// What it rests on.
    pub evidence: Evidence,
    /// What is counted of it.
    pub counted: Counted,
    /// Who proposes it.
    pub by: UserId,
    /// When.
    pub at: Moment,
    /// The revision it takes the place of.
    pub replaces: Option<AttributionId>,
    /// The batch it is proposed in.
    pub batch: Option<BatchId>,
}

/// An attribution with everybody who had a hand in it.
#[derive(Debug, Clone, Serialize)]
pub struct Attribution {
    /// Its number.
    pub id: AttributionId,
    /// The exit.
    pub exit: ExitId,
    /// What it rests on.
    pub evidence: Evidence,
    /// What is counted of it.
    #[serde(skip)]
    pub counted: Counted,
    /// The pathway.
    pub pathway: Pathway,
    /// Where it stands.
    pub stage: Stage,
    /// Who proposed it, and when.
    pub proposed: Signature,
    /// Who verified it for the county.
    pub verified: Option<Signature>,
    /// Who confirmed it for the city.
    pub confirmed: Option<Signature>,
    /// Who took it back.
    pub withdrawn: Option<Signature>,
    /// Why it was taken back; empty otherwise.
    pub reason: String,
    /// How often it was changed.
    pub revision: i64,
    /// The revision it took the place of.
    pub replaces: Option<AttributionId>,
}

/// Who did something, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

impl Attribution {
    /// Who has put their hand to it.
    #[must_use]
    pub fn hands(&self) -> Hands {
        Hands { proposed: self.proposed.by, verified: self.verified.map(|signature| signature.by) }
    }
}

/// The columns of the evidence, one for each pathway; exactly the pathway's own is set.
pub(super) type EvidenceColumns = (
    Option<HireId>,
    Option<PaymentId>,
    Option<AttendanceId>,
    Option<BenefitId>,
    Option<BusinessId>,
    Option<MeasureId>,
);

pub(super) const fn columns_of(evidence: Evidence) -> EvidenceColumns {
    match evidence {
        Evidence::Employment(id) => (Some(id), None, None, None, None, None),
        Evidence::VillageIndustry(id) => (None, Some(id), None, None, None, None),
        Evidence::Training(id) => (None, None, Some(id), None, None, None),
        Evidence::MajorProject(id) => (None, None, None, Some(id), None, None),
        Evidence::SelfStart(id) => (None, None, None, None, Some(id), None),
        Evidence::NonTourism(id) => (None, None, None, None, None, Some(id)),
    }
}

fn evidence_of(columns: EvidenceColumns) -> Result<Evidence> {
    let (hire, payment, attendance, benefit, business, measure) = columns;
    hire.map(Evidence::Employment)
        .or(payment.map(Evidence::VillageIndustry))
        .or(attendance.map(Evidence::Training))
        .or(benefit.map(Evidence::MajorProject))
        .or(business.map(Evidence::SelfStart))
        .or(measure.map(Evidence::NonTourism))
        .ok_or_else(|| Fault::Broken("an attribution without evidence".into()))
}

/// A row as the database has it.
#[derive(Queryable)]
struct Row {
    id: AttributionId,
    exit: ExitId,
    unit: UnitCode,
    year: i32,
    month: i32,
    persons: i32,
    pathway: Pathway,
    evidence: EvidenceColumns,
    stage: Stage,
    proposed: (UserId, Moment),
    verified: (Option<UserId>, Option<Moment>),
    confirmed: (Option<UserId>, Option<Moment>),
    withdrawn: (Option<UserId>, Option<Moment>),
    reason: String,
    revision: i64,
    replaces: Option<AttributionId>,
}

type EvidenceSelection = (
    attributions::hire_id,
    attributions::payment_id,
    attributions::attendance_id,
    attributions::benefit_id,
    attributions::business_id,
    attributions::measure_id,
);
const EVIDENCE: EvidenceSelection = (
    attributions::hire_id,
    attributions::payment_id,
    attributions::attendance_id,
    attributions::benefit_id,
    attributions::business_id,
    attributions::measure_id,
);
type Selection = (
    attributions::id,
    attributions::exit_id,
    attributions::unit_code,
    attributions::year,
    attributions::month,
    attributions::persons,
    attributions::pathway,
    EvidenceSelection,
    attributions::stage,
    (attributions::proposed_by, attributions::proposed_at),
    (attributions::verified_by, attributions::verified_at),
    (attributions::confirmed_by, attributions::confirmed_at),
    (attributions::withdrawn_by, attributions::withdrawn_at),
    attributions::reason,
    attributions::revision,
    attributions::replaces,
);
const SELECTION: Selection = (
    attributions::id,
    attributions::exit_id,
    attributions::unit_code,
    attributions::year,
    attributions::month,
    attributions::persons,
    attributions::pathway,
    EVIDENCE,
    attributions::stage,
    (attributions::proposed_by, attributions::proposed_at),
    (attributions::verified_by, attributions::verified_at),
    (attributions::confirmed_by, attributions::confirmed_at),
    (attributions::withdrawn_by, attributions::withdrawn_at),
    attributions::reason,
    attributions::revision,
    attributions::replaces,
);

impl Row {
    fn read(self) -> Result<Attribution> {
        let signed =
            |(by, at): (Option<UserId>, Option<Moment>)| by.zip(at).map(|(by, at)| Signature { by, at });
        Ok(Attribution {
            id: self.id,
            exit: self.exit,
            evidence: evidence_of(self.evidence)?,
            counted: Counted {
                unit: self.unit,
                pathway: self.pathway,
                year: self.year,
                month: self.month,
                persons: Persons(self.persons.into()),
            },
            pathway: self.pathway,
            stage: self.stage,
            proposed: Signature { by: self.proposed.0, at: self.proposed.1 },
            verified: signed(self.verified),
            confirmed: signed(self.confirmed),
            withdrawn: signed(self.withdrawn),
            reason: self.reason,
            revision: self.revision,
            replaces: self.replaces,
        })
    }
}

/// The condition by which a reader may know of an attribution: that of its exit.
fn visible(scope: &Scope) -> Box<dyn BoxableExpression<attributions::table, MultiBackend, SqlType = Bool>> {
    match scope {
        Scope::City => Box::new(attributions::id.is_not_null()),
        Scope::Unit(unit) => Box::new(attributions::unit_code.eq(unit.clone())),
        Scope::Public | Scope::Operator(_) => Box::new(attributions::id.is_null()),
    }
}

/// Adds a proposal.
///
/// # Errors
/// `Taken(LiveAttribution)` if the exit has a live one.
pub fn insert(c: &mut Conn, new: &NewAttribution) -> Result<AttributionId> {
    let (hire, payment, attendance, benefit, business, measure) = columns_of(new.evidence);
    Ok(diesel::insert_into(attributions::table)
        .values((
            attributions::exit_id.eq(new.exit),
            attributions::unit_code.eq(&new.counted.unit),
            attributions::year.eq(new.counted.year),
            attributions::month.eq(new.counted.month),
            attributions::persons.eq(persons(new.counted.persons)?),
            attributions::pathway.eq(new.evidence.pathway()),
            attributions::hire_id.eq(hire),
            attributions::payment_id.eq(payment),
            attributions::attendance_id.eq(attendance),
            attributions::benefit_id.eq(benefit),
            attributions::business_id.eq(business),
            attributions::measure_id.eq(measure),
            attributions::stage.eq(Stage::Proposed),
            attributions::live.eq(true),
            attributions::proposed_by.eq(new.by),
            attributions::proposed_at.eq(new.at),
            attributions::reason.eq(""),
            attributions::revision.eq(1),
            attributions::replaces.eq(new.replaces),
            attributions::batch_id.eq(new.batch),
        ))
        .returning(attributions::id)
        .get_result(c)?)
}

fn persons(persons: Persons) -> Result<i32> {
    i32::try_from(persons.0).map_err(|_| Fault::Broken("more members than a household has".into()))
}

/// One attribution.
///
/// # Errors
/// `NotFound` if there is none, or none in scope.
pub fn find(c: &mut Conn, scope: &Scope, id: AttributionId) -> Result<Attribution> {
    attributions::table
        .filter(visible(scope))
        .filter(attributions::id.eq(id))
        .into_boxed::<MultiBackend>()
        .select(SELECTION)
        .first::<Row>(c)?
        .read()
}

/// Every attribution an exit has had, newest first. The exit must be in the reader's scope already.
///
/// # Errors
/// If the database fails.
pub fn of_exit(c: &mut Conn, exit: ExitId) -> Result<Vec<Attribution>> {
    let rows: Vec<Row> = attributions::table
        .filter(attributions::exit_id.eq(exit))
        .order(attributions::id.desc())
        .select(SELECTION)
        .load(c)?;
    rows.into_iter().map(Row::read).collect()
}

/// The live attribution of an exit, if it has one. The exit must be in the reader's scope already.
///
/// # Errors
/// If the database fails.
pub fn live_of(c: &mut Conn, exit: ExitId) -> Result<Option<Attribution>> {
    let row: Option<Row> = attributions::table
        .filter(attributions::exit_id.eq(exit).and(attributions::live.eq(true)))
        .select(SELECTION)
        .first(c)
        .optional()?;
    row.map(Row::read).transpose()
}

/// Moves an attribution to another stage from the revision that was read.
///
/// # Errors
/// `Stale` if somebody else was first.
pub fn step(c: &mut Conn, read: &Attribution, to: Stage, signature: Signature, reason: &str) -> Result<()> {
    let Signature { by, at } = signature;
    let row = attributions::table
        .filter(attributions::id.eq(read.id).and(attributions::revision.eq(read.revision)));
    let next = (
        attributions::stage.eq(to),
        attributions::live.eq(to.is_live()),
        attributions::revision.eq(read.revision + 1),
    );
    let (by, at) = (Some(by), Some(at));
    let changed = match to {
        Stage::CountyVerified => diesel::update(row)
            .set((next, attributions::verified_by.eq(by), attributions::verified_at.eq(at)))
            .execute(c)?,
        Stage::CityConfirmed => diesel::update(row)
            .set((next, attributions::confirmed_by.eq(by), attributions::confirmed_at.eq(at)))
            .execute(c)?,
        Stage::Withdrawn => diesel::update(row)
            .set((
                next,
                attributions::withdrawn_by.eq(by),
                attributions::withdrawn_at.eq(at),
                attributions::reason.eq(reason),
            ))
            .execute(c)?,
        Stage::Proposed | Stage::Frozen => diesel::update(row).set(next).execute(c)?,
    };
    super::fault::changed(changed)
}
