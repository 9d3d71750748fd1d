# 脱贫成效
tally-title = 旅游脱贫成效
tally-city = 全市
tally-year = 统计年度
tally-of-year = { $year }年
tally-of-month = { $month }月
tally-period = { $from-day }至{ $until-day }
tally-unit = 县区
tally-count = 计量
tally-basis = 数据状态
tally-csv = 导出 CSV
tally-comma = ；

basis-proposed = 县级已提出
basis-verified = 县级已核
basis-confirmed = 市级已认定

tally-total = 旅游脱贫人数
tally-total-households = 旅游脱贫户数
tally-persons = 人
tally-households = 户
tally-adds-up = 五条途径相加等于合计
tally-adds-up-published = 五条途径相加，与公布数一致
tally-villages = 扶持发展旅游的贫困村
tally-villages-unit = 个
tally-villages-note = { $year }年有旅游扶持项目的村
tally-applicants = 申报星级的旅游区和农家乐
tally-sites-unit = 家
tally-applicants-note = 来自{ $n }个填报单位

tally-by-pathway = 按脱贫途径
tally-by-unit = 按县区
tally-unit-is = 单位：{ $unit }
tally-map = 各县区旅游脱贫示意图：{ $words }
tally-sea = 北部湾
tally-legend = 少 → 多 · 方位示意，不表示行政区域界线
tally-matrix = 途径与县区明细
tally-matrix-lists = 点数字可查看名单
tally-matrix-scrolls = 脱贫途径与县区交叉表，可左右滚动
tally-caption = { $year }年旅游脱贫，按途径和县区，单位：{ $unit }
tally-pathway = 脱贫途径
tally-all-pathways = 全部旅游途径
tally-sum = 合计
tally-share = 占比
tally-households-column = 户数
tally-published = 公布
tally-difference = 差
tally-applied = 申报星级单位
tally-applied-caption = 各县区申报星级单位数，单位：家
tally-applied-none = { $year }年没有单位申报星级。
tally-square = 一格代表一家
tally-notes = 数据说明
tally-source = 来源
tally-source-records = 本系统逐户归因记录
tally-source-published = ；公布数：
tally-source-day = ，{ $day }
tally-rule = 口径
tally-rule-is = 以户退出、一户一条途径，人数为退出时在册人口；按公告月份计
tally-outside = 非旅游途径
tally-outside-is = 另有 { $persons } 人、{ $households } 户，不计入旅游脱贫
tally-as-of = 更新
tally-printed-on = 打印日期：{ $day }

tally-differs = 已证实数与{ $source }公布数不一致：
tally-differs-by = ：公布 { $published }，已证实 { $proven }，差 { $difference }
tally-empty = { $year }年还没有这个状态的数据。
tally-empty-last = 看{ $year }年

tally-rows-title = 名单
tally-rows-number = { $persons } 人，{ $households } 户
tally-rows-back = 回到汇总表
tally-rows-disagree = 汇总数是 { $persons } 人、{ $households } 户，名单里是 { $listed-persons } 人、{ $listed-households } 户，两者不一致。请把这一页告诉系统管理员核对。
tally-rows-head = 户主
tally-rows-village = 村
tally-rows-persons = 人数
tally-rows-paper = 依据
tally-rows-announced = 公告日期
tally-rows-stage = 进度
tally-rows-empty = 这个数字是 0，没有名单。

tally-withheld = 不公开的数
tally-withheld-is = * 小于 3 的数不公开，免得看出是哪一户；能推算出它们的数也不公开。

tally-csv-year = 年度
tally-csv-basis = 数据状态
tally-csv-unit-code = 县区代码
tally-csv-unit = 县区
tally-csv-pathway-code = 途径代码
tally-csv-pathway = 脱贫途径
tally-csv-persons = 人数
tally-csv-households = 户数

error-month = “{ $given }”不是月份，请填 1 到 12
error-tally-year = 年度请填 2014 到 2100 之间的四位数，例如 2017
error-tally-public = 登录后才能查这一项，公开的只有全年市级已认定数

tally-differences-title = 更正
tally-differences-lead = 返贫、回退、错归各按登记日期更正，登记日以前的数不变
tally-difference-line = 更正：{ $day } { $kind } { $households } 户、{ $persons } 人
tally-differences-list = 看更正明细
tally-differences-on = 截至日期
tally-differences-now = 现在
tally-differences-then = 截至{ $day }
tally-differences-at = 登记日期
tally-differences-kind = 事由
tally-differences-none = 没有更正。
