//! The names and telephone numbers of the reporting units, which the frame of every page shows.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use crate::desk::home::Unit;
use crate::domain::access::Actor;
use crate::web::lang::Lang;
use crate::web::visit::Visit;

/// How long a name may be older than the database: units change with the state's divisions, not by the minute.
const KEPT: Duration = Duration::from_secs(60);

/// The units as last read.
#[derive(Default)]
pub struct Units(RwLock<Option<(Instant, Arc<Known>)>>);

/// A list of units.
pub struct Known(Vec<Unit>);

impl Known {
    /// The unit of a person who has one.
    pub fn of(&self, actor: &Actor) -> Option<&Unit> {
        let code = actor.unit.as_ref()?;
        self.0.iter().find(|unit| unit.code == *code)
    }
}

impl Unit {
    /// Its name in the reader's language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.name_zh,
            Lang::En => &self.name_en,
        }
    }
}

impl Units {
    /// The units, if they were read.
    pub fn known(&self) -> Option<Arc<Known>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|(_, known)| Arc::clone(known))
    }

    /// Reads them again if they are old. A failure leaves the page without a name, which it can do without.
    pub async fn refresh(&self, visit: &Visit) {
        let fresh = |(read, known): &(Instant, Arc<Known>)| read.elapsed() < KEPT && !known.0.is_empty();
        if self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(fresh) {
            return;
        }
        if let Ok(units) = visit.desk.read(None, visit.now, crate::desk::home::units).await {
            *self.0.write().unwrap_or_else(PoisonError::into_inner) =
                Some((Instant::now(), Arc::new(Known(units))));
        }
    }
}
