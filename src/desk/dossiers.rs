//! 一人一档、一户一档: everything on record about one exit and the household it is of, in one file.

pub mod timeline;

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use self::timeline::Happened;
use super::exits::{self, ExitFile};
use super::{Result, Rx};
use crate::domain::access::Act;
use crate::domain::hire::{Receipt, Stage};
use crate::domain::household::{Attribute, Cause, MembershipReason, Relation};
use crate::domain::ids::{ExitId, HireId, PersonId};
use crate::domain::moment::Moment;
use crate::domain::paper::{Holder, HolderKind};
use crate::store::audit;
pub use crate::store::audit::Logged;
use crate::store::households::{self, Change, Household, HouseholdExit, Member};
use crate::store::{exits as store, hires, papers};

/// What the register says of the household, as far as every reader of exits may see it.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// Its attribute.
    pub attribute: Attribute,
    /// The principal cause of its poverty.
    pub cause: Cause,
    /// Another cause.
    pub second_cause: Option<Cause>,
    /// When it was registered.
    pub registered_on: NaiveDate,
}

impl From<&Household> for Card {
    fn from(household: &Household) -> Self {
        Self {
            attribute: household.attribute,
            cause: household.cause,
            second_cause: household.second_cause,
            registered_on: household.registered_on,
        }
    }
}

/// A membership of the household, as this reader may see it.
#[derive(Debug, Clone, Serialize)]
pub struct Belonged {
    /// Who.
    pub person: PersonId,
    /// Their name, as this reader may see it.
    pub name: String,
    /// Their ID number, 4+4, for staff who keep the register.
    pub id_masked: Option<String>,
    /// The year of their birth.
    pub birth_year: i32,
    /// What they are or were to the head.
    pub relation: Relation,
    /// Since when.
    pub from_on: NaiveDate,
    /// Until when.
    pub to_on: Option<NaiveDate>,
    /// Why they came.
    pub reason: MembershipReason,
    /// Why they left.
    pub end_reason: Option<MembershipReason>,
    /// Whether they are frozen with the exit.
    pub frozen: bool,
}

/// A hire of a member, as this reader may see it.
#[derive(Debug, Clone, Serialize)]
pub struct Hired {
    /// The hire.
    pub id: HireId,
    /// Its receipt.
    pub receipt: Receipt,
    /// The name, as this reader may see it.
    pub name: String,
    /// The site.
    pub site: String,
    /// The first day.
    pub started_on: NaiveDate,
    /// The last day.
    pub left_on: Option<NaiveDate>,
    /// Where it stands.
    pub stage: Stage,
    /// When it was reported.
    pub reported_at: Moment,
    /// When the county found it true.
    pub verified_at: Option<Moment>,
}

/// The file of an exit.
#[derive(Debug)]
pub struct Dossier {
    /// The exit with its frozen members, its attributions and their papers.
    pub file: ExitFile,
    /// The household's card.
    pub card: Card,
    /// Every membership of the household.
    pub members: Vec<Belonged>,
    /// Every exit of the household, oldest first.
    pub exits: Vec<HouseholdExit>,
    /// The hires of its people.
    pub hires: Vec<Hired>,
    /// Every change of the register, for staff who keep it; newest first.
    pub changes: Vec<Change>,
    /// What was done with any of these records, oldest first.
    pub events: Vec<Logged>,
    /// All of it in one order: what happened, each step, paper, person and time.
    pub entries: Vec<Happened>,
    /// Whether the reader keeps the register: sees names in full, and may ask for a number.
    pub in_full: bool,
    /// Who opened it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Everything on record about an exit.
///
/// # Errors
/// `Forbidden` for whoever may not read exits, `NotFound` for one out of their scope.
pub fn of_exit(rx: &mut Rx<'_>, id: ExitId) -> Result<Dossier> {
    let reader = rx.actor()?;
    let file = exits::show(rx, id)?;
    let scope = rx.scope();
    let in_full = reader.may(Act::ReadHouseholds);
    let household = households::load(rx.conn, &scope, file.exit.household)?;
    let frozen: Vec<PersonId> =
        store::members(rx.conn, id)?.into_iter().map(|member| member.person).collect();
    let members = households::members(rx.conn, household.id)?;
    let members = members.into_iter().map(|member| belonged(rx, member, &frozen, in_full)).collect();
    let mut hired: Vec<Hired> = hires::of_household(rx.conn, &scope, household.id)?
        .into_iter()
        .map(|hire| Hired {
            id: hire.id,
            receipt: Receipt(hire.id),
            name: rx.name(&hire.name),
            site: hire.site,
            started_on: hire.started_on,
            left_on: hire.left_on,
            stage: hire.stage,
            reported_at: hire.reported_at,
            verified_at: None,
        })
        .collect();
    let attributions = file.live.iter().chain(&file.withdrawn).map(|one| one.attribution.id.0).collect();
    let exits = households::exits_of(rx.conn, household.id)?;
    let of_hires = hired.iter().map(|hire| Holder { kind: HolderKind::Hire, record: hire.id.0 });
    let holders: BTreeSet<Holder> =
        file.papers.iter().map(|paper| Holder::from(paper.evidence)).chain(of_hires).collect();
    let mut laid = Vec::with_capacity(holders.len());
    for holder in &holders {
        laid.push((*holder, papers::of(rx.conn, *holder)?));
    }
    let mut months = Vec::with_capacity(hired.len());
    for hire in &mut hired {
        hire.verified_at = hires::load(rx.conn, &scope, hire.id)?.verified_at;
        months.push((hire.clone(), hires::wages::of_hire(rx.conn, hire.id)?));
    }
    let mut records = vec![
        ("household", vec![household.id.0]),
        ("exit", exits.iter().map(|exit| exit.id.0).collect()),
        ("attribution", attributions),
        ("hire", hired.iter().map(|hire| hire.id.0).collect()),
    ];
    for holder in holders.iter().filter(|holder| holder.kind != HolderKind::Hire) {
        records.push((holder.kind.noun(), vec![holder.record]));
    }
    let mut dossier = Dossier {
        card: Card::from(&household),
        changes: if in_full { households::changes(rx.conn, household.id)? } else { Vec::new() },
        events: audit::of_records(rx.conn, &records)?,
        members,
        exits,
        hires: hired,
        file,
        in_full,
        by: reader.name.clone(),
        at: rx.now,
        entries: Vec::new(),
    };
    dossier.entries = timeline::of(&dossier, &months, &laid);
    Ok(dossier)
}

fn belonged(rx: &Rx<'_>, member: Member, frozen: &[PersonId], in_full: bool) -> Belonged {
    Belonged {
        person: member.person,
        name: rx.name(&member.name),
        id_masked: in_full.then_some(member.id_masked),
        birth_year: member.birth_date.year(),
        relation: member.relation,
        from_on: member.from_on,
        to_on: member.to_on,
        reason: member.reason,
        end_reason: member.end_reason,
        frozen: frozen.contains(&member.person),
    }
}
