//! What the public is told: releases that stay, from which nobody works out a single household.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use std::sync::Arc;

use rocket::local::blocking::Client;
use xingtu::desk::{Desk, Error, attributions, open_tallies, snapshots};
use xingtu::domain::access::{Actor, Role};
use xingtu::domain::attribution::Stage;
use xingtu::domain::division::UnitCode;
use xingtu::domain::pathway::Pathway;
use xingtu::domain::quantity::{Households, Persons};
use xingtu::domain::tally::open::{OpenTally, SMALLEST};
use xingtu::domain::tally::{Basis, Cell, CellKey, Count, Tally};
use xingtu::keys::Keys;
use xingtu::store::{open_tallies as store, users};
use xingtu::web::{self, Clock};

use crate::support::attacker::{Attack, Published};
use crate::support::city::{City, now};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::Page;

const UNITS: [&str; 5] = ["450721", "450722", "450702", "450703", "450702401"];

fn units(n: usize) -> Vec<UnitCode> {
    UNITS.iter().take(n).map(|code| code.parse().unwrap()).collect()
}

/// Persons and households of each cell.
type Numbers = Vec<Vec<(i64, i64)>>;

fn tally(numbers: &Numbers) -> Tally {
    let mut cells = Vec::new();
    for (unit, row) in units(5).iter().zip(numbers) {
        for (pathway, (persons, households)) in Pathway::TOURISM.iter().zip(row) {
            let key = CellKey {
                year: 2017,
                basis: Basis::Confirmed,
                unit: unit.clone(),
                village: None,
                pathway: *pathway,
                month: 11,
            };
            let count = Count { persons: Persons(*persons), households: Households(*households) };
            cells.push(Cell { key, count });
        }
    }
    Tally::from_cells(cells)
}

/// What a release tells, as whoever collects them has it, and what is true.
fn published(open: &OpenTally, truth: &Tally, of: fn(Count) -> i64) -> Published {
    let shown = open.as_shown();
    let rows: Vec<Option<&UnitCode>> = shown.units.iter().map(Some).chain([None]).collect();
    let columns: Vec<Option<Pathway>> = shown.pathways.iter().copied().map(Some).chain([None]).collect();
    let sum = |unit: Option<&UnitCode>, pathway: Option<Pathway>| {
        of(truth.sum(|key| {
            unit.is_none_or(|unit| key.unit == *unit)
                && pathway
                    .map_or_else(|| shown.pathways.contains(&key.pathway), |pathway| key.pathway == pathway)
        }))
    };
    let truth = rows.iter().flat_map(|unit| columns.iter().map(|pathway| sum(*unit, *pathway))).collect();
    let told: Vec<Option<i64>> = shown.rows.concat().into_iter().map(|count| count.map(of)).collect();
    let made = Published {
        rows: rows.len(),
        columns: columns.len(),
        truth,
        shown: told.iter().map(Option::is_some).collect(),
    };
    for (told, truth) in told.iter().zip(&made.truth) {
        assert!(told.is_none_or(|told| told == *truth), "what is told is true");
        assert!(*truth != 0 || told.is_some(), "a zero is shown");
    }
    made
}

#[track_caller]
fn nothing_is_told(releases: &[(OpenTally, Tally)]) {
    for of in [|count: Count| count.persons.0, |count: Count| count.households.0] {
        let all: Vec<Published> = releases.iter().map(|(open, truth)| published(open, truth, of)).collect();
        let told = Attack::on(&all).told();
        assert!(told.is_empty(), "{told:?}\n{all:#?}");
    }
}

fn cell() -> impl Strategy<Value = (i64, i64)> {
    prop_oneof![
        2 => Just((0, 0)),
        3 => (1i64..4).prop_flat_map(|households| (households..households * 4 + 1, Just(households))),
        4 => (4i64..40).prop_flat_map(|households| (households..households * 4, Just(households))),
        1 => (1i64..30).prop_map(|both| (both, both)),
    ]
}

