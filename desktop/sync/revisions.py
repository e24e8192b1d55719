"""The canonical form of what travels: revisions, lines, their ids and hashes.

Canonical form (format 1): JSON in UTF-8, NFC, keys sorted by code point, no spaces, integers of 64 bits only, no
control characters below U+0020 but newline and tab, at most 12 levels deep; only `"`, `\\`, newline and tab are
escaped. The reader writes what it read once more and must get the same bytes, so there is exactly one spelling of
every record, and a hash of the bytes is a hash of the content.

Hashes, all SHA-256, as 64 lower-case hex digits, over the label, a NUL byte and the canonical form of:
  rev/1     the revision with a key `area` added; not the device, not the running number: the same revision sent again
            by another device keeps its id
  line/1    {area, device, prev, rev: <revision id>, seq}: the running hash of a stream
  value/1   {area, data, files, type, uid, year}: what a record says, however it came to say it
digest/1 is over the 32-byte value hashes, each once, sorted, one after the other.

Unknown keys are kept inside `data` and in the revision itself (a newer app wrote them): `ParsedLine.rev_bytes` has
them. An unknown key of the line around it is refused: the running hash covers five keys, so nothing would vouch for it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, Literal

import msgspec

from desktop.sync import limits

UID_PATTERN: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z"
HASH_PATTERN: Final = r"^[0-9a-f]{64}\Z"
AREA_PATTERN: Final = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}(?:/P/[0-9]{2,3}|/[0-9]{2,3}/[0-9]{2,3})?\Z"
"""Kelurahan `KODE`, Pokmas `KODE/P/nn`, RT `KODE/RW/RT`. Whether the area exists is for the caller to judge."""

Uid = Annotated[str, msgspec.Meta(pattern=UID_PATTERN)]
Hash = Annotated[str, msgspec.Meta(pattern=HASH_PATTERN)]
Area = Annotated[str, msgspec.Meta(pattern=AREA_PATTERN)]
Op = Literal["put", "withdraw", "resolve"]


class BadForm(Exception):
    """Bytes or values that are not in canonical form, or break a rule of form.

    `code` is stable, for messages: not_utf8, not_json, number, too_deep, bad_text, not_nfc, not_canonical, too_long,
    bad_type, bad_field, unknown_field, unknown_op, too_many_parents.
    `detail` is for "Rincian": where and what, never the content itself.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class Revision(msgspec.Struct, frozen=True, omit_defaults=True):
    """One published state of one record, as its author meant it.

    `v` is the version of this envelope (1). `type` is `d.…` (written by the area's own desk) or `k.…` (written by the
    kelurahan). `parents` are the revision ids this one was edited from. `at` is UTC in ms: to show, never
    for authority. `year` is the budget year. `data` is the record; `files` are SHA-256 of its attachments, in the
    record's own order. `reason` goes with `withdraw`; empty, it is left out of the canonical form.
    """

    v: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    type: Annotated[str, msgspec.Meta(pattern=r"^[a-z]\.[a-z_]{1,40}\Z")]
    uid: Uid
    op: Op
    parents: tuple[Hash, ...]
    at: Annotated[int, msgspec.Meta(ge=0, le=limits.AT_MAX)]
    actor: Uid
    year: Annotated[int, msgspec.Meta(ge=limits.YEAR_MIN, le=limits.YEAR_MAX)]
    data: dict[str, Any]
    files: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=limits.REVISION_FILES)]
    reason: str = ""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A revision in its place: line `seq` (1, 2, 3 …) of a device's stream for one area, after running hash `prev`."""

    device: Uid
    area: Area
    seq: Annotated[int, msgspec.Meta(ge=1, le=limits.INT_MAX)]
    prev: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?\Z")]
    rev: Revision


class ParsedLine(msgspec.Struct, frozen=True):
    """A line as read: `rev_bytes` is the revision byte for byte, unknown keys too; `hash` is the running hash here."""

    line: Line
    rev_bytes: bytes
    rev_id: str
    hash: str


