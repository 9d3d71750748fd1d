//! What a cell says: from what a file holds to the text a value of the field is read from.

mod days;
mod numbers;

use chrono::NaiveDate;
use compact_str::CompactString;

use super::choices::Choices;
use crate::domain::identity::{ResidentId, narrow};
use crate::domain::refusal::{Arg, Message};

/// What a cell of a file holds, before anybody says what it means.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(CompactString),
    /// A number.
    Number(f64),
    /// A day, with or without a time.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A formula that came to nothing: `#N/A`.
    Fault(String),
}

/// Characters of a cell at most; what is longer is cut when it is told, and refused by its value.
const LONGEST: usize = 1000;

impl Cell {
    /// Whether nothing is to be seen in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => !is_plain(text) && tidy(text).is_empty(),
            _ => false,
        }
    }

    /// What is to be seen in it, on one line.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => tidy(text),
            Self::Number(number) => numbers::written(*number),
            Self::Day(day) => day.to_string(),
            Self::Flag(yes) => if *yes { "是" } else { "否" }.to_owned(),
            Self::Fault(fault) => fault.clone(),
        }
    }
}

/// Without what nobody sees: spaces at both ends, line breaks, zero-width signs, and the apostrophe that keeps a number a text.
pub(super) fn tidy(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let seen = text.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}'));
    let spaced: String =
        seen.map(|c| if c.is_whitespace() || matches!(c, '\u{a0}' | '\u{3000}') { ' ' } else { c }).collect();
    let mut tidied = String::with_capacity(spaced.len());
    for word in spaced.split(' ').filter(|word| !word.is_empty()) {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    tidied.trim_start_matches(['\'', '‘', '’', '`', '＇']).trim_start().to_owned()
}

/// Whether a text is one that [`tidy`] leaves as it is, told at a glance: most cells of a long file are.
fn is_plain(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{4e00}'..='\u{9fff}' | '-' | '.');
    !text.is_empty() && text.chars().all(word)
}

/// As headers and words of closed lists are compared: full-width signs plain, no space, no bracket.
pub(super) fn bare(text: &str) -> String {
    tidy(text).chars().map(narrow).filter(|c| !c.is_whitespace() && !"()[]{}【】〔〕".contains(*c)).collect()
}

/// Digits and letters alone, as numbers of things are kept.
fn compact(text: &str) -> String {
    tidy(text).chars().map(narrow).filter(|c| !c.is_whitespace()).collect()
}

/// A text as a message may tell it: cut, and of long numbers only both ends, since one of them may be somebody's ID number.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut told = String::new();
    let mut run = String::new();
    let narrowed = text.chars().map(narrow).chain(['\n']);
    for c in narrowed {
        if c.is_ascii_digit() || matches!(c, 'X' | 'x') {
            run.push(c);
            continue;
        }
        if run.len() >= 11 {
            let end = run.len() - 4;
            told.push_str(run.get(..4).unwrap_or_default());
            told.push_str("****");
            told.push_str(run.get(end..).unwrap_or_default());
        } else {
            told.push_str(&run);
        }
        run.clear();
        if c != '\n' {
            told.push(c);
        }
    }
    if told.chars().count() > 40 {
        told = told.chars().take(40).chain(['…']).collect();
    }
    told
}

/// What a column's cells hold.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Words.
    Text,
    /// A person's name.
    Name,
    /// An ID number: only ever a text.
    Identity,
    /// A number that is no quantity: a household's code, a division's.
    Code,
    /// A telephone number.
    Phone,
    /// A day.
    Day,
    /// A day, of which the month is enough.
    Month,
    /// A year.
    Year,
    /// A whole number of something.
    Whole,
    /// An amount of yuan.
    Yuan,
    /// A printed percentage: only ever a text, since a spreadsheet keeps 30.5% as 0.305 and forgets how many digits were printed.
    Percent,
    /// A member of a closed list.
    Choice(Choices),
    /// A member of a closed list, or other words: a unit's name.
    Open(Choices),
    /// Yes or no.
    Yes,
}

