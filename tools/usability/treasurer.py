"""T8 to T11: what a Pokmas's treasurer does, from a bill to the SPJ, and after the power has gone."""

import io
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.domain.records import Photo, Receipt, TeamReport
from desktop.domain.reporting import quarter_rows
from desktop.services.demo.agreeing import fill_in
from desktop.services.demo.pictures import nota_photo, phone_photo
from desktop.services.demo.story import YEAR
from desktop.services.ledgers import Ledgers
from desktop.services.workplace import open_workplace
from desktop.ui.activities.activity_page import ActivityPage
from desktop.ui.activities.page import ActivitiesPage
from desktop.ui.receipts.page import ReceiptsPage
from desktop.ui.receipts.typed import room
from desktop.ui.spj.page import SpjPage
from desktop.ui.status import MISSING, READY
from tools.usability.hand import CTRL, Hand, front
from tools.usability.stage import PAID_OUT, SPENT, Stage

ALT = Qt.KeyboardModifier.AltModifier
POKMAS = "pokmas-02"

# --- T8 --------------------------------------------------------------------------------------------------------------

BILL = "1.jpg"
PRICE, LEFT, TAX = 2_800_000, 5_600_000, 84_000
"""One camera of three: its price, what is left of the item, PPh 22 of it (3 %: no NPWP); whole rupiah."""


def one_bill(stage: Stage, hand: Hand) -> list[str]:
    """The bill's photo lies where the file dialog begins."""
    stage.lay_played(POKMAS, SPENT)
    (stage.files / BILL).write_bytes(nota_photo("CV Kamera Contoh", "88", date(2022, 4, 16), [("CCTV", PRICE)]))
    stage.start()
    window = stage.window
    before = {one.uid for one in stage.work.records.find("d.receipt", order="id", limit=1000)}
    hand.begin()
    page = _to_the_receipts(stage, hand)
    hand.step("Tanggal, item, toko, nomor nota, jumlah: dari kiri ke kanan")
    for cell in ("16/4/22", "cc", "cv a", "88", "", "2,8jt"):
        hand.type(cell)
        hand.press(Qt.Key.Key_Return)
    hand.step("Spasi: foto nota; Enter menyimpan")
    with hand.answering(lambda: hand.point_at_file(BILL)):
        hand.press(Qt.Key.Key_Space)
    hand.press(Qt.Key.Key_Return)
    made = [one for one in stage.work.records.find("d.receipt", order="id", limit=1000) if one.uid not in before]
    if len(made) != 1:
        return [f"{len(made)} kuitansi terjadi"]
    hand.step("Ctrl+J: saran pajak, Spasi menerimanya")
    hand.press(Qt.Key.Key_J, CTRL)
    hand.press(Qt.Key.Key_Space)
    hand.wait_until(lambda: not window.tasks.running, "the photo kept")
    return _right(stage, page, made[0].uid)


def _to_the_receipts(stage: Stage, hand: Hand) -> ReceiptsPage:
    """From the home page to the empty row, by keys."""
    hand.step("Alt+4: Kuitansi")
    hand.press(Qt.Key.Key_4, ALT)
    hand.wait_until(lambda: isinstance(stage.window.page, ReceiptsPage), "the receipts")
    page = stage.window.page
    if not isinstance(page, ReceiptsPage):
        raise TypeError("no receipts")
    hand.wait_until(page.entry.date.hasFocus, "the empty row")
    return page


def _right(stage: Stage, page: ReceiptsPage, uid: str) -> list[str]:
    record = stage.work.records.get(uid)
    if record is None or not isinstance(record.data, Receipt):
        return ["kuitansinya tidak ada"]
    data = record.data
    wrong = [] if (data.date, data.note, data.amount) == (date(2022, 4, 16), "88", PRICE) else [f"tercatat {data}"]
    taxes = [(one.kind, one.amount) for one in data.taxes]
    wrong += [] if taxes == [("pph22", TAX)] else [f"pajaknya {taxes}"]
    left = room(page.sight.ledger, data.splits[0])
    wrong += [] if left == LEFT else [f"sisa item {left}"]
    photos = [one.data for one in stage.work.records.find("d.photo", order="id", limit=1000)]
    return wrong + ([] if any(isinstance(one, Photo) and one.of == uid for one in photos) else ["fotonya tidak ada"])


