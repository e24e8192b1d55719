"""The outside of a bundle: age (age-encryption.org/v1) with X25519 recipients.

We read the header ourselves before the library does: a header may ask for a passphrase's key stretching or for a
thousand key agreements, and would keep the computer busy for as long as its writer likes.
"""

import hashlib
import io
import os
import re
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any, BinaryIO, Final

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop.sync import limits
from desktop.sync.refusals import BundleRefused

_BUFFER: Final = 256 * limits.KIB  # the library asks for 8 KiB at a time: those are then no calls of ours
_PIECE: Final = 8 * limits.MIB  # as large as that: the library lets no other thread run while it works
_MAGIC: Final = b"age-encryption.org/v1\n"
_FOOTER: Final = re.compile(rb"--- [A-Za-z0-9+/]{43}\n")
_STANZA: Final = re.compile(rb"-> ([\x21-\x7e]+)((?: [\x21-\x7e]+)*)\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)")
_X25519_SHARE: Final = re.compile(rb" [A-Za-z0-9+/]{43}")
_X25519_BODY: Final = re.compile(rb"[A-Za-z0-9+/]{43}\n")


def check_header(raw: bytes, *, root: bool = False) -> None:
    """Raise BundleRefused unless `raw` begins with an age header we are willing to try: not_bundle, cut, bad_header.

    X25519 stanzas and "grease" (random stanzas that age's own writers add so that readers learn to skip the unknown);
    with `root` also those for a kelurahan's root key (backups).
    """
    if not raw.startswith(_MAGIC):
        raise BundleRefused("cut" if _MAGIC.startswith(raw) else "not_bundle", "kepala age")
    window = raw[: limits.HEADER_BYTES]
    at, stanzas, ours = len(_MAGIC), 0, 0
    while not _FOOTER.match(window, at):
        stanza = _STANZA.match(window, at)
        if not stanza:
            cut = len(raw) <= limits.HEADER_BYTES and b"\n--- " not in raw[:-48]
            raise BundleRefused("cut" if cut else "bad_header", "kepala age tidak lengkap")
        kind, arguments, body = stanza.groups()
        stanzas += 1
        if stanzas > limits.HEADER_STANZAS:
            raise BundleRefused("bad_header", f"lebih dari {limits.HEADER_STANZAS} penerima")
        if kind == b"X25519":
            if not (_X25519_SHARE.fullmatch(arguments) and _X25519_BODY.fullmatch(body)):
                raise BundleRefused("bad_header", "penerima X25519 rusak")
            ours += 1
        elif not kind.endswith(b"-grease") and not (root and kind == b"ssh-ed25519"):
            raise BundleRefused("bad_header", f"penerima jenis {kind[:20].decode('ascii')}")
        at = stanza.end()
    if not ours:
        raise BundleRefused("bad_header", "tanpa penerima X25519")


def decrypt(raw: bytes, identities: Sequence[pyrage.x25519.Identity]) -> bytes:
    """What is inside. Raises BundleRefused: as `check_header`, and not_for_us, cut."""
    check_header(raw)
    try:
        return pyrage.decrypt(raw, identities)
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise BundleRefused("not_for_us", "tidak ada kunci yang cocok") from None
        raise BundleRefused("cut", str(error)) from None


def decrypt_file(file: BinaryIO, identities: Sequence[pyrage.x25519.Identity], most: int) -> tuple[memoryview, str]:
    """What is inside a file, and the SHA-256 of the file as it was read. The file itself is never whole in memory.

    `file` is read to its end, or until it turns out larger than `most` bytes. Raises BundleRefused: as `decrypt`, and
    too_big; OSError as it was raised.
    """
    head = file.read(limits.HEADER_BYTES + 1)  # one more than allowed, so that a longer header is told from a cut one
    check_header(head)
    failures: list[Exception] = []
    hashed, plain = hashlib.sha256(), io.BytesIO()
    large = os.fstat(file.fileno()).st_size > _PIECE
    with closing(_pieces(head, file, most, hashed)) as read, closing(ahead(read, 2) if large else read) as pieces:
        try:
            pyrage.decrypt_io(io.BufferedReader(_Chunks(pieces, failures), _BUFFER), plain, identities)
        except Exception as error:
            if failures:
                raise failures[0] from None
            if not isinstance(error, (pyrage.DecryptError, OSError)):  # OSError: what is inside ends too early
                raise
            if "No matching keys" in str(error):
                raise BundleRefused("not_for_us", "tidak ada kunci yang cocok") from None
            raise BundleRefused("cut", str(error)) from None
    return plain.getbuffer(), hashed.hexdigest()


def _pieces(head: bytes, file: BinaryIO, most: int, hashed: Any) -> Generator[bytes, None, None]:
    """A file whose beginning was read already, piece by piece, each hashed on its way."""
    left, piece = most, head
    while piece:
        left -= len(piece)
        if left < 0:
            raise BundleRefused("too_big", "lebih besar daripada saat dibuka")
        hashed.update(piece)
        yield piece
        piece = file.read(_PIECE)


def ahead(chunks: Iterator[bytes], count: int) -> Generator[bytes, None, None]:
    """The same chunks, so many of them made by a second thread while the ones before are being used."""
    with ThreadPoolExecutor(1) as maker:
        coming: deque[Future[bytes | None]] = deque(maker.submit(next, chunks, None) for _ in range(count))
        while (chunk := coming.popleft().result()) is not None:
            coming.append(maker.submit(next, chunks, None))
            yield chunk


def encrypt_to(
    out: BinaryIO | io.BufferedIOBase, chunks: Iterable[bytes], recipients: Sequence[str], roots: Sequence[str] = ()
) -> None:
    """Encrypt the chunks, one after the other, to all these `age1…` recipients; memory does not grow with the size.

    `roots`: root keys (64 hex) that may open it, too (desktop.sync.vault).

    An error in making the chunks or in writing (a full disk) reaches the caller as it was raised.
    """
    keys: list[pyrage.x25519.Recipient | pyrage.ssh.Recipient] = [
        pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients
    ]
    keys += [pyrage.ssh.Recipient.from_str(_root_recipient(root)) for root in roots]
    failures: list[Exception] = []
    try:
        pyrage.encrypt_io(io.BufferedReader(_Chunks(chunks, failures), _BUFFER), _Out(out, failures), keys)
    except Exception:
        if failures:
            raise failures[0] from None
        raise


def _root_recipient(root: str) -> str:
    """A root key as age takes Ed25519 keys: in the form of an SSH key."""
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(root))
    return public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")


class _Chunks(io.RawIOBase):
    """Chunks of bytes, read like a file."""

    def __init__(self, chunks: Iterable[bytes], failures: list[Exception]) -> None:
        self._chunks, self._failures = iter(chunks), failures
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer; io hands over this one
        try:
            while not self._rest:
                self._rest = memoryview(next(self._chunks))
        except StopIteration:
            return 0
        except Exception as error:
            self._failures.append(error)  # the library would make a poorer error of it
            raise
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


class _Out(io.BufferedIOBase):
    """The file to write, remembering why writing failed."""

    def __init__(self, out: BinaryIO | io.BufferedIOBase, failures: list[Exception]) -> None:
        self._out, self._failures = out, failures

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # the library hands over bytes
        try:
            return self._out.write(data)
        except Exception as error:
            self._failures.append(error)
            raise
