"""The forms of the page "Dokumen": which there are, where each stands, filling one in, keeping it.

Printing is desktop.services.papers' deed, as for every paper: `papers.build(kind, uid)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from desktop.domain.areas import Role, parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.form_fields import GROUPS, FormDefinition, FormGroup
from desktop.domain.form_values import FormValues, from_record, from_teams, read_typed, to_record, to_teams
from desktop.domain.forms import DEFINITIONS
from desktop.domain.record_types import RECORD_TYPES
from desktop.domain.records import (
    Contract,
    Data,
    Document,
    Finding,
    Meeting,
    Record,
    Signer,
    Team,
    TeamReport,
    UseReport,
    WorkPackage,
)
from desktop.services.clock import today
from desktop.services.desk import Desk, new_uid
from desktop.services.form_prefill import Known, prefill
from desktop.services.issued import Issued, issued_papers
from desktop.services.ledgers import Ledgers
from desktop.services.locks import frozen_uids
from desktop.services.officers import Officer, OfficerService
from desktop.services.paper_contents import CONTENTS
from desktop.services.publications import PublicationService
from desktop.services.records import NewRecord, RecordService

FormState = Literal["empty", "draft", "printed", "changed"]

FORM_TYPES: Final[frozenset[str]] = frozenset(
    {one.type_for(role) for one in DEFINITIONS.values() for role in one.roles}
)
"""The record types forms are kept in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """One form in the list. `uid` "" and state "empty": nothing filled in yet. `label`: what it is about.

    `state`: "draft" filled in and not printed, "changed" altered since it was printed. `number`: as printed. `typing`:
    something was typed and not saved.
    """

    kind: str
    letter: str
    title: str
    group: FormGroup
    uid: str = ""
    label: str = ""
    state: FormState = "empty"
    number: str = ""
    day: date | None = None
    typing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something a form can be about: a record's uid (or an RT's area) and how people call it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """A form to be filled in. `uid`: the record's, given beforehand for a new one (`is_new`). `of`: what it is about.

    `draft`: what was typed and not saved. `fixed`: why it cannot be changed, "" when it can.
    """

    definition: FormDefinition
    uid: str
    of: str
    values: FormValues
    is_new: bool
    draft: Mapping[str, Any] = field(default_factory=dict)
    fixed: str = ""
    printed: Issued | None = None


