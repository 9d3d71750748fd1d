//! The layouts: what the files that bureaus send have for columns, and what they call them.

mod evidence;
mod figures;

pub(super) use self::evidence::{COURSES, PAYMENTS};
pub(super) use self::figures::{FIGURES, TARGETS};
use super::cell::Kind;
use super::choices;
use super::layout::{Column, Layout, Need};

const fn column(
    (key, header): (&'static str, &'static str),
    synonyms: &'static [&'static str],
    need: Need,
    kind: Kind,
    example: &'static str,
) -> Column {
    Column { key, header, synonyms, need, kind, example }
}

use Need::{Always, Optional};

const COUNTY: Column = column(
    ("county", "县区"),
    &["县", "区县", "县（区）", "县(市、区)", "县市区", "县名称", "县域"],
    Optional,
    Kind::Text,
    "灵山县",
);
const TOWNSHIP: Column = column(
    ("township", "乡镇"),
    &["乡", "镇", "乡（镇）", "乡(镇、街道)", "乡镇名称", "镇名", "所在乡镇", "乡镇街道"],
    Optional,
    Kind::Text,
    "佛子镇",
);
const VILLAGE: Column = column(
    ("village", "行政村"),
    &["村", "村名", "村委会", "行政村名", "村（社区）", "行政村（社区）", "所在村", "村(居)", "行政村名称"],
    Optional,
    Kind::Text,
    "大芦村",
);
const DIVISION: Column = column(
    ("division", "行政村编码"),
    &["村编码", "行政区划代码", "村级代码", "区划代码", "村代码", "行政村代码"],
    Optional,
    Kind::Code,
    "450721101201",
);
const NATURAL: Column = column(
    ("natural_village", "自然村"),
    &["村民小组", "自然屯", "屯", "组", "自然村（屯）", "村组", "组别", "村民组", "自然村(组)"],
    Optional,
    Kind::Text,
    "东园",
);
/// The ID number of whom a row is of.
const IDENTITY: Column = column(
    ("id_number", "身份证号"),
    &["18位身份证号", "身份证号码", "证件号码", "证件号", "公民身份号码", "身份证"],
    Always,
    Kind::Identity,
    "",
);
const HOUSEHOLD: &[&str] = &["户编码", "户号", "贫困户编号", "家庭编号", "户 编 号", "脱贫户编号"];

/// The poverty office's announced list (domain notes §2.2: 序号 | 村民小组 | 户主姓名 | 家庭人口数), with what other lists add.
pub(super) const EXITS: Layout = Layout {
    version: 1,
    one_of: &[&["code"], &["head"], &["id_number"]],
    columns: &[
        column(("code", "户编号"), HOUSEHOLD, Optional, Kind::Code, "4507210000012"),
        COUNTY,
        TOWNSHIP,
        VILLAGE,
        DIVISION,
        NATURAL,
        column(
            ("head", "户主姓名"),
            &["户主", "姓名", "贫困户户主", "贫困户姓名", "脱贫户户主", "户主姓 名"],
            Optional,
            Kind::Name,
            "邓荔枝",
        ),
        column(
            ("id_number", "户主身份证号"),
            &["身份证号", "身份证号码", "证件号码", "证件号", "户主证件号码", "18位身份证号", "公民身份号码"],
            Optional,
            Kind::Identity,
            "",
        ),
        column(
            ("size", "家庭人口数"),
            &["家庭人口", "人口数", "人数", "人口", "家庭人数", "脱贫人口数", "脱贫人口", "家庭成员数"],
            Optional,
            Kind::Whole,
            "4",
        ),
        column(
            ("year", "脱贫年度"),
            &["退出年度", "年度", "脱贫时间", "脱贫年份", "退出年份"],
            Optional,
            Kind::Year,
            "2017",
        ),
        column(
            ("half", "批次"),
            &["上下半年", "半年批次"],
            Optional,
            Kind::Choice(choices::HALVES),
            "下半年",
        ),
        column(
            ("document", "公告文号"),
            &["文号", "文件号", "文件文号"],
            Optional,
            Kind::Text,
            "灵扶领〔2017〕41号",
        ),
        column(
            ("announced_on", "公告日期"),
            &["公告时间", "发文日期", "文件日期", "退出日期"],
            Optional,
            Kind::Day,
            "2017-11-22",
        ),
    ],
};

