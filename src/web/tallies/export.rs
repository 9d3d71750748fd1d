//! The tallies as files: the cells of a year, the list behind a number, the region's annual table.

use rocket::Route;

use super::{Asked, fields};
use crate::desk::annual::{Annual, annual};
use crate::desk::attributions::{Proof, behind_after};
use crate::desk::exports::{CHUNK, Take, by_key};
use crate::desk::identities::{self, Permit, Row};
use crate::desk::tallies::cube;
use crate::desk::{Result, Rx};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::UnitOfCount;
use crate::domain::ids::AttributionId;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Basis, Count, TallyFilter};
use crate::domain::target::Goals;
use crate::web::exports::identities::{OfPeople, doors as with_identities};
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, routes as doors};
use crate::web::lang::numbers;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    let rows = "/tallies/rows";
    [doors::<Cells>("/tallies"), doors::<Behind>(rows), doors::<Yearly>("/tallies/annual")]
        .into_iter()
        .chain([with_identities::<Behind>(rows)])
        .flatten()
        .collect()
}

const fn state(basis: Basis) -> &'static str {
    match basis {
        Basis::Proposed => "basis-proposed",
        Basis::Verified => "basis-verified",
        Basis::Confirmed => "basis-confirmed",
        Basis::Frozen => "basis-frozen",
    }
}

/// The cells of the page's table, as `/tallies.csv` always had them.
struct Cells(Asked);

/// A cell or a sum: without a unit or a pathway it is of all of them.
struct OfCell {
    filter: TallyFilter,
    unit: Option<UnitCode>,
    pathway: Option<Pathway>,
    count: Count,
}

impl Cells {
    fn chosen(&self, rx: &mut Rx<'_>) -> Result<TallyFilter> {
        let year = self.0.year(rx)?;
        Ok(TallyFilter { pathway: None, ..self.0.filter(year) })
    }
}

impl List for Cells {
    const NAME: &'static str = "tallies";
    type Asked = Asked;
    type Row = OfCell;

    fn of(asked: Asked, _: &str) -> Self {
        Self(asked)
    }

    fn filter(&self, rx: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(fields(&self.chosen(rx)?))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<OfCell>> {
        let head = |key: &str| reader.say(&format!("tally-csv-{key}"));
        let sum = reader.say("tally-sum");
        let (sum_of_unit, sum_of_pathway) = (sum.clone(), sum);
        Columns::new(reader)
            .headed("year", head("year"), None, Kind::Text(3), |row: &OfCell, _| {
                Cell::from(row.filter.year.to_string())
            })
            .headed("basis", head("basis"), None, Kind::Text(6), |row, reader| reader.word(row.filter.basis))
            .headed("unit_code", head("unit-code"), None, Kind::Text(6), |row, _| {
                Cell::from(row.unit.as_ref().map(ToString::to_string))
            })
            .headed("unit", head("unit"), None, Kind::Text(6), move |row, reader| {
                Cell::from(row.unit.as_ref().map_or_else(|| sum_of_unit.clone(), |unit| reader.unit(unit)))
            })
            .headed("pathway_code", head("pathway-code"), None, Kind::Text(8), |row, _| {
                Cell::from(row.pathway.map(|pathway| pathway.code().to_owned()))
            })
            .headed("pathway", head("pathway"), None, Kind::Text(14), move |row, reader| {
                Cell::from(
                    row.pathway.map_or_else(|| sum_of_pathway.clone(), |pathway| reader.lang.word(pathway)),
                )
            })
            .headed("persons", head("persons"), None, Kind::Whole, |row, _| Cell::from(row.count.persons.0))
            .headed("households", head("households"), None, Kind::Whole, |row, _| {
                Cell::from(row.count.households.0)
            })
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, OfCell>) -> Result<()> {
        let asked = self.chosen(rx)?;
        let cube = cube(rx, &asked)?;
        let units: Vec<Option<&UnitCode>> =
            cube.units.iter().map(|unit| Some(&unit.code)).chain([None]).collect();
        let pathways: Vec<Option<Pathway>> = Pathway::TOURISM.map(Some).into_iter().chain([None]).collect();
        let mut all = Vec::new();
        for unit in units {
            for pathway in &pathways {
                let count = match (unit, *pathway) {
                    (Some(unit), Some(pathway)) => cube.tally.of(unit, pathway),
                    (Some(unit), None) => cube.tally.unit(unit),
                    (None, Some(pathway)) => cube.tally.pathway(pathway),
                    (None, None) => cube.tally.total(),
                };
                let (filter, unit) = (cube.filter.clone(), unit.cloned());
                all.push(OfCell { filter, unit, pathway: *pathway, count });
            }
        }
        take(rx, all)
    }

    fn is_sum(row: &OfCell) -> bool {
        row.unit.is_none() || row.pathway.is_none()
    }

    fn state(&self) -> &'static str {
        state(self.0.basis())
    }
}

