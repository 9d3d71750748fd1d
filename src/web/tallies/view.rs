//! What the tally page shows.

use chrono::NaiveDate;
use serde::Serialize;

use super::asked::Filters;
use super::chart::{Bar, Map, bars, map, ratio, shade, unit_name};
use super::{Choice, fields, href};
use crate::desk::evidence::programmes::SourceFilter;
use crate::desk::figures::Line;
use crate::desk::sample_checks;
use crate::desk::tallies::{Difference, Figure, Overview, Unit};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::UnitOfCount;
use crate::domain::ids::FigureId;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::sample_check::{Confidence, Interval};
use crate::domain::tally::{Basis, Count, Month, Tally, TallyFilter};
use crate::web::lang::{Lang, numbers, say_key};

/// The page of a year.
#[derive(Debug, Serialize)]
pub(super) struct View {
    year: i32,
    filters: Filters,
    /// The newest year there is anything of, if this is not one.
    last_year: Option<Choice>,
    from: NaiveDate,
    until: NaiveDate,
    /// The month they are of, if of one only.
    month: Option<Month>,
    /// The day they stood at the end of, if not now.
    on: Option<NaiveDate>,
    /// Crossed another way.
    cross: String,
    whole_city: bool,
    unit: String,
    /// The units the numbers cover, by name.
    place: Option<String>,
    basis: Basis,
    count: UnitOfCount,
    counts: &'static [UnitOfCount],
    empty: bool,
    total: Both,
    /// How much of the total rests on a missing or changed file.
    amber: Both,
    bars: Vec<Bar>,
    map: Map,
    /// The map in words.
    map_words: String,
    matrix: Matrix,
    non_tourism: Both,
    villages: Beside,
    applicants: Beside,
    by_unit: Vec<Applicants>,
    published: Option<Published>,
    /// What the newest sample check found.
    sample: Option<Sample>,
    /// What corrected the numbers later.
    differences: Vec<Difference>,
    /// The list of it; empty for a reader who may not see lists.
    differences_href: String,
    as_of: Moment,
    printed_on: NaiveDate,
    /// This table, to be taken along.
    table: String,
    /// Whether the reader may read of benefit, which is counted from the records of evidence.
    pub(super) reads_evidence: bool,
}

/// 人 and 户, beside each other.
#[derive(Debug, Clone, Serialize)]
struct Both {
    persons: i64,
    households: i64,
    href: String,
}

/// The sites of a unit that applied for a star.
#[derive(Debug, Serialize)]
struct Applicants {
    label: String,
    n: i64,
    href: String,
}

/// A number beside the exits, with its list.
#[derive(Debug, Serialize)]
struct Beside {
    n: i64,
    href: String,
}

/// The supported villages under the filter they were counted by.
fn villages(overview: &Overview) -> Beside {
    let SourceFilter { year, unit } = &overview.supported;
    let mut fields = vec![("year", year.to_string())];
    fields.extend(unit.as_ref().map(|unit| ("unit", unit.to_string())));
    Beside { n: i64::try_from(overview.villages).unwrap_or(i64::MAX), href: href("/programmes", &fields) }
}

/// The list of applications under the filter they were counted by, of one unit or all it covers.
fn applied(overview: &Overview, unit: Option<&UnitCode>) -> String {
    let mut fields = Vec::new();
    fields.extend(overview.applied.applied_in.map(|year| ("year", year.to_string())));
    let unit = unit.or(overview.applied.unit.as_ref());
    fields.extend(unit.map(|unit| ("unit", unit.to_string())));
    href("/applications", &fields)
}

/// What the newest sample check found, in one line.
#[derive(Debug, Serialize)]
struct Sample {
    checked: i64,
    differing: i64,
    units: usize,
    confidence: Confidence,
    interval: Option<Interval>,
    /// Its page; empty for a reader who may not see it.
    href: String,
}

impl Sample {
    fn of(beside: &sample_checks::Beside, readable: bool) -> Self {
        Self {
            checked: beside.checked,
            differing: beside.differing,
            units: beside.units,
            confidence: beside.confidence,
            interval: beside.interval,
            href: if readable { format!("/sample-checks/{}", beside.id) } else { String::new() },
        }
    }
}

