exit-title = 退出与归因
exit-lead = 由扶贫部门公告退出的户，和每户归到的途径。
exit-count = { $households } 户、{ $persons } 人
exit-text = 户编号、户主或村
exit-text-masked = 户编号或村
exit-unit = 县区
exit-unit-all = 全市
exit-year = 公告年度
exit-year-all = 各年度
exit-year-of = { $year }年
exit-month = 公告月份
exit-month-all = 全年
exit-month-of = { $n }月
exit-pathway = 途径
exit-standing = 归因进度
exit-household = 户编号
exit-head = 户主
exit-village = 村
exit-persons = 人数（人）
exit-announced-on = 公告日期
exit-announcement = 公告
exit-document = 公告文号
exit-counted-in = 计入
exit-members = 退出时冻结的家庭成员
exit-members-note = 人数按公告当日冻结，以后家庭人口变化不影响。
exit-member-name = 姓名
exit-member-relation = 与户主关系
exit-member-id = 身份证号
exit-none = 没有符合条件的退出户。
exit-none-action = 看全部退出户
exit-none-yet = 还没有公告退出的户。名单由扶贫部门提供，导入后在这里归因。
exit-to-household = 看户档案
exit-masked-note = 姓名已隐去，只显示姓氏。

exit-state-announced = 已公告
exit-state-returned-to-poverty = 返贫
exit-state-revoked = 退出已撤销

exit-step-return-to-poverty = 返贫
exit-step-revoke = 撤销退出

exit-standing-unattributed = 待归因
exit-standing-proposed = 待核实
exit-standing-county-verified = 县级已核
exit-standing-confirmed = 市级已认定

error-exit-has-ended = 这一户的退出已经是“{ $state }”，不能再归因，也不能再改状态。
error-exit-already-attributed = 这一户已经有一条有效的归因，一户只能归一条途径。请先看清现有归因；确实有误的，写明理由撤回后再提。

exit-of = { $head }户的脱贫退出
exit-members-count = { $n } 人
exit-member-birth-year = 出生年
exit-state = 退出状态
exit-waiting-unattributed = 退出户还没有归因

exit-change-return-to-poverty = 返贫
exit-change-revocation = 回退（错退）
exit-change-wrong-attribution = 错归

error-exit-change-ahead = 日期还没有到，请填文件上的日期。
error-exit-change-before = 日期早于退出公告，请再核对。

exit-changes = 更正记录
exit-changes-in-tally = 在{ $year }年成效的更正里看
exit-end-title = 登记返贫或回退
exit-end-lead = 登记后，这一户 { $n } 人从{ $year }年各项合计中减去，成效页会列出这笔更正；登记日以前的数不变。
exit-end-step = 事由
exit-end = 登记
exit-change-on = 发生日期
exit-change-on-hint = 文件认定的日期，例如 2018-03-02
exit-change-document = 文号
exit-change-reason = 理由
exit-change-reason-hint = 写明情况，不要写身份证号
notice-exit-ended = 已登记，成效中已列出更正。
exit-correct = 更正
