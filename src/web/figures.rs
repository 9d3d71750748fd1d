//! Published figures: the list, each beside its proof, and the form that records one.

use std::collections::HashMap;

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationErrors};

use super::failure::Failure;
use super::forms::{Day, Entry, Line, Note, Submitted, Typed, Whole};
use super::lang::Lang;
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::figures::{self, Compared, FigureFilter};
use crate::desk::home::{self, Unit};
use crate::desk::{Error, Result as DeskResult, Rx};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::{NewFigure, Printed, UnitOfCount};
use crate::domain::ids::FigureId;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::Message;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index, blank, create, show]
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
    may_record: bool,
}

/// A figure of the list, by its total.
#[derive(Serialize)]
struct Row {
    id: FigureId,
    source: String,
    authority: String,
    on: NaiveDate,
    year: i32,
    place: Option<String>,
    unit_of_count: UnitOfCount,
    printed: Option<i64>,
    proven: Option<i64>,
    missing: Option<i64>,
    difference: Option<i64>,
}

impl Row {
    fn of(one: &Compared, units: &[Unit], lang: Lang) -> Self {
        let (figure, total) = (&one.figure, one.total());
        Self {
            id: figure.id,
            source: figure.source.clone(),
            authority: figure.authority.clone(),
            on: figure.published_on,
            year: figure.year,
            place: figure.unit.as_ref().map(|unit| named(unit, units, lang)),
            unit_of_count: figure.unit_of_count,
            printed: figure.printed.total(),
            proven: total.map(|total| total.proven),
            missing: total.and_then(super::super::domain::figure::Comparison::missing),
            difference: total.and_then(super::super::domain::figure::Comparison::difference),
        }
    }
}

fn named(code: &UnitCode, units: &[Unit], lang: Lang) -> String {
    let unit = units.iter().find(|unit| unit.code == *code);
    unit.map_or_else(|| code.to_string(), |unit| unit.name(lang).to_owned())
}

#[get("/figures")]
async fn index(visit: SignedIn) -> Answer {
    let read = |rx: &mut Rx<'_>| -> DeskResult<_> {
        Ok((figures::list(rx, FigureFilter::default())?, home::units(rx)?))
    };
    let (all, units) = visit.read(read).await?;
    let rows = all.iter().map(|one| Row::of(one, &units, visit.lang)).collect();
    Ok(Page::new("figures/index", &Index { rows, may_record: visit.actor.may(Act::RecordFigure) }))
}

#[derive(Serialize)]
struct Show {
    figure: Row,
    note: String,
    recorded_at: Moment,
    adds_up: Option<bool>,
    lines: Vec<Number>,
    /// Whether the reader may know what is proven of it.
    proof: bool,
}

/// A number of a figure; without a pathway the total.
#[derive(Serialize)]
struct Number {
    pathway: Option<Pathway>,
    printed: Option<i64>,
    proven: Option<i64>,
    missing: Option<i64>,
    difference: Option<i64>,
}

fn numbers(one: &Compared) -> Vec<Number> {
    if let Some(lines) = &one.lines {
        let number = |line: &figures::Line| Number {
            pathway: line.pathway,
            printed: line.comparison.printed,
            proven: Some(line.comparison.proven),
            missing: line.comparison.missing(),
            difference: line.comparison.difference(),
        };
        return lines.iter().map(number).collect();
    }
    let printed =
        |pathway, printed| Number { pathway, printed, proven: None, missing: None, difference: None };
    let parts =
        one.figure.printed.parts.iter().map(|(pathway, amount)| printed(Some(*pathway), Some(*amount)));
    parts.chain([printed(None, one.figure.printed.total())]).collect()
}

#[get("/figures/<id>", rank = 2)]
async fn show(visit: SignedIn, id: FigureId) -> Answer {
    let (one, units) = visit.read(move |rx| Ok((figures::show(rx, id)?, home::units(rx)?))).await?;
    let view = Show {
        figure: Row::of(&one, &units, visit.lang),
        note: one.figure.note.clone(),
        recorded_at: one.figure.recorded_at,
        adds_up: one.figure.printed.adds_up(),
        lines: numbers(&one),
        proof: one.lines.is_some(),
    };
    Ok(Page::new("figures/show", &view))
}

#[derive(Serialize)]
struct New {
    form: Typed,
    units: Vec<Choice>,
    counts: &'static [UnitOfCount],
    pathways: &'static [Pathway],
}

#[derive(Serialize)]
struct Choice {
    value: UnitCode,
    label: String,
}

async fn form_page(visit: &SignedIn, form: Typed) -> Answer {
    let lang = visit.lang;
    let units = visit.read(home::units).await?;
    let units =
        units.iter().map(|unit| Choice { value: unit.code.clone(), label: unit.name(lang).to_owned() });
    let view = New { form, units: units.collect(), counts: UnitOfCount::ALL, pathways: Pathway::ALL };
    Ok(Page::new("figures/new", &view))
}

#[get("/figures/new", rank = 1)]
async fn blank(visit: SignedIn) -> Answer {
    visit.actor.must(Act::RecordFigure).map_err(Error::from)?;
    form_page(&visit, Typed::filled([("unit_of_count", UnitOfCount::Persons.code())])).await
}

/// The form as sent.
#[derive(FromForm)]
struct Recorded {
    authority: Entry<Line>,
    source: Entry<Line>,
    published_on: Entry<Day>,
    year: Entry<Whole>,
    unit: Option<Entry<UnitCode>>,
    unit_of_count: Entry<UnitOfCount>,
    /// By the pathway's code.
    parts: HashMap<String, Option<Entry<Whole>>>,
    total: Option<Entry<Whole>>,
    note: Option<Entry<Note>>,
}

/// The rules across fields are the domain's.
impl Validate for Recorded {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

impl From<Recorded> for NewFigure {
    fn from(typed: Recorded) -> Self {
        let part = |pathway: &Pathway| {
            let amount = typed.parts.get(pathway.code())?.as_ref()?;
            Some((*pathway, amount.0.0))
        };
        Self {
            printed: Printed {
                parts: Pathway::ALL.iter().filter_map(part).collect(),
                total: typed.total.map(|total| total.0.0),
            },
            authority: typed.authority.into_inner().0,
            source: typed.source.into_inner().0,
            published_on: typed.published_on.0.0,
            // A year beyond any calendar is refused by its range.
            year: i32::try_from(typed.year.0.0).unwrap_or(i32::MAX),
            unit: typed.unit.map(Entry::into_inner),
            unit_of_count: typed.unit_of_count.0,
            note: typed.note.map(|note| note.into_inner().0).unwrap_or_default(),
        }
    }
}

#[post("/figures", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<Recorded>) -> Result<Done, Failure> {
    let made = match form.value {
        Ok(recorded) => visit.write(move |tx| figures::record(tx, &recorded.into())).await,
        Err(refusals) => visit.actor.must(Act::RecordFigure).map_err(Error::from).and(Err(refusals.into())),
    };
    match made {
        Ok(id) => {
            Ok(See::other(format!("/figures/{id}")).notice(Message::new("notice-figure-recorded")).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = form_page(&visit, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
