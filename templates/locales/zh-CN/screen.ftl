# 大屏
screen-title = { $year }年旅游脱贫成效
screen-stars = 有效星级
screen-refreshes = { $at } 读取，每分钟更新
screen-open = 大屏
