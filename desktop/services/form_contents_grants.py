"""Records → what the papers about given goods say: NPHD (form Y), BAST of goods (Z), pact (AA).

Also what the record of an administrative inspection says (form X of Perwali 23/2020).
"""

from collections.abc import Callable
from typing import Any, BinaryIO

from desktop.documents import administrative as administrative_papers
from desktop.documents import grants as grant_papers
from desktop.documents.layout import Group, PaperSize
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.form_values import value_of
from desktop.domain.forms import ADMINISTRATIVE_INSPECTION, DEFINITIONS
from desktop.domain.records import Document, GoodsHandover, Grant, Signer
from desktop.services.form_contents_reports import signed_in
from desktop.services.ledgers import Ledgers
from desktop.services.paper_source import Source, place_for

Builder = Callable[[Any, BinaryIO, PaperSize], int]


def _document(source: Source, kind: str) -> Document:
    """The document of one kind. Raises RuleViolation: paper_other_record."""
    data: Document = source.data(Document)
    if data.kind != kind:
        raise RuleViolation("paper_other_record", "uid", {"title": DEFINITIONS[kind].title})
    return data


def _grant(source: Source) -> grant_papers.GrantContent:
    grant: Grant = source.data(Grant)
    return grant_papers.GrantContent(
        place=source.place,
        identity=source.identity,
        grant=grant,
        year=source.year,
        first=signed_in(source, "grant", "lurah", grant.signers),
        second=signed_in(source, "grant", "ketua_rt", grant.signers),
        witnesses=DEFINITIONS["grant"].signed_by("witnesses", grant.signers),
    )


def _goods_handover(source: Source) -> grant_papers.GoodsHandoverContent:
    handover: GoodsHandover = source.data(GoodsHandover)
    return grant_papers.GoodsHandoverContent(
        place=source.place,
        identity=source.identity,
        handover=handover,
        year=source.year,
        first=signed_in(source, "goods_handover", "lurah", handover.signers),
        second=signed_in(source, "goods_handover", "ketua_rt", handover.signers),
    )


def _grant_pact(source: Source) -> grant_papers.GrantPactContent:
    data = _document(source, "rt_integrity_pact")
    return grant_papers.GrantPactContent(
        place=source.place,
        identity=source.identity,
        year=source.year,
        date=data.date,
        chair=signed_in(source, "rt_integrity_pact", "ketua_rt", data.signers),
        address=data.texts.get("address", "") or source.desk.setting("chair_address"),
    )


# --- administrative inspection -----------------------------------------------------------------------------------


def _administrative(source: Source) -> administrative_papers.AdministrativeContent:
    """The inspection of the contract it names; without one its blanks stay open."""
    data = _document(source, "administrative_inspection")
    ledgers = Ledgers(source.desk)
    ledger = ledgers.read(ledgers.area_of(data.of)) if data.of else None
    contract = ledger.contracts.get(ledger.contract_uid(data.of)) if ledger else None
    officer = signed_in(source, data.kind, "inspector", data.signers, "kasi_ekbang")
    return administrative_papers.AdministrativeContent(
        place=place_for(source.desk.info.office, source.desk),
        identity=source.identity,
        group=Group(name=contract.group_name if contract else ""),
        number=data.number,
        date=data.date,
        inspector=officer,
        rank=data.texts.get("rank", ""),
        post=data.texts.get("post", "") or _post(source, officer),
        kpa=signed_in(source, data.kind, "lurah", data.signers),
        contract_number=contract.number if contract else "",
        contract_date=contract.date if contract else None,
        value=contract.value if contract else 0,
        papers=tuple(_inspected(row) for row in data.rows),
    )


def _post(source: Source, officer: Signer) -> str:
    """The post of an inspector who holds one that this desk knows, "" otherwise."""
    head = source.signer("kasi_ekbang")
    return head.position if officer.name and officer.name == head.name else ""


def _inspected(row: dict[str, str | int]) -> administrative_papers.InspectedPaper:
    table = ADMINISTRATIVE_INSPECTION.tables[0]
    day = value_of(next(one for one in table.columns if one.key == "date"), str(row.get("date", "")))
    return administrative_papers.InspectedPaper(
        paper=str(row.get("paper", "")),
        number=str(row.get("number", "")),
        date=format_day(day) if day else "",
        result=str(row.get("result", "")),
    )


CONTENTS: dict[str, tuple[Callable[[Source], Any], Builder]] = {
    "grant": (_grant, grant_papers.build_grant),
    "goods_handover": (_goods_handover, grant_papers.build_goods_handover),
    "rt_integrity_pact": (_grant_pact, grant_papers.build_grant_pact),
    "administrative_inspection": (_administrative, administrative_papers.build_administrative),
}
"""Kind key → how its content is gathered, and who draws it."""
