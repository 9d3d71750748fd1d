use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use xingtu::desk::Desk;
use xingtu::desk::ratings::counts::star_counts;
use xingtu::domain::access::Role;
use xingtu::domain::codes::Code as _;
use xingtu::domain::rating::Star;
use xingtu::domain::site::SiteKind;
use xingtu::domain::star_count::{Cut, StarCount};
use xingtu::keys::Keys;
use xingtu::store::users;

use crate::support::city::{City, at, date};
use crate::support::database::run;
use crate::support::on_both;
use crate::support::seed::{OTHER_UNIT, OTHER_VILLAGE, UNIT, VILLAGE};

/// What happened to one application: the days from the first of 2017, the kind of its site, the stars.
#[derive(Debug, Clone)]
struct History {
    unit: bool,
    kind: usize,
    applied: i64,
    star: i32,
    inspected: Option<i64>,
    /// Awarded so many days later, for so long, with a star.
    awarded: Option<(i64, i64, i32)>,
    /// Ended so many days after the award, as one of the ways.
    ended: Option<(i64, usize)>,
}

const WAYS: [&str; 5] = ["cancelled", "given_up", "lowered", "replaced", "expired"];

fn history() -> impl Strategy<Value = History> {
    let awarded = prop::option::weighted(0.8, (1_i64..60, 20_i64..200, 1..=5));
    let ended = prop::option::weighted(0.7, (0_i64..150, 0..WAYS.len()));
    (any::<bool>(), 0..3_usize, 0_i64..300, 1..=5, prop::option::of(0_i64..40), awarded, ended).prop_map(
        |(unit, kind, applied, star, inspected, awarded, ended)| History {
            unit,
            kind,
            applied,
            star,
            inspected,
            awarded,
            ended,
        },
    )
}

fn day(n: i64) -> NaiveDate {
    date(2017, 1, 1) + Duration::days(n)
}

