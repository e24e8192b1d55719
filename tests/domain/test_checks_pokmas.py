"""V-22 to V-26: each branch, the boundaries of each, and that the words name article and year."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.domain.checks_pokmas import check_members, check_pokmas, with_basis
from desktop.domain.contracts import check_contract
from desktop.domain.findings import CheckResult
from desktop.domain.ledger import Ledger
from desktop.domain.records import IntegrityPact, MoneyReceived, Signer, Team, TeamMember
from desktop.domain.rulesheet import RuleSheet, read_rule_sheet
from tests.domain.examples import uid
from tests.domain.pokmas import (
    CAMERA,
    CAMERA_RAB,
    CONTRACT,
    CONTRACT_DATA,
    FIRST,
    MONEY_1,
    SECOND,
    TOTAL,
    day,
    finished,
    ledger,
    receipt,
)

SHEETS = Path(__file__).parents[2] / "resources/rulesheets"


def shipped(year: int) -> RuleSheet:
    return read_rule_sheet((SHEETS / f"{year}.toml").read_text("utf-8"))


S21, S22, S23 = shipped(2021), shipped(2022), shipped(2023)


def people(count: int, first: int = 0) -> tuple[TeamMember, ...]:
    return tuple(TeamMember(person=uid(500 + at), name=f"Orang {at} (contoh)") for at in range(first, first + count))


def group(count: int, **more: Any) -> Ledger:
    return ledger(pacts={uid(401): IntegrityPact(members=people(count))}, **more)


def rules(results: list[CheckResult]) -> list[tuple[str, str]]:
    return [(one.rule, one.level) for one in results]


def test_a_group_in_order_has_no_findings() -> None:
    assert check_pokmas(finished(pacts={uid(401): IntegrityPact(members=people(6))}), S22) == []


# --- V-22 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "count", "found"),
    [
        (S22, 4, True),
        (S22, 5, False),
        (S22, 7, False),
        (S22, 8, True),
        (S21, 9, True),
        (S21, 10, False),
        (S21, 11, True),
        (S22, 0, False),
        (S23, 99, False),
        (None, 99, False),
    ],
)
def test_members_of_a_year(sheet: RuleSheet | None, count: int, found: bool) -> None:
    results = check_members(group(count), sheet)
    assert rules(results) == ([("V-22", "warn")] if found else [])


def test_the_words_name_article_and_year() -> None:
    (one,) = check_members(group(8), S22)
    assert one.message == (
        "Pokmas beranggota 8 orang, padahal aturan TA 2022 menyebut 5 sampai 7 "
        "(Perwali Kediri 32/2021 pasal 29 ayat (6))."
    )
    assert one.subject == uid(401)
    assert one.action
    (one,) = check_members(group(9), S21)
    assert "menyebut 10 (Perwali Kediri 23/2020 pasal 30 ayat (5))" in one.message


def test_the_newest_pact_counts_and_nobody_twice() -> None:
    twice = (*people(5), people(1)[0], TeamMember(person="", name=" "))
    pacts = {uid(401): IntegrityPact(members=people(9)), uid(402): IntegrityPact(members=twice)}
    assert check_members(ledger(pacts=pacts), S22) == []


def test_by_name_where_no_person_is_known() -> None:
    named = tuple(TeamMember(person="", name=name) for name in ("Eko", " eko ", "Siti", "Dewi", "Budi", "Ani"))
    assert check_members(ledger(pacts={uid(401): IntegrityPact(members=named)}), S22) == []
    assert rules(check_members(ledger(pacts={uid(401): IntegrityPact(members=named[:5])}), S22)) == [("V-22", "warn")]


def test_without_a_pact_the_teams_tell_only_too_many() -> None:
    def teams(*counts: int) -> Ledger:
        starts = [sum(counts[:at]) for at in range(len(counts))]
        kinds = ("preparation", "execution", "supervision")
        return ledger(
            teams={
                uid(411 + at): Team(kind=kinds[at], members=people(count, start))  # type: ignore[arg-type]  # one of three
                for at, (count, start) in enumerate(zip(counts, starts, strict=True))
            }
        )

    assert check_members(teams(1, 1, 1), S22) == []
    assert check_members(teams(2, 3, 2), S22) == []
    assert rules(check_members(teams(3, 3, 2), S22)) == [("V-22", "warn")]


@given(st.integers(0, 30))
def test_a_count_is_right_or_said(count: int) -> None:
    assert bool(check_members(group(count), S22)) is (count > 0 and not 5 <= count <= 7)


# --- V-23 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "found"), [(TOTAL, False), (TOTAL - 1, True), (TOTAL + 1, True)])
def test_a_contract_is_worth_its_rabs_to_the_rupiah(value: int, found: bool) -> None:
    results = check_pokmas(ledger(contracts={CONTRACT: replace(CONTRACT_DATA, value=value)}), S22)
    assert (("V-23", "block") in rules(results)) is found
    assert all("(Perwali Kediri 32/2021 pasal 33 ayat (6) dan pasal 34" in one.message for one in results)


def test_the_article_is_the_years_own() -> None:
    contracts = {CONTRACT: replace(CONTRACT_DATA, value=TOTAL + 1)}
    messages = [one.message for one in check_pokmas(ledger(contracts=contracts), S21)]
    assert len(messages) == 2  # more than the RABs, and more than was approved
    assert all(text.endswith("(Perwali Kediri 23/2020 pasal 34 ayat (4) dan pasal 36 ayat (2)).") for text in messages)
    unknown = [one.message for one in check_pokmas(ledger(contracts=contracts), S23)]
    assert all("pasal belum diketahui" in text for text in unknown)


# --- V-24 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "found"), [(8_040_000, False), (8_040_001, True)])
def test_a_tranche_spends_at_most_what_came(amount: int, found: bool) -> None:
    results = check_pokmas(ledger(receipts={uid(61): receipt(amount)}), S22)
    assert (("V-24", "block") in rules(results)) is found


def test_what_an_earlier_tranche_left_over_may_be_spent_too() -> None:
    def with_second(amount: int) -> list[CheckResult]:
        one = receipt(amount, (CAMERA_RAB, CAMERA, amount), tranche=SECOND, date=day(6, 20))
        return check_pokmas(ledger(receipts={uid(61): receipt(8_000_000), uid(62): one}), S22)

    assert with_second(5_400_000) == []
    (over,) = with_second(5_400_001)
    assert (over.rule, over.facts["over"], over.facts["carried"]) == ("V-24", 1, 40_000)
    assert over.message.endswith("lebih Rp1 (Perwali Kediri 32/2021 pasal 41 ayat (2)).")


@given(
    st.integers(0, 10**9),
    st.lists(st.integers(1, 10**8), max_size=5),
    st.lists(st.integers(1, 10**8), max_size=5),
)
def test_over_is_exactly_what_is_missing(came: int, first: list[int], second: list[int]) -> None:
    receipts = {uid(600 + at): receipt(amount) for at, amount in enumerate(first)}
    receipts |= {uid(700 + at): receipt(amount, tranche=SECOND) for at, amount in enumerate(second)}
    money = {MONEY_1: MoneyReceived(contract=CONTRACT, tranche=FIRST, date=day(3, 10), amount=came)}
    found = {
        one.subject: one.facts["over"]
        for one in check_pokmas(ledger(receipts=receipts, money=money), None)
        if one.rule == "V-24"
    }
    wanted = {FIRST: sum(first) - came, SECOND: sum(second) - (came - sum(first))}
    assert found == {tranche: over for tranche, over in wanted.items() if over > 0}


# --- V-25 --------------------------------------------------------------------------------------------------------


def test_days_out_of_order_are_said_with_their_article() -> None:
    early = finished()
    inspections = {key: replace(data, date=day(6, 30)) for key, data in early.inspections.items()}
    (one,) = check_pokmas(finished(inspections=inspections), S22)
    assert (one.rule, one.level) == ("V-25", "warn")
    assert one.message == (
        "Tanggal BAHP sebelum tanggal pekerjaan terakhir (Perwali Kediri 32/2021 pasal 37 ayat (1) dan (2))."
    )


def test_the_same_day_is_in_order() -> None:
    one = finished()
    inspections = {key: replace(data, date=day(7, 1)) for key, data in one.inspections.items()}
    handovers = {key: replace(data, date=day(7, 1)) for key, data in one.handovers.items()}
    assert check_pokmas(finished(inspections=inspections, handovers=handovers), S22) == []


# --- V-26 --------------------------------------------------------------------------------------------------------


def teams(execution: tuple[TeamMember, ...], supervision: tuple[TeamMember, ...], **more: Any) -> Ledger:
    return ledger(
        teams={
            uid(411): Team(kind="execution", members=execution),
            uid(412): Team(kind="supervision", members=supervision),
        },
        **more,
    )


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (TeamMember(person=uid(1), name="Eko"), TeamMember(person=uid(1), name="Eko Prasetyo"), True),
        (TeamMember(person=uid(1), name="Bpk. Eko, S.Pd."), TeamMember(person=uid(2), name="eko"), True),
        (TeamMember(person=uid(1), name="Eko"), TeamMember(person=uid(2), name="Siti"), False),
        (TeamMember(person="", name="Eko"), TeamMember(person="", name="Siti"), False),
        (TeamMember(person="", name=" "), TeamMember(person="", name=" "), False),
    ],
)
def test_nobody_supervises_their_own_work(one: TeamMember, other: TeamMember, found: bool) -> None:
    results = check_pokmas(teams((one,), (other,)), S22)
    assert rules(results) == ([("V-26", "warn")] if found else [])
    assert all("(Perwali Kediri 32/2021 pasal 33 ayat (3))" in result.message for result in results)


def test_teams_are_looked_at_before_there_is_a_contract_and_said_once_with_two() -> None:
    same = (TeamMember(person=uid(1), name="Eko"),)
    assert rules(check_pokmas(teams(same, same, contracts={}), S22)) == [("V-26", "warn")]
    two = {CONTRACT: CONTRACT_DATA, uid(3): replace(CONTRACT_DATA, number="188/2", tranches=())}
    found = check_pokmas(teams(same, same, contracts=two, money={}), S22)
    assert rules(found).count(("V-26", "warn")) == 1


def test_one_name_twice_under_the_inspection() -> None:
    inspections = {
        key: replace(data, signers=(Signer(name="Eko"), Signer(name="Eko")))
        for key, data in finished().inspections.items()
    }
    assert rules(check_pokmas(finished(inspections=inspections), S22)) == [("V-26", "warn")]


# --- the words ---------------------------------------------------------------------------------------------------


def test_without_a_sheet_the_findings_stay_as_they_are() -> None:
    found = check_contract(ledger(contracts={CONTRACT: replace(CONTRACT_DATA, value=TOTAL + 1)}), CONTRACT)
    assert with_basis(found, None) == found
    sourced = with_basis(found, S22)
    assert with_basis(sourced, S22) == sourced
    own = [one for one in sourced if not one.rule.startswith("V-")]
    assert own == [one for one in found if not one.rule.startswith("V-")]
