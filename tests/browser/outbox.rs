//! The outbox on the operator's phone: nothing typed is lost without a network, and nothing arrives twice.

use crate::support::browser::{Browser, Window};
use crate::support::database::{Database, numbers, run};
use crate::support::seed::id_number;
use crate::support::served::Served;

/// What the phone keeps, as a promise for `execute_async`.
const KEPT: &str = "const done = arguments[arguments.length - 1];
    indexedDB.open('xingtu', 1).onsuccess = ({ target }) => {
        target.result.transaction('outbox').objectStore('outbox').getAll().onsuccess = (got) =>
            done(got.target.result.length);
    };";

/// A keeper signed in on a phone that can do without a network.
fn keeper(city: &Served) -> Option<Browser> {
    let keeper = city.browser(Window::Phone)?;
    keeper.sign_in("lizhi");
    keeper.open_page("/hires/new");
    ready(&keeper);
    Some(keeper)
}

/// Waits until the phone has what it needs without a network.
fn ready(keeper: &Browser) {
    keeper.until("navigator.serviceWorker.controller !== null");
    let held = "const done = arguments[arguments.length - 1];
        (async () => {
            for (;;) {
                const held = await caches.match('/outbox');
                if (held && await caches.match('/hires/new')) return done(true);
                await new Promise((soon) => setTimeout(soon, 50));
            }
        })();";
    keeper.script_async(held);
}

/// Fills in the three steps and submits them.
fn report(keeper: &Browser, serial: u32, wage: &str) {
    let next = "form[data-steps] .bottom button[type=button]:not(.ghost)";
    keeper.fill("name", "宁荔香");
    keeper.fill("id_number", &id_number(serial));
    keeper.choose("claim", "yes");
    keeper.click(next);
    keeper.choose("employment", "long_term");
    keeper.fill("wage", wage);
    keeper.pick_day("started_on", "2017-11-06");
    keeper.click(next);
    keeper.click("form[action='/hires'] button:not([type=button])");
}

fn hires(city: &Served) -> i64 {
    numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM hires")[0]
}

/// Corrects the wage of a report that was refused, and sends it.
fn put_right(keeper: &Browser) {
    keeper.fill("wage", "1800");
    keeper.click("form[data-steps] .bottom button[type=button]:not(.ghost)");
    keeper.click("form[action='/hires'] button:not([type=button])");
    keeper.see(".receipt");
}

const SEND: &str = "[data-outbox-send]";

#[test]
fn a_report_without_a_network_waits_on_the_phone_and_arrives_once() {
    let mut city = Served::new(Database::sqlite());
    let Some(keeper) = keeper(&city) else { return };
    let before = hires(&city);
    city.stop();
    // The page opens all the same, from what the phone kept.
    keeper.open_page("/hires/new");
    report(&keeper, 20, "1800");
    keeper.read("等网络");
    assert_eq!(keeper.path(), "/outbox");
    keeper.read("宁荔香");
    keeper.see("[data-offline]");
    assert_eq!(keeper.script_async(KEPT), 1);
    city.start();
    keeper.click(SEND);
    keeper.read("已收到");
    assert_eq!(hires(&city), before + 1);
    assert_eq!(keeper.script_async(KEPT), 0, "what has arrived is kept no longer");
    keeper.open_page("/outbox");
    keeper.read("都已发出");
    assert!(!keeper.words().contains("宁荔香"));
}

#[test]
fn a_report_whose_answer_was_lost_is_recognised() {
    let city = Served::new(Database::sqlite());
    let Some(keeper) = keeper(&city) else { return };
    let before = hires(&city);
    // It reaches the server, and the phone never hears of it; not even by the cookie of an answer for readers.
    keeper.script(
        "HTMLFormElement.prototype.submit = function () {
            const headers = { Accept: 'application/json' };
            fetch(this.action, { method: 'POST', headers, body: new URLSearchParams(new FormData(this)) });
        };",
    );
    report(&keeper, 20, "1800");
    while hires(&city) == before {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    keeper.open_page("/outbox");
    keeper.read("已收到");
    assert_eq!(hires(&city), before + 1);
    assert_eq!(keeper.script_async(KEPT), 0);
}

