licence-title = 证照
licence-add = 添加证照
licence-add-this = 添加
licence-renew = 添加新证
licence-correct = 更正
licence-save = 保存
licence-kind = 哪种证照
licence-number = 证照编号
licence-number-hint = 照证上印的填，例如 JY24507210012345
licence-valid-until = 有效期至
licence-valid-until-hint = 例如 2020-06-30；证上写“长期”的，勾选下面一项
licence-without-end = 长期有效
licence-without-end-hint = 证上写明“长期”或没有截止日期
licence-until = 有效期至
licence-photo = 证照照片
licence-photo-hint = 整张拍下，字要看得清。
licence-photo-held = 已有的照片；不重新选就保留
licence-no-photo = 没有照片
licence-none-of-kind = 还没有登记。
licence-not-owed = 这类经营不要求
licence-lacking = 申报星级前还要补 { $n } 项
licence-waiting = 有证照缺少、过期或 60 天内到期的旅游点

licence-kind-business = 营业执照
licence-kind-hygiene = 卫生许可证
licence-kind-fire-safety = 消防安全检查合格证
licence-kind-special-trade = 特种行业许可证
licence-kind-food = 食品经营许可证

licence-state-valid = 有效
licence-state-runs-out = 60 天内到期
licence-state-expired = 已过期

notice-licence-added = 证照已登记。
notice-licence-corrected = 证照已更正。

error-licence-number = 编号请照证上的填，4 到 40 个字，例如 JY24507210012345
error-licence-taken = 这个旅游点已经登记过同一种、同一编号的证照
error-licence-until = 请填有效期，或勾选“长期有效”
error-licence-until-both = 填了有效期就不要勾选“长期有效”，两样只能选一样
error-licence-missing = { $kind }：没有登记
error-licence-expired = { $kind }：已于 { $day } 到期，请登记新证

licence-remove = 删除这张证照
licence-remove-link = 登记错了？删除这张证照
licence-remove-ask = 确定删除这张证照？
licence-remove-what = 只删除登记错的证照。过期的证照请留着，另外登记新证。删除会留在修改记录里。
licence-remove-not = 不删除
notice-licence-removed = 证照已删除，修改记录里可以查到。
