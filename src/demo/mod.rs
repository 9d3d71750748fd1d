//! The demonstration: the 2017 case of Qinzhou (DESIGN §3) as individual, fictional records.
//!
//! The same records each time; only the passwords and the secret key are fresh. Every total the pages show is counted from
//! these records: nothing here writes a total down, except what a newspaper printed, as a published figure.

mod accounts;
mod cards;
mod checks;
mod city;
mod figures;
pub mod filing;
mod hires;
mod imports;
mod later;
mod licences;
mod notices;
mod papers;
mod people;
mod photos;
mod places;
mod plan;
mod register;
mod scans;
mod stars;
mod targets;

use std::sync::Arc;

use chrono::NaiveDate;

pub use accounts::Login;
use accounts::{Accounts, STAFF, operator};
use city::City;
use people::{Families, broken};
use places::Place;
use register::Entered;

use crate::desk::{Desk, Result};
use crate::domain::access::Actor;
use crate::domain::moment::Moment;
use crate::keys::Keys;
use crate::store::audit::{self, Event};
use crate::store::{Conn, sheets};

/// Who keeps the sixteen sites.
const OPERATORS: [(&str, &str); 16] = [
    ("jingying1", "莫秀英"),
    ("jingying2", "张福生"),
    ("jingying3", "刘桂兰"),
    ("jingying4", "陈建国"),
    ("jingying5", "李梅芳"),
    ("jingying6", "宋国强"),
    ("jingying7", "农丽萍"),
    ("jingying8", "庞志明"),
    ("jingying9", "黄水生"),
    ("jingying10", "何金莲"),
    ("jingying11", "吴海清"),
    ("jingying12", "曾玉珍"),
    ("jingying13", "覃春燕"),
    ("jingying14", "仇明才"),
    ("jingying15", "卢凤娟"),
    ("jingying16", "包远航"),
];

/// Makes the demonstration in an empty database; who can sign in.
///
/// # Errors
/// If the database fails. What was made so far is then of no use: make it in a place that can be thrown away.
pub fn make(desk: &Desk) -> Result<Vec<Login>> {
    let accounts = STAFF.iter().map(accounts::Account::again);
    let operators = OPERATORS.into_iter().map(|(login, name)| operator(login, name));
    let accounts = Accounts::fresh(accounts.chain(operators).collect())?;
    let keys = Arc::clone(&desk.keys);
    let (actors, logins, places, entered) = desk.db.write_now(move |c| enter(c, &keys, accounts))?;
    stars::apply(desk, &places, &actors)?;
    cards::change(desk, &actors)?;
    scans::lay(desk, &actors)?;
    imports::show(desk, &actors, opens()?)?;
    later::November::of(desk, &actors, &entered)?.pass()?;
    figures::settle(desk, &actors)?;
    Ok(logins)
}

/// The moment the demonstration opens: when the article appeared.
///
/// # Errors
/// Never, unless there is no such moment.
pub fn opens() -> Result<Moment> {
    let at = NaiveDate::from_ymd_opt(2017, 11, 24).and_then(|day| day.and_hms_opt(9, 11, 0));
    Ok(Moment::from_local(at.ok_or_else(|| broken("a time"))?))
}

/// Who acts, who can sign in, the sites and the households.
type Made = (Vec<Actor>, Vec<Login>, Vec<Place>, Vec<Entered>);

fn enter(c: &mut Conn, keys: &Keys, accounts: Accounts) -> Result<Made> {
    let opened = NaiveDate::from_ymd_opt(2017, 1, 3).and_then(|day| day.and_hms_opt(9, 0, 0));
    let opened = Moment::from_local(opened.ok_or_else(|| broken("a time"))?);
    let city = City::enter(c)?;
    sheets::install_shipped(c)?;
    let places = places::enter(c, &city, opened)?;
    let businesses: Vec<_> = places.iter().map(|place| place.operator).collect();
    let (actors, logins) = accounts.enter(c, &businesses, opened)?;
    let mut families = Families::default();
    let entered = register::enter(c, keys, &city, &mut families, plan::households()?)?;
    cards::fill(c, &entered)?;
    papers::enter(c, keys, &city, &entered, &places, &actors)?;
    checks::record(c, &entered, &actors)?;
    hires::waiting(c, keys, &entered, &mut families, &places, &actors)?;
    figures::publish(c, &actors, opens()?)?;
    targets::sign(c, &actors)?;
    let event = Event {
        at: opened,
        user: None,
        what: "demo.made",
        noun: "installation",
        record: 1,
        detail: "{}".into(),
    };
    audit::append(c, &[event])?;
    Ok((actors, logins, places, entered))
}
