//! Files: taking them in, attaching them to what they show, giving them out.
//!
//! A file is taken in before the change that attaches it begins: its content is on disk when its row is made. A noun attaches
//! an [`Upload`] in its own transaction, and gives it out through its own page, to whom the noun may be shown.

use std::path::PathBuf;

use serde_json::json;

use super::{Desk, Error, Result, Tx};
use crate::domain::attachment::{BadFile, ContentHash, Damage, FileName, MediaType};
use crate::domain::ids::AttachmentId;
use crate::domain::moment::Moment;
use crate::domain::paper::Holder;
use crate::domain::refusal::{Refusal as _, Refusals};
use crate::store::amber::{self, Resting};
pub use crate::store::attachments::Attachment;
pub use crate::store::files::Incoming;
use crate::store::files::{FileFault, Files, Kept};
use crate::store::{Conn, attachments, audit, papers};

/// A file as a form brought it.
#[derive(Debug)]
pub struct Brought {
    /// The field it was in.
    pub field: String,
    /// What it was called there.
    pub name: String,
    /// Its content; nothing if it was too large to be received.
    pub content: Option<Incoming>,
}

/// A file whose content is on disk, to be attached in a transaction.
#[derive(Debug, Clone)]
pub struct Upload {
    kept: Kept,
    name: FileName,
}

/// Takes files in: all of them, or none if one is refused or `anyway` is not wanted.
///
/// The files of a form with something else wrong are only looked at, so that everything wrong is told at once.
///
/// # Errors
/// `Invalid`, by field.
pub async fn take_in(
    desk: &Desk,
    brought: Vec<Brought>,
    others_are_good: bool,
) -> Result<Vec<(String, Upload)>> {
    let taken = desk.files.work(move |files| take_in_now(files, brought, others_are_good)).await;
    taken.map_err(|fault| Error::Broken(fault.to_string()))?.map_err(Error::Invalid)
}

fn take_in_now(
    files: &Files,
    brought: Vec<Brought>,
    others_are_good: bool,
) -> std::result::Result<std::result::Result<Vec<(String, Upload)>, Refusals>, FileFault> {
    let mut refusals = Refusals::default();
    let mut good = Vec::new();
    for Brought { field, name, content } in brought {
        let examined = content.map_or(Err(BadFile::TooLarge.into()), |content| files.examine(content));
        match examined {
            Ok(examined) => good.push((field, name, examined)),
            Err(FileFault::Bad(bad)) => refusals.add(&field, bad.message()),
            Err(fault) => return Err(fault),
        }
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    if !others_are_good {
        return Ok(Ok(Vec::new()));
    }
    let mut taken = Vec::new();
    for (field, name, examined) in good {
        let kept = files.keep(examined)?;
        taken.push((field, Upload { name: FileName::tidied(&name, kept.kind()), kept }));
    }
    Ok(Ok(taken))
}

/// Takes in one file that is in memory, for threads that may wait.
///
/// # Errors
/// `Invalid` at the field `file`.
pub fn take_in_bytes(desk: &Desk, name: &str, content: &[u8]) -> Result<Upload> {
    let broken = |fault: FileFault| Error::Broken(fault.to_string());
    let content = Some(desk.files.receive_bytes(content).map_err(broken)?);
    let brought = Brought { field: "file".into(), name: name.into(), content };
    let taken = take_in_now(&desk.files, vec![brought], true).map_err(broken)?.map_err(Error::Invalid)?;
    taken.into_iter().next().map(|(_, upload)| upload).ok_or_else(|| Error::Broken("no file taken in".into()))
}

/// Makes the row of a file, in the transaction of what it is attached to.
///
/// # Errors
/// If the database fails.
pub fn attach(tx: &mut Tx<'_>, upload: &Upload) -> Result<AttachmentId> {
    let id = attachments::insert(tx.conn, &upload.kept, &upload.name, Some(tx.actor.user), tx.now)?;
    let Upload { kept, .. } = upload;
    let detail = json!({ "sha256": kept.hash().to_string(), "kind": kept.kind(), "bytes": kept.bytes() });
    tx.record("attachment.added", "attachment", id.0, detail)?;
    // Its content is on disk and sound, whatever was once found of files with the same.
    if attachments::note(tx.conn, kept.hash(), None, tx.now)? {
        tx.record(
            "attachment.found_sound",
            "attachment",
            id.0,
            json!({ "sha256": kept.hash().to_string() }),
        )?;
    }
    Ok(id)
}

/// As [`attach`], for a file of somebody who does not sign in. The caller records what it is attached to.
///
/// # Errors
/// If the database fails.
pub(super) fn attach_of_public(c: &mut Conn, upload: &Upload, now: Moment) -> Result<AttachmentId> {
    Ok(attachments::insert(c, &upload.kept, &upload.name, None, now)?)
}

impl Upload {
    /// Its content.
    pub(crate) const fn kept(&self) -> &Kept {
        &self.kept
    }

    /// What it is.
    pub(crate) const fn kind(&self) -> MediaType {
        self.kept.kind()
    }

    /// The digest of its content, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        self.kept.hash().to_string()
    }
}

