"""The bundle file `NAME.rembug`, format 1: writing one, and opening one with every check that needs no database.

`age( zip( manifest.json, manifest.sig, lines.jsonl, files/<sha256> … ) )`; docs/format-bundle.md says it to strangers.
The signature says who packed the bundle; each stream's head is signed by who wrote the stream. Whether those devices
are approved, may write what they wrote, and what it changes here, is for the services to judge.
"""

import hashlib
import io
import os
import re
import zlib
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final, Literal

import msgspec

from desktop.durable import replacing
from desktop.sync import container, envelope, limits
from desktop.sync.keys import CardRefused, DeviceCard, DeviceKeys, SignedHead, check_card, verify, verify_head
from desktop.sync.media import Media, MediaRefused, check_attachment, pixels_of
from desktop.sync.refusals import BundleRefused, BundleWaits
from desktop.sync.revisions import Area, BadForm, Hash, ParsedLine, Uid, canonical, parse_canonical, parse_line, short

__all__ = [
    "FORMAT", "BundleRefused", "BundleWaits", "Head", "Manifest", "Member", "OpenBundle", "Preview", "StreamRange",
    "open_bundle", "write_bundle",
]  # fmt: skip

FORMAT: Final = 1
KNOWN_REQUIRES: Final = frozenset[str]()
"""What a bundle may require of its reader beyond format 1. A reader that lacks one lets the bundle wait."""

_MANIFEST, _SIGNATURE, _LINES = "manifest.json", "manifest.sig", "lines.jsonl"
_FILE_NAME: Final = re.compile(r"files/([0-9a-f]{64})")
_SIGN_LABEL: Final = b"rembug/1\0"
_THREADS: Final = 2
"""Hashing and drawing pictures need no Python: a second processor helps; old laptops have two."""
_READ_AHEAD: Final = 4
_FLUSH: Final = 4 * limits.MIB

_Count = Annotated[int, msgspec.Meta(ge=0, le=limits.INT_MAX)]
_Seq = Annotated[int, msgspec.Meta(ge=1, le=limits.INT_MAX)]
_Prev = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?\Z")]


class Head(msgspec.Struct, frozen=True):
    """Where a stream stands at the sender: line `seq`, running hash `hash`."""

    area: Area
    device: Uid
    seq: _Seq
    hash: Hash


class StreamRange(msgspec.Struct, frozen=True):
    """Lines `first_seq` … `last_seq` of one stream, which attach to running hash `prev` ("" before line 1).

    `head` is the author's signature on the last of them.
    """

    area: Area
    device: Uid
    first_seq: _Seq
    last_seq: _Seq
    prev: _Prev
    head: SignedHead


class Member(msgspec.Struct, frozen=True):
    """One member of the ZIP: its name, size in bytes unpacked, and SHA-256."""

    name: str
    size: _Count
    sha256: Hash


