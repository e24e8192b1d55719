"""`rembug rulesheet`: mistakes in words with their lines, what changed, what a year says; no desk is opened."""

import json
from pathlib import Path

import pytest

from desktop.cli import DONE, OUTSIDE, REFUSED, main
from desktop.services.rules import bundled_text

BAD = """year = 2026
regulation = "Perwali"
ceiling = 5
[[cap]]
sector = "helth"
max_persen = "10"
"""


@pytest.fixture
def bad(tmp_path: Path) -> str:
    file = tmp_path / "salah.toml"
    file.write_text(BAD, encoding="utf-8")
    return str(file)


def test_a_good_sheet_is_said_to_be_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulesheet", "check", "2022"]) == DONE
    said = capsys.readouterr()
    assert said.out.startswith("Aturan TA 2022 (Perwali Kediri 32/2021) bisa dipakai.\n")
    assert "Belum diketahui: Batas waktu SPJ tiap tahap belum diketahui." in said.out
    assert main(["rulesheet", "check", "2022", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out) == []


def test_all_mistakes_are_explained(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulesheet", "check", bad]) == REFUSED
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Berkas aturan belum memuat “name”.",
        "Baris 4: “cap[1].max_percent” pada berkas aturan tidak memuat batas apa pun.",
        "Baris 5: “cap[1].sector” pada berkas aturan berisi “helth” yang tidak dikenal. Yang dikenal: infrastructure, "
        "health, social, economy, education, youth, general.",
        "Baris 6: Berkas aturan memuat “cap[1].max_persen” yang tidak dikenal. Mungkin maksudnya “max_percent”.",
    ]
    assert said.err == "4 hal perlu dibetulkan, jadi aturan ini belum bisa dipakai.\n"
    assert main(["rulesheet", "check", "--json", bad]) == REFUSED
    rows = json.loads(capsys.readouterr().out)
    assert [(row["line"], row["code"]) for row in rows][-1] == (6, "rules_unknown_key")


def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rusak.toml"
    file.write_text("year = 2026\nname =\n", encoding="utf-8")
    assert main(["rulesheet", "check", str(file)]) == REFUSED
    assert capsys.readouterr().out.startswith("Baris 2: Tulisan di sini belum mengikuti bentuk TOML.")
    assert main(["rulesheet", "check", str(tmp_path / "tidak-ada.toml")]) == OUTSIDE
    assert capsys.readouterr().err


SHEET = bundled_text(2022)


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("ceiling = 100_000_000", "ceiling = " + "9" * 5_000, "Tulisan di sini belum mengikuti bentuk TOML."),
        ("2021-01-01", "2021-02-30", "Baris 568: Tanggal di sini tidak ada dalam kalender. Tulis seperti 2022-01-31."),
        ("year = 2022", "year = 2022\nyear = 2023", "Baris 5: Isian atau bagian ini sudah disebut di atasnya."),
        (
            "Prodamas Plus TA",
            "Prodamas \\u001b[31m",
            "Baris 5: “name” pada berkas aturan harus berupa teks yang terbaca",
        ),
        (
            '"Bentuk daftar',
            '"\\u202eBentuk daftar',
            "Baris 13: “gaps” pada berkas aturan harus berupa teks yang terbaca",
        ),
    ],
)
def test_odd_numbers_days_and_signs_are_told_in_words(
    was: str, becomes: str, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "aneh.toml"
    assert was in SHEET
    file.write_text(SHEET.replace(was, becomes, 1), encoding="utf-8")
    assert main(["rulesheet", "check", str(file)]) == REFUSED
    said = capsys.readouterr()
    assert said.out.startswith(line), said.out
    assert said.err == "1 hal perlu dibetulkan, jadi aturan ini belum bisa dipakai.\n"


def test_a_file_in_another_encoding_and_one_without_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes(SHEET.replace("Prodamas Plus TA", "Prodamás").encode("latin-1"))
    assert main(["rulesheet", "check", str(file)]) == REFUSED
    assert "“name” pada berkas aturan harus berupa teks yang terbaca" in capsys.readouterr().out
    if Path("/dev/zero").exists():
        assert main(["rulesheet", "check", "/dev/zero"]) == REFUSED
        assert capsys.readouterr().err.startswith("Berkas aturan terlalu panjang")


def test_what_a_readable_sheet_hardly_means_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ragu.toml"
    text = SHEET.replace('activities = ["skills_training"', 'activities = ["skils_training"', 1)
    for least in (
        'max_percent = "50"',
        'max_percent = "20"',
        'max_percent = "30"\narticle = "pasal 21 ayat (1) huruf d"',
    ):
        assert least in text
        text = text.replace(least, 'min_percent = "26"\n' + least.replace('"20"', '"26"'), 1)
    file.write_text(text, encoding="utf-8")
    assert main(["rulesheet", "check", str(file)]) == DONE
    said = capsys.readouterr().out
    assert "  Perhatikan: W4 menunjuk kegiatan “skils_training” yang tidak ada dalam daftar kegiatan.\n" in said
    assert (
        "  Perhatikan: Batas paling sedikit semua bidang bersama Rp103.000.000, melebihi pagu Rp100.000.000.\n" in said
    )
    assert main(["rulesheet", "check", "2022"]) == DONE
    assert "Perhatikan" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('level = "block"', 'level = "warn"', "bila tidak diusulkan: pengajuan ditahan menjadi hanya diingatkan."),
        ('key = "cctv"\nsector = "social"', 'key = "cctv"\nsector = "youth"', "bidangnya: Sosial budaya menjadi"),
        ("min_years = 5", "min_years = 7", "izin pemakaiannya: paling sedikit 5 tahun menjadi paling sedikit 7 tahun."),
        ("stamped = true\n", "", "Nota kesepahaman, bermeterai: ya menjadi tidak."),
        ("copies = 2", "copies = 3", "Nota kesepahaman, rangkapnya: 2 menjadi 3."),
        ("[[deadline]]", '[[tax]]\nkey = "p"\nkind = "ppn"\nobjects = ["goods"]\nrate = "12"\nvalid_from = 2022-01-01\n'
         'source = "PMK"\n[[deadline]]', "PPN (p): sekarang 12 %, sejak 1 Januari 2022 seterusnya."),
        ('also = ["hidran"]', 'also = ["hidran besar"]', "Rincian kecil berbeda"),
    ],
)  # fmt: skip
def test_no_change_of_a_sheet_is_called_the_same(
    was: str, becomes: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "baru.toml"
    assert was in SHEET
    file.write_text(SHEET.replace(was, becomes, 1), encoding="utf-8")
    assert main(["rulesheet", "diff", "2022", str(file)]) == DONE
    said = capsys.readouterr().out
    assert told in said
    assert "Kedua aturan sama." not in said


def test_what_changed_between_years(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulesheet", "diff", "2021", "2022"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Umum"
    assert "  CCTV digital: tanpa batas khusus menjadi paling banyak 3 unit tiap RT." in lines
    assert main(["rulesheet", "diff", "2022", "2022"]) == DONE
    assert capsys.readouterr().out == "Kedua aturan sama.\n"
    assert main(["rulesheet", "diff", "2022", "2023", "--json"]) == DONE
    texts = [row["text"] for row in json.loads(capsys.readouterr().out)]
    assert "Biaya umum: belum diketahui (dahulu paling banyak Rp1.500.000)." in texts
    assert "Belum diketahui apakah masih berlaku: Bantuan langsung tunai, kecuali modal Koperasi RW." in texts
    assert main(["rulesheet", "diff", "2022", bad]) == REFUSED
    assert "name" in capsys.readouterr().err
    assert main(["rulesheet", "diff", "2022", "2031"]) == REFUSED
    assert "Belum ada aturan untuk tahun 2031." in capsys.readouterr().err


def test_what_a_year_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulesheet", "show", "2022"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert "  Pagu tiap RT paling banyak: Rp100.000.000 (pasal 9 ayat (1))" in lines
    assert "  Kesehatan, paling banyak: 50 % (pasal 21 ayat (1) huruf b)" in lines
    assert "  Anggota Pokmas paling banyak: 7 orang (pasal 29 ayat (6))" in lines
    assert "  Izin lahan milik pribadi paling sedikit: 5 tahun (pasal 14 ayat (2) huruf d)" in lines
    assert main(["rulesheet", "show", "2024"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert "  Kesehatan, paling banyak: 40 % [dari kutipan atau berita]" in lines
    assert not any("Semua bidang" in line for line in lines[:12])
    assert main(["rulesheet", "show", "2022", "--json"]) == DONE
    rows = json.loads(capsys.readouterr().out)
    assert {row["path"]: row["value"] for row in rows}["activity.cctv.max_units"] == 3
