//! Workbooks that several programs write, each with what is reported of it.

use serde_json::{Value, json};
use xingtu::domain::import::Noun;

use super::{DOCUMENT, Expected, with_x};
use crate::support::seed::{OTHER_VILLAGE, VILLAGE, id_number};
use crate::support::writers::Writer::{self, LibreCsv, LibreCsvGb, LibreOds, Openpyxl};

/// A book, and what is reported of it whoever wrote it.
pub struct Book {
    pub noun: Noun,
    /// As `write_books.py` takes it.
    pub described: Value,
    /// What is reported.
    pub expected: Expected,
    /// What is reported of it from some writers, whose kind of file cannot say the same.
    pub unless: Vec<(Writer, Expected)>,
    /// Whether LibreOffice's CSV of its first sheet is read, too.
    pub csv: bool,
}

impl Book {
    pub fn name(&self) -> &str {
        self.described["name"].as_str().unwrap()
    }

    /// What is reported if this writer wrote it; none if it does not write it.
    pub fn expected_from(&self, writer: Writer) -> Option<Expected> {
        let other = self.unless.iter().find(|(of, _)| *of == writer).map(|(_, expected)| *expected);
        let is_csv = matches!(writer, LibreCsv | LibreCsvGb);
        (self.csv || !is_csv || other.is_some()).then_some(other.unwrap_or(self.expected))
    }

    fn merged(mut self, areas: &[&str]) -> Self {
        self.described["sheets"][0]["merged"] = json!(areas);
        self
    }

    fn unless(mut self, writers: &[Writer], expected: Expected) -> Self {
        self.unless.extend(writers.iter().map(|writer| (*writer, expected)));
        self
    }

    fn without_csv(self) -> Self {
        Self { csv: false, ..self }
    }

    fn strict(mut self) -> Self {
        self.described["strict"] = json!(true);
        self
    }
}

fn book(noun: Noun, name: &str, rows: Value, expected: Expected) -> Book {
    let described = json!({"name": name, "sheets": [{"name": "名单", "rows": rows}]});
    Book { noun, described, expected, unless: Vec::new(), csv: true }
}

/// All of them.
pub fn books() -> Vec<Book> {
    [exits(), exits_known(), exits_refused(), numbers_and_days(), households(), others()]
        .into_iter()
        .flatten()
        .collect()
}

fn board_list() -> Value {
    json!([
        ["灵山县佛子镇大芦村2017年脱贫户名单（下半年）"],
        ["序号", "村民小组", "户主姓名", "家庭人口数（人）"],
        [1, null, "刘荔红", "３人"],
        [2, null, "梁荔花", 2],
        [null, "合计", null, 5],
        ["填表人：某某", null, "审核：某某"],
    ])
}

