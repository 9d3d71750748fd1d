//! The poverty office's announced lists: each row found in the register, and its exit announced by the rules of a typed list.

mod named;
mod read;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;

use self::read::{Line, Reading};
use super::{Decisions, Given, Prepared, chosen, is_skipped, plain};
use crate::desk::announcements::{exit_of, meanwhile};
use crate::desk::progress::{Doing, Meter};
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::announcement::{BadLine, Half, WhyNot};
use crate::domain::division::UnitCode;
use crate::domain::identity::PersonName;
use crate::domain::ids::{AnnouncementId, HouseholdId};
use crate::domain::import::{Candidate, Detail, Outcome, RowPlan};
use crate::domain::refusal::{Message, Refusal as _};
use crate::store::announcements::{self as lists, NewAnnouncement};
use crate::store::exits::{self as rows, NewExit, pasts};
use crate::store::imports::{self as records, Held, NewMade};

/// A household that is ready to be announced, and the list it is announced with. Its exit is made when it is stored: what it is
/// searched by is longer than all the rest.
struct Found {
    one: pasts::Candidate,
    announced_on: NaiveDate,
    half: Half,
    document: Arc<str>,
}

/// What is ready to be announced.
pub(super) struct Ready(Vec<Found>);

/// Finds the household of each row, by its code, its head's ID number, or its head's name in the village.
fn find(rx: &mut Rx<'_>, lines: &mut [Line], decided: &Decisions) -> Result<()> {
    let scope = rx.scope();
    let mut names = BTreeMap::<NaiveDate, Vec<PersonName>>::new();
    for line in lines.iter().filter(|line| line.code.is_none() && !line.has_id) {
        names.entry(line.day()).or_default().extend(line.head.clone());
    }
    let mut held = HashMap::<(NaiveDate, PersonName), Vec<Held>>::new();
    for (on, mut names) in names {
        names.sort();
        names.dedup();
        for one in records::heads_in(rx.conn, &scope, &names, on)? {
            held.entry((on, one.head.clone())).or_default().push(one);
        }
    }
    for line in lines.iter_mut().filter(|line| line.fields.is_fine()) {
        let number = usize::try_from(line.place.row).unwrap_or_default();
        if let Some(code) = &line.code {
            line.household = line.named.by_code;
            if line.household.is_none() {
                let bad = BadLine { line: number, code: code.as_str().to_owned(), why: WhyNot::Unknown };
                line.fields.refuse("code", bad.message());
            }
        }
        if line.has_id {
            match (line.named.by_id, line.household) {
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

/// Rows read and held against the records at a time, and exits stored: memory does not grow with what is looked up of them.
const AT_ONCE: usize = 5000;

/// What a list would announce.
pub(super) fn plan(
    rx: &mut Rx<'_>,
    prepared: &Prepared,
    given: &Given,
    decided: &Decisions,
) -> Result<(Vec<RowPlan>, Ready)> {
    let mut reading = Reading::of(rx, given)?;
    let named = named::named(rx, prepared, &reading)?;
    let mut planned = Planned { plans: Vec::with_capacity(prepared.count()), ..Planned::default() };
    let mut rows = prepared.fields().zip(named).peekable();
    while rows.peek().is_some() {
        let mut lines: Vec<Line> =
            rows.by_ref().take(AT_ONCE).map(|(row, named)| reading.line(row, named)).collect();
        find(rx, &mut lines, decided)?;
        prepared.meter.more(lines.len())?;
        planned.judge_all(rx, lines, decided)?;
    }
    Ok((planned.plans, Ready(planned.ready)))
}

/// What the rows so far come to.
#[derive(Default)]
struct Planned {
    plans: Vec<RowPlan>,
    ready: Vec<Found>,
    /// The households so far.
    seen: HashSet<HouseholdId>,
    /// The day of each list, on record or of an earlier row.
    days: HashMap<(UnitCode, Arc<str>), NaiveDate>,
    /// The documents whose lists on record are among the days.
    documents: HashSet<Arc<str>>,
}

impl Planned {
    fn judge_all(&mut self, rx: &mut Rx<'_>, lines: Vec<Line>, decided: &Decisions) -> Result<()> {
        let mut by_day = BTreeMap::<NaiveDate, Vec<HouseholdId>>::new();
        for line in &lines {
            by_day.entry(line.day()).or_default().extend(line.household);
        }
        let mut candidates = HashMap::<(NaiveDate, HouseholdId), pasts::Candidate>::new();
        for (on, of) in by_day {
            let found = pasts::of_households(rx.conn, &of, on)?;
            candidates.extend(found.into_values().map(|one| ((on, one.household), one)));
        }
        self.look_up_lists(rx, &lines)?;
        for line in lines {
            if is_skipped(decided, line.place) {
                self.plans.push(plain(line.place, Outcome::Skipped));
                continue;
            }
            let key = line.household.map(|household| (line.day(), household));
            let candidate = key.and_then(|key| candidates.remove(&key));
            let plan = self.judge(line, candidate);
            self.plans.push(plan);
        }
        Ok(())
    }

    /// The days of the lists on record that these rows name.
    fn look_up_lists(&mut self, rx: &mut Rx<'_>, lines: &[Line]) -> Result<()> {
        let mut documents = Vec::new();
        for line in lines {
            if !self.documents.contains(&line.document) {
                self.documents.insert(Arc::clone(&line.document));
                documents.push(line.document.to_string());
            }
        }
        for documents in documents.chunks(1000) {
            for ((unit, document), (_, on)) in lists::named(rx.conn, documents)? {
                self.days.entry((unit, document.into())).or_insert(on);
            }
        }
        Ok(())
    }
}

impl Planned {
    fn judge(&mut self, mut line: Line, candidate: Option<pasts::Candidate>) -> RowPlan {
        let label = line
            .code
            .as_ref()
            .map(|code| code.as_str().to_owned())
            .or_else(|| line.head.as_ref().map(|head| head.as_str().to_owned()))
            .unwrap_or_default();
        let number = usize::try_from(line.place.row).unwrap_or_default();
        if line.household.is_none() && line.fields.is_fine() {
            let own = [("head", "户主姓名"), ("natural_village", "自然村"), ("size", "家庭人口数")];
            let own =
                own.into_iter().map(|(key, header)| (header, line.fields.text(key).to_owned())).collect();
            let detail =
                Detail { label, own, candidates: line.candidates, choose: true, ..Detail::default() };
            return RowPlan {
                place: line.place,
                outcome: Outcome::Duplicate,
                detail: Some(Box::new(detail)),
            };
        }
        let bad = |why| BadLine { line: number, code: label.clone(), why }.message();
        if let Some(household) = line.household
            && line.fields.is_fine()
        {
            let size = line.fields.whole("size");
            let same = |one: &&pasts::Announced| *one.document == *line.document && one.on == line.day();
            match candidate.filter(|_| self.seen.insert(household)) {
                None => line.fields.refuse_row(bad(WhyNot::Twice)),
                Some(one) => match one.announced.iter().find(same).map(|exit| i64::from(exit.persons)) {
                    None => self.fits(&mut line, one, bad),
                    Some(known) => match size.filter(|size| *size != known) {
                        None => return plain(line.place, Outcome::Known),
                        Some(size) => line.fields.refuse("size", differs(size, known)),
                    },
                },
            }
        }
        if line.fields.is_fine() {
            return plain(line.place, Outcome::Fine);
        }
        let detail = Detail { label, wrong: line.fields.wrong, ..Detail::default() };
        RowPlan { place: line.place, outcome: Outcome::Wrong, detail: Some(Box::new(detail)) }
    }

    /// Holds a row against its household of the day; ready to be announced if nothing is wrong.
    fn fits(&mut self, line: &mut Line, one: pasts::Candidate, bad: impl Fn(WhyNot) -> Message) {
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
        let first =
            *self.days.entry((one.unit.clone(), Arc::clone(&line.document))).or_insert_with(|| line.day());
        if first != line.day() {
            let message = Message::new("error-import-document-day").with("day", first.to_string());
            line.fields.refuse("document", message);
        }
        if line.fields.is_fine() {
            let half = line.half.unwrap_or_else(|| Half::of(line.day()));
            let document = Arc::clone(&line.document);
            self.ready.push(Found { one, announced_on: line.day(), half, document });
        }
    }
}

fn differs(given: i64, known: i64) -> Message {
    Message::new("error-import-size-differs").with("given", given).with("known", known)
}

/// Announces them; each list that is not entered yet is entered with them.
pub(super) fn apply(tx: &mut Tx<'_>, Ready(ready): Ready, meter: &Meter) -> Result<Vec<NewMade>> {
    meter.begin(Doing::Storing, ready.len())?;
    let mut counts = BTreeMap::<(UnitCode, Arc<str>), (NaiveDate, Half, usize)>::new();
    for found in &ready {
        let of = (found.one.unit.clone(), Arc::clone(&found.document));
        counts.entry(of).or_insert((found.announced_on, found.half, 0)).2 += 1;
    }
    let mut made = Vec::with_capacity(ready.len() + counts.len());
    let documents: Vec<String> = counts.keys().map(|(_, document)| document.to_string()).collect();
    let mut known = HashMap::new();
    for documents in documents.chunks(1000) {
        known.extend(lists::named(tx.conn, documents)?);
    }
    for ((unit, document), (announced_on, batch, households)) in counts {
        let document = document.to_string();
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
    let mut ready = ready.into_iter();
    loop {
        let exits: Vec<NewExit> = ready
            .by_ref()
            .take(AT_ONCE)
            .map(|Found { one, announced_on, document, .. }| exit_of(one, &document, announced_on))
            .collect();
        if exits.is_empty() {
            return Ok(made);
        }
        let ids = rows::insert_many(tx.conn, &exits).map_err(meanwhile)?;
        made.extend(ids.into_iter().map(|id| NewMade::anew("exit", id.0)));
        meter.more(exits.len())?;
    }
}
