//! The certificate on paper: A4, landscape, PDF/A-2b. The same certificate is the same bytes.

use chrono::{Datelike as _, NaiveDate};
use krilla::color::rgb;
use krilla::configure::{Configuration, Validator};
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};
use qrcode::{Color, EcLevel, QrCode};

use super::face::{Face, Line};
use crate::domain::certificate::{CheckAddress, MissingGlyph};
use crate::domain::rating::Star;
use crate::domain::site::SiteKind;
use crate::web::lang::{Lang, say_key};

/// A4, landscape, in points.
const PAGE: (f32, f32) = (841.89, 595.28);
const MIDDLE: f32 = PAGE.0 / 2.0;
/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;
/// The code with its quiet zone, at least 25 mm without it.
const CODE: f32 = 34.0 * MM;
const QUIET: usize = 4;

const INK: (u8, u8, u8) = (0x1a, 0x24, 0x33);
const SOFT: (u8, u8, u8) = (0x46, 0x53, 0x66);
const GOLD: (u8, u8, u8) = (0xb9, 0x77, 0x00);
const SEAL: (u8, u8, u8) = (0xb0, 0x27, 0x1c);

/// What is printed.
#[derive(Debug, Clone)]
pub(super) struct Printed {
    /// The number and check code.
    pub address: CheckAddress,
    /// The address of the check page, as the code holds it.
    pub check_url: String,
    /// The site's name.
    pub site: String,
    /// What kind of place it is.
    pub kind: SiteKind,
    /// County, township and village.
    pub place: String,
    /// The star.
    pub stars: Star,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// Who issues it.
    pub authority: String,
}

/// Why a certificate was not printed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unprinted {
    /// A name has a character the fonts do not.
    #[error(transparent)]
    Glyph(#[from] MissingGlyph),
    /// Anything else.
    #[error("{0}")]
    Broken(String),
}

/// One page for each certificate. The words are Chinese: it is an official paper.
///
/// # Errors
/// [`Unprinted`].
pub(super) fn print(certificates: &[Printed]) -> Result<Vec<u8>, Unprinted> {
    let settings = SerializeSettings {
        configuration: Configuration::new_with_validator(Validator::A2_B),
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let first = certificates.first().ok_or_else(|| Unprinted::Broken("no certificate to print".into()))?;
    let title = match certificates {
        [only] => format!("{} {}", only.address.number, only.site),
        _ => said("certificate-paper-title"),
    };
    let metadata = Metadata::new()
        .title(title)
        .authors(vec![first.authority.clone()])
        .language("zh-CN".into())
        .creation_date(moment(first.issued_on))
        .document_id(certificates.iter().map(|one| one.address.to_string()).collect::<Vec<_>>().join(" "));
    document.set_metadata(metadata);
    for certificate in certificates {
        let size =
            PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| Unprinted::Broken("no page".into()))?;
        let mut page = document.start_page_with(size);
        let drawn = {
            let mut sheet = Sheet { surface: page.surface() };
            let drawn = sheet.certificate(certificate);
            sheet.surface.finish();
            drawn
        };
        page.finish();
        drawn?;
    }
    document.finish().map_err(|error| Unprinted::Broken(format!("{error:?}")))
}

fn said(key: &str) -> String {
    say_key(Lang::Zh, key).unwrap_or_else(|_| key.to_owned())
}

fn moment(day: NaiveDate) -> DateTime {
    let part = |n: u32| u8::try_from(n).unwrap_or(1);
    DateTime::new(u16::try_from(day.year()).unwrap_or(2017)).month(part(day.month())).day(part(day.day()))
}

fn in_words(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn fill((red, green, blue): (u8, u8, u8)) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn stroke((red, green, blue): (u8, u8, u8), width: f32) -> Stroke {
    Stroke { paint: rgb::Color::new(red, green, blue).into(), width, ..Stroke::default() }
}

/// Where a line of text stands.
#[derive(Clone, Copy)]
enum At {
    Left(f32),
    Centre(f32),
}

/// A face in a size and a colour.
#[derive(Clone, Copy)]
struct Type {
    bold: bool,
    size: f32,
    apart: f32,
    colour: (u8, u8, u8),
}

const fn upright(size: f32, colour: (u8, u8, u8)) -> Type {
    Type { bold: false, size, apart: 0.0, colour }
}

const fn strong(size: f32, apart: f32, colour: (u8, u8, u8)) -> Type {
    Type { bold: true, size, apart, colour }
}

/// A page being drawn.
struct Sheet<'a> {
    surface: Surface<'a>,
}

