//! The register of poor households (建档立卡): the household, its attribute and cause, and who belongs to it from when to when.
//!
//! The code lists are those of the national card (domain notes §2.3). A membership is a span of days: the register of any
//! day can be read back, and an exit freezes the members of its own day.

mod card;
mod membership;

use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;

pub use self::card::{AccountTail, BadAccount, Causes, SEARCH_VERSION, SameCause};
pub use self::membership::{Belonging, MembershipReason, NotThen, end, join};
use super::codes::code;
use super::identity::Sex;
use super::refusal::{Message, Refusal};

code! {
    /// A household's attribute on the card. 户属性
    pub enum Attribute: "household-attribute" {
        /// 一般贫困户
        GeneralPoor = "general_poor",
        /// 低保贫困户
        AllowancePoor = "allowance_poor",
        /// 特困供养贫困户
        SupportedPoor = "supported_poor",
        /// 一般脱贫户
        GeneralExited = "general_exited",
        /// 低保脱贫户
        AllowanceExited = "allowance_exited",
        /// 特困供养脱贫户
        SupportedExited = "supported_exited",
    }
}

impl Attribute {
    /// The attribute of the same household after its exit.
    #[must_use]
    pub const fn exited(self) -> Self {
        match self {
            Self::GeneralPoor | Self::GeneralExited => Self::GeneralExited,
            Self::AllowancePoor | Self::AllowanceExited => Self::AllowanceExited,
            Self::SupportedPoor | Self::SupportedExited => Self::SupportedExited,
        }
    }
}

code! {
    /// The main cause of a household's poverty. 主要致贫原因
    pub enum Cause: "poverty-cause" {
        /// 因病
        Illness = "illness",
        /// 因残
        Disability = "disability",
        /// 因学
        Schooling = "schooling",
        /// 因灾
        Disaster = "disaster",
        /// 缺土地
        Land = "land",
        /// 缺水
        Water = "water",
        /// 缺技术
        Skill = "skill",
        /// 缺劳动力
        Labour = "labour",
        /// 缺资金
        Capital = "capital",
        /// 交通条件落后
        Transport = "transport",
        /// 自身发展动力不足
        Motivation = "motivation",
    }
}

code! {
    /// How a member is related to the head of the household. 与户主关系
    pub enum Relation: "relation" {
        /// 户主
        Head = "head",
        /// 配偶
        Spouse = "spouse",
        /// 之子
        Son = "son",
        /// 之女
        Daughter = "daughter",
        /// 之儿媳
        DaughterInLaw = "daughter_in_law",
        /// 之女婿
        SonInLaw = "son_in_law",
        /// 之孙子
        Grandson = "grandson",
        /// 之孙女
        Granddaughter = "granddaughter",
        /// 之父
        Father = "father",
        /// 之母
        Mother = "mother",
        /// 之岳父或公公
        FatherInLaw = "father_in_law",
        /// 之岳母或婆婆
        MotherInLaw = "mother_in_law",
        /// 之祖父
        Grandfather = "grandfather",
        /// 之祖母
        Grandmother = "grandmother",
        /// 之兄弟姐妹
        Sibling = "sibling",
        /// 其他
        Other = "other",
    }
}

impl Relation {
    /// The sex that the word tells; none where it tells nothing.
    #[must_use]
    pub const fn sex(self) -> Option<Sex> {
        match self {
            Self::Son
            | Self::SonInLaw
            | Self::Grandson
            | Self::Father
            | Self::FatherInLaw
            | Self::Grandfather => Some(Sex::Male),
            Self::Daughter
            | Self::DaughterInLaw
            | Self::Granddaughter
            | Self::Mother
            | Self::MotherInLaw
            | Self::Grandmother => Some(Sex::Female),
            Self::Head | Self::Spouse | Self::Sibling | Self::Other => None,
        }
    }
}

/// The household's number in the national register: opaque, unique. 户编号
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[serde(transparent)]
pub struct HouseholdCode(CompactString);

impl HouseholdCode {
    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HouseholdCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no household's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no household code: 4 to 24 digits or letters")]
pub struct BadHouseholdCode(String);

impl Refusal for BadHouseholdCode {
    fn message(&self) -> Message {
        Message::new("error-household-code").with("given", self.0.clone())
    }
}

impl FromStr for HouseholdCode {
    type Err = BadHouseholdCode;
    fn from_str(text: &str) -> Result<Self, BadHouseholdCode> {
        let text = text.trim();
        let fits = (4..=24).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if fits { Ok(Self(text.into())) } else { Err(BadHouseholdCode(text.to_owned())) }
    }
}

crate::domain::text::text!(HouseholdCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_kept_as_it_is() {
        assert_eq!(" 4507210000012 ".parse::<HouseholdCode>().unwrap().as_str(), "4507210000012");
        assert!("45-07".parse::<HouseholdCode>().is_err());
        assert!("".parse::<HouseholdCode>().is_err());
    }

    #[test]
    fn an_exit_keeps_the_kind_of_household() {
        assert_eq!(Attribute::AllowancePoor.exited(), Attribute::AllowanceExited);
        assert_eq!(Attribute::GeneralExited.exited(), Attribute::GeneralExited);
    }
}
