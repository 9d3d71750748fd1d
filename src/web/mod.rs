//! The pages: each handler parses, makes one call to the desk, and shows. `docs/web.md` tells how to write one.

pub mod announcements;
pub mod applications;
pub mod assets;
pub mod attribution_batches;
pub mod attributions;
pub mod benefits;
pub mod calendar;
pub mod certificates;
pub mod csrf;
pub mod dossiers;
pub mod evidence;
pub mod evidence_rules;
pub mod exit_criteria;
pub mod exits;
mod exports;
pub mod failure;
pub mod figures;
pub mod files;
pub mod forms;
pub mod headers;
pub mod health;
pub mod hires;
pub mod home;
pub mod household_checks;
pub mod households;
pub mod imports;
pub mod income_lines;
pub mod lang;
pub mod licences;
mod made;
pub mod months;
pub mod notices;
pub mod objections;
pub mod outbox;
pub mod page;
pub mod paging;
pub mod papers;
pub mod params;
pub mod preferences;
pub mod programmes;
pub mod public_url;
mod rate;
pub mod ratings;
pub mod rectifications;
pub mod register;
pub mod sample_checks;
pub mod session;
pub mod sheets;
pub mod sign_in;
pub mod sites;
pub mod snapshots;
pub mod tallies;
pub mod targets;
mod units;
pub mod visit;

use rocket::figment::Figment;
use rocket::shield::Shield;
use rocket::{Build, Rocket};

pub use failure::Failure;
pub use forms::{Confirm, Entry, Submitted, Typed, Uploaded, Uploads};
pub use lang::Lang;
pub use page::{Answer, Done, Page, See};
pub use visit::{Clock, SignedIn, Visit};

use crate::desk::Desk;

/// Put into the server's state, it marks every page as a demonstration with fictional people.
#[derive(Debug, Clone, Copy)]
pub struct Demonstration;

/// Every route of the pages, to be mounted at `/`.
#[must_use]
pub fn routes() -> Vec<rocket::Route> {
    [
        announcements::routes(),
        applications::routes(),
        assets::routes(),
        attribution_batches::routes(),
        attributions::routes(),
        certificates::routes(),
        benefits::routes(),
        calendar::routes(),
        dossiers::routes(),
        evidence::routes(),
        evidence_rules::routes(),
        exit_criteria::routes(),
        exits::routes(),
        exports::lists::routes(),
        figures::routes(),
        snapshots::routes(),
        health::routes(),
        hires::routes(),
        home::routes(),
        household_checks::routes(),
        households::routes(),
        imports::routes(),
        income_lines::routes(),
        licences::routes(),
        months::routes(),
        notices::routes(),
        objections::routes(),
        outbox::routes(),
        papers::routes(),
        preferences::routes(),
        programmes::routes(),
        ratings::routes(),
        rectifications::routes(),
        register::routes(),
        sample_checks::routes(),
        sheets::routes(),
        sign_in::routes(),
        sites::routes(),
        tallies::routes(),
        targets::routes(),
    ]
    .concat()
}

/// The web server over a desk: pages at `/`, JSON at `/api/v1`. The caller's settings go over these defaults.
#[must_use]
pub fn rocket(desk: Desk, settings: &Figment, clock: Clock) -> Rocket<Build> {
    let public_url = public_url::Setting::of(settings);
    rocket::custom(settings)
        .manage(desk)
        .manage(clock)
        .manage(health::Counters::default())
        .manage(sign_in::Tries::default())
        .manage(certificates::Checks::default())
        .manage(objections::Filings::default())
        .manage(public_url)
        .manage(units::Units::default())
        .manage(crate::desk::imports::Running::default())
        .manage(crate::desk::tallies::answers::Answers::default())
        // Its headers are among ours.
        .attach(Shield::new())
        .attach(headers::Headers)
        .mount("/", routes())
        .mount("/api/v1", crate::api::routes())
        .register("/", failure::catchers())
}
