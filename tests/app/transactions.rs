//! The threads that own the connections: what is answered is kept, what failed is not, and nothing else is touched.

use std::sync::{Arc, Barrier};
use std::thread;

use xingtu::store::{Fault, Result};

use crate::support::database::{numbers, run};
use crate::support::on_both;

const COUNT: &str = "SELECT count(*) AS n FROM users";

fn add(login: &str) -> String {
    format!(
        "INSERT INTO users (login, name, role, password_hash, created_at) \
         VALUES ('{login}', '李', 'city', 'x', '2026-11-24 00:00:00')"
    )
}

on_both! {
    fn a_failed_write_is_undone_alone_among_those_it_was_committed_with(database) {
        let db = database.db();
        let start = Arc::new(Barrier::new(16));
        let writers: Vec<_> = (0..16)
            .map(|n| {
                let (db, start) = (db.clone(), Arc::clone(&start));
                thread::spawn(move || {
                    start.wait();
                    db.write_now(move |c| {
                        run(c, &add(&format!("user{n}")))?;
                        if n % 4 == 0 { Err(Fault::Stale) } else { Ok(()) }
                    })
                })
            })
            .collect();
        let kept = writers.into_iter().filter_map(|w| w.join().unwrap().ok()).count();
        assert_eq!(kept, 12);
        assert_eq!(numbers(&mut database.connect(), COUNT), [12]);
    }
}

on_both! {
    fn a_write_that_panics_is_undone_and_the_next_one_works(database) {
        let db = database.db();
        let fault = db.write_now(|c| -> Result<()> {
            run(c, &add("panics"))?;
            panic!("on purpose");
        });
        assert!(matches!(fault, Err(Fault::Broken(_))));
        db.write_now(|c| -> Result<()> { run(c, &add("works"))?; Ok(()) }).unwrap();
        assert_eq!(numbers(&mut database.connect(), COUNT), [1]);
    }
}

on_both! {
    fn a_reading_cannot_write(database) {
        let outcome = database.db().read_now(|c| -> Result<()> { run(c, &add("reader"))?; Ok(()) });
        assert!(outcome.is_err());
        assert_eq!(numbers(&mut database.connect(), COUNT), [0]);
    }
}

on_both! {
    fn a_reading_sees_one_moment_of_the_database(database) {
        let (db, other) = (database.db(), database.db());
        let counts = db.read_now(move |c| -> Result<_> {
            let before = numbers(c, COUNT);
            thread::spawn(move || {
                other.write_now(|c| -> Result<()> { run(c, &add("meanwhile"))?; Ok(()) }).unwrap();
            })
            .join()
            .unwrap();
            Ok((before, numbers(c, COUNT)))
        });
        assert_eq!(counts.unwrap(), (vec![0], vec![0]));
    }
}