impl Sheet<'_> {
    fn certificate(&mut self, of: &Printed) -> Result<(), Unprinted> {
        self.frame();
        self.text(At::Centre(MIDDLE), 104.0, strong(36.0, 0.22, INK), &said("certificate-paper-title"))?;
        self.text(At::Centre(MIDDLE), 128.0, upright(11.0, SOFT), &said("certificate-paper-subtitle"))?;
        self.stars(of.stars, 172.0);
        let award = format!("{}{}", said(&of.stars.key()), Lang::Zh.word(of.kind));
        self.text(At::Centre(MIDDLE), 222.0, strong(24.0, 0.12, SEAL), &award)?;
        self.fitted(286.0, strong(42.0, 0.04, INK), 640.0, &of.site)?;
        self.fitted(318.0, upright(15.0, SOFT), 640.0, &of.place)?;
        self.text(At::Centre(MIDDLE), 352.0, upright(15.0, INK), &said("certificate-paper-award"))?;
        self.code(of, (70.0, 400.0))?;
        self.terms(of)?;
        self.seal(of)
    }

    /// A bold line and a fine one, with a small square in each corner.
    fn frame(&mut self) {
        let inside = |by: f32| Rect::from_ltrb(by, by, PAGE.0 - by, PAGE.1 - by);
        self.outline(inside(28.0).and_then(rectangle), stroke(GOLD, 2.4));
        self.outline(inside(36.0).and_then(rectangle), stroke(GOLD, 0.7));
        let mut corners = PathBuilder::new();
        for x in [36.0, PAGE.0 - 36.0] {
            for y in [36.0, PAGE.1 - 36.0] {
                if let Some(square) = Rect::from_ltrb(x - 4.0, y - 4.0, x + 4.0, y + 4.0) {
                    corners.push_rect(square);
                }
            }
        }
        self.area(corners.finish(), GOLD);
    }

    fn stars(&mut self, stars: Star, y: f32) {
        let count = u8::try_from(stars.number()).unwrap_or(0);
        let (radius, step) = (15.0, 42.0);
        let first = MIDDLE - step * (f32::from(count) - 1.0) / 2.0;
        for place in 0..count {
            self.area(star((first + step * f32::from(place), y), radius), GOLD);
        }
    }

    /// The code for the check page, and in text what it holds.
    fn code(&mut self, of: &Printed, (x, y): (f32, f32)) -> Result<(), Unprinted> {
        let code = QrCode::with_error_correction_level(&of.check_url, EcLevel::M)
            .map_err(|error| Unprinted::Broken(error.to_string()))?;
        let (width, modules) = (code.width(), code.to_colors());
        let side = |n: usize| u16::try_from(n).map_or(0.0, f32::from);
        let module = CODE / side(width + 2 * QUIET);
        let mut dark = PathBuilder::new();
        for (at, colour) in modules.iter().enumerate() {
            if *colour == Color::Dark {
                let (column, row) = (side(at % width + QUIET), side(at / width + QUIET));
                let (left, top) = (x + column * module, y + row * module);
                if let Some(square) = Rect::from_xywh(left, top, module, module) {
                    dark.push_rect(square);
                }
            }
        }
        self.area(dark.finish(), (0, 0, 0));
        let below = y + CODE + 8.0;
        self.text(At::Centre(x + CODE / 2.0), below, upright(10.0, SOFT), &said("certificate-paper-check"))?;
        self.text(At::Left(x + 4.0), below + 18.0, upright(8.0, SOFT), &of.check_url)
    }

    fn terms(&mut self, of: &Printed) -> Result<(), Unprinted> {
        let until = format!("{} — {}", in_words(of.from), in_words(of.until));
        let rows = [
            ("certificate-paper-number", of.address.number.clone()),
            ("certificate-paper-check-code", of.address.code.as_str().to_owned()),
            ("certificate-paper-validity", until),
        ];
        let mut y = 428.0;
        for (key, value) in rows {
            self.text(At::Left(206.0), y, upright(12.0, SOFT), &said(key))?;
            self.text(At::Left(276.0), y, strong(13.0, 0.0, INK), &value)?;
            y += 27.0;
        }
        Ok(())
    }

    /// Who issues it and when, over the place for the seal.
    fn seal(&mut self, of: &Printed) -> Result<(), Unprinted> {
        let middle = 668.0;
        let dashes = StrokeDash { array: vec![3.0, 3.0], offset: 0.0 };
        let line = Stroke { dash: Some(dashes), ..stroke((0xd9, 0x9a, 0x95), 0.8) };
        self.outline(circle((middle, 464.0), 21.0 * MM), line);
        self.text(
            At::Centre(middle),
            516.0,
            upright(9.0, (0xb0, 0x6a, 0x64)),
            &said("certificate-paper-seal"),
        )?;
        self.text(At::Centre(middle), 450.0, strong(15.0, 0.06, INK), &of.authority)?;
        self.text(At::Centre(middle), 478.0, upright(14.0, INK), &in_words(of.issued_on))
    }

    /// A line no wider than this: smaller if it has to be.
    fn fitted(&mut self, y: f32, mut look: Type, width: f32, text: &str) -> Result<(), Unprinted> {
        let natural = face(look)?.line(text, look.apart)?.width * look.size;
        if natural > width {
            look.size *= width / natural;
        }
        self.text(At::Centre(MIDDLE), y, look, text)
    }

    fn text(&mut self, at: At, y: f32, look: Type, text: &str) -> Result<(), Unprinted> {
        let face = face(look)?;
        let Line { glyphs, width } = face.line(text, look.apart)?;
        let x = match at {
            At::Left(x) => x,
            At::Centre(x) => x - width * look.size / 2.0,
        };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(look.colour)));
        self.surface.draw_glyphs(Point::from_xy(x, y), &glyphs, face.font.clone(), text, look.size, false);
        Ok(())
    }

    fn area(&mut self, path: Option<Path>, colour: (u8, u8, u8)) {
        if let Some(path) = path {
            self.surface.set_stroke(None);
            self.surface.set_fill(Some(fill(colour)));
            self.surface.draw_path(&path);
        }
    }

    fn outline(&mut self, path: Option<Path>, stroke: Stroke) {
        if let Some(path) = path {
            self.surface.set_fill(None);
            self.surface.set_stroke(Some(stroke));
            self.surface.draw_path(&path);
        }
    }
}

