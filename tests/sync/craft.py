"""Bundles for the tests: good ones in few words, and bad ones byte by byte. People, places and numbers: data contoh."""

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pyrage
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desktop.sync import container
from desktop.sync.bundle import Manifest, StreamRange, write_bundle
from desktop.sync.keys import DeviceKeys, RootKey, sign_head
from desktop.sync.revisions import Revision, canonical, make_line, short

OFFICE = "35.71.02.1013"
RT = f"{OFFICE}/04/03"
OTHER_OFFICE = "35.71.01.1001"


def uid(number: int) -> str:
    """A device's, person's or record's uid, the same in every run."""
    return f"0199a7c0-0000-7000-8000-{number:012d}"


def jpeg(width: int = 16, height: int = 12, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (120, 90, 60)).save(out, "JPEG", **options)
    return out.getvalue()


def png(width: int = 16, height: int = 12, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, "PNG")
    return out.getvalue()


def paper(pages: int = 1) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(609.45, 935.43), invariant=1)
    for number in range(pages):
        canvas.drawString(100, 100, f"Halaman {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def receipt(number: int, **changes: Any) -> Revision:
    fields: dict[str, Any] = {
        "v": 1, "type": "d.receipt", "uid": uid(1000 + number), "op": "put", "parents": (), "at": 1_763_712_345_678,
        "actor": uid(7), "year": 2026, "files": (),
        "data": {"date": "2026-11-03", "amount": 1_250_000 + number, "description": f"Semen {number} kg"},
    }  # fmt: skip
    return Revision(**{**fields, **changes})


@dataclass
class Stream:
    """Lines of one device for one area, and the range that announces them."""

    lines: list[bytes]
    range: StreamRange


def stream(
    keys: DeviceKeys, area: str, revisions: Iterable[Revision], first_seq: int = 1, prev: str = "", sign: bool = True
) -> Stream:
    """Chain the revisions after `prev` and sign the head (`sign=False`: with a signature of zeros)."""
    lines, running, seq = [], prev, first_seq - 1
    for revision in revisions:
        seq += 1
        raw, _, running = make_line(keys.device, area, seq, running, revision)
        lines.append(raw)
    head = sign_head(keys, area, seq, running)
    if not sign:
        head = msgspec.structs.replace(head, sig="0" * 128)
    return Stream(lines, StreamRange(area, keys.device, first_seq, seq, prev, head))


@dataclass
class Desks:
    """An RT's computer and the office's, who have each other's cards; and somebody else's office."""

    rt: DeviceKeys
    office: DeviceKeys
    other: DeviceKeys
    root: RootKey
    folder: Path

    def manifest(self, *streams: Stream, **changes: Any) -> Manifest:
        """What the RT's computer would say of a bundle for the office."""
        fields: dict[str, Any] = {
            "uid": uid(99), "kind": "data", "area": self.rt.area, "card": self.rt.card(), "to_area": OFFICE,
            "app_version": "0.1.0", "made_at": 1_763_712_345_678, "streams": tuple(one.range for one in streams),
        }  # fmt: skip
        return Manifest(**{**fields, **changes})

    def write(self, *streams: Stream, files: Sequence[bytes] = (), name: str = "a.rembug", **changes: Any) -> Path:
        """A bundle from the RT for the office, written by the code under test."""
        path = self.folder / name
        write_bundle(
            path,
            self.manifest(*streams, **changes),
            self.rt,
            [line for one in streams for line in one.lines],
            [self.store(content) for content in files],
            [self.office.recipient],
        )
        return path

    def store(self, content: bytes) -> tuple[str, Path]:
        path = self.folder / sha(content)
        path.write_bytes(content)
        return sha(content), path

    def plain(self, path: Path) -> bytes:
        """The ZIP inside a bundle."""
        return pyrage.decrypt(path.read_bytes(), [self.office.identity])

    def encrypt(self, plain: bytes, name: str = "bad.rembug") -> Path:
        """Any bytes as a bundle for the office: what somebody with its card could send."""
        path = self.folder / name
        path.write_bytes(pyrage.encrypt(plain, [self.office.identity.to_public()]))
        return path

    def sealed(
        self,
        *streams: Stream,
        files: Sequence[tuple[str, bytes]] = (),
        lines: bytes | None = None,
        change: Callable[[dict[str, Any]], Any] = lambda content: None,
        raw: Callable[[bytes], bytes] = lambda manifest: manifest,
        sign_with: DeviceKeys | None = None,
    ) -> Path:
        """A bundle that is signed and listed as it should be, but holds whatever the test wants.

        `lines` replaces lines.jsonl, `change` edits the manifest before its receipt code, `raw` its bytes before
        they are signed.
        """
        if lines is None:
            lines = b"".join(line + b"\n" for one in streams for line in one.lines)
        content = json.loads(canonical(self.manifest(*streams)))
        content["lines"] = lines.count(b"\n")
        members = [("lines.jsonl", lines), *((f"files/{name}", data) for name, data in files)]
        content["members"] = [{"name": name, "size": len(data), "sha256": sha(data)} for name, data in members]
        change(content)
        content["receipt_code"] = ""
        content["receipt_code"] = short(sha(dumps(content)))
        manifest = raw(dumps(content))
        signature = (sign_with or self.rt).sign(b"rembug/1\0" + manifest).encode()
        return self.encrypt(zipped([("manifest.json", manifest), ("manifest.sig", signature), *members]))


def dumps(content: object) -> bytes:
    """Canonical JSON by the standard library: also for what `canonical` would refuse to write."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    return b"".join(container.write_zip([container.pack(name, content) for name, content in members]))
