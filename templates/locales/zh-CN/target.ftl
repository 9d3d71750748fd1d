# 责任书与进度
target-title = 对比与进度
target-new = 登记责任书
target-new-lead = 照签订的责任书登记。登记后不能修改；同年后签的责任书自签订之日起代替先签的。
target-none = { $year }年还没有登记责任书。
target-year = 责任年度
target-letter-title = 责任书名称
target-letter-title-hint = 例如 钦州市2017年旅游扶贫目标责任书
target-document = 文号
target-document-hint = 例如 钦旅责〔2017〕1号
target-signed-on = 签订日期
target-signed-on-hint = 例如 2017-01-12
target-tolerance = 允许落后
target-tolerance-hint = 完成比例比时间进度落后超过几个百分点算落后进度；退出公告一年只发几次，一般填 10
target-points = 个百分点
target-goals = 目标
target-both = 人 / 户
target-goals-none = 这份责任书没有您单位的目标。
target-goals-hint = 每个单位填合计，或五条途径都填。责任书没有写的留空，写明为 0 的填 0。户数可以不填。
target-whole = 合计
target-in-persons = { $what }（人）
target-in-households = { $what }（户）
target-note = 备注
target-consequence = 登记后不能修改、不能删除，登记人和时间记入审计日志。
target-save = 登记责任书
target-letters = 责任书
target-signed = { $day }签订
target-in-force = 现行
target-replaced = 已被代替
target-compare = 看完成进度
target-comma = 、

target-year-over = 年度已结束
target-year-elapsed = 全年已过 { $share }
target-target = 目标
target-done = 已认定
target-completion = 完成比例
target-remaining = 还差
target-under-way = 在办
target-same-period = 上年同期
target-change = 比上年同期
target-last-year = 上年全年
target-standing = 进度
target-same-period-more = { $n ->
    [0] 与上年同期（1–{ $month }月）持平
   *[other] 比上年同期（1–{ $month }月）多 { $n } { $unit }
}
target-same-period-fewer = 比上年同期（1–{ $month }月）少 { $n } { $unit }
target-no-last-year = { $year }年没有已认定的数
target-by-unit-scrolls = 各县区目标与完成，可左右滚动
target-by-pathway-scrolls = 各途径目标与完成，可左右滚动

target-risks = 有风险的目标
target-risks-n = { $n } 项
target-no-risks = 没有落后进度或未完成的目标。
target-without = 责任书没有下达目标的单位：{ $places }。
target-risk-is = ：目标 { $target } { $unit }，已认定 { $done } { $unit }（{ $share }）；
target-risk-behind = 比时间进度落后 { $points } 个百分点，超过允许的 { $tolerance } 个。
target-risk-even-then = 在办 { $n } { $unit }，全部认定也不够。
target-risk-under-way = 在办 { $n } { $unit }，全部认定后可以完成。
target-risk-short = 年度已结束，少 { $n } { $unit }。

target-trend = 逐月累计
target-trend-note = 按公告月份
target-month = 月份
target-in-month = 当月
target-so-far = 累计
target-even = 均匀进度
target-before = 上年累计
target-rule-done = 已认定：市级已认定的归因，与脱贫成效页同一口径；在办：县级已提出、市级尚未认定
target-rule-standing = 已认定不少于目标为已完成；年内完成比例比时间进度落后超过 { $tolerance } 个百分点为落后进度；年度结束后少于目标为未完成
target-rule-same-period = 上年 1–{ $month }月公告的退出；上年没有数据的为 —

target-standing-met = 已完成
target-standing-on-track = 进度正常
target-standing-behind = 落后进度
target-standing-short = 未完成

notice-target-recorded = 责任书已登记。

error-target-year = 年度请填 2014 到 2100 之间的四位数，例如 2017
error-target-not-signed-yet = 签订日期在今天以后
error-target-signed-elsewhen = 签订日期应在责任年度或上一年
error-target-tolerance = 请填 0 到 50
error-target-nothing = 至少填一个单位的目标
error-target-number = 人数请填 0 到 1000 万之间的数
error-target-more-households = 户数不能多于人数
error-target-not-tourism = 非旅游途径不设旅游目标
error-target-no-whole = 填合计，或五条途径都填
error-target-not-the-sum = 合计 { $whole }，五条途径相加是 { $sum }
error-target-parts-exceed = 各途径相加已多于合计
error-target-persons-too = 填了户数，也要填人数
error-target-recorded = 这一年已登记过这个文号的责任书