/// Households with their members, one row a member: the exported list of 2022 (domain notes §2.4) and the national card (§2.3).
pub(super) const HOUSEHOLDS: Layout = Layout {
    version: 1,
    one_of: &[&["division"], &["village"]],
    columns: &[
        COUNTY,
        TOWNSHIP,
        VILLAGE,
        DIVISION,
        NATURAL,
        column(("code", "户编号"), HOUSEHOLD, Always, Kind::Code, "4507210000012"),
        column(("name", "姓名"), &["成员姓名", "家庭成员姓名", "人员姓名"], Always, Kind::Name, "邓荔枝"),
        column(
            ("id_number", "证件号码"),
            &["证件号", "身份证号", "身份证号码", "公民身份号码", "18位身份证号", "身份证"],
            Always,
            Kind::Identity,
            "",
        ),
        column(
            ("size", "人数"),
            &["家庭人口数", "家庭人口", "人口数", "家庭人数"],
            Optional,
            Kind::Whole,
            "4",
        ),
        column(
            ("relation", "与户主关系"),
            &["关系", "与户主的关系", "户主关系", "家庭关系"],
            Always,
            Kind::Choice(choices::RELATIONS),
            "户主",
        ),
        column(("sex", "性别"), &[], Optional, Kind::Text, "女"),
        column(("nation", "民族"), &[], Optional, Kind::Choice(choices::NATIONS), "壮族"),
        column(
            ("education", "文化程度"),
            &["文化", "学历"],
            Optional,
            Kind::Choice(choices::EDUCATIONS),
            "初中",
        ),
        column(
            ("schooling", "在校生状况"),
            &["在校生情况", "在校", "在校状况", "在校生"],
            Optional,
            Kind::Choice(choices::SCHOOLINGS),
            "非在校生",
        ),
        column(
            ("health", "健康状况"),
            &["健康", "身体状况"],
            Optional,
            Kind::Choice(choices::HEALTHS),
            "健康",
        ),
        column(
            ("labour", "劳动能力"),
            &["劳动技能", "劳动力"],
            Optional,
            Kind::Choice(choices::LABOURS),
            "普通劳动力",
        ),
        column(
            ("work_place", "务工地点"),
            &["务工状况", "务工情况", "务工区域", "务工所在地"],
            Optional,
            Kind::Choice(choices::WORK_PLACES),
            "县外省内",
        ),
        column(("employer", "务工单位"), &["就业单位", "务工企业名称", "务工企业"], Optional, Kind::Text, ""),
        column(
            ("months_worked", "年内务工月数"),
            &["务工月数", "务工时间", "务工时间（月）", "务工月份数"],
            Optional,
            Kind::Whole,
            "10",
        ),
        column(
            ("attribute", "户属性"),
            &["户类型", "贫困户属性", "农户属性", "脱贫户属性", "贫困户类型"],
            Optional,
            Kind::Choice(choices::ATTRIBUTES),
            "一般贫困户",
        ),
        column(
            ("cause", "主要致贫原因"),
            &["致贫原因", "致贫原因1", "主要致贫原因1", "致贫主要原因"],
            Optional,
            Kind::Choice(choices::CAUSES),
            "缺技术",
        ),
        column(
            ("second_cause", "其他致贫原因"),
            &["致贫原因2", "其他致贫原因1", "次要致贫原因"],
            Optional,
            Kind::Choice(choices::CAUSES),
            "",
        ),
        column(
            ("phone", "联系电话"),
            &["户电话", "户联系电话", "户主电话", "手机号码", "手机号", "电话", "户/人电话", "联系方式"],
            Optional,
            Kind::Phone,
            "",
        ),
        column(
            ("registered_on", "首次识别时间"),
            &["识别时间", "户识别时间", "建档时间", "建档立卡时间", "识别登记日期", "建档日期"],
            Optional,
            Kind::Month,
            "2015-12-31",
        ),
        column(("joined_on", "人员识别时间"), &["人员新增时间", "成员识别时间"], Optional, Kind::Month, ""),
    ],
};

const CREDIT: &[&str] = &["信用代码", "社会信用代码", "统一信用代码", "营业执照号", "统一社会信用代码证号"];

