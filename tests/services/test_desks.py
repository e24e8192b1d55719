"""The desks of a computer: founded once per area, found again, told apart from practice and from what is damaged."""

import json
import logging
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import settings
from desktop.domain.areas import kelurahan_area, parse_area, pokmas_area, rt_area
from desktop.domain.errors import RuleViolation
from desktop.services import desks, logs, workplace
from desktop.services.clock import day_of, today
from desktop.services.desk import DATABASE, create_desk
from desktop.services.practice import PRACTICE_AREA, open_practice, practice_folder
from desktop.services.workplace import Service, Workplace, open_workplace

OFFICE = "35.71.02.1013"
RT = rt_area(OFFICE, "4", "3")


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REMBUG_CONFIG", str(tmp_path / "config"))


def test_a_new_desk_has_its_officers_and_a_folder_people_recognise() -> None:
    names = {"ketua_rt": "Bapak Contoh", "sekretaris_rt": "Ibu Contoh", "bendahara_rt": "  "}
    with Workplace(desks.found_desk(RT, 2026, names)) as place:
        assert place.desk.folder == settings.data_root() / "RT03-RW04-Kaliombo"
        assert {key: one.name for key, one in place.officers.all().items() if one.name} == {
            "ketua_rt": "Bapak Contoh",
            "sekretaris_rt": "Ibu Contoh",
        }
        assert place.info.name == "Sekretaris RT 03/RW 04, Kelurahan Kaliombo", "a post, no person's name, on the card"


def test_one_computer_has_one_desk_of_an_area_and_any_number_of_others() -> None:
    desks.found_desk(RT, 2026, {}).close()
    with pytest.raises(RuleViolation) as refused:
        desks.found_desk(RT, 2022, {})
    assert refused.value.code == "desk_known"
    assert refused.value.facts["folder"] == str(settings.data_root() / "RT03-RW04-Kaliombo")
    for area in (pokmas_area(OFFICE, "2"), kelurahan_area(OFFICE), rt_area(OFFICE, "9", "3")):
        desks.found_desk(area, 2026, {}).close()
    assert [(desk.name, desk.detail) for desk in desks.known_desks()] == [
        ("Kelurahan Kaliombo", "Kecamatan Kota"),
        ("Pokmas 02", "Kelurahan Kaliombo"),
        ("RT 03/RW 04", "Kelurahan Kaliombo"),
        ("RT 03/RW 09", "Kelurahan Kaliombo"),
    ]
    assert desks.desk_of(pokmas_area(OFFICE, "2")) == settings.data_root() / "Pokmas02-Kaliombo"
    assert desks.desk_of(rt_area(OFFICE, "1", "1")) is None


def test_a_folder_of_that_name_is_left_alone() -> None:
    (settings.data_root() / "RT03-RW04-Kaliombo").mkdir(parents=True)
    (settings.data_root() / "RT03-RW04-Kaliombo" / "catatan.txt").write_text("bukan milik Rembug")
    desk = desks.found_desk(RT, 2026, {})
    desk.close()
    assert desk.folder.name == "RT03-RW04-Kaliombo-2"


def test_the_desk_used_last_comes_first_and_practice_last() -> None:
    first = desks.found_desk(RT, 2026, {})
    second = desks.found_desk(pokmas_area(OFFICE, "2"), 2026, {})
    for desk in (second, first):
        desk.close()
        desks.note_use(desk.folder)
    desks.note_use(open_practice())
    assert [desk.folder for desk in desks.known_desks()] == [first.folder, second.folder, practice_folder()]
    (settings.config_root() / "desks.json").write_text("{ not json")
    assert {desk.used for desk in desks.known_desks()} == {0}, "a memory that is gone costs an order, no more"


def test_a_desk_that_cannot_be_read_is_listed_as_such_and_not_touched() -> None:
    desk = desks.found_desk(RT, 2026, {})
    desk.close()
    damaged = settings.data_root() / "lama"
    damaged.mkdir()
    (damaged / DATABASE).write_bytes(b"")
    (settings.data_root() / "bukan meja").mkdir()
    found = {known.folder.name: known for known in desks.known_desks()}
    assert set(found) == {"RT03-RW04-Kaliombo", "lama"}
    assert (found["lama"].area, found["lama"].name, found["lama"].detail) == (None, "lama", "Data belum dapat dibaca")
    assert (damaged / DATABASE).read_bytes() == b""


# --- practice --------------------------------------------------------------------------------------------------------


