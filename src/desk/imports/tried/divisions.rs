//! Administrative divisions.

use serde_json::json;

use super::{Tried, refused};
use crate::desk::{Result, Tx};
use crate::domain::access::Act;
use crate::domain::division::DivisionCode;
use crate::domain::import::{Change, Fields};
use crate::domain::refusal::Message;
use crate::store::Fault;
use crate::store::divisions::{self, Division};
use crate::store::imports::{self as records, Made, NewMade};

pub(super) fn division(tx: &mut Tx<'_>, fields: &mut Fields) -> Result<Tried> {
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

/// Takes out again what was made, and gives back the names there were.
pub(super) fn undo(tx: &mut Tx<'_>, made: &[Made]) -> Result<()> {
    let mut codes = super::of(made, "division");
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
