//! Published figures: the list, each beside its proof, and the forms that record one and settle its differences.

mod form;
mod settle;
mod view;

use rocket::http::Status;
use rocket::{Route, get, routes};
use serde::Serialize;

use self::view::{Row, Show};
use super::forms::Typed;
use super::lang::Lang;
use super::page::{Answer, Page};
use super::visit::SignedIn;
use crate::desk::figures::{self, FigureFilter};
use crate::desk::home::{self, Unit};
use crate::desk::{Result as DeskResult, Rx};
use crate::domain::access::Act;
use crate::domain::division::UnitCode;
use crate::domain::ids::FigureId;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![index, show], form::routes(), settle::routes()].concat()
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
    may_record: bool,
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

/// The page of a figure with this form to explain a difference of it.
async fn page(visit: &SignedIn, id: FigureId, form: Typed) -> Answer {
    let (one, units) = visit.read(move |rx| Ok((figures::show(rx, id)?, home::units(rx)?))).await?;
    Ok(Page::new("figures/show", &Show::of(&one, &units, visit, form)))
}

/// The same, refused.
async fn refused(visit: &SignedIn, id: FigureId, form: Typed) -> Answer {
    Ok(page(visit, id, form).await?.status(Status::UnprocessableEntity))
}

#[get("/figures/<id>", rank = 2)]
async fn show(visit: SignedIn, id: FigureId) -> Answer {
    page(&visit, id, Typed::blank()).await
}
