"""Aturan tahun: what the year's rules say, and the kelurahan's editor for a new year's."""
