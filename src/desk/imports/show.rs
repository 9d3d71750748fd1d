//! The imports a person may know of, and what each would do or did.

use serde::Serialize;
use serde_json::Value;

use super::store::ROW;
use super::{Given, must_import};
use crate::desk::{Error, Result, Rx};
use crate::domain::ids::{ImportId, UserId};
use crate::domain::import::{Counts, Decision, Noun, Outcome, Stage};
use crate::domain::moment::Moment;
use crate::store::imports::{self as records, Import};
use crate::store::users;

/// An import as lists show it.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// Its number.
    pub id: ImportId,
    /// What it is of.
    pub noun: Noun,
    /// Where it stands.
    pub stage: Stage,
    /// The file's name.
    pub file_name: String,
    /// How many of its rows become what.
    pub counts: Counts,
    /// Rows stored.
    pub stored: i64,
    /// Who brought it.
    pub made_by: String,
    /// When.
    pub made_at: Moment,
    /// When it was ended.
    pub ended_at: Option<Moment>,
    /// How often it was changed.
    pub revision: i64,
}

/// A row of which something is told.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The sheet.
    pub sheet: i32,
    /// The row.
    pub row: i32,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What is told of it: a [`Detail`](crate::domain::import::Detail); nothing for a row that only waits.
    pub detail: Option<Value>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// The record chosen.
    pub chosen: Option<i64>,
}

/// Which rows of an import are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Of one outcome, or all.
    pub outcome: Option<Outcome>,
    /// How many to pass over.
    pub offset: i64,
    /// How many at most.
    pub limit: i64,
}

/// One import.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The import.
    pub listed: Listed,
    /// What was said beside the file.
    pub given: Given,
    /// What reading it told: `unused` columns, `sheets`, or `why` it could not be read.
    pub report: Value,
    /// The rows asked for.
    pub rows: Vec<Told>,
    /// How many of the asked outcome there are.
    pub total: i64,
    /// Whether the file is still kept.
    pub has_file: bool,
    /// Whether it can be undone, as far as is known without trying.
    pub may_undo: bool,
    /// An earlier import that stored the same file.
    pub before: Option<(ImportId, Moment)>,
}

fn listed(import: &Import, names: &std::collections::HashMap<UserId, String>) -> Listed {
    Listed {
        id: import.id,
        noun: import.noun,
        stage: import.stage,
        file_name: import.file_name.clone(),
        counts: import.counts(),
        stored: import.stored,
        made_by: names.get(&import.made_by).cloned().unwrap_or_default(),
        made_at: import.made_at,
        ended_at: import.ended_at,
        revision: import.revision,
    }
}

/// The imports a reader may know of, newest first, and how many there are.
///
/// # Errors
/// `Forbidden` for who imports nothing.
pub fn list(rx: &mut Rx<'_>, offset: i64, limit: i64) -> Result<(Vec<Listed>, i64)> {
    let actor = rx.actor()?;
    must_import(actor)?;
    let (scope, nouns) = (rx.scope(), super::nouns(actor));
    let all = records::list(rx.conn, &scope, &nouns, offset, limit)?;
    let users: Vec<UserId> = all.iter().map(|one| one.made_by).collect();
    let names = users::names(rx.conn, &users)?;
    Ok((all.iter().map(|one| listed(one, &names)).collect(), records::count(rx.conn, &scope, &nouns)?))
}

/// One import with the rows asked for.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub fn show(rx: &mut Rx<'_>, id: ImportId, asked: Asked) -> Result<Shown> {
    let actor = rx.actor()?;
    must_import(actor)?;
    let found = records::find(rx.conn, &rx.scope(), id)?;
    actor.must(found.noun.act())?;
    let names = users::names(rx.conn, &[found.made_by])?;
    let broken = |error: serde_json::Error| Error::Broken(error.to_string());
    let mut rows = Vec::new();
    for row in records::rows(rx.conn, id, asked.outcome, asked.offset, asked.limit)? {
        let detail = match &row.detail {
            Some(sealed) => {
                let text = rx.keys.open_text(ROW, sealed)?;
                Some(serde_json::from_str(&text).map_err(broken)?)
            }
            None => None,
        };
        let (decision, chosen) = (row.decision, row.chosen);
        rows.push(Told { sheet: row.sheet, row: row.row, outcome: row.outcome, detail, decision, chosen });
    }
    let counts = records::row_counts(rx.conn, id)?;
    let total = match asked.outcome {
        Some(outcome) => counts.get(&outcome).copied().unwrap_or(0),
        None => counts.values().sum(),
    };
    let stored = matches!(found.stage, Stage::Stored | Stage::StoredInPart);
    Ok(Shown {
        given: serde_json::from_str(&found.given).map_err(broken)?,
        report: serde_json::from_str(&found.report).map_err(broken)?,
        rows,
        total,
        has_file: records::file(rx.conn, id)?.is_some(),
        may_undo: stored && !records::made(rx.conn, id)?.is_empty(),
        before: records::stored_before(rx.conn, id)?,
        listed: listed(&found, &names),
    })
}
