use image::{ImageFormat, RgbImage};
use tempfile::TempDir;

use super::*;
use crate::domain::attachment::THUMBNAIL_SIDE;

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut content = io::Cursor::new(Vec::new());
    let drawn = RgbImage::from_fn(width, height, |x, _| {
        image::Rgb(if x < width / 2 { [200, 0, 0] } else { [0, 0, 200] })
    });
    drawn.write_to(&mut content, format).unwrap();
    content.into_inner()
}

/// The same JPEG, saying that the camera was turned by a quarter.
fn turned(jpeg: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

fn files() -> (TempDir, Files) {
    let dir = TempDir::new().unwrap();
    let files = Files::at(dir.path());
    (dir, files)
}

fn keep(files: &Files, content: &[u8]) -> Result<Kept, FileFault> {
    files.keep(files.examine(files.receive_bytes(content)?)?)
}

/// Every content in the directory, thumbnails apart, and whatever is still incoming.
fn on_disk(dir: &TempDir) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut dirs = vec![dir.path().join("files")];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap() {
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

#[test]
fn a_content_is_kept_once_under_its_address_and_read_as_it_came() {
    let (dir, files) = files();
    for (content, kind) in [
        (picture(640, 480, ImageFormat::Jpeg), MediaType::Jpeg),
        (picture(30, 40, ImageFormat::Png), MediaType::Png),
        (picture(30, 40, ImageFormat::WebP), MediaType::Webp),
        (b"%PDF-1.4\n%%EOF\n".to_vec(), MediaType::Pdf),
    ] {
        let before = fs::read_dir(dir.path()).unwrap().count();
        let kept = keep(&files, &content).unwrap();
        assert_eq!((kept.kind(), kept.bytes()), (kind, i64::try_from(content.len()).unwrap()));
        assert_eq!(keep(&files, &content).unwrap(), kept, "the same again, {before}");
        assert_eq!(files.read(kept.hash()).unwrap(), content);
        let name = kept.hash().to_string();
        assert!(dir.path().join("files").join(&name[..2]).join(&name).exists());
    }
    assert_eq!(on_disk(&dir).len(), 4, "{:?}", on_disk(&dir));
}

#[test]
fn what_is_no_picture_is_refused_and_leaves_nothing() {
    let (dir, files) = files();
    let mut cut = picture(640, 480, ImageFormat::Jpeg);
    cut.truncate(300);
    let mut huge = picture(3, 3, ImageFormat::Png);
    // A header that claims 65,535 columns.
    huge[18..20].copy_from_slice(&[0xff, 0xff]);
    for (content, bad) in [
        (cut, BadFile::Damaged),
        (huge, BadFile::Damaged),
        (b"\x89PNG\r\n\x1a\nnot a picture".to_vec(), BadFile::Damaged),
        (b"<html>".to_vec(), BadFile::Kind),
        (Vec::new(), BadFile::Empty),
    ] {
        let refused = keep(&files, &content);
        assert!(matches!(refused, Err(FileFault::Bad(found)) if found == bad), "{refused:?}");
    }
    assert!(on_disk(&dir).is_empty(), "{:?}", on_disk(&dir));
}

#[test]
fn a_thumbnail_is_small_and_the_way_up_it_was_taken() {
    let (_dir, files) = files();
    let content = turned(&picture(1000, 500, ImageFormat::Jpeg));
    let kept = keep(&files, &content).unwrap();
    assert_eq!(files.read(kept.hash()).unwrap(), content, "the file itself keeps what it carried");
    let look = || {
        let small = files.thumbnail(kept.hash(), kept.kind()).unwrap();
        image::load_from_memory_with_format(&small, ImageFormat::Jpeg).unwrap().to_rgb8()
    };
    let small = look();
    assert_eq!(small.dimensions(), (THUMBNAIL_SIDE / 2, THUMBNAIL_SIDE));
    let (above, below) = (small.get_pixel(80, 20).0, small.get_pixel(80, 300).0);
    assert!(above[0] > 150 && below[2] > 150, "{above:?} {below:?}");
    fs::remove_file(files.thumbnail_place(kept.hash())).unwrap();
    assert_eq!(look(), small, "made again");
}

#[test]
fn a_lost_or_changed_content_is_noticed_and_can_be_brought_again() {
    let (_dir, files) = files();
    let content = picture(64, 48, ImageFormat::Jpeg);
    let kept = keep(&files, &content).unwrap();
    let place = files.place(kept.hash());
    let mut flipped = content.clone();
    flipped[100] ^= 1;
    fs::write(&place, &flipped).unwrap();
    assert!(matches!(files.read(kept.hash()), Err(FileFault::Changed(_))));
    fs::remove_file(&place).unwrap();
    assert!(matches!(files.read(kept.hash()), Err(FileFault::Missing(_))));
    keep(&files, &content).unwrap();
    assert_eq!(files.read(kept.hash()).unwrap(), content);
}

#[test]
fn what_a_killed_process_left_is_swept_away_after_an_hour() {
    let (dir, files) = files();
    files.sweep().unwrap();
    for (name, hours) in [("old", 2), ("new", 0)] {
        let path = files.receive().unwrap().path().with_file_name(name);
        let file = File::create_new(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(hours * 3600)).unwrap();
    }
    files.sweep().unwrap();
    assert_eq!(on_disk(&dir), [dir.path().join("files/incoming/new")]);
}
