//! The register of sites: list, form, one site.

pub(super) mod position;

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationError};

use super::failure::Failure;
use super::forms::{Day, Entry, Submitted, Typed, across};
use super::lang::{Lang, say_key};
use super::page::{Answer, Done, Page, See};
use super::paging::{self, Asked, PER_PAGE, Pager};
use super::visit::SignedIn;
use crate::desk;
use crate::desk::sites::{
    self, ApplicationLine, NewOperator, Rating, Registration, Site, SiteFilter, SiteLine, Unit,
};
use crate::domain::access::Act;
use crate::domain::application::Stage;
use crate::domain::codes::Code as _;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{ApplicationId, SiteId};
use crate::domain::position::{Latitude, Longitude};
use crate::domain::rating::Star;
use crate::domain::refusal::Message;
use crate::domain::site::{
    Address, AlsoKnown, BusinessName, Capacity, ContactName, CreditCode, NaturalVillage, SiteKind, SiteName,
    Trade, VenuePhone,
};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![list, new, create, show], position::routes()].concat()
}

/// One entry of a select.
#[derive(Debug, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// The reporting units to filter by.
pub(super) fn unit_choices(lang: Lang, units: &[Unit]) -> Vec<Choice> {
    units
        .iter()
        .map(|unit| Choice { value: unit.code.to_string(), label: named(lang, &unit.name, &unit.name_en) })
        .collect()
}

/// The five stars to choose from.
pub(super) fn star_choices(lang: Lang) -> Vec<Choice> {
    let word = |star: &Star| say_key(lang, &star.key()).unwrap_or_else(|_| star.to_string());
    Star::ALL.iter().map(|star| Choice { value: star.to_string(), label: word(star) }).collect()
}

