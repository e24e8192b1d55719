"""Bundles of every released format, kept for ever: what an office received in 2026 must open in 2036."""

import shutil
import subprocess
from pathlib import Path

import pytest

from desktop.sync.bundle import open_bundle
from desktop.sync.keys import DeviceKeys, fingerprint
from desktop.sync.revisions import digest, heads, short, value_hash
from tests.sync import make_golden
from tests.sync.craft import OFFICE, RT, uid

FOLDER = Path(__file__).parents[1] / "data" / "bundles"


def test_format_1_opens_and_says_what_it_said() -> None:
    keys = DeviceKeys.load(FOLDER / "format-1.key")
    found = open_bundle(FOLDER / "format-1.rembug", keys)
    manifest = found.manifest
    assert (manifest.format, manifest.kind, manifest.area, manifest.to_area) == (1, "data", RT, OFFICE)
    assert manifest.receipt_code == "B83E0DB5"
    assert manifest.card.name == "Laptop RT (data contoh)"
    assert manifest.to_key == " ".join(fingerprint(manifest.cards[0].root))
    assert [(s.device, s.first_seq, s.last_seq) for s in manifest.streams] == [
        (uid(1), 1, 6), (uid(2), 1, 1), (uid(1), 2, 2),
    ]  # fmt: skip
    assert found.unverified_heads == []
    assert sorted(item.kind for item in found.media.values()) == ["jpeg", "jpeg", "pdf", "png"]
    assert all(found.read_file(sha) for sha in found.file_names)
    assert manifest.previews[0].preview in found.file_names
    # Ids, hashes and digests as they were on the day it was made.
    assert [parsed.rev_id[:8] for parsed in found.lines] == [
        "9c34f5b1",
        "8c4f5a3a",
        "ac2146b6",
        "1a3a64cd",
        "c89c28bb",
        "80ad354c",
        "a5973f27",
        "cb6418e5",
    ]
    assert [parsed.hash[:8] for parsed in found.lines] == [
        "c92f9d0f",
        "f25507ae",
        "6114169c",
        "635f7098",
        "8fd453fc",
        "10d4acd7",
        "c5fee189",
        "ab1f2cc3",
    ]
    values = [
        value_hash(rev.type, rev.uid, RT, rev.year, rev.data, rev.files)
        for rev in (parsed.line.rev for parsed in found.lines)
    ]
    assert short(digest(values)) == "70B52049"
    first = {p.rev_id: p.line.rev.parents for p in found.lines if p.line.rev.uid == found.lines[0].line.rev.uid}
    assert heads(first) == {found.lines[2].rev_id}
    assert found.lines[1].line.rev.data["description"] == 'Kerikil "é" \\ 1\n2\tm³'
    assert found.lines[3].line.rev.reason == "Salah ketik"
    assert found.lines[5].line.rev.data == {"angka": -(2**63), "besar": 2**63 - 1}


def test_the_script_still_makes_one_that_opens(tmp_path: Path) -> None:
    make_golden.make(tmp_path / "new")
    assert sorted(item.name for item in (tmp_path / "new").iterdir()) == ["format-1.key", "format-1.rembug"]
    found = open_bundle(tmp_path / "new" / "format-1.rembug", DeviceKeys.load(tmp_path / "new" / "format-1.key"))
    old = open_bundle(FOLDER / "format-1.rembug", DeviceKeys.load(FOLDER / "format-1.key"))
    # The pictures' bytes are their library's business; everything else comes out as it did.
    for new, kept in zip(found.lines, old.lines, strict=True):
        assert new.line.rev.files or new.rev_id == kept.rev_id


def test_the_commands_in_the_documentation_open_it(tmp_path: Path) -> None:
    if not all(shutil.which(tool) for tool in ("sh", "age", "unzip", "openssl", "xxd")):
        pytest.skip("needs age, unzip, openssl and xxd")
    page = (Path(__file__).parents[2] / "docs" / "format-bundle.md").read_text("utf-8")
    commands = page.split("```sh\n")[1].split("```")[0]
    for name in ("format-1.rembug", "format-1.key"):
        shutil.copy(FOLDER / name, tmp_path)
    done = subprocess.run(["sh", "-e"], input=commands, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "Signature Verified Successfully\n"), done.stderr
    assert (tmp_path / "inside" / "lines.jsonl").read_bytes().count(b"\n") == 8
