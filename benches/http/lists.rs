//! The pages of the household list: the first page and what a search finds, for one county and for the whole city, by one
//! person after another page.

use std::time::Duration;

use crate::load::{self, Answer, Asker, Round};

/// Rows of a page.
const ROWS: usize = 50;

/// What is asked for, and how many households it shows where that is known: the first page, the next by its cursor, a name most
/// households have, one household by its code, and a name nobody has, for which every household is looked at.
pub const PAGES: [(&str, &str, Option<usize>); 5] = [
    ("first page", "/households", Some(ROWS)),
    ("next page", "/households?after=600", Some(ROWS)),
    ("search, many found", "/households?q=denglizhi", Some(ROWS)),
    ("search by code", "/households?q=b0000000005", None),
    ("search, nobody found", "/households?q=meiyouren", Some(0)),
];

/// One person opens a page again and again.
pub fn ask(port: u16, session: &str, (_, path, rows): (&str, &str, Option<usize>), round: Duration) -> Round {
    let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: session={session}\r\n\r\n");
    load::run(port, vec![Page { request: request.into(), rows }], round)
}

struct Page {
    request: Vec<u8>,
    rows: Option<usize>,
}

impl Asker for Page {
    fn write(&mut self, request: &mut Vec<u8>) {
        request.extend(&self.request);
    }

    fn is_good(&mut self, answer: &Answer<'_>) -> bool {
        let shown = String::from_utf8_lossy(answer.body).matches("<th scope=\"row\">").count();
        answer.status == 200 && self.rows.is_none_or(|rows| rows == shown)
    }
}
