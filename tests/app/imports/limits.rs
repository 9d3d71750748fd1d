//! What is kept, for how long, and what a stop of the server leaves.

use chrono::Duration;
use xingtu::desk::imports::{Swept, sweep};

use super::{count, csv, rows, shown};
use crate::support::city::{City, now};
use crate::support::database::run;
use crate::support::on_both;
use crate::support::seed::{VILLAGE, id_number};

on_both! {
    fn a_file_is_kept_for_fourteen_days_at_most(database) {
        let city = City::new(database);
        let county = city.county();
        let list = rows(&[
            &["户编号", "村编码", "姓名", "证件号码", "关系"],
            &["4507210000601", VILLAGE, "梁荔花", &id_number(461), "配偶"],
        ]);
        let path = shown(&county, "households", &[], &csv(&list));
        assert_eq!((count(&city, "import_files"), count(&city, "import_rows")), (1, 1));
        assert_eq!(sweep(&city.desk, now() + Duration::days(13), true).unwrap(), Swept::default());
        let swept = sweep(&city.desk, now() + Duration::days(15), false).unwrap();
        assert_eq!(swept, Swept { interrupted: 0, forgotten: 1 });
        assert_eq!((count(&city, "import_files"), count(&city, "import_rows")), (0, 0));
        assert!(county.get(&path).expect(200).says("已取消"));
        county.get(&format!("{path}/marked.xlsx")).expect(409);
    }
}

on_both! {
    fn reading_that_was_interrupted_is_told_after_the_next_start(database) {
        let city = City::new(database);
        let county = city.county();
        let list = rows(&[&["户编号", "村编码", "姓名", "证件号码", "关系"], &["4507210000601", VILLAGE, "梁荔花", &id_number(461), "户主"]]);
        let path = shown(&county, "households", &[], &csv(&list));
        run(&mut city.database.connect(), "UPDATE import_batches SET stage = 'received'").unwrap();
        assert_eq!(sweep(&city.desk, now(), true).unwrap(), Swept { interrupted: 1, forgotten: 0 });
        let page = county.get(&path).expect(200);
        assert!(page.says("未能读取") && page.says("请重新上传"), "{}", page.text());
        assert_eq!(count(&city, "import_files"), 0);
    }
}
