//! Reporting hires and verifying them against the register, through the desk.

#[path = "hires/pages.rs"]
mod pages;

use std::sync::Arc;
use std::thread;

use chrono::NaiveDate;
use xingtu::desk::hires::{self, Correction, HireFilter, Report, Reported};
use xingtu::desk::identities::{self, Whose};
use xingtu::desk::{Desk, Error};
use xingtu::domain::access::{Actor, Role};
use xingtu::domain::hire::{EmploymentForm, MonthlyWage, RegisterClaim, Stage, WorkDay};
use xingtu::domain::household::{Attribute, Cause, MembershipReason, Relation};
use xingtu::domain::identity::ResidentId;
use xingtu::domain::ids::{HireId, HouseholdId, OperatorId, PersonId, SiteId, UserId};
use xingtu::domain::moment::Moment;
use xingtu::domain::quantity::Fen;
use xingtu::keys::Keys;
use xingtu::store::households::{self, NewHousehold, NewMembership, NewPerson};

use crate::support::database::{Database, numbers, run};
use crate::support::on_both;

/// A village with two farm stays of two businesses, the county's clerk, and a registered household of one, 邓大山.
struct Village {
    database: Database,
    desk: Desk,
}

const DENG: &str = "45079919730612001X";
const NING: &str = "450799198503070028";

impl Village {
    fn new(database: Database) -> Self {
        let mut conn = database.connect();
        for sql in [
            "INSERT INTO divisions VALUES ('450721', '灵山县', 3, '450700', '2014-01-01', NULL, 'test')",
            "INSERT INTO divisions VALUES ('450721101', '佛子镇', 4, '450721', '2014-01-01', NULL, 'test')",
            "INSERT INTO divisions VALUES ('450721101201', '大芦村', 5, '450721101', '2014-01-01', NULL, 'test')",
            "INSERT INTO reporting_units VALUES ('450721', '灵山县', 'Lingshan', 1, 1, 2, '0777-6522000')",
        ] {
            run(&mut conn, sql).unwrap();
        }
        for id in [1, 2] {
            let credit = format!("9245072100000000{id:02}");
            for sql in [
                format!(
                    "INSERT INTO operators (id, name, credit_code, contact, phone, registered_at) VALUES \
                     ({id}, '农家乐{id}', '{credit}', '', '', '2016-01-01 00:00:00')"
                ),
                format!(
                    "INSERT INTO users (id, login, name, role, operator_id, password_hash, created_at) VALUES \
                     ({id}, 'op{id}', '经营者{id}', 'operator', {id}, 'x', '2016-01-01 00:00:00')"
                ),
                format!(
                    "INSERT INTO sites (id, operator_id, name, kind, trade, division_code, unit_code, \
                     natural_village, address, phone, beds, seats, registered_at, search, revision) VALUES \
                     ({id}, {id}, '荔香园{id}', 'farm_stay', 'catering', '450721101201', '450721', '', '', '', 0, 40, \
                     '2016-01-01 00:00:00', '', 1)"
                ),
            ] {
                run(&mut conn, &sql).unwrap();
            }
        }
        run(
            &mut conn,
            "INSERT INTO users (id, login, name, role, unit_code, password_hash, created_at) VALUES \
             (3, 'clerk', '县经办', 'county', '450721', 'x', '2016-01-01 00:00:00')",
        )
        .unwrap();
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let village = Self {
            desk: Desk { db: database.db(), keys: Arc::new(keys), files: database.files() },
            database,
        };
        village.register("邓大山", DENG, "4507211000001");
        village
    }

