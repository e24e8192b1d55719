"""Bundles as bad as they come: cut, flipped, crafted. Each is refused whole, with the reason people are told.

The numbers in the section headings are the rows of the project's list of bad inputs.
"""

import random
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.sync import container, limits
from desktop.sync.bundle import BundleRefused, BundleWaits, OpenBundle, StreamRange, open_bundle
from desktop.sync.keys import DeviceKeys, sign_head
from desktop.sync.revisions import canonical, make_line
from tests.sync.craft import (
    OFFICE,
    OTHER_OFFICE,
    RT,
    Desks,
    Stream,
    dumps,
    jpeg,
    png,
    receipt,
    sha,
    stream,
    uid,
    zipped,
)

PHOTO = jpeg()


def refused(path: Path, keys: DeviceKeys) -> BundleRefused:
    """Opening is refused, and leaves no trace on the disk."""
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(BundleRefused) as caught:
        open_bundle(path, keys)
    assert sorted(path.parent.rglob("*")) == before
    assert not isinstance(caught.value, BundleWaits)
    return caught.value


def written(desks: Desks, content: bytes, name: str = "bad.rembug") -> Path:
    path = desks.folder / name
    path.write_bytes(content)
    return path


def small(desks: Desks) -> Path:
    """A bundle of two lines and a photo, some 2.5 kB."""
    return desks.write(stream(desks.rt, RT, [receipt(1), receipt(2, files=(sha(PHOTO),))]), files=[PHOTO])


def receipts(desks: Desks, count: int = 3) -> Stream:
    return stream(desks.rt, RT, [receipt(number) for number in range(count)])


# --- 1, 2: not a bundle at all ----------------------------------------------------------------------------------------


def test_empty_files_and_folders(desks: Desks) -> None:
    assert refused(written(desks, b""), desks.office).code == "empty"
    assert refused(written(desks, b"x"), desks.office).code == "not_bundle"
    folder = desks.folder / "folder.rembug"
    folder.mkdir()
    assert refused(folder, desks.office).code == "not_bundle"
    with pytest.raises(FileNotFoundError):
        open_bundle(desks.folder / "gone.rembug", desks.office)


@pytest.mark.parametrize(
    "content",
    [
        random.Random(1).randbytes(100_000),
        jpeg(),
        b"<!DOCTYPE html><html><body>Masuk</body></html>",
        zipped([("manifest.json", b"{}")]),
        b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",
        b"age-encryption.org/v2\n-> X25519 a\nb\n--- c\n",
        b"\0" * 70_000_000,
    ],
)
def test_other_files_under_our_name(desks: Desks, content: bytes) -> None:
    assert refused(written(desks, content), desks.office).code == "not_bundle"


# --- 3, 4, 5: damage on the way ---------------------------------------------------------------------------------------


def test_cut_at_every_offset_and_completed_later(desks: Desks) -> None:
    path = small(desks)
    whole = path.read_bytes()
    cut = desks.folder / "cut.rembug"
    for end in range(len(whole)):
        cut.write_bytes(whole[:end])
        with pytest.raises(BundleRefused) as caught:
            open_bundle(cut, desks.office)
        assert caught.value.code == ("cut" if end else "empty"), end
    cut.write_bytes(whole)
    assert len(open_bundle(cut, desks.office).lines) == 2


def test_one_flipped_bit_in_every_byte(desks: Desks) -> None:
    flip_bits(desks, lambda position: [1 << position % 8])


@pytest.mark.soak
def test_every_bit_flipped(desks: Desks) -> None:
    flip_bits(desks, lambda position: [1 << bit for bit in range(8)])


def flip_bits(desks: Desks, masks: Callable[[int], list[int]]) -> None:
    whole = small(desks).read_bytes()
    path = desks.folder / "flipped.rembug"
    codes = set[str]()
    for position in range(len(whole)):
        for mask in masks(position):
            changed = bytearray(whole)
            changed[position] ^= mask
            path.write_bytes(changed)
            with pytest.raises(BundleRefused) as caught:
                open_bundle(path, desks.office)
            codes.add(caught.value.code)
    assert codes <= {"not_bundle", "bad_header", "not_for_us", "cut"}


def test_anything_behind_the_end(desks: Desks) -> None:
    whole = small(desks).read_bytes()
    for more in (b"\0", b"\n", whole, whole[:1], b"x" * 70_000):
        assert refused(written(desks, whole + more), desks.office).code == "cut"


def test_a_file_larger_than_the_limit(desks: Desks) -> None:
    whole = small(desks).read_bytes()
    assert refused(written(desks, whole + b"\0" * limits.FILE_BYTES), desks.office).code == "too_big"


# --- 6, 7, 8: other recipients ----------------------------------------------------------------------------------------

