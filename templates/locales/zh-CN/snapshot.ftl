# 年度冻结
snapshot-title = 年度冻结
snapshot-lead = 冻结把一年的认定逐户封存，生成校验根；两个人办，冻结后不能悄悄改动。
snapshot-none = 还没有市级认定的年度。
snapshot-not-yet = 还没有冻结。
snapshot-counts-now = 现有 { $persons } 人，{ $households } 户
snapshot-look = 检查并申请冻结
snapshot-look-again = 检查并申请再次冻结
snapshot-revision = 版次
snapshot-number = 第 { $n } 版
snapshot-stage = 状态
snapshot-cut-off = 截止时间
snapshot-root = 校验根
snapshot-before = { $year }年冻结前检查
snapshot-of = { $year }年年度快照 · 第 { $n } 版
snapshot-checks = 冻结前检查
snapshot-check-sums = { $n ->
    [0] 各项合计与逐户明细一致
   *[other] { $n } 个合计与逐户明细不一致
}
snapshot-check-empty = { $n ->
    [0] 有市级认定的户
   *[other] 这一年没有市级认定的户
}
snapshot-check-unchanged = { $n ->
    [0] 有可冻结的内容
   *[other] 自上次冻结以来没有变化
}
snapshot-check-unattributed = { $n ->
    [0] 已公告的户都有归因
   *[other] { $n } 户已公告但没有归因，冻结后不计入
}
snapshot-check-unconfirmed = { $n ->
    [0] 归因都已市级认定
   *[other] { $n } 户的归因还没有市级认定，冻结后不计入
}
snapshot-check-without-paper = { $n ->
    [0] 每户的依据都附有材料
   *[other] { $n } 户的依据没有附材料
}
snapshot-check-year-runs = { $n ->
    [0] 年度已结束
   *[other] 年度还没有结束
}
snapshot-stops = 先改正才能冻结
snapshot-see-list = 看名单
snapshot-ask = 申请冻结
snapshot-ask-what = 申请后由市局另一人复核并冻结；在那之前可以撤回。
snapshot-reason-hint = 上面有没办完的事，或这一年冻结过，要写明为什么现在冻结。
snapshot-stopped = 有必须先改正的问题，现在不能冻结。
snapshot-proposed-by = { $who }申请
snapshot-second = 第二人复核
snapshot-second-what = 冻结时按当时的认定逐户封存。冻结后这一年的归因不能再改，更正会作为差异显示，并形成新的版次。
snapshot-freeze = 复核无误，冻结
snapshot-withdraw = 撤回申请
snapshot-waits-for-another = 等市局另一人复核；本人不能复核自己的申请。
snapshot-table = 途径与县区
snapshot-both = { $persons } / { $households }
snapshot-both-note = 人 / 户
snapshot-differences = 与冻结时的差异
snapshot-since = 冻结之后的变化
snapshot-since-nothing = 现在的数字与冻结时一致。
snapshot-unit = 填报单位
snapshot-month = 月份
snapshot-then = 冻结时
snapshot-now = 现在
snapshot-by = 相差
snapshot-seal = 封存与核验
snapshot-rows = 户数与规则
snapshot-people = 经办
snapshot-two = { $first }申请，{ $second }复核冻结
snapshot-how = 怎样核验
snapshot-how-what = 下载快照文件，在任何一台电脑上运行 xingtu verify 文件名 --root 校验根；改动任何一行都会被指出来。
snapshot-file = 下载快照
snapshot-others = 这一年的其他版次
snapshot-open-title = 已冻结年度的校验根
snapshot-open-lead = 每个已冻结年度公布一个校验根，持有快照文件的人都可以据此核验。
snapshot-open-none = 还没有冻结的年度。
snapshot-proof = 下载入库证明（{ $year }年）
snapshot-stage-proposed = 待复核
snapshot-stage-frozen = 已冻结
snapshot-stage-withdrawn = 已撤回
snapshot-step-freeze = 冻结
snapshot-step-withdraw = 撤回
notice-snapshot-proposed = 已申请冻结，等市局另一人复核。
notice-snapshot-frozen = 已冻结，校验根已生成。
notice-snapshot-withdrawn = 已撤回冻结申请。
error-snapshot-own-proposal = 申请冻结的人不能自己复核，请市局另一人办理。
error-snapshot-frozen = 这一版已经冻结，不能再改。
error-snapshot-withdrawn = 这次申请已经撤回，请重新申请。
error-snapshot-open = 这一年已有人申请冻结，正等第二人复核。
error-snapshot-sums = 合计与逐户明细不一致，不能冻结。请管理员运行 xingtu doctor 查明后再办。
error-snapshot-empty = 这一年没有市级认定的户，没有可冻结的内容。
error-snapshot-unchanged = 自上次冻结以来没有变化，不需要再冻结。
