"""L11: the SPJ of a tranche, and the page every Pokmas paper is handed in on."""
