//! What is recorded of an exit later: each corrects the numbers as a dated difference, and what they were before stays.

use std::thread;

use xingtu::desk::attributions::{self, Revision};
use xingtu::desk::{self, snapshots};
use xingtu::domain::access::{Actor, Role};
use xingtu::domain::exit::ExitStep;
use xingtu::domain::ids::ExitId;
use xingtu::domain::pathway::Pathway;
use xingtu::store::users::{self, NewUser};
use xingtu::store::{Fault, tallies};

use crate::support::city::{City, at, date, now};
use crate::support::database::{numbers, run};
use crate::support::on_both;

const END: [(&str, &str); 4] = [
    ("step", "return_to_poverty"),
    ("on_day", "2017-11-23"),
    ("document", "灵扶领〔2017〕50号"),
    ("reason", "户主重病"),
];

impl City {
    /// The exit of this pathway, attributed and confirmed.
    pub(crate) fn confirmed(&self, pathway: Pathway) -> (ExitId, String) {
        let (exit, evidence) = self.records.exits[&pathway];
        let path = format!("/exits/{exit}");
        self.county().submit_to(&path, "/attributions", &[("evidence", &evidence.to_string())]).sent_to();
        self.office().submit_to(&path, "/confirmation", &[]).sent_to();
        (exit, path)
    }

    fn another_of_the_city(&self) -> Actor {
        self.desk
            .db
            .write_now(|c| {
                let (login, name) = ("shiju2".to_owned(), "周科长".to_owned());
                let new = NewUser {
                    login,
                    name: name.clone(),
                    role: Role::City,
                    unit: None,
                    operator: None,
                    password_hash: "x".into(),
                };
                let user = users::insert(c, &new, at(2016, 1, 4))?;
                Ok::<_, Fault>(Actor { user, name, role: Role::City, unit: None, operator: None })
            })
            .unwrap()
    }

    fn no_drift(&self) {
        assert_eq!(self.desk.db.read_now(tallies::drift).unwrap(), []);
    }
}

on_both! {
    fn a_return_to_poverty_is_a_dated_difference(database) {
        let city = City::new(database);
        let (_, path) = city.confirmed(Pathway::Training);
        let office = city.office();
        let ended = office.submit_to(&format!("{path}/end"), "/end", &END);
        let page = office.follow(&ended);
        assert!(["返贫", "灵扶领〔2017〕50号", "户主重病", "李科长"].iter().all(|said| page.says(said)), "{}", page.text());
        city.no_drift();
        let tally = city.official().get("/tallies?year=2017").expect(200);
        assert!(tally.says("更正：2017年11月24日 返贫 −1 户、−1 人"), "{}", tally.text());
        let list = city.official().get("/tallies/differences?year=2017&on=2017-11-23").expect(200);
        assert_eq!(list.rows(".list").len(), 1);
        assert!(list.says("户主重病"));
        // Invariant 3: the household may exit again, but not in the same year.
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM exit_members WHERE live"), [6]);
        let again = office.submit("/announcements/new", &[
            ("document", "灵扶领〔2017〕51号"), ("announced_on", "2017-11-24"), ("batch", "second_half"),
            ("unit", "450721"), ("households", "4507210000003"),
        ]).expect(422);
        assert!(again.summary()[0].contains("这个年度已经退出过"), "{:?}", again.summary());
        office.post(&format!("{path}/end"), &[&[("revision", "2")], &END[..]].concat()).expect(409);
        city.county().post(&format!("{path}/attributions"), &[("evidence", "training:1")]).expect(409);
    }
}

on_both! {
    fn an_end_is_recorded_by_the_city_with_day_document_and_reason(database) {
        let city = City::new(database);
        let (exit, _) = city.records.exits[&Pathway::SelfStart];
        let path = format!("/exits/{exit}");
        for (who, person) in city.everybody().into_iter().filter(|(who, _)| *who != "city") {
            let answer = person.post(&format!("{path}/end"), &[&[("revision", "1")], &END[..]].concat());
            assert!(matches!(answer.status.code, 303 | 403), "{who}: {}", answer.status);
        }
        let office = city.office();
        for (field, bad) in [("on_day", "2017-11-25"), ("on_day", "2017-11-01"), ("document", ""), ("reason", " ")] {
            let fields: Vec<(&str, &str)> =
                END.iter().map(|(name, value)| (*name, if *name == field { bad } else { *value })).collect();
            let refused = office.submit_to(&format!("{path}/end"), "/end", &fields).expect(422);
            assert!(refused.error_on(field).is_some(), "{field} {bad}");
        }
        office.submit_to(&format!("{path}/end"), "/end", &[("step", "revoke"), END[1], END[2], END[3]]).sent_to();
        assert!(city.county().get(&path).says("退出已撤销"));
        assert!(city.official().get("/tallies/differences?year=2017").says("没有更正"), "it counted nowhere");
    }
}

