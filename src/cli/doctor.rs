//! `xingtu doctor`.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Write, stdout};

use rocket::figment::Figment;

use super::{Failed, Outcome, now, open};
use crate::desk::attachments::Faulty;
use crate::desk::{Desk, attachments, open_tallies, sample_checks, snapshots};
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::ApplicationId;
use crate::domain::rating::Star;
use crate::domain::scoring::Answers;
use crate::domain::sheet::Sheet;
use crate::store::applications::{self, Given, Recorded};
use crate::store::divisions::{self, Astray};
use crate::store::tallies::check::Kept;
use crate::store::tallies::{self, Drift};
use crate::store::{Conn, Fault, audit, ratings, sheets};

/// Checks the audit log's seals, every tally against its records, every unit against the places that report to it, every decision against what it was computed from, every
/// file against its row and every draw of a sample against its seed, and says what is wrong. Files that no row names are told and are nothing wrong.
///
/// # Errors
/// If anything is.
pub fn run(figment: &Figment) -> Outcome {
    examine(&open(figment)?, stdout().lock())
}

/// Examines an installation and writes down what is right with it and what is not.
///
/// # Errors
/// If anything is not.
pub fn examine(desk: &Desk, mut out: impl Write) -> Outcome {
    let db = &desk.db;
    let drift = db.read_now(tallies::drift)?;
    for Drift { key, kept, counted, from } in &drift {
        let place = key.village.as_ref().map_or_else(|| key.unit.as_str(), DivisionCode::as_str);
        let (of, records) = match from {
            Kept::Cells => (String::new(), "its records"),
            Kept::Days => (" the days together".into(), "its records"),
            Kept::Day(day) => (format!(" the day {day}"), "its events"),
        };
        writeln!(
            out,
            "tallies:{of} {} {} {} {}-{:02} says {} persons in {} households, {records} say {} in {}",
            key.basis,
            place,
            key.pathway,
            key.year,
            key.month,
            kept.persons.0,
            kept.households.0,
            counted.persons.0,
            counted.households.0,
        )?;
    }
    if drift.is_empty() {
        writeln!(out, "tallies: every cell is what its records say")?;
    }
    let astray = db.read_now(divisions::astray)?;
    for Astray { noun, place, kept, reports, rows } in &astray {
        let reports = reports.as_ref().map_or("none", UnitCode::as_str);
        writeln!(out, "units: {rows} {noun} of {place} are kept under {kept}; it reports to {reports}")?;
    }
    if astray.is_empty() {
        writeln!(out, "units: everything lies in the unit its place reports to")?;
    }
    let (decided, differing) = db.read_now(decisions)?;
    for words in &differing {
        writeln!(out, "decisions: {words}")?;
    }
    if differing.is_empty() {
        writeln!(out, "decisions: each of {decided} gives its star again")?;
    }
    let files = attachments::inspect(desk, now(), None)?;
    for faulty in &files.faulty {
        tell(faulty, &mut out)?;
    }
    if files.faulty.is_empty() {
        writeln!(out, "files: each of {} contents is as it came", files.looked_at)?;
    }
    for path in attachments::unnamed(desk)? {
        writeln!(out, "files: no row names {}, which a refused upload may have left behind", path.display())?;
    }
    let broken = db.read_now(audit::broken_seals)?;
    for (chain, place) in &broken {
        writeln!(out, "audit log: the seal of event {place} of chain {chain} is broken")?;
    }
    if broken.is_empty() {
        writeln!(out, "audit log: every seal holds")?;
    }
    let unsealed = desk.read_now(None, now(), snapshots::broken)?;
    for snapshots::Broken { year, revision, why } in &unsealed {
        writeln!(out, "snapshots: {year}, revision {revision}: {why}")?;
    }
    if unsealed.is_empty() {
        writeln!(out, "snapshots: every frozen year leads to its root")?;
    }
    let retold = desk.read_now(None, now(), open_tallies::broken)?;
    for (year, number) in &retold {
        writeln!(out, "releases: release {number} of {year} is not what its numbers and its digest say")?;
    }
    if retold.is_empty() {
        writeln!(out, "releases: each says what was published")?;
    }
    let (draws, redrawn) = desk.read_now(None, now(), sample_checks::broken)?;
    for words in &redrawn {
        writeln!(out, "sample checks: {words}")?;
    }
    if redrawn.is_empty() {
        writeln!(out, "sample checks: each of {draws} draws the same again")?;
    }
    if broken.is_empty()
        && retold.is_empty()
        && astray.is_empty()
        && redrawn.is_empty()
        && unsealed.is_empty()
        && drift.is_empty()
        && differing.is_empty()
        && files.faulty.is_empty()
    {
        Ok(())
    } else {
        Err(Failed("something is wrong; see above".into()))
    }
}