    fn register(&self, name: &str, id: &str, code: &str) -> PersonId {
        let id: ResidentId = id.parse().unwrap();
        let keys = Arc::clone(&self.desk.keys);
        let (name, code) = (name.parse().unwrap(), code.parse().unwrap());
        self.desk
            .db
            .write_now(move |c| {
                let household = NewHousehold {
                    search: NewHousehold::search(&code, "大芦村", "", &name),
                    code,
                    division_code: "450721101201".parse().unwrap(),
                    unit_code: "450721".parse().unwrap(),
                    natural_village: String::new(),
                    attribute: Attribute::GeneralPoor,
                    cause: Cause::Capital,
                    registered_on: day(2015, 10, 31),
                };
                let person = NewPerson::new(name, &id, keys.seal_id(&id).unwrap(), keys.index_id(&id));
                let households = households::insert_many(c, &[household])?;
                let persons = households::insert_persons(c, &[person])?;
                let membership = NewMembership {
                    household: households[0],
                    person: persons[0],
                    relation: Relation::Head,
                    from_on: day(2015, 10, 31),
                    to_on: None,
                    reason: MembershipReason::Registered,
                };
                households::insert_memberships(c, &[membership])?;
                Ok::<_, xingtu::store::Fault>(persons[0])
            })
            .unwrap()
    }

    fn report(&self, operator: i64, report: Report) -> Result<Reported, Error> {
        self.desk.write_now(keeper(operator), now(), move |tx| hires::report(tx, &report))
    }

    fn reported(&self, operator: i64, report: Report) -> HireId {
        match self.report(operator, report) {
            Ok(Reported::New(id)) => id,
            other => panic!("{other:?}"),
        }
    }

    fn hire(&self, id: HireId) -> hires::Hire {
        self.desk.read_now(Some(clerk()), now(), move |rx| hires::show(rx, id)).unwrap()
    }

    fn verify(&self, id: HireId, revision: i64, shown: Option<PersonId>) -> Result<(), Error> {
        self.desk.write_now(clerk(), now(), move |tx| hires::verify(tx, id, revision, shown))
    }

    fn shown(&self, id: HireId) -> Option<PersonId> {
        let examination = self.desk.read_now(Some(clerk()), now(), move |rx| hires::examine(rx, id)).unwrap();
        examination.registered.map(|found| found.person)
    }

