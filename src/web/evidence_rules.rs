//! The rules of evidence: the versions, one with everything it asks, and the form of administrators that records another.

use std::collections::HashMap;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationErrors};

use super::failure::Failure;
use super::forms::{Entry, Line, Submitted, Typed, Whole, Yuan};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::Error;
use crate::desk::evidence_rules::{self, Shown, Version};
use crate::domain::access::Act;
use crate::domain::attribution::{EvidenceRules, Need, NewRules, PathwayRule, order};
use crate::domain::codes::Code as _;
use crate::domain::ids::EvidenceRuleId;
use crate::domain::paper::PaperKind;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Fen;
use crate::domain::refusal::{Message, Refusals};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index, blank, show, create]
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
    may_record: bool,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    version: Version,
    in_force: bool,
}

#[get("/evidence-rules")]
async fn index(visit: SignedIn) -> Answer {
    let rows = visit.read(evidence_rules::list).await?;
    let rows = rows.into_iter().map(|one| Row { version: one.version, in_force: one.in_force }).collect();
    Ok(Page::new("evidence_rules/index", &Index { rows, may_record: visit.actor.may(Act::ManageStandards) }))
}

#[derive(Serialize)]
struct Show {
    version: Version,
    /// In the order of the suggestion.
    pathways: Vec<Asked>,
}

/// What a version asks of a pathway.
#[derive(Serialize)]
struct Asked {
    pathway: Pathway,
    place: usize,
    months: i32,
    amount: Fen,
    required: Vec<PaperKind>,
    expected: Vec<PaperKind>,
}

impl Asked {
    fn of(rules: &EvidenceRules) -> Vec<Self> {
        let asked = |(place, pathway): (usize, Pathway)| {
            let rule = rules.of(pathway);
            let kinds = |need| rule.papers.iter().filter(move |(_, is)| **is == need).map(|(kind, _)| *kind);
            Self {
                pathway,
                place,
                months: rule.months,
                amount: rule.amount,
                required: kinds(Need::Required).collect(),
                expected: kinds(Need::Expected).collect(),
            }
        };
        (1..).zip(rules.priority).map(asked).collect()
    }
}

#[get("/evidence-rules/<id>", rank = 2)]
async fn show(visit: SignedIn, id: EvidenceRuleId) -> Answer {
    let Shown { version, rules } = visit.read(move |rx| evidence_rules::show(rx, id)).await?;
    Ok(Page::new("evidence_rules/show", &Show { version, pathways: Asked::of(&rules) }))
}

#[derive(Serialize)]
struct New {
    form: Typed,
    pathways: Vec<Askable>,
    needs: &'static [Need],
    places: [Place; 6],
}

/// What a rule may ask of a pathway.
#[derive(Serialize)]
struct Askable {
    pathway: Pathway,
    lasts: bool,
    pays: bool,
    papers: Vec<PaperKind>,
}

#[derive(Serialize)]
struct Place {
    value: usize,
    label: usize,
}

fn form_page(form: Typed) -> Page {
    let askable = |pathway: &Pathway| Askable {
        pathway: *pathway,
        lasts: pathway.lasts(),
        pays: pathway.pays(),
        papers: pathway.papers(),
    };
    let view = New {
        form,
        pathways: Pathway::ALL.iter().map(askable).collect(),
        needs: Need::ALL,
        places: [1, 2, 3, 4, 5, 6].map(|place| Place { value: place, label: place }),
    };
    Page::new("evidence_rules/new", &view)
}

/// Rules as their form has them.
fn filled(rules: &EvidenceRules, year: i32) -> Typed {
    let mut fields = vec![("from_year".to_owned(), (year + 1).to_string())];
    for (place, pathway) in (1..).zip(rules.priority) {
        let rule = rules.of(pathway);
        fields.push((format!("places[{pathway}]"), place.to_string()));
        if rule.months > 0 {
            fields.push((format!("months[{pathway}]"), rule.months.to_string()));
        }
        if rule.amount.0 > 0 {
            let (yuan, fen) = (rule.amount.0 / 100, rule.amount.0 % 100);
            let amount = if fen == 0 { yuan.to_string() } else { format!("{yuan}.{fen:02}") };
            fields.push((format!("amounts[{pathway}]"), amount));
        }
        let paper =
            |(kind, need): (&PaperKind, &Need)| (format!("papers[{pathway}-{kind}]"), need.to_string());
        fields.extend(rule.papers.iter().map(paper));
    }
    Typed::filled(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

#[get("/evidence-rules/new", rank = 1)]
async fn blank(visit: SignedIn) -> Answer {
    let rules = visit.read(evidence_rules::draft).await?;
    Ok(form_page(filled(&rules, visit.now.year())))
}

/// The form as sent.
#[derive(FromForm)]
struct Recorded {
    from_year: Entry<Whole>,
    only: Option<bool>,
    document: Entry<Line>,
    /// By the pathway's code.
    places: HashMap<String, Option<Entry<Whole>>>,
    /// By the pathway's code.
    months: HashMap<String, Option<Entry<Whole>>>,
    /// By the pathway's code.
    amounts: HashMap<String, Option<Entry<Yuan>>>,
    /// By the codes of the pathway and of the kind of paper.
    papers: HashMap<String, Option<Entry<Need>>>,
}

/// The rules across fields are the domain's.
impl Validate for Recorded {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

impl Recorded {
    /// The version it describes.
    fn version(self) -> Result<NewRules, Refusals> {
        let whole = |of: &HashMap<String, Option<Entry<Whole>>>, pathway: Pathway| {
            of.get(pathway.code()).and_then(Option::as_ref).map(|whole| whole.0.0)
        };
        let all = || Pathway::ALL.iter().copied();
        let places = all().filter_map(|pathway| Some((pathway, whole(&self.places, pathway)?))).collect();
        let papers = |pathway: Pathway| {
            let asked = |kind: &PaperKind| {
                let need = self.papers.get(&format!("{pathway}-{kind}"))?.as_ref()?;
                Some((*kind, need.0))
            };
            PaperKind::ALL.iter().filter_map(asked).collect()
        };
        let rule = |pathway: Pathway| PathwayRule {
            // A number beyond any calendar is refused by its range.
            months: i32::try_from(whole(&self.months, pathway).unwrap_or_default()).unwrap_or(i32::MAX),
            amount: self.amounts.get(pathway.code()).and_then(Option::as_ref).map_or(Fen(0), |yuan| yuan.0.0),
            papers: papers(pathway),
        };
        Ok(NewRules {
            from_year: i32::try_from(self.from_year.0.0).unwrap_or(i32::MAX),
            only: self.only == Some(true),
            rules: EvidenceRules {
                priority: order(&places)?,
                pathways: all().map(|pathway| (pathway, rule(pathway))).collect(),
            },
            document: self.document.into_inner().0,
        })
    }
}

#[post("/evidence-rules", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<Recorded>) -> Result<Done, Failure> {
    let made = match form.value.and_then(Recorded::version) {
        Ok(new) => visit.write(move |tx| evidence_rules::record(tx, &new)).await,
        Err(refusals) => {
            visit.actor.must(Act::ManageStandards).map_err(Error::from).and(Err(refusals.into()))
        }
    };
    match made {
        Ok(id) => {
            let notice = Message::new("notice-rule-recorded");
            Ok(See::other(format!("/evidence-rules/{id}")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => {
            Ok(form_page(form.typed.refused(&refusals)).status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
