"""The packet of a real tranche, from its records on disk: 40 receipts, each with its nota, and 60 photographs of the
work, all of 12 megapixels as phones take them. At most 15 seconds and 25 MB.

`python -m benchmarks.treasurer_packet` prints seconds, megabytes and pages; `run()` gives the two rows for the table,
where the limit stands as the floor.
"""

import io
import os
import random
import tempfile
import time
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from PIL import Image

from benchmarks.measure import Row
from desktop.domain.areas import parse_area
from desktop.domain.records import Contract, CostLine, PackageItem, Rab, Receipt, SourceItem, Split
from desktop.services.desk import create_desk, new_uid
from desktop.services.workplace import Workplace

RECEIPTS, PHOTOS = 40, 60
SECONDS, MEGABYTES = 15.0, 25.0
YEAR = 2022
POKMAS = "35.71.02.1013/P/02"
_ACTIVITIES = 5


@cache
def _grain(size: tuple[int, int]) -> Image.Image:
    """Texture and the noise of a small sensor: the same in all pictures, drawn once."""
    texture = Image.effect_noise((size[0] // 8, size[1] // 8), 40).resize(size, Image.Resampling.BICUBIC)
    return Image.blend(texture, Image.effect_noise(size, 30), 0.3).convert("RGB")


def phone_picture(seed: int, size: tuple[int, int] = (4000, 3000)) -> bytes:
    """A JPEG of 12 megapixels with the detail of a photograph: large shapes, texture, noise. Another for each seed."""
    dice = random.Random(seed)
    shapes = Image.merge("RGB", [Image.effect_noise((16, 12), dice.randint(60, 110)) for _ in range(3)])
    picture = Image.blend(shapes.resize(size, Image.Resampling.BILINEAR), _grain(size), 0.3)
    exif = Image.Exif()
    exif[0x0112] = dice.choice((1, 6))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()


def furnish(folder: Path) -> tuple[Workplace, str]:
    """A Pokmas's desk with everything such a packet needs, every picture another; returns the desk and its tranche."""
    work = Workplace(create_desk(folder / "pokmas", parse_area(POKMAS), YEAR, "Bendahara (contoh)"))
    lines = {at: CostLine(uid=new_uid(), description=f"Bahan {at}", unit="paket", volume="1", unit_price=10_000_000)
             for at in range(_ACTIVITIES)}  # fmt: skip
    items = tuple(
        PackageItem(uid=new_uid(), title=f"Kegiatan contoh {at + 1}", sector="infrastructure", home="RT 03/RW 04",
                    volume="1", unit="paket", amount=10_000_000, lines=(lines[at],),
                    source=SourceItem("35.71.02.1013/04/03", new_uid(), "0" * 64))
        for at in range(_ACTIVITIES)
    )  # fmt: skip
    package = work.packages.type_from_paper("Paket (contoh)", items, on=date(YEAR, 1, 10)).uid
    rabs = [record.uid for record in work.packages.start_rabs(package) if isinstance(record.data, Rab)]
    tranches = work.contracts.plan(50_000_000, (100,))
    contract = work.contracts.type_from_paper(
        Contract(package=package, number="1/KS/2022", date=date(YEAR, 2, 1), value=50_000_000, tranches=tranches)
    )
    tranche = tranches[0].uid
    work.contracts.record_money(contract.uid, tranche, date(YEAR, 3, 1), 50_000_000)
    count = 0

    def picture() -> Path:
        nonlocal count
        count += 1
        path = folder / f"IMG-{count:04d}.jpg"
        path.write_bytes(phone_picture(count))
        return path

    for at in range(RECEIPTS):
        rab, line = rabs[at % _ACTIVITIES], lines[at % _ACTIVITIES].uid
        receipt = Receipt(
            tranche=tranche,
            date=date(YEAR, 3, 2) + timedelta(days=at),
            payee=f"Toko Contoh {at}",
            note=f"N-{at}",
            description="Belanja bahan contoh",
            amount=1_000_000,
            splits=(Split(rab=rab, line=line, amount=1_000_000),),
        )
        work.attachments.add_photo(work.receipts.save(receipt).uid, picture(), "receipt")
    for at in range(PHOTOS):
        work.attachments.add_photo(rabs[at % _ACTIVITIES], picture(), ("0", "50", "100")[at // _ACTIVITIES % 3])
    return work, tranche


def measured() -> tuple[float, float, int]:
    """Seconds, megabytes and pages of the packet; the desk is furnished before the clock runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["REMBUG_CONFIG"] = str(folder / "config")
        work, tranche = furnish(folder)
        with work:
            work.spj.build_packet(tranche, final=False)
            begun = time.perf_counter()
            printed = work.spj.build_packet(tranche, final=False)
            return time.perf_counter() - begun, printed.path.stat().st_size / 1e6, printed.pages


def run() -> list[Row]:
    """Time and size, each beside its limit."""
    seconds, megabytes, pages = measured()
    what = f"SPJ packet of a desk, {RECEIPTS} notas and {PHOTOS} photos of 12 MP, {pages} pages"
    return [
        Row(what, seconds, "the limit", SECONDS, 1.0),
        Row("its size", megabytes, "the limit", MEGABYTES, 1.0, "MB"),
    ]


if __name__ == "__main__":
    for row in run():
        print(f"{row.what}: {row.ours:.2f} {row.unit} (limit {row.floor:g})")
