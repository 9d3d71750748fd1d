sex-female = 女
sex-male = 男

error-id-length = 身份证号码是 18 位，这里有 { $found } 位
error-id-first-generation = 这是 15 位的旧号码，请填身份证上的 18 位号码
error-id-character = 身份证号码只有数字，最后一位可能是 X
error-id-birth-date = 身份证号码中间的出生日期不对，请核对
error-id-checksum = 身份证号码有一位不对，请核对
error-name-length = 姓名请填 2 到 40 个字
error-name-character = 姓名里不能有“{ $character }”
error-phone = 电话请填 11 位手机号，或带区号的座机，例如 0777-3688200
error-reason-empty = 请写明理由
error-reason-too-long = 理由请不超过 500 个字
