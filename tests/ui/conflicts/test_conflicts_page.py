"""Two versions of one usulan side by side; one is chosen whole, the other stays in the history. Data contoh."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import inspect
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.compared import _word, compare
from desktop.domain.record_types import RECORD_TYPES
from desktop.domain.records import CostLine, Proposal, Resident
from desktop.services.desk import Desk, new_uid
from desktop.services.workplace import Workplace
from desktop.ui.conflicts.page import ConflictsPage
from desktop.ui.main_window import MainWindow
from tests.services.conftest import carry, new_desk, office, paired, rt_desk
from tests.services.test_two_computers_of_one_desk import split
from tests.ui.board.test_board import during
from tests.ui.dialogs import yes
from tests.ui.secretary import theme, window

__all__ = ["new_desk", "office", "paired", "rt_desk", "split", "theme", "window"]

Split = tuple[Desk, Desk, Desk, str, str]


def opened(window: MainWindow, desk: Desk, uid: str = "") -> ConflictsPage:
    page = ConflictsPage(Workplace(desk), window, uid)
    window.open_page(page)
    return page


def test_with_nothing_to_choose_it_says_when_it_would_be(rt_desk: Desk, window: MainWindow) -> None:
    page = opened(window, rt_desk)
    assert page.empty.isVisible()
    assert not page.right.isVisible()


def test_the_desk_chooses_one_whole_version(split: Split, window: MainWindow, tmp_path: Path) -> None:
    rt, laptop, office, _, uid = split
    for desk in (rt, laptop):
        carry(desk, office, tmp_path)
    for desk in (rt, laptop):
        carry(office, desk, tmp_path)
    page = opened(window, rt, uid)
    at = next(at for at, one in enumerate(page.conflicts) if one.uid == uid)
    assert page.list.currentRow() == at
    assert page.name.text() == "Usulan: PMT posyandu"
    differing = {row.label: row.texts for row in page.rows if row.differs}
    assert list(differing) == ["Jumlah"]
    assert set(differing["Jumlah"]) == {"Rp1.800.000", "Rp1.900.000"}
    assert ("Bidang", ("Kesehatan", "Kesehatan")) in [(row.label, row.texts) for row in page.rows]
    assert not [text for row in page.rows for text in row.texts if text.startswith("kode ")], "names, not codes"
    (meeting,) = {row.texts for row in page.rows if row.label == "Rembug"}
    assert meeting[0] == meeting[1] != ""
    wanted = differing["Jumlah"].index("Rp1.900.000")

    during(yes)
    QTest.mouseClick(page.picks[wanted], Qt.MouseButton.LeftButton)
    record = Workplace(rt).records.get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    assert record.data.amount == 1_900_000
    assert uid not in {one.uid for one in page.conflicts}
    said = {v.data.amount for v in Workplace(rt).records.history(uid) if isinstance(v.data, Proposal)}
    assert {1_800_000, 1_900_000} <= said
    carry(rt, office, tmp_path)
    assert uid not in {one.uid for one in Workplace(office).conflicts.open()}


def test_the_kelurahan_sees_it_but_the_rt_must_choose(split: Split, window: MainWindow, tmp_path: Path) -> None:
    rt, laptop, office, _, uid = split
    for desk in (rt, laptop):
        carry(desk, office, tmp_path)
    page = opened(window, office, uid)
    assert [pick.isEnabled() for pick in page.picks] == [False, False]
    assert page.about.text().startswith("Hanya RT 03/RW 04 yang dapat memilih.")
    QTest.mouseClick(page.picks[0], Qt.MouseButton.LeftButton)
    assert uid in {one.uid for one in Workplace(office).conflicts.open()}


def test_lists_line_by_line_and_numbers_of_people_masked() -> None:
    line = CostLine(uid=new_uid(), description="Semen", unit="sak", volume="12.5", unit_price=75_000)
    more = CostLine(uid=new_uid(), description="Pasir", unit="m3", volume="2", unit_price=300_000)
    first = Proposal(title="Paving", sector="infrastructure", lines=(line,))
    second = Proposal(title="Paving gang", sector="infrastructure", lines=(line, more))
    rows = {row.label: row for row in compare([(first, ()), (second, ("a" * 64,))])}
    assert rows["Judul"].texts == ("Paving", "Paving gang")
    assert not rows["Bidang"].differs
    assert rows["Rincian biaya 1"].differs is False
    assert "12,5" in rows["Rincian biaya 1"].texts[0]
    assert "Rp300.000" in rows["Rincian biaya 2"].texts[1]
    assert rows["Rincian biaya 2"].texts[0] == ""
    assert rows["Lampiran"].texts == ("", "aaaaaaaa")
    person = {row.label: row for row in compare([(Resident(name="Sri", nik="3571000000000001"), ())])}
    assert person["NIK"].texts == ("••••••••••••0001",)


def test_every_key_of_a_choice_is_said_in_words_and_pointers_by_name() -> None:
    """No value of a Literal reaches the reader raw, but those that are words of the field themselves."""
    known = {"DD", "U", "V", "D", "E", "LS", "TU"}
    for owner in RECORD_TYPES.values():
        for name, key in choices_of(inspect.type_info(owner.data)):
            said = _word(key, name, lambda _uid: "")
            assert said != key or key in known | _SAME, f"{owner.name}.{name}: {key}"
    uid, other = new_uid(), new_uid()
    first, second = Proposal(title="Paving", meeting=uid), Proposal(title="Paving", meeting=other)
    assert "Rembug" not in {row.label for row in compare([(first, ()), (first, ())])}, "nothing to read in a code"
    (row,) = (row for row in compare([(first, ()), (second, ())]) if row.label == "Rembug")
    assert row.texts == (f"kode {uid[-8:].upper()}", f"kode {other[-8:].upper()}")
    (named,) = (
        row
        for row in compare([(first, ()), (second, ())], lambda one: {uid: "Rembug warga"}.get(one, ""))
        if row.label == "Rembug"
    )
    assert named.texts[0] == "Rembug warga"


_SAME = {"kelurahan", "transfer", "rembug"}
"""Keys that are the Indonesian word itself."""


def choices_of(kind: inspect.Type, name: str = "") -> Iterator[tuple[str, str]]:
    """Field and key of every choice in a record, lists and parts included."""
    if isinstance(kind, inspect.LiteralType):
        yield from ((name, key) for key in kind.values if isinstance(key, str) and key)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from choices_of(one, name)
    elif isinstance(kind, inspect.VarTupleType):
        yield from choices_of(kind.item_type, name)
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from choices_of(field.type, field.name)
