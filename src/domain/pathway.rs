//! The pathways out of poverty: the region's five for tourism (五个一批), and one for everything else.

use super::codes::code;

code! {
    /// The pathway an announced exit is attributed to. 脱贫途径 (DESIGN §2; 桂旅扶贫“五个一批”)
    pub enum Pathway: "pathway" {
        /// 旅游企业就业安排: a job at a tourism business.
        Employment = "employment",
        /// 重点贫困村发展旅游产业: income from a supported village's tourism programme.
        VillageIndustry = "village_industry",
        /// 旅游技能培训与就业指导: a course, and the placement after it.
        Training = "training",
        /// 重大旅游项目开发建设带动: benefit from a listed project.
        MajorProject = "major_project",
        /// 扶持旅游自我创业和自主就业: an own business.
        SelfStart = "self_start",
        /// 非旅游途径: tracked, never in a tourism total.
        NonTourism = "non_tourism",
    }
}

impl Pathway {
    /// The five whose sum is the tourism total, in the official order of every table.
    pub const TOURISM: [Self; 5] =
        [Self::Employment, Self::VillageIndustry, Self::Training, Self::MajorProject, Self::SelfStart];

    /// Whether its exits count in the tourism total.
    #[must_use]
    pub const fn is_tourism(self) -> bool {
        !matches!(self, Self::NonTourism)
    }
}
