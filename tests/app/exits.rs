//! Attributing announced exits: who may take which step, on what evidence, and what the lists and numbers say after it.

use std::thread;

use xingtu::desk::{Error, attributions};
use xingtu::domain::ids::{AttributionId, ExitId};
use xingtu::domain::pathway::Pathway;
use xingtu::domain::quantity::{Households, Persons};
use xingtu::domain::tally::{Basis, Count, Tally, TallyFilter};
use xingtu::store::tallies;

use crate::support::city::{City, Person, now};
use crate::support::database::run;
use crate::support::on_both;
use crate::support::page::encode;

const ONE: Count = Count { persons: Persons(1), households: Households(1) };
const NONE: Count = Count { persons: Persons(0), households: Households(0) };

impl City {
    /// The path of the exit that has a paper of this pathway, and the paper as its form carries it.
    fn exit(&self, pathway: Pathway) -> (String, String) {
        let (exit, evidence) = self.records.exits[&pathway];
        (format!("/exits/{exit}"), evidence.to_string())
    }

    fn proposed(&self, by: &Person<'_>, pathway: Pathway) -> String {
        let (exit, evidence) = self.exit(pathway);
        by.submit(&exit, &[("evidence", &evidence)]).sent_to()
    }

    /// The tourism total of 2017 on a basis; the cells must say what the records say.
    fn total(&self, basis: Basis) -> Count {
        let filter = TallyFilter { basis, ..TallyFilter::of_year(2017) };
        let (cells, drift) = self
            .desk
            .db
            .read_now(move |c| {
                Ok::<_, xingtu::store::Fault>((tallies::cells(c, &filter)?, tallies::drift(c)?))
            })
            .unwrap();
        assert_eq!(drift, []);
        Tally::from_cells(cells).total()
    }
}

on_both! {
    fn a_county_proposes_a_colleague_verifies_the_city_confirms(database) {
        let city = City::new(database);
        let (county, colleague, office) = (city.county(), city.colleague(), city.office());
        assert!(county.get("/").says("退出户还没有归因"));
        let exit = city.proposed(&county, Pathway::Training);
        assert!(county.get(&exit).says("待核实"));
        assert_eq!((city.total(Basis::Proposed), city.total(Basis::Confirmed)), (ONE, NONE));

        assert!(colleague.get("/attributions").says("农家菜厨艺班"));
        let verified = colleague.submit_to(&exit, "/verification", &[]);
        assert!(colleague.follow(&verified).says("县级已核"));
        assert_eq!((city.total(Basis::Verified), city.total(Basis::Confirmed)), (ONE, NONE));

        assert!(office.get("/attributions").says("农家菜厨艺班"));
        let confirmed = office.submit_to(&exit, "/confirmation", &[]);
        let page = office.follow(&confirmed);
        assert_eq!(city.total(Basis::Confirmed), ONE);
        assert!(["陈经办", "黄经办", "李科长", "市级已认定", "CY2017001"].iter().all(|said| page.says(said)));
        assert!(!office.get("/attributions").says("农家菜厨艺班"));
        assert!(city.official().get("/attributions?stage=city_confirmed").says("农家菜厨艺班"));
    }
}

on_both! {
    fn each_pathway_rests_on_its_own_paper(database) {
        let city = City::new(database);
        let county = city.county();
        for pathway in city.records.exits.keys() {
            let (exit, evidence) = city.exit(*pathway);
            let page = county.get(&exit).expect(200);
            assert_eq!(page.form("/attributions").fill("evidence", &evidence).value("evidence"), Some(&*evidence));
            let after = county.get(&city.proposed(&county, *pathway)).expect(200);
            assert!(after.says("待核实"), "{pathway}");
        }
        // The sixth is outside tourism.
        assert_eq!(city.total(Basis::Proposed), Count { persons: Persons(5), households: Households(5) });
    }
}

on_both! {
    fn another_exits_paper_is_refused_at_the_field(database) {
        let city = City::new(database);
        let county = city.county();
        let (exit, _) = city.exit(Pathway::Training);
        let (_, of_another) = city.exit(Pathway::SelfStart);
        let propose = format!("{exit}/attributions");
        for evidence in [of_another.as_str(), "training:99", "lottery:1", ""] {
            let refused = county.post(&propose, &[("evidence", evidence)]).expect(422);
            assert!(refused.error_on("evidence").is_some(), "{evidence}");
            assert_eq!(refused.summary().len(), 1, "{evidence}");
        }
        assert_eq!(city.total(Basis::Proposed), NONE);
    }
}