/// Whom sites hired (domain notes §5: the employment roster).
pub(super) const HIRES: Layout = Layout {
    version: 1,
    one_of: &[],
    columns: &[
        COUNTY,
        TOWNSHIP,
        VILLAGE,
        column(
            ("site", "单位名称"),
            &["用工单位", "就业单位", "旅游点", "旅游点名称", "企业名称", "务工单位"],
            Always,
            Kind::Text,
            "荔香园农家乐",
        ),
        column(("name", "姓名"), &["员工姓名", "务工人员姓名"], Always, Kind::Name, "邓荔枝"),
        IDENTITY,
        column(("phone", "手机号码"), &["联系电话", "手机号", "电话", "联系方式"], Optional, Kind::Phone, ""),
        column(("post", "就业工种"), &["工种", "岗位", "职务", "工作岗位"], Optional, Kind::Text, "服务员"),
        column(
            ("form", "用工形式"),
            &["就业形式", "用工类型", "用工方式"],
            Always,
            Kind::Choice(choices::FORMS),
            "长期",
        ),
        column(("wage", "月工资"), &["月工资（元）", "工资", "月薪", "月收入"], Always, Kind::Yuan, "1800"),
        column(
            ("started_on", "入职日期"),
            &["开始日期", "上岗日期", "上岗时间", "入职时间", "用工开始日期", "务工开始时间"],
            Always,
            Kind::Day,
            "2017-03-01",
        ),
        column(
            ("claim", "是否建档立卡户"),
            &["是否贫困户", "建档立卡", "是否建档立卡", "是否脱贫户"],
            Optional,
            Kind::Yes,
            "是",
        ),
    ],
};

/// Sites, each with the business that keeps it.
pub(super) const SITES: Layout = Layout {
    version: 1,
    one_of: &[&["division"], &["village"]],
    columns: &[
        COUNTY,
        TOWNSHIP,
        VILLAGE,
        DIVISION,
        NATURAL,
        column(
            ("name", "旅游点名称"),
            &["名称", "旅游点", "点名", "农家乐名称", "景点名称"],
            Always,
            Kind::Text,
            "荔香园农家乐",
        ),
        column(
            ("kind", "类型"),
            &["旅游点类型", "类别", "业态"],
            Always,
            Kind::Choice(choices::KINDS),
            "农家乐",
        ),
        column(
            ("trade", "经营类型"),
            &["经营业态", "经营方式"],
            Always,
            Kind::Choice(choices::TRADES),
            "综合型",
        ),
        column(
            ("business", "经营主体"),
            &["经营主体名称", "企业名称", "单位名称", "经营单位"],
            Always,
            Kind::Text,
            "灵山县荔香园农家乐",
        ),
        column(("credit_code", "统一社会信用代码"), CREDIT, Always, Kind::Code, ""),
        column(("contact", "联系人"), &["负责人", "经营者"], Optional, Kind::Text, ""),
        column(("phone", "联系电话"), &["电话", "手机号码", "联系方式"], Optional, Kind::Phone, ""),
        column(("address", "地址"), &["详细地址", "经营地址"], Optional, Kind::Text, ""),
        column(("beds", "床位"), &["床位数", "床位（张）"], Optional, Kind::Whole, "12"),
        column(("seats", "餐位"), &["餐位数", "餐位（个）"], Optional, Kind::Whole, "60"),
        column(("opened_on", "开业日期"), &["开业时间", "开业年月"], Optional, Kind::Day, "2015-05-01"),
    ],
};

/// Businesses that keep sites.
pub(super) const OPERATORS: Layout = Layout {
    version: 1,
    one_of: &[],
    columns: &[
        column(
            ("business", "经营主体"),
            &["经营主体名称", "企业名称", "单位名称", "名称"],
            Always,
            Kind::Text,
            "灵山县荔香园农家乐",
        ),
        column(("credit_code", "统一社会信用代码"), CREDIT, Always, Kind::Code, ""),
        column(("contact", "联系人"), &["负责人", "经营者", "法定代表人"], Optional, Kind::Text, ""),
        column(("phone", "联系电话"), &["电话", "手机号码", "联系方式"], Optional, Kind::Phone, ""),
    ],
};

/// Administrative divisions, as the state's list has them.
pub(super) const DIVISIONS: Layout = Layout {
    version: 1,
    one_of: &[],
    columns: &[
        column(
            ("code", "区划代码"),
            &["代码", "行政区划代码", "统计用区划代码", "code"],
            Always,
            Kind::Code,
            "450721101201",
        ),
        column(("name", "名称"), &["区划名称", "单位名称", "name"], Always, Kind::Text, "邓家村委会"),
        column(("parent", "上级代码"), &["上级区划代码", "parent"], Optional, Kind::Code, "450721101"),
        column(("valid_from", "启用日期"), &["生效日期"], Optional, Kind::Day, "2016-01-01"),
    ],
};
