use proptest::prelude::*;

use super::super::layouts::{
    COURSES, DIVISIONS, EXITS, FIGURES, HIRES, HOUSEHOLDS, OPERATORS, PAYMENTS, SITES, TARGETS,
};
use super::*;

fn row(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).into()) }).collect()
}

/// The column of the table at which a key stands.
fn at(layout: &Layout, header: &Header, key: &str) -> Option<usize> {
    let place = layout.columns.iter().position(|column| column.key == key).unwrap();
    header.columns[place].map(|(place, _)| place)
}

#[test]
fn the_list_on_the_village_board_is_read_under_its_titles() {
    let rows = [
        row(&["附件2"]),
        row(&["灵山县佛子镇大芦村2017年脱贫户名单（下半年）", "", "", ""]),
        row(&["", "", "单位：户、人"]),
        row(&["序 号", "村民\n小组", "户主姓名", "家庭人口数（人）"]),
        row(&["1", "2", "3", "4"]),
        row(&["1", "东园", "邓荔枝", "3"]),
        row(&["合计", "", "", "3"]),
    ];
    let header = Header::find(&EXITS, &rows).unwrap();
    assert_eq!(
        (header.below, at(&EXITS, &header, "head"), at(&EXITS, &header, "size")),
        (4, Some(2), Some(3))
    );
    assert!(header.title.contains("佛子镇大芦村2017年"));
    assert_eq!(header.unused, ["序 号"]);
    let said: Vec<bool> = rows[4..].iter().map(|row| header.is_row(&EXITS, row)).collect();
    assert_eq!(said, [false, true, false]);
    assert!(!header.is_row(&EXITS, &rows[3]), "the header once more");
}

#[test]
fn a_header_of_two_rows_is_one_header() {
    let rows = [
        row(&["村", "户编号", "家庭成员", "", "", "致贫原因", ""]),
        row(&["", "", "姓名", "A7 证件号", "A8与户主关系", "主要致贫原因", "其他致贫原因"]),
        row(&["大芦村", "4507210000012", "邓荔枝", "", "户主", "因病", ""]),
    ];
    let header = Header::find(&HOUSEHOLDS, &rows).unwrap();
    assert_eq!(header.below, 2);
    for (key, place) in [
        ("village", 0),
        ("code", 1),
        ("name", 2),
        ("id_number", 3),
        ("relation", 4),
        ("cause", 5),
        ("second_cause", 6),
    ] {
        assert_eq!(at(&HOUSEHOLDS, &header, key), Some(place), "{key}");
    }
}

#[test]
fn what_is_missing_or_there_twice_is_told_by_its_name() {
    let rows = [row(&["村", "姓名", "证件号码", "关系"])];
    assert_eq!(Header::find(&HOUSEHOLDS, &rows), Err(Unread::Missing(vec!["户编号".into()])));
    let rows = [row(&["村", "户编号", "户号", "姓名", "证件号码", "关系"])];
    assert_eq!(Header::find(&HOUSEHOLDS, &rows), Err(Unread::Twice(vec!["户编号（户编号，户号）".into()])));
    let rows = [row(&["通知"]), row(&["各乡镇："])];
    assert_eq!(Header::find(&HOUSEHOLDS, &rows), Err(Unread::None));
    assert_eq!(Header::find(&EXITS, &[]), Err(Unread::None));
}

#[test]
fn a_total_is_a_row_where_its_column_asks_for_one() {
    let rows = [
        row(&["途径", "县区", "人数", "年度", "文号", "名称", "签订日期"]),
        row(&["合计", "灵山县", "320", "2017", "钦旅责〔2017〕1号", "责任书", "2017-01-12"]),
    ];
    let header = Header::find(&TARGETS, &rows).unwrap();
    assert!(header.is_row(&TARGETS, &rows[1]));
    // In the column of units it closes the table, as everywhere.
    let rows =
        [row(&["县区", "途径", "人数", "年度", "文号", "名称", "签订日期"]), row(&["合计", "", "670"])];
    let header = Header::find(&TARGETS, &rows).unwrap();
    assert!(!header.is_row(&TARGETS, &rows[1]));
}

#[test]
fn no_header_of_a_layout_means_two_columns() {
    let first = [&EXITS, &HOUSEHOLDS, &HIRES, &SITES, &OPERATORS, &DIVISIONS];
    for layout in first.into_iter().chain([&COURSES, &PAYMENTS, &FIGURES, &TARGETS]) {
        let mut names: Vec<String> = layout
            .columns
            .iter()
            .flat_map(|column| {
                let mut own: Vec<String> =
                    [column.header].iter().chain(column.synonyms).map(|header| name(header)).collect();
                own.sort();
                own.dedup();
                own
            })
            .collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}

proptest! {
    #[test]
    fn any_order_of_columns_under_any_titles_reads_the_same(
        order in Just((0..HOUSEHOLDS.columns.len()).collect::<Vec<_>>()).prop_shuffle(),
        titles in prop::collection::vec("[a-z一二三年县 ]{0,8}", 0..6),
        other in any::<prop::sample::Index>(),
    ) {
        let spelt = |place: usize| {
            let column = &HOUSEHOLDS.columns[place];
            let all: Vec<&str> = [column.header].iter().chain(column.synonyms).copied().collect();
            all[other.index(all.len())]
        };
        let mut rows: Vec<Vec<Cell>> = titles.iter().map(|title| row(&[title])).collect();
        rows.push(order.iter().map(|place| Cell::Text(spelt(*place).into())).collect());
        let values: Vec<Cell> = order.iter().map(|place| Cell::Text(HOUSEHOLDS.columns[*place].example.into())).collect();
        let header = Header::find(&HOUSEHOLDS, &rows).unwrap();
        prop_assert_eq!(header.below, titles.len() + 1);
        let read = super::super::Fields::read(&HOUSEHOLDS, &header, &values);
        prop_assert!(read.is_fine(), "{:?}", read.wrong);
        prop_assert_eq!(read.text("relation"), "head");
        prop_assert_eq!(read.text("code"), "4507210000012");
        prop_assert_eq!(read.text("registered_on"), "2015-12-31");
    }
}
