//! Files whose rows are each tried by the act of a form, in a part of the transaction of their own: what the form would refuse,
//! the row is refused. Shown before anything is stored, the whole trial is taken back.

use serde_json::json;

use super::places::Places;
use super::{Prepared, plain};
use crate::desk::hires::{Report, Reported, take_in};
use crate::desk::sites::{Registration, register};
use crate::desk::{Error, Result, Tx};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::division::DivisionCode;
use crate::domain::hire::RegisterClaim;
use crate::domain::ids::SiteId;
use crate::domain::import::{Change, Detail, Fields, MOST_TRIED, Noun, Outcome, Place, RowPlan, shown};
use crate::domain::refusal::Message;
use crate::domain::site::{Capacity, CreditCode, SiteName};
use crate::store::Fault;
use crate::store::divisions::{self, Division};
use crate::store::imports::{self as records, NewMade};
use crate::store::operators::{self, NewOperator};

/// What became of a row.
enum Tried {
    Known,
    Made(Vec<NewMade>),
    Changed(Change, NewMade),
}

/// Tries every row; what was made stays if it is to be kept.
pub(super) fn plan(tx: &mut Tx<'_>, prepared: &Prepared, keep: bool) -> Result<(Vec<RowPlan>, Vec<NewMade>)> {
    if prepared.count() > MOST_TRIED {
        let most = i64::try_from(MOST_TRIED).unwrap_or(i64::MAX);
        return Err(crate::domain::refusal::Refusals::one(
            "file",
            Message::new("error-import-too-many").with("most", most),
        )
        .into());
    }
    let places = Places::read(&mut tx.reading())?;
    tx.attempt(keep, |tx| {
        let (mut plans, mut made) = (Vec::new(), Vec::new());
        for (place, _, mut fields) in prepared.fields() {
            prepared.meter.more(1)?;
            let tried = tx.attempt(true, |tx| row(tx, prepared.noun, &places, &mut fields));
            plans.push(judged(place, prepared.noun, fields, tried, &mut made)?);
        }
        Ok((plans, made))
    })
}

/// What becomes of a row that was tried.
fn judged(
    place: Place,
    noun: Noun,
    mut fields: Fields,
    tried: Result<Tried>,
    made: &mut Vec<NewMade>,
) -> Result<RowPlan> {
    let mut detail = Detail { label: label(noun, &fields), ..Detail::default() };
    let outcome = match tried {
        Ok(Tried::Known) => return Ok(plain(place, Outcome::Known)),
        Ok(Tried::Made(new)) => {
            made.extend(new);
            return Ok(plain(place, Outcome::Fine));
        }
        Ok(Tried::Changed(change, new)) => {
            made.push(new);
            detail.changes.push(change);
            Outcome::Changes
        }
        Err(Error::Invalid(refusals)) => {
            for (field, message) in refusals.iter() {
                match noun.layout().columns.iter().find(|column| column.key == field) {
                    Some(column) => fields.refuse(column.key, message.clone()),
                    None => fields.refuse_row(message.clone()),
                }
            }
            Outcome::Wrong
        }
        Err(Error::Conflict(message)) => {
            fields.refuse_row(message);
            Outcome::Wrong
        }
        Err(other) => return Err(other),
    };
    detail.wrong = fields.wrong;
    Ok(RowPlan { place, outcome, detail: Some(Box::new(detail)) })
}

fn label(noun: Noun, fields: &Fields) -> String {
    let key = match noun {
        Noun::Operators => "business",
        _ => "name",
    };
    shown(fields.text(key))
}

/// Nothing more than what is wrong with the row so far.
fn refused() -> Error {
    crate::domain::refusal::Refusals::default().into()
}

fn row(tx: &mut Tx<'_>, noun: Noun, places: &Places, fields: &mut Fields) -> Result<Tried> {
    match noun {
        Noun::Sites => site(tx, places, fields),
        Noun::Operators => operator(tx, fields),
        Noun::Hires => hire(tx, places, fields),
        Noun::Divisions => division(tx, fields),
        Noun::Exits | Noun::Households => {
            Err(Error::Broken(format!("{} are not tried row by row", noun.code())))
        }
    }
}

