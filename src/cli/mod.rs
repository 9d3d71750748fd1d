//! The commands of `xingtu`.

pub mod demo;
pub mod doctor;
pub mod export;
pub mod migrate;
pub mod serve;
pub mod users;