/// The pathways by unit.
#[derive(Debug, Serialize)]
struct Matrix {
    units: Vec<String>,
    rows: Vec<MatrixRow>,
    foot: MatrixRow,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    pathway: Option<Pathway>,
    sum: Cell,
    households: i64,
    share: Option<f64>,
    cells: Vec<Cell>,
    published: Option<i64>,
    difference: Option<i64>,
}

#[derive(Debug, Serialize)]
struct Cell {
    value: i64,
    /// Households in it that rest on a missing or changed file.
    amber: i64,
    href: String,
    shade: u8,
}

/// The figure beside the numbers.
#[derive(Debug, Serialize)]
struct Published {
    id: FigureId,
    source: String,
    authority: String,
    on: NaiveDate,
    total: Option<i64>,
    /// Whether every printed number is proven exactly.
    agrees: bool,
    /// The numbers that are not, the total among them as none.
    differs: Vec<Differs>,
}

#[derive(Debug, Serialize)]
struct Differs {
    pathway: Option<Pathway>,
    published: i64,
    proven: i64,
    difference: i64,
}

impl View {
    pub(super) fn of(overview: &Overview, count: UnitOfCount, lang: Lang, now: Moment) -> Self {
        let cube = &overview.cube;
        let filter = TallyFilter { non_tourism: false, ..cube.filter.clone() };
        let shown = Shown { overview, filter: &filter, count };
        let year = filter.year;
        let total = cube.tally.total();
        let pathways = Pathway::TOURISM.into_iter().map(|pathway| {
            let label = lang.word(pathway);
            (label, count.of(cube.tally.pathway(pathway)), shown.link(Some(pathway), None))
        });
        let covered = |code: &UnitCode| cube.units.iter().any(|unit| unit.code == *code);
        let value = |code: &UnitCode| covered(code).then(|| count.of(cube.tally.unit(code)));
        let link = |code: &UnitCode| Some(shown.link(None, Some(code))).filter(|href| !href.is_empty());
        let named = |code: &UnitCode| {
            let unit = overview.all_units.iter().find(|unit| unit.code == *code);
            unit.map_or_else(|| code.to_string(), |unit| unit_name(unit, lang).to_owned())
        };
        let words = cube.units.iter().map(|unit| {
            format!("{} {}", unit_name(unit, lang), numbers::count(count.of(cube.tally.unit(&unit.code))))
        });
        let comma = say_key(lang, "tally-comma").unwrap_or_default();
        // A stable sort keeps the official order among equals.
        let of_unit = |unit: &Unit| {
            let n = *overview.applicants.get(&unit.code)?;
            let href = applied(overview, Some(&unit.code));
            Some(Applicants { label: unit_name(unit, lang).to_owned(), n, href })
        };
        let mut by_unit: Vec<Applicants> = overview.all_units.iter().filter_map(of_unit).collect();
        by_unit.sort_by_key(|one| std::cmp::Reverse(one.n));
        let (from, until) = period(year, filter.as_of.unwrap_or_else(|| now.day()));
        let last_year = overview.years.first().filter(|_| total.is_zero() && !overview.years.contains(&year));
        Self {
            year,
            filters: Filters::of(
                &filter,
                &overview.years,
                overview.whole_city.then_some(overview.all_units.as_slice()),
                &overview.localities,
                lang,
            ),
            month: filter.month,
            on: filter.as_of,
            cross: href("/tallies/cross", &fields(&filter)),
            whole_city: overview.whole_city,
            last_year: last_year.map(|last| {
                let fields = fields(&TallyFilter { year: *last, ..filter.clone() });
                Choice { value: last.to_string(), label: href("/tallies", &fields) }
            }),
            from,
            until,
            unit: filter.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
            place: overview.place.clone().or_else(|| filter.unit.as_ref().map(named)),
            basis: filter.basis,
            count,
            counts: UnitOfCount::ALL,
            empty: total.is_zero(),
            total: Shown::both(total, shown.link(None, None)),
            amber: Shown::both(cube.amber.total(), String::new()),
            bars: bars(pathways.collect()),
            map: map(&overview.all_units, lang, value, link),
            map_words: words.collect::<Vec<_>>().join(&comma),
            matrix: shown.matrix(lang),
            non_tourism: Shown::both(
                cube.tally.pathway(Pathway::NonTourism),
                shown.link(Some(Pathway::NonTourism), None),
            ),
            villages: villages(overview),
            applicants: Beside { n: by_unit.iter().map(|one| one.n).sum(), href: applied(overview, None) },
            by_unit,
            published: overview.published.as_ref().map(|(figure, lines)| published(figure, lines)),
            sample: overview.sample.as_ref().map(|beside| Sample::of(beside, overview.lists)),
            differences: overview.differences.clone(),
            differences_href: if overview.lists {
                href("/tallies/differences", &fields(&filter))
            } else {
                String::new()
            },
            as_of: cube.as_of,
            printed_on: now.day(),
            reads_evidence: false,
            table: href("/tallies", &fields(&filter)),
        }
    }
}

