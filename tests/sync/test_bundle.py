"""Bundles that are as they should be, or wait: what goes in comes out, and nothing else."""

import errno
import io
import os
import re
import subprocess
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyrage
import pytest

from desktop.sync import container, limits
from desktop.sync.bundle import (
    BundleRefused,
    BundleWaits,
    Head,
    OpenBundle,
    Preview,
    open_bundle,
    write_bundle,
)
from desktop.sync.envelope import encrypt_to
from desktop.sync.keys import DeviceKeys, fingerprint, sign_head
from desktop.sync.revisions import make_line
from tests.sync.craft import OFFICE, RT, Desks, Stream, jpeg, paper, png, receipt, sha, stream, uid

PHOTO, SCAN, PAPER = jpeg(40, 30), png(20, 10), paper(2)


def refused(work: Any, *arguments: Any) -> BundleRefused:
    with pytest.raises(BundleRefused) as caught:
        work(*arguments)
    return caught.value


def receipts(desks: Desks, count: int = 3, **changes: Any) -> Stream:
    return stream(desks.rt, RT, [receipt(number, **changes) for number in range(count)])


def test_what_goes_in_comes_out(desks: Desks) -> None:
    one = receipts(desks)
    path = desks.write(
        one,
        files=[PHOTO, SCAN, PAPER],
        to_key=" ".join(fingerprint(desks.root.public)),
        have=(Head(OFFICE, uid(2), 4, "a" * 64),),
        missing_files=("b" * 64,),
        previews=(Preview("c" * 64, sha(PHOTO)),),
    )
    for reader in (desks.office, desks.rt):  # the sender's own keys open it too
        found = open_bundle(path, reader)
        assert [parsed.line.rev.data["amount"] for parsed in found.lines] == [1_250_000, 1_250_001, 1_250_002]
        assert found.lines[-1].hash == one.range.head.hash
        assert found.file_names == sorted([sha(PHOTO), sha(SCAN), sha(PAPER)])
        assert found.read_file(sha(PHOTO)) == PHOTO
        assert found.media[sha(PHOTO)].kind == "jpeg"
        assert (found.media[sha(SCAN)].kind, found.media[sha(SCAN)].width) == ("png", 20)
        assert (found.media[sha(PAPER)].kind, found.media[sha(PAPER)].pages) == ("pdf", 2)
        assert found.unverified_heads == []
        assert found.author_cards == {desks.rt.device: desks.rt.card()}
        assert found.sha256 == sha(path.read_bytes())
        assert found.manifest.lines == 3
        assert found.manifest.have[0].seq == 4
        assert found.manifest.previews[0].preview == sha(PHOTO)
        assert re.fullmatch("[0-9A-F]{8}", found.manifest.receipt_code)
        with pytest.raises(KeyError):
            found.read_file("d" * 64)


def test_the_manifest_returned_is_the_one_inside(desks: Desks) -> None:
    one, path = receipts(desks), desks.folder / "a.rembug"
    written = write_bundle(path, desks.manifest(one), desks.rt, one.lines, [], [desks.office.recipient])
    assert open_bundle(path, desks.office).manifest == written
    assert open_bundle(path, desks.office).manifest.receipt_code == written.receipt_code


@pytest.mark.parametrize("kind", ["data", "files", "ack"])
def test_every_kind_may_be_empty_of_lines(desks: Desks, kind: str) -> None:
    found = open_bundle(desks.write(kind=kind), desks.office)
    assert (found.lines, found.file_names, found.manifest.kind) == ([], [], kind)


def test_a_later_part_of_a_stream_attaches_to_what_came_before(desks: Desks) -> None:
    first = receipts(desks)
    more = stream(desks.rt, RT, [receipt(10), receipt(11)], first_seq=4, prev=first.range.head.hash)
    found = open_bundle(desks.write(more), desks.office)
    assert [parsed.line.seq for parsed in found.lines] == [4, 5]
    assert found.lines[0].line.prev == first.range.head.hash


