evidence-title = 可用的依据
evidence-lead = 本户成员名下的全部材料，逐条说明能不能作依据。
evidence-supports = 可作依据
evidence-supports-not = 不能作依据
evidence-none-of-pathway = 没有这类材料。
evidence-none = 本户成员名下没有任何材料，现在还不能归因。请先登记用工、培训、发放等材料。
evidence-person = 依据人
evidence-paper = 材料

payment-kind-dividend = 分红
payment-kind-land-transfer = 土地流转款
payment-kind-stall = 摊位收入
payment-kind-performance = 演出收入
payment-kind-produce = 农产品款

benefit-kind-job = 务工工资
benefit-kind-land-transfer = 土地流转款
benefit-kind-other = 其他收入

measure-kind-breeding = 养殖
measure-kind-e-commerce = 电商
measure-kind-relocation = 易地搬迁
measure-kind-other = 其他

error-evidence-unknown = 请选一条本户冻结成员名下的材料。
error-evidence-hire-not-verified = 这条用工还没有经县区核实，先核实再归因。
error-evidence-held-too-short = 公告前只干了 { $held } 个月，要满 { $required } 个月。
error-evidence-village-not-supported = 这个村在项目年度不是受扶持的村。
error-evidence-after-the-exit = 材料日期在退出公告之后。
error-evidence-not-completed = 培训没有结业。
error-evidence-not-placed = 结业后没有就业记录；只有培训不算。
error-evidence-not-listed = 受益时项目还没有列入名单。

# 每类材料的编号、日期和金额叫什么
evidence-number-employment = 用工回执号
evidence-number-village-industry = 发放表文号
evidence-number-training = 结业证书号
evidence-number-major-project = 文号
evidence-number-self-start = 执照或登记号
evidence-number-non-tourism = 文号
evidence-on-employment = 上岗
evidence-on-village-industry = 发放
evidence-on-training = 结业
evidence-on-major-project = 受益
evidence-on-self-start = 登记
evidence-on-non-tourism = 受益
evidence-until-employment = 离岗
evidence-until-training = 结业后就业
evidence-until-self-start = 得到扶持
evidence-still = 仍在岗
evidence-amount-employment = 月工资
evidence-amount-village-industry = 发放金额
evidence-amount-major-project = 金额
evidence-amount-self-start = 扶持金额
evidence-amount-non-tourism = 金额
evidence-kind = 类别
evidence-judged = 判定
evidence-choose = 选用
