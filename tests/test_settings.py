"""Folders are found however the program was installed, and tests and users can name their own."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from desktop import settings


def settings_in(package: Path) -> ModuleType:
    """The settings module as it runs from a copy of the package in that folder."""
    package.mkdir(parents=True)
    copy = shutil.copy(settings.__file__, package)
    spec = importlib.util.spec_from_file_location("installed_settings", copy)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_source_tree_has_its_resources_beside_the_package() -> None:
    assert settings.resources_dir() == Path(settings.__file__).parents[1] / "resources"
    assert (settings.resources_dir() / "areas.csv").is_file()


def test_installed_package_has_its_resources_inside(tmp_path: Path) -> None:
    installed = settings_in(tmp_path / "desktop")
    (tmp_path / "desktop" / "resources").mkdir()
    (tmp_path / "resources").mkdir()  # some other program's
    assert installed.resources_dir() == tmp_path / "desktop" / "resources"


def test_incomplete_installation_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no resources folder"):
        settings_in(tmp_path / "desktop").resources_dir()


def test_folders_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("REMBUG_DATA", "desk")
    monkeypatch.setenv("REMBUG_CONFIG", "~/keys")
    assert settings.data_root() == tmp_path / "desk"
    assert settings.config_root() == tmp_path / "home" / "keys"


def test_usual_folders_are_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("REMBUG_DATA")
    monkeypatch.setenv("REMBUG_CONFIG", "")  # empty means not set
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "etc"))
    assert settings.data_root() == tmp_path / "share" / "rembug"
    assert settings.config_root() == tmp_path / "etc" / "rembug"
    assert not list(tmp_path.iterdir())  # asking creates nothing


def test_windows_keeps_keys_out_of_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("REMBUG_DATA")
    monkeypatch.delenv("REMBUG_CONFIG")
    local = tmp_path / "Local" / "rembug"
    monkeypatch.setattr("desktop.settings.platformdirs.user_data_path", lambda *_, **__: local)
    monkeypatch.setattr("desktop.settings.platformdirs.user_config_path", lambda *_, **__: local)
    monkeypatch.setattr(settings, "_ON_WINDOWS", True)
    assert settings.data_root() == local / "data"
    assert settings.config_root() == local / "config"
