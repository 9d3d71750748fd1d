#![no_main]

#[allow(dead_code)]
#[path = "../parsers.rs"]
mod parsers;

libfuzzer_sys::fuzz_target!(|content: &[u8]| parsers::archive_rows(content));
