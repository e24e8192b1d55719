"""How this computer's bundles travel by themselves: what people chose, and the way that follows from it.

It lies beside the device's key, not in the data: a copied or restored folder must not begin to send by itself.
"""

import hashlib
from pathlib import Path
from typing import Literal

import msgspec

from desktop.db.files import write_whole
from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.desk import Desk
from desktop.services.rounds import way_file
from desktop.services.secrets import keep_password, kept_password
from desktop.sync.transport.folder import Folder
from desktop.sync.transport.http import read_address
from desktop.sync.transport.way import Way
from desktop.sync.transport.webdav import WebDav

Kind = Literal["folder", "webdav"]


class WayChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen. `address`: the folder's path, or the server's https address; `user`: at the server.

    `automatic`: also when nobody asks; `data_first`: records in one bundle, photos in later ones; `metered`: this line
    costs by the byte, so photos wait until somebody sends them.
    """

    kind: Kind
    address: str
    user: str = ""
    automatic: bool = True
    data_first: bool = True
    metered: bool = False

    @property
    def key(self) -> str:
        """Names the place, to remember what went there."""
        return hashlib.sha256(f"{self.kind} {self.address} {self.user}".encode()).hexdigest()[:16]

    @property
    def needs_password(self) -> bool:
        """Whether the place asks for one."""
        return self.kind == "webdav" and bool(self.user)


class WayStore:
    """The choice of one desk on this computer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked = ""

    @property
    def _file(self) -> Path:
        return way_file(self._desk)

    def choice(self) -> WayChoice | None:
        """What was chosen, None for nothing (or what can no longer be read)."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=WayChoice)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def choose(self, choice: WayChoice, password: str | None = None) -> bool:
        """Keep it. `password`: "" forgets it, None leaves it. False where this computer keeps no passwords: then it is
        remembered until the program ends.

        Raises RuleViolation: as read_address, way_folder_inside; Trouble: way_folder_missing, write_failed.
        """
        self.check(choice)
        write_whole(self._file, msgspec.json.encode(choice))
        if password is None or choice.kind == "folder":
            return True
        self._asked = password
        return keep_password(choice.address, choice.user, password)

    def check(self, choice: WayChoice) -> None:
        """Whether it can be used at all; nothing is asked of a server. Raises as `choose`."""
        if choice.kind == "webdav":
            read_address(choice.address)
            return
        folder, own = Path(choice.address).absolute(), self._desk.folder.resolve()
        if not choice.address or not folder.is_dir():
            raise Trouble("way_folder_missing", facts={"place": choice.address})
        if own == folder.resolve() or own in folder.resolve().parents:
            raise RuleViolation("way_folder_inside", "address")

    def forget(self) -> None:
        """Nothing goes by itself any more; the password goes, too."""
        choice = self.choice()
        self._file.unlink(missing_ok=True)
        self._asked = ""
        if choice is not None and choice.needs_password:
            keep_password(choice.address, choice.user, "")

    def use_password(self, password: str) -> None:
        """For this run of the program only."""
        self._asked = password

    def password(self, choice: WayChoice) -> str:
        """What was typed, or what the computer keeps; "" for none."""
        if not choice.needs_password:
            return ""
        return self._asked or kept_password(choice.address, choice.user)

    def open(self, choice: WayChoice, password: str | None = None) -> Way:
        """The way itself. Raises RuleViolation as read_address; Trouble: way_password."""
        if choice.kind == "folder":
            return Folder(Path(choice.address))
        word = self.password(choice) if password is None else password
        if choice.needs_password and not word:
            raise Trouble("way_password")
        return WebDav(choice.address, choice.user, word)
