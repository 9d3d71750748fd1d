//! A small city with a named cast, asked through its pages.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rocket::http::{ContentType, Cookie, Header};
use rocket::local::blocking::{Client, LocalRequest};
use xingtu::desk::{Desk, accounts};
use xingtu::domain::access::Actor;
use xingtu::domain::moment::Moment;
use xingtu::keys::Keys;
use xingtu::web::{self, Clock};

use super::database::Database;
use super::page::{BOUNDARY, Form, Page, Picked, encode};
use super::seed::{self, Cast, Records};

/// An installation in a database of its own, on the morning of 24 November 2017.
pub struct City {
    client: Client,
    /// Where work is done, for what no page does.
    pub desk: Desk,
    /// Who is there.
    pub cast: Cast,
    /// What is there.
    pub records: Records,
    /// Its database; last, because it is taken away when nobody holds it.
    pub database: Database,
}

impl City {
    /// With two units, two businesses with a site each, a household with an announced exit and the paper for each pathway,
    /// an application and a hire that wait for the county.
    pub fn new(database: Database) -> Self {
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let desk = Desk { db: database.db(), keys: Arc::new(keys), files: database.files() };
        let (cast, records) = seed::sow(&desk);
        let settings = xingtu::config::figment().merge(("log_level", "off"));
        let client = Client::untracked(web::rocket(desk.clone(), &settings, Clock::stopped(now()))).unwrap();
        Self { client, desk, cast, records, database }
    }

    /// The routes and the state of the server.
    pub fn rocket(&self) -> &rocket::Rocket<rocket::Orbit> {
        self.client.rocket()
    }

    /// What a visitor's program is answered, with its headers by their names in small letters.
    pub fn ask(&self, path: &str, headers: &[(&'static str, &str)]) -> (u16, BTreeMap<String, String>) {
        let request = self.client.get(path.to_owned());
        let request = headers
            .iter()
            .fold(request, |request, (name, value)| request.header(Header::new(*name, (*value).to_owned())));
        let answer = request.dispatch();
        let all = answer.headers().iter();
        (
            answer.status().code,
            all.map(|one| (one.name().as_str().to_lowercase(), one.value().to_owned())).collect(),
        )
    }

    /// A browser of nobody in particular.
    pub fn visitor(&self) -> Person<'_> {
        Person { city: self, cookies: RefCell::default() }
    }

    /// A browser in which this person has signed in.
    pub fn signed_in(&self, actor: &Actor) -> Person<'_> {
        let opening = accounts::open_session(&self.desk, actor, now());
        let runtime = rocket::tokio::runtime::Builder::new_current_thread().build().unwrap();
        let token = runtime.block_on(opening).unwrap();
        let person = self.visitor();
        person.cookies.borrow_mut().insert("session".into(), token.text());
        person
    }

    /// The keeper of 荔香园 in 灵山县.
    pub fn operator(&self) -> Person<'_> {
        self.signed_in(&self.cast.operator)
    }

    /// The keeper of the site in 浦北县.
    pub fn other_operator(&self) -> Person<'_> {
        self.signed_in(&self.cast.other_operator)
    }

    /// 灵山县's clerk.
    pub fn county(&self) -> Person<'_> {
        self.signed_in(&self.cast.county)
    }

    /// The clerk's colleague.
    pub fn colleague(&self) -> Person<'_> {
        self.signed_in(&self.cast.colleague)
    }

    /// 浦北县's clerk.
    pub fn other_county(&self) -> Person<'_> {
        self.signed_in(&self.cast.other_county)
    }

    /// The city's clerk.
    pub fn office(&self) -> Person<'_> {
        self.signed_in(&self.cast.office)
    }

    /// Who reads the whole city.
    pub fn official(&self) -> Person<'_> {
        self.signed_in(&self.cast.official)
    }

    /// The administrator.
    pub fn admin(&self) -> Person<'_> {
        self.signed_in(&self.cast.admin)
    }

    /// Everybody there is, and a visitor, by what they are.
    pub fn everybody(&self) -> [(&'static str, Person<'_>); 7] {
        [
            ("visitor", self.visitor()),
            ("operator", self.operator()),
            ("county", self.county()),
            ("another county", self.other_county()),
            ("city", self.office()),
            ("official", self.official()),
            ("admin", self.admin()),
        ]
    }
}

/// A person at their browser.
pub struct Person<'c> {
    city: &'c City,
    cookies: RefCell<BTreeMap<String, String>>,
}