/// The files no row names: left behind by uploads that were refused, or on their way in just now. For threads that may wait.
///
/// # Errors
/// If the database or the disk fails.
pub fn unnamed(desk: &Desk) -> Result<Vec<PathBuf>> {
    // What lies there first: a content comes before its row, so one that came meanwhile is named by now.
    let lying = desk.files.lying().map_err(|fault| Error::Broken(fault.to_string()))?;
    let rows = desk.db.read_now(attachments::contents)?;
    Ok(Files::nobody_names(lying, &rows.into_iter().collect()))
}

/// Which form of a file is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As it came.
    Whole,
    /// A picture made small. A file that is no picture has none.
    Thumbnail,
}

/// The content of a file the reader was found to be allowed to see. What is found of it is written down if it is news.
///
/// # Errors
/// `NotFound` for the thumbnail of what is no picture; `Unreadable` if the content is missing or is not what came.
pub async fn content(desk: &Desk, file: &Attachment, size: Size, now: Moment) -> Result<Vec<u8>> {
    let (hash, kind) = (file.hash, file.kind);
    if size == Size::Thumbnail && !kind.is_image() {
        return Err(Error::NotFound);
    }
    let read = move |files: &Files| match size {
        Size::Whole => files.read(hash),
        Size::Thumbnail => files.thumbnail(hash, kind),
    };
    let read = desk.files.work(read).await;
    let news = match &read {
        // A thumbnail says nothing of the content it was made from.
        Ok(_) => (size == Size::Whole && file.fault.is_some()).then_some(None),
        Err(fault) => damage(fault).filter(|found| file.fault != Some(*found)).map(Some),
    };
    if let Some(found) = news {
        desk.db.write(move |c| note(c, hash, found, now)).await?;
    }
    read.map_err(|fault| match fault {
        FileFault::Disk(error) => Error::Broken(error.to_string()),
        fault => Error::Unreadable(format!("attachment {}: {fault}", file.id)),
    })
}

const fn damage(fault: &FileFault) -> Option<Damage> {
    match fault {
        FileFault::Missing(_) => Some(Damage::Missing),
        FileFault::Changed(_) => Some(Damage::Changed),
        FileFault::Bad(_) | FileFault::Disk(_) => None,
    }
}

/// Writes down what was found of a content, if it is news.
fn note(c: &mut Conn, hash: ContentHash, found: Option<Damage>, now: Moment) -> Result<()> {
    if attachments::note(c, hash, found, now)? {
        let what = if found.is_some() { "attachment.found_faulty" } else { "attachment.found_sound" };
        let detail = json!({ "sha256": hash.to_string(), "found": found }).to_string();
        let record = attachments::of_content(c, hash)?.0;
        audit::append(c, &[audit::Event { at: now, user: None, what, noun: "attachment", record, detail }])?;
    }
    Ok(())
}

/// A content that is missing or was changed, with what rests on it.
#[derive(Debug)]
pub struct Faulty {
    /// The content.
    pub hash: ContentHash,
    /// What is wrong with it.
    pub damage: Damage,
    /// The records it lies with, each with the live attributions that rest on it.
    pub records: Vec<(Holder, Vec<Resting>)>,
}

/// What a look at contents found.
#[derive(Debug)]
pub struct Inspected {
    /// Contents looked at.
    pub looked_at: usize,
    /// Those that are missing or were changed.
    pub faulty: Vec<Faulty>,
}

/// Looks at the content of every file, or of as many as nobody looked at for longest, and writes down what it finds. For threads
/// that may wait.
///
/// # Errors
/// If the database or the disk fails.
pub fn inspect(desk: &Desk, now: Moment, limit: Option<i64>) -> Result<Inspected> {
    let contents = desk.db.read_now(move |c| attachments::to_look_at(c, limit))?;
    let mut found = Vec::new();
    for (hash, _) in &contents {
        match desk.files.read(*hash) {
            Ok(_) => found.push((*hash, None)),
            Err(fault) => match damage(&fault) {
                Some(damage) => found.push((*hash, Some(damage))),
                None => return Err(Error::Broken(fault.to_string())),
            },
        }
    }
    let looked_at = found.len();
    let faulty = desk.db.write_now(move |c| {
        let hashes: Vec<ContentHash> = found.iter().map(|(hash, _)| *hash).collect();
        attachments::looked_at(c, &hashes, now)?;
        let mut faulty = Vec::new();
        for (hash, found) in found {
            note(c, hash, found, now)?;
            let Some(damage) = found else { continue };
            let mut records = Vec::new();
            for holder in papers::holders_of(c, hash)? {
                records.push((holder, amber::resting_on(c, holder)?));
            }
            faulty.push(Faulty { hash, damage, records });
        }
        Ok::<_, Error>(faulty)
    })?;
    Ok(Inspected { looked_at, faulty })
}
