//! The sixteen applications, carried by the desk's own steps to the states they are shown in.

use std::sync::Arc;

use chrono::{Duration, NaiveDate};

use super::filing::{self, answers};
use super::notices;
use super::people::broken;
use super::photos::Album;
use super::places::Place;
use crate::desk::applications::{self as desk_applications, CompletionItem, Inspecting, Opinion};
use crate::desk::{Desk, Result, Tx};
use crate::domain::access::{Actor, Role, Scope};
use crate::domain::identity::Reason;
use crate::domain::ids::ApplicationId;
use crate::domain::inspection::{ItemNotes, notes_owed};
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::domain::scoring::{Score, Verdict};
use crate::store::{applications, sheets};

/// How far an application has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Submitted,
    Returned,
    Refused,
    Accepted,
    Reviewed,
    Inspected,
    Decided,
    Noticed,
    Approved,
    Awarded,
    Rejected,
    Withdrawn,
}

impl Until {
    /// Whether the county or the operator has to act next.
    const fn waits(self) -> bool {
        matches!(self, Self::Submitted | Self::Returned | Self::Accepted | Self::Reviewed)
    }

    /// The day of its submission, where what the city does with it has a limit: the decision is a working day late when the
    /// demonstration opens, nothing else is.
    fn submitted(self) -> Result<Option<NaiveDate>> {
        match self {
            Self::Approved => day(10, 18).map(Some),
            Self::Decided | Self::Noticed => day(11, 1).map(Some),
            Self::Inspected => day(11, 8).map(Some),
            _ => Ok(None),
        }
    }
}

/// Star applied for, hundredths of each item's points given, and how far it has come, in the order of the sites.
const CASES: [(i32, i32, Until); 16] = [
    (3, 82, Until::Awarded),
    (3, 0, Until::Submitted),
    (4, 78, Until::Reviewed),
    (4, 84, Until::Inspected),
    (3, 0, Until::Returned),
    (3, 64, Until::Awarded),
    (2, 0, Until::Accepted),
    (3, 0, Until::Submitted),
    (3, 92, Until::Awarded),
    (3, 70, Until::Reviewed),
    (3, 12, Until::Rejected),
    (4, 0, Until::Refused),
    (5, 99, Until::Noticed),
    (4, 86, Until::Approved),
    (3, 66, Until::Decided),
    (2, 0, Until::Withdrawn),
];

/// Carries every application as far as the plan says.
///
/// # Errors
/// If a step is refused, which a test would have found.
pub fn apply(desk: &Desk, places: &[Place], actors: &[Actor]) -> Result<()> {
    // Those that wait for somebody came in lately, the others since September; numbers are given in the order of their days.
    let (autumn, lately) = (day(9, 4)?, day(11, 13)?);
    let mut cases: Vec<_> = CASES
        .into_iter()
        .zip(places)
        .zip(0_i64..)
        .map(|(((star, share, until), place), n)| {
            let usual =
                if until.waits() { lately + Duration::days(n % 4) } else { autumn + Duration::days(n * 2) };
            Ok((until.submitted()?.unwrap_or(usual), star, share, until, place))
        })
        .collect::<Result<_>>()?;
    cases.sort_by_key(|(day, ..)| *day);
    let album = Arc::new(Album::take_in(desk)?);
    for (day, star, share, until, place) in cases {
        let of_unit = || {
            actors
                .iter()
                .filter(|actor| actor.role == Role::County && actor.unit.as_ref() == Some(&place.unit))
        };
        let operator = actors.iter().find(|actor| actor.operator == Some(place.operator));
        let mut county = of_unit();
        let mut city = actors.iter().filter(|actor| actor.role == Role::City);
        let people = People {
            operator: operator.ok_or_else(|| broken("an operator"))?,
            clerk: county.next().ok_or_else(|| broken("a county clerk"))?,
            colleague: county.next().ok_or_else(|| broken("a second county clerk"))?,
            city: [
                city.next().ok_or_else(|| broken("city staff"))?,
                city.next().ok_or_else(|| broken("a second of the city's staff"))?,
                city.next().ok_or_else(|| broken("a third of the city's staff"))?,
            ],
        };
        let case = Case {
            desk,
            place,
            people,
            album: Arc::clone(&album),
            day,
            star: Star::try_from(star).map_err(|_| broken("a star"))?,
        };
        case.carry(until, share)?;
    }
    Ok(())
}

