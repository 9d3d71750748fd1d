//! Every number is as long as its list: random records, every kind of filter, every reader; page, list, API, the file taken along
//! and a slow count of our own agree, now and as of any day.

#[path = "numbers/records.rs"]
mod records;

use chrono::Days;
use proptest::prelude::*;
use serde_json::Value;
use xingtu::domain::codes::Code as _;
use xingtu::domain::division::{DivisionCode, UnitCode};
use xingtu::domain::pathway::Pathway;
use xingtu::domain::quantity::{Households, Persons};
use xingtu::domain::tally::{Basis, Count, Dimension, Month, TallyFilter};
use xingtu::store::tallies;
use xingtu::store::tallies::check::Kept;

use self::records::{counted, random_city, sampled};
use crate::support::city::{Person, date};
use crate::support::database::run;
use crate::support::on_both;

fn filters() -> impl Strategy<Value = TallyFilter> {
    let place = prop_oneof![
        2 => Just((None, None)),
        2 => (0usize..8, Just(0)).prop_map(|(place, _)| (Some(place), None)),
        3 => (0usize..8, prop_oneof![Just(9usize), Just(12)]).prop_map(|(place, digits)| (Some(place), Some(digits))),
    ];
    let month = proptest::option::weighted(0.3, proptest::sample::select(Month::all().collect::<Vec<_>>()));
    let pathway = proptest::option::weighted(0.4, proptest::sample::select(Pathway::ALL));
    let as_of = proptest::option::weighted(0.5, 0u64..800);
    (2016..2018i32, place, pathway, month, proptest::sample::select(Basis::ALL), any::<bool>(), as_of)
        .prop_map(|(year, (place, digits), pathway, month, basis, non_tourism, as_of)| TallyFilter {
            // A stand-in for the place, put right by `placed`.
            locality: place.zip(digits).map(|(place, digits)| format!("{place:0digits$}").parse().unwrap()),
            unit: place.filter(|_| digits.is_none()).map(|place| format!("{place:06}").parse().unwrap()),
            pathway,
            month,
            non_tourism,
            as_of: as_of.map(|after| date(2016, 1, 15) + Days::new(after)),
            ..TallyFilter { basis, ..TallyFilter::of_year(year) }
        })
}

/// Puts a real unit or locality in the stand-in's place.
fn placed(filter: TallyFilter, places: &[(UnitCode, DivisionCode)]) -> TallyFilter {
    let place = |code: &str| &places[code.parse::<usize>().unwrap()];
    TallyFilter {
        unit: filter.unit.as_ref().map(|unit| place(unit.as_str()).0.clone()),
        locality: filter
            .locality
            .as_ref()
            .map(|one| place(one.as_str()).1.as_str()[..one.as_str().len()].parse().unwrap()),
        ..filter
    }
}

fn query(filter: &TallyFilter, include: &str) -> String {
    let fields = [
        ("unit", filter.unit.as_ref().map(ToString::to_string)),
        ("locality", filter.locality.as_ref().map(ToString::to_string)),
        ("pathway", filter.pathway.map(|one| one.code().to_owned())),
        ("month", filter.month.map(|one| one.number().to_string())),
        ("as_of", filter.as_of.map(|day| day.to_string())),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| Some(format!("&{name}={}", value?)));
    let include = if filter.non_tourism { include } else { "" };
    format!("year={}&basis={}{}{include}", filter.year, filter.basis, fields.collect::<String>())
}

fn get(person: &Person<'_>, path: &str) -> Value {
    serde_json::from_str(&person.get(path).expect(200).body).unwrap()
}

fn said(value: &Value) -> Count {
    let number = |of: &str| value[of].as_i64().unwrap_or_default();
    Count { persons: Persons(number("persons")), households: Households(number("households")) }
}

/// The list behind a number, page by page.
fn listed(person: &Person<'_>, path: &str) -> Count {
    let mut count = Count::default();
    for page in 1.. {
        let list = person.get(&format!("{path}&page={page}")).expect(200);
        assert!(list.all(".amber").is_empty(), "{path}");
        let rows = list.rows("table.list");
        for row in &rows {
            count += Count { persons: Persons(row[2].parse().unwrap()), households: Households(1) };
        }
        let said: Vec<i64> = list.all("h1")[0]
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        if said[1] == count.households.0 {
            assert_eq!(said[0], count.persons.0, "{path}");
            return count;
        }
        assert!(!rows.is_empty(), "{path} ends before its number");
    }
    count
}

/// What a reader may ask under a filter; `None` if they may not.
fn for_reader(
    filter: &TallyFilter,
    own: Option<&str>,
    one: &(UnitCode, DivisionCode),
) -> Option<TallyFilter> {
    let Some(own) = own else { return Some(filter.clone()) };
    let unit: UnitCode = own.parse().unwrap();
    let elsewhere = filter.unit.as_ref().is_some_and(|asked| *asked != unit)
        || (filter.locality.is_some() && one.0 != unit);
    (!elsewhere).then(|| TallyFilter { unit: Some(unit), ..filter.clone() })
}

