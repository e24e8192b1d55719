"""How an RT's ceiling is used: one bar per bidang, with limits, what is left, and a sentence for screen readers."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from desktop.domain.joint import own_share
from desktop.domain.money import format_percent, format_rupiah
from desktop.domain.records import Proposal, Scope, Sector
from desktop.domain.rulesheet import Cap, RuleSheet
from desktop.domain.sectors import SECTORS, sector_name

State = Literal["ok", "below", "above", "unknown"]


class Bar(Struct, frozen=True, kw_only=True):
    """One bidang, or one part of infrastructure. Amounts in whole rupiah.

    `share`: hundredths of a percent of the ceiling, rounded down. `minimum`, `maximum`: None = no such limit.
    `state` `unknown`: the year names no limit here. `left`: up to the maximum (None without one); `over`: beyond it;
    `short`: missing to the minimum. `text`: the whole sentence; `brief`: `sisa Rp4.500.000`, `lebih Rp1.200.000`.
    """

    sector: Sector
    scope: Scope
    label: str
    used: int
    share: int
    minimum: int | None
    maximum: int | None
    state: State
    left: int | None
    over: int
    short: int
    text: str
    brief: str
    article: str


class Summary(Struct, frozen=True, kw_only=True):
    """The whole ceiling. `bars` add up to `total`; `combined`: bidang limited as a whole beside their parts.

    `ceiling`: whole rupiah, None = no rule sheet. `share`: hundredths of a percent of it, rounded down.
    """

    total: int
    ceiling: int | None
    left: int
    over: int
    share: int
    bars: tuple[Bar, ...]
    combined: tuple[Bar, ...]
    text: str


def effective_ceiling(sheet: RuleSheet, allocated: int = 0) -> int:
    """What this RT may ask for, whole rupiah: the kelurahan's allocation when there is one, never above the sheet's."""
    return min(allocated, sheet.ceiling) if allocated > 0 else sheet.ceiling


def summarise(sheet: RuleSheet | None, proposals: Sequence[Proposal], allocated: int = 0) -> Summary:
    """The use of one RT's ceiling in one year by its proposals (amounts as asked; swadaya is not in them, nor
    what other RTs pay of a joint activity).

    `allocated`: the ceiling the kelurahan set for this RT, whole rupiah, 0 = as the rule sheet says. Percentages are of
    that ceiling (domain: "of the RT ceiling"). Infrastructure is split in joint and own where the sheet does so; what
    has no bidang or scope yet gets a bar of its own once it holds money, so that the bars always add up.
    """
    ceiling = effective_ceiling(sheet, allocated) if sheet else None
    total = sum(map(own_share, proposals))
    bars = tuple(_bar(sheet, ceiling, sector, scope, proposals) for sector, scope in _parts(sheet, proposals))
    combined: tuple[Bar, ...] = ()
    if sheet and sheet.splits_infrastructure and sheet.cap("infrastructure"):
        combined = (_combined(sheet, ceiling, proposals),)
    left = max(ceiling - total, 0) if ceiling is not None else 0
    over = max(total - ceiling, 0) if ceiling is not None else 0
    return Summary(
        total=total,
        ceiling=ceiling,
        left=left,
        over=over,
        share=_share(total, ceiling),
        bars=bars,
        combined=combined,
        text=_total_text(total, ceiling, left, over),
    )


def used_by(proposals: Sequence[Proposal], sector: Sector, scope: Scope | None = None) -> int:
    """Whole rupiah asked for in one bidang; with `scope`, in that part of infrastructure only."""
    return sum(
        own_share(proposal)
        for proposal in proposals
        if proposal.sector == sector and (scope is None or proposal.scope == scope)
    )


def _parts(sheet: RuleSheet | None, proposals: Sequence[Proposal]) -> list[tuple[Sector, Scope | None]]:
    """The bars in order: scope None = the bidang whole."""
    parts: list[tuple[Sector, Scope | None]] = []
    for sector in SECTORS:
        if sector != "infrastructure" or sheet is None or not sheet.splits_infrastructure:
            parts.append((sector, None))
            continue
        parts += [(sector, "joint"), (sector, "own")]
        if used_by(proposals, sector, ""):
            parts.append((sector, ""))
    parts.append(("general", None))
    if used_by(proposals, ""):
        parts.append(("", None))
    return parts


def _bar(
    sheet: RuleSheet | None, ceiling: int | None, sector: Sector, scope: Scope | None, proposals: Sequence[Proposal]
) -> Bar:
    used = used_by(proposals, sector, scope)
    # A part nobody has chosen yet has no limit of its own: the whole bidang's limit stands in `combined`.
    cap = sheet.cap(sector, scope or "") if sheet and scope != "" else None
    label = sector_name(sector, scope or "")
    if scope == "":
        label += ", belum dipilih bersama atau milik RT"
    return _limited(sector, scope or "", label, used, cap, ceiling)


def _combined(sheet: RuleSheet, ceiling: int | None, proposals: Sequence[Proposal]) -> Bar:
    used = used_by(proposals, "infrastructure")
    return _limited("infrastructure", "", "Infrastruktur seluruhnya", used, sheet.cap("infrastructure"), ceiling)


def _limited(sector: Sector, scope: Scope, label: str, used: int, cap: Cap | None, ceiling: int | None) -> Bar:
    minimum = cap.lowest(ceiling) if cap and ceiling is not None else None
    maximum = cap.highest(ceiling) if cap and ceiling is not None else None
    over = max(used - maximum, 0) if maximum is not None else 0
    short = max(minimum - used, 0) if minimum is not None else 0
    left = max(maximum - used, 0) if maximum is not None else None
    state: State = "ok"
    if minimum is None and maximum is None:
        state = "unknown"
    elif over:
        state = "above"
    elif short:
        state = "below"
    brief = _brief(left, over, short)
    return Bar(
        sector=sector,
        scope=scope,
        label=label,
        used=used,
        share=_share(used, ceiling),
        minimum=minimum,
        maximum=maximum,
        state=state,
        left=left,
        over=over,
        short=short,
        text=f"{label}: terpakai {format_rupiah(used)}{_limit_text(minimum, maximum)}, {brief}",
        brief=brief,
        article=cap.article if cap else "",
    )


def _share(amount: int, ceiling: int | None) -> int:
    return amount * 10_000 // ceiling if ceiling else 0


def _limit_text(minimum: int | None, maximum: int | None) -> str:
    if minimum is not None and maximum is not None:
        return f" dari {format_rupiah(minimum)} sampai {format_rupiah(maximum)}"
    if maximum is not None:
        return f" dari paling banyak {format_rupiah(maximum)}"
    return f" dari paling sedikit {format_rupiah(minimum)}" if minimum is not None else ""


def _brief(left: int | None, over: int, short: int) -> str:
    if over:
        return f"lebih {format_rupiah(over)}"
    if short:
        return f"kurang {format_rupiah(short)}"
    if left is None:
        return "tanpa batas atas yang diketahui"
    return f"sisa {format_rupiah(left)}"


def _total_text(total: int, ceiling: int | None, left: int, over: int) -> str:
    if ceiling is None:
        return f"Seluruh usulan {format_rupiah(total)}, aturan tahun ini belum ada"
    rest = f"lebih {format_rupiah(over)}" if over else f"sisa {format_rupiah(left)}"
    share = format_percent(_share(total, ceiling))
    return f"Seluruh usulan {format_rupiah(total)} dari pagu {format_rupiah(ceiling)} ({share}), {rest}"
