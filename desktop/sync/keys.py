"""Who speaks: the keys of a device, its card, the office's root key on paper, and signatures on heads.

Everything is signed with Ed25519 (RFC 8032) over a label, a NUL byte and canonical bytes, so a signature made for one
purpose says nothing in another:
  card/1        the card without `sig`, by the device itself: a card changed on its way is noticed
  delegation/1  {age, area, device, sign}, by the root key: this computer speaks for the kelurahan
  head/1        {area, device, hash, seq}, by the author of a stream
Keys and signatures are written as lower-case hex, age keys as age writes them.
"""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import msgspec
import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desktop.durable import replacing
from desktop.sync import limits
from desktop.sync.revisions import Area, BadForm, Hash, Uid, canonical, normalise, parse_canonical

Kind = Literal["rt", "pokmas", "kelurahan"]
Signature = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}\Z")]
Recipient = Annotated[str, msgspec.Meta(pattern=r"^age1[02-9ac-hj-np-z]{58}\Z")]

_KEY_FILE_BYTES: Final = 16 * limits.KIB
_CARD_BYTES: Final = 8 * limits.KIB
_CARD_TEXT: Final = "REMBUG-KARTU-1:"
_ROOT_TEXT: Final = "REMBUG-INDUK-1:"


class CardRefused(Exception):
    """A card that cannot be trusted as it is.

    `code` is stable: bad_form, newer_card, bad_kind, bad_key, bad_signature, no_delegation, bad_delegation.
    `detail` is technical.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class KeysDamaged(Exception):
    """A key file that is there but cannot be read. The device must become a new one; data are not touched."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class WordsRefused(Exception):
    """The words of a recovery sheet were not copied right.

    `code`: count (not 24 words), unknown_word, row_mismatch. `position` counts from 1: the word, or the row, at fault;
    0 for count.
    """

    def __init__(self, code: str, position: int) -> None:
        super().__init__(code, position)
        self.code, self.position = code, position


class DeviceCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What others need to know of a device: where it belongs, what it signs with, what it reads with.

    `sign`: Ed25519 public key. `age`: recipient. `name`: what people call the computer. `root` and `delegation` are
    filled on a kelurahan's card only. `sig`: by `sign`, over all the rest.
    """

    v: int = 1
    kind: Kind
    area: Area
    device: Uid
    sign: Hash
    age: Recipient
    name: str
    root: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?\Z")] = ""
    delegation: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{128})?\Z")] = ""
    sig: Signature


class SignedHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The author's word that the stream of `device` for `area` stands at line `seq` with running hash `hash`."""

    area: Area
    device: Uid
    seq: Annotated[int, msgspec.Meta(ge=1, le=limits.INT_MAX)]
    hash: Hash
    sig: Signature


