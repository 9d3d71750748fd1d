//! A figure that many settle at the same moment.

use std::sync::{Arc, Barrier};
use std::thread;

use xingtu::desk::{Error, figures};
use xingtu::domain::figure::{NewExplanation, Reason};
use xingtu::domain::ids::FigureId;
use xingtu::domain::pathway::Pathway;

use crate::support::city::{City, now};
use crate::support::database::numbers;
use crate::support::on_both;

on_both! {
    /// Whoever explains and whoever closes have read the same page: one of them is first, and nobody closes over an explanation.
    fn of_twelve_at_once_one_has_the_turn(database) {
        let city = City::new(database);
        city.confirm_one(Pathway::Employment);
        city.publish(&[]);
        let id = FigureId(1);
        let people: Vec<_> = (0..12).map(|n| city.another(&format!("shiju{}", n + 20), &city.cast.office)).collect();
        let start = Arc::new(Barrier::new(people.len()));
        let writers: Vec<_> = people
            .into_iter()
            .enumerate()
            .map(|(n, person)| {
                let (desk, start) = (city.desk.clone(), Arc::clone(&start));
                thread::spawn(move || {
                    start.wait();
                    desk.write_now(person, now(), move |tx| {
                        if n % 2 == 0 {
                            return figures::close(tx, id, 1, "余数年底核对");
                        }
                        let new = NewExplanation {
                            pathway: Some(Pathway::Training),
                            unit: None,
                            reason: Reason::NotEntered,
                            amount: -3,
                            note: String::new(),
                        };
                        figures::explain(tx, id, 1, &new)
                    })
                })
            })
            .collect();
        let outcomes: Vec<_> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        // The rest came with an old revision, or found it closed.
        let refused = |outcome: &Result<(), Error>| {
            matches!(outcome, Ok(()) | Err(Error::Stale | Error::Busy | Error::Conflict(_)))
        };
        assert!(outcomes.iter().all(refused), "{outcomes:?}");
        let said = "SELECT (SELECT count(*) FROM published_figure_closings) + \
                    (SELECT count(*) FROM published_figure_explanations) AS n";
        let mut conn = city.database.connect();
        assert_eq!(numbers(&mut conn, said), [1]);
        assert_eq!(numbers(&mut conn, "SELECT revision AS n FROM published_figures"), [2]);
    }
}
