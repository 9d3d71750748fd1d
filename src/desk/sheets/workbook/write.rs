//! From a sheet to a workbook.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{
    BASIS, BONUS, CODE, COEFFICIENTS, ITEM_CODE, ITEM_MAX, ITEM_NAME, ITEMS, LEVELS_SAID, MANDATORY,
    MIN_BONUS, MIN_PERCENT, MIN_TOTAL, MIN_VISITS, NAMED, NOTICE, OFFICIAL, PART_CODE, PART_MAX, PART_NAME,
    PARTIAL, RE_CHECK, SOURCE, STAR, STARS, STARS_SAID, SUBJECT, TERM, TERMS, TIERS, TOTAL, TRADES,
    VALID_YEARS, VALUE,
};
use crate::desk::{Error, Result};
use crate::domain::application::Level;
use crate::domain::codes::Code as _;
use crate::domain::rating::Star;
use crate::domain::sheet::{Item, Part, Sheet, Terms, subject_name, trade_name};
use crate::domain::site::{SiteKind, Trade};

/// The workbook of a sheet.
///
/// # Errors
/// If the workbook cannot be written.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>> {
    book(sheet).map_err(|error| Error::Broken(format!("workbook: {error}")))
}

/// A workbook to begin a sheet with: the columns, a row as an example, and the terms a sheet without any has.
///
/// # Errors
/// If the workbook cannot be written.
pub fn template() -> Result<Vec<u8>> {
    write(&Sheet {
        code: String::new(),
        subject: SiteKind::FarmStay,
        basis: String::new(),
        official: false,
        total: 0,
        trades: Trade::ALL.to_vec(),
        thresholds: Vec::new(),
        terms: Terms::default(),
        parts: vec![Part {
            code: "A".to_owned(),
            name: "示例部分".to_owned(),
            max: 50,
            bonus: false,
            named_in_source: false,
            coefficients: [crate::domain::sheet::Coefficient::FULL; 3],
            items: vec![Item {
                code: "A1".to_owned(),
                name: "示例项目".to_owned(),
                max: 50,
                tiers: vec![15, 25, 35, 45, 50],
                mandatory: false,
                partial: false,
            }],
        }],
    })
}

fn book(sheet: &Sheet) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    items(book.add_worksheet(), sheet)?;
    stars(book.add_worksheet(), sheet)?;
    terms(book.add_worksheet(), sheet)?;
    book.save_to_buffer()
}

type Written = std::result::Result<(), XlsxError>;

fn begin(page: &mut Worksheet, name: &str, columns: &[(&str, f64)]) -> Written {
    let head = Format::new().set_bold().set_text_wrap();
    page.set_name(name)?;
    for (place, (column, width)) in (0..).zip(columns) {
        page.write_with_format(0, place, *column, &head)?;
        page.set_column_width(place, *width)?;
    }
    page.set_freeze_panes(1, 0)?;
    page.set_landscape();
    page.set_paper_size(9);
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

const fn yes(yes: bool) -> &'static str {
    if yes { "是" } else { "否" }
}

fn items(page: &mut Worksheet, sheet: &Sheet) -> Written {
    let [catering, lodging, combined] = COEFFICIENTS;
    let columns = [
        (PART_CODE, 9.0),
        (PART_NAME, 24.0),
        (PART_MAX, 9.0),
        (BONUS, 6.0),
        (catering, 10.0),
        (lodging, 10.0),
        (combined, 10.0),
        (NAMED, 10.0),
        (ITEM_CODE, 9.0),
        (ITEM_NAME, 30.0),
        (ITEM_MAX, 7.0),
        (TIERS, 18.0),
        (MANDATORY, 6.0),
        (PARTIAL, 10.0),
    ];
    begin(page, ITEMS, &columns)?;
    let text = Format::new().set_num_format("@");
    let rows = sheet.items();
    for (row, (part, item)) in (1..).zip(rows) {
        page.write_with_format(row, 0, &part.code, &text)?;
        page.write_with_format(row, 1, &part.name, &text)?;
        page.write(row, 2, part.max)?;
        page.write(row, 3, yes(part.bonus))?;
        for (column, trade) in (4..).zip(Trade::ALL) {
            if sheet.trades.contains(trade) {
                // As text it would be right too; as a number it can be reckoned with.
                page.write(row, column, hundredths(part.coefficient(*trade).of(1).hundredths()))?;
            }
        }
        page.write(row, 7, yes(part.named_in_source))?;
        page.write_with_format(row, 8, &item.code, &text)?;
        page.write_with_format(row, 9, &item.name, &text)?;
        page.write(row, 10, item.max)?;
        let tiers: Vec<String> = item.tiers.iter().map(ToString::to_string).collect();
        page.write_with_format(row, 11, tiers.join("/"), &text)?;
        page.write(row, 12, yes(item.mandatory))?;
        page.write(row, 13, yes(item.partial))?;
    }
    Ok(())
}

