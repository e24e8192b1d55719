"""The deeds: each public method is one transaction; it takes and gives records, never ORM rows."""
