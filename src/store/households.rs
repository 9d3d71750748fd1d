//! The household register: households, persons and their memberships.

mod insert;

pub use insert::{NewHousehold, NewMembership, NewPerson, insert_many, insert_memberships, insert_persons};
