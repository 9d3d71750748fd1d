//! The public register of stars. No login, and nothing of any person.

mod open;

use chrono::NaiveDate;
use rocket::{Route, get, routes};
use serde::Serialize;

use super::page::{Answer, Page};
use super::paging::{PER_PAGE, Pager};
use super::sites::position::Shown;
use super::sites::{Choice, Chosen, Query, Row, named, unit_choices};
use super::visit::Visit;
use crate::desk::ratings::{self, Rating, Unit};
use crate::domain::codes::Code as _;
use crate::domain::ids::SiteId;
use crate::domain::rating::{Standing, Star};
use crate::domain::site::{SiteKind, Trade};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![list, show], open::routes()].concat()
}

/// How many sites of a unit hold each star.
#[derive(Serialize)]
struct Held {
    unit: String,
    code: String,
    by_star: [i64; 5],
    total: i64,
}

#[derive(Serialize)]
struct ListView {
    rows: Vec<Row>,
    held: Vec<Held>,
    by_star: [i64; 5],
    all: i64,
    units: Vec<Choice>,
    kinds: &'static [SiteKind],
    chosen: Chosen,
    pager: Pager,
    /// The same sites as open data.
    geojson: String,
    csv: String,
    filtered: bool,
    today: NaiveDate,
}

#[get("/register?<query..>")]
async fn list(visit: Visit, query: Query) -> Answer {
    let (filter, offset) = (query.filter(), query.asked().offset());
    let register = visit.read(move |rx| ratings::register(rx, &filter, offset, PER_PAGE)).await?;
    let by_star = register.held.iter().fold([0; 5], |sums: [i64; 5], unit| {
        let mut next = sums;
        next.iter_mut().zip(unit.by_star).for_each(|(sum, n)| *sum += n);
        next
    });
    let units: Vec<Unit> = register.held.iter().map(|held| held.unit.clone()).collect();
    let held = |held: ratings::Held| Held {
        unit: named(visit.lang, &held.unit.name, &held.unit.name_en),
        code: held.unit.code.to_string(),
        by_star: held.by_star,
        total: held.total,
    };
    Ok(Page::new(
        "register/list",
        &ListView {
            rows: register.rows.into_iter().map(|row| Row::of(visit.lang, row)).collect(),
            held: register.held.into_iter().map(held).collect(),
            all: by_star.iter().sum(),
            by_star,
            units: unit_choices(visit.lang, &units),
            kinds: SiteKind::ALL,
            chosen: query.chosen(),
            pager: query.pager(register.total, "/register"),
            geojson: query.href("/register.geojson"),
            csv: query.href("/register.csv"),
            filtered: query.is_set(),
            today: visit.now.day(),
        },
    ))
}

/// A rating as the public sees it.
#[derive(Serialize)]
struct PublicRating {
    stars: Star,
    standing: Standing,
    live: bool,
    certificate: String,
    plaque: String,
    awarded_on: NaiveDate,
    valid_until: NaiveDate,
    ended_on: Option<NaiveDate>,
}

impl From<Rating> for PublicRating {
    fn from(rating: Rating) -> Self {
        Self {
            stars: rating.stars,
            standing: rating.standing,
            live: rating.live,
            certificate: rating.certificate,
            plaque: rating.plaque,
            awarded_on: rating.awarded_on,
            valid_until: rating.valid_until,
            ended_on: rating.ended_on,
        }
    }
}

#[derive(Serialize)]
struct ShowView {
    name: String,
    kind: SiteKind,
    trade: Trade,
    unit: String,
    place: String,
    natural_village: String,
    address: String,
    phone: String,
    beds: i32,
    seats: i32,
    position: Option<Shown>,
    ratings: Vec<PublicRating>,
}

#[get("/register/sites/<id>")]
async fn show(visit: Visit, id: SiteId) -> Answer {
    let found = visit.read(move |rx| ratings::public_site(rx, id)).await?;
    let site = found.site;
    Ok(Page::new(
        "register/show",
        &ShowView {
            unit: named(visit.lang, &site.unit_name, &site.unit_name_en),
            position: site.position().map(|at| Shown::of(at, &site.name)),
            name: site.name,
            kind: site.kind,
            trade: site.trade,
            place: found.place,
            natural_village: site.natural_village,
            address: site.address,
            phone: site.phone,
            beds: site.beds,
            seats: site.seats,
            ratings: found.ratings.into_iter().map(PublicRating::from).collect(),
        },
    ))
}
