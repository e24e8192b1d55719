"""A form's blanks and the record they are kept in: one way to fill all of them, whatever the record is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from msgspec.structs import replace

from desktop.domain.dates import parse_day
from desktop.domain.errors import RuleViolation
from desktop.domain.form_fields import FormDefinition, FormField, FormTable
from desktop.domain.money import parse_money, parse_quantity
from desktop.domain.records import (
    MONEY_LIMIT,
    Contract,
    Data,
    Document,
    FiveYearPlan,
    GoodsHandover,
    Grant,
    IntegrityPact,
    Meeting,
    MeetingDecision,
    OfficeReport,
    PlanRow,
    ReportRow,
    ResponsibilityLetter,
    Signer,
    Team,
    TeamMember,
    TeamReport,
    TermsOfReference,
    UsedGoods,
    UseReport,
)

Row = Mapping[str, str | int]
NewUid = Callable[[], str]

MOST_ROWS, MOST_SIGNERS = 1000, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """What stands in a form. `texts`, `tables`: by the definition's keys, kept as desktop.domain.form_fields says;
    blanks without a text are left out. `signers`: position is the title of the place where they sign."""

    texts: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()


# --- one blank ----------------------------------------------------------------------------------------------------


def keep(value: Any) -> str:
    """A readable value (str, int, date or None) as the text that is kept. "" = left empty."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def value_of(blank: FormField, text: str) -> Any:
    """A kept text as a value: int for money and numbers (None when empty), a day or None, else the text."""
    if blank.kind in ("money", "number"):
        return int(text) if text.isdecimal() else None
    if blank.kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return text


def read_typed(blank: FormField, typed: str, today: date) -> str:
    """A blank as a person types it ("1,5 jt", "17/8/26"), as the text that is kept.

    Raises RuleViolation as the readers of money, dates and quantities do, and form_number, form_choice (facts: label).
    """
    clean = typed.strip()
    if not clean:
        return ""
    if blank.kind == "money":
        return str(parse_money(clean))
    if blank.kind == "date":
        return parse_day(clean, today).isoformat()
    if blank.kind == "quantity":
        return parse_quantity(clean)
    if blank.kind == "choice":
        for key, label in blank.choices:
            if clean.casefold() in (key.casefold(), label.casefold()):
                return key
    return clean


def check(definition: FormDefinition, values: FormValues) -> None:
    """Whether these values can be kept: known blanks, readable, not endless. Empty ones may stay empty.

    Raises RuleViolation: form_blank (unknown), form_number, form_choice, form_long, form_rows (facts: label, limit),
    date_unreadable, quantity_unreadable.
    """
    for key, text in values.texts.items():
        blank = definition.field(key)
        if blank is None:
            raise RuleViolation("form_blank", key, {"key": key[:60]})
        _check_text(blank, text)
    for key, rows in values.tables.items():
        table = definition.table(key)
        if table is None:
            raise RuleViolation("form_blank", key, {"key": key[:60]})
        if len(rows) > MOST_ROWS:
            raise RuleViolation("form_rows", key, {"label": table.label, "limit": MOST_ROWS})
        columns = {column.key: column for column in table.columns}
        for row in rows:
            for name, cell in row.items():
                if name not in columns:
                    raise RuleViolation("form_blank", key, {"key": name[:60]})
                if isinstance(cell, int) and columns[name].kind not in ("money", "number"):
                    raise RuleViolation("form_blank", key, {"key": name[:60]})
                _check_text(columns[name], str(cell), table)
    if len(values.signers) > MOST_SIGNERS:
        raise RuleViolation("form_rows", "signers", {"label": "Penanda tangan", "limit": MOST_SIGNERS})
    for signer in values.signers:
        if len(signer.name) > 200 or len(signer.position) > 500:
            raise RuleViolation("form_long", "signers", {"label": "Penanda tangan", "limit": 200})
        if signer.nip and not (signer.nip.isascii() and signer.nip.isdecimal() and len(signer.nip) <= 20):
            raise RuleViolation("nip_length", "signers")


