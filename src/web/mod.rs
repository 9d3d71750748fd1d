//! The pages.

pub mod applications;
pub mod assets;
pub mod attributions;
pub mod csrf;
pub mod exits;
pub mod failure;
pub mod figures;
pub mod forms;
pub mod headers;
pub mod hires;
pub mod home;
pub mod households;
pub mod lang;
pub mod page;
pub mod paging;
pub mod programmes;
pub mod register;
pub mod session;
pub mod sign_in;
pub mod sites;
pub mod tallies;
pub mod visit;

/// Every route of the pages, to be mounted at `/`.
#[must_use]
pub fn routes() -> Vec<rocket::Route> {
    [
        applications::routes(),
        assets::routes(),
        attributions::routes(),
        exits::routes(),
        figures::routes(),
        hires::routes(),
        home::routes(),
        households::routes(),
        programmes::routes(),
        register::routes(),
        sign_in::routes(),
        sites::routes(),
        tallies::routes(),
    ]
    .concat()
}