# --- T9 --------------------------------------------------------------------------------------------------------------

DAYS = {"0": date(2022, 3, 10), "50": date(2022, 3, 28), "100": date(2022, 4, 15)}


def _as_sent_on(raw: bytes, edge: int = 500, quality: int = 80) -> bytes:
    """As a messenger sends a photo: small, without the camera's day."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(raw)) as image:
        image.thumbnail((edge, edge))
        image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def twelve_photos(stage: Stage, hand: Hand) -> list[str]:
    """Four photos a day, named as WhatsApp does; one of them twice."""
    stage.lay_played(POKMAS, PAID_OUT)
    files = [stage.files / f"IMG-{day:%Y%m%d}-WA{at:04d}.jpg" for day in DAYS.values() for at in range(4)]
    for file in files:
        file.write_bytes(_as_sent_on(phone_photo(file.name, date(2022, 1, 1))))
    files[3].write_bytes(files[2].read_bytes())
    stage.start()
    window = stage.window
    before = len(stage.work.records.find("d.photo", order="id", limit=1000))
    hand.begin()
    hand.step("Kegiatan & Foto, Enter: kegiatan yang pertama")
    hand.press_button("Kegiatan & Foto")
    hand.wait_until(lambda: isinstance(window.page, ActivitiesPage), "the activities")
    hand.press(Qt.Key.Key_Return)
    hand.wait_until(lambda: isinstance(window.page, ActivityPage), "the activity")
    hand.step("Foto, Tempatkan banyak foto…")
    hand.choose_tab("Foto")
    with hand.answering(lambda: _all_of_them(hand)):
        hand.press_button("Tempatkan banyak foto…")
    said: list[str] = []

    def agree() -> None:
        dialog = front()
        said.extend(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
        hand.press_button_beginning("Tempatkan ")

    hand.step("Tempatkan")
    with hand.answering(agree):
        hand.wait_until(lambda: said, "where they go")
    photos = stage.work.records

    def placed() -> list[Photo]:
        found = [one.data for one in photos.find("d.photo", order="id", limit=1000)][before:]
        return [one for one in found if isinstance(one, Photo)]

    hand.wait_until(lambda: len(placed()) == 11 and not window.tasks.running, "eleven photos kept")
    by_slot = {slot: {one.taken for one in placed() if one.slot == slot} for slot in DAYS}
    wrong = [] if by_slot == {slot: {day} for slot, day in DAYS.items()} else [f"tanggalnya {by_slot}"]
    return wrong + ([] if any("ganda" in one for one in said) else ["yang ganda tidak disebut"])


def _all_of_them(hand: Hand) -> None:
    """In the file dialog: into the list, everything in it, open."""
    hand.click(hand.files_shown().viewport())
    hand.press(Qt.Key.Key_A, CTRL)
    hand.press(Qt.Key.Key_Return)


# --- T10 -------------------------------------------------------------------------------------------------------------

F4 = (609.4, 935.4)
"""215 x 330 mm in points of 1/72 inch."""


def spj_of_the_first_tranche(stage: Stage, hand: Hand) -> list[str]:
    """Everything is there but the photo of one bill, which lies where the file dialog begins."""
    folder = stage.lay_played(POKMAS, SPENT)
    with open_workplace(folder) as place:
        (contract,) = place.contracts.all()
        receipts = place.records.find("d.receipt", order="id", limit=1000)
        bare = receipts[1].uid
        gone = [
            one.uid
            for one in place.records.find("d.photo", order="id", limit=1000)
            if isinstance(one.data, Photo) and one.data.of == bare
        ]
        place.records.remove(gone)
        fill_in(place, "spending_statement", contract.uid, texts={"date": "2022-04-18"})
        rows = quarter_rows(Ledgers(place.desk).read(), YEAR, 2, contract.uid)
        for form in ("U", "V"):
            report = TeamReport(form=form, rows=rows, quarter=2, date=date(2022, 7, 4), contract=contract.uid)
            place.records.save("d.team_report", report)
    (stage.files / BILL).write_bytes(nota_photo("TB Makmur Contoh", "0217", date(2022, 3, 22), [("Semen", 1_200_000)]))
    stage.start()
    window = stage.window
    hand.begin()
    hand.step("Berkas SPJ: yang kurang")
    hand.press_button("Berkas SPJ")
    hand.wait_until(lambda: isinstance(window.page, SpjPage) and not window.tasks.running, "the SPJ")
    page = window.page
    if not isinstance(page, SpjPage):
        return ["Berkas SPJ tidak terbuka"]
    hand.wait_until(lambda: page.seen is not None, "its checklist")
    wrong = [] if page.checklist.row("receipt_photos").chip.status is MISSING else ["foto nota tidak disebut kurang"]
    hand.step("F9: yang kurang, Enter: ke tempatnya; Pilih foto…")
    hand.press(Qt.Key.Key_F9)
    hand.press(Qt.Key.Key_Return)
    hand.wait_until(lambda: isinstance(window.page, ReceiptsPage), "the receipt")
    with hand.answering(lambda: hand.name_file(BILL)):
        hand.press_button("Pilih foto…")
    hand.wait_until(lambda: not window.tasks.running, "the photo kept")
    hand.step("Berkas SPJ, Buat PDF")
    hand.press_button("Berkas SPJ")
    hand.wait_until(lambda: window.page is page and page.chip.status is READY, "everything complete")
    before = set(folder.rglob("*.pdf"))
    hand.press_button("Buat PDF")
    hand.wait_until(lambda: page.seen is not None and page.seen.printed and not window.tasks.running, "the packet")
    made = [one for one in folder.rglob("*.pdf") if one not in before]
    lines = [
        one.title for one in stage.work.spj.checklist(receipts_tranche(receipts[0].data)) if one.state == "missing"
    ]
    return wrong + [f"masih kurang: {one}" for one in lines] + _packet_wrong(made)


def receipts_tranche(data: object) -> str:
    """The tranche a receipt belongs to."""
    return data.tranche if isinstance(data, Receipt) else ""


def _packet_wrong(made: list[Path]) -> list[str]:
    """One PDF of F4 pages, each saying which it is of how many."""
    if len(made) != 1:
        return [f"{len(made)} PDF terjadi"]
    pages = PdfReader(made[0]).pages
    sizes = {tuple(sorted(round(float(edge), 1) for edge in page.mediabox[2:])) for page in pages}  # upright or not
    wrong = [] if sizes == {F4} else [f"ukuran halaman {sizes}"]
    texts = ["".join(page.extract_text().split()) for page in pages]
    numbered = [at for at, text in enumerate(texts, 1) if f"Halaman{at}dari{len(pages)}" in text]
    return wrong + ([] if len(numbered) == len(pages) else [f"{len(numbered)} dari {len(pages)} halaman bernomor"])


# --- T11 -------------------------------------------------------------------------------------------------------------

AT_MOST_LOST = 6
"""Letters: three seconds of a slow typist."""


def power_cut(stage: Stage, hand: Hand) -> list[str]:
    """The program is ended as by the power while a shop's name is being typed; here is what the next start shows."""
    stage.lay_played(POKMAS, SPENT)
    own = {**os.environ, "REMBUG_DATA": str(stage.data), "REMBUG_CONFIG": str(stage.home / "config")}
    call = [sys.executable, "-m", "tools.usability.cut"]
    ended = subprocess.run(call, env=own, capture_output=True, text=True, check=False)
    if ended.returncode != -signal.SIGKILL:
        return [f"tidak terputus: {ended.stdout[-200:]} {ended.stderr[-400:]}"]
    typed = ended.stdout.splitlines()[-1]
    hand.begin()
    hand.step("Membuka Rembug lagi, membaca yang diberitahukan, Lanjutkan")
    stage.start()
    said = stage.window.strip.text
    hand.press_button("Lanjutkan")
    hand.wait_until(lambda: isinstance(stage.window.page, ReceiptsPage), "the receipts")
    page = stage.window.page
    if not isinstance(page, ReceiptsPage):
        return ["kuitansi tidak terbuka"]
    back = page.entry.payee.text()
    wrong = [] if "belum selesai" in said and "kuitansi" in said.casefold() else [f"yang pulih tidak disebut: {said}"]
    wrong += [] if typed.startswith(back) and len(typed) - len(back) <= AT_MOST_LOST else [f"kembali “{back}”"]
    wrong += [] if page.entry.mode.text().startswith("Dipulihkan") else ["barisnya tidak mengatakan dipulihkan"]
    return wrong + ([] if page.entry.item.text().startswith("CCTV") else [f"itemnya {page.entry.item.text()}"])
