//! The sheet of an application as a page shows it: parts and items with their columns side by side, and what they come to.

use serde::Serialize;

use super::papers::Counts;
use crate::desk::applications::{Dossier, Evidence};
use crate::domain::inspection::{ItemNotes, differs};
use crate::domain::rating::Star;
use crate::domain::refusal::{Arg, Message};
use crate::domain::scoring::{Answers, Column, PartScore, Score};
use crate::domain::sheet::{Coefficient, Item, Part, Points, Threshold};

/// A part of the sheet, with the points of each column.
#[derive(Serialize)]
pub(super) struct PartView {
    code: String,
    name: String,
    bonus: bool,
    coefficient: Option<Coefficient>,
    counts: bool,
    max: Points,
    own: Option<Points>,
    county: Option<Points>,
    panel: Option<Points>,
    /// What the column that decides differs from the operator's own.
    difference: Option<Points>,
    /// Why, if it differs much.
    why: Option<Message>,
    reasons: Vec<String>,
    /// The share of the most of the column that decides and of the operator's own, as hundredths for the chart.
    rate: i64,
    own_rate: Option<i64>,
    /// The files that lie with its items.
    files: Counts,
    items: Vec<ItemView>,
}

/// An item of the sheet, with the points of each column.
#[derive(Serialize)]
pub(super) struct ItemView {
    code: String,
    field: String,
    note_field: String,
    name: String,
    max: i32,
    tiers: Vec<i32>,
    choose: bool,
    mandatory: bool,
    own: Option<i32>,
    county: Option<i32>,
    panel: Option<i32>,
    before: Option<i32>,
    note: Option<String>,
    /// Whether the panel differs so much from the county that it says why.
    differs: bool,
    files: Counts,
}

/// The points of each column, to be shown side by side.
pub(super) struct Columns<'a> {
    /// The application.
    pub dossier: &'a Dossier,
    /// What is typed or saved in the column being shown as the one that counts.
    pub score: Option<&'a Score>,
    /// The panel's points.
    pub panel: &'a Answers,
    /// The panel's points of the round before.
    pub before: &'a Answers,
    /// The panel's notes.
    pub notes: &'a ItemNotes,
    /// The column that counts.
    pub column: Column,
    /// The files that lie with its items.
    pub papers: &'a [Evidence],
}

/// What each column comes to in all.
#[derive(Serialize)]
pub(super) struct Totals {
    own: Option<Points>,
    county: Option<Points>,
    panel: Option<Points>,
    difference: Option<Points>,
    files: usize,
}

impl Columns<'_> {
    /// The sums below the columns.
    pub(super) fn totals(&self) -> Totals {
        let of = |score: Option<&Score>| score.map(|score| score.total);
        let (own, counted) = (of(self.dossier.self_score.as_ref()), of(self.score));
        let (county, panel) = match self.column {
            Column::Panel => (of(self.dossier.county_score.as_ref()), counted),
            _ => (counted, None),
        };
        let difference = counted.zip(own).map(|(counted, own)| counted - own);
        let files = self.papers.iter().filter(|file| !file.item.is_empty()).count();
        Totals { own, county, panel, difference, files }
    }

    /// Every part of the sheet.
    pub(super) fn parts(&self) -> Vec<PartView> {
        let parts = self.dossier.version.sheet.parts.iter().enumerate();
        parts.map(|(place, part)| self.part(place, part)).collect()
    }

    fn part(&self, place: usize, part: &Part) -> PartView {
        let of = |score: Option<&Score>| score.and_then(|score| score.parts.get(place)).map(points);
        let own = of(self.dossier.self_score.as_ref());
        let counted = of(self.score);
        let (county, panel) = match self.column {
            Column::Panel => (of(self.dossier.county_score.as_ref()), counted),
            _ => (counted, None),
        };
        let coefficient = part.coefficient(self.dossier.application.trade);
        let max = coefficient.of(part.max);
        let difference = counted.zip(own).map(|(counted, own)| counted - own);
        // More than a tenth of what the part can come to is much, as for an item.
        let much = difference.filter(|by| by.hundredths().abs() * 10 > max.hundredths());
        let items: Vec<ItemView> = part.items.iter().map(|item| self.item(item)).collect();
        let noted = items.iter().filter(|item| item.differs).filter_map(|item| item.note.clone());
        PartView {
            code: part.code.clone(),
            name: part.name.clone(),
            bonus: part.bonus,
            coefficient: (coefficient != Coefficient::FULL).then_some(coefficient),
            counts: coefficient.counts(),
            max,
            own,
            county,
            panel,
            difference,
            why: much.map(apart),
            reasons: if much.is_some() { noted.collect() } else { Vec::new() },
            rate: counted.map_or(0, |counted| rate(counted, max, 100)),
            own_rate: own.map(|own| rate(own, max, 100)),
            files: Counts::of(self.papers, |code| part.items.iter().any(|item| item.code == code)),
            items,
        }
    }

    fn item(&self, item: &Item) -> ItemView {
        let of = |answers: &Answers| answers.get(&item.code).copied();
        let (county, panel) = (of(&self.dossier.county_answers), of(self.panel));
        ItemView {
            field: format!("points[{}]", item.code),
            note_field: format!("notes[{}]", item.code),
            code: item.code.clone(),
            name: item.name.clone(),
            max: item.max,
            tiers: item.tiers.clone(),
            choose: !item.partial && !item.tiers.is_empty(),
            mandatory: item.mandatory,
            own: of(&self.dossier.self_answers),
            county,
            panel,
            before: of(self.before),
            note: self.notes.get(&item.code).cloned(),
            differs: differs(item, county, panel),
            files: Counts::of(self.papers, |code| code == item.code),
        }
    }
}

