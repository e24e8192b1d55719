"""L01: the first start of a desk."""
