"""What a receipt can be booked on: the lines of the RABs, with what is left of each; and what was written before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.domain.ledger import Activity, Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.receipt_checks import left_on_lines
from desktop.domain.records import Receipt
from desktop.domain.typed import tidy
from desktop.ui.palette import Tone
from desktop.ui.receipts.pick import Choice


def choices_of(ledger: Ledger, contract: str) -> list[Choice]:
    """The cost lines of a contract's activities (contract "": of all), in the order of the RABs. Key: (RAB, line)."""
    found: list[Choice] = []
    for activity in ledger.activities_of(contract):
        left = left_on_lines(ledger, activity.key)
        for line in activity.lines:
            if line.source != "prodamas":
                continue
            room = left.get(line.uid, 0)
            found.append(
                Choice(
                    key=(activity.rab_uid, line.uid),
                    text=line.description or "Item tanpa nama",
                    detail=activity.title,
                    right=left_words(room),
                    spent=room <= 0,
                    tone=Tone.PROBLEM if room < 0 else Tone.ATTENTION if room == 0 else Tone.NEUTRAL,
                )
            )
    return found


def left_words(room: int) -> str:
    """`sisa Rp150.000`, `habis` or `lebih Rp20.000`."""
    if room < 0:
        return f"lebih {format_rupiah(-room)}"
    return f"sisa {format_rupiah(room)}" if room else "habis"


def item_names(ledger: Ledger, receipt: Receipt) -> str:
    """The item a receipt is booked on; of several the number."""
    names = [name_of(ledger, part.rab, part.line) for part in receipt.splits]
    if len(names) > 1:
        return f"{len(names)} item: {', '.join(names)}"
    return names[0] if names else ""


def name_of(ledger: Ledger, rab: str, line: str) -> str:
    """A cost line by its name, also when its RAB was replaced."""
    activity = _activity(ledger, rab)
    lines = activity.lines if activity else ()
    found = next((one.description for one in lines if one.uid == line), "")
    return found or "Item yang tidak ada lagi"


def activity_name(ledger: Ledger, receipt: Receipt) -> str:
    """The activity a receipt belongs to; of several the first and how many more."""
    titles = list(dict.fromkeys(one.title for part in receipt.splits if (one := _activity(ledger, part.rab))))
    more = f" dan {len(titles) - 1} lagi" if len(titles) > 1 else ""
    return titles[0] + more if titles else ""


def _activity(ledger: Ledger, rab: str) -> Activity | None:
    return ledger.activities.get(ledger.activity_of_rab(rab))


def payees(ledger: Ledger) -> list[str]:
    """Whom was paid before, the newest first."""
    return _distinct([one.data.payee for one in reversed(ledger.spendings.values())])


@dataclass(frozen=True, slots=True)
class Shop:
    """What is remembered of a payee: its NPWP ("" unknown) and whether it is PKP."""

    npwp: str
    vat: Literal["", "yes", "no"]


def shops_of(ledger: Ledger) -> dict[str, Shop]:
    """The payees about whom something is known, by name in small letters, as their newest receipt says."""
    found: dict[str, Shop] = {}
    for _, one in sorted(ledger.spendings.items()):
        if one.data.payee_npwp or one.data.payee_vat:
            found[tidy(one.data.payee).casefold()] = Shop(one.data.payee_npwp, one.data.payee_vat)
    return found


def descriptions(ledger: Ledger, key: tuple[str, ...] | None) -> list[str]:
    """What was written before about this item, then about any, the newest first."""
    same: list[str] = []
    other: list[str] = []
    for one in reversed(ledger.spendings.values()):
        on_it = key is not None and any((part.rab, part.line) == key for part in one.data.splits)
        (same if on_it else other).append(one.data.description)
    return _distinct([*same, *other])


def _distinct(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))
