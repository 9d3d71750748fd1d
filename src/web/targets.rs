//! Targets: a year's numbers beside what its letter asks, the letters, and the form that records one.

mod chart;
mod form;

use rocket::form::FromForm;
use rocket::{Route, get, routes};
use serde::Serialize;

use self::chart::Chart;
use super::forms::Entry;
use super::lang::Lang;
use super::page::{Answer, Page};
use super::visit::SignedIn;
use crate::desk::home::{self, Unit};
use crate::desk::targets::{self, Letter, Listed, Progress};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::{NewFigure, UnitOfCount};
use crate::domain::ids::TargetLetterId;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::target::{Goal, Line, Standing};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![index, show], form::routes()].concat()
}

/// What is asked for in the address. A filter that is nonsense is none.
#[derive(Debug, FromForm)]
struct Asked {
    year: Option<i32>,
    unit: Option<Entry<UnitCode>>,
    count: Option<Entry<UnitOfCount>>,
}

#[derive(Serialize)]
struct Index {
    year: i32,
    years: Vec<i32>,
    unit: String,
    units: Vec<Choice>,
    place: Option<String>,
    count: UnitOfCount,
    counts: &'static [UnitOfCount],
    letter: Option<Head>,
    letters: Vec<Head>,
    /// The share of the year that has passed, 0 to 1.
    elapsed: f64,
    over: bool,
    /// The last month that has begun.
    month: i32,
    tolerance: i64,
    total: Row,
    by_unit: Vec<Row>,
    by_pathway: Vec<Row>,
    risks: Vec<Row>,
    /// Units without a target, if others have one.
    without: Vec<String>,
    chart: Chart,
    as_of: Moment,
    may_set: bool,
}

#[derive(Serialize)]
struct Choice {
    value: UnitCode,
    label: String,
}

/// What a page says of a letter.
#[derive(Serialize)]
struct Head {
    id: TargetLetterId,
    year: i32,
    title: String,
    document: String,
    signed_on: chrono::NaiveDate,
    tolerance: i64,
    note: String,
    recorded_by: Option<String>,
    recorded_at: Moment,
    in_force: bool,
}

impl Head {
    fn of(letter: &Letter, in_force: bool) -> Self {
        Self {
            id: letter.id,
            year: letter.year,
            title: letter.title.clone(),
            document: letter.document.clone(),
            signed_on: letter.signed_on,
            tolerance: letter.tolerance,
            note: letter.note.clone(),
            recorded_by: letter.recorded_by.clone(),
            recorded_at: letter.recorded_at,
            in_force,
        }
    }
}

/// A line of the comparison.
#[derive(Serialize)]
struct Row {
    place: Option<String>,
    pathway: Option<Pathway>,
    target: Option<i64>,
    done: i64,
    /// The list behind it; empty for a reader who may not see lists, or of nothing.
    href: String,
    completion: Option<f64>,
    remaining: Option<i64>,
    under_way: i64,
    /// Whether what is under way is too little.
    short: bool,
    same_period: Option<i64>,
    change: Option<i64>,
    last_year: Option<i64>,
    last_href: String,
    standing: Option<Standing>,
    tone: &'static str,
    /// By how many percentage points the share done lies behind the year, with one digit after the point.
    points: String,
}

impl Row {
    fn of(line: &Line, progress: &Progress, place: Option<String>) -> Self {
        let unit = line.unit.as_ref().or(progress.unit.as_ref());
        let list = |year: i32, number: i64| match number {
            0 => String::new(),
            _ if progress.lists => list(year, unit, line.pathway),
            _ => String::new(),
        };
        let behind = progress.gauge.elapsed.share() - line.completion().unwrap_or_default();
        Self {
            place,
            pathway: line.pathway,
            target: line.target,
            done: line.done,
            href: list(progress.year, line.done),
            completion: line.completion(),
            remaining: line.remaining(),
            under_way: line.under_way,
            short: line.even_then_short(),
            same_period: line.same_period,
            change: line.change(),
            last_year: line.last_year,
            last_href: list(progress.year - 1, line.last_year.unwrap_or_default()),
            standing: line.standing,
            tone: match line.standing {
                Some(Standing::Met) => "ok",
                Some(Standing::Behind) => "warn",
                Some(Standing::Short) => "err",
                Some(Standing::OnTrack) | None => "",
            },
            points: format!("{:.1}", behind * 100.0),
        }
    }
}

/// The list behind a confirmed number.
fn list(year: i32, unit: Option<&UnitCode>, pathway: Option<Pathway>) -> String {
    let unit = unit.map(|unit| format!("&unit={unit}")).unwrap_or_default();
    let pathway = pathway.map(|pathway| format!("&pathway={}", pathway.code())).unwrap_or_default();
    format!("/tallies/rows?year={year}&basis=confirmed{unit}{pathway}")
}

fn named(code: &UnitCode, units: &[Unit], lang: Lang) -> String {
    let unit = units.iter().find(|unit| unit.code == *code);
    unit.map_or_else(|| code.to_string(), |unit| unit.name(lang).to_owned())
}

