//! The papers that lie with the records exits rest on, and what becomes of the numbers when a file does not hold.

use std::path::PathBuf;

use xingtu::desk::attachments::{self, Inspected};
use xingtu::desk::attributions;
use xingtu::domain::attachment::Damage;
use xingtu::domain::paper::Holder;
use xingtu::domain::pathway::Pathway;

use crate::support::city::{City, now};
use crate::support::database::{numbers, run, texts};
use crate::support::files::{jpeg, png};
use crate::support::on_both;
use crate::support::page::Page;

/// One record of every noun papers lie with, and a kind of paper it takes.
fn records(city: &City) -> Vec<(String, &'static str)> {
    let of = |pathway| Holder::from(city.records.exits[&pathway].1).to_string();
    vec![
        (of(Pathway::Employment), "contract"),
        (of(Pathway::VillageIndustry), "payment_list"),
        (of(Pathway::Training), "certificate"),
        (of(Pathway::MajorProject), "agreement"),
        (of(Pathway::SelfStart), "licence"),
        (of(Pathway::NonTourism), "support"),
        ("/evidence/courses/1".into(), "listing"),
        ("/evidence/projects/1".into(), "listing"),
        ("/evidence/programmes/1".into(), "payment_list"),
    ]
}

#[track_caller]
fn add(city: &City, record: &str, kind: &str, content: &[u8]) -> Page {
    let path = format!("{record}/papers");
    city.county().upload(&path, "/papers", &[("kind", kind)], &[("files", "纸.png", content)])
}

/// The page's links to papers, without thumbnails.
fn papers(page: &Page) -> Vec<String> {
    let last_is_number =
        |link: &String| link.rsplit('/').next().is_some_and(|last| last.parse::<i64>().is_ok());
    page.links().into_iter().filter(|link| link.contains("/papers/") && last_is_number(link)).collect()
}

on_both! {
    fn a_paper_lies_with_every_kind_of_record_and_only_its_readers_see_it(database) {
        let city = City::new(database);
        for (n, (record, kind)) in (1..).zip(records(&city)) {
            let content = png(30 + n, 20);
            let page = city.county().follow(&add(&city, &record, kind, &content));
            let [link] = papers(&page).try_into().unwrap_or_else(|links| panic!("{record}: {links:?}"));
            for reader in [city.county(), city.colleague(), city.office()] {
                assert_eq!(reader.get(&link).expect(200).bytes, content, "{record}");
                assert!(reader.get(&format!("{record}/papers")).says("1 份材料"));
            }
            // Who reads for an assessment sees that it lies there, and opens it against a purpose: a full ID number may stand on it.
            let official = city.official();
            for size in ["", "?size=thumbnail"] {
                assert!(official.get(&format!("{link}{size}")).expect(403).says("说明用途后打开"));
            }
            let shelf = official.get(&format!("{record}/papers")).expect(200);
            assert!(shelf.says("1 份材料") && shelf.says("打开前请说明用途") && papers(&shelf).is_empty());
            let opening = format!("{link}/opening");
            assert!(shelf.links().contains(&opening));
            official.submit(&opening, &[("purpose", "")]).expect(422);
            assert_eq!(official.submit(&opening, &[("purpose", "绩效考评抽查")]).expect(200).bytes, content);
            for other in [city.county(), city.operator()] {
                other.post(&opening, &[("purpose", "看")]).expect(403);
            }
            city.other_county().get(&opening).expect(404);
            city.other_county().get(&link).expect(404);
            city.other_county().get(&format!("{record}/papers")).expect(404);
            for nobody in [city.other_operator(), city.admin()] {
                assert!(matches!(nobody.get(&link).status.code, 403 | 404), "{record}");
            }
            let own_hire = record.starts_with("/evidence/hires");
            city.operator().get(&link).expect(if own_hire { 200 } else { 403 });
            // An official reads, and changes nothing.
            assert!(city.official().get(&format!("{record}/papers")).forms().is_empty());
            city.official().get(&format!("{link}/withdrawal")).expect(403);
            city.official().post(&format!("{link}/withdrawal"), &[("reason", "看")]).expect(403);
            city.other_county().post(&format!("{link}/withdrawal"), &[("reason", "看")]).expect(404);
            // Through another record's address there is no such paper.
            let number = link.rsplit('/').next().unwrap();
            let elsewhere = if record == "/evidence/courses/1" { "/evidence/projects/1" } else { "/evidence/courses/1" };
            city.county().get(&format!("{elsewhere}/papers/{number}")).expect(404);
        }
        city.county().get("/evidence/households/1/papers").expect(404);
        city.county().get("/evidence/courses/987654/papers").expect(404);
    }
}

