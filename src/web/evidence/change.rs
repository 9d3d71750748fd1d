//! The forms that add a row under a course, project or programme, correct a record, or take one off its list.

use rocket::http::Status;
use rocket::{Route, get, post, routes};

use super::forms::{self, RecordForm};
use super::{Frame, add, file_page, form_page, holder_of, kept, several};
use crate::desk::Error;
use crate::desk::evidence::records::{self, Candidate, Named};
use crate::domain::paper::Holder;
use crate::web::failure::Failure;
use crate::web::forms::{Submitted, Typed};
use crate::web::page::{Answer, Done};
use crate::web::paging::Asked;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![new_row, add_row, edit, correct, ask, remove]
}

#[get("/evidence/<noun>/<record>/rows/new")]
async fn new_row(visit: SignedIn, noun: &str, record: i64) -> Answer {
    new_row_page(&visit, holder_of(noun, record)?, Typed::blank(), Vec::new()).await
}

async fn new_row_page(visit: &SignedIn, under: Holder, form: Typed, candidates: Vec<Candidate>) -> Answer {
    let kind = under.kind.rows().ok_or(Error::NotFound)?;
    let file = visit.read(move |rx| records::to_change(rx, under)).await?;
    let title = file.source.map(|one| one.kept.source.name().to_owned()).unwrap_or_default();
    let frame = Frame { action: format!("{under}/rows"), back: under.to_string(), title, correcting: false };
    form_page(visit, kind, frame, form, candidates).await
}

#[post("/evidence/<noun>/<record>/rows", data = "<form>")]
async fn add_row(
    visit: SignedIn,
    noun: &str,
    record: i64,
    form: Submitted<RecordForm>,
) -> Result<Done, Failure> {
    let under = holder_of(noun, record)?;
    let kind = under.kind.rows().ok_or(Error::NotFound)?;
    let made = match form.value {
        Ok(given) => add(&visit, Some(under), kind, given).await,
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match made {
        Ok(Named::Made(_)) => Ok(kept(under.to_string(), "notice-record-added")),
        Ok(Named::Several(candidates)) => {
            let form = form.typed.refused(&several(&candidates));
            let page = new_row_page(&visit, under, form, candidates).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = new_row_page(&visit, under, form.typed.refused(&refusals), Vec::new()).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/evidence/<noun>/<record>/correction")]
async fn edit(visit: SignedIn, noun: &str, record: i64) -> Answer {
    edit_page(&visit, holder_of(noun, record)?, None).await
}

async fn edit_page(visit: &SignedIn, holder: Holder, form: Option<Typed>) -> Answer {
    let mut file = visit.read(move |rx| records::to_change(rx, holder)).await?;
    let (title, filled) = match (file.source, file.rows.pop()) {
        (Some(one), _) => {
            let title = one.kept.source.name().to_owned();
            (title, forms::of_source(&one.kept.source, one.kept.revision))
        }
        (None, Some(row)) => (row.person, forms::of_row(&row.row, row.revision)),
        (None, None) => return Err(Error::NotFound.into()),
    };
    let frame =
        Frame { action: format!("{holder}/correction"), back: holder.to_string(), title, correcting: true };
    form_page(visit, holder.kind, frame, form.unwrap_or(filled), Vec::new()).await
}

#[post("/evidence/<noun>/<record>/correction", data = "<form>")]
async fn correct(
    visit: SignedIn,
    noun: &str,
    record: i64,
    form: Submitted<RecordForm>,
) -> Result<Done, Failure> {
    let holder = holder_of(noun, record)?;
    let corrected = match form.value {
        Ok(given) => correct_as_read(&visit, holder, given).await,
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match corrected {
        Ok(()) => Ok(kept(holder.to_string(), "notice-record-corrected")),
        Err(Error::Invalid(refusals)) => {
            let page = edit_page(&visit, holder, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

async fn correct_as_read(visit: &SignedIn, holder: Holder, given: RecordForm) -> crate::desk::Result<()> {
    let (read, reason) = given.read_and_reason()?;
    if holder.kind.rows().is_some() {
        let source = given.source(holder.kind)?;
        visit.write(move |tx| records::correct(tx, holder, read, &source, &reason)).await
    } else {
        let row = given.row(holder.kind)?;
        visit.write(move |tx| records::correct_row(tx, holder, read, &row, &reason)).await
    }
}

#[get("/evidence/<noun>/<record>/removal")]
async fn ask(visit: SignedIn, noun: &str, record: i64) -> Answer {
    let holder = holder_of(noun, record)?;
    if holder.kind.rows().is_some() {
        return Err(Error::NotFound.into());
    }
    file_page(&visit, holder, Asked::page(None), Some(Typed::blank())).await
}

#[post("/evidence/<noun>/<record>/removal", data = "<form>")]
async fn remove(
    visit: SignedIn,
    noun: &str,
    record: i64,
    form: Submitted<RecordForm>,
) -> Result<Done, Failure> {
    let holder = holder_of(noun, record)?;
    let removed = match form.value.and_then(|given| given.read_and_reason()) {
        Ok((read, reason)) => visit.write(move |tx| records::remove_row(tx, holder, read, &reason)).await,
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match removed {
        Ok(under) => {
            let to = under.map_or_else(|| format!("/evidence/{}", holder.kind), |under| under.to_string());
            Ok(kept(to, "notice-record-removed"))
        }
        Err(Error::Invalid(refusals)) => {
            let form = Some(form.typed.refused(&refusals));
            let page = file_page(&visit, holder, Asked::page(None), form).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
