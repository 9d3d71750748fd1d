//! Certificates: issuing, voiding, printing, and what anybody learns from the address on one.

use chrono::NaiveDate;
use serde_json::json;

use super::{Error, Result, Rx, Tx, sheets as procedure};
use crate::domain::access::{Act, Scope};
use crate::domain::application::Level;
use crate::domain::certificate::{CheckAddress, CheckCode, Checked, Facts};
use crate::domain::division::DivisionCode;
use crate::domain::identity::Reason;
use crate::domain::ids::{CertificateId, RatingId, SiteId};
use crate::domain::rating::Star;
use crate::domain::refusal::Message;
use crate::domain::site::SiteKind;
use crate::keys::random;
pub use crate::store::certificates::Certificate;
use crate::store::certificates::{self as store, NewCertificate, Proven};
use crate::store::ratings::NewRating;
use crate::store::{Conn, divisions, ratings, sheets, sites};

/// As many certificates as one file may hold.
pub const MOST_AT_ONCE: usize = 100;

/// What certificates say of a site today.
struct Lettering {
    name: String,
    kind: SiteKind,
    place: String,
    unit: String,
}

fn lettering(c: &mut Conn, site: SiteId) -> Result<Lettering> {
    let site = sites::find(c, &Scope::City, site)?;
    let place = place_of(c, &site.division, &site.natural_village)?;
    Ok(Lettering { name: site.name, kind: site.kind, place, unit: site.unit_name })
}

/// Where a site lies, as papers print it: city, county, township, village, and the natural village if there is one.
///
/// # Errors
/// If the database fails.
pub fn place_of(c: &mut Conn, division: &DivisionCode, natural_village: &str) -> Result<String> {
    let city = division.as_str().get(..4).and_then(|city| format!("{city}00").parse().ok());
    let city = match city {
        Some(code) => divisions::find(c, &code)?.name,
        None => String::new(),
    };
    let inside = divisions::path(c, division)?.replace(' ', "");
    Ok(format!("{city}{inside}{natural_village}"))
}

fn fresh(
    c: &mut Conn,
    (site, level): (SiteId, Level),
    (rating, number, stars): (RatingId, String, Star),
    (from, until): (NaiveDate, NaiveDate),
) -> Result<NewCertificate> {
    let Lettering { name, kind, place, unit } = lettering(c, site)?;
    let authority = procedure::procedure()?.authority(level);
    let authority = authority.ok_or_else(|| Error::Broken(format!("no authority is named for {level}")))?;
    Ok(NewCertificate {
        rating,
        number,
        check_code: CheckCode::from_random(random()?).as_str().to_owned(),
        site_name: name,
        kind,
        place,
        authority: authority.of(&unit),
        stars,
        valid_from: from,
        valid_until: until,
        issued_by: None,
        issued_at: crate::domain::moment::Moment::from_local(from.into()),
    })
}

/// Issues the certificate of a rating just made, by the level that awarded its star, in the same transaction.
///
/// # Errors
/// If the rating has one in force.
pub(super) fn issue_first(tx: &mut Tx<'_>, id: RatingId, rating: &NewRating) -> Result<()> {
    let (level, _) = store::origin(tx.conn, id)?;
    let what = (id, rating.certificate.clone(), rating.stars);
    let new = fresh(tx.conn, (rating.site, level), what, (rating.awarded_on, rating.valid_until))?;
    issue(tx, new)
}

fn issue(tx: &mut Tx<'_>, new: NewCertificate) -> Result<()> {
    let new = NewCertificate { issued_by: Some(tx.actor.user), issued_at: tx.now, ..new };
    let id = store::insert(tx.conn, &new)?;
    let detail = json!({ "rating": new.rating, "number": new.number });
    tx.record("certificate.issued", "certificate", id.0, detail)
}

/// The certificates of a rating, with what can be done.
#[derive(Debug)]
pub struct List {
    /// All there ever were, newest first.
    pub certificates: Vec<Certificate>,
    /// The site.
    pub site: SiteId,
    /// The site's name today.
    pub site_name: String,
    /// Where it lies, as a certificate issued today would say.
    pub place: String,
    /// The star.
    pub stars: Star,
    /// Whether the rating counts.
    pub live: bool,
    /// How often the rating was changed; what issuing anew must name.
    pub revision: i64,
}

/// The certificates of a rating.
///
/// # Errors
/// `Forbidden`; `NotFound` if there is no such rating.
pub fn list(rx: &mut Rx<'_>, rating: RatingId) -> Result<List> {
    rx.actor()?.must(Act::IssueCertificate)?;
    let scope = rx.scope();
    let proven = store::proven(rx.conn, &scope, rating)?;
    let today = lettering(rx.conn, proven.site)?;
    Ok(List {
        certificates: store::of_rating(rx.conn, rating)?,
        site: proven.site,
        site_name: today.name,
        place: today.place,
        stars: proven.stars,
        live: proven.standing.is_live(),
        revision: proven.revision,
    })
}

