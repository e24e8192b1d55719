"""Blocks copied from RAB sheets of all kinds, put in the order of our columns."""

from desktop.ui.estimate.paste import sort_block
from desktop.ui.grid_cells import split_block


def rows_of(text: str) -> list[tuple[str, list[list[str]]]]:
    return [(part.group, part.rows) for part in sort_block(split_block(text)).parts]


def test_our_own_order_passes_as_it_is() -> None:
    text = "Semen\t12\tzak\t62.000\t744.000\nPasir\t3,5\tm3\t240.000\t840.000\n"
    found = sort_block(split_block(text))
    assert [part.rows for part in found.parts] == [
        [["Semen", "12", "zak", "62.000", "744.000"], ["Pasir", "3,5", "m3", "240.000", "840.000"]]
    ]
    assert found.written == 1_584_000
    assert found.notes == []


def test_form_r_has_the_unit_before_the_volume_and_a_number_in_front() -> None:
    text = (
        "No\tURAIAN\tSatuan\tVolume\tHarga Satuan (Rp)\tTotal Biaya (Rp)\n"
        "1\tUPAH KERJA\t\t\t\t\n"
        "\t1. Tukang\tHOK\t8\t130.000\t1.040.000\n"
        "\tSub Total Upah (1)\t\t\t\t1.040.000\n"
        "2\tBAHAN\t\t\t\t\n"
        "\t1. Semen 40 kg\tzak\t12\t62.000\t744.000\n"
        "\t2. Pasir\tm3\t3,5\t240.000\t840.000\n"
        "\tSub Total Bahan (2)\t\t\t\t1.584.000\n"
        "3\tALAT BANTU\t\t\t\t\n"
        "\t1. Sewa stamper\thari\t2\t250.000\t500.000\n"
        "\tJumlah Total Biaya (1+2+3)\t\t\t\t3.124.000\n"
    )
    found = sort_block(split_block(text))
    assert [(part.group, [row[0] for row in part.rows]) for part in found.parts] == [
        ("labour", ["1. Tukang"]),
        ("material", ["1. Semen 40 kg", "2. Pasir"]),
        ("equipment", ["1. Sewa stamper"]),
    ]
    assert found.parts[0].rows[0][1:4] == ["8", "HOK", "130.000"]
    assert found.written == 3_124_000
    assert found.notes == [
        "baris judul dilewati",
        "kolom satuan dan volume ditukar sesuai tabel ini",
        "3 baris jumlah dilewati",
    ]


def test_a_line_that_names_a_group_is_still_a_line() -> None:
    text = "Alat tulis\t10\tset\t15.000\nUpah tukang\t2\tHOK\t130.000\nTotal station sewa\t1\thari\t300.000\n"
    assert rows_of(text) == [
        (
            "",
            [
                ["Alat tulis", "10", "set", "15.000"],
                ["Upah tukang", "2", "HOK", "130.000"],
                ["Total station sewa", "1", "hari", "300.000"],
            ],
        )
    ]


def test_numbers_without_words_beside_them_are_not_a_number_column() -> None:
    assert rows_of("1\t2\t3\n4\t5\t6\n") == [("", [["1", "2", "3"], ["4", "5", "6"]])]


def test_totals_that_cannot_be_read_are_not_compared() -> None:
    assert sort_block([["Semen", "1", "zak", "5", "lima"]]).written is None
    assert sort_block([["Semen", "1", "zak", "5"]]).written is None
    assert sort_block([["Semen", "1", "zak", "5", ""]]).written is None
    assert sort_block([]).parts == []


def test_headings_of_a_later_page_are_left_out_as_the_first_are() -> None:
    head = "No\tUraian\tVolume\tSatuan\tHarga\n"
    found = sort_block(split_block(f"{head}1\tSemen\t12\tzak\t62.000\n{head}2\tPasir\t3\tm3\t240.000\n"))
    assert [part.rows for part in found.parts] == [[["Semen", "12", "zak", "62.000"], ["Pasir", "3", "m3", "240.000"]]]
    assert found.notes == ["2 baris judul dilewati"]