struct People<'a> {
    operator: &'a Actor,
    clerk: &'a Actor,
    colleague: &'a Actor,
    /// Two who inspect, and one who decides.
    city: [&'a Actor; 3],
}

struct Case<'a> {
    desk: &'a Desk,
    place: &'a Place,
    people: People<'a>,
    album: Arc<Album>,
    day: NaiveDate,
    star: Star,
}

impl Case<'_> {
    fn carry(&self, until: Until, share: i32) -> Result<()> {
        // Whoever applies finds themselves a little better than the county does.
        let own = (share.max(60) + 5).min(100);
        let id = self.file(until, own)?;
        let revision = || self.revision(id);
        match until {
            Until::Submitted => return Ok(()),
            Until::Withdrawn => {
                let r = revision()?;
                return self.write(self.people.operator, 3, move |tx| {
                    desk_applications::withdraw(tx, id, r, "正在改造厨房，完工后再申报。")
                });
            }
            Until::Returned => {
                let r = revision()?;
                return self.write(self.people.clerk, 3, move |tx| {
                    desk_applications::return_for_completion(tx, id, r, (&to_complete(), "")).map(drop)
                });
            }
            Until::Refused => {
                let (r, reason) =
                    (revision()?, reason("经营场所不在农家乐、乡村旅游区的范围，不符合申报条件。")?);
                return self
                    .write(self.people.clerk, 3, move |tx| desk_applications::refuse(tx, id, r, &reason));
            }
            _ => {}
        }
        let r = revision()?;
        self.write(self.people.clerk, 2, move |tx| desk_applications::accept(tx, id, r))?;
        if until == Until::Accepted {
            return Ok(());
        }
        let (r, trade) = (revision()?, self.place.trade);
        self.write(self.people.clerk, 6, move |tx| {
            let application = applications::find(tx.conn, &Scope::City, id)?;
            let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
            desk_applications::save_scores(tx, id, r, &answers(&sheet, trade, share), true).map(drop)
        })?;
        match until {
            Until::Awarded | Until::Rejected => {
                let r = revision()?;
                let opinion = if until == Until::Awarded {
                    Opinion::new(Verdict::Award(self.star), "现场材料与评分一致，同意申报星级。")
                } else {
                    Opinion::new(Verdict::Reject, "总分未达到一星标准，整改后可重新申报。")
                };
                self.write(self.people.colleague, 9, move |tx| {
                    desk_applications::decide(tx, id, r, &opinion).map(drop)
                })
            }
            Until::Inspected => self.inspect(id, share).map(drop),
            Until::Decided => self.decide(id, share),
            Until::Noticed => {
                self.decide(id, share)?;
                // Runs when the demonstration opens, with somebody waiting for an answer.
                let [.., city] = self.people.city;
                let notice = notices::put_up(self.desk, city, id, day(11, 21)?)?;
                notices::object(self.desk, notice, day(11, 23)?)
            }
            Until::Approved => {
                self.decide(id, share)?;
                let [.., city] = self.people.city;
                notices::put_up(self.desk, city, id, day(11, 7)?)?;
                notices::approve(self.desk, city, id, day(11, 17)?)
            }
            _ => Ok(()),
        }
    }

    /// Files the application, with photographs if it comes to an inspection.
    fn file(&self, until: Until, own: i32) -> Result<ApplicationId> {
        let (operator, at, trade) = (self.people.operator, self.at(0)?, self.place.trade);
        let site = (self.place.site, self.star);
        let inspected = matches!(until, Until::Inspected | Until::Decided | Until::Noticed | Until::Approved);
        if !inspected {
            return filing::file(self.desk, operator, at, site, own);
        }
        let (beginning, album) = (
            desk_applications::Beginning { site: site.0, star: site.1, note: String::new() },
            Arc::clone(&self.album),
        );
        let id = self.write(operator, 0, move |tx| {
            let id = desk_applications::begin(tx, &beginning)?;
            let sheet = desk_applications::filing(&mut tx.reading(), id)?.version.sheet;
            album.lay_own(tx, id, &sheet, trade)?;
            Ok(id)
        })?;
        filing::complete(self.desk, operator, at, id, own)?;
        Ok(id)
    }

    /// The inspection of the city's two and an expert, who find a little less than the county did.
    fn inspect(&self, id: ApplicationId, share: i32) -> Result<Score> {
        let application = self.desk.db.read_now(move |c| applications::find(c, &Scope::City, id))?;
        if application.forwarded_at.is_none() {
            let r = application.revision;
            self.write(self.people.colleague, 8, move |tx| desk_applications::forward(tx, id, r))?;
        }
        let (r, trade, day) = (self.revision(id)?, self.place.trade, self.day + Duration::days(11));
        let [inspector, second, _] = self.people.city;
        let staff = vec![inspector.user, second.user];
        let album = Arc::clone(&self.album);
        self.write(inspector, 12, move |tx| {
            let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
            album.lay_panel(tx, id, &sheet, trade)?;
            let (county, panel) = (answers(&sheet, trade, share), answers(&sheet, trade, share - 3));
            let new = Inspecting {
                on: day,
                place: application.site_name.clone(),
                notes: "逐项查看场地、厨房、客房和消防设施，访问客人 3 人。".to_owned(),
                staff,
                experts: vec![("覃志明".to_owned(), "北部湾大学旅游管理系".to_owned())],
                item_notes: notes_owed(&sheet, &county, &panel, &ItemNotes::new())
                    .into_iter()
                    .map(|item| (item.code.clone(), format!("现场核对，{}未达到初评所依据的档次", item.name)))
                    .collect(),
                answers: panel,
            };
            desk_applications::save_inspection(tx, id, r, &new, true)
        })
    }

    /// The decision of the competent level on what the panel found.
    fn decide(&self, id: ApplicationId, share: i32) -> Result<()> {
        let score = self.inspect(id, share)?;
        let verdict = score.grants(self.star).map_or(Verdict::Reject, Verdict::Award);
        let [.., city] = self.people.city;
        let decider = if self.star.number() <= 3 { self.people.colleague } else { city };
        let on = self.day + Duration::days(14);
        let document = (self.star.number() == 5).then(|| ("桂旅发〔2017〕112 号".to_owned(), on));
        let opinion = Opinion {
            document, ..Opinion::new(verdict, "检查得分达到标准，同意检查组意见。")
        };
        let r = self.revision(id)?;
        self.write(decider, 15, move |tx| desk_applications::decide(tx, id, r, &opinion).map(drop))
    }

    fn revision(&self, id: ApplicationId) -> Result<i64> {
        Ok(self.desk.db.read_now(move |c| applications::find(c, &Scope::City, id))?.revision)
    }

    fn write<T: Send + 'static>(
        &self,
        actor: &Actor,
        days: i64,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.desk.write_now(actor.clone(), self.at(days)?, work)
    }

    fn at(&self, days: i64) -> Result<Moment> {
        let at = (self.day + Duration::days(days)).and_hms_opt(10, 20, 0).ok_or_else(|| broken("a time"))?;
        Ok(Moment::from_local(at))
    }
}

/// A day of the year the demonstration is of.
fn day(month: u32, day: u32) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(2017, month, day).ok_or_else(|| broken("a day"))
}

/// What the returned application lacks.
fn to_complete() -> [CompletionItem; 2] {
    let item = |about: &str, remedy: &str| CompletionItem { about: about.into(), remedy: remedy.into() };
    [
        item("消防安全检查合格证", "提交有效期内的消防安全检查合格证复印件，加盖公章"),
        item("厨房平面图", "标明进货、粗加工、烹饪、消毒和备餐的位置，注明面积"),
    ]
}

fn reason(text: &str) -> Result<Reason> {
    text.parse().map_err(|_| broken("a reason"))
}
