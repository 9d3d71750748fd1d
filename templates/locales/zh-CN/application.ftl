application-list-title = 星级申报
application-count = 共 { $n } 件
application-applied-by = 截至 { $day } 已申报的星级（申星，含后来撤回和未通过的）；进度是今天的。
application-inspected-by = 截至 { $day } 已现场检查的星级申报；进度是今天的。
application-filter-text = 编号、名称、村或拼音
application-number = 编号
application-star = 申报星级
application-star-hint = 申星不等于评上，最终星级不高于申报的星级
application-stage = 进度
application-due-on = 期限
application-year = 首次提交
application-year-of = { $year }年
application-submitted-on = 提交日期
application-left = 还剩 { $n } 个工作日
application-late = 已超期 { $n } 个工作日
application-none = 还没有星级申报。
application-none-own = 您还没有申报过星级。
application-none-found = 没有符合条件的申报。
application-apply = 申报星级
application-site = 旅游点
application-site-blank = 请选择
application-note = 申报说明
application-note-hint = 例如新建了什么、改造了什么
application-what-happens = 提交后，县区旅游部门 10 个工作日内答复是否受理。材料不全会一次告诉您要补什么。
application-submit = 提交申报
application-no-site = 没有可以申报的旅游点：先登记旅游点，或等正在办的申报办完。
application-to-sites = 看我的旅游点
application-for = 申请{ $star }
application-holds = 现评
application-to-site = 看旅游点
application-not-yet = 未开始
application-led-to = 评定结果：
application-history = 办理记录

application-waiting-returned = { $n } 份星级申报被退回，要补正
application-waiting-submitted = { $n } 份星级申报等待受理
application-waiting-accepted = { $n } 份星级申报等待打分
application-waiting-reviewed = { $n } 份星级申报等待决定

application-stage-draft = 草稿
application-stage-submitted = 已提交
application-stage-returned = 待补正
application-stage-accepted = 已受理
application-stage-refused = 不予受理
application-stage-first-reviewed = 已初评
application-stage-inspected = 已检查
application-stage-decided = 已评定
application-stage-noticed = 公示中
application-stage-approved = 已批准
application-stage-awarded = 已授牌
application-stage-rejected = 未通过
application-stage-withdrawn = 已撤回

application-step-submit = 提交
application-step-return = 退回补正
application-step-accept = 受理
application-step-refuse = 不予受理
application-step-review = 完成初评
application-step-reopen = 退回重评
application-step-inspect = 现场检查
application-step-decide = 评审
application-step-announce = 公示
application-step-uphold-objection = 异议成立
application-step-approve = 批准
application-step-award = 授牌
application-step-reject = 不予通过
application-step-withdraw = 撤回
application-step-decide-short = 评定（简易程序）
application-step-award-short = 授牌（简易程序）
application-step-reject-short = 不予通过（简易程序）

intake-heading = 受理
intake-what = 材料齐全就受理；不齐全，一次写清全部要补的内容再退回。
intake-accept = 受理
intake-not-accept = 退回补正或不予受理
intake-reason-hint = 申报人看得到；退回时一次写清全部问题
intake-return = 退回补正
intake-refuse = 不予受理

score-total = 初评总分
score-reached = 分，达到{ $star }
score-reached-none = 分，还没有达到一星级
score-open = { $n ->
    [0] 全部项目都已打分
   *[other] 还有 { $n } 项没打分
}
score-short = 离{ $star }还差 { $points } 分。
score-bonus-short = 离{ $star }的加分要求还差 { $points } 分。
score-part-short = { $star }要求每部分都达到比例，{ $part }还差 { $points } 分。
score-missed = 到{ $star }还缺必备项：{ $items }。
score-visits = { $star }要求年接待 { $visits } 人次以上，近 12 个月的记录还差 { $short } 人次。
score-scale = 总分 { $total }，满分 { $max }，竖线是各星级的分数线
score-mandatory-met = 必备项 { $n } 项，全部符合
score-mandatory-missed = 必备项 { $of } 项，{ $n } 项不符合：不能评星
score-reckon = 计算
score-save = 保存草稿
score-complete = 完成初评
score-complete-what = 完成后不能再改分；打分的人不能参加评定。

decision-heading = 评定
decision-opinion = 评定意见
decision-what = 星级由评分规则算出，不高于申报的星级。分数在这一步不能改。
decision-agree = 同意{ $star }
decision-agree-hint = 与评分结果一致
decision-lower = 评为{ $star }
decision-reason-hint = 与评分结果不一致时须写明理由
decision-reopen = 退回重评
decision-reopen-hint = 分数有错时退回打分人，写明问题
decision-reject = 不予通过
decision-reject-hint = 须写明理由，申报人看得到
decision-reason = 理由
decision-submit = 提交评定意见
decision-effect = 授牌后立即生成证书号和牌匾号，并在星级名录公开。
decision-outcome = 结果
decision-reached = 评分达到
decision-agrees = 与评分结果一致
decision-by = 评定人
decision-short-form = 按简易程序办理：没有现场检查和公示。

notice-application-submitted = 申报已提交，10 个工作日内答复。
notice-application-accepted = 已受理，可以开始初评。
notice-application-returned = 已退回补正。
notice-application-refused = 已记为不予受理。
notice-scores-saved = 草稿已保存。
notice-scores-complete = 初评已完成，等其他人评定。
notice-application-awarded = 已授牌，星级名录已更新。
notice-application-rejected = 已记为未通过。
notice-application-reopened = 已退回重评。

error-application-step = 这件申报现在是“{ $stage }”，不能{ $step }；可以做的是：{ $open }。
error-application-ended = 这件申报已经“{ $stage }”，不能再{ $step }。
error-application-site-closed = 这个旅游点已停业，不能申报。
error-application-no-sheet = { $kind }还没有正在使用的评分表，暂时不能申报
error-application-under-way = 这个旅游点已有一件申报在办，办完后才能再申报。
error-decider-scored = 您给这件申报打过分，不能参加评定。请同事或市级经办评定。
error-verdict-above-reached = 评分没有达到{ $star }
error-verdict-above-applied = 申报的是{ $applied }，不能评为{ $star }
error-verdict-reason = 请写明理由

level-county = 县区
level-city = 市
level-region = 自治区

hand-scorer = 初评人
hand-inspector = 检查人
hand-decider = 评审人

application-waiting-draft = { $n } 份星级申报还没填完
