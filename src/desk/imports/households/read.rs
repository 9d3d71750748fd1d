//! The rows of a file of households, and which of them are of one household.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::super::Prepared;
use crate::desk::{Result, Rx};
use crate::domain::household::{HouseholdCode, Relation};
use crate::domain::identity::{PersonName, ResidentId, Sex};
use crate::domain::import::{Fields, Place};
use crate::domain::person::Facts;
use crate::domain::refusal::Message;

/// A row as read.
pub(super) struct Line {
    pub place: Place,
    pub fields: Fields,
    pub code: Option<HouseholdCode>,
    pub name: Option<PersonName>,
    pub id: Option<ResidentId>,
    pub index: Option<Vec<u8>>,
    pub relation: Option<Relation>,
    /// What the row says of the person, and nothing else.
    pub facts: Facts,
    pub joined_on: Option<NaiveDate>,
}

impl Line {
    /// What it is called.
    pub fn label(&self) -> String {
        let name = self.name.as_ref().map_or("", PersonName::as_str);
        let code = self.code.as_ref().map_or("", HouseholdCode::as_str);
        [code, name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The rows of one household, by their places in the list of rows, in the order of the file.
pub(super) struct Group {
    pub lines: Vec<usize>,
}

pub(super) fn lines(rx: &mut Rx<'_>, prepared: &Prepared) -> Result<Vec<Line>> {
    let mut lines = Vec::with_capacity(prepared.count());
    for (place, _, mut fields) in prepared.fields() {
        prepared.meter.more(1)?;
        let code = fields.need("code");
        let name = fields.need("name");
        let id: Option<ResidentId> = fields.need("id_number");
        let relation = fields.need("relation");
        let facts = Facts {
            nation: fields.take("nation"),
            education: fields.take("education"),
            schooling: fields.take("schooling"),
            health: fields.take("health"),
            labour: fields.take("labour"),
            work_place: fields.take("work_place"),
            employer: fields.text("employer").to_owned(),
            months_worked: fields.take("months_worked"),
        };
        if let Some(id) = &id {
            let told = match fields.text("sex") {
                "男" | "1" => Some(Sex::Male),
                "女" | "2" => Some(Sex::Female),
                _ => None,
            };
            if told.is_some_and(|told| told != id.sex()) {
                fields.refuse("sex", Message::new("error-import-sex-differs"));
            }
        }
        let index = id.as_ref().map(|id| rx.keys.index_id(id));
        let joined_on = fields.day("joined_on");
        lines.push(Line { place, fields, code, name, id, index, relation, facts, joined_on });
    }
    Ok(lines)
}

/// Puts the rows of each household together, and refuses somebody who is in the file twice.
pub(super) fn groups(lines: &mut [Line]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_code = HashMap::<HouseholdCode, usize>::new();
    let mut people = HashMap::<Vec<u8>, i32>::new();
    for (at, line) in lines.iter_mut().enumerate() {
        if let Some(index) = &line.index {
            let row = line.place.row;
            if let Some(first) = people.get(index) {
                let message = Message::new("error-import-person-twice").with("row", i64::from(*first));
                line.fields.refuse("id_number", message);
            } else {
                people.insert(index.clone(), row);
            }
        }
        let known = line.code.as_ref().and_then(|code| by_code.get(code)).copied();
        if let Some(group) = known.and_then(|place| groups.get_mut(place)) {
            group.lines.push(at);
        } else {
            if let Some(code) = &line.code {
                by_code.insert(code.clone(), groups.len());
            }
            groups.push(Group { lines: vec![at] });
        }
    }
    groups
}