@dataclass(frozen=True)
class DeviceKeys:
    """The secrets of one device for one desk. Never printed, logged or put into the database."""

    area: str
    device: str
    name: str
    private: Ed25519PrivateKey = field(repr=False)
    identity: pyrage.x25519.Identity = field(repr=False)
    root: str = ""
    delegation: str = ""

    @classmethod
    def generate(cls, area: str, device: str, name: str = "") -> Self:
        """New keys for a new device. `name`: at most 100 characters. Raises BadForm."""
        name = normalise(name.strip())
        _check_place(area, device, name)
        return cls(area, device, name, Ed25519PrivateKey.generate(), pyrage.x25519.Identity.generate())

    @property
    def sign_public(self) -> str:
        """The public half of the signing key, 64 hex digits."""
        return self.private.public_key().public_bytes_raw().hex()

    @property
    def recipient(self) -> str:
        """What others encrypt to: `age1…`."""
        return str(self.identity.to_public())

    def sign(self, data: bytes) -> str:
        """Sign bytes that begin with a label of ours and a NUL. 128 hex digits."""
        return self.private.sign(data).hex()

    def card(self) -> DeviceCard:
        """This device's card. A kelurahan's card is valid only once the root key has delegated (`RootKey.delegate`)."""
        draft = DeviceCard(
            kind=kind_of(self.area), area=self.area, device=self.device, sign=self.sign_public, age=self.recipient,
            name=self.name, root=self.root, delegation=self.delegation, sig="0" * 128,
        )  # fmt: skip
        return msgspec.structs.replace(draft, sig=self.sign(_card_message(draft)))

    def delegated(self, card: DeviceCard) -> "DeviceKeys":
        """These keys with the delegation of a card that `RootKey.delegate` returned. Raises CardRefused."""
        check_card(card)
        if (card.area, card.device, card.sign, card.age) != (self.area, self.device, self.sign_public, self.recipient):
            raise CardRefused("bad_key", "kartu ini milik perangkat lain")
        return replace(self, root=card.root, delegation=card.delegation)

    def save(self, path: Path) -> None:
        """Write the key file: whole or not at all, readable by its owner only. Raises OSError."""
        content = {
            "v": 1, "area": self.area, "device": self.device, "name": self.name,
            "sign": self.private.private_bytes_raw().hex(), "age": str(self.identity),
            "root": self.root, "delegation": self.delegation,
        }  # fmt: skip
        with replacing(path, 0o600) as file:
            file.write(canonical(content) + b"\n")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a key file. Raises KeysDamaged, or OSError (FileNotFoundError when there is none)."""
        with path.open("rb") as file:
            raw = file.read(_KEY_FILE_BYTES)
        try:
            content = msgspec.convert(parse_canonical(raw.removesuffix(b"\n")), _KeyFile)
            _check_place(content.area, content.device, content.name)
            return cls(
                content.area, content.device, content.name,
                Ed25519PrivateKey.from_private_bytes(bytes.fromhex(content.sign)),
                pyrage.x25519.Identity.from_str(content.age), content.root, content.delegation,
            )  # fmt: skip
        except BadForm as error:
            raise KeysDamaged(error.code) from None
        except (msgspec.ValidationError, pyrage.IdentityError):  # their messages could quote the key
            raise KeysDamaged("bad_field") from None


class _KeyFile(msgspec.Struct, forbid_unknown_fields=True):
    v: Literal[1]
    area: Area
    device: Uid
    name: str
    sign: Hash
    age: str
    root: str
    delegation: str


class _Place(msgspec.Struct):
    area: Area
    device: Uid
    name: Annotated[str, msgspec.Meta(max_length=limits.NAME_CHARS)]


def _check_place(area: str, device: str, name: str) -> None:
    try:
        msgspec.convert({"area": area, "device": device, "name": name}, _Place)
    except msgspec.ValidationError as error:
        raise BadForm("bad_field", str(error)) from None
    canonical(name)


def kind_of(area: str) -> Kind:
    """Which desk an area belongs to, by the written form of the area."""
    if "/" not in area:
        return "kelurahan"
    return "pokmas" if "/P/" in area else "rt"


def verify(public: str, signature: str, data: bytes) -> bool:
    """Whether this Ed25519 signature (128 hex) by this public key (64 hex) is on these bytes. Malformed hex: no."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


# --- cards ------------------------------------------------------------------------------------------------------------


def card_bytes(card: DeviceCard) -> bytes:
    """The card as a file: canonical JSON, all fields written."""
    return canonical(card)


def read_card(raw: bytes) -> DeviceCard:
    """Read a card file and check it (`check_card`). Raises CardRefused for damage of any kind."""
    if len(raw) > _CARD_BYTES:
        raise CardRefused("bad_form", "terlalu besar")
    try:
        content = parse_canonical(raw.strip())  # a mail program may have added a newline
    except BadForm as error:
        raise CardRefused("bad_form", error.code) from None
    return _checked_card(content)


def card_text(card: DeviceCard) -> str:
    """The card as one line of A–Z and 2–7 after `REMBUG-KARTU-1:`, short enough for a QR code or a message."""
    packed = msgspec.msgpack.encode([
        card.v, card.kind, card.area, bytes.fromhex(card.device.replace("-", "")), bytes.fromhex(card.sign), card.age,
        card.name, bytes.fromhex(card.root), bytes.fromhex(card.delegation), bytes.fromhex(card.sig),
    ])  # fmt: skip
    return _CARD_TEXT + _base32(packed)


def read_card_text(text: str) -> DeviceCard:
    """Read what `card_text` wrote; spaces, line breaks and small letters do no harm. Raises CardRefused."""
    raw = _unpack_text(text, _CARD_TEXT)
    if raw is None or len(raw) > _CARD_BYTES:
        raise CardRefused("bad_form", "bukan kartu")
    try:
        v, kind, area, device, sign, age, name, root, delegation, sig = msgspec.msgpack.decode(
            raw, type=tuple[int, str, str, bytes, bytes, str, str, bytes, bytes, bytes]
        )
        uid = device.hex()
        return _checked_card({
            "v": v, "kind": kind, "area": area, "age": age, "name": name,
            "device": f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}",
            "sign": sign.hex(), "root": root.hex(), "delegation": delegation.hex(), "sig": sig.hex(),
        })  # fmt: skip
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise CardRefused("bad_form", "bukan kartu") from None