fn points(part: &PartScore) -> Points {
    part.points
}

/// By how much a part differs from the self-assessment, in words.
fn apart(by: Points) -> Message {
    let (key, by) = if by < Points::default() {
        ("sheet-below-self", Points::default() - by)
    } else {
        ("sheet-above-self", by)
    };
    Message::new(key).with("points", Arg::Text(by.to_string()))
}

/// A share of a whole on a scale of so many steps.
fn rate(points: Points, max: Points, steps: i64) -> i64 {
    if max.hundredths() == 0 { 0 } else { points.hundredths() * steps / max.hundredths() }
}

/// The scale of the star lines is so many units wide.
const SCALE: i64 = 300;

/// What a column comes to.
#[derive(Serialize)]
pub(super) struct ResultView {
    column: Column,
    total: Points,
    max: Points,
    reached: Option<Star>,
    reached_words: Message,
    above: Option<Message>,
    obstacles: Vec<Message>,
    mandatory: usize,
    /// How many mandatory items are missed, unless none is.
    missed_words: Option<Message>,
    /// That every mandatory item is met, if so.
    met_words: Option<Message>,
    open: Message,
    is_open: bool,
    bar: i64,
    lines: Vec<Line>,
}

/// A star's line on the scale.
#[derive(Serialize)]
struct Line {
    star: Star,
    min_total: i64,
    visits: Option<i64>,
    x: i64,
    reached: bool,
}

impl ResultView {
    pub(super) fn of(dossier: &Dossier, column: Column, score: Score) -> Self {
        let line = |line: &Threshold| Line {
            star: line.star,
            min_total: line.min_total,
            visits: line.min_annual_visits,
            x: rate(Points::whole(line.min_total), score.max, SCALE),
            reached: Some(line.star) <= score.reached,
        };
        let thresholds = &dossier.version.sheet.thresholds;
        let held = thresholds.iter().find(|line| Some(line.star) == score.reached);
        let above = |line: &Threshold| {
            let by = score.total - Points::whole(line.min_total);
            Message::new("score-above").with("star", line.star.arg()).with("points", by.to_string())
        };
        Self {
            column,
            total: score.total,
            max: score.max,
            reached: score.reached,
            reached_words: reached(score.reached),
            above: held.map(above),
            obstacles: obstacles(&score),
            mandatory: score.mandatory,
            missed_words: missed(&score),
            met_words: met(&score),
            open: still_open(&score),
            is_open: !score.open.is_empty(),
            bar: bar(&score),
            lines: thresholds.iter().map(line).collect(),
        }
    }
}

/// The star reached, in words.
pub(super) fn reached(star: Option<Star>) -> Message {
    match star {
        Some(star) => Message::new("score-reached").with("star", star.arg()),
        None => Message::new("score-reached-none"),
    }
}

/// How many items have no points yet.
pub(super) fn still_open(score: &Score) -> Message {
    Message::new("score-open").with("n", i64::try_from(score.open.len()).unwrap_or(i64::MAX))
}

/// How long the bar of the total is on the scale of the star lines.
pub(super) fn bar(score: &Score) -> i64 {
    rate(score.total, score.max, SCALE)
}

/// How many of the mandatory items are missed, unless none is.
pub(super) fn missed(score: &Score) -> Option<Message> {
    let n = |items: usize| i64::try_from(items).unwrap_or(i64::MAX);
    (!score.missed.is_empty()).then(|| {
        Message::new("score-mandatory-missed").with("n", n(score.missed.len())).with("of", n(score.mandatory))
    })
}

/// That every mandatory item is met, if there are any and they are.
pub(super) fn met(score: &Score) -> Option<Message> {
    let n = i64::try_from(score.mandatory).unwrap_or(i64::MAX);
    (score.mandatory > 0 && score.missed.is_empty()).then(|| Message::new("score-mandatory-met").with("n", n))
}

/// What keeps the site from the next star, one sentence each.
pub(super) fn obstacles(score: &Score) -> Vec<Message> {
    let Some(obstacle) = &score.obstacle else { return Vec::new() };
    let about = |key| Message::new(key).with("star", obstacle.star.arg());
    let mut all = Vec::new();
    if obstacle.short_by > Points::default() {
        all.push(about("score-short").with("points", Arg::Text(obstacle.short_by.to_string())));
    }
    if obstacle.bonus_short_by > Points::default() {
        all.push(about("score-bonus-short").with("points", Arg::Text(obstacle.bonus_short_by.to_string())));
    }
    for part in &obstacle.parts {
        let short = about("score-part-short").with("part", format!("{} {}", part.code, part.name));
        all.push(short.with("points", Arg::Text(part.short_by.to_string())));
    }
    if !obstacle.missed.is_empty() {
        let items: Vec<String> =
            obstacle.missed.iter().map(|item| format!("{} {}", item.code, item.name)).collect();
        all.push(about("score-missed").with("items", items.join("、")));
    }
    if let Some(visits) = obstacle.visits_needed {
        let short = obstacle.visits_short_by.unwrap_or(visits);
        all.push(about("score-visits").with("visits", visits).with("short", short));
    }
    all
}
