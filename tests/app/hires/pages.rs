//! The same through the pages: what an operator and a clerk see, type and are told.

use std::fmt::Write as _;

use rocket::http::{ContentType, Cookie, Status};
use rocket::local::blocking::Client;
use scraper::{Html, Selector};
use xingtu::desk::accounts;
use xingtu::web::{self, Clock};

use super::{DENG, NING, Village, clerk, keeper, now};
use crate::support::on_both;

impl Village {
    /// A browser in which this person is signed in.
    fn browser(&self, actor: &xingtu::domain::access::Actor) -> Browser {
        let settings = xingtu::config::figment().merge(("log_level", "off"));
        let client =
            Client::tracked(web::rocket(self.desk.clone(), &settings, Clock::stopped(now()))).unwrap();
        let runtime = rocket::tokio::runtime::Runtime::new().unwrap();
        let token = runtime.block_on(accounts::open_session(&self.desk, actor, now())).unwrap();
        Browser { client, session: token.text() }
    }
}

struct Browser {
    client: Client,
    session: String,
}

/// A page as a person reads it.
struct Seen {
    status: Status,
    location: Option<String>,
    html: Html,
    source: String,
}

impl Seen {
    /// The text of whatever matches.
    fn text(&self, selector: &str) -> Vec<String> {
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.html.select(&Selector::parse(selector).unwrap()).map(|one| words(one.text().collect())).collect()
    }

    /// An attribute of the first that matches.
    fn attribute(&self, selector: &str, name: &str) -> String {
        let selector = Selector::parse(selector).unwrap();
        self.html.select(&selector).next().unwrap().value().attr(name).unwrap_or_default().to_owned()
    }
}

impl Browser {
    fn get(&self, path: &str) -> Seen {
        let cookie = Cookie::new("session", self.session.clone());
        seen(self.client.get(path.to_owned()).cookie(cookie).dispatch())
    }

    fn post(&self, from: &str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let csrf = self.get(from).attribute("input[name=csrf]", "value");
        let encoded = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
        let mut body = format!("csrf={}", encoded(&csrf));
        for (name, value) in fields {
            write!(body, "&{name}={}", encoded(value)).unwrap();
        }
        let cookie = Cookie::new("session", self.session.clone());
        seen(self.client.post(path.to_owned()).cookie(cookie).header(ContentType::Form).body(body).dispatch())
    }

    fn report(&self, changes: &[(&str, &str)]) -> Seen {
        let mut fields = vec![
            ("site", "1"),
            ("name", "邓大山"),
            ("id_number", DENG),
            ("claim", "yes"),
            ("employment", "long_term"),
            ("wage", "1800"),
            ("started_on", "2017-11-01"),
            ("key", "key-0001"),
        ];
        for (name, value) in changes {
            match fields.iter_mut().find(|(field, _)| field == name) {
                Some(field) => field.1 = value,
                None => fields.push((name, value)),
            }
        }
        self.post("/hires/new", "/hires", &fields)
    }
}

fn seen(answer: rocket::local::blocking::LocalResponse<'_>) -> Seen {
    let status = answer.status();
    let location = answer.headers().get_one("Location").map(str::to_owned);
    let source = answer.into_string().unwrap_or_default();
    Seen { status, location, html: Html::parse_document(&source), source }
}

on_both! {
    fn an_operator_reports_a_hire_and_holds_a_receipt(database) {
        let village = Village::new(database);
        let browser = village.browser(&keeper(1));
        let sent = browser.report(&[]);
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.source);
        let receipt = browser.get(&sent.location.unwrap());
        assert_eq!(receipt.text("h1"), ["已收到"]);
        assert_eq!(receipt.text(".receipt b"), ["YG-0001"]);
        assert!(receipt.text(".inset")[0].contains("2017年12月8日"), "{:?}", receipt.text(".inset"));
        assert!(!receipt.source.contains(DENG));
        assert!(browser.get("/hires").text(".cards b").contains(&"邓大山".to_owned()));
    }
}

