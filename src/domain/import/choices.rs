//! Closed lists as files spell them. The first word of each member is the catalogue's, which a template offers.

use super::cell::bare;

/// The words of a closed list: each member's code with every way files spell it.
#[derive(Debug, Clone, Copy)]
pub struct Choices(pub &'static [(&'static str, &'static [&'static str])]);

impl Choices {
    /// The code of a word; the number before it, as in `01一般贫困户`, is passed over.
    #[must_use]
    pub fn code(self, said: &str) -> Option<&'static str> {
        let said = bare(said);
        let word = said.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '-'));
        self.0.iter().find(|(_, words)| words.contains(&word)).map(|(code, _)| *code)
    }

    /// The word a template offers for each member.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter_map(|(_, words)| words.first().copied())
    }

    /// The catalogue's word of a code.
    #[must_use]
    pub fn word(self, code: &str) -> &'static str {
        let found = self.0.iter().find(|(known, _)| *known == code);
        found.and_then(|(_, words)| words.first()).copied().unwrap_or_default()
    }
}

/// The closed lists that files have, by the names of ours.
const LISTS: &[(&str, Choices)] = &[
    ("household-attribute", ATTRIBUTES),
    ("poverty-cause", CAUSES),
    ("relation", RELATIONS),
    ("education", EDUCATIONS),
    ("schooling", SCHOOLINGS),
    ("health", HEALTHS),
    ("labour", LABOURS),
    ("work-place", WORK_PLACES),
    ("exit-batch", HALVES),
    ("nation", NATIONS),
];

/// The word files have for a code of a closed list; empty if there is none.
#[must_use]
pub fn word(list: &str, code: &str) -> &'static str {
    LISTS.iter().find(|(known, _)| *known == list).map_or("", |(_, choices)| choices.word(code))
}

pub(super) const ATTRIBUTES: Choices = Choices(&[
    ("general_poor", &["一般贫困户", "贫困户", "一般农户贫困户"]),
    ("allowance_poor", &["低保贫困户"]),
    ("supported_poor", &["特困供养贫困户", "五保贫困户", "特困供养户"]),
    ("general_exited", &["一般脱贫户", "脱贫户"]),
    ("allowance_exited", &["低保脱贫户"]),
    ("supported_exited", &["特困供养脱贫户", "五保脱贫户"]),
]);

pub(super) const CAUSES: Choices = Choices(&[
    ("illness", &["因病"]),
    ("disability", &["因残"]),
    ("schooling", &["因学"]),
    ("disaster", &["因灾"]),
    ("land", &["缺土地", "缺地"]),
    ("water", &["缺水"]),
    ("skill", &["缺技术"]),
    ("labour", &["缺劳动力", "缺劳力", "缺劳"]),
    ("capital", &["缺资金"]),
    ("transport", &["交通条件落后", "交通落后"]),
    ("motivation", &["自身发展动力不足", "自身发展力不足", "内生动力不足"]),
]);

pub(super) const RELATIONS: Choices = Choices(&[
    ("head", &["户主", "本人", "本人或户主"]),
    ("spouse", &["配偶", "妻子", "丈夫", "妻", "夫", "之妻", "之夫"]),
    ("son", &["之子", "儿子", "子", "长子", "次子", "三子", "养子", "继子"]),
    ("daughter", &["之女", "女儿", "女", "长女", "次女", "三女", "养女", "继女"]),
    ("daughter_in_law", &["之儿媳", "儿媳"]),
    ("son_in_law", &["之女婿", "女婿"]),
    ("grandson", &["之孙子", "孙子", "孙", "之外孙子", "外孙子", "之外孙", "外孙"]),
    ("granddaughter", &["之孙女", "孙女", "之外孙女", "外孙女"]),
    ("father", &["之父", "父亲", "父"]),
    ("mother", &["之母", "母亲", "母"]),
    ("father_in_law", &["之岳父或公公", "之岳父", "岳父", "之公公", "公公"]),
    ("mother_in_law", &["之岳母或婆婆", "之岳母", "岳母", "之婆婆", "婆婆"]),
    ("grandfather", &["之祖父", "祖父", "爷爷", "之外祖父", "外祖父"]),
    ("grandmother", &["之祖母", "祖母", "奶奶", "之外祖母", "外祖母"]),
    (
        "sibling",
        &[
            "之兄弟姐妹",
            "兄弟姐妹",
            "之兄弟",
            "之姐妹",
            "兄",
            "弟",
            "姐",
            "妹",
            "哥哥",
            "弟弟",
            "姐姐",
            "妹妹",
        ],
    ),
    ("other", &["其他", "之曾孙子", "之曾孙女", "之叔伯", "之侄儿", "之侄女", "之兄弟媳妇", "其他关系"]),
]);