on_both! {
    fn an_operator_adds_the_papers_of_their_own_hires_and_of_nothing_else(database) {
        let city = City::new(database);
        let (page, hire) = (format!("/hires/{}", city.records.hire), format!("/evidence/hires/{}", city.records.hire));
        let operator = city.operator();
        assert!(operator.get(&page).links().contains(&format!("{hire}/papers")));
        let photo = jpeg(200, 100);
        let files = [("files", "合同1.jpg", &photo[..]), ("files", "合同2.jpg", &png(9, 9)[..])];
        let added = operator.upload(&format!("{hire}/papers"), "/papers", &[("kind", "contract")], &files);
        assert_eq!(papers(&operator.follow(&added)).len(), 2);
        assert!(city.county().get(&format!("{hire}/papers")).says("2 份材料"));
        city.other_operator().get(&format!("{hire}/papers")).expect(404);
        operator.get("/evidence/courses/1/papers").expect(403);
        operator.post("/evidence/courses/1/papers", &[("kind", "listing")]).expect(403);
    }
}

on_both! {
    fn what_is_wrong_is_told_by_field_and_nothing_is_kept(database) {
        let city = City::new(database);
        let county = city.county();
        for (kind, content, field) in [
            ("listing", Some(&b"<!doctype html><script>alert(1)</script>"[..]), "files"),
            ("listing", None, "files"),
            ("", Some(&png(8, 8)[..]), "kind"),
        ] {
            let files: Vec<_> = content.into_iter().map(|content| ("files", "图.png", content)).collect();
            let refused = county.upload("/evidence/courses/1/papers", "/papers", &[("kind", kind)], &files).expect(422);
            assert!(refused.error_on(field).is_some(), "{field}: {}", refused.text());
            assert_eq!(refused.form("/papers").value("kind"), Some(kind));
        }
        county.post("/evidence/courses/1/papers", &[("kind", "wage_slip")]).expect(422);
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM evidence_papers"), [0]);
    }
}

on_both! {
    fn a_paper_is_withdrawn_once_with_a_reason_and_stays(database) {
        let city = City::new(database);
        let content = png(12, 12);
        let link = papers(&city.county().follow(&add(&city, "/evidence/projects/1", "listing", &content))).remove(0);
        let ask = format!("{link}/withdrawal");
        let refused = city.county().submit(&ask, &[("reason", "  ")]).expect(422);
        assert!(refused.error_on("reason").is_some());
        let county = city.county();
        let opened = county.get(&ask).expect(200);
        let page = county.follow(&county.submit(&ask, &[("reason", "传错了文件")]));
        assert!(page.says("0 份材料") && page.says("传错了文件"), "{}", page.text());
        assert_eq!(city.office().get(&link).expect(200).bytes, content);
        county.send_form(opened.form("/withdrawal"), &[("reason", "再撤一次")]).expect(409);
        city.county().get(&ask).expect(404);
        let mut c = city.database.connect();
        let recorded = "SELECT what || detail AS t FROM audit_events WHERE what LIKE 'paper.%' ORDER BY id";
        let recorded = texts(&mut c, recorded);
        // Each opening of the whole is on record, too.
        let steps: Vec<_> = recorded.iter().filter_map(|one| one.split_once('{')).map(|(what, _)| what).collect();
        assert_eq!(steps, ["paper.added", "paper.withdrawn", "paper.opened"], "{recorded:?}");
        assert!(!recorded.concat().contains("传错"), "the reason is in the row only");
    }
}

on_both! {
    fn a_paper_lies_with_exactly_one_record(database) {
        let city = City::new(database);
        add(&city, "/evidence/courses/1", "listing", &png(5, 5)).sent_to();
        let mut c = city.database.connect();
        for change in ["project_id = 1", "course_id = NULL", "kind = 'poem'", "withdrawn_reason = '没有人撤'"] {
            assert!(run(&mut c, &format!("UPDATE evidence_papers SET {change}")).is_err(), "{change}");
        }
    }
}

/// Where the one content is on disk.
fn content_of(city: &City, sha256: &str) -> PathBuf {
    city.database.data_dir().join("files").join(&sha256[..2]).join(sha256)
}

fn doctor(city: &City) -> Inspected {
    attachments::inspect(&city.desk, now(), None).unwrap()
}

fn revision(city: &City) -> i64 {
    numbers(&mut city.database.connect(), "SELECT revision AS n FROM tally_revision")[0]
}

