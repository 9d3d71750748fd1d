//! The pages of the tallies as an official opens them, one after another. Pages are made anew each time; only the JSON of the
//! tallies is kept while it is true.

use std::time::Duration;

use crate::load::{self, Answer, Asker, Round};

/// What is opened.
pub const PAGES: [(&str, &str); 6] = [
    ("a year", "/tallies?year=2017"),
    ("a year by month", "/tallies/cross?year=2017&rows=pathway&columns=month"),
    ("a year by township", "/tallies/cross?year=2017&rows=township&columns=pathway"),
    ("a township", "/tallies?year=2017&locality=450721101"),
    ("as of a past day", "/tallies?year=2017&as_of=2017-07-01"),
    ("a number's list", "/tallies/rows?year=2017&unit=450721&pathway=training&month=11"),
];

/// One person opens a page again and again.
pub fn ask(port: u16, session: &str, (_, path): (&str, &str), round: Duration) -> Round {
    let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: session={session}\r\n\r\n");
    load::run(port, vec![Page(request.into())], round)
}

struct Page(Vec<u8>);

impl Asker for Page {
    fn write(&mut self, request: &mut Vec<u8>) {
        request.extend(&self.0);
    }

    fn is_good(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 200
    }
}
