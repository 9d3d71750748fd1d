//! The calendar of re-checks, by month: what is due, what is overdue, what comes.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use rocket::{Route, get, routes};
use serde::Serialize;

use super::Row;
use crate::desk::ratings;
use crate::domain::rating::Standing;
use crate::web::page::{Answer, Page};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![calendar]
}

/// A month with its re-checks.
#[derive(Serialize)]
struct Month {
    first: NaiveDate,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct View {
    overdue: Vec<Row>,
    months: Vec<Month>,
    due: usize,
    coming: usize,
    rectifying: Vec<Row>,
    today: NaiveDate,
}

#[get("/ratings/re-checks")]
async fn calendar(visit: SignedIn) -> Answer {
    let all = visit.read(ratings::re_checks).await?;
    let (lang, today) = (visit.lang, visit.now.day());
    let (mut overdue, mut rectifying, mut due, mut coming) = (Vec::new(), Vec::new(), 0, 0);
    let mut months = BTreeMap::<NaiveDate, Vec<Row>>::new();
    for (line, standing) in all {
        let row = Row::of(lang, today, (line, standing));
        let first = row.re_check_on.with_day(1).unwrap_or(row.re_check_on);
        match standing {
            Standing::Rectification => rectifying.push(row),
            // A re-check of an earlier month that is still due is overdue.
            Standing::ReCheckDue if first < today.with_day(1).unwrap_or(today) => overdue.push(row),
            standing => {
                if standing == Standing::ReCheckDue {
                    due += 1;
                } else {
                    coming += 1;
                }
                months.entry(first).or_default().push(row);
            }
        }
    }
    let months = months.into_iter().map(|(first, rows)| Month { first, rows }).collect();
    Ok(Page::new("ratings/re_checks", &View { overdue, months, due, coming, rectifying, today }))
}
