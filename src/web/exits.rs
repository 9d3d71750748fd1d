//! Announced exits: the list, and everything one of them rests on, with the form that proposes its pathway.

pub(in crate::web) mod view;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use validator::Validate;

use self::view::{Index, Show, choices};
use super::failure::Failure;
use super::forms::{Day, Entry, Line, Submitted, Typed, Whole};
use super::page::{Answer, Done, Page, See};
use super::paging::{Asked, PER_PAGE};
use super::visit::SignedIn;
use crate::desk::attributions::Revision;
use crate::desk::exits::{self, ExitFilter};
use crate::desk::{Error, attributions, home};
use crate::domain::access::{Act, Scope};
use crate::domain::attribution::Evidence;
use crate::domain::codes::Code;
use crate::domain::division::UnitCode;
use crate::domain::exit::{ExitStep, Standing};
use crate::domain::identity::Reason;
use crate::domain::ids::ExitId;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::Message;
use crate::domain::tally::Month;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index, show, propose, ending, end]
}

/// The filters of the list, as the address has them.
#[derive(FromForm)]
pub(super) struct Query {
    unit: Option<Entry<UnitCode>>,
    year: Option<i32>,
    month: Option<Entry<Month>>,
    pathway: Option<Entry<Pathway>>,
    standing: Option<Entry<Standing>>,
    q: Option<String>,
    page: Option<i64>,
}

impl Query {
    pub(super) fn filter(&self) -> ExitFilter {
        ExitFilter {
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            year: self.year,
            month: self.month.map(Entry::into_inner).filter(|_| self.year.is_some()),
            standing: self.standing.map(Entry::into_inner),
            pathway: self.pathway.map(Entry::into_inner),
            text: Some(self.text()).filter(|q| !q.is_empty()),
            ..ExitFilter::default()
        }
    }

    fn text(&self) -> String {
        self.q.as_deref().unwrap_or_default().trim().to_owned()
    }

    /// The fields of an address that asks the same.
    pub(super) fn fields(&self) -> [(&'static str, String); 6] {
        let filter = self.filter();
        [
            ("unit", filter.unit.map(String::from).unwrap_or_default()),
            ("year", filter.year.map(|year| year.to_string()).unwrap_or_default()),
            ("month", filter.month.map(|month| month.number().to_string()).unwrap_or_default()),
            ("pathway", code(filter.pathway)),
            ("standing", code(filter.standing)),
            ("q", self.text()),
        ]
    }
}

#[get("/exits?<query..>")]
async fn index(visit: SignedIn, query: Query) -> Answer {
    let (filter, filters, q, year) = (query.filter(), query.fields(), query.text(), query.year);
    let asked = Asked::page(query.page);
    let read = filter.clone();
    let (list, units) = visit
        .read(move |rx| Ok((exits::list(rx, &read, asked.offset(), PER_PAGE)?, home::units(rx)?)))
        .await?;
    let whole_city = visit.actor.scope() == Scope::City;
    let view = Index {
        pager: asked.of(list.count.households.0, "/exits", &filters),
        filtered: filters.iter().any(|(_, value)| !value.is_empty()),
        units: if whole_city { choices(&units, visit.lang) } else { Vec::new() },
        years: list.years,
        pathways: Pathway::ALL,
        standings: Standing::ALL,
        count: list.count,
        rows: list.rows.into_iter().map(|row| view::Row::of(row, &units, visit.lang)).collect(),
        unit: filter.unit,
        year,
        month: filter.month,
        pathway: filter.pathway,
        standing: filter.standing,
        q,
        full_names: list.full_names,
    };
    Ok(Page::new("exits/index", &view))
}

/// A code as a query has it; empty for none.
pub(super) fn code(code: Option<impl Code>) -> String {
    code.map(|code| code.code().to_owned()).unwrap_or_default()
}

#[get("/exits/<id>")]
async fn show(visit: SignedIn, id: ExitId) -> Answer {
    page(&visit, "exits/show", id, Typed::blank(), None).await
}

/// A page of one exit: with a form as it was typed, or with what stood in the way of a step.
pub(super) async fn page(
    visit: &SignedIn,
    template: &'static str,
    id: ExitId,
    form: Typed,
    blocked: Option<Message>,
) -> Result<Page, Failure> {
    let (file, units) = visit.read(move |rx| Ok((exits::show(rx, id)?, home::units(rx)?))).await?;
    Ok(Page::new(template, &Show::of(file, &units, visit.lang, form, blocked)))
}

/// The answer to a step that was not taken: the page of the exit with what was wrong or in the way. What its page could
/// not say better fails as itself.
pub(super) async fn refused(
    visit: &SignedIn,
    template: &'static str,
    id: ExitId,
    typed: Typed,
    error: Error,
) -> Result<Done, Failure> {
    match error {
        Error::Invalid(refusals) => {
            let page = page(visit, template, id, typed.refused(&refusals), None).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Error::Conflict(message) => {
            Ok(page(visit, template, id, typed, Some(message)).await?.status(Status::Conflict).into())
        }
        other => Err(other.into()),
    }
}

#[derive(FromForm, Validate)]
struct Proposal {
    evidence: Entry<Evidence>,
}

#[post("/exits/<id>/attributions", data = "<form>")]
async fn propose(visit: SignedIn, id: ExitId, form: Submitted<Proposal>) -> Result<Done, Failure> {
    let proposed = match form.value {
        Ok(proposal) => {
            visit.write(move |tx| attributions::propose(tx, id, proposal.evidence.into_inner())).await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match proposed {
        Ok(_) => {
            let notice = Message::new("notice-attribution-proposed");
            Ok(See::other(format!("/exits/{id}")).notice(notice).into())
        }
        Err(error) => refused(&visit, "exits/show", id, form.typed, error).await,
    }
}

/// How an exit ended, as recorded.
#[derive(FromForm, Validate)]
struct Ended {
    revision: Entry<Whole>,
    step: Entry<ExitStep>,
    on_day: Entry<Day>,
    document: Entry<Line>,
    reason: Entry<Reason>,
}

/// The form that ends an exit; one that has ended shows how.
#[get("/exits/<id>/end")]
async fn ending(visit: SignedIn, id: ExitId) -> Result<Done, Failure> {
    visit.actor.must(Act::EndExit).map_err(Error::from)?;
    if visit.read(move |rx| exits::show(rx, id)).await?.may_end {
        Ok(page(&visit, "exits/end", id, Typed::blank(), None).await?.into())
    } else {
        Ok(See::other(format!("/exits/{id}")).into())
    }
}

#[post("/exits/<id>/end", data = "<form>")]
async fn end(visit: SignedIn, id: ExitId, form: Submitted<Ended>) -> Result<Done, Failure> {
    let ended = match form.value {
        Ok(typed) => {
            let (revision, step) = (typed.revision.0.0, typed.step.0);
            let why = Revision {
                on: typed.on_day.0.0,
                document: typed.document.into_inner().0,
                reason: typed.reason.into_inner(),
            };
            visit.write(move |tx| attributions::end(tx, id, revision, step, &why)).await
        }
        Err(refusals) => visit.actor.must(Act::EndExit).map_err(Error::from).and(Err(refusals.into())),
    };
    match ended {
        Ok(()) => Ok(See::other(format!("/exits/{id}")).notice(Message::new("notice-exit-ended")).into()),
        Err(error) => refused(&visit, "exits/end", id, form.typed, error).await,
    }
}
