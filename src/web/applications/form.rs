//! 申请表: the application as it is printed, signed and stamped.

use chrono::NaiveDate;
use rocket::{Route, get, routes};
use serde::Serialize;

use super::show::reached;
use crate::desk::applications::{self, Application, Filing, Year};
use crate::desk::licences::Licence;
use crate::domain::application::Level;
use crate::domain::application::pledge::Pledge;
use crate::domain::codes::Code as _;
use crate::domain::ids::ApplicationId;
use crate::domain::licence::LicenceKind;
use crate::domain::moment::Moment;
use crate::domain::refusal::Message;
use crate::web::page::{Answer, Page};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct View {
    application: Application,
    address: String,
    credit_code: String,
    contact: String,
    phone: String,
    seats: i32,
    beds: i32,
    opened_on: Option<NaiveDate>,
    years: Vec<Year>,
    visits: Option<i64>,
    licences: Vec<Paper>,
    parts: Vec<Row>,
    total: String,
    max: String,
    reached: Message,
    complete: bool,
    official: bool,
    basis: String,
    pledge: Option<&'static Pledge>,
    signed: Option<String>,
    pledged_at: Option<Moment>,
    levels: &'static [Level],
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    max: String,
    points: String,
}

/// A licence as the form lists it.
#[derive(Serialize)]
struct Paper {
    kind: LicenceKind,
    number: String,
    valid_until: Option<NaiveDate>,
}

impl View {
    fn of(filing: Filing) -> Self {
        let counted: Vec<&str> = filing.parts().map(|part| part.code.as_str()).collect();
        let scored = filing.score.parts.iter().filter(|part| counted.contains(&part.code.as_str()));
        let name = |code: &str| filing.part(code).map(|(_, part)| part.name.clone()).unwrap_or_default();
        let row = |part: &crate::domain::scoring::PartScore| Row {
            name: name(&part.code),
            code: part.code.clone(),
            max: part.max.to_string(),
            points: part.points.to_string(),
        };
        let lines = [&filing.place, &filing.site.natural_village, &filing.site.address];
        let lines: Vec<&str> =
            lines.into_iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        let paper = |licence: Licence| Paper {
            kind: licence.kind,
            number: licence.number,
            valid_until: licence.valid_until,
        };
        Self {
            address: lines.join(" "),
            parts: scored.map(row).collect(),
            total: filing.score.total.to_string(),
            max: filing.score.max.to_string(),
            reached: reached(filing.score.reached),
            complete: filing.score.open.is_empty(),
            official: filing.version.sheet.official,
            basis: filing.version.sheet.basis.clone(),
            licences: filing.licences.into_iter().map(paper).collect(),
            credit_code: filing.site.credit_code,
            contact: filing.contact,
            phone: filing.site.phone,
            seats: filing.site.seats,
            beds: filing.site.beds,
            opened_on: filing.site.opened_on,
            years: filing.years,
            visits: filing.facts.annual_visits,
            pledge: filing.pledge,
            signed: filing.signed,
            pledged_at: filing.pledged.map(|pledged| pledged.at),
            levels: Level::ALL,
            application: filing.application,
        }
    }
}

#[get("/applications/<id>/form")]
async fn show(visit: SignedIn, id: ApplicationId) -> Answer {
    let filing = visit.read(move |rx| applications::form(rx, id)).await?;
    Ok(Page::new("applications/form", &View::of(filing)))
}
