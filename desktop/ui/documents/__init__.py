"""Dokumen: the forms of the regulation and letters of practice, filled in from their definitions."""
