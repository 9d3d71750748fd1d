//! Ratings: the public register of stars, and what happens to a rating after its award.
//!
//! What the public register shows is the same for everybody, and names no person.

pub mod correct;
pub mod counts;
mod read;
pub mod rectify;
mod steps;
mod sweep;

pub use read::{
    Correction, Held as KeptRating, List, Open, RatingFilter, RatingLine, RatingStepTaken, Shown, list, open,
    open_one, re_checks, show, waiting,
};
use serde::Serialize;

pub use steps::{Order, call_re_check, cancel, give_up, keep, lower, order_rectification};
pub(super) use steps::{awarded_meanwhile, make_way};
pub use sweep::{Swept, sweep};

use super::{Result, Rx};
use crate::domain::access::Scope;
use crate::domain::ids::SiteId;
use crate::domain::rating::Star;
pub use crate::store::divisions::Unit;
pub use crate::store::ratings::Rating;
pub use crate::store::sites::{Site, SiteFilter, SiteLine};
use crate::store::{divisions, ratings, sites};

/// How many sites of a unit hold each star.
#[derive(Debug, Clone, Serialize)]
pub struct Held {
    /// The unit.
    pub unit: Unit,
    /// The number of sites by star, from one star up.
    pub by_star: [i64; 5],
    /// In all.
    pub total: i64,
}

/// One page of the register.
#[derive(Debug)]
pub struct Register {
    /// The rows.
    pub rows: Vec<SiteLine>,
    /// How many the filter finds.
    pub total: i64,
    /// How many sites of each unit hold each star, whatever the filter.
    pub held: Vec<Held>,
}

/// The sites that hold a star.
///
/// # Errors
/// If the database fails.
pub fn register(rx: &mut Rx<'_>, filter: &SiteFilter, offset: i64, limit: i64) -> Result<Register> {
    let counts = ratings::held(rx.conn)?;
    let held = divisions::units(rx.conn)?.into_iter().map(|unit| {
        let of = |star: Star| {
            counts
                .iter()
                .find(|(code, held, _)| *code == unit.code && *held == star)
                .map_or(0, |(_, _, n)| *n)
        };
        let by_star = Star::ALL.map(of);
        Held { unit, total: by_star.iter().sum(), by_star }
    });
    Ok(Register {
        held: held.collect(),
        rows: sites::list(rx.conn, &Scope::Public, filter, offset, limit)?,
        total: sites::count(rx.conn, &Scope::Public, filter)?,
    })
}

/// Every site of the register that a filter finds, in the order of its list: [`register`] counts and pages the same.
///
/// # Errors
/// If the database fails.
pub fn open_register(rx: &mut Rx<'_>, filter: &SiteFilter) -> Result<Vec<SiteLine>> {
    Ok(sites::list(rx.conn, &Scope::Public, filter, 0, i64::MAX)?)
}

/// A site that holds a star, as the public sees it.
#[derive(Debug)]
pub struct PublicSite {
    /// The site. Its business is not to be shown.
    pub site: Site,
    /// County, township and village, by name.
    pub place: String,
    /// Its ratings, newest first.
    pub ratings: Vec<Rating>,
}

/// One site of the register.
///
/// # Errors
/// `NotFound` if there is none, or it holds no star.
pub fn public_site(rx: &mut Rx<'_>, id: SiteId) -> Result<PublicSite> {
    let site = sites::find(rx.conn, &Scope::Public, id)?;
    Ok(PublicSite {
        place: divisions::path(rx.conn, &site.division)?,
        ratings: ratings::of_site(rx.conn, id)?,
        site,
    })
}
