//! Reading announced exits, with what became of them.

use chrono::NaiveDate;
use serde::Serialize;

use super::attributions::ShownAttribution;
use super::evidence::sufficiency::ShownSuggestion;
use super::evidence::{self, ShownPaper};
use super::{Result, Rx, Waiting, attributions};
use crate::domain::access::Act;
use crate::domain::attribution::{Finding, Stage};
use crate::domain::division::UnitCode;
use crate::domain::exit::{ExitState, Standing};
use crate::domain::household::{HouseholdCode, Relation};
use crate::domain::ids::{AttributionId, EvidenceRuleId, ExitId, HouseholdId, SnapshotId, UserId};
use crate::domain::pathway::Pathway;
use crate::domain::tally::Count;
use crate::store::exits::{self, Exit, ExitRow};
use crate::store::snapshots;
use crate::store::users;

pub use crate::store::exits::ExitFilter;

/// A row of the list, as a reader may see it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownExit {
    /// The exit.
    pub id: ExitId,
    /// The household's code.
    pub household_code: HouseholdCode,
    /// The head's name, as this reader may see it.
    pub head: String,
    /// The unit.
    pub unit: UnitCode,
    /// The unit's name.
    pub unit_name: String,
    /// The village's name.
    pub village: String,
    /// The members frozen with it.
    pub persons: i32,
    /// The day of the announcement.
    pub announced_on: NaiveDate,
    /// What became of it.
    pub state: ExitState,
    /// Its live attribution.
    pub attribution: Option<AttributionId>,
    /// The pathway.
    pub pathway: Option<Pathway>,
    /// Where the attribution stands.
    pub stage: Option<Stage>,
}

impl ShownExit {
    pub(super) fn of(rx: &Rx<'_>, row: ExitRow) -> Self {
        Self {
            head: rx.name(&row.head),
            id: row.id,
            household_code: row.household_code,
            unit: row.unit,
            unit_name: row.unit_name,
            village: row.village,
            persons: row.persons,
            announced_on: row.announced_on,
            state: row.state,
            attribution: row.attribution,
            pathway: row.pathway,
            stage: row.stage,
        }
    }
}

/// A page of the list, and how many there are in all.
#[derive(Debug, Clone, Serialize)]
pub struct ExitList {
    /// The rows of this page.
    pub rows: Vec<ShownExit>,
    /// All that the filter chooses, in households and persons.
    pub count: Count,
    /// The years that have exits.
    pub years: Vec<i32>,
    /// Whether this reader sees and searches names in full.
    pub full_names: bool,
}

/// A member frozen with an exit, as a reader may see them.
#[derive(Debug, Clone, Serialize)]
pub struct ShownMember {
    /// Their name, as this reader may see it.
    pub name: String,
    /// Their ID number, 4+4, for staff who keep the register.
    pub id_masked: Option<String>,
    /// The year of their birth.
    pub birth_year: i32,
    /// How they are related to the head.
    pub relation: Relation,
}

/// An exit with everything it rests on.
#[derive(Debug, Clone, Serialize)]
pub struct ExitFile {
    /// The exit.
    pub exit: Exit,
    /// The division it lies in, from the county down.
    pub place: String,
    /// The household in the register, for staff who keep it.
    pub household: Option<HouseholdId>,
    /// The head's name, as this reader may see it.
    pub head: String,
    /// The members frozen with it.
    pub members: Vec<ShownMember>,
    /// Its live attribution.
    pub live: Option<ShownAttribution>,
    /// The attributions that were taken back, newest first.
    pub withdrawn: Vec<ShownAttribution>,
    /// The papers of its members, each with what the rules say of it.
    pub papers: Vec<ShownPaper>,
    /// What they say of each other and of the household's check.
    pub beside: Vec<Finding>,
    /// What is suggested while it waits for a pathway; a person decides.
    pub suggestion: Option<ShownSuggestion>,
    /// The version of the rules of its year; none where none is recorded.
    pub rules: Option<EvidenceRuleId>,
    /// Whether the reader may propose a pathway now.
    pub may_propose: bool,
    /// What it was found to have, if a check is recorded.
    pub check: Option<super::household_checks::Shown>,
    /// What was recorded of it later, oldest first.
    pub changes: Vec<ShownChange>,
    /// Whether the reader may record that it ended.
    pub may_end: bool,
    /// The newest frozen year that it is proven to be in.
    pub snapshot: Option<SnapshotId>,
}

/// What was recorded of an exit later, with who recorded it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownChange {
    /// What was recorded.
    #[serde(flatten)]
    pub change: exits::Change,
    /// The name of who recorded it.
    pub by_name: String,
}

