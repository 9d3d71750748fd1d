correction-name = 名称
correction-place = 村或位置
correction-title = 改正
correction-what = 登记的名称、村或星级有错时，先看哪些证书、公示和网页用了错的内容，再改正。
correction-open = 查看并改正
correction-certificates = 证书
correction-differing = { $n } 份与登记不一致
correction-printed = 证书上印的
correction-difference = 与登记比较
correction-check-page = 查验页
correction-same = 一致
correction-voided = 已作废
correction-reissue = 要作废重发
correction-no-certificate = 还没有打印过证书。
correction-notices = 公示
correction-notice-differs = 公示中的名称与登记不一致
correction-no-notice = 没有发过公示。
correction-pages = 公开网页
correction-pages-follow = 改正后立即显示新的内容
correction-not-on-register = 星级名录现在不列这个旅游点。
correction-right = 改正登记
correction-recorded = 现在登记的是：{ $name }，{ $place }。
correction-effect = 改正后，与登记不一致的证书列在左边，要逐份作废重发。
correction-do = 改正
correction-star = 星级有错
correction-star-what = 登记的是{ $star }。星级不能直接改：评高了用降级或取消，评低了重新申报、评定。
correction-star-to = 去办理
correction-made = 改正记录
correction-was-becomes = 原为“{ $was }”，改为“{ $becomes }”
notice-correction-made = { $n ->
    [0] 已改正，没有要重发的证书。
   *[other] 已改正，有 { $n } 份有效证书要作废重发。
}
error-correction-unit = 这个村归另一个填报单位，不能在这里改
error-correction-nothing = 填的和登记的一样，没有要改的
