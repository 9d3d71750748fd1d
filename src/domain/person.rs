//! What the register says of a person beside who they are (domain notes §2.3): education, health, labour, work.

use std::str::FromStr;

use super::codes::code;
use super::household::Relation;
use super::identity::Sex;
use super::nation::Nation;
use super::refusal::{Message, Refusal};

code! {
    /// What a person has learnt. 文化程度
    pub enum Education: "education" {
        /// 文盲或半文盲
        Illiterate = "illiterate",
        /// 小学
        Primary = "primary",
        /// 初中
        Junior = "junior",
        /// 高中或中专
        Senior = "senior",
        /// 大专及以上
        College = "college",
    }
}

code! {
    /// Where a person goes to school. 在校生状况
    pub enum Schooling: "schooling" {
        /// 非在校生
        None = "none",
        /// 学前教育
        Preschool = "preschool",
        /// 小学
        Primary = "primary",
        /// 初中
        Junior = "junior",
        /// 高中
        Senior = "senior",
        /// 中职
        Vocational = "vocational",
        /// 大专及以上
        College = "college",
    }
}

code! {
    /// A person's health. 健康状况
    pub enum Health: "health" {
        /// 健康
        Healthy = "healthy",
        /// 长期慢性病
        Chronic = "chronic",
        /// 患有大病
        Serious = "serious",
        /// 残疾
        Disabled = "disabled",
    }
}

code! {
    /// What work a person can do. 劳动能力
    pub enum Labour: "labour" {
        /// 普通劳动力
        Ordinary = "ordinary",
        /// 技能劳动力
        Skilled = "skilled",
        /// 弱劳动力或半劳动力
        Weak = "weak",
        /// 丧失劳动力
        Lost = "lost",
        /// 无劳动力
        None = "none",
    }
}

code! {
    /// Where somebody who works away from home works. 务工地点
    pub enum WorkPlace: "work-place" {
        /// 乡镇内
        Township = "township",
        /// 乡外县内
        County = "county",
        /// 县外省内
        Region = "region",
        /// 省外
        Elsewhere = "elsewhere",
        /// 其他
        Other = "other",
    }
}

/// Months of a year that somebody worked away: 0 to 12. 年内务工月数
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Integer)]
pub struct MonthsWorked(i32);

impl MonthsWorked {
    /// As a number.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }
}

/// A text that is no number of months of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no number from 0 to 12")]
pub struct BadMonths;

impl Refusal for BadMonths {
    fn message(&self) -> Message {
        Message::new("error-months-worked")
    }
}

impl FromStr for MonthsWorked {
    type Err = BadMonths;
    fn from_str(text: &str) -> Result<Self, BadMonths> {
        let text: String = text.trim().chars().map(super::identity::narrow).collect();
        let text = text.trim_end_matches("个月").trim_end_matches('月').trim();
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|months| digits && (0..=12).contains(months)).map(Self).ok_or(BadMonths)
    }
}

impl<DB> diesel::serialize::ToSql<diesel::sql_types::Integer, DB> for MonthsWorked
where
    DB: diesel::backend::Backend,
    i32: diesel::serialize::ToSql<diesel::sql_types::Integer, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        <i32 as diesel::serialize::ToSql<diesel::sql_types::Integer, DB>>::to_sql(&self.0, out)
    }
}

impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Integer, DB> for MonthsWorked
where
    DB: diesel::backend::Backend,
    i32: diesel::deserialize::FromSql<diesel::sql_types::Integer, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        <i32 as diesel::deserialize::FromSql<diesel::sql_types::Integer, DB>>::from_sql(value).map(Self)
    }
}

/// What the register knows of a person; what nobody asked yet is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The nation.
    pub nation: Option<Nation>,
    /// What they learnt.
    pub education: Option<Education>,
    /// Where they go to school.
    pub schooling: Option<Schooling>,
    /// Their health.
    pub health: Option<Health>,
    /// What work they can do.
    pub labour: Option<Labour>,
    /// Where they work, if they work away from home.
    pub work_place: Option<WorkPlace>,
    /// For whom; empty if unknown.
    pub employer: String,
    /// For how many months of this year.
    pub months_worked: Option<MonthsWorked>,
}

/// Two things the register says of a person that cannot both be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// Months away without a place where.
    #[error("months of work without a place of work")]
    MonthsWithoutPlace,
    /// Under sixteen and at work.
    #[error("under sixteen and at work")]
    TooYoungToWork,
    /// Without labour and at work.
    #[error("without labour ability and at work")]
    WorksWithoutLabour,
    /// A woman as a son, a man as a mother.
    #[error("a relation of the other sex")]
    Relation(Relation),
}

impl Contradiction {
    /// The field of the form it is told at.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::MonthsWithoutPlace | Self::TooYoungToWork => "work_place",
            Self::WorksWithoutLabour => "labour",
            Self::Relation(_) => "relation",
        }
    }
}

impl Refusal for Contradiction {
    fn message(&self) -> Message {
        match self {
            Self::MonthsWithoutPlace => Message::new("error-person-months-without-place"),
            Self::TooYoungToWork => Message::new("error-person-too-young"),
            Self::WorksWithoutLabour => Message::new("error-person-works-without-labour"),
            Self::Relation(relation) => {
                Message::new("error-person-relation-sex").with_code("relation", *relation)
            }
        }
    }
}

impl Facts {
    /// Holds what is said of somebody of an age against itself.
    ///
    /// # Errors
    /// Whatever cannot be.
    pub fn examine(&self, age: u32) -> Result<(), Contradiction> {
        let works = self.work_place.is_some() || self.months_worked.is_some_and(|months| months.0 > 0);
        if self.work_place.is_none() && works {
            return Err(Contradiction::MonthsWithoutPlace);
        }
        if works && age < 16 {
            return Err(Contradiction::TooYoungToWork);
        }
        if works && self.labour == Some(Labour::None) {
            return Err(Contradiction::WorksWithoutLabour);
        }
        Ok(())
    }
}

/// Whether somebody of a sex can be this to the head.
///
/// # Errors
/// [`Contradiction::Relation`].
pub fn suits(relation: Relation, sex: Sex) -> Result<(), Contradiction> {
    match relation.sex() {
        Some(other) if other != sex => Err(Contradiction::Relation(relation)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_people_write_them() {
        for (text, months) in [("６个月", 6), ("12", 12), ("0", 0), (" 3 月 ", 3)] {
            assert_eq!(text.parse::<MonthsWorked>().unwrap().number(), months);
        }
        for wrong in ["13", "-1", "+1", "半年", ""] {
            assert_eq!(wrong.parse::<MonthsWorked>(), Err(BadMonths), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_is_noticed() {
        let worker = Facts { work_place: Some(WorkPlace::County), ..Facts::default() };
        assert_eq!(worker.examine(15), Err(Contradiction::TooYoungToWork));
        assert_eq!(worker.examine(16), Ok(()));
        let idle = Facts { labour: Some(Labour::None), ..worker };
        assert_eq!(idle.examine(40), Err(Contradiction::WorksWithoutLabour));
        let nowhere = Facts { months_worked: "5".parse().ok(), ..Facts::default() };
        assert_eq!(nowhere.examine(40), Err(Contradiction::MonthsWithoutPlace));
        assert_eq!(suits(Relation::Son, Sex::Female), Err(Contradiction::Relation(Relation::Son)));
        assert_eq!(suits(Relation::Spouse, Sex::Female), Ok(()));
    }
}
