"""Joint activities of several RTs (kegiatan gabungan): budgeted on one of them, each counting its own part.

Source: Perwali Kediri 23/2020 and 32/2021 pasal 9 ayat (2), (3). The regulation says no more than that; how the parts
are written down is ours: the host RT's usulan holds the whole cost and the others' parts, each other RT a usulan of its
part that names the host.
"""

from collections.abc import Iterable, Mapping, Sequence

from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.findings import CheckResult, named
from desktop.domain.money import format_rupiah
from desktop.domain.records import Proposal
from desktop.domain.rulesheet_model import RuleSheet


def own_share(proposal: Proposal) -> int:
    """What counts against this RT's ceiling, whole rupiah: a host's cost without what the other RTs pay of it."""
    return max(proposal.amount - sum(one.amount for one in proposal.contributions), 0)


def is_part(proposal: Proposal) -> bool:
    """Whether the usulan is a part of another RT's joint activity: budgeted, packaged and carried out there."""
    return bool(proposal.host)


def place_name(area: str) -> str:
    """`RT 03/RW 04` of an area, or the text as it is."""
    try:
        return parse_area(area).short_name
    except RuleViolation:
        return area


def check_joint(sheet: RuleSheet | None, uid: str, proposal: Proposal, area: str = "") -> list[CheckResult]:
    """U-08: a joint activity is filled in so that its parts can be counted. `area`: of the RT it belongs to."""
    parts = proposal.contributions
    if not parts and not proposal.host:
        return []
    basis = f" {sheet.basis(sheet.articles.joint)}" if sheet and sheet.articles.joint else ""
    results: list[CheckResult] = []

    def add(message: str, action: str, where: str = "contributions", **facts: object) -> None:
        results.append(
            CheckResult(
                rule="U-08",
                level="block",
                when="submit",
                message=f"{message}{basis}.",
                action=action,
                subject=uid,
                sector=proposal.sector,
                field=where,
                facts=facts,
            )
        )

    title = named(proposal.title)
    if proposal.host and parts:
        add(f"{title} ikut RT lain, tetapi juga mencatat iuran RT lain", "Pilih salah satu.", "host")
    if proposal.host and proposal.host == area:
        add(f"{title} menyebut RT ini sendiri sebagai RT pelaksana", "Kosongkan RT pelaksananya.", "host")
    if any(not one.rt or one.rt == area for one in parts):
        add(f"{title} memuat iuran tanpa RT lain", "Isi RT yang ikut membiayai, atau hapus barisnya.")
    if any(not one.amount for one in parts):
        add(f"{title} memuat iuran tanpa jumlah", "Isi bagian tiap RT.")
    if len({one.rt for one in parts}) < len(parts):
        add(f"{title} menyebut satu RT dua kali", "Gabungkan barisnya.")
    total = sum(one.amount for one in parts)
    if total > proposal.amount:
        add(
            f"Iuran RT lain {format_rupiah(total)} melebihi biaya kegiatan {format_rupiah(proposal.amount)}",
            "Betulkan jumlah biaya atau iurannya.",
            total=total,
            amount=proposal.amount,
        )
    return results


def check_parts(years: Mapping[str, Sequence[tuple[str, Proposal]]]) -> dict[str, list[CheckResult]]:
    """U-09, for the kelurahan, which sees every RT: a host and the RTs that pay with it say the same parts.

    `years`: the proposals (uid and data) of each area in one year. Findings by area, of the usulan that does not agree.
    """
    found: dict[str, list[CheckResult]] = {}
    for area, proposals in years.items():
        for uid, proposal in proposals:
            for part in proposal.contributions:
                theirs = _told(years.get(part.rt, ()), area, proposal.title)
                if theirs is None or theirs == part.amount:
                    continue
                message = (
                    f"{named(proposal.title)} mencatat iuran {place_name(part.rt)} {format_rupiah(part.amount)}, "
                    f"sedangkan {place_name(part.rt)} mencatat {format_rupiah(theirs)}."
                )
                found.setdefault(area, []).append(_differs(uid, proposal, message))
            if proposal.host and proposal.host in years:
                hosts = [one for _, one in years[proposal.host] if any(p.rt == area for p in one.contributions)]
                if not hosts:
                    message = f"{named(proposal.title)} ikut {place_name(proposal.host)}, yang belum mencatat iurannya."
                    found.setdefault(area, []).append(_differs(uid, proposal, message))
    return found


def _told(proposals: Iterable[tuple[str, Proposal]], host: str, title: str) -> int | None:
    """What an RT itself says it pays to this host's activity; None when it has told nothing yet."""
    parts = [one for _, one in proposals if one.host == host]
    same = [one for one in parts if one.title.casefold() == title.casefold()] or parts
    return sum(one.amount for one in same) if same else None


def _differs(uid: str, proposal: Proposal, message: str) -> CheckResult:
    return CheckResult(
        rule="U-09",
        level="warn",
        when="submit",
        message=message,
        action="Minta kedua RT menyamakan catatannya.",
        subject=uid,
        sector=proposal.sector,
        field="contributions" if proposal.contributions else "host",
    )
