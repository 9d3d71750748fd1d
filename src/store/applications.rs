//! Applications for a star, their history, scores and decisions.

mod change;
mod completion;
mod decisions;
mod draft;
mod evidence;
mod hands;
mod history;
mod read;
mod scores;

pub use change::{
    NewApplication, Taken, insert, last_due, last_step, next_number, record_step, route, set_due, take,
};
pub use completion::{CompletionItem, CompletionNotice, completions, insert_completion};
pub use decisions::{Decided, Decision, Recorded, all_decisions, decide, decision, decisions_of};
pub use draft::{Pledged, clear_pledge, delete, hold_editable, pin_sheet, pledge, pledged, set_terms};
pub use evidence::{
    Evidence, Laid, add_evidence, evidence, evidence_counts, evidence_file, hold_inspection, remove_evidence,
};
pub use hands::{Handled, hand_of, hands, put_hand};
pub use history::{StepTaken, steps};
pub use read::{Application, ApplicationFilter, ApplicationLine, count, counted, find, list, of_site, years};
pub use scores::{Given, keep_scores, save_notes, save_scores, scores};
