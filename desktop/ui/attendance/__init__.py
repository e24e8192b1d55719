"""L05 Daftar Hadir: who came, by keys or by a pasted list."""
