"""Two desks that know each other."""

from pathlib import Path

import pytest

from desktop.sync.keys import DeviceKeys, RootKey
from tests.sync import craft


def office_keys(area: str, device: str, root: RootKey) -> DeviceKeys:
    keys = DeviceKeys.generate(area, device, "Komputer kantor")
    return keys.delegated(root.delegate(keys.card(), keys))


@pytest.fixture
def desks(tmp_path: Path) -> craft.Desks:
    root = RootKey.generate()
    return craft.Desks(
        DeviceKeys.generate(craft.RT, craft.uid(1), "Laptop RT"),
        office_keys(craft.OFFICE, craft.uid(2), root),
        office_keys(craft.OTHER_OFFICE, craft.uid(3), RootKey.generate()),
        root,
        tmp_path,
    )
