common-product = 星途
