//! The household register: the list, everything on record about one household, and the forms by which it is kept.

mod card;
mod list;
mod members;
mod person;
mod show;

pub(super) use self::list::Query;
pub(super) use self::show::Changed;
use chrono::NaiveDate;
use rocket::Route;
use rocket::http::Status;
use serde::Serialize;

use super::failure::Failure;
use super::forms::Typed;
use super::hires::view::unit_name;
use super::lang::Lang;
use super::page::{Done, Page, See};
use super::sites::Choice;
use crate::desk::Error;
use crate::desk::home::Unit;
use crate::desk::households::{Household, Listed, Village};
use crate::domain::household::{Attribute, Cause, HouseholdCode};
use crate::domain::ids::HouseholdId;
use crate::domain::refusal::{Message, Refusals};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [list::routes(), show::routes(), card::routes(), members::routes()].concat()
}

/// A household in a list, and at the head of its pages.
#[derive(Serialize)]
struct Row {
    id: HouseholdId,
    code: HouseholdCode,
    head: Option<String>,
    members: i64,
    unit: String,
    village: String,
    natural_village: String,
    attribute: Attribute,
    cause: Cause,
    second_cause: Option<Cause>,
    registered_on: NaiveDate,
    revision: i64,
}

impl Row {
    fn of(listed: Listed, units: &[Unit], lang: Lang) -> Self {
        let household = listed.household;
        Self {
            id: household.id,
            unit: unit_name(&household.unit, units, lang),
            code: household.code,
            head: listed.head.map(|head| head.as_str().to_owned()),
            members: listed.members,
            village: household.village,
            natural_village: household.natural_village,
            attribute: household.attribute,
            cause: household.cause,
            second_cause: household.second_cause,
            registered_on: household.registered_on,
            revision: household.revision,
        }
    }
}

/// A household at the head of a form.
#[derive(Serialize)]
struct Heading {
    id: HouseholdId,
    code: HouseholdCode,
    place: String,
    revision: i64,
}

impl From<&Household> for Heading {
    fn from(household: &Household) -> Self {
        Self {
            id: household.id,
            code: household.code.clone(),
            place: format!("{} {}", household.village, household.natural_village).trim().to_owned(),
            revision: household.revision,
        }
    }
}

fn choices(villages: Vec<Village>) -> Vec<Choice> {
    let choice = |village: Village| Choice {
        value: village.code.to_string(),
        label: format!("{} · {}", village.township, village.name),
    };
    villages.into_iter().map(choice).collect()
}

/// The form of an act that did not happen, as it was typed, and the status to answer with. After somebody else's change the form
/// is that of the record as it is now, so that it can be sent again once it was looked at.
fn kept(error: Error, typed: Typed) -> Result<(Typed, Status), Failure> {
    let whole = |message| Refusals::one("", message);
    match error {
        Error::Invalid(refusals) => Ok((typed.refused(&refusals), Status::UnprocessableEntity)),
        Error::Stale => {
            let refusals = whole(Message::new("error-household-stale"));
            Ok((typed.without("revision").refused(&refusals), Status::Conflict))
        }
        Error::Conflict(message) => Ok((typed.refused(&whole(message)), Status::Conflict)),
        other => Err(other.into()),
    }
}

/// The answer to a form of a household: its page, with a notice, or the form again.
async fn answer<F>(
    id: HouseholdId,
    outcome: Result<(), Error>,
    notice: &'static str,
    typed: Typed,
    again: impl FnOnce(Typed) -> F,
) -> Result<Done, Failure>
where
    F: Future<Output = Result<Page, Failure>>,
{
    match outcome {
        Ok(()) => Ok(See::other(format!("/households/{id}")).notice(Message::new(notice)).into()),
        Err(error) => {
            let (typed, status) = kept(error, typed)?;
            Ok(again(typed).await?.status(status).into())
        }
    }
}
