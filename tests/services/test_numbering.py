"""Letters numbered after the desk's own pattern: given once, kept, found again by the short code."""

import datetime

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Inspection, Meeting
from desktop.services.desk import Desk
from desktop.services.workplace import Workplace
from tests.documents.pdf import whole_text
from tests.services.pokmas import Scene

PATTERN = "{urut:03d}/BA-RW/RT{rt}-RW{rw}/{bulan_romawi}/{tahun}"
DAY = datetime.date(2022, 8, 17)


def meeting(place: Workplace, number: str = "") -> str:
    return place.records.save("d.meeting", Meeting(title="Rembug", date=DAY, number=number)).uid


def test_without_a_pattern_the_short_code_is_the_number(rt_desk: Desk) -> None:
    place = Workplace(rt_desk)
    printed = place.papers.build("minutes", meeting(place), final=True, on=DAY)
    assert printed.number == "BA-22-0304-1-001"
    assert f"NOMOR : {printed.number}" in whole_text(printed.path.read_bytes())


def test_a_pattern_numbers_the_letter_and_the_code_still_finds_it(rt_desk: Desk) -> None:
    place = Workplace(rt_desk)
    place.numbering.set_template("minutes", PATTERN)
    printed = place.papers.build("minutes", meeting(place), final=True, on=DAY)
    text = whole_text(printed.path.read_bytes())
    assert "NOMOR : 001/BA-RW/RT03-RW04/VIII/2022" in text
    assert printed.number == "BA-22-0304-1-001"
    assert printed.number in text


def test_the_next_letter_gets_the_next_number_and_the_first_keeps_its_own(rt_desk: Desk) -> None:
    place = Workplace(rt_desk)
    place.numbering.set_template("minutes", PATTERN)
    first, second = meeting(place), meeting(place)
    place.papers.build("minutes", first, final=True, on=DAY)
    other = place.papers.build("minutes", second, final=True, on=DAY)
    assert "002/BA-RW" in whole_text(other.path.read_bytes())
    again = place.papers.build("minutes", first, final=True, on=datetime.date(2022, 11, 2))
    assert "NOMOR : 001/BA-RW/RT03-RW04/VIII/2022" in whole_text(again.path.read_bytes())
    place.numbering.set_template("minutes", "")
    still = place.papers.build("minutes", first, final=True, on=DAY)
    assert "NOMOR : 001/BA-RW/RT03-RW04/VIII/2022" in whole_text(still.path.read_bytes())


def test_what_was_printed_before_the_pattern_keeps_its_number(rt_desk: Desk) -> None:
    place = Workplace(rt_desk)
    uid = meeting(place)
    place.papers.build("minutes", uid, final=True, on=DAY)
    place.numbering.set_template("minutes", PATTERN)
    again = place.papers.build("minutes", uid, final=True, on=DAY)
    assert f"NOMOR : {again.number}" in whole_text(again.path.read_bytes())


def test_a_number_of_the_groups_own_in_the_record_stays(rt_desk: Desk) -> None:
    place = Workplace(rt_desk)
    place.numbering.set_template("minutes", PATTERN)
    printed = place.papers.build("minutes", meeting(place, "12/RT/2022"), final=True, on=DAY)
    assert "NOMOR : 12/RT/2022" in whole_text(printed.path.read_bytes())


def test_an_inspection_keeps_the_patterns_number_in_its_record(scene: Scene) -> None:
    group = scene.contracted().group
    group.numbering.set_template("inspection", "{urut:02d}/BAHP/POKMAS-{pokmas}/{bulan_romawi}/{ta}")
    uid = group.records.save("d.inspection", Inspection(contract=scene.contract, date=DAY)).uid
    printed = group.papers.build("inspection", uid, final=True)
    record = group.records.get(uid)
    assert record is not None
    assert getattr(record.data, "number", "") == "01/BAHP/POKMAS-02/VIII/2022"
    assert "01/BAHP/POKMAS-02/VIII/2022" in whole_text(printed.path.read_bytes())
    again = group.papers.build("inspection", uid, final=True)
    assert again.number == printed.number == "HP-22-P02-1-001"


def test_receipts_keep_the_short_code(scene: Scene) -> None:
    group = scene.funded().group
    assert "receipt" not in {kind.key for kind in group.numbering.kinds()}
    uid = scene.pay("Pasir", 10_000)
    assert group.papers.give_number("receipt", uid) == "KW-22-P02-1-001"


def test_the_example_shows_the_next_number_and_a_bad_pattern_is_not_kept(rt_desk: Desk) -> None:
    numbering = Workplace(rt_desk).numbering
    assert numbering.example("minutes", PATTERN, DAY) == "001/BA-RW/RT03-RW04/VIII/2022"
    assert numbering.example("minutes", "", DAY) == "BA-22-0304-1-001"
    assert numbering.set_template("minutes", f"  {PATTERN} ") == numbering.template("minutes") == PATTERN
    with pytest.raises(RuleViolation):
        numbering.set_template("minutes", "{tahun}")
    assert numbering.template("minutes") == PATTERN