/// The exits behind a number.
struct Behind(Asked);

impl Behind {
    fn chosen(&self, rx: &mut Rx<'_>) -> Result<TallyFilter> {
        let year = self.0.year(rx)?;
        // As far as the reader may ask: what the page refuses is refused here.
        Ok(cube(rx, &self.0.filter(year))?.filter)
    }
}

impl List for Behind {
    const NAME: &'static str = "tally-rows";
    type Asked = Asked;
    type Row = Proof;

    fn of(asked: Asked, _: &str) -> Self {
        Self(asked)
    }

    fn filter(&self, rx: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(fields(&self.chosen(rx)?))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<Proof>> {
        Columns::new(reader)
            .with("household-code", Kind::Text(10), |row: &Proof, _| {
                Cell::from(row.exit.household_code.to_string())
            })
            .with("head", Kind::Text(5), |row, _| Cell::from(row.exit.head.as_str()))
            .with("unit-code", Kind::Text(6), |row, _| Cell::from(row.exit.unit.to_string()))
            .with("unit", Kind::Text(6), |row, reader| Cell::from(reader.unit(&row.exit.unit)))
            .with("village", Kind::Text(8), |row, _| Cell::from(row.exit.village.as_str()))
            .with("persons", Kind::Whole, |row, _| Cell::from(row.exit.persons))
            .with("announced-on", Kind::Day, |row, _| Cell::from(row.exit.announced_on))
            .with("pathway", Kind::Text(14), |row, reader| reader.word_if(row.exit.pathway))
            .with("attribution-stage", Kind::Text(6), |row, reader| reader.word_if(row.exit.stage))
            .with("paper", Kind::Text(14), |row, _| {
                Cell::from(row.paper.as_ref().map(|paper| paper.title.as_str()))
            })
            .with("person", Kind::Text(5), |row, _| {
                Cell::from(row.paper.as_ref().map(|paper| paper.person.as_str()))
            })
            .with("document", Kind::Text(10), |row, _| {
                Cell::from(row.paper.as_ref().map(|paper| paper.document.as_str()))
            })
            .with("from-on", Kind::Day, |row, _| Cell::from(row.paper.as_ref().map(|paper| paper.on)))
            .with("until-on", Kind::Day, |row, _| {
                Cell::from(row.paper.as_ref().and_then(|paper| paper.until))
            })
            .with("amount", Kind::Money, |row, _| {
                Cell::from(row.paper.as_ref().and_then(|paper| paper.amount))
            })
            .with("sound", Kind::Text(5), |row, reader| {
                reader.say(if row.amber { "export-amber" } else { "export-sound" }).into()
            })
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Proof>) -> Result<()> {
        let filter = self.chosen(rx)?;
        let read = |rx: &mut Rx<'_>, last| behind_after(rx, &filter, last, CHUNK);
        by_key(rx, AttributionId(0), read, |row| row.attribution, take)
    }

    fn state(&self) -> &'static str {
        state(self.0.basis())
    }
}

impl OfPeople for Behind {
    fn people(&self, rx: &mut Rx<'_>, permit: &Permit, rows: Vec<Proof>) -> Result<Vec<Row<Proof>>> {
        identities::of_exits(rx, permit, rows, |row| row.exit.id)
    }
}

/// The region's annual table: a row for each unit, then their sum.
struct Yearly(Asked);

struct OfUnit {
    unit: Option<UnitCode>,
    pathways: [Count; 5],
    total: Count,
    key_villages: Count,
    /// Of the city's, or of the one unit's, persons.
    share: Option<f64>,
    /// What was asked for, in households and in persons, as far as the letter says.
    asked: (Option<i64>, Option<i64>),
}

/// What a letter asks of some units together.
fn asked(goals: &Goals, units: &[UnitCode]) -> (Option<i64>, Option<i64>) {
    let of = |count| goals.of_units(units, None, count);
    (of(UnitOfCount::Households), of(UnitOfCount::Persons))
}

impl Yearly {
    fn annual(&self, rx: &mut Rx<'_>) -> Result<Annual> {
        let year = self.0.year(rx)?;
        annual(rx, year)
    }
}

impl List for Yearly {
    const NAME: &'static str = "annual";
    type Asked = Asked;
    type Row = OfUnit;