class Preview(msgspec.Struct, frozen=True):
    """A small picture sent ahead of the full one: SHA-256 of both. It never counts as received."""

    full: Hash
    preview: Hash


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says of itself. Keys a newer app added are tolerated, and covered by the signature.

    `uid`: of the bundle. `area`, `card`: the sender's. `cards`: of other authors whose streams are inside. `to_key`:
    the fingerprint of the recipient's key, groups separated by spaces, or "". `made_at`: UTC in ms. `have`: what the
    sender holds. `missing_files`: attachments it asks for. `members`, `lines` and `receipt_code` (8 characters, to
    read out by telephone) are filled when the bundle is written.
    """

    format: _Count = FORMAT
    requires: tuple[Annotated[str, msgspec.Meta(max_length=limits.NAME_CHARS)], ...] = ()
    uid: Uid
    kind: Literal["data", "files", "ack"]
    area: Area
    card: DeviceCard
    cards: Annotated[tuple[DeviceCard, ...], msgspec.Meta(max_length=limits.CARDS)] = ()
    to_area: Area
    to_key: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9]{5}(?: [0-9]{5}){5})?\Z")] = ""
    app_version: Annotated[str, msgspec.Meta(max_length=limits.NAME_CHARS)]
    made_at: Annotated[int, msgspec.Meta(ge=0, le=limits.AT_MAX)]
    streams: Annotated[tuple[StreamRange, ...], msgspec.Meta(max_length=limits.STREAMS)] = ()
    have: Annotated[tuple[Head, ...], msgspec.Meta(max_length=limits.STREAMS)] = ()
    missing_files: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=limits.MISSING_FILES)] = ()
    previews: Annotated[tuple[Preview, ...], msgspec.Meta(max_length=limits.MEMBERS)] = ()
    members: Annotated[tuple[Member, ...], msgspec.Meta(max_length=limits.MEMBERS)] = ()
    lines: _Count = 0
    receipt_code: str = ""


class OpenBundle:
    """A bundle that passed every check of form, content and signature that can be made without a database.

    `manifest`; `lines`: in the order of `manifest.streams`; `sha256`: of the file as received; `media`: what each
    attachment is, of those looked into now. `author_cards`: the cards inside, by device; they vouch for nothing until
    compared with the approved ones. `unverified_heads`: signed heads of devices without a card inside, for the caller
    to verify.
    """

    def __init__(
        self, plain: memoryview, entries: Mapping[str, container.Entry], manifest: Manifest, lines: list[ParsedLine],
        author_cards: Mapping[str, DeviceCard], media: Mapping[str, Media], sha256: str,
    ) -> None:  # fmt: skip
        self._plain, self._entries = plain, entries
        self.manifest, self.lines, self.sha256 = manifest, lines, sha256
        self.author_cards, self.media = author_cards, media
        self.unverified_heads = [s.head for s in manifest.streams if s.device not in author_cards]

    @property
    def file_names(self) -> list[str]:
        """SHA-256 of each attachment inside (previews too), in the bundle's order."""
        return list(self._entries)

    def read_file(self, sha: str) -> bytes:
        """One attachment, checked when the bundle was opened. Raises KeyError when it is not inside."""
        return container.read_member(self._plain, self._entries[sha])


# --- writing ----------------------------------------------------------------------------------------------------------


def write_bundle(
    path: Path,
    manifest: Manifest,
    keys: DeviceKeys,
    lines: Sequence[bytes],
    files: Sequence[tuple[str, Path]],
    recipients: Sequence[str],
) -> Manifest:
    """Write `path` whole or not at all, for these `age1…` recipients and ourselves. Returns the manifest as written.

    `lines`: as `make_line` wrote them, in the order of `manifest.streams`. `files`: (SHA-256, where it lies).
    Fills members, lines and receipt_code. Limits and the files' hashes are kept here; for the rest open the result with
    `open_bundle` before it leaves. Raises BundleRefused (too_big, member_mismatch), BadForm, OSError;
    ValueError when the manifest's card is not that of `keys`.
    """
    if (manifest.card.device, manifest.card.sign) != (keys.device, keys.sign_public):
        raise ValueError("the manifest's card belongs to another device")
    to = list(dict.fromkeys([*recipients, keys.recipient]))
    if len(to) >= limits.HEADER_STANZAS:  # age adds a stanza of its own
        raise BundleRefused("too_big", f"{len(to)} penerima")
    if len(lines) > limits.LINES or len(files) + 3 > limits.MEMBERS:
        raise BundleRefused("too_big", f"{len(lines)} baris, {len(files)} berkas")
    content = b"".join(line + b"\n" for line in lines)
    if len(content) > limits.LINES_BYTES or any(len(line) > limits.LINE_BYTES for line in lines):
        raise BundleRefused("too_big", f"baris {len(content)} bita")
    sources = [container.pack(_LINES, content)]
    members = [Member(_LINES, len(content), hashlib.sha256(content).hexdigest())]
    for sha, file in sorted(files):
        members.append(Member(f"files/{sha}", _size(sha, file), sha))
    if sources[0].packed + sum(member.size for member in members[1:]) > limits.FILE_BYTES:
        raise BundleRefused("too_big", "lebih dari 64 MiB")
    manifest = msgspec.structs.replace(manifest, members=tuple(members), lines=len(lines), receipt_code="")
    code = short(hashlib.sha256(canonical(manifest)).hexdigest())
    manifest = msgspec.structs.replace(manifest, receipt_code=code)
    raw = canonical(manifest)
    if len(raw) > limits.MANIFEST_BYTES:
        raise BundleRefused("too_big", f"daftar isi {len(raw)} bita")
    signature = keys.sign(_SIGN_LABEL + raw).encode("ascii")
    sources = [container.pack(_MANIFEST, raw), container.pack(_SIGNATURE, signature), *sources]
    attachments = (
        _stored(sha, file, member.size) for (sha, file), member in zip(sorted(files), members[1:], strict=True)
    )
    with replacing(path) as out, ThreadPoolExecutor(1) as flusher:
        pieces = envelope.ahead(container.write_zip(chain(sources, attachments)), _READ_AHEAD)
        envelope.encrypt_to(_Flushed(out, flusher), pieces, to)
        if out.tell() > limits.FILE_BYTES:
            raise BundleRefused("too_big", "lebih dari 64 MiB")
    return manifest


