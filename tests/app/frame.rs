//! What every page stands on: who asks, in which language, with which token; and how a request fails.

use std::sync::Arc;

use rocket::http::{ContentType, Cookie, Header, Method, Status};
use rocket::local::blocking::{Client, LocalResponse};
use rocket::{Build, Rocket};
use xingtu::desk::{Desk, accounts};
use xingtu::domain::access::Role;
use xingtu::domain::moment::Moment;
use xingtu::keys::Keys;
use xingtu::store::users::{self, NewUser};
use xingtu::web::{self, Clock};

use crate::support::city::City;
use crate::support::database::Database;
use crate::support::on_both;

const PASSWORD: &str = "li-zhi-hua-kai";

fn now() -> Moment {
    let day = chrono::NaiveDate::from_ymd_opt(2017, 11, 24).unwrap();
    Moment::from_local(day.and_hms_opt(9, 11, 0).unwrap())
}

/// A browser at an installation with one user, `li` of the city.
fn browser(database: &Database) -> Client {
    Client::tracked(installation(database)).unwrap()
}

fn installation(database: &Database) -> Rocket<Build> {
    let hash = accounts::hash_password(PASSWORD).unwrap();
    let user = NewUser {
        login: "li".into(),
        name: "李科长".into(),
        role: Role::City,
        unit: None,
        operator: None,
        password_hash: hash,
    };
    database.db().write_now(move |c| users::insert(c, &user, now())).unwrap();
    let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
    let desk = Desk { db: database.db(), keys: Arc::new(keys), files: database.files() };
    let settings = xingtu::config::figment().merge(("log_level", "off"));
    web::rocket(desk, &settings, Clock::stopped(now()))
}

/// The token of the first form on a page.
fn token(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"csrf\" value=\"").expect("a form with a token");
    rest.split('"').next().unwrap().to_owned()
}

fn get(browser: &Client, path: &str) -> String {
    browser.get(path.to_owned()).dispatch().into_string().unwrap_or_default()
}

fn post<'c>(browser: &'c Client, path: &str, fields: &[(&str, &str)]) -> LocalResponse<'c> {
    let form = get(browser, "/sign-in");
    let form = if form.contains("name=\"csrf\"") { form } else { get(browser, "/") };
    let csrf = token(&form);
    let encoded = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
    let mut body = format!("csrf={}", encoded(&csrf));
    for (name, value) in fields {
        body = format!("{body}&{name}={}", encoded(value));
    }
    browser.post(path.to_owned()).header(ContentType::Form).body(body).dispatch()
}

fn sign_in(browser: &Client) {
    let answer =
        post(browser, "/sign-in", &[("login", "LI "), ("password", PASSWORD), ("next", "/sites?page=2")]);
    assert_eq!(answer.status(), Status::SeeOther);
    assert_eq!(answer.headers().get_one("Location"), Some("/sites?page=2"));
}

on_both! {
    fn one_signs_in_works_and_signs_out(database) {
        let browser = browser(&database);
        sign_in(&browser);
        let home = get(&browser, "/");
        assert!(home.contains("李科长") && home.contains("今天没有待办"), "{home}");
        let session = browser.cookies().get("session").unwrap().clone();
        assert_eq!(session.http_only(), Some(true));
        let answer = post(&browser, "/sign-out", &[]);
        assert_eq!(answer.headers().get_one("Location"), Some("/"));
        let start = get(&browser, "/");
        assert!(start.contains("已退出登录"), "{start}");
        assert!(!get(&browser, "/").contains("已退出登录"), "a notice is shown once");
        // The session is over at the server, not only in the browser.
        let answer = browser.get("/").cookie(Cookie::new("session", session.value().to_owned())).dispatch();
        assert!(!answer.into_string().unwrap().contains("李科长"));
    }
}

#[test]
fn an_unknown_login_and_a_wrong_password_are_told_apart_by_nobody() {
    let database = Database::sqlite();
    let browser = browser(&database);
    let refused = |login: &str| {
        let answer = post(&browser, "/sign-in", &[("login", login), ("password", "wrong")]);
        assert_eq!(answer.status(), Status::UnprocessableEntity);
        let page = answer.into_string().unwrap();
        assert!(page.contains("账号或密码不对") && !page.contains("wrong"), "{page}");
        page.replace(&token(&page), "").replace(&format!("value=\"{login}\""), "")
    };
    assert_eq!(refused("li"), refused("nobody"));
}

