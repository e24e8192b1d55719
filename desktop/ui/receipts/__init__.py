"""L10: receipts typed as they lie on the table, their pictures and flags, and the cash book made of them."""