fn exits() -> Vec<Book> {
    let several = json!({"name": "several-sheets", "sheets": [
        {"name": "封面", "rows": [["关于报送名单的说明"], ["请按时报送。"]]},
        {"name": "第一批", "rows": [["户编号", "人口"], ["4507210000101", 3], ["4507210000102", 2]], "hidden_rows": [3]},
        {"name": "第二批", "rows": [["户主姓名", "户编号"], [null, null], ["莫家旺", "4507210000103"], ["莫家旺", "4507210000104"]]},
        {"name": "旧表", "hidden": true, "rows": [["户编号"], ["4507210000105"]]},
    ]});
    vec![
        book(Noun::Exits, "board-list", board_list(), "fine 2").merged(&["A1:D1"]),
        book(Noun::Exits, "strict", board_list(), "fine 2").merged(&["A1:D1"]).strict(),
        book(
            Noun::Exits,
            "merged-places",
            json!([
                ["县（区）", "乡（镇）", "村（社区）", "户主姓名", "人口"],
                ["灵山县", "佛子镇", "大芦村", "刘荔红", 3],
                [null, null, null, "梁荔花", 2],
                [null, null, null, "莫家旺", 1],
            ]),
            "fine 3",
        )
        .merged(&["A2:A4", "B2:B4", "C2:C4"])
        // A CSV has no merged cells.
        .unless(
            &[LibreCsv, LibreCsvGb],
            "fine 1 wrong 2; 1:3 行政村 error-import-village-needed; 1:4 行政村 error-import-village-needed",
        ),
        book(
            Noun::Exits,
            "two-header-rows",
            json!([
                ["脱贫户名单"],
                ["序号", "户信息", null, "公告", null],
                [null, "户编号", "户主姓名", "文号", "日期"],
                [1, 4_507_210_000_101_u64, "刘荔红", DOCUMENT, {"day": "2017-11-22"}],
                [2, "4507210000102", "梁荔花", DOCUMENT, "2017年11月22日"],
            ]),
            "fine 2",
        )
        .merged(&["A1:E1", "A2:A3", "B2:C2", "D2:E2"]),
        // Rows that are hidden count, sheets that are hidden do not.
        Book {
            described: several,
            ..book(Noun::Exits, "", json!([]), "fine 3 wrong 1; 3:4 户主姓名 error-import-head-differs")
        }
        .without_csv(),
        book(
            Noun::Exits,
            "invisible-signs",
            json!([
                ["户\u{a0}编号", "户主 姓名", "家庭人口数\n（人）"],
                ["'4507210000101", "刘荔红\u{200b}", "３"],
                ["\u{200b}４５０７２１ 0000102", "\u{3000}梁荔花", "2人\u{a0}"],
                ["\u{feff}4507210000103", " 莫家旺 ", "一人"],
            ]),
            "fine 2 wrong 1; 1:4 家庭人口数 error-import-whole",
        ),
        book(
            Noun::Exits,
            "other-order",
            json!([
                ["备注", "家庭人口", "户主", "贫困户编号", "发文日期", "文件文号", "退出年度", "上下半年"],
                ["无", 3, "刘荔红", "4507210000101", "2017-11-22", DOCUMENT, "2017年度", "下半年"],
                [null, 2, "梁荔花", "4507210000102", "2017-11-22", DOCUMENT, 2016, "下半年"],
                [null, 1, "莫家旺", "4507210000103", "2017-11-22", DOCUMENT, 2017, "第二批"],
            ]),
            "fine 1 wrong 2; 1:3 脱贫年度 error-import-year-differs; 1:4 批次 error-import-choice",
        ),
        book(
            Noun::Exits,
            "printed-pages",
            json!([
                ["户编号", "户主姓名", "人口"],
                ["1", "2", "3"],
                ["4507210000101", "刘荔红", 3],
                [null, null, null],
                ["小计", null, 3],
                ["户编号", "户主姓名", "人口"],
                ["4507210000102", "梁荔花", 2],
                ["合计", null, 5],
                ["注：以上名单已公示。"],
            ]),
            "fine 2",
        ),
    ]
}

fn exits_known() -> Vec<Book> {
    vec![
        book(
            Noun::Exits,
            "known-and-twice",
            json!([
                ["户编号", "户主姓名", "人数", "文号", "公告日期"],
                ["4507220000007", "韦大娘", 1, "钦扶领〔2017〕35号", "2017-11-20"],
                ["4507210000001", "邓荔枝", 1, DOCUMENT, "2017-11-22"],
                ["4507210000101", "刘荔红", 4, DOCUMENT, "2017-11-22"],
                ["4507219999999", "某某", 1, DOCUMENT, "2017-11-22"],
            ]),
            "known 1 wrong 3; 1:3 — error-announced-live-exit; 1:4 家庭人口数 error-import-size-differs; 1:5 户编号 error-announced-unknown",
        ),
        book(
            Noun::Exits,
            "namesakes",
            json!([
                ["乡镇", "行政村", "户主姓名"],
                ["佛子镇", "大芦村委会", "覃家兴"],
                ["佛子", "大芦", "刘荔红"],
                ["佛子镇", "大芦村", "没有人"],
            ]),
            "fine 1 duplicates 1 wrong 1; 1:4 户主姓名 error-import-no-household",
        ),
    ]
}

