//! The only place that knows Diesel queries and the schema.

pub mod applications;
pub mod attributions;
pub mod audit;
pub mod divisions;
pub mod evidence;
pub mod exits;
pub mod fault;
pub mod figures;
pub mod hires;
pub mod households;
pub mod idempotency;
pub mod migrate;
pub mod operators;
pub mod ratings;
pub(in crate::store) mod schema;
pub mod sheets;
pub mod sites;
pub mod tallies;
pub mod users;
