//! The poverty office's announced lists: each row found in the register, and its exit announced by the rules of a typed list.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike as _, NaiveDate};
use serde_json::json;

use super::places::Places;
use super::{Decisions, Given, Prepared, chosen, is_skipped, plain};
use crate::desk::announcements::{check_day, exit_of, meanwhile};
use crate::desk::progress::{Doing, Meter};
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::announcement::{BadLine, Half, WhyNot};
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::household::HouseholdCode;
use crate::domain::identity::{PersonName, ResidentId};
use crate::domain::ids::{AnnouncementId, HouseholdId};
use crate::domain::import::{Candidate, Detail, Fields, Outcome, Place, RowPlan};
use crate::domain::refusal::{Message, Refusal as _};
use crate::store::announcements::{self as lists, NewAnnouncement};
use crate::store::exits::{self as rows, NewExit, pasts};
use crate::store::households::{Household, Identified};
use crate::store::imports::{self as records, Held, KnownExit, NewMade};

/// Exits stored between two times that somebody is told how far it is.
const AT_ONCE: usize = 5000;

/// The exits that are ready to be announced.
pub(super) struct Ready(Vec<(NewExit, Half)>);

/// A row as read.
struct Line {
    place: Place,
    fields: Fields,
    code: Option<HouseholdCode>,
    head: Option<PersonName>,
    index: Option<Vec<u8>>,
    village: Option<DivisionCode>,
    document: String,
    on: Option<NaiveDate>,
    half: Option<Half>,
    household: Option<HouseholdId>,
    candidates: Vec<Candidate>,
}

impl Line {
    fn day(&self) -> NaiveDate {
        self.on.unwrap_or_default()
    }
}

fn read(rx: &mut Rx<'_>, prepared: &Prepared, given: &Given) -> Result<Vec<Line>> {
    let places = Places::read(rx)?;
    let today = rx.now.day();
    let mut titles = HashMap::<String, Vec<DivisionCode>>::new();
    let mut lines = Vec::with_capacity(prepared.count());
    for (place, header, mut fields) in prepared.fields() {
        prepared.meter.more(1)?;
        let on = fields.day("announced_on").or(given.announced_on);
        match on {
            None if fields.is_fine() => fields.refuse("announced_on", Message::new("error-required")),
            Some(on) => {
                if let Err(Error::Invalid(refusals)) = check_day(on, today) {
                    refusals.iter().for_each(|(_, message)| fields.refuse("announced_on", message.clone()));
                }
            }
            None => {}
        }
        let document = match (fields.text("document"), &given.document) {
            ("", Some(document)) => document.clone(),
            (document, _) => document.to_owned(),
        };
        if document.is_empty() {
            fields.refuse("document", Message::new("error-required"));
        }
        if let (Some(year), Some(on)) = (fields.whole("year"), on)
            && year != i64::from(on.year())
        {
            let message = Message::new("error-import-year-differs").with("given", year.to_string());
            fields.refuse("year", message.with("day", on.to_string()));
        }
        let half = fields.take("half").or(given.half);
        let code = fields.take("code");
        let head = fields.take("head");
        let id: Option<ResidentId> = fields.take("id_number");
        let mut village = places.of_row(&mut fields).map(|one| one.division.clone());
        if village.is_none() && fields.is_fine() && code.is_none() {
            let found = titles.entry(header.title.clone()).or_insert_with(|| {
                places.in_text(&header.title).into_iter().map(|one| one.division.clone()).collect()
            });
            village = match found.as_slice() {
                [one] => Some(one.clone()),
                _ => None,
            };
        }
        if code.is_none() && id.is_none() && fields.is_fine() {
            if head.is_none() {
                fields.refuse("head", Message::new("error-required"));
            } else if village.is_none() {
                fields.refuse("village", Message::new("error-import-village-needed"));
            }
        }
        let index = id.map(|id| rx.keys.index_id(&id));
        let line = Line {
            place,
            fields,
            code,
            head,
            index,
            village,
            document,
            on,
            half,
            household: None,
            candidates: Vec::new(),
        };
        lines.push(line);
    }
    Ok(lines)
}

