use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;
use serde::Serialize;

use crate::domain::access::Scope;
use crate::domain::application::{Level, Queue, Stage, Step};
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{ApplicationId, OperatorId, SheetId, SiteId};
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::domain::site::{SiteKind, Trade, search_words};
use crate::store::conn::MultiBackend;
use crate::store::schema::{application_steps, applications, operators, ratings, reporting_units, sites};
use crate::store::{Conn, Result, contains};

/// An application as a list shows it.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct ApplicationLine {
    /// Its record number.
    pub id: ApplicationId,
    /// Its number: `XJ-2017-0043`.
    pub number: String,
    /// The site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: String,
    /// The site's kind.
    pub kind: SiteKind,
    /// The unit it is handled by.
    pub unit: UnitCode,
    /// The unit's name.
    pub unit_name: String,
    /// The unit's name in pinyin.
    pub unit_name_en: String,
    /// The star applied for.
    pub applied: Star,
    /// How far it has come.
    pub stage: Stage,
    /// When it was submitted last.
    pub submitted_at: Option<Moment>,
    /// The last day of its stage's limit.
    pub due_on: Option<NaiveDate>,
}

/// An application with all its facts.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Application {
    /// Its record number.
    pub id: ApplicationId,
    /// Its number: `XJ-2017-0043`.
    pub number: String,
    /// The site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: String,
    /// The site's kind.
    pub kind: SiteKind,
    /// What the site's guests are offered.
    pub trade: Trade,
    /// The village the site lies in.
    pub division: DivisionCode,
    /// The day the site opened.
    pub opened_on: Option<NaiveDate>,
    /// The business that applies.
    pub operator: OperatorId,
    /// The business's name.
    pub operator_name: String,
    /// The unit it is handled by.
    pub unit: UnitCode,
    /// The unit's name.
    pub unit_name: String,
    /// The unit's name in pinyin.
    pub unit_name_en: String,
    /// The version of the sheet in force when it was submitted.
    pub sheet: SheetId,
    /// The star applied for.
    pub applied: Star,
    /// How far it has come.
    pub stage: Stage,
    /// What the applicant adds.
    pub note: String,
    /// When it was submitted last.
    pub submitted_at: Option<Moment>,
    /// The last day of its stage's limit.
    pub due_on: Option<NaiveDate>,
    /// When its scores were completed.
    pub scored_at: Option<Moment>,
    /// How often it was changed; what a step must name.
    pub revision: i64,
    /// The star the site holds today.
    pub stars: Option<Star>,
    /// The round it is in; an upheld objection begins the next.
    pub round: i32,
    /// The last round inspected; 0 for none.
    pub inspected_round: i32,
    /// Since when it waits for the inspection of the long procedure, if it was sent there.
    pub forwarded_at: Option<Moment>,
}

impl Application {
    /// Whether the inspection of its round is still to come.
    #[must_use]
    pub const fn owes_inspection(&self) -> bool {
        self.inspected_round < self.round
    }
}

/// Which applications a list shows.
#[derive(Debug, Clone, Default)]
pub struct ApplicationFilter {
    /// Only of this unit.
    pub unit: Option<UnitCode>,
    /// Only at these stages; at any if empty.
    pub stages: Vec<Stage>,
    /// Only of this kind of site.
    pub kind: Option<SiteKind>,
    /// Only for this star applied for.
    pub star: Option<Star>,
    /// Only those submitted, at first, by the end of this day: 申星 as of a day.
    pub applied_by: Option<NaiveDate>,
    /// Only those inspected on site by the end of this day.
    pub inspected_by: Option<NaiveDate>,
    /// Only what waits for this.
    pub queue: Option<Queue>,
    /// Words in the number or the site.
    pub text: String,
    /// Only those submitted for the first time in this year, whatever became of them: what applied (申星) counts.
    pub applied_in: Option<i32>,
}

/// An application with its site, business, unit and the rating of the site that counts, if any.
type WithSite = dsl::LeftJoinOn<
    dsl::InnerJoin<
        dsl::InnerJoin<applications::table, dsl::InnerJoin<sites::table, operators::table>>,
        reporting_units::table,
    >,
    ratings::table,
    dsl::And<dsl::Eq<ratings::site_id, sites::id>, ratings::live>,
