//! The demonstration is the case of 2017, counted from its own records.

use std::sync::Arc;

use rocket::local::blocking::Client;
use xingtu::desk::evidence::sufficiency;
use xingtu::desk::{Desk, accounts};
use xingtu::domain::access::{Act, Role};
use xingtu::domain::pathway::Pathway;
use xingtu::domain::tally::{Basis, Tally, TallyFilter};
use xingtu::keys::Keys;
use xingtu::store::{Fault, tallies, users};
use xingtu::web::{self, Clock};

use crate::support::city::now;
use crate::support::database::numbers;
use crate::support::on_both;
use crate::support::page::Page;
use crate::tallies::beside;

/// 钦州日报 of 24 November 2017, persons by pathway.
const PRINTED: [(Pathway, i64); 5] = [
    (Pathway::Employment, 105),
    (Pathway::VillageIndustry, 380),
    (Pathway::Training, 160),
    (Pathway::MajorProject, 417),
    (Pathway::SelfStart, 65),
];

on_both! {
    fn the_demonstration_counts_what_the_newspaper_printed(database) {
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let desk = Desk { db: database.db(), keys: Arc::new(keys), files: database.files() };
        let logins = xingtu::demo::make(&desk).unwrap();
        assert!(logins.len() >= 5);
        let count = |filter: TallyFilter| {
            let (cells, drift) = desk
                .db
                .read_now(move |c| Ok::<_, Fault>((tallies::cells(c, &filter)?, tallies::drift(c)?)))
                .unwrap();
            assert_eq!(drift, [], "the cells are what the records say");
            Tally::from_cells(cells).total()
        };
        let confirmed = || TallyFilter { basis: Basis::Confirmed, ..TallyFilter::of_year(2017) };
        for (pathway, persons) in PRINTED {
            let filter = TallyFilter { pathway: Some(pathway), ..confirmed() };
            assert_eq!(count(filter).persons.0, persons, "{pathway}");
        }
        assert_eq!(count(confirmed()).persons.0, 1127);
        let mut c = database.connect();
        let by_record = "SELECT CAST(sum(a.persons) AS BIGINT) AS n FROM attributions a WHERE a.year = 2017 \
                         AND a.stage = 'city_confirmed' AND a.pathway <> 'non_tourism'";
        assert_eq!(numbers(&mut c, by_record), [1127]);
        let members = "SELECT count(*) AS n FROM exit_members m JOIN attributions a ON a.exit_id = m.exit_id \
                       WHERE a.year = 2017 AND a.stage = 'city_confirmed' AND a.pathway <> 'non_tourism'";
        assert_eq!(numbers(&mut c, members), [1127]);
        // By the rules of the demonstration's year nothing that is confirmed lacks anything; what is proposed last does.
        let office = desk.db.read_now(users::all).unwrap().into_iter().find(|user| user.role == Role::City).unwrap().actor();
        let lacking = desk.read_now(Some(office), now(), |rx| sufficiency::list(rx, 2017)).unwrap();
        assert!(lacking.is_empty(), "{} of them", lacking.len());
        let applied = "SELECT count(DISTINCT site_id) AS n FROM applications";
        assert_eq!(numbers(&mut c, applied), [16]);
        // Whatever is decided in the long procedure gets the star it applied for; the region's document carries five only.
        let lower = "SELECT count(*) AS n FROM decisions d JOIN applications a ON a.id = d.application_id \
                     WHERE d.score_column = 'panel' AND d.awarded_star <> a.applied_star";
        assert_eq!(numbers(&mut c, lower), [0]);
        let document = "SELECT CAST(awarded_star AS BIGINT) AS n FROM decisions WHERE reason LIKE '桂旅发%'";
        assert_eq!(numbers(&mut c, document), [5]);
        // One limit has passed, by a working day.
        let late = |day| format!("SELECT count(*) AS n FROM applications WHERE due_on < '{day}'");
        assert_eq!(numbers(&mut c, &late("2017-11-24")), [1]);
        assert_eq!(numbers(&mut c, &late("2017-11-23")), [0]);
        // Whatever a page can show is there, and whatever can be counted again comes out the same.
        for (what, n) in [
            ("sample_checks WHERE stage = 'closed'", 1),
            ("sample_checks WHERE stage = 'drawn'", 1),
            ("exit_changes WHERE kind = 'return_to_poverty'", 1),
            ("attribution_batches", 1),
            ("attributions WHERE batch_id IS NOT NULL", 3),
            ("published_figures WHERE scope = 'tourism_exits'", 2),
            ("published_figure_closings WHERE unexplained = 0", 1),
            ("published_figures WHERE scope <> 'tourism_exits' AND year = 2016", 3),
            ("target_letters", 2),
        ] {
            assert_eq!(numbers(&mut c, &format!("SELECT count(*) AS n FROM {what}")), [n], "{what}");
        }
        let many = |table: &str| numbers(&mut database.connect(), &format!("SELECT count(*) AS n FROM {table}"))[0];
        assert!(many("household_checks") > 50 && many("wage_months") > 200 && many("announcements") >= 20);
        let differing = "SELECT count(*) AS n FROM sample_cases WHERE finding IN ('none', 'cannot_tell')";
        assert_eq!(numbers(&mut c, differing), [2]);
        let mut said = Vec::new();
        let sound = xingtu::cli::doctor::examine(&desk, &mut said).is_ok();
        assert!(sound, "{}", String::from_utf8(said).unwrap());
    }
}

on_both! {
    fn every_count_beside_the_exits_leads_to_its_list(database) {
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let desk = Desk { db: database.db(), keys: Arc::new(keys), files: database.files() };
        let logins = xingtu::demo::make(&desk).unwrap();
        let settings = xingtu::config::figment().merge(("log_level", "off"));
        let client = Client::untracked(web::rocket(desk.clone(), &settings, Clock::stopped(now()))).unwrap();
        let users = desk.db.read_now(users::all).unwrap();
        let mut readers = 0;
        for user in logins.iter().filter_map(|login| users.iter().find(|user| user.login == login.name)) {
            let actor = user.clone().actor();
            let opening = accounts::open_session(&desk, &actor, now());
            let runtime = rocket::tokio::runtime::Builder::new_current_thread().build().unwrap();
            let token = runtime.block_on(opening).unwrap().text();
            let get = |path: &str| Page::of(path, client.get(path.to_owned()).cookie(("session", token.clone())).dispatch());
            if !actor.may(Act::ReadTallies) {
                get("/tallies?year=2017").expect(403);
                continue;
            }
            readers += 1;
            let counted = beside(get, "/tallies?year=2017");
            match actor.unit {
                Some(unit) => {
                    let of_city = beside(get, &format!("/tallies?year=2017&unit={unit}"));
                    assert_eq!(counted, of_city, "{}", user.login);
                }
                None => assert_eq!(counted, [9, 16, 5, 4, 3, 3, 1], "{}", user.login),
            }
        }
        assert!(readers >= 4, "{readers}");
    }
}