/// A rating as the walk over the days sees it.
#[derive(Debug)]
struct Walked {
    unit: &'static str,
    kind: SiteKind,
    star: i32,
    from: i64,
    until: i64,
    ended: Option<(i64, &'static str)>,
    reissued: bool,
}

/// Every cell of a day, walked to event by event.
type Cells = BTreeMap<(StarCount, &'static str, SiteKind, i32), i64>;

fn walked(histories: &[History], ratings: &[Walked], on: i64) -> Cells {
    let mut cells = Cells::new();
    let mut add = |count, unit, kind, star| *cells.entry((count, unit, kind, star)).or_default() += 1;
    for history in histories {
        let (unit, kind) = (unit(history), SiteKind::ALL[history.kind]);
        if history.applied <= on {
            add(StarCount::Applied, unit, kind, history.star);
        }
        if history.inspected.is_some_and(|after| history.applied + after <= on) {
            add(StarCount::Inspected, unit, kind, history.star);
        }
    }
    for rating in ratings {
        let mut state = None;
        // One day after another, as somebody keeping a book by hand would.
        for today in rating.from..=on {
            state = match (state, rating.ended) {
                (None, _) if today == rating.from => Some(StarCount::Valid),
                (state, _) => state,
            };
            if state == Some(StarCount::Valid) && today > rating.until {
                state = Some(StarCount::Expired);
            }
            if let Some((end, way)) = rating.ended
                && end == today
                && way != "expired"
            {
                state = Some(way.parse().unwrap());
            }
        }
        if let Some(state) = state {
            add(
                if rating.reissued { StarCount::Reissued } else { StarCount::Awarded },
                rating.unit,
                rating.kind,
                rating.star,
            );
            add(state, rating.unit, rating.kind, rating.star);
        }
    }
    cells
}

fn unit(history: &History) -> &'static str {
    if history.unit { UNIT } else { OTHER_UNIT }
}

/// Writes the histories into an emptied city; the ratings they made.
fn write(city: &City, histories: &[History]) -> Vec<Walked> {
    let mut conn = city.database.connect();
    for table in [
        "rating_steps",
        "certificates",
        "ratings",
        "application_hands",
        "application_evidence",
        "scores",
        "application_steps",
        "applications",
    ] {
        run(&mut conn, &format!("DELETE FROM {table}")).unwrap();
    }
    let mut ratings = Vec::new();
    for (n, history) in (1000_i64..).zip(histories) {
        let village = if history.unit { VILLAGE } else { OTHER_VILLAGE };
        let (unit, kind) = (unit(history), SiteKind::ALL[history.kind]);
        let operator = if history.unit { &city.cast.operator } else { &city.cast.other_operator };
        let operator = operator.operator.unwrap();
        run(&mut conn, &format!(
            "INSERT INTO sites (id, operator_id, name, kind, trade, division_code, unit_code, natural_village, address, phone, \
             beds, seats, registered_at, search, revision) VALUES ({n}, {operator}, '店{n}', '{kind}', 'combined', '{village}', \
             '{unit}', '', '', '', 0, 0, '2016-01-01 00:00:00', '店{n}', 1)")).unwrap();
        run(&mut conn, &format!(
            "INSERT INTO applications (id, number, site_id, sheet_id, unit_code, applied_star, stage, note, live, revision, round, \
             submitted_at) SELECT {n}, 'XJ-2017-{n}', {n}, min(id), '{unit}', {}, 'submitted', '', (1 = 1), 1, 1, '{} 15:59:59' FROM sheets",
            history.star, day(history.applied))).unwrap();
        // The last second of the day in Beijing.
        let mut step =
            |step: &str, from: &str, on: i64| {
                let at = day(on).and_hms_opt(15, 59, 59).unwrap();
                run(&mut conn, &format!(
                "INSERT INTO application_steps (application_id, step, from_stage, to_stage, at, note) \
                 VALUES ({n}, '{step}', '{from}', 'submitted', '{at}', '')")).unwrap();
            };
        step("submit", "draft", history.applied);
        step("submit", "returned", history.applied + 3);
        if let Some(after) = history.inspected {
            step("inspect", "first_reviewed", history.applied + after);
        }
        let Some((after, term, star)) = history.awarded else { continue };
        let (from, until) = (history.applied + after, history.applied + after + term);
        let ended = history.ended.map(|(after, way)| match WAYS[way] {
            "expired" => (until + 1, "expired"),
            way => (from + after.min(term), way),
        });
        let mut award = |id: i64,
                         star: i32,
                         from: i64,
                         ended: Option<(i64, &'static str)>,
                         lowered_from: Option<i64>| {
            let standing = ended.map_or("current", |(_, way)| way);
            let on = ended.map_or("NULL".to_owned(), |(on, _)| format!("'{}'", day(on)));
            let origin = lowered_from.map_or("NULL".to_owned(), |id| id.to_string());
            run(&mut conn, &format!(
                "INSERT INTO ratings (id, site_id, application_id, lowered_from, stars, standing, live, certificate_number, \
                 plaque_number, awarded_on, valid_until, re_check_on, ended_on, end_reason, revision) VALUES ({id}, {n}, {n}, \
                 {origin}, {star}, '{standing}', ({} = 1), 'Z{id}', 'M{id}', '{}', '{}', '{}', {on}, '', 1)",
                i32::from(ended.is_none()), day(from), day(until), day(until))).unwrap();
            ratings.push(Walked { unit, kind, star, from, until, ended, reissued: lowered_from.is_some() });
        };
        award(n, star, from, ended, None);
        if let Some((on, "lowered")) = ended
            && star > 1
            && on < until
        {
            award(n + 5000, star - 1, on, None, Some(n));
        }
    }
    ratings
}

fn histories() -> Vec<History> {
    let mut runner = TestRunner::deterministic();
    prop::collection::vec(history(), 60..90).new_tree(&mut runner).unwrap().current()
}

on_both! {
    fn the_counts_of_each_day_are_what_a_walk_over_the_days_counts(database) {
        let city = City::new(database);
        let histories = histories();
        let ratings = write(&city, &histories);
        let seen: Vec<&str> = ratings.iter().filter_map(|rating| rating.ended.map(|(_, way)| way)).collect();
        assert!(WAYS.iter().all(|way| seen.contains(way)), "the histories end in every way: {seen:?}");
        for n in 0..400 {
            let on = day(n);
            let wanted = walked(&histories, &ratings, n);
            let got = city.desk.read_now(Some(city.cast.official.clone()), at(2018, 6, 1), move |rx| star_counts(rx, on)).unwrap();
            let mut sums = BTreeMap::<StarCount, i64>::new();
            for count in StarCount::ALL {
                for unit in [UNIT, OTHER_UNIT] {
                    for kind in SiteKind::ALL {
                        for star in Star::ALL {
                            let cut = Cut { unit: Some(unit.parse().unwrap()), kind: Some(*kind), star: Some(star) };
                            let n = got.counts.of(*count, &cut);
                            let expected = wanted.get(&(*count, unit, *kind, star.number())).copied().unwrap_or(0);
                            assert_eq!(n, expected, "{count} {unit} {kind} {star} on {on}");
                            *sums.entry(*count).or_default() += n;
                        }
                    }
                }
                assert_eq!(got.counts.of(*count, &Cut::default()), sums[count], "{count} on {on}");
            }
            let made = sums[&StarCount::Awarded] + sums[&StarCount::Reissued];
            let are: i64 = StarCount::OF_RATINGS[2..].iter().map(|count| sums[count]).sum();
            assert_eq!(made, are, "{on}");
        }
    }
}

/// The number a list says it has.
fn length(text: &str) -> i64 {
    let (_, rest) = text.split_once("共 ").unwrap();
    rest.split(' ').next().unwrap().replace(',', "").parse().unwrap()
}

on_both! {
    fn each_number_is_the_length_of_its_list_under_every_role(database) {
        let city = City::new(database);
        write(&city, &histories());
        let everybody = [city.official(), city.office(), city.admin(), city.county(), city.other_county()];
        let mut cells = 0;
        for (turn, person) in everybody.iter().enumerate() {
            let filters: &[&str] = if turn == 0 { &["", "&kind=farm_stay", "&star=3", "&unit=450721&kind=homestay"] } else { &[""] };
            for on in ["2017-05-04", "2017-10-31"] {
                for filter in filters {
                    let page = person.get(&format!("/ratings/counts?on={on}{filter}")).expect(200);
                    let numbers: Vec<(String, String)> = page.anchors("td a");
                    assert!(numbers.len() > 60, "{}", page.text());
                    for (n, href) in numbers {
                        // An empty list is checked once a page: there are hundreds of them.
                        if n == "0" && cells % 7 != 0 {
                            cells += 1;
                            continue;
                        }
                        cells += 1;
                        let list = person.get(&href).expect(200);
                        assert_eq!(n.replace(',', "").parse::<i64>().unwrap(), length(&list.text()), "{href}");
                    }
                }
            }
        }
        assert!(cells > 500, "{cells}");
        city.operator().get("/ratings/counts").expect(403);
        assert_eq!(city.visitor().get("/ratings/counts").sent_to().split('?').next(), Some("/sign-in"));
    }
}

on_both! {
    fn a_county_counts_itself_and_the_file_says_the_same(database) {
        let city = City::new(database);
        write(&city, &histories());
        let (mine, all) = (city.county(), city.official());
        let own = mine.get("/ratings/counts?on=2017-11-24").expect(200);
        assert!(own.says("灵山县") && !own.says("浦北县"));
        let sum = |page: &crate::support::page::Page| page.rows(".counts")[0].clone();
        let whole = all.get("/ratings/counts?on=2017-11-24&unit=450721").expect(200);
        assert_eq!(sum(&own), sum(&whole));
        let file = all.get("/ratings/counts.csv?on=2017-11-24").expect(200);
        assert!(file.kind.starts_with("text/csv") && file.body.starts_with('\u{feff}'));
        let last = file.body.lines().last().unwrap().to_owned();
        let totals: Vec<String> = all.get("/ratings/counts?on=2017-11-24").all(".counts tfoot td").into_iter().take(10).collect();
        assert!(last.ends_with(&totals.join(",")), "{last} {totals:?}");
        // Nothing is counted ahead.
        let ahead = all.get("/ratings/counts?on=2030-01-01").expect(200);
        assert!(ahead.says("2017年11月24日"), "{}", ahead.text());
        assert!(city.official().get("/").links().contains(&"/ratings/counts".to_owned()));
    }
}

on_both! {
    /// 钦州日报 of 24 November 2017: sixteen applied.
    fn the_demonstration_counts_the_sixteen_that_applied(database) {
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let desk = Desk { db: database.db(), keys: Arc::new(keys), files: database.files() };
        xingtu::demo::make(&desk).unwrap();
        let users = desk.db.read_now(users::all).unwrap();
        let mut actors = users.into_iter().map(xingtu::store::users::User::actor);
        let official = actors.find(|actor| actor.role == Role::Official && actor.unit.is_none()).unwrap();
        let on = date(2017, 11, 24);
        let counted = desk.read_now(Some(official), at(2017, 11, 24), move |rx| star_counts(rx, on)).unwrap();
        let of = |name: &str| {
            let unit = counted.units.iter().find(|unit| unit.name.starts_with(name)).unwrap();
            counted.counts.of(StarCount::Applied, &Cut { unit: Some(unit.code.clone()), ..Cut::default() })
        };
        assert_eq!(["灵山", "浦北", "钦南", "钦北", "钦州港"].map(of), [3, 5, 4, 3, 1]);
        assert_eq!(counted.counts.of(StarCount::Applied, &Cut::default()), 16);
        assert_eq!(counted.sites, 16);
        let all = |count| counted.counts.of(count, &Cut::default());
        assert!(all(StarCount::Awarded) > 0 && all(StarCount::Awarded) < 16, "applied is not awarded");
    }
}
