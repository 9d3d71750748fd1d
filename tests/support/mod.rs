//! What the tests stand on: databases of their own, and a small city asked through its pages.

pub mod attacker;
pub mod browser;
pub mod city;
pub mod database;
pub mod files;
pub mod page;
pub mod postgres;
pub mod seed;
pub mod served;
pub mod server;
pub mod writers;

/// Declares a test that runs once on SQLite and once on PostgreSQL. The body gets a fresh [`database::Database`].
macro_rules! on_both {
    ($(#[$meta:meta])* fn $name:ident($database:ident) $body:block) => {
        mod $name {
            use super::*;

            fn on($database: $crate::support::database::Database) $body

            $(#[$meta])*
            #[test]
            fn sqlite() {
                on($crate::support::database::Database::sqlite());
            }

            $(#[$meta])*
            #[test]
            fn postgres() {
                if let Some(database) = $crate::support::database::Database::postgres() {
                    on(database);
                }
            }
        }
    };
}
pub(crate) use on_both;