pub(super) const EDUCATIONS: Choices = Choices(&[
    ("illiterate", &["文盲或半文盲", "文盲", "半文盲", "文盲/半文盲"]),
    ("primary", &["小学"]),
    ("junior", &["初中"]),
    ("senior", &["高中或中专", "高中", "中专", "高中/中专"]),
    ("college", &["大专及以上", "大专", "本科", "本科及以上", "大学"]),
]);

pub(super) const SCHOOLINGS: Choices = Choices(&[
    ("none", &["非在校生", "非在校", "否", "无", "不在校"]),
    ("preschool", &["学前教育", "学前", "幼儿园"]),
    (
        "primary",
        &["小学", "小学一年级", "小学二年级", "小学三年级", "小学四年级", "小学五年级", "小学六年级"],
    ),
    ("junior", &["初中", "七年级", "八年级", "九年级"]),
    ("senior", &["高中", "普通高中", "高中一年级", "高中二年级", "高中三年级"]),
    ("vocational", &["中职", "中职一年级", "中职二年级", "中职三年级", "技师学院"]),
    ("college", &["大专及以上", "大专", "高职", "本科", "高职高专"]),
]);

pub(super) const HEALTHS: Choices = Choices(&[
    ("healthy", &["健康", "良好"]),
    ("chronic", &["长期慢性病", "慢性病"]),
    ("serious", &["患有大病", "大病"]),
    ("disabled", &["残疾"]),
]);

pub(super) const LABOURS: Choices = Choices(&[
    ("ordinary", &["普通劳动力"]),
    ("skilled", &["技能劳动力"]),
    ("weak", &["弱劳动力或半劳动力", "弱劳动力", "半劳动力", "弱劳动力半劳动力", "弱劳力半劳力"]),
    ("lost", &["丧失劳动力"]),
    ("none", &["无劳动力"]),
]);

pub(super) const WORK_PLACES: Choices = Choices(&[
    ("township", &["乡镇内", "乡镇内务工", "乡内", "镇内"]),
    ("county", &["乡外县内", "乡镇外县内务工", "乡外县内务工", "乡镇外县内", "县内"]),
    ("region", &["县外省内", "县外省内务工", "省内县外", "区内县外"]),
    ("elsewhere", &["省外", "省外务工"]),
    ("other", &["其他"]),
]);

pub(super) const HALVES: Choices = Choices(&[("first_half", &["上半年"]), ("second_half", &["下半年"])]);

pub(super) const KINDS: Choices = Choices(&[
    ("tourism_area", &["乡村旅游区", "旅游区", "乡村旅游区点", "景区"]),
    ("farm_stay", &["农家乐"]),
    ("homestay", &["民宿", "乡村民宿"]),
]);

pub(super) const TRADES: Choices = Choices(&[
    ("catering", &["餐饮型", "餐饮"]),
    ("lodging", &["住宿型", "住宿"]),
    ("combined", &["综合型", "综合", "餐饮住宿"]),
]);

pub(super) const FORMS: Choices = Choices(&[
    ("long_term", &["长期", "长期用工", "固定", "全日制", "长期工", "合同工"]),
    ("seasonal", &["季节性", "季节性用工", "临时", "短期", "临时工", "灵活就业"]),
]);

pub(super) const PAYMENT_KINDS: Choices = Choices(&[
    ("dividend", &["分红", "入股分红", "股金分红", "分红款", "红利"]),
    (
        "land_transfer",
        &["土地流转款", "土地流转", "流转费", "土地租金", "地租", "租金", "土地流转费", "土地流转金"],
    ),
    ("stall", &["摊位收入", "摊位", "摊位款", "摊位经营收入"]),
    ("performance", &["演出收入", "演出", "演出费", "演出补贴", "表演收入"]),
    ("produce", &["农产品款", "农产品", "农产品销售", "农产品收入", "农产品收购款"]),
]);

