//! Chinese names as people type them without an input method: whole syllables or their initials, in every reading.
//!
//! 重阳山庄 is looked for as `chongyang` by who knows it and as `zhongyang` by who does not, and as `cysz` or `zysz` by both.
//! Which reading a name takes no dictionary can say for certain, least of all in place names, so all of them are kept.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

/// Combinations of readings kept of one name. Those nearest to the usual readings come first, so that what is left out of a
/// long name are combinations of several unusual readings at once.
const KEPT: usize = 64;

/// What the Chinese runs of a text can be typed as, separated by spaces: every run in whole syllables and in initials. Empty
/// for a text without Chinese characters.
#[must_use]
pub fn typed(text: &str) -> String {
    let runs = text.split(|c: char| c.to_pinyin().is_none()).filter(|run| !run.is_empty());
    let spelt: Vec<Rc<[String]>> = runs.map(spelt).collect();
    let all: BTreeSet<&str> = spelt.iter().flat_map(|run| run.iter()).map(String::as_str).collect();
    all.into_iter().collect::<Vec<_>>().join(" ")
}

/// Runs of one thread whose spelling is remembered at most.
const REMEMBERED: usize = 2000;

/// What a run can be typed as. It is remembered for a while: a list says the same village in every row.
fn spelt(run: &str) -> Rc<[String]> {
    thread_local! {
        static SPELT: RefCell<HashMap<String, Rc<[String]>>> = RefCell::default();
    }
    SPELT.with_borrow_mut(|spelt| {
        if let Some(known) = spelt.get(run) {
            return Rc::clone(known);
        }
        if spelt.len() >= REMEMBERED {
            spelt.clear();
        }
        let places: Vec<Vec<Cow<'static, str>>> = run.chars().map(readings).collect();
        let made: Rc<[String]> = spellings(&places).into();
        spelt.insert(run.to_owned(), Rc::clone(&made));
        made
    })
}

/// How a search word is written in [`typed`]: lower case, ü as v, no apostrophe between syllables.
#[must_use]
pub fn word(text: &str) -> String {
    text.to_lowercase().replace('ü', "v").replace(['\'', '’'], "")
}

/// The readings of a character without tones, the usual one first; none if it is not Chinese. A ü is typed as v or as u.
fn readings(c: char) -> Vec<Cow<'static, str>> {
    let mut readings = Vec::new();
    // Below the first Chinese character there is nothing to look up.
    if c < '\u{2e80}' {
        return readings;
    }
    let usual = c.to_pinyin().into_iter();
    let all = c.to_pinyin_multi().into_iter().flatten();
    for plain in usual.chain(all).map(pinyin::Pinyin::plain) {
        let ways = if plain.contains('ü') {
            [Some(Cow::Owned(plain.replace('ü', "v"))), Some(Cow::Owned(plain.replace('ü', "u")))]
        } else {
            [Some(Cow::Borrowed(plain)), None]
        };
        for reading in ways.into_iter().flatten() {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
    readings
}

/// A run in whole syllables and in initials.
fn spellings(run: &[Vec<Cow<'static, str>>]) -> Vec<String> {
    let whole: Vec<Vec<&str>> =
        run.iter().map(|readings| readings.iter().map(Cow::as_ref).collect()).collect();
    let initials: Vec<Vec<&str>> = whole
        .iter()
        .map(|readings| {
            let mut letters = Vec::new();
            for letter in readings.iter().map(|reading| initial(reading)) {
                if !letters.contains(&letter) {
                    letters.push(letter);
                }
            }
            letters
        })
        .collect();
    let mut all = combinations(&whole);
    all.extend(combinations(&initials));
    all
}

fn initial(reading: &str) -> &str {
    let end = reading.chars().next().map_or(0, char::len_utf8);
    reading.get(..end).unwrap_or(reading)
}

/// One choice at every place, joined; first the usual ones, then those that differ in one place, in two, …
fn combinations(places: &[Vec<&str>]) -> Vec<String> {
    let chosen = |choice: &[usize]| -> String {
        places.iter().zip(choice).filter_map(|(readings, at)| readings.get(*at).copied()).collect()
    };
    if places.iter().all(|readings| readings.len() == 1) {
        return vec![places.iter().flatten().copied().collect()];
    }
    let mut waiting = VecDeque::from([(vec![0; places.len()], 0)]);
    let mut made = Vec::new();
    while let Some((choice, from)) = waiting.pop_front().filter(|_| made.len() < KEPT) {
        for (place, readings) in places.iter().enumerate().skip(from) {
            for other in 1..readings.len() {
                if waiting.len() < KEPT {
                    let differs = |(at, chosen): (usize, &usize)| if at == place { other } else { *chosen };
                    waiting.push_back((choice.iter().enumerate().map(differs).collect(), place + 1));
                }
            }
        }
        made.push(chosen(&choice));
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(name: &str, by: &[&str]) {
        let typed = typed(name);
        for one in by {
            assert!(typed.contains(&word(one)), "{name} by {one}: {typed}");
        }
    }

    #[test]
    fn a_name_is_found_by_every_reading_and_its_initials() {
        found(
            "重阳山庄",
            &["chongyang", "zhongyang", "cy", "zy", "cysz", "zysz", "Shanzhuang", "chongyangshanzhuang"],
        );
        found("六硍镇", &["lkz", "lxz", "lyz"]);
        found("八寨原乡生态旅游村", &["bazhai", "lvyou", "luyou", "lüyou", "bzyx", "bzyxstlyc"]);
        found("农家乐", &["nongjiale", "nongjiayue", "njl", "njy"]);
        found("西安人家（钦南）", &["xi'an", "xarj", "qinnan", "qn"]);
    }

    #[test]
    fn what_is_not_chinese_is_not_read() {
        assert_eq!(typed("7210000001 Lizhi-2"), "");
        assert_eq!(typed(""), "");
    }

    #[test]
    fn of_a_long_name_the_usual_readings_and_every_single_unusual_one_are_kept() {
        let name = "重重重重重重重重重重重重重重重重";
        let typed = typed(name);
        let usual = readings('重').first().unwrap().repeat(16);
        assert!(typed.contains(&usual));
        assert!(typed.split(' ').count() <= 2 * KEPT);
        found(name, &["zhongchong", "chongzhong", "zc", "cz"]);
    }
}
