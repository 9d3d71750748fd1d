//! What must never be in the database, tried on the database itself.

use xingtu::store::{Fault, Unique};

use crate::support::database::{numbers, run};
use crate::support::on_both;

on_both! {
    /// Every name the store tells constraints by is the name of a constraint.
    fn every_unique_constraint_the_store_knows_exists(database) {
        let mut conn = database.connect();
        for (unique, postgres, sqlite) in Unique::ALL {
            let found = if database.is_sqlite() {
                let (table, columns) = sqlite.split_once('.').unwrap();
                let columns = columns.replace(&format!("{table}."), "").replace(", ", ",");
                numbers(&mut conn, &format!(
                    "SELECT count(*) AS n FROM pragma_index_list('{table}') i WHERE i.\"unique\" = 1 AND \
                     (SELECT group_concat(name) FROM (SELECT c.name FROM pragma_index_info(i.name) c ORDER BY c.seqno)) \
                     = '{columns}'"))
            } else {
                numbers(&mut conn, &format!(
                    "SELECT count(*) AS n FROM pg_class WHERE relname = '{postgres}' \
                     AND relnamespace = current_schema()::regnamespace"))
            };
            assert!(found[0] >= 1, "{unique:?}");
        }
    }
}

on_both! {
    fn a_second_user_of_a_login_is_told_apart_from_other_failures(database) {
        let mut conn = database.connect();
        let insert = "INSERT INTO users (login, name, role, password_hash, created_at) \
                      VALUES ('li', '李', 'city', 'x', '2026-11-24 00:00:00')";
        run(&mut conn, insert).unwrap();
        let fault = Fault::from(run(&mut conn, insert).unwrap_err());
        assert!(matches!(fault, Fault::Taken(Unique::Login)), "{fault:?}");
    }
}

on_both! {
    fn county_staff_without_a_unit_and_operators_without_a_business_cannot_be(database) {
        let mut conn = database.connect();
        for role in ["county", "operator"] {
            let insert = format!("INSERT INTO users (login, name, role, password_hash, created_at) \
                                  VALUES ('{role}', '李', '{role}', 'x', '2026-11-24 00:00:00')");
            run(&mut conn, &insert).unwrap_err();
        }
    }
}
