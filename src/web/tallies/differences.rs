//! The corrections of a number, and what it was at the end of a day.

use chrono::NaiveDate;
use rocket::{Route, get, routes};
use serde::Serialize;

use super::{Asked, fields, href};
use crate::desk::tallies;
use crate::domain::exit::ChangeKind;
use crate::domain::household::HouseholdCode;
use crate::domain::ids::ExitId;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Basis, Count, TallyFilter};
use crate::web::forms::{Day, Entry};
use crate::web::page::{Answer, Page};
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct View {
    year: i32,
    basis: Basis,
    unit: Option<String>,
    rows: Vec<Row>,
    now: Count,
    then: Option<Count>,
    on: Option<NaiveDate>,
    back: String,
    as_of: Moment,
}

#[derive(Serialize)]
struct Row {
    at: Moment,
    kind: ChangeKind,
    on: NaiveDate,
    document: String,
    reason: String,
    exit: ExitId,
    household: HouseholdCode,
    pathway: Pathway,
    persons: i64,
    households: i64,
}

#[get("/tallies/differences?<on>&<asked..>")]
async fn show(visit: SignedIn, on: Option<Entry<Day>>, asked: Asked) -> Answer {
    let day = on.map(|day| day.0.0);
    let all = visit
        .read(move |rx| {
            let year = asked.year(rx)?;
            tallies::differences(rx, &asked.filter(year), day)
        })
        .await?;
    let page_of = TallyFilter { pathway: None, ..all.filter.clone() };
    let view = View {
        year: all.filter.year,
        basis: all.filter.basis,
        unit: all.filter.unit.as_ref().map(ToString::to_string),
        now: all.now,
        then: all.then.map(|(_, count)| count),
        on: day,
        back: href("/tallies", &fields(&page_of)),
        as_of: all.as_of,
        rows: all
            .rows
            .into_iter()
            .map(|one| Row {
                at: one.at,
                kind: one.kind,
                on: one.on,
                document: one.document,
                reason: one.reason,
                exit: one.exit,
                household: one.household,
                pathway: one.pathway,
                persons: one.persons,
                households: one.households,
            })
            .collect(),
    };
    Ok(Page::new("tallies/differences", &view))
}