def _checked_card(content: Any) -> DeviceCard:
    if isinstance(content, dict) and isinstance(content.get("v"), int) and content["v"] > 1:
        raise CardRefused("newer_card", f"versi {content['v']}")
    try:
        card = msgspec.convert(content, DeviceCard)
    except msgspec.ValidationError as error:
        raise CardRefused("bad_form", str(error)[-80:]) from None
    check_card(card)
    return card


def check_card(card: DeviceCard) -> None:
    """Raise CardRefused unless the card is whole, signed by itself, and, a kelurahan's, delegated by its root key.

    This says that the card belongs together, not that its device may be trusted: for that a person compares the
    fingerprint of `sign`, or for a kelurahan of `root`.
    """
    if card.v != 1:
        raise CardRefused("newer_card" if card.v > 1 else "bad_form", f"versi {card.v}")
    if card.kind != kind_of(card.area):
        raise CardRefused("bad_kind", f"{card.kind}, wilayah {card.area}")
    if len(card.name) > limits.NAME_CHARS:
        raise CardRefused("bad_form", "nama terlalu panjang")
    try:
        message = _card_message(card)
    except BadForm as error:
        raise CardRefused("bad_form", error.code) from None
    try:
        pyrage.x25519.Recipient.from_str(card.age)
    except pyrage.RecipientError:
        raise CardRefused("bad_key", "kunci age") from None
    if not verify(card.sign, card.sig, message):
        raise CardRefused("bad_signature", "tanda tangan kartu")
    if card.kind == "kelurahan":
        if not (card.root and card.delegation):
            raise CardRefused("no_delegation", "kartu kelurahan tanpa kunci induk")
        if not verify(card.root, card.delegation, _delegation_message(card)):
            raise CardRefused("bad_delegation", "kunci induk tidak menandatangani perangkat ini")
    elif card.root or card.delegation:
        raise CardRefused("bad_delegation", "hanya kartu kelurahan yang memuat kunci induk")


def _card_message(card: DeviceCard) -> bytes:
    content = msgspec.structs.asdict(card)
    del content["sig"]
    return b"card/1\0" + canonical(content)


def _delegation_message(card: DeviceCard) -> bytes:
    return b"delegation/1\0" + canonical({"area": card.area, "device": card.device, "sign": card.sign, "age": card.age})


def fingerprint(public: str) -> tuple[str, ...]:
    """Six groups of five digits for people to compare: the SHA-256 of `b"fingerprint/1\\0"` and the 32 key bytes, as a
    number, modulo 10^30. About 99 bits, so nobody can search for a key that shows the same digits."""
    number = int.from_bytes(hashlib.sha256(b"fingerprint/1\0" + bytes.fromhex(public)).digest(), "big")
    digits = f"{number % 10**30:030d}"
    return tuple(digits[start : start + 5] for start in range(0, 30, 5))


# --- heads ------------------------------------------------------------------------------------------------------------


def sign_head(keys: DeviceKeys, area: str, seq: int, hash: str) -> SignedHead:  # noqa: A002 - the record's word
    """The author's signature on where its stream for `area` stands."""
    return SignedHead(area, keys.device, seq, hash, keys.sign(_head_message(area, keys.device, seq, hash)))


def verify_head(head: SignedHead, sign_public: str) -> bool:
    """Whether the device with this public key (64 hex) signed this head. That the key is the device's: the caller."""
    return verify(sign_public, head.sig, _head_message(head.area, head.device, head.seq, head.hash))


def _head_message(area: str, device: str, seq: int, hash_: str) -> bytes:
    return b"head/1\0" + canonical({"area": area, "device": device, "seq": seq, "hash": hash_})


# --- the root key and its sheet ---------------------------------------------------------------------------------------

_CONSONANTS: Final = "bcdghjklmnprstwy"
_VOWELS: Final = "aiueo"
# A syllable is four bits. Its vowel follows from its consonant and its place in the word, so a wrong vowel, and most
# wrong consonants, make a word that does not exist. All words read as Indonesian does: "ba-ce-di".
_SYLLABLES: Final = tuple(
    tuple(consonant + _VOWELS[(number + shift) % 5] for number, consonant in enumerate(_CONSONANTS))
    for shift in (0, 3, 1)
)
_ROWS: Final = 4
_ROW_WORDS: Final = 6


