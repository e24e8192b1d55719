"""One backup as a file: a ZIP of a manifest, its signature and the database; locked with age where it leaves the
computer. Attachments and issued papers lie beside it, one file each, named by their hash.

    Cadangan Rembug/RT03-RW04-Kaliombo/
        RT03-RW04-Kaliombo-2026-11-22-140512.cadangan
        files/ab/<sha256>[.age]      papers/<sha256>[.age]
"""

import hashlib
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.db import sqlite
from desktop.db.models import Draft, RecordHead, RecordRow, StreamLine, Version
from desktop.domain.errors import Trouble
from desktop.durable import put_in_place, sync_folder
from desktop.services.desk import DATABASE
from desktop.sync import revisions as sync_revisions
from desktop.sync.keys import DeviceKeys, verify
from desktop.sync.revisions import Area, Hash, Uid
from desktop.sync.vault import BundleRefused, Identity, is_locked, lock, unlock

FORMAT = 1
_MANIFEST, _SIGNATURE = "manifest.json", "manifest.sig"
_LABEL = b"backup/1\0"
_CHUNK = 1 << 20
_MANIFEST_BYTES = 64 * _CHUNK
KINDS = ("files", "papers")
"""What lies beside a backup: attachments, and the very PDFs that were issued."""


class Counts(Struct, frozen=True, kw_only=True):
    """How many rows a database has."""

    records: int
    versions: int
    lines: int
    drafts: int


class Manifest(Struct, frozen=True, kw_only=True):
    """What a backup says of itself. `digests`: by area, of what is saved and of what is published; `made_at`: UTC ms;
    `device`, `sign`: of the computer that made it, and its public key, with which this is signed."""

    format: int = FORMAT
    area: Area
    year: int
    device: Uid
    sign: Hash
    made_at: int
    app_version: str
    schema: str
    counts: Counts
    digests: dict[str, tuple[Hash, Hash]]
    files: tuple[Hash, ...]
    papers: tuple[Hash, ...]
    database: Hash
    size: Annotated[int, msgspec.Meta(ge=0)]


@dataclass(frozen=True, slots=True)
class Locks:
    """To whom what leaves the computer is encrypted; nobody: it is written as it is."""

    recipients: tuple[str, ...] = ()
    roots: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.recipients)


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup that was read: what it says, and its database in a working folder."""

    path: Path
    manifest: Manifest
    database: Path


def count(session: Session) -> Counts:
    """The rows of an open database."""
    records, versions, lines, drafts = (
        session.scalar(select(func.count()).select_from(model)) or 0
        for model in (RecordRow, Version, StreamLine, Draft)
    )
    return Counts(records=records, versions=versions, lines=lines, drafts=drafts)


def digests(session: Session) -> dict[str, tuple[str, str]]:
    """By area: the digest of what is saved, and of what is published."""
    saved: dict[str, list[str]] = {}
    published: dict[str, list[str]] = {}
    for area, value in session.execute(
        select(RecordRow.area, RecordRow.value_hash).where(RecordRow.removed.is_(False))
    ):
        saved.setdefault(area, []).append(value)
    for area, value in session.execute(select(RecordHead.area, RecordHead.value_hash)):
        published.setdefault(area, []).append(value)
    return {
        area: (sync_revisions.digest(saved.get(area, [])), sync_revisions.digest(published.get(area, [])))
        for area in sorted(saved.keys() | published.keys())
    }


def hash_of(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_whole(path: Path, sha256: str) -> bool:
    """Whether a file can be read and is what its name says."""
    try:
        return hash_of(path) == sha256
    except OSError:
        return False


# --- writing ---------------------------------------------------------------------------------------------------------


def pack(target: Path, database: Path, manifest: Manifest, keys: DeviceKeys) -> None:
    """The inner ZIP, in a working folder of the computer. Raises OSError."""
    raw = msgspec.json.encode(manifest)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(zipfile.ZipInfo(_MANIFEST), raw)
        archive.writestr(zipfile.ZipInfo(_SIGNATURE), keys.sign(_LABEL + raw))
        archive.write(database, DATABASE)


def place_whole(source: Path, target: Path, locks: Locks) -> None:
    """Copy a file to where it shall be kept, locked where asked; there it is whole and read back, or not at all.

    Raises OSError; Trouble: copy_differs.
    """
    temporary = target.with_name(f"{target.name[:60]}.{secrets.token_hex(6)}.tmp")
    try:
        digest = hashlib.sha256()
        with temporary.open("xb") as out:
            written = _Hashing(out, digest)
            if locks:
                lock(written, _chunks(source), locks.recipients, locks.roots)  # type: ignore[arg-type]  # it writes only
            else:
                for chunk in _chunks(source):
                    written.write(chunk)
            out.flush()
            os.fsync(out.fileno())
            _forget(out)
        if hash_of(temporary) != digest.hexdigest():  # a stick may lie about what it holds
            raise Trouble("copy_differs", target.name, {"place": str(target.parent)})
        put_in_place(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


class _Hashing:
    """A file that remembers what was written to it."""

    def __init__(self, out: BinaryIO, digest: Any) -> None:
        self._out, self._digest = out, digest

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()


def _chunks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _forget(file: BinaryIO) -> None:
    """Let the next reading come from the disk itself, not from memory; where the system knows how."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


# --- what lies beside ------------------------------------------------------------------------------------------------


def beside(folder: Path, kind: str, sha256: str) -> Path:
    """Where an attachment or paper lies in a folder of backups; `.age` is added where it is locked."""
    return folder / kind / sha256[:2] / sha256


