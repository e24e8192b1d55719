"""The kelurahan's room "Pencairan & SPJ": packages, contracts and tranches of every Pokmas."""
