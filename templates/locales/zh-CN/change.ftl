change-title = 修改记录
change-entered = 填报
change-corrected = 改正
change-removed = 删除
change-was = 原为
change-is = 改为
change-month = { $visits } 人次，收入 { $revenue } 元
change-by-program = 系统