/// A unit's name in the reader's language.
pub(super) fn named(lang: Lang, zh: &str, en: &str) -> String {
    match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

/// A row of a list of sites.
#[derive(Serialize)]
pub(super) struct Row {
    id: SiteId,
    name: String,
    kind: SiteKind,
    trade: Trade,
    village: String,
    natural_village: String,
    unit: String,
    phone: String,
    stars: Option<Star>,
    certificate: Option<String>,
    valid_until: Option<NaiveDate>,
}

impl Row {
    pub(super) fn of(lang: Lang, line: SiteLine) -> Self {
        Self {
            id: line.id,
            name: line.name,
            kind: line.kind,
            trade: line.trade,
            village: line.village,
            natural_village: line.natural_village,
            unit: named(lang, &line.unit_name, &line.unit_name_en),
            phone: line.phone,
            stars: line.stars,
            certificate: line.certificate,
            valid_until: line.valid_until,
        }
    }
}

/// The filters of a list of sites, as the address has them.
#[derive(FromForm)]
pub(super) struct Query {
    q: Option<String>,
    unit: Option<Entry<UnitCode>>,
    kind: Option<Entry<SiteKind>>,
    /// 1 to 5, or 0 for those without a star.
    stars: Option<i32>,
    page: Option<i64>,
}

/// The filters as the template shows them again.
#[derive(Serialize)]
pub(super) struct Chosen {
    q: String,
    unit: String,
    kind: String,
    stars: String,
}

impl Query {
    pub(super) fn filter(&self) -> SiteFilter {
        let stars =
            self.stars.and_then(|n| if n == 0 { Some(None) } else { Star::try_from(n).ok().map(Some) });
        SiteFilter {
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            kind: self.kind.map(|kind| kind.0),
            stars,
            starred: false,
            text: self.q.clone().unwrap_or_default(),
        }
    }

    pub(super) fn chosen(&self) -> Chosen {
        Chosen {
            q: self.q.clone().unwrap_or_default().trim().to_owned(),
            unit: self.unit.as_ref().map(|unit| unit.0.to_string()).unwrap_or_default(),
            kind: self.kind.map(|kind| kind.0.to_string()).unwrap_or_default(),
            stars: self.stars.map(|stars| stars.to_string()).unwrap_or_default(),
        }
    }

    /// The fields of an address that asks the same.
    pub(super) fn fields(&self) -> [(&'static str, String); 4] {
        let Chosen { q, unit, kind, stars } = self.chosen();
        [("q", q), ("unit", unit), ("kind", kind), ("stars", stars)]
    }

    /// Whether anything is asked for.
    pub(super) fn is_set(&self) -> bool {
        self.fields().iter().any(|(_, value)| !value.is_empty())
    }

    /// The address of another page of the same sites.
    pub(super) fn href(&self, path: &str) -> String {
        paging::href(path, &self.fields(), 1)
    }

    pub(super) fn asked(&self) -> Asked {
        Asked::page(self.page)
    }

    pub(super) fn pager(&self, total: i64, path: &str) -> Pager {
        self.asked().of(total, path, &self.fields())
    }
}

#[derive(Serialize)]
struct ListView {
    rows: Vec<Row>,
    units: Vec<Choice>,
    kinds: &'static [SiteKind],
    chosen: Chosen,
    filtered: bool,
    pager: Pager,
    may_register: bool,
}

#[get("/sites?<query..>")]
async fn list(visit: SignedIn, query: Query) -> Answer {
    let (filter, offset) = (query.filter(), query.asked().offset());
    let list = visit.read(move |rx| sites::list(rx, &filter, offset, PER_PAGE)).await?;
    let chosen = query.chosen();
    Ok(Page::new(
        "sites/list",
        &ListView {
            filtered: query.is_set(),
            rows: list.rows.into_iter().map(|row| Row::of(visit.lang, row)).collect(),
            units: unit_choices(visit.lang, &list.units),
            kinds: SiteKind::ALL,
            pager: query.pager(list.total, "/sites"),
            chosen,
            may_register: visit.actor.may(Act::RegisterSite),
        },
    ))
}

#[derive(FromForm, Validate)]
#[validate(schema(function = business_is_named))]
struct RegistrationForm {
    credit_code: Option<Entry<CreditCode>>,
    operator_name: Option<Entry<BusinessName>>,
    contact: Option<Entry<ContactName>>,
    name: Entry<SiteName>,
    kind: Entry<SiteKind>,
    trade: Entry<Trade>,
    division: Entry<DivisionCode>,
    natural_village: Option<Entry<NaturalVillage>>,
    address: Option<Entry<Address>>,
    phone: Option<Entry<VenuePhone>>,
    beds: Option<Entry<Capacity>>,
    seats: Option<Entry<Capacity>>,
    opened_on: Option<Entry<Day>>,
    longitude: Option<Entry<Longitude>>,
    latitude: Option<Entry<Latitude>>,
    also_known: Option<Entry<AlsoKnown>>,
}

fn business_is_named(form: &RegistrationForm) -> Result<(), ValidationError> {
    if form.credit_code.is_some() && form.operator_name.is_none() {
        return Err(across("operator_name", "error-required"));
    }
    position::is_whole(form.longitude.as_ref(), form.latitude.as_ref())
}

impl From<RegistrationForm> for Registration {
    fn from(form: RegistrationForm) -> Self {
        let phone = form.phone.map(Entry::into_inner);
        Self {
            operator: form.credit_code.zip(form.operator_name).map(|(code, name)| NewOperator {
                name: name.into_inner(),
                credit_code: code.into_inner(),
                contact: form.contact.map(Entry::into_inner),
                phone: phone.clone(),
            }),
            name: form.name.into_inner(),
            kind: *form.kind,
            trade: *form.trade,
            division: form.division.into_inner(),
            natural_village: form.natural_village.map(Entry::into_inner),
            address: form.address.map(Entry::into_inner),
            phone,
            beds: form.beds.map_or(Capacity(0), |beds| *beds),
            seats: form.seats.map_or(Capacity(0), |seats| *seats),
            opened_on: form.opened_on.map(|day| day.0.0),
            position: position::of(form.longitude, form.latitude),
            also_known: form.also_known.map(Entry::into_inner),
        }
    }
}

#[derive(Serialize)]
struct NewView {
    form: Typed,
    villages: Vec<Choice>,
    kinds: &'static [SiteKind],
    trades: &'static [Trade],
    names_operator: bool,
}

async fn form_page(visit: &SignedIn, form: Typed) -> Answer {
    let choices = visit.read(sites::choices).await?;
    let village = |village: sites::Village| Choice {
        value: village.code.to_string(),
        label: format!("{} · {}", village.township, village.name),
    };
    Ok(Page::new(
        "sites/new",
        &NewView {
            form,
            villages: choices.villages.into_iter().map(village).collect(),
            kinds: SiteKind::ALL,
            trades: Trade::ALL,
            names_operator: choices.names_operator,
        },
    ))
}

#[get("/sites/new")]
async fn new(visit: SignedIn) -> Answer {
    form_page(&visit, Typed::blank()).await
}

#[post("/sites", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<RegistrationForm>) -> Result<Done, Failure> {
    let registered = match form.value {
        Ok(new) => visit.write(move |tx| sites::register(tx, &new.into())).await,
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match registered {
        Ok(id) => {
            Ok(See::other(format!("/sites/{id}")).notice(Message::new("notice-site-registered")).into())
        }
        Err(desk::Error::Invalid(refusals)) => {
            let page = form_page(&visit, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// An application in the history of its site.
#[derive(Serialize)]
struct Applied {
    id: ApplicationId,
    number: String,
    star: Star,
    stage: Stage,
    submitted_on: Option<NaiveDate>,
}

impl From<ApplicationLine> for Applied {
    fn from(line: ApplicationLine) -> Self {
        Self {
            id: line.id,
            number: line.number,
            star: line.applied,
            stage: line.stage,
            submitted_on: line.submitted_at.map(crate::domain::moment::Moment::day),
        }
    }
}

#[derive(Serialize)]
struct ShowView {
    site: Site,
    unit: String,
    place: String,
    ratings: Vec<Rating>,
    applications: Vec<Applied>,
    annual_visits: Option<i64>,
    may_apply: bool,
    may_place: bool,
    position: Option<position::Shown>,
    has_sheet: bool,
}

#[get("/sites/<id>")]
async fn show(visit: SignedIn, id: SiteId) -> Answer {
    let shown = visit.read(move |rx| sites::show(rx, id)).await?;
    Ok(Page::new(
        "sites/show",
        &ShowView {
            unit: named(visit.lang, &shown.site.unit_name, &shown.site.unit_name_en),
            place: shown.place,
            ratings: shown.ratings,
            applications: shown.applications.into_iter().map(Applied::from).collect(),
            annual_visits: shown.annual_visits,
            may_apply: shown.may_apply,
            may_place: shown.may_place,
            position: shown.site.position().map(|at| position::Shown::of(at, &shown.site.name)),
            has_sheet: shown.has_sheet,
            site: shown.site,
        },
    ))
}
