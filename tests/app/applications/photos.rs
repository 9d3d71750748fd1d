//! 检查照片: the panel's photos, and the files of both columns on the page of an application.

use super::full;
use super::inspection::inspect;
use crate::support::city::City;
use crate::support::database::{numbers, run, texts};
use crate::support::files::jpeg;
use crate::support::on_both;

on_both! {
    fn the_panel_adds_photos_by_item_and_of_the_whole(database) {
        let city = City::new(database);
        let case = city.reviewed_for(4, &full());
        let office = city.office();
        // The way there saves what is typed of the inspection.
        let form = office.get(&format!("{case}/inspection")).expect(200).form("/inspection");
        let form = city.fields(&[]).iter().fold(form, |form, (name, value)| form.fill(name, value));
        let photos = office.send_form(form, &[("points[E1]", "20"), ("act", "photos:E1")]).sent_to();
        assert_eq!(photos, format!("{case}/photos?item=E1"));
        let page = office.get(&photos).expect(200);
        assert_eq!(page.form("/photos").value("item"), Some("E1"));
        assert!(page.says("还没有照片"));
        let photo = jpeg(640, 480);
        let add = |item: &str, files: &[(&str, &str, &[u8])]| {
            city.office().upload(&format!("{case}/photos"), "/photos", &[("item", item)], files)
        };
        let kept = || numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM application_evidence")[0];
        assert!(add("E1", &[]).expect(422).error_on("photos").unwrap().contains("请先选"));
        let refused = add("E1", &[("photos", "好.jpg", &photo), ("photos", "记录.docx", b"PK\x03\x04 words")]).expect(422);
        assert!(refused.error_on("photos").unwrap().contains("只收照片"), "{}", refused.text());
        assert_eq!(refused.form("/photos").value("item"), Some("E1"), "what was chosen is kept");
        let mut large = b"%PDF-1.4\n".to_vec();
        large.resize((10 << 20) + 1, b' ');
        assert!(add("E1", &[("photos", "大.pdf", &large)]).expect(422).error_on("photos").unwrap().contains("10 MB"));
        assert_eq!(kept(), 0);
        let sent = add("E1", &[("photos", "消防栓.jpg", &photo), ("photos", "通道.jpg", &jpeg(30, 40))]);
        assert_eq!(sent.sent_to(), format!("{case}/photos?item=E1"));
        add("", &[("photos", "大门.jpg", &jpeg(41, 30))]).sent_to();
        let page = office.get(&photos).expect(200);
        assert_eq!(page.all(".of-item"), ["整个检查", &format!("E1 {}", item_name(&page, "E1"))]);
        let shown = page.anchors(".files a");
        assert_eq!(shown.len(), 3, "{shown:?}");
        let (_, href) = shown[1].clone();
        assert_eq!(office.get(&href).expect(200).bytes, photo);
        let small = office.get(&format!("{href}?size=thumbnail")).expect(200);
        assert_eq!((small.kind.as_str(), small.bytes.len() < photo.len()), ("image/jpeg", true));
        // The form of the inspection counts them, and refused or saved it takes none away.
        inspect(&office, &case, &city.fields(&[("on", "2018-01-01")]), &full(), "complete").expect(422);
        let page = office.get(&format!("{case}/inspection"));
        assert!(page.all("button[value='photos:E1']")[0].contains('2'), "{}", page.text());
        assert!(page.says("照片 3"));
        assert_eq!(kept(), 3);
        let many: Vec<(&str, &str, &[u8])> = (0..19).map(|_| ("photos", "x.jpg", photo.as_slice())).collect();
        assert!(add("E1", &many).expect(422).says("每项最多 20 个文件"));
        assert_eq!(kept(), 3);
        let forged = office.get(&photos).form("/photos").fill("csrf", "AAAA");
        office.post_parts(&format!("{case}/photos"), forged.with_files(&[("photos", "x.jpg", &photo)])).expect(403);
        office.post(&format!("{case}/photos"), &[("item", "Z9")]).expect(404);
        // One is taken away again.
        let gone = page_of(&office, &photos, "大门.jpg");
        office.submit_to(&photos, &format!("{}/removal", gone.replace("/evidence/", "/photos/")), &[]).sent_to();
        office.get(&gone).expect(404);
        assert_eq!(kept(), 2);
        let told = texts(&mut city.database.connect(), "SELECT what AS t FROM audit_events WHERE what LIKE 'inspection.photo%' ORDER BY id");
        assert_eq!(told, ["inspection.photos_added", "inspection.photos_added", "inspection.photo_removed"]);
    }
}

/// The name of an item as the form offers it.
fn item_name(page: &crate::support::page::Page, code: &str) -> String {
    let all = page.all("#item option");
    all.iter().find_map(|one| one.strip_prefix(&format!("{code} "))).unwrap().to_owned()
}

