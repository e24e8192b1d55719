"""Which papers can also be had as a spreadsheet, and who writes it from the content the PDF is drawn from."""

from collections.abc import Callable
from typing import Any, BinaryIO

from desktop.documents.layout import PaperSize
from desktop.documents.sheets import costs, money, office

SHEETS: dict[str, Callable[[Any, BinaryIO, PaperSize], None]] = {
    "rab": costs.build_rab_sheet,
    "estimate": costs.build_estimate_sheet,
    "cash_book": money.build_cash_book_sheet,
    "bank_book": money.build_cash_book_sheet,
    "tax_book": money.build_tax_book_sheet,
    "wage_list": money.build_wage_list_sheet,
    "tranche_recap": money.build_tranche_recap_sheet,
    "recap": office.build_recap_sheet,
    "recap_district": office.build_district_recap_sheet,
    "office_report": office.build_office_report_sheet,
    "district_report": office.build_district_report_sheet,
}
"""Kind key → who writes it."""
