//! The wall: the numbers of the tally page, for whoever may read them, and nothing to press.

use crate::support::city::City;
use crate::support::on_both;

on_both! {
    fn the_wall_shows_sums_to_whoever_reads_tallies(database) {
        let city = City::new(database);
        for person in [city.official(), city.office(), city.county(), city.admin()] {
            for (language, words) in [("zh-CN", "旅游脱贫人数"), ("en", "Valid stars")] {
                person.post("/language", &[("choice", language), ("back", "/")]).expect(303);
                let page = person.get("/screen?year=2017").expect(200);
                assert!(page.says(words), "{}", page.text());
                assert_eq!((page.all("h1").len(), page.links().len(), page.forms().len()), (1, 0, 0));
                assert!(page.body.contains("http-equiv=\"refresh\" content=\"60\""));
                for name in ["宁", "邓", "4507210000001"] {
                    assert!(!page.body.contains(name), "{name}");
                }
            }
        }
        city.operator().get("/screen").expect(403);
        assert!(city.visitor().get("/screen").sent_to().starts_with("/sign-in"));
    }
}
