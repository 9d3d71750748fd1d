//! The nations of China by their codes (GB/T 3304—1991), in the order of the standard.

use super::codes::{Code as _, code};

code! {
    /// A person's nation. 民族
    pub enum Nation: "nation" {
        /// 汉族
        Han = "han",
        /// 蒙古族
        Mongol = "mongol",
        /// 回族
        Hui = "hui",
        /// 藏族
        Tibetan = "tibetan",
        /// 维吾尔族
        Uygur = "uygur",
        /// 苗族
        Miao = "miao",
        /// 彝族
        Yi = "yi",
        /// 壮族
        Zhuang = "zhuang",
        /// 布依族
        Buyei = "buyei",
        /// 朝鲜族
        Korean = "korean",
        /// 满族
        Manchu = "manchu",
        /// 侗族
        Dong = "dong",
        /// 瑶族
        Yao = "yao",
        /// 白族
        Bai = "bai",
        /// 土家族
        Tujia = "tujia",
        /// 哈尼族
        Hani = "hani",
        /// 哈萨克族
        Kazak = "kazak",
        /// 傣族
        Dai = "dai",
        /// 黎族
        Li = "li",
        /// 傈僳族
        Lisu = "lisu",
        /// 佤族
        Va = "va",
        /// 畲族
        She = "she",
        /// 高山族
        Gaoshan = "gaoshan",
        /// 拉祜族
        Lahu = "lahu",
        /// 水族
        Sui = "sui",
        /// 东乡族
        Dongxiang = "dongxiang",
        /// 纳西族
        Naxi = "naxi",
        /// 景颇族
        Jingpo = "jingpo",
        /// 柯尔克孜族
        Kirgiz = "kirgiz",
        /// 土族
        Tu = "tu",
        /// 达斡尔族
        Daur = "daur",
        /// 仫佬族
        Mulao = "mulao",
        /// 羌族
        Qiang = "qiang",
        /// 布朗族
        Blang = "blang",
        /// 撒拉族
        Salar = "salar",
        /// 毛南族
        Maonan = "maonan",
        /// 仡佬族
        Gelao = "gelao",
        /// 锡伯族
        Xibe = "xibe",
        /// 阿昌族
        Achang = "achang",
        /// 普米族
        Pumi = "pumi",
        /// 塔吉克族
        Tajik = "tajik",
        /// 怒族
        Nu = "nu",
        /// 乌孜别克族
        Uzbek = "uzbek",
        /// 俄罗斯族
        Russian = "russian",
        /// 鄂温克族
        Ewenki = "ewenki",
        /// 德昂族
        Deang = "deang",
        /// 保安族
        Bonan = "bonan",
        /// 裕固族
        Yugur = "yugur",
        /// 京族
        Gin = "gin",
        /// 塔塔尔族
        Tatar = "tatar",
        /// 独龙族
        Derung = "derung",
        /// 鄂伦春族
        Oroqen = "oroqen",
        /// 赫哲族
        Hezhen = "hezhen",
        /// 门巴族
        Monba = "monba",
        /// 珞巴族
        Lhoba = "lhoba",
        /// 基诺族
        Jino = "jino",
        /// 其他
        Other = "other",
        /// 外国血统中国籍
        Naturalised = "naturalised",
    }
}

impl Nation {
    /// The number of the standard: 01 汉 … 56 基诺, 97 其他, 98 外国血统中国籍人士.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Other => 97,
            Self::Naturalised => 98,
            nation => {
                let place = Self::ALL.iter().position(|one| *one == nation).unwrap_or_default();
                u8::try_from(place + 1).unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_standard() {
        let numbers = [(Nation::Han, 1), (Nation::Zhuang, 8), (Nation::Yao, 13), (Nation::Mulao, 32)];
        let numbers = numbers.into_iter().chain([(Nation::Gin, 49), (Nation::Jino, 56), (Nation::Other, 97)]);
        for (nation, number) in numbers {
            assert_eq!(nation.number(), number, "{nation}");
        }
    }
}
