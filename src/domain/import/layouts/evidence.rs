//! The layouts of records exits rest on: who attended which course, and whom a village's programme paid.

use super::Need::{Always, Optional};
use super::{COUNTY, DIVISION, IDENTITY, TOWNSHIP, VILLAGE, column};
use crate::domain::import::cell::Kind;
use crate::domain::import::choices;
use crate::domain::import::layout::Layout;

/// A course's roster (domain notes §5), one row a person; rows of one name, place and first day are of one course.
pub(in crate::domain::import) const COURSES: Layout = Layout {
    version: 1,
    one_of: &[],
    columns: &[
        column(
            ("course", "培训班名称"),
            &["培训班", "班次", "班次名称", "培训名称", "培训项目", "培训班次", "课程", "课程名称"],
            Always,
            Kind::Text,
            "农家菜厨艺班",
        ),
        column(
            ("organiser", "主办单位"),
            &["举办单位", "承办单位", "培训单位", "培训机构", "主办"],
            Optional,
            Kind::Text,
            "灵山县旅游局",
        ),
        column(
            ("unit", "县区"),
            &["县", "区县", "县（区）", "县市区", "所属县区", "培训县区"],
            Optional,
            Kind::Text,
            "灵山县",
        ),
        column(
            ("place", "培训地点"),
            &["地点", "举办地点", "培训地址", "授课地点"],
            Always,
            Kind::Text,
            "佛子镇",
        ),
        column(
            ("starts_on", "开班日期"),
            &["开始日期", "开班时间", "培训开始日期", "培训开始时间", "开课日期", "起始日期"],
            Always,
            Kind::Day,
            "2017-03-06",
        ),
        column(
            ("ends_on", "结束日期"),
            &["结束时间", "培训结束日期", "培训结束时间", "结课日期", "截止日期"],
            Optional,
            Kind::Day,
            "2017-03-10",
        ),
        column(
            ("hours", "学时"),
            &["课时", "培训学时", "培训课时", "总学时", "学时数", "课时数"],
            Optional,
            Kind::Whole,
            "40",
        ),
        column(
            ("document", "培训文号"),
            &["文号", "文件号", "办班文号", "通知文号", "批文号"],
            Optional,
            Kind::Text,
            "灵旅培〔2017〕1号",
        ),
        column(
            ("name", "姓名"),
            &["学员姓名", "参训人员", "参训人员姓名", "学员", "培训人员姓名"],
            Always,
            Kind::Name,
            "邓荔枝",
        ),
        IDENTITY,
        column(
            ("certificate", "结业证书编号"),
            &["证书编号", "证书号", "结业证号", "结业证书号", "证书号码", "合格证编号"],
            Optional,
            Kind::Code,
            "CY2017001",
        ),
        column(
            ("completed_on", "结业日期"),
            &["结业时间", "发证日期", "发证时间", "取证日期", "完成日期"],
            Optional,
            Kind::Day,
            "2017-03-10",
        ),
        column(
            ("placement_employer", "就业单位"),
            &["推荐就业单位", "安置单位", "培训后就业单位", "就业企业", "用工单位"],
            Optional,
            Kind::Text,
            "荔香园农家乐",
        ),
        column(
            ("placement_on", "就业日期"),
            &["就业时间", "上岗日期", "上岗时间", "入职日期", "推荐就业日期"],
            Optional,
            Kind::Day,
            "2017-04-01",
        ),
    ],
};

/// A list of what a village's tourism programme paid (domain notes §5: 发放花名册), one row a payment.
pub(in crate::domain::import) const PAYMENTS: Layout = Layout {
    version: 1,
    one_of: &[&["division"], &["village"]],
    columns: &[
        COUNTY,
        TOWNSHIP,
        VILLAGE,
        DIVISION,
        column(
            ("programme", "项目名称"),
            &["项目", "旅游项目", "村旅游项目", "产业项目", "发放项目", "产业项目名称"],
            Always,
            Kind::Text,
            "大芦古村入股分红",
        ),
        column(("year", "项目年度"), &["年度", "项目年份", "年份"], Optional, Kind::Year, "2017"),
        column(
            ("programme_document", "项目文号"),
            &["立项文号", "项目批文号", "项目文件号", "立项文件"],
            Optional,
            Kind::Text,
            "灵旅〔2017〕3号",
        ),
        column(
            ("supported", "是否重点村"),
            &["重点村", "是否重点贫困村", "是否旅游扶贫重点村", "重点贫困村"],
            Optional,
            Kind::Yes,
            "是",
        ),
        column(
            ("name", "姓名"),
            &["领款人", "领取人", "收款人", "领款人姓名", "户主姓名", "受益人", "受益人姓名"],
            Always,
            Kind::Name,
            "邓荔枝",
        ),
        IDENTITY,
        column(
            ("kind", "发放类型"),
            &["类型", "款项", "发放项", "款项类型", "收入类型", "发放内容", "发放种类"],
            Always,
            Kind::Choice(choices::PAYMENT_KINDS),
            "分红",
        ),
        column(
            ("amount", "金额"),
            &["金额（元）", "发放金额", "金额（万元）", "实发金额", "应发金额", "领取金额", "补助金额"],
            Always,
            Kind::Yuan,
            "1200",
        ),
        column(
            ("on", "发放日期"),
            &["发放时间", "领取日期", "支付日期", "打卡日期", "领款日期", "到账日期"],
            Always,
            Kind::Day,
            "2017-06-30",
        ),
        column(
            ("document", "名册编号"),
            &["发放表编号", "花名册编号", "名单编号", "发放名册编号", "文号", "凭证号", "发放表号"],
            Always,
            Kind::Text,
            "分红表2017-06",
        ),
    ],
};
