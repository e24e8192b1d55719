"""Papers as spreadsheets: the same contents as the PDF, with real numbers and days, and formulas for the sums."""
