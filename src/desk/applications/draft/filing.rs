//! An application with everything its operator filled in, and what is missing to it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::super::{Application, Decided, Rating, StepTaken, column, facts_on};
use crate::desk::notices::{self, Published};
use crate::desk::{Result, Rx, certificates, licences, sheets as procedure};
use crate::domain::access::Act;
use crate::domain::application::pledge::Pledge;
use crate::domain::application::readiness::{Draft, Readiness, possible};
use crate::domain::application::{Level, Limit, Stage, SubmissionRule};
use crate::domain::calendar::whole_months_before;
use crate::domain::ids::ApplicationId;
use crate::domain::licence::owed;
use crate::domain::scoring::{Answers, Column, Facts, Score, score};
use crate::domain::sheet::Part;
use crate::store::applications::{self as store, Pledged};
use crate::store::licences::{self as held, Licence};
use crate::store::sheets::{self, Version};
use crate::store::sites::{self, Site, Year};
use crate::store::{Conn, divisions, operators, ratings};

/// The pledge in every version the program brings along.
pub(super) static PLEDGES: LazyLock<Vec<Pledge>> =
    LazyLock::new(|| Pledge::read(include_str!("../../../../data/pledge.json")).unwrap_or_default());

/// An application with everything its operator filled in.
#[derive(Debug)]
pub struct Filing {
    /// The application.
    pub application: Application,
    /// The site.
    pub site: Site,
    /// Whom to ask for at the business; empty if not known, or not for this reader.
    pub contact: String,
    /// Visits and revenue of this year and the two before it.
    pub years: Vec<Year>,
    /// County, township and village of the site, by name.
    pub place: String,
    /// The sheet the operator assesses by: the one in force while it can be changed, then the one it was submitted by.
    pub version: Version,
    /// Whether another sheet came into force since the operator last gave points.
    pub sheet_changed: bool,
    /// The operator's own points, as far as the sheet lets items have them.
    pub answers: Answers,
    /// What they come to.
    pub score: Score,
    /// What of the site the rule asks for.
    pub facts: Facts,
    /// The level that awards the star applied for.
    pub awards: Level,
    /// The visits the star applied for demands, if it does.
    pub visits_needed: Option<i64>,
    /// The licences of the site.
    pub licences: Vec<Licence>,
    /// What is missing, and how far each task has come.
    pub readiness: Readiness,
    /// What an applicant must have behind them.
    pub rule: &'static SubmissionRule,
    /// The pledge, if it is made.
    pub pledged: Option<Pledged>,
    /// Who made the pledge, as this reader may see the name.
    pub signed: Option<String>,
    /// The words of the pledge: those it was made in, else those of today.
    pub pledge: Option<&'static Pledge>,
    /// How many files lie with each item, by its code.
    pub evidence: BTreeMap<String, i64>,
    /// The notices of what to complete that went out, oldest first.
    pub completions: Vec<store::CompletionNotice>,
    /// Whether the reader may change it now.
    pub editable: bool,
    /// Whether it is a draft without anything in it.
    pub empty: bool,
    /// Its history, oldest step first.
    pub steps: Vec<StepTaken>,
    /// The decision of its round, once its applicant may read it.
    pub decision: Option<Decided>,
    /// Its last public notice, if there is one.
    pub notice: Option<Published>,
    /// The rating it led to.
    pub rating: Option<Rating>,
    /// The number of that rating's certificate, if it is in force.
    pub certificate: Option<String>,
    /// The limit of its stage.
    pub limit: Option<&'static Limit>,
    /// Working days left to the limit, negative once it has passed.
    pub left: Option<i64>,
    /// The year the limit runs into, if no holiday of it is recorded: the limit may be wrong.
    pub unknown_year: Option<i32>,
}

impl Filing {
    /// A part of the sheet that counts for the site, with its place among those that do.
    #[must_use]
    pub fn part(&self, code: &str) -> Option<(usize, &Part)> {
        self.parts().enumerate().find(|(_, part)| part.code == code)
    }

    /// The parts of the sheet that count for the site.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        let trade = self.application.trade;
        self.version.sheet.parts.iter().filter(move |part| part.coefficient(trade).counts())
    }
}

