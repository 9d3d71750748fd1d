//! Lists of what villages' programmes paid: one row a payment, and with it the programme if it is new.

use super::courses::renamed;
use super::{Places, Tried, Tx, differs, line, need_day, need_line, people, refused};
use crate::desk::evidence::records::{self as desk, Named, Who};
use crate::desk::{Error, Result};
use crate::domain::access::{Act, Scope};
use crate::domain::attribution::PaymentKind;
use crate::domain::division::DivisionCode;
use crate::domain::identity::Reason;
use crate::domain::import::{Fields, shown};
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::quantity::Fen;
use crate::domain::record::{Row, Source};
use crate::domain::refusal::Message;
use crate::store::evidence::records as store;
use crate::store::imports::{self as records, Made, NewMade};

/// What the list of what was made calls a payment that was taken off its list before.
const BACK: &str = "payment_back";

pub(super) fn payment(tx: &mut Tx<'_>, places: &Places, fields: &mut Fields) -> Result<Tried> {
    tx.actor.must(Act::RecordEvidence)?;
    let village = village(tx, places, fields);
    let name = need_line(fields, "programme");
    let (kind, amount) = (fields.need::<PaymentKind>("kind"), amount(fields));
    let (on, document) = (need_day(fields, "on"), need_line(fields, "document"));
    let person = people::person(tx, fields)?;
    let new = (|| Some(Row::Payment { kind: kind?, amount: amount?, on: on?, document: document? }))();
    let year = fields.whole("year").and_then(|year| i32::try_from(year).ok());
    let year = year.or_else(|| on.map(|on| chrono::Datelike::year(&on)));
    let programme = match village.zip(name).zip(year) {
        Some(((village, name), year)) => programme(tx, (village, name, year), fields)?,
        None => None,
    };
    let (Some((programme, made)), Some(new)) = (programme, new) else { return Err(refused()) };
    let mut made: Vec<NewMade> = made.into_iter().collect();
    let Some(person) = person else { return Err(refused()) };
    if let (Some(kind), Some(on)) = (kind, on)
        && let Some(known) = records::payment_of(tx.conn, programme.record, person, (kind, on))?
    {
        return compare(tx, known, fields);
    }
    if !fields.is_fine() {
        return Err(refused());
    }
    let added = desk::add_row(tx, Some(programme), &new, &Who::Chosen(person));
    match added.map_err(|error| renamed(error, &[("who", "id_number")]))? {
        Named::Made(holder) => {
            made.push(people::made(tx, holder, BACK)?);
            Ok(Tried::Made(made))
        }
        Named::Several(_) => Err(Error::Broken("a person is several".into())),
    }
}

fn amount(fields: &mut Fields) -> Option<Fen> {
    if fields.text("amount").is_empty() {
        fields.miss("amount");
        return None;
    }
    let amount = Fen::typed(fields.text("amount"));
    if amount.is_none() {
        fields.refuse("amount", Message::new("error-record-amount"));
    }
    amount
}

/// The village a row names, if the actor works for its unit.
fn village(tx: &Tx<'_>, places: &Places, fields: &mut Fields) -> Option<DivisionCode> {
    let named = if fields.text("division").is_empty() { "village" } else { "division" };
    let Some(found) = places.of_row(fields).cloned() else {
        fields.miss(named);
        return None;
    };
    if matches!(tx.scope(), Scope::Unit(own) if own != found.unit) {
        fields.refuse(named, Message::new("error-record-outside-unit"));
        return None;
    }
    Some(found.division)
}

/// The programme on record, or a new one that the row says enough of; with it what was made.
fn programme(
    tx: &mut Tx<'_>,
    (division, name, year): (DivisionCode, String, i32),
    fields: &mut Fields,
) -> Result<Option<(Holder, Option<NewMade>)>> {
    if let Some(record) = records::programme_named(tx.conn, &division, year, &name)? {
        let holder = Holder { kind: HolderKind::Programme, record };
        let scope = tx.scope();
        if let Source::Programme { supported, document, .. } = store::source(tx.conn, &scope, holder)?.source
        {
            differs(fields, "programme_document", &document);
            if !matches!((fields.text("supported"), supported), ("", _) | ("yes", true) | ("no", false)) {
                let known = if supported { "是" } else { "否" };
                let message = Message::new("error-import-recorded-differs").with("known", known);
                fields.refuse("supported", message);
            }
        }
        return Ok(Some((holder, None)));
    }
    if fields.text("programme_document").is_empty() {
        fields.refuse("programme", Message::new("error-import-no-programme").with("given", shown(&name)));
        return Ok(None);
    }
    let document = line(fields, "programme_document");
    if fields.text("supported").is_empty() {
        fields.miss("supported");
    }
    let supported = fields.text("supported") == "yes";
    let Some(document) = document.filter(|_| fields.is_fine()) else { return Ok(None) };
    let source = Source::Programme { name, division, year, supported, document };
    let holder = desk::create(tx, &source).map_err(|error| renamed(error, &[("name", "programme")]))?;
    Ok(Some((holder, Some(NewMade::anew("programme", holder.record)))))
}

/// The payment is on record: known, unless the row says something else of it.
fn compare(tx: &mut Tx<'_>, known: i64, fields: &mut Fields) -> Result<Tried> {
    let holder = Holder { kind: HolderKind::Payment, record: known };
    if let Row::Payment { amount, document, .. } = people::line(tx, holder)?.row {
        differs(fields, "amount", &format!("{}.{:02}", amount.0 / 100, amount.0 % 100));
        differs(fields, "document", &document);
    }
    if fields.is_fine() { Ok(Tried::Known) } else { Err(refused()) }
}

/// Takes out again what was made, if nothing later used it.
pub(super) fn undo(tx: &mut Tx<'_>, made: &[Made], why: &Reason) -> Result<()> {
    people::take_off(tx, made, BACK, HolderKind::Payment, why)?;
    records::delete_payments(tx.conn, &super::of(made, "payment"))?;
    Ok(records::delete_programmes(tx.conn, &super::of(made, "programme"))?)
}
