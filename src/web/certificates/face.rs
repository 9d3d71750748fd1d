//! The two faces certificates are printed in: the whole of GBK, and nothing more. What they lack is refused by name.

use std::sync::OnceLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use crate::domain::certificate::MissingGlyph;

/// Both are described in `data/fonts/README.md`.
const REGULAR: &[u8] = include_bytes!("../../../data/fonts/NotoSansCJKsc-Regular.gbk.otf");
const BOLD: &[u8] = include_bytes!("../../../data/fonts/NotoSansCJKsc-Bold.gbk.otf");

/// One of the faces.
#[derive(Clone)]
pub(super) struct Face {
    table: FontRef<'static>,
    /// For the PDF.
    pub font: Font,
    em: f32,
}

/// A line of text whose every character the face has.
pub(super) struct Line {
    /// What is drawn; advances are parts of the type size.
    pub glyphs: Vec<KrillaGlyph>,
    /// How wide it is, as a part of the type size.
    pub width: f32,
}

impl Face {
    /// The upright face; `None` if the file in the program is no font.
    pub(super) fn regular() -> Option<&'static Self> {
        static FACE: OnceLock<Option<Face>> = OnceLock::new();
        FACE.get_or_init(|| Self::read(REGULAR)).as_ref()
    }

    /// The bold face.
    pub(super) fn bold() -> Option<&'static Self> {
        static FACE: OnceLock<Option<Face>> = OnceLock::new();
        FACE.get_or_init(|| Self::read(BOLD)).as_ref()
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.into(), 0)?;
        Some(Self { table: FontRef::new(bytes).ok()?, em: font.units_per_em(), font })
    }

    /// A text as a line, its characters apart by a part of the type size.
    ///
    /// # Errors
    /// [`MissingGlyph`] for the first character the face does not have.
    pub(super) fn line(&self, text: &str, apart: f32) -> Result<Line, MissingGlyph> {
        let glyphs = self.table.charmap();
        let metrics = self.table.glyph_metrics(Size::unscaled(), LocationRef::default());
        let mut line = Line { glyphs: Vec::new(), width: 0.0 };
        for (at, letter) in text.char_indices() {
            let glyph = glyphs.map(letter).filter(|glyph| glyph.to_u32() != 0).ok_or(MissingGlyph(letter))?;
            let advance = metrics.advance_width(glyph).unwrap_or(self.em) / self.em + apart;
            line.glyphs.push(KrillaGlyph {
                glyph_id: GlyphId::new(glyph.to_u32()),
                text_range: at..at + letter.len_utf8(),
                x_advance: advance,
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            });
            line.width += advance;
        }
        // The last character has nothing to stand apart from.
        if !line.glyphs.is_empty() {
            line.width -= apart;
        }
        Ok(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_division_of_the_city_can_be_printed() {
        let divisions = include_str!("../../../data/qinzhou_divisions.csv");
        let names: Vec<&str> = divisions.lines().skip(1).filter_map(|row| row.split(',').nth(1)).collect();
        assert!(names.len() > 1000 && names.contains(&"灵山县"), "{}", names.len());
        assert!(names.iter().any(|name| name.contains('埇')) && names.iter().any(|name| name.contains('榃')));
        for face in [Face::regular().unwrap(), Face::bold().unwrap()] {
            for name in &names {
                assert_eq!(
                    face.line(name, 0.0).map(|line| line.glyphs.len()),
                    Ok(name.chars().count()),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn the_characters_beyond_gb2312_that_names_have_are_there_and_others_are_refused_by_name() {
        let face = Face::regular().unwrap();
        assert!(face.line("埇硍榃湴蒟硃荖驲 ZS-NJL-2017-0007（）·—", 0.0).is_ok());
        for stranger in ['😀', '𠀀', '𨭎', '\u{200b}'] {
            assert_eq!(face.line(&format!("荔香{stranger}园"), 0.0).err(), Some(MissingGlyph(stranger)));
        }
    }
}
