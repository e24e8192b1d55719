"""How a task went, and the page that tells of all of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tools.usability.hand import Hand

if TYPE_CHECKING:
    from tools.usability.tasks import Task

_ABOUT = """# Dua belas tugas seorang pengguna baru

Halaman ini ditulis oleh `python -m tools.usability`; angkanya seperti terukur saat itu. Setiap tugas dimainkan pada
aplikasi yang sebenarnya dengan klik dan tombol sungguhan lewat sistem jendela: yang tertutup, mati, atau di luar layar
tidak dapat diklik. Nama berkas diketik di dialog berkas. Satu tombol bersama Ctrl atau Alt dihitung satu.

**Aplikasi** adalah waktu aplikasi menjawab, karena tangan di sini tidak memerlukan waktu. **Orang** adalah waktu itu
ditambah tangan seorang pengetik lambat, dihitung, bukan diukur pada orang. Lulus berarti hasilnya benar dan semua batas
terpenuhi. Belum diuji dengan orang; nilai kemudahan (1–5) menunggu uji itu.
"""


class Outcome(Struct, frozen=True, kw_only=True):
    """Clicks, keys, the program's seconds and a slow typist's, and what was wrong with the result."""

    task: "Task"
    clicks: int
    keys: int
    seconds: float
    person: float
    steps: tuple[str, ...]
    wrong: tuple[str, ...]

    @classmethod
    def of(cls, task: "Task", hand: Hand, wrong: Sequence[str]) -> "Outcome":
        """What the hand counted."""
        return cls(
            task=task,
            clicks=hand.clicks,
            keys=hand.keys,
            seconds=hand.seconds,
            person=hand.person,
            steps=hand.told,
            wrong=tuple(wrong),
        )

    @property
    def over(self) -> list[str]:
        """The limits that were not kept, in words."""
        limits = self.task.limits
        found = [f"{round(self.person)} detik"] if self.person > limits.seconds else []
        found += [f"{self.clicks} klik"] if limits.clicks is not None and self.clicks > limits.clicks else []
        return found + ([f"{self.keys} tombol"] if limits.keys is not None and self.keys > limits.keys else [])

    @property
    def passed(self) -> bool:
        """Right, and within all limits."""
        return not self.wrong and not self.over

    def line(self) -> str:
        """For the terminal."""
        state = "lulus" if self.passed else "TIDAK: " + "; ".join((*self.wrong, *self.over))
        return (
            f"{self.task.key:9} {self.clicks:3} klik {self.keys:4} tombol {self.seconds:6.1f} s aplikasi "
            f"{self.person:6.1f} s orang  {state}"
        )


def report(outcomes: Sequence[Outcome], where: str) -> str:
    """The page."""
    rows = [
        "| Tugas | Klik | Batas | Tombol | Batas | Aplikasi | Orang | Batas | Hasil |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for one in outcomes:
        limits = one.task.limits
        result = "lulus" if one.passed else "tidak: " + "; ".join((*one.wrong, *one.over))
        rows.append(
            f"| {one.task.key} | {one.clicks} | {_limit(limits.clicks)} | {one.keys} | {_limit(limits.keys)} | "
            f"{_seconds(one.seconds)} | {_seconds(one.person)} | {limits.seconds} s | {result} |"
        )
    parts = [_ABOUT, where, "", *rows, ""]
    for one in outcomes:
        steps = "".join(f"{number}. {step}\n" for number, step in enumerate(one.steps, 1))
        parts += [f"## {one.task.key}: {one.task.title}", "", f"Benar bila {one.task.right_when}.", "", steps]
    return "\n".join(parts).rstrip() + "\n"


def _limit(value: int | None) -> str:
    return "–" if value is None else str(value)


def _seconds(value: float) -> str:
    return f"{value:.1f} s".replace(".", ",")