def test_two_branches_of_a_copied_folder_travel_together(desks: Desks) -> None:
    first = receipts(desks, 2)
    branches = [stream(desks.rt, RT, [receipt(number)], first_seq=3, prev=first.range.head.hash) for number in (20, 30)]
    found = open_bundle(desks.write(first, *branches), desks.office)
    assert [parsed.line.seq for parsed in found.lines] == [1, 2, 3, 3]


def test_streams_of_others_are_passed_on_with_their_authors_signature(desks: Desks) -> None:
    decisions = stream(desks.office, RT, [receipt(1, type="k.decision")])
    own = receipts(desks)
    with_card = open_bundle(desks.write(own, decisions, cards=(desks.office.card(),)), desks.office)
    assert with_card.unverified_heads == []
    without = open_bundle(desks.write(own, decisions), desks.office)
    assert without.unverified_heads == [decisions.range.head]


def test_unknown_keys_and_types_are_carried(desks: Desks) -> None:
    one = stream(desks.rt, RT, [receipt(1, type="d.not_known_yet", data={"new": [1, {"a": None}]})])
    found = open_bundle(desks.write(one), desks.office)
    assert found.lines[0].line.rev.type == "d.not_known_yet"
    assert b'"new":[1,{"a":null}]' in found.lines[0].rev_bytes

    def newer(content: dict[str, Any]) -> None:
        content["weather"] = {"rain": True}

    assert open_bundle(desks.sealed(one, change=newer), desks.office).manifest.lines == 1


def test_a_newer_format_or_requirement_waits(desks: Desks) -> None:
    def format_2(content: dict[str, Any]) -> None:
        content["format"] = 2
        content["card"] = "something quite new"

    def requires(content: dict[str, Any]) -> None:
        content["requires"] = ["films"]

    for change, code in ((format_2, "newer_format"), (requires, "newer_requires")):
        error = refused(open_bundle, desks.sealed(receipts(desks), change=change), desks.office)
        assert isinstance(error, BundleWaits)
        assert error.code == code
    forged = desks.sealed(receipts(desks), change=requires, sign_with=desks.office)
    assert refused(open_bundle, forged, desks.office).code == "bad_signature"  # only a good bundle may wait


@pytest.mark.parametrize("number", [0, -1, "1", None, True, 1.0])
def test_there_is_no_older_or_odder_format(desks: Desks, number: Any) -> None:
    path = desks.sealed(receipts(desks), change=lambda content: content.update(format=number))
    assert refused(open_bundle, path, desks.office).code == "bad_manifest"


def test_a_bundle_says_nothing_to_a_stranger(desks: Desks) -> None:
    one = receipts(desks, data={"name": "Bu Contoh", "nik": "3571020101900001"})
    path = desks.write(one, files=[PHOTO])
    raw = path.read_bytes()
    for secret in (b"Bu Contoh", b"3571020101900001", b"manifest", b"35.71", PHOTO[20:40], b"Laptop"):
        assert secret not in raw
    assert refused(open_bundle, path, desks.other).code == "not_for_us"


def test_the_same_contents_make_the_same_zip(desks: Desks) -> None:
    one = receipts(desks)
    paths = [
        desks.write(one, files=files, name=f"{n}.rembug") for n, files in enumerate(([PHOTO, SCAN], [SCAN, PHOTO]))
    ]
    assert desks.plain(paths[0]) == desks.plain(paths[1])
    assert paths[0].read_bytes() != paths[1].read_bytes()


def test_pictures_are_stored_and_text_is_deflated(desks: Desks) -> None:
    plain = desks.plain(desks.write(receipts(desks, 50), files=[PHOTO]))
    assert PHOTO in plain
    assert b"Semen" not in plain