    fn of(asked: Asked, _: &str) -> Self {
        Self(asked)
    }

    fn filter(&self, rx: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(vec![("year", self.0.year(rx)?.to_string())])
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<OfUnit>> {
        let sum = reader.say("tally-sum");
        let mut columns = Columns::new(reader).with("unit", Kind::Text(7), move |row: &OfUnit, reader| {
            Cell::from(row.unit.as_ref().map_or_else(|| sum.clone(), |unit| reader.unit(unit)))
        });
        for (at, pathway) in Pathway::TOURISM.into_iter().enumerate() {
            let of = |row: &OfUnit, at: usize| row.pathways.get(at).copied().unwrap_or_default();
            columns = counted(columns, reader, pathway.code(), reader.lang.word(pathway), of, at);
        }
        columns = counted(columns, reader, "total", reader.say("tally-sum"), |row, _| row.total, 0);
        columns = columns.with("share", Kind::Share, |row, _| row.share.map_or(Cell::Empty, Cell::Share));
        let key = reader.say("export-key-villages");
        let columns = counted(columns, reader, "supported_villages", key, |row, _| row.key_villages, 0);
        let goal = reader.say("export-target");
        let (households, persons) = (reader.say("tally-households"), reader.say("tally-persons"));
        columns
            .headed("target_households", households, Some(goal.clone()), Kind::Whole, |row, _| {
                row.asked.0.into()
            })
            .headed("target_persons", persons, Some(goal), Kind::Whole, |row, _| row.asked.1.into())
            .with("completion", Kind::Share, |row, _| {
                let share = row.asked.1.and_then(|asked| super::chart::ratio(row.total.persons.0, asked));
                share.map_or(Cell::Empty, Cell::Share)
            })
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, OfUnit>) -> Result<()> {
        let Annual { cube, key_villages, goals, .. } = self.annual(rx)?;
        let units: Vec<UnitCode> = cube.units.iter().map(|unit| unit.code.clone()).collect();
        let tally = &cube.tally;
        let whole = tally.total().persons.0;
        let of_unit = |code: &UnitCode| OfUnit {
            unit: Some(code.clone()),
            pathways: Pathway::TOURISM.map(|pathway| tally.of(code, pathway)),
            total: tally.unit(code),
            key_villages: key_villages.get(code).copied().unwrap_or_default(),
            share: super::chart::ratio(tally.unit(code).persons.0, whole),
            asked: asked(&goals, std::slice::from_ref(code)),
        };
        let sum = OfUnit {
            unit: None,
            pathways: Pathway::TOURISM.map(|pathway| tally.pathway(pathway)),
            total: tally.total(),
            key_villages: key_villages.values().copied().sum(),
            share: super::chart::ratio(whole, whole),
            asked: asked(&goals, &units),
        };
        take(rx, units.iter().map(of_unit).chain([sum]).collect())
    }

    fn is_sum(row: &OfUnit) -> bool {
        row.unit.is_none()
    }

    fn state(&self) -> &'static str {
        state(Basis::Confirmed)
    }

    fn foot(&self, rx: &mut Rx<'_>, reader: &Reader) -> Result<Vec<String>> {
        let Annual { cube, frozen, .. } = self.annual(rx)?;
        let time = |at: crate::domain::moment::Moment| numbers::time(reader.lang, at.local());
        let is = reader.say("export-is");
        let frozen = match frozen {
            Some(frozen) => format!("{} · {} · {}", frozen.revision, frozen.by, time(frozen.at)),
            None => reader.say("export-not-frozen"),
        };
        let (count, as_of) = (reader.say("export-annual-count"), time(cube.as_of));
        Ok(vec![
            format!(
                "{count}　{}{is}{as_of}　{}{is}{frozen}",
                reader.say("export-as-of"),
                reader.say("export-frozen")
            ),
            reader.say("export-signatures"),
        ])
    }
}

/// With the households and the persons of a number, under its name.
fn counted<'r>(
    columns: Columns<'r, OfUnit>,
    reader: &Reader,
    name: &str,
    group: String,
    of: fn(&OfUnit, usize) -> Count,
    at: usize,
) -> Columns<'r, OfUnit> {
    let (households, persons) = (reader.say("tally-households"), reader.say("tally-persons"));
    let above = Some(group.clone());
    let columns =
        columns.headed(&format!("{name}_households"), households, above, Kind::Whole, move |row, _| {
            of(row, at).households.0.into()
        });
    columns.headed(&format!("{name}_persons"), persons, Some(group), Kind::Whole, move |row, _| {
        of(row, at).persons.0.into()
    })
}
