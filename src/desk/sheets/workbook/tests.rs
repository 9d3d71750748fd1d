use rust_xlsxwriter::Workbook;

use super::*;
use crate::domain::sheet::Sheet;

fn shipped() -> Vec<Sheet> {
    let sheets: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../../data/score_templates.json")).unwrap();
    sheets.iter().map(|sheet| Sheet::read(&sheet.to_string()).unwrap()).collect()
}

#[test]
fn a_sheet_comes_back_from_its_workbook_as_it_was() {
    for mut sheet in shipped() {
        sheet.thresholds[4].min_bonus = Some(0);
        sheet.thresholds[3].min_part_percent = Some(60);
        let book = write(&sheet).unwrap();
        assert!(is_one(&book));
        let back = Sheet::parse(&read(&book).unwrap()).unwrap();
        assert!(back == sheet, "{}", back.differences(&sheet).len());
    }
}

#[test]
fn the_template_is_read_and_lacks_what_is_to_be_filled_in() {
    let body = read(&template().unwrap()).unwrap_err();
    // Five stars without a line.
    let cells: Vec<String> = body.iter().map(|(_, message)| format!("{:?}", message.args)).collect();
    assert_eq!(cells.len(), 5, "{cells:?}");
}

/// A workbook as offices send it: a title above the header, merged part cells, full-width digits, spaces.
fn by_hand(change: impl FnOnce(&mut Vec<Vec<&'static str>>)) -> Vec<u8> {
    let mut items = vec![
        vec!["农家乐评分细则"],
        vec![
            " 部分编号",
            "部分名称",
            "部分满分",
            "加分",
            "餐饮型系数",
            "住宿型系数",
            "综合型系数",
            "项目编号",
            "项目名称",
            "满 分",
            "分档",
            "必备",
            "可给部分分",
        ],
        vec![
            "A",
            "场地",
            "１００",
            "",
            "1",
            "1",
            "0.6",
            "A1",
            "周围环境",
            "６０",
            "２０／４０／60分",
            "是",
            "",
        ],
        vec!["", "", "", "", "", "", "", "A2", " 停车 ", "40 ", "", "否", "是"],
    ];
    change(&mut items);
    let stars = [["一星级", "10"], ["二星", "20"], ["3", "30"], ["４星", "40"], ["五星", "50"]];
    let terms = [
        ["细则编号", "TEST-1", ""],
        ["适用对象", "农家乐", ""],
        ["细则依据", "测试", ""],
        ["官方细则", "否", ""],
        ["总分", "100", ""],
        ["经营类型", "餐饮型、住宿型、综合型", ""],
        ["一星评定机关", "县区", "规定"],
        ["二星评定机关", "县区", ""],
        ["三星评定机关", "县区", ""],
        ["四星评定机关", "市", ""],
        ["五星评定机关", "自治区", ""],
        ["公示工作日", "５", "规定"],
        ["有效期(年)", "3", "规定"],
        ["复核年限（年）", "2", "规定"],
        ["县区证书编号", "C-{year}-{seq}", "规定"],
        ["市证书编号", "C-{year}-{seq}", ""],
        ["自治区证书编号", "C-{year}-{seq}", ""],
        ["县区牌匾编号", "P-{year}-{seq}", "规定"],
        ["市牌匾编号", "P-{year}-{seq}", ""],
        ["自治区牌匾编号", "P-{year}-{seq}", ""],
    ];
    let mut book = Workbook::new();
    let mut page = |name: &str, rows: Vec<Vec<&str>>| {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write(row, column, cell).unwrap();
            }
        }
    };
    page(ITEMS, items);
    page(STARS, [vec!["星级", "总分"]].into_iter().chain(stars.map(|row| row.to_vec())).collect());
    page(TERMS, [vec!["名称", "内容", "依据"]].into_iter().chain(terms.map(|row| row.to_vec())).collect());
    book.save_to_buffer().unwrap()
}

#[test]
fn what_offices_type_is_understood() {
    let body = read(&by_hand(|_| {})).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(Sheet::examine(&body), []);
    let sheet = Sheet::read(&body).unwrap();
    let items: Vec<_> = sheet.parts[0].items.iter().map(|item| (item.name.as_str(), item.max)).collect();
    assert_eq!(items, [("周围环境", 60), ("停车", 40)]);
    assert_eq!(sheet.parts[0].items[0].tiers, [20, 40, 60]);
    assert_eq!(sheet.thresholds.iter().map(|line| line.min_total).collect::<Vec<_>>(), [10, 20, 30, 40, 50]);
}

#[test]
fn every_cell_that_is_not_understood_is_named_by_row_and_column() {
    let faults = read(&by_hand(|items| {
        items[2][9] = "六十";
        items[2][11] = "大概";
        items[3][2] = "90";
        items[3][9] = "";
        items[3][10] = "高/低";
    }))
    .unwrap_err();
    let said: Vec<String> = faults
        .iter()
        .map(|(_, message)| {
            let arg = |name| {
                message.args.iter().find(|(known, _)| *known == name).map(|(_, arg)| format!("{arg:?}"))
            };
            format!("{} {}", arg("row").unwrap_or_default(), arg("column").unwrap_or_default())
        })
        .collect();
    for place in [
        "Text(\"3\") Text(\"J 满分\")",
        "Text(\"3\") Text(\"L 必备\")",
        "Text(\"4\") Text(\"C 部分满分\")",
        "Text(\"4\") Text(\"J 满分\")",
        "Text(\"4\") Text(\"K 分档\")",
    ] {
        assert!(said.contains(&place.to_owned()), "{place} is missing in {said:#?}");
    }
    assert_eq!(said.len(), 5, "{said:#?}");
}

#[test]
fn a_column_or_sheet_that_is_missing_is_named() {
    let faults = read(&by_hand(|items| items[1][10] = "档次")).unwrap_err();
    assert!(faults.iter().any(|(_, message)| format!("{message:?}").contains("分档")), "{faults:?}");
    assert!(read(b"PK\x03\x04 nothing").is_err());
}

#[test]
fn a_cell_far_away_takes_no_memory_and_says_nothing() {
    let sheet = &shipped()[0];
    let mut book = Workbook::new();
    for name in [ITEMS, STARS, TERMS] {
        let page = book.add_worksheet().set_name(name).unwrap();
        page.write(0, 0, "x").unwrap();
        page.write(1_048_575, 16_383, "far").unwrap();
    }
    assert!(read(&book.save_to_buffer().unwrap()).is_err());
    assert!(read(&write(sheet).unwrap()).is_ok());
}