fn business(fields: &mut Fields) -> Option<NewOperator> {
    let name = fields.need("business");
    let credit_code = fields.need("credit_code");
    let contact = fields.take("contact");
    let phone = fields.take("phone");
    Some(NewOperator { name: name?, credit_code: credit_code?, contact, phone })
}

fn operator(tx: &mut Tx<'_>, fields: &mut Fields) -> Result<Tried> {
    tx.actor.must(Act::ImportSites)?;
    let new = business(fields);
    let Some(new) = new.filter(|_| fields.is_fine()) else { return Err(refused()) };
    if records::operator_of(tx.conn, &new.credit_code)?.is_some() {
        return Ok(Tried::Known);
    }
    let id = operators::insert(tx.conn, &new, tx.now)?;
    tx.record("operator.registered", "operator", id.0, json!({}))?;
    Ok(Tried::Made(vec![NewMade::anew("operator", id.0)]))
}

fn site(tx: &mut Tx<'_>, places: &Places, fields: &mut Fields) -> Result<Tried> {
    let village = places.of_row(fields).map(|one| one.division.clone());
    if village.is_none() {
        fields.miss("village");
    }
    let (name, kind, trade) = (fields.need::<SiteName>("name"), fields.need("kind"), fields.need("trade"));
    let operator = business(fields);
    let beds: Option<Capacity> = fields.take("beds");
    let seats: Option<Capacity> = fields.take("seats");
    let new = (|| {
        Some(Registration {
            operator: Some(operator?),
            name: name?,
            kind: kind?,
            trade: trade?,
            division: village?,
            natural_village: fields.take("natural_village"),
            address: fields.take("address"),
            phone: fields.take("phone"),
            beds: beds.unwrap_or(Capacity(0)),
            seats: seats.unwrap_or(Capacity(0)),
            opened_on: fields.day("opened_on"),
            position: None,
            also_known: None,
        })
    })();
    let Some(new) = new.filter(|_| fields.is_fine()) else { return Err(refused()) };
    let code: Option<CreditCode> = new.operator.as_ref().map(|operator| operator.credit_code.clone());
    let known = code.as_ref().map(|code| records::operator_of(tx.conn, code)).transpose()?.flatten();
    if let Some((_, keeper)) = records::site_named(tx.conn, &new.division, new.name.as_str())?
        && Some(keeper) == known
    {
        return Ok(Tried::Known);
    }
    let id = register(tx, &new)?;
    let mut made = vec![NewMade::anew("site", id.0)];
    if let (None, Some(code)) = (known, &code)
        && let Some(operator) = records::operator_of(tx.conn, code)?
    {
        made.push(NewMade::anew("operator", operator.0));
    }
    Ok(Tried::Made(made))
}

fn hire(tx: &mut Tx<'_>, places: &Places, fields: &mut Fields) -> Result<Tried> {
    let village = places.of_row(fields).map(|one| one.division.clone());
    let (name, id) = (fields.need("name"), fields.need("id_number"));
    let (form, wage, started_on) = (fields.need("form"), fields.need("wage"), fields.need("started_on"));
    let (phone, post) = (fields.take("phone"), fields.take("post"));
    let claim = match fields.text("claim") {
        "yes" => RegisterClaim::Yes,
        "no" => RegisterClaim::No,
        _ => RegisterClaim::Unknown,
    };
    let said = fields.text("site").to_owned();
    let mut found = records::open_sites(tx.conn, &said)?;
    if let Some(village) = &village {
        found.retain(|one| one.division == *village);
    }
    let site = match found.as_slice() {
        [one] => Some((one.site, one.operator)),
        [] if said.is_empty() => {
            fields.miss("site");
            None
        }
        [] => {
            fields.refuse("site", Message::new("error-import-no-site").with("given", shown(&said)));
            None
        }
        _ => {
            fields.refuse("site", Message::new("error-import-site-several").with("given", shown(&said)));
            None
        }
    };
    let of = |site: Option<(SiteId, _)>| {
        let (site, operator) = site?;
        let report = Report {
            site,
            name: name?,
            id: id?,
            claim,
            phone,
            post,
            form: form?,
            wage: wage?,
            started_on: started_on?,
            key: None,
        };
        Some((operator, report))
    };
    let Some((operator, report)) = of(site).filter(|_| fields.is_fine()) else { return Err(refused()) };
    match take_in(tx, operator, &report)? {
        Reported::New(id) => Ok(Tried::Made(vec![NewMade::anew("hire", id.0)])),
        Reported::Again(_) => Ok(Tried::Known),
        Reported::Before(_) => Err(Error::Conflict(Message::new("error-hire-before"))),
    }
}

