//! Ratings after their award: the list, one with its history, its steps, the calendar of re-checks, the counts of a day.

mod correction;
mod counts;
mod re_checks;
mod show;
mod steps;

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::{Route, get, routes};
use serde::Serialize;
pub(in crate::web) use show::Points;

use super::forms::{Day, Entry};
use super::lang::Lang;
use super::page::{Answer, Page};
use super::paging::{Asked, PER_PAGE, Pager};
use super::sites::{Choice, named, star_choices, unit_choices};
use super::visit::SignedIn;
use crate::desk::ratings::{self, RatingFilter, RatingLine};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::ids::{RatingId, SiteId};
use crate::domain::rating::{Standing, Star};
use crate::domain::site::SiteKind;
use crate::domain::star_count::StarCount;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    let own = routes![list, show::show];
    [own, re_checks::routes(), steps::routes(), correction::routes(), counts::routes()].concat()
}

/// The filters of the list, as the address has them.
#[derive(FromForm)]
pub(super) struct Query {
    q: Option<String>,
    unit: Option<Entry<UnitCode>>,
    kind: Option<Entry<SiteKind>>,
    star: Option<Entry<Star>>,
    standing: Option<Entry<Standing>>,
    /// Anything: only those in their last days.
    running_out: Option<String>,
    /// As what they are counted as of the end of the day `on`.
    count: Option<Entry<StarCount>>,
    on: Option<Entry<Day>>,
    page: Option<i64>,
}

impl Query {
    fn counted(&self) -> Option<(StarCount, NaiveDate)> {
        self.count.map(|count| count.0).zip(self.on.map(|day| day.0.0))
    }

    fn is_running_out(&self) -> bool {
        self.running_out.as_ref().is_some_and(|asked| !asked.is_empty())
    }

    pub(super) fn filter(&self) -> RatingFilter {
        RatingFilter {
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            kind: self.kind.map(|kind| kind.0),
            star: self.star.map(|star| star.0),
            standing: self.standing.map(|standing| standing.0),
            live: false,
            running_out: self.is_running_out(),
            counted: self.counted(),
            text: self.q.clone().unwrap_or_default(),
        }
    }

    fn chosen(&self) -> Chosen {
        let word = |text: Option<String>| text.unwrap_or_default();
        let counted = self.counted();
        Chosen {
            q: self.q.clone().unwrap_or_default().trim().to_owned(),
            unit: word(self.unit.as_ref().map(|unit| unit.0.to_string())),
            kind: word(self.kind.map(|kind| kind.0.to_string())),
            star: word(self.star.map(|star| star.0.to_string())),
            standing: word(self.standing.map(|standing| standing.0.to_string())),
            running_out: if self.is_running_out() { "yes".to_owned() } else { String::new() },
            count: word(counted.map(|(count, _)| count.to_string())),
            on: word(counted.map(|(_, on)| on.to_string())),
        }
    }

    /// The fields of an address that asks the same.
    pub(super) fn fields(&self) -> [(&'static str, String); 8] {
        let Chosen { q, unit, kind, star, standing, running_out, count, on } = self.chosen();
        [
            ("q", q),
            ("unit", unit),
            ("kind", kind),
            ("star", star),
            ("standing", standing),
            ("running_out", running_out),
            ("count", count),
            ("on", on),
        ]
    }
}

/// The filters as the template shows them again.
#[derive(Serialize)]
struct Chosen {
    q: String,
    unit: String,
    kind: String,
    star: String,
    standing: String,
    running_out: String,
    count: String,
    on: String,
}

/// A row of a list of ratings.
#[derive(Serialize)]
struct Row {
    id: RatingId,
    site: SiteId,
    site_name: String,
    kind: SiteKind,
    unit: String,
    stars: Star,
    standing: Standing,
    tone: &'static str,
    certificate: String,
    awarded_on: NaiveDate,
    valid_until: NaiveDate,
    re_check_on: NaiveDate,
    ended_on: Option<NaiveDate>,
    running_out: bool,
}

impl Row {
    fn of(lang: Lang, today: NaiveDate, (line, standing): (RatingLine, Standing)) -> Self {
        Self {
            unit: named(lang, &line.unit_name, &line.unit_name_en),
            tone: tone(standing),
            running_out: standing.is_live() && line.term().is_running_out(today),
            id: line.id,
            site: line.site,
            site_name: line.site_name,
            kind: line.kind,
            stars: line.stars,
            standing,
            certificate: line.certificate,
            awarded_on: line.awarded_on,
            valid_until: line.valid_until,
            re_check_on: line.re_check_on,
            ended_on: line.ended_on,
        }
    }
}

/// The colour of a standing's tag, beside its word.
const fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Current | Standing::Kept => "ok",
        Standing::ReCheckDue | Standing::Rectification => "warn",
        Standing::Cancelled | Standing::Lowered => "err",
        Standing::GivenUp | Standing::Expired | Standing::Replaced => "",
    }
}

#[derive(Serialize)]
struct ListView {
    rows: Vec<Row>,
    units: Vec<Choice>,
    kinds: &'static [SiteKind],
    stars: Vec<Choice>,
    standings: &'static [Standing],
    chosen: Chosen,
    filtered: bool,
    pager: Pager,
    may_count: bool,
}

#[get("/ratings?<query..>")]
async fn list(visit: SignedIn, query: Query) -> Answer {
    let asked = Asked::page(query.page);
    let filter = query.filter();
    let list = visit.read(move |rx| ratings::list(rx, &filter, asked.offset(), PER_PAGE)).await?;
    let (lang, today, chosen) = (visit.lang, visit.now.day(), query.chosen());
    let filters = query.fields();
    Ok(Page::new(
        "ratings/list",
        &ListView {
            rows: list.rows.into_iter().map(|row| Row::of(lang, today, row)).collect(),
            units: unit_choices(lang, &list.units),
            kinds: SiteKind::ALL,
            stars: star_choices(lang),
            standings: Standing::ALL,
            filtered: filters.iter().any(|(_, value)| !value.is_empty()),
            pager: asked.of(list.total, "/ratings", &filters),
            chosen,
            may_count: visit.actor.may(Act::ReadTallies),
        },
    ))
}
