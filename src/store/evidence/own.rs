//! The papers of people's own: businesses, and measures outside tourism.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Ask, Paper};
use crate::domain::attribution::{Evidence, Facts, MeasureKind};
use crate::domain::codes::Code as _;
use crate::domain::identity::PersonName;
use crate::domain::ids::{BusinessId, MeasureId, PersonId};
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Fen;
use crate::store::conn::MultiBackend;
use crate::store::schema::{non_tourism_measures, own_businesses, persons};
use crate::store::{Conn, Result};

pub(super) fn of_businesses(c: &mut Conn, ask: &Ask<'_>) -> Result<Vec<Paper>> {
    type Row = (BusinessId, PersonId, PersonName, String, String, NaiveDate, String, Fen, NaiveDate);
    let query = own_businesses::table.inner_join(persons::table);
    let rows: Vec<Row> =
        asked!(query, ask, persons::id, own_businesses::id, own_businesses::removed_at.is_null())
            .order((own_businesses::licensed_on, own_businesses::id))
            .select((
                own_businesses::id,
                persons::id,
                persons::name,
                own_businesses::name,
                own_businesses::licence,
                own_businesses::licensed_on,
                own_businesses::support,
                own_businesses::support_fen,
                own_businesses::supported_on,
            ))
            .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, person, person_name, name, licence, licensed_on, support, amount, supported_on)| Paper {
            evidence: Evidence::SelfStart(id),
            pathway: Pathway::SelfStart,
            person,
            person_name,
            title: format!("{name}（{support}）"),
            kind: None,
            document: licence,
            on: licensed_on,
            until: Some(supported_on),
            amount: Some(amount),
            under: None,
            facts: Facts::SelfStart { licensed_on, supported_on },
        })
        .collect())
}

pub(super) fn of_measures(c: &mut Conn, ask: &Ask<'_>) -> Result<Vec<Paper>> {
    type Row = (MeasureId, PersonId, PersonName, String, MeasureKind, Fen, NaiveDate, String);
    let query = non_tourism_measures::table.inner_join(persons::table);
    let rows: Vec<Row> =
        asked!(query, ask, persons::id, non_tourism_measures::id, non_tourism_measures::removed_at.is_null())
            .order((non_tourism_measures::received_on, non_tourism_measures::id))
            .select((
                non_tourism_measures::id,
                persons::id,
                persons::name,
                non_tourism_measures::name,
                non_tourism_measures::kind,
                non_tourism_measures::amount_fen,
                non_tourism_measures::received_on,
                non_tourism_measures::document,
            ))
            .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, person, person_name, title, kind, amount, received_on, document)| Paper {
            evidence: Evidence::NonTourism(id),
            pathway: Pathway::NonTourism,
            person,
            person_name,
            title,
            kind: Some(kind.key()),
            document,
            on: received_on,
            until: None,
            amount: Some(amount),
            under: None,
            facts: Facts::NonTourism { received_on },
        })
        .collect())
}
