"""A folder many desks see: on a USB stick that goes round, or kept alike by a program such as Syncthing or Nextcloud.

What such a program has half brought is left alone until it is whole; names mean nothing, nor those of conflict copies.
"""

import errno
import hashlib
import stat
import time
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.domain.errors import Trouble
from desktop.durable import replacing
from desktop.sync import limits
from desktop.sync.transport import layout
from desktop.sync.transport.layout import BUNDLE, INDEX, PARTS, SHA, Box
from desktop.sync.transport.way import Lying, Put, Report, quiet

SETTLED = 3.0
"""Seconds a file must have kept its size and moment before it is read."""

_CHUNK = limits.PART_BYTES


class Folder:
    """The layout in a folder that is there already: a stick that is not plugged in must not become a folder here."""

    def __init__(self, root: Path, *, settled: float = SETTLED) -> None:
        self._root, self._settled = root, settled
        self._seen: dict[Path, tuple[int, int]] = {}

    def check(self) -> None:
        """Raises Trouble: way_folder_missing, way_folder_full, way_folder_refused."""
        self._there()
        trial = self._root / ".rembug-coba"
        with self._explained(), replacing(trial) as out:
            out.write(b"rembug")
        with self._explained():
            trial.unlink(missing_ok=True)

    def put(self, to: Box, uid: str, file: Path, report: Report = quiet) -> Put:
        """Under another name first, flushed, renamed, then read back and compared.

        Raises Trouble: as `check`, and way_copy_differs; OSError when `file` cannot be read.
        """
        self._there()
        target = self._root.joinpath(*to) / f"{uid}{BUNDLE}"
        size, digest = file.stat().st_size, _digest(file)
        with suppress(OSError):
            if target.stat().st_size == size and _digest(target) == digest:
                return Put(sent=0, size=size)
        with file.open("rb") as source, self._explained():
            target.parent.mkdir(parents=True, exist_ok=True)
            with replacing(target, mode=0o644) as out:
                done = 0
                while chunk := source.read(_CHUNK):
                    report(done, size)
                    out.write(chunk)
                    done += len(chunk)
            if _digest(target) != digest:
                target.unlink(missing_ok=True)
                raise Trouble("way_copy_differs", facts={"place": str(self._root)})
        report(size, size)
        return Put(sent=size, size=size)

    def look(self, boxes: Sequence[Box], known: Container[str] = ()) -> list[Lying]:
        """Raises Trouble: way_folder_missing."""
        self._there()
        found = [one for at in self._open(boxes) for one in self._lying(at, known)]
        return sorted(found, key=lambda one: (one.box, one.name))

    def _open(self, boxes: Sequence[Box]) -> Iterator[Box]:
        for code, way, desk in boxes:
            if desk != "*":
                yield code, way, desk
                continue
            for folder in _listed(self._root / code / way):
                if folder.is_dir():
                    yield code, way, folder.name

    def _lying(self, at: Box, known: Container[str]) -> Iterator[Lying]:
        for path in _listed(self._root.joinpath(*at)):
            if path.stem in known:
                continue
            if path.suffix == PARTS and path.is_dir():
                one = self._whole_parts(at, path)
            elif path.suffix.lower() == BUNDLE:
                one = self._settled_file(at, path)
            else:
                continue
            if one is not None:
                yield one

    def _settled_file(self, at: Box, path: Path) -> Lying | None:
        """A file that nobody is still writing: old enough, or unchanged since it was last looked at."""
        try:
            facts = path.lstat()
        except OSError:
            return None
        if not stat.S_ISREG(facts.st_mode) or not 0 < facts.st_size <= limits.FILE_BYTES:
            return None
        now, before = (facts.st_size, facts.st_mtime_ns), self._seen.get(path)
        self._seen[path] = now
        age = time.time() - facts.st_mtime
        # Hours ahead is usual on sticks, which keep local time; then only the bundle's own checks can say.
        if before != now and -self._settled < age < self._settled:
            return None
        return Lying(box=at, name=path.name, size=facts.st_size, mark=f"{facts.st_size}-{facts.st_mtime_ns}")

    def _whole_parts(self, at: Box, folder: Path) -> Lying | None:
        """A bundle in parts, once its index and every part are there."""
        try:
            raw = (folder / INDEX).read_bytes()[: layout.INDEX_BYTES + 1]
            index = layout.read_index(raw)
            if any((folder / sha).stat().st_size != size for sha, size in index.sizes().items()):
                return None
        except (OSError, Trouble):
            return None
        return Lying(box=at, name=folder.name, size=index.size, mark=index.sha256, sha256=index.sha256)

    def fetch(self, one: Lying, target: Path, report: Report = quiet) -> None:
        """Raises Trouble: way_damaged (it changed while it was read, or is not what its index says), way_gone; OSError
        when `target` cannot be written."""
        source = self._root.joinpath(*one.box) / one.name
        try:
            if source.suffix == PARTS:
                index = layout.read_index((source / INDEX).read_bytes())
                layout.join(self._parts(source, index, report), index, target)
                return
            raw, facts = source.read_bytes(), source.lstat()
        except OSError as problem:
            if problem.filename is not None and str(problem.filename).startswith(str(target)):
                raise
            raise Trouble("way_gone", str(problem)) from problem
        if f"{len(raw)}-{facts.st_mtime_ns}" != one.mark:
            raise Trouble("way_damaged", "changed while it was read")
        target.write_bytes(raw)
        report(len(raw), one.size)

    @staticmethod
    def _parts(source: Path, index: layout.Index, report: Report) -> Iterator[bytes]:
        done = 0
        for sha in index.parts:
            report(done, index.size)
            part = (source / sha).read_bytes()
            done += len(part)
            yield part

    def remove(self, at: Box, uid: str) -> None:
        """Raises Trouble: as `check`."""
        self._there()
        place = self._root.joinpath(*at)
        with self._explained():
            (place / f"{uid}{BUNDLE}").unlink(missing_ok=True)
            parts = place / f"{uid}{PARTS}"
            for path in [parts / INDEX, *_listed(parts)]:
                if path.name == INDEX or SHA.fullmatch(path.name):
                    path.unlink(missing_ok=True)
            if parts.is_dir():
                parts.rmdir()

    def stop(self) -> None:
        """Nothing here waits for anybody."""

    def close(self) -> None:
        """Nothing is held open."""

    def _there(self) -> None:
        if not self._root.is_dir():
            raise Trouble("way_folder_missing", facts={"place": str(self._root)})

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What the disk says, as trouble of this way."""
        try:
            yield
        except OSError as problem:
            full = problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            code = "way_folder_full" if full else "way_folder_refused"
            if not self._root.is_dir():
                code = "way_folder_missing"
            raise Trouble(code, str(problem), {"place": str(self._root)}) from problem


def _listed(folder: Path) -> list[Path]:
    """What lies in a folder; programs that keep folders alike hide their own files behind a dot or a tilde."""
    try:
        return sorted(path for path in folder.iterdir() if path.name[0] not in ".~")
    except OSError:
        return []


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
