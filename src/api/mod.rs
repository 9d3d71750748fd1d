//! JSON under `/api/v1`: the same desk functions as the pages, the same rules and permissions.

pub mod attributions;
mod body;
pub mod exits;
pub mod figures;
pub mod hires;
pub mod openapi;
mod params;
pub mod problem;
pub mod ratings;
pub mod sheets;
pub mod tallies;
pub mod targets;

/// Every route of the API, to be mounted at `/api/v1`.
#[must_use]
pub fn routes() -> Vec<rocket::Route> {
    [
        attributions::routes(),
        exits::routes(),
        figures::routes(),
        hires::routes(),
        openapi::routes(),
        ratings::routes(),
        sheets::routes(),
        tallies::routes(),
        targets::routes(),
    ]
    .concat()
}
