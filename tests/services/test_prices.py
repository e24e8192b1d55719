"""Price lists: taken from spreadsheets, kept with date and source, looked up as people write things."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.records import CostLine, Price, PriceList
from desktop.services.desk import Desk, new_uid
from desktop.services.exchange import ExchangeService
from desktop.services.price_book import BookPart, PriceBook, plain_unit
from desktop.services.price_taking import PriceTaking
from desktop.services.prices import PriceService, price_words
from desktop.services.records import RecordService

DAY = date(2022, 1, 3)


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Standar Harga")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.write_formula(at, column, cell[0], None, cell[1])
            elif cell != "":
                sheet.write(at, column, cell)
    book.close()
    return path


LIST: list[list[Any]] = [
    ["STANDAR HARGA SATUAN (data contoh)"],
    ["No", "Uraian", "Satuan", "Harga Satuan (Rp)"],
    ["A", "BAHAN"],
    [1, "Semen portland 40 kg", "zak", 72_000],
    [2, "Pasir beton", "m3", "Rp 265.000,00"],
    [3, "Pipa PVC 3 inch", "btg", "85.000"],
    [4, "Pipa PVC 4 inch", "btg", "110.000"],
    [5, "Batu bata", "buah", "#REF!"],
    [6, "Cat tembok", "kg", ""],
    ["B", "UPAH TENAGA"],
    [7, "Tukang batu", "OH", 130_000],
    [8, "Pekerja", "OH", -5],
    [9, "", "OH", 90_000],
]


def take(desk: Desk, path: Path, name: str = "Standar contoh", year: int = 0) -> PriceService:
    taking = PriceTaking(desk)
    taking.take(taking.find(path), name, "Kelurahan (contoh)", DAY, year=year)
    return PriceService(desk)


@pytest.fixture
def taken(rt_desk: Desk, tmp_path: Path) -> PriceService:
    return take(rt_desk, workbook(tmp_path / "harga.xlsx", LIST))


def test_a_list_is_taken_with_its_groups_and_every_doubt_is_said(rt_desk: Desk, tmp_path: Path) -> None:
    service, prices = PriceTaking(rt_desk), PriceService(rt_desk)
    table = service.find(workbook(tmp_path / "harga.xlsx", LIST))
    seen = service.take(table, "", "", None, dry_run=True)
    assert (seen.added, seen.uids) == (5, ())
    assert [(one.row, one.name) for one in seen.problems] == [
        (8, "Batu bata"),
        (9, "Cat tembok"),
        (12, "Pekerja"),
        (13, ""),
    ]
    assert not prices.lists()
    done = service.take(table, "Standar contoh", "Kelurahan (contoh)", DAY)
    assert (done.added, done.same) == (5, 0)
    (known,) = prices.lists()
    assert (known.name, known.source, known.day, known.year) == ("Standar contoh", "Kelurahan (contoh)", DAY, 2022)
    assert known.in_force
    assert not known.office
    assert [(one.name, one.unit, one.price, one.group) for one in known.prices] == [
        ("Semen portland 40 kg", "zak", 72_000, "material"),
        ("Pasir beton", "m3", 265_000, "material"),
        ("Pipa PVC 3 inch", "btg", 85_000, "material"),
        ("Pipa PVC 4 inch", "btg", 110_000, "material"),
        ("Tukang batu", "OH", 130_000, "labour"),
    ]


def test_the_same_file_twice_adds_nothing_and_a_longer_one_only_what_is_new(
    rt_desk: Desk, taken: PriceService, tmp_path: Path
) -> None:
    taking = PriceTaking(rt_desk)
    table = taking.find(tmp_path / "harga.xlsx")
    again = taking.take(table, "Standar contoh", "Kelurahan (contoh)", DAY)
    assert (again.added, again.same, again.uids) == (0, 5, ())
    longer = workbook(tmp_path / "lagi.xlsx", [*LIST, [10, "Mandor", "OH", 170_000]])
    more = taking.take(taking.find(longer), "Standar contoh", "Kelurahan (contoh)", DAY)
    assert (more.added, more.same) == (1, 5)
    (known,) = taken.lists()
    assert known.count == 6


def test_a_list_needs_a_name_and_its_date(rt_desk: Desk, tmp_path: Path) -> None:
    service = PriceTaking(rt_desk)
    table = service.find(workbook(tmp_path / "harga.xlsx", LIST))
    with pytest.raises(RuleViolation, match="price_list_unnamed"):
        service.take(table, " ", "", DAY)
    with pytest.raises(RuleViolation, match="price_list_undated"):
        service.take(table, "Standar", "", None)
    nothing = service.find(workbook(tmp_path / "kosong.xlsx", [["Uraian", "Harga"], ["Pasir", "banyak"]]))
    with pytest.raises(RuleViolation, match="prices_none"):
        service.take(nothing, "Standar", "", DAY)
    for code in ("price_list_unnamed", "price_list_undated", "prices_none"):
        assert sentence(code)
    assert not PriceService(rt_desk).lists()


@pytest.mark.parametrize(
    ("name", "unit", "price", "same"),
    [
        ("Semen Portland 40 kg", "zak", 72_000, True),
        ("40 kg semen portland", "Sak", 72_000, True),
        ("semen 40 kg", "zak", 72_000, False),
        ("Semen porland 40 kg", "zak", 72_000, False),
        ("Pasir beton", "M³", 265_000, True),
        ("Pipa PVC 4 inch", "batang", 110_000, True),
        ("Pipa PVC", "batang", 110_000, False),  # either may be meant: the dearer, so that a warning is right
        ("tukang batu", "HOK", 130_000, True),
        ("Semen portland 40 kg", "", 72_000, True),
    ],
)
def test_prices_are_found_as_people_write_them(
    taken: PriceService, name: str, unit: str, price: int, *, same: bool
) -> None:
    found = taken.book().find(name, unit)
    assert found is not None
    assert (found.price.price, found.same, found.list_name, found.day) == (price, same, "Standar contoh", DAY)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Semen portland 40 kg", "kg"),  # another unit cannot be compared
        ("Pipa PVC 6 inch", "batang"),
        ("Kayu", "batang"),
        ("", "zak"),
        ("se", "zak"),
        ("x" * 10_000, "zak"),
        ("<b>%_'\"", "zak"),
    ],
)
def test_what_no_list_has_is_not_compared(taken: PriceService, name: str, unit: str) -> None:
    assert taken.book().find(name, unit) is None


def test_units_have_many_names() -> None:
    assert [plain_unit(one) for one in ("M³", "m2", "Sak", "Btg.", "Org/Hari", "unit")] == [
        "m3",
        "m2",
        "zak",
        "batang",
        "oh",
        "unit",
    ]


def test_a_price_above_the_list_is_told_unless_a_reason_stands_beside(taken: PriceService) -> None:
    def line(price: int, note: str = "") -> CostLine:
        return CostLine(
            uid=new_uid(), description="Semen portland 40 kg", unit="zak", volume="2", unit_price=price, note=note
        )

    lines = [line(72_000), line(95_000), line(95_000, "Diantar sampai gang"), line(0)]
    ((at, dear, listed),) = list(taken.too_dear(lines))
    assert (at, dear.unit_price) == (2, 95_000)
    assert price_words(dear, listed) == (
        "Harga Semen portland 40 kg Rp95.000 di atas daftar harga Rp72.000. Ubah harga, atau tulis alasan. "
        "Menurut “Standar contoh”: Rp72.000 per zak."
    )


def test_last_years_list_speaks_until_this_years_is_there(rt_desk: Desk, tmp_path: Path) -> None:
    old = take(
        rt_desk,
        workbook(tmp_path / "lama.xlsx", [["Uraian", "Satuan", "Harga"], ["Pasir", "m3", 200_000]]),
        "Lama",
        2021,
    )
    assert [one.in_force for one in old.lists()] == [True]
    new = take(
        rt_desk, workbook(tmp_path / "baru.xlsx", [["Uraian", "Satuan", "Harga"], ["Pasir", "m3", 240_000]]), "Baru"
    )
    assert [(one.name, one.in_force) for one in new.lists()] == [("Baru", True), ("Lama", False)]
    found = new.book().find("Pasir", "m3")
    assert found is not None
    assert found.price.price == 240_000
    later = new.book(2020)
    assert not later
    assert later.find("Pasir", "m3") is None


def test_a_removed_list_comes_back(taken: PriceService) -> None:
    (known,) = taken.lists()
    taken.remove(known)
    assert not taken.book()
    taken.restore(known)
    assert taken.book().find("Pasir beton", "m3")


def test_five_thousand_prices_are_several_records_that_each_fit_a_bundle(rt_desk: Desk, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Nama Barang", "Spesifikasi", "Satuan", "Harga"]]
    rows += [[f"Barang contoh {at}", "mutu “satu”, ukuran standar " * 6, "unit", 1_000 + at] for at in range(5_000)]
    service = take(rt_desk, workbook(tmp_path / "panjang.xlsx", rows))
    (known,) = service.lists()
    assert known.count == 5_000
    assert len(known.uids) > 5
    parts = [r.data for r in RecordService(rt_desk).find("d.price_list", order="id") if isinstance(r.data, PriceList)]
    assert [one.part for one in parts] == list(range(1, len(parts) + 1))
    assert {one.of_parts for one in parts} == {len(parts)}
    assert known.prices[4_321].price == 5_321


def test_the_kelurahans_list_reaches_the_rt_and_counts_before_its_own(
    paired: tuple[Desk, Desk], tmp_path: Path
) -> None:
    rt, office = paired
    path = workbook(tmp_path / "resmi.xlsx", LIST)
    take(office, path, "Standar kelurahan")
    own = take(
        rt, workbook(tmp_path / "toko.xlsx", [["Nama", "Satuan", "Harga"], ["Pasir beton", "m3", 300_000]]), "Toko"
    )
    for sent in ExchangeService(office).send(str(rt.info.area), tmp_path):
        assert sent.path is not None
        ExchangeService(rt).take(sent.path)
    assert [(one.name, one.office) for one in own.lists()] == [("Standar kelurahan", True), ("Toko", False)]
    found = own.book().find("Pasir beton", "m3")
    assert found is not None
    assert (found.list_name, found.price.price) == ("Standar kelurahan", 265_000)
    assert "d.price_list" not in dict(ExchangeService(rt).outgoing(office.info.office).fresh)
    with pytest.raises(RuleViolation):
        own.remove(own.lists()[0])


def test_a_book_of_nothing_finds_nothing() -> None:
    assert PriceBook().find("Semen", "zak") is None
    assert not PriceBook([BookPart(name="Kosong", day=None, prices=())])
    twice = PriceBook(
        [
            BookPart(
                name="A",
                day=None,
                prices=(Price(name="Cat", unit="kg", price=1), Price(name="Cat", unit="kg", price=9)),
            )
        ]
    )
    assert twice.named("Cat") is None
    found = twice.find("Cat", "kg")
    assert found is not None
    assert found.price.price == 9
