//! Any sequence of steps by anybody either follows the procedure or is refused with nothing changed.

use std::collections::BTreeMap;

use proptest::prelude::*;
use xingtu::desk::applications::{self, CompletionItem, Inspecting, Opinion};
use xingtu::desk::{Desk, Error, Result, Tx};
use xingtu::domain::access::{Actor, Role};
use xingtu::domain::application::{Hand, Level, Stage};
use xingtu::domain::ids::ApplicationId;
use xingtu::domain::inspection::ItemNotes;
use xingtu::domain::scoring::{Answers, Verdict};
use xingtu::store::applications as store;
use xingtu::store::sheets;

use super::{full, scant};
use crate::support::city::{City, date, now};
use crate::support::database::{Database, texts};

/// Something somebody tries.
#[derive(Debug, Clone, Copy)]
enum Try {
    Accept,
    Return,
    Refuse,
    Submit,
    Score(bool, bool),
    Forward,
    Reopen,
    Inspect(bool, bool),
    Decide(Option<i32>),
}

fn tries() -> impl Strategy<Value = (usize, Try)> {
    let one = prop_oneof![
        3 => Just(Try::Accept),
        1 => Just(Try::Return),
        1 => Just(Try::Refuse),
        1 => Just(Try::Submit),
        4 => (any::<bool>(), any::<bool>()).prop_map(|(rich, complete)| Try::Score(rich, complete)),
        2 => Just(Try::Forward),
        1 => Just(Try::Reopen),
        4 => (any::<bool>(), any::<bool>()).prop_map(|(rich, complete)| Try::Inspect(rich, complete)),
        4 => prop::option::of(1..=5).prop_map(Try::Decide),
    ];
    (0_usize..9, one)
}

/// What the procedure is meant to be, written down a second time.
#[derive(Debug, Clone)]
struct Model {
    stage: Stage,
    applied: i32,
    forwarded: bool,
    inspected: bool,
    hands: BTreeMap<i64, Hand>,
    county: Option<i32>,
    panel: Option<i32>,
}

impl Model {
    fn hand(&mut self, actor: &Actor, hand: Hand) -> bool {
        *self.hands.entry(actor.user.0).or_insert(hand) == hand
    }

    fn level(&self, county: &[&Actor]) -> Level {
        let free = |actor: &&Actor| self.hands.get(&actor.user.0).is_none_or(|hand| *hand == Hand::Decider);
        match self.applied {
            ..=3 if county.iter().any(free) => Level::County,
            ..=4 => Level::City,
            _ => Level::Region,
        }
    }

    /// The model after what was tried; `None` if it is refused.
    fn after(&self, actor: &Actor, tried: Try, county: &[&Actor]) -> Option<Self> {
        let mut next = self.clone();
        let staff = matches!(actor.role, Role::County | Role::City);
        let own_unit = actor.role == Role::City || county.iter().any(|one| one.user == actor.user);
        let stage = match (tried, self.stage) {
            (Try::Submit, Stage::Returned) if actor.role == Role::Operator => Stage::Submitted,
            _ if !staff || !own_unit => return None,
            (Try::Accept, Stage::Submitted) => Stage::Accepted,
            (Try::Return, Stage::Submitted) => Stage::Returned,
            (Try::Refuse, Stage::Submitted) => Stage::Refused,
            (Try::Score(rich, complete), Stage::Accepted) => {
                if !next.hand(actor, Hand::Scorer) {
                    return None;
                }
                next.county = Some(if rich { 5 } else { 1 });
                next.forwarded = complete && self.applied > 3;
                if complete { Stage::FirstReviewed } else { Stage::Accepted }
            }
            (Try::Forward, Stage::FirstReviewed) if !self.forwarded => {
                next.forwarded = true;
                Stage::FirstReviewed
            }
            (Try::Reopen, Stage::FirstReviewed) => {
                next.forwarded = false;
                Stage::Accepted
            }
            (Try::Inspect(rich, complete), Stage::FirstReviewed)
                if self.forwarded && actor.role == Role::City =>
            {
                if !next.hand(actor, Hand::Inspector) {
                    return None;
                }
                next.panel = Some(if rich { 5 } else { 1 });
                next.inspected = complete;
                if complete { Stage::Inspected } else { Stage::FirstReviewed }
            }
            (Try::Decide(star), Stage::FirstReviewed | Stage::Inspected) => {
                let short = self.stage == Stage::FirstReviewed;
                let competent = match self.level(county) {
                    Level::County => actor.role == Role::County,
                    _ => actor.role == Role::City,
                };
                let reached = if short { self.county } else { self.panel }?;
                if short && self.forwarded || !competent || !next.hand(actor, Hand::Decider) {
                    return None;
                }
                match star {
                    Some(star) if star > reached.min(self.applied) => return None,
                    Some(_) if short => Stage::Awarded,
                    Some(_) => Stage::Decided,
                    None => Stage::Rejected,
                }
            }
            _ => return None,
        };
        next.stage = stage;
        Some(next)
    }
}

