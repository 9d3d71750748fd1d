//! What each list's rows and columns are.

mod announcements;
mod applications;
mod attributions;
mod exits;
mod figures;
mod hires;
mod households;
mod programmes;
mod ratings;
mod records;
mod sites;

use rocket::Route;

use super::identities::doors as with_identities;
use super::routes as doors;
use crate::domain::codes::Code as _;
use crate::domain::paper::HolderKind;

/// The doors of every list but those of the tallies, which stand beside their pages.
#[must_use]
pub(in crate::web) fn routes() -> Vec<Route> {
    let lists = [
        doors::<crate::web::announcements::Query>("/announcements"),
        doors::<crate::web::applications::Query>("/applications"),
        doors::<crate::web::attributions::Query>("/attributions"),
        doors::<crate::web::exits::Query>("/exits"),
        doors::<figures::Figures>("/figures"),
        doors::<crate::web::hires::Query>("/hires"),
        doors::<crate::web::households::Query>("/households"),
        doors::<programmes::Programmes>("/programmes"),
        doors::<crate::web::ratings::Query>("/ratings"),
        doors::<crate::web::sites::Query>("/sites"),
    ]
    .concat();
    let people = [
        with_identities::<crate::web::attributions::Query>("/attributions"),
        with_identities::<crate::web::exits::Query>("/exits"),
        with_identities::<crate::web::hires::Query>("/hires"),
        with_identities::<crate::web::households::Query>("/households"),
    ]
    .concat();
    let records = HolderKind::LISTS.map(|kind| {
        let path = format!("/evidence/{}", kind.code());
        let own = if kind.is_own() { with_identities::<records::Records>(&path) } else { Vec::new() };
        [doors::<records::Records>(&path), own].concat()
    });
    [lists, people, records.concat()].concat()
}
