"""60 pictures of 12 megapixels taken in (read, turned, shrunk, compared, kept with their originals), beside Qt's
QImageReader that decodes each to the same size and does nothing else."""

import os
import random
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageDraw
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader

from benchmarks import peers
from benchmarks.fresh import medians
from benchmarks.measure import Row
from desktop.domain.areas import pokmas_area
from desktop.services.attachments import Wanted
from desktop.services.desk import create_desk, new_uid
from desktop.services.pictures import PICTURE_EDGE
from desktop.services.workplace import Workplace

PICTURES = 60
_SIZE = (4000, 3000)
_RUNS = 1
_OFFICE = "35.71.02.1013"
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


def _pictures() -> list[Path]:
    """As many different photographs as a phone makes, about 4 MB each."""
    folder = Path(tempfile.mkdtemp(prefix="rembug-bench-"))
    dice = random.Random(12)
    grain = Image.effect_noise(_SIZE, 24)
    files = []
    for number in range(PICTURES):
        image = Image.merge("RGB", (grain, grain, grain))
        draw = ImageDraw.Draw(image)
        for _ in range(30):
            left, top = dice.randint(0, 3600), dice.randint(0, 2600)
            shade = (dice.randint(0, 255), dice.randint(0, 255), dice.randint(0, 255))
            draw.rectangle((left, top, left + dice.randint(100, 900), top + dice.randint(100, 700)), fill=shade)
        file = folder / f"IMG-20220317-WA{number:04d}.jpg"
        image.save(file, "JPEG", quality=88)
        files.append(file)
    return files


def ours() -> peers.Work:
    """Everything that happens when they are dropped on an activity; a fresh desk each time, made beforehand."""
    files = _pictures()
    folder = Path(tempfile.mkdtemp(prefix="rembug-bench-"))
    area = pokmas_area(_OFFICE, "02")
    desks = [create_desk(folder / f"{at}", area, 2022, "Contoh", practice=True) for at in range(_RUNS + 1)]

    def work() -> object:
        with Workplace(desks.pop()) as place:
            return place.attachments.keep_photos(new_uid(), [Wanted(file, "0") for file in files])

    return work


def qt() -> peers.Work:
    """The floor: each picture decoded to its size for sending."""
    files = _pictures()

    def work() -> object:
        read = 0
        for file in files:
            reader = QImageReader(str(file))
            reader.setAutoTransform(True)
            reader.setScaledSize(reader.size().scaled(QSize(PICTURE_EDGE, PICTURE_EDGE), _KEEP))
            read += reader.read().width() > 0
        return read

    return work


def run(rounds: int = 3) -> list[Row]:
    """Medians of fresh, warm processes that take turns."""
    names = [f"benchmarks.photo_intake:{name}" for name in ("ours", "qt")]
    times = medians(names, rounds, runs=_RUNS)
    what = f"{PICTURES} photos of 12 MP taken in"
    return [Row(what, times[names[0]], "QImageReader's scaled decode alone", times[names[1]], 1.3)]
