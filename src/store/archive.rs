//! Every row of every table as JSON, out of one database and into another of either kind.
//!
//! What the tables and their columns are is read from `schema.rs`, which a test holds equal to the migrations of both databases. A
//! value is spelled the same whichever database it comes from: moments as `2017-11-24T09:11:00.000` in UTC, bytes in hexadecimal.

mod read;
mod schema;
mod write;

pub use self::read::take_in;
pub use self::schema::{Column, Kind, Table, tables};
pub use self::write::write_out;
use super::Fault;

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::Broken(error.to_string())
}
