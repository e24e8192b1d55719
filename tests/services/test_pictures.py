"""Pictures as people bring them: many at once, damaged ones, one picture under two names, turned and cut."""

import io
from concurrent.futures import CancelledError
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageDraw, ImageEnhance

from desktop.domain import looks
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import Photo, Receipt
from desktop.services.attachments import Wanted
from desktop.services.demo.pictures import nota_photo, phone_photo
from desktop.services.pictures import Seen, read_files, read_picture
from desktop.services.workplace import Workplace
from desktop.sync import limits
from tests.ui.treasurer import Group, found_group, picture, receipt, work

__all__ = ["work"]


@pytest.fixture
def group(work: Workplace) -> Group:
    return found_group(work)


def jpeg(image: Image.Image, quality: int = 80) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def sent_on(raw: bytes, edge: int = 1280, quality: int = 60) -> bytes:
    """As a messenger sends it on: smaller, pressed harder, without its day."""
    with Image.open(io.BytesIO(raw)) as image:
        upright = image.rotate(-90, expand=True) if image.getexif().get(0x0112) == 6 else image
        upright.thumbnail((edge, edge))
        return jpeg(upright, quality)


def photos(work: Workplace) -> list[Photo]:
    return [r.data for r in work.records.find("d.photo", order="id") if isinstance(r.data, Photo)]


@pytest.mark.parametrize(("edge", "quality"), [(1600, 75), (1280, 60), (960, 40)])
def test_a_picture_sent_on_is_the_same_picture(edge: int, quality: int) -> None:
    bills = [nota_photo("TB Contoh", f"02{at}", date(2022, 3, 1 + at), [("Semen", 52_000 * at), ("Pasir", 200_000)])
             for at in range(1, 4)]  # fmt: skip
    lanes = [phone_photo("gang", date(2022, 3, 1), done) for done in (0, 50, 100)]
    lanes += [phone_photo(seed, date(2022, 3, 1)) for seed in "abc"]
    kept = {f"{at}": read_picture(raw) for at, raw in enumerate([*bills, *lanes])}
    seen = Seen(lambda sha: kept[sha].content)
    for key, one in kept.items():
        assert seen.find(one) == "", key  # other bills of one shop, other states of one lane: other pictures
        seen.add(key, key, one.look)
    for at, raw in enumerate([*bills, *lanes]):
        assert seen.find(read_picture(sent_on(raw, edge, quality))) == f"{at}"


def ruled_bill(number: str, *amounts: int) -> Image.Image:
    """A bill on a shop's printed form, scanned: the form always lies on the same spot."""
    sheet = Image.new("RGB", (1800, 2400), (246, 243, 232))
    ink = ImageDraw.Draw(sheet)
    ink.text((90, 70), "TB SUMBER CONTOH", fill=(20, 20, 90), font_size=110)
    ink.text((1150, 90), f"NOTA No. {number}", fill=(160, 20, 20), font_size=64)
    for row in range(15):
        ink.line((80, 330 + row * 110, 1720, 330 + row * 110), fill=(40, 40, 110), width=4)
    for column in (80, 300, 1000, 1330, 1720):
        ink.line((column, 330, column, 1870), fill=(40, 40, 110), width=4)
    for row, amount in enumerate((*amounts, sum(amounts))):
        ink.text((1345, 460 + row * 110), f"{amount:,}".replace(",", "."), fill=(20, 30, 140), font_size=54)
    return sheet


