//! Exports: each file has the rows of its page, for everybody, and nothing a spreadsheet would run.

#[path = "exports/identities.rs"]
mod identities;

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;
use xingtu::desk::attributions;

use crate::support::city::{City, Person, now};
use crate::support::database::{run, texts};
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::{OTHER_UNIT, UNIT, VILLAGE};

/// A workbook's page, from its first line to its last.
struct Book(Vec<Vec<Data>>);

impl Book {
    #[track_caller]
    fn of(page: &Page) -> Self {
        assert_eq!(page.status.code, 200, "{}: {}", page.path, page.text());
        assert!(page.kind.contains("spreadsheetml"), "{}: {}", page.path, page.kind);
        let mut book = Xlsx::new(Cursor::new(page.bytes.clone())).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let rows = sheet.rows().map(<[Data]>::to_vec).collect();
        Self(rows)
    }

    /// Which line has the columns' heads: the first with more than one cell whose next is not above it in a group.
    fn heads(&self) -> usize {
        let wide = |row: &Vec<Data>| row.iter().filter(|cell| **cell != Data::Empty).count() > 1;
        let first = self.0.iter().position(wide).unwrap();
        if self.0[first][0] == Data::Empty || self.0[first][0] == Data::String(String::new()) {
            first + 1
        } else {
            first
        }
    }

    fn words(row: &[Data]) -> Vec<String> {
        row.iter().map(ToString::to_string).collect()
    }

    /// The table's rows: those below the heads until an empty line.
    fn rows(&self) -> Vec<Vec<Data>> {
        let below = self.0.iter().skip(self.heads() + 1);
        below.take_while(|row| row.iter().any(|cell| *cell != Data::Empty)).cloned().collect()
    }

    fn text(&self) -> String {
        self.0.iter().map(|row| Self::words(row).join(" ")).collect::<Vec<_>>().join("\n")
    }
}

#[track_caller]
fn json(person: &Person<'_>, path: &str) -> Value {
    serde_json::from_str(&person.get(path).expect(200).body).unwrap()
}

fn all_confirmed(city: &City) {
    for (exit, evidence) in city.records.exits.values().copied() {
        let proposed = city
            .desk
            .write_now(city.cast.county.clone(), now(), move |tx| attributions::propose(tx, exit, evidence));
        let id = proposed.unwrap();
        city.desk
            .write_now(city.cast.office.clone(), now(), move |tx| attributions::confirm(tx, id, 1))
            .unwrap();
    }
}

on_both! {
    /// Whatever somebody sees of a list they can take along, no more and no less.
    fn a_file_has_the_rows_of_its_page_for_everybody(database) {
        let city = City::new(database);
        all_confirmed(&city);
        let lists = [
            ("/announcements", ""), ("/applications", "unit=450721"), ("/applications", ""),
            ("/attributions", "stage=all"), ("/attributions", "stage=city_confirmed&pathway=training"),
            ("/evidence/courses", ""), ("/evidence/measures", ""), ("/evidence/businesses", "year=2017"),
            ("/exits", ""), ("/exits", "year=2017&pathway=training"), ("/exits", "q=%E5%A4%A7%E8%8A%A6%E6%9D%91"), ("/figures", ""),
            ("/hires", ""), ("/hires", "stage=reported"), ("/households", ""), ("/households", "cause=capital&q=%E5%A4%A7%E8%8A%A6%E6%9D%91"),
            ("/ratings", ""), ("/sites", ""), ("/sites", "q=%E8%8D%94%E9%A6%99%E5%9B%AD&kind=farm_stay"),
            ("/tallies/rows", "year=2017"), ("/tallies/rows", "year=2017&pathway=training&unit=450721"),
            ("/benefits/rows", "year=2017&count=times"),
        ];
        for (who, person) in city.everybody() {
            for (path, query) in lists {
                let page = person.get(&format!("{path}?{query}"));
                let file = |format: &str| person.get(&format!("{path}.{format}?{query}"));
                let book = file("xlsx");
                assert_eq!(book.status, page.status, "{who} at {path}?{query}");
                assert_eq!(file("csv").status, page.status, "{who} at {path}?{query}");
                if page.status.code != 200 {
                    continue;
                }
                // An operator's own pages have no table of the same kind.
                let shown = if who == "operator" { json(&person, &format!("{path}.json?{query}"))["rows"].as_array().unwrap().len() }
                    else { page.rows("table.list").len() };
                let book = Book::of(&book);
                assert_eq!(book.rows().len(), shown, "{who} at {path}?{query}:\n{}", book.text());
                let csv = file("csv");
                assert!(csv.bytes.starts_with(b"\xef\xbb\xbf"), "Excel reads it as UTF-8");
                assert_eq!(csv.body.lines().count(), 1 + 6 + 1 + shown, "{who} at {path}?{query}:\n{}", csv.body);
                let rows = json(&person, &format!("{path}.json?{query}"));
                assert_eq!(rows["rows"].as_array().unwrap().len(), shown);
                assert_eq!(rows["columns"].as_array().unwrap().len(), book.0[book.heads()].len());
                for number in &city.records.id_numbers {
                    assert!(!csv.body.contains(number.as_str()) && !book.text().contains(number.as_str()), "{path}");
                }
            }
        }
    }
}

