//! Whatever points are given in whichever columns, no way to an award gives a star above what they reach.

use proptest::prelude::*;
use xingtu::desk::applications::{self, Inspecting, Opinion, Outcome};
use xingtu::desk::{Error, Result, Tx};
use xingtu::domain::access::{Actor, Scope};
use xingtu::domain::application::Stage;
use xingtu::domain::inspection::ItemNotes;
use xingtu::domain::rating::Star;
use xingtu::domain::scoring::{Answers, Facts, Verdict, score};
use xingtu::domain::site::Trade;
use xingtu::store::applications as store;

use super::sheet;
use crate::support::city::{City, date, now};
use crate::support::database::{Database, numbers, run};

/// The points nearest below a share of each item's most that the item can have.
fn points(shares: &[i32]) -> Answers {
    let nearest = |(share, (_, item)): (&i32, (_, &xingtu::domain::sheet::Item))| {
        let most = item.max * share / 100;
        let points = (0..=most).rev().find(|points| item.check(*points).is_ok()).unwrap_or(0);
        (item.code.clone(), points)
    };
    shares.iter().cycle().zip(sheet().items()).map(nearest).collect()
}

/// Shares of what there is: mostly much of it, so that every star comes up.
fn shares() -> impl Strategy<Value = Vec<i32>> {
    (40_i32..=100)
        .prop_flat_map(|least| prop::collection::vec(prop_oneof![1 => 0..=100_i32, 9 => least..=100], 80))
}

fn act<T: Send + 'static>(
    city: &City,
    by: &Actor,
    work: impl FnOnce(&mut Tx<'_>, i64) -> Result<T> + Send + 'static,
) -> Result<T> {
    let id = city.records.application;
    let revision = city.desk.db.read_now(move |c| store::find(c, &Scope::City, id)).unwrap().revision;
    city.desk.write_now(by.clone(), now(), move |tx| work(tx, revision))
}

fn best(answers: &Answers, facts: Facts) -> Option<Star> {
    score(&sheet(), answers, facts).reached
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_way_awards_above_what_the_points_reach(
        applied in 1_i32..=5,
        (county, panel) in (shares(), shares()),
        trade in prop::sample::select(vec![Trade::Catering, Trade::Lodging, Trade::Combined]),
        visits in prop::option::of(0_i64..60_000),
        detour in any::<bool>(),
    ) {
        let city = City::new(Database::sqlite());
        let id = city.records.application;
        let mut conn = city.database.connect();
        run(&mut conn, &format!("UPDATE applications SET applied_star = {applied}")).unwrap();
        run(&mut conn, &format!("UPDATE sites SET trade = '{trade}'")).unwrap();
        match visits {
            Some(visits) => run(&mut conn, &format!("UPDATE site_months SET visits = {}", visits / 12)).unwrap(),
            None => run(&mut conn, "DELETE FROM site_months").unwrap(),
        };
        let second = city.another("shiju2", &city.cast.office);
        let cast = &city.cast;
        let counted = |answers: &Answers| -> Answers {
            let sheet = sheet();
            let counts = sheet.items().filter(|(part, _)| part.coefficient(trade).counts()).map(|(_, item)| item.code.clone());
            counts.filter_map(|code| Some((code.clone(), *answers.get(&code)?))).collect()
        };
        let (county, panel) = (counted(&points(&county)), counted(&points(&panel)));
        act(&city, &cast.county, move |tx, revision| applications::accept(tx, id, revision)).unwrap();
        let given = county.clone();
        act(&city, &cast.county, move |tx, revision| applications::save_scores(tx, id, revision, &given, true)).unwrap();
        let long = applied > 3 || detour;
        if long {
            if applied <= 3 {
                act(&city, &cast.colleague, move |tx, revision| applications::forward(tx, id, revision)).unwrap();
            }
            let noted: ItemNotes = sheet().items().map(|(_, item)| (item.code.clone(), "现场核对".to_owned())).collect();
            let answers = panel.clone();
            act(&city, &cast.office, move |tx, revision| {
                let new = Inspecting {
                    on: date(2017, 11, 24), place: "大芦村".into(), notes: String::new(), staff: vec![tx.actor.user],
                    experts: vec![("覃老师".into(), "北部湾大学".into())], answers, item_notes: noted,
                };
                applications::save_inspection(tx, id, revision, &new, true).map(drop)
            }).unwrap();
        }
        let site = city.records.site;
        let before = date(2017, 11, 24);
        let annual_visits = city.desk.db.read_now(move |c| xingtu::store::sites::annual_visits(c, site, before)).unwrap();
        let facts = Facts { trade, annual_visits };
        let reached = best(if long { &panel } else { &county }, facts);
        let decider = if applied > 3 { &second } else { &cast.colleague };
        // From five down, whoever decides is refused until the points reach it.
        let mut given = None;
        for star in (1..=5).rev().map(|star| Star::try_from(star).unwrap()) {
            let may = Some(star) <= reached && star.number() <= applied;
            let outcome = act(&city, decider, move |tx, revision| {
                let document = Some(("桂旅发〔2017〕12 号".to_owned(), date(2017, 11, 24)));
                let opinion = Opinion { document, ..Opinion::new(Verdict::Award(star), "见材料") };
                applications::decide(tx, id, revision, &opinion)
            });
            match outcome {
                Ok(Outcome::Awarded(_)) => prop_assert!(may && !long, "{star} of {reached:?}"),
                Ok(Outcome::Decided(decided)) => prop_assert!(may && long && decided == star, "{star} of {reached:?}"),
                Ok(Outcome::Rejected) => prop_assert!(false, "nobody rejected it"),
                Err(Error::Invalid(_)) => prop_assert!(!may, "{star} of {reached:?} was refused"),
                Err(other) => prop_assert!(false, "{star}: {other:?}"),
            }
            if may {
                given = Some(star);
                break;
            }
        }
        // And what is recorded is what was given.
        let least = given.map_or(0, |star| i64::from(star.number()));
        prop_assert!(least <= reached.map_or(0, |star| i64::from(star.number())));
        let recorded = numbers(&mut conn, "SELECT CAST(coalesce(awarded_star, 0) AS BIGINT) AS n FROM decisions");
        prop_assert_eq!(recorded, given.map(|_| least).into_iter().collect::<Vec<_>>());
        let stars = numbers(&mut conn, "SELECT CAST(stars AS BIGINT) AS n FROM ratings");
        let held = given.filter(|_| !long).map(|_| least);
        prop_assert_eq!(stars, held.into_iter().collect::<Vec<_>>());
        let stage = city.desk.db.read_now(move |c| store::find(c, &Scope::City, id)).unwrap().stage;
        let wanted = match (given, long) {
            (Some(_), false) => Stage::Awarded,
            (Some(_), true) => Stage::Decided,
            (None, false) => Stage::FirstReviewed,
            (None, true) => Stage::Inspected,
        };
        prop_assert_eq!(stage, wanted);
    }
}
