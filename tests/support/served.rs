//! The small city, served over the network with its clock stopped.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rocket::Shutdown;
use xingtu::desk::{Desk, accounts};
use xingtu::domain::access::Actor;
use xingtu::keys::Keys;
use xingtu::store::users;
use xingtu::web::{self, Clock};

use super::browser::{Browser, Window};
use super::city::{at, now};
use super::database::{Database, run};
use super::postgres::free_port;
use super::seed::{self, Cast, Records};
use super::server::ask;

/// What everybody of the cast signs in with.
pub const PASSWORD: &str = "li-zhi-hua-kai";

/// The city at an address; shut down when dropped.
pub struct Served {
    /// The port of the pages.
    pub port: u16,
    /// What is there.
    pub records: Records,
    /// Who is there.
    pub cast: Cast,
    /// Where work is done, for what no page does.
    pub desk: Desk,
    running: Option<Running>,
    /// Its database; last, because it is taken away when nobody holds it.
    pub database: Database,
}

/// A server that answers.
struct Running {
    shutdown: Shutdown,
    server: JoinHandle<()>,
}

impl Served {
    /// Serves a city in this database.
    pub fn new(database: Database) -> Self {
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let desk = Desk { db: database.db(), keys: Arc::new(keys), files: database.files() };
        let (cast, records) = seed::sow(&desk);
        // The long procedure takes two of the city's staff who inspect, and a third who decides.
        let more = ["shiju2", "shiju3"].map(|login| users::NewUser {
            login: login.into(),
            name: "莫同志".into(),
            role: cast.office.role,
            unit: None,
            operator: None,
            password_hash: "x".into(),
        });
        let hire_staff = move |c: &mut xingtu::store::Conn| {
            more.iter().try_for_each(|new| users::insert(c, new, at(2016, 1, 4)).map(drop))
        };
        desk.db.write_now::<_, xingtu::store::Fault>(hire_staff).unwrap();
        let hash = accounts::hash_password(PASSWORD).unwrap();
        let give_password = move |c: &mut xingtu::store::Conn| {
            users::all(c)?.iter().try_for_each(|user| users::set_password(c, &user.login, &hash).map(drop))
        };
        desk.db.write_now::<_, xingtu::store::Fault>(give_password).unwrap();
        let port = free_port();
        let mut city = Self { port, records, cast, desk, running: None, database };
        city.start();
        city
    }

    /// Serves it, again after [`Served::stop`].
    pub fn start(&mut self) {
        let port = self.port;
        let settings = xingtu::config::figment()
            .merge(("log_level", "off"))
            .merge(("address", "127.0.0.1"))
            .merge(("port", port))
            .merge(("workers", 2))
            .merge(("shutdown.grace", 1))
            .merge(("shutdown.mercy", 1))
            .merge(("shutdown.ctrlc", false));
        let served = self.desk.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let server = std::thread::spawn(move || {
            rocket::execute(async move {
                let rocket = web::rocket(served, &settings, Clock::stopped(now())).ignite().await.unwrap();
                tell.send(rocket.shutdown()).unwrap();
                drop(rocket.launch().await.unwrap());
            });
        });
        let shutdown = told.recv().unwrap();
        let deadline = Instant::now() + Duration::from_secs(20);
        while !ask(port, "GET", "/readyz", "", "").is_ok_and(|page| page.status.code == 200) {
            assert!(Instant::now() < deadline, "the city is not served");
            std::thread::sleep(Duration::from_millis(20));
        }
        self.running = Some(Running { shutdown, server });
    }

    /// Serves it no longer: to a browser, there is no network.
    pub fn stop(&mut self) {
        if let Some(Running { shutdown, server }) = self.running.take() {
            shutdown.notify();
            drop(server.join());
        }
    }

    /// The cookie of a browser in which this person has signed in.
    pub fn session(&self, actor: &Actor) -> String {
        let opening = accounts::open_session(&self.desk, actor, now());
        let runtime = rocket::tokio::runtime::Builder::new_current_thread().build().unwrap();
        format!("session={}", runtime.block_on(opening).unwrap().text())
    }

    /// Moves the notices into the past: their last day was yesterday.
    pub fn close_notices(&self) {
        let sql = "UPDATE public_notices SET opened_on = '2017-11-16', closes_on = '2017-11-23'";
        run(&mut self.database.connect(), sql).unwrap();
    }

    /// A browser here, if Chromium is installed.
    pub fn browser(&self, window: Window) -> Option<Browser> {
        Browser::open(self.port, window)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
    }
}
