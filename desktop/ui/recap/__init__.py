"""Form L: the approved usulan of all RTs, as the kelurahan sends them to the kecamatan."""