on_both! {
    fn wrong_input_is_told_at_its_field_and_kept(database) {
        let village = Village::new(database);
        let browser = village.browser(&keeper(1));
        let again = browser.report(&[("wage", "一千八"), ("id_number", "450702 19730612 00")]);
        assert_eq!(again.status, Status::UnprocessableEntity);
        assert_eq!(again.text(".errsum a"), ["身份证号码是 18 位，这里有 16 位", "月工资请填数字，例如 1800"]);
        assert_eq!(again.attribute("#wage", "value"), "一千八");
        assert_eq!(again.attribute("#wage", "aria-invalid"), "true");
        assert_eq!(again.attribute("#name", "value"), "邓大山");
        let young = browser.report(&[("started_on", "1980-01-01")]);
        assert_eq!(young.text(".errsum a"), ["上班日期：按身份证，这一天还不满 16 周岁，不能用工"]);
    }
}

on_both! {
    fn an_operator_is_told_the_same_whether_the_person_is_registered_or_not(database) {
        let village = Village::new(database);
        let browser = village.browser(&keeper(1));
        let pages = [("邓大山", DENG, "key-0001"), ("宁秀英", NING, "key-0002")].map(|(name, id, key)| {
            let sent = browser.report(&[("name", name), ("id_number", id), ("key", key)]);
            let number = sent.location.clone().unwrap();
            let hire = xingtu::domain::ids::HireId(number.rsplit('/').next().unwrap().parse().unwrap());
            village.verify(hire, 1, village.shown(hire)).unwrap();
            let text = browser.get(&number).text("main").concat();
            text.replace(name, "").replace(&id[14..], "").replace(&format!("YG-000{hire}"), "")
        });
        assert_eq!(pages[0], pages[1]);
    }
}

on_both! {
    fn a_page_that_reported_somebody_reports_nobody_else_unasked(database) {
        let village = Village::new(database);
        let browser = village.browser(&keeper(1));
        browser.report(&[]);
        let other = browser.report(&[("name", "宁秀英"), ("id_number", NING)]);
        assert_eq!(other.status, Status::Conflict);
        assert_eq!(other.attribute("#name", "value"), "宁秀英");
        assert_ne!(other.attribute("input[name=key]", "value"), "key-0001");
        let known = browser.report(&[("wage", "2000"), ("key", "key-0003")]);
        assert_eq!(known.status, Status::Conflict);
        assert_eq!(known.text(".errsum a"), ["身份证号码：这个人已报过"]);
        assert_eq!(known.attribute(".inset a", "href"), "/hires/1");
    }
}

