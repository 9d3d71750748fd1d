//! Files people add as evidence: photographs of what was seen, papers that were scanned.
//!
//! What a file is, its content says; its name is only what people read.

use std::fmt;

use super::codes::{Code as _, code};
use super::refusal::{Message, Refusal};

/// Bytes of one file at most: a telephone's photograph has 3 to 8 MiB, a paper of ten scanned pages less; more would not get
/// through from the villages in a time anybody waits.
pub const MAX_BYTES: u64 = 10 << 20;
/// Pixels of an image's side at most: the largest sensors of telephones make 16,320.
pub const MAX_SIDE: u32 = 20_000;
/// The long side of a thumbnail, in pixels.
pub const THUMBNAIL_SIDE: u32 = 320;
/// Characters of a file's name at most; longer ones lose their middle, never their ending.
const LONGEST_NAME: usize = 80;

code! {
    /// What may be taken in.
    pub enum MediaType: "media-type" {
        /// A photograph.
        Jpeg = "jpeg",
        /// A picture of a screen.
        Png = "png",
        /// A photograph, as some telephones keep it.
        Webp = "webp",
        /// A scanned or printed paper.
        Pdf = "pdf",
    }
}

code! {
    /// What was found wrong with a file's content after it came.
    pub enum Damage: "damage" {
        /// It is not there.
        Missing = "missing",
        /// It is not what came.
        Changed = "changed",
    }
}

impl MediaType {
    /// What the content is, by its first bytes; nothing else is asked.
    ///
    /// # Errors
    /// [`BadFile::Empty`], [`BadFile::TooLarge`], [`BadFile::Kind`]. Whether an image is whole shows only when it is decoded.
    pub fn of(content: &[u8]) -> Result<Self, BadFile> {
        if content.is_empty() {
            return Err(BadFile::Empty);
        }
        if content.len() as u64 > MAX_BYTES {
            return Err(BadFile::TooLarge);
        }
        match infer::get(content).map(|kind| kind.mime_type()) {
            Some("image/jpeg") => Ok(Self::Jpeg),
            Some("image/png") => Ok(Self::Png),
            Some("image/webp") => Ok(Self::Webp),
            Some("application/pdf") if content.starts_with(b"%PDF-") => Ok(Self::Pdf),
            _ => Err(BadFile::Kind),
        }
    }

    /// As `Content-Type` names it.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// Whether it is a picture, which has a thumbnail.
    #[must_use]
    pub const fn is_image(self) -> bool {
        !matches!(self, Self::Pdf)
    }

    /// The endings of names of such files; the first is given to a name that has none of them.
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Pdf => &["pdf"],
        }
    }
}

/// Why a file is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFile {
    /// More than [`MAX_BYTES`].
    #[error("more than {MAX_BYTES} bytes")]
    TooLarge,
    /// Neither an image nor a PDF, whatever its name says.
    #[error("neither an image nor a PDF")]
    Kind,
    /// No content.
    #[error("empty")]
    Empty,
    /// It begins like an image and is none.
    #[error("an image that cannot be decoded")]
    Damaged,
}

impl Refusal for BadFile {
    fn message(&self) -> Message {
        match self {
            Self::TooLarge => {
                Message::new("error-file-too-large").with("most", i64::try_from(MAX_BYTES >> 20).unwrap_or(0))
            }
            Self::Kind => Message::new("error-file-kind"),
            Self::Empty => Message::new("error-file-empty"),
            Self::Damaged => Message::new("error-file-damaged"),
        }
    }
}

/// The SHA-256 of a content: its address in the data directory.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Binary)]
pub struct ContentHash(pub [u8; 32]);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<DB> diesel::serialize::ToSql<diesel::sql_types::Binary, DB> for ContentHash
where
    DB: diesel::backend::Backend,
    [u8]: diesel::serialize::ToSql<diesel::sql_types::Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        <[u8] as diesel::serialize::ToSql<diesel::sql_types::Binary, DB>>::to_sql(&self.0, out)
    }
}

impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Binary, DB> for ContentHash
where
    DB: diesel::backend::Backend,
    Vec<u8>: diesel::deserialize::FromSql<diesel::sql_types::Binary, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        let bytes =
            <Vec<u8> as diesel::deserialize::FromSql<diesel::sql_types::Binary, DB>>::from_sql(value)?;
        Ok(Self(bytes.as_slice().try_into()?))
    }
}

/// The name people read on a file: one line, no path, nothing that could turn the reading direction or leave a header, and
/// with the ending of what the content is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, diesel::deserialize::FromSqlRow)]
#[serde(transparent)]
pub struct FileName(String);

impl FileName {
    /// Of what a browser sent, which may be a whole path, or nothing.
    #[must_use]
    pub fn tidied(given: &str, kind: MediaType) -> Self {
        let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
        let kept: String = last.chars().filter(|c| !is_hidden(*c) && !"\"<>|:*?;%".contains(*c)).collect();
        let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
        let (stem, ending) = match kept.rsplit_once('.') {
            Some((stem, ending)) if kind.endings().contains(&ending.to_ascii_lowercase().as_str()) => {
                (stem, ending.to_ascii_lowercase())
            }
            _ => (kept.as_str(), kind.endings().first().copied().unwrap_or_default().to_owned()),
        };
        let stem = shortened(stem.trim_matches(['.', ' ']));
        let stem = if stem.is_empty() { kind.code().to_owned() } else { stem };
        Self(format!("{stem}.{ending}"))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Control characters, and those that reorder or hide what stands beside them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
}

fn shortened(stem: &str) -> String {
    let characters = stem.chars().count();
    if characters <= LONGEST_NAME {
        return stem.to_owned();
    }
    let (front, back) = (LONGEST_NAME - 20, 19);
    stem.chars().take(front).chain(['…']).chain(stem.chars().skip(characters - back)).collect()
}

crate::domain::text::text!(read FileName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_the_content_is() {
        let name = |given, kind| FileName::tidied(given, kind).0;
        assert_eq!(name("C:\\照片\\营业执照.JPG", MediaType::Jpeg), "营业执照.jpg");
        assert_eq!(name("../../etc/passwd", MediaType::Png), "passwd.png");
        assert_eq!(name("图.html", MediaType::Jpeg), "图.html.jpg");
        assert_eq!(name("a\u{202e}gpj.\"\r\nX: y.pdf", MediaType::Pdf), "agpj.X y.pdf");
        assert_eq!(
            (name("", MediaType::Webp), name(".jpg", MediaType::Jpeg)),
            ("webp.webp".into(), "jpeg.jpg".into())
        );
        let long = name(&format!("{}1.jpg", "长".repeat(300)), MediaType::Jpeg);
        assert!(long.chars().count() == 84 && long.ends_with("长1.jpg"), "{long}");
    }

    #[test]
    fn the_content_says_what_it_is_and_never_the_name() {
        assert_eq!(MediaType::of(b"%PDF-1.7\n"), Ok(MediaType::Pdf));
        assert_eq!(MediaType::of(&[0xff, 0xd8, 0xff, 0xe0]), Ok(MediaType::Jpeg));
        for other in [&b"<!doctype html><script>"[..], b"GIF89a", b"MZ", b"PK\x03\x04", b"hello", b" %PDF-"] {
            assert_eq!(MediaType::of(other), Err(BadFile::Kind), "{other:?}");
        }
        assert_eq!(MediaType::of(b""), Err(BadFile::Empty));
        let mut large = b"%PDF-".to_vec();
        large.resize(usize::try_from(MAX_BYTES).unwrap() + 1, b' ');
        assert_eq!(MediaType::of(&large), Err(BadFile::TooLarge));
    }
}
