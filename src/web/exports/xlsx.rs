//! A table as a workbook: typed cells, printed on A4 across, each page under the table's head. Rows go to a file as they
//! come, so memory does not grow with them.

use std::fs::File;
use std::io::{self, BufWriter};

use rust_xlsxwriter::{DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::Writer;
use super::csv::is_formula;
use super::table::{Cell, Head, Kind};

/// A head of a column: what stands above it and its neighbours, its own, what it is of.
pub(super) struct Headed {
    pub group: Option<String>,
    pub head: String,
    pub kind: Kind,
}

struct Formats {
    text: Format,
    formula: Format,
    whole: Format,
    day: Format,
    time: Format,
    money: Format,
    share: Format,
    sum: Format,
    sum_whole: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_border(FormatBorder::Hair);
        let sum = || cell().set_bold();
        Self {
            text: cell().set_num_format("@"),
            // What Excel itself keeps of a text that was typed behind an apostrophe.
            formula: cell().set_num_format("@").set_quote_prefix(),
            whole: cell().set_num_format("#,##0"),
            day: cell().set_num_format("yyyy-mm-dd"),
            time: cell().set_num_format("yyyy-mm-dd hh:mm"),
            money: cell().set_num_format("#,##0.00"),
            share: cell().set_num_format("0.0%"),
            sum: sum().set_num_format("@"),
            sum_whole: sum().set_num_format("#,##0"),
        }
    }
}

pub(super) struct Xlsx {
    book: Workbook,
    file: File,
    formats: Formats,
    next: u32,
    /// The row of the columns' heads.
    heads: u32,
    columns: u16,
}

fn other(error: XlsxError) -> io::Error {
    io::Error::other(error)
}

impl Xlsx {
    /// Begins a workbook; its foot numbers the pages like this, `&P` of `&N`.
    pub(super) fn begin(file: File, head: &Head, columns: &[Headed], pages: &str) -> io::Result<Self> {
        let mut book = Workbook::new();
        book.set_properties(&DocProperties::new().set_title(&head.title));
        book.add_worksheet_with_constant_memory().map_err(other)?;
        let columns_n = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        let mut made = Self { book, file, formats: Formats::new(), next: 0, heads: 0, columns: columns_n };
        made.head(head, columns, pages).map_err(other)?;
        Ok(made)
    }

    fn head(&mut self, head: &Head, columns: &[Headed], pages: &str) -> Result<(), XlsxError> {
        let grouped = columns.iter().any(|column| column.group.is_some());
        let above = u32::try_from(head.about.len()).unwrap_or_default() + 1;
        self.heads = above + u32::from(grouped);
        self.next = self.heads + 1;
        let page = self.book.worksheet_from_index(0)?;
        set_up(page, head, columns, pages)?;
        page.set_repeat_rows(above, self.heads)?;
        page.set_freeze_panes(self.heads + 1, 1)?;
        page.write_with_format(0, 0, &head.title, &Format::new().set_bold().set_font_size(14))?;
        for (row, (name, value)) in (1..).zip(&head.about) {
            page.write_string(row, 0, format!("{name}：{value}"))?;
        }
        let bold = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        if grouped {
            groups(page, above, columns, &bold.clone().set_align(FormatAlign::Center))?;
        }
        for (place, column) in (0..).zip(columns) {
            let number = matches!(column.kind, Kind::Whole | Kind::Money | Kind::Share);
            let align = if number { FormatAlign::Right } else { FormatAlign::Left };
            page.write_with_format(self.heads, place, &column.head, &bold.clone().set_align(align))?;
        }
        Ok(())
    }

    fn write(&mut self, cells: &[Cell], sum: bool) -> Result<(), XlsxError> {
        let (row, formats) = (self.next, &self.formats);
        let page = self.book.worksheet_from_index(0)?;
        for (place, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => page.write_blank(row, place, &formats.text)?,
                Cell::Text(text) => {
                    let plain = if sum { &formats.sum } else { &formats.text };
                    let format = if is_formula(text) { &formats.formula } else { plain };
                    page.write_string_with_format(row, place, text, format)?
                }
                Cell::Whole(number) => {
                    let format = if sum { &formats.sum_whole } else { &formats.whole };
                    page.write_number_with_format(row, place, float(*number), format)?
                }
                Cell::Day(day) => page.write_datetime_with_format(row, place, day, &formats.day)?,
                Cell::Time(at) => page.write_datetime_with_format(row, place, at.local(), &formats.time)?,
                Cell::Money(fen) => {
                    page.write_number_with_format(row, place, float(fen.0) / 100.0, &formats.money)?
                }
                Cell::Share(share) => page.write_number_with_format(row, place, *share, &formats.share)?,
            };
        }
        self.next += 1;
        Ok(())
    }

    fn finish(mut self, foot: &[String]) -> Result<File, XlsxError> {
        let (heads, last, columns) = (self.heads, self.next, self.columns);
        let page = self.book.worksheet_from_index(0)?;
        if last > heads + 1 && columns > 0 {
            page.autofilter(heads, 0, last - 1, columns - 1)?;
        }
        for (row, line) in (last + 1..).zip(foot) {
            page.write_string(row, 0, line)?;
        }
        let mut to = BufWriter::new(self.file);
        self.book.save_to_writer(&mut to)?;
        to.into_inner().map_err(|error| XlsxError::IoError(error.into_error()))
    }
}

/// A whole number as a spreadsheet has it. Nothing counted here comes near 2^53.
#[expect(clippy::cast_precision_loss, reason = "a count or an amount of fen, far below 2^53")]
const fn float(number: i64) -> f64 {
    number as f64
}

/// The page's name, its columns and how it is printed.
fn set_up(page: &mut Worksheet, head: &Head, columns: &[Headed], pages: &str) -> Result<(), XlsxError> {
    // At most 31 characters, of which some mean something in a formula.
    let name: String = head
        .title
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''))
        .take(31)
        .collect();
    page.set_name(name)?;
    for (place, column) in (0..).zip(columns) {
        page.set_column_width(place, column.kind.width())?;
    }
    page.set_landscape();
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    page.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    page.set_footer(format!("&L{}&R{pages}", head.title.replace('&', "&&")));
    Ok(())
}

/// The row above the heads: each group across its columns.
fn groups(page: &mut Worksheet, row: u32, columns: &[Headed], format: &Format) -> Result<(), XlsxError> {
    let mut first = 0;
    for run in columns.chunk_by(|one, next| one.group.is_some() && one.group == next.group) {
        let width = u16::try_from(run.len()).unwrap_or_default();
        let words = run.first().and_then(|column| column.group.as_deref()).unwrap_or_default();
        if width > 1 {
            page.merge_range(row, first, row, first + width - 1, words, format)?;
        } else {
            page.write_with_format(row, first, words, format)?;
        }
        first += width;
    }
    Ok(())
}

impl Writer for Xlsx {
    fn row(&mut self, cells: &[Cell], sum: bool) -> io::Result<()> {
        self.write(cells, sum).map_err(other)
    }

    fn end(self: Box<Self>, foot: &[String]) -> io::Result<File> {
        self.finish(foot).map_err(other)
    }
}