>;

/// The applications a reader may know of: every reading starts here. A draft is its operator's own until it is submitted;
/// the public knows none.
fn visible(scope: &Scope) -> dsl::IntoBoxed<'static, WithSite, MultiBackend> {
    let all = applications::table
        .inner_join(sites::table.inner_join(operators::table))
        .inner_join(reporting_units::table)
        .left_join(ratings::table.on(ratings::site_id.eq(sites::id).and(ratings::live)))
        .into_boxed();
    match scope {
        Scope::City => all.filter(applications::submitted_at.is_not_null()),
        Scope::Unit(unit) => all
            .filter(applications::submitted_at.is_not_null())
            .filter(applications::unit_code.eq(unit.clone())),
        Scope::Operator(operator) => all.filter(sites::operator_id.eq(*operator)),
        Scope::Public => all.filter(applications::id.is_null()),
    }
}

fn matching(scope: &Scope, filter: &ApplicationFilter) -> dsl::IntoBoxed<'static, WithSite, MultiBackend> {
    let mut query = visible(scope);
    if let Some(unit) = &filter.unit {
        query = query.filter(applications::unit_code.eq(unit.clone()));
    }
    if !filter.stages.is_empty() {
        query = query.filter(applications::stage.eq_any(filter.stages.clone()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(sites::kind.eq(kind));
    }
    if let Some(star) = filter.star {
        query = query.filter(applications::applied_star.eq(star));
    }
    if let Some(day) = filter.applied_by {
        let taken = application_steps::table
            .filter(first_submission())
            .filter(application_steps::at.lt(Moment::after(day)));
        query = query.filter(dsl::exists(taken));
    }
    if let Some(day) = filter.inspected_by {
        let taken = application_steps::table
            .filter(application_steps::application_id.eq(applications::id))
            .filter(application_steps::step.eq(Step::Inspect))
            .filter(application_steps::at.lt(Moment::after(day)));
        query = query.filter(dsl::exists(taken));
    }
    if let Some(year) = filter.applied_in {
        query = match (Moment::new_year(year), Moment::new_year(year + 1)) {
            (Some(from), Some(to)) => query.filter(dsl::exists(
                application_steps::table
                    .filter(first_submission())
                    .filter(application_steps::at.ge(from).and(application_steps::at.lt(to))),
            )),
            _ => query.filter(applications::id.is_null()),
        };
    }
    if let Some(queue) = filter.queue {
        query = waiting(query, queue);
    }
    for word in search_words(&filter.text) {
        // A number is stored in capitals; a site's words in lower case.
        let number = contains(&word).to_uppercase();
        query = query.filter(
            sites::search
                .like(contains(&word))
                .escape('\\')
                .or(applications::number.like(number).escape('\\')),
        );
    }
    query
}

type OfApplication = dsl::Eq<application_steps::application_id, applications::id>;
type IsStep = dsl::Eq<application_steps::step, Step>;
type IsFrom = dsl::Eq<application_steps::from_stage, Stage>;

/// The step by which an application was submitted as a draft: the first of its submissions, never one after a return.
fn first_submission() -> dsl::And<dsl::And<OfApplication, IsStep>, IsFrom> {
    application_steps::application_id
        .eq(applications::id)
        .and(application_steps::step.eq(Step::Submit))
        .and(application_steps::from_stage.eq(Stage::Draft))
}

/// The applications of a query that wait for this. A reviewed one whose level is not the county, but was not sent to
/// inspection, is one the city decides where nobody of the county is left to.
fn waiting(
    query: dsl::IntoBoxed<'static, WithSite, MultiBackend>,
    queue: Queue,
) -> dsl::IntoBoxed<'static, WithSite, MultiBackend> {
    let at = |stage: Stage| applications::stage.eq(stage);
    let inspected = applications::inspected_round.ge(applications::round);
    let ours = applications::level.eq(Some(Level::County));
    match queue {
        Queue::Draft => query.filter(at(Stage::Draft)),
        Queue::Completion => query.filter(at(Stage::Returned)),
        Queue::Acceptance => query.filter(at(Stage::Submitted)),
        Queue::Scores => query.filter(at(Stage::Accepted)),
        Queue::CountyDecision => query.filter(
            at(Stage::FirstReviewed)
                .and(applications::forwarded_at.is_null())
                .and(applications::level.is_null().or(ours))
                .or(at(Stage::Inspected).and(inspected).and(ours)),
        ),
        Queue::Inspection => query.filter(
            at(Stage::FirstReviewed)
                .and(applications::forwarded_at.is_not_null())
                .or(at(Stage::Inspected).and(applications::inspected_round.lt(applications::round))),
        ),
        Queue::CityDecision => query.filter(
            at(Stage::FirstReviewed)
                .and(applications::forwarded_at.is_null())
                .or(at(Stage::Inspected).and(inspected))
                .and(applications::level.ne(Some(Level::County))),
        ),
    }
}