fn face(look: Type) -> Result<&'static Face, Unprinted> {
    let face = if look.bold { Face::bold() } else { Face::regular() };
    face.ok_or_else(|| Unprinted::Broken("the font in the program is no font".into()))
}

fn rectangle(rect: Rect) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    path.finish()
}

/// A star with one point up: five outer corners, five inner ones where its lines cross.
fn star((x, y): (f32, f32), radius: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    for corner in 0..10_u8 {
        let angle = f32::from(corner) * std::f32::consts::PI / 5.0;
        let reach = if corner % 2 == 0 { radius } else { radius * 0.382 };
        let (to_x, to_y) = (x + reach * angle.sin(), y - reach * angle.cos());
        if corner == 0 { path.move_to(to_x, to_y) } else { path.line_to(to_x, to_y) }
    }
    path.close();
    path.finish()
}

/// A circle, of four curves.
fn circle((x, y): (f32, f32), r: f32) -> Option<Path> {
    let k = r * 0.552_284_8;
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(site: &str, place: &str) -> Printed {
        let day = |text: &str| text.parse().unwrap();
        Printed {
            address: "ZS-NJL-2017-0007-K7Q2M9XA".parse().unwrap(),
            check_url: "https://xingtu.example.gov.cn/v/ZS-NJL-2017-0007-K7Q2M9XA".into(),
            site: site.into(),
            kind: SiteKind::FarmStay,
            place: place.into(),
            stars: Star::ALL[3],
            from: day("2017-11-24"),
            until: day("2020-11-23"),
            issued_on: day("2017-11-24"),
            authority: "钦州市旅游主管部门".into(),
        }
    }

    #[test]
    fn a_certificate_is_the_same_bytes_each_time() {
        let one = print(&[sample("荔香园", "钦州市灵山县佛子镇大芦村")]).unwrap();
        assert!(one.starts_with(b"%PDF-"));
        assert_eq!(one, print(&[sample("荔香园", "钦州市灵山县佛子镇大芦村")]).unwrap());
        assert!(one.len() < 200_000, "{}", one.len());
        if let Ok(to) = std::env::var("XINGTU_TEST_PDF") {
            std::fs::write(to, one).unwrap();
        }
    }

    #[test]
    fn the_names_of_every_unit_and_the_rare_ones_are_printed() {
        let names =
            ["灵山县", "浦北县", "钦南区", "钦北区", "钦州港经济技术开发区", "石埇镇六硍镇榃湴蒟硃荖驲"];
        let batch: Vec<Printed> = names.iter().map(|name| sample(name, name)).collect();
        assert!(print(&batch).is_ok());
    }

    #[test]
    fn a_name_the_fonts_do_not_have_is_refused_with_the_character() {
        for (site, place, missing) in [("荔香😀园", "大芦村", '😀'), ("荔香园", "大𠀀村", '𠀀')]
        {
            let refused = print(&[sample(site, place)]).unwrap_err();
            assert!(
                matches!(refused, Unprinted::Glyph(MissingGlyph(found)) if found == missing),
                "{refused}"
            );
        }
    }
}
