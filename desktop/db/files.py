"""Attachments by their SHA-256: the file is whole on disk before any row names it."""

import hashlib
import tempfile
from pathlib import Path
from typing import Final, Literal

from desktop.domain.errors import Trouble
from desktop.durable import replacing

_NAME: Final = 64
"""Hex digits of a SHA-256."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all. Raises Trouble: write_failed (facts: place)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as out:
            out.write(data)
    except OSError as problem:
        raise Trouble("write_failed", str(problem), {"place": str(path.parent)}) from problem


def check_place(path: Path) -> None:
    """Try whether a file can be written there; what is there already stays as it is. Raises Trouble: write_failed
    (facts: place)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            with path.open("r+b"):  # a folder, a file that is write-protected or held by another program
                pass
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as problem:
        raise Trouble("write_failed", str(problem), {"place": str(path.parent)}) from problem


def write_checked(path: Path, data: bytes) -> None:
    """Write a file whole, and read it back. Raises Trouble: write_failed, copy_differs (facts: place)."""
    write_whole(path, data)
    try:
        kept = path.read_bytes()
    except OSError as problem:
        raise Trouble("copy_differs", str(problem), {"place": str(path.parent)}) from problem
    if kept != data:
        raise Trouble("copy_differs", path.name, {"place": str(path.parent)})


class FileStore:
    """A folder of files named by their content: `files/ab/abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file with this content lies, whether or not it is there."""
        return self._folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Whether the file is there."""
        return self.path(sha256).is_file()

    def add(self, data: bytes) -> str:
        """Keep these bytes; returns their SHA-256 (hex). Raises Trouble: write_failed."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has(sha256):
            write_whole(self.path(sha256), data)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes, compared with their name. Raises Trouble: file_missing, file_damaged."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as problem:
            raise Trouble("file_missing", sha256) from problem
        except OSError as problem:
            raise Trouble("file_damaged", f"{sha256}: {problem}") from problem
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Trouble("file_damaged", sha256)
        return data

    def state(self, sha256: str) -> Literal["whole", "missing", "damaged"]:
        """How the file with this name lies there."""
        try:
            self.read(sha256)
        except Trouble as problem:
            return "missing" if problem.code == "file_missing" else "damaged"
        return "whole"

    def names(self) -> set[str]:
        """The SHA-256 of every file in the store."""
        return {path.name for path in self._folder.glob("??/*") if len(path.name) == _NAME}  # not what a cut left
