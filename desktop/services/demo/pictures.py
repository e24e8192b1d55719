"""Pictures for the practice year, drawn here: photos as a phone writes them, and signed papers as a phone sees them."""

import io
import random
import textwrap
from datetime import date

import pypdfium2
from PIL import Image, ImageDraw

from desktop.sync.media import PDFIUM

_ORIENTATION, _MAKE, _EXIF_IFD, _TAKEN = 0x0112, 0x010F, 0x8769, 0x9003
_TURNED = 6  # the camera was held upright: the file lies on its side


def phone_photo(seed: str, taken: date, done: int = 0, label: str = "") -> bytes:
    """A JPEG of a lane with `done` percent of its paving, on its side as a phone writes it, its day in EXIF."""
    dice = random.Random(seed)  # noqa: S311 - a picture, no secret
    image = Image.new("RGB", (1512, 2016), (188, 214, 233))
    draw = ImageDraw.Draw(image)
    for _ in range(5):
        left, top = dice.randint(0, 1300), dice.randint(300, 700)
        draw.rectangle((left, top, left + dice.randint(200, 420), 1000), fill=_shade(dice, 150, 220))
    draw.rectangle((0, 980, 1512, 2016), fill=(126, 104, 78))
    draw.polygon(((560, 990), (950, 990), (1400, 2016), (110, 2016)), fill=(152, 132, 108))
    far = 2016 - (2016 - 990) * done // 100
    for row in range(far, 2016, 54):
        share = (row - 990) / (2016 - 990)
        edge, width = 560 - 450 * share, 390 + 900 * share
        for stone in range(9):
            start = edge + width * stone / 9
            draw.rectangle((start, row, start + width / 9 - 4, row + 48), fill=_shade(dice, 128, 176, grey=True))
    draw.rectangle((0, 1900, 1512, 2016), fill=(20, 40, 34))
    draw.text((30, 1920), f"DATA CONTOH  {label}  {done}%", fill=(255, 255, 255), font_size=56)
    for _ in range(600):
        x, y = dice.randint(0, 1511), dice.randint(0, 2015)
        draw.point((x, y), fill=_shade(dice, 60, 240))
    exif = Image.Exif()
    exif[_ORIENTATION] = _TURNED
    exif[_MAKE] = "Contoh"
    exif.get_ifd(_EXIF_IFD)[_TAKEN] = taken.strftime("%Y:%m:%d 09:30:00")
    out = io.BytesIO()
    image.rotate(90, expand=True).save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def _shade(dice: random.Random, low: int, high: int, *, grey: bool = False) -> tuple[int, int, int]:
    first = dice.randint(low, high)
    return (first, first, first) if grey else (first, dice.randint(low, high), dice.randint(low, high))


def signed_pages(pdf: bytes, seed: str) -> list[bytes]:
    """The pages of a printed paper, signed in blue ink and photographed a little askew; one JPEG each."""
    dice = random.Random(seed)  # noqa: S311 - a picture, no secret
    pages: list[bytes] = []
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        images = [document[number].render(scale=110 / 72).to_pil().convert("RGB") for number in range(len(document))]
        document.close()
    for number, image in enumerate(images):
        draw = ImageDraw.Draw(image)
        for _ in range(2 if number + 1 < len(images) else 4):
            _sign(draw, dice, image.width, image.height)
        turned = image.rotate(
            dice.uniform(-0.8, 0.8), fillcolor=(206, 200, 190), expand=True, resample=Image.Resampling.BILINEAR
        )
        out = io.BytesIO()
        turned.save(out, "JPEG", quality=70)
        pages.append(out.getvalue())
    return pages


