//! A row of an announced list, as its columns say.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};

use super::named::Named;
use crate::desk::announcements::check_day;
use crate::desk::imports::Given;
use crate::desk::imports::places::Places;
use crate::desk::{Error, Result, Rx};
use crate::domain::announcement::Half;
use crate::domain::division::DivisionCode;
use crate::domain::household::HouseholdCode;
use crate::domain::identity::{PersonName, ResidentId};
use crate::domain::ids::HouseholdId;
use crate::domain::import::{Candidate, Fields, Header, Place};
use crate::domain::refusal::Message;

/// A row as read.
pub(super) struct Line {
    pub(super) place: Place,
    pub(super) fields: Fields,
    pub(super) code: Option<HouseholdCode>,
    pub(super) head: Option<PersonName>,
    /// Whether it says an ID number.
    pub(super) has_id: bool,
    /// The households its code and its ID number are of.
    pub(super) named: Named,
    pub(super) village: Option<DivisionCode>,
    pub(super) document: Arc<str>,
    pub(super) on: Option<NaiveDate>,
    pub(super) half: Option<Half>,
    pub(super) household: Option<HouseholdId>,
    pub(super) candidates: Vec<Candidate>,
}

impl Line {
    pub(super) fn day(&self) -> NaiveDate {
        self.on.unwrap_or_default()
    }
}

/// What rows are read by.
pub(super) struct Reading<'g> {
    places: Places,
    given: &'g Given,
    today: NaiveDate,
    /// The village each title names.
    titles: HashMap<String, Option<DivisionCode>>,
    /// The document of the row before: most lists are of one.
    document: Arc<str>,
}

impl<'g> Reading<'g> {
    pub(super) fn of(rx: &mut Rx<'_>, given: &'g Given) -> Result<Self> {
        Ok(Self {
            places: Places::read(rx)?,
            given,
            today: rx.now.day(),
            titles: HashMap::new(),
            document: "".into(),
        })
    }

    pub(super) fn line(
        &mut self,
        (place, header, mut fields): (Place, &Header, Fields),
        named: Named,
    ) -> Line {
        let on = self.day(&mut fields);
        let document = match (fields.text("document"), &self.given.document) {
            ("", Some(document)) => document,
            (document, _) => document,
        };
        if *document != *self.document {
            self.document = document.into();
        }
        let document = Arc::clone(&self.document);
        if document.is_empty() {
            fields.refuse("document", Message::new("error-required"));
        }
        let half = fields.take("half").or(self.given.half);
        let code = fields.take("code");
        let head = fields.take("head");
        let id: Option<ResidentId> = fields.take("id_number");
        let mut village = self.places.of_row(&mut fields).map(|one| one.division.clone());
        if village.is_none() && fields.is_fine() && code.is_none() {
            village = self.titled(&header.title);
        }
        if code.is_none() && id.is_none() && fields.is_fine() {
            if head.is_none() {
                fields.refuse("head", Message::new("error-required"));
            } else if village.is_none() {
                fields.refuse("village", Message::new("error-import-village-needed"));
            }
        }
        let (has_id, household, candidates) = (id.is_some(), None, Vec::new());
        Line { place, fields, code, head, has_id, named, village, document, on, half, household, candidates }
    }

    /// The day of the announcement, which the year beside it must agree with.
    pub(super) fn day(&self, fields: &mut Fields) -> Option<NaiveDate> {
        let on = fields.day("announced_on").or(self.given.announced_on);
        match on {
            None if fields.is_fine() => fields.refuse("announced_on", Message::new("error-required")),
            Some(on) => {
                if let Err(Error::Invalid(refusals)) = check_day(on, self.today) {
                    refusals.iter().for_each(|(_, message)| fields.refuse("announced_on", message.clone()));
                }
            }
            None => {}
        }
        if let (Some(year), Some(on)) = (fields.whole("year"), on)
            && year != i64::from(on.year())
        {
            let message = Message::new("error-import-year-differs").with("given", year.to_string());
            fields.refuse("year", message.with("day", on.to_string()));
        }
        on
    }

    /// The one village a title names.
    fn titled(&mut self, title: &str) -> Option<DivisionCode> {
        if let Some(known) = self.titles.get(title) {
            return known.clone();
        }
        let village = match self.places.in_text(title).as_slice() {
            [one] => Some(one.division.clone()),
            _ => None,
        };
        self.titles.insert(title.to_owned(), village.clone());
        village
    }
}
