//! The contents of files, in the data directory under their SHA-256: `files/<2 hex>/<64 hex>`.
//!
//! A content is there, and on disk, before any row can name it: only [`Files::keep`] makes a [`Kept`], and a row is made
//! from one. A crash in between leaves a content nobody names, never a row without its content. Everything here waits for
//! the disk; [`Files::work`] does it away from the threads that must not wait.

mod check;
mod picture;

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rocket::tokio::sync::Semaphore;
use rocket::tokio::task::spawn_blocking;
use sha2::{Digest as _, Sha256};

use crate::domain::attachment::{BadFile, ContentHash, MAX_BYTES, MediaType};

/// Files worked on at once: each may hold a decoded photograph in memory.
const AT_ONCE: usize = 2;
/// What is still incoming after so long was left behind by a process that was killed.
const LEFT_BEHIND: Duration = Duration::from_secs(3600);

/// Where the contents are. Cheap to clone.
#[derive(Clone)]
pub struct Files(Arc<Place>);

struct Place {
    root: PathBuf,
    hands: Semaphore,
}

/// A file on its way in; gone when dropped, unless it was kept.
#[derive(Debug)]
pub struct Incoming(PathBuf);

impl Incoming {
    /// Where its content is to be written.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Kept, it has another name by now.
        drop(fs::remove_file(&self.0));
    }
}

/// A file that was looked at and may be kept.
#[derive(Debug)]
pub struct Examined {
    incoming: Incoming,
    kept: Kept,
    thumbnail: Option<Vec<u8>>,
}

/// A content that is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    hash: ContentHash,
    kind: MediaType,
    bytes: i64,
}

impl Kept {
    /// Its address.
    #[must_use]
    pub const fn hash(&self) -> ContentHash {
        self.hash
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> MediaType {
        self.kind
    }

    /// How long it is.
    #[must_use]
    pub const fn bytes(&self) -> i64 {
        self.bytes
    }
}

/// Why a file was not taken in or given out.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// It is none of those taken in.
    #[error(transparent)]
    Bad(#[from] BadFile),
    /// No content of this address is there.
    #[error("the content {0} is missing")]
    Missing(ContentHash),
    /// The content is not what it was when it came.
    #[error("the content {0} was changed")]
    Changed(ContentHash),
    /// The disk failed.
    #[error("{0}")]
    Disk(#[from] io::Error),
}

impl Files {
    /// The files of a data directory, which need not be there yet.
    #[must_use]
    pub fn at(data_dir: &Path) -> Self {
        Self(Arc::new(Place { root: data_dir.join("files"), hands: Semaphore::new(AT_ONCE) }))
    }

    /// Works on files, away from the threads that must not wait, with no more than two at once.
    ///
    /// # Errors
    /// Those of the work.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, FileFault> + Send + 'static,
    ) -> Result<T, FileFault> {
        let gone = || FileFault::Disk(io::Error::other("the work on a file ended early"));
        let files = self.clone();
        let _hand = self.0.hands.acquire().await.map_err(|_| gone())?;
        spawn_blocking(move || work(&files)).await.map_err(|_| gone())?
    }

    /// A place for a file to be received in.
    ///
    /// # Errors
    /// If the directory cannot be made.
    pub fn receive(&self) -> Result<Incoming, FileFault> {
        let dir = self.0.root.join("incoming");
        fs::create_dir_all(&dir)?;
        Ok(Incoming(dir.join(uuid::Uuid::now_v7().simple().to_string())))
    }

    /// Receives a content that is in memory.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn receive_bytes(&self, content: &[u8]) -> Result<Incoming, FileFault> {
        let incoming = self.receive()?;
        File::create_new(&incoming.0)?.write_all(content)?;
        Ok(incoming)
    }

