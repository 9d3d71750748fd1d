//! The household register: households, persons and their memberships.

mod insert;

pub use insert::{NewHousehold, NewMembership, NewPerson, insert_many, insert_memberships, insert_persons};

/// The pattern that finds a text anywhere in a column, whatever signs it holds; to be used with `.escape('\\')`.
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.trim().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.extend(c.to_lowercase());
    }
    pattern.push('%');
    pattern
}