def _size(sha: str, path: Path) -> int:
    size = path.stat().st_size
    if size > limits.ATTACHMENT_BYTES:
        raise BundleRefused("too_big", f"berkas {sha[:8]}: {size} bita")
    return size


def _stored(sha: str, path: Path, size: int) -> container.Source:
    """One attachment, read when its turn comes, once it is what its name says."""
    with path.open("rb", buffering=0) as file:
        content = file.read(size + 1)
    if hashlib.sha256(content).hexdigest() != sha:
        raise BundleRefused("member_mismatch", f"berkas {sha[:8]} berubah di penyimpanan")
    return container.stored(f"files/{sha}", zlib.crc32(content), size, (content,))


class _Flushed(io.BufferedIOBase):
    """A file being written whose bytes go to the disk meanwhile, not all of them at the end."""

    def __init__(self, out: BinaryIO, flusher: ThreadPoolExecutor) -> None:
        self._out, self._flusher = out, flusher
        self._since, self._flushing = 0, flusher.submit(int)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # envelope hands over bytes
        self._since += len(data)
        if self._since >= _FLUSH and self._flushing.done():
            self._flushing.result()  # a disk that failed says so now
            self._since, self._flushing = 0, self._flusher.submit(_sync, self._out.fileno())
        return self._out.write(data)


def _sync(descriptor: int) -> int:
    os.fsync(descriptor)
    return 0


# --- opening ----------------------------------------------------------------------------------------------------------


def open_bundle(path: Path, keys: DeviceKeys, looked_into: Collection[str] = ()) -> OpenBundle:
    """Decrypt and check a bundle, in memory. Raises BundleRefused or BundleWaits; OSError when it cannot be read.

    `looked_into`: attachments (SHA-256) that passed `check_attachment` before on this desk. What has that hash is what
    passed then: their bytes are hashed here like all others, but pictures are not drawn once more.
    """
    plain, sha256 = _read_outer(path, keys)
    directory = container.read_directory(plain)
    manifest = _read_manifest(plain, directory)
    if keys.area != manifest.to_area and keys.sign_public != manifest.card.sign:  # what we made, we may look at
        raise BundleRefused("other_area", manifest.to_area)
    entries = {entry.name: entry for entry in directory}
    _check_members(directory[2:], manifest)
    lines = _read_lines(bytes(_checked_member(plain, entries[_LINES], manifest.members[0])), manifest)
    author_cards = _author_cards(manifest)
    _check_streams(lines, manifest, author_cards)
    files = {entry.name.removeprefix("files/"): entry for entry in directory[3:]}
    media = _check_files(plain, files, manifest, looked_into)
    return OpenBundle(plain, files, manifest, lines, author_cards, media, sha256)


def _read_outer(path: Path, keys: DeviceKeys) -> tuple[memoryview, str]:
    """What the file holds for us, and the SHA-256 of the file."""
    if path.is_dir():
        raise BundleRefused("not_bundle", "sebuah folder")
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.FILE_BYTES:
            envelope.check_header(file.read(limits.HEADER_BYTES))  # a film is no bundle, rather than too large a one
            raise BundleRefused("too_big", "lebih dari 64 MiB")
        if not size:
            raise BundleRefused("empty")
        return envelope.decrypt_file(file, [keys.identity], limits.FILE_BYTES)


