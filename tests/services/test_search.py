"""Everything of a desk is found by words, slips of the fingers, names, codes, amounts and QR texts; never by a NIK."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.papers import page_mark
from desktop.domain.records import Attendance, Meeting, Proposal, Receipt, Resident, ShelfPlace
from desktop.services.desk import Desk
from desktop.services.doctor import DoctorService
from desktop.services.papers import PaperService
from desktop.services.records import NewRecord, RecordService
from desktop.services.search import INDEX, FoundEntry, SearchService
from desktop.services.search_texts import bare_code, fold, without_numbers
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from desktop.services.workplace import Workplace
from tests.services.conftest import OFFICE, RT, DeskMaker, carry
from tests.services.pokmas import POKMAS
from tests.services.test_one_proposal_there_and_back import fill

NIK = "3571021708450012"


def titles(found: tuple[FoundEntry, ...]) -> list[str]:
    return [one.title for one in found]


@pytest.fixture
def told(rt_desk: Desk) -> tuple[Desk, str]:
    """An RT's desk with a resident, a meeting and two usulan; the meeting's uid."""
    records = RecordService(rt_desk)
    meeting = records.save("d.meeting", Meeting(title="Rembug warga (contoh)", date=date(2022, 1, 8), place="Balai RT"))
    records.save("d.resident", Resident(name="Hj. Siti Rahmawati (contoh)", nik=NIK, household="3571020000000001"))
    records.save("d.attendance", Attendance(meeting=meeting.uid, name="Siti Rahmawati", role="warga"))
    records.save(
        "d.proposal",
        Proposal(title="Paving Gang Melati", sector="infrastructure", meeting=meeting.uid, amount=9_500_000),
    )
    records.save("d.proposal", Proposal(title="Kereta sampah", sector="social", meeting=meeting.uid, amount=4_000_000))
    return rt_desk, meeting.uid


def test_words_find_records_in_groups_and_open_where_they_are_shown(told: tuple[Desk, str]) -> None:
    search = SearchService(told[0])
    found = search.find("siti").found
    assert [(one.kind, one.title) for one in found] == [
        ("resident", "Hj. Siti Rahmawati (contoh)"),
        ("attendance", "Siti Rahmawati"),
    ]
    assert (found[1].open_type, found[1].open_uid, found[1].spot) == ("d.meeting", told[1], "attendance")
    assert titles(search.find("gang pav").found) == ["Paving Gang Melati"]  # pieces of words, in any order
    assert titles(search.find("infrastruktur").found) == ["Paving Gang Melati"]
    assert search.find("").found == () == search.find("   ").found
    search.close()


@pytest.mark.parametrize("typed", ["pavign", "pavng", "pavingg", "paping", "pavin melatti"])
def test_slips_of_the_fingers_are_forgiven_and_told(told: tuple[Desk, str], typed: str) -> None:
    search = SearchService(told[0])
    findings = search.find(typed)
    assert titles(findings.found) == ["Paving Gang Melati"]
    assert findings.meant.startswith("pav")
    search.close()


@pytest.mark.parametrize("typed", ["9.500.000", "Rp9.500.000", "9500000", "9,5 jt", "Rp 9.500.000,00"])
def test_amounts_are_found_however_they_are_written(told: tuple[Desk, str], typed: str) -> None:
    search = SearchService(told[0])
    assert titles(search.find(typed).found) == ["Paving Gang Melati"]
    search.close()


def test_a_change_is_found_at_once_and_the_trash_is_not(told: tuple[Desk, str]) -> None:
    desk, _ = told
    records, search = RecordService(desk), SearchService(desk)
    (proposal,) = (one for one in search.find("kereta").found)
    record = records.get(proposal.uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    records.save("d.proposal", replace(record.data, title="Gerobak sampah"), uid=record.uid)
    assert search.find("kereta").found == ()
    assert titles(search.find("gerobak").found) == ["Gerobak sampah"]
    records.remove([record.uid])
    assert search.find("gerobak").found == ()
    records.restore([record.uid])
    assert titles(search.find("gerobak").found) == ["Gerobak sampah"]
    search.close()


def test_a_nik_is_masked_and_nowhere_in_the_index(told: tuple[Desk, str]) -> None:
    desk, meeting = told
    RecordService(desk).save("d.proposal", Proposal(title=f"Bantuan {NIK}", meeting=meeting, description=f"x {NIK} y"))
    search = SearchService(desk)
    assert "3571••••••••0012" in search.find("rahmawati").found[0].detail
    for typed in (NIK, NIK[:8], "3571020000000001", "0217084500"):
        assert search.find(typed).found == (), typed
    assert titles(search.find("bantuan").found) == ["Bantuan ••••"]
    search.close()
    raw = (desk.folder / INDEX).read_bytes()
    assert NIK.encode() not in raw
    assert b"3571020000000001" not in raw
    with sqlite3.connect(desk.folder / INDEX) as index:
        texts = " ".join(str(cell) for row in index.execute("SELECT title, codes, body FROM texts") for cell in row)
    assert NIK not in texts.replace(" ", "")


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", "*", "paving*", '" OR "', "title:paving", "NEAR(a b)", "(", "^paving", "-", "- - -", "a AND NOT b",
        "%", "_", "\\", "😀", "😀😀😀😀",
        "\0", "\u202epaving", "pav\ning", ";DROP TABLE entries;--", "1e999", "٣٤٥", "ﬁ",
    ],
)  # fmt: skip
def test_whatever_is_typed_does_no_harm(told: tuple[Desk, str], typed: str) -> None:
    search = SearchService(told[0])
    search.find(typed)
    search.find(typed * 40)
    assert titles(search.find("paving").found) == ["Paving Gang Melati"]
    search.close()


@pytest.mark.parametrize("letter", ["a", "é", "😀", "1", '"', " "])
def test_ten_thousand_letters_do_no_harm(told: tuple[Desk, str], letter: str) -> None:
    search = SearchService(told[0])
    assert search.find(letter * 10_000).found == ()
    search.close()


def test_a_paper_is_found_by_number_by_its_qr_and_by_its_submission_code(paired: tuple[Desk, Desk]) -> None:
    rt, _ = paired
    meeting, _ = fill(rt)
    printed = PaperService(rt).build("minutes", meeting, final=True)
    submission = SubmissionService(rt).submit("proposals", meeting)
    search = SearchService(rt)
    number = printed.number
    assert number == "BA-22-0304-1-001"
    for typed in (
        number,
        number.lower(),
        "BA 22 0304 1 001",
        "ba22-0304-1-001",
        "BA-22-O3O4-1-OO1",
        "BA-22-0304-I-001",
    ):
        first = search.find(typed).found[0]
        assert (first.paper, first.number) == ("minutes", number), typed
    assert search.find(page_mark(meeting, 2)).found[0].paper == "minutes"
    assert {one.kind for one in search.find(meeting).found} == {"paper", "meeting"}
    found = search.find(printed.submission_code).found
    assert {(one.kind, one.uid) for one in found} >= {("paper", meeting), ("decision", submission)}
    search.close()


def test_what_a_bundle_brings_is_found_and_residents_stay_at_home(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    meeting, _ = fill(rt)
    RecordService(rt).save("d.resident", Resident(name="Mbah Karto (contoh)", nik=NIK))
    RecordService(rt).save("d.shelf", ShelfPlace(of=meeting, place="map jingga"))
    SubmissionService(rt).submit("proposals", meeting)
    here, there = SearchService(rt), SearchService(office)
    assert there.find("alat cek").found == ()
    carry(rt, office, tmp_path)
    assert "Alat cek" in titles(there.find("alat cek").found)
    assert titles(here.find("karto").found) == ["Mbah Karto (contoh)"]
    assert there.find("karto").found == ()
    assert [one.uid for one in here.find("map jingga").found] == [meeting]
    assert there.find("map jingga").found == ()
    here.close()
    there.close()
    TransferService(rt).dump(tmp_path / "all.zip")
    assert INDEX.encode() not in (tmp_path / "all.zip").read_bytes()


def test_a_lost_damaged_or_foreign_index_is_made_anew(told: tuple[Desk, str]) -> None:
    desk, _ = told
    file = desk.folder / INDEX
    search = SearchService(desk)
    for content in (None, b"", b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000):
        search.close()
        file.unlink(missing_ok=True)
        if content is not None:
            file.write_bytes(content)
        assert titles(search.find("paving").found) == ["Paving Gang Melati"]
        search.close()
    with sqlite3.connect(file) as index:
        index.execute("UPDATE marks SET value = '0' WHERE name = 'scheme'")
    assert titles(search.find("paving").found) == ["Paving Gang Melati"]
    search.close()


def test_the_index_of_another_history_is_not_believed(told: tuple[Desk, str], new_desk: DeskMaker) -> None:
    desk, _ = told
    search = SearchService(desk)
    search.catch_up()
    search.close()
    other = new_desk("lain", f"{OFFICE}/04/05")
    for number in range(30):
        RecordService(other).save("d.proposal", Proposal(title=f"Taman {number}"))
    (other.folder / INDEX).write_bytes((desk.folder / INDEX).read_bytes())
    found = SearchService(other)
    assert found.find("paving").found == ()
    assert len(found.find("taman").found) == 30
    found.close()


def test_many_changes_wait_for_the_background_and_a_stopped_one_goes_on(rt_desk: Desk) -> None:
    people = [NewRecord(type="d.resident", data=Resident(name=f"Warga Contoh {number}")) for number in range(1100)]
    RecordService(rt_desk).save_all(people)
    search = SearchService(rt_desk)
    assert not search.find("warga").complete

    class Stopped(Exception):
        pass

    def stop(_done: int, _all: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        search.catch_up(stop)
    assert search.behind() > 0
    steps: list[tuple[int, int]] = []
    search.catch_up(lambda done, all_: steps.append((done, all_)))
    assert search.behind() == 0
    assert steps
    assert all(done <= whole for done, whole in steps)
    assert search.find("warga").complete
    assert titles(search.find("contoh 1099").found)[0] == "Warga Contoh 1099"
    search.close()


def test_a_rebuilt_view_is_still_found(told: tuple[Desk, str]) -> None:
    desk, _ = told
    search = SearchService(desk)
    search.catch_up()
    DoctorService(desk).rebuild()
    assert titles(search.find("paving").found) == ["Paving Gang Melati"]
    search.close()


def test_a_receipt_is_found_by_shop_bill_and_number(new_desk: DeskMaker) -> None:
    desk = new_desk("pokmas", POKMAS)
    RecordService(desk).save(
        "d.receipt",
        Receipt(payee="TB Makmur (contoh)", note="0217/A", number="KW-22-P02-1-017", amount=1_350_000),
    )
    with Workplace(desk) as place:
        for typed in ("makmur", "0217/A", "KW-22-P02-1-017", "kw22po21017", "1,35 jt"):
            assert titles(place.search.find(typed).found) == ["TB Makmur (contoh)"], typed


def test_every_type_of_record_can_be_listed() -> None:
    assert fold("  Hj.  SITI\u0301 ") == "hj. siti"
    assert bare_code("KW-26-P02-1-017") == "kw26p021017"
    assert without_numbers("NIK 3571 0217 0845 0012, nota 0217") == "NIK ••••, nota 0217"
    assert RT.startswith(OFFICE)
