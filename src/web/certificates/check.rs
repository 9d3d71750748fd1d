//! The page behind the code on a certificate: one word, a colour, and its days. For everybody, and never from a cache.

use std::num::NonZeroU32;

use chrono::NaiveDate;
use rocket::http::{Header, Status};
use rocket::{Responder, Route, State, get, routes};
use serde::Serialize;

use crate::desk::{self, certificates};
use crate::domain::certificate::{CheckAddress, Checked};
use crate::domain::rating::Star;
use crate::domain::site::SiteKind;
use crate::web::failure::{Failure, Kind};
use crate::web::page::Page;
use crate::web::rate::{ByAddress, From};
use crate::web::visit::Visit;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![check]
}

const AT_ONCE: NonZeroU32 = NonZeroU32::new(60).unwrap();
const A_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// How often addresses were looked up of late: often enough for a fair, too seldom for guessing codes.
pub struct Checks(ByAddress);

impl Default for Checks {
    fn default() -> Self {
        Self(ByAddress::new(AT_ONCE, A_MINUTE))
    }
}

/// A page no search engine lists and no cache keeps.
#[derive(Responder)]
struct Unlisted {
    page: Page,
    robots: Header<'static>,
    cache: Header<'static>,
}

/// What of a certificate everybody may read.
#[derive(Serialize)]
struct View {
    word: &'static str,
    tone: &'static str,
    day: Option<NaiveDate>,
    found: Option<Found>,
    in_its_place: Option<String>,
    today: NaiveDate,
}

#[derive(Serialize)]
struct Found {
    number: String,
    site: String,
    kind: SiteKind,
    place: String,
    stars: Star,
    from: NaiveDate,
    until: NaiveDate,
    authority: String,
}

#[get("/v/<address>")]
async fn check(visit: Visit, address: &str, from: From, checks: &State<Checks>) -> Result<Unlisted, Failure> {
    checks.0.one_more(from)?;
    let found = match address.parse::<CheckAddress>() {
        Ok(address) => match visit.read(move |rx| certificates::check(rx, &address)).await {
            Ok(found) => Some(found),
            Err(failure) if failure.kind == Kind::NotFound => None,
            Err(failure) => return Err(failure),
        },
        Err(_) => None,
    };
    let status = if found.is_some() { Status::Ok } else { Status::NotFound };
    let page = Page::new("certificates/check", &View::of(found, visit.now.day())).status(status);
    Ok(Unlisted {
        page,
        robots: Header::new("X-Robots-Tag", "noindex"),
        cache: Header::new("Cache-Control", "no-store"),
    })
}

impl View {
    fn of(found: Option<desk::certificates::Verdict>, today: NaiveDate) -> Self {
        let Some(verdict) = found else {
            return Self { word: "none", tone: "err", day: None, found: None, in_its_place: None, today };
        };
        let (word, tone, day) = match verdict.checked {
            Checked::Valid(until) => ("valid", "ok", until),
            Checked::Expired(until) => ("expired", "warn", until),
            Checked::Ended(since) => ("ended", "err", since),
            Checked::Voided(since) => ("voided", "err", since),
        };
        let certificate = verdict.certificate;
        Self {
            word,
            tone,
            day: Some(day),
            in_its_place: verdict.in_its_place.map(|address| address.to_string()),
            today,
            found: Some(Found {
                number: certificate.number,
                site: certificate.site_name,
                kind: certificate.kind,
                place: certificate.place,
                stars: certificate.stars,
                from: certificate.valid_from,
                until: certificate.valid_until,
                authority: certificate.authority,
            }),
        }
    }
}
