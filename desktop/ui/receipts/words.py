"""What the flags of a receipt are called: one chip in the list, sentences beside the receipt."""

from collections.abc import Sequence
from typing import Final

from desktop.domain.checks import CheckResult
from desktop.domain.money import format_rupiah
from desktop.domain.receipts import Spending
from desktop.ui.palette import Tone
from desktop.ui.status import COMPLETE, LOCKED, Status

VOID = Status("Dibatalkan", "x", Tone.NEUTRAL)
CORRECTED = Status("Dibetulkan", "pencil", Tone.INFO)
NO_PHOTO = Status("Belum ada foto", "camera", Tone.ATTENTION)

_WORDS: Final[dict[str, tuple[str, str, Tone]]] = {
    "K-01": ("Lebih dari sisa item", "alert-triangle", Tone.PROBLEM),
    "K-05": ("Belum terbagi", "alert-triangle", Tone.PROBLEM),
    "K-06": ("Belum lengkap", "pencil", Tone.ATTENTION),
    "K-07": ("Di luar tahun", "calendar", Tone.PROBLEM),
    "K-08": ("Bukti setor pajak", "alert-triangle", Tone.ATTENTION),
    "K-10": ("Dibetulkan ganda", "alert-triangle", Tone.PROBLEM),
    "K-03": ("Mungkin ganda", "copy", Tone.ATTENTION),
    "K-16": ("Foto sama", "photo", Tone.ATTENTION),
    "K-04": ("Sebelum dana masuk", "calendar", Tone.ATTENTION),
    "K-09": ("Belum ada tahap", "flag", Tone.ATTENTION),
    "K-14": ("Beda dengan daftar upah", "alert-triangle", Tone.ATTENTION),
    "K-15": ("Pekerja di dua tempat", "users", Tone.ATTENTION),
    "K-11": ("Pembetulan belum dihitung", "info-circle", Tone.ATTENTION),
    "K-02": ("Belum ada foto", "camera", Tone.ATTENTION),
}
"""Rule → words, icon and tone of its chip, the weightiest first."""

WHILE_TYPING: Final = frozenset({"K-03", "K-04", "K-05", "K-07"})
"""What is worth a sentence before a receipt is saved. K-01 stands beside the item's rest; of the others what is missing
is still being typed."""


def weighty(flags: Sequence[CheckResult]) -> list[CheckResult]:
    """The findings in the order of `_WORDS`, those of a newer version last."""
    order = list(_WORDS)
    return sorted(flags, key=lambda one: order.index(one.rule) if one.rule in order else len(order))


def flag_words(flag: CheckResult) -> str:
    """A flag in a few words: `Lebih Rp250.000`."""
    over = flag.facts.get("over")
    if flag.rule == "K-01" and isinstance(over, int):
        return f"Lebih {format_rupiah(over)}"
    return _WORDS[flag.rule][0] if flag.rule in _WORDS else "Perlu dilihat"


def status_of(spending: Spending, flags: Sequence[CheckResult], *, locked: bool) -> Status:
    """The one chip a receipt wears in a list: its weightiest flag, else how it stands."""
    if spending.void:
        return VOID
    if flags:
        first = weighty(flags)[0]
        _, icon, tone = _WORDS.get(first.rule, ("", "alert-triangle", Tone.ATTENTION))
        more = f" +{len(flags) - 1}" if len(flags) > 1 else ""
        return Status(flag_words(first) + more, icon, tone)
    if spending.corrected:
        return CORRECTED
    return LOCKED if locked else COMPLETE


def spoken(flags: Sequence[CheckResult]) -> str:
    """All flags for screen readers and tooltips."""
    return " ".join(f"{flag.message} {flag.action}" for flag in weighty(flags))


def stamp_words(stamp: int | None) -> str:
    """The hint about the duty stamp of a receipt (whole rupiah); "" where none is needed or nothing is known."""
    return f"Kuitansinya memakai meterai {format_rupiah(stamp)}." if stamp else ""
