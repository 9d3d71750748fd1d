//! Numbers, exactly: as decimal digits, never through a fraction of two.

use super::{Cell, compact, refuse};
use crate::domain::refusal::Message;

/// Whole numbers that a double keeps with every digit; Excel keeps fifteen digits.
const EXACT: f64 = 1e15;

/// As a text that was not written as one.
pub(super) fn written(number: f64) -> String {
    digits(number).unwrap_or_else(|| {
        let text = format!("{number:.6}");
        if number.abs() < EXACT {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            format!("{number:E}")
        }
    })
}

/// The digits of a number that is whole, not negative, and kept with every digit.
pub(super) fn digits(number: f64) -> Option<String> {
    let fits = (0.0..EXACT).contains(&number) && number.fract() == 0.0;
    fits.then(|| format!("{number:.0}"))
}

/// Whether a text is a number as Excel shows one that is too long: `4.50799E+17`.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '.');
    plain(mantissa) && plain(exponent.trim_start_matches(['+', '-']))
}

/// A decimal number: its digits, and how many of them stand behind the point.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty())
        || whole.len() + part.len() > 24
        || !digits(whole)
        || !digits(part)
    {
        return None;
    }
    let part = part.trim_end_matches('0');
    Some((format!("0{whole}{part}").parse().ok()?, u32::try_from(part.len()).ok()?))
}

/// How a quantity is written: signs before it, units behind it, and thousands between.
fn quantity(cell: &Cell, tens: u32) -> Option<(i128, u32, u32)> {
    let text = match cell {
        Cell::Number(number) => written(*number),
        Cell::Text(text) => compact(text).chars().filter(|c| !matches!(c, ',' | '，')).collect(),
        _ => return None,
    };
    let text = text.trim_start_matches(['¥', '￥', '约']);
    let text = text
        .trim_end_matches(['元', '块', '人', '户', '月', '岁', '亩', '次', '天', '张'])
        .trim_end_matches("个")
        .trim_end_matches(['人', '户']);
    let (text, own) = match (text.strip_suffix('万'), text.strip_suffix('亿')) {
        (Some(rest), _) => (rest, Some(4)),
        (_, Some(rest)) => (rest, Some(8)),
        _ => (text, None),
    };
    let (number, places) = decimal(text)?;
    // A cell that says 万 itself means it, whatever the header says.
    Some((number, places, own.unwrap_or(tens)))
}

/// A quantity in units of ten to the minus `fine`, if it is whole in them.
fn in_units(cell: &Cell, tens: u32, fine: u32) -> Option<i128> {
    let (number, places, tens) = quantity(cell, tens)?;
    let up = tens + fine;
    if let Some(more) = up.checked_sub(places) {
        return number.checked_mul(10i128.checked_pow(more)?);
    }
    let down = 10i128.checked_pow(places - up)?;
    (number % down == 0).then_some(number / down)
}

/// A whole number of something.
pub(super) fn whole(cell: &Cell, tens: u32) -> Result<String, Message> {
    let number = in_units(cell, tens, 0).and_then(|number| i64::try_from(number).ok());
    number.map(|number| number.to_string()).ok_or_else(|| refuse("error-import-whole", cell))
}

/// An amount of yuan, as `Fen::typed` reads it.
pub(super) fn yuan(cell: &Cell, tens: u32) -> Result<String, Message> {
    let fen = in_units(cell, tens, 2).and_then(|fen| i64::try_from(fen).ok());
    fen.map(|fen| format!("{}.{:02}", fen / 100, fen % 100)).ok_or_else(|| refuse("error-import-yuan", cell))
}
