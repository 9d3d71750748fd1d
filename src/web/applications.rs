//! Applications for a star: the list, the operator's form, one application and its steps.

mod assessment;
mod basics;
mod completion;
mod decision;
mod evidence;
mod form;
mod inspection;
mod intake;
mod papers;
mod photos;
mod pledge;
mod publication;
mod scores;
mod sheet;
mod show;
mod tasks;
mod track;
mod withdrawal;

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::failure::Failure;
use super::forms::{Day, Entry, Note, Submitted, Typed};
use super::page::{Answer, Done, Page, See};
use super::paging::{Asked, PER_PAGE, Pager};
use super::sites::{Choice, named, star_choices, unit_choices};
use super::visit::SignedIn;
use crate::desk;
use crate::desk::applications::{self, ApplicationFilter, Beginning};
use crate::domain::access::Act;
use crate::domain::application::{Queue, Stage};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::ids::{ApplicationId, SiteId};
use crate::domain::rating::Star;
use crate::domain::refusal::Message;
use crate::domain::site::SiteKind;
use crate::domain::star_count::StarCount;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    let own = routes![list, new, create, show::show];
    [
        own,
        intake::routes(),
        completion::routes(),
        scores::routes(),
        inspection::routes(),
        photos::routes(),
        decision::routes(),
        tasks::routes(),
        basics::routes(),
        assessment::routes(),
        evidence::routes(),
        pledge::routes(),
        withdrawal::routes(),
        form::routes(),
        publication::routes(),
    ]
    .concat()
}

#[derive(FromForm)]
pub(super) struct Query {
    q: Option<String>,
    unit: Option<Entry<UnitCode>>,
    stage: Option<Entry<Stage>>,
    kind: Option<Entry<SiteKind>>,
    star: Option<Entry<Star>>,
    /// As of the end of this day.
    on: Option<Entry<Day>>,
    /// How far they had come by then: `applied`, if not said, or `inspected`.
    reached: Option<Entry<StarCount>>,
    /// The year of the first submission.
    year: Option<i32>,
    queue: Option<Entry<Queue>>,
    page: Option<i64>,
}

impl Query {
    pub(super) fn filter(&self) -> ApplicationFilter {
        let on = self.on.map(|day| day.0.0);
        let inspected = self.reached.is_some_and(|reached| *reached == StarCount::Inspected);
        ApplicationFilter {
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            stages: self.stage.iter().map(|stage| stage.0).collect(),
            kind: self.kind.map(|kind| kind.0),
            star: self.star.map(|star| star.0),
            applied_by: on,
            inspected_by: on.filter(|_| inspected),
            queue: self.queue.as_ref().map(|queue| queue.0),
            text: self.q.clone().unwrap_or_default(),
            applied_in: self.year,
        }
    }