SHARE = b"A" * 43
STANZA = b"-> X25519 " + SHARE + b"\n" + SHARE + b"\n"
HEAD, FOOT = b"age-encryption.org/v1\n", b"--- " + SHARE + b"\n" + b"\0" * 100


@pytest.mark.parametrize(
    "header",
    [
        HEAD + STANZA * 1_000 + FOOT,
        HEAD + STANZA * 21 + FOOT,
        HEAD + b"-> scrypt " + b"A" * 22 + b" 30\n" + SHARE + b"\n" + FOOT,
        HEAD + STANZA + b"-> scrypt " + b"A" * 22 + b" 30\n" + SHARE + b"\n" + FOOT,
        HEAD + b"-> ssh-ed25519 AAAA " + SHARE + b"\n" + SHARE + b"\n" + FOOT,
        HEAD + b"-> piv-p256 AAAA\n" + SHARE + b"\n" + FOOT,
        HEAD + b"-> x-grease\n\n" + FOOT,  # nobody can open this
        HEAD + FOOT,
        HEAD + b"-> X25519 " + SHARE + b" more\n" + SHARE + b"\n" + FOOT,
        HEAD + b"-> X25519 " + SHARE + b"\n" + b"A" * 64 + b"\n" + SHARE + b"\n" + FOOT,
        HEAD + b"-> x-grease " + b"a" * 20_000 + b"\n\n" + STANZA + FOOT,
        HEAD + b"-> x-grease\n" + (b"A" * 64 + b"\n") * 300 + b"\n" + STANZA + FOOT,
        HEAD + STANZA.replace(b"\n", b"\r\n") + FOOT,
        HEAD + b"\n" * 20_000,
    ],
)
def test_headers_that_would_keep_the_library_busy(desks: Desks, header: bytes) -> None:
    path = written(desks, header)
    start = time.process_time()
    assert refused(path, desks.office).code == "bad_header"
    assert time.process_time() - start < 0.05


def test_grease_is_skipped(desks: Desks) -> None:
    """age's own writers add random stanzas, so that readers keep skipping what they do not know."""
    for _ in range(20):
        assert open_bundle(small(desks), desks.office).manifest.lines == 2


def test_a_bundle_for_another_office(desks: Desks) -> None:
    assert refused(small(desks), desks.other).code == "not_for_us"
    path = desks.folder / "bad.rembug"
    plain = desks.plain(small(desks))
    path.write_bytes(pyrage.encrypt(plain, [desks.other.identity.to_public()]))
    error = refused(path, desks.other)  # right key, but the manifest names our office
    assert (error.code, error.detail) == ("other_area", OFFICE)
    named = desks.sealed(receipts(desks), change=lambda content: content.update(to_area=OTHER_OFFICE))
    error = refused(named, desks.office)
    assert (error.code, error.detail) == ("other_area", OTHER_OFFICE)


# --- 9 to 14: the ZIP inside ------------------------------------------------------------------------------------------


def test_bombs_cost_neither_memory_nor_time(desks: Desks) -> None:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    run = deflater.compress(b"\0" * 40_000_000) + deflater.flush()
    bombs = [
        header_zip("lines.jsonl", run[:42_000], 3_000_000_000),
        header_zip("lines.jsonl", run, 40_000_000),
        header_zip("manifest.json", run, 40_000_000),
        header_zip("manifest.json", run, len(run) * limits.RATIO),  # lies: it is much more
        header_zip("manifest.json", run, 100),  # lies again: that much is all we ever unpack
        zipped([("manifest.json", zipped([("manifest.json", b"\0" * 20_000_000)]))]),
        old_zip("manifest.json", b"\0" * 30_000_000),
    ]
    paths = [desks.encrypt(bomb, f"{number}.rembug") for number, bomb in enumerate(bombs)]
    start = time.process_time()
    for path in paths:
        tracemalloc.start()
        assert refused(path, desks.office).code in ("too_big", "bad_zip", "bad_manifest")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 64 * limits.MIB
    assert time.process_time() - start < 5


def test_each_size_limit_by_itself(desks: Desks) -> None:
    noise = random.Random(2).randbytes(1_000_000)
    run = zlib.compress(b"\0" * 1_000_000, 9)[2:-4]
    for path in (
        desks.encrypt(header_zip("manifest.json", noise, 150_000_000)),  # 150:1, but too much
        desks.encrypt(header_zip("manifest.json", run, 1_000_000)),  # little, but 1000:1
        desks.encrypt(header_zip("manifest.json", noise * 5, 5_000_000, method=0)),  # a manifest of 5 MB
        desks.encrypt(zipped([("manifest.json", b"{}")] * 5_001)),
    ):
        assert refused(path, desks.office).code == "too_big"


def header_zip(name: str, packed: bytes, size: int, method: int = 8) -> bytes:
    """A ZIP of one member whose headers say what the test wants."""
    return b"".join(container.write_zip([container.Source(name, method, 0, len(packed), size, (packed,))]))