on_both! {
    fn cells_have_types_and_say_where_they_come_from(database) {
        let city = City::new(database);
        all_confirmed(&city);
        let file = city.official().get("/tallies/rows.xlsx?year=2017").expect(200);
        let name = file.header("Content-Disposition").unwrap();
        // 旅游脱贫名单_2017年_全市_20171124.xlsx
        let encoded = "%E6%97%85%E6%B8%B8%E8%84%B1%E8%B4%AB%E5%90%8D%E5%8D%95_2017%E5%B9%B4_%E5%85%A8%E5%B8%82_20171124.xlsx";
        assert!(name.ends_with(&format!("filename*=UTF-8''{encoded}")), "{name}");
        let book = Book::of(&file);
        assert!(book.text().starts_with("旅游脱贫名单"), "{}", book.text());
        for line in ["单位：全市", "统计时间：2017年11月24日", "数据状态：市级已认定", "口径：", "年度：2017年", "导出人：", "导出时间：2017年11月24日"] {
            assert!(book.text().contains(line), "no {line} in\n{}", book.text());
        }
        let heads = Book::words(&book.0[book.heads()]);
        let at = |head: &str| heads.iter().position(|one| one == head).unwrap();
        let row = &book.rows()[0];
        assert!(matches!(row[at("人数（人）")], Data::Float(_) | Data::Int(_)), "{row:?}");
        assert!(matches!(row[at("公告日期")], Data::DateTime(_)), "{row:?}");
        assert!(matches!(&row[at("县区代码")], Data::String(code) if code == UNIT), "a code is text: {row:?}");
        assert!(matches!(&row[at("户编号")], Data::String(_)), "{row:?}");
        assert!(book.rows().iter().any(|row| matches!(row[at("金额（元）")], Data::Float(_) | Data::Int(_))));
        // An official sees no name in full; whoever keeps the register does, as on the page.
        assert!(!book.text().contains("宁秀英") && book.text().contains("宁*"), "{}", book.text());
        assert!(Book::of(&city.county().get("/tallies/rows.xlsx?year=2017")).text().contains("宁秀英"));
        // In English, too.
        let official = city.official();
        official.post("/language", &[("choice", "en"), ("back", "/")]).expect(303);
        assert!(Book::of(&official.get("/tallies/rows.xlsx?year=2017")).text().contains("Whole city"));
    }
}

on_both! {
    fn the_annual_table_is_laid_out_as_the_region_asks(database) {
        let city = City::new(database);
        all_confirmed(&city);
        let book = Book::of(&city.office().get("/tallies/annual.xlsx?year=2017"));
        let rows = book.rows();
        let units = city.office().get("/tallies?year=2017").expect(200).all("table.matrix thead th");
        let count = |row: &[Data]| row.iter().skip(1).take(15).map(|cell| cell.to_string().parse::<f64>().unwrap()).collect::<Vec<f64>>();
        let sums = count(rows.last().unwrap());
        assert_eq!(rows.last().unwrap()[0].to_string(), "合计");
        assert!(rows.len() >= 2 && rows.iter().all(|row| row.len() == 1 + 5 * 2 + 2 + 1 + 2 + 3), "{units:?} {}", book.text());
        for (column, sum) in sums.iter().enumerate().filter(|(column, _)| *column != 12) {
            let of_units: f64 = rows[..rows.len() - 1].iter().map(|row| count(row)[column]).sum();
            assert!((of_units - sum).abs() < 1e-9, "column {column}");
        }
        assert_eq!((sums[10], sums[11]), (5.0, 5.0));
        let total: f64 = sums[..10].iter().sum();
        assert!((total - 10.0).abs() < 1e-9, "the pathways make the total, in households and persons");
        for line in ["填表人", "审核人", "负责人", "计量单位：户、人", "未冻结"] {
            assert!(book.text().contains(line), "no {line} in\n{}", book.text());
        }
        city.admin().get("/tallies/annual.xlsx?year=2017").expect(200);
        city.operator().get("/tallies/annual.xlsx?year=2017").expect(403);
        assert_eq!(Book::of(&city.other_county().get("/tallies/annual.xlsx?year=2017")).rows().len(), 2);
    }
}