fn exits_refused() -> Vec<Book> {
    vec![
        book(Noun::Exits, "header-alone", json!([["户编号", "户主姓名"]]), "refused: error-import-no-rows"),
        book(
            Noun::Exits,
            "words",
            json!([["各乡镇："], ["请按时报送。"]]),
            "refused: error-import-no-header",
        ),
        book(Noun::Exits, "nothing", json!([]), "refused: error-import-no-header"),
        book(
            Noun::Exits,
            "columns-twice",
            json!([["户编号", "户号"], ["4507210000101", "4507210000101"]]),
            "refused: error-import-columns-twice",
        ),
        book(
            Noun::Households,
            "columns-missing",
            json!([["村", "姓名", "身份证号", "关系"], ["大芦村", "梁荔花", "x", "户主"]]),
            "refused: error-import-missing-columns",
        ),
    ]
}

fn numbers_and_days() -> Vec<Book> {
    let mut mac = book(
        Noun::Exits,
        "epoch-1904",
        json!([
            ["户编号", "公告日期"],
            ["4507210000101", {"day": "2017-11-22"}],
            ["4507210000102", {"day": "2017-11-22"}],
        ]),
        "fine 2",
    );
    mac.described["epoch"] = json!(1904);
    vec![
        mac,
        book(Noun::Exits, "days", json!([
            ["户编号", "公告日期"],
            ["4507210000101", {"day": "2017-11-22"}],
            ["4507210000102", 43061],
            ["4507210000103", "2017/11/22 00:00:00"],
            ["4507210000104", 20_171_122],
            ["4507210000105", "２０１７年１１月２２日"],
            ["4507210000106", "2017.11"],
            ["4507210000107", "昨天"],
        ]), "fine 5 wrong 2; 1:7 公告日期 error-import-day-whole; 1:8 公告日期 error-import-day")
        // In a CSV, days since 1900 are digits like any others.
        .unless(&[LibreCsv, LibreCsvGb], "fine 4 wrong 3; 1:3 公告日期 error-import-day; 1:7 公告日期 error-import-day-whole; 1:8 公告日期 error-import-day"),
        book(Noun::Exits, "formulas", json!([
            ["户编号", "户主姓名", "家庭人口数"],
            ["4507210000101", "刘荔红", {"formula": "=1+2"}],
            ["4507210000102", "梁荔花", "#N/A"],
            ["4507210000103", "莫家旺", true],
            ["4507210000104", "黄四妹", {"formula": "=1/0"}],
        ]), "fine 1 wrong 3; 1:3 家庭人口数 error-import-formula; 1:4 家庭人口数 error-import-whole; 1:5 家庭人口数 error-import-formula")
        // openpyxl does not compute: what its formulas come to is nowhere in the file.
        .unless(&[Openpyxl], "fine 2 wrong 2; 1:3 家庭人口数 error-import-formula; 1:4 家庭人口数 error-import-whole")
        // In an ods, yes is a number that is shown as a word.
        .unless(&[LibreOds], "fine 2 wrong 2; 1:3 家庭人口数 error-import-formula; 1:5 家庭人口数 error-import-formula"),
        // A number of eighteen digits is refused, whatever it looks like.
        book(Noun::Exits, "identity-numbers", json!([
            ["户主姓名", "身份证号"],
            ["刘荔红", id_number(101)],
            ["梁荔花", 450_799_197_306_122_080_u64],
            ["莫家旺", "4.50799E+17"],
            ["李有福", with_x().to_lowercase()],
            ["黄四妹", format!("'{}", id_number(107))],
            ["覃家兴", id_number(108).chars().map(wide).collect::<String>()],
        ]), "fine 4 wrong 2; 1:3 户主身份证号 error-import-identity-number; 1:4 户主身份证号 error-import-identity-number"),
        book(Noun::Hires, "roster", json!([
            ["单位名称", "姓名", "18位身份证号", "就业工种", "用工形式", "月工资（元）", "入职日期", "是否贫困户"],
            ["荔香园", "梁荔花", id_number(451), "服务员", "长期", "0.18万", "2017.3.1", "是"],
            ["荔香园", "梁小荔", id_number(452), null, "临时", 1800.5, {"day": "2017-03-01"}, "否"],
            ["荔香园", "梁大荔", id_number(453), null, "季节性", "￥1，800元", 20_170_301, null],
            ["荔香园", "梁阿荔", id_number(454), null, "长期", 1800, "2017.3", "√"],
            ["荔香园", "梁阿红", id_number(455), null, "长期", "面议", "2017-03-01", "也许"],
            ["无此园", "潘秀兰", id_number(456), null, "长期", 1800, "2017-03-01", null],
        ]), "fine 3 wrong 3; 1:5 入职日期 error-import-day-whole; 1:6 月工资 error-import-yuan; 1:6 是否建档立卡户 error-import-yes; 1:7 单位名称 error-import-no-site"),
        // Ten thousands, as the header says or the cell.
        book(Noun::Hires, "ten-thousands", json!([
            ["用工单位", "姓名", "身份证号", "用工类型", "月工资（万元）", "上岗时间"],
            ["荔香园", "梁荔花", id_number(457), "长期", 0.18, "2017-03-01"],
            ["荔香园", "梁小荔", id_number(458), "长期", 0.1 + 0.2, "2017-03-01"],
            ["荔香园", "梁大荔", id_number(459), "长期", 1800, "2017-03-01"],
        ]), "fine 2 wrong 1; 1:4 月工资 error-wage-range"),
    ]
}