/// Finds the household of each row, by its code, its head's ID number, or its head's name in the village.
fn find(rx: &mut Rx<'_>, lines: &mut [Line], decided: &Decisions) -> Result<()> {
    let codes: Vec<HouseholdCode> = lines.iter().filter_map(|line| line.code.clone()).collect();
    let scope = rx.scope();
    let by_code = records::households_by_code(rx.conn, &codes)?;
    let indexes: Vec<Vec<u8>> = lines.iter().filter_map(|line| line.index.clone()).collect();
    let by_id = records::identified_many(rx.conn, &indexes)?;
    let mut named = BTreeMap::<NaiveDate, Vec<PersonName>>::new();
    for line in lines.iter().filter(|line| line.code.is_none() && line.index.is_none()) {
        named.entry(line.day()).or_default().extend(line.head.clone());
    }
    let mut held = HashMap::<(NaiveDate, PersonName), Vec<Held>>::new();
    for (on, mut names) in named {
        names.sort();
        names.dedup();
        for one in records::heads_in(rx.conn, &scope, &names, on)? {
            held.entry((on, one.head.clone())).or_default().push(one);
        }
    }
    for line in lines.iter_mut().filter(|line| line.fields.is_fine()) {
        let number = usize::try_from(line.place.row).unwrap_or_default();
        if let Some(code) = &line.code {
            let kept = |one: &&Household| crate::desk::households::keeps(&scope, &one.unit);
            if let Some(household) = by_code.get(code).filter(kept) {
                line.household = Some(household.id);
            } else {
                let bad = BadLine { line: number, code: code.as_str().to_owned(), why: WhyNot::Unknown };
                line.fields.refuse("code", bad.message());
            }
        }
        if let Some(index) = &line.index {
            let of = by_id.get(index).and_then(|known| belonged(known, line.day()));
            match (of, line.household) {
                (None, _) => line.fields.refuse("id_number", Message::new("error-import-nobody")),
                (Some(of), None) => line.household = Some(of),
                (Some(of), Some(by_code)) if of != by_code => {
                    line.fields.refuse("id_number", Message::new("error-import-head-elsewhere"));
                }
                _ => {}
            }
        } else if line.code.is_none()
            && let Some(head) = line.head.clone()
        {
            let held = held.get(&(line.day(), head)).map_or(&[][..], Vec::as_slice);
            by_name(line, held, decided);
        }
    }
    Ok(())
}

fn belonged(known: &Identified, on: NaiveDate) -> Option<HouseholdId> {
    known.memberships.iter().find(|past| past.belonging.covers(on)).map(|past| past.household)
}

fn by_name(line: &mut Line, held: &[Held], decided: &Decisions) {
    let natural = line.fields.text("natural_village").to_owned();
    let here: Vec<&Held> = held.iter().filter(|one| Some(&one.division) == line.village.as_ref()).collect();
    let narrower: Vec<&Held> =
        here.iter().copied().filter(|one| !natural.is_empty() && one.natural_village == natural).collect();
    let found = if narrower.len() == 1 { narrower } else { here };
    match found.as_slice() {
        [one] => line.household = Some(one.household),
        [] => line.fields.refuse("head", Message::new("error-import-no-household")),
        several => {
            line.household = chosen(decided, line.place)
                .map(HouseholdId)
                .filter(|chosen| several.iter().any(|one| one.household == *chosen));
            line.candidates = several
                .iter()
                .map(|one| Candidate {
                    record: one.household.0,
                    values: vec![
                        ("户编号", one.code.as_str().to_owned()),
                        ("户主姓名", one.head.as_str().to_owned()),
                        ("户主身份证号", one.id_masked.clone()),
                        ("自然村", one.natural_village.clone()),
                    ],
                })
                .collect();
        }
    }
}

