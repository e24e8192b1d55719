"""Every widget of the kit with invented data: `python tools/gallery.py` opens it, `--shots FOLDER` takes pictures.

All names and amounts are made up (data contoh).
"""

import argparse
import datetime
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from desktop.domain.money import line_total
from desktop.settings import resources_dir
from desktop.ui.bars import Bar, BarList, Step, StepStrip
from desktop.ui.cards import Card, EmptyState, StatTile, StepCard, heading
from desktop.ui.commands import Command, PageActions, make_button
from desktop.ui.dialogs import ConfirmDialog, ReasonDialog, ShortcutList
from desktop.ui.forms import (
    CheckField,
    ChoiceField,
    DateField,
    Form,
    MoneyField,
    MultilineField,
    NumberField,
    TextField,
)
from desktop.ui.grid import Grid, GridColumn
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_4, TextSize, ThemeChoice, Tone
from desktop.ui.preview import PdfPreview
from desktop.ui.problem_list import Problem
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.search_box import Hit
from desktop.ui.shots import FULL, SMALL, settle, take
from desktop.ui.status import APPROVED, DONE, DRAFT, LOCKED, READY, REJECTED, RETURNED, SUBMITTED, Status, StatusChip
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.tasks import TaskBar, TaskRunner
from desktop.ui.theme import ThemeKeeper


@dataclass(frozen=True)
class Proposal:
    uid: str
    title: str
    sector: str
    place: str
    day: datetime.date
    amount: int
    status: Status


_TITLES = (
    ("Paving gang 2 sisi timur sampai batas RT 04", "Infrastruktur", 18_400_000, APPROVED),
    ("Saluran air depan pos kamling", "Infrastruktur", 12_750_000, RETURNED),
    ("Posyandu lansia: alat ukur tensi dan timbangan", "Kesehatan", 4_350_000, SUBMITTED),
    ("Pelatihan membuat kue kering untuk ibu-ibu", "Ekonomi", 6_000_000, DRAFT),
    ("Seragam karawitan anak", "Sosial budaya", 3_200_000, READY),
    ("Buku bacaan pojok baca", "Pendidikan", 2_500_000, DONE),
    ("Lapangan voli warga", "Kepemudaan", 9_800_000, REJECTED),
    ("Lampu jalan tenaga surya", "Infrastruktur", 21_600_000, LOCKED),
)


def proposals(count: int = 40) -> list[Proposal]:
    rows = []
    for number in range(count):
        title, sector, amount, status = _TITLES[number % len(_TITLES)]
        place = f"RT 0{number % 6 + 1}/RW 04"
        day = datetime.date(2026, 8, 1) + datetime.timedelta(days=number)
        rows.append(Proposal(str(number), title, sector, place, day, amount, status))
    return rows


def nothing() -> None:
    """A command that does nothing here."""


def command(text: str, icon: str = "", shortcut: str = "", run: Callable[[], object] = nothing) -> Command:
    return Command(text=text, run=run, icon=icon, shortcut=shortcut)


class TablePage(Page):
    def __init__(self) -> None:
        super().__init__("Usulan & Pagu", topic="L06", scrolls=False)
        columns: list[Column[Proposal]] = [
            Column("Judul", lambda row: row.title, stretch=True),
            Column("Bidang", lambda row: row.sector),
            Column("Lokasi", lambda row: row.place, "code"),
            Column("Tanggal", lambda row: row.day, "date"),
            Column("Jumlah RAB", lambda row: row.amount, "money"),
            Column("Status", lambda row: row.status, "status"),
        ]
        self.table = Table("usulan", columns, in_memory(proposals, columns), key=lambda row: row.uid, title="Usulan")
        self.body.addWidget(self.table, 1)

    def page_actions(self) -> PageActions:
        return PageActions(
            primary=command("Tulis usulan", "plus", "Ctrl+N"),
            secondary=(command("Dari rembug", "friends"), command("Cetak proposal", "printer")),
            more=(command("Simpan ke Excel", "table"), command("Periksa kemiripan", "search")),
        )

    def reload(self) -> None:
        self.table.reload()
        self.table.choose("1")

    def focus_filter(self) -> bool:
        return self.table.focus_filter()


