"""`dump` and `load` as they meet files from anywhere: cut, bent, swollen, empty, foreign."""

import json
import time
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from desktop.cli import main
from desktop.domain.areas import parse_area
from desktop.domain.records import Meeting
from desktop.services.desk import create_desk
from desktop.services.workplace import open_workplace
from tests.services.conftest import RT

UID = "0199a7aa-0000-7000-8000-000000000001"
LINE = {"type": "d.resident", "uid": UID, "area": RT, "year": 2022, "data": {"name": "Ada (contoh)"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk where nothing was done yet."""
    create_desk(tmp_path / "rt", parse_area(RT), 2022, "Sekretaris contoh").close()
    return tmp_path / "rt"


def run(folder: Path, *words: str) -> int:
    return main([*words, "--data", str(folder)])


def lived_in(tmp_path: Path) -> tuple[Path, str]:
    """A desk with a meeting and its photo; the SHA-256 of the photo as the camera wrote it."""
    folder = tmp_path / "lama"
    create_desk(folder, parse_area(RT), 2022, "Sekretaris contoh").close()
    Image.effect_noise((1800, 1300), 60).convert("RGB").save(tmp_path / "kamera.jpg")
    with open_workplace(folder) as place:
        meeting = place.records.save("d.meeting", Meeting(title="Rembug warga (contoh)")).uid
        photo = place.attachments.add_photo(meeting, tmp_path / "kamera.jpg", "meeting")
        assert photo.data.original not in photo.files  # type: ignore[attr-defined]  # a Photo
        return folder, photo.data.original  # type: ignore[attr-defined]  # a Photo


def written(path: Path, *lines: object) -> str:
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
    return str(path)


def test_a_zip_that_swells_is_refused_before_it_is_read(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bomb = tmp_path / "bom.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("records.jsonl", "w") as out:
        for _ in range(100):
            out.write(b"\n" * 1_000_000)
    began = time.perf_counter()
    assert run(folder, "load", str(bomb)) == 1
    assert time.perf_counter() - began < 20
    assert "jauh lebih besar dari yang wajar" in capsys.readouterr().err


def test_a_damaged_zip_is_told_as_damage(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, _ = lived_in(tmp_path)
    assert run(old, "dump", "-o", str(tmp_path / "isi.zip")) == 0
    raw = (tmp_path / "isi.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "isi.zip") as packed:
        start = packed.getinfo("records.jsonl").header_offset + 30 + len("records.jsonl")
    bent = bytearray(raw)
    for at in (start, start + 1, start + 40):
        bent[at] ^= 0x7F
    for content in (bytes(bent), raw[: len(raw) // 2], raw[:60], raw[:-30]):
        (tmp_path / "rusak.zip").write_bytes(content)
        assert run(folder, "load", str(tmp_path / "rusak.zip")) == 3
        assert "“rusak.zip” rusak atau terpotong" in capsys.readouterr().err
    assert run(folder, "load", str(tmp_path / "isi.zip")) == 0


@pytest.mark.parametrize("name", ["zz", "../../../../../../etc/passwd", "a b", "", "A" * 64, "0" * 64 + "\n"])
def test_an_attachment_is_named_by_its_hash(
    folder: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "load", written(tmp_path / "isi.jsonl", {**LINE, "files": [name]})) == 1
    assert "Baris 1" in capsys.readouterr().err


def test_an_empty_file_is_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "lain.zip", "w") as packed:
        packed.writestr("surat.txt", "bukan catatan")
    for file in (written(tmp_path / "kosong.jsonl"), written(tmp_path / "baris.jsonl", "", ""), "/dev/null"):
        assert run(folder, "load", file) == 1
        assert "tidak berisi catatan" in capsys.readouterr().err
    assert run(folder, "load", str(tmp_path / "lain.zip")) == 1
    assert "tidak berisi catatan" in capsys.readouterr().err


def test_a_key_written_twice_is_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = json.dumps(LINE).replace('{"name"', '{"name": "Bukan (contoh)", "name"')
    assert run(folder, "load", written(tmp_path / "isi.jsonl", "", LINE | {"uid": UID[:-1] + "2"}, twice)) == 1
    said = capsys.readouterr().err
    assert "Baris 3" in said
    assert run(folder, "load", written(tmp_path / "isi.jsonl", LINE)) == 0


def test_a_line_longer_than_any_is_refused_without_reading_it_all(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "panjang.jsonl").open("wb") as out:
        out.seek(400_000_000)  # a hole: no byte of it is on the disk
        out.write(b"\n")
    assert run(folder, "load", str(tmp_path / "panjang.jsonl")) == 1
    assert "Baris 1" in capsys.readouterr().err


def test_photos_as_the_camera_wrote_them_move_along(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, original = lived_in(tmp_path)
    assert run(old, "dump", "-o", str(tmp_path / "isi.zip")) == 0
    assert "2 lampiran" in capsys.readouterr().out
    assert run(folder, "load", str(tmp_path / "isi.zip")) == 0
    for place in (old, folder):
        assert run(place, "doctor") == 0
        assert (place / "files" / original[:2] / original).read_bytes() == (tmp_path / "kamera.jpg").read_bytes()
    # A bad sector: the doctor says so, and everything else can still be carried out of the folder.
    with (old / "files" / original[:2] / original).open("ab") as file:
        file.write(b"x")
    capsys.readouterr()
    assert run(old, "doctor") == 1
    assert f"Foto asli {original[:8]} rusak." in capsys.readouterr().out
    assert run(old, "dump", "-o", str(tmp_path / "sisa.zip")) == 0
    said = capsys.readouterr()
    assert "1 lampiran atau foto asli rusak atau belum ada" in said.err
    assert "1 lampiran." in said.out
    (old / "files" / original[:2] / original).unlink()
    assert run(old, "doctor") == 1
    assert f"Foto asli {original[:8]} hilang." in capsys.readouterr().out