def test_public_tools_open_a_bundle(desks: Desks) -> None:
    """What docs/format-bundle.md promises: age, unzip and sha256sum are enough."""
    if not Path("/usr/bin/age").exists() or not Path("/usr/bin/unzip").exists():
        pytest.skip("needs Debian's age and unzip")
    one = receipts(desks)
    path = desks.write(one, files=[PHOTO])
    identity, inside = desks.folder / "identity.txt", desks.folder / "inside.zip"
    identity.write_text(str(desks.office.identity) + "\n")
    subprocess.run(["age", "-d", "-i", identity, "-o", inside, path], check=True, capture_output=True)
    subprocess.run(["unzip", "-q", inside, "-d", desks.folder / "out"], check=True, capture_output=True)
    assert (desks.folder / "out" / "lines.jsonl").read_bytes() == b"".join(line + b"\n" for line in one.lines)
    assert (desks.folder / "out" / "files" / sha(PHOTO)).read_bytes() == PHOTO
    listing = subprocess.run(["unzip", "-t", inside], check=True, capture_output=True, text=True).stdout
    assert "No errors detected" in listing


# --- writing ----------------------------------------------------------------------------------------------------------


def test_writing_leaves_the_old_file_or_the_new_one(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desks.write(receipts(desks))
    before, names = path.read_bytes(), sorted(item.name for item in desks.folder.iterdir())
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(OSError, match="No space left"):
        desks.write(receipts(desks, 5))
    assert path.read_bytes() == before
    assert sorted(item.name for item in desks.folder.iterdir()) == names


def _full(_file: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_called_a_full_disk(desks: Desks) -> None:
    """The library under us would make an error of its own of it."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
        encrypt_to(full, [b"x" * 1_000_000], [desks.rt.recipient])


def test_a_fault_in_reading_is_called_what_it_is(desks: Desks) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise BundleRefused("member_mismatch", "berubah")

    with pytest.raises(BundleRefused, match="member_mismatch"):
        encrypt_to(io.BytesIO(), pieces(), [desks.rt.recipient])
    with pytest.raises(pyrage.EncryptError):
        encrypt_to(io.BytesIO(), [b"x"], [])


def test_a_file_that_changed_in_the_store_stops_the_writing(desks: Desks) -> None:
    name, path = desks.store(PHOTO)
    path.write_bytes(SCAN)
    target, manifest = desks.folder / "a.rembug", desks.manifest()
    assert refused(write_bundle, target, manifest, desks.rt, [], [(name, path)], []).code == "member_mismatch"
    with pytest.raises(FileNotFoundError):
        write_bundle(target, manifest, desks.rt, [], [("e" * 64, desks.folder / "gone")], [])
    assert not (desks.folder / "a.rembug").exists()
    assert len(list(desks.folder.iterdir())) == 1


def test_writing_keeps_the_limits_of_reading(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    path, manifest = desks.folder / "a.rembug", desks.manifest()
    many = [f"age{number}" for number in range(limits.HEADER_STANZAS)]
    big = desks.folder / "big"
    big.write_bytes(b"\0" * (limits.ATTACHMENT_BYTES + 1))
    cases: list[tuple[list[bytes], list[tuple[str, Path]], list[str]]] = [
        ([], [], many),
        ([b"x"] * (limits.LINES + 1), [], []),
        ([b"x" * (limits.LINE_BYTES + 1)], [], []),
        ([b"x" * limits.LINE_BYTES] * 256, [], []),
        ([], [("0" * 64, big)] * limits.MEMBERS, []),
        ([], [(sha(big.read_bytes()), big)], []),
    ]
    for lines, files, to in cases:
        assert refused(write_bundle, path, manifest, desks.rt, lines, files, to).code == "too_big"
    monkeypatch.setattr(limits, "FILE_BYTES", len(PHOTO) + 100)  # the contents fit, the whole does not
    assert refused(write_bundle, path, manifest, desks.rt, [], [desks.store(PHOTO)], []).code == "too_big"
    monkeypatch.setattr(limits, "FILE_BYTES", 3_000)
    photo = desks.store(jpeg(400, 300, quality=100, comment=os.urandom(4_000)))
    assert refused(write_bundle, path, manifest, desks.rt, [], [photo], []).code == "too_big"
    monkeypatch.setattr(limits, "MANIFEST_BYTES", 100)
    assert refused(write_bundle, path, manifest, desks.rt, [], [], []).code == "too_big"
    assert not path.exists()
    assert not list(desks.folder.glob("*.tmp"))


def test_the_most_recipients_a_reader_takes(desks: Desks) -> None:
    to = [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(limits.HEADER_STANZAS - 2)]
    path = desks.folder / "a.rembug"
    write_bundle(path, desks.manifest(), desks.rt, [], [], to)
    assert open_bundle(path, desks.rt).lines == []


def test_nobody_signs_with_anothers_card(desks: Desks) -> None:
    manifest = msgspec.structs.replace(desks.manifest(), card=desks.office.card())
    with pytest.raises(ValueError, match="another device"):
        write_bundle(desks.folder / "a.rembug", manifest, desks.rt, [], [], [])


# --- size -------------------------------------------------------------------------------------------------------------


def test_twelve_thousand_lines_open_in_seconds(desks: Desks) -> None:
    lines, prev = [], ""
    for number in range(12_000):
        raw, _, prev = make_line(desks.rt.device, RT, number + 1, prev, receipt(number))
        lines.append(raw)
    one = receipts(desks, 1)
    whole = Stream(
        lines, msgspec.structs.replace(one.range, last_seq=12_000, head=sign_head(desks.rt, RT, 12_000, prev))
    )
    path = desks.write(whole)
    start = time.process_time()
    found: OpenBundle = open_bundle(path, desks.office)
    assert time.process_time() - start < 5  # measured 0.4 s
    assert len(found.lines) == 12_000


def test_a_bundle_for_another_device_of_ours_is_ours_to_keep(desks: Desks) -> None:
    """An RT's second computer has other keys: it cannot open what was sealed for the first, and is told so."""
    second = DeviceKeys.generate(RT, uid(5))
    assert refused(open_bundle, desks.write(receipts(desks)), second).code == "not_for_us"


def test_what_was_looked_into_before_is_compared_by_its_hash_alone(desks: Desks) -> None:
    broken = PHOTO[:-40] + PHOTO[-2:]  # its picture ends too early: only drawing it tells
    one = receipts(desks)
    path = desks.write(one, files=[SCAN, PHOTO, PAPER, broken])
    assert refused(open_bundle, path, desks.office).code == "bad_attachment"
    assert refused(open_bundle, path, desks.office, {sha(PHOTO)}).code == "bad_attachment"
    found = open_bundle(path, desks.office, {sha(broken), sha(SCAN), sha(PAPER)})
    assert found.media.keys() == {sha(PHOTO)}
    assert found.read_file(sha(broken)) == broken


def test_a_hash_is_compared_also_of_what_was_looked_into(desks: Desks) -> None:
    path = desks.write(receipts(desks), files=[PHOTO])
    plain = desks.plain(path)
    entry = container.read_directory(plain)[3]
    other = bytearray(PHOTO)
    other[-10] ^= 1
    changed = plain.replace(PHOTO, bytes(other)).replace(
        entry.crc.to_bytes(4, "little"), zlib.crc32(other).to_bytes(4, "little")
    )
    assert refused(open_bundle, desks.encrypt(changed), desks.office, {sha(PHOTO)}).code == "member_mismatch"


def test_pixels_are_counted_also_of_what_was_looked_into(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desks.write(receipts(desks), files=[PHOTO, SCAN, PAPER])
    known = {sha(PHOTO), sha(SCAN), sha(PAPER)}
    monkeypatch.setattr(limits, "BUNDLE_PIXELS", 40 * 30 + 20 * 10)
    assert open_bundle(path, desks.office, known).file_names == sorted(known)
    monkeypatch.setattr(limits, "BUNDLE_PIXELS", 40 * 30 + 20 * 10 - 1)
    assert refused(open_bundle, path, desks.office, known).code == "too_big"


def test_a_photo_changed_in_the_store_while_it_is_sent(desks: Desks, tmp_path: Path) -> None:
    name, file = desks.store(PHOTO)
    file.write_bytes(PHOTO[:-1] + b"x")
    target = tmp_path / "t.rembug"
    one = receipts(desks)
    arguments = (target, desks.manifest(one), desks.rt, one.lines, [(name, file)], [desks.office.recipient])
    assert refused(write_bundle, *arguments).code == "member_mismatch"
    assert not target.exists()
    assert not list(tmp_path.glob("*.tmp"))
