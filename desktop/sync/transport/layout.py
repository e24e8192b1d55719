"""Where bundles lie at a place many desks share, and how one is cut into parts.

    KODE/in/04-03/        from RT 03/RW 04 to the kelurahan        KODE/in/P-02/   from Pokmas 02
    KODE/out/04-03/       from the kelurahan to that desk
      UID.rembug            a whole bundle, or
      UID.parts/            its parts, each named by its SHA-256, and, put there last, index.json

Readers trust no name: a bundle says inside who made it, and its hash whether it is whole.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from desktop.domain.areas import office_of
from desktop.domain.errors import Trouble
from desktop.sync import limits

PARTS, INDEX, BUNDLE = ".parts", "index.json", ".rembug"
INDEX_BYTES = 128 * limits.KIB
"""Largest index.json: the largest bundle has 256 parts of 67 bytes each."""

Sha = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
SHA = re.compile(r"[0-9a-f]{64}")
Box = tuple[str, str, str]
"""(KODE, "in" or "out", desk): one folder of the layout."""


class Index(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """What index.json says: the whole bundle, and its parts in order. `size`, `part_bytes`: bytes."""

    size: Annotated[int, msgspec.Meta(gt=0, le=limits.FILE_BYTES)]
    sha256: Sha
    parts: Annotated[tuple[Sha, ...], msgspec.Meta(min_length=1, max_length=4 * limits.FILE_BYTES // limits.PART_BYTES)]
    part_bytes: Annotated[int, msgspec.Meta(ge=limits.PART_BYTES // 4, le=limits.MIB)] = limits.PART_BYTES
    format: Literal[1] = 1

    def size_of(self, at: int) -> int:
        """Bytes of the part at this place: all are of one size but the last."""
        return min(self.part_bytes, self.size - at * self.part_bytes)

    def sizes(self) -> dict[str, int]:
        """Bytes by part; two parts of the same content are one file."""
        return {sha: self.size_of(at) for at, sha in enumerate(self.parts)}


def box(area: str, *, to_office: bool) -> Box:
    """The folder of what goes from an area to its kelurahan, or from there to it."""
    code = office_of(area)
    return code, "in" if to_office else "out", area.removeprefix(code).strip("/").replace("/", "-")


def cut(file: Path) -> Index:
    """The parts of a bundle. Raises OSError."""
    whole, parts, size = hashlib.sha256(), [], 0
    with file.open("rb") as source:
        while chunk := source.read(limits.PART_BYTES):
            whole.update(chunk)
            parts.append(hashlib.sha256(chunk).hexdigest())
            size += len(chunk)
    return Index(size=size, sha256=whole.hexdigest(), parts=tuple(parts))


def read_index(raw: bytes) -> Index:
    """An index as it came. Raises Trouble: way_damaged (it is none, or its numbers do not fit)."""
    try:
        found = msgspec.json.decode(raw, type=Index)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise Trouble("way_damaged", f"index.json: {problem}") from problem
    if len(found.parts) != -(-found.size // found.part_bytes):
        raise Trouble("way_damaged", "index.json: parts and size differ")
    return found


def join(parts: Iterator[bytes], index: Index, target: Path) -> None:
    """Put a bundle together. Raises Trouble: way_damaged (the whole is not what the index says); OSError."""
    whole, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        for part in parts:
            whole.update(part)
            size += out.write(part)
    if (size, whole.hexdigest()) != (index.size, index.sha256):
        target.unlink()
        raise Trouble("way_damaged", "the whole differs from its index")