    /// The fields of an address that asks the same.
    pub(super) fn fields(&self) -> [(&'static str, String); 9] {
        let on = self.on.map(|day| day.0.0);
        let reached = self.reached.filter(|reached| on.is_some() && reached.is_of_applications());
        [
            ("q", self.q.clone().unwrap_or_default().trim().to_owned()),
            ("unit", self.unit.as_ref().map(|unit| unit.0.to_string()).unwrap_or_default()),
            ("stage", self.stage.map(|stage| stage.0.to_string()).unwrap_or_default()),
            ("kind", self.kind.map(|kind| kind.0.to_string()).unwrap_or_default()),
            ("star", self.star.map(|star| star.0.to_string()).unwrap_or_default()),
            ("on", on.map(|day| day.to_string()).unwrap_or_default()),
            ("reached", reached.map(|reached| reached.0.to_string()).unwrap_or_default()),
            ("year", self.year.map(|year| year.to_string()).unwrap_or_default()),
            ("queue", self.queue.as_ref().map(|queue| queue.0.to_string()).unwrap_or_default()),
        ]
    }
}

#[derive(Serialize)]
struct Row {
    id: ApplicationId,
    number: String,
    site: SiteId,
    site_name: String,
    kind: SiteKind,
    unit: String,
    applied: Star,
    stage: Stage,
    submitted_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    left: Option<i64>,
}

/// What waits for the reader, as a tab.
#[derive(Serialize)]
struct Tab {
    queue: Queue,
    count: i64,
}

#[derive(Serialize)]
struct ListView {
    rows: Vec<Row>,
    units: Vec<Choice>,
    stages: &'static [Stage],
    q: String,
    unit: String,
    stage: String,
    kinds: &'static [SiteKind],
    kind: String,
    stars: Vec<Choice>,
    star: String,
    on: Option<NaiveDate>,
    reached: String,
    years: Vec<i32>,
    year: Option<i32>,
    queue: String,
    queues: Vec<Tab>,
    filtered: bool,
    pager: Pager,
    may_apply: bool,
}

#[get("/applications?<query..>")]
async fn list(visit: SignedIn, query: Query) -> Answer {
    let asked = Asked::page(query.page);
    let filter = query.filter();
    let list = visit.read(move |rx| applications::list(rx, &filter, asked.offset(), PER_PAGE)).await?;
    let lang = visit.lang;
    let row = |(line, left): (applications::ApplicationLine, Option<i64>)| Row {
        id: line.id,
        number: line.number,
        site: line.site,
        site_name: line.site_name,
        kind: line.kind,
        unit: named(lang, &line.unit_name, &line.unit_name_en),
        applied: line.applied,
        stage: line.stage,
        submitted_on: line.submitted_at.map(crate::domain::moment::Moment::day),
        due_on: line.due_on,
        left,
    };
    let (filters, on) = (query.fields(), query.on.map(|day| day.0.0));
    let [(_, q), (_, unit), (_, stage), (_, kind), (_, star), _, (_, reached), _, (_, queue)] =
        filters.clone();
    Ok(Page::new(
        "applications/list",
        &ListView {
            rows: list.rows.into_iter().map(row).collect(),
            units: unit_choices(lang, &list.units),
            stages: Stage::ALL,
            filtered: filters.iter().any(|(_, value)| !value.is_empty()),
            pager: asked.of(list.total, "/applications", &filters),
            q,
            unit,
            stage,
            kinds: SiteKind::ALL,
            kind,
            stars: star_choices(lang),
            star,
            on,
            reached,
            years: with_shown(list.years, query.year),
            year: query.year,
            queue,
            queues: list.queues.into_iter().map(|(queue, count)| Tab { queue, count }).collect(),
            may_apply: visit.actor.may(Act::SubmitApplication),
        },
    ))
}

/// The years to choose from, with the one shown.
fn with_shown(mut years: Vec<i32>, shown: Option<i32>) -> Vec<i32> {
    years.extend(shown.filter(|year| !years.contains(year)));
    years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
    years
}

#[derive(FromForm, Validate)]
struct BeginningForm {
    site: Entry<Number>,
    star: Entry<Star>,
    note: Option<Entry<Note>>,
}

/// The number of a site, as a select of the form carries it.
struct Number(SiteId);

impl std::str::FromStr for Number {
    type Err = crate::domain::codes::UnknownCode;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = |_| crate::domain::codes::UnknownCode { list: "site", code: text.to_owned() };
        text.parse().map(Self).map_err(unknown)
    }
}

#[derive(Serialize)]
struct NewView {
    form: Typed,
    sites: Vec<Choice>,
    stars: Vec<Choice>,
}

async fn form_page(visit: &SignedIn, form: Typed) -> Answer {
    let sites = visit.read(applications::choices).await?;
    let lang = visit.lang;
    let site = |site: applications::SiteChoice| Choice {
        value: site.id.to_string(),
        label: format!("{} · {}", site.name, lang.word(site.kind)),
    };
    Ok(Page::new(
        "applications/new",
        &NewView { form, sites: sites.into_iter().map(site).collect(), stars: star_choices(lang) },
    ))
}

#[get("/applications/new?<site>")]
async fn new(visit: SignedIn, site: Option<i64>) -> Answer {
    let form = site.map_or_else(Typed::blank, |site| Typed::filled([("site", site.to_string())]));
    form_page(&visit, form).await
}

#[post("/applications", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<BeginningForm>) -> Result<Done, Failure> {
    let begun = match form.value {
        Ok(new) => {
            let new = Beginning {
                site: new.site.0.0,
                star: *new.star,
                note: new.note.map(|note| note.into_inner().0).unwrap_or_default(),
            };
            visit.write(move |tx| applications::begin(tx, &new)).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match begun {
        Ok(id) => Ok(seen(id, Message::new("notice-application-begun"))),
        Err(desk::Error::Invalid(refusals)) => {
            let page = form_page(&visit, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Back to the application, with a notice.
fn seen(id: ApplicationId, notice: Message) -> Done {
    See::other(format!("/applications/{id}")).notice(notice).into()
}

/// The application again with what was typed, if the input was wrong.
async fn done(
    visit: &SignedIn,
    id: ApplicationId,
    typed: Typed,
    outcome: desk::Result<&'static str>,
) -> Result<Done, Failure> {
    match outcome {
        Ok(notice) => Ok(seen(id, Message::new(notice))),
        Err(desk::Error::Invalid(refusals)) => {
            let page = show::page(visit, id, Some(typed.refused(&refusals)), None, None).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
