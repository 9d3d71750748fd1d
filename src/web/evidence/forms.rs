//! The fields of the forms that keep records, and what they are filled with.

use rocket::form::FromForm;
use validator::Validate;

use crate::desk::evidence::records::Who;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::identity::Reason;
use crate::domain::ids::PersonId;
use crate::domain::paper::HolderKind;
use crate::domain::quantity::Fen;
use crate::domain::record::{Row, Source};
use crate::domain::refusal::{Message, Refusal as _, Refusals};
use crate::web::forms::{Day, Entry, Line, Typed, Whole, Yuan};

/// A form as sent: of each kind of record its own fields.
#[derive(FromForm, Validate)]
pub(super) struct RecordForm {
    name: Option<Entry<Line>>,
    organiser: Option<Entry<Line>>,
    unit: Option<Entry<UnitCode>>,
    place: Option<Entry<Line>>,
    starts_on: Option<Entry<Day>>,
    ends_on: Option<Entry<Day>>,
    hours: Option<Entry<Whole>>,
    document: Option<Entry<Line>>,
    division: Option<Entry<DivisionCode>>,
    listed_on: Option<Entry<Day>>,
    investment: Option<Entry<Yuan>>,
    year: Option<Entry<Whole>>,
    supported: Option<bool>,
    certificate: Option<Entry<Line>>,
    completed_on: Option<Entry<Day>>,
    placement_employer: Option<Entry<Line>>,
    placement_on: Option<Entry<Day>>,
    kind: Option<String>,
    amount: Option<Entry<Yuan>>,
    on: Option<Entry<Day>>,
    licence: Option<Entry<Line>>,
    licensed_on: Option<Entry<Day>>,
    support: Option<Entry<Line>>,
    supported_on: Option<Entry<Day>>,
    who: Option<String>,
    person: Option<i64>,
    reason: Option<Entry<Reason>>,
    revision: Option<Entry<Whole>>,
}

/// Takes the fields that must be there, and refuses those that are not.
struct Needed(Refusals);

impl Needed {
    fn take<T: Clone>(&mut self, field: &str, entry: Option<&Entry<T>>) -> Option<T> {
        if entry.is_none() {
            self.0.add(field, Message::new("error-required"));
        }
        entry.map(|entry| entry.0.clone())
    }

    fn line(&mut self, field: &str, entry: Option<&Entry<Line>>) -> Option<String> {
        self.take(field, entry).map(|line| line.0)
    }

    fn day(&mut self, field: &str, entry: Option<&Entry<Day>>) -> Option<chrono::NaiveDate> {
        self.take(field, entry).map(|day| day.0)
    }

    fn fen(&mut self, field: &str, entry: Option<&Entry<Yuan>>) -> Option<Fen> {
        self.take(field, entry).map(|yuan| yuan.0)
    }

    fn code<C: std::str::FromStr<Err = crate::domain::codes::UnknownCode>>(
        &mut self,
        typed: Option<&str>,
    ) -> Option<C> {
        match typed.map(str::trim).filter(|typed| !typed.is_empty()).map(str::parse) {
            Some(Ok(code)) => Some(code),
            Some(Err(refusal)) => {
                let refusal: crate::domain::codes::UnknownCode = refusal;
                self.0.add("kind", refusal.message());
                None
            }
            None => {
                self.0.add("kind", Message::new("error-required"));
                None
            }
        }
    }

    /// What was made of the fields, if all were there.
    fn made<T>(self, made: Option<T>) -> Result<T, Refusals> {
        made.ok_or(self.0)
    }
}

fn text(entry: Option<&Entry<Line>>) -> String {
    entry.map(|line| line.0.0.clone()).unwrap_or_default()
}

