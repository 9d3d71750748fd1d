//! Papers: contracts, lists, certificates and photographs that lie with the records exits rest on. 佐证材料
//!
//! A paper lies with exactly one record and is withdrawn with a reason, never removed: what a number once rested on can be
//! looked at for ever.

use std::fmt;

use super::attribution::Evidence;
use super::codes::{Code, code};
use super::ids::{
    AttendanceId, BenefitId, BusinessId, CourseId, HireId, MeasureId, PaymentId, ProgrammeId, ProjectId,
};
use super::refusal::{Message, Refusal};

code! {
    /// What a paper is.
    pub enum PaperKind: "paper-kind" {
        /// 劳动合同
        Contract = "contract",
        /// 工资条
        WageSlip = "wage_slip",
        /// 银行流水
        BankRecord = "bank_record",
        /// 结业证书
        Certificate = "certificate",
        /// 就业证明
        Placement = "placement",
        /// 协议
        Agreement = "agreement",
        /// 发放花名册
        PaymentList = "payment_list",
        /// 执照或登记证
        Licence = "licence",
        /// 扶持凭证
        Support = "support",
        /// 名单或文件
        Listing = "listing",
        /// 照片
        Photo = "photo",
        /// 其他
        Other = "other",
    }
}

code! {
    /// The kinds of records papers lie with, as addresses name them.
    pub enum HolderKind: "holder" {
        /// 用工
        Hire = "hires",
        /// 参训
        Attendance = "attendances",
        /// 项目受益
        Benefit = "benefits",
        /// 村项目发放
        Payment = "payments",
        /// 自主创业
        Business = "businesses",
        /// 非旅游措施
        Measure = "measures",
        /// 培训班
        Course = "courses",
        /// 重大项目
        Project = "projects",
        /// 村旅游项目
        Programme = "programmes",
    }
}

impl HolderKind {
    /// As the audit log names the record.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Hire => "hire",
            Self::Attendance => "attendance",
            Self::Benefit => "benefit",
            Self::Payment => "payment",
            Self::Business => "business",
            Self::Measure => "measure",
            Self::Course => "course",
            Self::Project => "project",
            Self::Programme => "programme",
        }
    }

    /// The kinds of papers that may lie with such a record.
    #[must_use]
    pub const fn papers(self) -> &'static [PaperKind] {
        use PaperKind::{
            Agreement, BankRecord, Certificate, Contract, Licence, Listing, Other, PaymentList, Photo,
            Placement, Support, WageSlip,
        };
        match self {
            Self::Hire => &[Contract, WageSlip, BankRecord, Photo, Other],
            Self::Attendance => &[Certificate, Placement, Contract, Photo, Other],
            Self::Benefit => &[Agreement, Contract, WageSlip, PaymentList, BankRecord, Photo, Other],
            Self::Payment => &[PaymentList, BankRecord, Agreement, Photo, Other],
            Self::Business => &[Licence, Support, BankRecord, Photo, Other],
            Self::Measure => &[Agreement, Support, PaymentList, BankRecord, Photo, Other],
            Self::Course => &[Listing, Photo, Other],
            Self::Project => &[Listing, Agreement, Photo, Other],
            Self::Programme => &[Listing, PaymentList, Agreement, Photo, Other],
        }
    }
}

/// The record a paper lies with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holder {
    /// What kind of record.
    pub kind: HolderKind,
    /// Its number in its own table.
    pub record: i64,
}

macro_rules! holders {
    ($($id:ident => $kind:ident),+ $(,)?) => {$(
        impl From<$id> for Holder {
            fn from(id: $id) -> Self {
                Self { kind: HolderKind::$kind, record: id.0 }
            }
        }
    )+};
}

holders! {
    HireId => Hire,
    AttendanceId => Attendance,
    BenefitId => Benefit,
    PaymentId => Payment,
    BusinessId => Business,
    MeasureId => Measure,
    CourseId => Course,
    ProjectId => Project,
    ProgrammeId => Programme,
}

impl From<Evidence> for Holder {
    fn from(evidence: Evidence) -> Self {
        match evidence {
            Evidence::Employment(id) => id.into(),
            Evidence::VillageIndustry(id) => id.into(),
            Evidence::Training(id) => id.into(),
            Evidence::MajorProject(id) => id.into(),
            Evidence::SelfStart(id) => id.into(),
            Evidence::NonTourism(id) => id.into(),
        }
    }
}

/// The record's address: `/evidence/attendances/7`.
impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/evidence/{}/{}", self.kind.code(), self.record)
    }
}

/// Papers of one record that are not withdrawn, at most.
pub const MOST_PAPERS: usize = 40;

/// Why a paper is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPaper {
    /// No file was picked.
    #[error("no file")]
    None,
    /// The record has as many as it may.
    #[error("more than {MOST_PAPERS} papers")]
    TooMany,
    /// This kind of paper does not lie with this kind of record.
    #[error("not a paper of such a record")]
    Kind,
}

impl Refusal for BadPaper {
    fn message(&self) -> Message {
        match self {
            Self::None => Message::new("error-file-required"),
            Self::TooMany => {
                Message::new("error-paper-most").with("most", i64::try_from(MOST_PAPERS).unwrap_or(i64::MAX))
            }
            Self::Kind => Message::new("error-paper-kind"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_paper_lies_somewhere_and_any_record_takes_what_is_left() {
        for kind in PaperKind::ALL {
            assert!(HolderKind::ALL.iter().any(|holder| holder.papers().contains(kind)), "{kind}");
        }
        assert!(
            HolderKind::ALL
                .iter()
                .all(|holder| holder.papers().ends_with(&[PaperKind::Photo, PaperKind::Other]))
        );
    }

    #[test]
    fn a_record_has_the_address_of_its_noun() {
        assert_eq!(Holder::from(AttendanceId(7)).to_string(), "/evidence/attendances/7");
    }
}