def old_zip(name: str, content: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def test_overlapping_members(desks: Desks) -> None:
    """Both entries of the directory point at the same local header (CVE-2024-0450)."""
    plain = desks.plain(small(desks))
    assert refused(desks.encrypt(with_central(plain, 2, 42, "<I", 0)), desks.office).code == "bad_zip"


def central_offsets(plain: bytes) -> list[int]:
    """Where each entry of the central directory starts."""
    count, _size, at = struct.unpack_from("<HII", plain, len(plain) - 12)
    found = []
    for _ in range(count):
        found.append(at)
        at += 46 + sum(struct.unpack_from("<3H", plain, at + 28))
    return found


def with_central(plain: bytes, entry: int, offset: int, kind: str, value: int) -> bytes:
    changed = bytearray(plain)
    struct.pack_into(kind, changed, central_offsets(plain)[entry] + offset, value)
    return bytes(changed)


def with_both(plain: bytes, entry: int, offset: int, kind: str, value: int) -> bytes:
    """The same field in the directory and in the local header, which lies two bytes earlier in its header."""
    changed = bytearray(with_central(plain, entry, offset, kind, value))
    local = struct.unpack_from("<I", plain, central_offsets(plain)[entry] + 42)[0]
    struct.pack_into(kind, changed, local + offset - 2, value)
    return bytes(changed)


@pytest.mark.parametrize(
    "name",
    [
        "../x", "/etc/x", "C:\\x", "\\\\srv\\x", "a:b", "x" * 300, "", ".", "..", "files/../x", "files//x",
        "lines.jsonl ", "LINES.JSONL", "files/" + "A" * 64, "a\x00b", "a\nb", "\u202ex", "é", "files/", "-x", "~",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere(desks: Desks, name: str) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", b"{}")
        archive.writestr(zipfile.ZipInfo("placeholder"), b"x")
    raw = out.getvalue()
    assert refused(desks.encrypt(raw), desks.office).code == "bad_zip"
    ours = zipped_as([("manifest.json", b"{}"), (name, b"x")])
    assert refused(desks.encrypt(ours), desks.office).code == "bad_zip"
    assert not (desks.folder.parent / "x").exists()


def zipped_as(members: list[tuple[str, bytes]]) -> bytes:
    """Our ZIP with any names: written with placeholders of the same length, then renamed."""
    encoded = [name.encode() for name, _ in members]
    placeholders = [chr(97 + number) * len(name) for number, name in enumerate(encoded)]
    raw = b"".join(
        container.write_zip(
            [container.pack(place, data) for place, (_, data) in zip(placeholders, members, strict=True)]
        )
    )
    out, locals_at = bytearray(raw), 0
    for place, name in zip(placeholders, encoded, strict=True):
        locals_at = out.index(b"PK\x03\x04", locals_at)
        out[locals_at + 30 : locals_at + 30 + len(place)] = name
        locals_at += 4
    for at, name in zip(central_offsets(bytes(out)), encoded, strict=True):
        out[at + 46 : at + 46 + len(name)] = name
    return bytes(out)


@pytest.mark.parametrize("name", ["con", "nul.txt", "files/con", "setup.exe", "manifest.json.bak", "files/" + "a" * 63])
def test_names_we_never_give_even_when_signed_and_listed(desks: Desks, name: str) -> None:
    def listed(content: dict[str, Any]) -> None:
        content["members"][1]["name"] = name

    path = desks.sealed(receipts(desks), files=[("b" * 64, PHOTO)], change=listed)
    plain = desks.plain(path)
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    members[3] = (name, PHOTO)
    assert refused(desks.encrypt(zipped(members)), desks.office).code == "bad_zip"


@pytest.mark.parametrize(
    ("offset", "kind", "value"),
    [
        (38, "<I", 0o120777 << 16),  # a symbolic link
        (38, "<I", 0o020666 << 16),  # a device
        (38, "<I", 0o040755 << 16 | 0x10),  # a folder
        (38, "<I", 0o100755 << 16),  # a program
        (38, "<I", 0o104644 << 16),  # set-user-id
        (38, "<I", 0x10),  # a DOS folder
        (38, "<I", 0x20),  # anything else we never write
        (36, "<H", 1),  # internal attributes
        (34, "<H", 1),  # another disk
        (4, "<H", 20),  # made by DOS: rights would mean something else
        (32, "<H", 1),  # a comment
        (42, "<I", 1),  # not where it lies
        (42, "<I", 0xFFFFFFFF),  # ZIP64
        (0, "<I", 0),
    ],
)
def test_entries_that_are_no_plain_file(desks: Desks, offset: int, kind: str, value: int) -> None:
    plain = desks.plain(small(desks))
    for entry in range(4):
        changed = with_central(plain, entry, offset, kind, value)
        assert changed != plain
        assert refused(desks.encrypt(changed), desks.office).code == "bad_zip"


@pytest.mark.parametrize(
    ("offset", "kind", "value"),
    [
        (6, "<H", 45),  # needs ZIP64
        (8, "<H", 1),  # encrypted
        (8, "<H", 8),  # sizes in a data descriptor
        (8, "<H", 0x800),  # UTF-8 names
        (10, "<H", 12),  # bzip2
        (10, "<H", 99),  # AES
        (12, "<H", 1),  # a time
        (14, "<H", 0x5A21),  # a date
        (16, "<I", 1),  # another CRC
        (20, "<I", 0xFFFFFFFF),
        (24, "<I", 0xFFFFFFFF),
        (24, "<I", 1),
        (28, "<H", 0),
        (28, "<H", 0xFFFF),
        (30, "<H", 4),  # an extra field
    ],
)
def test_headers_that_say_something_else(desks: Desks, offset: int, kind: str, value: int) -> None:
    plain = desks.plain(small(desks))
    for entry in range(4):
        for changed in (with_both(plain, entry, offset, kind, value), with_central(plain, entry, offset, kind, value)):
            code = refused(desks.encrypt(changed), desks.office).code
            assert code in ("bad_zip", "too_big", "bad_signature", "member_mismatch")


def test_gaps_comments_and_what_other_programs_write(desks: Desks) -> None:
    plain = desks.plain(small(desks))
    start = len(plain) - 22
    size, offset = struct.unpack_from("<II", plain, start + 12)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 4, 4, size, offset, 3)
    moved = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 4, 4, size, offset + 1, 0)
    cases = {
        "comment": plain[:start] + end + b"abc",
        "data before the first member": b"x" + plain,
        "data behind": plain + b"x",
        "gap before the directory": plain[:offset] + b"x" + plain[offset:start] + moved,
        "gap before the end": plain[:start] + b"x" + plain[start:],
        "a comment that is not there": plain[:-2] + b"\3\0",
        "no mark of the end": plain[:start] + b"PK\x05\x07" + plain[start + 4 :],
        "two disks": plain[: start + 4] + b"\1" + plain[start + 5 :],
        "counts differ": plain[: start + 8] + b"\3" + plain[start + 9 :],
        "one entry fewer": plain[: start + 8] + b"\3\0\3" + plain[start + 11 :],
        "one entry more": plain[: start + 8] + b"\5\0\5" + plain[start + 11 :],
        "no members": struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0),
        "nothing": b"",
        "no ZIP": b"x" * 1_000,
        "directory alone": plain[offset:],
        "a ZIP by another program": old_zip("manifest.json", b"{}"),
        "two ZIPs": plain + plain,
    }
    for case, content in cases.items():
        assert refused(desks.encrypt(content), desks.office).code == "bad_zip", case