@pytest.mark.parametrize(("edge", "quality"), [(1600, 85), (1280, 60), (960, 40), (720, 35)])
def test_bills_of_one_printed_form_are_told_apart_and_copies_of_each_found(edge: int, quality: int) -> None:
    bills = [("0217", 1_300_000, 975_000), ("0218", 640_000, 58_500), ("0219", 1_300_000, 1_045_000)]
    raw = [jpeg(ruled_bill(number, *amounts), 92) for number, *amounts in bills]
    kept = {f"{at}": read_picture(one) for at, one in enumerate(raw)}
    seen = Seen(lambda sha: kept[sha].content)
    for key, one in kept.items():
        assert seen.find(one) == "", key
        seen.add(key, key, one.look)
    for at, bill in enumerate(raw):
        assert seen.find(read_picture(sent_on(bill, edge, quality))) == f"{at}"


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize(("edge", "quality"), [(1280, 60), (720, 35)])
def test_a_copy_on_its_side_or_upside_down_is_found_and_no_other_bill(turn: int, edge: int, quality: int) -> None:
    raws = [jpeg(ruled_bill(f"02{at}", at * 640_000, 58_500), 92) for at in range(1, 4)]
    raws += [nota_photo("TB Contoh", f"03{at}", date(2022, 3, at), [("Semen", 52_000 * at)]) for at in range(1, 4)]
    raws += [phone_photo("gang", date(2022, 3, 1), done) for done in (0, 50, 100)]
    kept = {f"{at}": read_picture(raw) for at, raw in enumerate(raws)}
    seen = Seen(lambda sha: kept[sha].content)
    for key, one in kept.items():
        assert seen.find(one) == "", key  # no bill looks like another one that lies otherwise
        seen.add(key, key, one.look)
    for key, one in kept.items():
        with Image.open(io.BytesIO(one.content)) as image:
            lying = image.rotate(-turn, expand=True)
        assert seen.find(read_picture(sent_on(jpeg(lying, 92), edge, quality))) == key


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_the_looks_of_a_turned_picture_are_reckoned_from_its_own(turn: int) -> None:
    with Image.open(io.BytesIO(phone_photo("gang", date(2022, 3, 1)))) as image:
        grey = image.convert("L").resize((looks.SIDE, looks.SIDE))
    lying = grey.rotate(-90 * turn)
    assert looks.turned(grey.tobytes(), turn) == lying.tobytes()
    reckoned, seen = int(looks.looks_of(grey.tobytes())[turn], 16), int(looks.look_of(lying.tobytes()), 16)
    assert (reckoned ^ seen).bit_count() <= 2  # rounding, at the median


def test_a_brighter_copy_is_the_same_and_a_blank_page_is_like_nothing() -> None:
    raw = phone_photo("gang", date(2022, 3, 1))
    known = read_picture(raw)
    seen = Seen(lambda _sha: known.content)
    seen.add("one", "one", known.look)
    with Image.open(io.BytesIO(known.content)) as image:
        brighter = jpeg(ImageEnhance.Brightness(image).enhance(1.15))
    assert seen.find(read_picture(brighter)) == "one"
    blank = read_picture(jpeg(Image.new("RGB", (400, 300), "white")))
    assert blank.look == ""
    seen.add("blank", "blank", blank.look)
    assert seen.find(blank) == ""


def test_the_same_bill_renamed_and_sent_on_is_noticed_across_tranches(
    work: Workplace, group: Group, tmp_path: Path
) -> None:
    raw = nota_photo("TB Contoh", "0217", date(2022, 3, 16), [("Semen", 520_000)])
    first, again = tmp_path / "IMG-20220316-WA0001.jpg", tmp_path / "nota baru.jpg"
    first.write_bytes(raw)
    again.write_bytes(sent_on(raw))
    one = work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Contoh", "0217", date(2022, 3, 16))).uid
    data = receipt(
        group, "Pasir pasang", 515_000, "Toko lain (contoh)", "9", date(2022, 6, 16), tranche=group.tranches[1]
    )
    two = work.receipts.save(data).uid
    work.attachments.add_photo(one, first, "receipt")
    assert [flag.rule for flag in work.receipts.flags(one)] == []
    work.attachments.add_photo(two, again, "receipt")
    (flag,) = [flag for flag in work.receipts.flags(two) if flag.rule == "K-16"]
    assert (flag.level, flag.facts["other"]) == ("warn", one)
    assert "fotonya sama dengan foto kuitansi TB Contoh (Rp520.000)" in flag.message
    # The other way round it is said once; and no more when the other receipt is in the trash.
    assert [flag.rule for flag in work.receipts.flags(one)] == []
    other = next(r.uid for r in work.records.find("d.photo", parent=one))
    work.records.remove([other])
    assert "K-16" not in [flag.rule for flag in work.receipts.flags(two)]