def _sign(draw: ImageDraw.ImageDraw, dice: random.Random, width: int, height: int) -> None:
    x, y = dice.randint(width // 8, width * 3 // 4), dice.randint(height // 2, height * 3 // 4)
    points = [(x, y)]
    for _ in range(14):
        x, y = x + dice.randint(4, 16), y + dice.randint(-18, 18)
        points.append((x, y))
    draw.line(points, fill=(24, 48, 150), width=3, joint="curve")


def nota_photo(shop: str, number: str, day: date, rows: list[tuple[str, int]], stamp: str = "LUNAS") -> bytes:
    """A JPEG of a shop's bill on a table, as a phone writes it; amounts in whole rupiah. Says that it is an example."""
    dice = random.Random(f"{shop}{number}{day}{rows}")  # noqa: S311 - a picture, no secret
    image = Image.new("RGB", (1080, 1440), _shade(dice, 96, 140))
    draw = ImageDraw.Draw(image)
    tall = 560 + 60 * len(rows)
    paper = Image.new("RGB", (820, tall), (250, 248, 240))
    ink = ImageDraw.Draw(paper)
    ink.text((40, 36), shop, fill=(30, 30, 30), font_size=44)
    ink.text((40, 100), f"No. {number or '-'}   {day:%d-%m-%Y}", fill=(40, 40, 40), font_size=32)
    ink.line((40, 158, 780, 158), fill=(60, 60, 60), width=3)
    y = 186
    for text, amount in rows:
        ink.text((40, y), text[:34], fill=(24, 48, 150), font_size=32)
        ink.text((560, y), f"{amount:>12,}".replace(",", "."), fill=(24, 48, 150), font_size=32)
        y += 60
    ink.line((40, y, 780, y), fill=(60, 60, 60), width=3)
    total = f"Jumlah Rp{sum(amount for _, amount in rows):,}".replace(",", ".")
    ink.text((40, y + 24), total, fill=(24, 48, 150), font_size=40)
    ink.ellipse((520, y + 90, 740, y + 200), outline=(150, 30, 60), width=6)
    ink.text((630, y + 145), stamp, fill=(150, 30, 60), font_size=36, anchor="mm")
    ink.text((40, tall - 60), "DATA CONTOH", fill=(120, 120, 120), font_size=32)
    # Nobody holds a phone the same way twice: near or far, straight or not, the bill here or there on the table.
    near, top = dice.uniform(0.7, 1.0), dice.choice((210, 188, 176))
    paper = paper.resize((round(820 * near), round(tall * near)), Image.Resampling.BILINEAR)
    turned = paper.rotate(
        dice.uniform(-9, 9), expand=True, resample=Image.Resampling.BILINEAR, fillcolor=(top, top - 6, top - 20)
    )
    for _ in range(3):  # what else lies there
        x, y, size = dice.randint(0, 1080), dice.randint(0, 1380), dice.randint(60, 240)
        draw.ellipse((x - size, y - size // 2, x, y + size // 2), fill=_shade(dice, 40, 220))
    image.paste(turned, (dice.randint(0, max(0, 1080 - turned.width)), dice.randint(20, max(40, 1380 - turned.height))))
    draw.text((20, 1396), "DATA CONTOH", fill=(255, 255, 255), font_size=32)
    exif = Image.Exif()
    exif.get_ifd(_EXIF_IFD)[_TAKEN] = day.strftime("%Y:%m:%d 14:10:00")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def letter_photo(title: str, about: str, day: date) -> bytes:
    """A JPEG of a letter others wrote, signed, as a phone takes it. Says that it is an example."""
    dice = random.Random(f"{title}{about}")  # noqa: S311 - a picture, no secret
    image = Image.new("RGB", (1080, 1440), _shade(dice, 96, 140))
    paper = Image.new("RGB", (900, 1260), (250, 250, 248))
    ink = ImageDraw.Draw(paper)
    y = 90
    for text, size in ((title, 34), (about, 30), (f"Kediri, {day:%d-%m-%Y}", 28)):
        for row in textwrap.wrap(text, 44):
            ink.text((60, y), row, fill=(30, 30, 30), font_size=size)
            y += 46
        y += 30
    for line in range(8):
        ink.line((60, y + line * 48, 840 - dice.randint(0, 220), y + line * 48), fill=(150, 150, 150), width=4)
    ink.line([(520 + step * 14, 1050 + dice.randint(-18, 18)) for step in range(16)], fill=(24, 48, 150), width=4)
    ink.text((60, 1190), "DATA CONTOH", fill=(120, 120, 120), font_size=32)
    image.paste(paper, (90, 90))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