def test_members_twice(desks: Desks) -> None:
    first = ("manifest.json", b"{}")
    for name in ("manifest.json", "manifest.jsON", "MANIFEST.JSON"):
        content = zipped_as([first, (name, b"{}")])
        assert refused(desks.encrypt(content), desks.office).code == "bad_zip"


def test_too_many_members_and_missing_ones(desks: Desks) -> None:
    many = [("manifest.json", b"{}")] + [(f"files/{number:064d}", b"") for number in range(limits.MEMBERS)]
    assert refused(desks.encrypt(zipped(many)), desks.office).code == "too_big"
    start = time.process_time()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(70_000):  # more than 65,535: ZIP64
            archive.writestr(f"files/{number:064d}", b"")
    path = desks.encrypt(out.getvalue())
    built = time.process_time()
    assert refused(path, desks.office).code in ("bad_zip", "too_big")
    assert time.process_time() - built < 5
    assert built > start
    with zipfile.ZipFile(BytesIO(desks.plain(small(desks)))) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    codes = [
        refused(desks.encrypt(zipped(members[:number] + members[number + 1 :])), desks.office).code
        for number in range(4)
    ]
    assert codes == ["bad_zip", "bad_signature", "bad_zip", "member_mismatch"]
    swapped = [members[1], members[0], *members[2:]]
    assert refused(desks.encrypt(zipped(swapped)), desks.office).code == "bad_zip"
    assert refused(desks.encrypt(zipped(members[:1])), desks.office).code == "bad_signature"


