#![no_main]

#[allow(dead_code)]
#[path = "../parsers.rs"]
mod parsers;

// What calamine breaks on is caught and refused; libFuzzer would stop before it is.
libfuzzer_sys::fuzz_target!(init: drop(std::panic::take_hook()), |content: &[u8]| parsers::import_book(content));
