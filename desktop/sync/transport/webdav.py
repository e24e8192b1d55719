"""A WebDAV server (Nextcloud, Apache mod_dav, WsgiDAV …) in the same layout, with bundles in parts.

A plain PUT starts again after every break on every server tried, and two of four keep half a file under the final name.
So a bundle goes as parts of 256 KiB, each named by its SHA-256, and index.json last; after a break only what is missing
goes. A part counts as there when its size fits; the receiver checks hashes, and takes away a part that is not what its
name says, so that the sender brings it again.
"""

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.parsers.expat import errors

import msgspec

from desktop.domain.errors import Trouble
from desktop.durable import replacing
from desktop.sync import limits
from desktop.sync.transport import layout
from desktop.sync.transport.http import Answer, Line, Patience, read_address
from desktop.sync.transport.layout import BUNDLE, INDEX, PARTS, Box
from desktop.sync.transport.way import Lying, Put, Report, quiet

_ASKED = b"""<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="DAV:"><prop><getcontentlength/><getetag/><resourcetype/></prop></propfind>"""
_UNFINISHED = frozenset(errors.codes[text] for text in (errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN))
_LIST_BYTES = 8 * limits.MIB
"""Largest listing of a folder: 5,000 entries of Nextcloud's."""


class Entry(msgspec.Struct, frozen=True):
    """One thing in a folder on the server. `size`: bytes, -1 while the server does not say."""

    name: str
    folder: bool
    size: int
    etag: str


