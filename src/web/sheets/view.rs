//! What the pages of standards show.

use chrono::NaiveDate;
use serde::Serialize;

use crate::desk::sheets::{Line, Standard};
use crate::domain::application::Level;
use crate::domain::ids::SheetId;
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::domain::refusal::{Message, Refusal};
use crate::domain::sheet::{Difference, Item, Part, Points, Sheet, Sources, State, Threshold};
use crate::domain::site::{SiteKind, Trade};
use crate::web::forms::Typed;

/// A version of the list.
#[derive(Serialize)]
pub(super) struct Row {
    id: SheetId,
    code: String,
    version: i32,
    subject: SiteKind,
    official: bool,
    basis: String,
    state: State,
    /// Of a draft there is no first day yet.
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    uploaded_by: Option<String>,
    uploaded_at: Option<Moment>,
    published_by: Option<String>,
    published_at: Option<Moment>,
    used: i64,
}

impl Row {
    pub(super) fn of(line: &Line, state: State) -> Self {
        Self {
            id: line.id,
            code: line.code.clone(),
            version: line.version,
            subject: line.subject,
            official: line.official,
            basis: line.basis.clone(),
            state,
            valid_from: (state != State::Draft).then_some(line.valid_from),
            valid_to: line.valid_to,
            uploaded_by: line.uploaded.0.clone(),
            uploaded_at: line.uploaded.1,
            published_by: line.published.0.clone(),
            published_at: line.published.1,
            used: line.used,
        }
    }
}

/// One version.
#[derive(Serialize)]
pub(super) struct View {
    form: Typed,
    row: Row,
    draft: bool,
    may_manage: bool,
    sheet: Option<SheetView>,
    bad: Vec<Message>,
    before: Option<Before>,
}

/// The version before, and what is different.
#[derive(Serialize)]
struct Before {
    id: SheetId,
    code: String,
    version: i32,
    changes: Vec<Message>,
}

#[derive(Serialize)]
struct SheetView {
    total: i64,
    items: usize,
    trades: Vec<Reach>,
    told_apart: bool,
    parts: Vec<PartView>,
    lines: Vec<Threshold>,
    levels: Vec<(Star, Level)>,
    notice_working_days: u32,
    valid_years: u32,
    re_check_years: u32,
    numbers: Vec<(Level, String, String)>,
    sources: Sources,
}

/// What a trade can come to.
#[derive(Serialize)]
struct Reach {
    trade: Trade,
    max: Points,
}

#[derive(Serialize)]
struct PartView {
    code: String,
    name: String,
    max: i64,
    bonus: bool,
    named_in_source: bool,
    coefficients: Vec<String>,
    items: Vec<Item>,
}

impl View {
    pub(super) fn of(standard: Standard, form: Typed, may_manage: bool) -> Self {
        let Standard { line, state, sheet, bad, before } = standard;
        Self {
            form,
            row: Row::of(&line, state),
            draft: state == State::Draft,
            may_manage,
            sheet: sheet.as_ref().map(SheetView::of),
            bad: bad.iter().map(Refusal::message).collect(),
            before: before.map(|(old, differences)| Before {
                id: old.id,
                code: old.code,
                version: old.version,
                changes: differences.iter().map(Difference::message).collect(),
            }),
        }
    }
}

impl SheetView {
    fn of(sheet: &Sheet) -> Self {
        let terms = &sheet.terms;
        let told_apart = !sheet.trades.is_empty();
        let part = |part: &Part| PartView {
            code: part.code.clone(),
            name: part.name.clone(),
            max: part.max,
            bonus: part.bonus,
            named_in_source: part.named_in_source,
            coefficients: sheet.trades.iter().map(|trade| part.coefficient(*trade).to_string()).collect(),
            items: part.items.clone(),
        };
        Self {
            total: sheet.total,
            items: sheet.items().count(),
            trades: sheet
                .trades
                .iter()
                .map(|trade| Reach { trade: *trade, max: sheet.max(*trade) })
                .collect(),
            told_apart,
            parts: sheet.parts.iter().map(part).collect(),
            lines: sheet.thresholds.clone(),
            levels: Star::ALL.iter().map(|star| (*star, terms.level_for(*star))).collect(),
            notice_working_days: terms.notice_working_days,
            valid_years: terms.valid_years,
            re_check_years: terms.re_check_years,
            numbers: terms
                .patterns()
                .map(|(level, certificate, plaque)| (level, certificate.to_string(), plaque.to_string()))
                .collect(),
            sources: terms.sources.clone(),
        }
    }
}