def is_beside(folder: Path, kind: str, sha256: str, *, locked: bool) -> bool:
    """Whether it is there, in the form wanted."""
    path = beside(folder, kind, sha256)
    return (path.with_name(f"{sha256}.age") if locked else path).is_file()


def keep_beside(folder: Path, kind: str, sha256: str, source: Path, locks: Locks) -> None:
    """Put one attachment or paper beside the backups. Raises OSError; Trouble: copy_differs."""
    plain = beside(folder, kind, sha256)
    if not plain.parent.is_dir():
        plain.parent.mkdir(parents=True, exist_ok=True)
        sync_folder(plain.parent.parent)
    target = plain.with_name(f"{sha256}.age") if locks else plain
    place_whole(source, target, locks)
    if locks:
        plain.unlink(missing_ok=True)  # from before there was a key to lock it with


def read_beside(folder: Path, kind: str, sha256: str, work: Path, identities: Sequence[Identity]) -> bytes:
    """The bytes, compared with their name. Raises Trouble: file_missing, file_damaged, backup_locked."""
    plain = beside(folder, kind, sha256)
    locked = plain.with_name(f"{sha256}.age")
    try:
        if locked.is_file():
            clear = work / "beside"
            with clear.open("wb") as out:
                unlock(locked, out, identities)
            data = clear.read_bytes()
            clear.unlink()
        else:
            data = plain.read_bytes()
    except FileNotFoundError as problem:
        raise Trouble("file_missing", sha256) from problem
    except BundleRefused as problem:
        if problem.code == "not_for_us":
            raise Trouble("backup_locked", sha256) from problem
        raise Trouble("file_damaged", f"{sha256}: {problem.code}") from problem
    except OSError as problem:
        raise Trouble("file_damaged", f"{sha256}: {problem}") from problem
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Trouble("file_damaged", sha256)
    return data


# --- reading ---------------------------------------------------------------------------------------------------------


def read(path: Path, work: Path, identities: Sequence[Identity]) -> Opened:
    """Open a backup into a working folder: signature, size, hash and the soundness of its database are checked.

    Raises Trouble (facts: name): file_unreadable, backup_locked, backup_damaged, backup_newer, not_backup.
    """
    facts = {"name": path.name}
    inner, database = work / "inner.zip", work / DATABASE
    try:
        locked = is_locked(path)
        if locked:
            with inner.open("wb") as out:
                unlock(path, out, identities)
        manifest = _unpack(inner if locked else path, database, facts)
    except BundleRefused as problem:
        code = "backup_locked" if problem.code == "not_for_us" else "backup_damaged"
        raise Trouble(code, f"{problem.code}: {problem.detail}", facts) from problem
    except FileNotFoundError as problem:
        raise Trouble("file_unreadable", str(problem), facts) from problem
    except OSError as problem:
        raise Trouble("file_unreadable", str(problem), facts) from problem
    finally:
        inner.unlink(missing_ok=True)
    state = sqlite.is_sound(database)
    if state != "ok":
        raise Trouble("backup_damaged", state, facts)
    return Opened(path, manifest, database)


def _unpack(inner: Path, database: Path, facts: dict[str, str]) -> Manifest:
    if not zipfile.is_zipfile(inner):
        raise Trouble("not_backup" if inner.stat().st_size else "backup_damaged", "", facts)
    try:
        with zipfile.ZipFile(inner) as archive:
            if sorted(archive.namelist()) != sorted((_MANIFEST, _SIGNATURE, DATABASE)):
                raise Trouble("not_backup", "names", facts)
            if archive.getinfo(_MANIFEST).file_size > _MANIFEST_BYTES or archive.getinfo(_SIGNATURE).file_size > 1024:
                raise Trouble("backup_damaged", "manifest size", facts)
            raw, signature = archive.read(_MANIFEST), archive.read(_SIGNATURE).decode("ascii", "replace")
            manifest = _manifest(raw, signature, facts)
            digest, size = hashlib.sha256(), 0
            with archive.open(DATABASE) as member, database.open("wb") as out:
                while chunk := member.read(_CHUNK):
                    size += len(chunk)
                    if size > manifest.size:
                        raise Trouble("backup_damaged", "database size", facts)
                    digest.update(chunk)
                    out.write(chunk)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error) as problem:
        raise Trouble("backup_damaged", str(problem), facts) from problem
    if (digest.hexdigest(), size) != (manifest.database, manifest.size):
        raise Trouble("backup_damaged", "database hash", facts)
    return manifest


class _Version(Struct):
    format: int


def _manifest(raw: bytes, signature: str, facts: dict[str, str]) -> Manifest:
    try:
        if msgspec.json.decode(raw, type=_Version).format > FORMAT:
            raise Trouble("backup_newer", "format", facts)
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.MsgspecError, RecursionError) as problem:
        raise Trouble("backup_damaged", str(problem)[:80], facts) from problem
    if not verify(manifest.sign, signature, _LABEL + raw):
        raise Trouble("backup_damaged", "signature", facts)
    return manifest


def unwrap(path: Path, target: Path, identities: Sequence[Identity]) -> None:
    """The inner ZIP as a file of its own. Raises Trouble: backup_locked, backup_damaged; OSError."""
    try:
        if is_locked(path):
            with target.open("wb") as out:
                unlock(path, out, identities)
        else:
            target.write_bytes(path.read_bytes())
    except BundleRefused as problem:
        code = "backup_locked" if problem.code == "not_for_us" else "backup_damaged"
        raise Trouble(code, f"{problem.code}: {problem.detail}", {"name": path.name}) from problem