/// A digit as it is typed on a Chinese keyboard.
fn wide(c: char) -> char {
    char::from_u32(u32::from(c) + 0xfee0).unwrap()
}

fn member(code: Value, name: &str, serial: u32, relation: &str, rest: [Value; 4]) -> Value {
    let [size, attribute, cause, since] = rest;
    json!([
        "450700000012345678",
        code,
        VILLAGE,
        name,
        id_number(serial),
        relation,
        size,
        "壮",
        "初中",
        attribute,
        cause,
        since
    ])
}

fn households() -> Vec<Book> {
    let header = json!([
        "人编号",
        "户编号",
        "村编码",
        "姓名",
        "证件号码",
        "与户主关系",
        "人数",
        "民族",
        "文化程度",
        "户类型",
        "致贫原因1",
        "首次识别时间"
    ]);
    let usual = |size: Value| [size, json!("脱贫户"), json!("缺技术"), json!("2015年12月")];
    let since = |since: Value| [json!(1), json!("一般贫困户"), json!("因病"), since];
    let names = ["赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七"];
    let one = |n: u32, since_: Value| {
        member(json!(format!("45072100003{n:02}")), names[n as usize - 1], 300 + n, "户主", since(since_))
    };
    let mut bad_name = member(json!("4507210000403"), "", 404, "户主", usual(json!(1)));
    bad_name[3] = json!(12345);
    vec![
        book(Noun::Households, "list-2022", json!([
            ["灵山县脱贫户信息表"],
            header,
            member(json!("4507210000201"), "农荔花", 201, "户主", usual(json!(2))),
            member(json!(4_507_210_000_201_u64), "梁小荔", 202, "之女", usual(json!(2))),
            member(json!("4507210000202"), "潘桂英", 203, "户主", usual(json!("１人"))),
        ]), "fine 3").merged(&["A1:L1"]),
        book(Noun::Households, "card", json!([
            ["建档立卡户信息表"],
            ["户编号", "行政村", "家庭成员", null, null, "户属性", "主要致贫原因", "首次识别\n时间"],
            [null, null, "A4 姓名", "A7 证件号", "A8 与户主关系", null, null, null],
            ["4507210000211", "大芦村", "宁有财", id_number(211), "户主", "01一般贫困户", "缺技术", {"day": "2015-12-31"}],
            [null, null, "宁小荔", id_number(212), "之女", null, null, null],
            ["4507210000212", "大芦村", "黎秀兰", id_number(213), "本人", "低保贫困户", "因病", 2015.8],
        ]), "fine 3")
        .merged(&["A1:H1", "A2:A3", "B2:B3", "C2:E2", "F2:F3", "G2:G3", "H2:H3", "A4:A5", "B4:B5", "F4:F5", "G4:G5", "H4:H5"])
        .without_csv(),
        book(Noun::Households, "months", json!([
            header,
            one(1, json!(2015.8)), one(2, json!("2015.10")), one(3, json!("2015年")), one(4, json!({"day": "2015-12-31"})),
            one(5, json!({"month": 2015.1})), one(6, json!("2015-08")), one(7, json!(201_508)),
        ]), "fine 5 wrong 2; 1:4 首次识别时间 error-import-month; 1:6 首次识别时间 error-import-month-lost"),
        // A household is taken in whole: the others of one whose member is wrong wait.
        book(Noun::Households, "held", json!([
            header,
            member(json!("4507210000401"), "苏荔花", 401, "户主", usual(json!(2))),
            member(json!("4507210000401"), "梁小荔", 402, "远房", usual(json!(2))),
            member(json!("4507210000402"), "潘秀兰", 403, "户主", usual(json!(1))),
            bad_name,
            member(json!("4507210000404"), "韦一", 405, "配偶", usual(json!(1))),
            member(json!("4507210000405"), "韦二", 406, "户主", usual(json!(3))),
        ]), "fine 1 wrong 4 held 1; 1:3 与户主关系 error-import-choice; 1:5 姓名 error-import-name; 1:6 与户主关系 error-import-no-head; 1:6 与户主关系 error-member-no-head; 1:7 人数 error-import-rows-differ")
        .unless(&[LibreCsv, LibreCsvGb], "fine 1 wrong 4 held 1; 1:3 与户主关系 error-import-choice; 1:5 姓名 error-name-character; 1:6 与户主关系 error-import-no-head; 1:6 与户主关系 error-member-no-head; 1:7 人数 error-import-rows-differ"),
        // Who is on the register already, and what a file says otherwise.
        book(Noun::Households, "changes", json!([
            header,
            member(json!("4507210000101"), "刘荔红", 101, "户主", usual(json!(""))),
            member(json!("4507210000101"), "刘荔青", 102, "之女", usual(json!(""))),
        ]), "changes 2"),
    ]
}