class FormPage(Page):
    def __init__(self) -> None:
        super().__init__("Rembug 12 Agustus 2026", topic="L04")
        self.form = Form(width=760)
        must = self.form.section("Wajib diisi")
        kinds = [("rembug", "Rembug RT"), ("rw", "Sinkronisasi RW"), ("training", "Pelatihan")]
        must.add(ChoiceField("kind", "Jenis pertemuan", kinds))
        must.add(
            DateField("date", "Tanggal", year=2026, helper="Contoh: 17/8/26 atau 17 Agustus 2026"),
            TextField("time", "Jam", width=110, placeholder="19.30"),
            NumberField("sessions", "Sesi", least=1, most=60),
        )
        must.add(TextField("place", "Tempat", hint="Nama tempat seperti tertulis di undangan."))
        places = [(str(at), f"RT 0{at}/RW 04 Kaliombo") for at in range(1, 9)]
        must.add(ChoiceField("rt", "RT asal", places, width=300))
        must.add(MoneyField("estimate", "Perkiraan biaya", words=lambda _amount: "satu juta dua ratus ribu rupiah"))
        may = self.form.section("Boleh dikosongkan", folded=False)
        may.add(MultilineField("notes", "Catatan", lines=3))
        may.add(CheckField("signed", "Daftar hadir sudah ditandatangani"))
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        done = make_button(command("Selesai", "check"), kind="primary")
        self.pin(make_button(command("Hapus rembug", "trash"), kind="quiet"), None, done)

    def reload(self) -> None:
        values = {"kind": "rembug", "date": datetime.date(2026, 8, 12), "place": "Balai RW 04", "estimate": 1_200_000}
        self.form.set_values(values)
        self.form.field("time").set_text("jam tujuh")
        self.form.field("time").set_problem("Jam belum terbaca. Contoh: 19.30.")
        self.show_problems([*self.form.problems()[:2], Problem(text="Daftar hadir masih kosong.", blocks=False)])


class GridPage(Page):
    def __init__(self) -> None:
        super().__init__("RAB: Paving gang 2", topic="L07", scrolls=False)
        units = [(unit, unit) for unit in ("sak", "m³", "m²", "batang", "OH", "paket", "unit")]
        columns = [
            GridColumn(name="item", title="Uraian", stretch=True),
            GridColumn(name="volume", title="Volume", kind="quantity"),
            GridColumn(name="unit", title="Satuan", kind="choice", options=units, width=90),
            GridColumn(name="unit_price", title="Harga satuan", kind="money", warn=_above_list),
            GridColumn(name="total", title="Jumlah", kind="computed", compute=_total),
            GridColumn(name="note", title="Catatan", width=130),
        ]
        groups = [("material", "Bahan"), ("labour", "Upah"), ("other", "Lain-lain")]
        self.grid = Grid("RAB", columns, groups=groups, total_of="total")
        lines = [
            ("material", "Semen portland 40 kg", "24", "sak", 95_000),
            ("material", "Pasir pasang", "6.5", "m³", 250_000),
            ("material", "Paving block 6 cm K-300", "120", "m²", 92_500),
            ("labour", "Tukang batu", "12", "OH", 130_000),
            ("labour", "Pekerja", "18", "OH", 105_000),
        ]
        keys = ("group", "item", "volume", "unit", "unit_price")
        self.grid.rows.fill([dict(zip(keys, line, strict=True)) for line in lines])
        self.grid.rows.type_text(4, 3, "1.5")
        self.body.addWidget(self.grid, 1)

    def page_actions(self) -> PageActions:
        return PageActions(primary=command("Selesai", "check"), secondary=(command("Ambil templat", "copy"),))


def _total(row: object) -> int | None:
    volume, price = (row.get("volume"), row.get("unit_price")) if isinstance(row, dict) else (None, None)
    return line_total(volume, price) if isinstance(volume, str) and isinstance(price, int) else None


def _above_list(value: object, _row: object) -> str:
    return "Harga di atas daftar harga Rp72.000." if isinstance(value, int) and value == 95_000 else ""


