//! Certificates: on paper, as a list of a rating, and the page anybody opens from the code printed on one.

mod check;
mod face;
mod paper;

use rocket::form::FromForm;
use rocket::http::{ContentType, Header, RawStr, Status};
use rocket::tokio::task::spawn_blocking;
use rocket::{Responder, Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::failure::Failure;
use super::forms::{Entry, Submitted, Typed};
use super::page::{Answer, Done, Page, See};
use super::public_url::PublicUrl;
use super::visit::SignedIn;
use crate::desk::{self, certificates};
use crate::domain::certificate::CheckAddress;
use crate::domain::identity::Reason;
use crate::domain::ids::{CertificateId, RatingId, SiteId};
use crate::domain::rating::Star;
use crate::domain::refusal::Message;

pub use check::Checks;
use paper::{Printed, Unprinted};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    let own = routes![one, many, index, list, issue, voiding, void];
    [own, check::routes()].concat()
}

/// A paper to be opened or kept.
#[derive(Responder)]
struct Pdf {
    body: Vec<u8>,
    kind: ContentType,
    name: Header<'static>,
}

#[get("/ratings/<id>/certificate.pdf")]
async fn one(visit: SignedIn, id: RatingId, url: PublicUrl) -> Result<Pdf, Failure> {
    let certificate = visit.read(move |rx| certificates::to_print(rx, id)).await?;
    let name = format!("inline; filename=\"{}.pdf\"", certificate.number);
    printed(vec![certificate], url, name).await
}

#[get("/certificates.pdf?<rating>")]
async fn many(visit: SignedIn, rating: Vec<i64>, url: PublicUrl) -> Result<Pdf, Failure> {
    let chosen: Vec<RatingId> = rating.into_iter().map(RatingId).collect();
    let found = visit.read(move |rx| certificates::batch(rx, &chosen)).await?;
    if found.is_empty() {
        return Err(desk::Error::Conflict(Message::new("error-certificate-none-chosen")).into());
    }
    printed(found, url, "inline; filename=\"certificates.pdf\"".into()).await
}

async fn printed(of: Vec<certificates::Certificate>, url: PublicUrl, name: String) -> Result<Pdf, Failure> {
    let drawn = spawn_blocking(move || {
        let pages: Result<Vec<Printed>, Unprinted> = of.into_iter().map(|one| to_print(one, &url)).collect();
        paper::print(&pages?)
    });
    let body = match drawn.await {
        Ok(Ok(body)) => body,
        Ok(Err(Unprinted::Glyph(missing))) => return Err(desk::Error::conflict(&missing).into()),
        Ok(Err(Unprinted::Broken(words))) => return Err(Failure::broken(&words)),
        Err(error) => return Err(desk::Error::from(error).into()),
    };
    Ok(Pdf { body, kind: ContentType::PDF, name: Header::new("Content-Disposition", name) })
}

fn to_print(of: certificates::Certificate, url: &PublicUrl) -> Result<Printed, Unprinted> {
    let address: CheckAddress = format!("{}-{}", of.number, of.check_code)
        .parse()
        .map_err(|_| Unprinted::Broken(format!("certificate {} has no check address", of.id)))?;
    Ok(Printed {
        check_url: url.of(&format!("/v/{}", RawStr::new(&address.to_string()).percent_encode())),
        address,
        site: of.site_name,
        kind: of.kind,
        place: of.place,
        stars: of.stars,
        from: of.valid_from,
        until: of.valid_until,
        issued_on: of.issued_at.day(),
        authority: of.authority,
    })
}

#[derive(Serialize)]
struct IndexView {
    certificates: Vec<certificates::Certificate>,
    most: usize,
}

#[get("/certificates")]
async fn index(visit: SignedIn) -> Answer {
    let certificates = visit.read(certificates::in_force).await?;
    Ok(Page::new("certificates/index", &IndexView { certificates, most: certificates::MOST_AT_ONCE }))
}

#[derive(Serialize)]
struct ListView {
    rating: RatingId,
    site: SiteId,
    site_name: String,
    place: String,
    stars: Star,
    live: bool,
    in_force: bool,
    revision: i64,
    certificates: Vec<certificates::Certificate>,
}

#[get("/ratings/<id>/certificates")]
async fn list(visit: SignedIn, id: RatingId) -> Answer {
    let found = visit.read(move |rx| certificates::list(rx, id)).await?;
    Ok(Page::new(
        "certificates/list",
        &ListView {
            rating: id,
            site: found.site,
            site_name: found.site_name,
            place: found.place,
            stars: found.stars,
            live: found.live,
            in_force: found.certificates.iter().any(|one| one.voided_at.is_none()),
            revision: found.revision,
            certificates: found.certificates,
        },
    ))
}

#[derive(FromForm, Validate)]
struct Revised {
    revision: i64,
}

#[post("/ratings/<id>/certificates", data = "<form>")]
async fn issue(visit: SignedIn, id: RatingId, form: Submitted<Revised>) -> Result<See, Failure> {
    let revision = form.value.map_err(desk::Error::Invalid)?.revision;
    let number = visit.write(move |tx| certificates::issue_anew(tx, id, revision)).await?;
    let notice = Message::new("notice-certificate-issued").with("number", number);
    Ok(See::other(format!("/ratings/{id}/certificates")).notice(notice))
}

#[derive(Serialize)]
struct VoidView {
    form: Typed,
    rating: RatingId,
    certificate: certificates::Certificate,
}

async fn void_page(visit: &SignedIn, id: RatingId, certificate: CertificateId, form: Typed) -> Answer {
    let found = visit.read(move |rx| certificates::list(rx, id)).await?;
    let certificate = found.certificates.into_iter().find(|one| one.id == certificate);
    let certificate = certificate.ok_or(desk::Error::NotFound)?;
    Ok(Page::new("certificates/void", &VoidView { form, rating: id, certificate }))
}

#[get("/ratings/<id>/certificates/<certificate>/voiding")]
async fn voiding(visit: SignedIn, id: RatingId, certificate: CertificateId) -> Answer {
    void_page(&visit, id, certificate, Typed::blank()).await
}

#[derive(FromForm, Validate)]
struct VoidForm {
    reason: Entry<Reason>,
}

#[post("/ratings/<id>/certificates/<certificate>/voiding", data = "<form>")]
async fn void(
    visit: SignedIn,
    id: RatingId,
    certificate: CertificateId,
    form: Submitted<VoidForm>,
) -> Result<Done, Failure> {
    let voided = match form.value {
        Ok(VoidForm { reason: Entry(reason) }) => {
            visit.write(move |tx| certificates::void(tx, id, certificate, &reason)).await
        }
        // Whoever may not void is told that before what is wrong with the form.
        Err(refusals) => match visit.read(move |rx| certificates::list(rx, id).map(drop)).await {
            Ok(()) => Err(desk::Error::Invalid(refusals)),
            Err(failure) => return Err(failure),
        },
    };
    match voided {
        Ok(()) => Ok(See::other(format!("/ratings/{id}/certificates"))
            .notice(Message::new("notice-certificate-voided"))
            .into()),
        Err(desk::Error::Invalid(refusals)) => {
            let page = void_page(&visit, id, certificate, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
