"""The computer a task is played on: a home folder of its own, the program, and what lies on the desk beforehand."""

import os
import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.domain.areas import rt_area
from desktop.services import usb
from desktop.services.demo import play_year
from desktop.services.demo.story import OFFICE, YEAR
from desktop.services.desk import create_desk
from desktop.services.practice import open_practice
from desktop.services.workplace import Workplace, open_workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import TextSize
from desktop.ui.shots import FULL
from tools.usability.hand import WAIT, NotThereError

HANDED_IN, PAID_OUT, SPENT = "handed-in", "paid-out", "spent"
_MOMENTS: Final = {
    "RT 03/RW 04: cetak, tanda tangan, pindai, ajukan": (HANDED_IN, ("rt-04-03", "kelurahan")),
    "Pokmas 02: surat permohonan pencairan tahap 1; kelurahan mencairkan": (PAID_OUT, ("pokmas-02",)),
    "kuitansi tahap 1 berfoto": (SPENT, ("pokmas-02",)),
}
"""Where in the practice year some desks are kept as they are then: before an RT's usulan are carried, before the first
work, before the SPJ of the first tranche. By words of the step that has just been played."""


def play_moments(folder: Path) -> None:
    """Play the practice year in an empty or missing folder, and keep the moments under `moments` there."""

    def keep(said: str) -> None:
        for words, (moment, desks) in _MOMENTS.items():
            for name in desks if words in said else ():
                shutil.copytree(folder / name, folder / "moments" / moment / name)

    play_year(folder, keep)


class Stage:
    """`home`: the folder of everything here; `files`: where the user's own files lie (the file dialogs begin there).
    `year`: the practice year of several desks, played there when first wanted."""

    def __init__(self, application: QApplication, home: Path, year: Path) -> None:
        self.home, self.data, self.files = home, home / "data", home / "Dokumen"
        self.files.mkdir(parents=True)
        os.environ["REMBUG_DATA"], os.environ["REMBUG_CONFIG"] = str(self.data), str(home / "config")
        self._application, self._year = application, year
        self._program: Program | None = None
        self._drives = usb.MOUNTS, usb.BLOCKS

    # --- what lies there before --------------------------------------------------------------------------------------

    def lay_practice(self) -> AbstractContextManager[Workplace]:
        """Data Contoh, to be changed before a task begins."""
        return open_workplace(open_practice())

    def lay_desk(self) -> AbstractContextManager[Workplace]:
        """The desk of RT 03/RW 04 Kaliombo, new and empty."""
        folder = self.data / "rt-03-04"
        return Workplace(create_desk(folder, rt_area(OFFICE, "04", "03"), YEAR, "Data contoh", practice=True))

    def lay_played(self, name: str, moment: str = "", *, elsewhere: bool = False) -> Path:
        """A desk of the practice year ("pokmas-02") as it is at its end, or at one of the moments; its folder.
        `elsewhere`: at a computer of its own, not on this one."""
        if not self._year.exists():
            play_moments(self._year)
        kept = self._year / "moments" / moment if moment else self._year
        target = (self.home / "elsewhere" if elsewhere else self.data) / name
        shutil.copytree(kept / name, target)
        for mark in (target / "keys").glob("*.json"):  # moved, not copied: it stays the device it was
            mark.write_bytes(msgspec.json.encode(msgspec.json.decode(mark.read_bytes()) | {"folder": str(target)}))
        return target

    def plug_in(self, name: str) -> Path:
        """A USB stick of that name, told by the system's list of drives; its folder."""
        folder = self.home / "media" / name
        folder.mkdir(parents=True)
        told, blocks = self.home / "mounts", self.home / "block"
        place = str(folder).replace(" ", "\\040")
        told.write_text(f"/dev/sdz1 {place} vfat rw 0 0\n", "utf-8")
        (blocks / "sdz1").mkdir(parents=True)
        (blocks / "sdz1" / "removable").write_text("1\n", "ascii")
        usb.MOUNTS, usb.BLOCKS = told, blocks
        return folder

    # --- the program -------------------------------------------------------------------------------------------------

    def start(self, *, size: QSize = FULL, text: TextSize = TextSize.NORMAL) -> None:
        """Start the program; it is ready when its first page is shown."""
        program = self._program = Program(self._application)
        program.window.setProperty("last_folder", str(self.files))
        program.show()
        for _ in range(WAIT // 20):
            if program.finder is not None and program.window.page is not None:
                break
            QTest.qWait(20)
        else:
            raise NotThereError("the program did not start")
        program.window.setWindowState(Qt.WindowState.WindowNoState)  # at first it fills a small screen
        program.window.resize(size)
        program.window.set_text_size(text)
        program.window.activateWindow()
        QTest.qWaitForWindowActive(program.window)
        QTest.qWait(200)  # the rail unfolds for the new width

    @property
    def program(self) -> Program:
        """The program, started."""
        if self._program is None:
            raise NotThereError("the program is not started")
        return self._program

    @property
    def window(self) -> MainWindow:
        """Its window."""
        return self.program.window

    @property
    def work(self) -> Workplace:
        """The desk that is open."""
        keeper = self.program.keeper
        if keeper is None or keeper.workplace is None:
            raise NotThereError("no desk is open")
        return keeper.workplace

    def close(self) -> None:
        """Close the window and give everything back."""
        usb.MOUNTS, usb.BLOCKS = self._drives
        if self._program is not None:
            self._program.window.may_close = None  # a task given up half way asks nothing more
            self._program.window.close()
            self._program.window.deleteLater()
            self._program.deleteLater()
            self._program = None
            self._application.processEvents()