#[test]
fn the_eleventh_try_is_told_when_to_come_back() {
    let database = Database::sqlite();
    let browser = browser(&database);
    for _ in 0..10 {
        post(&browser, "/sign-in", &[("login", "li"), ("password", "")]);
    }
    let answer = post(&browser, "/sign-in", &[("login", "li"), ("password", PASSWORD)]);
    assert_eq!(answer.status(), Status::TooManyRequests);
    assert!(answer.headers().get_one("Retry-After").is_some());
    assert!(answer.into_string().unwrap().contains("1 分钟后再试"));
}

#[test]
fn no_post_is_heard_without_the_token_of_its_form() {
    let database = Database::sqlite();
    let browser = browser(&database);
    let paths: Vec<String> = browser
        .rocket()
        .routes()
        .filter(|route| !matches!(route.method, Method::Get | Method::Head))
        .filter(|route| !route.uri.path().starts_with("/api/"))
        .map(|route| {
            let path = route.uri.path();
            path.split('/')
                .map(|part| if part.starts_with('<') { "1" } else { part })
                .collect::<Vec<_>>()
                .join("/")
        })
        .collect();
    assert!(paths.len() >= 4, "{paths:?}");
    sign_in(&browser);
    for path in paths {
        for body in ["", "csrf=AAAA"] {
            let answer = browser.post(path.clone()).header(ContentType::Form).body(body).dispatch();
            assert_eq!(answer.status(), Status::Forbidden, "{path}");
        }
    }
}

#[test]
fn a_form_sent_from_elsewhere_is_not_heard() {
    let database = Database::sqlite();
    let browser = browser(&database);
    let csrf = token(&get(&browser, "/"));
    let send = |header: Header<'static>| {
        let request = browser.post("/language").header(ContentType::Form).header(header);
        request.body(format!("csrf={csrf}&choice=en&back=/")).dispatch().status()
    };
    assert_eq!(send(Header::new("Sec-Fetch-Site", "cross-site")), Status::Forbidden);
    assert_eq!(send(Header::new("Sec-Fetch-Site", "same-site")), Status::Forbidden);
    assert_eq!(send(Header::new("Origin", "https://elsewhere.example")), Status::Forbidden);
    assert_eq!(send(Header::new("Sec-Fetch-Site", "same-origin")), Status::SeeOther);
}

#[test]
fn a_token_is_good_for_its_own_browser_only() {
    let database = Database::sqlite();
    let server = Client::untracked(installation(&database)).unwrap();
    let visit = || {
        let answer = server.get("/").dispatch();
        let visitor = answer.cookies().get("visitor").unwrap().value().to_owned();
        (visitor, token(&answer.into_string().unwrap()))
    };
    let ((one, csrf), (other, _)) = (visit(), visit());
    let send = |visitor: &str| {
        let request = server.post("/language").header(ContentType::Form);
        let request = request.cookie(Cookie::new("visitor", visitor.to_owned()));
        request.body(format!("csrf={csrf}&choice=en&back=/")).dispatch().status()
    };
    assert_eq!(send(&other), Status::Forbidden);
    assert_eq!(send(&one), Status::SeeOther);
}

#[test]
fn the_reader_chooses_the_language_and_the_size_of_type() {
    let database = Database::sqlite();
    let browser = browser(&database);
    assert!(get(&browser, "/").contains("<html lang=\"zh-CN\">"));
    let answer = post(&browser, "/language", &[("choice", "en"), ("back", "/sign-in?next=/sites")]);
    assert_eq!(answer.headers().get_one("Location"), Some("/sign-in?next=/sites"));
    post(&browser, "/type-size", &[("choice", "large"), ("back", "//elsewhere.example")]);
    let page = get(&browser, "/sign-in");
    assert!(page.contains("<html lang=\"en\" class=\"large\">") && page.contains("Password"), "{page}");
}