def test_every_byte_inside_counts(desks: Desks) -> None:
    """Somebody with our public key may re-seal what he changed: nothing inside is without effect."""
    path = small(desks)
    plain = desks.plain(path)
    good = open_bundle(path, desks.office)
    deflated = [
        range(entry.start, entry.start + entry.packed) for entry in container.read_directory(plain) if entry.method == 8
    ]
    for position in range(len(plain)):
        changed = bytearray(plain)
        changed[position] ^= 1 << position % 8
        try:
            found = open_bundle(desks.encrypt(bytes(changed)), desks.office)
        except BundleRefused:
            continue
        # Deflate can say the same in other bits (a repetition taken from elsewhere, the bits after its end): then what
        # is read is the same to the letter, and that is what is signed.
        assert any(position in one for one in deflated)
        assert (found.manifest, found.lines) == (good.manifest, good.lines)
        assert found.read_file(sha(PHOTO)) == PHOTO


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_spliced_zips_never_raise_anything_else(desks: Desks, data: st.DataObject) -> None:
    plain = desks.plain(small(desks))
    start = data.draw(st.integers(0, len(plain)))
    end = data.draw(st.integers(start, len(plain)))
    middle = data.draw(st.binary(max_size=30) | st.sampled_from([plain[:200], plain[-100:], plain[start:end] * 2]))
    changed = plain[:start] + middle + plain[end:]
    try:
        found = open_bundle(desks.encrypt(changed), desks.office)
    except BundleRefused:
        return
    assert found.manifest.lines == 2


# --- 15, 35: contents and list differ ---------------------------------------------------------------------------------


def edit_members(change: Callable[[list[dict[str, Any]]], Any]) -> Callable[[dict[str, Any]], Any]:
    return lambda content: change(content["members"])


@pytest.mark.parametrize(
    "change",
    [
        edit_members(lambda members: members.pop()),
        edit_members(lambda members: members.clear()),
        edit_members(lambda members: members.reverse()),
        edit_members(lambda members: members.append({"name": "files/" + "c" * 64, "size": 1, "sha256": "c" * 64})),
        edit_members(lambda members: members[0].update(size=1)),
        edit_members(lambda members: members[1].update(size=1)),
        edit_members(lambda members: members[0].update(sha256="0" * 64)),
        edit_members(lambda members: members[1].update(sha256="0" * 64)),
        edit_members(lambda members: members[1].update(name="files/" + "c" * 64)),
        lambda content: content.update(lines=2),
        lambda content: content.update(lines=4),
    ],
)
def test_members_and_list_differ(desks: Desks, change: Callable[[dict[str, Any]], Any]) -> None:
    path = desks.sealed(receipts(desks), files=[(sha(PHOTO), PHOTO)], change=change)
    assert refused(path, desks.office).code == "member_mismatch"


def test_a_file_whose_bytes_are_not_its_name(desks: Desks) -> None:
    path = desks.sealed(receipts(desks), files=[("c" * 64, PHOTO)])
    assert refused(path, desks.office).code == "member_mismatch"


# --- 16, 17, 18, 20: the manifest's and the lines' form ---------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        lambda manifest: b"manifest",
        lambda manifest: b"",
        lambda manifest: b"[]",
        lambda manifest: b"[" + manifest + b"]",
        lambda manifest: b"null",
        lambda manifest: b"\xef\xbb\xbf" + manifest,
        lambda manifest: manifest.decode().encode("utf-16"),
        lambda manifest: manifest.replace(b'"format":1', b'"format":1,"format":1'),
        lambda manifest: manifest.replace(b'"format":1', b'"format":1.0'),
        lambda manifest: manifest.replace(b'"format":1', b'"format":' + b"9" * 5_000),
        lambda manifest: manifest.replace(b'"format":1', b'"format":NaN'),
        lambda manifest: manifest.replace(b'"format":1', b'"format":1e400'),
        lambda manifest: manifest.replace(b'"format":1', b'"format":1,"g":' + b"[" * 100_000 + b"]" * 100_000),
        lambda manifest: manifest.replace(b'"format":1', b'"format":1,"g":"\xff"'),
        lambda manifest: manifest.replace(b'"format":1', b'"format":1,"g":"\\u0000"'),
        lambda manifest: manifest.replace(b'"format":1', b'"format":1,"g":"\\ud800"'),
        lambda manifest: manifest.replace(b'"kind":"data"', b'"kind":"other"'),
        lambda manifest: manifest.replace(b'"made_at":', b'"made_at":-'),
        lambda manifest: manifest.replace(b'"to_area":"35', b'"to_area":"xx'),
        lambda manifest: manifest + b"\n",
        lambda manifest: manifest.replace(
            b'"have":[],', b""
        ),  # what we always write may be left out, but not the order
        lambda manifest: manifest[:-1],
    ],
)
def test_a_manifest_in_any_other_form(desks: Desks, raw: Callable[[bytes], bytes]) -> None:
    path = desks.sealed(receipts(desks), raw=raw)
    plain = desks.plain(path)
    assert refused(path, desks.office).code == "bad_manifest", plain[:80]


