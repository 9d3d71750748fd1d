//! What is missing to an application, and its submission, say the same.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use xingtu::desk::{Error, applications};

use super::{full, of_part, sheet};
use crate::support::city::{City, now};
use crate::support::database::Database;

/// Whatever is filled in and whatever not: the list of tasks names something missing exactly when the submission is refused.
#[test]
fn nothing_is_missing_exactly_when_it_is_submitted() {
    let city = City::new(Database::sqlite());
    let keeper = city.cast.operator.clone();
    let site = city.records.site;
    let codes: Vec<String> = sheet().items().map(|(_, item)| item.code.clone()).collect();
    let cases = (
        prop::option::weighted(0.3, 0..codes.len()),
        prop::option::weighted(0.3, 0..codes.len()),
        prop::bool::weighted(0.85),
        prop::bool::weighted(0.15),
        prop::option::weighted(0.2, 1..=12_u32),
        prop::sample::select(vec![
            Some("2015-05-01"),
            Some("2015-05-01"),
            Some("2016-11-24"),
            Some("2016-11-25"),
            None,
        ]),
    );
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    runner
        .run(&cases, |(gone, zero, pledged, expired, month, opened)| {
            city.clear();
            city.sql("DELETE FROM site_months");
            let until = if expired { "'2017-11-23'" } else { "NULL" };
            city.sql(&format!("UPDATE licences SET valid_until = {until} WHERE kind = 'food'"));
            city.desk.db.write_now(move |c| crate::support::seed::report_year(c, site)).unwrap();
            if let Some(month) = month {
                city.sql(&format!("DELETE FROM site_months WHERE month = {month}"));
            }
            let day = opened.map_or("NULL".to_owned(), |day| format!("'{day}'"));
            city.sql(&format!("UPDATE sites SET opened_on = {day}"));
            let mut points = full();
            zero.map(|at| points.insert(codes[at].clone(), 0));
            gone.map(|at| points.remove(&codes[at]));
            let star = 3.try_into().unwrap();
            let (named, submitted) = city
                .desk
                .write_now(keeper.clone(), now(), move |tx| {
                    let beginning = applications::Beginning { site, star, note: String::new() };
                    let id = applications::begin(tx, &beginning)?;
                    let mut revision = 1;
                    for part in sheet().parts {
                        applications::assess(tx, id, revision, &part.code, &of_part(&part, &points))?;
                        revision += 1;
                    }
                    if pledged {
                        applications::pledge(tx, id, revision, &"宁掌柜".parse().unwrap())?;
                        revision += 1;
                    }
                    let filing = applications::filing(&mut tx.reading(), id)?;
                    let missing: Vec<String> =
                        filing.readiness.missing.iter().map(applications::place).collect();
                    let outcome = applications::submit(tx, id, revision, filing.version.id, "");
                    Ok((missing, outcome))
                })
                .unwrap();
            match submitted {
                Ok(()) => prop_assert!(named.is_empty(), "{:?}", named),
                Err(Error::Invalid(refusals)) => {
                    let refused: Vec<&str> = refusals.iter().map(|(field, _)| field).collect();
                    prop_assert!(!named.is_empty());
                    prop_assert_eq!(refused, named.iter().map(String::as_str).collect::<Vec<_>>());
                }
                Err(other) => prop_assert!(false, "{:?}", other),
            }
            Ok(())
        })
        .unwrap();
}
