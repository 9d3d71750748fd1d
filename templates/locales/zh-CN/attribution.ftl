attribution-title = 归因
attribution-list-title = 归因审定
attribution-list-lead = 县区提出、县区核实、市级确认，三个人不能是同一人。
attribution-queue = 待确认的归因
attribution-stage = 进度
attribution-pathway = 途径
attribution-proposed-at = 提出时间
attribution-proposed-by = 提出
attribution-current = 现有归因
attribution-none = 还没有归因。
attribution-earlier = 已撤回的归因
attribution-evidence = 依据
attribution-trail = 办理经过
attribution-open = 看这一户
attribution-none-listed = 没有符合条件的归因。
attribution-none-action = 看全部归因
attribution-pathway-all = 全部途径
attribution-stage-all = 全部进度

attribution-propose-title = 提出归因
attribution-propose-lead = 选一条依据，途径由依据决定。提出后由本县区另一人核实，再由市级确认。
attribution-propose-consequence = 提出后，这一户按“已提出”计入所选途径；市级确认后才计入公布的总数。
attribution-propose = 提出归因
attribution-propose-nothing = 现有材料都不能作依据，原因写在每条旁边。

attribution-verify-title = 核实归因
attribution-verify-lead = 核对依据的材料、日期和人。您不能核实自己提出的归因。
attribution-verify = 核实无误
attribution-confirm-title = 确认归因
attribution-confirm-lead = 确认后，这一户 { $n } 人计入市级认定的“{ $pathway }”。
attribution-confirm = 确认归因
attribution-withdraw-title = 撤回归因
attribution-withdraw-lead = 撤回后，这一户从各项合计中减去，可以重新归因。理由会记入经过。
attribution-withdraw-reason = 撤回理由
attribution-withdraw-reason-hint = 写明哪里不对，例如“发放表签名与户主不符”
attribution-withdraw = 撤回归因

attribution-withdrawn-for = 理由：{ $reason }

attribution-stage-proposed = 待核实
attribution-stage-county-verified = 县级已核
attribution-stage-city-confirmed = 市级已认定
attribution-stage-frozen = 已冻结
attribution-stage-withdrawn = 已撤回

attribution-step-verify = 核实
attribution-step-confirm = 确认
attribution-step-freeze = 冻结
attribution-step-withdraw = 撤回

notice-attribution-proposed = 已提出归因，等本县区另一人核实。
notice-attribution-verified = 已核实，等市级确认。
notice-attribution-confirmed = 已确认，已计入市级认定数。
notice-attribution-withdrawn = 已撤回，这一户可以重新归因。

error-attribution-is-proposed = 这条归因刚提出，还不能{ $step }；可以核实、确认或撤回。
error-attribution-is-county-verified = 这条归因县级已核，不能再{ $step }；可以由市级确认，或撤回。
error-attribution-is-city-confirmed = 这条归因市级已认定，不能再{ $step }；有误的，写明理由撤回后重新归因。
error-attribution-is-frozen = 这条归因属于已冻结的年度，不能再{ $step }；更正要另立带日期的更正记录。
error-attribution-is-withdrawn = 这条归因已经撤回，不能再{ $step }；请给这一户重新归因。
error-attribution-own-work = 您提出或核实过这条归因，不能再由您{ $step }；请同事来办。

# 办理经过，按办到的进度
attribution-done-proposed = 县区提出
attribution-done-county-verified = 县区核实
attribution-done-city-confirmed = 市级确认
attribution-done-frozen = 年度冻结
attribution-done-withdrawn = 撤回
attribution-waiting-first = 等您办的
attribution-every = 全部（含已撤回）

attribution-waiting-to-confirm = 归因待市级确认
attribution-waiting-to-verify = 同事提出的归因待核实

attribution-replace-title = 改归途径
attribution-replace-lead = 原归因有误时，另立一条带日期的新归因代替它；原归因照旧可查。新归因要由别人核实、确认。
attribution-replace-evidence = 新的依据
attribution-replace-choose = 请选择
attribution-replace-on-hint = 发现有误的日期
attribution-replace-reason = 改归理由
attribution-replace = 改归
attribution-step-replace = 改归
attribution-step-end = 随退出终止
notice-attribution-replaced = 已改归，新的归因等别人核实、确认。
