"""The picture before the work: warned of as soon as the work may begin, since nobody can take it afterwards (ours).

Progressio asks for pictures at 0, 50 and 100 percent; an SPJ holds all that are due by then (see desktop.domain.spj).
"""

from desktop.domain.ledger import Activity, Ledger


def without_first_photo(ledger: Ledger) -> list[Activity]:
    """The activities of contracts in force that have no picture at 0 percent and are not finished, in their order."""
    under_contract: dict[str, Activity] = {}
    for contract in ledger.standing_contracts:
        under_contract.update({one.key: one for one in ledger.activities_of(contract)})
    return [
        one
        for one in under_contract.values()
        if ledger.percent_of(one) < 100 and not any(photo.slot == "0" for photo in ledger.photos_of(one.key, *one.rabs))
    ]


def first_photo_words(missing: list[Activity]) -> str:
    """What is missing, in a sentence; "" for nothing."""
    if not missing:
        return ""
    more = f" dan {len(missing) - 1} kegiatan lagi" if len(missing) > 1 else ""
    title = missing[0].title or "kegiatan tanpa judul"
    return f"Foto 0 % belum ada: {title}{more}. Foto sebelum pekerjaan tidak bisa dibuat ulang."