    fn rows(&self) -> i64 {
        numbers(&mut self.database.connect(), "SELECT count(*) AS n FROM hires")[0]
    }
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn now() -> Moment {
    Moment::from_local(day(2017, 11, 24).and_hms_opt(10, 26, 0).unwrap())
}

fn keeper(operator: i64) -> Actor {
    Actor {
        user: UserId(operator),
        name: "经营者".into(),
        role: Role::Operator,
        unit: None,
        operator: Some(OperatorId(operator)),
    }
}

fn clerk() -> Actor {
    Actor {
        user: UserId(3),
        name: "县经办".into(),
        role: Role::County,
        unit: Some("450721".parse().unwrap()),
        operator: None,
    }
}

fn of_deng(key: &str) -> Report {
    Report {
        site: SiteId(1),
        name: "邓大山".parse().unwrap(),
        id: DENG.parse().unwrap(),
        claim: RegisterClaim::Yes,
        phone: None,
        post: None,
        form: EmploymentForm::LongTerm,
        wage: MonthlyWage(Fen(180_000)),
        started_on: WorkDay(day(2017, 11, 1)),
        key: Some(key.into()),
    }
}

fn correction() -> Correction {
    Correction {
        name: "邓大山".parse().unwrap(),
        id: None,
        claim: RegisterClaim::Yes,
        phone: None,
        post: None,
        form: EmploymentForm::LongTerm,
        wage: MonthlyWage(Fen(190_000)),
        started_on: WorkDay(day(2017, 11, 2)),
    }
}

on_both! {
    fn a_report_sent_twice_is_one_report(database) {
        let village = Village::new(database);
        let id = village.reported(1, of_deng("key-0001"));
        assert!(matches!(village.report(1, of_deng("key-0001")), Ok(Reported::Again(same)) if same == id));
        // Back and submit again makes a new key.
        assert!(matches!(village.report(1, of_deng("key-0002")), Ok(Reported::Again(same)) if same == id));
        assert_eq!(village.rows(), 1);
    }
}

on_both! {
    fn the_same_key_with_another_person_is_refused_and_not_taken_for_received(database) {
        let village = Village::new(database);
        village.reported(1, of_deng("key-0001"));
        let other = Report { name: "宁秀英".parse().unwrap(), id: NING.parse().unwrap(), ..of_deng("key-0001") };
        assert!(matches!(village.report(1, other), Err(Error::Conflict(_))));
        assert_eq!(village.rows(), 1);
    }
}

on_both! {
    fn the_same_person_from_the_same_day_with_another_wage_is_known_already(database) {
        let village = Village::new(database);
        let id = village.reported(1, of_deng("key-0001"));
        let dearer = Report { wage: MonthlyWage(Fen(200_000)), ..of_deng("key-0002") };
        assert!(matches!(village.report(1, dearer), Ok(Reported::Before(same)) if same == id));
        assert_eq!(village.hire(id).listed.wage, Fen(180_000));
    }
}

on_both! {
    fn nobody_reports_for_another_s_site_or_sees_their_hires(database) {
        let village = Village::new(database);
        assert!(matches!(village.report(2, of_deng("key-0001")), Err(Error::NotFound)));
        let id = village.reported(1, of_deng("key-0001"));
        let seen = village.desk.read_now(Some(keeper(2)), now(), move |rx| hires::show(rx, id));
        assert!(matches!(seen, Err(Error::NotFound)));
        let list = |operator| {
            village.desk.read_now(Some(keeper(operator)), now(), |rx| {
                hires::list(rx, &HireFilter::default(), 0, 50)
            }).unwrap().total
        };
        assert_eq!((list(1), list(2)), (1, 0));
    }
}

on_both! {
    fn a_registered_person_is_found_by_number_alone_and_linked(database) {
        let village = Village::new(database);
        let id = village.reported(1, Report { name: "邓山".parse().unwrap(), ..of_deng("key-0001") });
        let person = village.shown(id);
        assert!(person.is_some());
        assert!(matches!(village.verify(id, 1, None), Err(Error::Stale)), "the page showed nobody");
        village.verify(id, 1, person).unwrap();
        let hire = village.hire(id);
        assert_eq!((hire.listed.stage, hire.person), (Stage::Verified, person));
        assert!(matches!(village.verify(id, 2, person), Err(Error::Conflict(_))));
    }
}

on_both! {
    fn somebody_not_on_the_register_is_verified_as_employed_and_linked_to_nobody(database) {
        let village = Village::new(database);
        let report = Report { name: "宁秀英".parse().unwrap(), id: NING.parse().unwrap(), ..of_deng("key-0001") };
        let id = village.reported(1, report);
        assert_eq!(village.shown(id), None);
        village.verify(id, 1, None).unwrap();
        let hire = village.hire(id);
        assert_eq!((hire.listed.stage, hire.person), (Stage::Verified, None));
    }
}

on_both! {
    fn a_report_sent_back_is_corrected_and_waits_again(database) {
        let village = Village::new(database);
        let id = village.reported(1, of_deng("key-0001"));
        village.desk.write_now(clerk(), now(), move |tx| {
            hires::send_back(tx, id, 1, &"上班日期与考勤不符".parse().unwrap())
        }).unwrap();
        assert_eq!(village.hire(id).listed.sent_back_reason, "上班日期与考勤不符");
        village.desk.write_now(keeper(1), now(), move |tx| hires::correct(tx, id, 2, correction())).unwrap();
        let hire = village.hire(id);
        assert_eq!((hire.listed.stage, hire.listed.wage), (Stage::Reported, Fen(190_000)));
        // The number was not typed again, and is still the one that was reported.
        assert!(village.shown(id).is_some());
        let again = village.desk.write_now(keeper(1), now(), move |tx| hires::correct(tx, id, 3, correction()));
        assert!(matches!(again, Err(Error::Conflict(_))));
    }
}

on_both! {
    fn leaving_ends_a_verified_hire_once(database) {
        let village = Village::new(database);
        let id = village.reported(1, of_deng("key-0001"));
        let leave = |revision, d| {
            village.desk.write_now(keeper(1), now(), move |tx| hires::leave(tx, id, revision, WorkDay(day(2017, 11, d))))
        };
        assert!(matches!(leave(1, 20), Err(Error::Conflict(_))), "not verified yet");
        village.verify(id, 1, village.shown(id)).unwrap();
        assert!(matches!(leave(2, 25), Err(Error::Invalid(_))), "tomorrow");
        leave(2, 20).unwrap();
        assert_eq!(village.hire(id).listed.left_on, Some(day(2017, 11, 20)));
        assert!(matches!(leave(3, 20), Err(Error::Conflict(_))));
    }
}

on_both! {
    fn the_full_number_is_shown_against_a_reason_and_on_record(database) {
        let village = Village::new(database);
        let id = village.reported(1, of_deng("key-0001"));
        let reveal = |actor| village.desk.write_now(actor, now(), move |tx| {
            identities::reveal(tx, Whose::Reported(id), &"核对身份证复印件".parse().unwrap())
        });
        assert!(matches!(reveal(keeper(1)), Err(Error::Forbidden(_))));
        let number = reveal(clerk()).unwrap().number;
        assert_eq!(number.reveal(&"test".parse().unwrap()), DENG);
        let recorded = numbers(&mut village.database.connect(),
            "SELECT count(*) AS n FROM audit_events WHERE what = 'hire.identity_revealed' AND user_id = 3");
        assert_eq!(recorded, [1]);
        let leaks = numbers(&mut village.database.connect(),
            &format!("SELECT count(*) AS n FROM audit_events WHERE detail LIKE '%{DENG}%' OR detail LIKE '%邓%'"));
        assert_eq!(leaks, [0]);
    }
}

on_both! {
    fn of_two_verifications_at_once_one_is_stale_or_too_late(database) {
        let village = Arc::new(Village::new(database));
        let id = village.reported(1, of_deng("key-0001"));
        let person = village.shown(id);
        let both: Vec<_> = (0..2)
            .map(|_| {
                let village = Arc::clone(&village);
                thread::spawn(move || village.verify(id, 1, person))
            })
            .collect();
        let outcomes: Vec<_> = both.into_iter().map(|one| one.join().unwrap()).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert_eq!(village.hire(id).revision, 2);
    }
}

on_both! {
    fn of_two_overlapping_long_term_reports_at_once_only_one_is_entered(database) {
        let village = Arc::new(Village::new(database));
        let both: Vec<_> = [1, 2]
            .map(|operator| {
                let village = Arc::clone(&village);
                thread::spawn(move || village.report(operator, Report { site: SiteId(operator), ..of_deng("key-0001") }))
            })
            .into_iter()
            .map(|one| one.join().unwrap())
            .collect();
        assert_eq!(both.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{both:?}");
        assert!(both.iter().any(|outcome| matches!(outcome, Err(Error::Invalid(_)))), "{both:?}");
        assert_eq!(village.rows(), 1);
    }
}

on_both! {
    fn the_register_is_searched_by_code_village_and_head(database) {
        use xingtu::desk::households::{HouseholdFilter, list, show};
        let village = Village::new(database);
        village.register("宁秀英", NING, "4507211000002");
        let found = |search: &'static str| {
            village.desk.read_now(Some(clerk()), now(), move |rx| {
                list(rx, &HouseholdFilter { search: Some(search.into()), ..HouseholdFilter::default() }, None, 50)
            }).unwrap().rows.into_iter().map(|row| row.head.unwrap().as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("大芦"), ["邓大山", "宁秀英"]);
        assert_eq!(found("1000002"), ["宁秀英"]);
        assert_eq!(found("邓"), ["邓大山"]);
        assert_eq!(found("%"), Vec::<String>::new());
        let denied = village.desk.read_now(Some(keeper(1)), now(), |rx| show(rx, HouseholdId(1)));
        assert!(matches!(denied, Err(Error::Forbidden(_))));
    }
}