on_both! {
    fn a_paper_that_came_too_late_is_refused_with_the_reason(database) {
        let city = City::new(database);
        let (exit, evidence) = city.exit(Pathway::VillageIndustry);
        run(&mut city.database.connect(), "UPDATE programme_payments SET paid_on = '2017-11-21'").unwrap();
        let county = city.county();
        assert!(county.get(&exit).says("材料日期在退出公告之后"));
        let refused = county.post(&format!("{exit}/attributions"), &[("evidence", &evidence)]).expect(422);
        assert!(refused.error_on("evidence").unwrap().contains("材料日期在退出公告之后"));
    }
}

on_both! {
    fn an_exit_has_one_live_attribution(database) {
        let city = City::new(database);
        let county = city.county();
        let exit = city.proposed(&county, Pathway::Training);
        let (_, evidence) = city.exit(Pathway::Training);
        let second = county.post(&format!("{exit}/attributions"), &[("evidence", &evidence)]).expect(409);
        assert!(second.says("这一户已经有一条有效的归因"));
        assert!(second.says("农家菜厨艺班"), "the one there is shown");
        assert_eq!(city.total(Basis::Proposed), ONE);
    }
}

on_both! {
    fn nobody_approves_their_own_work(database) {
        let city = City::new(database);
        let (county, colleague) = (city.county(), city.colleague());
        let exit = city.proposed(&county, Pathway::Training);
        assert!(county.get(&exit).forms().iter().all(|form| !form.action.ends_with("/verification")));
        let own = county.post("/attributions/1/verification", &[("revision", "1")]).expect(409);
        assert!(own.says("请同事来办"));
        colleague.post("/attributions/1/verification", &[("revision", "7")]).expect(409);
        colleague.post("/attributions/1/confirmation", &[("revision", "1")]).expect(403);
        colleague.submit_to(&exit, "/verification", &[]).sent_to();
        let again = colleague.post("/attributions/1/verification", &[("revision", "2")]).expect(409);
        assert!(again.says("县级已核，不能再核实"));
    }
}

on_both! {
    fn what_is_withdrawn_leaves_the_totals_and_says_why(database) {
        let city = City::new(database);
        let (county, office) = (city.county(), city.office());
        let exit = city.proposed(&county, Pathway::MajorProject);
        office.submit_to(&exit, "/confirmation", &[]).sent_to();
        assert_eq!(city.total(Basis::Confirmed), ONE);
        county.post("/attributions/1/withdrawal", &[("revision", "2"), ("reason", "x")]).expect(403);
        let silent = office.submit_to(&exit, "/withdrawal", &[("reason", " ")]).expect(422);
        assert!(silent.error_on("reason").is_some());
        assert_eq!(city.total(Basis::Confirmed), ONE);
        let page = office.submit_to(&exit, "/withdrawal", &[("reason", "名册签名不符")]);
        assert!(office.follow(&page).says("名册签名不符"));
        assert_eq!((city.total(Basis::Proposed), city.total(Basis::Confirmed)), (NONE, NONE));
        city.proposed(&county, Pathway::MajorProject);
        assert_eq!(city.total(Basis::Proposed), ONE);
    }
}

on_both! {
    fn each_reader_knows_of_their_own_exits_only(database) {
        let city = City::new(database);
        let (exit, evidence) = city.exit(Pathway::Training);
        let elsewhere = format!("/exits/{}", city.records.other_exit);
        city.county().get(&exit).expect(200);
        city.county().get(&elsewhere).expect(404);
        city.other_county().get(&exit).expect(404);
        city.other_county().post(&format!("{exit}/attributions"), &[("evidence", &evidence)]).expect(404);
        city.office().get("/exits/9999").expect(404);
        city.operator().get(&exit).expect(403);
        city.admin().get("/exits").expect(403);
        city.official().post(&format!("{exit}/attributions"), &[("evidence", &evidence)]).expect(403);
        assert_eq!(city.other_county().get("/exits").rows(".list").len(), 1);
        assert_eq!(city.office().get("/exits").rows(".list").len(), 7);
        assert_eq!(city.office().get("/exits?year=2017&month=10").rows(".list").len(), 0);
        assert_eq!(city.office().get("/exits?standing=unattributed&month=x").rows(".list").len(), 7);
    }
}

