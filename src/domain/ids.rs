//! One type per kind of record number, so that a site's number can never be passed for an exit's.

/// Declares an id: a `BIGINT` in the database, a plain number in JSON and URLs.
macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl<DB> diesel::serialize::ToSql<diesel::sql_types::BigInt, DB> for $name
        where
            DB: diesel::backend::Backend,
            i64: diesel::serialize::ToSql<diesel::sql_types::BigInt, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <i64 as diesel::serialize::ToSql<diesel::sql_types::BigInt, DB>>::to_sql(&self.0, out)
            }
        }

        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB> for $name
        where
            DB: diesel::backend::Backend,
            i64: diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                <i64 as diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB>>::from_sql(value).map(Self)
            }
        }
    )+
    /// Calls the given macro with every id type of the field (the web layer teaches Rocket each of them).
    macro_rules! each_id { ($call:ident) => { $( $call!($crate::domain::ids::$name); )+ } }
    };
}

id! {
    /// A freezing of a year. 年度快照
    SnapshotId,
    /// A person who signs in. 用户
    UserId,
    /// A business that runs sites. 经营主体
    OperatorId,
    /// A village tourism area, farm stay or homestay. 旅游点
    SiteId,
    /// A version of a standard's score sheet. 评分细则
    SheetId,
    /// One application for a star. 星级申请
    ApplicationId,
    /// A step in the history of an application. 办理步骤
    StepId,
    /// One award of a star to a site. 评定结果
    RatingId,
    /// A file somebody added as evidence. 附件
    AttachmentId,
    /// A paper that lies with a record. 佐证材料
    PaperId,
    /// A licence a site works under. 证照
    LicenceId,
    /// An inspection on site. 现场检查
    InspectionId,
    /// The public notice of a decision. 公示
    NoticeId,
    /// An objection to what a notice says. 异议
    ObjectionId,
    /// A printed certificate. 证书
    CertificateId,
    /// A notice of what to put right by a day. 限期整改
    RectificationId,
    /// A registered household. 建档立卡户
    HouseholdId,
    /// A person of the register. 人
    PersonId,
    /// A household's announced exit from poverty. 脱贫退出
    ExitId,
    /// An operator's report of whom they hired. 用工
    HireId,
    /// A training course. 培训班
    CourseId,
    /// One person's attendance of a course. 参训
    AttendanceId,
    /// A listed major project. 重大项目
    ProjectId,
    /// A person's benefit from a major project. 项目受益
    BenefitId,
    /// A tourism programme of a supported village. 村旅游项目
    ProgrammeId,
    /// A payment of a village programme to a person. 村项目发放
    PaymentId,
    /// A person's own tourism business. 自主创业
    BusinessId,
    /// A measure outside tourism. 非旅游措施
    MeasureId,
    /// The assignment of one exit to one pathway. 归因
    AttributionId,
    /// Proposals made on one screen. 批量归因
    BatchId,
    /// An announced list of exits. 退出公告
    AnnouncementId,
    /// What was recorded of an exit later: 返贫, 回退, 错归.
    ExitChangeId,
    /// A version of the rules of evidence. 佐证规则
    EvidenceRuleId,
    /// A household's check against the criteria of its exit. 八有一超
    HouseholdCheckId,
    /// A line of income of a year. 收入标准线
    IncomeLineId,
    /// A version of the exit criteria. 八有一超的版本
    ExitCriteriaId,
    /// A sample check of confirmed attributions. 抽查
    SampleCheckId,
    /// A household drawn for a sample check. 抽查户
    SampleCaseId,
    /// A signed letter of targets. 责任书
    TargetLetterId,
    /// What the public was told of a year. 公布
    OpenReleaseId,
    /// A figure an authority published. 公布数
    FigureId,
    /// A closing of a published figure's differences. 差异办结
    FigureClosingId,
    /// A file taken in. 导入
    ImportId,
    /// An entry of the audit log. 审计记录
    AuditId,
}

pub(crate) use each_id;
