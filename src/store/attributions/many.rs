//! Adding many attributions at once, at whatever stage they have reached: from an import, or the demonstration.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Signature, columns_of, persons};
use crate::domain::attribution::{Evidence, Stage};
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{
    AttendanceId, AttributionId, BenefitId, BusinessId, ExitId, HireId, MeasureId, PaymentId, UserId,
};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{CellChange, Counted};
use crate::store::conn::insert_all;
use crate::store::schema::attributions;
use crate::store::tallies::{self, Cause};
use crate::store::{Conn, Result, next_id, past_id};

/// An attribution with the signatures it has; its stage follows from them.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The exit.
    pub exit: ExitId,
    /// What it rests on.
    pub evidence: Evidence,
    /// What is counted of it.
    pub counted: Counted,
    /// The village it is counted in.
    pub village: DivisionCode,
    /// Who proposed it.
    pub proposed: Signature,
    /// Who verified it for the county.
    pub verified: Option<Signature>,
    /// Who confirmed it for the city.
    pub confirmed: Option<Signature>,
}

impl Signed {
    /// Where it stands.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match (self.verified, self.confirmed) {
            (_, Some(_)) => Stage::CityConfirmed,
            (Some(_), None) => Stage::CountyVerified,
            (None, None) => Stage::Proposed,
        }
    }

    /// The stages it came to, each when it was signed.
    fn signed(&self) -> impl Iterator<Item = (Stage, Moment)> {
        let later = [(Stage::CountyVerified, self.verified), (Stage::CityConfirmed, self.confirmed)];
        let later = later.into_iter().filter_map(|(stage, signature)| Some((stage, signature?.at)));
        std::iter::once((Stage::Proposed, self.proposed.at)).chain(later)
    }
}

#[derive(Insertable)]
#[diesel(table_name = attributions, treat_none_as_default_value = false)]
struct Row {
    id: AttributionId,
    exit_id: ExitId,
    unit_code: UnitCode,
    year: i32,
    month: i32,
    persons: i32,
    pathway: Pathway,
    hire_id: Option<HireId>,
    payment_id: Option<PaymentId>,
    attendance_id: Option<AttendanceId>,
    benefit_id: Option<BenefitId>,
    business_id: Option<BusinessId>,
    measure_id: Option<MeasureId>,
    stage: Stage,
    live: bool,
    proposed_by: UserId,
    proposed_at: Moment,
    verified_by: Option<UserId>,
    verified_at: Option<Moment>,
    confirmed_by: Option<UserId>,
    confirmed_at: Option<Moment>,
    reason: &'static str,
    revision: i64,
}

/// Adds attributions and counts them, each from the days it was signed on, all or none; their numbers, in the same order.
///
/// # Errors
/// `Taken(LiveAttribution)` if an exit has a live one.
pub fn insert_many(c: &mut Conn, new: &[Signed], at: Moment) -> Result<Vec<AttributionId>> {
    let first = next_id(c, "attributions")?;
    let rows = (first..)
        .map(AttributionId)
        .zip(new)
        .map(|(id, new)| {
            let (hire_id, payment_id, attendance_id, benefit_id, business_id, measure_id) =
                columns_of(new.evidence);
            Ok(Row {
                id,
                exit_id: new.exit,
                unit_code: new.counted.unit.clone(),
                year: new.counted.year,
                month: new.counted.month,
                persons: persons(new.counted.persons)?,
                pathway: new.evidence.pathway(),
                hire_id,
                payment_id,
                attendance_id,
                benefit_id,
                business_id,
                measure_id,
                stage: new.stage(),
                live: true,
                proposed_by: new.proposed.by,
                proposed_at: new.proposed.at,
                verified_by: new.verified.map(|signature| signature.by),
                verified_at: new.verified.map(|signature| signature.at),
                confirmed_by: new.confirmed.map(|signature| signature.by),
                confirmed_at: new.confirmed.map(|signature| signature.at),
                reason: "",
                revision: 1,
            })
        })
        .collect::<Result<Vec<Row>>>()?;
    insert_all!(c, attributions, rows)?;
    past_id(c, "attributions")?;
    let mut days = BTreeMap::<NaiveDate, (Moment, Vec<CellChange>)>::new();
    for new in new {
        let mut from = None;
        for (stage, at) in new.signed() {
            let (latest, changes) = days.entry(at.day()).or_insert((at, Vec::new()));
            *latest = at.max(*latest);
            changes.extend(new.counted.moved(&new.village, from, Some(stage)));
            from = Some(stage);
        }
    }
    for (at, changes) in days.into_values() {
        tallies::apply(c, &changes, Cause { attribution: None, at, change: None })?;
    }
    tallies::touch(c, at)?;
    Ok(rows.iter().map(|row| row.id).collect())
}
