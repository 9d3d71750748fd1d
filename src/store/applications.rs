//! Applications for a star, their history, scores and decisions.

mod change;
mod read;

pub use change::{
    Decision, NewApplication, Taken, decide, insert, keep_scores, next_number, record_step, save_scores, take,
};
pub use read::{
    Application, ApplicationFilter, ApplicationLine, Decided, Given, StepTaken, count, counted, decision,
    find, list, of_site, scorers, scores, steps, years,
};
