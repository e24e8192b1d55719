"""A bundle's file name says whose it is, in words people know: on a stick lie many. Data contoh."""

from pathlib import Path

from desktop.services.desk import Desk
from desktop.services.exchange import ExchangeService
from desktop.services.submissions import SubmissionService
from tests.services.conftest import OFFICE, RT, approve, enrol, new_desk, office, rt_desk
from tests.services.test_one_proposal_there_and_back import fill

__all__ = ["new_desk", "office", "rt_desk"]


def test_the_name_holds_the_kelurahans_name_and_not_its_code(rt_desk: Desk, office: Desk, tmp_path: Path) -> None:
    enrol(rt_desk, office)
    approve(office, rt_desk)
    SubmissionService(rt_desk).submit("proposals", fill(rt_desk)[0])
    (out,) = ExchangeService(rt_desk).send(OFFICE, tmp_path)
    assert out.path is not None
    assert out.path.name.startswith("RT03-RW04-Kaliombo-20")
    assert out.path.name.endswith("-01.rembug")
    ExchangeService(office).take(out.path)
    (back,) = ExchangeService(office).send(RT, tmp_path)
    assert back.path is not None
    assert back.path.name.startswith("KELURAHAN-KE-RT03-RW04-Kaliombo-20")
