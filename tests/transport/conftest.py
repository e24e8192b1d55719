"""Servers for the whole run of this folder: starting Apache for each test would cost more than the tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.conftest import new_desk, office, paired, rt_desk
from tests.transport.servers import APACHE, KINDS, Server, serving

__all__ = ["new_desk", "office", "paired", "rt_desk"]


@pytest.fixture(scope="module", params=KINDS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Each of them in turn."""
    if request.param == "apache" and not os.access(APACHE, os.X_OK):
        pytest.fail("Apache is missing: tools/setup.sh test installs it (apache2-bin)")
    with serving(request.param) as running:
        yield running


@pytest.fixture(autouse=True)
def _straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the computer the tests run on."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Something to send: two parts and a bit, no two parts alike."""
    file = tmp_path / "kirim.rembug"
    file.write_bytes(os.urandom(2 * 256 * 1024 + 1_000))
    return file
