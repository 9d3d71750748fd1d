//! The licences of a site, with their photographs: who keeps them, who sees them, what is said to be lacking.

use std::path::PathBuf;

use rocket::http::Status;
use xingtu::desk::attachments;
use xingtu::domain::attachment::Damage;

use crate::support::city::{City, now};
use crate::support::database::{Database, numbers, run, texts};
use crate::support::files::{jpeg, png};
use crate::support::on_both;
use crate::support::page::Page;

const FOOD: &[(&str, &str)] =
    &[("kind", "food"), ("number", "ＪＹ2 4507 2100 0123"), ("valid_until", "2020年6月30日")];

fn path(city: &City) -> String {
    format!("/sites/{}/licences", city.records.site)
}

fn licences(city: &City) -> i64 {
    numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM licences")[0]
}

/// The small city, whose sites hold no licence yet.
fn unlicensed(database: Database) -> City {
    let city = City::new(database);
    run(&mut city.database.connect(), "DELETE FROM licences").unwrap();
    city
}

/// Every content kept, thumbnails apart.
fn contents(city: &City) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut dirs = vec![city.database.data_dir().join("files")];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_none() {
                found.push(path);
            }
        }
    }
    found
}

fn add(city: &City, fields: &[(&str, &str)], photo: Option<(&str, &[u8])>) -> Page {
    let path = path(city);
    let files: Vec<_> = photo.into_iter().map(|(name, content)| ("photo", name, content)).collect();
    city.operator().upload(&format!("{path}/new"), "/licences", fields, &files)
}

