//! `/screen`: the results of a year for the bureau's wall. Nothing to press; it fetches itself anew every minute.

use rocket::{Route, get, routes};
use serde::Serialize;

use super::chart::{Bar, Map, bars, map};
use crate::desk::ratings::counts::{self, Counted};
use crate::desk::tallies::{self, Overview};
use crate::desk::{Result as DeskResult, Rx};
use crate::domain::figure::{NewFigure, UnitOfCount};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::rating::Star;
use crate::domain::star_count::{Cut, StarCount};
use crate::domain::tally::{Basis, Count, TallyFilter};
use crate::web::lang::{Lang, numbers};
use crate::web::page::{Answer, Page};
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

/// Sums only: nothing of it is of a person or a household.
#[derive(Serialize)]
struct View {
    year: i32,
    total: Count,
    non_tourism: Count,
    bars: Vec<Bar>,
    map: Map,
    map_words: String,
    villages: i64,
    applied: i64,
    valid: i64,
    /// The stars that are valid today, five first.
    stars: Vec<Stars>,
    as_of: Moment,
    now: Moment,
}

#[derive(Serialize)]
struct Stars {
    n: i64,
    stars: i32,
}

#[get("/screen?<year>")]
async fn show(visit: SignedIn, year: Option<i32>) -> Answer {
    let today = visit.now.day();
    let read = move |rx: &mut Rx<'_>| -> DeskResult<(Overview, Counted)> {
        let year = match year.filter(|year| NewFigure::YEARS.contains(year)) {
            Some(year) => year,
            None => tallies::latest_year(rx, Basis::Confirmed)?,
        };
        let filter = TallyFilter { non_tourism: true, ..TallyFilter::of_year(year) };
        Ok((tallies::overview(rx, &filter, UnitOfCount::Persons)?, counts::star_counts(rx, today)?))
    };
    let (overview, stars) = visit.read(read).await?;
    Ok(Page::new("screen/show", &View::of(&overview, &stars, visit.lang, visit.now)))
}

impl View {
    fn of(overview: &Overview, stars: &Counted, lang: Lang, now: Moment) -> Self {
        let cube = &overview.cube;
        let persons = |count: Count| count.persons.0;
        let unit = |code: &_| {
            let covered = cube.units.iter().any(|unit| unit.code == *code);
            covered.then(|| persons(cube.tally.unit(code)))
        };
        let words: Vec<String> = cube
            .units
            .iter()
            .map(|one| {
                let n = numbers::count(persons(cube.tally.unit(&one.code)));
                format!("{} {n}", super::chart::unit_name(one, lang))
            })
            .collect();
        let pathways = Pathway::TOURISM
            .map(|pathway| (lang.word(pathway), persons(cube.tally.pathway(pathway)), String::new()));
        let valid = |star: Option<Star>| stars.counts.of(StarCount::Valid, &Cut { star, ..Cut::default() });
        Self {
            year: cube.filter.year,
            total: cube.tally.total(),
            non_tourism: cube.tally.pathway(Pathway::NonTourism),
            bars: bars(pathways.to_vec()),
            map: map(&overview.all_units, lang, unit, |_| None),
            map_words: words.join(" · "),
            villages: i64::try_from(overview.villages).unwrap_or(i64::MAX),
            applied: overview.applicants.values().sum(),
            valid: valid(None),
            stars: Star::ALL
                .iter()
                .rev()
                .map(|star| Stars { n: valid(Some(*star)), stars: (*star).into() })
                .collect(),
            as_of: cube.as_of,
            now,
        }
    }
}
