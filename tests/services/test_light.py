"""Ringan: small pictures go ahead, the full ones later; a preview never counts as received. Data contoh."""

import io
import random
import shutil
from pathlib import Path

import pytest
from PIL import Image

from desktop.domain.errors import Trouble
from desktop.services import departures
from desktop.services.attachments import AttachmentService
from desktop.services.desk import Desk
from desktop.services.exchange import ExchangeService
from desktop.services.previews import PreviewStore, small_picture
from desktop.services.submissions import SubmissionService
from desktop.services.workplace import Workplace
from desktop.sync import limits
from tests.services.conftest import OFFICE, RT
from tests.services.test_one_proposal_there_and_back import fill


def noisy(path: Path, seed: int) -> Path:
    """A photo that does not compress: as large as a telephone's."""
    raw = random.Random(seed).randbytes(1600 * 1200 * 3)
    Image.frombytes("RGB", (1600, 1200), raw).save(path, "JPEG", quality=88)
    return path


@pytest.fixture
def photographed(paired: tuple[Desk, Desk], tmp_path: Path) -> tuple[Desk, Desk, list[str]]:
    """A rembug with two large photos, handed in."""
    rt, office = paired
    meeting, _ = fill(rt)
    photos = AttachmentService(rt).add_photos(
        meeting, [noisy(tmp_path / f"{seed}.jpg", seed) for seed in (1, 2)], "meeting"
    )
    SubmissionService(rt).submit("proposals", meeting)
    return rt, office, [photo.files[0] for photo in photos]


def test_small_pictures_go_ahead_and_the_full_ones_follow(
    photographed: tuple[Desk, Desk, list[str]], tmp_path: Path
) -> None:
    rt, office, full = photographed
    sender, receiver = ExchangeService(rt), ExchangeService(office)
    (light,) = sender.send(OFFICE, tmp_path / "ringan.rembug", light=True)
    whole = sum(rt.files.path(sha).stat().st_size for sha in full)
    assert light.size < whole / 2
    plan = receiver.take(light.path or tmp_path).plan
    assert (plan.files, plan.missing_files) == (0, 2)
    attachments = AttachmentService(office)
    for sha in full:
        small = attachments.small(sha)
        assert small is not None
        with Image.open(io.BytesIO(small)) as picture:
            assert max(picture.size) == limits.PREVIEW_PIXELS
        assert not office.files.has(sha)
    assert Workplace(office).inbox.entries()[0].missing_files == 2

    # The answer says what is still missing; the next bundle brings it, and the previews go.
    (answer,) = receiver.send(RT, tmp_path)
    sender.take(answer.path or tmp_path)
    assert {one.stage for one in sender.log() if one.direction == "out"} == {"data_received"}
    (rest,) = sender.send(OFFICE, tmp_path)
    assert rest.kind == "files"
    receiver.take(rest.path or tmp_path)
    assert all(office.files.has(sha) for sha in full)
    assert [attachments.small(sha) for sha in full] == [None, None]
    assert Workplace(office).inbox.entries()[0].missing_files == 0


def test_what_does_not_fit_goes_into_following_bundles(
    photographed: tuple[Desk, Desk, list[str]], tmp_path: Path
) -> None:
    rt, office, full = photographed
    largest = max(rt.files.path(sha).stat().st_size for sha in full)
    made = departures.depart(rt, OFFICE, tmp_path, everything=False, room=largest + 20_000)
    assert [one.kind for one in made] == ["data", "files"]
    assert made[0].lines > 0
    for one in reversed(made):  # the photos may come before their records
        ExchangeService(office).take(one.path or tmp_path)
    assert all(office.files.has(sha) for sha in full)
    assert Workplace(office).inbox.entries()[0].missing_files == 0


def test_what_is_small_or_no_picture_goes_as_it_is(tmp_path: Path) -> None:
    tiny = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(tiny, "JPEG", quality=20)
    assert small_picture(b"%PDF-1.4 nothing") is None
    assert small_picture(tiny.getvalue()) is None or len(small_picture(tiny.getvalue()) or b"") < len(tiny.getvalue())
    with pytest.raises(ValueError, match="not a hash"):
        PreviewStore(tmp_path).add("../../x", b"")
    assert PreviewStore(tmp_path).read("a" * 64) is None


def test_a_stick_that_keeps_other_bytes_is_noticed_before_the_file_has_its_name(
    photographed: tuple[Desk, Desk, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt, _, _ = photographed
    copy = shutil.copyfile

    def lying(source: Path, target: Path) -> None:
        copy(source, target)
        with Path(target).open("r+b") as file:
            file.seek(-1, 2)
            last = file.read(1)
            file.seek(-1, 2)
            file.write(bytes([last[0] ^ 1]))

    monkeypatch.setattr("shutil.copyfile", lying)
    stick = tmp_path / "usb"
    with pytest.raises(Trouble, match="copy_differs"):
        ExchangeService(rt).send(OFFICE, stick)
    assert list(stick.iterdir()) == []
    monkeypatch.undo()
    (departure,) = ExchangeService(rt).send(OFFICE, stick)
    assert departure.files == 2
