"""The worst that a record may hold still becomes a paper: nothing is read as markup, no number is cut."""

import re
from typing import Any

import msgspec
import pytest
from msgspec.structs import asdict, replace

from desktop.documents.layout import A4, F4, Identity
from desktop.documents.meeting import build_attendance, build_minutes
from desktop.documents.proposal import build_estimate
from desktop.documents.reports import build_recap
from desktop.domain.money import format_number
from desktop.domain.records import MONEY_LIMIT, MeetingDecision, RecapRow
from tests.documents import pokmas_samples as pokmas
from tests.documents import report_samples, samples
from tests.documents.pdf import ink, page_count, page_texts, pictures, printed, whole_text
from tests.documents.test_papers import CASES

MARKUP = '<b>tebal</b> & <img src="file:///etc/passwd"> <font color="[[[1]]]"> <para> </para> &lt; %s {0}'
HOSTILE = {
    "markup": MARKUP,
    "one word": "abcdefghij" * 1_000,
    "prose": "kata-kata panjang " * 280,
    "foreign": "😀👨‍👩‍👧 ꦗꦮ محمد \u202e\u200b\x00\ud800" * 20,
    "lines": "baris\n" * 300,
    "empty": "",
}
_TWO = replace(samples.MEETING, decisions=samples.DECISIONS[:2])
SHORT = {
    "attendance": samples.attendance(2),
    "minutes": samples.minutes(meeting=_TWO, lists=(replace(samples.JKN, rows=samples.JKN.rows[:1]),)),
    "notes": samples.meeting(meeting=_TWO),
    "recap": samples.recap(recap=replace(samples.recap().recap, rows=samples.recap().recap.rows[:2])),
    "estimate": samples.estimate(proposal=replace(samples.estimate().proposal, lines=samples.LINES[:2])),
    "answer_letter": samples.answer(rows=samples.answer().rows[:2]),
    "rab": pokmas.rab(rab=replace(pokmas.rab().rab, lines=samples.LINES[:1])),
    "cash_book": pokmas.cash_book(3),
    "wage_list": pokmas.wage_list(sheet=replace(pokmas.WAGES, wages=replace(pokmas.WAGES.wages, rows=()))),
    "spj_packet": pokmas.packet(
        receipts=(pokmas.receipt_item(1),),
        books=(pokmas.book(2),),
        taxes=pokmas.tax_book(pokmas.TAXES[:1]).book,
        wages=(),
        attendance=(),
        inspection=None,
        gaps=("Foto 100 % belum ada.",),
        identity=Identity(qr=samples.MEETING_UID, draft=True),
    ),
    "presence": pokmas.presence(
        sheet=replace(pokmas.WAGES, wages=replace(pokmas.WAGES.wages, rows=pokmas.WAGES.wages.rows[:1]))
    ),
    "bank_book": pokmas.bank_book(book=replace(pokmas.bank_book().book, entries=pokmas.book(2).entries)),
    "tax_book": pokmas.tax_book(pokmas.TAXES[2:3]),
    "training_attendance": samples.training(places=samples.training().places[2:3]),
    "participant_changes": samples.training(changes=samples.training().changes[:1]),
    "recovery_sheet": samples.recovery(words=("satu", "dua"), fingerprint=("1", "2", "3")),
    **report_samples.SHORT,
}
"""Contents with few rows, so that the trial stays short."""

_KEEP = {
    *("uid", "identity", "meeting_uid", "qr", "fingerprint", "resident", "replaces", "decision", "order"),
    *("sector", "scope", "kind", "letter", "outcome", "gender", "source", "group", "mandatory", "placement", "method"),
    *("condition", "form", "slot", "withheld_by", "volume", "planned", "done", "quantity", "nik", "nip"),
    "payee_npwp",
}
"""Fields that the program fills or that hold no free text."""


def filled(value: Any, text: str) -> Any:
    """The same content with every free text replaced."""
    if isinstance(value, msgspec.Struct):
        changed = {name: filled(item, text) for name, item in asdict(value).items() if name not in _KEEP}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(filled(item, text) for item in value)
    if isinstance(value, dict):
        return {key: filled(item, text) for key, item in value.items()}
    return text if isinstance(value, str) else value


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("key", sorted(set(CASES) - {"printer_test"}))  # which says nothing from data
def test_any_text_becomes_a_paper(key: str, text: str) -> None:
    build, _ = CASES[key]
    data = printed(build, filled(SHORT.get(key, CASES[key][1]), text), A4 if key == "recovery_sheet" else F4)
    assert page_count(data) <= {"spj_packet": 700, "grant": 400}.get(key, 200)  # an NPHD is printed in two copies
    assert key in {"photo_sheet", "spj_packet"} or b"/Subtype /Image" not in data  # nothing was fetched
    assert key == "spj_packet" or b"/Subtype /Link" not in data  # its contents lead to its own pages
    assert b"/URI" not in data
    for picture in pictures(data, 36, 6):
        doubled = picture.resize((picture.width * 2, picture.height * 2))
        assert not ink(doubled, 0, 0, 20.5, 290)
        assert not ink(doubled, doubled.width / 72 * 25.4 - 16.5, 0, doubled.width / 72 * 25.4, 290)


