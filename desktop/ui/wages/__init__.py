"""Wage lists: typed day by day, paid by one receipt."""