on_both! {
    fn an_official_sees_surnames_and_cannot_search_for_people(database) {
        let city = City::new(database);
        run(&mut city.database.connect(), "UPDATE exits SET search = '4507210000001 邓荔枝 大芦村' WHERE id = 1").unwrap();
        let (county, official) = (city.county(), city.official());
        let found = |reader: &Person<'_>, text: &str| {
            reader.get(&format!("/exits?{}", encode([("q", text)]))).expect(200).rows(".list").len()
        };
        assert_eq!((found(&county, "邓荔枝"), found(&official, "邓荔枝")), (1, 0));
        assert_eq!((found(&official, "7210000001"), found(&official, "大芦")), (1, 6));
        let (exit, _) = city.exit(Pathway::Employment);
        let page = official.get(&exit).expect(200);
        assert!(page.says("邓*"));
        assert!(!page.body.contains("邓荔枝") && !page.body.contains("4507********"));
        assert!(county.get(&exit).body.contains("4507********"));
    }
}

on_both! {
    fn the_programmes_show_what_came_of_them_without_calling_it_exits(database) {
        let city = City::new(database);
        let page = city.official().get("/programmes").expect(200);
        assert!(["大芦古村入股分红", "1,200", "大芦旅游区", "农家菜厨艺班"].iter().all(|said| page.says(said)));
        assert!(city.other_county().get("/programmes?year=2017").expect(200).says("这一年还没有登记扶持村"));
        city.operator().get("/programmes").expect(403);
    }
}

on_both! {
    fn every_page_speaks_both_languages(database) {
        let city = City::new(database);
        let county = city.county();
        let exit = city.proposed(&county, Pathway::Employment);
        for (who, person) in [("county", city.county()), ("city", city.office()), ("official", city.official())] {
            person.get("/").expect(200);
            person.post("/language", &[("choice", "en"), ("back", "/")]).sent_to();
            for path in [&*exit, "/exits", "/exits?q=nobody", "/attributions", "/attributions?stage=all", "/programmes"] {
                let page = person.get(path).expect(200);
                assert_eq!(page.all("h1").len(), 1, "{who} {path}");
                assert!(page.body.contains("lang=\"en\""), "{who} {path}");
            }
        }
    }
}

on_both! {
    fn two_at_once_attribute_an_exit_once(database) {
        let city = City::new(database);
        let (exit, evidence) = city.records.exits[&Pathway::Training];
        let propose = |by: &xingtu::domain::access::Actor| {
            let (desk, by) = (city.desk.clone(), by.clone());
            thread::spawn(move || desk.write_now(by, now(), move |tx| attributions::propose(tx, exit, evidence)))
        };
        let both = [propose(&city.cast.county), propose(&city.cast.colleague)].map(|one| one.join().unwrap());
        assert_eq!(both.iter().filter(|one| one.is_ok()).count(), 1, "{both:?}");
        assert!(both.iter().any(|one| matches!(one, Err(Error::Conflict(_)))), "{both:?}");
        assert_eq!(city.total(Basis::Proposed), ONE);

        let id = *both.iter().flatten().next().unwrap();
        let (confirmed, withdrawn) = race(&city, id);
        assert!(confirmed.is_ok() != withdrawn.is_ok(), "{confirmed:?} {withdrawn:?}");
        let expected = if confirmed.is_ok() { ONE } else { NONE };
        assert_eq!(city.total(Basis::Confirmed), expected);
    }
}

/// The city confirms while the county takes back what both have read.
fn race(city: &City, id: AttributionId) -> (Result<ExitId, Error>, Result<ExitId, Error>) {
    let (desk, by) = (city.desk.clone(), city.cast.office.clone());
    let confirming =
        thread::spawn(move || desk.write_now(by, now(), move |tx| attributions::confirm(tx, id, 1)));
    let (desk, by) = (city.desk.clone(), city.cast.county.clone());
    let withdrawing = thread::spawn(move || {
        let reason = "重复".parse().unwrap();
        desk.write_now(by, now(), move |tx| attributions::withdraw(tx, id, 1, &reason))
    });
    (confirming.join().unwrap(), withdrawing.join().unwrap())
}
