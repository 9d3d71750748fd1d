//! What the desk did in November: the proposals of a village on one screen, two sample checks, and a household that fell back.

use chrono::NaiveDate;

use super::people::broken;
use super::plan::Progress;
use super::register::Entered;
use crate::desk::attributions::{self, Revision, batch};
use crate::desk::open_tallies;
use crate::desk::sample_checks::{self, Asked, cases};
use crate::desk::{Desk, Result, Tx};
use crate::domain::access::{Actor, CaseScope, Role};
use crate::domain::codes::Code as _;
use crate::domain::exit::ExitStep;
use crate::domain::ids::{ExitId, SampleCheckId};
use crate::domain::moment::Moment;
use crate::domain::sample_check::{Confidence, Finding, Seed};
use crate::domain::tally::Basis;
use crate::store::{sample_checks as store, tallies};

/// Whoever acts, and the households they act on.
pub struct November<'a> {
    desk: &'a Desk,
    actors: &'a [Actor],
    entered: &'a [Entered],
    /// Two of the city: who seeds does not draw.
    city: [&'a Actor; 2],
}

impl<'a> November<'a> {
    /// With the staff of the demonstration.
    ///
    /// # Errors
    /// If the city has no two of them.
    pub fn of(desk: &'a Desk, actors: &'a [Actor], entered: &'a [Entered]) -> Result<Self> {
        let mut staff = actors.iter().filter(|actor| actor.role == Role::City);
        let city = staff.next().zip(staff.next()).ok_or_else(|| broken("two of the city"))?;
        Ok(Self { desk, actors, entered, city: [city.0, city.1] })
    }

    /// Does all of it, in the order of the days.
    ///
    /// # Errors
    /// If a step is refused, which a test would have found.
    pub fn pass(&self) -> Result<()> {
        self.sample_and_close()?;
        self.propose_a_village()?;
        self.fall_back()?;
        self.sample()?;
        self.publish()
    }

    /// Every year there is anything of is published on the day the demonstration opens, by the numbers of that day.
    fn publish(&self) -> Result<()> {
        let [office, _] = self.city;
        self.write(office, super::opens()?, |tx| {
            for year in tallies::years(tx.conn, Basis::Confirmed)? {
                let (revision, _) = tallies::revision(tx.conn)?;
                open_tallies::release(tx, year, revision)?;
            }
            Ok(())
        })
    }

    fn write<T: Send + 'static>(
        &self,
        actor: &Actor,
        at: Moment,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.desk.write_now(actor.clone(), at, work)
    }

    fn county(&self) -> impl Iterator<Item = &'a Actor> {
        self.actors.iter().filter(|actor| actor.role == Role::County)
    }

    /// Draws by a seed that is the same each time: a demonstration proves nothing by it.
    fn drawn(&self, seed: u8, asked: Asked, days: (u32, u32)) -> Result<SampleCheckId> {
        let seed = Seed::new([seed; 32]);
        let [first, second] = self.city;
        let id =
            self.write(first, morning(days.0)?, move |tx| sample_checks::seed_with(tx, &asked, &seed))?;
        self.write(second, morning(days.1)?, move |tx| sample_checks::draw(tx, id))?;
        Ok(id)
    }

    /// A sample check of six households of each unit, all of them found; two differ.
    fn sample_and_close(&self) -> Result<()> {
        let asked =
            Asked { year: 2017, unit: None, size: Some(6), margin: None, confidence: Confidence::NinetyFive };
        self.drawn(17, asked, (13, 14))?;
        for checker in self.county() {
            self.find(checker, morning(16)?, usize::MAX, true)?;
        }
        Ok(())
    }

    /// A second one by margin, of which each checker has found one.
    fn sample(&self) -> Result<()> {
        let asked =
            Asked { year: 2017, unit: None, size: None, margin: Some(20), confidence: Confidence::Ninety };
        self.drawn(23, asked, (21, 22))?;
        for checker in self.county() {
            self.find(checker, morning(23)?, 1, false)?;
        }
        Ok(())
    }

    /// Finds so many of a checker's cases as they were attributed, but for two where some differ.
    fn find(&self, checker: &Actor, at: Moment, most: usize, some_differ: bool) -> Result<()> {
        self.write(checker, at, move |tx| {
            let own = cases::own(&mut tx.reading())?;
            for case in own.into_iter().filter(|case| case.found.is_none()).take(most) {
                let drawn = store::case(tx.conn, CaseScope::City, case.id)?;
                let as_attributed = drawn.pathway.code().parse().map_err(|_| broken("a finding"))?;
                let (finding, note) = match (drawn.unit.as_str(), drawn.place) {
                    _ if !some_differ => (as_attributed, ""),
                    ("450702", 2) => {
                        (Finding::CannotTell, "受益花名册上的签名与户主姓名对不上，也没有银行流水。")
                    }
                    ("450722", 5) => (Finding::None, "劳动合同没有本人签名，工资流水只有四个月。"),
                    _ => (as_attributed, ""),
                };
                cases::find(tx, case.id, finding, note)?;
            }
            Ok(())
        })
    }

    /// Three households of one village, proposed on one screen.
    fn propose_a_village(&self) -> Result<()> {
        let batched: Vec<&Entered> =
            self.entered.iter().filter(|one| one.plan.progress == Progress::Batched).collect();
        let first = batched.first().ok_or_else(|| broken("a village"))?;
        let clerk = self.county().find(|actor| actor.unit.as_ref() == Some(&first.unit));
        let village = first.division.clone();
        let exits: Vec<ExitId> = batched.iter().filter_map(|one| one.exit).collect();
        self.write(clerk.ok_or_else(|| broken("a county clerk"))?, morning(20)?, move |tx| {
            let open = batch::waiting_in(&mut tx.reading(), &village)?;
            let chosen: Vec<_> = open
                .iter()
                .filter(|one| exits.contains(&one.exit.id))
                .filter_map(|one| Some((one.exit.id, one.candidates.first()?.evidence)))
                .collect();
            batch::propose_many(tx, &village, &chosen).map(drop)
        })
    }

    /// A household whose exit was confirmed fell back: its year counts it no longer.
    fn fall_back(&self) -> Result<()> {
        let fallen = self.entered.iter().find(|one| one.plan.progress == Progress::FellBack);
        let exit = fallen.and_then(|one| one.exit).ok_or_else(|| broken("an exit"))?;
        let why = Revision {
            on: NaiveDate::from_ymd_opt(2017, 11, 20).ok_or_else(|| broken("a day"))?,
            document: "演示返贫〔2017〕1号".into(),
            reason: "户主重病住院，收入中断，经村民评议、公示后认定返贫。"
                .parse()
                .map_err(|_| broken("a reason"))?,
        };
        let [office, _] = self.city;
        self.write(office, morning(21)?, move |tx| {
            attributions::end(tx, exit, 1, ExitStep::ReturnToPoverty, &why)
        })
    }
}

/// Half past eight of a day in November 2017.
fn morning(day: u32) -> Result<Moment> {
    let at = NaiveDate::from_ymd_opt(2017, 11, day).and_then(|day| day.and_hms_opt(8, 30, 0));
    Ok(Moment::from_local(at.ok_or_else(|| broken("a time"))?))
}