type LineColumns = (
    applications::id,
    applications::number,
    sites::id,
    sites::name,
    sites::kind,
    applications::unit_code,
    reporting_units::name,
    reporting_units::name_en,
    applications::applied_star,
    applications::stage,
    applications::submitted_at,
    applications::due_on,
);
const LINE: LineColumns = (
    applications::id,
    applications::number,
    sites::id,
    sites::name,
    sites::kind,
    applications::unit_code,
    reporting_units::name,
    reporting_units::name_en,
    applications::applied_star,
    applications::stage,
    applications::submitted_at,
    applications::due_on,
);

/// Unit, kind of site, star applied for and site of every application a filter finds, for counting.
///
/// # Errors
/// If the database fails.
pub fn counted(
    c: &mut Conn,
    scope: &Scope,
    filter: &ApplicationFilter,
) -> Result<Vec<(UnitCode, SiteKind, Star, SiteId)>> {
    Ok(matching(scope, filter)
        .select((applications::unit_code, sites::kind, applications::applied_star, sites::id))
        .load(c)?)
}

/// How many applications a filter finds.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, scope: &Scope, filter: &ApplicationFilter) -> Result<i64> {
    Ok(matching(scope, filter).count().get_result(c)?)
}

/// The years in which any application was submitted for the first time, from the last to the first, with those between.
///
/// # Errors
/// If the database fails.
pub fn years(c: &mut Conn, scope: &Scope) -> Result<Vec<i32>> {
    let (first, last): (Option<Moment>, Option<Moment>) = visible(scope)
        .inner_join(application_steps::table.on(first_submission()))
        .select((dsl::min(application_steps::at), dsl::max(application_steps::at)))
        .first(c)?;
    Ok(first.zip(last).map(|(first, last)| (first.year()..=last.year()).rev().collect()).unwrap_or_default())
}

/// The applications a filter finds: those with a limit by its last day, then the others, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(
    c: &mut Conn,
    scope: &Scope,
    filter: &ApplicationFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<ApplicationLine>> {
    Ok(matching(scope, filter)
        .select(LINE)
        // Where NULL sorts differs between the databases; the flag does not.
        .order((applications::due_on.is_null(), applications::due_on, applications::id.desc()))
        .offset(offset)
        .limit(limit)
        .load(c)?)
}

/// The applications of one site, newest first.
///
/// # Errors
/// If the database fails.
pub fn of_site(c: &mut Conn, scope: &Scope, site: SiteId) -> Result<Vec<ApplicationLine>> {
    Ok(visible(scope)
        .filter(applications::site_id.eq(site))
        .select(LINE)
        .order(applications::id.desc())
        .load(c)?)
}

/// One application.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn find(c: &mut Conn, scope: &Scope, id: ApplicationId) -> Result<Application> {
    Ok(visible(scope)
        .filter(applications::id.eq(id))
        .select((
            applications::id,
            applications::number,
            sites::id,
            sites::name,
            sites::kind,
            sites::trade,
            sites::division_code,
            sites::opened_on,
            operators::id,
            operators::name,
            applications::unit_code,
            reporting_units::name,
            reporting_units::name_en,
            applications::sheet_id,
            applications::applied_star,
            applications::stage,
            applications::note,
            applications::submitted_at,
            applications::due_on,
            applications::scored_at,
            applications::revision,
            ratings::stars.nullable(),
            applications::round,
            applications::inspected_round,
            applications::forwarded_at,
        ))
        .first(c)?)
}
