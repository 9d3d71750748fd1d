//! The records evidence is made of: a list for each noun, the page of one, and the forms that keep them.

mod change;
mod forms;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

use self::forms::RecordForm;
use super::exits::view::unit_name;
use super::failure::Failure;
use super::forms::{Entry, Submitted, Typed};
use super::page::{Answer, Done, Page, See};
use super::paging::{Asked, PER_PAGE, Pager};
use super::sites::{Choice, unit_choices};
use super::visit::SignedIn;
use crate::desk::evidence::records::{
    self, Candidate, File, Held, Named, RecordFilter, ShownRow, ShownSource, Sum, Unit,
};
use crate::desk::{Error, home};
use crate::domain::access::Scope;
use crate::domain::attribution::{BenefitKind, MeasureKind, PaymentKind};
use crate::domain::division::UnitCode;
use crate::domain::ids::ExitId;
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::record::Source;
use crate::domain::refusal::{Message, Refusals};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![hub, list, new, create, show], change::routes()].concat()
}

fn kind_of(noun: &str) -> Result<HolderKind, Failure> {
    noun.parse().map_err(|_| Error::NotFound.into())
}

fn holder_of(noun: &str, record: i64) -> Result<Holder, Failure> {
    Ok(Holder { kind: kind_of(noun)?, record })
}

#[derive(Serialize)]
struct Hub {
    lists: Vec<Counted>,
}

#[derive(Serialize)]
struct Counted {
    kind: HolderKind,
    n: i64,
}

#[get("/evidence")]
async fn hub(visit: SignedIn) -> Answer {
    let counts = visit.read(records::counts).await?;
    let lists = counts.into_iter().map(|(kind, n)| Counted { kind, n }).collect();
    Ok(Page::new("evidence/hub", &Hub { lists }))
}

#[derive(Serialize)]
struct ListView {
    kind: HolderKind,
    is_own: bool,
    sources: Vec<SourceView>,
    rows: Vec<RowView>,
    units: Vec<Choice>,
    unit: String,
    year: String,
    q: String,
    filtered: bool,
    pager: Pager,
    may_record: bool,
}

#[derive(Serialize)]
struct SourceView {
    href: String,
    unit_label: String,
    place: String,
    source: Source,
    sum: Sum,
    held: Held,
    revision: i64,
}

#[derive(Serialize)]
struct RowView {
    #[serde(flatten)]
    shown: ShownRow,
    unit_label: String,
}

/// Says a unit's name in the reader's language.
struct Units<'a>(&'a [home::Unit], crate::web::lang::Lang);

impl Units<'_> {
    fn source(&self, one: ShownSource) -> SourceView {
        SourceView {
            href: one.kept.holder.to_string(),
            unit_label: unit_name(&one.kept.unit, self.0, self.1),
            place: one.kept.place,
            source: one.kept.source,
            sum: one.sum,
            held: one.held,
            revision: one.kept.revision,
        }
    }

    fn row(&self, shown: ShownRow) -> RowView {
        RowView { unit_label: unit_name(&shown.unit, self.0, self.1), shown }
    }
}

/// The filters of a list, as the address has them.
#[derive(Clone, FromForm)]
pub(super) struct Query {
    unit: Option<Entry<UnitCode>>,
    year: Option<i32>,
    q: Option<String>,
    page: Option<i64>,
}

impl Query {
    pub(super) fn filter(&self) -> RecordFilter {
        let text = self.q.as_deref().map(str::trim).filter(|q| !q.is_empty()).map(str::to_owned);
        RecordFilter { unit: self.unit.as_ref().map(|unit| unit.0.clone()), year: self.year, text }
    }

