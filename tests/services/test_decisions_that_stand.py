"""What money already rests on is not undone behind its back; old versions are not decided on again."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import explain
from desktop.domain.records import Rab
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk
from desktop.services.submissions import SubmissionService
from tests.services.conftest import carry
from tests.services.pokmas import POKMAS, YEAR, Scene
from tests.services.test_one_proposal_there_and_back import fill


def test_money_of_a_tranche_is_not_sent_twice(scene: Scene) -> None:
    scene.funded()
    office, first = scene.office, scene.tranches[0]
    with pytest.raises(RuleViolation, match="tranche_paid") as held:
        office.contracts.disburse(scene.contract, first, date(YEAR, 3, 11))
    assert explain(held.value).startswith("Tahap 1 sudah dicairkan Rp8.040.000 dari Rp8.040.000")
    assert office.contracts.tranche_state(scene.contract)[0].disbursed == 8_040_000
    # Somebody looked, and the treasury did send more: then it is written down.
    office.contracts.disburse(scene.contract, first, date(YEAR, 3, 11), 10_000, despite_blocks=True)
    assert office.contracts.tranche_state(scene.contract)[0].disbursed == 8_050_000


def test_a_tranche_may_be_sent_in_parts(scene: Scene) -> None:
    scene.contracted()
    office, first = scene.office, scene.tranches[0]
    office.contracts.disburse(scene.contract, first, date(YEAR, 3, 1), 8_000_000)
    office.contracts.disburse(scene.contract, first, date(YEAR, 3, 2), 40_000)
    with pytest.raises(RuleViolation, match="tranche_paid"):
        office.contracts.disburse(scene.contract, first, date(YEAR, 3, 3), 1)


def handed_in_again(scene: Scene) -> tuple[str, str, str]:
    """A RAB returned and brought again: both submissions and the RAB."""
    scene.packaged()
    first = scene.group.submissions.submit("rab", scene.package)
    scene.to_office()
    for uid in scene.rabs.values():
        scene.office.decisions.decide(first, uid, "return", reason="Perbaiki volumenya.")
    scene.to_group()
    second = scene.group.submissions.submit("rab", scene.package)
    scene.to_office()
    return first, second, scene.rabs["Paving gang"]


def test_a_version_that_was_replaced_is_not_decided_on(scene: Scene) -> None:
    first, second, rab = handed_in_again(scene)
    office = scene.office
    office.decisions.decide(second, rab, "approve")
    with pytest.raises(RuleViolation, match="submission_superseded") as held:
        office.decisions.decide(first, rab, "return", reason="lama")
    assert "pengajuan ke-2" in explain(held.value)
    assert office.submissions.states(scene.office.submissions.open(second).area)[rab].state == "approved"


def test_a_rab_whose_contract_is_paid_stays_approved(scene: Scene) -> None:
    scene.funded()
    office, rab = scene.office, scene.rabs["Paving gang"]
    area = office.records.get(scene.contract).area  # type: ignore[union-attr]  # it was just made
    state = office.submissions.states(area)[rab]
    with pytest.raises(RuleViolation, match="approval_in_use") as held:
        office.decisions.decide(state.submission, rab, "return", reason="Ada yang kurang.")
    assert "dana kontraknya sudah dicairkan" in explain(held.value)
    office.decisions.decide(state.submission, rab, "approve")  # the same word again changes nothing
    assert office.submissions.states(area)[rab].state == "approved"


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "\u2060 \ufeff"])
def test_a_reason_is_something_one_can_read(scene: Scene, reason: str) -> None:
    first, second, rab = handed_in_again(scene)
    with pytest.raises(RuleViolation, match="reason_missing"):
        scene.office.decisions.decide(second, rab, "return", reason=reason)
    with pytest.raises(RuleViolation, match="reason_missing"):
        scene.group.submissions.withdraw(second, reason)
    assert first != second


@pytest.mark.parametrize(
    ("more", "field", "reason"),
    [
        ({"priority": -1}, "priority", "terlalu kecil, paling sedikit 0"),
        ({"priority": 99_999_999_999}, "priority", "terlalu besar, paling banyak 100.000"),
        ({"reason": "x" * 10_001}, "reason", "teks 10001 huruf, paling banyak 10000"),
        ({"reason": "a\x01b"}, "reason", "tanda kendali U+0001 pada huruf 2"),
        ({"office": "x" * 501, "placement": "opd"}, "office", "terlalu panjang, paling banyak"),
    ],
)
def test_a_decision_that_cannot_be_saved_names_the_field(
    paired: tuple[Desk, Desk], tmp_path: Path, more: dict[str, Any], field: str, reason: str
) -> None:
    rt, office = paired
    meeting, (item, _) = fill(rt)
    sent = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    with pytest.raises(RuleViolation, match="bad_field") as held:
        DecisionService(office).decide(sent, item, "approve", **more)
    assert held.value.field == field
    assert reason in str(held.value.facts["reason"])


def test_more_than_a_tranche_plans_is_not_sent_by_a_slip_of_a_digit(scene: Scene) -> None:
    scene.contracted()
    office, first = scene.office, scene.tranches[0]
    with pytest.raises(RuleViolation, match="tranche_above_plan") as held:
        office.contracts.disburse(scene.contract, first, date(YEAR, 3, 1), 80_400_000)
    assert explain(held.value).startswith("Dana Rp80.400.000 melebihi rencana tahap 1, yaitu Rp8.040.000")
    assert office.records.find("k.disbursement") == []
    office.contracts.disburse(scene.contract, first, date(YEAR, 3, 1), 8_050_000, despite_blocks=True)
    assert office.contracts.tranche_state(scene.contract)[0].disbursed == 8_050_000


def test_leftovers_paid_back_after_the_spj_was_accepted_reach_the_kelurahan(scene: Scene) -> None:
    scene.bought()
    group, office, first = scene.group, scene.office, scene.tranches[0]
    sent = group.submissions.submit("spj", first)
    scene.to_office()
    office.decisions.decide(sent, scene.money(), "approve")
    scene.to_group()
    note = group.contracts.return_money(scene.contract, first, date(YEAR, 12, 20), 304_000, reference="STS-1")
    assert note.state == "published"
    scene.to_office()
    assert office.contracts.tranche_state(scene.contract)[0].returned == 304_000
    group.contracts.return_money(scene.contract, first, date(YEAR, 12, 20), 3_040_000, reference="STS-1", uid=note.uid)
    scene.to_office()
    for desk in (group, office):
        state = desk.contracts.tranche_state(scene.contract)[0]
        assert (state.returned, state.left, state.spj_state) == (3_040_000, 0, "approved")
    # Noted twice: one goes again, everywhere; and comes back.
    again = group.contracts.return_money(scene.contract, first, date(YEAR, 12, 20), 3_040_000, reference="STS-1")
    for deed, returned in ((group.contracts.drop_money, 3_040_000), (group.contracts.bring_money_back, 6_080_000)):
        deed(again.uid)
        scene.to_office()
        assert {desk.contracts.tranche_state(scene.contract)[0].returned for desk in (group, office)} == {returned}
        assert group.transfer.digest(POKMAS).published == office.transfer.digest(POKMAS).published
    with pytest.raises(RuleViolation, match="locked"):
        group.contracts.drop_money(scene.money())


def test_receipts_altered_while_their_spj_was_approved_count_as_approved(scene: Scene) -> None:
    scene.bought()
    group, office, first = scene.group, scene.office, scene.tranches[0]
    sent = group.submissions.submit("spj", first)
    scene.to_office()
    group.submissions.withdraw(sent, "Ada yang keliru.")
    row = group.receipts.rows()[0]
    less = replace(row.data, amount=1, splits=(replace(row.data.splits[0], amount=1),))
    group.receipts.save(less, uid=row.uid)
    assert group.contracts.tranche_state(scene.contract)[0].used == 1_200_001
    office.decisions.decide(sent, scene.money(), "approve")  # it had not heard of the withdrawal
    scene.to_group()
    scene.to_office()
    for desk in (group, office):
        state = desk.contracts.tranche_state(scene.contract)[0]
        assert (state.used, state.spj_state) == (5_000_000, "approved")
        assert all(one.agrees for one in desk.spj.proofs(first))
    # What was wrong is put right as with every accepted SPJ.
    group.receipts.correct(row.uid, less, "Salah ketik.")
    scene.to_office()
    for desk in (group, office):
        state = desk.contracts.tranche_state(scene.contract)[0]
        assert state.used == 5_000_000
        assert any("belum dihitung" in doubt for doubt in state.doubts)


def test_a_rab_above_what_was_approved_is_returned_not_approved(scene: Scene) -> None:
    scene.packaged()
    group, office, rab = scene.group, scene.office, scene.rabs["Paving gang"]
    record = group.records.get(rab)
    assert record is not None
    assert isinstance(record.data, Rab)
    tenfold = tuple(replace(line, unit_price=line.unit_price * 10) for line in record.data.lines)
    group.records.save("d.rab", replace(record.data, lines=tenfold), uid=rab)
    sent = group.submissions.submit("rab", scene.package)
    scene.to_office()
    with pytest.raises(RuleViolation, match="rab_above_approved") as held:
        office.decisions.decide(sent, rab, "approve")
    assert "RAB ini Rp50.000.000, padahal yang disetujui Rp5.000.000" in explain(held.value)
    office.decisions.decide(sent, rab, "return", reason="Terlalu mahal.")
    office.decisions.decide(sent, scene.rabs["CCTV lingkungan"], "approve")


def test_a_slip_photographed_after_acceptance_goes_out_with_its_note(scene: Scene) -> None:
    """The picture of the deposit slip (STS) of leftovers noted late, and of a note the accepted SPJ covers."""
    scene.bought()
    group, first = scene.group, scene.tranches[0]
    early = group.contracts.return_money(scene.contract, first, date(YEAR, 4, 20), 1_000, reference="STS-0")
    group.attachments.add_photo(early.uid, scene.picture(), "other")
    sent = group.submissions.submit("spj", first)
    scene.to_office()
    scene.office.decisions.decide(sent, scene.money(1), "approve")
    scene.to_group()
    late = group.contracts.return_money(scene.contract, first, date(YEAR, 12, 20), 304_000, reference="STS-1")
    files = [scene.folder / f"{name}.png" for name in ("red", "blue")]
    for file in files:
        Image.new("RGB", (48, 48), file.stem).save(file)
    for note, file in zip((early, late), files, strict=True):
        photo = group.attachments.add_photo(note.uid, file, "other")
        assert photo.state == "published"
        scene.to_office()
        known = scene.office.records.get(photo.uid)
        assert known is not None
        assert scene.office.attachments.content(known.files[0])
    # An unpublished note's picture waits for the SPJ, as ever.
    draft = scene.group.records.find("d.receipt")[0]
    assert group.attachments.add_photo(draft.uid, files[0], "receipt").state == "saved"


def test_what_came_back_with_a_returned_spj_may_be_thrown_away_everywhere(scene: Scene) -> None:
    scene.bought()
    group, office, first = scene.group, scene.office, scene.tranches[0]
    twice = scene.pay("Pasir", 10)
    (blurred,) = group.records.find("d.photo", parent=twice)
    group.receipts.save(scene.receipt("Paving", 3_799_990), group.receipts.rows(tranche=first)[0].uid)
    group.receipts.save(scene.receipt("Pasir", 1_199_990), group.receipts.rows(tranche=first)[1].uid)
    progress = group.progress.set(scene.rabs["Paving gang"], 50, date(YEAR, 3, 25)).uid
    sent = group.submissions.submit("spj", first)
    scene.to_office()
    with pytest.raises(RuleViolation, match="locked"):
        group.publications.drop([twice])
    office.decisions.decide(sent, scene.money(), "return", reason="nota ganda dan buram")
    scene.to_group()
    gone = [twice, blurred.uid, progress]
    group.publications.drop(gone)
    scene.to_office()
    for desk in (group, office):
        assert [desk.records.get(uid) for uid in gone] == [None, None, None]
        assert desk.books.cash_book(first).spent == 4_999_980
    assert office.submissions.open(sent).uid == sent
    group.publications.bring_back([progress])
    again = group.submissions.submit("spj", first)
    scene.to_office()
    assert office.records.get(progress) is not None
    office.decisions.decide(again, scene.money(), "approve")
    scene.to_group()
    assert {desk.contracts.tranche_state(scene.contract)[0].used for desk in (group, office)} == {4_999_980}
    for kept in (scene.money(), progress):
        with pytest.raises(RuleViolation, match="locked"):
            group.publications.drop([kept])


def test_a_receipt_thrown_away_while_its_spj_was_approved_after_all_counts_as_approved(scene: Scene) -> None:
    scene.bought()
    group, office, first = scene.group, scene.office, scene.tranches[0]
    sent = group.submissions.submit("spj", first)
    scene.to_office()
    office.decisions.decide(sent, scene.money(), "return", reason="nota buram")
    scene.to_group()
    (one, _) = group.receipts.rows(tranche=first)
    group.publications.drop([one.uid])
    assert group.contracts.tranche_state(scene.contract)[0].used == 1_200_000
    office.decisions.decide(sent, scene.money(), "approve")
    scene.to_group()
    scene.to_office()
    for desk in (group, office):
        state = desk.contracts.tranche_state(scene.contract)[0]
        assert (state.spj_state, state.used) == ("approved", 5_000_000)


def test_a_receipt_that_was_corrected_is_not_thrown_away(scene: Scene) -> None:
    scene.bought()
    group, first = scene.group, scene.tranches[0]
    sent = group.submissions.submit("spj", first)
    row = group.receipts.rows(tranche=first)[0]
    group.receipts.correct(row.uid, replace(row.data, payee="TB Lain"), "Salah nama")
    scene.to_office()
    scene.office.decisions.decide(sent, scene.money(), "return", reason="nota buram")
    scene.to_group()
    with pytest.raises(RuleViolation, match="receipt_corrected"):
        group.publications.drop([row.uid])
