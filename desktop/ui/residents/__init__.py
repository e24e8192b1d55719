"""L03 Warga: the register of residents."""
