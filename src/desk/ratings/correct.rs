//! 改正: a recorded value was wrong. Every paper and page that used it is shown, and the value put right with a reason.
//!
//! A wrong star is never put right here: that is a step of the rating, or a new decision.

use serde_json::json;

use crate::desk::certificates::place_of;
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::division::{DivisionCode, reporting_unit};
use crate::domain::identity::Reason;
use crate::domain::ids::{RatingId, SiteId};
use crate::domain::refusal::{Message, Refusals};
use crate::domain::site::{NaturalVillage, SiteName};
pub use crate::store::corrections::{Correction, Notice, Printed};
pub use crate::store::divisions::Village;
use crate::store::ratings::{self, Held};
use crate::store::{Fault, Unique, corrections as store, divisions, sites};

/// A certificate, with what of it is not what the record says.
#[derive(Debug)]
pub struct Differing {
    /// The certificate.
    pub printed: Printed,
    /// Whether it prints another name than the record.
    pub name: bool,
    /// Whether it prints another place.
    pub place: bool,
    /// Whether it prints another star than its rating has.
    pub star: bool,
}

impl Differing {
    /// Whether it says anything else than the record.
    #[must_use]
    pub const fn differs(&self) -> bool {
        self.name || self.place || self.star
    }
}

/// Everything that uses the values of a rating's site.
#[derive(Debug)]
pub struct Uses {
    /// The rating.
    pub held: Held,
    /// The place as the record has it.
    pub place: String,
    /// Every certificate printed for the site.
    pub certificates: Vec<Differing>,
    /// Every public notice about it, each with whether it names the site as the record does.
    pub notices: Vec<(Notice, bool)>,
    /// Whether the public register shows the site.
    pub on_register: bool,
    /// What was put right before, newest first.
    pub corrections: Vec<Correction>,
    /// The villages of its unit.
    pub villages: Vec<Village>,
}

/// Everything that uses the values of a rating's site.
///
/// # Errors
/// `Forbidden` for all but the city; `NotFound`.
pub fn uses(rx: &mut Rx<'_>, id: RatingId) -> Result<Uses> {
    rx.actor()?.must(Act::ReCheckRating)?;
    let held = ratings::find(rx.conn, &rx.scope(), id)?;
    let place = place_of(rx.conn, &held.division, &held.natural_village)?;
    let certificates = store::printed(rx.conn, held.site)?
        .into_iter()
        .map(|printed| Differing {
            name: printed.site_name != held.site_name,
            place: printed.place != place,
            star: printed.stars != printed.recorded,
            printed,
        })
        .collect();
    let notices = store::notices(rx.conn, held.site)?
        .into_iter()
        .map(|notice| {
            let named = notice.body.contains(&held.site_name);
            (notice, named)
        })
        .collect();
    Ok(Uses {
        on_register: ratings::live_of_site(rx.conn, held.site)?.is_some(),
        corrections: store::of_site(rx.conn, held.site)?,
        villages: divisions::villages(rx.conn, Some(&held.unit))?,
        certificates,
        notices,
        place,
        held,
    })
}

/// What is right.
#[derive(Debug, Clone)]
pub struct Right {
    /// The site's name.
    pub name: SiteName,
    /// Its village, in the unit it reports to.
    pub division: DivisionCode,
    /// The natural village in it.
    pub natural_village: Option<NaturalVillage>,
    /// Why the recorded value was wrong.
    pub reason: Reason,
}

/// Puts the name and village of a rating's site right, at the revision of its record the person saw. How many certificates in
/// force say something else afterwards.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Stale`; `Invalid` if nothing differs, for a village of another unit, or a name its village has.
pub fn correct(tx: &mut Tx<'_>, id: RatingId, site_revision: i64, right: &Right) -> Result<i64> {
    tx.actor.must(Act::ReCheckRating)?;
    let held = ratings::find(tx.conn, &tx.scope(), id)?;
    if held.site_revision != site_revision {
        return Err(Error::Stale);
    }
    let refuse = |field: &str, key| Error::from(Refusals::one(field, Message::new(key)));
    let units: Vec<_> = divisions::units(tx.conn)?.into_iter().map(|unit| unit.code).collect();
    match divisions::find(tx.conn, &right.division) {
        Ok(_) if right.division.as_str().len() == 12 => {}
        Ok(_) | Err(Fault::NotFound) => return Err(refuse("division", "error-site-division")),
        Err(other) => return Err(other.into()),
    }
    if reporting_unit(&right.division, &units) != Some(&held.unit) {
        return Err(refuse("division", "error-correction-unit"));
    }
    let natural_village = right.natural_village.as_ref().map_or("", NaturalVillage::as_str);
    let was = place_of(tx.conn, &held.division, &held.natural_village)?;
    let becomes = place_of(tx.conn, &right.division, natural_village)?;
    let mut changes: Vec<(&'static str, &str, &str)> = Vec::new();
    if held.site_name != right.name.as_str() {
        changes.push(("name", &held.site_name, right.name.as_str()));
    }
    if was != becomes || held.division != right.division {
        changes.push(("place", &was, &becomes));
    }
    if changes.is_empty() {
        return Err(refuse("name", "error-correction-nothing"));
    }
    let place = (&right.division, natural_village);
    sites::put_right(tx.conn, (held.site, site_revision), &right.name, place)
        .map_err(|fault| fault.taken(Unique::SiteName, || refuse("name", "error-site-name-taken")))?;
    for (field, was, becomes) in &changes {
        let correction = store::NewCorrection {
            site: held.site,
            rating: id,
            field,
            was,
            becomes,
            reason: right.reason.as_str(),
            by: tx.actor.user,
            at: tx.now,
        };
        store::insert(tx.conn, &correction)?;
    }
    let fields: Vec<&str> = changes.iter().map(|(field, ..)| *field).collect();
    tx.record("site.corrected", "site", held.site.0, json!({ "fields": fields, "rating": id }))?;
    wrong_in_force(tx, held.site, (right.name.as_str(), &becomes))
}

/// How many certificates in force of a site print another name or place.
fn wrong_in_force(tx: &mut Tx<'_>, site: SiteId, (name, place): (&str, &str)) -> Result<i64> {
    let wrong = store::printed(tx.conn, site)?.into_iter().filter(|printed| {
        printed.voided_at.is_none() && (printed.site_name != name || printed.place != place)
    });
    Ok(i64::try_from(wrong.count()).unwrap_or(i64::MAX))
}
