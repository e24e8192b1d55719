"""L14 Meja Periksa: what was handed in, looked at item by item, decided, and answered."""
