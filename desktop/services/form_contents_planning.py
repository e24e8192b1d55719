"""Records → what the papers of planning say: musyawarah kelurahan (form H), five-year plan (I), the camat's recap (M),
terms of reference (Q), the camat's semester report (EE)."""

from collections.abc import Callable
from typing import Any, BinaryIO

from msgspec.structs import replace

from desktop.documents import district as district_papers
from desktop.documents import planning as planning_papers
from desktop.documents import terms as terms_papers
from desktop.documents.layout import PaperSize, Place
from desktop.domain.errors import RuleViolation
from desktop.domain.form_fields import FormDefinition
from desktop.domain.form_values import value_of
from desktop.domain.forms import DEFINITIONS, TERMS_CHAPTERS, TERMS_OF_REFERENCE
from desktop.domain.money import format_quantity
from desktop.domain.records import Document, FiveYearPlan, Meeting, Signer, TermsOfReference
from desktop.services.form_contents_reports import semester_sections, signed_in
from desktop.services.paper_source import Source, place_for
from desktop.services.rules import RuleService
from desktop.services.semester import counted_semester

Builder = Callable[[Any, BinaryIO, PaperSize], int]


def document(source: Source, kind: str) -> Document:
    """The document of one kind. Raises RuleViolation: paper_other_record."""
    data: Document = source.data(Document)
    if data.kind != kind:
        raise RuleViolation("paper_other_record", "uid", {"title": DEFINITIONS[kind].title})
    return data


def district_place(source: Source) -> Place:
    """The place of a paper of the kecamatan: address and telephone of that office are not known here."""
    return replace(source.place, address="", phone="")


def regulation(source: Source) -> str:
    """The year's Perwali as papers name it ("Nomor 32 Tahun 2021"), "" when no rules are known."""
    sheet = RuleService(source.desk).sheet(source.year)
    number, _, year = sheet.regulation.rpartition(" ")[2].partition("/") if sheet else ("", "", "")
    return f"Nomor {number} Tahun {year}" if year else ""


def text_of(row: dict[str, str | int], key: str) -> str:
    """A cell of a form's row as text."""
    return str(row.get(key, ""))


def whole(cell: str | int) -> int:
    """A cell or blank as a whole number, 0 when it is none."""
    if isinstance(cell, int):
        return max(cell, 0)
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) <= 13 else 0


def typed(definition: FormDefinition, key: str, texts: dict[str, str]) -> Any:
    """A blank of a form as a value: a day, a whole number, or its text."""
    blank = definition.field(key)
    return value_of(blank, texts.get(key, "")) if blank else None


# --- H, I, M ------------------------------------------------------------------------------------------------------


def _kelurahan_minutes(source: Source) -> planning_papers.KelurahanMinutesContent:
    """Lurah and LPMK are the meeting's leader and note taker; their NIP is that of the post when the name is."""
    meeting: Meeting = source.data(Meeting)
    return planning_papers.KelurahanMinutesContent(
        place=source.place,
        identity=source.identity,
        meeting=meeting,
        year=source.year,
        lurah=_named(meeting.leader, source.signer("lurah")),
        lpmk=_named(meeting.note_taker, source.signer("ketua_lpmk")),
    )


def _named(name: str, officer: Signer) -> Signer:
    return officer if not name or name == officer.name else Signer(position=officer.position, name=name)


def _five_year_plan(source: Source) -> planning_papers.FiveYearPlanContent:
    plan: FiveYearPlan = source.data(FiveYearPlan)
    residents = DEFINITIONS["five_year_plan"].signed_by("residents", plan.signers)
    return planning_papers.FiveYearPlanContent(
        place=source.place,
        identity=source.identity,
        plan=plan,
        chair=signed_in(source, "five_year_plan", "ketua_rt", plan.signers).name,
        secretary=signed_in(source, "five_year_plan", "sekretaris_rt", plan.signers).name,
        rw_chair=signed_in(source, "five_year_plan", "ketua_rw", plan.signers).name,
        witnesses=tuple(one.name for one in residents),
        made=plan.texts.get("place", ""),
    )


def _district_recap(source: Source) -> planning_papers.DistrictRecapContent:
    data = document(source, "recap_district")
    rows = tuple(
        planning_papers.DistrictRow(
            kelurahan=text_of(row, "village"),
            sector=text_of(row, "sector"),
            activity=text_of(row, "activity"),
            unit=text_of(row, "unit"),
            volume=format_quantity(text_of(row, "volume")),
            amount=whole(row.get("amount", 0)),
            placement=text_of(row, "placement"),
        )
        for row in data.rows
    )
    return planning_papers.DistrictRecapContent(
        place=district_place(source),
        identity=source.identity,
        year=source.year,
        kelurahan_count=data.texts.get("villages", ""),
        rows=rows,
        date=data.date,
        camat=signed_in(source, "recap_district", "camat", data.signers),
    )


# --- Q ------------------------------------------------------------------------------------------------------------


def _terms(source: Source) -> terms_papers.TermsContent:
    data: TermsOfReference = source.data(TermsOfReference)
    texts, form = data.texts, TERMS_OF_REFERENCE
    kpa = signed_in(source, "terms_of_reference", "lurah", data.signers)
    numbers = {name: at for at, names in enumerate(TERMS_CHAPTERS, 1) for name in names}
    works = tuple(
        terms_papers.WorkItem(
            work=text_of(row, "work"),
            location=text_of(row, "location"),
            volume=text_of(row, "volume"),
            cost=whole(row.get("cost", 0)),
        )
        for row in data.rows
    )
    return terms_papers.TermsContent(
        # It lies with the Pokmas whose work it is about; the paper is the kelurahan's own.
        place=place_for(source.desk.info.office, source.desk),
        identity=source.identity,
        year=source.year,
        ppk=texts.get("ppk", "") or kpa.name,
        allocation=whole(texts.get("allocation", "")),
        account_code=texts.get("account_code", ""),
        estimate=whole(texts.get("estimate", "")) or sum(item.cost for item in works),
        months=whole(texts.get("months", "")),
        start=typed(form, "start", texts),
        end=typed(form, "end", texts),
        regulation=regulation(source),
        own=tuple((numbers[name], text) for name, text in data.chapters if name in numbers),
        works=works,
        kpa=kpa,
    )


# --- EE -----------------------------------------------------------------------------------------------------------


def _district_report(source: Source) -> district_papers.DistrictReportContent:
    """The rows as typed; while none are, those of this kelurahan."""
    data = document(source, "district_report")
    semester = whole(data.texts.get("semester", ""))
    rows: tuple[dict[str, Any], ...] = data.rows or counted_semester(source.desk, source.year, semester or 2)
    return district_papers.DistrictReportContent(
        place=district_place(source),
        identity=source.identity,
        year=source.year,
        semester=semester,
        date=data.date,
        sections=semester_sections(rows),
        camat=signed_in(source, "district_report", "camat", data.signers),
    )


CONTENTS: dict[str, tuple[Callable[[Source], Any], Builder]] = {
    "kelurahan_minutes": (_kelurahan_minutes, planning_papers.build_kelurahan_minutes),
    "five_year_plan": (_five_year_plan, planning_papers.build_five_year_plan),
    "recap_district": (_district_recap, planning_papers.build_district_recap),
    "terms_of_reference": (_terms, terms_papers.build_terms),
    "district_report": (_district_report, district_papers.build_district_report),
}
"""Kind key → how its content is gathered, and who draws it."""
