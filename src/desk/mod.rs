//! One function per thing a person does.

pub mod accounts;
pub mod applications;
pub mod attributions;
pub mod audit;
pub mod evidence;
pub mod exits;
pub mod figures;
pub mod hires;
pub mod home;
pub mod households;
pub mod ratings;
pub mod sheets;
pub mod sites;
pub mod tallies;
