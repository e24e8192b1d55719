"""The tables. Three layers: what was said (versions), what was told to others (revisions, lines), what holds now
(records).

Every table that holds data carries the kelurahan's code in `office`: the key a larger database would be divided by.
"""

from sqlalchemy import CheckConstraint, Index, LargeBinary, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Named constraints: migrations must find them again."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class Setting(Base):
    """One fact about this data folder (whose desk it is, which year it shows)."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class RecordRow(Base):
    """The current view of one record: derived from its versions, what every list and form reads.

    `label`, `day`, `amount` (whole rupiah) and `parent` repeat fields of `data` so that lists sort and filter by index.
    `base`: the published revisions this state descends from, as JSON; `changed`: edited since it was published.
    """

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("area", "type", "uid"),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount_not_negative"),
        Index("ix_records_list", "type", "area", "year", "removed", "day", "id"),
        Index("ix_records_parent", "parent", "type"),
        Index("ix_records_uid", "uid"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)  # this database only: never on paper or in a bundle
    office: Mapped[str]
    area: Mapped[str]
    type: Mapped[str]
    uid: Mapped[str]
    year: Mapped[int]
    state: Mapped[str]  # saved | published
    imported: Mapped[bool] = mapped_column(default=False)  # came from a file of another desk: never published again
    removed: Mapped[bool] = mapped_column(default=False)  # in the trash, or withdrawn
    changed: Mapped[bool] = mapped_column(default=False)
    conflict: Mapped[bool] = mapped_column(default=False)
    label: Mapped[str]
    day: Mapped[str]
    amount: Mapped[int | None]
    parent: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)  # canonical JSON
    files: Mapped[str]  # SHA-256s joined by spaces, in order
    value_hash: Mapped[str]
    base: Mapped[str]  # revision ids joined by spaces
    saved_at: Mapped[int]  # UTC milliseconds


class Version(Base):
    """One full state a record had here: the history, for undo and audit."""

    __tablename__ = "versions"
    __table_args__ = (Index("ix_versions_record", "uid", "area", "type", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str]
    area: Mapped[str]
    type: Mapped[str]
    uid: Mapped[str]
    year: Mapped[int]
    op: Mapped[str]  # put | withdraw | resolve | remove (into the trash)
    origin: Mapped[str]  # here | bundle | file (loaded) | foreign (loaded from another desk's file)
    shown: Mapped[bool]  # it became the current view; not when unsent changes stood in its way
    rev_id: Mapped[str]  # the revision this version is, "" while it was not published
    data: Mapped[bytes] = mapped_column(LargeBinary)
    files: Mapped[str]
    value_hash: Mapped[str]
    base: Mapped[str]
    actor: Mapped[str]
    at: Mapped[int]  # UTC milliseconds


class Draft(Base):
    """What is being typed: overwritten every few seconds, may be incomplete, never leaves the computer."""

    __tablename__ = "drafts"
    uid: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str]
    area: Mapped[str]
    type: Mapped[str]
    fields: Mapped[str]  # JSON object of the form's fields as typed
    at: Mapped[int]


class Revision(Base):
    """One published state of one record, byte for byte. `status`: applied, unknown (a newer app's type), aside,
    held."""

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_record", "uid", "area", "type"),)
    rev_id: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str]
    area: Mapped[str]
    type: Mapped[str]
    uid: Mapped[str]
    op: Mapped[str]
    parents: Mapped[str]  # revision ids joined by spaces
    value_hash: Mapped[str]
    status: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)  # canonical revision
    at: Mapped[int]


class StreamLine(Base):
    """One line of one device's stream for one area."""

    __tablename__ = "lines"
    __table_args__ = (Index("ix_lines_stream", "area", "device", "seq"), Index("ix_lines_rev_id", "rev_id"))
    hash: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str]
    area: Mapped[str]
    device: Mapped[str]
    seq: Mapped[int]
    prev: Mapped[str]
    rev_id: Mapped[str]


class RecordHead(Base):
    """A published revision of a record that no other published revision follows. Two with different values: a conflict.

    A record loaded as published from a file has no revision here: its head is named `file:` and its value hash, counts
    for the digest and goes when the first real one arrives.
    """

    __tablename__ = "heads"
    __table_args__ = (Index("ix_heads_record", "uid", "area", "type"), Index("ix_heads_area", "area", "value_hash"))
    rev_id: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str]
    area: Mapped[str]
    type: Mapped[str]
    uid: Mapped[str]
    value_hash: Mapped[str]


class StreamHead(Base):
    """The newest line of a stream that we hold with its author's signature. A copied folder leaves two for one
    stream."""

    __tablename__ = "stream_heads"
    __table_args__ = (Index("ix_stream_heads_stream", "area", "device"),)
    hash: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str]
    area: Mapped[str]
    device: Mapped[str]
    seq: Mapped[int]
    sig: Mapped[str]


class Attachment(Base):
    """One file by its SHA-256. `present`: its bytes lie verified in the store; otherwise it was named but has not
    come."""

    __tablename__ = "attachments"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str]
    media: Mapped[str]  # jpeg | png | pdf
    size: Mapped[int]  # bytes, 0 while unknown
    present: Mapped[bool]
    at: Mapped[int]


class Device(Base):
    """Another device's card as it came to us. Whether it may speak for an area is for approvals in the streams to
    say."""

    __tablename__ = "devices"
    device: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str]
    area: Mapped[str]
    card: Mapped[bytes] = mapped_column(LargeBinary)
    trusted: Mapped[bool] = mapped_column(default=False)  # the kelurahan's root, compared with the letter on the wall
    at: Mapped[int]


class PeerState(Base):
    """What another device last said it holds: heads and missing files, one pair, replaced whole."""

    __tablename__ = "peer_states"
    device: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str]
    area: Mapped[str]
    have: Mapped[str]  # JSON list of [area, device, seq, hash]
    missing: Mapped[str]  # SHA-256s joined by spaces
    made_at: Mapped[int]  # the sender's clock, for display
    arrived: Mapped[int]


class Bundle(Base):
    """One bundle made or taken here. `outcome`: prepared, received (the other side has all its lines) or imported."""

    __tablename__ = "bundles"
    uid: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str]
    direction: Mapped[str]  # out | in
    kind: Mapped[str]
    area: Mapped[str]  # the other side's area
    device: Mapped[str]  # the other side's device, "" when made for all devices of the area
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    lines: Mapped[int]
    receipt_code: Mapped[str]
    outcome: Mapped[str]
    heads: Mapped[str]  # JSON list of [area, device, seq, hash] at the end of what it carries
    at: Mapped[int]


class IssuedPaper(Base):
    """One final print, with its file's digest, so that it can be printed again as it was.

    A paper keeps its number; printed again from changed contents it is one more entry under that number.
    """

    __tablename__ = "issued_papers"
    __table_args__ = (Index("ix_issued_papers_of", "of"), Index("ix_issued_papers_number", "number"))
    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str]
    area: Mapped[str]
    kind: Mapped[str]
    of: Mapped[str]
    number: Mapped[str]
    submission_code: Mapped[str]
    sha256: Mapped[str]
    pages: Mapped[int]
    by: Mapped[str]
    at: Mapped[int]
