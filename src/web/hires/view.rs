//! What the templates show of hires.

use chrono::NaiveDate;
use serde::Serialize;

use crate::desk::hires::wages::{Corrected, WageMonth, Wages};
use crate::desk::hires::{Deadlines, Due, Hire, Listed};
use crate::desk::home::Unit;
use crate::domain::division::UnitCode;
use crate::domain::hire::{EmploymentForm, Receipt, RegisterClaim, Stage};
use crate::domain::ids::HireId;
use crate::domain::moment::Moment;
use crate::domain::month::Month;
use crate::domain::quantity::Fen;
use crate::web::lang::Lang;

/// A hire in a list. The reader works with it, so the name is in full and the ID number masked.
#[derive(Serialize)]
pub(in crate::web) struct Row {
    id: HireId,
    receipt: Receipt,
    site: String,
    unit: String,
    name: String,
    id_masked: String,
    form: EmploymentForm,
    wage: Fen,
    started_on: NaiveDate,
    left_on: Option<NaiveDate>,
    stage: Stage,
    tone: &'static str,
    reported_at: Moment,
    /// Until when the county has to verify it.
    due: Option<Due>,
    sent_back_reason: String,
}

impl Row {
    pub(in crate::web) fn of(hire: &Listed, units: &[Unit], deadlines: &Deadlines, lang: Lang) -> Self {
        Self {
            id: hire.id,
            receipt: Receipt(hire.id),
            site: hire.site.clone(),
            unit: unit_name(&hire.unit, units, lang),
            name: hire.name.as_str().to_owned(),
            id_masked: hire.id_masked.clone(),
            form: hire.form,
            wage: hire.wage,
            started_on: hire.started_on,
            left_on: hire.left_on,
            stage: hire.stage,
            tone: tone(hire.stage),
            reported_at: hire.reported_at,
            due: deadlines.of(hire),
            sent_back_reason: hire.sent_back_reason.clone(),
        }
    }
}

/// A hire with everything that was reported.
#[derive(Serialize)]
pub(super) struct Whole {
    #[serde(flatten)]
    row: Row,
    claim: RegisterClaim,
    phone: String,
    post: String,
    verified_at: Option<Moment>,
    revision: i64,
}

impl Whole {
    pub(super) fn of(hire: &Hire, units: &[Unit], deadlines: &Deadlines, lang: Lang) -> Self {
        Self {
            row: Row::of(&hire.listed, units, deadlines, lang),
            claim: hire.claim,
            phone: hire.phone.clone(),
            post: hire.post.clone(),
            verified_at: hire.verified_at,
            revision: hire.revision,
        }
    }
}

/// The months confirmed at work, and what was corrected in them.
#[derive(Default, Serialize)]
pub(super) struct Paid {
    months: Vec<PaidMonth>,
    corrections: Vec<PutRight>,
}

#[derive(Serialize)]
struct PaidMonth {
    month: NaiveDate,
    /// As addresses have it.
    address: String,
    wage: Fen,
    by: String,
    at: Moment,
}

#[derive(Serialize)]
struct PutRight {
    month: NaiveDate,
    before: Fen,
    after: Fen,
    reason: String,
    by: String,
    at: Moment,
}

impl Paid {
    pub(super) fn of(wages: Wages) -> Self {
        let month = |one: WageMonth| PaidMonth {
            month: one.month,
            address: Month::of(one.month).to_string(),
            wage: one.wage,
            by: one.by,
            at: one.at,
        };
        let put_right = |one: Corrected| PutRight {
            month: one.month,
            before: one.before,
            after: one.after,
            reason: one.reason,
            by: one.by,
            at: one.at,
        };
        Self {
            months: wages.months.into_iter().map(month).collect(),
            corrections: wages.corrections.into_iter().map(put_right).collect(),
        }
    }
}

/// How urgent a stage looks.
pub(super) const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Reported => "warn",
        Stage::SentBack => "err",
        Stage::Verified | Stage::Employed => "ok",
        Stage::Left => "",
    }
}

/// A unit's name in the reader's language.
pub(in crate::web) fn unit_name(code: &UnitCode, units: &[Unit], lang: Lang) -> String {
    let known = units.iter().find(|unit| unit.code == *code);
    known.map_or_else(|| code.to_string(), |unit| unit.name(lang).to_owned())
}