def test_a_manifest_with_another_receipt_code(desks: Desks) -> None:
    path = desks.sealed(
        receipts(desks), raw=lambda manifest: manifest.replace(b'"receipt_code":"', b'"receipt_code":"X')
    )
    assert refused(path, desks.office).code == "bad_manifest"


def parents(count: int) -> bytes:
    return dumps({"parents": [f"{number:064d}" for number in range(count)]})[1:-1]


BAD_LINES: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda raw: raw.replace(b"Semen", b"Sem\xffn"), "not_utf8"),
    (lambda raw: raw.replace(b"Semen", b"Sem\xc0\x80n"), "not_utf8"),
    (lambda raw: raw.replace(b"Semen", b"Sem\xed\xa0\x80n"), "not_utf8"),
    (lambda raw: raw.replace(b"Semen", b"Sem\\ud800n"), "bad_text"),
    (lambda raw: raw.replace(b"Semen", b"Sem\x00n"), "bad_text"),
    (lambda raw: raw.replace(b"Semen", b"Sem\\u0000n"), "bad_text"),
    (lambda raw: raw.replace(b"Semen", b"Sem\\u001bn"), "bad_text"),
    (lambda raw: raw.replace(b"Semen", b"Sem\x1bn"), "bad_text"),
    (lambda raw: raw.replace(b"Semen", "Seme\u0301n".encode()), "not_nfc"),
    (lambda raw: raw.replace(b"1250001", b"1250001.0"), "number"),
    (lambda raw: raw.replace(b"1250001", b"1e400"), "number"),
    (lambda raw: raw.replace(b"1250001", b"9" * 5_000), "number"),
    (lambda raw: raw.replace(b"1250001", b"NaN"), "not_json"),
    (lambda raw: raw.replace(b"1250001", b"-Infinity"), "not_json"),
    (lambda raw: raw.replace(b"1250001", b"[" * 100_000 + b"]" * 100_000), "too_deep"),
    (lambda raw: raw.replace(b"1250001", b'"' + b"x" * 300_000 + b'"'), "too_long"),
    (lambda raw: raw.replace(b",", b", ", 1), "not_canonical"),
    (lambda raw: raw + b"\r", "not_canonical"),
    (lambda raw: raw.replace(b'"op":"put","parents":[]', b'"parents":[],"op":"put"'), "not_canonical"),
    (lambda raw: b"\xef\xbb\xbf" + raw, "not_utf8"),
    (lambda raw: b"", "not_json"),
    (lambda raw: b"[]", "bad_field"),
    (lambda raw: raw.replace(b'"op":"put"', b'"op":"wipe"'), "unknown_op"),
    (lambda raw: raw.replace(b'"parents":[]', parents(17)), "too_many_parents"),
    (lambda raw: raw.replace(b'"parents":[]', parents(1_000)), "too_many_parents"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code"), BAD_LINES)
def test_a_bad_line_is_named_by_its_number(desks: Desks, change: Callable[[bytes], bytes], code: str) -> None:
    one = receipts(desks)
    changed = change(one.lines[1])
    assert changed != one.lines[1]
    path = desks.sealed(one, lines=one.lines[0] + b"\n" + changed + b"\n" + one.lines[2] + b"\n")
    error = refused(path, desks.office)
    assert (error.code, error.line) == ("bad_line", 2)
    assert error.detail.startswith(code + ":")


def test_lines_without_a_last_newline_or_with_another(desks: Desks) -> None:
    one = receipts(desks)
    whole = b"\n".join(one.lines)
    for lines in (whole, whole + b"\nx", b"\n" + whole):
        assert refused(desks.sealed(one, lines=lines), desks.office).code in ("member_mismatch", "bad_line")
    crlf = whole.replace(b"\n", b"\r\n") + b"\r\n"
    assert refused(desks.sealed(one, lines=crlf), desks.office).code == "bad_line"


def test_more_lines_than_the_limit(desks: Desks) -> None:
    path = desks.sealed(lines=b"\n" * (limits.LINES + 1))
    assert refused(path, desks.office).code == "too_big"


def test_more_bytes_of_lines_than_the_limit(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desks.sealed(receipts(desks))
    monkeypatch.setattr(limits, "LINES_BYTES", 100)
    assert refused(path, desks.office).code == "too_big"


# --- 27, 32: who says so ----------------------------------------------------------------------------------------------


def test_signatures_by_others(desks: Desks) -> None:
    assert refused(desks.sealed(receipts(desks), sign_with=desks.office), desks.office).code == "bad_signature"
    with zipfile.ZipFile(BytesIO(desks.plain(small(desks)))) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    for signature in (b"", b"0" * 128, b"z" * 128, members[1][1].upper(), members[1][1] + b"\n", b"\xff" * 128):
        changed = [members[0], ("manifest.sig", signature), *members[2:]]
        assert refused(desks.encrypt(zipped(changed)), desks.office).code == "bad_signature"


def test_cards_that_do_not_hold(desks: Desks) -> None:
    def with_card(change: Callable[[dict[str, Any]], Any]) -> Path:
        return desks.sealed(receipts(desks), change=lambda content: change(content["card"]))

    assert refused(with_card(lambda card: card.update(name="Lain")), desks.office).code == "bad_card"
    assert refused(with_card(lambda card: card.update(area=OFFICE)), desks.office).code == "bad_card"
    assert refused(with_card(lambda card: card.update(sig="0" * 128)), desks.office).code == "bad_card"
    assert refused(with_card(lambda card: card.update(v=2)), desks.office).code == "bad_card"
    assert refused(with_card(lambda card: card.clear()), desks.office).code == "bad_manifest"
    moved = desks.sealed(receipts(desks), change=lambda content: content.update(area=f"{OFFICE}/04/02"))
    assert refused(moved, desks.office).code == "bad_card"


def test_a_delegation_the_root_did_not_sign(desks: Desks) -> None:
    fake = DeviceKeys.generate(OFFICE, uid(6))
    stolen = msgspec.to_builtins(desks.office.card())
    content = {
        **msgspec.to_builtins(fake.card()),
        "root": stolen["root"],
        "delegation": stolen["delegation"],
    }
    del content["sig"]
    forged = {**content, "sig": fake.sign(b"card/1\0" + canonical(content))}
    path = desks.sealed(receipts(desks), change=lambda manifest: manifest.update(cards=[forged]))
    error = refused(path, desks.office)
    assert (error.code, error.detail.split(":")[0]) == ("bad_card", "bad_delegation")


def test_two_cards_for_one_device(desks: Desks) -> None:
    twin = DeviceKeys.generate(RT, desks.rt.device).card()
    path = desks.sealed(receipts(desks), change=lambda manifest: manifest.update(cards=[msgspec.to_builtins(twin)]))
    assert refused(path, desks.office).code == "bad_card"


# --- 31: streams ------------------------------------------------------------------------------------------------------


def broken_streams(desks: Desks) -> dict[str, tuple[list[bytes], list[StreamRange]]]:
    """Lines and ranges that do not fit, every head signed by the true author."""
    one = receipts(desks, 4)
    other = stream(desks.rt, RT, [receipt(number) for number in range(10, 14)])
    beyond = stream(desks.rt, RT, [receipt(5)], first_seq=5, prev=one.range.head.hash)
    middle = stream(desks.rt, RT, [receipt(9)], first_seq=2, prev=one.range.head.hash)
    office = stream(desks.office, RT, [receipt(1)])

    def head(seq: int, running: str, area: str = RT) -> StreamRange:
        return msgspec.structs.replace(one.range, head=sign_head(desks.rt, area, seq, running))

    change = msgspec.structs.replace
    first_hash = make_line(desks.rt.device, RT, 1, "", receipt(0))[2]
    return {
        "a line left out": ([one.lines[0], *one.lines[2:]], [one.range]),
        "a line left out, range adjusted": ([one.lines[0], *one.lines[2:]], [change(one.range, last_seq=3)]),
        "two lines changed places": ([one.lines[0], one.lines[2], one.lines[1], one.lines[3]], [one.range]),
        "a line of another history": ([*one.lines[:2], other.lines[2], one.lines[3]], [one.range]),
        "the last line of another history": ([*one.lines[:3], other.lines[3]], [one.range]),
        "a whole other history under this head": (other.lines, [one.range]),
        "a line beyond the ranges": ([*one.lines, *beyond.lines], [one.range]),
        "a range beyond the lines": (one.lines, [one.range, beyond.range]),
        "no ranges": (one.lines, []),
        "a backward range": (one.lines, [change(one.range, first_seq=5, last_seq=4)]),
        "a huge range": (one.lines, [change(one.range, last_seq=2**62)]),
        "a range from the wrong number": (one.lines, [change(one.range, first_seq=2, last_seq=5)]),
        "a range after the wrong hash": (one.lines, [change(one.range, prev="c" * 64)]),
        "another device's range": (one.lines, [change(one.range, device=uid(9))]),
        "another area's range": (one.lines, [change(one.range, area=OFFICE)]),
        "a head of another number": (one.lines, [head(3, one.range.head.hash)]),
        "a head of another hash": (one.lines, [head(4, first_hash)]),
        "a head of another area": (one.lines, [head(4, one.range.head.hash, OFFICE)]),
        "the same lines twice": (one.lines * 2, [one.range, one.range]),
        "another device's line inside": ([*one.lines[:3], *office.lines], [one.range]),
        "a number that does not follow": ([*one.lines[:1], *middle.lines], [change(one.range, last_seq=2)]),
    }


def test_lines_that_do_not_continue_their_stream(desks: Desks) -> None:
    cases = broken_streams(desks)
    for case, (lines, ranges) in cases.items():
        content = b"".join(line + b"\n" for line in lines)
        path = desks.sealed(*(Stream([], one) for one in ranges), lines=content)
        assert refused(path, desks.office).code == "bad_stream", case


def test_heads_their_author_did_not_sign(desks: Desks) -> None:
    one = receipts(desks)
    forged = stream(desks.rt, RT, [receipt(1)], sign=False)
    assert refused(desks.sealed(forged), desks.office).code == "bad_head"
    signed_by_office = msgspec.structs.replace(sign_head(desks.office, RT, 3, one.range.head.hash), device=uid(1))
    path = desks.sealed(Stream(one.lines, msgspec.structs.replace(one.range, head=signed_by_office)))
    assert refused(path, desks.office).code == "bad_head"
    theirs = stream(desks.office, RT, [receipt(1)], sign=False)
    path = desks.sealed(
        theirs, change=lambda manifest: manifest.update(cards=[msgspec.to_builtins(desks.office.card())])
    )
    assert refused(path, desks.office).code == "bad_head"
    # Without the author's card the caller must verify: the head is handed out as unverified.
    assert open_bundle(desks.sealed(theirs), desks.office).unverified_heads == [theirs.range.head]


def test_a_line_whose_hash_is_not_its_content(desks: Desks) -> None:
    one = receipts(desks)
    changed = one.lines[1].replace(b"1250001", b"9250001")
    content = b"".join(line + b"\n" for line in (one.lines[0], changed, one.lines[2]))
    error = refused(desks.sealed(one, lines=content), desks.office)
    assert (error.code, error.line) == ("bad_stream", 3)  # line 3 no longer follows from what stands in line 2
    last = one.lines[2].replace(b"1250002", b"9250002")
    content = b"".join(line + b"\n" for line in (*one.lines[:2], last))
    assert refused(desks.sealed(one, lines=content), desks.office).code == "bad_stream"


# --- 33, 34: attachments (more in test_media.py) ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported"),
        (b"<html></html>", "unsupported"),
        (b"MZ\x90\0", "unsupported"),
        (b"", "unsupported"),
        (jpeg()[:-30], "damaged"),
        (jpeg() + b"<html>", "foreign_data"),
        (png(7000, 7000, "1"), "too_many_pixels"),
        (b"%PDF-1.4\n1 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj\n%%EOF", "active_content"),
        (b"\xff\xd8\xff" + b"\0" * limits.ATTACHMENT_BYTES, "too_big"),
    ],
)
def test_attachments_that_are_not_what_they_may_be(desks: Desks, content: bytes, code: str) -> None:
    error = refused(desks.sealed(receipts(desks), files=[(sha(content), content)]), desks.office)
    if code == "too_big":
        assert error.code == "too_big"
    else:
        assert (error.code, error.detail) == ("bad_attachment", f"{sha(content)[:8]}: {code}")


