//! 基本情况: the star applied for, what the operator adds, and the facts of the site that may need putting right.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::seen;
use crate::desk;
use crate::desk::applications::{self, Application, Basics, Filing, Size};
use crate::domain::ids::ApplicationId;
use crate::domain::rating::Star;
use crate::domain::refusal::Message;
use crate::domain::site::Capacity;
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry, Note, Submitted, Typed};
use crate::web::page::{Answer, Done, Page};
use crate::web::sites::{Choice, star_choices};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show, save]
}

#[derive(Serialize)]
struct View {
    form: Typed,
    application: Application,
    place: String,
    credit_code: String,
    months: u32,
    stars: Vec<Choice>,
    editable: bool,
}

async fn page(visit: &SignedIn, id: ApplicationId, typed: Option<Typed>) -> Answer {
    let filing = visit.read(move |rx| applications::filing(rx, id)).await?;
    Ok(Page::new(
        "applications/basics",
        &View {
            form: typed.unwrap_or_else(|| saved(&filing)),
            place: filing.place,
            credit_code: filing.site.credit_code,
            months: filing.rule.trading_months,
            stars: star_choices(visit.lang),
            editable: filing.editable,
            application: filing.application,
        },
    ))
}

fn saved(filing: &Filing) -> Typed {
    let opened = filing.site.opened_on.map(|day| day.to_string()).unwrap_or_default();
    Typed::filled([
        ("star", filing.application.applied.to_string()),
        ("opened_on", opened),
        ("seats", filing.site.seats.to_string()),
        ("beds", filing.site.beds.to_string()),
        ("note", filing.application.note.clone()),
    ])
}

#[get("/applications/<id>/basics")]
async fn show(visit: SignedIn, id: ApplicationId) -> Answer {
    page(&visit, id, None).await
}

#[derive(FromForm, Validate)]
struct BasicsForm {
    revision: i64,
    star: Entry<Star>,
    opened_on: Entry<Day>,
    seats: Entry<Capacity>,
    beds: Entry<Capacity>,
    note: Option<Entry<Note>>,
}

#[post("/applications/<id>/basics", data = "<form>")]
async fn save(visit: SignedIn, id: ApplicationId, form: Submitted<BasicsForm>) -> Result<Done, Failure> {
    let saved = match form.value {
        Ok(given) => {
            let basics = Basics {
                star: *given.star,
                note: given.note.map(|note| note.into_inner().0).unwrap_or_default(),
                size: Size {
                    beds: given.beds.0.0,
                    seats: given.seats.0.0,
                    opened_on: Some(given.opened_on.0.0),
                },
            };
            visit.write(move |tx| applications::save_basics(tx, id, given.revision, &basics)).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match saved {
        Ok(()) => Ok(seen(id, Message::new("notice-draft-saved"))),
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, id, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
