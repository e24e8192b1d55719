"""Whom we believe: the kelurahan by its root key, other devices by the kelurahan's approvals.

The kelurahan gives out its card; an RT compares the root key's fingerprint with the letter on the office wall before it
sends anything. An RT's or Pokmas's card rides in its first bundle; the kelurahan compares its fingerprint and approves.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db import sqlite
from desktop.db.files import write_whole
from desktop.db.models import Device, RecordRow
from desktop.domain.areas import office_of
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.record_types import decoder_of
from desktop.domain.records import DeviceApproval, DeviceRevocation
from desktop.services.desk import Desk, now_ms
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, store_here
from desktop.sync.keys import (
    CardRefused,
    DeviceCard,
    RootKey,
    WordsRefused,
    card_bytes,
    card_text,
    fingerprint,
    read_card,
    read_card_text,
)

DEVICES = db_revisions.table_of(Device)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """What the kelurahan's recovery sheet says; it exists nowhere else. Print it, then forget it."""

    words: tuple[str, ...]
    qr_text: str
    fingerprint: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDevice:
    """A device and where its approval stands: own, office, approved, revoked or unknown."""

    device: str
    area: str
    name: str
    fingerprint: tuple[str, ...]
    standing: str


class TrustService:
    """Keys, cards and approvals of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- the kelurahan's own keys ---

    def found_office(self, keep: Callable[[RecoverySheet], None] = lambda _: None) -> RecoverySheet:
        """Make the kelurahan's root key and let it speak through this computer. Returns what the sheet must say.

        `keep` writes the sheet; only then is the key used: a key without its sheet could never be had back. When it
        raises, nothing is founded. When what follows fails, `recover_office` goes on with the same sheet.
        Raises RuleViolation: not_owner, office_founded (there is a root key already); Trouble: write_failed; and
        whatever `keep` raises.
        """
        self._only_office()
        if self._desk.keys.delegation:
            raise RuleViolation("office_founded")
        root = RootKey.generate()
        sheet = RecoverySheet(words=tuple(root.words()), qr_text=root.qr_text(), fingerprint=fingerprint(root.public))
        keep(sheet)
        self._delegate(root)
        return sheet

    def recover_office(self, typed: str) -> None:
        """Let the root key on a recovery sheet (its words or its QR text) speak through this computer, too.

        Raises RuleViolation: not_owner, sheet_words (facts: position), sheet_unreadable; Trouble: write_failed.
        """
        self._only_office()
        try:
            root = RootKey.from_qr_text(typed) if ":" in typed else RootKey.from_words(typed.split())
        except WordsRefused as problem:
            raise RuleViolation(
                "sheet_words", "words", {"position": problem.position, "code": problem.code}
            ) from problem
        except CardRefused as problem:
            raise RuleViolation("sheet_unreadable", "words") from problem
        self._delegate(root)

    def _delegate(self, root: RootKey) -> None:
        keys = self._desk.keys
        card = root.delegate(keys.card(), keys)
        self._desk.remember(office_root=root.public)
        try:
            self._desk.use_keys(keys.delegated(card))  # last: from here on the office is founded
        except OSError as problem:
            raise Trouble("write_failed", str(problem), {"place": "config"}) from problem

    def _only_office(self) -> None:
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.device_approval"})

    @property
    def founded(self) -> bool:
        """Whether this office's key is signed by a root key; other desks never are."""
        return bool(self._desk.keys.delegation)

    # --- cards ---

    def card(self) -> bytes:
        """This device's card as a file; the kelurahan's is its *kartu kelurahan*. Raises RuleViolation:
        office_unfounded."""
        return card_bytes(self._card())

    def card_text(self) -> str:
        """The card as text, for a QR code or a message. Raises RuleViolation: office_unfounded."""
        return card_text(self._card())

    def _card(self) -> DeviceCard:
        if self._desk.info.role == "kelurahan" and not self._desk.keys.delegation:
            raise RuleViolation("office_unfounded")
        return self._desk.keys.card()

    def fingerprint(self) -> tuple[str, ...]:
        """Six groups of five digits: of the root key at the kelurahan, of this device elsewhere."""
        keys = self._desk.keys
        return fingerprint(keys.root if self._desk.info.role == "kelurahan" else keys.sign_public)

    @staticmethod
    def read(raw: bytes) -> DeviceCard:
        """A card from its file or its text. Raises Trouble: card_unreadable."""
        try:
            if raw.lstrip()[:1] != b"{":
                return read_card_text(raw.decode("ascii", "replace").strip())
            return read_card(raw)
        except CardRefused as problem:
            raise Trouble("card_unreadable", f"{problem.code}: {problem.detail}") from problem

    # --- RT and Pokmas: believe a kelurahan ---

    @staticmethod
    def groups_to_ask() -> tuple[int, int]:
        """Two different groups (0 to 5), at random, that a person must type from the letter on the wall."""
        first, second = sorted(secrets.SystemRandom().sample(range(6), 2))
        return first, second

    def save_card(self, path: Path) -> None:
        """Write the card to a file. Raises RuleViolation: office_unfounded; Trouble: write_failed."""
        write_whole(path, self.card())

    def enrol(self, raw: bytes, typed: Mapping[int, str], *, whole: bool = False) -> DeviceCard:
        """Believe the kelurahan whose card this is: `typed` holds at least two groups of its fingerprint, by place 0-5;
        with `whole` all six are asked for.

        Raises Trouble: card_unreadable; RuleViolation: card_not_office, card_other_office, fingerprint_incomplete,
        fingerprint_wrong, other_root (another root key was believed before; compare anew with `forget_office` first).
        """
        card = self.read(raw)
        own_office = self._desk.info.office
        if card.kind != "kelurahan":
            raise RuleViolation("card_not_office", "card")
        if card.area != own_office:
            raise RuleViolation("card_other_office", "card", {"area": card.area})
        if len(typed) < (6 if whole else 2):
            raise RuleViolation("fingerprint_incomplete", "fingerprint")
        groups = fingerprint(card.root)
        if any(not 0 <= place < 6 or groups[place] != text.strip() for place, text in typed.items()):
            raise RuleViolation("fingerprint_wrong", "fingerprint")
        known = self._desk.setting("office_root")
        if known and known != card.root:
            raise RuleViolation("other_root", "card")
        with self._desk.sessions.begin() as session:
            remember_card(session, card, trusted=True)
        self._desk.remember(office_root=card.root)
        self._desk.changed({"devices"})
        return card

    def forget_office(self) -> None:
        """Stop believing the kelurahan's present root key, so that a new one can be compared."""
        self._desk.remember(office_root="")
        self._desk.changed({"devices"})

    @property
    def enrolled(self) -> bool:
        """Whether this desk knows whom to encrypt to."""
        return bool(self._desk.setting("office_root"))

    # --- kelurahan: approve devices ---

    def approve(self, card: DeviceCard, typed: Sequence[str]) -> str:
        """Accept a device for its area after all six groups of its fingerprint were compared; returns the record's uid.

        Raises RuleViolation: not_owner, office_unfounded, card_is_office, card_other_office, fingerprint_wrong,
        device_revoked, device_approved.
        """
        self._only_office()
        if not self._desk.keys.delegation:
            raise RuleViolation("office_unfounded")
        if card.kind == "kelurahan":
            raise RuleViolation("card_is_office", "card")
        if office_of(card.area) != self._desk.info.office:
            raise RuleViolation("card_other_office", "card", {"area": card.area})
        if tuple(group.strip() for group in typed) != fingerprint(card.sign):
            raise RuleViolation("fingerprint_wrong", "fingerprint")
        own = str(self._desk.info.area)
        with self._desk.sessions.begin() as session:
            if card.device in revoked_devices(session, own):
                raise RuleViolation("device_revoked", "card")
            if card.device in approvals(session, own):
                raise RuleViolation("device_approved", "card")
            data = DeviceApproval(device=card.device, of=card.area, sign=card.sign, age=card.age, name=card.name)
            saved = store_here(session, self._desk, [NewRecord(type="k.device_approval", data=data)])[0]
            publish(session, self._desk, [Publication(row) for row in rows_of(session, [saved.uid], own)])
            remember_card(session, card, trusted=True)
        self._desk.changed({"k.device_approval", "devices"})
        return saved.uid

    def devices(self) -> list[KnownDevice]:
        """Every device this desk has heard of, and its standing."""
        with self._desk.sessions() as session:
            office = self._desk.info.office
            approved, revoked = approvals(session, office), revoked_devices(session, office)
            root = self._desk.setting("office_root")
            found = []
            for row in session.scalars(select(Device).order_by(Device.area, Device.at)):
                card = read_card(row.card)
                standing = "unknown"
                if card.device in revoked:
                    standing = "revoked"
                elif card.device == self._desk.info.device:
                    standing = "own"
                elif card.kind == "kelurahan":
                    standing = "office" if card.root == root else "unknown"
                elif card.device in approved:
                    standing = "approved"
                print_of = card.root if card.kind == "kelurahan" else card.sign
                found.append(
                    KnownDevice(
                        device=card.device,
                        area=card.area,
                        name=card.name,
                        fingerprint=fingerprint(print_of),
                        standing=standing,
                    )
                )
            return found


