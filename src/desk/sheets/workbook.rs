//! A sheet as a workbook, as offices keep it: 细则 with one row per item, 星级 with the stars' lines, 规则 with the terms.
//!
//! Reading forgives form (spaces, full-width digits, part cells left empty or merged) and only turns cells into the sheet's
//! JSON; whether the sheet is sound, [`Sheet::examine`](crate::domain::sheet::Sheet::examine) says, as of any other file.

mod cells;
mod read;
mod write;

pub use self::read::read;
pub use self::write::{template, write};

/// Whether a file is a workbook, by its first bytes.
#[must_use]
pub fn is_one(file: &[u8]) -> bool {
    file.starts_with(b"PK\x03\x04")
}

/// The sheets of the workbook.
const ITEMS: &str = "细则";
const STARS: &str = "星级";
const TERMS: &str = "规则";

/// The columns of 细则.
const PART_CODE: &str = "部分编号";
const PART_NAME: &str = "部分名称";
const PART_MAX: &str = "部分满分";
const BONUS: &str = "加分";
const COEFFICIENTS: [&str; 3] = ["餐饮型系数", "住宿型系数", "综合型系数"];
const NAMED: &str = "名称有出处";
const ITEM_CODE: &str = "项目编号";
const ITEM_NAME: &str = "项目名称";
const ITEM_MAX: &str = "满分";
const TIERS: &str = "分档";
const MANDATORY: &str = "必备";
const PARTIAL: &str = "可给部分分";

/// The columns of 星级.
const STAR: &str = "星级";
const MIN_TOTAL: &str = "总分";
const MIN_BONUS: &str = "加分要求";
const MIN_PERCENT: &str = "各部分得分率（%）";
const MIN_VISITS: &str = "年接待人次";

/// The columns of 规则.
const TERM: &str = "名称";
const VALUE: &str = "内容";
const SOURCE: &str = "依据";

/// The rows of 规则.
const CODE: &str = "细则编号";
const SUBJECT: &str = "适用对象";
const BASIS: &str = "细则依据";
const OFFICIAL: &str = "官方细则";
const TOTAL: &str = "总分";
const TRADES: &str = "经营类型";
const NOTICE: &str = "公示工作日";
const VALID_YEARS: &str = "有效期（年）";
const RE_CHECK: &str = "复核年限（年）";
const STARS_SAID: [&str; 5] = ["一星", "二星", "三星", "四星", "五星"];
const LEVELS_SAID: [&str; 3] = ["县区", "市", "自治区"];

#[cfg(test)]
#[path = "workbook/tests.rs"]
mod tests;