/// What a list would announce.
pub(super) fn plan(
    rx: &mut Rx<'_>,
    prepared: &Prepared,
    given: &Given,
    decided: &Decisions,
) -> Result<(Vec<RowPlan>, Ready)> {
    let mut lines = read(rx, prepared, given)?;
    find(rx, &mut lines, decided)?;
    let households: Vec<HouseholdId> = lines.iter().filter_map(|line| line.household).collect();
    let known = records::exits_of(rx.conn, &households)?;
    let mut by_day = BTreeMap::<NaiveDate, Vec<HouseholdId>>::new();
    for line in &lines {
        by_day.entry(line.day()).or_default().extend(line.household);
    }
    let mut candidates = HashMap::<(NaiveDate, HouseholdId), pasts::Candidate>::new();
    for (on, of) in by_day {
        let found = pasts::of_households(rx.conn, &of, on)?;
        candidates.extend(found.into_values().map(|one| ((on, one.household), one)));
    }
    let mut documents: Vec<String> = lines.iter().map(|line| line.document.clone()).collect();
    documents.sort();
    documents.dedup();
    let mut listed = HashMap::new();
    for documents in documents.chunks(1000) {
        listed.extend(lists::named(rx.conn, documents)?);
    }
    let mut days: HashMap<(UnitCode, String), NaiveDate> =
        listed.into_iter().map(|(list, (_, on))| (list, on)).collect();
    let (mut seen, mut plans, mut ready) = (HashSet::new(), Vec::with_capacity(lines.len()), Vec::new());
    for line in lines {
        prepared.meter.more(1)?;
        if is_skipped(decided, line.place) {
            plans.push(plain(line.place, Outcome::Skipped));
            continue;
        }
        let key = line.household.map(|household| (line.day(), household));
        let candidate = key.and_then(|key| candidates.remove(&key));
        let known = line.household.and_then(|of| known.get(&of)).map_or(&[][..], Vec::as_slice);
        plans.push(judge(line, candidate, known, (&mut seen, &mut days), &mut ready));
    }
    Ok((plans, Ready(ready)))
}

fn judge(
    mut line: Line,
    candidate: Option<pasts::Candidate>,
    known: &[KnownExit],
    (seen, days): (&mut HashSet<HouseholdId>, &mut HashMap<(UnitCode, String), NaiveDate>),
    ready: &mut Vec<(NewExit, Half)>,
) -> RowPlan {
    let label = line
        .code
        .as_ref()
        .map(|code| code.as_str().to_owned())
        .or_else(|| line.head.as_ref().map(|head| head.as_str().to_owned()))
        .unwrap_or_default();
    let number = usize::try_from(line.place.row).unwrap_or_default();
    if line.household.is_none() && line.fields.is_fine() {
        let own = [("head", "户主姓名"), ("natural_village", "自然村"), ("size", "家庭人口数")];
        let own = own.into_iter().map(|(key, header)| (header, line.fields.text(key).to_owned())).collect();
        let detail = Detail { label, own, candidates: line.candidates, choose: true, ..Detail::default() };
        return RowPlan { place: line.place, outcome: Outcome::Duplicate, detail: Some(Box::new(detail)) };
    }
    let bad = |why| BadLine { line: number, code: label.clone(), why }.message();
    if let Some(household) = line.household
        && line.fields.is_fine()
    {
        let size = line.fields.whole("size");
        let same = |one: &&KnownExit| one.document == line.document && one.announced_on == line.day();
        if !seen.insert(household) {
            line.fields.refuse_row(bad(WhyNot::Twice));
        } else if let Some(exit) = known.iter().find(same) {
            match size.filter(|size| *size != i64::from(exit.persons)) {
                None => return plain(line.place, Outcome::Known),
                Some(size) => line.fields.refuse("size", differs(size, i64::from(exit.persons))),
            }
        } else {
            match candidate {
                None => line.fields.refuse_row(bad(WhyNot::Twice)),
                Some(one) => fits(&mut line, one, days, ready, bad),
            }
        }
    }
    if line.fields.is_fine() {
        return plain(line.place, Outcome::Fine);
    }
    let detail = Detail { label, wrong: line.fields.wrong, ..Detail::default() };
    RowPlan { place: line.place, outcome: Outcome::Wrong, detail: Some(Box::new(detail)) }
}

