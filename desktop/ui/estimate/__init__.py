"""L07: the cost estimate of one usulan, as a spreadsheet."""
