"""The Pokmas's window of the SPJ's tests, at the end of the work."""

from datetime import date

import pytest

from tests.services.pokmas import YEAR, Scene
from tests.ui.spj.conftest import calm, dialogs, keeper, scene, theme, window

__all__ = ["calm", "dialogs", "keeper", "scene", "theme", "window"]


@pytest.fixture
def done(scene: Scene) -> Scene:
    """Everything bought and at 100 percent, both SPJ accepted."""
    scene.bought()
    group, office = scene.group, scene.office
    office.contracts.disburse(scene.contract, scene.tranches[1], date(YEAR, 6, 1), despite_blocks=True)
    scene.to_group()
    group.contracts.record_money(scene.contract, scene.tranches[1], date(YEAR, 6, 2), 5_360_000)
    scene.pay("CCTV", 8_400_000, tranche=2)
    for slot in ("0", "50", "100"):
        group.attachments.add_photo(scene.rabs["CCTV lingkungan"], scene.picture(), slot)
    group.progress.set(scene.rabs["CCTV lingkungan"], 100, date(YEAR, 7, 1))
    for number in (1, 2):
        sent = group.submissions.submit("spj", scene.tranches[number - 1])
        scene.to_office()
        office.decisions.decide(sent, scene.money(number), "approve")
        scene.to_group()
    return scene