impl Person<'_> {
    /// Opens a page.
    pub fn get(&self, path: &str) -> Page {
        self.send(path, self.city.client.get(path.to_owned()))
    }

    /// Sends these fields with a token that is good, without looking at a form: what a page does not offer.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get("/");
        let token = page.token().expect("a form on the start page");
        let fields = [("csrf", token.as_str())].into_iter().chain(fields.iter().copied());
        self.post_body(path, encode(fields))
    }

    /// Sends this body as a form.
    pub fn post_body(&self, path: &str, body: String) -> Page {
        let request = self.city.client.post(path.to_owned()).header(ContentType::Form).body(body);
        self.send(path, request)
    }

    /// Opens a page, fills in its form (the only one with these fields) and sends it.
    #[track_caller]
    pub fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get(path).expect(200);
        let fits = |form: &Form| fields.iter().all(|(name, _)| form.names().any(|known| known == *name));
        let mut forms = page.forms();
        let names: Vec<Vec<String>> =
            forms.iter().map(|form| form.names().map(str::to_owned).collect()).collect();
        forms.retain(fits);
        let [form] = forms.as_slice() else {
            panic!("{path} has {} forms with these fields, of {names:?}:\n{}", forms.len(), page.text())
        };
        self.send_form(form.clone(), fields)
    }

    /// Opens a page, fills in the form sent to an address that ends like this, and sends it.
    #[track_caller]
    pub fn submit_to(&self, path: &str, action: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.get(path).expect(200).form(action);
        self.send_form(form, fields)
    }

    /// Fills in a form and sends it.
    #[track_caller]
    pub fn send_form(&self, form: Form, fields: &[(&str, &str)]) -> Page {
        let form = fields.iter().fold(form, |form, (name, value)| form.fill(name, value));
        self.post_body(&form.action, form.encoded())
    }

    /// Opens a page, fills in the form sent to an address that ends like this, picks files, and sends it.
    #[track_caller]
    pub fn upload(&self, path: &str, action: &str, fields: &[(&str, &str)], files: &[Picked<'_>]) -> Page {
        let form = self.get(path).expect(200).form(action);
        let form = fields.iter().fold(form, |form, (name, value)| form.fill(name, value));
        self.post_parts(&form.action, form.with_files(files))
    }

    /// Sends this body as a form with files.
    pub fn post_parts(&self, path: &str, body: Vec<u8>) -> Page {
        let kind = Header::new("Content-Type", format!("multipart/form-data; boundary={BOUNDARY}"));
        self.send(path, self.city.client.post(path.to_owned()).header(kind).body(body))
    }

    /// Sends a form as a phone does that kept it: with a fresh token, a key, and asking for JSON.
    pub fn resend(&self, path: &str, fields: &[(&str, &str)], key: &str) -> Page {
        let pass: serde_json::Value =
            serde_json::from_str(&self.get("/outbox/token").expect(200).body).unwrap();
        let token = [("csrf", pass["token"].as_str().unwrap())];
        let request = self
            .city
            .client
            .post(path.to_owned())
            .header(ContentType::Form)
            .body(encode(token.into_iter().chain(fields.iter().copied())));
        let request = request.header(Header::new("Accept", "application/json"));
        self.send(path, request.header(Header::new("Idempotency-Key", key.to_owned())))
    }

    /// Sends this JSON, under a key if there is one.
    pub fn post_json(&self, path: &str, body: &serde_json::Value, key: Option<&str>) -> Page {
        let request = self.city.client.post(path.to_owned()).header(ContentType::JSON).body(body.to_string());
        let request = match key {
            Some(key) => request.header(Header::new("Idempotency-Key", key.to_owned())),
            None => request,
        };
        self.send(path, request)
    }

    /// Opens where an answer sends the reader.
    #[track_caller]
    pub fn follow(&self, answer: &Page) -> Page {
        self.get(&answer.sent_to()).expect(200)
    }

    fn send(&self, path: &str, mut request: LocalRequest<'_>) -> Page {
        for (name, value) in &*self.cookies.borrow() {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        let answer = request.dispatch();
        for cookie in answer.cookies().iter() {
            let mut held = self.cookies.borrow_mut();
            let (name, value) = (cookie.name().to_owned(), cookie.value().to_owned());
            if value.is_empty() {
                held.remove(&name)
            } else {
                held.insert(name, value)
            };
        }
        Page::of(path, answer)
    }
}

/// The morning of 24 November 2017, the day the newspaper came out.
pub fn now() -> Moment {
    at(2017, 11, 24)
}

/// Nine in the morning of a day.
pub fn at(year: i32, month: u32, day: u32) -> Moment {
    Moment::from_local(date(year, month, day).and_hms_opt(9, 0, 0).unwrap())
}

/// A day.
pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}