on_both! {
    fn a_clerk_compares_sends_back_and_verifies(database) {
        let village = Village::new(database);
        let (operator, county) = (village.browser(&keeper(1)), village.browser(&clerk()));
        operator.report(&[("name", "邓山")]);
        assert!(county.get("/").source.contains("1 条用工等待核实"));
        let page = county.get("/hires/1");
        assert_eq!(page.status, Status::Ok, "{}", page.source);
        assert_eq!(page.text("tr.flag th"), ["姓名"]);
        assert!(page.source.contains("4507211000001"));
        assert!(!page.source.contains(DENG));
        let silent = county.post("/hires/1", "/hires/1/return", &[("revision", "1"), ("reason", " ")]);
        assert_eq!(silent.status, Status::UnprocessableEntity);
        let back = county.post("/hires/1", "/hires/1/return", &[("revision", "1"), ("reason", "姓名与身份证不符")]);
        assert_eq!(back.status, Status::SeeOther, "{}", back.source);
        assert!(operator.get("/").source.contains("1 条用工被退回"));
        assert!(operator.get("/hires/1").text(".inset")[0].contains("姓名与身份证不符"));
        let edit = operator.get("/hires/1/edit");
        assert_eq!(edit.attribute("#name", "value"), "邓山");
        assert_eq!(edit.attribute("#id_number", "value"), "");
        let fields = [("revision", "2"), ("name", "邓大山"), ("claim", "yes"), ("employment", "long_term"),
            ("wage", "1800"), ("started_on", "2017-11-01")];
        let sent = operator.post("/hires/1/edit", "/hires/1/correction", &fields);
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.source);
        let page = county.get("/hires/1");
        assert_eq!(page.text("tr.flag th"), Vec::<String>::new());
        let person = page.attribute("input[name=person]", "value");
        let verify = |revision: &str| {
            county.post("/hires/1", "/hires/1/verification", &[("revision", revision), ("person", &person)])
        };
        assert_eq!(verify("1").status, Status::Conflict, "read before it was corrected");
        assert_eq!(verify("3").status, Status::SeeOther);
        assert_eq!(verify("4").status, Status::Conflict);
        assert_eq!(operator.get("/hires/1").text("h1"), ["已核实"]);
        assert_eq!(county.get("/households/1").text("#h-hires ~ *").len(), 0);
        assert!(county.get("/households/1").source.contains("YG-0001"));
    }
}

on_both! {
    fn who_has_no_business_here_is_turned_away(database) {
        let village = Village::new(database);
        let (operator, rival, county) =
            (village.browser(&keeper(1)), village.browser(&keeper(2)), village.browser(&clerk()));
        operator.report(&[]);
        assert_eq!(rival.get("/hires/1").status, Status::NotFound);
        assert_eq!(operator.get("/households").status, Status::Forbidden);
        assert_eq!(county.get("/hires/new").status, Status::Forbidden);
        assert_eq!(county.get("/hires/99").status, Status::NotFound);
        let forbidden = operator.post("/hires/new", "/hires/1/verification", &[("revision", "1")]);
        assert_eq!(forbidden.status, Status::Forbidden);
        let early = operator.post("/hires/new", "/hires/1/leaving", &[("revision", "1"), ("left_on", "2017-11-20")]);
        assert_eq!(early.status, Status::Conflict);
    }
}

on_both! {
    fn a_full_number_is_shown_once_to_who_says_why(database) {
        let village = Village::new(database);
        let (operator, county) = (village.browser(&keeper(1)), village.browser(&clerk()));
        operator.report(&[]);
        assert_eq!(county.post("/hires/1", "/hires/1/identity", &[("purpose", "")]).status, Status::UnprocessableEntity);
        let shown = county.post("/hires/1", "/hires/1/identity", &[("purpose", "核对复印件")]);
        assert!(shown.source.contains(DENG));
        assert!(!county.get("/hires/1").source.contains(DENG));
        let member = county.post("/households/1", "/households/1/identity", &[("person", "1"), ("purpose", "核对户口簿")]);
        assert!(member.source.contains(DENG), "{}", member.source);
        assert!(!county.get("/households/1").source.contains(DENG));
    }
}

on_both! {
    fn every_page_speaks_both_languages(database) {
        let village = Village::new(database);
        let (operator, county) = (village.browser(&keeper(1)), village.browser(&clerk()));
        operator.report(&[]);
        let pages = [("/hires", &operator), ("/hires/new", &operator), ("/hires/1", &operator), ("/hires", &county),
            ("/hires/1", &county), ("/households", &county), ("/households/1", &county), ("/hires?q=x", &county)];
        for (path, browser) in pages {
            let request = browser.client.get(path).cookie(Cookie::new("lang", "en"));
            let page = seen(request.cookie(Cookie::new("session", browser.session.clone())).dispatch());
            assert_eq!(page.status, Status::Ok, "{path}: {}", page.source);
            assert_eq!(page.attribute("html", "lang"), "en");
            assert_eq!(page.text("h1").len(), 1, "{path}");
        }
    }
}