/// A few cells changed by a few households: exits confirmed, taken back and corrected.
fn change() -> impl Strategy<Value = Vec<(usize, usize, i64, i64)>> {
    proptest::collection::vec((0usize..5, 0usize..5, -2i64..8, 0i64..4), 0..5)
}

fn changed(mut numbers: Numbers, changes: &[(usize, usize, i64, i64)]) -> Numbers {
    let (rows, columns) = (numbers.len(), numbers[0].len());
    for (row, column, households, more) in changes {
        let (persons, known) = numbers[row % rows][column % columns];
        let households = (known + households).max(0);
        let persons =
            if households == 0 { 0 } else { (persons + (households - known) + more).max(households) };
        numbers[row % rows][column % columns] = (persons, households);
    }
    numbers
}

/// Over random tables of up to five by five and up to four releases of each.
#[test]
fn whoever_collects_every_release_learns_of_no_single_household() {
    let story = (1usize..6, 1usize..6).prop_flat_map(|(rows, columns)| {
        let table = proptest::collection::vec(proptest::collection::vec(cell(), columns), rows);
        (table, proptest::collection::vec(change(), 0..4))
    });
    let (made, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(48);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner
        .run(&story, |(first, changes)| {
            let units = units(first.len());
            let mut numbers = first;
            let mut releases: Vec<(OpenTally, Tally)> = Vec::new();
            for step in [Vec::new()].into_iter().chain(changes) {
                numbers = changed(numbers, &step);
                let truth = tally(&numbers);
                let earlier: Vec<&OpenTally> = releases.iter().map(|(open, _)| open).collect();
                match OpenTally::of_tourism(&truth, &units, &earlier) {
                    Ok(open) => {
                        made.set(made.get() + 1);
                        releases.push((open, truth));
                    }
                    Err(_) => refused.set(refused.get() + 1),
                }
            }
            assert!(!releases.is_empty(), "a first release can always be made");
            nothing_is_told(&releases);
            Ok(())
        })
        .unwrap();
    println!("{} releases, {} refused", made.get(), refused.get());
    assert!(refused.get() * 3 < made.get(), "{} refused of {}", refused.get(), made.get() + refused.get());
}

/// What the program was before: each release by itself, its small numbers withheld and nothing else.
#[test]
fn the_attack_finds_what_is_hidden_badly() {
    let mut numbers: Numbers = vec![vec![(20, 8), (30, 9), (40, 10)]; 3];
    numbers[1][1] = (2, 1);
    let first = tally(&numbers);
    let alone = |truth: &Tally| OpenTally::of_tourism(truth, &units(3), &[]).unwrap();
    numbers[0][0].0 += 1;
    numbers[0][0].1 += 1;
    let second = tally(&numbers);
    let naive = [
        published(&alone(&first), &first, |count| count.persons.0),
        published(&alone(&second), &second, |count| count.persons.0),
    ];
    assert!(!Attack::on(&naive).told().is_empty(), "two tables are subtracted");
    let after = OpenTally::of_tourism(&second, &units(3), &[&alone(&first)]).unwrap();
    nothing_is_told(&[(alone(&first), first), (after, second)]);
}

fn confirmed(city: &City, n: usize) {
    for (exit, evidence) in
        city.records.exits.values().copied().filter(|(_, one)| one.pathway().is_tourism()).take(n)
    {
        let proposed = city
            .desk
            .write_now(city.cast.county.clone(), now(), move |tx| attributions::propose(tx, exit, evidence));
        let Ok(id) = proposed else { continue };
        city.desk
            .write_now(city.cast.office.clone(), now(), move |tx| attributions::confirm(tx, id, 1))
            .unwrap();
    }
}

fn json(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap()
}

on_both! {
    fn the_public_sees_what_was_published_and_the_city_alone_publishes(database) {
        let city = City::new(database);
        let visitor = city.visitor();
        let api = "/api/v1/tallies?year=2017&by=unit,pathway";
        assert!(visitor.get("/open/tallies?year=2017").expect(200).says("2017年的数据还没有公布"));
        assert_eq!(json(&visitor.get(api).expect(200))["total"]["persons"], Value::Null);
        // Nothing is confirmed yet.
        assert!(city.office().get("/tallies/releases?year=2017").expect(200).says("还没有已认定的数"));
        confirmed(&city, 3);
        assert_eq!(json(&visitor.get(api).expect(200))["total"]["persons"], Value::Null, "no live number is public");
        let office = city.office();
        let preview = office.get("/tallies/releases?year=2017").expect(200);
        assert!(preview.says("个数不公开") && preview.says("不能收回"), "{}", preview.text());
        for nobody in [city.county(), city.official(), city.admin(), city.operator()] {
            nobody.get("/tallies/releases?year=2017").expect(403);
            nobody.post("/tallies/releases", &[("year", "2017"), ("revision", "1")]).expect(403);
        }
        let sent = office.submit_to("/tallies/releases?year=2017", "/tallies/releases", &[]);
        assert!(sent.sent_to().starts_with("/tallies/releases?year=2017"));
        assert!(office.follow(&sent).says("第 1 次公布"));
        let page = visitor.get("/open/tallies?year=2017").expect(200);
        assert!(page.says("第 1 次公布") && page.says("2017年11月24日"), "{}", page.text());
        // Three of one person each: the sum can be shown, what is in it cannot.
        let answer = json(&visitor.get(api).expect(200));
        assert!(answer["rows"].as_array().unwrap().iter().all(|row| row["persons"].is_null() || row["persons"] == 0), "{answer}");
        // What changed since is not public, at once and by every door.
        let before = (page.body.clone(), answer.to_string());
        confirmed(&city, 5);
        assert_eq!(json(&visitor.get(api).expect(200)).to_string(), before.1);
        assert_eq!(visitor.get("/open/tallies?year=2017").rows("table.matrix"), page.rows("table.matrix"));
        assert_eq!(json(&city.official().get(api).expect(200))["total"]["persons"], 5, "who may reads what is true now");
        // Published again, the first stays as it was.
        office.submit_to("/tallies/releases?year=2017", "/tallies/releases", &[]).sent_to();
        let second = visitor.get("/open/tallies?year=2017").expect(200);
        assert!(second.says("第 2 次公布"));
        let first = visitor.get("/open/tallies/2017/1").expect(200);
        assert!(first.says("这是以前公布的表") && first.rows("table.matrix") == page.rows("table.matrix"));
        visitor.get("/open/tallies/2017/3").expect(404);
        visitor.get("/open/tallies/2016/1").expect(404);
        // Published twice without a change is refused, and so is what was not previewed.
        assert!(office.get("/tallies/releases?year=2017").expect(200).says("与上次公布的数相同"));
        office.post("/tallies/releases", &[("year", "2017"), ("revision", "1")]).expect(409);
        let mut c = city.database.connect();
        assert_eq!(numbers(&mut c, "SELECT count(*) AS n FROM open_releases"), [2]);
        let recorded = texts(&mut c, "SELECT detail AS t FROM audit_events WHERE what = 'tally.published' ORDER BY id");
        assert_eq!(recorded.len(), 2);
        assert!(recorded[0].contains("\"number\":1"), "{recorded:?}");
    }
}

on_both! {
    fn what_was_published_never_changes_and_can_be_checked(database) {
        use sha2::Digest as _;
        let city = City::new(database);
        confirmed(&city, 5);
        city.office().submit_to("/tallies/releases?year=2017", "/tallies/releases", &[]).sent_to();
        let page = city.visitor().get("/open/tallies?year=2017").expect(200);
        let file = city.visitor().get("/open/tallies/2017/1/table.json").expect(200);
        let digest = xingtu::domain::snapshot::Hash::from_bytes(&sha2::Sha256::digest(file.body.as_bytes())).unwrap().to_string();
        assert_eq!(page.all("code")[0].replace(' ', ""), digest);
        assert!(!file.body.contains("withheld"), "the file is what is shown: {}", file.body);
        let mut c = city.database.connect();
        for attack in [
            "UPDATE open_releases SET shown = '{}'",
            "DELETE FROM open_releases",
            "INSERT INTO open_releases (year, number, made_by, made_at, revision, as_of, counted, shown, digest) \
             SELECT year, 3, made_by, made_at, revision, as_of, counted, shown, digest FROM open_releases",
            "INSERT INTO open_releases (year, number, made_by, made_at, revision, as_of, counted, shown, digest) \
             SELECT year, 1, made_by, made_at, revision, as_of, counted, shown, digest FROM open_releases",
        ] {
            assert!(run(&mut c, attack).is_err(), "{attack}");
        }
        assert_eq!(city.desk.read_now(None, now(), open_tallies::broken).unwrap(), []);
    }
}

on_both! {
    fn a_frozen_year_is_published_with_its_freezing(database) {
        let city = City::new(database);
        confirmed(&city, 5);
        let id = city.desk.write_now(city.cast.office.clone(), now(), |tx| snapshots::propose(tx, 2017, "年度考核")).unwrap();
        let second = Actor { user: city.cast.admin.user, ..city.cast.office.clone() };
        city.desk.write_now(second, now(), move |tx| snapshots::freeze(tx, id)).unwrap();
        let page = city.visitor().get("/open/tallies?year=2017").expect(200);
        assert!(page.says("第 1 次公布") && page.says("随年度冻结公布"), "{}", page.text());
        let refused = city.desk.write_now(city.cast.office.clone(), now(), |tx| {
            let revision = open_tallies::preview(&mut tx.reading(), Some(2017))?.revision;
            open_tallies::release(tx, 2017, revision)
        });
        assert!(matches!(refused, Err(Error::Conflict(_))), "nothing changed since");
    }
}

/// The numbers of a page's two tables as everybody reads them: pathway by pathway, the sum first.
fn read(page: &Page) -> [Vec<Vec<Option<i64>>>; 2] {
    let number =
        |text: &String| if text == "*" { None } else { Some(text.replace(',', "").parse().unwrap()) };
    let mut rows: Vec<Vec<Option<i64>>> =
        page.rows("table.matrix").iter().map(|row| row[1..].iter().map(number).collect()).collect();
    let feet: Vec<Option<i64>> = page.all("table.matrix tfoot td").iter().map(number).collect();
    let width = rows[0].len();
    assert_eq!((rows.len(), feet.len()), (10, 2 * width), "two tables: {}", page.text());
    let households = rows.split_off(5);
    let (persons_foot, households_foot) = feet.split_at(width);
    [[rows, vec![persons_foot.to_vec()]].concat(), [households, vec![households_foot.to_vec()]].concat()]
}

/// As the attacker has it: the sums last.
fn sums_last(table: &[Vec<Option<i64>>]) -> Vec<Option<i64>> {
    table.iter().flat_map(|row| row[1..].iter().chain([&row[0]]).copied().collect::<Vec<_>>()).collect()
}

on_both! {
    /// Over everything the demonstration has published, as a visitor reads it, and over two releases more.
    fn the_demonstration_tells_of_no_single_household(database) {
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let desk = Desk { db: database.db(), keys: Arc::new(keys), files: database.files() };
        xingtu::demo::make(&desk).unwrap();
        let settings = xingtu::config::figment().merge(("log_level", "off"));
        let client = Client::untracked(web::rocket(desk.clone(), &settings, Clock::stopped(now()))).unwrap();
        let get = |path: &str| Page::of(path, client.get(path.to_owned()).dispatch());
        let first = json(&get("/api/v1/tallies?year=2017").expect(200));
        assert_eq!(first["total"]["persons"], 1127);
        let staff = desk.db.read_now(users::all).unwrap();
        let office: Vec<Actor> = staff.iter().filter(|user| user.role == Role::City).cloned().map(users::User::actor).collect();
        // Two households more are confirmed, then ten: each time the year is published again.
        for many in [1_usize, 10] {
            let mut c = database.connect();
            let waiting = numbers(&mut c, &format!("SELECT id AS n FROM attributions WHERE live AND year = 2017 AND stage IN ('{}', '{}') ORDER BY id", Stage::CountyVerified, Stage::Proposed));
            let mut done = 0;
            for id in waiting {
                if done == many { break; }
                let id = xingtu::domain::ids::AttributionId(id);
                for actor in &office {
                    let revision = numbers(&mut c, &format!("SELECT revision AS n FROM attributions WHERE id = {id}"))[0];
                    if desk.write_now(actor.clone(), now(), move |tx| attributions::confirm(tx, id, revision)).is_ok() {
                        done += 1;
                        break;
                    }
                }
            }
            let released = desk.write_now(office[0].clone(), now(), |tx| {
                let revision = open_tallies::preview(&mut tx.reading(), Some(2017))?.revision;
                open_tallies::release(tx, 2017, revision)
            });
            assert!(done > 0 && released.is_ok(), "{done} confirmed: {released:?}");
        }
        let years = desk.db.read_now(store::years).unwrap();
        assert!(years.contains(&2017));
        for year in years {
            let releases = desk.db.read_now(move |c| store::list(c, Some(year))).unwrap();
            let mut collected: [Vec<Published>; 2] = [Vec::new(), Vec::new()];
            for release in &releases {
                let page = get(&format!("/open/tallies/{year}/{}", release.number)).expect(200);
                let counted = serde_json::to_value(&release.tables.tourism).unwrap();
                let (units, counts) = (release.tables.tourism.units().len(), counted["counts"].as_array().unwrap());
                for (measure, name) in ["persons", "households"].into_iter().enumerate() {
                    let told = sums_last(&read(&page)[measure]);
                    // The page has pathways down and units across.
                    let truth: Vec<i64> = (0..6)
                        .flat_map(|pathway| (0..=units).map(move |unit| unit * 6 + pathway))
                        .map(|place| counts[place][name].as_i64().unwrap())
                        .collect();
                    for (told, truth) in told.iter().zip(&truth) {
                        assert!(told.is_none_or(|told| told == *truth && (told == 0 || told >= SMALLEST)));
                    }
                    let shown = told.iter().map(Option::is_some).collect();
                    collected[measure].push(Published { rows: 6, columns: units + 1, truth, shown });
                }
            }
            for all in &collected {
                assert_eq!(Attack::on(all).told(), [""; 0], "{year}");
            }
            // The API says what the newest page says, and nothing that is of no release.
            let newest = get(&format!("/open/tallies?year={year}")).expect(200);
            let answer = json(&get(&format!("/api/v1/tallies?year={year}&by=pathway")).expect(200));
            let sums: Vec<Value> = read(&newest)[0].iter().take(5).map(|row| serde_json::json!(row[0])).collect();
            assert_eq!(answer["rows"].as_array().unwrap().iter().map(|row| row["persons"].clone()).collect::<Vec<_>>(), sums);
            let alone: Vec<OpenTally> = releases.iter().map(|release| release.tables.non_tourism.clone()).collect();
            let asked = json(&get(&format!("/api/v1/tallies?year={year}&by=unit&pathway=non_tourism")).expect(200));
            let last = alone.last().unwrap();
            for row in asked["rows"].as_array().unwrap() {
                let unit: UnitCode = row["unit"].as_str().unwrap().parse().unwrap();
                assert_eq!(row["persons"].as_i64(), last.unit(&unit).map(|count| count.persons.0));
            }
        }
    }
}
