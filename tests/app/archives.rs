//! A whole installation moves: out of either database and into either, equal row for row, or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use xingtu::cli::doctor;
use xingtu::desk::archive::{self, Refused};
use xingtu::desk::{Desk, snapshots};
use xingtu::domain::access::{Actor, Role};
use xingtu::keys::Keys;
use xingtu::store::users;

use crate::support::city::now;
use crate::support::database::{Database, numbers, run};
use crate::support::on_both;

fn desk(database: &Database, secret: &str) -> Desk {
    let keys = Keys::from_secret(secret).unwrap();
    let (check, at) = (*keys.check(), now());
    let desk = Desk { db: database.db(), keys: Arc::new(keys), files: database.files() };
    desk.db.write_now(move |c| users::key_check(c, &check, at)).unwrap();
    desk
}

/// The files of an archive by their names; of the manifest all but when it was made.
fn content(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for part in ["tables", "files"] {
        for entry in fs::read_dir(dir.join(part)).unwrap() {
            let path = entry.unwrap().path();
            all.insert(format!("{part}/{}", path.file_name().unwrap().display()), fs::read(&path).unwrap());
        }
    }
    let manifest = fs::read_to_string(dir.join("manifest.json")).unwrap();
    let kept = manifest.lines().filter(|line| !line.contains("made_at")).collect::<String>();
    all.insert("manifest.json".into(), kept.into_bytes());
    all
}

/// Both kinds of databases, each empty.
fn empty() -> Vec<Database> {
    [Some(Database::sqlite()), Database::postgres()].into_iter().flatten().collect()
}

/// A demonstration with its year frozen: what has a trigger that would refuse it is in it.
fn demonstration(desk: &Desk) {
    xingtu::demo::make(desk).unwrap();
    let people = desk.db.read_now(users::all).unwrap();
    let city: Vec<Actor> =
        people.into_iter().map(users::User::actor).filter(|one| one.role == Role::City).collect();
    let id = desk.write_now(city[0].clone(), now(), |tx| snapshots::propose(tx, 2017, "年底封存")).unwrap();
    desk.write_now(city[1].clone(), now(), move |tx| snapshots::freeze(tx, id)).unwrap();
}

on_both! {
    fn whatever_database_it_came_from_it_is_the_same_in_either(database) {
        let secret = Keys::fresh_secret().unwrap();
        let from = desk(&database, &secret);
        demonstration(&from);
        let dir = tempfile::tempdir().unwrap();
        let written = archive::write(&from, &dir.path().join("a"), now()).unwrap();
        assert!(written.rows() > 5_000 && written.files > 10, "{} rows, {} files", written.rows(), written.files);
        let before = content(&dir.path().join("a"));
        for (n, other) in empty().iter().enumerate() {
            let to = desk(other, &secret);
            archive::take_in(&to, &dir.path().join("a")).unwrap();
            let again = dir.path().join(format!("again{n}"));
            archive::write(&to, &again, now()).unwrap();
            let after = content(&again);
            assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
            for (name, bytes) in &before {
                assert!(*bytes == after[name], "{name} differs, sqlite: {}", other.is_sqlite());
            }
            // What keeps the rows as they are is awake again, numbering goes on, and every sum and seal is right.
            let mut c = other.connect();
            assert!(run(&mut c, "UPDATE snapshot_rows SET body = 'x'").is_err());
            assert!(run(&mut c, "UPDATE attributions SET stage = 'frozen', frozen_at = NULL, confirmed_by = NULL").is_err());
            let mut said = Vec::new();
            assert!(doctor::examine(&to, &mut said).is_ok(), "{}", String::from_utf8_lossy(&said));
            let most = numbers(&mut c, "SELECT MAX(id) AS n FROM users")[0];
            let new = users::NewUser {
                login: "xinren".into(),
                name: "新人".into(),
                role: Role::City,
                unit: None,
                operator: None,
                password_hash: "x".into(),
            };
            let id = to.db.write_now(move |c| users::insert(c, &new, now())).unwrap();
            assert!(id.0 > most);
        }
    }
}

on_both! {
    fn what_is_damaged_or_does_not_fit_is_not_taken_in(database) {
        let secret = Keys::fresh_secret().unwrap();
        let from = desk(&database, &secret);
        xingtu::demo::make(&from).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path().join("a");
        archive::write(&from, &at, now()).unwrap();
        assert!(matches!(archive::write(&from, &at, now()), Err(Refused::NotEmpty(_))));
        assert!(matches!(archive::take_in(&from, &at), Err(Refused::InUse)));
        for target in empty() {
            let other_key = Keys::fresh_secret().unwrap();
            let elsewhere = Database::sqlite();
            assert!(matches!(archive::take_in(&desk(&elsewhere, &other_key), &at), Err(Refused::OtherKey)));
            let to = desk(&target, &secret);
            let nothing = dir.path().join("nothing");
            assert!(matches!(archive::take_in(&to, &nothing), Err(Refused::NoArchive(..))));
            // One byte of a row, one of a file.
            let row = at.join("tables/exits.jsonl");
            let sound = fs::read(&row).unwrap();
            fs::write(&row, String::from_utf8(sound.clone()).unwrap().replacen("2017", "2018", 1)).unwrap();
            assert!(matches!(archive::take_in(&to, &at), Err(Refused::Damaged(path)) if path == row));
            fs::write(&row, sound).unwrap();
            let file = fs::read_dir(at.join("files")).unwrap().next().unwrap().unwrap().path();
            let sound = fs::read(&file).unwrap();
            fs::write(&file, &sound[1..]).unwrap();
            assert!(matches!(archive::take_in(&to, &at), Err(Refused::Damaged(path)) if path == file));
            fs::write(&file, sound).unwrap();
            // A row that names one which is not there, although the manifest was made to agree.
            let manifest = at.join("manifest.json");
            let (rows, said) = (at.join("tables/exit_members.jsonl"), fs::read_to_string(&manifest).unwrap());
            let sound = fs::read_to_string(&rows).unwrap();
            let first = sound.lines().next().unwrap();
            let wrong = {
                let mut row: serde_json::Value = serde_json::from_str(first).unwrap();
                row["exit_id"] = 999_999.into();
                sound.replacen(first, &row.to_string(), 1)
            };
            fs::write(&rows, &wrong).unwrap();
            let sum = |text: &str| {
                use sha2::Digest as _;
                xingtu::domain::attachment::ContentHash(sha2::Sha256::digest(text.as_bytes()).into()).to_string()
            };
            fs::write(&manifest, said.replace(&sum(&sound), &sum(&wrong))).unwrap();
            assert!(matches!(archive::take_in(&to, &at), Err(Refused::Desk(_))));
            fs::write(&rows, sound).unwrap();
            // A table it is silent about, and one with other rows than it says.
            let told = |change: &dyn Fn(&mut serde_json::Value)| {
                let mut told = serde_json::from_str(&said).unwrap();
                change(&mut told);
                fs::write(&manifest, told.to_string()).unwrap();
                matches!(archive::take_in(&to, &at), Err(Refused::Damaged(path)) if path == manifest)
            };
            assert!(told(&|manifest| drop(manifest["tables"].as_array_mut().unwrap().remove(3))));
            assert!(told(&|manifest| manifest["tables"][3]["rows"] = 1_000_000.into()));
            fs::write(&manifest, &said).unwrap();
            // Nothing of all that came in; now it does.
            assert_eq!(numbers(&mut target.connect(), "SELECT count(*) AS n FROM exits"), [0]);
            archive::take_in(&to, &at).unwrap();
        }
    }
}