    /// Looks at a file: what it is, and that an image can be decoded.
    ///
    /// # Errors
    /// [`FileFault::Bad`], or if the disk fails.
    pub fn examine(&self, incoming: Incoming) -> Result<Examined, FileFault> {
        let content = read_up_to(&incoming.0, MAX_BYTES + 1)?;
        let kind = MediaType::of(&content)?;
        let hash = hash_of(&content);
        let bytes = i64::try_from(content.len()).map_err(|_| BadFile::TooLarge)?;
        let thumbnail = kind.is_image().then(|| picture::thumbnail(&content, kind)).transpose()?;
        Ok(Examined { incoming, kept: Kept { hash, kind, bytes }, thumbnail })
    }

    /// Keeps a file: when this returns, its content is on disk under its address, whatever happens next.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn keep(&self, examined: Examined) -> Result<Kept, FileFault> {
        let Examined { incoming, kept, thumbnail } = examined;
        let place = self.place(kept.hash);
        let dir = self.made_dir(&place)?;
        match self.read(kept.hash) {
            // The same content again: the first one stays. One that was damaged is made whole.
            Ok(_) => {}
            Err(FileFault::Missing(_) | FileFault::Changed(_)) => {
                File::open(&incoming.0)?.sync_all()?;
                fs::rename(&incoming.0, &place)?;
            }
            Err(fault) => return Err(fault),
        }
        if let Some(thumbnail) = thumbnail {
            self.write_thumbnail(kept.hash, &thumbnail)?;
        }
        // Even if the content was there: whoever brought it first may not have come so far yet.
        sync_dir(&dir)?;
        Ok(kept)
    }

    /// A content, exactly as it came.
    ///
    /// # Errors
    /// [`FileFault::Missing`] or [`FileFault::Changed`]; never other bytes.
    pub fn read(&self, hash: ContentHash) -> Result<Vec<u8>, FileFault> {
        let content = match read_up_to(&self.place(hash), MAX_BYTES + 1) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FileFault::Missing(hash)),
            other => other?,
        };
        if hash_of(&content) == hash { Ok(content) } else { Err(FileFault::Changed(hash)) }
    }

    /// The thumbnail of an image: a JPEG, made when the image came; one that was lost is made again.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn thumbnail(&self, hash: ContentHash, kind: MediaType) -> Result<Vec<u8>, FileFault> {
        match fs::read(self.thumbnail_place(hash)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let thumbnail = picture::thumbnail(&self.read(hash)?, kind)?;
                self.write_thumbnail(hash, &thumbnail)?;
                Ok(thumbnail)
            }
            other => Ok(other?),
        }
    }

    /// Takes away what a killed process left half received.
    ///
    /// # Errors
    /// If the directory cannot be read.
    pub fn sweep(&self) -> Result<(), FileFault> {
        let entries = match fs::read_dir(self.0.root.join("incoming")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        };
        let now = SystemTime::now();
        for entry in entries {
            let entry = entry?;
            let age = entry.metadata()?.modified().ok().and_then(|at| now.duration_since(at).ok());
            if age.is_some_and(|age| age > LEFT_BEHIND) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn write_thumbnail(&self, hash: ContentHash, thumbnail: &[u8]) -> Result<(), FileFault> {
        let place = self.thumbnail_place(hash);
        if !place.exists() {
            // Under another name first, so that nobody reads half of it.
            fs::rename(self.receive_bytes(thumbnail)?.path(), &place)?;
        }
        Ok(())
    }

    fn place(&self, hash: ContentHash) -> PathBuf {
        let name = hash.to_string();
        self.0.root.join(name.get(..2).unwrap_or_default()).join(name)
    }

    fn thumbnail_place(&self, hash: ContentHash) -> PathBuf {
        self.place(hash).with_extension("thumbnail.jpg")
    }

    /// The directory of a place, made if it is not there, and on disk.
    fn made_dir(&self, place: &Path) -> Result<PathBuf, FileFault> {
        let dir = place.parent().unwrap_or(&self.0.root).to_owned();
        if !dir.exists() {
            fs::create_dir_all(&dir)?;
            sync_dir(&self.0.root)?;
        }
        Ok(dir)
    }
}

fn read_up_to(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut content)?;
    Ok(content)
}

fn hash_of(content: &[u8]) -> ContentHash {
    ContentHash(Sha256::digest(content).into())
}

/// A new name in a directory is on disk only once the directory is.
fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests;
