//! The forms of a household's card: registering it with its head, correcting it, and who helps it.

use rocket::form::FromForm;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationError};

use super::person::{FactsForm, LISTS, Lists};
use super::{Heading, answer, choices, kept};
use crate::desk::Error;
use crate::desk::households::{self, Card, Helping, NewRegistration, Person};
use crate::domain::codes::Code as _;
use crate::domain::division::DivisionCode;
use crate::domain::household::{AccountTail, Attribute, Cause, Causes, HouseholdCode};
use crate::domain::identity::{PersonName, Phone, Reason, ResidentId};
use crate::domain::ids::HouseholdId;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::site::NaturalVillage;
use crate::web::failure::Failure;
use crate::web::forms::{Both, Day, Entry, Line, Submitted, Typed, across};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::sites::Choice;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![new, create, edit, correct, helper, set_helper]
}

/// The card, as sent.
#[derive(FromForm, Validate)]
struct CardForm {
    division: Entry<DivisionCode>,
    natural_village: Option<Entry<NaturalVillage>>,
    attribute: Entry<Attribute>,
    cause: Entry<Cause>,
    second_cause: Option<Entry<Cause>>,
    phone: Option<Entry<Phone>>,
    account: Option<Entry<AccountTail>>,
}

impl TryFrom<CardForm> for Card {
    type Error = Refusals;
    fn try_from(form: CardForm) -> Result<Self, Refusals> {
        let causes = Causes::new(*form.cause, form.second_cause.map(Entry::into_inner))
            .map_err(|refusal| Refusals::of("second_cause", &refusal))?;
        Ok(Self {
            division: form.division.into_inner(),
            natural_village: form.natural_village.map(Entry::into_inner),
            attribute: form.attribute.into_inner(),
            causes,
            phone: form.phone.map(Entry::into_inner),
            account: form.account.map(Entry::into_inner),
        })
    }
}

#[derive(Serialize)]
struct New {
    form: Typed,
    villages: Vec<Choice>,
    attributes: &'static [Attribute],
    causes: &'static [Cause],
    lists: Lists,
}

#[get("/households/new")]
async fn new(visit: SignedIn) -> Answer {
    new_page(&visit, Typed::blank()).await
}

async fn new_page(visit: &SignedIn, form: Typed) -> Answer {
    let villages = visit.read(households::registering).await?;
    let view = New {
        form,
        villages: choices(villages),
        attributes: Attribute::ALL,
        causes: Cause::ALL,
        lists: LISTS,
    };
    Ok(Page::new("households/new", &view))
}

#[derive(FromForm, Validate)]
struct Registration {
    code: Entry<HouseholdCode>,
    registered_on: Entry<Day>,
    name: Entry<PersonName>,
    id_number: Entry<ResidentId>,
}

#[post("/households", data = "<form>")]
async fn create(
    visit: SignedIn,
    form: Submitted<Both<Registration, Both<CardForm, FactsForm>>>,
) -> Result<Done, Failure> {
    let registration = form.value.and_then(|Both(new, Both(card, facts))| {
        Ok(NewRegistration {
            code: new.code.into_inner(),
            registered_on: new.registered_on.0.0,
            card: card.try_into()?,
            head: Person { name: new.name.into_inner(), id: new.id_number.into_inner(), facts: facts.into() },
        })
    });
    let made = match registration {
        Ok(new) => visit.write(move |tx| households::register(tx, &new)).await,
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match made {
        Ok(id) => {
            let notice = Message::new("notice-household-registered");
            Ok(See::other(format!("/households/{id}")).notice(notice).into())
        }
        Err(error) => {
            let (typed, status) = kept(error, form.typed)?;
            Ok(new_page(&visit, typed).await?.status(status).into())
        }
    }
}

#[derive(Serialize)]
struct Edit {
    household: Heading,
    form: Typed,
    villages: Vec<Choice>,
    attributes: &'static [Attribute],
    causes: &'static [Cause],
}

#[get("/households/<id>/card")]
async fn edit(visit: SignedIn, id: HouseholdId) -> Answer {
    edit_page(&visit, id, None).await
}

async fn edit_page(visit: &SignedIn, id: HouseholdId, typed: Option<Typed>) -> Answer {
    let (household, villages) = visit.read(move |rx| households::editing(rx, id)).await?;
    let recorded = [
        ("division", household.division.to_string()),
        ("natural_village", household.natural_village.clone()),
        ("attribute", household.attribute.code().to_owned()),
        ("cause", household.cause.code().to_owned()),
        ("second_cause", household.second_cause.map_or("", Cause::code).to_owned()),
        ("phone", household.phone.clone()),
        ("account", household.account_last4.clone()),
    ];
    let view = Edit {
        household: Heading::from(&household),
        form: typed.unwrap_or_else(|| Typed::filled(recorded)),
        villages: choices(villages),
        attributes: Attribute::ALL,
        causes: Cause::ALL,
    };
    Ok(Page::new("households/card", &view))
}

#[derive(FromForm, Validate)]
struct Why {
    revision: i64,
    reason: Entry<Reason>,
}

#[post("/households/<id>/card", data = "<form>")]
async fn correct(
    visit: SignedIn,
    id: HouseholdId,
    form: Submitted<Both<Why, CardForm>>,
) -> Result<Done, Failure> {
    let card = form.value.and_then(|Both(why, card)| Ok((why, Card::try_from(card)?)));
    let outcome = match card {
        Ok((why, card)) => {
            visit.write(move |tx| households::edit_card(tx, id, why.revision, &card, &why.reason)).await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    let again = |typed| edit_page(&visit, id, Some(typed));
    answer(id, outcome, "notice-household-corrected", form.typed, again).await
}

#[derive(Serialize)]
struct HelperView {
    household: Heading,
    form: Typed,
}

#[get("/households/<id>/helper")]
async fn helper(visit: SignedIn, id: HouseholdId) -> Answer {
    helper_page(&visit, id, Typed::blank()).await
}

async fn helper_page(visit: &SignedIn, id: HouseholdId, form: Typed) -> Answer {
    let (household, _) = visit.read(move |rx| households::editing(rx, id)).await?;
    Ok(Page::new("households/helper", &HelperView { household: Heading::from(&household), form }))
}

#[derive(FromForm, Validate)]
#[validate(schema(function = "named"))]
struct HelperForm {
    revision: i64,
    name: Option<Entry<PersonName>>,
    organisation: Option<Entry<Line>>,
    phone: Option<Entry<Phone>>,
    day: Entry<Day>,
    reason: Entry<Reason>,
}

fn named(form: &HelperForm) -> Result<(), ValidationError> {
    match (&form.name, &form.organisation) {
        (Some(_), None) => Err(across("organisation", "error-required")),
        (None, Some(_)) => Err(across("name", "error-required")),
        _ => Ok(()),
    }
}

#[post("/households/<id>/helper", data = "<form>")]
async fn set_helper(visit: SignedIn, id: HouseholdId, form: Submitted<HelperForm>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(typed) => {
            let organisation = typed.organisation.map(|line| line.into_inner().0);
            let helping = Helping {
                who: typed.name.map(Entry::into_inner).zip(organisation),
                phone: typed.phone.map(Entry::into_inner),
                day: typed.day.0.0,
                reason: typed.reason.into_inner(),
            };
            visit.write(move |tx| households::set_helper(tx, id, typed.revision, &helping)).await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    let again = |typed| helper_page(&visit, id, typed);
    answer(id, outcome, "notice-household-helper", form.typed, again).await
}