pub(super) const SCOPES: Choices = Choices(&[
    ("tourism_exits", &["旅游脱贫", "旅游扶贫脱贫", "乡村旅游脱贫", "旅游带动脱贫"]),
    ("all_exits", &["各行业全部脱贫", "全部脱贫", "脱贫总数", "各行业脱贫"]),
    ("other_industry", &["旅游以外产业脱贫", "其他产业脱贫", "产业脱贫"]),
    ("benefit", &["带动、受益", "带动", "受益", "带动受益"]),
    ("other", &["其他口径", "其他"]),
]);

pub(super) const COUNTS: Choices =
    Choices(&[("persons", &["人", "人数", "脱贫人数"]), ("households", &["户", "户数", "脱贫户数"])]);

/// A member of a closed list with the ways files spell it.
type Spelt = (&'static str, &'static [&'static str]);

const TOTAL: Spelt = ("total", &["合计", "总计", "总数", "小计", "全部", "旅游脱贫合计"]);
const EMPLOYMENT: Spelt =
    ("employment", &["旅游企业就业安排", "就业安排", "旅游企业就业", "企业就业", "安排就业一批"]);
const VILLAGE_INDUSTRY: Spelt = (
    "village_industry",
    &["重点贫困村发展旅游产业", "重点村产业", "重点村发展旅游", "发展旅游产业", "重点村发展旅游产业"],
);
const TRAINING: Spelt =
    ("training", &["旅游技能培训与就业指导", "技能培训", "旅游技能培训", "培训就业", "技能培训与就业指导"]);
const MAJOR_PROJECT: Spelt = (
    "major_project",
    &["重大旅游项目开发建设带动", "重大项目带动", "重大项目", "重大旅游项目", "重大旅游项目带动", "项目带动"],
);
const SELF_START: Spelt = (
    "self_start",
    &["扶持旅游自我创业和自主就业", "自主创业", "自我创业", "自我创业和自主就业", "创业就业", "扶持创业"],
);
const NON_TOURISM: Spelt = ("non_tourism", &["非旅游途径", "非旅游", "其他途径"]);

/// What a published number is of, where it is not of a unit.
pub(super) const PARTS: Choices = Choices(&[
    TOTAL,
    EMPLOYMENT,
    VILLAGE_INDUSTRY,
    TRAINING,
    MAJOR_PROJECT,
    SELF_START,
    NON_TOURISM,
    ("city_only", &["未分解到县区", "未分解", "未分县区"]),
    ("ratio", &["比例", "占比", "百分比", "比率"]),
]);

/// What a target is of. 非旅游 is among them so that the letter's own rule refuses it, and not the list of words.
pub(super) const TARGET_PARTS: Choices =
    Choices(&[TOTAL, EMPLOYMENT, VILLAGE_INDUSTRY, TRAINING, MAJOR_PROJECT, SELF_START, NON_TOURISM]);

pub(super) const NATIONS: Choices = Choices(&[
    ("han", &["汉族", "汉"]),
    ("mongol", &["蒙古族", "蒙古"]),
    ("hui", &["回族", "回"]),
    ("tibetan", &["藏族", "藏"]),
    ("uygur", &["维吾尔族", "维吾尔"]),
    ("miao", &["苗族", "苗"]),
    ("yi", &["彝族", "彝"]),
    ("zhuang", &["壮族", "壮"]),
    ("buyei", &["布依族", "布依"]),
    ("korean", &["朝鲜族", "朝鲜"]),
    ("manchu", &["满族", "满"]),
    ("dong", &["侗族", "侗"]),
    ("yao", &["瑶族", "瑶"]),
    ("bai", &["白族", "白"]),
    ("tujia", &["土家族", "土家"]),
    ("hani", &["哈尼族", "哈尼"]),
    ("kazak", &["哈萨克族", "哈萨克"]),
    ("dai", &["傣族", "傣"]),
    ("li", &["黎族", "黎"]),
    ("lisu", &["傈僳族", "傈僳"]),
    ("va", &["佤族", "佤"]),
    ("she", &["畲族", "畲"]),
    ("gaoshan", &["高山族", "高山"]),
    ("lahu", &["拉祜族", "拉祜"]),
    ("sui", &["水族", "水"]),
    ("dongxiang", &["东乡族", "东乡"]),
    ("naxi", &["纳西族", "纳西"]),
    ("jingpo", &["景颇族", "景颇"]),
    ("kirgiz", &["柯尔克孜族", "柯尔克孜"]),
    ("tu", &["土族", "土"]),
    ("daur", &["达斡尔族", "达斡尔"]),
    ("mulao", &["仫佬族", "仫佬"]),
    ("qiang", &["羌族", "羌"]),
    ("blang", &["布朗族", "布朗"]),
    ("salar", &["撒拉族", "撒拉"]),
    ("maonan", &["毛南族", "毛南"]),
    ("gelao", &["仡佬族", "仡佬"]),
    ("xibe", &["锡伯族", "锡伯"]),
    ("achang", &["阿昌族", "阿昌"]),
    ("pumi", &["普米族", "普米"]),
    ("tajik", &["塔吉克族", "塔吉克"]),
    ("nu", &["怒族", "怒"]),
    ("uzbek", &["乌孜别克族", "乌孜别克"]),
    ("russian", &["俄罗斯族", "俄罗斯"]),
    ("ewenki", &["鄂温克族", "鄂温克"]),
    ("deang", &["德昂族", "德昂"]),
    ("bonan", &["保安族", "保安"]),
    ("yugur", &["裕固族", "裕固"]),
    ("gin", &["京族", "京"]),
    ("tatar", &["塔塔尔族", "塔塔尔"]),
    ("derung", &["独龙族", "独龙"]),
    ("oroqen", &["鄂伦春族", "鄂伦春"]),
    ("hezhen", &["赫哲族", "赫哲"]),
    ("monba", &["门巴族", "门巴"]),
    ("lhoba", &["珞巴族", "珞巴"]),
    ("jino", &["基诺族", "基诺"]),
    ("other", &["其他", "其他民族", "未识别民族"]),
    ("naturalised", &["外国血统中国籍", "外国血统中国籍人士"]),
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_however_it_is_spelt() {
        assert_eq!(ATTRIBUTES.code("01 一般贫困户"), Some("general_poor"));
        assert_eq!(RELATIONS.code("　之 子 "), Some("son"));
        assert_eq!(NATIONS.code("壮"), Some("zhuang"));
        assert_eq!(WORK_PLACES.code("乡(镇)内务工"), Some("township"));
        assert_eq!(LABOURS.code("弱劳动力（半劳动力）"), Some("weak"));
        // A bare number means another thing in every system.
        assert_eq!(ATTRIBUTES.code("01"), None);
        assert_eq!(CAUSES.code("懒"), None);
        assert_eq!(PARTS.code("旅游技能培训与就业指导（人）"), None);
        assert_eq!(PARTS.code("1.就业安排"), Some("employment"));
    }

    #[test]
    fn the_codes_of_a_list_are_those_of_the_field() {
        use crate::domain::attribution::PaymentKind;
        use crate::domain::codes::Code as _;
        use crate::domain::figure::{Scope, UnitOfCount};
        use crate::domain::pathway::Pathway;
        let codes = |list: Choices| list.0.iter().map(|(code, _)| *code).collect::<Vec<_>>();
        assert_eq!(codes(PAYMENT_KINDS), PaymentKind::ALL.iter().map(|one| one.code()).collect::<Vec<_>>());
        assert_eq!(codes(SCOPES), Scope::ALL.iter().map(|one| one.code()).collect::<Vec<_>>());
        assert_eq!(codes(COUNTS), UnitOfCount::ALL.iter().map(|one| one.code()).collect::<Vec<_>>());
        let pathways: Vec<_> = Pathway::ALL.iter().map(|one| one.code()).collect();
        assert_eq!(codes(PARTS)[1..7], pathways);
        assert_eq!(codes(TARGET_PARTS)[1..], pathways);
    }

    #[test]
    fn no_word_means_two_things() {
        let own = [PAYMENT_KINDS, SCOPES, COUNTS, PARTS, TARGET_PARTS];
        let card =
            [ATTRIBUTES, CAUSES, RELATIONS, EDUCATIONS, SCHOOLINGS, HEALTHS, LABOURS, WORK_PLACES, NATIONS];
        for list in own.into_iter().chain(card) {
            let mut words: Vec<&str> = list.0.iter().flat_map(|(_, words)| words.iter().copied()).collect();
            let all = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), all);
        }
    }
}