fn changes(rx: &mut Rx<'_>, id: ExitId) -> Result<Vec<ShownChange>> {
    let all = exits::changes_of(rx.conn, id)?;
    let people: Vec<UserId> = all.iter().map(|change| change.by).collect();
    let names = users::names(rx.conn, &people)?;
    let named = |change: exits::Change| ShownChange {
        by_name: names.get(&change.by).cloned().unwrap_or_default(),
        change,
    };
    Ok(all.into_iter().map(named).collect())
}

/// The exits a filter chooses, newest announcement first.
///
/// # Errors
/// `Forbidden` for whoever may not read exits.
pub fn list(rx: &mut Rx<'_>, filter: &ExitFilter, offset: i64, limit: i64) -> Result<ExitList> {
    let reader = rx.actor()?;
    reader.must(Act::ReadExits)?;
    let scope = rx.scope();
    let full_names = reader.may(Act::ReadHouseholds);
    let filter = &ExitFilter { by_name: full_names, ..filter.clone() };
    let rows = exits::list(rx.conn, &scope, filter, offset, limit)?;
    Ok(ExitList {
        full_names,
        count: exits::count(rx.conn, &scope, filter)?,
        years: exits::years(rx.conn, &scope)?,
        rows: rows.into_iter().map(|row| ShownExit::of(rx, row)).collect(),
    })
}

/// The exits a filter chooses with a number beyond this one, in the order of their numbers.
///
/// # Errors
/// `Forbidden` for whoever may not read exits.
pub fn after(rx: &mut Rx<'_>, filter: &ExitFilter, after: i64, limit: i64) -> Result<Vec<ShownExit>> {
    let reader = rx.actor()?;
    reader.must(Act::ReadExits)?;
    let filter = &ExitFilter { by_name: reader.may(Act::ReadHouseholds), ..filter.clone() };
    let rows = exits::after(rx.conn, &rx.scope(), filter, after, limit)?;
    Ok(rows.into_iter().map(|row| ShownExit::of(rx, row)).collect())
}

/// One exit with everything it rests on.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn show(rx: &mut Rx<'_>, id: ExitId) -> Result<ExitFile> {
    use chrono::Datelike as _;
    let reader = rx.actor()?;
    reader.must(Act::ReadExits)?;
    let exit = exits::find(rx.conn, &rx.scope(), id)?;
    let frozen = exits::members(rx.conn, id)?;
    let keeps_register = reader.may(Act::ReadHouseholds);
    let members: Vec<ShownMember> = frozen
        .into_iter()
        .map(|member| ShownMember {
            name: rx.name(&member.name),
            id_masked: keeps_register.then_some(member.id_masked),
            birth_year: member.birth_date.year(),
            relation: member.relation,
        })
        .collect();
    let (live, withdrawn): (Vec<_>, Vec<_>) =
        attributions::of_exit(rx, &exit)?.into_iter().partition(|one| one.attribution.stage.is_live());
    let mut live = live.into_iter().next();
    let check = super::household_checks::of_exit(rx, &exit)?;
    let examined = evidence::examine(rx, &exit, check.as_ref())?;
    if let Some(paper) = live.as_mut().and_then(|live| live.paper.as_mut())
        && let Some(same) = examined.papers.iter().find(|one| one.evidence == paper.evidence)
    {
        *paper = same.clone();
    }
    Ok(ExitFile {
        place: crate::store::divisions::path(rx.conn, &exit.division)?,
        household: keeps_register.then_some(exit.household),
        head: members.first().map(|head| head.name.clone()).unwrap_or_default(),
        members,
        papers: examined.papers,
        beside: examined.beside,
        suggestion: examined.suggestion.filter(|_| live.is_none() && exit.state.stands()),
        rules: examined.rules,
        may_propose: live.is_none() && exit.state.stands() && reader.may(Act::ProposeAttribution),
        check,
        changes: changes(rx, id)?,
        may_end: exit.state.stands() && reader.may(Act::EndExit),
        snapshot: snapshots::of_exit(rx.conn, id)?,
        live,
        withdrawn,
        exit,
    })
}

/// The exits that wait for the county to attribute them.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    if !rx.viewer.is_some_and(|viewer| viewer.may(Act::ProposeAttribution)) {
        return Ok(Vec::new());
    }
    let filter = ExitFilter { standing: Some(Standing::Unattributed), ..ExitFilter::default() };
    let count = exits::count(rx.conn, &rx.scope(), &filter)?.households.0;
    Ok(vec![Waiting { key: "exit-waiting-unattributed", count, href: "/exits?standing=unattributed".into() }])
}