fn differs(given: i64, known: i64) -> Message {
    Message::new("error-import-size-differs").with("given", given).with("known", known)
}

/// Holds a row against its household of the day; ready to be announced if nothing is wrong.
fn fits(
    line: &mut Line,
    one: pasts::Candidate,
    days: &mut HashMap<(UnitCode, String), NaiveDate>,
    ready: &mut Vec<(NewExit, Half)>,
    bad: impl Fn(WhyNot) -> Message,
) {
    if let Err(why) = one.past.allows(line.day()) {
        return line.fields.refuse_row(bad(why));
    }
    if let (Some(told), Some(head)) = (&line.head, &one.head)
        && told != head
    {
        let message = Message::new("error-import-head-differs").with("known", head.as_str());
        line.fields.refuse("head", message);
    }
    let members = i64::try_from(one.past.members).unwrap_or(i64::MAX);
    if let Some(size) = line.fields.whole("size").filter(|size| *size != members) {
        line.fields.refuse("size", differs(size, members));
    }
    let first = *days.entry((one.unit.clone(), line.document.clone())).or_insert_with(|| line.day());
    if first != line.day() {
        let message = Message::new("error-import-document-day").with("day", first.to_string());
        line.fields.refuse("document", message);
    }
    if line.fields.is_fine() {
        let half = line.half.unwrap_or_else(|| Half::of(line.day()));
        let of = NewAnnouncement {
            document: line.document.clone(),
            announced_on: line.day(),
            batch: half,
            unit: one.unit.clone(),
        };
        ready.push((exit_of(one, &of), half));
    }
}

/// Announces them; each list that is not entered yet is entered with them.
pub(super) fn apply(tx: &mut Tx<'_>, Ready(ready): Ready, meter: &Meter) -> Result<Vec<NewMade>> {
    meter.begin(Doing::Storing, ready.len())?;
    let mut made = Vec::with_capacity(ready.len());
    let mut counts = BTreeMap::<(UnitCode, String), (NaiveDate, Half, usize)>::new();
    for (exit, half) in &ready {
        let of = (exit.unit.clone(), exit.document.clone());
        counts.entry(of).or_insert((exit.announced_on, *half, 0)).2 += 1;
    }
    let documents: Vec<String> = counts.keys().map(|(_, document)| document.clone()).collect();
    let mut known = HashMap::new();
    for documents in documents.chunks(1000) {
        known.extend(lists::named(tx.conn, documents)?);
    }
    for ((unit, document), (announced_on, batch, households)) in counts {
        let id: AnnouncementId = if let Some((id, _)) = known.get(&(unit.clone(), document.clone())) {
            *id
        } else {
            let new = NewAnnouncement { document: document.clone(), announced_on, batch, unit: unit.clone() };
            let by = Some(tx.actor.user);
            let id = lists::insert(tx.conn, &new, by, tx.now)
                .map_err(|fault| fault.taken(crate::store::Unique::Announcement, || Error::Stale))?;
            made.push(NewMade::anew("announcement", id.0));
            id
        };
        let detail = json!({"document": document, "on": announced_on, "unit": unit, "batch": batch,
            "households": households});
        tx.record("exits.announced", "announcement", id.0, detail)?;
    }
    let exits: Vec<NewExit> = ready.into_iter().map(|(exit, _)| exit).collect();
    for some in exits.chunks(AT_ONCE) {
        let ids = rows::insert_many(tx.conn, some).map_err(meanwhile)?;
        made.extend(ids.into_iter().map(|id| NewMade::anew("exit", id.0)));
        meter.more(some.len())?;
    }
    Ok(made)
}
