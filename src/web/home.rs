//! The start page: for the public what this is, for a signed-in person what waits for them.

use rocket::{Route, get, routes};
use serde::Serialize;

use super::page::{Answer, Page};
use super::visit::Visit;
use crate::desk::{Waiting, home};
use crate::domain::access::Act;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct Work {
    waiting: Vec<Waiting>,
    today: chrono::NaiveDate,
    actions: Vec<Action>,
}

/// A main thing to do from here.
#[derive(Serialize)]
struct Action {
    key: &'static str,
    href: &'static str,
}

const ACTIONS: &[(Act, Action)] = &[
    (Act::ReportHire, Action { key: "home-report-hire", href: "/hires/new" }),
    (Act::SubmitApplication, Action { key: "home-apply", href: "/applications/new" }),
    (Act::KeepSite, Action { key: "home-my-sites", href: "/sites" }),
    (Act::ReportHire, Action { key: "home-my-records", href: "/hires" }),
    (Act::ReportHire, Action { key: "home-outbox", href: "/outbox" }),
    (Act::AcceptApplication, Action { key: "home-applications", href: "/applications" }),
    (Act::IssueCertificate, Action { key: "home-certificates", href: "/certificates" }),
    (Act::AnswerObjection, Action { key: "home-objections", href: "/objections" }),
    (Act::VerifyHire, Action { key: "home-hires", href: "/hires" }),
    (Act::ReadExits, Action { key: "home-exits", href: "/exits" }),
    (Act::ReadTallies, Action { key: "home-tallies", href: "/tallies" }),
    (Act::ReadTallies, Action { key: "home-star-counts", href: "/ratings/counts" }),
];

#[get("/")]
async fn show(visit: Visit) -> Answer {
    let Some(actor) = visit.actor.clone() else {
        return Ok(Page::new("home/public", &serde_json::json!({})));
    };
    let waiting = visit.read(home::waiting).await?;
    let may = |(act, _): &&(Act, Action)| actor.may(*act);
    let actions =
        ACTIONS.iter().filter(may).map(|(_, action)| Action { key: action.key, href: action.href }).collect();
    Ok(Page::new("home/work", &Work { waiting, today: visit.now.day(), actions }))
}