impl Index {
    fn of(progress: &Progress, units: &[Unit], count: UnitOfCount, (lang, may_set): (Lang, bool)) -> Self {
        let lines = progress.lines(count);
        let row =
            |line: &Line| Row::of(line, progress, line.unit.as_ref().map(|unit| named(unit, units, lang)));
        let rows = |chosen: &dyn Fn(&&Line) -> bool| lines.iter().filter(chosen).map(row).collect::<Vec<_>>();
        let mut total = rows(&|line| line.unit.is_none() && line.pathway.is_none());
        let by_unit = rows(&|line| line.unit.is_some() && line.pathway.is_none());
        let with: Vec<bool> = by_unit.iter().map(|row| row.target.is_some()).collect();
        let lacking = by_unit.iter().filter(|row| row.target.is_none() && with.contains(&true));
        let choice = |unit: &Unit| Choice { value: unit.code.clone(), label: unit.name(lang).to_owned() };
        Self {
            year: progress.year,
            years: years(&progress.years, progress.year),
            unit: progress.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
            units: if progress.whole_city { units.iter().map(choice).collect() } else { Vec::new() },
            place: progress.unit.as_ref().map(|unit| named(unit, units, lang)),
            count,
            counts: UnitOfCount::ALL,
            letter: progress.letter.as_ref().map(|letter| Head::of(letter, true)),
            letters: progress.letters.iter().map(|one| Head::of(&one.letter, one.in_force)).collect(),
            elapsed: progress.gauge.elapsed.share(),
            over: progress.gauge.elapsed.over,
            month: progress.gauge.elapsed.month,
            tolerance: progress.gauge.tolerance,
            without: lacking.filter_map(|row| row.place.clone()).collect(),
            by_unit: if progress.unit.is_none() { by_unit } else { Vec::new() },
            by_pathway: rows(&|line| line.unit.is_none() && line.pathway.is_some()),
            risks: rows(&|line| line.unit.is_some() && line.standing.is_some_and(Standing::at_risk)),
            chart: Chart::of(&progress.trend(count)),
            as_of: progress.as_of,
            may_set,
            // There is always one: the sum over everything covered.
            total: total.pop().unwrap_or_else(|| {
                row(&Line {
                    unit: None,
                    pathway: None,
                    target: None,
                    done: 0,
                    under_way: 0,
                    last_year: None,
                    same_period: None,
                    standing: None,
                })
            }),
        }
    }
}

/// The years to choose from, with the one shown.
fn years(known: &[i32], shown: i32) -> Vec<i32> {
    let mut years = known.to_vec();
    if !years.contains(&shown) {
        years.push(shown);
        years.sort_unstable_by(|one, other| other.cmp(one));
    }
    years
}

#[get("/targets?<asked..>")]
async fn index(visit: SignedIn, asked: Asked) -> Answer {
    let count = asked.count.as_ref().map_or(UnitOfCount::Persons, |count| count.0);
    let year = asked.year.filter(|year| NewFigure::YEARS.contains(year));
    let unit = asked.unit.map(Entry::into_inner);
    let read = visit.read(move |rx| Ok((targets::progress(rx, year, unit)?, home::units(rx)?)));
    let (progress, units) = read.await?;
    let view = Index::of(&progress, &units, count, (visit.lang, visit.actor.may(Act::SetTargets)));
    Ok(Page::new("targets/index", &view))
}

#[derive(Serialize)]
struct Show {
    letter: Head,
    /// By unit, each with what is asked of its pathways and of its whole.
    units: Vec<Table>,
    pathways: [Pathway; 5],
}

#[derive(Serialize)]
struct Table {
    place: String,
    cells: Vec<Cell>,
    whole: Cell,
}

#[derive(Serialize)]
struct Cell {
    persons: Option<i64>,
    households: Option<i64>,
}

impl From<Option<Goal>> for Cell {
    fn from(goal: Option<Goal>) -> Self {
        let of = |count| goal.and_then(|goal| goal.of(count));
        Self { persons: of(UnitOfCount::Persons), households: of(UnitOfCount::Households) }
    }
}

#[get("/targets/<id>", rank = 2)]
async fn show(visit: SignedIn, id: TargetLetterId) -> Answer {
    let lang = visit.lang;
    let (Listed { letter, in_force }, units) = visit.read(move |rx| targets::show(rx, id)).await?;
    let goals = &letter.goals;
    let table = |unit: &targets::Unit| {
        let of = |count| goals.of_unit(&unit.code, None, count);
        Table {
            place: if lang == Lang::Zh { unit.name.clone() } else { unit.name_en.clone() },
            cells: Pathway::TOURISM.map(|one| goals.written(&unit.code, Some(one)).into()).into(),
            whole: Cell { persons: of(UnitOfCount::Persons), households: of(UnitOfCount::Households) },
        }
    };
    let asked = units.iter().filter(|unit| goals.units().contains(&unit.code));
    let view = Show {
        letter: Head::of(&letter, in_force),
        units: asked.map(table).collect(),
        pathways: Pathway::TOURISM,
    };
    Ok(Page::new("targets/show", &view))
}