impl RecordForm {
    /// The course, project or programme the form is of.
    pub(super) fn source(&self, kind: HolderKind) -> Result<Source, Refusals> {
        let mut needed = Needed(Refusals::default());
        let name = needed.line("name", self.name.as_ref());
        let number = |whole: Whole| i32::try_from(whole.0).unwrap_or(i32::MAX);
        let made = match kind {
            HolderKind::Course => {
                let organiser = needed.line("organiser", self.organiser.as_ref());
                let unit = needed.take("unit", self.unit.as_ref());
                let place = needed.line("place", self.place.as_ref());
                let starts_on = needed.day("starts_on", self.starts_on.as_ref());
                let ends_on = needed.day("ends_on", self.ends_on.as_ref());
                let hours = needed.take("hours", self.hours.as_ref()).map(number);
                let document = needed.line("document", self.document.as_ref());
                (|| {
                    Some(Source::Course {
                        name: name?,
                        organiser: organiser?,
                        unit: unit?,
                        place: place?,
                        starts_on: starts_on?,
                        ends_on: ends_on?,
                        hours: hours?,
                        document: document?,
                    })
                })()
            }
            HolderKind::Project => {
                let division = needed.take("division", self.division.as_ref());
                let listed_on = needed.day("listed_on", self.listed_on.as_ref());
                let document = needed.line("document", self.document.as_ref());
                let investment = needed.fen("investment", self.investment.as_ref());
                (|| {
                    Some(Source::Project {
                        name: name?,
                        division: division?,
                        listed_on: listed_on?,
                        document: document?,
                        investment: investment?,
                    })
                })()
            }
            _ => {
                let division = needed.take("division", self.division.as_ref());
                let year = needed.take("year", self.year.as_ref()).map(number);
                let document = needed.line("document", self.document.as_ref());
                let supported = self.supported.unwrap_or_default();
                (|| {
                    Some(Source::Programme {
                        name: name?,
                        division: division?,
                        year: year?,
                        supported,
                        document: document?,
                    })
                })()
            }
        };
        needed.made(made)
    }

    /// The person's record the form is of.
    pub(super) fn row(&self, kind: HolderKind) -> Result<Row, Refusals> {
        let mut needed = Needed(Refusals::default());
        if kind == HolderKind::Attendance {
            return Ok(Row::Attendance {
                certificate: text(self.certificate.as_ref()),
                completed_on: self.completed_on.as_ref().map(|day| day.0.0),
                placement_employer: text(self.placement_employer.as_ref()),
                placement_on: self.placement_on.as_ref().map(|day| day.0.0),
            });
        }
        if kind == HolderKind::Business {
            let name = needed.line("name", self.name.as_ref());
            let licence = needed.line("licence", self.licence.as_ref());
            let licensed_on = needed.day("licensed_on", self.licensed_on.as_ref());
            let support = needed.line("support", self.support.as_ref());
            let amount = needed.fen("amount", self.amount.as_ref());
            let supported_on = needed.day("supported_on", self.supported_on.as_ref());
            let made = (|| {
                Some(Row::Business {
                    name: name?,
                    licence: licence?,
                    licensed_on: licensed_on?,
                    support: support?,
                    amount: amount?,
                    supported_on: supported_on?,
                })
            })();
            return needed.made(made);
        }
        let typed = self.kind.as_deref();
        let (benefit, payment, measure) = match kind {
            HolderKind::Benefit => (needed.code(typed), None, None),
            HolderKind::Payment => (None, needed.code(typed), None),
            _ => (None, None, needed.code(typed)),
        };
        let name = if kind == HolderKind::Measure { needed.line("name", self.name.as_ref()) } else { None };
        let amount = needed.fen("amount", self.amount.as_ref());
        let on = needed.day("on", self.on.as_ref());
        let document = needed.line("document", self.document.as_ref());
        let made = (|| {
            Some(match kind {
                HolderKind::Benefit => {
                    Row::Benefit { kind: benefit?, amount: amount?, on: on?, document: document? }
                }
                HolderKind::Payment => {
                    Row::Payment { kind: payment?, amount: amount?, on: on?, document: document? }
                }
                _ => Row::Measure {
                    kind: measure?,
                    name: name?,
                    amount: amount?,
                    on: on?,
                    document: document?,
                },
            })
        })();
        needed.made(made)
    }

