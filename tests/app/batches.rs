//! Proposing for a village on one screen: every row or none, and an undo until any of it is verified.

use xingtu::domain::pathway::Pathway;
use xingtu::store::tallies;

use crate::support::city::City;
use crate::support::database::numbers;
use crate::support::on_both;
use crate::support::seed::VILLAGE;

const SCREEN: &str = "/attribution-batches/new?village=450721101201";

impl City {
    fn chosen(&self) -> Vec<(String, String)> {
        let one =
            |(exit, evidence): &(xingtu::domain::ids::ExitId, xingtu::domain::attribution::Evidence)| {
                (format!("evidence[{exit}]"), evidence.to_string())
            };
        self.records.exits.values().map(one).collect()
    }

    fn live(&self) -> i64 {
        assert_eq!(self.desk.db.read_now(tallies::drift).unwrap(), []);
        numbers(&mut self.database.connect(), "SELECT count(*) AS n FROM attributions WHERE live")[0]
    }
}

on_both! {
    fn a_village_is_proposed_at_once_and_undone_until_any_is_verified(database) {
        let city = City::new(database);
        let (county, colleague) = (city.county(), city.colleague());
        assert!(county.get("/attribution-batches/new").expect(200).says("大芦村"));
        let chosen = city.chosen();
        let fields: Vec<(&str, &str)> = chosen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let made = county.submit_to(SCREEN, "/attribution-batches", &fields).sent_to();
        assert_eq!(county.get(&made).rows(".list").len(), 6);
        assert_eq!(city.live(), 6);
        let undone = county.submit_to(&made, "/withdrawal", &[]);
        assert!(county.follow(&undone).says("已整批撤销"));
        assert_eq!(city.live(), 0);
        county.post(&format!("{made}/withdrawal"), &[]).expect(409);

        let made = county.submit_to(SCREEN, "/attribution-batches", &fields).sent_to();
        let (exit, _) = city.records.exits[&Pathway::Training];
        colleague.submit_to(&format!("/exits/{exit}"), "/verification", &[]).sent_to();
        assert!(county.post(&format!("{made}/withdrawal"), &[]).expect(409).says("不能整批撤销"));
        assert_eq!(city.live(), 6);
    }
}

on_both! {
    fn one_bad_row_keeps_all_of_them_out_and_each_is_named(database) {
        let city = City::new(database);
        let county = city.county();
        let (training, paper) = city.records.exits[&Pathway::Training];
        county.submit_to(&format!("/exits/{training}"), "/attributions", &[("evidence", &paper.to_string())]).sent_to();
        let (self_start, _) = city.records.exits[&Pathway::SelfStart];
        let mut chosen = city.chosen();
        for (name, value) in &mut chosen {
            if *name == format!("evidence[{self_start}]") {
                *value = "employment:1".into();
            }
        }
        let mut fields: Vec<(&str, &str)> = chosen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("village", VILLAGE));
        let refused = county.post("/attribution-batches", &fields).expect(422);
        assert_eq!(refused.summary().len(), 2, "{:?}", refused.summary());
        assert!(refused.error_on(&format!("evidence[{self_start}]")).is_some());
        assert_eq!(city.live(), 1);
        county.post("/attribution-batches", &[("village", VILLAGE)]).expect(422);
        city.other_county().post("/attribution-batches", &fields).expect(404);
        city.office().post("/attribution-batches", &fields).expect(403);
        city.office().get("/attribution-batches/new").expect(403);
    }
}
