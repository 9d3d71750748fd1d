//! (being written)

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<rocket::Route> {
    Vec::new()
}
