//! The rules and words of the field. Nothing here knows SQL queries, HTTP, the clock or any input or output; a value's SQL
//! *spelling* is derived like its JSON spelling.

pub mod access;
pub mod codes;
pub mod division;
pub mod ids;
pub mod moment;
pub mod quantity;
pub mod refusal;
