//! The names and telephone numbers of the reporting units, which the frame of every page shows.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use crate::desk::home::{self, Unit};
use crate::domain::access::Actor;
use crate::domain::division::UnitCode;
use crate::domain::ids::OperatorId;
use crate::web::lang::Lang;
use crate::web::visit::Visit;

/// How long a name may be older than the database: units change with the state's divisions, not by the minute.
const KEPT: Duration = Duration::from_secs(60);

/// The units as last read.
#[derive(Default)]
pub struct Units(RwLock<Option<Read>>);

struct Read {
    at: Instant,
    units: Vec<Unit>,
    /// The unit of each operator who came by since.
    operators: HashMap<OperatorId, Option<UnitCode>>,
}

impl Read {
    fn knows(&self, actor: &Actor) -> bool {
        let operator = actor.operator.is_none_or(|operator| self.operators.contains_key(&operator));
        self.at.elapsed() < KEPT && !self.units.is_empty() && operator
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
    /// The unit a person has to do with, if it was read.
    pub fn of(&self, actor: &Actor) -> Option<Unit> {
        let read = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let read = read.as_ref()?;
        let code = match actor.operator {
            Some(operator) => read.operators.get(&operator)?.as_ref(),
            None => actor.unit.as_ref(),
        }?;
        read.units.iter().find(|unit| unit.code == *code).cloned()
    }

    /// Reads what the page of a person needs, if it is old. A failure leaves the page without a name, which it can do
    /// without.
    pub async fn refresh(&self, visit: &Visit, actor: &Actor) {
        if self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .is_some_and(|read| read.knows(actor))
        {
            return;
        }
        let fresh = visit
            .desk
            .read(Some(actor.clone()), visit.now, |rx| Ok((home::units(rx)?, home::own_unit(rx)?)))
            .await;
        let Ok((units, own)) = fresh else { return };
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let held = place.take().filter(|read| read.at.elapsed() < KEPT);
        let mut operators = held.map(|read| read.operators).unwrap_or_default();
        operators.extend(actor.operator.map(|operator| (operator, own)));
        *place = Some(Read { at: Instant::now(), units, operators });
    }
}
