"""The ZIP inside a bundle: a small, fixed part of the ZIP format, written and read byte by byte.

Every byte of the structure is determined by the members: headers follow each other without gap, central directory and
local headers agree in every field, there are no extra fields, comments, data descriptors, ZIP64, links or folders. So a
reader cannot be made to see something else than another reader does, and nothing can hide between members.
Any unzip program reads it. Members are stored or deflated. Nothing is ever extracted under its own name.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from desktop.sync import limits
from desktop.sync.refusals import BundleRefused

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_MADE_BY: Final = 3 << 8 | 20  # Unix, version 2.0: so that the rights below are read
_NEEDED: Final = 20
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01 00:00: no clock, so the same members make the same bytes
_RIGHTS: Final = 0o100644 << 16  # a plain file nobody can run
_STORED, _DEFLATED = 0, 8
_SAFE_NAME: Final = re.compile(r"[a-z0-9]+(?:[._/-][a-z0-9]+)*")
_NAME_CHARS: Final = 100


class Entry(NamedTuple):
    """Where one member lies: `start` and `packed` are its bytes in the ZIP, `size` its length unpacked."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


class Source(NamedTuple):
    """One member to write. `chunks` yields its bytes as they stand in the ZIP; `method`, `crc` and sizes fit them."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    chunks: Iterable[bytes]


def pack(name: str, content: bytes) -> Source:
    """A member of bytes at hand, deflated where that helps and keeps within the ratio a reader allows."""
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = deflater.compress(content) + deflater.flush()
    if len(packed) < len(content) <= limits.RATIO * len(packed):
        return Source(name, _DEFLATED, zlib.crc32(content), len(packed), len(content), (packed,))
    return stored(name, zlib.crc32(content), len(content), (content,))


def stored(name: str, crc: int, size: int, chunks: Iterable[bytes]) -> Source:
    """A member written as it is."""
    return Source(name, _STORED, crc, size, size, chunks)


def write_zip(sources: Iterable[Source]) -> Iterator[bytes]:
    """The bytes of the ZIP, piece by piece, members in the order given."""
    offset, directory = 0, []
    for source in sources:
        name = source.name.encode("ascii")
        common = (_NEEDED, 0, source.method, _TIME, _DATE, source.crc, source.packed, source.size, len(name), 0)
        directory.append(_CENTRAL.pack(b"PK\x01\x02", _MADE_BY, *common, 0, 0, 0, _RIGHTS, offset) + name)
        yield _LOCAL.pack(b"PK\x03\x04", *common) + name
        yield from source.chunks
        offset += _LOCAL.size + len(name) + source.packed
    whole = b"".join(directory)
    yield whole + _END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), len(whole), offset, 0)


def read_directory(data: bytes | memoryview) -> list[Entry]:
    """Check the whole structure and return the members in order. Raises BundleRefused: bad_zip, too_big.

    Reads no member, so a bomb costs nothing.
    """
    if len(data) < _END.size:
        raise _bad("terlalu pendek")
    end_at = len(data) - _END.size
    magic, disk, first_disk, count_here, count, size, offset, comment = _END.unpack_from(data, end_at)
    if magic != b"PK\x05\x06" or comment:
        raise _bad("akhir daftar isi tidak di akhir berkas")
    if disk or first_disk or count_here != count or offset + size != end_at:
        raise _bad("daftar isi tidak pada tempatnya")
    if not 0 < count <= limits.MEMBERS:
        raise BundleRefused("too_big" if count else "bad_zip", f"{count} anggota")
    entries: list[Entry] = []
    names: set[str] = set()
    here, local_at, total = offset, 0, 0
    for _ in range(count):
        entry, here = _read_central(data, here, end_at, local_at)
        local_at = entry.start + entry.packed
        if entry.name.casefold() in names:
            raise _bad("nama anggota dua kali")
        names.add(entry.name.casefold())
        total += entry.size
        if entry.size > limits.UNPACKED_BYTES or total > limits.UNPACKED_BYTES:
            raise BundleRefused("too_big", "isi terlalu besar")
        if entry.size > limits.RATIO * entry.packed:
            raise BundleRefused("too_big", "isi mengembang lebih dari 200 kali")
        entries.append(entry)
    if here != end_at or local_at != offset:
        raise _bad("ada bita di antara anggota")
    return entries


def _read_central(data: bytes | memoryview, at: int, end: int, local_at: int) -> tuple[Entry, int]:
    """One entry of the central directory, compared with the local header that must lie at `local_at`."""
    if at + _CENTRAL.size > end or local_at + _LOCAL.size > len(data):
        raise _bad("daftar isi terpotong")
    magic, made_by, *common = _CENTRAL.unpack_from(data, at)[:12]
    note, disk, internal, rights, offset = _CENTRAL.unpack_from(data, at)[12:]
    needed, flags, method, time, date, crc, packed, size, name_length, extra = common
    if magic != b"PK\x01\x02" or (made_by, needed, time, date) != (_MADE_BY, _NEEDED, _TIME, _DATE):
        raise _bad("kepala anggota asing")
    if flags or extra or note or disk or internal:
        raise _bad("anggota bersandi, bersambung, atau bercatatan")
    if rights != _RIGHTS:
        raise _bad("anggota bukan berkas biasa")
    if method not in (_STORED, _DEFLATED) or (method == _STORED and packed != size):
        raise _bad("cara pemadatan")
    raw_name = bytes(data[at + _CENTRAL.size : at + _CENTRAL.size + name_length])
    if not 0 < name_length <= _NAME_CHARS or at + _CENTRAL.size + name_length > end:
        raise _bad("panjang nama anggota")
    name = raw_name.decode("ascii", "replace")
    if not _SAFE_NAME.fullmatch(name):
        raise _bad("nama anggota")
    if offset != local_at:
        raise _bad("anggota bertindihan atau berjarak")
    local = _LOCAL.unpack_from(data, local_at)
    start = local_at + _LOCAL.size + name_length
    if local[0] != b"PK\x03\x04" or list(local[1:]) != common or data[start - name_length : start] != raw_name:
        raise _bad("kepala anggota tidak sama dengan daftar isi")
    return Entry(name, method, crc, packed, size, start), at + _CENTRAL.size + name_length


def read_member(data: bytes | memoryview, entry: Entry) -> bytes:
    """The content of one member: exactly `entry.size` bytes with its CRC. Raises BundleRefused: bad_zip."""
    return bytes(look_at(data, entry))


def look_at(data: bytes | memoryview, entry: Entry) -> bytes | memoryview:
    """As `read_member`; of a memoryview, what was stored as it is comes without a copy."""
    raw: bytes | memoryview = data[entry.start : entry.start + entry.packed]
    if entry.method == _DEFLATED:
        inflater = zlib.decompressobj(-15)
        try:
            raw = inflater.decompress(raw, entry.size + 1)
        except zlib.error:
            raise _bad("anggota rusak") from None
        if not inflater.eof or inflater.unused_data:
            raise _bad("anggota lebih panjang dari daftar isi")
    if len(raw) != entry.size or zlib.crc32(raw) != entry.crc:
        raise _bad("anggota tidak sama dengan daftar isi")
    return raw


def _bad(detail: str) -> BundleRefused:
    return BundleRefused("bad_zip", detail)
