rating-heading = 星级
rating-stars = 星级
rating-standing = 状态
rating-certificate = 证书号
rating-plaque = 牌匾号
rating-awarded-on = 授牌
rating-valid-until = 有效期至
rating-re-check-on = 下次复核
rating-none = 还没有星级。

star-1 = 一星级
star-2 = 二星级
star-3 = 三星级
star-4 = 四星级
star-5 = 五星级
star-none = 未评星
error-star = 请选一星到五星

standing-current = 有效
standing-re-check-due = 待复核
standing-rectification = 限期整改
standing-kept = 复核保留
standing-lowered = 已降级
standing-cancelled = 已取消
standing-given-up = 自愿放弃
standing-expired = 已到期
standing-replaced = 已换发

rating-step-call-re-check = 通知复核
rating-step-order-rectification = 责令整改
rating-step-keep = 复核保留
rating-step-lower = 降级
rating-step-cancel = 取消
rating-step-give-up = 放弃
rating-step-expire = 到期
rating-step-replace = 换发
error-rating-step = 这个星级现在是“{ $standing }”，不能{ $step }。
