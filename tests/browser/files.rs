//! Files picked in a browser: photographs are made small, each is told by itself, and one that is refused loses no other.

use std::path::{Path, PathBuf};

use crate::support::browser::{Browser, Window};
use crate::support::database::{Database, run, texts};
use crate::support::files::jpeg;
use crate::support::served::Served;
use tempfile::TempDir;

/// A photograph taken with the camera turned by a quarter.
fn turned(jpeg: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

/// Files in a directory of their own, as a telephone has them.
fn on_the_phone(dir: &TempDir, files: &[(&str, Vec<u8>)]) -> Vec<PathBuf> {
    let put = |(name, content): &(&str, Vec<u8>)| {
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    files.iter().map(put).collect()
}

/// The size in pixels and the kind of each file that arrived, by name.
fn arrived(city: &Served) -> Vec<(String, Option<(u32, u32)>)> {
    let hex = "SELECT name || ' ' || lower(hex(sha256)) AS t FROM attachments ORDER BY id";
    let all = texts(&mut city.database.connect(), hex);
    let read = |row: &String| {
        let (name, hash) = row.rsplit_once(' ').unwrap();
        let path: &Path = city.database.data_dir();
        let content = std::fs::read(path.join("files").join(&hash[..2]).join(hash)).unwrap();
        (
            name.to_owned(),
            image::load_from_memory(&content).ok().map(|picture| (picture.width(), picture.height())),
        )
    };
    all.iter().map(read).collect()
}

/// The keeper of a draft with nothing in it, at the files of its item E1.
fn at_an_item(city: &Served) -> Option<Browser> {
    let keeper = city.browser(Window::Phone)?;
    let id = city.records.application;
    let draft = format!("UPDATE applications SET stage = 'draft', submitted_at = NULL WHERE id = {id}");
    run(&mut city.database.connect(), &draft).unwrap();
    keeper.sign_in("lizhi");
    keeper.open_page(&format!("/applications/{id}/evidence?item=E1"));
    Some(keeper)
}

#[test]
fn photographs_arrive_small_and_the_way_up_they_were_taken() {
    let city = Served::new(Database::sqlite());
    let Some(keeper) = at_an_item(&city) else { return };
    let dir = TempDir::new().unwrap();
    let large = jpeg(3200, 1200);
    let files = on_the_phone(
        &dir,
        &[
            ("远景.jpg", large.clone()),
            ("竖拍.jpg", turned(&large)),
            ("小.jpg", jpeg(300, 200)),
            ("合格证.pdf", b"%PDF-1.4\n%%EOF\n".to_vec()),
        ],
    );
    keeper.pick("files", &files);
    // Sent at once: the form waits until the photographs are small.
    keeper.click("form[data-each] .bottom button");
    keeper.until("document.querySelectorAll('#arrived .files li').length === 4");
    assert_eq!(
        arrived(&city),
        [
            ("远景.jpg".to_owned(), Some((1600, 600))),
            ("竖拍.jpg".to_owned(), Some((600, 1600))),
            ("小.jpg".to_owned(), Some((300, 200))),
            ("合格证.pdf".to_owned(), None),
        ]
    );
    assert!(keeper.words().contains("已上传") || keeper.words().contains("4 个文件"));
}

#[test]
fn a_refused_file_says_why_and_the_others_arrive() {
    let city = Served::new(Database::sqlite());
    let Some(keeper) = at_an_item(&city) else { return };
    let dir = TempDir::new().unwrap();
    let broken = [&jpeg(64, 48)[..40], &[0; 200]].concat();
    let files = on_the_phone(
        &dir,
        &[
            ("门口.jpg", jpeg(2000, 1500)),
            ("坏.jpg", broken),
            ("记录.txt", b"hello".to_vec()),
            ("厨房.jpg", jpeg(90, 60)),
        ],
    );
    keeper.pick("files", &files);
    keeper.until(
        "[...document.querySelectorAll('.picked span')].every((one) => one.textContent !== '正在处理…')",
    );
    assert!(keeper.see(".picked").contains("原 "), "{}", keeper.see(".picked"));
    keeper.click("form[data-each] .bottom button");
    keeper.until("document.querySelectorAll('#arrived .files li').length === 2");
    let told =
        keeper.script("return [...document.querySelectorAll('.picked .bad')].map((one) => one.textContent)");
    let told: Vec<&str> = told.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(told.len() == 2 && told[0].starts_with("坏.jpg") && told[1].contains("只收照片"), "{told:?}");
    assert_eq!(
        keeper.script("return document.querySelector('#files').files.length"),
        2,
        "only what is left is kept"
    );
    let names: Vec<String> = arrived(&city).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["门口.jpg", "厨房.jpg"]);
    // Another choice takes the place of what was refused.
    keeper.pick("files", &files[3..]);
    keeper.click("form[data-each] .bottom button");
    keeper.until("document.querySelectorAll('#arrived .files li').length === 3");
}

#[test]
fn a_form_with_one_photograph_sends_it_small_with_the_rest() {
    let city = Served::new(Database::sqlite());
    let Some(keeper) = city.browser(Window::Phone) else { return };
    let dir = TempDir::new().unwrap();
    let files = on_the_phone(&dir, &[("新证.jpg", jpeg(1000, 2400))]);
    keeper.sign_in("lizhi");
    let page = format!("/sites/{}/licences", city.records.site);
    keeper.open_page(&format!("{page}/new"));
    keeper.choose("kind", "food");
    keeper.fill("number", "JY2450721999999");
    keeper.fill("valid_until", "2020-06-30");
    keeper.pick("photo", &files);
    keeper.click(&format!("form[action='{page}'] .bottom button"));
    keeper.read("JY2450721999999");
    assert_eq!(arrived(&city), [("新证.jpg".to_owned(), Some((667, 1600)))]);
}
