# 一个字段的毛病
error-required = 这里要填
error-of-field = { $field }：{ $wrong }
error-number = 请填数字，例如 12
error-day = 请填日期，例如 2017-11-24
error-length = 太长或太短
error-too-long = 太长了，最多 { $most } 个字
error-range = 超出了范围
error-choice = 请选一项
error-invalid = 填的内容认不出来
error-unknown-code = 没有“{ $code }”这一项，请重新选
error-division-code = “{ $given }”不是区划代码
error-unit-code = “{ $given }”不是填报单位
error-locality-code = “{ $given }”不是乡镇（9 位）或村（12 位）的区划代码
error-forbidden = { $role }不能{ $act }。

# 一页打不开
failure-kept = 保存情况
failure-next = 怎么办
failure-number = 问题编号
failure-again = 再试一次
failure-home = 回首页
failure-wait = { $n } 分钟后再试。

failure-invalid-title = 填写有误
failure-invalid-what = 有的内容不对。
failure-invalid-kept = 没有保存。
failure-invalid-next = 返回上一页，改好后再提交。

failure-signed-out-title = 请先登录
failure-signed-out-what = 您还没有登录，或登录已经过期。
failure-signed-out-kept = 没有保存。
failure-signed-out-next = 登录后再试。

failure-forbidden-title = 您的账号不能做这一步
failure-forbidden-what = 您的角色没有这项权限。
failure-forbidden-kept = 什么都没有改动。
failure-forbidden-next = 如果应当由您来办，请联系系统管理员。

failure-forged-title = 这张表已经失效
failure-forged-what = 提交的表不是从本页打开的，或打开得太久。
failure-forged-kept = 没有保存。
failure-forged-next = 返回上一页，刷新后再提交。

failure-not-found-title = 找不到这一页
failure-not-found-what = 没有这条记录，或不在您能看的范围内。
failure-not-found-kept = 什么都没有改动。
failure-not-found-next = 核对网址，或从首页进入。

failure-not-allowed-title = 这个网址不能直接打开
failure-not-allowed-what = 它只接收本站表单提交的内容。
failure-not-allowed-kept = 什么都没有改动。
failure-not-allowed-next = 返回上一页，或从首页进入。

failure-conflict-title = 现在不能这样做
failure-conflict-what = 这条记录的状态不允许这一步。
failure-conflict-kept = 什么都没有改动。
failure-conflict-next = 返回查看这条记录的最新状态。

failure-stale-title = 别人刚改过这条记录
failure-stale-what = 您打开之后，有人先办了一步。
failure-stale-kept = 您这一步没有保存，对方的已经保存。
failure-stale-next = 重新打开，看清变化后再办。

failure-too-large-title = 内容太大
failure-too-large-what = 提交的内容超过了上限。
failure-too-large-kept = 没有保存。
failure-too-large-next = 缩短文字，把照片调小，或分几次提交；每个文件不超过 10 MB，一次合计不超过 24 MB。

failure-unsupported-title = 这种内容读不了
failure-unsupported-what = 提交的格式这里不接受。
failure-unsupported-kept = 没有保存。
failure-unsupported-next = 从本站的表里提交。

failure-too-many-title = 试的次数太多
failure-too-many-what = 为防止别人猜密码，暂时不能再试。
failure-too-many-kept = 您的账号没有被锁。
failure-too-many-next = 过一会儿再试。

failure-busy-title = 现在太忙
failure-busy-what = 同时办理的人太多。
failure-busy-kept = 没有保存。
failure-busy-next = 稍等再试，重复提交不会多记一次。

failure-unreadable-title = 这个文件读不出来
failure-unreadable-what = 存放的内容不见了，或与提交时不一致，所以不显示。
failure-unreadable-kept = 这份文件的登记还在。
failure-unreadable-next = 请把问题编号告诉系统管理员，从备份里取回；手里还有原件的，可以重新提交。

failure-broken-title = 系统出了问题
failure-broken-what = 这一步没有办成，原因已经记下。
failure-broken-kept = 没有保存。
failure-broken-next = 稍后再试；还是不行，请把问题编号告诉系统管理员。
error-api-cursor = 这不是上一页给出的续读位置（next）
error-api-limit = 每次 1 到 { $most } 行
error-json = 请求内容不是这里要的 JSON，请对照 openapi.json。
error-idempotency-key = 这个 Idempotency-Key 已用于另一个请求，请换一个。