#[test]
fn an_ordinary_report_leaves_nothing_on_the_phone() {
    let city = Served::new(Database::sqlite());
    let Some(keeper) = keeper(&city) else { return };
    report(&keeper, 20, "一千八");
    keeper.see(".errsum");
    assert_eq!(keeper.script_async(KEPT), 1, "what was refused is still being worked on");
    put_right(&keeper);
    keeper.open_page("/outbox");
    keeper.read("都已发出");
    assert_eq!(keeper.script_async(KEPT), 0);
}

#[test]
fn a_wrong_record_comes_back_with_what_was_typed() {
    let mut city = Served::new(Database::sqlite());
    let Some(keeper) = keeper(&city) else { return };
    let before = hires(&city);
    city.stop();
    keeper.open_page("/hires/new");
    report(&keeper, 20, "一千八");
    keeper.read("等网络");
    city.start();
    keeper.click(SEND);
    keeper.read("要修改");
    keeper.read("月工资请填数字");
    assert_eq!(hires(&city), before);
    keeper.click("[data-go]");
    keeper.see("[data-fixing]");
    assert_eq!(keeper.script("return document.getElementById('id_number').value"), id_number(20).as_str());
    keeper.click("[data-fixing] a[href='#wage']");
    put_right(&keeper);
    assert_eq!(hires(&city), before + 1);
    keeper.open_page("/outbox");
    keeper.read("都已发出");
    assert_eq!(keeper.script_async(KEPT), 0);
}

#[test]
fn a_record_outlives_the_session_and_is_sent_after_signing_in() {
    let mut city = Served::new(Database::sqlite());
    let Some(keeper) = keeper(&city) else { return };
    let before = hires(&city);
    city.stop();
    keeper.open_page("/hires/new");
    report(&keeper, 20, "1800");
    keeper.read("等网络");
    run(&mut city.database.connect(), "DELETE FROM sessions").unwrap();
    city.start();
    keeper.click(SEND);
    keeper.read("请重新登录");
    assert_eq!(hires(&city), before);
    keeper.click("[data-go]");
    keeper.fill("login", "lizhi");
    keeper.fill("password", crate::support::served::PASSWORD);
    keeper.click("form[action='/sign-in'] button");
    keeper.read("已收到");
    assert_eq!(keeper.path(), "/outbox");
    assert_eq!(hires(&city), before + 1);
}

#[test]
fn the_next_user_of_a_phone_neither_sees_nor_sends_what_another_kept() {
    let mut city = Served::new(Database::sqlite());
    let Some(keeper) = keeper(&city) else { return };
    let before = hires(&city);
    city.stop();
    keeper.open_page("/hires/new");
    report(&keeper, 20, "1800");
    keeper.read("等网络");
    run(&mut city.database.connect(), "DELETE FROM sessions").unwrap();
    city.start();
    keeper.sign_in("yuezhou");
    keeper.open_page("/outbox");
    keeper.read("都已发出");
    assert!(!keeper.words().contains("宁荔香"));
    keeper.script("dispatchEvent(new Event('online'))");
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(hires(&city), before);
    assert_eq!(keeper.script_async(KEPT), 1, "it waits for its owner");
    // Nor does a page of the other's, kept from before, open without a network.
    ready(&keeper);
    city.stop();
    keeper.open_page("/outbox");
    keeper.read("都已发出");
}

#[test]
fn signing_out_says_first_what_would_be_lost() {
    let mut city = Served::new(Database::sqlite());
    let Some(keeper) = keeper(&city) else { return };
    city.stop();
    keeper.open_page("/hires/new");
    report(&keeper, 20, "一千八");
    keeper.read("等网络");
    city.start();
    keeper.open_page("/");
    keeper.click("form[action='/sign-out'] button");
    keeper.read("退出登录之前");
    keeper.read("1 条记录");
    assert_eq!(keeper.path(), "/outbox/leaving");
    keeper.click("form[action='/sign-out'] button");
    keeper.see("a[href='/sign-in']");
    assert_eq!(keeper.script_async(KEPT), 0);
}

#[test]
fn a_month_confirmed_without_a_network_is_sent_later() {
    let mut city = Served::new(Database::sqlite());
    let Some(keeper) = keeper(&city) else { return };
    keeper.open_page("/hires/at-work?month=2017-10");
    city.stop();
    keeper.click(".roll button[name=only]");
    keeper.read("等网络");
    city.start();
    keeper.click(SEND);
    keeper.read("已收到");
    let months = numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM wage_months");
    assert_eq!(months, [1]);
}