/// A cell that does not say what its column asks for.
fn refuse(key: &'static str, cell: &Cell) -> Message {
    Message::new(key).with("given", shown(&cell.text()))
}

impl Kind {
    /// What a cell says, as the text its value is read from; empty for an empty cell. `tens` is the power of ten of the column's
    /// unit: 4 for 万元.
    ///
    /// # Errors
    /// What is wrong with it, and what would be right.
    pub fn read(self, cell: &Cell, tens: u32) -> Result<String, Message> {
        if let Cell::Fault(fault) = cell {
            return Err(Message::new("error-import-formula").with("given", fault.clone()));
        }
        if cell.is_empty() || is_dash(cell) {
            return Ok(String::new());
        }
        if let Cell::Text(text) = cell
            && text.chars().count() > LONGEST
        {
            return Err(
                Message::new("error-too-long").with("most", i64::try_from(LONGEST).unwrap_or(i64::MAX))
            );
        }
        match self {
            Self::Text => Ok(cell.text()),
            Self::Name => match cell {
                Cell::Text(text) => Ok(tidy(text)),
                _ => Err(refuse("error-import-name", cell)),
            },
            Self::Identity => identity(cell),
            Self::Code | Self::Phone => self.code(cell),
            Self::Day => days::day(cell),
            Self::Month => days::month(cell),
            Self::Year => days::year(cell),
            Self::Whole => numbers::whole(cell, tens),
            Self::Yuan => numbers::yuan(cell, tens),
            Self::Percent => match cell {
                Cell::Text(text) => Ok(compact(text)),
                _ => Err(refuse("error-import-percent", cell)),
            },
            Self::Choice(choices) => choice(cell, choices),
            Self::Open(choices) => {
                let said = cell.text();
                Ok(choices.code(&said).map_or(said, str::to_owned))
            }
            Self::Yes => match bare(&cell.text()).to_lowercase().as_str() {
                "是" | "有" | "yes" | "y" | "1" | "true" | "√" | "✓" => Ok("yes".to_owned()),
                "否" | "无" | "不" | "没有" | "no" | "n" | "0" | "false" | "×" => Ok("no".to_owned()),
                _ => Err(refuse("error-import-yes", cell)),
            },
        }
    }

    fn code(self, cell: &Cell) -> Result<String, Message> {
        match cell {
            Cell::Text(text) => {
                let text = compact(text);
                if numbers::is_scientific(&text) {
                    return Err(refuse("error-import-digits-lost", cell));
                }
                let text = text.strip_suffix(".0").unwrap_or(&text).to_owned();
                if matches!(self, Self::Code) && text.parse::<ResidentId>().is_ok() {
                    return Err(Message::new("error-import-identity-here"));
                }
                Ok(text)
            }
            Cell::Number(number) => {
                numbers::digits(*number).ok_or_else(|| refuse("error-import-digits-lost", cell))
            }
            _ => Err(refuse("error-import-digits-lost", cell)),
        }
    }
}

/// A dash, or 无 where nothing is meant, is an empty cell.
fn is_dash(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if matches!(tidy(text).as_str(), "-" | "—" | "--" | "——" | "/" | "／" | "－" | "空"))
}

/// An ID number as a text; one that came as a number has lost its last digits, whatever it looks like.
fn identity(cell: &Cell) -> Result<String, Message> {
    match cell {
        Cell::Text(text) => {
            let text = compact(text);
            if numbers::is_scientific(&text) || text.ends_with(".0") {
                return Err(Message::new("error-import-identity-number"));
            }
            Ok(text.to_uppercase())
        }
        _ => Err(Message::new("error-import-identity-number")),
    }
}

fn choice(cell: &Cell, choices: Choices) -> Result<String, Message> {
    choices.code(&cell.text()).map(str::to_owned).ok_or_else(|| {
        let words: Vec<&str> = choices.words().take(12).collect();
        let more = if choices.words().count() > words.len() { "……" } else { "" };
        refuse("error-import-choice", cell).with("words", Arg::Text(format!("{}{more}", words.join("、"))))
    })
}

#[cfg(test)]
mod tests;
