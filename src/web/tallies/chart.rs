//! What the charts of the tally page are drawn from. Every value is also printed as text.

use serde::Serialize;

use crate::desk::tallies::Unit;
use crate::domain::division::UnitCode;
use crate::web::lang::Lang;

/// A bar: `components/parts.html` draws it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Bar {
    label: String,
    value: i64,
    /// 0 to 100, of the longest.
    width: f64,
    /// Of the sum; none if that is zero.
    share: Option<f64>,
    href: String,
}

/// The bars, longest first. The table beside them keeps the official order.
pub(super) fn bars(mut values: Vec<(String, i64, String)>) -> Vec<Bar> {
    values.sort_by_key(|(_, value, _)| std::cmp::Reverse(*value));
    let longest = values.iter().map(|(_, value, _)| *value).max().unwrap_or_default();
    let sum = values.iter().map(|(_, value, _)| *value).sum();
    let bar = |(label, value, href): (String, i64, String)| Bar {
        label,
        value,
        width: (ratio(value, longest).unwrap_or_default() * 10_000.0).round() / 100.0,
        share: ratio(value, sum),
        href,
    };
    values.into_iter().map(bar).collect()
}

/// A part of a whole, none of nothing. Counts of people are far below where a float loses a whole number.
#[allow(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
pub(super) fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole != 0).then(|| part as f64 / whole as f64)
}

/// Which of four shades a value gets that lies so far between the least and the most.
pub(super) fn shade(ratio: Option<f64>) -> u8 {
    match ratio.unwrap_or_default() {
        most if most >= 0.8 => 3,
        more if more >= 0.5 => 2,
        some if some >= 0.18 => 1,
        _ => 0,
    }
}

/// A tile of the map. The map shows bearings, never boundaries: drawing those needs a map approval number.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Tile {
    label: String,
    /// None for a unit the numbers do not cover.
    value: Option<i64>,
    href: Option<String>,
    shade: u8,
    x: i32,
    y: i32,
}

/// The map, and how tall it is.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Map {
    tiles: Vec<Tile>,
    width: i32,
    height: i32,
    /// Where the sea begins in the last row.
    sea_x: i32,
    sea_y: i32,
}

const TILE: (i32, i32) = (142, 94);

/// The tile map of the units. The rows below the first stand half a tile to the left, as the districts do.
pub(super) fn map(
    units: &[Unit],
    lang: Lang,
    value: impl Fn(&UnitCode) -> Option<i64>,
    link: impl Fn(&UnitCode) -> Option<String>,
) -> Map {
    let values: Vec<i64> = units.iter().filter_map(|unit| value(&unit.code)).collect();
    let least = values.iter().copied().min().unwrap_or_default();
    let most = values.iter().copied().max().unwrap_or_default();
    let tile = |unit: &Unit| {
        let value = value(&unit.code);
        Tile {
            label: unit_name(unit, lang).to_owned(),
            value,
            href: value.filter(|value| *value > 0).and_then(|_| link(&unit.code)),
            shade: value.map_or(0, |value| shade(ratio(value - least, most - least))),
            x: (unit.tile_column - 1) * TILE.0
                - if unit.tile_row > 1 && unit.tile_column > 1 { TILE.0 / 2 } else { 0 },
            y: (unit.tile_row - 1) * TILE.1,
        }
    };
    let tiles: Vec<Tile> = units.iter().map(tile).collect();
    let last = tiles.iter().map(|tile| tile.y).max().unwrap_or_default();
    let end = tiles.iter().filter(|tile| tile.y == last).map(|tile| tile.x).max().unwrap_or_default();
    Map {
        width: tiles.iter().map(|tile| tile.x).max().unwrap_or_default().max(2 * TILE.0) + TILE.0 - 6,
        height: last + TILE.1 - 6,
        sea_x: end + TILE.0 + 12,
        sea_y: last + 42,
        tiles,
    }
}

/// A unit's name in the reader's language.
pub(super) fn unit_name(unit: &Unit, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &unit.name,
        Lang::En => &unit.name_en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_is_full_and_comes_first() {
        let bars = bars(vec![("a".into(), 105, String::new()), ("b".into(), 417, String::new())]);
        assert_eq!((bars[0].label.as_str(), bars[0].width), ("b", 100.0));
        assert!((bars[1].width - 25.18).abs() < f64::EPSILON);
    }

    #[test]
    fn nothing_to_compare_draws_nothing() {
        let bars = bars(vec![("a".into(), 0, String::new())]);
        assert_eq!((bars[0].width, bars[0].share), (0.0, None));
        assert_eq!(shade(None), 0);
    }
}