on_both! {
    fn a_wrong_attribution_is_replaced_by_a_dated_revision(database) {
        let city = City::new(database);
        let (exit, path) = city.confirmed(Pathway::Training);
        // The same person has a benefit of the project, too.
        run(&mut city.database.connect(), &format!(
            "UPDATE project_benefits SET person_id = (SELECT person_id FROM exit_members WHERE exit_id = {exit})")).unwrap();
        let office = city.office();
        let fields =
            [("evidence", "major_project:1"), ("on_day", "2017-11-24"), ("document", ""), ("reason", "培训后没有就业")];
        city.county().post("/attributions/1/replacement", &[&[("revision", "2")], &fields[..]].concat()).expect(403);
        let replaced = office.submit_to("/attributions/1/replacement", "/replacement", &fields);
        let page = office.follow(&replaced);
        assert!(page.says("培训后没有就业") && page.says("农家菜厨艺班"), "the old one is readable: {}", page.text());
        city.no_drift();
        assert!(city.official().get("/tallies?year=2017").says("错归 −1 户、−1 人"));
        // Whoever put it there does not confirm it.
        office.post("/attributions/2/confirmation", &[("revision", "1")]).expect(409);
        let other = city.another_of_the_city();
        city.signed_in(&other).submit_to(&path, "/confirmation", &[]).sent_to();
        city.no_drift();
        let list = city.official().get("/tallies/differences?year=2017").expect(200);
        assert_eq!(list.rows(".list").len(), 2, "{}", list.text());
        // Old and new are of one day and cancel each other out.
        assert!(!city.official().get("/tallies?year=2017").says("更正："));
    }
}

on_both! {
    fn a_frozen_year_refuses_revisions(database) {
        let city = City::new(database);
        let (_, path) = city.confirmed(Pathway::Training);
        let freezing = |tx: &mut desk::Tx<'_>| snapshots::propose(tx, 2017, "封存");
        let id = city.desk.write_now(city.cast.office.clone(), now(), freezing).unwrap();
        let second = city.another_of_the_city();
        city.desk.write_now(second, now(), move |tx| snapshots::freeze(tx, id)).unwrap();
        let office = city.office();
        let fields = [("revision", "3"), ("evidence", "training:1"), ("on_day", "2017-11-24"), ("reason", "x")];
        assert!(office.post("/attributions/1/replacement", &fields).expect(409).says("已冻结的年度"));
        office.post("/attributions/1/withdrawal", &[("revision", "3"), ("reason", "x")]).expect(409);
        // What the poverty office announces later still shows, as a difference.
        office.submit_to(&format!("{path}/end"), "/end", &END).sent_to();
        assert!(city.official().get("/tallies?year=2017").says("返贫 −1 户、−1 人"));
        city.no_drift();
    }
}

on_both! {
    /// Invariants 1, 2 and 9, in the database itself.
    fn the_database_refuses_what_the_pages_would(database) {
        let city = City::new(database);
        city.confirmed(Pathway::Training);
        let mut conn = city.database.connect();
        let copy = |exit: &str, by: &str| format!(
            "INSERT INTO attributions (exit_id, unit_code, year, month, persons, pathway, attendance_id, stage, live, \
             proposed_by, proposed_at, confirmed_by, confirmed_at, reason, revision) \
             SELECT {exit}, unit_code, year, month, persons, pathway, attendance_id, stage, live, {by}, proposed_at, \
             confirmed_by, confirmed_at, '', 1 FROM attributions WHERE id = 1");
        run(&mut conn, &copy("exit_id", "proposed_by")).unwrap_err();
        run(&mut conn, &copy("99", "proposed_by")).unwrap_err();
        run(&mut conn, &copy("1", "confirmed_by")).unwrap_err();
        run(&mut conn, "UPDATE attributions SET pathway = 'employment'").unwrap_err();
        run(&mut conn, "UPDATE attributions SET verified_by = proposed_by").unwrap_err();
        run(&mut conn, "UPDATE tally_cells SET persons = -1").unwrap_err();
        city.office().submit_to("/exits/1/end", "/end", &END).sent_to();
        run(&mut conn, &copy("1", "proposed_by")).unwrap_err();
        run(&mut conn, "UPDATE exits SET state = 'announced' WHERE id = 1").unwrap_err();
        run(&mut conn, "INSERT INTO exit_changes (exit_id, kind, on_day, document, reason, recorded_by, recorded_at) \
            SELECT exit_id, 'revocation', on_day, document, reason, recorded_by, recorded_at FROM exit_changes").unwrap_err();
    }
}

on_both! {
    /// One proposes while the other ends the exit: whatever comes first, nothing ended stays attributed.
    fn an_exit_ends_with_what_is_proposed_at_the_same_time(database) {
        let city = City::new(database);
        for (exit, evidence) in city.records.exits.values().copied() {
            let (desk, by) = (city.desk.clone(), city.cast.county.clone());
            let proposing =
                thread::spawn(move || desk.write_now(by, now(), move |tx| attributions::propose(tx, exit, evidence)));
            let (desk, by) = (city.desk.clone(), city.cast.office.clone());
            let ending = thread::spawn(move || {
                let why = Revision {
                    on: date(2017, 11, 24),
                    document: "灵扶领〔2017〕50号".into(),
                    reason: "核查".parse().unwrap(),
                };
                desk.write_now(by, now(), move |tx| attributions::end(tx, exit, 1, ExitStep::Revoke, &why))
            });
            drop(proposing.join().unwrap());
            ending.join().unwrap().unwrap();
        }
        let live = "SELECT count(*) AS n FROM attributions WHERE live";
        assert_eq!(numbers(&mut city.database.connect(), live), [0]);
        city.no_drift();
    }
}