/// 0.6 for 60; the nearest binary fraction is written with its shortest decimals.
fn hundredths(hundredths: i64) -> f64 {
    f64::from(i32::try_from(hundredths).unwrap_or_default()) / 100.0
}

fn stars(page: &mut Worksheet, sheet: &Sheet) -> Written {
    let columns = [(STAR, 8.0), (MIN_TOTAL, 8.0), (MIN_BONUS, 10.0), (MIN_PERCENT, 18.0), (MIN_VISITS, 14.0)];
    begin(page, STARS, &columns)?;
    for (row, (star, said)) in (1..).zip(Star::ALL.iter().zip(STARS_SAID)) {
        page.write(row, 0, said)?;
        let Some(line) = sheet.thresholds.iter().find(|line| line.star == *star) else { continue };
        page.write(row, 1, line.min_total)?;
        for (column, number) in (2..).zip([line.min_bonus, line.min_part_percent, line.min_annual_visits]) {
            if let Some(number) = number {
                page.write(row, column, number)?;
            }
        }
    }
    Ok(())
}

fn terms(page: &mut Worksheet, sheet: &Sheet) -> Written {
    begin(page, TERMS, &[(TERM, 18.0), (VALUE, 44.0), (SOURCE, 60.0)])?;
    let (terms, sources) = (&sheet.terms, &sheet.terms.sources);
    let trades: Vec<&str> = sheet.trades.iter().map(|trade| trade_name(*trade)).collect();
    let trades = if trades.is_empty() { "不区分".to_owned() } else { trades.join("、") };
    let mut rows = vec![
        (CODE.to_owned(), sheet.code.clone(), ""),
        (SUBJECT.to_owned(), subject_name(sheet.subject).to_owned(), ""),
        (BASIS.to_owned(), sheet.basis.clone(), ""),
        (OFFICIAL.to_owned(), yes(sheet.official).to_owned(), ""),
        (TOTAL.to_owned(), sheet.total.to_string(), ""),
        (TRADES.to_owned(), trades, ""),
    ];
    for (star, said) in Star::ALL.iter().zip(STARS_SAID) {
        let level = Level::ALL.iter().zip(LEVELS_SAID).find(|(level, _)| **level == terms.level_for(*star));
        let level = level.map_or("", |(_, said)| said).to_owned();
        rows.push((format!("{said}评定机关"), level, &sources.awarding));
    }
    rows.extend([
        (NOTICE.to_owned(), terms.notice_working_days.to_string(), sources.notice.as_str()),
        (VALID_YEARS.to_owned(), terms.valid_years.to_string(), &sources.validity),
        (RE_CHECK.to_owned(), terms.re_check_years.to_string(), &sources.re_check),
    ]);
    for ((_, certificate, plaque), said) in terms.patterns().zip(LEVELS_SAID) {
        rows.push((format!("{said}证书编号"), certificate.to_string(), &sources.certificate));
        rows.push((format!("{said}牌匾编号"), plaque.to_string(), &sources.plaque));
    }
    let text = Format::new().set_num_format("@").set_text_wrap();
    for (row, (term, value, source)) in (1..).zip(rows) {
        page.write(row, 0, term)?;
        page.write_with_format(row, 1, value, &text)?;
        page.write_with_format(row, 2, source, &text)?;
    }
    Ok(())
}
