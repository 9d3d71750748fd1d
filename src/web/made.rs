//! What is made once from embedded files: the templates, the catalogues, the digest of the static files.
//!
//! In release the files are in the binary and nothing changes. In debug builds they are read from the source tree, and an
//! edit shows within half a second, without a restart.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use rust_embed::RustEmbed;

const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Something made from files, made again when they were edited.
pub(super) struct Made<T>(RwLock<Option<Held<T>>>);

struct Held<T> {
    looked: Instant,
    edited: Edited,
    made: Arc<T>,
}

/// The newest file's time and how many there are.
type Edited = (u64, usize);

impl<T> Made<T> {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self(RwLock::new(None))
    }

    /// As it is now.
    pub(super) fn current<F: RustEmbed>(&self, make: fn() -> Result<T, String>) -> Result<Arc<T>, String> {
        if let Some(held) = self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref()
            && (!cfg!(debug_assertions) || held.looked.elapsed() < LOOK_AGAIN)
        {
            return Ok(Arc::clone(&held.made));
        }
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let edited = if cfg!(debug_assertions) { edited::<F>() } else { (0, 0) };
        if let Some(held) = place.as_mut()
            && held.edited == edited
        {
            held.looked = Instant::now();
            return Ok(Arc::clone(&held.made));
        }
        let fresh = Arc::new(make()?);
        *place = Some(Held { looked: Instant::now(), edited, made: Arc::clone(&fresh) });
        Ok(fresh)
    }
}

fn edited<F: RustEmbed>() -> Edited {
    F::iter()
        .filter_map(|path| F::get(&path)?.metadata.last_modified())
        .fold((0, 0), |(newest, files), at| (newest.max(at), files + 1))
}