def test_markup_is_printed_as_it_was_typed() -> None:
    rows = tuple(replace(decision, text=MARKUP) for decision in samples.DECISIONS)
    text = whole_text(printed(build_minutes, samples.minutes(meeting=replace(samples.MEETING, decisions=rows))))
    assert text.count("<b>tebal</b> & <img") == len(rows)
    people = tuple(replace(person, name="<i>A & B</i>") for person in samples.people(3))
    assert whole_text(printed(build_attendance, samples.attendance(people=people))).count("<i>A & B</i>") == 3


def test_five_hundred_decisions() -> None:
    decisions = tuple(
        MeetingDecision(uid=samples.uid(at), text=f"Usulan nomor {at}", sector="health", volume="1", unit="paket",
                        estimate=MONEY_LIMIT)
        for at in range(1, 501)
    )  # fmt: skip
    data = printed(build_minutes, samples.minutes(meeting=replace(samples.MEETING, decisions=decisions), lists=()))
    text = whole_text(data)
    assert all(f"Usulan nomor {at} " in text for at in range(1, 501))
    assert text.count(format_number(MONEY_LIMIT)) == 500
    assert "Jumlah 500.000.000.000.000" in text
    assert page_count(data) <= 20


def test_the_largest_numbers_are_whole_and_inside_their_columns() -> None:
    line = replace(samples.LINES[0], volume="999999999.999", unit_price=MONEY_LIMIT)
    record = replace(samples.estimate().proposal, lines=(line,) * 30)
    data = printed(build_estimate, samples.estimate(proposal=record))
    text = whole_text(data)
    assert text.count("999.999.999,999") == 30
    assert text.count("999.999.999.999.000.000.000") == 30
    assert "29.999.999.999.970.000.000.000" in text
    assert not any(ink(picture, 197.5, 0, 215, 330) for picture in pictures(data))


def test_the_largest_recap() -> None:
    rows = tuple(
        RecapRow(home="03 / 04", sector="health", activity=f"Kegiatan {at}", volume="999.999.999,999 paket",
                 amount=MONEY_LIMIT, placement="kelurahan")
        for at in range(1, 501)
    )  # fmt: skip
    data = printed(build_recap, samples.recap(recap=replace(samples.recap().recap, rows=rows)))
    text = whole_text(data)
    assert text.split().count(format_number(MONEY_LIMIT)) == 500
    assert "Jumlah 500.000.000.000.000" in text
    assert text.count("Jumlah dipindahkan") == text.count("Jumlah pindahan") == page_count(data) - 1
    assert not any(ink(picture, 197.5, 0, 215, 330) for picture in pictures(data))


def test_a_name_of_45_letters_is_whole_under_its_place() -> None:
    text = whole_text(printed(build_minutes, samples.minutes(chair=samples.LONG_NAME, secretary=samples.LONG_NAME)))
    assert text.replace(" ", "").count(samples.LONG_NAME.replace(" ", "")) >= 3


def test_codes_of_any_length_stay_on_the_page() -> None:
    long = Identity(number="N" * 500, code="C" * 500, qr=samples.MEETING_UID, submission_code="S" * 500, practice=True)
    data = printed(build_minutes, samples.minutes(identity=long))
    assert not any(ink(picture, 0, 0, 21, 330) for picture in pictures(data))


_LONG_LINES = tuple(replace(samples.LINES[0], uid=samples.uid(at), volume="2", unit_price=at) for at in range(1, 301))
_LONG_ROWS = tuple(replace(pokmas.RESULTS[0], uid=samples.uid(at), amount=at) for at in range(1, 301))
_LONG_USES = tuple(replace(pokmas.USES[0], ceiling=at, before=0, now=at) for at in range(1, 101))
LONG: dict[str, Any] = {
    "rab": pokmas.rab(rab=replace(pokmas.rab().rab, lines=_LONG_LINES)),
    "estimate": samples.estimate(proposal=replace(samples.estimate().proposal, lines=_LONG_LINES)),
    "inspection": pokmas.inspection(inspection=replace(pokmas.inspection().inspection, rows=_LONG_ROWS)),
    "handover": pokmas.handover(handover=replace(pokmas.handover().handover, rows=_LONG_ROWS)),
    "answer_letter": samples.answer(
        rows=tuple(replace(samples.answer().rows[0], asked=at, granted=at) for at in range(1, 301))
    ),
    "tranche_recap": pokmas.tranche_recap(uses=_LONG_USES),
}


@pytest.mark.parametrize("key", LONG)
def test_each_page_of_a_table_with_sums_carries_what_stands_above_it(key: str) -> None:
    texts = page_texts(printed(CASES[key][0], LONG[key]))
    sums = [re.findall(r"Jumlah dipindahkan ([0-9.]+)", text) for text in texts]
    brought = [re.findall(r"Jumlah pindahan ([0-9.]+)", text) for text in texts]
    going = [at for at, found in enumerate(sums) if found]
    assert len(going) > 1
    factor = 2 if key in {"rab", "estimate"} else 1
    for at in going:
        assert sums[at] == brought[at + 1]
        count = max(int(number) for number in re.findall(r"(?<![0-9.])([0-9]{1,3})\. ", texts[at]))
        assert sums[at] == [format_number(factor * count * (count + 1) // 2)]
