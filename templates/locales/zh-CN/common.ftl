# 框架：每一页都有的词
common-brand = 星途
common-product = 乡村旅游扶贫台账
common-description = 乡村旅游星级评定与旅游脱贫归因台账，每个数字都查得到人和材料。
common-skip = 跳到正文
common-nav = 主导航
common-other-language = English
common-type-large = 大字版
common-type-normal = 标准字
common-sign-in = 登录
common-sign-out = 退出登录
common-footer = 钦州市乡村旅游扶贫台账
common-back = 返回
common-help-phone = 打电话求助
common-offline = 现在没有网络。
common-offline-next = 已填的内容留在这部手机上，有网后再提交。
common-here = 当前位置
common-yuan = 元
common-semicolon = ；

common-errors = 有 { $n } 处要改
common-errors-kept = 您填写的内容都还在。
common-error-prefix = 错误：
common-optional = （选填）
common-sending = 正在提交…
common-filter = 查询
common-print = 打印
common-export = 导出
common-all = 全部
common-yes = 是
common-no = 否
common-none = 无
common-cancel = 取消
common-details = 查看

common-pager = 翻页
common-pager-rows = 第 { $first }–{ $last } 条，共 { $total } 条
common-pager-page = 第 { $page } 页，共 { $pages } 页
common-pager-previous = 上一页
common-pager-next = 下一页

common-stars = { $stars ->
    [1] 一星级
    [2] 二星级
    [3] 三星级
    [4] 四星级
   *[5] 五星级
}

common-prepared-by = 制表人：____________
common-checked-by = 审核人：____________
common-unit-seal = 单位（盖章）

nav-start = 首页
nav-notices = 公示公告
nav-register = 星级名录
nav-open-tallies = 公开数据
nav-home = 首页
nav-sites = 旅游点
nav-applications = 星级申报
nav-ratings = 星级管理
nav-sheets = 评分标准
nav-calendar = 工作日历
nav-exit-criteria = 退出标准
nav-hires = 用工
nav-households = 建档立卡户
nav-exits = 退出与归因
nav-tallies = 脱贫成效
nav-imports = 导入

# 草稿与提交（页面脚本用）
common-draft-kept = 已存在这部手机上
common-leave = 有内容还没提交，离开后会丢失。
common-step = 第 { $step } 步，共 { $steps } 步
common-step-next = 下一步
common-step-back = 上一步
common-demonstration = 演示数据，人物与材料均为虚构
common-day-hint = 例如 2017-11-24
