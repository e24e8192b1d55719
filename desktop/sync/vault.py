"""Backups that leave the computer: locked with age to the desk's own keys, the office's, and the office's root key.

The root key stands on the kelurahan's recovery sheet. With it a backup can be opened when every computer is gone; for
age it is an Ed25519 key in SSH's form, so Debian's `age -d -i` opens the file, too.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from io import BufferedIOBase
from pathlib import Path
from typing import BinaryIO

import pyrage

from desktop.sync import limits
from desktop.sync.envelope import check_header, encrypt_to
from desktop.sync.keys import CardRefused, DeviceKeys, KeysDamaged, RootKey, WordsRefused
from desktop.sync.refusals import BundleRefused

Identity = pyrage.x25519.Identity | pyrage.ssh.Identity

MAGIC = b"age-encryption.org/"


def is_locked(path: Path) -> bool:
    """Whether the file is encrypted. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def lock(out: BinaryIO, chunks: Iterable[bytes], recipients: Sequence[str], roots: Sequence[str]) -> None:
    """Encrypt to these `age1…` recipients and root keys (64 hex). An error of reading or writing reaches the caller."""
    encrypt_to(out, chunks, recipients, roots)


def unlock(path: Path, out: BufferedIOBase, identities: Sequence[Identity]) -> None:
    """Write what is inside. Raises BundleRefused: bad_header, not_for_us, cut; OSError."""
    with path.open("rb") as file:
        check_header(file.read(limits.HEADER_BYTES), root=True)
        file.seek(0)
        try:
            pyrage.decrypt_io(file, out, identities)
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise BundleRefused("not_for_us", "tidak ada kunci yang cocok") from None
            raise BundleRefused("cut", str(error)) from None


def keys_in(folder: Path) -> list[Identity]:
    """What the key files in a folder open; one that cannot be read is passed over."""
    found: list[Identity] = []
    for file in sorted(folder.glob("*.key")):
        with suppress(KeysDamaged, OSError):
            found.append(DeviceKeys.load(file).identity)
    return found


def root_opener(typed: str) -> Identity:
    """The key on a recovery sheet, by its words or its QR text. Raises WordsRefused, CardRefused."""
    root = RootKey.from_qr_text(typed) if ":" in typed else RootKey.from_words(typed.split())
    return root.opener()


__all__ = [
    "BundleRefused",
    "CardRefused",
    "Identity",
    "WordsRefused",
    "is_locked",
    "keys_in",
    "lock",
    "root_opener",
    "unlock",
]