class HomePage(Page):
    def __init__(self) -> None:
        super().__init__("Beranda", topic="L02")
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_4)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(heading("Langkah berikutnya"))
        cards = (
            (
                "Daftar hadir rembug 12 Agustus belum ditandatangani.",
                "Cetak",
                "signature",
                "Paling lambat besok",
                "attention",
            ),
            ("Usulan “Saluran air” dikembalikan kelurahan.", "Perbaiki", "alert-triangle", "Lewat 2 hari", "problem"),
            ("4 usulan siap diajukan ke kelurahan.", "Ajukan", "send", "Sampai 30 September 2026", "info"),
            ("Cadangan terakhir 9 hari lalu.", "Cadangkan sekarang", "usb", "", "neutral"),
        )
        for sentence, button, icon, due, tone in cards:
            left.addWidget(StepCard(sentence, button, nothing, icon=icon, due=due, tone=Tone(tone)))
        tiles = QHBoxLayout()
        tiles.setSpacing(SPACE_4)
        for tile in (
            StatTile("Usulan", "12", "4 siap diajukan"),
            StatTile("Dana diterima", "Rp24.000.000", "60 % dari pagu"),
            StatTile("SPJ tahap 1", "9 dari 12", "kurang 3 berkas", Tone.ATTENTION),
        ):
            tiles.addWidget(tile)
        left.addLayout(tiles)
        left.addStretch(1)
        caps = Card("Pagu per bidang 2026")
        bars = BarList()
        bars.put(
            [
                Bar(name="Infrastruktur bersama", used=9_600_000, most=40_000_000, least=12_000_000, series=0),
                Bar(name="Kesehatan", used=9_200_000, most=8_000_000, series=1),
                Bar(name="Sosial budaya", used=3_200_000, most=6_000_000, series=2),
                Bar(name="Ekonomi", used=6_000_000, most=10_000_000, series=3),
                Bar(name="Pendidikan", used=2_500_000, most=4_000_000, series=4),
            ]
        )
        caps.body.addWidget(bars)
        stages = Card("Tahapan")
        steps = StepStrip()
        words = ("Rembug", "Usulan", "Pencairan", "Pelaksanaan", "SPJ", "Serah terima")
        states = ("done", "now", "later", "later", "later", "later")
        counts = ("3 selesai", "12 usulan", "", "", "", "")
        steps.put([Step(*step) for step in zip(words, states, counts, strict=True)])
        stages.body.addWidget(steps)
        right.addWidget(caps)
        right.addWidget(stages)
        right.addStretch(1)
        columns.addLayout(left, 2)
        columns.addLayout(right, 1)
        self.body.addLayout(columns)


class MessagesPage(Page):
    def __init__(self, runner: TaskRunner) -> None:
        super().__init__("Pesan, status, keadaan kosong")
        for tone in Tone:
            notice = NoticeFrame()
            text = "Bidang Kesehatan melebihi pagu Rp1.200.000. Usulan tetap tersimpan sebagai draf."
            notice.put(Message(text=text, tone=tone, button="Buka RAB", run=nothing))
            self.body.addWidget(notice)
        chips = QHBoxLayout()
        for status in (DRAFT, READY, SUBMITTED, RETURNED, APPROVED, REJECTED, DONE, LOCKED):
            chips.addWidget(StatusChip(status))
        chips.addStretch(1)
        self.body.addLayout(chips)
        bar = TaskBar(show_after=0)
        task = runner.start("Mengambil foto", lambda report: report(7, 12))
        bar.follow(task)
        bar.show()
        bar.bar.setRange(0, 12)
        bar.bar.setValue(7)
        bar.count.setText("7 dari 12 · sekitar 20 detik lagi")
        self.body.addWidget(bar)
        text = "Belum ada warga. Tempel dari Excel (Ctrl+V) atau ambil dari Excel. Nama saja sudah cukup."
        tabs = QTabWidget()
        tabs.addTab(EmptyState(text, "Ambil dari Excel", nothing, icon="users"), "Warga")
        tabs.addTab(QWidget(), "Belum dipilih")
        self.body.addWidget(tabs, 1)


class PreviewPage(Page):
    def __init__(self, paper: Path | None) -> None:
        super().__init__("Pratinjau", scrolls=False)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.preview = PdfPreview(file_name="contoh.pdf")
        self.body.addWidget(self.preview, 1)
        if paper is not None:
            self.preview.load(paper)


