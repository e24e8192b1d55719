"""Where things lie on this computer. Only paths are worked out here: nothing is created and nothing is read.

| folder | holds | Linux | Windows |
| --- | --- | --- | --- |
| resources | what the program ships: rule sheets, areas, fonts, icons | see `resources_dir` | the same |
| data | desks, papers, bundles, backups | ~/.local/share/rembug | %LOCALAPPDATA%\\rembug\\data |
| config | this computer's keys and choices: never part of a copy of the data | ~/.config/rembug | ...\\rembug\\config |
"""

import os
from pathlib import Path

import platformdirs

_NAME = "rembug"
_ON_WINDOWS = os.name == "nt"


def resources_dir() -> Path:
    """The folder of shipped files: beside the modules when installed or frozen, beside the package in the source tree.

    The wheel maps `resources/` to `desktop/resources/` (pyproject.toml); an installer may do the same or keep the two
    side by side as the source tree does. Raises FileNotFoundError where neither is there: an incomplete installation.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no resources folder in or beside {package}")


def data_root() -> Path:
    """The absolute folder that holds this user's desks; the variable REMBUG_DATA names another."""
    return _root("REMBUG_DATA", platformdirs.user_data_path(_NAME, appauthor=False), "data")


def config_root() -> Path:
    """The absolute folder of this computer's keys and choices; the variable REMBUG_CONFIG names another.

    It is local to the computer (never a roaming profile), since a device's keys must not appear on a second one.
    """
    return _root("REMBUG_CONFIG", platformdirs.user_config_path(_NAME, appauthor=False), "config")


def _root(variable: str, usual: Path, windows_folder: str) -> Path:
    chosen = os.environ.get(variable)
    if chosen:
        return Path(chosen).expanduser().absolute()
    # Windows has one local folder for both, so each gets its own inside.
    return usual / windows_folder if _ON_WINDOWS else usual
