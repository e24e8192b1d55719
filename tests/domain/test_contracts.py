"""Packages, RABs and contracts: what goes in, whether they agree, where an activity stands."""

from typing import Any

import pytest
from msgspec.structs import replace

from desktop.domain.contracts import (
    STAGE_WORDS,
    check_contract,
    check_rab,
    left_out,
    matching_items,
    missing_rabs,
    rab_from_item,
    stage_of,
)
from desktop.domain.ledger import Ledger
from desktop.domain.records import MoneyReceived, PackageItem, Proposal, Rab, SourceItem, Tranche, WorkPackage
from tests.domain.examples import uid
from tests.domain.pokmas import (
    CAMERA_ITEM,
    CAMERA_RAB,
    CAMERAS,
    CONTRACT,
    CONTRACT_DATA,
    FIRST,
    MONEY_1,
    MONEY_2,
    PACKAGE,
    PAVING,
    PAVING_DATA,
    PAVING_ITEM,
    PAVING_RAB,
    TOTAL,
    approved,
    day,
    finished,
    ledger,
    receipt,
)


@pytest.mark.parametrize(
    ("proposal", "placement", "why"),
    [
        (Proposal(sector="infrastructure"), "kelurahan", ""),
        (Proposal(sector="general"), "kelurahan", "Biaya umum dipakai RT sendiri."),
        (Proposal(sector="health", mandatory="W1"), "opd", "Iuran JKN dibayar ke penyelenggara."),
        (Proposal(sector="health"), "opd", "Dianggarkan di Dinas Contoh."),
    ],
)
def test_what_stays_out_of_a_package(proposal: Proposal, placement: str, why: str) -> None:
    assert left_out(proposal, placement, "Dinas Contoh" if placement == "opd" else "") == why


def test_a_rab_starts_as_the_usulan_was_costed() -> None:
    rab = rab_from_item(PACKAGE, PAVING_ITEM)
    assert (rab.package, rab.item, rab.form, rab.lines) == (PACKAGE, PAVING, "infrastructure", PAVING_ITEM.lines)
    assert rab.location == "Gang Melati, RT 03/RW 04"
    assert rab_from_item(PACKAGE, CAMERA_ITEM).form == "other"
    assert rab_from_item(PACKAGE, CAMERA_ITEM).location == "RT 03/RW 04"
    named = replace(CAMERA_ITEM, location="Pos RT 03/RW 04")
    assert rab_from_item(PACKAGE, named).location == "Pos RT 03/RW 04"


def test_a_rab_within_what_was_approved() -> None:
    assert check_rab(PAVING_RAB, PAVING_DATA, 5_000_000) == []
    assert check_rab(PAVING_RAB, PAVING_DATA, None) == []
    (over,) = check_rab(PAVING_RAB, PAVING_DATA, 4_900_000)
    assert (over.rule, over.level, over.facts["over"]) == ("C-02", "block", 100_000)
    assert over.message == "RAB “Paving gang” Rp5.000.000, padahal yang disetujui Rp4.900.000: lebih Rp100.000."


def test_an_empty_rab() -> None:
    assert [one.rule for one in check_rab(PAVING_RAB, Rab(title=""), 1)] == ["C-01"]
    unpriced = replace(PAVING_DATA, lines=(replace(PAVING_DATA.lines[0], unit_price=0), PAVING_DATA.lines[1]))
    assert [one.rule for one in check_rab(PAVING_RAB, unpriced, None)] == ["R-03"]


def rules(found: Ledger) -> list[tuple[str, str]]:
    return [(one.rule, one.level) for one in check_contract(found, CONTRACT)]


def with_contract(**changes: Any) -> Ledger:
    return ledger(contracts={CONTRACT: replace(CONTRACT_DATA, **changes)})


def test_a_contract_that_agrees() -> None:
    assert rules(ledger()) == []


def test_tranches_must_come_to_the_value() -> None:
    short = (Tranche(uid=FIRST, number=1, amount=1_000),)
    assert rules(with_contract(tranches=short)) == [("C-03", "block")]
    assert rules(with_contract(tranches=())) == [("C-03", "block")]


def test_the_value_must_be_that_of_the_rabs_and_within_what_was_approved() -> None:
    more = with_contract(value=TOTAL + 1)
    assert rules(more) == [("C-03", "block"), ("V-23", "block"), ("V-23", "block")]
    less = ledger(contracts={CONTRACT: replace(CONTRACT_DATA, value=TOTAL - 1)})
    assert ("V-23", "block") in rules(less)
    # Before every activity has a RAB there is nothing to compare with.
    early = ledger(rabs={PAVING_RAB: PAVING_DATA}, contracts={CONTRACT: CONTRACT_DATA})
    assert rules(early) == []


def test_a_typed_contract_without_package_is_about_everything() -> None:
    found = with_contract(package="")
    assert [one.key for one in found.activities_of(CONTRACT)] == [PAVING, CAMERAS]
    assert rules(found) == []


def test_what_a_contract_must_say() -> None:
    assert rules(with_contract(number=" ", date=None)) == [("C-05", "warn"), ("C-05", "warn")]
    assert rules(with_contract(end=day(2, 1))) == [("C-06", "warn")]
    assert ("C-04", "block") in rules(with_contract(value=0))


def test_rabs_still_open() -> None:
    assert missing_rabs(ledger(), CONTRACT) == []
    assert [one.key for one in missing_rabs(ledger(states={}), CONTRACT)] == [PAVING, CAMERAS]
    assert [one.key for one in missing_rabs(ledger(rabs={PAVING_RAB: PAVING_DATA}), CONTRACT)] == [CAMERAS]


# --- stages ------------------------------------------------------------------------------------------------------


