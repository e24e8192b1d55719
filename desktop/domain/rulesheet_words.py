"""A rule sheet's figures and mistakes in the words people read, on screens and in the command line."""

from collections.abc import Sequence
from typing import Final

from desktop.domain.dates import MONTH_NAMES
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import explain
from desktop.domain.money import format_number, format_percent, format_rupiah
from desktop.domain.rulesheet_edit import Figure
from desktop.domain.rulesheet_model import RuleSheet
from desktop.domain.rulesheet_reader import SheetProblem

MECHANISMS: Final = {"TU": "TU (bendahara kelurahan)", "LS": "LS (langsung ke Pokmas)"}
"""How money is paid out, in words."""


def figure_words(figure: Figure) -> str:
    """A figure's value as people read it: `Rp1.500.000`, `12,5 %`, `5 orang`."""
    value = figure.value
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if not isinstance(value, int) or figure.unit == "text" or figure.path == "year":
        return str(value)
    if figure.unit == "rupiah":
        return format_rupiah(value)
    if figure.unit == "percent":
        return format_percent(value)
    nouns = {"people": " orang", "years": " tahun"}
    return f"{format_number(value)}{nouns.get(figure.unit, '')}"


def shown_value(figure: Figure) -> str:
    """The same for a table people read: months by name, "–" for what the year does not have."""
    if figure.value in (None, ""):
        return "–"
    if figure.unit == "month" and isinstance(figure.value, int):
        return MONTH_NAMES[figure.value - 1]
    if figure.unit == "mechanism":
        return MECHANISMS.get(str(figure.value), str(figure.value))
    return figure_words(figure)


def problem_words(problem: SheetProblem) -> str:
    """What is wrong in one sentence, and what may have been meant."""
    violation = problem.violation
    # What it means for the sheet is said once, below all problems.
    text = explain(violation).partition(". ")[0].removesuffix(", jadi tidak dipakai").rstrip(".")
    meant, allowed = violation.facts.get("meant"), violation.facts.get("allowed")
    if meant:
        return f"{text}. Mungkin maksudnya “{meant}”."
    if isinstance(allowed, Sequence) and allowed:
        return f"{text}. Yang dikenal: {', '.join(str(one) for one in allowed if one)}."
    if violation.code == "rules_unreadable":
        reason = str(violation.facts.get("reason", ""))
        if "date or datetime" in reason:
            return "Tanggal di sini tidak ada dalam kalender. Tulis seperti 2022-01-31."
        if reason.startswith(("Cannot overwrite", "Cannot declare")):
            return "Isian atau bagian ini sudah disebut di atasnya. Hapus salah satu."
        return "Tulisan di sini belum mengikuti bentuk TOML. Periksa tanda kutip, kurung, dan tanda sama dengan."
    return f"{text}."


def rule_sheet_doubts(sheet: RuleSheet) -> list[str]:
    """What a sheet that can be read hardly means, in whole sentences: a mandatory activity that points to a kind the
    catalogue lacks (it would never be found), and minimums that together are more than the ceiling."""
    keys = {one.key for one in sheet.catalogue}
    doubts = [
        f"{one.code} menunjuk kegiatan “{key}” yang tidak ada dalam daftar kegiatan."
        for one in sheet.mandatory
        for key in one.activities
        if key not in keys
    ]
    parts = sum(cap.lowest(sheet.ceiling) or 0 for cap in sheet.caps if cap.scope)
    whole = sheet.cap("infrastructure")
    least = max(parts, whole.lowest(sheet.ceiling) or 0 if whole else 0)
    least += sum(cap.lowest(sheet.ceiling) or 0 for cap in sheet.caps if cap.sector != "infrastructure")
    if least > sheet.ceiling:
        doubts.append(
            f"Batas paling sedikit semua bidang bersama {format_rupiah(least)}, melebihi pagu "
            f"{format_rupiah(sheet.ceiling)}."
        )
    return doubts


_REFUSALS: Final = {
    "rules_missing": "Bagian ini wajib diisi.",
    "rules_percent": "Tulis persen dari 0 sampai 100.",
    "rules_amount": "Jumlah ini tidak mungkin. Periksa banyaknya nol.",
    "rules_year": "Tahun ini tidak mungkin. Tulis tahun anggarannya, misalnya 2027.",
    "rules_min_above_max": "Batas paling sedikit melebihi batas paling banyak. Betulkan salah satunya.",
    "rules_date": "Tanggal ini tidak ada dalam bulannya. Betulkan tanggal atau bulannya.",
}


def refusal(violation: RuleViolation) -> str:
    """Why a figure typed into the editor is refused, in one sentence to stand below its field."""
    return _REFUSALS.get(violation.code) or problem_words(SheetProblem(violation, 0))