/// The address of a file by its name.
fn page_of(person: &crate::support::city::Person<'_>, path: &str, name: &str) -> String {
    let shown = person.get(path).anchors(".files a");
    shown.into_iter().find(|(words, _)| words.contains(name)).unwrap().1
}

on_both! {
    fn photos_are_those_who_inspect_until_it_is_complete_and_never_the_operators(database) {
        let city = City::new(database);
        let case = city.reviewed_for(4, &full());
        let page = format!("{case}/photos");
        let add = |item: &str, name: &str| {
            city.office().upload(&page, "/photos", &[("item", item)], &[("photos", name, &jpeg(64, 48))])
        };
        add("E1", "消防栓.jpg").sent_to();
        add("", "大门.jpg").sent_to();
        let (item, whole) = (page_of(&city.office(), &page, "消防栓.jpg"), page_of(&city.office(), &page, "大门.jpg"));
        for person in [city.operator(), city.county(), city.colleague(), city.official(), city.other_county()] {
            person.get(&item).expect(404);
        }
        assert!(city.visitor().get(&item).sent_to().starts_with("/sign-in"));
        assert!(city.county().get(&page).expect(200).says("没有检查照片"));
        // Whoever scored it does not photograph for the panel, nor anybody of the county.
        for person in [city.operator(), city.county(), city.official(), city.admin()] {
            person.post(&page, &[("item", "E1")]).expect(403);
        }
        city.operator().get(&page).expect(404);
        inspect(&city.office(), &case, &city.fields(&[]), &full(), "complete").sent_to();
        for person in [city.county(), city.colleague(), city.office(), city.official()] {
            person.get(&item).expect(200);
            let shown = person.get(&page).expect(200);
            assert!(shown.says("消防栓.jpg") && shown.forms().is_empty(), "{}", shown.text());
        }
        for person in [city.operator(), city.other_operator(), city.other_county()] {
            person.get(&item).expect(404);
            person.get(&whole).expect(404);
        }
        // What is inspected is as it was.
        city.office().post(&page, &[("item", "E1")]).expect(409);
        let removal = format!("{}/removal", item.replace("/evidence/", "/photos/"));
        city.office().post(&removal, &[]).expect(409);
        assert!(city.office().get(&case).says("大门.jpg"), "the whole is shown with the inspection");
    }
}

on_both! {
    fn the_review_counts_the_files_of_both_columns_and_opens_a_part(database) {
        let city = City::new(database);
        let case = city.reviewed_for(4, &full());
        let none = city.colleague().get(&case).expect(200);
        assert!(none.anchors("#scores a[href*='part=']").is_empty());
        // Somebody laid a paper with the item before it was submitted.
        let sql = "INSERT INTO attachments (sha256, media_type, bytes, name, uploaded_at) VALUES";
        let hash = if city.database.is_sqlite() { format!("x'{}'", "ab".repeat(32)) } else { format!("'\\x{}'", "ab".repeat(32)) };
        run(&mut city.database.connect(), &format!("{sql} ({hash}, 'pdf', 9, '合格证.pdf', '2017-11-20 09:00:00')")).unwrap();
        run(&mut city.database.connect(), &format!(
            "INSERT INTO application_evidence (application_id, attachment_id, role, item_code) SELECT {}, id, 'self', 'E1' FROM attachments",
            city.records.application,
        )).unwrap();
        let page = format!("{case}/photos");
        for (item, name) in [("E1", "消防栓.jpg"), ("E1", "通道.jpg"), ("", "大门.jpg")] {
            city.office().upload(&page, "/photos", &[("item", item)], &[("photos", name, &jpeg(64, 48))]).sent_to();
        }
        let seen = |page: &crate::support::page::Page| page.anchors("#scores a[href*='part=E']").into_iter().map(|(words, _)| words).collect::<Vec<_>>();
        assert_eq!(seen(&city.official().get(&case)), ["1 份"], "until it is complete, the operator's alone");
        inspect(&city.office(), &case, &city.fields(&[]), &full(), "complete").sent_to();
        let shown = city.colleague().get(&case).expect(200);
        assert_eq!(seen(&shown), ["3 份", "检查 2 份"]);
        assert!(shown.anchors("#scores a").contains(&("自评 1 份".to_owned(), format!("{case}/evidence?item=E1"))));
        assert!(shown.all("#papers").is_empty());
        let opened = city.colleague().get(&format!("{case}?part=E")).expect(200);
        let words = opened.all("#papers").remove(0);
        for said in ["合格证.pdf", "消防栓.jpg", "通道.jpg", "自评 1 份", "检查 2 份"] {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert!(!words.contains("大门.jpg"));
        assert!(opened.body.contains("?size=thumbnail"));
        assert!(city.colleague().get(&format!("{case}?part=D")).all("#papers")[0].contains("没有证据"));
        assert!(city.colleague().get(&format!("{case}?part=Z")).expect(200).all("#papers").is_empty());
    }
}