/// The days the numbers are of: a year under way ends today.
fn period(year: i32, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    (first, today.clamp(first, last))
}

fn published(figure: &Figure, lines: &[Line]) -> Published {
    let differs = lines.iter().filter_map(|line| {
        let difference = line.comparison.difference().filter(|difference| *difference != 0)?;
        let (pathway, proven) = (line.pathway, line.comparison.proven);
        Some(Differs { pathway, published: line.comparison.printed?, proven, difference })
    });
    let differs: Vec<Differs> = differs.collect();
    Published {
        id: figure.id,
        source: figure.source.clone(),
        authority: figure.authority.clone(),
        on: figure.published_on,
        total: figure.printed.total(),
        agrees: differs.is_empty(),
        differs,
    }
}

/// The numbers of a page in one unit of count, with their links.
struct Shown<'a> {
    overview: &'a Overview,
    filter: &'a TallyFilter,
    count: UnitOfCount,
}

impl Shown<'_> {
    /// The list behind a number; empty for a reader who may not see lists.
    fn link(&self, pathway: Option<Pathway>, unit: Option<&UnitCode>) -> String {
        if !self.overview.lists {
            return String::new();
        }
        let unit = unit.or(self.filter.unit.as_ref()).cloned();
        href("/tallies/rows", &fields(&TallyFilter { unit, pathway, ..self.filter.clone() }))
    }

    fn both(count: Count, href: String) -> Both {
        let href = if count.is_zero() { String::new() } else { href };
        Both { persons: count.persons.0, households: count.households.0, href }
    }

    fn cell(&self, count: Count, amber: Count, href: String, most: i64) -> Cell {
        let value = self.count.of(count);
        let amber = amber.households.0;
        Cell {
            value,
            amber,
            href: if value == 0 { String::new() } else { href },
            shade: shade(ratio(value, most)),
        }
    }

    fn matrix(&self, lang: Lang) -> Matrix {
        let cube = &self.overview.cube;
        let units: Vec<&UnitCode> = cube.units.iter().map(|unit| &unit.code).collect();
        let each = units.iter().flat_map(|unit| Pathway::TOURISM.map(|pathway| cube.tally.of(unit, pathway)));
        let most = each.map(|count| self.count.of(count)).max().unwrap_or_default();
        let whole = self.count.of(cube.tally.total());
        let line = |pathway: Option<Pathway>| {
            let (_, lines) = self.overview.published.as_ref()?;
            lines.iter().find(|line| line.pathway == pathway).map(|line| line.comparison)
        };
        let row = |pathway: Option<Pathway>| {
            let of = |tally: &Tally| pathway.map_or_else(|| tally.total(), |pathway| tally.pathway(pathway));
            let sum = of(&cube.tally);
            let cell = |unit: &&UnitCode| {
                let of = |tally: &Tally| {
                    pathway.map_or_else(|| tally.unit(unit), |pathway| tally.of(unit, pathway))
                };
                self.cell(of(&cube.tally), of(&cube.amber), self.link(pathway, Some(unit)), most)
            };
            MatrixRow {
                pathway,
                sum: self.cell(sum, of(&cube.amber), self.link(pathway, None), most),
                households: sum.households.0,
                share: ratio(self.count.of(sum), whole),
                cells: units.iter().map(cell).collect(),
                published: line(pathway).and_then(|comparison| comparison.printed),
                difference: line(pathway).and_then(crate::domain::figure::Comparison::difference),
            }
        };
        Matrix {
            units: cube.units.iter().map(|unit| unit_name(unit, lang).to_owned()).collect(),
            rows: Pathway::TOURISM.into_iter().map(|pathway| row(Some(pathway))).collect(),
            foot: row(None),
        }
    }
}