def _check_text(blank: FormField, text: str, table: FormTable | None = None) -> None:
    at = table.key if table else blank.key
    if not text:
        return
    if len(text) > blank.room:
        raise RuleViolation("form_long", at, {"label": blank.label, "limit": blank.room})
    if blank.kind in ("money", "number"):
        most = MONEY_LIMIT if blank.kind == "money" else blank.most
        if not (text.isascii() and text.isdecimal() and len(text) <= 13 and int(text) <= most):
            raise RuleViolation("form_number", at, {"label": blank.label, "limit": most})
    if blank.kind == "date" and value_of(blank, text) is None:
        raise RuleViolation("date_unreadable", at, {"typed": text})
    if blank.kind == "date" and not 1900 <= value_of(blank, text).year <= 2100:
        raise RuleViolation("date_out_of_range", at)
    if blank.kind == "quantity" and parse_quantity(text) != text:
        raise RuleViolation("quantity_unreadable", at, {"typed": text})
    if blank.kind == "choice" and text not in {key for key, _ in blank.choices}:
        raise RuleViolation("form_choice", at, {"label": blank.label})


# --- the record a form is kept in ---------------------------------------------------------------------------------


def from_record(definition: FormDefinition, data: Data) -> FormValues:
    """What stands in a record, as the form shows it. Of form S see `from_teams`."""
    texts: dict[str, str] = dict(getattr(data, "texts", {}))
    day, number = getattr(data, "date", None), str(getattr(data, "number", ""))
    if definition.field("date") and day is not None:
        texts["date"] = day.isoformat()
    if definition.field("number") and number:
        texts["number"] = number
    tables: dict[str, tuple[Row, ...]] = {}
    match data:
        case Document():
            tables = {table.key: tuple(_of_table(definition, table, data.rows)) for table in definition.tables}
        case FiveYearPlan():
            texts["first_year"] = str(data.years[0]) if data.years else ""
            tables["rows"] = tuple(_plan_row(row) for row in data.rows)
        case Meeting():
            texts["place"] = data.place
            tables["decisions"] = tuple(_decision_row(one) for one in data.decisions)
        case IntegrityPact():
            tables["members"] = tuple(_known(name=one.name, position=one.position) for one in data.members)
        case TermsOfReference():
            texts.update({key: text for key, text in data.chapters if definition.field(key)})
            tables["works"] = data.rows
        case TeamReport():
            texts["quarter"] = str(data.quarter)
            tables["rows"] = tuple(_report_row(row) for row in data.rows)
        case Grant():
            texts["rt_number"] = data.rt_number
            texts["amount"] = str(data.amount) if data.amount else ""
            tables["goods"] = _goods_rows(data.goods)
        case GoodsHandover():
            tables["goods"] = _goods_rows(data.goods)
        case UseReport():
            tables["rows"] = _goods_rows(data.rows)
        case ResponsibilityLetter():
            texts["amount"] = str(data.amount) if data.amount else ""
        case OfficeReport():
            texts["semester"] = str(data.semester)
            columns = {column.key for table in definition.tables for column in table.columns}
            tables["rows"] = tuple(
                {key: cell for key, cell in row.items() if key in columns and isinstance(cell, str | int)}
                for row in data.rows
            )
        case _:
            pass
    signers = getattr(data, "signers", ())
    if isinstance(data, Meeting):
        signers = tuple(Signer(position="PERWAKILAN MASYARAKAT", name=name) for name in data.witnesses)
        signers = (*(Signer(position=place, name=name) for place, name in _parties(data)), *signers)
    return FormValues(texts={key: text for key, text in texts.items() if text}, tables=tables, signers=tuple(signers))


def _parties(data: Meeting) -> list[tuple[str, str]]:
    return [(title, name) for title, name in (("LURAH", data.leader), ("LPMK", data.note_taker)) if name]