#[test]
fn a_failure_is_a_page_for_people_and_a_problem_for_programs() {
    let database = Database::sqlite();
    let browser = browser(&database);
    let page = browser.get("/no/such/page").dispatch();
    assert_eq!(page.status(), Status::NotFound);
    assert!(page.into_string().unwrap().contains("找不到这一页"));
    let path_that_is_no_number = browser.get("/sites/abc").dispatch().status();
    assert!(matches!(path_that_is_no_number.code, 303 | 404));
    let problem = browser.get("/api/v1/no-such-thing").dispatch();
    assert_eq!(problem.status(), Status::NotFound);
    assert_eq!(problem.content_type().unwrap().to_string(), "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&problem.into_string().unwrap()).unwrap();
    assert_eq!(problem["type"], "urn:xingtu:problem:not-found");
    assert_eq!(problem["status"], 404);
}

#[test]
fn more_than_a_form_may_carry_is_refused() {
    let database = Database::sqlite();
    let browser = browser(&database);
    let csrf = token(&get(&browser, "/"));
    let body = format!("csrf={csrf}&choice=en&back={}", "a".repeat(300 << 10));
    let answer = browser.post("/language").header(ContentType::Form).body(body).dispatch();
    assert_eq!(answer.status(), Status::PayloadTooLarge);
    assert!(answer.into_string().unwrap().contains("内容太大"));
}

#[test]
fn every_answer_carries_the_security_headers_and_long_ones_are_compressed() {
    let database = Database::sqlite();
    let browser = browser(&database);
    let answer = browser.get("/").header(Header::new("Accept-Encoding", "br, gzip")).dispatch();
    let header = |name| answer.headers().get_one(name).unwrap_or_default().to_owned();
    assert!(header("Content-Security-Policy").contains("script-src 'self'"));
    assert_eq!(header("X-Content-Type-Options"), "nosniff");
    assert_eq!(header("Cache-Control"), "no-store");
    assert_eq!(header("Content-Encoding"), "gzip");
    assert_eq!(header("Strict-Transport-Security"), "");
    let mut page = String::new();
    let bytes = answer.into_bytes().unwrap();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*bytes), &mut page).unwrap();
    assert!(page.contains("</html>"));
    let secure = browser.get("/").header(Header::new("X-Forwarded-Proto", "https")).dispatch();
    assert!(secure.headers().contains("Strict-Transport-Security"));
}

#[test]
fn a_static_file_is_kept_for_ever_under_the_address_of_its_content() {
    let database = Database::sqlite();
    let browser = browser(&database);
    let page = get(&browser, "/");
    let (_, rest) = page.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let href = rest.split('"').next().unwrap().to_owned();
    let style = browser.get(href.clone()).dispatch();
    assert_eq!(style.content_type(), Some(ContentType::CSS));
    assert!(style.headers().get_one("Cache-Control").unwrap().contains("immutable"));
    let tag = style.headers().get_one("ETag").unwrap().to_owned();
    let again = browser.get(href).header(Header::new("If-None-Match", tag)).dispatch();
    assert_eq!(again.status(), Status::NotModified);
    let old = browser.get("/static/000000000000/app.css").dispatch();
    assert_eq!(old.headers().get_one("Cache-Control"), Some("no-cache"));
    assert_eq!(browser.get("/static/x/../Cargo.toml").dispatch().status(), Status::NotFound);
}

#[test]
fn whoever_runs_it_can_ask_how_it_is() {
    let database = Database::sqlite();
    let browser = browser(&database);
    assert_eq!(get(&browser, "/healthz"), "ok\n");
    assert_eq!(get(&browser, "/readyz"), "ready\n");
    browser.get("/no/such/page").dispatch();
    let metrics = get(&browser, "/metrics");
    assert!(metrics.contains("xingtu_responses_total{class=\"2xx\"} 2\n"), "{metrics}");
    assert!(metrics.contains("xingtu_responses_total{class=\"4xx\"} 1\n"), "{metrics}");
}

#[test]
fn every_link_of_the_navigation_leads_somewhere_and_shows_where_one_is() {
    let city = City::new(Database::sqlite());
    for (who, person) in city.everybody() {
        let links = person.get("/").expect(200).anchors(".nav a");
        assert!(links.len() > 2, "{who}: {links:?}");
        for (words, href) in &links {
            let page = person.get(href).expect(200);
            // An operator's own pages have a way back in place of the navigation.
            let here = page.anchors(".nav a[aria-current]");
            let own = who == "operator" && page.anchors(".nav a").is_empty();
            assert!(own || here == [(words.clone(), href.clone())], "{who} at {href}: {here:?}");
        }
        let imports = links.iter().any(|(_, href)| href == "/imports");
        assert_eq!(
            imports,
            matches!(who, "county" | "another county" | "city" | "admin"),
            "{who}: {links:?}"
        );
        assert_eq!(person.get("/imports").status.code == 200, imports, "{who}");
    }
}

/// Whoever may import what a list has is led there from the list, and nobody else.
#[test]
fn a_list_leads_to_the_import_of_what_it_has() {
    let city = City::new(Database::sqlite());
    let lists = [
        ("/announcements", "exits"),
        ("/exits", "exits"),
        ("/households", "households"),
        ("/hires", "hires"),
        ("/sites", "sites"),
    ];
    for (who, person) in city.everybody().into_iter().skip(1) {
        for (list, noun) in lists {
            let page = person.get(list);
            let form = format!("/imports/new?noun={noun}");
            let led = page.links().contains(&form);
            let may = person.get(&form).status.code == 200;
            assert_eq!(led, may && page.status.code == 200, "{who} at {list}");
        }
    }
}