class RootKey:
    """The kelurahan's root key. It lives on its printed recovery sheet only; nothing here writes it to a disk."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._private = Ed25519PrivateKey.from_private_bytes(seed)

    def __repr__(self) -> str:
        return f"RootKey(public={self.public!r})"

    @classmethod
    def generate(cls) -> Self:
        return cls(secrets.token_bytes(32))

    @property
    def public(self) -> str:
        """64 hex digits; RTs compare its fingerprint with the letter on the office wall."""
        return self._private.public_key().public_bytes_raw().hex()

    def words(self) -> list[str]:
        """24 words of three syllables, to print as 4 numbered rows of 6. Each row holds 8 bytes and a check byte over
        all rows down to it, so a slip is found in its row."""
        words = []
        for row in range(_ROWS):
            number = int.from_bytes(self._seed[8 * row : 8 * row + 8] + _row_check(self._seed, row), "big")
            words += [_word(number >> shift & 0xFFF) for shift in range(12 * (_ROW_WORDS - 1), -1, -12)]
        return words

    @classmethod
    def from_words(cls, words: Sequence[str]) -> Self:
        """The key from the 24 words as typed (capitals and spaces around them do no harm). Raises WordsRefused."""
        if len(words) != _ROWS * _ROW_WORDS:
            raise WordsRefused("count", 0)
        numbers = [_word_number(word, position) for position, word in enumerate(words, 1)]
        seed = b""
        for row in range(_ROWS):
            number = 0
            for part in numbers[row * _ROW_WORDS : (row + 1) * _ROW_WORDS]:
                number = number << 12 | part
            raw = number.to_bytes(9, "big")
            seed += raw[:8]
            if raw[8:] != _row_check(seed, row):
                raise WordsRefused("row_mismatch", row + 1)
        return cls(seed)

    def qr_text(self) -> str:
        """The key for the QR code on the sheet: base32 of 32 bytes and 4 check bytes after `REMBUG-INDUK-1:`."""
        return _ROOT_TEXT + _base32(self._seed + _root_check(self._seed))

    @classmethod
    def from_qr_text(cls, text: str) -> Self:
        """Read `qr_text`. Raises CardRefused: bad_form."""
        raw = _unpack_text(text, _ROOT_TEXT)
        if raw is None or len(raw) != 36 or raw[32:] != _root_check(raw[:32]):
            raise CardRefused("bad_form", "bukan lembar pemulihan")
        return cls(raw[:32])

    def opener(self) -> pyrage.ssh.Identity:
        """What opens backups that were locked to this key (desktop.sync.vault)."""
        # Seldom wanted, and it brings thirty modules along that every start would wait for.
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        return pyrage.ssh.Identity.from_buffer(
            self._private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        )

    def delegate(self, card: DeviceCard, device_keys: DeviceKeys) -> DeviceCard:
        """Let this office computer speak for the kelurahan: its card with the delegation, signed anew by the device.

        Keep it with `device_keys.delegated(card).save(path)`. Raises CardRefused: bad_kind, bad_key, bad_signature.
        """
        if card.kind != "kelurahan" or kind_of(card.area) != "kelurahan":
            raise CardRefused("bad_kind", "hanya komputer kelurahan")
        if (card.device, card.sign, card.age) != (device_keys.device, device_keys.sign_public, device_keys.recipient):
            raise CardRefused("bad_key", "kartu ini milik perangkat lain")
        if not verify(card.sign, card.sig, _card_message(card)):
            raise CardRefused("bad_signature", "tanda tangan kartu")
        signature = self._private.sign(_delegation_message(card)).hex()
        return replace(device_keys, root=self.public, delegation=signature).card()


def _word(bits: int) -> str:
    return _SYLLABLES[0][bits >> 8] + _SYLLABLES[1][bits >> 4 & 15] + _SYLLABLES[2][bits & 15]


def _word_number(word: str, position: int) -> int:
    typed = word.strip().lower()
    try:
        first, second, third = (_SYLLABLES[place].index(typed[2 * place : 2 * place + 2]) for place in range(3))
    except ValueError:
        raise WordsRefused("unknown_word", position) from None
    if len(typed) != 6:
        raise WordsRefused("unknown_word", position)
    return first << 8 | second << 4 | third


def _row_check(seed: bytes, row: int) -> bytes:
    return hashlib.sha256(b"sheet/1\0" + seed[: 8 * (row + 1)]).digest()[:1]


def _root_check(seed: bytes) -> bytes:
    return hashlib.sha256(b"root/1\0" + seed).digest()[:4]


def _unpack_text(text: str, prefix: str) -> bytes | None:
    """The bytes behind a text form, or None when it is not one. Spaces and line breaks are from the messenger."""
    compact = "".join(text.split()).upper()
    if not compact.startswith(prefix) or len(compact) > 2 * _CARD_BYTES:
        return None
    body = compact.removeprefix(prefix)
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        return None
    return raw if _base32(raw) == body else None  # its last letter may hold unused bits: only one spelling counts


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")