def to_record(definition: FormDefinition, values: FormValues, of: str, old: Data | None, new_uid: NewUid) -> Data:
    """The record that says what stands in the form. `old`: the record as it was, whose other fields stay.

    Raises RuleViolation as `check`, and form_first for form T without its contract.
    """
    check(definition, values)
    texts = {key: text for key, text in values.texts.items() if text and key != "area"}
    day = value_of(definition.field("date") or _DATE, texts.pop("date", ""))
    number = texts.pop("number", "")
    rows = {key: tuple(dict(row) for row in found if any(row.values())) for key, found in values.tables.items()}
    signers = tuple(one for one in values.signers if one.name.strip())
    kind = definition.record_type
    if kind in ("d.document", "k.document"):
        many = len(definition.tables) > 1
        kept = tuple({**row, "table": key} if many else row for key, found in rows.items() for row in found)
        return Document(kind=definition.key, of=of, number=number, date=day, texts=texts, rows=kept, signers=signers)
    if kind == "d.five_year_plan":
        first = value_of(_NUMBER, texts.pop("first_year", "")) or 0
        base = old if isinstance(old, FiveYearPlan) else FiveYearPlan()
        return replace(
            base,
            years=tuple(range(first, first + 5)) if first else (),
            rows=tuple(_plan(row) for row in rows.get("rows", ())),
            date=day,
            texts=texts,
            signers=signers,
        )
    if kind == "k.meeting":
        return _meeting(old, number, day, texts.get("place", ""), rows.get("decisions", ()), signers, new_uid)
    if kind == "d.integrity_pact":
        known = {one.name: one.person for one in old.members} if isinstance(old, IntegrityPact) else {}
        members = tuple(
            TeamMember(
                person=known.get(str(row.get("name", "")), ""), name=_line(row, "name"), position=_line(row, "position")
            )
            for row in rows.get("members", ())
        )
        return IntegrityPact(date=day, members=members, texts=texts, signers=signers)
    if kind == "k.terms_of_reference":
        chapters = tuple(
            (key, texts.pop(key))
            for key in [one.key for one in definition.fields]
            if key in texts and _is_chapter(definition, key)
        )
        return TermsOfReference(
            package=of, chapters=chapters, date=day, texts=texts, rows=rows.get("works", ()), signers=signers
        )
    if kind == "k.contract":
        if not isinstance(old, Contract):
            raise RuleViolation("form_first", "of", {"title": definition.title})
        return replace(old, texts=texts, signers=signers)
    if kind == "d.team_report":
        quarter = value_of(_NUMBER, texts.pop("quarter", "")) or 1
        return TeamReport(
            form="U" if definition.letter == "U" else "V",
            quarter=quarter,
            date=day,
            contract=of,
            rows=tuple(_report(row, new_uid) for row in rows.get("rows", ())),
            texts=texts,
            signers=signers,
        )
    if kind == "k.grant":
        amount, rt_number = value_of(_NUMBER, texts.pop("amount", "")) or 0, texts.pop("rt_number", "")
        return Grant(
            number=number,
            rt_number=rt_number,
            date=day,
            goods=_goods(rows.get("goods", ()), new_uid),
            amount=amount,
            signers=signers,
            texts=texts,
        )
    if kind == "k.goods_handover":
        goods = _goods(rows.get("goods", ()), new_uid)
        return GoodsHandover(number=number, date=day, goods=goods, signers=signers, texts=texts)
    if kind == "d.use_report":
        return UseReport(date=day, rows=_goods(rows.get("rows", ()), new_uid), texts=texts, signers=signers)
    if kind == "d.responsibility":
        amount = value_of(_NUMBER, texts.pop("amount", "")) or 0
        return ResponsibilityLetter(date=day, report=of, amount=amount, texts=texts, signers=signers)
    if kind == "k.report":
        semester = value_of(_NUMBER, texts.pop("semester", "")) or 1
        return OfficeReport(semester=semester, date=day, rows=rows.get("rows", ()), texts=texts, signers=signers)
    raise RuleViolation("unknown_type", "type", {"type": kind})


# --- form S: one decree, three teams ------------------------------------------------------------------------------


def from_teams(teams: Sequence[Team]) -> FormValues:
    """The decree from its teams, in the annex's order of teams."""
    if not teams:
        return FormValues()
    whole = max(teams, key=lambda team: len(team.texts))
    texts = {**whole.texts, "number": whole.decree}
    if whole.date is not None:
        texts["date"] = whole.date.isoformat()
    order = ("preparation", "execution", "supervision")
    members = tuple(
        _known(team=team.kind, position=one.position, name=one.name)
        for team in sorted(teams, key=lambda team: order.index(team.kind))
        for one in team.members
    )
    return FormValues(
        texts={key: text for key, text in texts.items() if text}, tables={"members": members}, signers=whole.signers
    )


def to_teams(definition: FormDefinition, values: FormValues, old: Sequence[Team]) -> tuple[Team, ...]:
    """The three teams of a decree, in the annex's order; a member that was there keeps its person.

    Raises RuleViolation as `check`.
    """
    check(definition, values)
    texts = {key: text for key, text in values.texts.items() if text}
    day, decree = value_of(_DATE, texts.pop("date", "")), texts.pop("number", "")
    known = {(team.kind, one.name): one.person for team in old for one in team.members}
    signers = tuple(one for one in values.signers if one.name.strip())
    rows = [row for row in values.tables.get("members", ()) if row.get("name")]
    return tuple(
        Team(
            kind=kind,
            members=tuple(
                TeamMember(
                    person=known.get((kind, _line(row, "name")), ""),
                    name=_line(row, "name"),
                    position=_line(row, "position"),
                )
                for row in rows
                if row.get("team") == kind
            ),
            decree=decree,
            date=day,
            texts=texts,
            signers=signers,
        )
        for kind in ("preparation", "execution", "supervision")
    )


