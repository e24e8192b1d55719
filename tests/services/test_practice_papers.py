"""Books, presence and training papers printed from real records; what was printed can be printed again as it was."""

import hashlib
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.papers import PAPER_KINDS
from desktop.domain.records import Attendance, Meeting, TaxLine, TaxPayment, WageList, WageRow
from desktop.services.desk import new_uid
from desktop.services.paper_contents import CONTENTS
from desktop.services.papers import Printed
from desktop.services.printing import known_size, size_words
from desktop.services.workplace import Workplace
from tests.services.pokmas import Scene

APRIL = date(2022, 4, 1)


def text_of(printed: Printed) -> str:
    document = pypdfium2.PdfDocument(printed.path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def ready(scene: Scene) -> Workplace:
    """The Pokmas with its first receipts."""
    return scene.group if scene.contract else scene.bought().group


def taxed(scene: Scene) -> str:
    """A payment by transfer with tax kept back and paid, beside those in cash; its uid."""
    group = ready(scene)
    line = TaxLine(uid=new_uid(), kind="pph22", base=1_000_000, rate="1.5", amount=15_000, withheld_by="pokmas")
    receipt = replace(scene.receipt("CCTV", 1_000_000), method="bank", taxes=(line,), date=date(2022, 3, 25))
    uid = group.receipts.save(receipt).uid
    group.records.save(
        "d.tax_payment",
        TaxPayment(kind="pph22", amount=15_000, date=date(2022, 4, 5), ntpn="A1B2C3D4E5F60718", receipts=(uid,)),
    )
    return uid


def wages(scene: Scene) -> str:
    group = ready(scene)
    receipt = group.records.find("d.receipt")[0]
    rows = (
        WageRow(
            uid=new_uid(), name="Tukang Contoh", job="Tukang", days=(date(2022, 3, 30), date(2022, 4, 1)), rate=120
        ),
        WageRow(uid=new_uid(), name="Pekerja Contoh", job="Pekerja", days=(date(2022, 4, 1),), rate=95),
    )
    data = WageList(receipt=receipt.uid, rab=scene.rabs["Paving gang"], rows=rows)
    return group.records.save("d.wage_list", data).uid


# --- books -------------------------------------------------------------------------------------------------------


def test_the_bank_book_agrees_with_the_cash_book(scene: Scene) -> None:
    taxed(scene)
    papers = scene.group.papers
    text = text_of(papers.build("bank_book", scene.tranches[0], final=True))
    assert "Tahap 1 dari 2" in text
    assert "Jumlah 8.055.000 1.015.000 7.040.000" in text
    assert "Dikurangi belanja tunai dari uang yang ditarik : Rp5.000.000" in text
    assert "Sisa uang, sama dengan saldo buku kas umum : Rp2.040.000" in text
    assert "ditutup dengan saldo Rp2.040.000" in text_of(papers.build("cash_book", scene.tranches[0]))
    april = text_of(papers.build("bank_book", scene.contract, month=date(2022, 4, 1)))
    assert "Bulan April 2022" in april
    assert "Saldo awal 7.055.000" in april
    assert scene.group.books.bank_book(scene.tranches[0]).closing == 7_040_000


def test_the_tax_book_shows_what_was_kept_back_and_paid(scene: Scene) -> None:
    taxed(scene)
    papers = scene.group.papers
    text = text_of(papers.build("tax_book", scene.tranches[0], final=True))
    assert "PPh 22 TB Contoh 15.000 15.000" in text
    assert "Setor PPh 22 15.000 A1B2C3D4E5F60718 0" in text
    assert "Pada tanggal 5 April 2022 buku pembantu pajak ditutup dengan saldo Rp0, yaitu" in text
    march = text_of(papers.build("tax_book", scene.contract, month=date(2022, 3, 1)))
    assert "ditutup dengan saldo Rp15.000" in march
    empty = text_of(papers.build("tax_book", scene.tranches[1]))
    assert "Nihil: tidak ada pajak yang dipungut." in empty


def test_the_packet_holds_all_three_books_and_who_worked(scene: Scene) -> None:
    taxed(scene)
    wages(scene)
    text = text_of(scene.group.papers.build("spj_packet", scene.tranches[0]))
    order = [
        text.index(words)
        for words in (
            "POKMAS “",
            "BUKU KAS UMUM",
            "BUKU PEMBANTU BANK",
            "KUITANSI",
            "BUKU PEMBANTU PAJAK",
            "DAFTAR PENERIMAAN UPAH",
            "DAFTAR HADIR (ABSENSI) PEKERJA",
        )
    ]
    assert order == sorted(order)


# --- workers and trainings ---------------------------------------------------------------------------------------


def test_workers_stand_in_a_list_per_month(scene: Scene) -> None:
    printed = scene.group.papers.build("presence", wages(scene), final=True)
    text = text_of(printed)
    assert printed.pages == 2
    assert "Bulan : Maret 2022" in text
    assert "Bulan : April 2022" in text
    march, april = text.split("Bulan : April 2022")
    assert "Pekerja Contoh" not in march
    assert "1. Tukang Contoh Tukang √ 1 1." in april
    assert "Jumlah hadir 2 2" in april


def training(group: Workplace) -> str:
    meeting = Meeting(kind="training", title="Pelatihan kue", date=date(2022, 5, 9), leader="Dewi Contoh", sessions=2)
    uid = group.records.save("d.meeting", meeting).uid
    away = group.records.save("d.attendance", Attendance(meeting=uid, name="Ani Contoh", gender="P", sessions=())).uid
    group.records.save("d.attendance", Attendance(meeting=uid, name="Budi Contoh", gender="L", sessions=(1, 2)))
    instead = Attendance(
        meeting=uid, name="Cici Contoh", gender="P", sessions=(1, 2), replaces=away, reason="sakit", home="RT 05/RW 02"
    )
    group.records.save("d.attendance", instead)
    return uid


def test_a_training_names_who_came_instead_and_why(scene: Scene) -> None:
    group = scene.bought().group
    group.officers.appoint("ketua_pokmas", "Suparman Contoh")
    uid = training(group)
    printed = group.papers.build("training_attendance", uid, final=True)
    text = text_of(printed)
    assert printed.pages == 2
    assert text.count("1. Ani Contoh P Cici Contoh (P): sakit 1.") == 2
    assert "Sesi : 2 dari 2" in text
    assert "Jumlah hadir : 2 orang (L 1 orang, P 1 orang)" in text
    minutes = text_of(group.papers.build("participant_changes", uid, final=True))
    assert "bahwa peserta pelatihan kue berubah dari yang direncanakan" in minutes
    assert "1. Ani Contoh Cici Contoh RT 05/RW 02 1, 2 sakit 1." in minutes
    assert "Mengetahui: Ketua Pokmas, Suparman Contoh" in minutes
    packet = text_of(group.papers.build("spj_packet", scene.tranches[0]))
    assert "Cici Contoh (P): sakit" in packet


# --- the register ------------------------------------------------------------------------------------------------


def test_what_was_printed_is_kept_whatever_becomes_of_the_record(scene: Scene) -> None:
    taxed(scene)
    group = scene.group
    about = {
        "bank_book": scene.contract,
        "tax_book": scene.contract,
        "cash_book": scene.contract,
        "presence": wages(scene),
        "training_attendance": (meeting := training(group)),
        "participant_changes": meeting,
        "invitation": meeting,
    }
    first = {kind: group.papers.build(kind, uid, final=True) for kind, uid in about.items()}
    for kind, uid in about.items():
        assert group.papers.build(kind, uid, final=True) == first[kind]  # nothing changed: the very same
    group.records.save("d.meeting", Meeting(kind="training", title="Judul lain"), uid=meeting)
    scene.pay("Pasir", 50_000)
    group.papers.build("cash_book", scene.contract, final=True)
    kept = {(one.kind, one.sha256): one for one in group.papers.issued()}
    for kind, printed in first.items():
        entry = kept[kind, printed.sha256]
        assert hashlib.sha256(entry.path.read_bytes()).hexdigest() == printed.sha256
        assert entry.number == printed.number
    assert len(group.papers.issued(kind="cash_book")) == 2


def test_an_earlier_print_is_saved_again_only_whole(scene: Scene, tmp_path: Path) -> None:
    papers = scene.bought().group.papers
    printed = papers.build("cash_book", scene.contract, final=True)
    (issued,) = papers.issued(kind="cash_book")
    papers.save_again(issued, tmp_path / "lagi.pdf")
    assert (tmp_path / "lagi.pdf").read_bytes() == printed.path.read_bytes()
    issued.path.write_bytes(printed.path.read_bytes() + b" ")
    with pytest.raises(Trouble, match="file_damaged"):
        papers.save_again(issued, tmp_path / "lagi.pdf")
    issued.path.unlink()
    with pytest.raises(Trouble, match="file_missing"):
        papers.save_again(issued, tmp_path / "lagi.pdf")


def test_the_test_page_is_nobodys_record(scene: Scene) -> None:
    for place in (scene.group, scene.office):
        assert "printer_test" in {kind.key for kind in place.papers.kinds()}
        printed = place.papers.build("printer_test", final=True, size="Folio 216")
        assert (printed.number, printed.pages) == ("", 1)
        assert place.papers.issued(kind="printer_test") == []
        assert "Folio 216, 216 × 330 mm" in text_of(printed)


def test_sheets_are_known_by_their_names() -> None:
    assert [known_size(word) for word in ("f4", "A4", "folio216", "Folio 216", "F4 216", "LEGAL")] == [
        *("F4", "A4", "Folio 216", "Folio 216", "Folio 216", "Legal")
    ]
    assert size_words("Legal") == "Legal, 215,9 × 355,6 mm"
    with pytest.raises(RuleViolation, match="paper_size"):
        known_size("A3")


def test_only_papers_no_regulation_prescribes_change_their_typeface(scene: Scene) -> None:
    group = scene.bought().group
    group.papers.choose_typeface("sans")
    book = group.papers.build("cash_book", scene.contract).path.read_bytes()
    assert b"LiberationSans" in book
    assert b"LiberationSerif" not in book
    rab = group.papers.build("rab", scene.rabs["Paving gang"]).path.read_bytes()
    assert b"LiberationSans" not in rab
    official = {kind for kind in CONTENTS if PAPER_KINDS[kind].official}
    assert {"minutes", "rab", "handover", "contract", "administrative_inspection"} <= official
    assert official.isdisjoint({"invitation", "receipt", "cash_book", "warning_letter", "spj_packet", "presence"})
