# 公布数
figure-title = 公布数
figure-lead = 各级公布过的脱贫数，照原样登记，旁边是本系统已证实的数。公布数从不为对上而改。
figure-new = 登记公布数
figure-none = 还没有登记过公布数。
figure-authority = 发布单位
figure-authority-hint = 例如 钦州市旅游发展委员会
figure-source = 出处
figure-source-hint = 文件名、文号或报刊，例如 《钦州日报》
figure-published-on = 发布日期
figure-published-on-hint = 例如 2017-11-24
figure-year = 统计年度
figure-year-hint = 这个数说的是哪一年，例如 2017
figure-unit = 范围
figure-city = 全市
figure-unit-of-count = 计量
figure-parts = 各途径公布数
figure-parts-hint = 没有公布的留空；公布为 0 的填 0
figure-total = 合计
figure-total-hint = 照公布的填，不必等于各途径之和
figure-note = 原文说法
figure-note-hint = 有特别说法时摘录原文
figure-save = 登记
figure-printed = 公布
figure-proven = 已证实
figure-missing = 尚缺依据
figure-difference = 差
figure-table = 公布数与已证实数
figure-table-note = 已证实：市级已认定的归因
figure-other-unit = 这个数的范围不在您的单位内，已证实数请向市局查询。
figure-adds-up = 公布的各途径相加等于公布的合计。
figure-adds-up-not = 公布的各途径相加不等于公布的合计；照原样登记。
figure-recorded = 登记
figure-tally = 看{ $year }年脱贫成效
figure-row = { $source }，{ $day }

unit-of-count-persons = 人
unit-of-count-households = 户

notice-figure-recorded = 公布数已登记。

error-figure-not-published-yet = 发布日期在今天以后
error-figure-year = 年度请填 2014 到 2100 之间的四位数，例如 2017
error-figure-no-number = 合计和各途径至少填一个数
error-figure-recorded = 同一出处、日期、年度和计量的公布数已经登记过