def test_many_pictures_that_are_large_together(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = [png(100, 100 + number) for number in range(3)]
    files = sorted((sha(content), content) for content in pictures)
    assert len(open_bundle(desks.sealed(receipts(desks), files=files), desks.office).file_names) == 3
    monkeypatch.setattr(limits, "BUNDLE_PIXELS", 25_000)
    assert refused(desks.sealed(receipts(desks), files=files), desks.office).code == "too_big"


# --- messages ---------------------------------------------------------------------------------------------------------


def test_a_refusal_tells_no_personal_data(desks: Desks) -> None:
    secret = "3571020101900001"
    bad = receipt(1, data={"nik": secret})
    one = stream(desks.rt, RT, [bad])
    for change in (
        one.lines[0].replace(b'"op":"put"', f'"op":"{secret}"'.encode()),
        one.lines[0].replace(secret.encode(), f"{secret}\\u0000".encode()),
        one.lines[0].replace(b'"year":2026', f'"year":"{secret}"'.encode()),
    ):
        error = refused(desks.sealed(one, lines=change + b"\n"), desks.office)
        assert error.code == "bad_line"
        assert secret not in repr(error)


def test_the_good_one_among_all_these_opens(desks: Desks) -> None:
    """The helpers make good bundles when told nothing bad, so whatever was refused was refused for its fault."""
    sealed = desks.sealed(receipts(desks), files=[(sha(PHOTO), PHOTO)])
    found: OpenBundle = open_bundle(sealed, desks.office)
    assert [parsed.line.seq for parsed in found.lines] == [1, 2, 3]
    with zipfile.ZipFile(BytesIO(desks.plain(small(desks)))) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    assert open_bundle(desks.encrypt(zipped(members)), desks.office).manifest.lines == 2
    assert open_bundle(desks.encrypt(zipped_as(members)), desks.office).manifest.lines == 2
