//! The layouts of what authorities printed and what letters ask for: one row a number, several rows one record.

use super::Need::{Always, Optional};
use super::column;
use crate::domain::import::cell::Kind;
use crate::domain::import::choices;
use crate::domain::import::layout::Layout;

const REMARK: &[&str] = &["说明", "备注说明"];

/// Published figures as printed; rows of one source, day, year, unit, scope and unit of count are of one figure.
pub(in crate::domain::import) const FIGURES: Layout = Layout {
    version: 1,
    one_of: &[],
    columns: &[
        column(
            ("authority", "发布单位"),
            &["发布机关", "公布单位", "公布机关", "发布部门"],
            Always,
            Kind::Text,
            "钦州市旅游发展委员会",
        ),
        column(
            ("source", "来源"),
            &["出处", "刊登处", "来源文件", "文件名称", "刊载处", "报道"],
            Always,
            Kind::Text,
            "《钦州日报》",
        ),
        column(
            ("published_on", "发布日期"),
            &["公布日期", "刊登日期", "发布时间", "公布时间", "见报日期", "日期"],
            Always,
            Kind::Day,
            "2017-11-24",
        ),
        column(
            ("year", "数据年度"),
            &["年度", "年份", "数据年份", "统计年度", "所属年度"],
            Always,
            Kind::Year,
            "2017",
        ),
        column(
            ("about", "所属范围"),
            &["所属县区", "范围", "地区", "数据范围", "县区"],
            Optional,
            Kind::Text,
            "全市",
        ),
        column(
            ("scope", "口径"),
            &["统计口径", "数据口径", "指标", "指标名称"],
            Always,
            Kind::Choice(choices::SCOPES),
            "旅游脱贫",
        ),
        column(("scope_note", "口径说明"), &["原文口径", "指标说明"], Optional, Kind::Text, ""),
        column(
            ("count", "计量"),
            &["计量单位", "单位", "人或户", "人/户"],
            Always,
            Kind::Choice(choices::COUNTS),
            "人",
        ),
        column(
            ("part", "项目"),
            &["分项", "途径", "脱贫途径", "细项", "途径或县区", "分类"],
            Always,
            Kind::Open(choices::PARTS),
            "合计",
        ),
        column(
            ("amount", "数字"),
            &["数值", "数量", "公布数", "公布数字", "人数", "户数", "数"],
            Always,
            Kind::Whole,
            "1127",
        ),
        column(("ratio_of", "比例说法"), &["比例名称", "占比说法", "谁占谁"], Optional, Kind::Text, ""),
        column(("denominator", "比例分母"), &["分母", "占比分母"], Optional, Kind::Whole, ""),
        column(
            ("printed", "公布比例"),
            &["比例", "占比", "百分比", "公布百分比"],
            Optional,
            Kind::Percent,
            "",
        ),
        column(("note", "备注"), REMARK, Optional, Kind::Text, ""),
    ],
};

/// Signed letters of targets; rows of one year and document are of one letter.
pub(in crate::domain::import) const TARGETS: Layout = Layout {
    version: 1,
    one_of: &[],
    columns: &[
        column(("year", "年度"), &["目标年度", "年份", "目标年份"], Always, Kind::Year, "2017"),
        column(
            ("document", "文号"),
            &["责任书文号", "责任书编号", "文件号", "编号"],
            Always,
            Kind::Text,
            "钦旅责〔2017〕1号",
        ),
        column(
            ("title", "责任书名称"),
            &["责任书", "名称", "标题", "文件名称"],
            Always,
            Kind::Text,
            "钦州市2017年旅游扶贫目标责任书",
        ),
        column(
            ("signed_on", "签订日期"),
            &["签订时间", "签署日期", "签发日期", "签字日期"],
            Always,
            Kind::Day,
            "2017-01-12",
        ),
        column(
            ("tolerance", "可落后百分点"),
            &["容许落后百分点", "容许百分点", "落后容许", "容差"],
            Optional,
            Kind::Whole,
            "10",
        ),
        column(
            ("unit", "县区"),
            &["县", "区县", "县（区）", "县市区", "责任单位", "单位", "责任县区"],
            Always,
            Kind::Text,
            "灵山县",
        ),
        column(
            ("pathway", "脱贫途径"),
            &["途径", "项目", "分项", "任务项"],
            Optional,
            Kind::Choice(choices::TARGET_PARTS),
            "合计",
        ),
        column(
            ("persons", "目标人数"),
            &["人数", "任务人数", "脱贫人数", "计划人数", "人"],
            Always,
            Kind::Whole,
            "320",
        ),
        column(
            ("households", "目标户数"),
            &["户数", "任务户数", "脱贫户数", "计划户数", "户"],
            Optional,
            Kind::Whole,
            "95",
        ),
        column(("note", "备注"), REMARK, Optional, Kind::Text, ""),
    ],
};
