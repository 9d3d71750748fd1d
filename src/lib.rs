//! 星途 Xingtu: village tourism, from the star on the gate to the household that left poverty.
//!
//! Dependencies point one way, and `tests/app/layers.rs` holds them to it:
//!
//! ```text
//! domain                 the rules and words of the field
//!   ← store              the only place that knows Diesel queries and the schema
//!       ← desk           one function per thing a person does
//!           ← web, api, cli    parse, one desk call, show
//! ```

// Diesel's query types over two databases nest deeper than the default.
#![recursion_limit = "256"]

pub mod api;
pub mod cli;
pub mod config;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod keys;
pub mod store;
pub mod web;