on_both! {
    fn nothing_in_a_file_is_run_as_a_formula(database) {
        let city = City::new(database);
        let mut c = city.database.connect();
        for (n, name) in ["=HYPERLINK(\"http://x\")", "+8613900000000", "-2+3", "@SUM(A1)", "＝1+1"].iter().enumerate() {
            run(&mut c, &format!("UPDATE sites SET name = '{name}', search = search WHERE id = {}", city.records.site.0)).unwrap();
            let csv = city.office().get("/sites.csv").expect(200).body;
            let quoted = name.replace('"', "\"\"");
            assert!(csv.contains(&format!("'{quoted}")), "{n}: {csv}");
            let book = Book::of(&city.office().get("/sites.xlsx"));
            let cells: Vec<Data> = book.rows().concat();
            assert!(cells.contains(&Data::String((*name).to_owned())), "it stays the text it is: {cells:?}");
        }
    }
}

on_both! {
    fn every_file_goes_on_record_with_its_filter_and_without_names(database) {
        let city = City::new(database);
        let mut c = city.database.connect();
        let mut recorded = || texts(&mut c, "SELECT detail AS t FROM audit_events WHERE what = 'list.exported' ORDER BY id");
        city.county().get("/hires.csv?stage=reported&q=%E5%AE%81%E7%A7%80%E8%8B%B1").expect(200);
        city.office().get("/tallies.xlsx?year=2017").expect(200);
        city.other_county().get(&format!("/tallies.csv?year=2017&unit={UNIT}")).expect(404);
        city.operator().get("/exits.xlsx").expect(403);
        assert!(city.visitor().get("/exits.xlsx").sent_to().starts_with("/sign-in"));
        let all = recorded();
        assert_eq!(all.len(), 2, "what was refused was not given out: {all:?}");
        let first: Value = serde_json::from_str(&all[0]).unwrap();
        assert_eq!(first, serde_json::json!({ "list": "hires", "filter": { "stage": "reported", "q": "…" }, "rows": 0, "format": "csv" }));
        let second: Value = serde_json::from_str(&all[1]).unwrap();
        assert_eq!((&second["list"], &second["format"], &second["filter"]["year"]), (&"tallies".into(), &"xlsx".into(), &"2017".into()));
        // Nonsense is no filter, as on the page.
        assert_eq!(Book::of(&city.office().get("/exits.xlsx?unit=x&year=y&pathway=z&month=99")).rows().len(),
            city.office().get("/exits").expect(200).rows("table.list").len());
        for page in ["/exits?year=2017", "/sites?q=%E8%8D%94%E9%A6%99%E5%9B%AD", "/households"] {
            let links = city.county().get(page).expect(200).links();
            let (path, query) = page.split_once('?').unwrap_or((page, ""));
            let file = links.iter().find(|link| link.starts_with(&format!("{path}.xlsx"))).unwrap();
            assert_eq!(file.split_once('?').map_or("", |(_, query)| query).is_empty(), query.is_empty(), "{file}");
        }
    }
}

on_both! {
    /// More rows than are read at a time, by both ways of reading on.
    fn a_long_list_is_read_to_its_end_and_each_row_once(database) {
        let city = City::new(database);
        let mut c = city.database.connect();
        let many = |from: i64| format!("WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {from} + 2499)");
        run(&mut c, &format!("INSERT INTO households (code, division_code, unit_code, natural_village, attribute, cause, registered_on, search, phone, account_last4, search_version, revision) \
            {} SELECT '{UNIT}' || i, '{VILLAGE}', '{UNIT}', '', 'general_poor', 'capital', '2015-10-31', '', '', '', 1, 1 FROM n", many(1_000_000))).unwrap();
        run(&mut c, &format!("INSERT INTO sites (operator_id, name, kind, trade, division_code, unit_code, natural_village, address, phone, beds, seats, search, search_version, revision, registered_at) \
            {} SELECT operator_id, name || i, kind, trade, division_code, unit_code, natural_village, address, phone, beds, seats, search, search_version, 1, registered_at FROM sites, n WHERE sites.id = 1", many(1))).unwrap();
        for (path, before) in [("/households", 6), ("/sites", 2)] {
            let person = if path == "/sites" { city.office() } else { city.county() };
            let rows = json(&person, &format!("{path}.json"))["rows"].as_array().unwrap().clone();
            assert_eq!(rows.len(), 2500 + before, "{path}");
            let mut keys: Vec<String> = rows.iter().map(|row| format!("{}{}", row["household_code"], row["site"])).collect();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), 2500 + before, "{path}");
            assert_eq!(Book::of(&person.get(&format!("{path}.xlsx"))).rows().len(), 2500 + before);
        }
        assert_eq!(json(&city.office(), &format!("/households.json?unit={OTHER_UNIT}"))["rows"].as_array().unwrap().len(), 1);
    }
}
