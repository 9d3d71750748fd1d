# 在岗名单：按月确认在岗和工资
wage-title = 在岗名单
wage-months = 选月份
wage-month-before = 上一月
wage-month-after = 下一月
wage-open = 还有 { $n } 人没有确认。还在岗的，点一下就好；工资和上月不同的，填上再确认。
wage-none-open = 这个月都确认过了。
wage-nobody = 这个月没有已核实的在岗人员。
wage-confirmed = 已确认在岗
wage-same = 在岗，工资 { $amount }
wage-other = 工资不同，这个月实发
wage-other-hint = 上次是 { $amount }
wage-confirm-typed = 确认填了工资的人
wage-paid = 逐月在岗与工资
wage-paid-head = 实发工资（元）
wage-none = 还没有按月确认在岗。
wage-month = 月份
wage-confirmed-by = 确认人
wage-correct = 更正
wage-corrections = 更正记录
wage-corrected = { $month }：{ $before } 改为 { $after }
wage-correct-title = 更正工资
wage-correct-what = { $month } 原来确认的是 { $amount }。更正后，原数、原因和时间都会保留，县里看得到。
wage-correct-to = 实际发了多少
wage-correct-reason = 为什么更正
wage-correct-reason-hint = 例如 漏算了加班工资
wage-correct-save = 保存更正
wage-go = 按月确认在岗

hire-event-confirmed-at-work = 已确认在岗
hire-event-wage-corrected = 更正了工资
hire-waiting-at-work = 上月在岗没有确认的人

notice-wage-months = 已确认 { $n } 人。
notice-wage-corrected = 已更正，原来的数也保留着。

error-wage-month-not-verified = 县里还没有核实这条用工，核实后再确认在岗
error-wage-month-before-start = 这个月还没有上班
error-wage-month-future = 这个月还没有到
error-wage-month-after-leaving = 这个月已经离岗
error-wage-month-confirmed = 这个月已经确认过。工资不对，请用“更正”
error-wage-month-same = 和原来的工资一样，不用更正
error-wage-month-nobody = 还没有填工资。还在岗、工资不变的，点姓名下面的按钮；变了的，填上这个月的工资
error-left-before-wage-month = { $month } 已确认在岗，最后上班日期不能早于这个月
wage-outbox = { $month }在岗确认