on_both! {
    fn an_operator_adds_a_licence_with_its_photograph_and_staff_see_it(database) {
        let city = unlicensed(database);
        let (operator, photo) = (city.operator(), jpeg(640, 480));
        let page = operator.follow(&add(&city, FOOD, Some(("C:\\手机\\食品证.JPG", &photo))));
        for said in ["JY2450721000123", "2020年6月30日", "有效", "食品证.jpg"] {
            assert!(page.says(said) || page.body.contains(said), "{said}: {}", page.text());
        }
        let given = page.links().into_iter().find(|link| link.ends_with("/photo")).expect("the photograph");
        for person in [city.operator(), city.county(), city.office(), city.official(), city.admin()] {
            assert!(person.get(&path(&city)).says("JY2450721000123"));
            let file = person.get(&given).expect(200);
            assert_eq!((file.kind.as_str(), &file.bytes), ("image/jpeg", &photo));
        }
        let file = operator.get(&given);
        assert!(file.header("Content-Security-Policy").unwrap().ends_with("sandbox"));
        assert_eq!(file.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(file.header("Cache-Control"), Some("private, max-age=300"));
        let named = file.header("Content-Disposition").unwrap();
        assert!(named.starts_with("inline; filename*=UTF-8''") && named.ends_with("jpg"), "{named}");
        let small = operator.get(&format!("{given}?size=thumbnail")).expect(200);
        assert!(small.kind == "image/jpeg" && small.bytes.len() < photo.len());
        for stranger in [city.other_operator(), city.other_county()] {
            stranger.get(&given).expect(404);
            stranger.get(&path(&city)).expect(404);
        }
        assert!(city.visitor().get(&given).sent_to().starts_with("/sign-in"));
        let other = given.replace(&format!("/sites/{}/", city.records.site), &format!("/sites/{}/", city.records.other_site));
        city.office().get(&other).expect(404);
        let recorded = "SELECT detail AS t FROM audit_events WHERE what = 'attachment.added'";
        assert!(texts(&mut city.database.connect(), recorded)[0].contains("\"kind\":\"jpeg\""));
    }
}

on_both! {
    fn a_photograph_or_a_paper_is_taken_in_and_nothing_else(database) {
        let city = unlicensed(database);
        let number = |n: usize| format!("JY24507210000{n:02}");
        for (n, (name, content, good)) in [
            ("证.png", png(40, 30), true),
            ("证.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF\n".to_vec(), true),
            ("证.jpg", b"<!doctype html><script>alert(1)</script>".to_vec(), false),
            ("证.jpg", jpeg(640, 480)[..400].to_vec(), false),
            ("证.jpg", Vec::new(), false),
            ("证.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), false),
        ]
        .into_iter()
        .enumerate()
        {
            let number = number(n);
            let fields = [("kind", "food"), ("number", number.as_str()), ("without_end", "yes")];
            let answer = add(&city, &fields, Some((name, &content)));
            if good {
                assert!(answer.sent_to().ends_with("/licences"), "{name}");
            } else {
                let answer = answer.expect(422);
                assert!(answer.error_on("photo").is_some(), "{name}: {}", answer.text());
                assert_eq!(answer.form("/licences").value("number"), Some(number.as_str()));
            }
        }
        assert_eq!((licences(&city), contents(&city).len()), (2, 2));
        let page = city.operator().get(&path(&city));
        let paper = page.links().into_iter().find(|link| link.ends_with("/photo")).unwrap();
        assert_eq!(city.operator().get(&paper).kind, "application/pdf");
        city.operator().get(&format!("{paper}?size=thumbnail")).expect(404);
    }
}

on_both! {
    fn a_file_that_is_too_large_is_told_where_it_was_picked(database) {
        let city = unlicensed(database);
        let mut large = b"%PDF-1.4\n".to_vec();
        large.resize((10 << 20) + 1, b' ');
        let refused = add(&city, FOOD, Some(("大.pdf", &large))).expect(422);
        assert!(refused.error_on("photo").unwrap().contains("10 MB"));
        assert_eq!(refused.form("/licences").value("valid_until"), Some("2020年6月30日"));
        large.truncate(10 << 20);
        add(&city, FOOD, Some(("大.pdf", &large))).sent_to();
        large.resize(25 << 20, b' ');
        let refused = add(&city, FOOD, Some(("更大.pdf", &large)));
        assert_eq!(refused.status, Status::PayloadTooLarge);
        assert!(refused.says("24 MB"), "{}", refused.text());
        assert_eq!((licences(&city), contents(&city).len()), (1, 1));
    }
}

on_both! {
    fn the_same_file_is_kept_once_and_a_changed_one_is_never_given_out(database) {
        let city = unlicensed(database);
        let photo = jpeg(200, 150);
        add(&city, FOOD, Some(("甲.jpg", &photo))).sent_to();
        let fields = [("kind", "business"), ("number", "92450721MA5K"), ("without_end", "yes")];
        add(&city, &fields, Some(("乙.jpg", &photo))).sent_to();
        let attachments = numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM attachments")[0];
        assert_eq!((attachments, contents(&city).len()), (2, 1));
        let operator = city.operator();
        let page = operator.get(&path(&city));
        let given: Vec<_> = page.links().into_iter().filter(|link| link.ends_with("/photo")).collect();
        assert_eq!(given.len(), 2, "{:?}", page.links());
        let content = contents(&city).remove(0);
        let mut flipped = photo.clone();
        flipped[150] ^= 4;
        std::fs::write(&content, flipped).unwrap();
        for link in &given {
            let broken = operator.get(link).expect(500);
            assert!(broken.says("读不出来") && broken.kind.starts_with("text/html"), "{}", broken.text());
        }
        std::fs::remove_file(&content).unwrap();
        assert!(operator.get(&given[0]).expect(500).says("问题编号"));
    }
}

on_both! {
    fn everything_wrong_is_told_at_once_and_nothing_is_kept(database) {
        let city = unlicensed(database);
        let wrong = [("kind", "food"), ("number", "12"), ("valid_until", "2017-02-30")];
        let operator = city.operator();
        for language in ["zh-CN", "en"] {
            operator.post("/language", &[("choice", language), ("back", "/")]).sent_to();
            let page = path(&city);
            let refused =
                operator.upload(&format!("{page}/new"), "/licences", &wrong, &[("photo", "x.jpg", b"GIF89a")]);
            let refused = refused.expect(422);
            for field in ["number", "valid_until", "photo"] {
                assert!(refused.error_on(field).is_some(), "{field}: {}", refused.text());
            }
            assert_eq!(refused.form("/licences").value("number"), Some("12"));
        }
        for (until, end) in [("", None), ("2020-06-30", Some("yes"))] {
            let mut fields = vec![("kind", "food"), ("number", "JY2450721000123"), ("valid_until", until)];
            fields.extend(end.map(|end| ("without_end", end)));
            let photo = jpeg(30, 30);
            let refused = add(&city, &fields, Some(("证.jpg", &photo))).expect(422);
            assert!(refused.error_on("valid_until").is_some());
        }
        assert_eq!((licences(&city), contents(&city).len()), (0, 0));
        add(&city, FOOD, None).sent_to();
        let again = add(&city, FOOD, None).expect(422);
        assert!(again.error_on("number").unwrap().contains("已经登记"));
        assert_eq!(licences(&city), 1);
    }
}

on_both! {
    fn what_is_lacking_is_named_and_what_runs_out_is_marked(database) {
        let city = unlicensed(database);
        let lacking = || city.operator().get(&path(&city)).all(".note-list li");
        // 荔香园 serves meals and lets beds.
        assert_eq!(lacking().len(), 5, "{:?}", lacking());
        assert!(city.operator().get("/").says("证照缺少、过期或 60 天内到期"));
        for (kind, until) in [
            ("business", ""),
            ("hygiene", "2017-11-23"),
            ("fire_safety", "2018-01-10"),
            ("special_trade", "2019-01-01"),
            ("food", "2019-01-01"),
        ] {
            let number = format!("ZH-{kind}-1").replace('_', "-");
            let end = if until.is_empty() { ("without_end", "yes") } else { ("valid_until", until) };
            let fields = [("kind", kind), ("number", &number), end];
            city.operator().post(&path(&city), &fields).sent_to();
        }
        let page = city.county().get(&path(&city));
        assert!(page.says("已过期") && page.says("60 天内到期"), "{}", page.text());
        assert_eq!(lacking(), ["卫生许可证：已于 2017-11-23 到期，请登记新证"]);
        let renewed = [("kind", "hygiene"), ("number", "ZH-2"), ("valid_until", "2020-01-01")];
        city.operator().post(&path(&city), &renewed).sent_to();
        assert!(lacking().is_empty());
        assert!(city.county().get(&path(&city)).says("已过期"), "the old one stays beside the new");
    }
}

on_both! {
    fn a_licence_is_corrected_by_its_keeper_and_not_over_a_colleague(database) {
        let city = unlicensed(database);
        let photo = jpeg(60, 40);
        add(&city, FOOD, Some(("证.jpg", &photo))).sent_to();
        let operator = city.operator();
        let edit = operator.get(&path(&city)).links().into_iter().find(|link| {
            link.rsplit('/').next().is_some_and(|last| last.parse::<i64>().is_ok()) && link.contains("/licences/")
        });
        let edit = edit.expect("a way to correct it");
        let opened = operator.get(&edit).expect(200).form(&edit);
        assert_eq!((opened.value("number"), opened.value("valid_until")), (Some("JY2450721000123"), Some("2020-06-30")));
        operator.upload(&edit, &edit, &[("number", "JY2450721000124")], &[]).sent_to();
        let page = operator.get(&path(&city));
        assert!(page.says("JY2450721000124") && page.body.contains("证.jpg"), "it keeps its photograph");
        let stale = opened.fill("number", "JY2450721000125");
        operator.post_parts(&edit, stale.with_files(&[])).expect(409);
        // A refused form keeps the revision it was opened at.
        let wrong = operator.post_parts(&edit, stale.fill("number", "1").with_files(&[])).expect(422);
        assert_eq!(wrong.form(&edit).value("revision"), Some("1"));
        for stranger in [city.other_operator(), city.other_county()] {
            stranger.get(&edit).expect(404);
            stranger.post(&edit, FOOD).expect(404);
            stranger.post(&edit, &[FOOD, &[("revision", "2")]].concat()).expect(404);
            stranger.post(&path(&city), FOOD).expect(404);
        }
        for reader in [city.county(), city.office(), city.official()] {
            reader.get(&edit).expect(403);
            reader.get(&format!("{}/new", path(&city))).expect(403);
            reader.post(&path(&city), FOOD).expect(403);
        }
        operator.get(&format!("{}/9999", path(&city))).expect(404);
        let recorded = "SELECT detail AS t FROM audit_events WHERE what = 'licence.corrected'";
        let told = texts(&mut city.database.connect(), recorded).remove(0);
        assert!(told.contains("JY2450721000123") && told.contains("JY2450721000124"), "{told}");
    }
}

on_both! {
    fn no_file_is_received_without_the_token_of_its_form(database) {
        let city = unlicensed(database);
        let operator = city.operator();
        let form = operator.get(&format!("{}/new", path(&city))).form("/licences");
        let form = FOOD.iter().fold(form, |form, (name, value)| form.fill(name, value));
        let photo = jpeg(30, 30);
        let forged = form.clone().fill("csrf", "AAAA").with_files(&[("photo", "证.jpg", &photo)]);
        operator.post_parts(&path(&city), forged).expect(403);
        let late = String::from_utf8_lossy(&form.with_files(&[])).replace("name=\"csrf\"", "name=\"other\"");
        operator.post_parts(&path(&city), late.into_bytes()).expect(403);
        assert_eq!((licences(&city), contents(&city).len()), (0, 0));
        assert!(!city.database.data_dir().join("files").exists(), "nothing was written");
    }
}

on_both! {
    fn the_doctor_finds_files_nobody_names_and_rows_whose_file_is_gone_or_changed(database) {
        let city = unlicensed(database);
        let unnamed = || attachments::unnamed(&city.desk).unwrap();
        let faulty = || {
            let found = attachments::inspect(&city.desk, now(), None).unwrap();
            (found.looked_at, found.faulty.into_iter().map(|one| one.damage).collect::<Vec<_>>())
        };
        assert_eq!((faulty(), unnamed().len()), ((0, vec![]), 0), "without a directory");
        let (photo, paper) = (jpeg(60, 40), b"%PDF-1.4\n%%EOF\n".to_vec());
        add(&city, FOOD, Some(("证.jpg", &photo))).sent_to();
        assert_eq!((faulty(), unnamed().len()), ((1, vec![]), 0));
        // The same number again: the form is refused after its file came.
        add(&city, FOOD, Some(("另.pdf", &paper))).expect(422);
        let left = unnamed();
        assert_eq!((faulty(), left.len()), ((1, vec![]), 1), "{left:?}");
        assert_eq!(std::fs::read(&left[0]).unwrap(), paper);
        let named = contents(&city).into_iter().find(|path| *path != left[0]).unwrap();
        let mut flipped = photo.clone();
        flipped[150] ^= 4;
        std::fs::write(&named, flipped).unwrap();
        assert_eq!(faulty(), (1, vec![Damage::Changed]));
        std::fs::remove_file(&named).unwrap();
        assert_eq!(faulty(), (1, vec![Damage::Missing]));
    }
}

on_both! {
    fn a_wrong_licence_is_removed_after_a_question_and_stays_in_the_changes(database) {
        let city = unlicensed(database);
        add(&city, FOOD, Some(("证.jpg", &jpeg(60, 40)))).sent_to();
        let operator = city.operator();
        let id = numbers(&mut city.database.connect(), "SELECT id AS n FROM licences")[0];
        let edit = format!("{}/{id}", path(&city));
        operator.upload(&edit, &edit, &[("number", "JY2450721000124")], &[]).sent_to();
        let removal = format!("{edit}/removal");
        assert!(operator.get(&edit).links().contains(&removal));
        let asked = operator.get(&removal).expect(200);
        assert!(asked.says("确定删除") && asked.says("JY2450721000124"), "{}", asked.text());
        for stranger in [city.other_operator(), city.other_county()] {
            stranger.get(&removal).expect(404);
            stranger.post(&removal, &[("revision", "2")]).expect(404);
        }
        for reader in [city.county(), city.office(), city.official()] {
            reader.get(&removal).expect(403);
            reader.post(&removal, &[("revision", "2")]).expect(403);
        }
        operator.post(&removal, &[("revision", "1")]).expect(409);
        assert_eq!(licences(&city), 1);
        let gone = operator.send_form(asked.form("/removal"), &[]);
        assert!(operator.follow(&gone).says("证照已删除"));
        operator.get(&edit).expect(404);
        operator.post(&removal, &[("revision", "2")]).expect(404);
        assert_eq!((licences(&city), contents(&city).len()), (0, 1), "the photograph stays, for the record");
        for (reader, who) in [(city.operator(), "经营者"), (city.county(), "经营者"), (city.official(), "经营者")] {
            let changes = reader.get(&path(&city)).all(".changes li");
            assert_eq!(changes.len(), 3, "{changes:?}");
            assert!(changes[0].starts_with("删除") && changes[0].contains("JY2450721000124"), "{changes:?}");
            assert!(changes[1].starts_with("改正") && changes[1].contains("原为 食品经营许可证 JY2450721000123"), "{changes:?}");
            assert!(changes[2].starts_with("填报") && changes[2].contains("2020年6月30日"), "{changes:?}");
            assert!(changes.iter().all(|one| one.contains(who)), "{changes:?}");
            assert!(!changes.concat().contains("宁"), "no operator's person is named");
        }
        // The number is free again.
        add(&city, FOOD, None).sent_to();
    }
}