    /// The fields of an address that asks the same.
    pub(super) fn fields(&self) -> [(&'static str, String); 3] {
        let filter = self.filter();
        [
            ("unit", filter.unit.map(String::from).unwrap_or_default()),
            ("year", filter.year.map(|year| year.to_string()).unwrap_or_default()),
            ("q", filter.text.unwrap_or_default()),
        ]
    }
}

#[get("/evidence/<noun>?<query..>")]
async fn list(visit: SignedIn, noun: &str, query: Query) -> Answer {
    let kind = kind_of(noun)?;
    let (filters, asked, read) = (query.fields(), Asked::page(query.page), query.filter());
    let (list, units, choices) = visit
        .read(move |rx| {
            let list = records::list(rx, kind, &read, asked.offset(), PER_PAGE)?;
            Ok((list, home::units(rx)?, records::units(rx)?))
        })
        .await?;
    let named = Units(&units, visit.lang);
    let whole_city = visit.actor.scope() == Scope::City;
    let view = ListView {
        kind,
        is_own: kind.is_own(),
        sources: list.sources.into_iter().map(|one| named.source(one)).collect(),
        rows: list.rows.into_iter().map(|one| named.row(one)).collect(),
        units: if whole_city { unit_choices(visit.lang, &choices) } else { Vec::new() },
        pager: asked.of(list.total, &format!("/evidence/{noun}"), &filters),
        filtered: filters.iter().any(|(_, value)| !value.is_empty()),
        may_record: list.may_record,
        unit: filters[0].1.clone(),
        year: filters[1].1.clone(),
        q: filters[2].1.clone(),
    };
    Ok(Page::new("evidence/list", &view))
}

/// The form of a record, whichever; the template shows the fields of its kind.
#[derive(Serialize)]
struct FormView {
    /// The kind of the record the form is of.
    kind: HolderKind,
    /// Where it is sent.
    action: String,
    /// Where it leads back to.
    back: String,
    /// The course, project or programme a row is added to, or whose record is corrected.
    title: String,
    form: Typed,
    units: Vec<Choice>,
    villages: Vec<Choice>,
    kinds: Vec<&'static str>,
    kind_list: &'static str,
    /// Those who fit what was typed, one to be chosen.
    candidates: Vec<Found>,
    correcting: bool,
}

#[derive(Serialize)]
struct Found {
    id: i64,
    name: String,
    id_masked: String,
    household: String,
}

impl From<Candidate> for Found {
    fn from(one: Candidate) -> Self {
        Self {
            id: one.person.0,
            name: one.name.as_str().to_owned(),
            id_masked: one.id_masked,
            household: one.household.to_string(),
        }
    }
}

/// The kinds of a row's own closed list, and the list's name.
fn kinds(kind: HolderKind) -> (Vec<&'static str>, &'static str) {
    fn codes<C: crate::domain::codes::Code>() -> (Vec<&'static str>, &'static str) {
        (C::ALL.iter().map(|one| one.code()).collect(), C::LIST)
    }
    match kind {
        HolderKind::Benefit => codes::<BenefitKind>(),
        HolderKind::Payment => codes::<PaymentKind>(),
        HolderKind::Measure => codes::<MeasureKind>(),
        _ => (Vec::new(), ""),
    }
}

/// What a form is sent to, leads back to and is headed by.
struct Frame {
    action: String,
    back: String,
    title: String,
    correcting: bool,
}

async fn form_page(
    visit: &SignedIn,
    kind: HolderKind,
    frame: Frame,
    form: Typed,
    candidates: Vec<Candidate>,
) -> Answer {
    let (villages, units) = visit.read(|rx| Ok((records::villages(rx)?, records::units(rx)?))).await?;
    let placed = matches!(kind, HolderKind::Project | HolderKind::Programme);
    let village = |one: records::Village| Choice {
        value: one.code.to_string(),
        label: format!("{} {}", one.township, one.name),
    };
    let own = |one: &Unit| match visit.actor.scope() {
        Scope::Unit(unit) => unit == one.code,
        _ => true,
    };
    let units: Vec<_> = units.into_iter().filter(own).collect();
    let (kinds, kind_list) = kinds(kind);
    let Frame { action, back, title, correcting } = frame;
    let view = FormView {
        kind,
        action,
        back,
        title,
        form,
        units: if kind == HolderKind::Course { unit_choices(visit.lang, &units) } else { Vec::new() },
        villages: if placed { villages.into_iter().map(village).collect() } else { Vec::new() },
        kinds,
        kind_list,
        candidates: candidates.into_iter().map(Found::from).collect(),
        correcting,
    };
    Ok(Page::new("evidence/form", &view))
}

#[get("/evidence/<noun>/new", rank = 1)]
async fn new(visit: SignedIn, noun: &str) -> Answer {
    new_page(&visit, kind_of(noun)?, Typed::blank(), Vec::new()).await
}

async fn new_page(visit: &SignedIn, kind: HolderKind, form: Typed, candidates: Vec<Candidate>) -> Answer {
    if !HolderKind::LISTS.contains(&kind) {
        return Err(Error::NotFound.into());
    }
    let at = format!("/evidence/{kind}");
    let frame = Frame { action: at.clone(), back: at, title: String::new(), correcting: false };
    form_page(visit, kind, frame, form, candidates).await
}

#[post("/evidence/<noun>", data = "<form>")]
async fn create(visit: SignedIn, noun: &str, form: Submitted<RecordForm>) -> Result<Done, Failure> {
    let kind = kind_of(noun)?;
    if !HolderKind::LISTS.contains(&kind) {
        return Err(Error::NotFound.into());
    }
    let made = match form.value {
        Ok(given) if kind.is_own() => add(&visit, None, kind, given).await,
        Ok(given) => match given.source(kind) {
            Ok(source) => visit.write(move |tx| records::create(tx, &source)).await.map(Named::Made),
            Err(refusals) => Err(Error::Invalid(refusals)),
        },
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match made {
        Ok(Named::Made(holder)) => Ok(kept(holder.to_string(), "notice-record-added")),
        Ok(Named::Several(candidates)) => {
            let form = form.typed.refused(&several(&candidates));
            Ok(new_page(&visit, kind, form, candidates).await?.status(Status::UnprocessableEntity).into())
        }
        Err(Error::Invalid(refusals)) => {
            let form = form.typed.refused(&refusals);
            Ok(new_page(&visit, kind, form, Vec::new()).await?.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds somebody's record, if the form says whose and what.
async fn add(
    visit: &SignedIn,
    under: Option<Holder>,
    kind: HolderKind,
    given: RecordForm,
) -> crate::desk::Result<Named> {
    let (row, who) = match (given.row(kind), given.who()) {
        (Ok(row), Ok(who)) => (row, who),
        (row, who) => {
            let mut refusals = who.err().unwrap_or_default();
            for (field, message) in row.err().unwrap_or_default().iter() {
                refusals.add(field, message.clone());
            }
            return Err(Error::Invalid(refusals));
        }
    };
    visit.write(move |tx| records::add_row(tx, under, &row, &who)).await
}

fn several(candidates: &[Candidate]) -> Refusals {
    let n = i64::try_from(candidates.len()).unwrap_or(i64::MAX);
    Refusals::one("who", Message::new("error-record-several").with("n", n))
}

fn kept(to: String, notice: &'static str) -> Done {
    See::other(to).notice(Message::new(notice)).into()
}

#[derive(Serialize)]
struct FileView {
    kind: HolderKind,
    href: String,
    source: Option<SourceView>,
    rows_kind: Option<HolderKind>,
    rows: Vec<RowView>,
    /// The list or the record it stands under.
    back: String,
    exits: Vec<ExitId>,
    resting: usize,
    pager: Pager,
    may_record: bool,
    /// Set while a removal is asked for.
    form: Option<Typed>,
}

/// Exits named on the page; of more, only how many.
const NAMED: usize = 10;

impl FileView {
    fn of(holder: Holder, file: File, named: &Units<'_>, asked: Asked, form: Option<Typed>) -> Self {
        let under = file.rows.first().filter(|_| file.source.is_none()).and_then(|row| row.under);
        Self {
            kind: holder.kind,
            href: holder.to_string(),
            rows_kind: holder.kind.rows(),
            source: file.source.map(|one| named.source(one)),
            rows: file.rows.into_iter().map(|one| named.row(one)).collect(),
            back: under.map_or_else(|| format!("/evidence/{}", holder.kind), |under| under.to_string()),
            resting: file.resting.len(),
            exits: file.resting.iter().map(|one| one.exit).take(NAMED).collect(),
            pager: asked.of(file.total, &holder.to_string(), &[]),
            may_record: file.may_record,
            form,
        }
    }
}

#[get("/evidence/<noun>/<record>?<page>", rank = 2)]
async fn show(visit: SignedIn, noun: &str, record: i64, page: Option<i64>) -> Answer {
    file_page(&visit, holder_of(noun, record)?, Asked::page(page), None).await
}

async fn file_page(visit: &SignedIn, holder: Holder, asked: Asked, form: Option<Typed>) -> Answer {
    let removing = form.is_some();
    let (file, units) = visit
        .read(move |rx| {
            if removing {
                records::to_change(rx, holder)?;
            }
            Ok((records::file(rx, holder, asked.offset(), PER_PAGE)?, home::units(rx)?))
        })
        .await?;
    let named = Units(&units, visit.lang);
    Ok(Page::new("evidence/show", &FileView::of(holder, file, &named, asked, form)))
}
