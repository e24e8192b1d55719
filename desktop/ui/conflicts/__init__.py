"""Two versions of one record: shown side by side, one whole version is chosen."""
