notice-board-title = 公示公告
notice-board-what = 星级评定结果公示。公示期内，任何单位和个人都可以提出异议。
notice-board-running = 正在公示
notice-board-past = 以往公示
notice-board-none = 目前没有公示。
notice-board-none-past = 还没有结束的公示。
notice-board-number = 公示编号
notice-board-what-column = 拟评
notice-board-days = 公示期
notice-board-left = { $n ->
    [0] 今天截止
   *[other] 还剩 { $n } 个工作日
}
notice-board-one = 关于{ $site }拟评为{ $star }的公示
notice-board-reason = 评审意见
notice-board-reason-none = 与评分结果一致
notice-board-how = 怎样提出异议
notice-board-how-what = 写明具体事实，留下真实姓名和联系电话。姓名和电话加密保存，只有办理异议的人能看到。提交后得到回执号，凭回执号查看答复。
notice-board-object = 提出异议
notice-board-closed-what = 公示期已结束，不再接收异议。
notice-board-rejected = 有权机关没有批准这项公示的结果，没有授星。
notice-board-awarded = 公示的结果已批准并授牌。
notice-board-to-register = 看星级名录
notice-board-stopped-what = 公示因异议成立而中止，将重新检查、评审。
notice-board-source = 公示由市级旅游部门发布

notice-board-usual =
    经县区初评、现场检查和评审，拟评定{ $site }（{ $place }）为{ $star }{ $kind }，现予公示。
    公示期：{ $from }至{ $until }（{ $n } 个工作日）。
    公示期内，任何单位和个人对拟评定结果有异议的，可以在本页提出，写明具体事实，并留下真实姓名和联系电话。对异议人的信息予以保密。

notice-board-new = 拟公示
notice-board-body = 公示内容
notice-board-body-hint = 任何人都会看到，不写个人姓名、电话和证件号
notice-board-see = 预览
notice-board-source-days = 公示天数的依据
notice-board-preview = 公示前核对
notice-board-effect = 确认后立即公开，不需登录，任何人都能看到；公示期从今天起到 { $until }，不能提前结束。公示期内可以提出异议。
notice-board-do = 确认公示
notice-board-edit = 修改内容
notice-board-back = 返回申报

board-state-open = 公示中
board-state-closed = 已结束
board-state-stopped = 因异议中止

publication-heading = 公示与批准
publication-announce-what = 已评定，可以公示。公示内容和期限在下一页核对。
publication-announce = 拟公示
publication-objections = 待答复的异议
publication-to-objections = 看异议
publication-approve-what = 公示已结束，没有待答复的异议。填写有权机关的批准文件。
publication-document = 批准文件号
publication-document-hint = 例如 钦旅发〔2017〕12号
publication-approved-on = 批准日期
publication-approve = 记录批准
publication-approved = 批准文件
publication-award-what = 已批准。授牌后生成证书号和牌匾号，星级名录立即更新；这个旅游点现有的星级和证书同时终止。
publication-award = 授牌
publication-disapprove = 不予批准
publication-disapprove-what = 公示之后有权机关不批准的，在这里记录。申报结束，不授星；公示页注明没有批准，经营者看得到理由。
publication-disapprove-hint = 必填，经营者看得到

notice-waiting-decided = { $n } 件已评定的申报等待公示
notice-waiting-closed = { $n } 件公示已结束，等待批准
notice-notice-put-up = 已公示。
notice-application-approved = 已记录批准，可以授牌。
notice-application-disapproved = 已记录不予批准，申报结束。

error-notice-no-award = 评审没有通过，没有可以公示的结果。
error-notice-running = 公示还没有结束，{ $from } 起才能批准。
error-notice-objections = 还有 { $n } 件异议没有答复，答复后才能批准。
error-notice-closed = 公示期已结束，不再接收异议。
error-approval-day = 批准日期应在公示结束之后（{ $from } 起），不晚于今天