    /// Whose record it is.
    pub(super) fn who(&self) -> Result<Who, Refusals> {
        match (self.person, self.who.as_deref().map(str::trim).filter(|who| !who.is_empty())) {
            (Some(person), _) => Ok(Who::Chosen(PersonId(person))),
            (None, Some(typed)) => Ok(Who::Typed(typed.to_owned())),
            (None, None) => Err(Refusals::one("who", Message::new("error-required"))),
        }
    }

    /// The revision the record was read at, and why it is changed.
    pub(super) fn read_and_reason(&self) -> Result<(i64, Reason), Refusals> {
        let Some(read) = self.revision.as_ref().map(|revision| revision.0.0) else {
            return Err(Refusals::one("", Message::new("error-invalid")));
        };
        match &self.reason {
            Some(reason) => Ok((read, reason.0.clone())),
            None => Err(Refusals::one("reason", Message::new("error-required"))),
        }
    }
}

fn yuan(fen: Fen) -> String {
    format!("{}.{:02}", fen.0 / 100, fen.0 % 100).trim_end_matches(".00").to_owned()
}

/// The form of a course, project or programme as it stands.
pub(super) fn of_source(source: &Source, revision: i64) -> Typed {
    let mut fields = vec![("name", source.name().to_owned()), ("revision", revision.to_string())];
    match source {
        Source::Course { organiser, unit, place, starts_on, ends_on, hours, document, .. } => {
            fields.extend([
                ("organiser", organiser.clone()),
                ("unit", unit.to_string()),
                ("place", place.clone()),
                ("starts_on", starts_on.to_string()),
                ("ends_on", ends_on.to_string()),
                ("hours", hours.to_string()),
                ("document", document.clone()),
            ]);
        }
        Source::Project { division, listed_on, document, investment, .. } => fields.extend([
            ("division", division.to_string()),
            ("listed_on", listed_on.to_string()),
            ("document", document.clone()),
            ("investment", yuan(*investment)),
        ]),
        Source::Programme { division, year, supported, document, .. } => {
            fields.extend([
                ("division", division.to_string()),
                ("year", year.to_string()),
                ("document", document.clone()),
            ]);
            fields.extend(supported.then(|| ("supported", "yes".to_owned())));
        }
    }
    Typed::filled(fields)
}

/// The form of a person's record as it stands.
pub(super) fn of_row(row: &Row, revision: i64) -> Typed {
    let day = |day: &Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let paid = |kind: String, amount: &Fen, on: &chrono::NaiveDate, document: &str| {
        [("kind", kind), ("amount", yuan(*amount)), ("on", on.to_string()), ("document", document.to_owned())]
    };
    let mut fields = vec![("revision", revision.to_string())];
    match row {
        Row::Attendance { certificate, completed_on, placement_employer, placement_on } => fields.extend([
            ("certificate", certificate.clone()),
            ("completed_on", day(completed_on)),
            ("placement_employer", placement_employer.clone()),
            ("placement_on", day(placement_on)),
        ]),
        Row::Benefit { kind, amount, on, document } => {
            fields.extend(paid(kind.to_string(), amount, on, document));
        }
        Row::Payment { kind, amount, on, document } => {
            fields.extend(paid(kind.to_string(), amount, on, document));
        }
        Row::Measure { kind, name, amount, on, document } => {
            fields.push(("name", name.clone()));
            fields.extend(paid(kind.to_string(), amount, on, document));
        }
        Row::Business { name, licence, licensed_on, support, amount, supported_on } => fields.extend([
            ("name", name.clone()),
            ("licence", licence.clone()),
            ("licensed_on", licensed_on.to_string()),
            ("support", support.clone()),
            ("amount", yuan(*amount)),
            ("supported_on", supported_on.to_string()),
        ]),
    }
    Typed::filled(fields)
}
