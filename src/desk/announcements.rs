//! The poverty office's lists of exits: entered by the city, read by whoever reads exits.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

use super::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::announcement::{BadLine, MOST_LINES, WhyNot, codes, read_codes};
use crate::domain::exit::{BadChangeDay, check_change};
use crate::domain::ids::AnnouncementId;
use crate::domain::refusal::{Message, Refusal as _, Refusals};
pub use crate::store::announcements::{Announcement, AnnouncementFilter, ExitsOfList, NewAnnouncement};
use crate::store::exits::pasts::{self, Candidate};
use crate::store::exits::{self, NewExit};
use crate::store::households::NewHousehold;
use crate::store::{Fault, Unique, announcements as store, users};

/// A list with the number of its exits.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The list.
    #[serde(flatten)]
    pub announcement: Announcement,
    /// How many exits it has.
    pub exits: ExitsOfList,
}

/// A page of the lists.
#[derive(Debug, Clone)]
pub struct AnnouncementList {
    /// The rows of this page.
    pub rows: Vec<Listed>,
    /// How many the filter chooses in all.
    pub total: i64,
    /// The years that have lists.
    pub years: Vec<i32>,
}

/// One list.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The list.
    pub listed: Listed,
    /// Who entered it, if somebody did.
    pub entered_by: Option<String>,
    /// Whether the reader may add households.
    pub may_add: bool,
}

/// The lists a filter chooses, newest first.
///
/// # Errors
/// `Forbidden` for whoever may not read exits.
pub fn list(
    rx: &mut Rx<'_>,
    filter: &AnnouncementFilter,
    offset: i64,
    limit: i64,
) -> Result<AnnouncementList> {
    rx.actor()?.must(Act::ReadExits)?;
    let scope = rx.scope();
    let all = store::list(rx.conn, &scope, filter, offset, limit)?;
    let ids: Vec<AnnouncementId> = all.iter().map(|one| one.id).collect();
    let counts = store::exits_of(rx.conn, &ids)?;
    let listed = |announcement: Announcement| Listed {
        exits: counts.get(&announcement.id).copied().unwrap_or_default(),
        announcement,
    };
    Ok(AnnouncementList {
        rows: all.into_iter().map(listed).collect(),
        total: store::count(rx.conn, &scope, filter)?,
        years: store::years(rx.conn, &scope)?,
    })
}

/// One list with the number of its exits.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn show(rx: &mut Rx<'_>, id: AnnouncementId) -> Result<Shown> {
    let reader = rx.actor()?;
    reader.must(Act::ReadExits)?;
    let announcement = store::find(rx.conn, &rx.scope(), id)?;
    let names = users::names(rx.conn, &announcement.entered_by.into_iter().collect::<Vec<_>>())?;
    let exits = store::exits_of(rx.conn, &[id])?.remove(&id).unwrap_or_default();
    Ok(Shown {
        entered_by: announcement.entered_by.and_then(|user| names.get(&user).cloned()),
        may_add: reader.may(Act::AnnounceExits),
        listed: Listed { announcement, exits },
    })
}

/// Enters a list with its households, all of them or none: `households` as typed, a code a line.
///
/// # Errors
/// `Forbidden` for all but city staff; `Invalid` with every bad line named.
pub fn announce(tx: &mut Tx<'_>, new: &NewAnnouncement, households: &str) -> Result<AnnouncementId> {
    tx.actor.must(Act::AnnounceExits)?;
    check_day(new.announced_on, tx.now.day())?;
    if !store::is_unit(tx.conn, &new.unit)? {
        return Err(Refusals::one("unit", Message::new("error-choice")).into());
    }
    let id = store::insert(tx.conn, new, Some(tx.actor.user), tx.now).map_err(|fault| {
        fault.taken(Unique::Announcement, || {
            Error::from(Refusals::one("document", Message::new("error-announcement-entered")))
        })
    })?;
    let entered = enter(tx, new, households)?;
    let detail = json!({"document": new.document, "on": new.announced_on, "unit": new.unit,
        "batch": new.batch, "households": entered});
    tx.record("exits.announced", "announcement", id.0, detail)?;
    Ok(id)
}

/// Adds households to a list, all of them or none.
///
/// # Errors
/// As [`announce`]; `NotFound` if there is no such list.
pub fn add(tx: &mut Tx<'_>, id: AnnouncementId, households: &str) -> Result<()> {
    tx.actor.must(Act::AnnounceExits)?;
    let known = store::find(tx.conn, &tx.scope(), id)?;
    let of = NewAnnouncement {
        document: known.document,
        announced_on: known.announced_on,
        batch: known.batch,
        unit: known.unit,
    };
    let entered = enter(tx, &of, households)?;
    tx.record("exits.announced", "announcement", id.0, json!({"households": entered}))
}

/// Whether a list can be of a day.
pub(super) fn check_day(on: NaiveDate, today: NaiveDate) -> Result<()> {
    match check_change(on, on, today) {
        Err(refusal @ BadChangeDay::Ahead) => Err(Error::invalid("announced_on", &refusal)),
        _ => Ok(()),
    }
}

/// Enters the households of a list; how many.
fn enter(tx: &mut Tx<'_>, of: &NewAnnouncement, typed: &str) -> Result<usize> {
    match codes(typed).count() {
        0 => return Err(Refusals::one("households", Message::new("error-required")).into()),
        n if n > MOST_LINES => {
            let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
            let message = Message::new("error-announced-too-many").with("most", most);
            return Err(Refusals::one("households", message).into());
        }
        _ => {}
    }
    let lines = read_codes(typed).map_err(refused)?;
    let asked: Vec<_> = lines.iter().map(|(_, code)| code.clone()).collect();
    let mut found = pasts::of(tx.conn, &of.unit, &asked, of.announced_on)?;
    let (mut new, mut bad) = (Vec::new(), Vec::new());
    for (line, code) in lines {
        let judged = match found.remove(&code) {
            None => Err(WhyNot::Unknown),
            Some(one) => {
                one.past.allows(of.announced_on).map(|()| exit_of(one, &of.document, of.announced_on))
            }
        };
        match judged {
            Ok(exit) => new.push(exit),
            Err(why) => bad.push(BadLine { line, code: code.as_str().to_owned(), why }),
        }
    }
    if !bad.is_empty() {
        return Err(refused(bad));
    }
    exits::insert_many(tx.conn, &new).map_err(meanwhile)?;
    Ok(new.len())
}

/// Somebody else entered one of them meanwhile.
pub(super) fn meanwhile(fault: Fault) -> Error {
    match fault {
        Fault::Taken(
            Unique::LiveExit | Unique::ExitOfYear | Unique::LiveExitMember | Unique::ExitOfYearMember,
        ) => Error::Stale,
        other => other.into(),
    }
}

fn refused(bad: Vec<BadLine>) -> Error {
    let mut refusals = Refusals::default();
    for line in bad {
        refusals.add("households", line.message());
    }
    refusals.into()
}

/// The exit of a household that a list announces, with its members of the day.
pub(super) fn exit_of(one: Candidate, document: &str, announced_on: NaiveDate) -> NewExit {
    let search = one
        .head
        .as_ref()
        .map(|head| NewHousehold::search(&one.code, &one.village, &one.natural_village, head));
    NewExit {
        household: one.household,
        division: one.division,
        unit: one.unit,
        document: document.to_owned(),
        announced_on,
        members: one.members,
        search: search.unwrap_or_default(),
    }
}
