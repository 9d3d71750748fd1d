use proptest::prelude::*;

use super::super::choices;
use super::*;

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn key(read: Result<String, Message>) -> &'static str {
    read.unwrap_err().key
}

#[test]
fn an_identity_that_came_as_a_number_is_refused_with_the_remedy() {
    for cell in [
        Cell::Number(4.507_991_973_061_2E17),
        text("4.50799E+17"),
        text("450799197306120000.0"),
        Cell::Number(12.0),
    ] {
        assert_eq!(key(Kind::Identity.read(&cell, 0)), "error-import-identity-number");
    }
    for given in ["'11010519491231002x", " １１０１０５ 19491231\u{a0}002ｘ", "\u{feff}11010519491231002X\n"]
    {
        assert_eq!(Kind::Identity.read(&text(given), 0).unwrap(), "11010519491231002X");
    }
}

#[test]
fn a_code_keeps_every_digit_or_is_refused() {
    for cell in [
        text("'4507210000012"),
        Cell::Number(4_507_210_000_012.0),
        text("４５０７２１ 0000012"),
        text("4507210000012.0"),
    ] {
        assert_eq!(Kind::Code.read(&cell, 0).unwrap(), "4507210000012");
    }
    for cell in [text("4.50721E+12"), Cell::Number(4.507_21e17), Cell::Number(0.5), Cell::Flag(true)] {
        assert_eq!(key(Kind::Code.read(&cell, 0)), "error-import-digits-lost");
    }
    assert_eq!(key(Kind::Code.read(&text("11010519491231002X"), 0)), "error-import-identity-here");
}

#[test]
fn a_day_is_read_as_files_write_it() {
    let day = "2017-08-12";
    let cells = [
        Cell::Number(42_959.0),
        Cell::Number(42_959.75),
        Cell::Number(20_170_812.0),
        text("2017.8.12"),
        text("２０１７年８月12日"),
        text("2017/08/12 00:00:00"),
        text("2017-08-12T00:00:00"),
        text("20170812"),
        text("2017 年 8 月 12 日"),
        Cell::Day(NaiveDate::from_ymd_opt(2017, 8, 12).unwrap()),
    ];
    for cell in cells {
        assert_eq!(Kind::Day.read(&cell, 0).as_deref(), Ok(day), "{cell:?}");
    }
    for cell in [
        Cell::Number(2017.8),
        text("2017.8"),
        text("2017年8月"),
        text("2017-08"),
        text("201708"),
        Cell::Number(201_708.0),
    ] {
        assert_eq!(Kind::Month.read(&cell, 0).as_deref(), Ok("2017-08-01"), "{cell:?}");
        assert_eq!(key(Kind::Day.read(&cell, 0)), "error-import-day-whole", "{cell:?}");
    }
    assert_eq!(Kind::Month.read(&text("2017.10"), 0).as_deref(), Ok("2017-10-01"));
    assert_eq!(key(Kind::Month.read(&Cell::Number(2017.1), 0)), "error-import-month-lost");
    for wrong in ["88日", "2017-13-01", "2017-02-30", "17.8.1", "昨天", "2017-8-1-1"] {
        assert_eq!(key(Kind::Day.read(&text(wrong), 0)), "error-import-day", "{wrong}");
    }
    for cell in [text("2017年度"), Cell::Number(2017.0), text("２０１７")] {
        assert_eq!(Kind::Year.read(&cell, 0).as_deref(), Ok("2017"));
    }
}

#[test]
fn quantities_are_exact_whatever_their_unit() {
    for (given, tens, fen) in [
        ("0.45万", 0, "4500.00"),
        ("0.45", 4, "4500.00"),
        ("￥1,800.5元", 0, "1800.50"),
        ("1.2万元", 4, "12000.00"),
    ] {
        assert_eq!(Kind::Yuan.read(&text(given), tens).as_deref(), Ok(fen), "{given}");
    }
    assert_eq!(Kind::Yuan.read(&Cell::Number(1800.1), 0).as_deref(), Ok("1800.10"));
    assert_eq!(Kind::Yuan.read(&Cell::Number(0.1 + 0.2), 4).as_deref(), Ok("3000.00"));
    for (cell, n) in
        [(text("1,127 人"), "1127"), (text("20万"), "200000"), (Cell::Number(3.0), "3"), (text("３口人"), "")]
    {
        let read = Kind::Whole.read(&cell, 0);
        if n.is_empty() {
            assert_eq!(key(read), "error-import-whole");
        } else {
            assert_eq!(read.as_deref(), Ok(n));
        }
    }
    for wrong in [text("-3"), Cell::Number(2.5), Cell::Number(-1.0), text("三")] {
        assert_eq!(key(Kind::Whole.read(&wrong, 0)), "error-import-whole");
    }
    assert_eq!(key(Kind::Yuan.read(&text("1.005"), 0)), "error-import-yuan");
}

#[test]
fn what_says_nothing_is_empty_and_a_broken_formula_is_told() {
    for cell in [Cell::Empty, text(" \u{3000}"), text("—"), text("/")] {
        assert_eq!(Kind::Day.read(&cell, 0).as_deref(), Ok(""));
    }
    assert_eq!(key(Kind::Text.read(&Cell::Fault("#N/A".into()), 0)), "error-import-formula");
    let refused = Kind::Choice(choices::ATTRIBUTES).read(&text("穷"), 0).unwrap_err();
    assert_eq!(refused.key, "error-import-choice");
}

#[test]
fn no_message_tells_a_whole_number() {
    assert_eq!(shown("身份证11010519491231002X"), "身份证1101****002X");
    assert_eq!(shown("13812345678"), "1381****5678");
    assert_eq!(shown("3人"), "3人");
}

proptest! {
    #[test]
    fn no_cell_breaks_the_reading(words in "\\PC{0,30}", number in any::<f64>()) {
        let kinds = [Kind::Text, Kind::Name, Kind::Identity, Kind::Code, Kind::Day, Kind::Month, Kind::Year, Kind::Whole, Kind::Yuan, Kind::Yes];
        for kind in kinds {
            let _ = kind.read(&text(&words), 4);
            let _ = kind.read(&Cell::Number(number), 0);
        }
    }

    #[test]
    fn every_day_is_read_back_from_every_way_of_writing_it(n in 0i64..40_000) {
        let day = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + chrono::Duration::days(n);
        let written = [day.format("%Y-%m-%d"), day.format("%Y.%-m.%-d"), day.format("%Y年%-m月%-d日"), day.format("%Y%m%d")];
        for one in written {
            let one = one.to_string();
            prop_assert_eq!(Kind::Day.read(&text(&one), 0).unwrap(), day.to_string());
        }
    }

    #[test]
    fn no_told_text_holds_a_long_number(words in "[0-9Xx年 ]{0,60}") {
        let told = shown(&words);
        let longest = told.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        prop_assert!(longest < 11);
    }
}

#[test]
fn a_printed_percentage_is_a_text_and_an_open_list_takes_other_words() {
    assert_eq!(Kind::Percent.read(&text(" ３０．５ ％"), 0).unwrap(), "30.5%");
    assert_eq!(key(Kind::Percent.read(&Cell::Number(0.305), 0)), "error-import-percent");
    let parts = Kind::Open(choices::PARTS);
    assert_eq!(parts.read(&text("技能 培训"), 0).unwrap(), "training");
    assert_eq!(parts.read(&text(" 灵山县"), 0).unwrap(), "灵山县");
}