/// Voids a certificate: from this moment its check page says so.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not in force.
pub fn void(tx: &mut Tx<'_>, rating: RatingId, id: CertificateId, reason: &Reason) -> Result<()> {
    tx.actor.must(Act::IssueCertificate)?;
    let scope = tx.scope();
    store::proven(tx.conn, &scope, rating)?;
    let of_rating = store::of_rating(tx.conn, rating)?;
    let found = of_rating.iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    if found.voided_at.is_some() {
        return Err(Error::Conflict(Message::new("error-certificate-voided")));
    }
    store::void(tx.conn, id, reason.as_str(), tx.actor.user, tx.now)?;
    tx.record("certificate.voided", "certificate", id.0, json!({ "reason": reason.as_str() }))
}

/// Issues a rating's certificate anew, with the next number, from the site's present record.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if one is in force or the rating does not count; `Stale`.
pub fn issue_anew(tx: &mut Tx<'_>, rating: RatingId, revision: i64) -> Result<String> {
    tx.actor.must(Act::IssueCertificate)?;
    let scope = tx.scope();
    let Proven { site, stars, standing, valid_until, revision: found, .. } =
        store::proven(tx.conn, &scope, rating)?;
    if !standing.is_live() {
        return Err(Error::Conflict(
            Message::new("error-certificate-no-rating").with_code("standing", standing),
        ));
    }
    let earlier = store::of_rating(tx.conn, rating)?;
    if earlier.iter().any(|one| one.voided_at.is_none()) {
        return Err(Error::Conflict(Message::new("error-certificate-in-force")));
    }
    if found != revision {
        return Err(Error::Stale);
    }
    let (today, year) = (tx.now.day(), tx.now.year());
    let next = ratings::next_of_series(tx.conn, "certificate", year)?;
    let (level, sheet) = store::origin(tx.conn, rating)?;
    let terms = sheets::find(tx.conn, sheet)?.sheet.terms;
    let what = (rating, String::new(), stars);
    let mut new = fresh(tx.conn, (site, level), what, (today, valid_until))?;
    new.number = terms.certificate_number(level, new.kind, year, next);
    store::name_in_rating(tx.conn, (rating, revision), &new.number)?;
    let number = new.number.clone();
    issue(tx, new)?;
    Ok(number)
}

/// The certificate in force of a rating, to be printed.
///
/// # Errors
/// `NotFound` if the reader may not know of the rating, or it has none in force.
pub fn to_print(rx: &mut Rx<'_>, rating: RatingId) -> Result<Certificate> {
    rx.actor()?.must(Act::ReadSites)?;
    let scope = rx.scope();
    store::proven(rx.conn, &scope, rating)?;
    Ok(store::in_force(rx.conn, rating)?)
}

/// Whether a certificate of a rating is in force.
pub(super) fn is_in_force(c: &mut Conn, rating: RatingId) -> Result<bool> {
    match store::in_force(c, rating) {
        Ok(_) => Ok(true),
        Err(crate::store::Fault::NotFound) => Ok(false),
        Err(fault) => Err(fault.into()),
    }
}

/// The certificates in force of these ratings, or the newest of the city for none, to be printed together.
///
/// # Errors
/// `Forbidden`; `NotFound` if one of the ratings is not there or has no certificate in force.
pub fn batch(rx: &mut Rx<'_>, of: &[RatingId]) -> Result<Vec<Certificate>> {
    rx.actor()?.must(Act::IssueCertificate)?;
    of.iter().take(MOST_AT_ONCE).map(|rating| Ok(store::in_force(rx.conn, *rating)?)).collect()
}

/// The certificates in force in the city, newest first.
///
/// # Errors
/// `Forbidden`.
pub fn in_force(rx: &mut Rx<'_>) -> Result<Vec<Certificate>> {
    rx.actor()?.must(Act::IssueCertificate)?;
    Ok(store::all_in_force(rx.conn, i64::try_from(MOST_AT_ONCE).unwrap_or(i64::MAX))?)
}

/// What the address on a certificate tells anybody.
#[derive(Debug)]
pub struct Verdict {
    /// The certificate.
    pub certificate: Certificate,
    /// The word for it.
    pub checked: Checked,
    /// The certificate that took its place, if it was voided and one did.
    pub in_its_place: Option<CheckAddress>,
}

/// Looks an address up. What it tells is the same for everybody, and names no person.
///
/// # Errors
/// `NotFound` if there is no such number, or its check code is another.
pub fn check(rx: &mut Rx<'_>, address: &CheckAddress) -> Result<Verdict> {
    let certificate = store::at_address(rx.conn, &address.number, address.code.as_str())?;
    let proven = store::proven(rx.conn, &Scope::City, certificate.rating)?;
    let later = store::of_rating(rx.conn, certificate.rating)?;
    let facts = Facts {
        valid_until: certificate.valid_until,
        voided_on: certificate.voided_at.map(crate::domain::moment::Moment::day),
        standing: proven.standing,
        ended_on: proven.ended_on,
        reissued: later.iter().any(|one| one.id > certificate.id),
    };
    let checked = facts.on(rx.now.day());
    let in_its_place = match checked {
        Checked::Voided(_) => store::of_site(rx.conn, proven.site)?
            .and_then(|(number, code)| format!("{number}-{code}").parse().ok()),
        _ => None,
    };
    Ok(Verdict { certificate, checked, in_its_place })
}