def _refuse_float(_text: str) -> float:
    raise BadForm("number", "bukan bilangan bulat")


_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(float_hook=_refuse_float).decode
_decode_line = msgspec.json.Decoder(Line, float_hook=_refuse_float).decode
_is_plain = re.compile(r"[\x20-\x7e\n\t]*").fullmatch
_find_half_character = re.compile(rb"\\u[dD][89a-fA-F]").search
_find_long_number = re.compile(rb"[0-9]{19}").search
_find_control = re.compile(r"[\x00-\x08\x0b-\x1f]").search


def canonical(value: object) -> bytes:
    """The one spelling of a value: dicts, lists, texts, 64-bit integers, true, false, null (and Structs of these).

    Raises BadForm: bad_type (a float, Decimal, date, bytes …), number, bad_text, not_nfc (see `normalise`), too_deep,
    too_long.
    """
    if isinstance(value, msgspec.Struct):
        value = msgspec.to_builtins(value)
    check_value(value)
    return _encode(value)


def parse_canonical(raw: bytes, *, max_depth: int = limits.DEPTH) -> Any:
    """Read strictly: only bytes that `canonical` could have written, `max_depth` levels at most. Raises BadForm."""
    try:
        value = _decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise _why_unreadable(raw, error) from None
    check_value(value, max_depth)
    if _encode(value) != raw:
        raise BadForm("not_canonical", "urutan kunci, spasi, kunci ganda atau cara menulis")
    return value


def normalise(value: Any) -> Any:
    """The same value with every text, keys too, in NFC. Tuples become lists. Raises BadForm: too_deep, bad_field."""
    return _normalise(value, 0)


def _normalise(value: Any, depth: int) -> Any:
    if depth > limits.DEPTH:  # bounds the recursion as well
        raise BadForm("too_deep", f"lebih dari {limits.DEPTH} tingkat")
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        items = {_normalise(key, depth + 1): _normalise(item, depth + 1) for key, item in value.items()}
        if len(items) != len(value):
            raise BadForm("bad_field", "dua kunci menjadi sama")
        return items
    if isinstance(value, (list, tuple)):
        return [_normalise(item, depth + 1) for item in value]
    return value


def check_value(value: object, max_depth: int = limits.DEPTH) -> None:
    """Raise BadForm unless the value may be written in canonical form. Level by level: nothing exhausts the stack."""
    level: list[object] = [value]
    depth = 0
    while level:
        inner: list[object] = []
        nested = False
        for item in level:
            if isinstance(item, str):
                plain = (item.isascii() and item.isprintable()) or _is_plain(item)
                if not plain or len(item) > limits.TEXT_CHARS:
                    check_text(item)
            elif item is None or isinstance(item, bool):
                continue
            elif isinstance(item, int):
                if not limits.INT_MIN <= item <= limits.INT_MAX:
                    raise BadForm("number", "bilangan di luar 64 bit")
            elif isinstance(item, dict):
                for key in item:
                    if not isinstance(key, str):
                        raise BadForm("bad_type", "kunci bukan teks")
                inner.extend(item)
                inner.extend(item.values())
                nested = True
            elif isinstance(item, (list, tuple)):
                inner.extend(item)
                nested = True
            else:
                raise BadForm("bad_type", type(item).__name__)
        depth += nested
        if depth > max_depth:
            raise BadForm("too_deep", f"lebih dari {max_depth} tingkat")
        level = inner


