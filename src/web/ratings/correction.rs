//! `/ratings/<id>/correction`: what used a wrong value, and putting the value right.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use crate::desk;
use crate::desk::ratings::KeptRating;
use crate::desk::ratings::correct::{self, Correction, Differing, Printed, Right};
use crate::domain::division::DivisionCode;
use crate::domain::identity::Reason;
use crate::domain::ids::{ApplicationId, RatingId};
use crate::domain::refusal::Message;
use crate::domain::site::{NaturalVillage, SiteName};
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted, Typed};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::sites::Choice;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show, correct_values]
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each by its name")]
struct Paper {
    printed: Printed,
    name: bool,
    place: bool,
    star: bool,
    differs: bool,
}

impl From<Differing> for Paper {
    fn from(found: Differing) -> Self {
        Self {
            differs: found.differs(),
            name: found.name,
            place: found.place,
            star: found.star,
            printed: found.printed,
        }
    }
}

#[derive(Serialize)]
struct Told {
    application: ApplicationId,
    number: String,
    opened_on: NaiveDate,
    /// Whether it names the site as the record does today.
    named: bool,
}

#[derive(Serialize)]
struct View {
    form: Typed,
    place: String,
    certificates: Vec<Paper>,
    differing: usize,
    notices: Vec<Told>,
    on_register: bool,
    corrections: Vec<Correction>,
    villages: Vec<Choice>,
    rating: KeptRating,
}

async fn page(visit: &SignedIn, id: RatingId, typed: Option<Typed>) -> Answer {
    let uses = visit.read(move |rx| correct::uses(rx, id)).await?;
    let recorded = [
        ("name", uses.held.site_name.clone()),
        ("division", uses.held.division.to_string()),
        ("natural_village", uses.held.natural_village.clone()),
    ];
    let certificates: Vec<Paper> = uses.certificates.into_iter().map(Paper::from).collect();
    let told = |(notice, named): (correct::Notice, bool)| Told {
        application: notice.application,
        number: notice.number,
        opened_on: notice.opened_on,
        named,
    };
    let village = |village: correct::Village| Choice {
        value: village.code.to_string(),
        label: format!("{} · {}", village.township, village.name),
    };
    Ok(Page::new(
        "ratings/correction",
        &View {
            form: typed.unwrap_or_else(|| Typed::filled(recorded)),
            place: uses.place,
            differing: certificates.iter().filter(|paper| paper.differs).count(),
            certificates,
            notices: uses.notices.into_iter().map(told).collect(),
            on_register: uses.on_register,
            corrections: uses.corrections,
            villages: uses.villages.into_iter().map(village).collect(),
            rating: uses.held,
        },
    ))
}

#[get("/ratings/<id>/correction")]
async fn show(visit: SignedIn, id: RatingId) -> Answer {
    page(&visit, id, None).await
}

#[derive(FromForm, Validate)]
struct CorrectionForm {
    /// The revision of the site's record.
    revision: i64,
    name: Entry<SiteName>,
    division: Entry<DivisionCode>,
    natural_village: Option<Entry<NaturalVillage>>,
    reason: Entry<Reason>,
}

#[post("/ratings/<id>/correction", data = "<form>")]
async fn correct_values(
    visit: SignedIn,
    id: RatingId,
    form: Submitted<CorrectionForm>,
) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(typed) => {
            let revision = typed.revision;
            let right = Right {
                name: typed.name.into_inner(),
                division: typed.division.into_inner(),
                natural_village: typed.natural_village.map(Entry::into_inner),
                reason: typed.reason.into_inner(),
            };
            visit.write(move |tx| correct::correct(tx, id, revision, &right)).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    match outcome {
        Ok(wrong) => {
            let notice = Message::new("notice-correction-made").with("n", wrong);
            Ok(See::other(format!("/ratings/{id}/correction")).notice(notice).into())
        }
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, id, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