/// One application for its operator.
///
/// # Errors
/// `Forbidden` for all but operators, `NotFound`.
pub fn filing(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Filing> {
    rx.actor()?.must(Act::SubmitApplication)?;
    form(rx, id)
}

/// One application as its printed form has it, for everybody who may know of it.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn form(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Filing> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let scope = rx.scope();
    let application = store::find(rx.conn, &scope, id)?;
    let today = rx.now.day();
    let calendar = sheets::calendar(rx.conn)?;
    let unknown_year = application.due_on.and_then(|due| calendar.unrecorded(today, due));
    let left = application.due_on.map(|due| calendar.left(today, due));
    let site = sites::find(rx.conn, &scope, application.site)?;
    let filled = fill(rx.conn, &application, site.closed_on, today)?;
    let answers = possible(&filled.version.sheet, application.trade, &filled.answers);
    let pledged = store::pledged(rx.conn, id)?;
    let score = score(&filled.version.sheet, &answers, filled.facts);
    let line = filled.version.sheet.thresholds.iter().find(|line| line.star == application.applied);
    let blank = filled.answers.is_empty() && filled.evidence.is_empty() && pledged.is_none();
    // Its own operator reads the names they gave; who only reads the figures does not.
    let own = actor.may(Act::SubmitApplication);
    let signed = pledged
        .as_ref()
        .map(|pledged| if own { pledged.by.as_str().to_owned() } else { rx.name(&pledged.by) });
    let contact = if own || actor.may(Act::AcceptApplication) {
        operators::find(rx.conn, application.operator)?.contact
    } else {
        String::new()
    };
    let rating =
        ratings::of_site(rx.conn, application.site)?.into_iter().find(|rating| rating.application == id);
    Ok(Filing {
        contact,
        signed,
        completions: store::completions(rx.conn, id)?,
        years: sites::years(rx.conn, application.site, rx.now.year() - 2)?,
        place: divisions::path(rx.conn, &application.division)?,
        awards: filled.version.sheet.terms.level_for(application.applied),
        sheet_changed: filled.version.id != application.sheet,
        visits_needed: line.and_then(|line| line.min_annual_visits),
        licences: held::of_site(rx.conn, application.site)?,
        readiness: filled.readiness,
        rule: &procedure::procedure()?.submission,
        pledge: Pledge::in_force(&PLEDGES, pledged.as_ref().map_or(today, |pledged| pledged.at.day())),
        editable: own && application.stage.must_be_editable().is_ok(),
        empty: application.stage == Stage::Draft && blank,
        steps: store::steps(rx.conn, id)?,
        decision: store::decision(rx.conn, id)?
            .filter(|decided| application.stage.shows_decision() && decided.round == application.round),
        notice: notices::published(rx.conn, today, id)?,
        certificate: match &rating {
            Some(rating) if certificates::is_in_force(rx.conn, rating.id)? => {
                Some(rating.certificate.clone())
            }
            _ => None,
        },
        rating,
        limit: procedure::procedure()?.limit(application.stage),
        left,
        unknown_year,
        facts: filled.facts,
        evidence: filled.evidence,
        version: filled.version,
        site,
        score,
        answers,
        pledged,
        application,
    })
}

/// What an operator filled in, and what is missing to it.
pub(super) struct Filled {
    pub(super) version: Version,
    pub(super) answers: Answers,
    evidence: BTreeMap<String, i64>,
    facts: Facts,
    pub(super) readiness: Readiness,
}

pub(super) fn fill(
    c: &mut Conn,
    application: &Application,
    closed_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Filled> {
    let rule = &procedure::procedure()?.submission;
    // What was submitted is judged by the sheet of that day, for ever; what is still filled in, by today's.
    let (in_force, day) = match application.submitted_at.filter(|_| application.stage != Stage::Returned) {
        Some(at) => (Some(sheets::find(c, application.sheet)?), at.day()),
        None => (procedure::in_force(c, application.kind, today)?, today),
    };
    let answers = column(&store::scores(c, application.id)?, Column::SelfAssessed);
    let evidence = store::evidence_counts(c, application.id)?
        .into_iter()
        .filter(|(column, ..)| *column == Column::SelfAssessed)
        .map(|(_, item, files)| (item, files))
        .collect();
    let months = whole_months_before(day, rule.visit_months);
    let from = months.first().copied().unwrap_or(day);
    let reported = sites::reported_months(c, application.site, (from, day))?;
    let lacking = licences::missing(c, application.site, application.trade, day)?;
    let draft = Draft {
        sheet: in_force.as_ref().map(|version| &version.sheet),
        trade: application.trade,
        opened_on: application.opened_on,
        closed_on,
        answers: &answers,
        evidence: &evidence,
        owed: owed(&procedure::procedure()?.licences, application.trade).count(),
        lacking: &lacking,
        months: &reported,
        pledged: store::pledged(c, application.id)?.is_some(),
    };
    let readiness = Readiness::of(&draft, rule, day);
    let version = match in_force {
        Some(version) => version,
        None => sheets::find(c, application.sheet)?,
    };
    Ok(Filled { readiness, facts: facts_on(c, application, day)?, version, answers, evidence })
}