fn division(tx: &mut Tx<'_>, fields: &mut Fields) -> Result<Tried> {
    tx.actor.must(Act::ManageStandards)?;
    let code: Option<DivisionCode> = fields.need("code");
    let name = fields.text("name").to_owned();
    if name.is_empty() {
        fields.miss("name");
    }
    let Some(code) = code.filter(|_| fields.is_fine()) else { return Err(refused()) };
    let (level, parent) = above(code.as_str());
    let told = fields.text("parent");
    if !told.is_empty() && told != parent {
        fields.refuse("parent", Message::new("error-import-parent").with("parent", parent));
        return Err(refused());
    }
    match divisions::find(tx.conn, &code) {
        Ok(known) if known.name == name => return Ok(Tried::Known),
        Ok(known) => {
            records::rename_division(tx.conn, &code, &name)?;
            tx.record(
                "division.renamed",
                "division",
                number(&code),
                json!({"was": known.name, "becomes": name}),
            )?;
            let before = Some(tx.keys.seal_text("import-before", &known.name)?);
            let made = NewMade { noun: "division_renamed", record: number(&code), left_at: None, before };
            let change = Change { column: "名称", was: known.name, becomes: name };
            return Ok(Tried::Changed(change, made));
        }
        Err(Fault::NotFound) => {}
        Err(other) => return Err(other.into()),
    }
    if let Ok(parent_code) = parent.parse::<DivisionCode>()
        && matches!(divisions::find(tx.conn, &parent_code), Err(Fault::NotFound))
    {
        fields.refuse("code", Message::new("error-import-no-parent").with("parent", parent));
        return Err(refused());
    }
    let new = Division {
        code: code.clone(),
        name,
        level,
        parent_code: parent,
        valid_from: fields.day("valid_from").unwrap_or_else(|| tx.now.day()),
        valid_to: None,
        source: "导入".into(),
    };
    divisions::insert_many(tx.conn, &[new])?;
    tx.record("division.added", "division", number(&code), json!({}))?;
    Ok(Tried::Made(vec![NewMade::anew("division", number(&code))]))
}

/// A code as the number an audit event and the list of what was made have.
fn number(code: &DivisionCode) -> i64 {
    code.as_str().parse().unwrap_or(0)
}

/// The level of a code, and the code it lies in.
fn above(code: &str) -> (i32, String) {
    match code.len() {
        12 => (5, code.get(..9).unwrap_or_default().to_owned()),
        9 => (4, code.get(..6).unwrap_or_default().to_owned()),
        _ => (3, format!("{}00", code.get(..4).unwrap_or_default())),
    }
}

/// Takes out again what was made, if nothing later used it.
pub(super) fn undo(tx: &mut Tx<'_>, made: &[records::Made]) -> Result<()> {
    let of =
        |noun: &str| made.iter().filter(|one| one.noun == noun).map(|one| one.record).collect::<Vec<_>>();
    records::delete_reported_hires(tx.conn, &of("hire"))?;
    records::delete_sites(tx.conn, &of("site"))?;
    records::delete_operators(tx.conn, &of("operator"))?;
    let mut codes = of("division");
    // Villages before the townships they lie in.
    codes.sort_by_key(|code| std::cmp::Reverse(code.to_string().len()));
    for code in codes {
        if let Ok(code) = code.to_string().parse::<DivisionCode>() {
            records::delete_division(tx.conn, &code)?;
        }
    }
    for one in made.iter().filter(|one| one.noun == "division_renamed") {
        if let (Ok(code), Some(before)) = (one.record.to_string().parse::<DivisionCode>(), &one.before) {
            let name = tx.keys.open_text("import-before", before)?;
            records::rename_division(tx.conn, &code, &name)?;
        }
    }
    Ok(())
}