def check_text(text: str) -> None:
    """Raise BadForm unless this text may travel: NFC, no control character but newline and tab, no half character."""
    if len(text) > limits.TEXT_CHARS:
        raise BadForm("too_long", f"teks {len(text)} huruf, paling banyak {limits.TEXT_CHARS}")
    found = _find_control(text)
    if found:
        raise BadForm("bad_text", f"tanda kendali U+{ord(found[0]):04X} pada huruf {found.start() + 1}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadForm("bad_text", f"huruf rusak pada huruf {error.start + 1}") from None
    if not unicodedata.is_normalized("NFC", text):
        raise BadForm("not_nfc", "teks tidak dalam bentuk NFC")


def parse_line(raw: bytes) -> ParsedLine:
    """Read one line (without its newline) and compute its id and running hash. Raises BadForm.

    Checks form only: whether the hash continues its stream, and who may write what, is for the bundle and the services.
    """
    if len(raw) > limits.LINE_BYTES:
        raise BadForm("too_long", f"baris {len(raw)} bita, paling banyak {limits.LINE_BYTES}")
    try:
        line = _decode_line(raw)
    except msgspec.ValidationError as error:
        parse_canonical(raw)  # when the bytes themselves are bad, that is the better answer
        raise _bad_field(error) from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise _why_unreadable(raw, error) from None
    rev = line.rev
    if len(rev.parents) > limits.PARENTS:
        raise BadForm("too_many_parents", f"{len(rev.parents)} induk, paling banyak {limits.PARENTS}")
    if len(set(rev.parents)) != len(rev.parents) or len(set(rev.files)) != len(rev.files):
        raise BadForm("bad_field", "induk atau berkas disebut dua kali")
    if (line.seq == 1) != (line.prev == ""):
        raise BadForm("bad_field", "baris pertama tidak bersambung, baris lain harus bersambung")
    if not _plain(raw):
        check_value(rev.data, limits.DEPTH - 2)  # two levels hold it: the line and the revision
        check_value(rev.reason)
    if _encode(line) == raw:
        rev_bytes = _encode(rev)
        rev_id = revision_id(line.area, rev)
    else:
        rev_bytes = _with_unknown_keys(raw)
        rev_id = revision_id(line.area, rev_bytes)
    return ParsedLine(line, rev_bytes, rev_id, line_hash(line.device, line.area, line.seq, line.prev, rev_id))


def _plain(raw: bytes) -> bool:
    """Whether nothing in a line that was read without an error can break a rule of form: most lines, told quickly.

    ASCII without an escape holds no control character and is in NFC; no text is longer than the line; what has so few
    openings is not too deep; and fewer than 19 digits fit into 64 bits.
    """
    return (
        len(raw) <= limits.TEXT_CHARS
        and raw.isascii()
        and b"\\" not in raw
        and raw.count(b"{") + raw.count(b"[") <= limits.DEPTH
        and not _find_long_number(raw)
    )


def _with_unknown_keys(raw: bytes) -> bytes:
    """The canonical revision of a line that a newer app wrote; BadForm when the line merely is not canonical."""
    rev = parse_canonical(raw)["rev"]
    unknown = rev.keys() - set(Revision.__struct_fields__)
    if not unknown or rev.get("reason") == "":
        raise BadForm("not_canonical", "kunci kosong ditulis")
    if "area" in unknown:  # taken: the id adds it
        raise BadForm("bad_field", "area di dalam catatan")
    return _encode(rev)


def make_line(device: str, area: str, seq: int, prev: str, rev: Revision) -> tuple[bytes, str, str]:
    """Write a line: (its bytes without newline, its revision id, the running hash after it).

    Texts must be in NFC already (`normalise`). Raises BadForm for whatever a reader would refuse.
    """
    check_value(rev.data, limits.DEPTH - 2)
    check_value(rev.reason)
    raw = _encode(Line(device, area, seq, prev, rev))
    parsed = parse_line(raw)
    return raw, parsed.rev_id, parsed.hash


def check_fits(data: bytes, files: Sequence[str]) -> None:
    """Raise BadForm (too_long, too_deep, bad_field) unless a record with this canonical data and these attachments can
    be published as one line, whatever its parents."""
    size = len(data) + sum(len(sha) + len('"",') for sha in files)
    if size > limits.RECORD_BYTES:
        raise BadForm("too_long", f"catatan {size} bita, paling banyak {limits.RECORD_BYTES}")
    if len(files) > limits.REVISION_FILES or len(set(files)) != len(files):
        raise BadForm(
            "bad_field", f"{len(files)} lampiran, paling banyak {limits.REVISION_FILES}, masing-masing sekali"
        )
    if data.count(b"{") + data.count(b"[") > limits.DEPTH - 2:  # it cannot be deeper than it has openings
        check_value(_decode(data), limits.DEPTH - 2)  # two levels hold it: the line and the revision


def revision_id(area: str, rev: Revision | bytes) -> str:
    """The id of a revision of this area: the same whichever device sends it, and under whichever running number.

    Bytes are taken as canonical (`ParsedLine.rev_bytes` or what was stored of it).
    """
    if isinstance(rev, bytes):
        fields: dict[str, Any] = _decode(rev)
    else:
        fields = msgspec.structs.asdict(rev)
        if not rev.reason:
            del fields["reason"]
    fields["area"] = area
    return _hash(b"rev/1\0", fields)


def line_hash(device: str, area: str, seq: int, prev: str, rev_id: str) -> str:
    """The running hash of a stream after this line; `prev` is the one before it, "" for the first line."""
    return _hash(b"line/1\0", {"area": area, "device": device, "prev": prev, "rev": rev_id, "seq": seq})


def value_hash(type: str, uid: str, area: str, year: int, data: Mapping[str, Any], files: Iterable[str]) -> str:  # noqa: A002 - the record's word
    """What a record says, as 64 hex digits: equal for equal content, however it was reached. Raises BadForm."""
    value = {"type": type, "uid": uid, "area": area, "year": year, "data": dict(data), "files": list(files)}
    check_value(value)
    return _hash(b"value/1\0", value)


def said_by(parsed: ParsedLine) -> tuple[str, bytes]:
    """The value hash of what a line says, and its data in canonical bytes: `parse_line` has checked them already."""
    rev = parsed.line.rev
    value = {
        "type": rev.type,
        "uid": rev.uid,
        "area": parsed.line.area,
        "year": rev.year,
        "data": rev.data,
        "files": rev.files,
    }
    return _hash(b"value/1\0", value), _encode(rev.data)


def digest(value_hashes: Iterable[str]) -> str:
    """The digest of a set of records, as 64 hex digits, whatever their order."""
    return hashlib.sha256(b"digest/1\0" + bytes.fromhex("".join(sorted(set(value_hashes))))).hexdigest()


def short(digest: str) -> str:
    """The first eight digits, upper case: what stands on papers and is read out by telephone."""
    return digest[:8].upper()


def heads(revisions: Mapping[str, Iterable[str]]) -> set[str]:
    """Of revision id → parents (of one record), the ids that nothing has replaced. Parents not among them do no harm.

    No walk, so no loop and no depth: an id is a hash over its parents, so a true loop cannot be made at all.
    """
    replaced = {parent for rev_id, parents in revisions.items() for parent in parents if parent != rev_id}
    return set(revisions) - replaced


def _hash(label: bytes, value: object) -> str:
    return hashlib.sha256(label + _encode(value)).hexdigest()


def _why_unreadable(raw: bytes, error: Exception) -> BadForm:
    if isinstance(error, RecursionError):
        return BadForm("too_deep", f"lebih dari {limits.DEPTH} tingkat")
    try:
        text = raw.decode()
    except UnicodeDecodeError as bad:
        return BadForm("not_utf8", f"bita {bad.start + 1}")
    if text.startswith("\ufeff"):
        return BadForm("not_utf8", "tanda urutan bita (BOM) di awal")
    if isinstance(error, msgspec.ValidationError):  # without a type, only numbers can be invalid
        return BadForm("number", "bilangan terlalu besar")
    if _find_control(text) or _find_half_character(raw):
        return BadForm("bad_text", "tanda kendali atau separuh huruf")
    return BadForm("not_json", str(error))


def _bad_field(error: msgspec.ValidationError) -> BadForm:
    """Name the field, never its content: msgspec's own message may quote it."""
    found = re.search(r"at `(\$[^`]*)`", str(error))
    path = found[1] if found else "$"
    if path == "$.rev.op":
        return BadForm("unknown_op", path)
    if "unknown field" in str(error):
        return BadForm("unknown_field", path)
    return BadForm("bad_field", path)
