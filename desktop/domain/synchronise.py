"""Usulan of neighbouring RTs that may be one activity: found by their words, judged by people, joined within limits.

Source: Perwali Kediri 32/2021 pasal 26 ayat (2), (3) (the Ketua RW brings together what the RTs of the RW ask for, the
lurah what crosses RWs) and pasal 9 ayat (1) to (3) (joint activities are budgeted on one RT; the ceiling is per RT).
How alike two usulan must be to be shown is ours.
"""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz, process

from desktop.domain.allocation import summarise
from desktop.domain.areas import parse_area
from desktop.domain.joint import place_name
from desktop.domain.money import format_rupiah
from desktop.domain.records import Proposal
from desktop.domain.rulesheet_model import RuleSheet

ALIKE = 80
"""From 0 to 100: from here on two titles are shown as alike (ours; "Paving Gang 2" and "Pavingisasi gang 2": 81)."""

_COMMON = frozenset(
    {"dan", "di", "ke", "untuk", "rt", "rw", "warga", "pengadaan", "pembelian", "pembuatan", "pembangunan", "kegiatan"}
)
"""Words that say nothing about what is asked for."""


class Candidate(Struct, frozen=True, kw_only=True):
    """One usulan to compare."""

    area: str
    uid: str
    value_hash: str
    submission: str
    proposal: Proposal


class Share(Struct, frozen=True, kw_only=True):
    """What one RT would pay. Amounts in whole rupiah; `before`, `after`: how much of its ceiling is used; `over`: above
    the ceiling afterwards. `ceiling` None: no rules known."""

    area: str
    name: str
    share: int
    before: int
    after: int
    ceiling: int | None
    over: int


class Joined(Struct, frozen=True, kw_only=True):
    """A joint activity as it would be. `shares`: one per RT, the host first; `problems`: what speaks against it, whole
    sentences; [] = it may be joined."""

    total: int
    shares: tuple[Share, ...]
    problems: tuple[str, ...]


def words_of(title: str) -> str:
    """A title as it is compared: small letters, without numbers of RT and words that say nothing."""
    plain = re.sub(r"[^\w ]+", " ", title.casefold())
    kept = [word for word in plain.split() if word not in _COMMON and not word.isdigit()]
    return " ".join(kept or plain.split())


def alike(candidates: Sequence[Candidate], *, across: bool = False) -> list[list[Candidate]]:
    """Groups of usulan of different RTs with titles alike and of the same bidang, largest first. Within one RW; with
    `across` in the whole kelurahan (pasal 26 ayat (3)). Left out: what is joint with each other already, and what every
    RT asks for by itself (biaya umum, the mandatory programmes)."""
    pots: dict[tuple[str, str], list[Candidate]] = {}
    for one in candidates:
        if one.proposal.mandatory or one.proposal.sector == "general":
            continue
        rw = "" if across else parse_area(one.area).rw
        pots.setdefault((rw, one.proposal.sector), []).append(one)
    groups: list[list[Candidate]] = []
    for pot in pots.values():
        groups += _groups(pot)
    return sorted(groups, key=lambda group: (-len(group), group[0].area, group[0].uid))


def _groups(pot: Sequence[Candidate]) -> list[list[Candidate]]:
    texts = [words_of(one.proposal.title) for one in pot]
    head = list(range(len(pot)))

    def top(at: int) -> int:
        while head[at] != at:
            at = head[at]
        return at

    for at, text in enumerate(texts):
        rest = process.extract(text, texts[at + 1 :], scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=None)
        for _, _, offset in rest:
            other = at + 1 + int(offset)
            if pot[at].area != pot[other].area and not linked(pot[at], pot[other]):
                head[top(other)] = top(at)
    found: dict[int, list[Candidate]] = {}
    for at, one in enumerate(pot):
        found.setdefault(top(at), []).append(one)
    return [group for group in found.values() if len({one.area for one in group}) > 1]


def linked(first: Candidate, second: Candidate) -> bool:
    """Whether two usulan say already that they are one joint activity."""
    one, two = first.proposal, second.proposal
    if one.host and one.host == two.host:
        return True
    names = {part.rt for part in one.contributions} | {one.host}
    others = {part.rt for part in two.contributions} | {two.host}
    return second.area in names or first.area in others


def join(
    sheet: RuleSheet | None,
    host: str,
    parts: Sequence[tuple[Candidate, int]],
    standing: Mapping[str, Sequence[tuple[str, Proposal]]],
    allocated: Mapping[str, int],
) -> Joined:
    """What joining would mean: `parts` are the usulan with what each one's RT pays (whole rupiah), `standing` all
    usulan of each RT with their uids, `allocated` the ceilings the kelurahan set. Several usulan of one RT count
    together."""
    problems: list[str] = []
    areas = list(dict.fromkeys(one.area for one, _ in parts))
    if len(areas) < 2:
        problems.append("Kegiatan gabungan memerlukan usulan dari paling sedikit dua RT.")
    if host not in areas:
        problems.append("Pilih RT pelaksana di antara RT yang ikut; anggarannya dicatat pada satu RT.")
    sectors = {(one.proposal.sector, one.proposal.scope) for one, _ in parts}
    if len({sector for sector, _ in sectors}) > 1:
        problems.append("Bidang usulannya berbeda. Samakan bidangnya dahulu.")
    if any(one.proposal.host or one.proposal.contributions for one, _ in parts):
        problems.append("Salah satu usulan sudah menjadi kegiatan gabungan lain.")
    shares = []
    for area in sorted(areas, key=lambda one: (one != host, one)):
        share = _share(sheet, area, parts, standing.get(area, ()), allocated.get(area, 0))
        shares.append(share)
        if share.over and share.after > share.before:
            problems.append(f"{share.name} menjadi lebih {format_rupiah(share.over)} dari pagunya.")
        if not share.share:
            problems.append(f"Isi bagian {share.name}.")
    return Joined(total=sum(one.share for one in shares), shares=tuple(shares), problems=tuple(problems))


def _share(
    sheet: RuleSheet | None,
    area: str,
    parts: Sequence[tuple[Candidate, int]],
    standing: Sequence[tuple[str, Proposal]],
    allocated: int,
) -> Share:
    mine = {one.uid: share for one, share in parts if one.area == area}
    before = summarise(sheet, [data for _, data in standing], allocated)
    changed = [replace(data, amount=mine[uid]) if uid in mine else data for uid, data in standing]
    after = summarise(sheet, changed, allocated)
    return Share(
        area=area,
        name=place_name(area),
        share=sum(mine.values()),
        before=before.total,
        after=after.total,
        ceiling=after.ceiling,
        over=after.over,
    )


def told(host: str, title: str, joined: Joined, area: str) -> str:
    """What an RT is asked to write when its usulan comes back, whole sentences."""
    others = [one for one in joined.shares if one.area != host]
    if area == host:
        names = ", ".join(f"{one.name} {format_rupiah(one.share)}" for one in others)
        return (
            f"Digabung menjadi kegiatan gabungan “{title}” yang dianggarkan di RT ini. Tulis biaya seluruhnya "
            f"{format_rupiah(joined.total)} dengan iuran {names}, lalu ajukan lagi."
        )
    share = next(one.share for one in joined.shares if one.area == area)
    return (
        f"Digabung menjadi kegiatan gabungan “{title}” yang dianggarkan di {place_name(host)}. Pilih RT itu sebagai RT "
        f"pelaksana, tulis bagian RT ini {format_rupiah(share)}, lalu ajukan lagi."
    )
