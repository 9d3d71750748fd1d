//! The main steps through the pages: done by whom they are for, and told to everybody else in the words of HTTP.

#[path = "steps/applications.rs"]
mod applications;
#[path = "steps/exits.rs"]
mod exits;
#[path = "steps/hires.rs"]
mod hires;
