# 佐证是否充分：已有、缺、不符
finding-there = 已有
finding-missing = 缺
finding-contradicts = 不符
evidence-need-required = 必须
evidence-need-expected = 应有
finding-stops = { $found } · 必须

finding-is-employment = 用工已由县区核实，公告前在岗
finding-is-village-industry = 受扶持村的旅游项目款，公告前发放
finding-is-training = 培训已结业，结业后、公告前就业
finding-is-major-project = 名单内项目的受益，公告前得到
finding-is-self-start = 自己的执照或登记，公告前登记并得到扶持
finding-is-non-tourism = 旅游以外的措施，公告前受益
finding-months = { $of } { $held } 个月，规则要求 { $asked } 个月
finding-months-short = { $of } { $held } 个月，不满规则要求的 { $asked } 个月
evidence-months-employment = 公告前在岗
evidence-months-training = 结业后就业到公告
evidence-months-self-start = 登记到公告
finding-amount = { $of } { $has } 元，规则要求 { $asked } 元
finding-amount-short = { $of } { $has } 元，低于规则要求的 { $asked } 元
finding-paper = { $kind } { $n } 份
finding-paper-missing = 没有{ $kind }
finding-paper-faulty = { $kind }的文件缺失或被改动
finding-faulty = 有 { $n } 份材料的文件缺失或被改动
finding-left-before = 公告前已离岗（{ $on }）
finding-wages = 已确认工资 { $months } 个月，规则要求在岗 { $asked } 个月
finding-wages-short = 已确认工资 { $months } 个月，规则要求在岗 { $asked } 个月
finding-wage-low = 有的月份只发 { $lowest } 元，低于规则要求的 { $asked } 元
finding-outside-year = 项目年度是{ $year }年，发放在 { $on }
finding-check = 核验的人均纯收入超过当年退出线
finding-check-missing = 没有八有一超核验
finding-check-below = 核验的人均纯收入没有超过当年退出线
finding-check-no-line = 没有登记当年退出线，核验的收入无从比较
finding-income = 核验写全年纯收入 { $said } 元，少于材料写明的 { $documented } 元
finding-two-jobs = 有 { $n } 人同一时间有两条用工
finding-at-work-already = 有 { $n } 人结业前已在旅游企业上岗，结业后的就业不因培训而来

finding-list = 佐证核对
finding-beside = 材料与核验对照
finding-beside-lead = 只提示，不影响办理。
finding-enough = 材料够
finding-not-enough = 材料不够
finding-counts-as-benefit = 计入带动
finding-rule = { $year }年佐证规则
finding-no-rule = 没有登记{ $year }年的佐证规则，按缺省办理：在岗满六个月，不要求材料。
finding-blocked-verify = 材料不够，还不能核实。缺的、不符的列在依据下面；补齐后再办。
finding-blocked-confirm = 材料不够，还不能确认。缺的、不符的列在依据下面；补齐后再办。
finding-to-papers = 补材料

# 建议
suggestion-only = 建议：{ $pathway }。理由：“{ $title }”必须的材料齐全，其他途径没有齐全的。
suggestion-before = 建议：{ $pathway }。理由：“{ $title }”必须的材料齐全，按规则写明的次序排在“{ $other }”前面。
suggestion-note = 建议只供参考，由经办人选定。

# 归因之后
evidence-other-title = 其他帮扶措施
evidence-other-lead = 这一户另外得到的帮扶，计入带动，不计入退出；一户退出只归一条途径。
evidence-other-none = 这一户没有登记其他帮扶措施。

# 冻结前：已认定而材料不够的
insufficient-title = { $year }年已认定而材料不够的户
insufficient-lead = 市级已认定，但按当年佐证规则缺必须的材料。补齐材料，或由市级改归、撤回。
insufficient-count = { $n } 户
insufficient-missing = 缺的、不符的
insufficient-none = 已认定的各户材料都够。
snapshot-check-insufficient = { $n ->
    [0] 已认定的各户材料都够
   *[other] { $n } 户已认定，但按当年佐证规则材料不够
}
error-attribution-insufficient = 材料不够，还不能办：{ $missing }。请在依据的材料页补齐后再办；不是这条途径的，请撤回，改用别的依据。