def build(theme: ThemeKeeper, settings: Path, paper: Path | None) -> MainWindow:
    """The window with one place per group of widgets."""
    window = MainWindow(theme, Remembered(settings), search=_search)
    runner = TaskRunner(window)
    window.set_rail(
        [
            RailEntry("home", "Beranda", "home", HomePage),
            RailEntry("table", "Usulan & Pagu", "clipboard-list", TablePage),
            RailEntry("form", "Rembug", "friends", FormPage),
            RailEntry("grid", "RAB", "calculator", GridPage),
            RailEntry("messages", "Pesan & status", "inbox", lambda: MessagesPage(runner)),
            RailEntry("preview", "Kampung & Layanan", "building-community", lambda: PreviewPage(paper)),
        ]
    )
    window.set_desk("RT 03/RW 04", "Kaliombo · Sekretaris", [("Pokmas Melati – Bendahara", nothing)], nothing)
    window.set_crumbs("Tahun 2026", "RT 03/RW 04")
    window.set_badge("messages", 3, "belum dibuka")
    window.set_practice(True)
    window.status.set_saved("10.42")
    window.status.set_sent("12 Agustus 2026")
    window.status.set_backup("kemarin")
    window.go("home")
    return window


def _search(text: str) -> list[Hit]:
    rows = [row for row in proposals(8) if text.casefold() in row.title.casefold()]
    hits = [Hit("Usulan", row.title, row.place, nothing) for row in rows]
    return [*hits, Hit("Perintah", "Cetak proposal", "Ctrl+P", nothing)] if rows else []


def shoot(window: MainWindow, theme: ThemeKeeper, folder: Path) -> None:
    """Every place at both sizes, light and dark, and the largest text at the small size."""
    looks = (
        ("full-light", ThemeChoice.LIGHT, TextSize.NORMAL, FULL),
        ("small-dark", ThemeChoice.DARK, TextSize.NORMAL, SMALL),
        ("small-largest", ThemeChoice.LIGHT, TextSize.LARGEST, SMALL),
        ("full-contrast", ThemeChoice.CONTRAST, TextSize.LARGE, FULL),
    )
    for key in ("home", "table", "form", "grid", "messages", "preview"):
        window.go(key)
        for name, choice, size, room in looks:
            take(window, folder / f"{key}-{name}.png", theme=theme, choice=choice, size=size, room=room)
    theme.set_both(ThemeChoice.LIGHT, TextSize.NORMAL)
    window.resize(FULL)
    window.go("table")
    if window.search_box is not None:
        window.search_box.setFocus()
        window.search_box.setText("pa")
        window.search_box.textEdited.emit("pa")
        settle(300)
        window.grab().save(str(folder / "search.png"))
    rows = [("Tulis usulan", "Ctrl+N"), ("Simpan", "Ctrl+S"), ("Cari semua", "Ctrl+K"), ("Saring tabel", "Ctrl+F")]
    dialogs = {
        "confirm": ConfirmDialog(
            "Hapus rembug 12 Agustus 2026?",
            "Hapus rembug",
            detail="Rembug dipindahkan ke Tempat Sampah dan dapat diurungkan selama 30 hari.",
            tone=Tone.PROBLEM,
            parent=window,
        ),
        "reason": ReasonDialog("Mengapa jumlah ini berbeda dari nota?", "Simpan alasan", parent=window),
        "shortcuts": ShortcutList(rows * 5, window),
    }
    for name, dialog in dialogs.items():
        dialog.show()
        settle()
        dialog.grab().save(str(folder / f"dialog-{name}.png"))
        dialog.close()


def main() -> int:
    reader = argparse.ArgumentParser(description="Every widget of the kit, with invented data.")
    reader.add_argument("--shots", type=Path, help="take pictures into this folder and end")
    reader.add_argument("--paper", type=Path, help="a PDF for the preview")
    given = reader.parse_args()
    if given.shots is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    theme = ThemeKeeper(app, resources_dir())
    settings = (given.shots or Path.cwd() / "build") / "gallery.ini"
    window = build(theme, settings, given.paper)
    if given.shots is not None:
        shoot(window, theme, given.shots)
        return 0
    window.show()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