def _read_manifest(plain: memoryview, directory: list[container.Entry]) -> Manifest:
    """The manifest, once its signature is good. A newer format waits before anything else of it is judged."""
    if directory[0].name != _MANIFEST:
        raise BundleRefused("bad_zip", "manifest.json bukan anggota pertama")
    if directory[0].size > limits.MANIFEST_BYTES:
        raise BundleRefused("too_big", "daftar isi")
    raw = container.read_member(plain, directory[0])
    try:
        content = parse_canonical(raw)
    except BadForm as error:
        raise BundleRefused("bad_manifest", f"{error.code}: {error.detail}") from None
    if not isinstance(content, dict) or type(content.get("format")) is not int:
        raise BundleRefused("bad_manifest", "tanpa nomor format")
    if content["format"] > FORMAT:
        raise BundleWaits("newer_format", f"format {content['format']}")
    try:
        manifest = msgspec.convert(content, Manifest)
    except msgspec.ValidationError as error:
        raise BundleRefused("bad_manifest", str(error)[-100:]) from None
    if manifest.format != FORMAT:
        raise BundleRefused("bad_manifest", f"format {manifest.format}")
    _check_card(manifest.card)
    _check_signature(plain, directory, manifest.card, raw)
    if manifest.card.area != manifest.area:
        raise BundleRefused("bad_card", "kartu pengirim dari wilayah lain")
    if _receipt_code(content) != manifest.receipt_code:
        raise BundleRefused("bad_manifest", "kode terima")
    unknown = sorted(set(manifest.requires) - KNOWN_REQUIRES)
    if unknown:
        raise BundleWaits("newer_requires", ", ".join(unknown)[:100])
    return manifest


def _check_signature(plain: memoryview, directory: list[container.Entry], card: DeviceCard, raw: bytes) -> None:
    if len(directory) < 3 or directory[1].name != _SIGNATURE or directory[1].size != 128:
        raise BundleRefused("bad_signature", "manifest.sig tidak ada")
    signature = container.read_member(plain, directory[1]).decode("ascii", "replace")
    if not re.fullmatch(r"[0-9a-f]{128}", signature) or not verify(card.sign, signature, _SIGN_LABEL + raw):
        raise BundleRefused("bad_signature", "tanda tangan daftar isi")


def _receipt_code(content: dict[str, Any]) -> str:
    return short(hashlib.sha256(canonical({**content, "receipt_code": ""})).hexdigest())


def _check_card(card: DeviceCard) -> None:
    try:
        check_card(card)
    except CardRefused as error:
        raise BundleRefused("bad_card", f"{error.code}: {error.detail}") from None


def _check_members(directory: list[container.Entry], manifest: Manifest) -> None:
    """The members after the manifest's two are those it lists, in its order: lines.jsonl, then files by hash."""
    if directory[0].name != _LINES:
        raise BundleRefused("bad_zip", "lines.jsonl bukan anggota ketiga")
    for entry in directory[1:]:
        if not _FILE_NAME.fullmatch(entry.name):
            raise BundleRefused("bad_zip", "nama anggota asing")
    if [(entry.name, entry.size) for entry in directory] != [(m.name, m.size) for m in manifest.members]:
        raise BundleRefused("member_mismatch", "daftar isi dan anggota berbeda")
    if directory[0].size > limits.LINES_BYTES:
        raise BundleRefused("too_big", "baris")
    for entry in directory[1:]:
        if entry.size > limits.ATTACHMENT_BYTES:
            raise BundleRefused("too_big", f"berkas {entry.name[6:14]}")


def _checked_member(plain: memoryview, entry: container.Entry, member: Member) -> bytes | memoryview:
    content = container.look_at(plain, entry)
    if hashlib.sha256(content).hexdigest() != member.sha256:
        raise BundleRefused("member_mismatch", f"isi {member.name[:14]}")
    return content


