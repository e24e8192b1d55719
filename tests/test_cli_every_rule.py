"""`rembug check` on the practice year finds nothing; on copies of it, each broken in one way, it finds each of the
programme's 26 rules by its number, with a message, what to do, and the record at fault where there is one."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from desktop.cli import main
from desktop.domain.records import Data, Proposal, Record, TeamMember
from desktop.services.records import NewRecord, store_here
from desktop.services.workplace import Workplace, open_workplace
from tests.played import played_year

RT, POKMAS, OFFICE = "rt-04-03", "pokmas-02", "kelurahan"
__all__ = ["played_year"]

Break = Callable[[Workplace], object]


def findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["--data", str(folder), "check", "--json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


@pytest.mark.parametrize("desk", [RT, "rt-08-12", "rt-09-03", POKMAS, OFFICE])
def test_the_practice_year_has_no_findings(
    played_year: Path, tmp_path: Path, desk: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(played_year / desk, tmp_path / desk)
    assert findings(tmp_path / desk, capsys) == []


# --- ways to break it --------------------------------------------------------------------------------------------


def write(place: Workplace, record: Record, data: Data) -> None:
    """Also what was decided on: such a version can come by a conflict that somebody settled for it."""
    new = NewRecord(type=record.type, data=data, uid=record.uid, area=record.area, year=record.year)
    with place.desk.sessions.begin() as session:
        store_here(session, place.desk, [new], settling=True)


def alter(kind: str, where: Callable[[Any], bool] = lambda data: True, **changes: object) -> Break:
    """The first record of a type that fits says something else."""

    def work(place: Workplace) -> None:
        area = str(place.info.area)
        record = next(one for one in place.records.find(kind, area=area, order="id") if where(one.data))
        write(place, record, replace(record.data, **changes))

    return work


def usulan(**changes: object) -> Break:
    """One usulan more, of the same rembug as the others."""

    def work(place: Workplace) -> None:
        other = next(one for one in place.records.find("d.proposal", order="id") if isinstance(one.data, Proposal))
        assert isinstance(other.data, Proposal)
        data = Proposal(title="Usulan contoh", meeting=other.data.meeting, amount=100_000, volume="1", unit="paket")
        place.records.save("d.proposal", replace(data, **changes), area=other.area, year=other.year)

    return work


def of_kind(activity: str) -> Callable[[Any], bool]:
    return lambda data: data.activity == activity


def marked(mandatory: str) -> Callable[[Any], bool]:
    return lambda data: data.mandatory == mandatory


def titled(start: str) -> Callable[[Any], bool]:
    return lambda data: data.title.startswith(start)


def supervisor_works_too(place: Workplace) -> None:
    area = str(place.info.area)
    teams = {one.data.kind: one for one in place.records.find("d.team", area=area) if hasattr(one.data, "kind")}
    execution, supervision = teams["execution"], teams["supervision"]
    worker: TeamMember = execution.data.members[0]  # type: ignore[attr-defined]  # teams alone have a kind here
    both: Data = replace(supervision.data, members=(worker, *supervision.data.members[1:]))  # type: ignore[attr-defined]
    write(place, supervision, both)


LAND = {"sector": "infrastructure", "scope": "own", "title": "Paving gang", "activity": "road_drainage", "work": "new"}

BREAKS: dict[str, tuple[str, Break]] = {
    "V-01": (RT, usulan(title="Tempat sampah", sector="social", activity="waste")),
    "V-02": (RT, usulan(title="Tempat sampah", sector="social", activity="waste", amount=7_500_000)),
    "V-03": (RT, alter("d.proposal", titled("Pelatihan sablon"), sector="economy")),
    "V-04": (RT, alter("d.proposal", titled("Saluran air"), scope="own")),
    "V-05": (RT, usulan(**{**LAND, "land": "city", "amount": 900_000})),
    "V-06": (RT, usulan(title="Biaya umum", sector="general")),
    "V-07": (RT, alter("d.proposal", marked("W1"), mandatory="", activity="", title="Bantuan kesehatan")),
    "V-08": (RT, alter("d.proposal", marked("W2"), amount=2_500_000)),
    "V-09": (RT, alter("d.proposal", marked("W3"), amount=900_000)),
    "V-10": (RT, alter("d.proposal", marked("W4"), participants=1)),
    "V-11": (RT, usulan(title="CCTV", sector="social", activity="cctv", units=4)),
    "V-12": (RT, usulan(title="Paket sekolah", sector="education", activity="school_kit", recipients=0)),
    "V-13": (
        RT,
        usulan(
            title="Modal koperasi",
            sector="economy",
            activity="cooperative_capital",
            group="Koperasi Contoh",
            aided_before="yes",
        ),
    ),
    "V-14": (RT, usulan(**{**LAND, "land": "city"})),
    "V-15": (RT, usulan(**{**LAND, "land": "estate"})),
    "V-16": (RT, usulan(**{**LAND, "land": "agency"})),
    "V-17": (RT, usulan(**{**LAND, "land": "private"})),
    "V-18": (RT, usulan(**{**LAND, "land": "city", "work": "repair", "built_year": 2021})),
    "V-19": (RT, alter("d.meeting", leader="")),
    "V-20": (RT, usulan(title="Kembang api tahun baru", sector="social")),
    "V-21": (RT, usulan(title="Sarana KUBE", sector="economy", activity="business_group", group="KUBE Contoh")),
    "V-22": (
        POKMAS,
        alter("d.integrity_pact", members=(TeamMember(person="", name="Ketua Contoh", position="Ketua"),)),
    ),
    "V-23": (OFFICE, lambda place: alter_contract(place, value=999_000_000)),
    "V-24": (POKMAS, alter("d.money_received", amount=1_000_000)),
    "V-25": (POKMAS, alter("d.handover", date=date(2022, 1, 2))),
    "V-26": (POKMAS, supervisor_works_too),
}
"""Rule → the desk whose copy is broken, and how."""


def alter_contract(place: Workplace, **changes: object) -> None:
    record = place.records.find("k.contract")[0]
    write(place, record, replace(record.data, **changes))


def test_every_rule_has_its_break() -> None:
    assert sorted(BREAKS) == [f"V-{number:02d}" for number in range(1, 27)]


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_copy_is_found_out(
    rule: str, played_year: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, break_it = BREAKS[rule]
    copy = tmp_path / desk
    shutil.copytree(played_year / desk, copy)
    with open_workplace(copy) as place:
        break_it(place)
    found = [row for row in findings(copy, capsys) if row["rule"] == rule]
    assert found
    for row in found:
        assert row["message"].endswith(".")
        assert row["action"].endswith(".")
        assert row["level"] in {"block", "letter", "warn"}