# --- rows ---------------------------------------------------------------------------------------------------------

_DATE = FormField(key="date", label="Tanggal", kind="date")
_NUMBER = FormField(key="number", label="Nomor", kind="number")


def _is_chapter(definition: FormDefinition, key: str) -> bool:
    found = definition.field(key)
    return found is not None and found.kind == "text"


def _known(**cells: str | int) -> dict[str, str | int]:
    return {key: cell for key, cell in cells.items() if cell}


def _line(row: Row, key: str) -> str:
    return str(row.get(key, ""))


def _money(row: Row, key: str) -> int:
    cell = row.get(key, 0)
    return cell if isinstance(cell, int) else int(cell) if cell.isdecimal() else 0


def _of_table(definition: FormDefinition, table: FormTable, rows: Sequence[Row]) -> list[Row]:
    only = len(definition.tables) == 1
    found = [row for row in rows if only or row.get("table") == table.key]
    keys = {column.key for column in table.columns}
    return [{key: cell for key, cell in row.items() if key in keys} for row in found]


def _plan_row(row: PlanRow) -> Row:
    return _known(sector=row.sector, **{f"year{at}": text for at, text in enumerate(row.activities[:5], 1)})


def _plan(row: Row) -> PlanRow:
    sector: Any = row.get("sector", "")
    return PlanRow(sector=sector, activities=tuple(str(row.get(f"year{at}", "")) for at in range(1, 6)))


def _decision_row(one: MeetingDecision) -> Row:
    return _known(
        sector=one.sector,
        text=one.text,
        volume=one.volume,
        unit=one.unit,
        estimate=one.estimate,
        placement=one.placement,
    )


def _meeting(
    old: Data | None,
    number: str,
    day: date | None,
    place: str,
    rows: Sequence[Row],
    signers: Sequence[Signer],
    new_uid: NewUid,
) -> Meeting:
    base = old if isinstance(old, Meeting) else Meeting(kind="kelurahan", title="Musyawarah kelurahan")
    before = {one.text: one for one in base.decisions}
    decisions = []
    for row in rows:
        text, sector = str(row.get("text", "")), str(row.get("sector", ""))
        same = before.pop(text, None) or MeetingDecision(uid=new_uid())
        decisions.append(
            replace(
                same,
                text=text,
                sector=sector,
                volume=str(row.get("volume", "")),
                unit=_line(row, "unit"),
                estimate=_money(row, "estimate"),
                placement=str(row.get("placement", "")),
            )
        )
    by_title = {one.position: one.name for one in signers}
    return replace(
        base,
        number=number,
        date=day,
        place=place,
        leader=by_title.get("LURAH", ""),
        note_taker=by_title.get("LPMK", ""),
        decisions=tuple(decisions),
        witnesses=tuple(one.name for one in signers if one.position == "PERWAKILAN MASYARAKAT"),
    )


def _report_row(row: ReportRow) -> Row:
    return {
        **_known(activity=row.activity, allocation=row.allocation, note=row.note),
        **{f"used{at}": amount for at, amount in enumerate(row.used[:4], 1)},
        **{f"percent{at}": percent for at, percent in enumerate(row.percent[:4], 1)},
    }


def _report(row: Row, new_uid: NewUid) -> ReportRow:
    return ReportRow(
        uid=new_uid(),
        activity=str(row.get("activity", "")),
        allocation=_money(row, "allocation"),
        used=_quarters(row, "used"),
        percent=_quarters(row, "percent"),
        note=str(row.get("note", "")),
    )


def _quarters(row: Row, name: str) -> tuple[int, ...]:
    """The four quarters' values up to the last that is filled in."""
    last = max((at for at in range(1, 5) if row.get(f"{name}{at}") not in (None, "")), default=0)
    return tuple(_money(row, f"{name}{at}") for at in range(1, last + 1))


def _goods_rows(goods: Sequence[UsedGoods]) -> tuple[Row, ...]:
    return tuple(_known(goods=one.goods, quantity=one.quantity, unit=one.unit, use=one.use) for one in goods)


def _goods(rows: Sequence[Row], new_uid: NewUid) -> tuple[UsedGoods, ...]:
    return tuple(
        UsedGoods(
            uid=new_uid(),
            goods=str(row.get("goods", "")),
            quantity=str(row.get("quantity", "")),
            unit=_line(row, "unit"),
            use=str(row.get("use", "")),
        )
        for row in rows
    )
