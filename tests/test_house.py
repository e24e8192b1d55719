"""What must hold for the whole project, whatever is changed: its dependencies, its wording, what it ships."""

import inspect
import os
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from reportlab.lib import rl_accel

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DIRECT = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def plain_name(requirement: str) -> str:
    """The name of `Some_Name==1.2` as the lock spells it: some-name."""
    return re.sub(r"[-_.]+", "-", requirement.split("==")[0]).lower()


def tracked_texts() -> list[tuple[str, str]]:
    """(path, text) of every file under version control that is text."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    texts = []
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (data := path.read_bytes()):
            texts.append((name, data.decode("utf-8", "replace")))
    return texts


def test_lock_has_a_hash_for_every_pin_and_no_address() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*-", LOCK.replace("    --hash=sha256:", ""), re.MULTILINE)
    entries = re.findall(r"^(\S+==\S+)[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", LOCK, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^[A-Za-z]", LOCK, re.MULTILINE)) > 40


@pytest.mark.parametrize("requirement", DIRECT)
def test_direct_dependency_is_pinned_locked_and_installed(requirement: str) -> None:
    name, version = plain_name(requirement), requirement.split("==")[1]
    assert re.search(rf"^{re.escape(name)}=={re.escape(version)}[ ;\\]", LOCK, re.MULTILINE)
    assert metadata.version(name) == version


def test_pyside_is_below_the_version_that_loses_none() -> None:
    versions = {name: metadata.version(name) for name in ("PySide6-Essentials", "shiboken6")}
    assert set(versions.values()) == {"6.11.3"}, f"{versions}: see tools/check_qt.py before moving the pin"


def test_pdf_drawing_uses_the_compiled_module() -> None:
    assert inspect.isbuiltin(rl_accel.fp_str), "reportlab fell back to slow Python: is rl_accel installed?"


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    # Put together here, so that this file does not hold what it looks for.
    folders = "work|root|farm|tmp/bash_jobs"
    hosts = "|".join(["pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.org", "--(extra-)?index" + "-url"])
    unwanted = re.compile(rf"(?<![\w.$}}])/({folders})/|{hosts}")
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if unwanted.search(line)
    ]
    assert not found, "\n".join(found)


def test_every_shipped_font_and_icon_has_its_licence_beside_it() -> None:
    fonts, icons = ROOT / "resources" / "fonts", ROOT / "resources" / "icons"
    for font in fonts.glob("*.ttf"):
        family = "Liberation" if font.name.startswith("Liberation") else font.name.split("-")[0]
        assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts / f"{family}.LICENSE.txt").read_text("utf-8")
    assert "MIT License" in (icons / "LICENSE.txt").read_text("utf-8")
    assert "Open Database License" in (ROOT / "resources" / "areas.LICENSE.txt").read_text("utf-8")


def test_ci_runs_what_the_readme_tells_developers_to_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text("utf-8")
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
