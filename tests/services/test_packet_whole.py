"""The packet in bad hours: somebody quits while it is made, the disk is full, a scan has 200 pages; and its officers,
its order and its sums."""

import errno
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from desktop.db import files as db_files
from desktop.documents.photos import PhotoSheet, SheetPhoto
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import explain
from desktop.domain.records import Document, MoneyReturned
from desktop.domain.spj import SECTIONS
from desktop.services.packet_size import fitting, smaller
from desktop.services.papers import Printed
from desktop.services.pdf_pages import page_pictures
from tests.documents.pokmas_samples import packet, receipt_item
from tests.services.pokmas import YEAR, Scene


def text_of(printed: Printed) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(printed.path).pages).split())


def everything(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def papers_in(scene: Scene) -> set[str]:
    return {name for name in everything(scene.group.desk.folder) if name.endswith(".pdf")}


# --- bad hours ---------------------------------------------------------------------------------------------------


def test_quitting_in_mid_packet_leaves_no_packet(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.bought()
    tranche = scene.tranches[0]

    def power_cut(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop.documents.spj.put_receipts", power_cut)
    with pytest.raises(KeyboardInterrupt):
        scene.group.spj.build_packet(tranche, final=True)
    assert scene.group.papers.issued(tranche) == []
    assert papers_in(scene) == set()
    monkeypatch.undo()
    numbers = [row.data.number for row in scene.group.receipts.rows(tranche=tranche)]
    packet = scene.group.spj.build_packet(tranche, final=True)
    # What the receipts were numbered with before stays theirs.
    assert [row.data.number for row in scene.group.receipts.rows(tranche=tranche)] == numbers
    assert [one.sha256 for one in scene.group.papers.issued(tranche)] == [packet.sha256]


def test_a_full_disk_is_said_and_nothing_is_registered(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.bought()
    tranche = scene.tranches[0]
    before = papers_in(scene)

    class Full(io.BytesIO):
        def write(self, _data: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    @contextmanager
    def full(_path: Path) -> Iterator[Full]:
        yield Full()

    monkeypatch.setattr(db_files, "replacing", full)
    with pytest.raises(Trouble, match="write_failed") as met:
        scene.group.spj.build_packet(tranche, final=True)
    monkeypatch.undo()
    assert "disk" in explain(met.value).lower()
    assert papers_in(scene) == before
    assert scene.group.papers.issued(tranche) == []
    assert scene.group.spj.build_packet(tranche, final=True).pages > 0


def scanned_pdf(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(609, 935))
    for at in range(1, pages + 1):
        canvas.drawString(72, 800, f"Lembar {at} contoh")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_scan_of_200_pages_stands_in_the_packet_page_by_page(scene: Scene, tmp_path: Path) -> None:
    scene.bought()
    tranche = scene.tranches[0]
    letter = scene.group.records.save(
        "d.document",
        Document(kind="disbursement_request", of=scene.contract, date=date(YEAR, 3, 1), texts={"stage": "Tahap 1"}),
    )
    bare = scene.group.spj.build_packet(tranche, final=False).pages
    file = tmp_path / "pindaian.pdf"
    file.write_bytes(scanned_pdf(200))
    scene.group.attachments.add_scan(letter.uid, "disbursement_request", [file])
    packet = scene.group.spj.build_packet(tranche, final=False)
    assert packet.pages == bare + 200
    assert "Surat permohonan pencairan – lembar 200 dari 200" in text_of(packet)
    assert packet.path.stat().st_size < 25_000_000


def test_a_pdf_that_cannot_be_drawn_is_left_out() -> None:
    assert page_pictures(b"%PDF-1.4 nothing more") == []
    empty = PdfWriter()
    empty.add_blank_page(width=609, height=935)
    out = io.BytesIO()
    empty.write(out)
    (only,) = page_pictures(out.getvalue())
    with Image.open(io.BytesIO(only)) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) == 1_300


# --- officers, order, sums ---------------------------------------------------------------------------------------


def test_papers_keep_the_treasurer_of_their_day(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    officers = scene.group.officers
    officers.appoint("bendahara_pokmas", "Lestari Lama (contoh)")
    officers.appoint("bendahara_pokmas", "Ratna Baru (contoh)", since=date(YEAR, 4, 1))
    assert officers.name("bendahara_pokmas") == "Ratna Baru (contoh)"
    assert officers.name("bendahara_pokmas", date(YEAR, 3, 31)) == "Lestari Lama (contoh)"
    assert officers.name("bendahara_pokmas", date(YEAR, 4, 1)) == "Ratna Baru (contoh)"
    scene.bought()
    rows = scene.group.receipts.rows(tranche=scene.tranches[0])
    old = next(row for row in rows if row.data.date and row.data.date < date(YEAR, 4, 1))
    assert "Lestari Lama" in text_of(scene.group.papers.build("receipt", old.uid))
    late = scene.group.receipts.save(replace(old.data, date=date(YEAR, 4, 20), note="N-late", number="", amount=10_000))
    new = text_of(scene.group.papers.build("receipt", late.uid))
    assert "Ratna Baru" in new
    assert "Lestari Lama" not in new
    packet = text_of(scene.group.spj.build_packet(scene.tranches[0], final=False))
    assert packet.count("Lestari Lama") == len(rows)  # on its receipts; what was closed later is her successor's
    assert "Ratna Baru" in packet
    book = text_of(scene.group.papers.build("cash_book", scene.contract, month=date(YEAR, 3, 1)))
    assert "Lestari Lama" in book
    # Without a day somebody else takes over today; what was dated before keeps the earlier name.
    monkeypatch.setattr("desktop.services.officers.today", lambda: date(YEAR, 6, 1))
    officers.appoint("ketua_pokmas", "Wahyu (contoh)")
    officers.appoint("ketua_pokmas", "Hartono (contoh)")
    assert officers.name("ketua_pokmas", date(YEAR, 5, 31)) == "Wahyu (contoh)"
    assert officers.name("ketua_pokmas", date(YEAR, 6, 1)) == "Hartono (contoh)"


def test_the_order_of_the_packet_can_be_chosen(scene: Scene) -> None:
    scene.bought()
    spj = scene.group.spj
    assert spj.order() == tuple(SECTIONS)

    def titles() -> list[str]:
        reader = PdfReader(spj.build_packet(scene.tranches[0], final=False).path)
        found = [one.title or "" for one in reader.outline if not isinstance(one, list)]
        return found[found.index("Daftar isi") + 1 :]

    usual = titles()
    spj.set_order(["photos", "recap"])
    assert spj.order()[:3] == ("photos", "recap", "letters")
    chosen = titles()
    assert chosen[0].startswith("Foto ")
    assert sorted(chosen) == sorted(usual)
    assert chosen != usual


def test_the_recap_proves_its_sums(scene: Scene) -> None:
    scene.bought()
    text = text_of(scene.group.papers.build("tranche_recap", scene.tranches[0]))
    assert "Pembuktian jumlah" in text
    assert "Jumlah RAB semua kegiatan" in text
    assert text.count(" sama") == len(scene.group.spj.proofs(scene.tranches[0])) == 6
    assert "berbeda" not in text
    scene.group.receipts.save(replace(scene.receipt("Pasir", 50_000), splits=()))
    wrong = text_of(scene.group.papers.build("tranche_recap", scene.tranches[0]))
    assert wrong.count("berbeda 50.000") == 2


def test_money_paid_back_goes_with_the_spj(scene: Scene) -> None:
    scene.bought()
    group, tranche = scene.group, scene.tranches[0]
    with pytest.raises(RuleViolation, match="money_zero"):
        group.contracts.return_money(scene.contract, tranche, date(YEAR, 4, 10), 0)
    with pytest.raises(RuleViolation, match="tranche_unknown"):
        group.contracts.return_money(scene.contract, scene.contract, date(YEAR, 4, 10), 1)
    left = group.contracts.tranche_state(scene.contract)[0].left
    back = group.contracts.return_money(scene.contract, tranche, date(YEAR, 4, 10), left, "Kas daerah", "STS 12")
    assert isinstance(back.data, MoneyReturned)
    group.attachments.add_photo(back.uid, scene.picture(), "other")
    assert group.contracts.tranche_state(scene.contract)[0].left == 0
    packet = text_of(group.spj.build_packet(tranche, final=False))
    assert "Slip setoran sisa dana (STS)" in packet
    assert "Setor sisa dana tahap 1" in packet
    prepared = group.submissions.prepare("spj", tranche)
    assert back.uid in {record.uid for record in prepared.context}
    group.submissions.submit("spj", tranche)
    scene.to_office()
    assert scene.office.contracts.tranche_state(scene.contract)[0].returned == left


# --- size --------------------------------------------------------------------------------------------------------


def noisy(edge: int, seed: int) -> bytes:
    """A JPEG that does not shrink by itself; another one for each seed."""
    picture = Image.effect_noise((edge, edge * 3 // 4), 60 + seed)
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def edges(*pictures: bytes) -> list[int]:
    found = []
    for data in pictures:
        with Image.open(io.BytesIO(data)) as image:
            found.append(max(image.size))
    return found


def test_photographs_are_made_smaller_before_notas() -> None:
    photos, notas = [noisy(1600, at) for at in range(3)], [noisy(1600, 10 + at) for at in range(3)]
    whole = packet(
        letters=(),
        statements=(),
        leftovers=(),
        tax_proofs=(),
        photos=(PhotoSheet(activity="a", photos=tuple(SheetPhoto(slot="0", data=one) for one in photos)),),
        receipts=tuple(replace(receipt_item(at), pictures=(one,)) for at, one in enumerate(notas)),
    )
    size = sum(map(len, [*photos, *notas]))
    assert fitting(whole, size) is whole
    some = fitting(whole, size * 3 // 4)
    assert edges(*(photo.data for photo in some.photos[0].photos)) == [1100, 1100, 1100]
    assert edges(*(item.pictures[0] for item in some.receipts)) == [1600, 1600, 1600]
    all_of = fitting(whole, size // 4)
    assert max(edges(*(item.pictures[0] for item in all_of.receipts))) <= 1400
    assert sum(len(item.pictures[0]) for item in all_of.receipts) < sum(map(len, notas)) // 2


def test_what_cannot_be_read_or_saves_nothing_stays() -> None:
    assert smaller(b"no picture", 900, 50) == b"no picture"
    tiny = noisy(40, 1)
    assert smaller(tiny, 900, 95) == tiny
