"""L13 Kirim–Terima: bundles out, bundles in, whom to believe, and how far each bundle got."""
