file-accepts = 照片（JPG、PNG、WebP）或 PDF，每个不超过 { $most } MB
file-again = 有内容要改，浏览器不保留已选的文件，请重新选一次
file-picture = 照片：{ $name }
file-size = { $kib } KB
file-none = 还没有文件。
file-choose = 选择文件
file-choose-many = 选择文件（可多选）
file-making = 正在处理…
file-smaller = （原 {"{"}size{"}"}）
file-sending = 正在上传…
file-arrived = 已上传
file-refused = 没有收：
file-lost = 没有传上，可能断网了。再按一次只传没传上的。

media-type-jpeg = 照片（JPG）
media-type-png = 图片（PNG）
media-type-webp = 照片（WebP）
media-type-pdf = PDF 文件

error-file-too-large = 文件超过 { $most } MB，请把照片调小，或把扫描件分成几个文件再传
error-file-kind = 只收照片（JPG、PNG、WebP）和 PDF，这个文件两样都不是；请拍照或另存为 PDF 再传
error-file-empty = 这个文件是空的，请重新选
error-file-damaged = 这张图片打不开，可能没有传完整，请重新拍或重新选
error-file-required = 请选一个文件
