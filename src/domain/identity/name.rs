//! A person's name.

use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;

use super::narrow;
use crate::domain::refusal::{Message, Refusal};

/// Characters of a name at least and at most; minority and foreign names are the long ones.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=40;

/// Surnames of two characters that are still borne. 复姓
const COMPOUND_SURNAMES: &str = "欧阳 太史 上官 端木 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 \
                                 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 亓官 司寇 呼延 令狐 \
                                 西门 东郭 南门 百里 淳于 单于 拓跋 轩辕 左丘 梁丘 谷梁 乐正 漆雕 第五";

/// A person's name as on the ID card.
#[derive(
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct PersonName(CompactString);

impl PersonName {
    /// The name in full: for staff, the operator who typed it, and nobody else.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The surname with a star, as officials and the public see it: 张*, 欧阳*.
    #[must_use]
    pub fn public_masked(&self) -> String {
        let surname = if self.0.chars().count() > 2 && self.has_compound_surname() { 2 } else { 1 };
        self.0.chars().take(surname).chain(['*']).collect()
    }

    fn has_compound_surname(&self) -> bool {
        COMPOUND_SURNAMES.split_whitespace().any(|surname| self.0.starts_with(surname))
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonName({})", self.public_masked())
    }
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// Fewer than two characters or more than forty.
    #[error("{found} characters")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// Digits, signs or other things no name has.
    #[error("{0:?} is in no name")]
    Character(char),
}

impl Refusal for BadName {
    fn message(&self) -> Message {
        match self {
            Self::Length { .. } => Message::new("error-name-length"),
            Self::Character(c) => Message::new("error-name-character").with("character", c.to_string()),
        }
    }
}

impl FromStr for PersonName {
    type Err = BadName;

    /// Takes spaces between Chinese characters out, and every sort of middle dot as the same one.
    fn from_str(text: &str) -> Result<Self, BadName> {
        let mut name = CompactString::with_capacity(text.len());
        for word in text.split_whitespace() {
            // Words of letters need the space between them, Chinese characters never do.
            if name.ends_with(|c: char| c.is_ascii_alphabetic())
                && word.starts_with(|c: char| c.is_ascii_alphabetic())
            {
                name.push(' ');
            }
            name.extend(word.chars().map(|c| match narrow(c) {
                '•' | '・' | '‧' | '●' | '.' => '·',
                c => c,
            }));
        }
        if let Some(stranger) =
            name.chars().find(|&c| !(c.is_alphabetic() || matches!(c, '·' | ' ' | '-' | '〇')))
        {
            return Err(BadName::Character(stranger));
        }
        let found = name.chars().count();
        if LENGTHS.contains(&found) { Ok(Self(name)) } else { Err(BadName::Length { found }) }
    }
}

crate::domain::text::text!(PersonName);

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> PersonName {
        text.parse().unwrap()
    }

    #[test]
    fn the_public_sees_the_surname() {
        assert_eq!(name("张三").public_masked(), "张*");
        assert_eq!(name("欧阳修远").public_masked(), "欧阳*");
        assert_eq!(name("欧阳").public_masked(), "欧*");
        assert_eq!(name("古丽·买买提").public_masked(), "古*");
        assert_eq!(format!("{:?}", name("宁大梅")), "PersonName(宁*)");
    }

    #[test]
    fn reads_what_people_type() {
        assert_eq!(name(" 邓　某 某 ").as_str(), "邓某某");
        assert_eq!(name("古丽•买买提").as_str(), "古丽·买买提");
        assert_eq!(name("John  Smith").as_str(), "John Smith");
    }

    #[test]
    fn a_number_is_no_name() {
        assert_eq!("张3".parse::<PersonName>(), Err(BadName::Character('3')));
        assert_eq!("张".parse::<PersonName>(), Err(BadName::Length { found: 1 }));
        assert_eq!("张三<b>".parse::<PersonName>(), Err(BadName::Character('<')));
    }
}
