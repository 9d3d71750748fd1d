operator-heading = 经营主体
operator-hint = 已登记过的主体按统一社会信用代码认出，不会重复。
operator-credit-code = 统一社会信用代码
operator-credit-code-hint = 营业执照上的 18 位
operator-name = 经营主体
operator-name-hint = 营业执照上的名称
operator-contact = 联系人
operator-contact-hint = 只给工作人员看

error-credit-code-form = 统一社会信用代码是 18 位数字和大写字母，没有 I、O、S、V、Z
error-credit-code-check = 统一社会信用代码有一位不对，请对照营业执照核对
error-operator-name = 经营主体名称请填 2 到 { $max } 个字
error-operator-contact = 联系人请不超过 { $max } 个字