on_both! {
    fn every_number_is_as_long_as_its_list_whoever_reads_it(database) {
        let (city, all, places) = random_city(database);
        let readers = [
            (city.official(), None),
            (city.office(), None),
            (city.county(), Some("450721")),
            (city.other_county(), Some("450722")),
        ];
        for (reader, own) in &readers {
            for raw in sampled(&filters(), 30) {
                let asked = placed(raw.clone(), &places);
                let stand_in = raw.locality.as_ref().map_or("0", |code| code.as_str());
                let place = &places[stand_in.parse::<usize>().unwrap()];
                let api = format!("/api/v1/tallies?{}", query(&asked, "&include=non_tourism"));
                let rows = format!("/tallies/rows?{}", query(&asked, "&non_tourism=true"));
                let Some(filter) = for_reader(&asked, *own, place) else {
                    reader.get(&api).expect(404);
                    reader.get(&rows).expect(404);
                    reader.get(&rows.replacen("/rows?", "/rows.csv?", 1)).expect(404);
                    continue;
                };
                let slow = counted(&all, &filter);
                let answer = get(reader, &api);
                let total = said(&answer["total"]) + said(&answer["non_tourism"]);
                assert_eq!(total, slow, "{api} for {own:?}");
                let parts: Count = answer["rows"].as_array().unwrap().iter().map(said).sum();
                assert_eq!(parts, slow, "the rows of {api}");
                assert_eq!(listed(reader, &rows), slow, "{rows}");
                let file = get(reader, &rows.replacen("/rows?", "/rows.json?", 1));
                let taken = file["rows"].as_array().unwrap();
                let persons: i64 = taken.iter().filter_map(|row| row["persons"].as_i64()).sum();
                assert_eq!((taken.len(), persons), (usize::try_from(slow.households.0).unwrap(), slow.persons.0), "{rows}");
            }
        }
    }
}

on_both! {
    fn any_two_dimensions_cross_to_the_same_numbers(database) {
        let (city, all, _) = random_city(database);
        let (official, county) = (city.official(), city.county());
        for rows in Dimension::ALL {
            for columns in Dimension::ALL.iter().filter(|columns| *columns > rows) {
                for (reader, unit) in [(&official, None), (&county, Some("450721".parse().unwrap()))] {
                    let year = if [rows, columns].contains(&&Dimension::Year) { "" } else { "year=2016&" };
                    let answer = get(reader, &format!("/api/v1/tallies?{year}by={rows},{columns}"));
                    for row in answer["rows"].as_array().unwrap() {
                        let code = |of: &str| row[of].as_str();
                        let filter = TallyFilter {
                            unit: code("unit").map(|unit| unit.parse().unwrap()).or_else(|| unit.clone()),
                            locality: code("village").or(code("township")).map(|place| place.parse().unwrap()),
                            pathway: code("pathway").map(|one| one.parse().unwrap()),
                            month: row["month"].as_i64().and_then(|month| Month::of(month.try_into().unwrap())),
                            basis: code("basis").map_or(Basis::Confirmed, |basis| basis.parse().unwrap()),
                            ..TallyFilter::of_year(row["year"].as_i64().map_or(2016, |year| year.try_into().unwrap()))
                        };
                        assert_eq!(said(row), counted(&all, &filter), "{rows} × {columns}: {row}");
                    }
                    if rows.adds_up() && columns.adds_up() {
                        let rows = answer["rows"].as_array().unwrap();
                        assert_eq!(rows.iter().map(said).sum::<Count>(), said(&answer["total"]), "{answer}");
                    }
                }
                let year = "year=2016";
                let page = official.get(&format!("/tallies/cross?{year}&rows={rows}&columns={columns}")).expect(200);
                let links = page.anchors("table.matrix td a");
                for (number, href) in links.iter().step_by(17) {
                    let persons: i64 = number.replace(',', "").parse().unwrap();
                    assert_eq!(listed(&official, href).persons.0, persons, "{href} of {rows} × {columns}");
                }
            }
        }
    }
}

on_both! {
    fn what_is_kept_wrong_is_named_wherever_it_is_kept(database) {
        let (city, ..) = random_city(database);
        let mut c = city.database.connect();
        let mut spoiled = |table: &str, kept: fn(&Kept) -> bool| {
            let change = |sign| format!("UPDATE {table} SET persons = persons {sign} 1 WHERE basis = 'proposed' AND year = 2016");
            let rows = run(&mut c, &change('+')).unwrap();
            let drift = city.desk.db.read_now(tallies::drift).unwrap();
            let named = drift.iter().filter(|drift| kept(&drift.from)).count();
            assert!(rows > 0 && named == rows, "{rows} of {table}: {drift:?}");
            run(&mut c, &change('-')).unwrap();
        };
        spoiled("tally_cells", |kept| *kept == Kept::Cells);
        spoiled("tally_village_cells", |kept| *kept == Kept::Cells);
        spoiled("tally_days", |kept| matches!(kept, Kept::Day(_)));
        assert_eq!(city.desk.db.read_now(tallies::drift).unwrap(), []);
    }
}

on_both! {
    fn what_is_frozen_says_since_when(database) {
        let (city, all, _) = random_city(database);
        let frozen = all.iter().filter(|one| one.frozen_on.is_some()).count();
        let mut c = city.database.connect();
        let kept = crate::support::database::numbers(
            &mut c,
            "SELECT count(*) AS n FROM attributions WHERE stage = 'frozen' AND frozen_at IS NOT NULL",
        );
        assert_eq!(kept, [i64::try_from(frozen).unwrap()]);
    }
}