def test_practice_is_made_once_whole_and_apart_from_real_data() -> None:
    told: list[tuple[int, int]] = []
    folder = open_practice(lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert folder == practice_folder()
    with open_workplace(folder) as place:
        device = place.info.device
        assert (place.info.area, place.info.practice, place.desk.notice) == (PRACTICE_AREA, True, "")
        assert (folder / "keys").is_dir()
        assert not (settings.config_root() / "devices").exists(), "a practice desk leaves no key among the real ones"
        assert place.records.count("d.resident") == 60
        assert place.records.count("d.attendance") == 42
        assert place.checks.summary().over == 0
        names = [
            record.data.name for kind in ("d.resident", "d.attendance", "d.person") for record in all_of(place, kind)
        ]
        assert all(name.endswith("(contoh)") for name in names)
        niks = [record.data.nik for record in all_of(place, "d.resident")]
        assert all(nik.startswith("357199") and len(nik) == 16 for nik in niks), "a district that does not exist"
    assert open_practice() == folder
    with open_workplace(folder) as place:
        assert place.info.device == device, "the second time it is opened, not made"


def all_of(place: Workplace, kind: str) -> list[typing.Any]:
    return place.records.find(kind)


def test_practice_broken_off_while_it_was_made_is_made_anew() -> None:
    half = practice_folder().with_name(".Data Contoh")
    create_desk(half, PRACTICE_AREA, 2022, practice=True).close()
    assert desks.known_desks() == [], "what is half made is no desk"
    with open_workplace(open_practice()) as place:
        assert place.records.count("d.resident") == 60
    assert not half.exists()


def test_the_practice_area_is_no_rt_of_kediri() -> None:
    assert str(PRACTICE_AREA) == f"{OFFICE}/99/99"
    desks.found_desk(PRACTICE_AREA, 2026, {}).close()  # practice data do not count as that area's desk


# --- the roof over the services --------------------------------------------------------------------------------------


def services() -> Iterator[tuple[str, object]]:
    return ((name, one) for name, one in vars(Workplace).items() if isinstance(one, Service))


def test_every_service_is_there_and_is_what_it_is_said_to_be(tmp_path: Path) -> None:
    said = workplace.Workplace.__annotations__
    with Workplace(create_desk(tmp_path / "rt", RT, 2022)) as place:
        names = [name for name, _ in services()]
        assert len(names) >= 20
        for name in names:
            service = getattr(place, name)
            assert said[name] == f"Service[{type(service).__name__}]"
            assert getattr(place, name) is service, "made once"


# --- the diary -------------------------------------------------------------------------------------------------------


def test_the_diary_says_where_and_what_kind_never_what_was_typed(tmp_path: Path) -> None:
    handler = logs.start_log(tmp_path / "log")
    assert handler is not None
    log = logging.getLogger("desktop.test")
    try:
        try:
            try:
                raise ValueError("NIK 3571021203850001 milik Slamet")
            except ValueError as cause:
                raise RuntimeError("telepon 081234567890") from cause
        except RuntimeError:
            log.exception("uncaught")
    finally:
        logs.stop_log(handler)
    text = (tmp_path / "log" / logs.NAME).read_text("utf-8")
    assert "ValueError" in text
    assert "RuntimeError" in text
    assert "test_the_diary_says_where" in text
    own_lines = [line for line in text.splitlines() if "raise " in line]
    assert len(own_lines) == 2, "the source lines of this test quote what was typed; nothing else may"
    for secret in ("3571021203850001", "Slamet", "081234567890"):
        assert secret not in "\n".join(line for line in text.splitlines() if line not in own_lines)


def test_a_long_diary_is_put_aside_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / logs.NAME
    for content in ("pertama", "kedua", "ketiga", "keempat", "kelima"):
        file.write_text(content.ljust(600_000))
        logs.stop_log(logs.start_log(tmp_path))
    kept = {path.name: path.read_text().strip() for path in tmp_path.glob("rembug.log*")}
    assert kept == {"rembug.log.1": "kelima", "rembug.log.2": "keempat", "rembug.log.3": "ketiga"}


def test_a_diary_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file in the way")
    assert logs.start_log(tmp_path / "log") is None
    logs.stop_log(None)


def test_the_day_in_kediri() -> None:
    assert day_of(1_630_515_600_000).isoformat() == "2021-09-02"  # 17.00 UTC the day before
    assert day_of(1_630_515_599_999).isoformat() == "2021-09-01"
    assert 2024 < today().year < 2100


def test_memory_names_folders_only(tmp_path: Path) -> None:
    desk = desks.found_desk(parse_area(str(RT)), 2026, {"ketua_rt": "Bapak Contoh"})
    desk.close()
    desks.note_use(desk.folder)
    memory = json.loads((settings.config_root() / "desks.json").read_text())
    assert list(memory) == [str(desk.folder)]
