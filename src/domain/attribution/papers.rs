//! The kinds of the papers that support a pathway.

use crate::domain::codes::code;

code! {
    /// What a supported village's tourism programme pays for.
    pub enum PaymentKind: "payment-kind" {
        /// 入股分红
        Dividend = "dividend",
        /// 土地流转
        LandTransfer = "land_transfer",
        /// 摊位经营
        Stall = "stall",
        /// 演出劳务
        Performance = "performance",
        /// 农产品销售
        Produce = "produce",
    }
}

code! {
    /// What a major project brings a person.
    pub enum BenefitKind: "benefit-kind" {
        /// 务工
        Job = "job",
        /// 土地流转
        LandTransfer = "land_transfer",
        /// 其他
        Other = "other",
    }
}

code! {
    /// A measure outside tourism.
    pub enum MeasureKind: "measure-kind" {
        /// 养殖
        Breeding = "breeding",
        /// 电商
        ECommerce = "e_commerce",
        /// 易地搬迁
        Relocation = "relocation",
        /// 其他
        Other = "other",
    }
}
