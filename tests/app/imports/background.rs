//! Large files: read and stored in the background, left on the way, and as good as never begun after a stop.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use xingtu::desk::imports::{self, Given};
use xingtu::desk::progress::{Doing, Far, Meter};
use xingtu::domain::import::Noun;

use super::{count, counted, csv, rows, shown};
use crate::support::city::{City, Person, now};
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::{VILLAGE, id_number};

/// A list that is large by its remarks.
fn large() -> Vec<u8> {
    list(300)
}

fn list(households: u32) -> Vec<u8> {
    let remark = "备注".repeat(400);
    let mut list = rows(&[&[
        "户编号",
        "村编码",
        "姓名",
        "证件号码",
        "关系",
        "户类型",
        "致贫原因",
        "首次识别时间",
        "说明文字",
    ]]);
    let names = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈"];
    for n in 0..households {
        let name = format!("{}荔{}", names[n as usize % 10], names[n as usize / 10 % 10]);
        let id = id_number(100 + n);
        let row = [
            &format!("45072100{n:05}9"),
            VILLAGE,
            &name,
            &id,
            "户主",
            "一般贫困户",
            "因病",
            "2015-12-31",
            &remark,
        ];
        list.push(row.map(str::to_owned).to_vec());
    }
    csv(&list)
}

/// Waits until nothing is being done with an import.
#[track_caller]
fn settled(person: &Person<'_>, path: &str) -> Page {
    let begun = Instant::now();
    loop {
        let page = person.get(path).expect(200);
        if !page.body.contains("http-equiv=\"refresh\"") {
            return page;
        }
        assert!(page.says("正在"), "{}", page.text());
        assert_eq!(page.all("progress[max='100']").len(), 1, "{}", page.body);
        assert!(begun.elapsed() < Duration::from_secs(60), "{}", page.text());
        std::thread::sleep(Duration::from_millis(50));
    }
}

on_both! {
    fn a_large_file_is_read_and_stored_while_the_page_refreshes(database) {
        let city = City::new(database);
        let county = city.county();
        let path = shown(&county, "households", &[], &large());
        let page = settled(&county, &path);
        assert_eq!(counted(&county, &path, "可以导入"), "300", "{}", page.text());
        let before = count(&city, "households");
        assert_eq!(county.submit_to(&path, "/storage", &[]).sent_to(), path);
        let page = settled(&county, &path);
        assert!(page.says("已导入"), "{}", page.text());
        assert_eq!(count(&city, "households"), before + 300);
        county.follow(&county.submit_to(&path, "/undoing", &[]));
        assert_eq!(count(&city, "households"), before);
    }
}

on_both! {
    fn a_large_file_that_cannot_be_read_says_why(database) {
        let city = City::new(database);
        let county = city.county();
        let path = shown(&county, "households", &[], "x,y\n".repeat(300_000).as_bytes());
        let page = settled(&county, &path);
        assert!(page.says("未能读取"), "{}", page.text());
        assert_eq!(count(&city, "import_files"), 0);
    }
}

on_both! {
    fn a_large_file_can_be_left(database) {
        let city = City::new(database);
        let county = city.county();
        let before = count(&city, "households");
        let path = shown(&county, "households", &[], &large());
        county.follow(&county.post(&format!("{path}/cancellation"), &[]));
        let page = settled(&county, &path);
        assert!(page.says("已取消"), "{}", page.text());
        assert_eq!((count(&city, "households"), count(&city, "import_files")), (before, 0));
    }
}

on_both! {
    fn it_is_told_how_far_a_file_is_and_it_stops_in_between(database) {
        let city = City::new(database);
        let before = count(&city, "households");
        let prepared = |meter: &Arc<Meter>| imports::prepare(Noun::Households, &list(400)).unwrap().telling(Arc::clone(meter));
        let check = |meter: &Arc<Meter>| {
            let prepared = prepared(meter);
            city.desk.write_now(city.cast.county.clone(), now(), move |tx| imports::check(tx, &prepared, &Given::default()).map(|plan| plan.counts()))
        };
        let told = Arc::new(Mutex::new(Vec::<Far>::new()));
        let here = Arc::clone(&told);
        let meter = Arc::new(Meter::telling(move |far| here.lock().unwrap().push(far)));
        assert_eq!(check(&meter).unwrap().fine, 400);
        let told = told.lock().unwrap();
        let percents: Vec<u8> = told.iter().map(|far| far.percent().unwrap()).collect();
        // Each of the 400 rows is read and then held against the records.
        assert_eq!(percents, [0, 62], "{told:?}");
        assert!(told.iter().all(|far| far.doing == Doing::Checking), "{told:?}");
        // Somebody leaves it while it is checked: it ends there, not at its end.
        let meter = Arc::new_cyclic(|meter: &std::sync::Weak<Meter>| {
            let meter = meter.clone();
            Meter::telling(move |far| if far.done >= 500 { meter.upgrade().unwrap().leave() })
        });
        check(&meter).unwrap_err();
        assert_eq!((meter.far().done, meter.far().total), (500, 800));
        assert_eq!(count(&city, "households"), before);
    }
}
