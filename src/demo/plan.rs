//! What the demonstration proves, as numbers: how many people exited where, when and by which pathway.

use chrono::NaiveDate;

use super::people::broken;
use crate::desk::Result;
use crate::domain::pathway::Pathway;

/// Persons by unit in the order of [`Pathway::TOURISM`], all confirmed in 2017. The pathways sum to what 钦州日报 printed on
/// 2017-11-24 (105, 380, 160, 417, 65: 1127); how they divide among units is the demonstration's own.
pub const CONFIRMED: [(&str, [usize; 5]); 5] = [
    ("450721", [28, 112, 46, 126, 19]),
    ("450722", [24, 96, 38, 88, 17]),
    ("450702", [31, 68, 33, 121, 15]),
    ("450703", [14, 104, 37, 54, 11]),
    ("450702401", [8, 0, 6, 28, 3]),
];

/// Persons whose exit is due to raising ducks at 康熙岭镇, outside tourism.
pub const DUCK_EGGS: (&str, usize) = ("450702", 214);

/// Households still on the register in each unit, some of whose members operators hire.
pub const STILL_POOR: usize = 6;

/// The announcements of the year: their numbers and days. The last came a week before the article; its exits are still
/// being attributed.
pub const ANNOUNCEMENTS: [(&str, (i32, u32, u32)); 3] = [
    ("演示公告〔2017〕1号", (2017, 4, 28)),
    ("演示公告〔2017〕2号", (2017, 7, 31)),
    ("演示公告〔2017〕3号", (2017, 10, 31)),
];
/// See [`ANNOUNCEMENTS`].
pub const LATEST: (&str, (i32, u32, u32)) = ("演示公告〔2017〕4号", (2017, 11, 17));

/// How far the attribution of an exit has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// No exit at all.
    StillPoor,
    /// Announced, waiting for the county.
    Unattributed,
    /// Proposed, waiting for a colleague or the city.
    Proposed,
    /// Verified, waiting for the city.
    Verified,
    /// Confirmed.
    Confirmed,
    /// Announced, to be proposed with its village on one screen.
    Batched,
    /// Confirmed, and fallen back later: no total has it any more.
    FellBack,
}

/// A household of the plan.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The unit.
    pub unit: &'static str,
    /// Its members.
    pub persons: usize,
    /// The pathways it has papers of; the first is the one it is attributed to.
    pub pathways: Vec<Pathway>,
    /// How far it has come.
    pub progress: Progress,
    /// The announcement.
    pub document: &'static str,
    /// Its day.
    pub announced_on: NaiveDate,
}

/// Every household of the demonstration, always in the same order.
///
/// # Errors
/// If a planned day is none.
pub fn households() -> Result<Vec<Planned>> {
    let mut all = Vec::new();
    for (unit, counts) in CONFIRMED {
        for (pathway, persons) in Pathway::TOURISM.into_iter().zip(counts) {
            add(&mut all, unit, pathway, persons)?;
        }
    }
    add(&mut all, DUCK_EGGS.0, Pathway::NonTourism, DUCK_EGGS.1)?;
    for (unit, _) in CONFIRMED {
        let waiting = [
            (4, vec![Pathway::Employment, Pathway::Training], Progress::Unattributed),
            (3, vec![Pathway::MajorProject], Progress::Unattributed),
            (5, vec![Pathway::Training], Progress::Proposed),
            (2, vec![Pathway::MajorProject, Pathway::SelfStart], Progress::Verified),
        ];
        for (persons, pathways, progress) in waiting {
            all.push(planned(unit, persons, pathways, progress, LATEST)?);
        }
        for n in 0..STILL_POOR {
            all.push(planned(unit, 2 + n % 4, Vec::new(), Progress::StillPoor, LATEST)?);
        }
    }
    let (unit, _) = CONFIRMED[0];
    for persons in [3, 4, 2] {
        all.push(planned(unit, persons, vec![Pathway::Training], Progress::Batched, LATEST)?);
    }
    all.push(planned(unit, 4, vec![Pathway::Training], Progress::FellBack, ANNOUNCEMENTS[2])?);
    Ok(all)
}

fn add(all: &mut Vec<Planned>, unit: &'static str, pathway: Pathway, mut persons: usize) -> Result<()> {
    const SIZES: [usize; 10] = [4, 3, 5, 2, 4, 3, 6, 4, 1, 3];
    for (size, announcement) in SIZES.into_iter().cycle().zip(ANNOUNCEMENTS.into_iter().cycle()) {
        if persons == 0 {
            break;
        }
        let size = size.min(persons);
        persons -= size;
        all.push(planned(unit, size, vec![pathway], Progress::Confirmed, announcement)?);
    }
    Ok(())
}

fn planned(
    unit: &'static str,
    persons: usize,
    pathways: Vec<Pathway>,
    progress: Progress,
    (document, (year, month, day)): (&'static str, (i32, u32, u32)),
) -> Result<Planned> {
    let announced_on = NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| broken("a day"))?;
    Ok(Planned { unit, persons, pathways, progress, document, announced_on })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_sums_to_what_the_newspaper_printed() {
        let all = households().unwrap();
        let persons = |pathway: Pathway| -> usize {
            let confirmed = all.iter().filter(|one| one.progress == Progress::Confirmed);
            confirmed.filter(|one| one.pathways == [pathway]).map(|one| one.persons).sum()
        };
        assert_eq!(Pathway::TOURISM.map(persons), [105, 380, 160, 417, 65]);
        assert_eq!(Pathway::TOURISM.map(persons).iter().sum::<usize>(), 1127);
        assert_eq!(persons(Pathway::NonTourism), 214);
    }
}
