//! Sites, and the businesses that keep them.

use serde_json::json;

use super::{Places, Tried, refused};
use crate::desk::sites::{Registration, register};
use crate::desk::{Result, Tx};
use crate::domain::access::Act;
use crate::domain::import::Fields;
use crate::domain::site::{Capacity, CreditCode, SiteName};
use crate::store::imports::{self as records, Made, NewMade};
use crate::store::operators::{self, NewOperator};

fn business(fields: &mut Fields) -> Option<NewOperator> {
    let name = fields.need("business");
    let credit_code = fields.need("credit_code");
    let contact = fields.take("contact");
    let phone = fields.take("phone");
    Some(NewOperator { name: name?, credit_code: credit_code?, contact, phone })
}

pub(super) fn operator(tx: &mut Tx<'_>, fields: &mut Fields) -> Result<Tried> {
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

pub(super) fn site(tx: &mut Tx<'_>, places: &Places, fields: &mut Fields) -> Result<Tried> {
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

/// Takes out again what was made, if nothing later used it.
pub(super) fn undo(tx: &mut Tx<'_>, made: &[Made]) -> Result<()> {
    records::delete_sites(tx.conn, &super::of(made, "site"))?;
    Ok(records::delete_operators(tx.conn, &super::of(made, "operator"))?)
}
