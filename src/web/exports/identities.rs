//! A list of people with their full names and ID numbers, for whoever may see them and says why. The file says on its own what is
//! in it; who took it goes on record with the reason before it is given out.
//!
//! A row of a household or an exit is written out by its members. What the row counts stands in the first of them only, so
//! that a column added up is right.

use std::marker::PhantomData;

use rocket::Request;
use rocket::data::{Data, FromData as _};
use rocket::form::FromForm;
use rocket::http::{Method, Status};
use rocket::outcome::Outcome as Guarded;
use rocket::request::FromRequest as _;
use rocket::route::{Handler, Outcome, Route};
use serde::Serialize;
use validator::Validate;

use super::table::{Cell, Column, Columns, Kind, Reader};
use super::{List, Made, Sent, Sheet, asked, begin, place_at_work, unwritten};
use crate::desk::exports::Format;
use crate::desk::identities::{self, Named, Permit, Row};
use crate::desk::{self, Error, Rx};
use crate::domain::access::Actor;
use crate::domain::codes::Code as _;
use crate::domain::identity::Reason;
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted, Typed};
use crate::web::lang::Lang;
use crate::web::page::{Answer, Done, Page};
use crate::web::visit::SignedIn;

/// A list whose rows are of people.
pub(in crate::web) trait OfPeople: List {
    /// Whether a row is of a household, whose members it is written out by.
    const BY_MEMBERS: bool = true;

    /// These rows, each with its people.
    fn people(
        &self,
        rx: &mut Rx<'_>,
        permit: &Permit,
        rows: Vec<Self::Row>,
    ) -> desk::Result<Vec<Row<Self::Row>>>;
}

/// What the addresses end in.
const PATH: &str = "/identities";
/// Columns of a list of single people that full ones stand in for.
const MASKED: [&str; 3] = ["name", "person", "id_masked"];
/// The formats of the form.
const FORMATS: [Format; 2] = [Format::Xlsx, Format::Csv];

/// The doors of a list whose page is at this address: the form that asks why, and what it is sent to.
pub(in crate::web) fn doors<L: OfPeople>(path: &str) -> Vec<Route> {
    let door = |method| Route::new(method, &format!("{path}{PATH}"), Door::<L>(PhantomData));
    vec![door(Method::Get), door(Method::Post)]
}

struct Door<L>(PhantomData<fn() -> L>);

impl<L> Clone for Door<L> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

#[derive(FromForm, Validate)]
struct Asks {
    purpose: Entry<Reason>,
    format: Entry<Format>,
}

#[rocket::async_trait]
impl<L: OfPeople> Handler for Door<L> {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        let visit = match SignedIn::from_request(request).await {
            Guarded::Success(visit) => visit,
            Guarded::Error((status, ())) | Guarded::Forward(status) => return Outcome::Error(status),
        };
        if request.method() != Method::Post {
            return Outcome::from(
                request,
                form::<L>(&visit, request, Typed::filled([("format", Format::Xlsx.code())])).await,
            );
        }
        match Submitted::<Asks>::from_data(request, data).await {
            Guarded::Success(form) => Outcome::from(request, sent::<L>(&visit, request, form).await),
            Guarded::Error((status, ())) | Guarded::Forward((_, status)) => Outcome::Error(status),
        }
    }
}

/// The address of the list, as the form's own has it before its end.
fn list_path<'r>(request: &'r Request<'_>) -> &'r str {
    let path = request.uri().path().as_str();
    path.strip_suffix(PATH).unwrap_or(path)
}

#[derive(Serialize)]
struct View {
    title: String,
    about: Vec<(String, String)>,
    by_members: bool,
    back: String,
    action: String,
    formats: [Format; 2],
    form: Typed,
}

async fn form<L: OfPeople>(visit: &SignedIn, request: &Request<'_>, form: Typed) -> Answer {
    identities::must_reveal(&visit.actor)?;
    let path = list_path(request);
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let asked = asked::<L>(request, path).ok_or(Error::NotFound)?;
    let (lang, actor) = (visit.lang, visit.actor.clone());
    let head = visit.read(move |rx| Ok(Sheet::of(rx, &asked, lang, &actor)?.head)).await?;
    let view = View {
        title: head.title,
        about: head.about,
        by_members: L::BY_MEMBERS,
        back: format!("{path}{query}"),
        action: format!("{path}{PATH}{query}"),
        formats: FORMATS,
        form,
    };
    Ok(Page::new("exports/identities", &view))
}

/// A file, or the form again.
#[derive(rocket::Responder)]
enum Answered {
    File(Box<Sent>),
    Form(Box<Done>),
}

async fn sent<L: OfPeople>(
    visit: &SignedIn,
    request: &Request<'_>,
    typed: Submitted<Asks>,
) -> Result<Answered, Failure> {
    identities::must_reveal(&visit.actor)?;
    match typed.value {
        Ok(asks) => {
            let asked = asked::<L>(request, list_path(request)).ok_or(Error::NotFound)?;
            let permit = Permit::of(&visit.actor, asks.purpose.into_inner())?;
            Ok(Answered::File(Box::new(made(visit, asked, asks.format.into_inner(), permit).await?)))
        }
        Err(refusals) => {
            let page = form::<L>(visit, request, typed.typed.refused(&refusals)).await?;
            Ok(Answered::Form(Box::new(page.status(Status::UnprocessableEntity).into())))
        }
    }
}