fn others() -> Vec<Book> {
    vec![
        book(Noun::Sites, "sites", json!([
            ["旅游点名称", "类型", "经营类型", "村编码", "经营主体", "统一社会信用代码", "床位（张）", "开业日期"],
            ["东园人家", "农家乐", "综合", VILLAGE, "东园农家乐经营部", "91110000101623741K", "１２张", "2016年5月1日"],
            ["荔香园", "农家乐", "综合", VILLAGE, "东园农家乐经营部", "91110000101623741K", null, null],
            ["西园人家", "农庄", "综合", VILLAGE, "西园经营部", "91110000101623741L", null, null],
            ["南园人家", "民宿", "住宿型", OTHER_VILLAGE, "东园农家乐经营部", "91110000101623741K", 8, {"day": "2016-05-01"}],
        ]), "fine 1 wrong 3; 1:3 旅游点名称 error-site-name-taken; 1:4 类型 error-import-choice; 1:4 统一社会信用代码 error-credit-code-check; 1:5 行政村编码 error-site-outside-unit"),
        book(Noun::Operators, "operators", json!([
            ["企业名称", "信用代码", "负责人", "联系方式"],
            ["东园农家乐经营部", "91110000101623741k", "梁荔花", 13_812_345_678_u64],
            ["西园经营部", "91110000101623741L", null, null],
            ["南园经营部", "9.1E+17", null, "0777-6522000"],
        ]), "fine 1 wrong 2; 1:3 统一社会信用代码 error-credit-code-check; 1:4 统一社会信用代码 error-import-digits-lost"),
        book(Noun::Divisions, "divisions", json!([
            ["统计用区划代码", "名称"],
            [450_721_199, "新城镇"],
            ["450721199201", "新村村委会"],
            [VILLAGE, "邓家社区"],
            ["450722", "浦北县"],
            ["450799101", "某镇"],
            [4.507, "钦州市"],
        ]), "fine 2 known 1 changes 1 wrong 2; 1:6 区划代码 error-import-no-parent; 1:7 区划代码 error-import-digits-lost")
        .unless(&[LibreCsv, LibreCsvGb], "fine 2 known 1 changes 1 wrong 2; 1:6 区划代码 error-import-no-parent; 1:7 区划代码 error-division-code"),
    ]
}
