//! Applications for a star, their history, scores and decisions.

mod change;
mod draft;
mod evidence;
mod read;

pub use change::{
    Decision, NewApplication, Taken, decide, insert, keep_scores, next_number, record_step, save_scores,
    set_due, take,
};
pub use draft::{Pledged, clear_pledge, delete, hold_editable, pin_sheet, pledge, pledged, set_terms};
pub use evidence::{Evidence, add_evidence, evidence, evidence_counts, evidence_file, remove_evidence};
pub use read::{
    Application, ApplicationFilter, ApplicationLine, Decided, Given, StepTaken, count, counted, decision,
    find, list, of_site, scorers, scores, steps, years,
};