async fn made<L: OfPeople>(
    visit: &SignedIn,
    asked: L,
    format: Format,
    permit: Permit,
) -> Result<Sent, Failure> {
    let place = place_at_work().await?;
    let (lang, actor, against) = (visit.lang, visit.actor.clone(), permit.clone());
    let (made, people) = visit.read(move |rx| write(rx, &asked, format, (lang, &actor), &against)).await?;
    drop(place);
    let Made { file, exported, name } = made;
    visit.write(move |tx| identities::record(tx, &exported, people, &permit)).await?;
    Sent::of(file, name, format)
}

/// Writes the whole table; how many people are in it.
fn write<L: OfPeople>(
    rx: &mut Rx<'_>,
    asked: &L,
    format: Format,
    (lang, actor): (Lang, &Actor),
    permit: &Permit,
) -> desk::Result<(Made, i64)> {
    let mut sheet = Sheet::of(rx, asked, lang, actor)?;
    let reader = &sheet.reader;
    sheet.head.title = format!("{}（{}）", sheet.head.title, reader.say("export-with-identities"));
    let said = [
        (reader.say("export-with-identities"), reader.say("export-identities-care")),
        (reader.say("export-reason"), permit.reason().as_str().to_owned()),
    ];
    sheet.head.about.extend(said);
    sheet.columns = columns(std::mem::take(&mut sheet.columns), &sheet.reader, L::BY_MEMBERS);
    let Sheet { columns, reader, .. } = &sheet;
    let mut to = begin(&sheet.head, columns, format, reader).map_err(unwritten)?;
    let (mut rows, mut people) = (0_i64, 0_i64);
    let mut write = |row: &L::Row, named: &[Named]| {
        let own: Vec<Cell> = columns.iter().map(|column| (column.of)(row, reader)).collect();
        people += i64::try_from(named.len()).unwrap_or(i64::MAX);
        let mut line = |named: Option<&Named>, first: bool| {
            rows += 1;
            to.row(&cells(&own, named.map(|one| identity(one, reader, permit)), first, L::BY_MEMBERS), false)
        };
        if named.is_empty() {
            line(None, true).map_err(unwritten)?;
        }
        let mut all = named.iter().enumerate();
        all.try_for_each(|(nth, one)| line(Some(one), nth == 0)).map_err(unwritten)
    };
    asked.each(rx, &mut |rx, rows| {
        let rows = asked.people(rx, permit, rows)?;
        rows.iter().try_for_each(|(row, named)| write(row, named))
    })?;
    Ok((sheet.end(rx, asked, to, (rows, format))?, people))
}

/// The list's own columns but the masked ones, with those of the identities after what the row is known by.
fn columns<R>(own: Vec<Column<R>>, reader: &Reader, by_members: bool) -> Vec<Column<R>> {
    let stays = |column: &Column<R>| by_members || !MASKED.contains(&column.name.as_str());
    let mut own = own.into_iter().filter(stays);
    let known_by = own.next();
    let empty = |_: &R, _: &Reader| Cell::Empty;
    let mut full = Columns::new(reader).with("full-name", Kind::Text(5), empty);
    if by_members {
        full = full.with("relation", Kind::Text(5), empty);
    }
    let full = full.with("id-number", Kind::Text(10), empty).done();
    known_by.into_iter().chain(full).chain(own).collect()
}

/// The name, relation and number of somebody; only here a number becomes a cell.
fn identity(one: &Named, reader: &Reader, permit: &Permit) -> (Cell, Cell, Cell) {
    let number = one.number.reveal(permit.reason());
    (one.name.as_str().into(), reader.word_if(one.relation), number.into())
}

/// A line of the file: the row's own cells with the identity in its place. Counts are told once for each row.
fn cells(own: &[Cell], identity: Option<(Cell, Cell, Cell)>, first: bool, by_members: bool) -> Vec<Cell> {
    let once = |cell: &Cell| match cell {
        Cell::Whole(_) | Cell::Money(_) if !first => Cell::Empty,
        other => other.clone(),
    };
    let (name, relation, number) = identity.unwrap_or((Cell::Empty, Cell::Empty, Cell::Empty));
    let mut full = vec![name, number];
    if by_members {
        full.insert(1, relation);
    }
    let after = 1 + full.len();
    let (before, behind) = (own.iter().take(1).map(once), own.iter().skip(after).map(once));
    before.chain(full).chain(behind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_row_counts_is_told_once() {
        let own =
            [Cell::from("450721"), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Whole(3), Cell::from("村")];
        let somebody = || Some((Cell::from("黄"), Cell::from("户主"), Cell::from("1")));
        let first = cells(&own, somebody(), true, true);
        assert_eq!(first[1..4], [Cell::from("黄"), Cell::from("户主"), Cell::from("1")]);
        assert_eq!(first[4], Cell::Whole(3));
        assert_eq!(cells(&own, somebody(), false, true)[4..], [Cell::Empty, Cell::from("村")]);
        let of_one = [Cell::from("r"), Cell::Empty, Cell::Empty, Cell::Whole(7)];
        assert_eq!(
            cells(&of_one, somebody(), true, false),
            [Cell::from("r"), Cell::from("黄"), Cell::from("1"), Cell::Whole(7)]
        );
    }
}
