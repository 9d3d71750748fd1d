//! The rules and words of the field. Nothing here knows SQL queries, HTTP, the clock or any input or output; a value's SQL
//! *spelling* is derived like its JSON spelling.

pub mod access;
pub mod announcement;
pub mod application;
pub mod attachment;
pub mod attribution;
pub mod calendar;
pub mod certificate;
pub mod codes;
pub mod decision;
pub mod division;
pub mod exit;
pub mod figure;
pub mod hire;
pub mod household;
pub mod identity;
pub mod ids;
pub mod inspection;
pub mod licence;
pub mod moment;
pub mod month;
pub mod nation;
pub mod notice;
pub mod pathway;
pub mod person;
pub mod pinyin;
pub mod position;
pub mod quantity;
pub mod rating;
pub mod refusal;
pub mod scoring;
pub mod sheet;
pub mod site;
pub mod snapshot;
pub mod star_count;
pub mod tally;
mod text;
