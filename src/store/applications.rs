//! Applications for a star, their history, scores and decisions.

mod change;
mod completion;
mod decisions;
mod draft;
mod evidence;
mod hands;
mod read;

pub use change::{
    NewApplication, Taken, insert, keep_scores, last_step, next_number, record_step, route, save_notes,
    save_scores, set_due, take,
};
pub use completion::{CompletionItem, CompletionNotice, completions, insert_completion};
pub use decisions::{Decided, Decision, Recorded, all_decisions, decide, decision, decisions_of};
pub use draft::{Pledged, clear_pledge, delete, hold_editable, pin_sheet, pledge, pledged, set_terms};
pub use evidence::{
    Evidence, Laid, add_evidence, evidence, evidence_counts, evidence_file, hold_inspection, remove_evidence,
};
pub use hands::{Handled, hand_of, hands, put_hand};
pub use read::{
    Application, ApplicationFilter, ApplicationLine, Given, StepTaken, count, counted, find, list, of_site,
    scores, steps, years,
};