class WebDav:
    """The layout below an address. Raises RuleViolation as read_address."""

    def __init__(self, address: str, name: str = "", password: str = "", *, patience: Patience | None = None) -> None:
        self._address = read_address(address)
        self._line = Line(self._address, name, password, patience or Patience())

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def stop(self) -> None:
        """Break off what is under way, from another thread."""
        self._line.stop()

    def check(self) -> None:
        """Raises Trouble: way_missing when the folder the address names is not there; way_not_dav; and as Line."""
        answer = self._propfind((), depth=0)
        self._line.judge(answer, (207,))
        self._entries(answer, ())
        self._make((".rembug-coba",))
        self._delete((".rembug-coba",), folder=True)

    # --- sending -----------------------------------------------------------------------------------------------------

    def put(self, to: Box, uid: str, file: Path, report: Report = quiet) -> Put:
        """Raises Trouble: as Line.ask and Line.judge, and way_lost (the server does not have what it took)."""
        index = layout.cut(file)
        sizes = index.sizes()
        place = (*to, f"{uid}{PARTS}")
        there = self._list(place)
        if there is None:
            self._make(place)
            there = []
        have = {one.name for one in there if sizes.get(one.name) == one.size}
        raw = msgspec.json.encode(index)
        if have == sizes.keys() and INDEX in {one.name for one in there} and self._same(place, raw):
            return Put(sent=0, size=index.size)
        sent = 0
        done = sum(sizes[sha] for sha in have)
        report(done, index.size)
        with file.open("rb") as source:
            for at, sha in enumerate(index.parts):
                part = source.read(index.part_bytes)
                if sha in have:
                    continue
                before = done

                def going(gone: int, _all: int, before: int = before) -> None:
                    report(before + gone, index.size)

                self._put((*place, sha), part, going)
                have.add(sha)
                sent += len(part)
                done += index.size_of(at)
        self._verify(place, sizes)
        self._put((*place, INDEX), raw)
        if not self._same(place, raw):
            raise Trouble("way_lost", INDEX)
        report(index.size, index.size)
        return Put(sent=sent, size=index.size)

    def _put(self, path: Sequence[str], body: bytes, report: Report = quiet) -> None:
        headers = {"Content-Type": "application/octet-stream"}
        answer = self._line.ask("PUT", self._address.target(*path), body, headers, report=report)
        self._line.judge(answer, (201, 204) if answer.kind.startswith("text/html") else (200, 201, 204))

    def _verify(self, place: Sequence[str], sizes: dict[str, int]) -> None:
        there = {one.name: one.size for one in self._list(place) or []}
        short = [sha for sha, size in sizes.items() if there.get(sha) != size]
        if short:
            raise Trouble("way_lost", f"{len(short)} of {len(sizes)} parts")

    def _same(self, place: Sequence[str], raw: bytes) -> bool:
        """Whether the index there is this one."""
        answer = self._get((*place, INDEX), layout.INDEX_BYTES)
        return answer.status == 200 and answer.body == raw

    def _make(self, place: Sequence[str]) -> None:
        """Make a folder and those above it. Raises Trouble."""
        for depth in range(1, len(place) + 1):
            answer = self._line.ask("MKCOL", self._address.target(*place[:depth], folder=True))
            if answer.status == 409 and depth == 1:  # nothing above it: the address names a folder that is not there
                answer = msgspec.structs.replace(answer, status=404)
            self._line.judge(answer, (201, 405))  # 405: it is there

    # --- taking ------------------------------------------------------------------------------------------------------

    def look(self, boxes: Sequence[Box], known: Container[str] = ()) -> list[Lying]:
        """Raises Trouble: as Line.ask and Line.judge."""
        return [one for at in self._open(boxes) for one in self._lying(at, known)]

    def _open(self, boxes: Sequence[Box]) -> Iterator[Box]:
        for code, way, desk in boxes:
            if desk != "*":
                yield code, way, desk
            else:
                yield from ((code, way, one.name) for one in self._list((code, way)) or [] if one.folder)

    def _lying(self, at: Box, known: Container[str]) -> Iterator[Lying]:
        for one in self._list(at) or []:
            stem, dot, ending = one.name.rpartition(".")
            if stem in known:
                continue
            if one.folder and dot + ending == PARTS:
                answer = self._get((*at, one.name, INDEX), layout.INDEX_BYTES)
                if answer.status == 404:
                    continue  # still coming
                self._line.judge(answer, (200,))
                index = self._index(answer)
                yield Lying(box=at, name=one.name, size=index.size, mark=index.sha256, sha256=index.sha256)
            elif not one.folder and (dot + ending).lower() == BUNDLE and 0 < one.size <= limits.FILE_BYTES:
                yield Lying(box=at, name=one.name, size=one.size, mark=f"{one.size}-{one.etag}")

    @staticmethod
    def _index(answer: Answer) -> layout.Index:
        if answer.kind.startswith("text/html"):
            raise Trouble("way_not_dav", answer.kind)
        return layout.read_index(answer.body)

    def fetch(self, one: Lying, target: Path, report: Report = quiet) -> None:
        """Raises Trouble: as Line.ask and Line.judge, way_damaged, way_gone; OSError when it cannot be written here.

        What came stays in a folder beside `target`, so that the next try asks for the rest only.
        """
        place = (*one.box, one.name)
        if not one.name.endswith(PARTS):
            answer = self._get(place, limits.FILE_BYTES)
            self._found(answer)
            if len(answer.body) != one.size:
                raise Trouble("way_damaged", f"{len(answer.body)} of {one.size} bytes")
            report(one.size, one.size)
            target.write_bytes(answer.body)
            return
        answer = self._get((*place, INDEX), layout.INDEX_BYTES)
        self._found(answer)
        index = self._index(answer)
        kept = target.with_name(f"{target.name}.parts")
        kept.mkdir(parents=True, exist_ok=True)
        done = 0
        for at, sha in enumerate(index.parts):
            if not _is(kept / sha, sha):
                self._fetch_part(place, sha, index.size_of(at), kept / sha)
            done += index.size_of(at)
            report(done, index.size)
        layout.join((kept.joinpath(sha).read_bytes() for sha in index.parts), index, target)
        for file in kept.iterdir():
            file.unlink()
        kept.rmdir()

    def _fetch_part(self, place: Sequence[str], sha: str, size: int, target: Path) -> None:
        answer = self._get((*place, sha), limits.MIB)
        if answer.status == 404 or (answer.status == 200 and hashlib.sha256(answer.body).hexdigest() != sha):
            if answer.kind.startswith("text/html"):
                raise Trouble("way_not_dav", answer.kind)
            # Away with it and the index: then the sender sees that this part is to be brought again.
            with suppress(Trouble):
                self._delete((*place, INDEX))
                self._delete((*place, sha))
            raise Trouble("way_damaged", f"part {sha[:8]}: {answer.status}, {len(answer.body)} of {size} bytes")
        self._found(answer)
        with replacing(target) as out:
            out.write(answer.body)

    def _found(self, answer: Answer) -> None:
        if answer.status in (404, 410):
            raise Trouble("way_gone", str(answer.status))
        self._line.judge(answer, (200,))

    def _get(self, path: Sequence[str], most: int) -> Answer:
        return self._line.ask("GET", self._address.target(*path), most=most)

    # --- both --------------------------------------------------------------------------------------------------------

    def remove(self, at: Box, uid: str) -> None:
        """Raises Trouble: as Line.ask and Line.judge."""
        self._delete((*at, f"{uid}{PARTS}"), folder=True)

    def _delete(self, path: Sequence[str], *, folder: bool = False) -> None:
        answer = self._line.ask("DELETE", self._address.target(*path, folder=folder))
        self._line.judge(answer, (200, 202, 204, 404))

    def _propfind(self, path: Sequence[str], depth: int) -> Answer:
        headers = {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}
        target = self._address.target(*path, folder=True)
        return self._line.ask("PROPFIND", target, _ASKED, headers, most=_LIST_BYTES)

    def _list(self, path: Sequence[str]) -> list[Entry] | None:
        """What lies in a folder, None when it is not there. Raises Trouble."""
        answer = self._propfind(path, depth=1)
        if answer.status == 404:
            return None
        self._line.judge(answer, (207,))
        return self._entries(answer, path)

    def _entries(self, answer: Answer, path: Sequence[str]) -> list[Entry]:
        """Raises Trouble: way_not_dav when it is no listing."""
        if b"<!DOCTYPE" in answer.body.upper() or b"<!ENTITY" in answer.body.upper():
            raise Trouble("way_not_dav", "a document type in a listing")
        try:
            root = ET.fromstring(answer.body)  # noqa: S314 - what could expand was refused above, and it is short
        except ET.ParseError as problem:
            unfinished = problem.code in _UNFINISHED and not answer.kind.startswith("text/html")
            raise Trouble("way_cut" if unfinished else "way_not_dav", str(problem)) from problem
        own = [*self._address.path, *path]
        named = []
        for response in root.iter("{DAV:}response"):
            href = urlsplit(response.findtext("{DAV:}href") or "").path
            named.append(([unquote(one) for one in href.split("/") if one], response))
        # The folder itself is listed too; behind some proxies under another path, but never deeper than what is in it.
        top = min((len(segments) for segments, _ in named), default=0)
        found = []
        for segments, response in named:
            if not segments or (len(segments) == top and own and segments[-1] == own[-1]):
                continue
            size = response.findtext(".//{DAV:}getcontentlength") or ""
            found.append(
                Entry(
                    segments[-1],
                    response.find(".//{DAV:}resourcetype/{DAV:}collection") is not None,
                    int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else -1,
                    response.findtext(".//{DAV:}getetag") or "",
                )
            )
        return [one for one in found if "/" not in one.name and one.name not in (".", "..")]


def _is(file: Path, sha: str) -> bool:
    """Whether this part came whole at an earlier try."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == sha
    except OSError:
        return False
