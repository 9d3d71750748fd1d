//! The one order of a file: what happened to the household, and each step and paper of whoever worked on it, by day and hour.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Belonged, Dossier, Hired};
use crate::desk::attributions::{ShownAttribution, Signed};
use crate::desk::evidence::ShownPaper;
use crate::desk::hires::wages::WageMonth;
use crate::desk::papers::Paper;
use crate::domain::attribution::Stage;
use crate::domain::codes::{Code as _, code};
use crate::domain::moment::Moment;
use crate::domain::paper::{Holder, HolderKind, PaperKind};
use crate::domain::quantity::Fen;
use crate::store::audit::Logged;

code! {
    /// What a line of the file is about, where it is no step of the audit log.
    pub enum Fact: "dossier-fact" {
        /// The household came on the register.
        Registered = "registered",
        /// Somebody came to the household.
        Joined = "joined",
        /// Somebody left the household.
        Departed = "departed",
        /// The first day of a hire.
        Hired = "hired",
        /// The last day of a hire.
        HireEnded = "hire_ended",
        /// A month at work, confirmed with its wage.
        AtWork = "at_work",
        /// The day a record of evidence counts from.
        Evidence = "evidence",
        /// A paper was laid with a record.
        PaperLaid = "paper_laid",
        /// A paper was withdrawn.
        PaperWithdrawn = "paper_withdrawn",
        /// The poverty office announced the exit.
        Announced = "announced",
        /// The officer signed the check of the household.
        OfficerSigned = "officer_signed",
        /// The head signed the check of the household.
        HeadSigned = "head_signed",
        /// What was recorded of the exit later.
        Changed = "changed",
    }
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum What {
    /// A step of the audit log, by its name there.
    Step(String),
    /// A dated fact.
    Fact(Fact),
}

/// A line of the file.
#[derive(Debug, Clone, Serialize)]
pub struct Happened {
    /// The day.
    pub on: NaiveDate,
    /// The hour, for what somebody did here; a fact has none.
    pub at: Option<Moment>,
    /// Who did it.
    pub by: Option<String>,
    /// What.
    pub what: What,
    /// The person it is about, as this reader may see them.
    pub whose: String,
    /// The site, document, course or programme.
    pub title: String,
    /// The money in it.
    pub amount: Option<Fen>,
    /// The month it is of.
    pub month: Option<NaiveDate>,
    /// A closed list and the code in it that says which kind.
    pub kind: Option<(&'static str, &'static str)>,
    /// Where the reader sees more of it.
    pub href: Option<String>,
}

impl Happened {
    fn fact(on: NaiveDate, fact: Fact) -> Self {
        Self {
            on,
            at: None,
            by: None,
            what: What::Fact(fact),
            whose: String::new(),
            title: String::new(),
            amount: None,
            month: None,
            kind: None,
            href: None,
        }
    }

    fn done(at: Moment, by: Option<String>, fact: Fact) -> Self {
        Self { at: Some(at), by, ..Self::fact(at.day(), fact) }
    }

    fn named(step: &str, at: Moment, by: Option<String>) -> Self {
        Self { what: What::Step(step.to_owned()), ..Self::done(at, by, Fact::Changed) }
    }

    fn step(logged: &Logged, href: Option<String>) -> Self {
        Self { href, ..Self::named(&logged.what, logged.at, logged.by.clone()) }
    }
}

/// The papers that lie with a record.
pub(super) type Laid = (Holder, Vec<Paper>);

/// The months of a hire.
pub(super) type Months = (Hired, Vec<WageMonth>);

/// Steps that stand in the file with more than their name: the months with their wages, the papers with their kinds, the
/// signatures of an attribution.
const TOLD_OTHERWISE: [&str; 7] = [
    "hire.confirmed_at_work",
    "paper.added",
    "paper.withdrawn",
    "attribution.proposed",
    "attribution.verified",
    "attribution.confirmed",
    "attribution.frozen",
];

/// Everything of a file in one order.
pub(super) fn of(dossier: &Dossier, months: &[Months], laid: &[Laid]) -> Vec<Happened> {
    let file = &dossier.file;
    let exit = format!("/exits/{}", file.exit.id);
    let register = file.household.map(|id| format!("/households/{id}"));
    let mut all = vec![Happened {
        href: register.clone(),
        ..Happened::fact(dossier.card.registered_on, Fact::Registered)
    }];
    for one in &dossier.members {
        all.extend(membership(one, register.as_ref()));
    }
    for (hire, confirmed) in months {
        all.extend(hired(hire, confirmed, &dossier.events, dossier.in_full));
    }
    for paper in &file.papers {
        all.push(evidence(paper));
    }
    for (holder, papers) in laid {
        for paper in papers {
            all.extend(lain(*holder, paper));
        }
    }
    for one in &dossier.exits {
        let announced = Happened::fact(one.announced_on, Fact::Announced);
        all.push(Happened {
            title: one.document.clone(),
            href: Some(format!("/exits/{}", one.id)),
            ..announced
        });
    }
    if let Some(check) = &file.check {
        let href = Some(format!("{exit}/check"));
        let signed = Happened::fact(check.officer_on, Fact::OfficerSigned);
        all.push(Happened { by: Some(check.officer.clone()), href: href.clone(), ..signed });
        all.push(Happened { href, ..Happened::fact(check.head_on, Fact::HeadSigned) });
    }
    for one in &file.changes {
        let kind = Some(("exit-change", one.change.kind.code()));
        let title = one.change.document.clone();
        all.push(Happened {
            kind,
            title,
            href: Some(exit.clone()),
            ..Happened::fact(one.change.on, Fact::Changed)
        });
    }
    for one in file.live.iter().chain(&file.withdrawn) {
        all.extend(signed(one, &dossier.events, &exit));
    }
    let steps = dossier.events.iter().filter(|one| !TOLD_OTHERWISE.contains(&one.what.as_str()));
    all.extend(steps.map(|one| Happened::step(one, place(one, &exit, register.as_ref(), dossier.in_full))));
    // A fact of a day stands before what somebody did on it.
    all.sort_by_key(|one| (one.on, one.at));
    all
}

fn membership(one: &Belonged, register: Option<&String>) -> Vec<Happened> {
    let entry = |on, fact, reason| Happened {
        whose: one.name.clone(),
        kind: Some(("membership-reason", reason)),
        href: register.cloned(),
        ..Happened::fact(on, fact)
    };
    let joined = entry(one.from_on, Fact::Joined, one.reason.code());
    let left = one.to_on.zip(one.end_reason).map(|(on, reason)| entry(on, Fact::Departed, reason.code()));
    std::iter::once(joined).chain(left).collect()
}

fn hired(hire: &Hired, confirmed: &[WageMonth], events: &[Logged], in_full: bool) -> Vec<Happened> {
    let about = |entry: Happened| Happened {
        whose: hire.name.clone(),
        title: hire.site.clone(),
        href: in_full.then(|| format!("/hires/{}", hire.id)),
        ..entry
    };
    let first = about(Happened::fact(hire.started_on, Fact::Hired));
    let last = hire.left_on.map(|on| about(Happened::fact(on, Fact::HireEnded)));
    let months = confirmed.iter().map(|one| Happened {
        month: Some(one.month),
        amount: Some(one.wage),
        ..about(Happened::done(one.at, Some(one.by.clone()), Fact::AtWork))
    });
    // What was entered before there was an audit log has its time in the record itself.
    let steps = [("hire.reported", Some(hire.reported_at)), ("hire.verified", hire.verified_at)];
    let untold = steps.into_iter().filter(|(step, _)| !is_told(events, step, "hire", hire.id.0));
    let untold = untold.filter_map(|(step, at)| Some(about(Happened::named(step, at?, None))));
    std::iter::once(first).chain(last).chain(months).chain(untold).collect()
}

/// Whether the audit log has this step of a record.
fn is_told(events: &[Logged], step: &str, noun: &str, record: i64) -> bool {
    events.iter().any(|one| one.what == step && one.noun == noun && one.record == record)
}

/// The signatures of an attribution. How it was taken back the audit log tells better, if it does.
fn signed(one: &ShownAttribution, events: &[Logged], exit: &str) -> Vec<Happened> {
    let id = one.attribution.id.0;
    let gone = ["attribution.withdrawn", "attribution.replaced", "attribution.ended"];
    let is_gone = gone.iter().any(|step| is_told(events, step, "attribution", id));
    let about = |step, signed: &Signed| Happened {
        kind: Some(("pathway", one.attribution.pathway.code())),
        href: Some(exit.to_owned()),
        ..Happened::named(step, signed.at, Some(signed.by.clone()))
    };
    let steps = one.history.iter().filter_map(|signed| {
        let step = match signed.stage {
            Stage::Proposed => "attribution.proposed",
            Stage::CountyVerified => "attribution.verified",
            Stage::CityConfirmed => "attribution.confirmed",
            Stage::Frozen => "attribution.frozen",
            Stage::Withdrawn if is_gone => return None,
            Stage::Withdrawn => "attribution.withdrawn",
        };
        Some(about(step, signed))
    });
    steps.collect()
}

fn evidence(paper: &ShownPaper) -> Happened {
    Happened {
        whose: paper.person.clone(),
        title: paper.title.clone(),
        amount: paper.amount,
        kind: Some(("pathway", paper.pathway.code())),
        href: Some(format!("{}/papers", paper.record)),
        ..Happened::fact(paper.on, Fact::Evidence)
    }
}

fn lain(holder: Holder, paper: &Paper) -> Vec<Happened> {
    let about = |entry: Happened| Happened {
        kind: Some((PaperKind::LIST, paper.kind.code())),
        href: Some(format!("{holder}/papers")),
        ..entry
    };
    let laid = about(Happened::done(paper.at, paper.by.clone(), Fact::PaperLaid));
    let withdrawn = paper.withdrawn_at.map(|at| {
        let withdrawn = Happened::done(at, None, Fact::PaperWithdrawn);
        about(Happened { title: paper.withdrawn_reason.clone(), ..withdrawn })
    });
    std::iter::once(laid).chain(withdrawn).collect()
}

/// Where a record stands that was worked on, as far as this reader may open it.
fn place(one: &Logged, exit: &str, register: Option<&String>, in_full: bool) -> Option<String> {
    match one.noun.as_str() {
        "household" => register.cloned(),
        "exit" => Some(format!("/exits/{}", one.record)),
        "attribution" => Some(exit.to_owned()),
        "hire" => in_full.then(|| format!("/hires/{}", one.record)),
        noun => {
            let kind = HolderKind::ALL.iter().find(|kind| kind.noun() == noun)?;
            Some(Holder { kind: *kind, record: one.record }.to_string())
        }
    }
}