def stage(found: Ledger, key: str = PAVING) -> str:
    return stage_of(found, found.activities[key])


def test_an_activity_goes_its_way() -> None:
    bare: dict[str, Any] = {"contracts": {}, "money": {}}
    spent = {uid(61): receipt(10)}
    steps = [
        (ledger(**bare, rabs={}, states={}), "packaged"),
        (ledger(**bare, states={}), "packaged"),
        (ledger(**bare, states=approved(PAVING_RAB, state="submitted")), "rab_submitted"),
        (ledger(**bare, states=approved(PAVING_RAB, state="conflict")), "rab_submitted"),
        (ledger(**bare, states=approved(PAVING_RAB, state="returned")), "rab_returned"),
        (ledger(**bare, states=approved(PAVING_RAB, state="rejected")), "rab_returned"),
        (ledger(**bare), "rab_approved"),
        (ledger(money={}), "contracted"),
        (ledger(), "funded"),
        (ledger(receipts=spent), "working"),
        (ledger(receipts=spent, states=approved(MONEY_1, MONEY_2, state="submitted")), "spj_submitted"),
        (ledger(states=approved(MONEY_1)), "funded"),
        (ledger(states=approved(MONEY_1, MONEY_2)), "verified"),
        (finished(), "verified"),
        (finished(states=approved(MONEY_1, MONEY_2, uid(92))), "handed_over"),
    ]
    assert [stage(found) for found, _ in steps] == [wanted for _, wanted in steps]
    assert all(wanted in STAGE_WORDS for _, wanted in steps)


def test_only_the_activity_that_was_worked_on_is_being_worked_on() -> None:
    found = ledger(receipts={uid(61): receipt(10)})
    assert (stage(found), stage(found, CAMERAS)) == ("working", "funded")


# --- typed and sent ----------------------------------------------------------------------------------------------


def item(number: int, title: str, amount: int) -> PackageItem:
    return PackageItem(uid=uid(number), title=title, amount=amount)


def test_plain_matches_of_typed_and_sent_items() -> None:
    typed = [item(1, "Paving  gang", 100), item(2, "Kamera", 300), item(3, "Lain", 0), item(4, "A", 7), item(5, "B", 7)]
    sent = [item(11, "paving gang", 90), item(12, "CCTV", 300), item(13, "X", 7), item(14, "Y", 7)]
    # By title, then by amount; two of one amount are nobody's.
    assert matching_items(typed, sent) == {uid(1): uid(11), uid(2): uid(12)}


def test_two_of_one_title_are_told_apart_by_amount() -> None:
    typed = [item(1, "Paving", 100), item(2, "Paving", 200)]
    sent = [item(11, "Paving", 200), item(12, "Paving", 100)]
    assert matching_items(typed, sent) == {uid(1): uid(12), uid(2): uid(11)}


def test_what_pointed_to_a_typed_paper_means_the_sent_one() -> None:
    typed_package, typed_contract, typed_tranche = uid(201), uid(202), uid(203)
    source = SourceItem("35.71.02.1013/04/03", uid(300), "a" * 64)
    found = ledger(
        packages={
            PACKAGE: WorkPackage(items=(replace(PAVING_ITEM, source=source), CAMERA_ITEM)),
            typed_package: WorkPackage(
                items=(PackageItem(uid=uid(204), title="Paving", source=source),), source="paper", links=PACKAGE
            ),
        },
        contracts={
            CONTRACT: CONTRACT_DATA,
            typed_contract: replace(
                CONTRACT_DATA, links=CONTRACT, tranches=(Tranche(uid=typed_tranche, number=1, amount=8_040_000),)
            ),
        },
        rabs={
            PAVING_RAB: replace(PAVING_DATA, package=typed_package, item=uid(204)),
            CAMERA_RAB: ledger().rabs[CAMERA_RAB],
        },
        money={MONEY_1: MoneyReceived(contract=typed_contract, tranche=typed_tranche, amount=8_040_000)},
        receipts={uid(61): receipt(10, contract=typed_contract, tranche=typed_tranche)},
    )  # fmt: skip
    assert list(found.standing_contracts) == [CONTRACT]
    assert list(found.standing_packages) == [PACKAGE]
    assert found.activities[PAVING].rab_uid == PAVING_RAB
    assert [one.uid for one in found.spent_in(FIRST)] == [uid(61)]
    assert [one.uid for one in found.spent_under(CONTRACT)] == [uid(61)]
    assert rules(found) == []


def test_links_to_what_is_not_here_wait() -> None:
    found = ledger(contracts={CONTRACT: replace(CONTRACT_DATA, links=uid(999))})
    assert list(found.standing_contracts) == [CONTRACT]
    assert found.tranche(FIRST) is not None


# --- addenda -----------------------------------------------------------------------------------------------------


def test_an_addendum_binds_once_it_is_approved() -> None:
    later = uid(29)
    cheaper = replace(PAVING_DATA, lines=PAVING_DATA.lines[:1])
    rabs = {PAVING_RAB: PAVING_DATA, later: cheaper, CAMERA_RAB: ledger().rabs[CAMERA_RAB]}
    waiting = ledger(rabs=rabs).activities[PAVING]
    assert (waiting.rab_uid, waiting.budget) == (PAVING_RAB, 5_000_000)
    binding = ledger(rabs=rabs, states=approved(PAVING_RAB, CAMERA_RAB, later)).activities[PAVING]
    assert (binding.rab_uid, binding.budget, binding.rabs) == (later, 3_800_000, (PAVING_RAB, later))
    refused = ledger(rabs={later: cheaper}, states=approved(later, state="rejected")).activities[PAVING]
    assert refused.rab_uid == later
