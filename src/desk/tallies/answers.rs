//! Answers kept as long as they are true.
//!
//! A kept answer carries the revision it was made at. Every request reads the session, then the revision of the tallies;
//! only an answer of that very revision is given again. So an answer is as exact as if it were made anew, and
//! nobody gets one made for somebody with other rights: the scope is part of what it is kept under.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::desk::accounts::SessionToken;
use crate::desk::{Desk, Result};
use crate::domain::access::{Act, Actor, Scope};
use crate::domain::moment::Moment;
use crate::store::{Conn, tallies, users};

/// Answers kept at most. A question is a few filters of a few values each; beyond this they are forgotten together.
const KEPT: usize = 4096;
/// Larger answers are not kept.
const LARGEST: usize = 256 << 10;

/// What an answer depends on, beside the revision.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    /// The unit the reader is limited to; none for the whole city or the public.
    pub unit: Option<String>,
    /// Whether the reader gets what the public gets.
    pub public: bool,
    /// The question itself, with every filter in one spelling.
    pub text: String,
}

/// An answer, and the revision it was made at.
type Kept = (i64, Arc<[u8]>);

/// Answers by question.
#[derive(Default)]
pub struct Answers(RwLock<HashMap<Question, Kept>>);

impl Answers {
    /// The answer to a question at a revision, if it is kept.
    pub fn get(&self, question: &Question, revision: i64) -> Option<Arc<[u8]>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(question).filter(|(at, _)| *at == revision).map(|(_, answer)| Arc::clone(answer))
    }

    /// Keeps an answer made at a revision.
    pub fn keep(&self, question: Question, revision: i64, answer: &Arc<[u8]>) {
        if answer.len() > LARGEST {
            return;
        }
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT && !kept.contains_key(&question) {
            kept.clear();
        }
        // Two requests may finish in either order; the newer answer stays.
        if kept.get(&question).is_none_or(|(at, _)| *at <= revision) {
            kept.insert(question, (revision, Arc::clone(answer)));
        }
    }
}

/// Who asks, and the revision of the tallies once that was known.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Who is signed in, if anybody.
    pub actor: Option<Actor>,
    /// The revision at that moment.
    pub revision: i64,
}

impl Asker {
    /// Reads both in one visit to the database.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn of(desk: &Desk, token: Option<&SessionToken>, now: Moment) -> Result<Self> {
        let hash = token.map(SessionToken::hash);
        let look = move |c: &mut Conn| {
            let user = match hash {
                Some(hash) => users::of_session(c, &hash, now)?,
                None => None,
            };
            let (revision, _) = tallies::revision(c)?;
            Ok(Self { actor: user.map(users::User::actor), revision })
        };
        Ok(desk.db.look(look).await?)
    }

    /// Whether this reader gets exact numbers; else what the public gets.
    #[must_use]
    pub fn reads_exact(&self) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.may(Act::ReadTallies) && actor.scope() != Scope::Public)
    }

    /// The key of a question of this reader.
    #[must_use]
    pub fn question(&self, text: String) -> Question {
        let exact = self.reads_exact();
        let unit = match self.actor.as_ref().filter(|_| exact).map(Actor::scope) {
            Some(Scope::Unit(unit)) => Some(unit.to_string()),
            _ => None,
        };
        Question { unit, public: !exact, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(text: &str) -> Question {
        Question { unit: None, public: true, text: text.to_owned() }
    }

    #[test]
    fn an_answer_of_an_older_revision_is_not_given() {
        let answers = Answers::default();
        answers.keep(question("2017"), 4, &Arc::from(&b"1127"[..]));
        assert!(answers.get(&question("2017"), 4).is_some());
        assert!(answers.get(&question("2017"), 5).is_none());
        assert!(answers.get(&question("2016"), 4).is_none());
        answers.keep(question("2017"), 5, &Arc::from(&b"1131"[..]));
        answers.keep(question("2017"), 4, &Arc::from(&b"1127"[..]));
        assert_eq!(answers.get(&question("2017"), 5).as_deref(), Some(&b"1131"[..]), "the newer one stays");
    }

    #[test]
    fn there_is_an_end_to_what_is_kept() {
        let answers = Answers::default();
        for n in 0..=KEPT {
            answers.keep(question(&n.to_string()), 1, &Arc::from(&b"x"[..]));
        }
        assert!(answers.0.read().unwrap().len() <= KEPT);
        answers.keep(question("large"), 1, &Arc::from(vec![0; LARGEST + 1]));
        assert!(answers.get(&question("large"), 1).is_none());
    }
}
