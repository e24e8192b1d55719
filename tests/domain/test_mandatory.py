"""Usulan that are a mandatory activity though nobody marked them."""

import pytest

from desktop.domain.checks import check_proposals
from desktop.domain.checks_activities import Known
from desktop.domain.mandatory import activities_behind, recognised
from desktop.domain.records import Contribution, Proposal
from desktop.services.catalogue import suggestions
from tests.domain.examples import shipped, uid

SHEET = shipped(2022)
CODES = {one.code: one for one in SHEET.mandatory}


def known() -> Known:
    return Known(suggest=lambda sector, title: suggestions(SHEET, sector, title))


def test_every_mandatory_activity_of_a_known_year_stands_in_its_catalogue() -> None:
    for year in (2021, 2022):
        sheet = shipped(year)
        for one in sheet.mandatory:
            keys = activities_behind(sheet, one)
            assert keys
            assert all(sheet.activity(key) is not None for key in keys)
    assert activities_behind(SHEET, CODES["W4"]) == {"skills_training", "small_industry", "krpl"}


@pytest.mark.parametrize(
    ("code", "title", "sector"),
    [
        ("W1", "Iuran JKN warga", "health"),
        ("W2", "PMT posyandu", "health"),
        ("W3", "Sarana PKK", "social"),
        ("W4", "Pelatihan kue", "economy"),
        ("W4", "Pelatihan KRPL", "economy"),
        ("W2", "PMT posyandu", ""),
        ("W4", "Pelatian kue basah", "economy"),
    ],
)
def test_usual_titles_are_recognised(code: str, title: str, sector: str) -> None:
    usulan = Proposal(title=title, sector=sector, amount=1_000_000)  # type: ignore[arg-type]  # real bidang
    others = Proposal(title="Paving gang", sector="infrastructure", scope="own", amount=5_000_000)
    results = check_proposals(SHEET, [(uid(1), usulan), (uid(2), others)], known=known())
    found = {str(one.facts["activity"]): one for one in results if "candidates" in one.facts}
    assert list(found) == [code]
    assert found[code].facts["candidates"] == (uid(1),)
    assert found[code].action.startswith("Tandai usulan yang tampaknya kegiatan ini")


def test_the_kind_of_activity_chosen_speaks_before_the_title() -> None:
    chosen = Proposal(title="Kegiatan ibu-ibu", sector="social", activity="pkk")
    other = Proposal(title="Sarana PKK", sector="social", activity="waste")
    assert recognised(SHEET, CODES["W3"], [(uid(1), chosen), (uid(2), other)]) == [uid(1)]


def test_what_is_marked_or_paid_elsewhere_or_of_another_bidang_is_no_candidate() -> None:
    one = Contribution(uid=uid(9), rt="x", amount=1)
    listed = [
        (uid(1), Proposal(title="PMT posyandu", sector="health", mandatory="W1")),
        (uid(2), Proposal(title="PMT posyandu", sector="health", host="35.71.02.1013/04/05")),
        (uid(3), Proposal(title="PMT posyandu", sector="economy")),
        (uid(4), Proposal(title="PMT posyandu", sector="health", contributions=(one,))),
    ]
    assert recognised(SHEET, CODES["W2"], listed) == [uid(4)]


def test_two_candidates_are_both_named_and_approved_ones_are_not() -> None:
    pair = [(uid(1), Proposal(title="PMT balita", sector="health")), (uid(2), Proposal(title="PMT", sector="health"))]
    (both,) = [one for one in check_proposals(SHEET, pair, known=known()) if one.rule == "V-08"]
    assert both.facts["candidates"] == (uid(1), uid(2))
    assert both.action.startswith("Tandai salah satu usulan")
    settled = Known(settled={uid(1), uid(2)})
    (none,) = [one for one in check_proposals(SHEET, pair, known=settled) if one.rule == "V-08"]
    assert set(none.facts) == {"activity"}