/// Names a file, the records it lies with and the numbers that rest on it; never its name, which may be a person's.
fn tell(faulty: &Faulty, out: &mut impl Write) -> std::io::Result<()> {
    let name = faulty.hash.to_string();
    let place = name.get(..2).unwrap_or_default();
    writeln!(out, "files: files/{place}/{name} is {}", faulty.damage)?;
    for (holder, resting) in &faulty.records {
        writeln!(out, "files:   a paper of {holder}, on which {} exits rest", resting.len())?;
        let mut cells = BTreeMap::<_, usize>::new();
        for one in resting {
            *cells.entry((one.year, one.month, &one.unit, one.pathway)).or_default() += 1;
        }
        for ((year, month, unit, pathway), exits) in cells {
            writeln!(out, "files:     {unit} {pathway} {year}-{month:02}: {exits} exits")?;
        }
    }
    Ok(())
}

/// Computes every decision again from the version of its sheet and the points it was decided on, and holds it against what is
/// recorded, what stands in its column and the star it led to: how many there are, and what is wrong with any.
fn decisions(c: &mut Conn) -> Result<(usize, Vec<String>), Fault> {
    let mut differing: Vec<String> = sheets::changed_bodies(c)?
        .into_iter()
        .map(|sheet| format!("the file of sheet {sheet} is not the one that was taken in"))
        .collect();
    let awards: BTreeMap<ApplicationId, Star> = ratings::awards(c)?.into_iter().collect();
    let mut computed = 0;
    let mut versions = BTreeMap::new();
    for recorded in applications::all_decisions(c)? {
        // Decisions from before their basis was kept cannot be computed again.
        if recorded.decided.basis.is_none() {
            continue;
        }
        computed += 1;
        let version = match versions.entry(recorded.sheet) {
            Entry::Occupied(found) => found.into_mut(),
            // A file that cannot be read any more is told of above.
            Entry::Vacant(place) => place.insert(sheets::find(c, recorded.sheet).ok()),
        };
        let given = applications::scores(c, recorded.application)?;
        let award = awards.get(&recorded.application).copied();
        let wrong = version
            .as_ref()
            .map_or_else(Vec::new, |version| faults(&recorded, &version.sheet, &given, award));
        let number = (&recorded.number, recorded.decided.round);
        differing.extend(wrong.into_iter().map(|words| format!("{} round {} {words}", number.0, number.1)));
    }
    Ok((computed, differing))
}

/// What of a decision is not what it was computed from, or led to something else.
fn faults(recorded: &Recorded, sheet: &Sheet, given: &[Given], award: Option<Star>) -> Vec<String> {
    let decided = &recorded.decided;
    let Some(basis) = &decided.basis else { return Vec::new() };
    let number = |star: Option<Star>| star.map_or(0, Star::number);
    let again = basis.recompute(sheet);
    let mut wrong = Vec::new();
    if (again.reached, again.total) != (decided.reached, decided.total) {
        wrong.push(format!(
            "says {} stars with {} points, its basis says {} with {}",
            number(decided.reached),
            decided.total,
            number(again.reached),
            again.total,
        ));
    }
    if decided.awarded > again.reached {
        wrong.push(format!("awards {} stars, more than it reaches", number(decided.awarded)));
    }
    if !recorded.is_last() {
        return wrong;
    }
    let column: Answers = given
        .iter()
        .filter(|one| one.column == decided.column)
        .map(|one| (one.item.clone(), one.points))
        .collect();
    let items: BTreeSet<&String> = column.keys().chain(basis.answers.keys()).collect();
    for item in items {
        let (now, then) = (column.get(item), basis.answers.get(item));
        if now != then {
            let said = |points: Option<&i32>| points.map_or_else(|| "none".to_owned(), ToString::to_string);
            wrong.push(format!(
                "was decided on {} points for {item}, its column has {}",
                said(then),
                said(now)
            ));
        }
    }
    if award.is_some_and(|star| Some(star) != decided.awarded) {
        wrong.push(format!("awards {} stars, its rating has {}", number(decided.awarded), number(award)));
    }
    wrong
}
