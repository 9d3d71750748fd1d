//! What was acknowledged is there after the power went out.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use chrono::Utc;
use rocket::http::Status;
use xingtu::desk::{Desk, accounts};
use xingtu::keys::Keys;

use crate::support::database::numbers;
use crate::support::on_both;
use crate::support::page::encode;
use crate::support::seed::{self, id_number};
use crate::support::server::{Server, ask};

const ENOUGH: usize = 40;
const BROWSERS: u32 = 6;

/// Reports one person after another until the server is gone; answers the addresses of the receipts.
fn report_until_the_end(port: u16, cookies: &str, browser: u32, acknowledged: &AtomicUsize) -> Vec<String> {
    let mut receipts = Vec::new();
    for serial in (0..).map(|n| 30 + n * BROWSERS + browser).take_while(|serial| *serial < 499) {
        let Ok(page) = ask(port, "GET", "/hires/new", cookies, "") else { break };
        let Some(csrf) = page.token() else { break };
        let site = page.form("/hires").value("site").unwrap().to_owned();
        let body = encode([
            ("csrf", csrf.as_str()),
            ("site", &site),
            ("name", "宁荔香"),
            ("id_number", &id_number(serial)),
            ("claim", "yes"),
            ("employment", "long_term"),
            ("wage", "1800"),
            ("started_on", "2017-11-06"),
        ]);
        let Ok(answer) = ask(port, "POST", "/hires", cookies, &body) else { break };
        receipts.push(answer.sent_to());
        acknowledged.fetch_add(1, Ordering::Relaxed);
    }
    receipts
}

on_both! {
    fn every_acknowledged_report_survives_kill_9(database) {
        let dir = tempfile::tempdir().unwrap();
        let secret = Keys::fresh_secret().unwrap();
        let desk = Desk { db: database.db(), keys: Arc::new(Keys::from_secret(&secret).unwrap()), files: database.files() };
        let (cast, _) = seed::sow(&desk);
        let runtime = rocket::tokio::runtime::Builder::new_current_thread().build().unwrap();
        let opening = accounts::open_session(&desk, &cast.operator, Utc::now().into());
        let cookies = format!("session={}", runtime.block_on(opening).unwrap().text());

        let mut server = Server::start(&database.url, &secret, dir.path());
        let (port, acknowledged) = (server.port, Arc::new(AtomicUsize::new(0)));
        let receipts = Arc::new(Mutex::new(Vec::new()));
        let browsers: Vec<_> = (0..BROWSERS)
            .map(|browser| {
                let (cookies, acknowledged) = (cookies.clone(), Arc::clone(&acknowledged));
                let receipts = Arc::clone(&receipts);
                thread::spawn(move || {
                    let own = report_until_the_end(port, &cookies, browser, &acknowledged);
                    receipts.lock().unwrap().extend(own);
                })
            })
            .collect();
        let deadline = Instant::now() + Duration::from_secs(60);
        while acknowledged.load(Ordering::Relaxed) < ENOUGH && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(2));
        }
        server.kill();
        for browser in browsers {
            browser.join().unwrap();
        }

        let receipts = receipts.lock().unwrap().clone();
        assert!(receipts.len() >= ENOUGH, "only {} were acknowledged", receipts.len());
        let server = Server::start(&database.url, &secret, dir.path());
        for receipt in &receipts {
            let page = server.ask("GET", receipt, &cookies, "").unwrap();
            assert_eq!(page.status, Status::Ok, "{receipt} was acknowledged");
        }
        let kept = numbers(&mut database.connect(), "SELECT count(*) AS n FROM hires");
        assert!(usize::try_from(kept[0]).unwrap() >= receipts.len());
        let audited = "SELECT count(*) AS n FROM audit_events WHERE what = 'hire.reported'";
        assert_eq!(numbers(&mut database.connect(), audited), kept, "each with its audit event");
    }
}
