//! Files: taking them in, attaching them to what they show, giving them out.
//!
//! A file is taken in before the change that attaches it begins: its content is on disk when its row is made. A noun attaches
//! an [`Upload`] in its own transaction, and gives it out through its own page, to whom the noun may be shown.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use serde_json::json;

use super::{Desk, Error, Result, Tx};
use crate::domain::attachment::{BadFile, ContentHash, FileName};
use crate::domain::ids::AttachmentId;
use crate::domain::moment::Moment;
use crate::domain::refusal::{Refusal as _, Refusals};
pub use crate::store::attachments::Attachment;
pub use crate::store::files::Incoming;
use crate::store::files::{FileFault, Files, Kept};
use crate::store::{Conn, attachments};

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
    /// The digest of its content, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        self.kept.hash().to_string()
    }
}

/// What is wrong with the files of an installation.
#[derive(Debug, Default)]
pub struct Checked {
    /// How many rows name a content.
    pub rows: usize,
    /// The rows whose content is not there, or is not what came, each with what is wrong.
    pub unreadable: Vec<(AttachmentId, String)>,
    /// The files no row names: left behind by uploads that were refused, or on their way in just now.
    pub unnamed: Vec<PathBuf>,
}

/// Reads every content and compares it with the row that names it, for threads that may wait.
///
/// # Errors
/// If the database or the disk fails.
pub fn check(desk: &Desk) -> Result<Checked> {
    let broken = |fault: FileFault| Error::Broken(fault.to_string());
    // What lies there first: a content comes before its row, so one that came meanwhile is named by now.
    let lying = desk.files.lying().map_err(broken)?;
    let rows = desk.db.read_now(attachments::contents)?;
    let named: HashSet<ContentHash> = rows.iter().map(|(_, hash)| *hash).collect();
    let mut faults = HashMap::new();
    for hash in &named {
        match desk.files.is_whole(*hash) {
            Ok(()) => {}
            Err(fault @ (FileFault::Missing(_) | FileFault::Changed(_))) => {
                faults.insert(*hash, fault.to_string());
            }
            Err(fault) => return Err(broken(fault)),
        }
    }
    let unreadable = rows.iter().filter_map(|(id, hash)| Some((*id, faults.get(hash)?.clone())));
    Ok(Checked {
        rows: rows.len(),
        unreadable: unreadable.collect(),
        unnamed: Files::nobody_names(lying, &named),
    })
}

/// Which form of a file is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As it came.
    Whole,
    /// A picture made small. A file that is no picture has none.
    Thumbnail,
}

/// The content of a file the reader was found to be allowed to see.
///
/// # Errors
/// `NotFound` for the thumbnail of what is no picture; `Unreadable` if the content is missing or is not what came.
pub async fn content(desk: &Desk, file: &Attachment, size: Size) -> Result<Vec<u8>> {
    let (hash, kind) = (file.hash, file.kind);
    if size == Size::Thumbnail && !kind.is_image() {
        return Err(Error::NotFound);
    }
    let read = move |files: &Files| match size {
        Size::Whole => files.read(hash),
        Size::Thumbnail => files.thumbnail(hash, kind),
    };
    desk.files.work(read).await.map_err(|fault| match fault {
        FileFault::Disk(error) => Error::Broken(error.to_string()),
        fault => Error::Unreadable(format!("attachment {}: {fault}", file.id)),
    })
}
