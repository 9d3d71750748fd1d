//! The workbooks given out: a template to fill in, and the file given back with its wrong rows marked.

use std::collections::HashMap;

use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};

use super::Prepared;
use super::file::{DICTIONARY, MARK};
use crate::desk::{Error, Result};
use crate::domain::codes::Code as _;
use crate::domain::import::{Cell, Column, Counts, Kind, Need, Noun, Outcome, Place, RowPlan, Wrong};
use crate::domain::refusal::Message;

/// Rows of a template that have drop-downs and text columns.
const READY_ROWS: u32 = 2000;
/// The column of the marked file that says what is wrong.
const WHY: &str = "错误说明";

type Written = std::result::Result<(), XlsxError>;

/// Says a message in the reader's language.
pub type Sayer<'s> = &'s dyn Fn(&Message) -> String;

fn broken(error: XlsxError) -> Error {
    Error::Broken(format!("workbook: {error}"))
}

fn place(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// The letters of a column: A, …, Z, AA, …
fn letters(mut place: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(u8::try_from(place % 26).map_or('?', |n| char::from(b'A' + n)));
        match (place / 26).checked_sub(1) {
            Some(rest) => place = rest,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

/// A template to fill in: the columns with a remark of what goes there, drop-downs for closed lists, ID numbers as text.
///
/// # Errors
/// If it cannot be written.
pub fn template(noun: Noun, word: &str, say: Sayer<'_>) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    sheet_to_fill(book.add_worksheet(), noun, word, say).map_err(broken)?;
    dictionary(book.add_worksheet(), noun).map_err(broken)?;
    book.save_to_buffer().map_err(broken)
}

fn sheet_to_fill(page: &mut Worksheet, noun: Noun, word: &str, say: Sayer<'_>) -> Written {
    let layout = noun.layout();
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00ED_F2F9))
        .set_align(FormatAlign::VerticalCenter);
    let must = head.clone().set_font_color(Color::RGB(0x00B3_201A));
    let text = Format::new().set_num_format("@");
    page.set_name(word)?;
    for (at, column) in layout.columns.iter().enumerate() {
        let at = place(at);
        let format = if column.need == Need::Always { &must } else { &head };
        page.write_with_format(0, at, column.header, format)?;
        let hint = hint(column, say);
        if !hint.is_empty() {
            page.insert_note(0, at, &Note::new(hint).add_author_prefix(false))?;
        }
        page.set_column_width(at, if matches!(column.kind, Kind::Identity) { 22.0 } else { 14.0 })?;
        // Excel turns a long number typed into any other cell into 4.5E+17, and its end into zeroes.
        page.set_column_format(at, &text)?;
        if let Kind::Choice(_) | Kind::Open(_) | Kind::Yes = column.kind {
            let letter = letters(usize::from(at));
            let count = words(column).count().max(1);
            let source = format!("={DICTIONARY}!${letter}$2:${letter}${}", count + 1);
            let list = DataValidation::new()
                .allow_list_formula(Formula::new(source))
                .ignore_blank(true)
                .show_error_message(!matches!(column.kind, Kind::Open(_)))
                .set_error_title(column.header)?
                .set_error_message(say(&Message::new("import-template-pick")))?;
            page.add_data_validation(1, at, READY_ROWS, at, &list)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    page.set_landscape();
    page.set_paper_size(9);
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

fn hint(column: &Column, say: Sayer<'_>) -> String {
    let key = match column.kind {
        Kind::Identity => "import-hint-identity",
        Kind::Code => "import-hint-code",
        Kind::Day => "import-hint-day",
        Kind::Month => "import-hint-month",
        Kind::Choice(_) | Kind::Yes => "import-hint-choice",
        Kind::Open(_) => "import-hint-open",
        Kind::Percent => "import-hint-percent",
        _ => "",
    };
    let mut parts = Vec::new();
    if column.need == Need::Always {
        parts.push(say(&Message::new("import-hint-must")));
    }
    if !key.is_empty() {
        parts.push(say(&Message { key, args: Vec::new() }));
    }
    if !column.example.is_empty() {
        parts.push(say(&Message::new("import-hint-example").with("example", column.example)));
    }
    parts.join("\n")
}

fn words(column: &Column) -> Box<dyn Iterator<Item = &'static str>> {
    match column.kind {
        Kind::Choice(choices) | Kind::Open(choices) => Box::new(choices.words()),
        Kind::Yes => Box::new(["是", "否"].into_iter()),
        _ => Box::new(std::iter::empty()),
    }
}

/// The hidden sheet: what the template is of, its version, and the words of its drop-downs.
fn dictionary(page: &mut Worksheet, noun: Noun) -> Written {
    let layout = noun.layout();
    page.set_name(DICTIONARY)?;
    // Above the words of columns without a list.
    page.write(0, 0, MARK)?;
    page.write(0, 1, noun.code())?;
    page.write(0, 2, layout.version)?;
    for (at, column) in layout.columns.iter().enumerate() {
        for (row, word) in (1..).zip(words(column)) {
            page.write(row, place(at), word)?;
        }
    }
    page.set_hidden(true);
    Ok(())
}

/// The file given back: its own rows with what is wrong marked in red, a remark in the cell, and a column that says it.
///
/// # Errors
/// If it cannot be written.
pub fn mark(prepared: &Prepared, rows: &[RowPlan], say: Sayer<'_>) -> Result<Vec<u8>> {
    let told: HashMap<Place, &RowPlan> = rows.iter().map(|row| (row.place, row)).collect();
    let mut book = Workbook::new();
    summary(book.add_worksheet(), &Counts::of(rows), say).map_err(broken)?;
    for ((table, header), sheet) in prepared.tables.iter().zip(0i32..) {
        let Some(header) = header else { continue };
        let page = book.add_worksheet();
        let name: String = table.name.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(28).collect();
        let name =
            if name.is_empty() || name == "导入结果" { format!("名单{}", sheet + 1) } else { name };
        page.set_name(&name).map_err(broken)?;
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        for (row, number) in table.rows.iter().zip(1i32..) {
            let at = Place { sheet, row: number };
            let is_head = usize::try_from(number).is_ok_and(|number| number == header.below);
            let plan = told.get(&at).copied();
            give_back(page, (row, width), is_head, plan, (prepared, header, number), say).map_err(broken)?;
        }
        page.set_column_width(place(width), 60).map_err(broken)?;
    }
    book.save_to_buffer().map_err(broken)
}

fn summary(page: &mut Worksheet, counts: &Counts, say: Sayer<'_>) -> Written {
    page.set_name("导入结果")?;
    let rows = [
        ("import-count-rows", counts.rows),
        ("import-count-fine", counts.fine),
        ("import-count-changes", counts.changes),
        ("import-count-known", counts.known),
        ("import-count-duplicates", counts.duplicates),
        ("import-count-wrong", counts.wrong),
        ("import-count-held", counts.held),
        ("import-count-skipped", counts.skipped),
    ];
    for (row, (key, count)) in (0..).zip(rows) {
        page.write(row, 0, say(&Message { key, args: Vec::new() }))?;
        page.write(row, 1, count)?;
    }
    page.set_column_width(0, 30)?;
    page.write(9, 0, say(&Message::new("import-marked-note")))?;
    Ok(())
}

type At<'a> = (&'a Prepared, &'a crate::domain::import::Header, i32);

fn give_back(
    page: &mut Worksheet,
    (row, width): (&[Cell], usize),
    is_head: bool,
    plan: Option<&RowPlan>,
    (prepared, header, number): At<'_>,
    say: Sayer<'_>,
) -> Written {
    let text = Format::new().set_num_format("@");
    let red = text.clone().set_background_color(Color::RGB(0x00FF_C7CE));
    let at = u32::try_from(number - 1).unwrap_or(0);
    let wrong: &[Wrong] = plan.and_then(|plan| plan.detail.as_ref()).map_or(&[], |detail| &detail.wrong);
    let layout = prepared.noun.layout();
    let place_of = |column: &str| {
        let mut columns = layout.columns.iter().zip(&header.columns);
        columns.find(|(known, _)| known.header == column).and_then(|(_, found)| found.map(|(place, _)| place))
    };
    let marked: Vec<(Option<usize>, String)> =
        wrong.iter().map(|wrong| (wrong.column.as_deref().and_then(place_of), say(&wrong.message))).collect();
    for column in 0..width {
        let cell = row.get(column).unwrap_or(&Cell::Empty);
        let here: Vec<&str> = marked
            .iter()
            .filter(|(place, _)| *place == Some(column))
            .map(|(_, said)| said.as_str())
            .collect();
        let format = if here.is_empty() { &text } else { &red };
        let column = place(column);
        match cell {
            Cell::Empty if here.is_empty() => {}
            Cell::Number(number) => drop(page.write_with_format(at, column, *number, format)?),
            other => drop(page.write_with_format(at, column, other.text(), format)?),
        }
        if !here.is_empty() {
            page.insert_note(at, column, &Note::new(here.join("\n")).add_author_prefix(false))?;
        }
    }
    let why = match plan {
        _ if is_head => WHY.to_owned(),
        None => String::new(),
        Some(plan) => explained(plan, wrong, say),
    };
    if !why.is_empty() {
        page.write_with_format(at, place(width), why, if wrong.is_empty() { &text } else { &red })?;
    }
    Ok(())
}

fn explained(plan: &RowPlan, wrong: &[Wrong], say: Sayer<'_>) -> String {
    if wrong.is_empty() {
        return match plan.outcome {
            Outcome::Held | Outcome::Duplicate | Outcome::Skipped => {
                say(&Message::new("import-outcome-is").with_code("outcome", plan.outcome))
            }
            _ => String::new(),
        };
    }
    let one = |wrong: &Wrong| match &wrong.column {
        Some(column) => format!("{column}：{}", say(&wrong.message)),
        None => say(&wrong.message),
    };
    wrong.iter().map(one).collect::<Vec<_>>().join("；")
}
