"""What a form is made of: its blanks, its tables, who signs it, and the record it is kept in."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from desktop.domain.areas import Role
from desktop.domain.records import Signer

FieldKind = Literal["line", "text", "date", "money", "number", "quantity", "choice", "person", "area"]
"""How a blank is typed and kept. Kept as text: dates YYYY-MM-DD, money and numbers as digits (in a table's row as
whole numbers), quantities with a point ("12.5"), a choice by its key, an area by its code."""

FormGroup = Literal["planning", "execution", "handover", "report", "letter"]

GROUPS: dict[FormGroup, str] = {
    "planning": "Perencanaan",
    "execution": "Pelaksanaan",
    "handover": "Penyerahan",
    "report": "Laporan",
    "letter": "Surat",
}


class FormField(Struct, frozen=True, kw_only=True):
    """One blank. `label` as in the annex; `help`: one sentence; `choices`: (key, label), of a choice.
    `longest`: letters, 0 = as the kind says; `most`: of a number. `short`: over a column on screen, "" = the label.

    The keys `number` and `date` are the paper's own number and day, `area` the RT it is for.
    """

    key: str
    label: str
    kind: FieldKind = "line"
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 0
    most: int = 100_000
    short: str = ""

    @property
    def room(self) -> int:
        """How many letters it takes."""
        return self.longest or (10_000 if self.kind == "text" else 200)


class FormTable(Struct, frozen=True, kw_only=True):
    """Rows of a form. `label`: what the rows are; `columns` in the annex's order, without those it counts itself."""

    key: str
    label: str
    columns: tuple[FormField, ...]
    help: str = ""


class FormSigner(Struct, frozen=True, kw_only=True):
    """Who signs. `title` as the annex prints it, and the position of the record's signer.

    `posts`: the dated role the name is taken from, the first that is known. `repeat`: several may sign there
    (perwakilan warga, saksi).
    """

    key: str
    title: str
    posts: tuple[str, ...] = ()
    repeat: bool = False


class FormDefinition(Struct, frozen=True, kw_only=True):
    """One form. `key`: of its paper (desktop.domain.papers); `letter`: of the annex, "" = none.

    `record_type`: where it is kept; of `d.document` the kelurahan's own is `k.document`. `about`: type of the record
    chosen first, "" = none; when it equals `record_type`, the form fills blanks of that very record. `number`: the
    kind part of the printed number. `source`: the
    regulation, "ours" for papers of practice.
    """

    key: str
    letter: str = ""
    title: str
    group: FormGroup
    roles: frozenset[Role]
    record_type: str
    number: str
    fields: tuple[FormField, ...] = ()
    tables: tuple[FormTable, ...] = ()
    signers: tuple[FormSigner, ...] = ()
    about: str = ""
    about_needed: bool = True
    source: str = "Perwali 32/2021"

    def type_for(self, role: Role) -> str:
        """The record type a desk of this role keeps the form in."""
        return "k.document" if self.record_type == "d.document" and role == "kelurahan" else self.record_type

    def field(self, key: str) -> FormField | None:
        """The blank with this key."""
        return next((one for one in self.fields if one.key == key), None)

    def table(self, key: str) -> FormTable | None:
        """The table with this key."""
        return next((one for one in self.tables if one.key == key), None)

    def signed_by(self, key: str, signers: Sequence[Signer]) -> tuple[Signer, ...]:
        """Those of a record's signers who sign in this place: by their position, which is the place's title."""
        title = next((one.title for one in self.signers if one.key == key), None)
        return tuple(one for one in signers if one.position == title)
