//! The whole program, through its pages and its database, on both databases.
//!
//! One binary, so that two cores link once. Each test has a database (SQLite) or a schema (PostgreSQL) of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so by panicking, and Clippy excuses only the test functions themselves"
)]

#[path = "support/mod.rs"]
mod support;

#[path = "app/announcements.rs"]
mod announcements;
#[path = "app/api.rs"]
mod api;
#[path = "app/applications.rs"]
mod applications;
#[path = "app/archives.rs"]
mod archives;
#[path = "app/at_work.rs"]
mod at_work;
#[path = "app/batches.rs"]
mod batches;
#[path = "app/benefits.rs"]
mod benefits;
#[path = "browser/mod.rs"]
mod browser;
#[path = "app/calendar.rs"]
mod calendar;
#[path = "app/certificates.rs"]
mod certificates;
#[path = "app/changes.rs"]
mod changes;
#[path = "app/commands.rs"]
mod commands;
#[path = "app/constraints.rs"]
mod constraints;
#[path = "app/demo.rs"]
mod demo;
#[path = "app/doors.rs"]
mod doors;
#[path = "app/dossiers.rs"]
mod dossiers;
#[path = "app/durability.rs"]
mod durability;
#[path = "app/evidence.rs"]
mod evidence;
#[path = "app/evidence_rules.rs"]
mod evidence_rules;
#[path = "app/exit_criteria.rs"]
mod exit_criteria;
#[path = "app/exits.rs"]
mod exits;
#[path = "app/exports.rs"]
mod exports;
#[path = "app/figures.rs"]
mod figures;
#[path = "app/frame.rs"]
mod frame;
#[path = "app/hires.rs"]
mod hires;
#[path = "app/histories.rs"]
mod histories;
#[path = "app/household_checks.rs"]
mod household_checks;
#[path = "app/households.rs"]
mod households;
#[path = "app/imports.rs"]
mod imports;
#[path = "app/invariants.rs"]
mod invariants;
#[path = "app/layers.rs"]
mod layers;
#[path = "app/licences.rs"]
mod licences;
#[path = "app/migrations.rs"]
mod migrations;
#[path = "app/months.rs"]
mod months;
#[path = "app/notices.rs"]
mod notices;
#[path = "app/numbers.rs"]
mod numbers;
#[path = "app/open_tallies.rs"]
mod open_tallies;
#[path = "app/outbox.rs"]
mod outbox;
#[path = "app/papers.rs"]
mod papers;
#[path = "app/parsers.rs"]
mod parsers;
#[path = "app/programs.rs"]
mod programs;
#[path = "app/ratings.rs"]
mod ratings;
#[path = "app/register.rs"]
mod register;
#[path = "app/sample_checks.rs"]
mod sample_checks;
#[path = "app/screen.rs"]
mod screen;
#[path = "app/sheets.rs"]
mod sheets;
#[path = "app/sites.rs"]
mod sites;
#[path = "app/snapshots.rs"]
mod snapshots;
#[path = "app/steps.rs"]
mod steps;
#[path = "app/tallies.rs"]
mod tallies;
#[path = "app/targets.rs"]
mod targets;
#[path = "app/transactions.rs"]
mod transactions;
#[path = "app/words.rs"]
mod words;