def test_a_picture_of_an_activity_is_no_bill(work: Workplace, group: Group, tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(phone_photo("gang", date(2022, 3, 16), 50))
    work.attachments.add_photo(group.rabs[0], file, "50")
    uid = work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Contoh", "0217", date(2022, 3, 16))).uid
    work.attachments.add_photo(uid, file, "receipt")
    (flag,) = [flag for flag in work.receipts.flags(uid) if flag.rule == "K-16"]
    assert "foto kegiatan “Paving gang Melati”" in flag.message


def test_sixty_pictures_in_one_go_keep_their_order_and_tell_how_far(
    work: Workplace, group: Group, tmp_path: Path
) -> None:
    wanted = [Wanted(picture(tmp_path / f"{at:02d}.jpg", f"{at}", (200 + at, 240)), "50") for at in range(60)]
    told: list[tuple[int, int]] = []
    kept = work.attachments.keep_photos(group.rabs[0], wanted, report=lambda done, total: told.append((done, total)))
    assert len(kept.saved) == len(photos(work)) == 60
    assert told == [(at, 60) for at in range(60)]
    sizes = []
    for photo in photos(work):
        with Image.open(io.BytesIO(work.attachments.content(photo.picture))) as image:
            sizes.append(image.width)
    assert sizes == [200 + at for at in range(60)]


def test_stopped_in_the_middle_nothing_is_kept(work: Workplace, group: Group, tmp_path: Path) -> None:
    wanted = [Wanted(picture(tmp_path / f"{at}.jpg", f"{at}", (300, 400)), "50") for at in range(8)]

    def stop(done: int, _total: int) -> None:
        if done == 5:
            raise CancelledError

    with pytest.raises(CancelledError):
        work.attachments.keep_photos(group.rabs[0], wanted, report=stop)
    assert photos(work) == []


def test_what_is_no_picture_is_told_and_the_others_go_in(work: Workplace, group: Group, tmp_path: Path) -> None:
    fine = picture(tmp_path / "baik.jpg", "A", (300, 400))
    bad = {
        "terpotong.jpg": fine.read_bytes()[:400],
        "kosong.jpg": b"",
        "halaman.jpg": b"<html><body>masuk</body></html>",
        "gambar.svg.jpg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "raksasa.png": giant_png(),
    }
    for name, raw in bad.items():
        (tmp_path / name).write_bytes(raw)
    files = [tmp_path / name for name in bad] + [tmp_path / "tidak ada.jpg", fine]
    kept = work.attachments.keep_photos(group.rabs[0], [Wanted(file, "0") for file in files])
    assert len(kept.saved) == 1
    assert {file.name: trouble.code for file, trouble in kept.broken.items()} == {
        **dict.fromkeys(bad, "photo_unreadable"),
        "raksasa.png": "photo_too_large",
        "tidak ada.jpg": "file_unreadable",
    }
    with pytest.raises(Trouble, match="photo_unreadable"):
        work.attachments.add_photos(group.rabs[0], [fine, files[0]], "50")
    assert [photo.slot for photo in photos(work)] == ["0"]  # all of them or none


def giant_png() -> bytes:
    """60,000 × 60,000 px in a few kilobytes: only its head is ever read."""
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    parts = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 3000)), (b"IEND", b"")):
        parts += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return parts


def test_the_same_file_under_two_names_is_one_photo(work: Workplace, group: Group, tmp_path: Path) -> None:
    first = picture(tmp_path / "a.jpg", "A", (300, 400))
    renamed = tmp_path / "b.jpg"
    renamed.write_bytes(first.read_bytes())
    kept = work.attachments.keep_photos(group.rabs[0], [Wanted(first, "0"), Wanted(renamed, "0")])
    assert (len(kept.saved), len(photos(work))) == (1, 1)
    again = work.attachments.keep_photos(group.rabs[0], [Wanted(renamed, "0")])
    assert (again.saved, [one.uid for one in again.known]) == ([], [kept.saved[0].uid])
    other = work.attachments.keep_photos(group.rabs[0], [Wanted(renamed, "50")])
    assert other.doubles == {other.saved[0].uid: kept.saved[0].uid}  # another slot: kept, and told


def test_a_heic_of_a_phone_is_turned_upright(work: Workplace, group: Group, tmp_path: Path) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    pillow_heif.register_heif_opener()
    file = tmp_path / "IMG_0001.HEIC"
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2022:03:17 09:30:00"
    Image.effect_noise((640, 480), 40).convert("RGB").save(file, "HEIF", exif=exif)
    (kept,) = work.attachments.add_photos(group.rabs[0], [file], "0")
    assert isinstance(kept.data, Photo)
    assert kept.data.taken == date(2022, 3, 17)
    assert work.attachments.content(kept.data.picture)[:3] == b"\xff\xd8\xff"


