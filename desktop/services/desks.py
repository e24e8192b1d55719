"""The desks on this computer: every one a folder under the data root. Found, founded, and which was used last.

When a desk was last opened is this computer's memory, not the desk's: it lies in the config folder and a copied data
folder does not bring it along.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from desktop import settings
from desktop.db import sqlite
from desktop.db.files import check_place, write_whole
from desktop.db.models import Setting
from desktop.domain.areas import Area, Role, parse_area
from desktop.domain.errors import RuleViolation
from desktop.services.desk import DATABASE, Desk, create_desk, is_desk, now_ms
from desktop.services.officers import OfficerService
from desktop.services.places import place_of

PRACTICE_FOLDER = "Data Contoh"


class KnownDesk(Struct, frozen=True, kw_only=True):
    """A desk's folder on this computer. `area` None: its data cannot be read now (damaged, or of a newer version).

    `used`: when it was last opened here (UTC ms), 0 for never.
    """

    folder: Path
    area: Area | None
    year: int = 0
    practice: bool = False
    used: int = 0

    @property
    def role(self) -> Role | None:
        """rt, pokmas or kelurahan."""
        return self.area.role if self.area else None

    @property
    def name(self) -> str:
        """`RT 03/RW 04`, as people say it; the folder's name when nothing is known."""
        if self.area is None:
            return self.folder.name
        return desk_words(self.area)[0]

    @property
    def detail(self) -> str:
        """The kelurahan, or that these are practice data."""
        if self.practice:
            return "Mode Latihan"
        return desk_words(self.area)[1] if self.area else "Data belum dapat dibaca"


def desk_words(area: Area) -> tuple[str, str]:
    """What a desk is called, and the line below: (`RT 03/RW 04`, `Kelurahan Kaliombo`)."""
    place = place_of(area.code)
    if area.role == "kelurahan":
        return f"Kelurahan {place.kelurahan}", f"Kecamatan {place.kecamatan}" if place.kecamatan else place.city
    return area.short_name, f"Kelurahan {place.kelurahan}"


def known_desks() -> list[KnownDesk]:
    """Every desk under the data root, the one used last first; practice data last of all."""
    used = _used()
    root = settings.data_root()
    folders = [path for path in root.glob("[!.]*") if path.is_dir() and is_desk(path)] if root.is_dir() else []
    found = [_known(folder, used.get(str(folder), 0)) for folder in folders]
    return sorted(found, key=lambda desk: (desk.practice, -desk.used, desk.folder.name))


def _known(folder: Path, used: int) -> KnownDesk:
    facts = _facts(folder)
    try:
        area = parse_area(facts["area"])
        return KnownDesk(
            folder=folder, area=area, year=int(facts["year"]), practice=bool(facts.get("practice")), used=used
        )
    except (KeyError, ValueError, RuleViolation):
        return KnownDesk(folder=folder, area=None, used=used)


def _facts(folder: Path) -> Mapping[str, str]:
    """What the desk's own settings say; nothing when its file cannot be read."""
    path = folder / DATABASE
    try:
        if path.stat().st_size == 0:  # never to be taken as new
            return {}
    except OSError:
        return {}
    engine = sqlite.engine_for(path)
    try:
        with Session(engine) as session:
            return {row.name: row.value for row in session.scalars(select(Setting))}
    except DatabaseError:
        return {}
    finally:
        engine.dispose()


def desk_of(area: Area) -> Path | None:
    """The folder of this area's desk on this computer, practice data aside."""
    return next((desk.folder for desk in known_desks() if desk.area == area and not desk.practice), None)


def found_desk(area: Area, year: int, officers: Mapping[str, str]) -> Desk:
    """Lay a new desk for an area in a folder of its own, with the officers named (position → name), and open it.

    Raises RuleViolation: desk_known (facts: area; this computer has a desk of that area already), year_range,
    unknown_position; Trouble as desktop.services.desk.create_desk.
    """
    there = desk_of(area)
    if there is not None:
        raise RuleViolation("desk_known", "area", {"area": str(area), "folder": str(there)})
    desk = create_desk(folder_for(area), area, year, _card_name(area))
    try:
        service = OfficerService(desk)
        for position, name in officers.items():
            if name.strip():
                service.appoint(position, name)
    except BaseException:
        desk.close()
        raise
    return desk


def _card_name(area: Area) -> str:
    """Whose computer this is, on its card: a post, never a person."""
    who = {"rt": "Sekretaris", "pokmas": "Bendahara", "kelurahan": "Kantor"}[area.role]
    name, detail = desk_words(area)
    return f"{who} {name}, {detail}"


def check_sheet_place(path: Path) -> None:
    """Whether a kelurahan's recovery sheet can be written there: before that nothing is laid and no key made.

    A sheet that lies there already stays as it is. Raises Trouble: write_failed.
    """
    check_place(path)


def folder_name(area: Area) -> str:
    """A desk's name as people recognise it among folders: `RT03-RW04-Kaliombo`."""
    place = place_of(area.code).kelurahan.replace(" ", "")
    return {"rt": f"RT{area.rt}-RW{area.rw}-{place}", "pokmas": f"Pokmas{area.group}-{place}"}.get(
        area.role, f"Kelurahan-{place}"
    )


def folder_for(area: Area) -> Path:
    """A folder that is free, with the desk's name."""
    name, root = folder_name(area), settings.data_root()
    free = root / name
    number = 2
    while free.exists():
        free, number = root / f"{name}-{number}", number + 1
    return free


# --- used last -------------------------------------------------------------------------------------------------------


def _memory() -> Path:
    return settings.config_root() / "desks.json"


def _used() -> dict[str, int]:
    try:
        return msgspec.json.decode(_memory().read_bytes(), type=dict[str, int])
    except (OSError, msgspec.DecodeError):
        return {}  # a memory that is gone costs one choice in a list


def note_use(folder: Path) -> None:
    """This desk was opened now. Raises Trouble: write_failed."""
    used = {name: at for name, at in _used().items() if Path(name).is_dir()}
    used[str(folder.absolute())] = now_ms()
    write_whole(_memory(), msgspec.json.encode(used))