class FormService:
    """The forms of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._officers = OfficerService(desk)

    # --- which there are ---

    def definitions(self, role: Role | None = None) -> list[FormDefinition]:
        """The forms a desk fills in (default: this one's), in the order of the groups; those that can be printed."""
        wanted = role or self._desk.info.role
        order = list(GROUPS)
        found = [one for one in DEFINITIONS.values() if wanted in one.roles and one.key in CONTENTS]
        return sorted(found, key=lambda one: order.index(one.group))

    def lines(self, role: Role | None = None) -> list[FormLine]:
        """Every form with where it stands, newest first within a kind; a kind nobody began has one empty line."""
        printed: dict[tuple[str, str], Issued] = {}
        for one in issued_papers(self._desk):
            printed.setdefault((one.kind, one.of), one)
        drafts = {
            one.uid: one.fields for one in self._records.drafts() if one.type in FORM_TYPES and "form" in one.fields
        }
        lines: list[FormLine] = []
        for definition in self.definitions(role):
            records = self._kept(definition)
            begun = [
                self._line(definition, record, printed.get((definition.key, record.uid)), record.uid in drafts)
                for record in records
            ]
            known = {record.uid for record in records}
            begun = [
                FormLine(
                    kind=definition.key,
                    letter=definition.letter,
                    title=definition.title,
                    group=definition.group,
                    uid=uid,
                    label=self.label(str(fields.get("of", ""))),
                    state="draft",
                    typing=True,
                )
                for uid, fields in drafts.items()
                if fields["form"] == definition.key and uid not in known
            ] + begun
            lines += begun or [
                FormLine(kind=definition.key, letter=definition.letter, title=definition.title, group=definition.group)
            ]
        return lines

    def _line(self, definition: FormDefinition, record: Record, printed: Issued | None, typing: bool) -> FormLine:
        state: FormState = "draft"
        if printed is not None:
            state = "changed" if typing or self._altered(record, printed.at) else "printed"
        elif isinstance(record.data, Contract) and not record.data.texts and not typing:
            state = "empty"
        return FormLine(
            kind=definition.key,
            letter=definition.letter,
            title=definition.title,
            group=definition.group,
            uid=record.uid,
            label=self._about(definition, record),
            state=state,
            number=printed.number if printed else "",
            day=getattr(record.data, "date", None),
            typing=typing,
        )

    def _altered(self, record: Record, printed: int) -> bool:
        """Whether it says something else than when it was printed (UTC ms); publishing it changes nothing on paper."""
        if record.saved_at <= printed:
            return False
        then = next((one for one in self._records.history(record.uid) if one.at <= printed), None)
        return then is None or then.data != record.data

    def _about(self, definition: FormDefinition, record: Record) -> str:
        if definition.field("area") is not None:
            return parse_area(record.area).short_name
        if isinstance(record.data, Contract):
            return self.label(record.uid)
        if isinstance(record.data, TeamReport):
            return f"Triwulan {('I', 'II', 'III', 'IV')[record.data.quarter - 1]}"
        semester = getattr(record.data, "semester", 0)
        if semester:
            return f"Semester {'I' * int(semester)}"
        texts = getattr(record.data, "texts", {})
        told = texts.get("recipient") or texts.get("stage") or texts.get("group") or ""
        return str(told).split("\n", 1)[0] or self.label(str(getattr(record.data, "of", "")))

    def _kept(self, definition: FormDefinition) -> list[Record]:
        """The records of a form, newest first."""
        name, info = definition.type_for(self._desk.info.role), self._desk.info
        area = None if name.startswith("k.") else str(info.area)
        found = self._records.find(name, area=area, year=info.year, order="newest")
        if name in ("d.document", "k.document"):
            return [one for one in found if isinstance(one.data, Document) and one.data.kind == definition.key]
        if name == "d.team":
            return [one for one in found if _is_decree(one, found)]
        if name == "d.team_report":
            return [one for one in found if isinstance(one.data, TeamReport) and one.data.form == definition.letter]
        if name == "k.meeting":
            return [one for one in found if isinstance(one.data, Meeting) and one.data.kind == "kelurahan"]
        return found

    # --- what a form is about ---

    def choices(self, kind: str) -> list[Choice]:
        """What a form of this kind can be about: records, or for papers to an RT the RTs known here."""
        definition = self._definition(kind)
        if definition.field("area") is not None:
            return [Choice(key=area, label=parse_area(area).short_name) for area in self._neighbourhoods()]
        if not definition.about:
            return []
        names = [definition.about]
        if definition.about in ("k.contract", "k.work_package") and self._desk.info.role == "pokmas":
            names.append("d." + definition.about[2:])
        records = [
            record
            for name in names
            for record in self._records.find(name, year=self._desk.info.year, order="newest")
            if self._stands(record)
        ]
        return [Choice(key=record.uid, label=self.label(record.uid)) for record in records]

    def _stands(self, record: Record) -> bool:
        if not isinstance(record.data, Contract | WorkPackage):
            return True
        ledger = Ledgers(self._desk).read(record.area)
        return record.uid in (
            ledger.standing_contracts if isinstance(record.data, Contract) else ledger.standing_packages
        )

    def _neighbourhoods(self) -> list[str]:
        """The RTs of which anything is at hand, by RW and RT."""
        areas = {record.area for record in self._records.find("d.proposal")}
        areas |= {record.data.rt for record in self._records.find("k.allocation") if hasattr(record.data, "rt")}
        for area in Ledgers(self._desk).areas():
            for package in Ledgers(self._desk).read(area).standing_packages.values():
                areas |= {item.source.area for item in package.items if item.source is not None}
        return sorted(area for area in areas if _is_neighbourhood(area, self._desk.info.office))

    def label(self, uid: str) -> str:
        """How people call the record a form is about, "" for none."""
        record = self._records.get(uid) if uid else None
        if record is None:
            return ""
        data, noun = record.data, RECORD_TYPES[record.type].noun
        if isinstance(data, Contract):
            number = data.number or "Kontrak tanpa nomor"
            return number if self._desk.info.role == "pokmas" else f"{parse_area(record.area).short_name}, {number}"
        if isinstance(data, WorkPackage):
            return data.title or noun.capitalize()
        if isinstance(data, Finding):
            return f"Temuan: {data.what[:80]}"
        if isinstance(data, UseReport):
            return "Laporan penggunaan" + (f" {data.date:%d-%m-%Y}" if data.date else "")
        return noun.capitalize()

    # --- filling in ---

    def open(self, kind: str, of: str = "", *, uid: str = "", area: str = "") -> OpenForm:
        """A form to fill in: the record `uid` (or its draft), else a new one filled in with what the desk knows.

        `of`: the record it is to be about; `area`: the RT it is for. Raises RuleViolation: unknown_paper,
        record_missing, paper_other_record.
        """
        definition = self._definition(kind)
        if definition.about == definition.type_for(self._desk.info.role) and of and not uid:
            uid = of
        record = self._records.get(uid) if uid else None
        draft = self._records.draft(uid) if uid else None
        draft = draft if draft is not None and draft.get("form") == kind else None
        if uid and record is None and draft is None:
            raise RuleViolation("record_missing", "uid", {"uid": uid})
        if record is not None and not self._is_form(definition, record):
            raise RuleViolation("paper_other_record", "uid", {"title": definition.title})
        if record is not None:
            values = self._values(definition, record)
            if isinstance(record.data, Contract) and not record.data.texts:
                values = FormValues(
                    texts=self._fill(definition, record.uid, record.area).texts,
                    signers=values.signers or self.suggest(kind, record.data.date),
                )
            printed = next(iter(issued_papers(self._desk, record.uid, kind)), None)
            return OpenForm(
                definition=definition,
                uid=record.uid,
                of=self._of(definition, record),
                values=values,
                is_new=False,
                draft=draft or {},
                fixed=self._fixed(record),
                printed=printed,
            )
        if draft is not None:
            of, area = of or str(draft.get("of", "")), area or str(draft.get("area", ""))
        values = self._fill(definition, of, area)
        return OpenForm(
            definition=definition,
            uid=uid or new_uid(),
            of=area if definition.field("area") is not None else of,
            values=values,
            is_new=True,
            draft=draft or {},
        )

    def _fill(self, definition: FormDefinition, of: str, area: str) -> FormValues:
        about = self._records.get(of) if of else None
        own = str(self._desk.info.area)
        known = Known(
            self._desk,
            of,
            about.data if about else None,
            area or (about.area if about else own),
            today(),
        )
        found = prefill(definition.key, known)
        texts = dict(found.texts)
        if area and definition.field("area") is not None:
            texts["area"] = area
        return FormValues(texts=texts, tables=found.tables, signers=self.suggest(definition.key))

    def suggest(self, kind: str, on: date | None = None) -> tuple[Signer, ...]:
        """Who signs a form of this day (None: now), from the dated roles; places nobody is known for are left out."""
        officers = self._officers.all(on)
        found = []
        for place in self._definition(kind).signers:
            known = (officers[post] for post in place.posts if post in officers and officers[post].name)
            officer = next(known, None)
            if officer is not None:
                found.append(Signer(position=place.title, name=officer.name, nip=officer.nip))
        return tuple(found)

    def people(self, on: date | None = None) -> list[Officer]:
        """Whom a signer can be picked from: everybody who holds a post on a day (None: now)."""
        return [one for one in self._officers.all(on).values() if one.name]

    @staticmethod
    def _of(definition: FormDefinition, record: Record) -> str:
        if definition.field("area") is not None:
            return record.area
        for name in ("of", "package", "report", "contract"):
            found = getattr(record.data, name, "") if not isinstance(record.data, Contract) else record.uid
            if found:
                return str(found)
        return ""

    def _values(self, definition: FormDefinition, record: Record) -> FormValues:
        if isinstance(record.data, Team):
            return from_teams([team.data for team in self._teams(record) if isinstance(team.data, Team)])
        values = from_record(definition, record.data)
        if definition.field("area") is None:
            return values
        return FormValues(texts={**values.texts, "area": record.area}, tables=values.tables, signers=values.signers)

    def _teams(self, record: Record) -> list[Record]:
        """The teams of one decree."""
        own = str(self._desk.info.area)
        found = self._records.find("d.team", area=own, year=record.year, order="newest")
        newest: dict[str, Record] = {}
        for one in found:
            if isinstance(one.data, Team) and _decree(one) == _decree(record):
                newest.setdefault(one.data.kind, one)
        return [*newest.values()]

    def _is_form(self, definition: FormDefinition, record: Record) -> bool:
        if record.type not in (definition.record_type, definition.type_for(self._desk.info.role)):
            return False
        data: Data = record.data
        return (data.kind == definition.key) if isinstance(data, Document) else True

    def _fixed(self, record: Record) -> str:
        """Why a record cannot be changed here, "" when it can."""
        if record.conflict:
            return "Ada dua versi dokumen ini. Pilih dahulu versi yang berlaku."
        with self._desk.sessions() as session:
            frozen = record.uid in frozen_uids(session, record.area)
        return "Dokumen ini sudah diajukan dan terkunci." if frozen else ""

    # --- keeping ---

    def save(self, kind: str, values: FormValues, *, uid: str = "", of: str = "") -> Record:
        """Keep a form in its record (a version in its history); its draft is done with.

        `of`: what it is about, for papers to an RT the RT's area. Raises RuleViolation: unknown_paper, form_area,
        form_first, as desktop.domain.form_values.check, and as RecordService.save.
        """
        definition = self._definition(kind)
        name = definition.type_for(self._desk.info.role)
        old = self._records.get(uid) if uid else None
        if name == "d.team":
            return self._save_teams(definition, values, uid, old)
        area = self._area(definition, values, of, old)
        if definition.about and definition.about_needed and not of:
            raise RuleViolation("form_first", "of", {"title": definition.title})
        about = "" if definition.field("area") is not None else of
        data = to_record(definition, values, about, old.data if old else None, new_uid)
        return self._records.save(name, data, uid=uid, area=area)

    def _area(self, definition: FormDefinition, values: FormValues, of: str, old: Record | None) -> str:
        """Where the record lies: with the RT or the Pokmas it is about, so that it travels there, else here."""
        if old is not None:
            return old.area
        if definition.field("area") is not None:
            wanted = values.texts.get("area", "") or of
            if not _is_neighbourhood(wanted, self._desk.info.office):
                raise RuleViolation("form_area", "area")
            return wanted
        about = self._records.get(of) if of else None
        if self._desk.info.role == "kelurahan" and about is not None:
            fits = RECORD_TYPES[definition.type_for("kelurahan")].areas
            return about.area if parse_area(about.area).role in fits else ""
        return ""

    def _save_teams(self, definition: FormDefinition, values: FormValues, uid: str, old: Record | None) -> Record:
        """All three teams in one transaction; the decree is known by the team that carries out the work."""
        before = self._teams(old) if old else []
        uids = {one.data.kind: one.uid for one in before if isinstance(one.data, Team)}
        teams = to_teams(definition, values, [one.data for one in before if isinstance(one.data, Team)])
        new = [
            NewRecord(
                type="d.team",
                data=team,
                uid=uids.get(team.kind, "") or (uid if team.kind == "execution" and not old else ""),
            )
            for team in teams
        ]
        saved = self._records.save_all(new)
        self._records.drop_draft(uid)
        return saved[1]

    def save_draft(
        self,
        kind: str,
        uid: str,
        texts: Mapping[str, str],
        tables: Mapping[str, list[dict[str, Any]]],
        signers: list[dict[str, str]],
        of: str = "",
    ) -> None:
        """Keep what is being typed, as typed; `open` gives it back as `draft`."""
        definition = self._definition(kind)
        fields: dict[str, Any] = {
            "form": kind,
            "of": of,
            "texts": dict(texts),
            "tables": dict(tables),
            "signers": signers,
        }
        if definition.field("area") is not None:
            fields["area"] = of
        self._records.save_draft(definition.type_for(self._desk.info.role), uid, fields)

    def hand_on(self, uid: str) -> int:
        """Let a form travel with the next bundle as it stands (form S: three teams); how many are new there.

        Raises as PublicationService.publish.
        """
        record = self._records.get(uid)
        decree = record is not None and isinstance(record.data, Team)
        uids = [one.uid for one in self._teams(record)] if record is not None and decree else [uid]
        return PublicationService(self._desk).publish(uids)

    def remove(self, uid: str) -> None:
        """Into the trash. Raises as RecordService.remove."""
        self._records.drop_draft(uid)
        if self._records.get(uid) is not None:
            self._records.remove([uid])

    def fill(
        self,
        kind: str,
        typed: Mapping[str, str],
        tables: Mapping[str, list[dict[str, str]]] | None = None,
        of: str = "",
    ) -> Record:
        """Fill in a new form without a screen: typed blanks over what the desk knows. Raises as `save`, and as
        desktop.domain.form_values.read_typed."""
        definition = self._definition(kind)
        is_area = definition.field("area") is not None
        opened = self.open(kind, "" if is_area else of, area=of if is_area else "")
        texts = dict(opened.values.texts)
        for key, text in typed.items():
            blank = definition.field(key)
            if blank is None:
                raise RuleViolation("form_blank", key, {"key": key[:60]})
            texts[key] = read_typed(blank, text, today())
        rows = dict(opened.values.tables)
        for key, found in (tables or {}).items():
            table = definition.table(key)
            if table is None:
                raise RuleViolation("form_blank", key, {"key": key[:60]})
            columns = {column.key: column for column in table.columns}
            kept: list[dict[str, str | int]] = []
            for row in found:
                unknown = next((name for name in row if name not in columns), "")
                if unknown:
                    raise RuleViolation("form_blank", key, {"key": unknown[:60]})
                cells = {name: read_typed(columns[name], text, today()) for name, text in row.items()}
                kept.append(
                    {
                        name: int(text) if columns[name].kind in ("money", "number") and text.isdecimal() else text
                        for name, text in cells.items()
                        if text
                    }
                )
            rows[key] = tuple(kept)
        values = FormValues(texts=texts, tables=rows, signers=opened.values.signers)
        return self.save(kind, values, uid=opened.uid if not opened.is_new else "", of=opened.of)

    @staticmethod
    def _definition(kind: str) -> FormDefinition:
        definition = DEFINITIONS.get(kind)
        if definition is None:
            raise RuleViolation("unknown_paper", "kind", {"kind": kind})
        return definition


def _decree(record: Record) -> tuple[str, date | None]:
    return (record.data.decree, record.data.date) if isinstance(record.data, Team) else ("", None)


def _is_decree(record: Record, found: list[Record]) -> bool:
    """Whether this team stands for its decree: the newest that carries out the work, else the newest of it."""
    same = [one for one in found if _decree(one) == _decree(record)]
    chosen = next((one for one in same if isinstance(one.data, Team) and one.data.kind == "execution"), same[0])
    return chosen.uid == record.uid


def _is_neighbourhood(area: str, office: str) -> bool:
    if not area.startswith(office + "/"):
        return False
    try:
        return parse_area(area).role == "rt"
    except RuleViolation:
        return False