on_both! {
    fn a_flipped_byte_turns_every_number_that_rests_on_it_amber_until_it_is_whole_again(database) {
        let city = City::new(database);
        for (exit, evidence) in city.records.exits.values().copied() {
            let actor = city.cast.county.clone();
            let id = city.desk.write_now(actor, now(), move |tx| attributions::propose(tx, exit, evidence)).unwrap();
            let actor = city.cast.office.clone();
            city.desk.write_now(actor, now(), move |tx| attributions::confirm(tx, id, 1)).unwrap();
        }
        // The programme's list, on which a payment rests; the benefit's agreement; both sound for now.
        let list = png(64, 64);
        add(&city, "/evidence/programmes/1", "payment_list", &list).sent_to();
        let benefit = Holder::from(city.records.exits[&Pathway::MajorProject].1);
        add(&city, &benefit.to_string(), "agreement", &png(50, 50)).sent_to();
        let official = city.official();
        let exit = city.records.exits[&Pathway::VillageIndustry].0;
        let (exit, rows) = (format!("/exits/{exit}"), "/tallies/rows?year=2017");
        let api = || -> serde_json::Value {
            serde_json::from_str(&official.get("/api/v1/tallies?year=2017").expect(200).body).unwrap()
        };
        let amber_rows = |answer: &serde_json::Value| -> Vec<String> {
            let rows = answer["rows"].as_array().unwrap().iter().filter(|row| row["amber"] == true);
            rows.map(|row| format!("{} {}", row["unit"], row["pathway"])).collect()
        };
        let sound = |city: &City| {
            assert!(doctor(city).faulty.is_empty());
            let answer = api();
            assert!(amber_rows(&answer).is_empty() && answer.get("amber").is_none(), "{answer}");
            for path in ["/tallies?year=2017", rows, &exit] {
                assert!(!official.get(path).expect(200).says("存疑"), "{path}");
            }
        };
        sound(&city);

        let sha256 = sha256_of(&list);
        let place = content_of(&city, &sha256);
        let mut flipped = list.clone();
        flipped[40] ^= 1;
        std::fs::write(&place, &flipped).unwrap();
        let before = revision(&city);
        let found = doctor(&city);
        let [faulty] = found.faulty.as_slice() else { panic!("{found:?}") };
        assert_eq!((faulty.hash.to_string(), faulty.damage), (sha256.clone(), Damage::Changed));
        let [(holder, resting)] = faulty.records.as_slice() else { panic!("{faulty:?}") };
        assert_eq!(holder.to_string(), "/evidence/programmes/1");
        let [one] = resting.as_slice() else { panic!("{resting:?}") };
        let cell = (one.unit.to_string(), one.pathway, one.year, one.month);
        assert_eq!(cell, ("450721".into(), Pathway::VillageIndustry, 2017, 11));
        assert_eq!(revision(&city), before + 1, "what was answered before is no longer true");
        doctor(&city);
        assert_eq!(revision(&city), before + 1, "old news moves nothing");

        let answer = api();
        assert_eq!(amber_rows(&answer), ["\"450721\" \"village_industry\""]);
        assert_eq!((&answer["amber"], &answer["total"]["persons"]), (&true.into(), &5.into()));
        let page = official.get("/tallies?year=2017").expect(200);
        assert!(page.says("其中 1 户 1 人所依据的材料"), "{}", page.text());
        // Its cell, the sum of its row, and the sum of all.
        assert_eq!(page.all("table.matrix .doubt"), ["1 户存疑", "1 户存疑", "1 户存疑"]);
        let listed = official.get(rows).expect(200);
        assert_eq!(listed.all("table.list .tag.warn"), ["材料存疑"], "{}", listed.text());
        assert!(official.get(&exit).says("文件丢失或被改动"));
        assert!(official.get("/evidence/programmes/1/papers").says("1 户退出的数字因此存疑"));
        // What the public sees says nothing of papers.
        assert!(!city.visitor().get("/open/tallies").says("存疑"));

        // The file itself is never given out, and when it is whole again, whoever opens it clears the mark.
        let office = city.office();
        let link = papers(&office.get("/evidence/programmes/1/papers")).remove(0);
        office.get(&link).expect(500);
        std::fs::write(&place, &list).unwrap();
        office.get(&link).expect(200);
        sound(&city);

        // Opening a lost file finds it as well; the same file uploaded anew makes it whole.
        std::fs::remove_file(&place).unwrap();
        office.get(&link).expect(500);
        assert_eq!(amber_rows(&api()).len(), 1);
        add(&city, "/evidence/courses/1", "listing", &list).sent_to();
        assert!(place.exists());
        sound(&city);

        // A withdrawn paper makes nothing doubtful.
        std::fs::remove_file(&place).unwrap();
        doctor(&city);
        assert_eq!(amber_rows(&api()).len(), 2, "the programme's list is the course's too now");
        city.county().submit(&format!("{link}/withdrawal"), &[("reason", "换了原件")]).sent_to();
        assert_eq!(amber_rows(&api()), ["\"450721\" \"training\""]);
        let seals = "SELECT what AS t FROM audit_events WHERE what LIKE 'attachment.found%' ORDER BY id";
        let told = texts(&mut city.database.connect(), seals);
        assert_eq!(told.iter().filter(|what| what.ends_with("faulty")).count(), 3, "{told:?}");
    }
}

fn sha256_of(content: &[u8]) -> String {
    use sha2::Digest as _;
    xingtu::domain::attachment::ContentHash(sha2::Sha256::digest(content).into()).to_string()
}