def _read_lines(content: bytes, manifest: Manifest) -> list[ParsedLine]:
    count = content.count(b"\n")
    if count > limits.LINES:
        raise BundleRefused("too_big", f"{count} baris")
    if count != manifest.lines or (content and not content.endswith(b"\n")):
        raise BundleRefused("member_mismatch", "jumlah baris")
    lines = []
    for number, raw in enumerate(content.split(b"\n")[:-1], 1):
        try:
            lines.append(parse_line(raw))
        except BadForm as error:
            raise BundleRefused("bad_line", f"{error.code}: {error.detail}", number) from None
    return lines


def _author_cards(manifest: Manifest) -> dict[str, DeviceCard]:
    cards = {manifest.card.device: manifest.card}
    for card in manifest.cards:
        _check_card(card)
        if cards.setdefault(card.device, card) != card:
            raise BundleRefused("bad_card", "dua kartu untuk satu perangkat")
    return cards


def _check_streams(lines: list[ParsedLine], manifest: Manifest, cards: Mapping[str, DeviceCard]) -> None:
    """Each range is the next lines, without a gap, each hash following from the one before, to a signed head.

    One stream may come in two ranges (a copied folder wrote on: two lines after one hash), but no line comes twice.
    """
    at, seen = 0, set[str]()
    for stream in manifest.streams:
        count = stream.last_seq - stream.first_seq + 1
        if count < 1 or at + count > len(lines):
            raise BundleRefused("bad_stream", f"rentang {stream.first_seq}-{stream.last_seq}")
        running = stream.prev
        for number in range(at, at + count):
            parsed = lines[number]
            line, expected = parsed.line, (stream.area, stream.device, stream.first_seq + number - at, running)
            if (line.area, line.device, line.seq, line.prev) != expected or parsed.hash in seen:
                raise BundleRefused("bad_stream", "baris tidak bersambung", number + 1)
            running = parsed.hash
            seen.add(running)
        at += count
        _check_head(stream, running, cards)
    if at != len(lines):
        raise BundleRefused("bad_stream", "ada baris di luar rentang", at + 1)


def _check_head(stream: StreamRange, running: str, cards: Mapping[str, DeviceCard]) -> None:
    head = stream.head
    if (head.area, head.device, head.seq, head.hash) != (stream.area, stream.device, stream.last_seq, running):
        raise BundleRefused("bad_stream", f"kepala baris {stream.last_seq}")
    card = cards.get(stream.device)
    if card and not verify_head(head, card.sign):
        raise BundleRefused("bad_head", f"tanda tangan baris {stream.last_seq}")


def _check_files(
    plain: memoryview, files: Mapping[str, container.Entry], manifest: Manifest, looked_into: Collection[str]
) -> dict[str, Media]:
    media, pixels = dict[str, Media](), 0
    for sha, member in zip(files, manifest.members[1:], strict=True):
        if member.sha256 != sha:
            raise BundleRefused("member_mismatch", f"berkas {sha[:8]}")
    if not files:
        return media
    with ThreadPoolExecutor(_THREADS) as pool:
        coming = deque[tuple[str, Future[tuple[Media | None, int]]]]()
        for (sha, entry), member in zip(files.items(), manifest.members[1:], strict=True):
            coming.append((sha, pool.submit(_check_file, plain, entry, member, sha in looked_into)))
        try:
            while coming:
                sha, looking = coming.popleft()
                found, size = looking.result()
                pixels += size
                if pixels > limits.BUNDLE_PIXELS:
                    raise BundleRefused("too_big", "gambar terlalu besar bersama-sama")
                if found:
                    media[sha] = found
        finally:
            for _, looking in coming:
                looking.cancel()  # one is bad: the others need no look
    return media


def _check_file(
    plain: memoryview, entry: container.Entry, member: Member, looked_into: bool
) -> tuple[Media | None, int]:
    """What one attachment is (None where that is known) and its pixels, once its bytes are what the manifest says."""
    content = _checked_member(plain, entry, member)
    try:
        if looked_into:
            return None, pixels_of(content)
        found = check_attachment(bytes(content))
    except MediaRefused as error:
        raise BundleRefused("bad_attachment", f"{member.sha256[:8]}: {error.code}") from None
    return found, found.width * found.height if found.kind != "pdf" else 0