def test_a_bill_is_turned_and_cut_and_its_original_kept(work: Workplace, group: Group, tmp_path: Path) -> None:
    uid = work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Contoh", "0217", date(2022, 3, 16))).uid
    (kept,) = work.attachments.add_photos(uid, [picture(tmp_path / "a.jpg", "A", (600, 800))], "receipt")
    original = kept.data.original if isinstance(kept.data, Photo) else ""
    cut = work.attachments.cut(kept.uid, 90, (0.25, 0.0, 1.0, 0.5))

    def size() -> tuple[int, int]:
        (photo,) = photos(work)
        with Image.open(io.BytesIO(work.attachments.content(photo.picture))) as image:
            return image.size

    assert (cut.uid, size()) == (kept.uid, (600, 300))
    assert photos(work)[0].original == original
    assert work.desk.files.has(original)
    work.attachments.restore_whole(kept.uid)
    assert size() == (600, 800)
    work.submissions.submit("spj", group.tranches[0], on=date(2022, 4, 1))
    with pytest.raises(RuleViolation, match="locked"):
        work.attachments.cut(kept.uid, 90, (0, 0, 1, 1))


def test_a_scan_of_two_hundred_pages_is_kept_and_one_more_is_refused(
    work: Workplace, group: Group, tmp_path: Path
) -> None:
    import pypdfium2

    from desktop.sync.media import PDFIUM

    def scan(pages: int) -> Path:
        path = tmp_path / f"{pages}.pdf"
        with PDFIUM:
            document = pypdfium2.PdfDocument.new()
            for _ in range(pages):
                document.new_page(609, 935)
            document.save(str(path), version=15)
            document.close()
        path.write_bytes(path.read_bytes().rstrip() + b"\n")
        return path

    assert limits.PDF_PAGES == 200
    kept = work.attachments.add_scan(group.contract, "contract", [scan(200)])
    assert len(kept.files) == 1
    with pytest.raises(Trouble, match="too_many_pages"):
        work.attachments.add_scan(group.contract, "contract", [scan(201)])


def test_a_folder_of_a_thousand_photos_is_looked_at_in_pieces(tmp_path: Path) -> None:
    """What is read ahead stays little, whatever the folder holds."""
    raw = picture(tmp_path / "0.jpg", "0", (200, 300)).read_bytes()
    files = []
    for at in range(1000):
        file = tmp_path / f"{at}.jpg"
        file.write_bytes(raw)
        files.append(file)
    running = 0
    for done, one in enumerate(read_files(files)):
        running += one.picture is not None
        if done == 2:
            for file in files[20:]:
                file.unlink(missing_ok=True)  # not read yet
    assert 20 <= running < 1000


def test_receipts_that_cannot_be_right_are_saved_and_told(work: Workplace, group: Group) -> None:
    """0 rupiah, above the tranche, before the money, in another year."""

    def rules(**more: object) -> set[str]:
        plain = receipt(group, "Semen PC 50 kg", 1_000, "Toko", str(more), date(2022, 3, 16))
        uid = work.receipts.save(replace(plain, **more)).uid
        found = {flag.rule for flag in work.receipts.flags(uid)} - {"K-02"}
        work.records.remove([uid])
        return found

    assert rules(amount=0, splits=()) == {"K-06"}
    assert rules(date=date(2022, 3, 1)) == {"K-04"}
    assert rules(date=date(2023, 3, 16)) == {"K-07"}
    uid = work.receipts.save(receipt(group, "Semen PC 50 kg", 99_000_000, "Toko", "1", date(2022, 3, 16))).uid
    assert {"K-01"} == {flag.rule for flag in work.receipts.flags(uid)} - {"K-02"}
    lines = {line.key: line.state for line in work.spj.checklist(group.tranches[0])}
    assert (lines["total"], lines["lines"]) == ("missing", "missing")
    assert isinstance(work.records.get(uid).data, Receipt)  # type: ignore[union-attr]  # saved above
