//! Comparing the contents on disk with the rows that name them.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::PathBuf;

use super::{FileFault, Files};
use crate::domain::attachment::ContentHash;

impl Files {
    /// What lies there, thumbnails too, and nothing that is still incoming.
    ///
    /// # Errors
    /// If a directory cannot be read.
    pub fn lying(&self) -> Result<Vec<PathBuf>, FileFault> {
        let mut found = Vec::new();
        for dir in entries(&self.0.root)? {
            if dir.is_dir() && dir.file_name().is_none_or(|name| name != "incoming") {
                found.extend(entries(&dir)?);
            }
        }
        found.sort();
        Ok(found)
    }

    /// Those of these files whose content none of the hashes is.
    #[must_use]
    pub fn nobody_names(lying: Vec<PathBuf>, named: &HashSet<ContentHash>) -> Vec<PathBuf> {
        let named: HashSet<String> = named.iter().map(ToString::to_string).collect();
        let content = |path: &PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            name.split('.').next().is_some_and(|hash| named.contains(hash))
        };
        lying.into_iter().filter(|path| !content(path)).collect()
    }
}

/// What is in a directory; nothing if there is none.
fn entries(dir: &std::path::Path) -> Result<Vec<PathBuf>, FileFault> {
    let read = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    Ok(read.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?)
}
