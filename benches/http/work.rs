//! The two kinds of work that are measured: asking for the tallies, and reporting hires.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::{Days, Utc};
use xingtu::desk::{Desk, accounts, hires};
use xingtu::domain::access::{Actor, Role};
use xingtu::domain::ids::SiteId;
use xingtu::domain::moment::Moment;
use xingtu::store::users;

use crate::load::{self, Answer, Asker, Round};
use crate::people::{REPORTED, id_number};

/// The whole cube: 7 years × 5 units × 5 pathways.
const CUBE: &str = "/api/v1/tallies?by=year,unit,pathway";
const CUBE_ROWS: usize = 7 * 5 * 5;

/// People who are signed in.
pub struct Browsers {
    official: String,
    /// A clerk of a county, and one of the city.
    pub clerks: [(&'static str, String); 2],
    operators: Vec<Operator>,
    /// Nobody is reported twice.
    next: Arc<AtomicU32>,
}

#[derive(Clone)]
struct Operator {
    session: String,
    site: SiteId,
}

impl Browsers {
    /// Signs in an official of the city and so many operators, each with a site.
    pub fn sign_in(desk: &Desk, operators: usize) -> Self {
        let now: Moment = Utc::now().into();
        let runtime = rocket::tokio::runtime::Builder::new_current_thread().build().unwrap();
        let session =
            |actor: &Actor| runtime.block_on(accounts::open_session(desk, actor, now)).unwrap().text();
        let actor = |login: String| {
            desk.db
                .read_now(move |c| users::by_login(c, &login))
                .unwrap()
                .expect("a demonstration's user")
                .0
                .actor()
        };
        let clerk = |role: Role| {
            let all = desk.db.read_now(users::all).unwrap();
            let found = all.into_iter().map(users::User::actor).find(|actor| actor.role == role);
            found.expect("a clerk of the demonstration")
        };
        let operator = |n: usize| {
            let actor = actor(format!("jingying{}", n % 16 + 1));
            let sites = desk.read_now(Some(actor.clone()), now, hires::workplaces).unwrap();
            Operator { session: session(&actor), site: sites[0].id }
        };
        Self {
            official: session(&actor("lingdao".into())),
            clerks: [("county", session(&clerk(Role::County))), ("city", session(&clerk(Role::City)))],
            operators: (0..operators).map(operator).collect(),
            next: Arc::default(),
        }
    }

    /// The official asks for the whole cube, again and again. Every answer must be the same: nothing changes meanwhile.
    pub fn ask_tallies(&self, port: u16, gzip: bool, round: Duration) -> Round {
        let accept = if gzip { "Accept-Encoding: gzip\r\n" } else { "" };
        let request = format!(
            "GET {CUBE} HTTP/1.1\r\nHost: bench\r\nCookie: session={}\r\n{accept}\r\n",
            self.official
        );
        let asker = Tallies { request: request.into(), gzip, first: Arc::default() };
        load::run(port, vec![asker; self.operators.len()], round)
    }

    /// The official opens a page, again and again.
    pub fn open(&self, port: u16, page: (&str, &str), round: Duration) -> Round {
        crate::pages::ask(port, &self.official, page, round)
    }

    /// Each operator reports one person after another, from the form the server gave them.
    pub fn report_hires(&self, port: u16, round: Duration) -> Round {
        let askers = self.operators.iter().map(|operator| Hires {
            head: format!(
                "POST /hires HTTP/1.1\r\nHost: bench\r\nCookie: session={}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\n",
                operator.session
            ),
            token: token(port, &operator.session),
            site: operator.site,
            started_on: (Utc::now().date_naive() - Days::new(10)).to_string(),
            next: Arc::clone(&self.next),
        });
        load::run(port, askers.collect(), round)
    }
}

#[derive(Clone)]
struct Tallies {
    request: Vec<u8>,
    gzip: bool,
    first: Arc<OnceLock<Vec<u8>>>,
}

impl Asker for Tallies {
    fn write(&mut self, request: &mut Vec<u8>) {
        request.extend(&self.request);
    }

    fn is_good(&mut self, answer: &Answer<'_>) -> bool {
        let first = self.first.get_or_init(|| {
            let rows = String::from_utf8_lossy(answer.body).matches("\"pathway\":").count();
            assert!(self.gzip || rows == CUBE_ROWS, "{rows} rows");
            answer.body.to_vec()
        });
        answer.status == 200 && answer.body == first
    }
}

struct Hires {
    head: String,
    token: String,
    site: SiteId,
    started_on: String,
    next: Arc<AtomicU32>,
}

impl Asker for Hires {
    fn write(&mut self, request: &mut Vec<u8>) {
        let serial = self.next.fetch_add(1, Ordering::Relaxed);
        let body = format!(
            "csrf={}&site={}&name=%E5%AE%81%E8%8D%94%E9%A6%99&id_number={}&claim=unknown&phone=&employment=long_term\
             &post=%E5%AE%A2%E6%88%BF%E6%9C%8D%E5%8A%A1%E5%91%98&wage=1800&started_on={}&key=bench-{serial:08}",
            self.token,
            self.site,
            id_number(REPORTED, serial),
            self.started_on
        );
        request.extend(self.head.as_bytes());
        request.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    fn is_good(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 303
    }
}

/// The token of the form the server gives this operator.
fn token(port: u16, session: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(
        stream,
        "GET /hires/new HTTP/1.1\r\nHost: bench\r\nConnection: close\r\nCookie: session={session}\r\n\r\n"
    )
    .unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    let (_, rest) = page.split_once("name=\"csrf\" value=\"").expect("a form");
    rest.split('"').next().unwrap().to_owned()
}