fn attempt(desk: &Desk, id: ApplicationId, actor: &Actor, tried: Try) -> Result<()> {
    let revision =
        desk.db.read_now(move |c| store::find(c, &xingtu::domain::access::Scope::City, id)).unwrap().revision;
    if let Try::Submit = tried {
        return xingtu::demo::filing::complete(desk, actor, now(), id, 60);
    }
    let answers = |rich| if rich { full() } else { scant() };
    let noted =
        || -> ItemNotes { full().into_keys().map(|item| (item, "现场核对".to_owned())).collect() };
    let work = move |tx: &mut Tx<'_>| match tried {
        Try::Accept => applications::accept(tx, id, revision),
        Try::Return => {
            let item = CompletionItem { about: "图".into(), remedy: "补".into() };
            applications::return_for_completion(tx, id, revision, (&[item], "")).map(drop)
        }
        Try::Refuse => applications::refuse(tx, id, revision, &"不符合".parse().unwrap()),
        Try::Submit => unreachable!(),
        Try::Score(rich, complete) => {
            applications::save_scores(tx, id, revision, &answers(rich), complete).map(drop)
        }
        Try::Forward => applications::forward(tx, id, revision),
        Try::Reopen => applications::reopen(tx, id, revision, &"有误".parse().unwrap()),
        Try::Inspect(rich, complete) => {
            let new = Inspecting {
                on: date(2017, 11, 24),
                place: "大芦村".into(),
                notes: String::new(),
                staff: vec![tx.actor.user],
                experts: vec![("覃老师".into(), "北部湾大学".into())],
                answers: answers(rich),
                item_notes: noted(),
            };
            applications::save_inspection(tx, id, revision, &new, complete).map(drop)
        }
        Try::Decide(star) => {
            let verdict = star.map_or(Verdict::Reject, |star| Verdict::Award(star.try_into().unwrap()));
            let document = Some(("桂旅发〔2017〕12 号".to_owned(), date(2017, 11, 24)));
            let opinion = Opinion { document, ..Opinion::new(verdict, "见材料") };
            applications::decide(tx, id, revision, &opinion).map(drop)
        }
    };
    desk.write_now(actor.clone(), now(), work)
}

/// Everything that could have changed, as text.
fn everything(city: &City) -> Vec<String> {
    let mut conn = city.database.connect();
    [
        "SELECT stage || revision || coalesce(level, '') || coalesce(forwarded_at, '') || inspected_round AS t FROM applications ORDER BY id",
        "SELECT step || application_id AS t FROM application_steps ORDER BY id",
        "SELECT role || item_code || points || note AS t FROM scores ORDER BY role, item_code",
        "SELECT user_id || hand AS t FROM application_hands ORDER BY user_id",
        "SELECT round || place AS t FROM inspections",
        "SELECT name AS t FROM inspectors ORDER BY position",
        "SELECT basis AS t FROM decisions",
        "SELECT about AS t FROM completion_items",
        "SELECT certificate_number AS t FROM ratings",
        "SELECT what || place AS t FROM audit_events ORDER BY id",
    ]
    .iter()
    .flat_map(|query| texts(&mut conn, query))
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_steps_by_anybody_follow_the_procedure_or_change_nothing(
        applied in 2_i32..=4,
        tried in prop::collection::vec(tries(), 10..45),
    ) {
        let city = City::new(Database::sqlite());
        let id = city.records.application;
        let mut conn = city.database.connect();
        crate::support::database::run(&mut conn, &format!("UPDATE applications SET applied_star = {applied}")).unwrap();
        let (second, third) =
            (city.another("shiju2", &city.cast.office), city.another("lingshan3", &city.cast.county));
        let cast = &city.cast;
        let county = [&cast.county, &cast.colleague, &third];
        let people = [
            &cast.county, &cast.colleague, &third, &cast.office, &second, &cast.operator, &cast.other_county,
            &cast.official, &cast.admin,
        ];
        let mut model = Model {
            stage: Stage::Submitted, applied, forwarded: false, inspected: false, hands: BTreeMap::new(),
            county: None, panel: None,
        };
        for (who, tried) in tried {
            let actor = people[who];
            let before = everything(&city);
            let outcome = attempt(&city.desk, id, actor, tried);
            if let Some(next) = model.after(actor, tried, &county) {
                prop_assert!(outcome.is_ok(), "{} {tried:?} at {model:?}: {outcome:?}", actor.name);
                model = next;
            } else {
                let refused = matches!(
                    outcome,
                    Err(Error::Conflict(_) | Error::Forbidden(_) | Error::NotFound | Error::Invalid(_))
                );
                prop_assert!(refused, "{} {tried:?} at {model:?}: {outcome:?}", actor.name);
                prop_assert_eq!(everything(&city), before, "a refusal changes nothing");
            }
            let stage = texts(&mut conn, &format!("SELECT stage AS t FROM applications WHERE id = {id}"));
            prop_assert_eq!(&stage[0], &model.stage.to_string());
        }
        // Whatever was decided, its stored basis gives the same star again, and none above it was awarded.
        for recorded in city.desk.db.read_now(store::all_decisions).unwrap() {
            let sheet = city.desk.db.read_now(move |c| sheets::find(c, recorded.sheet)).unwrap().sheet;
            let decided = recorded.decided;
            let again = decided.basis.unwrap().recompute(&sheet);
            prop_assert_eq!((again.reached, again.total), (decided.reached, decided.total));
            prop_assert!(decided.awarded <= again.reached && decided.awarded <= Some(applied.try_into().unwrap()));
        }
    }
}

#[test]
fn the_model_knows_points_that_reach_five_and_one() {
    let answers: Answers = full();
    assert!(answers.len() > scant().values().filter(|points| **points > 0).count());
}
