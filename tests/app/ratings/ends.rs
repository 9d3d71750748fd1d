use super::{STEPS, due, spring, step};
use crate::support::city::City;
use crate::support::database::{numbers, texts};
use crate::support::on_both;

on_both! {
    fn a_cancelled_star_voids_its_certificate_and_leaves_the_register(database) {
        let city = City::new(database);
        let rating = city.own(&spring());
        assert!(city.visitor().get("/register").says("荔香园"));
        let office = city.office();
        let page = office.get(&format!("{rating}/cancellation")).expect(200);
        assert!(page.says("立即作废") && page.says("不能恢复"), "{}", page.text());
        let silent = office.submit_to(&format!("{rating}/cancellation"), "/cancellation", &[("reason", "")]).expect(422);
        assert!(silent.error_on("reason").is_some() && silent.says("立即作废"));
        office.submit_to(&format!("{rating}/cancellation"), "/cancellation", &[("reason", "发生食品安全事故")]).sent_to();
        assert_eq!(city.standing(&rating), ("cancelled".into(), true));
        let why = "SELECT void_reason AS t FROM certificates";
        assert_eq!(texts(&mut city.database.connect(), why), ["发生食品安全事故"]);
        assert!(!city.visitor().get("/register").says("荔香园"));
        let own = city.operator().get(&rating).expect(200);
        assert!(own.says("已取消") && own.says("发生食品安全事故") && own.says("已经终止"), "{}", own.text());
        for path in STEPS {
            let person = if path == "giving-up" { city.operator() } else { city.office() };
            step(&person, &rating, path, "2").expect(409);
        }
        assert_eq!(city.history(&rating), ["cancel"]);
    }
}

on_both! {
    fn a_lowered_star_is_issued_anew_and_both_are_traceable(database) {
        let city = City::new(database);
        let rating = city.own(&due());
        let office = city.office();
        let to = format!("{rating}/lowering");
        let form = office.get(&to).expect(200).form("/lowering");
        assert_eq!(form.value("star"), Some(""), "no star is chosen beforehand");
        assert!(office.submit_to(&to, "/lowering", &[("reason", "两项不达标")]).expect(422).error_on("star").is_some());
        let revision = form.value("revision").unwrap().to_owned();
        for star in ["3", "5", "0"] {
            let fields = [("revision", revision.as_str()), ("star", star), ("reason", "x")];
            assert!(office.post(&to, &fields).expect(422).error_on("star").is_some(), "{star}");
        }
        let lowered = office.submit_to(&to, "/lowering", &[("star", "2"), ("reason", "两项不达标")]);
        let issued = office.follow(&lowered);
        let new = lowered.sent_to();
        assert_ne!(new, rating);
        for said in ["二星级", "有效", "由三星级降级换发", "ZS-NJL-2017-0001", "MP-NJL-2017-0001", "2018年11月19日"] {
            assert!(issued.says(said), "{said}: {}", issued.text());
        }
        assert_eq!(city.standing(&rating), ("lowered".into(), true));
        let old = city.operator().get(&rating).expect(200);
        assert!(old.says("换发二星级") && old.links().contains(&new), "{}", old.text());
        assert!(city.visitor().get("/register?stars=2").says("荔香园"));
        // The application still shows the star it led to.
        let application = city.office().get(&format!("/applications/{}", city.records.application)).expect(200);
        assert!(application.says("ZS-NJL-2015"), "{}", application.text());
        let mut conn = city.database.connect();
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM ratings WHERE lowered_from IS NOT NULL AND live"), [1]);
        let audit = city.audited();
        assert_eq!(audit, ["rating.re_check_called", "rating.lowered", "rating.reissued"]);
        // One star cannot be lowered any further.
        step(&office, &new, "re-check", "1").sent_to();
        let fields = [("revision", "2"), ("star", "1"), ("reason", "再降")];
        let last = office.post(&format!("{new}/lowering"), &fields).sent_to();
        step(&office, &last, "re-check", "1").sent_to();
        assert!(!office.get(&last).expect(200).links().contains(&format!("{last}/lowering")));
    }
}

on_both! {
    fn an_operator_gives_up_after_reading_what_it_means(database) {
        let city = City::new(database);
        let rating = city.own(&spring());
        let operator = city.operator();
        let to = format!("{rating}/giving-up");
        assert!(operator.get(&rating).links().contains(&to));
        assert!(!city.office().get(&rating).links().contains(&to));
        let page = operator.get(&to).expect(200);
        assert!(page.says("要摘下交回"), "{}", page.text());
        let unread = operator.submit_to(&to, "/giving-up", &[("reason", "转行")]).expect(422);
        assert!(unread.error_on("confirmed").is_some());
        assert_eq!(unread.form("/giving-up").value("reason").map(str::trim), Some("转行"));
        assert_eq!(city.standing(&rating), ("current".into(), false));
        operator.submit_to(&to, "/giving-up", &[("reason", "转行"), ("confirmed", "yes")]).sent_to();
        assert_eq!(city.standing(&rating), ("given_up".into(), true));
        assert_eq!(city.history(&rating), ["give_up"]);
    }
}
