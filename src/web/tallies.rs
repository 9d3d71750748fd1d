//! The tally page of a year, the list behind each of its numbers, the same as CSV, and what everybody may see.

mod asked;
mod chart;
mod cross;
mod csv;
mod differences;
mod export;
mod list;
mod open;
mod screen;
mod view;

use rocket::{Route, get, routes};

pub(in crate::web) use self::asked::{Asked, Choice, fields, href};
pub(in crate::web) use self::csv::Download;
use self::view::View;
use super::page::{Answer, Page};
use super::visit::SignedIn;
use crate::desk::tallies;
use crate::domain::access::Act;
use crate::domain::tally::TallyFilter;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        routes![show],
        list::routes(),
        cross::routes(),
        differences::routes(),
        export::routes(),
        open::routes(),
        screen::routes(),
    ]
    .concat()
}

#[get("/tallies?<asked..>")]
async fn show(visit: SignedIn, asked: Asked) -> Answer {
    let count = asked.count();
    let overview = visit
        .read(move |rx| {
            let year = asked.year(rx)?;
            // The page is of all pathways; one of them is a row of it.
            let filter = TallyFilter { non_tourism: true, pathway: None, ..asked.filter(year) };
            tallies::overview(rx, &filter, count)
        })
        .await?;
    let mut view = View::of(&overview, count, visit.lang, visit.now);
    view.reads_evidence = visit.actor.may(Act::ReadEvidence);
    Ok(Page::new("tallies/show", &view))
}
