"""The year's catalogue for people who type: which activity a title may mean, though it is misspelt; and what checks of
single activities must know of a desk's records."""

from collections.abc import Collection, Mapping, Sequence

from desktop.domain.checks import CheckResult, Known
from desktop.domain.checks_activities import plain_words
from desktop.domain.records import Proposal, Scan
from desktop.domain.rulesheet import Activity, RuleSheet
from desktop.domain.states import ItemState
from desktop.services.records import RecordService

_LIKE = 74
"""Percent of likeness from which an activity is offered (ours)."""

_SHORTEST = 4
"""Letters of a word that may be found misspelt: shorter ones are like too many others."""


def suggestions(sheet: RuleSheet, sector: str, title: str, most: int = 3) -> tuple[Activity, ...]:
    """The activities of a bidang ("" = any) that a title may mean, the likeliest first; misspelt words count too."""
    text = plain_words(title)
    if len(text) < _SHORTEST:
        return ()
    scored = [(_likeness(one, text), at, one) for at, one in enumerate(sheet.catalogue) if sector in ("", one.sector)]
    best = sorted((one for one in scored if one[0] >= _LIKE), key=lambda one: (-one[0], one[1]))
    return tuple(one for _, _, one in best[:most])


def _likeness(activity: Activity, title: str) -> float:
    """How like the title is to the activity's name or one of its other words, percent."""
    from rapidfuzz import fuzz  # not before something is compared: home waits for this module

    found = [fuzz.token_set_ratio(title, plain_words(activity.name))]
    for words in activity.also:
        plain = plain_words(words)
        if len(plain) >= _SHORTEST:
            # Any stretch of the title may be the word, misspelt.
            found.append(fuzz.partial_ratio(plain, title) - (0 if len(plain) <= len(title) else 20))
    return max(found)


def read_known(
    records: RecordService,
    sheet: RuleSheet | None,
    area: str,
    year: int,
    states: Mapping[str, ItemState],
    proposals: Collection[tuple[str, Proposal]],
) -> Known:
    """What checks of single activities must know: papers attached, earlier aid, what is approved already."""
    uids = {uid for uid, _ in proposals}
    papers: dict[str, set[str]] = {}
    for record in records.find("d.scan", area=area):
        if isinstance(record.data, Scan) and record.data.of in uids:
            papers.setdefault(record.data.of, set()).add(record.data.paper)
    earlier: list[Proposal] = []
    if any(proposal.group for _, proposal in proposals):
        for record in records.find("d.proposal", area=area):
            state = states.get(record.uid)
            if record.year != year and isinstance(record.data, Proposal) and state and state.state == "approved":
                earlier.append(record.data)
    settled = {uid for uid in uids if (state := states.get(uid)) is not None and state.state == "approved"}

    found: dict[tuple[str, str], Sequence[Activity]] = {}  # asked for the same titles at every key

    def suggest(sector: str, title: str) -> Sequence[Activity]:
        if (sector, title) not in found:
            found[sector, title] = suggestions(sheet, sector, title) if sheet is not None else ()
        return found[sector, title]

    return Known(area=area, papers=papers, earlier=earlier, settled=settled, suggest=suggest)


def unread_rules(why: str) -> list[CheckResult]:
    """U-10: the kelurahan's newest rules cannot be read here, so older ones are used. `why`: "" = they can."""
    if not why:
        return []
    return [
        CheckResult(
            rule="U-10",
            level="warn",
            when="always",
            message=f"Aturan terbaru dari kelurahan belum terbaca, jadi dipakai aturan sebelumnya. {why}",
            action="Perbarui aplikasi, atau minta kelurahan mengirim ulang aturannya.",
        )
    ]