def remember_card(session: Session, card: DeviceCard, *, trusted: bool) -> None:
    """Keep a card; the newest of a device counts."""
    row = {
        "device": card.device,
        "office": office_of(card.area),
        "area": card.area,
        "card": card_bytes(card),
        "trusted": trusted,
        "at": now_ms(),
    }
    sqlite.write_rows(session, DEVICES, [row], ("device",), over=True)


def approvals(session: Session, office: str, areas: Iterable[str] | None = None) -> dict[str, DeviceApproval]:
    """The approvals in the kelurahan's stream by device: all, or those for some areas."""
    query = select(RecordRow.data).where(
        RecordRow.type == "k.device_approval", RecordRow.area == office, RecordRow.state == "published"
    )
    if areas is not None:
        query = query.where(RecordRow.label.in_(sorted(areas)))  # the label of an approval is the area it is for
    decoder = decoder_of("k.device_approval")
    found = (decoder.decode(data) for data in session.scalars(query))
    return {data.device: data for data in found if isinstance(data, DeviceApproval)}


def revoked_devices(session: Session, office: str) -> dict[str, DeviceRevocation]:
    """The revocations in the kelurahan's stream by device."""
    query = select(RecordRow.data).where(
        RecordRow.type == "k.device_revocation", RecordRow.area == office, RecordRow.state == "published"
    )
    decoder = decoder_of("k.device_revocation")
    found = (decoder.decode(data) for data in session.scalars(query))
    return {data.device: data for data in found if isinstance(data, DeviceRevocation)}


def cards_of(session: Session, devices: Iterable[str]) -> dict[str, DeviceCard]:
    """The cards kept of these devices."""
    query = select(Device).where(Device.device.in_(list(devices)))
    return {row.device: read_card(row.card) for row in session.scalars(query)}


def office_cards(session: Session, office: str, root: str) -> list[DeviceCard]:
    """The cards of the kelurahan's computers that the believed root key delegated to."""
    query = select(Device).where(Device.area == office).order_by(Device.at)
    return [card for card in (read_card(row.card) for row in session.scalars(query)) if root and card.root == root]
