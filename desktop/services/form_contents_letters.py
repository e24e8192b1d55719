"""Records → what letters of practice say: invitation, warning, acknowledgement, and a Pokmas's letters about money."""

from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

from desktop.documents import letters
from desktop.documents.layout import Group, PaperSize
from desktop.domain.errors import RuleViolation
from desktop.domain.form_values import value_of
from desktop.domain.forms import DEFINITIONS
from desktop.domain.records import Contract, Day, Document, Signer
from desktop.services.paper_source import Source
from desktop.services.records import RecordService

Builder = Callable[[Any, BinaryIO, PaperSize], int]

_EVENT = {"letter_invitation": "event_date", "warning_letter": "deadline"}
"""Which blank is the letter's second day."""


def _letter(kind: str, source: Source) -> letters.LetterContent:
    """The letter a document keeps. Raises RuleViolation: paper_other_record."""
    data: Document = source.data(Document)
    definition = DEFINITIONS[kind]
    if data.kind != kind:
        raise RuleViolation("paper_other_record", "uid", {"title": definition.title})
    about = RecordService(source.desk).get(data.of) if data.of else None
    contract = about.data if about is not None and isinstance(about.data, Contract) else None
    named = [definition.signed_by(place.key, data.signers) for place in definition.signers]
    amount = definition.field("amount")
    return letters.LetterContent(
        place=source.place,
        identity=source.identity,
        year=source.year,
        group=_group(source, contract) if source.desk.info.role == "pokmas" else None,
        number=data.number,
        date=data.date,
        texts=data.texts,
        rows=data.rows,
        amount=(value_of(amount, data.texts.get("amount", "")) or 0) if amount is not None else 0,
        event=_event(kind, data),
        contract=contract.number if contract else "",
        contract_date=contract.date if contract else None,
        signers=tuple(found[0] if found else Signer() for found in named),
    )


def _event(kind: str, data: Document) -> Day | None:
    blank = DEFINITIONS[kind].field(_EVENT.get(kind, ""))
    day: Day | None = value_of(blank, data.texts.get(blank.key, "")) if blank is not None else None
    return day


def _group(source: Source, contract: Contract | None) -> Group:
    desk = source.desk
    return Group(
        name=desk.setting("group_name") or (contract.group_name if contract else ""),
        address=desk.setting("group_address"),
        contact=desk.setting("group_contact"),
        phone=desk.setting("group_phone"),
    )


CONTENTS: dict[str, tuple[Callable[[Source], Any], Builder]] = {
    "letter_invitation": (partial(_letter, "letter_invitation"), letters.build_letter_invitation),
    "warning_letter": (partial(_letter, "warning_letter"), letters.build_warning_letter),
    "acknowledgement": (partial(_letter, "acknowledgement"), letters.build_acknowledgement),
    "spending_statement": (partial(_letter, "spending_statement"), letters.build_spending_statement),
    "disbursement_request": (partial(_letter, "disbursement_request"), letters.build_disbursement_request),
    "leftover_deposit": (partial(_letter, "leftover_deposit"), letters.build_leftover_deposit),
}
"""Kind key → how its content is gathered, and who draws it."""
