"""Papers: records in, PDF or XLSX out. Sees neither database nor screen; reportlab lives here only."""
