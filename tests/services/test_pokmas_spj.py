"""The SPJ of a tranche: checked, printed, handed in, returned, corrected, accepted."""

from datetime import date

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from desktop.domain.disbursing import STEP_WORDS
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import explain
from desktop.domain.records import Attendance, Correction, Meeting, Receipt, TaxPayment, WageList
from desktop.domain.states import REJECTED_WAY_OUT
from desktop.services.desk import new_uid
from desktop.services.papers import Printed
from tests.services.pokmas import POKMAS, YEAR, Scene


def text_of(printed: Printed) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(printed.path).pages).split())


def blocks(scene: Scene, tranche: int = 1) -> list[str]:
    results = scene.group.checks.submission("spj", scene.tranches[tranche - 1])
    return [str(one.facts.get("line", one.rule)) for one in results if one.level == "block"]


def test_nothing_missing(scene: Scene) -> None:
    scene.bought()
    assert scene.group.spj.gaps(scene.tranches[0]) == []
    results = scene.group.checks.submission("spj", scene.tranches[0])
    assert [(one.rule, one.level) for one in results] == [("S-04", "warn"), ("S-02", "warn")]
    # Papers that only the custom asks for: said once, and in nobody's way.
    assert results[0].message == (
        "Biasanya juga diminta, belum ada: surat permohonan pencairan, bukti dana masuk, "
        "laporan swakelola dan pengawasan, pernyataan tanggung jawab belanja."
    )
    assert results[1].message == "Berkas SPJ belum dicetak."
    scene.group.spj.build_packet(scene.tranches[0], final=True)
    assert scene.group.checks.submission("spj", scene.tranches[0]) == results[:1]


def test_what_is_missing_holds_the_spj(scene: Scene) -> None:
    scene.contracted()
    assert blocks(scene) == ["S-03", "money", "receipts"]
    assert blocks(scene, 2) == ["S-03", "earlier", "money", "receipts", "photos"]
    with pytest.raises(RuleViolation, match="tranche_unknown"):
        scene.group.spj.checklist(new_uid())
    messages = [one.message for one in scene.group.checks.submission("spj", new_uid())]
    assert "Tahap ini tidak dikenal." in messages


def test_a_final_packet_waits_and_a_draft_tells_the_gaps(scene: Scene) -> None:
    scene.funded()
    scene.pay("Pasir", 1_300_000, photo=False)
    tranche = scene.tranches[0]
    with pytest.raises(RuleViolation, match="spj_incomplete") as held:
        scene.group.spj.build_packet(tranche, final=True)
    assert explain(held.value).startswith("SPJ belum lengkap, kurang 3 hal. Yang pertama ")
    draft = scene.group.spj.build_packet(tranche, final=False)
    assert draft.number == ""
    text = text_of(draft)
    assert "DAFTAR KEKURANGAN" in text
    assert "Sisa item “Pasir” tinggal Rp1.200.000" in text
    assert "Foto nota: 1 dari 1 kuitansi belum punya foto nota." in text
    assert scene.group.papers.issued(tranche) == []


def receipts_of(scene: Scene) -> list[Receipt]:
    return [row.data for row in scene.group.receipts.rows(tranche=scene.tranches[0])]


def test_the_packet_numbers_its_receipts_once_and_carries_the_code(scene: Scene) -> None:
    scene.bought()
    tranche = scene.tranches[0]
    packet = scene.group.spj.build_packet(tranche, final=True)
    assert packet.number == "SPJ-22-P02-1-001"
    assert [one.number for one in receipts_of(scene)] == ["KW-22-P02-1-001", "KW-22-P02-1-002"]
    prepared = scene.group.submissions.prepare("spj", tranche)
    assert packet.submission_code == prepared.code
    text = text_of(packet)
    assert "Tahap 1 dari 2" in text
    assert "KW-22-P02-1-002" in text
    assert "tiga juta delapan ratus ribu rupiah" in text
    assert f"Kode pengajuan {prepared.code}" in text
    assert "Halaman 1 dari" in text
    again = scene.group.spj.build_packet(tranche, final=True)
    assert (again.number, again.sha256) == (packet.number, packet.sha256)
    # A receipt printed by itself keeps the number it has.
    row = scene.group.receipts.rows()[1]
    assert scene.group.papers.build("receipt", row.uid, final=True).number == "KW-22-P02-1-002"
    uid = scene.pay("CCTV", 100, tranche=1)
    assert scene.group.papers.build("receipt", uid, final=True).number == "KW-22-P02-1-003"


def test_a_number_stays_even_where_the_record_cannot_hold_it(scene: Scene) -> None:
    scene.bought()
    group, tranche = scene.group, scene.tranches[0]
    uid = group.receipts.rows()[0].uid
    own = group.receipts.rows()[1]
    group.receipts.save(replace(own.data, number="17/KW/2022"), own.uid)
    group.submissions.submit("spj", tranche)
    late = group.papers.build("receipt", uid, final=True)
    assert late.number == "KW-22-P02-1-001"
    assert late.number in text_of(late)
    assert receipts_of(scene)[0].number == ""  # handed in: what it says stays
    assert group.papers.build("receipt", uid, final=True).number == "KW-22-P02-1-001"
    printed = group.papers.build("receipt", own.uid, final=True)
    assert "17/KW/2022" in text_of(printed)
    assert printed.number == "KW-22-P02-1-002"


def test_stamp_only_above_five_million(scene: Scene) -> None:
    scene.funded()
    dear, just = (scene.group.receipts.save(scene.receipt("CCTV", amount)).uid for amount in (5_000_001, 5_000_000))
    assert "Meterai" in text_of(scene.group.papers.build("receipt", dear))
    assert "Meterai" not in text_of(scene.group.papers.build("receipt", just))


def test_returned_corrected_and_accepted(scene: Scene) -> None:
    scene.bought()
    group, office, tranche = scene.group, scene.office, scene.tranches[0]
    group.spj.build_packet(tranche, final=True)
    first = group.submissions.submit("spj", tranche, on=date(YEAR, 4, 5))
    scene.to_office()
    received = office.submissions.open(first)
    assert received.whole
    assert {record.type for record in received.context if record} == {"d.receipt", "d.photo", "d.progress"}
    assert office.contracts.tranche_state(scene.contract)[0].next_step == "decide_spj"
    uid = group.receipts.rows()[0].uid
    correction = group.receipts.correct(uid, scene.receipt("Paving", 3_700_000), "Salah ketik")
    scene.to_office()
    with pytest.raises(RuleViolation, match="amount_fixed"):
        office.decisions.decide(first, scene.money(), "approve", amount=1)
    office.decisions.decide(first, scene.money(), "return", reason="Ajukan lagi dengan pembetulannya.")
    scene.to_group()
    assert group.contracts.tranche_state(scene.contract)[0].next_step == "mend_spj"
    second = group.submissions.submit("spj", tranche)
    scene.to_office()
    again = office.submissions.open(second)
    assert again.data.attempt == 2
    assert correction.uid in {record.uid for record in again.context if record}
    office.decisions.decide(second, scene.money(), "approve")
    scene.to_group()
    states = group.contracts.tranche_state(scene.contract)
    assert (states[0].next_step, states[0].used, states[1].next_step) == ("done", 4_900_000, "disburse")
    assert office.transfer.digest(POKMAS).published == group.transfer.digest(POKMAS).published


def test_a_rejected_spj_says_what_opens_it(scene: Scene) -> None:
    scene.funded()
    scene.pay("Paving", 3_800_000)
    tranche = scene.tranches[0]
    sent = scene.group.submissions.submit("spj", tranche)
    (waiting,) = [one for one in scene.group.checks.submission("spj", tranche) if one.rule == "S-03"]
    assert waiting.action == "Sudah diajukan; tunggu keputusan kelurahan."
    scene.to_office()
    scene.office.decisions.decide(sent, scene.money(), "reject", reason="Bukan untuk kontrak ini")
    scene.to_group()
    (held,) = [one for one in scene.group.checks.submission("spj", tranche) if one.rule == "S-03"]
    assert held.action == REJECTED_WAY_OUT
    with pytest.raises(RuleViolation, match="submission_rejected") as refused:
        scene.group.submissions.submit("spj", tranche)
    assert REJECTED_WAY_OUT in explain(refused.value)
    assert "dikembalikan" in STEP_WORDS[scene.group.contracts.tranche_state(scene.contract)[0].next_step]
    # What the sentence says does work.
    scene.office.decisions.decide(sent, scene.money(), "return", reason="Perbaiki lalu ajukan lagi")
    scene.to_group()
    assert scene.group.submissions.submit("spj", tranche) != sent


def test_corrected_after_acceptance_counts_once_handed_in_again(scene: Scene) -> None:
    """Records and accepted packet say the same sum on both desks, until the SPJ is accepted anew."""
    scene.bought()
    group, office, (first, second) = scene.group, scene.office, scene.tranches

    def sums() -> list[tuple[int, int, int]]:
        """On both desks: used, carried into the second tranche, the end of the first tranche's book."""
        return [
            (
                (states := desk.contracts.tranche_state(scene.contract))[0].used,
                states[1].carried,
                desk.books.cash_book(first).closing,
            )
            for desk in (group, office)
        ]

    def approve() -> None:
        sent = group.submissions.submit("spj", first)
        scene.to_office()
        office.decisions.decide(sent, scene.money(), "approve")
        scene.to_group()

    approve()
    accepted = [(5_000_000, 3_040_000, 3_040_000)] * 2
    assert sums() == accepted
    uid = next(row.uid for row in group.receipts.rows() if row.data.amount == 3_800_000)
    group.receipts.correct(uid, scene.receipt("Paving", 1), "Salah ketik")
    scene.to_office()
    assert sums() == accepted
    for desk in (group, office):
        (flag,) = [flag for row in desk.receipts.rows(area=POKMAS) for flag in row.flags]
        assert flag.rule == "K-11"
        assert "(disetujui Rp3.800.000, pembetulan Rp1); pembetulan itu belum dihitung" in flag.message
        states = desk.contracts.tranche_state(scene.contract)
        assert flag.message in states[0].doubts[0]
        assert any("punya pembetulan" in reason for reason in states[1].blocked_by)
    assert any(line.state == "missing" for line in group.spj.checklist(first) if line.key == "receipts")
    # Corrected once more: it starts from what was written last, not from what was accepted.
    with pytest.raises(RuleViolation, match="nothing_changed"):
        group.receipts.correct(uid, scene.receipt("Paving", 1), "Salah ketik")
    group.receipts.correct(uid, scene.receipt("Paving", 3_700_000), "Uang kembali Rp100.000")
    # The money of the second tranche has moved all the same; the SPJ can still be opened again.
    office.contracts.disburse(scene.contract, second, date(YEAR, 6, 1), despite_blocks=True)
    scene.to_office()
    sent = office.submissions.received(POKMAS)[-1].uid
    office.decisions.decide(sent, scene.money(), "return", reason="Ajukan lagi dengan pembetulannya")
    scene.to_group()
    assert sums() == [(4_900_000, 3_140_000, 3_140_000)] * 2
    approve()
    assert sums() == [(4_900_000, 3_140_000, 3_140_000)] * 2
    assert [flag for row in group.receipts.rows() for flag in row.flags] == []
    assert office.transfer.digest(POKMAS).published == group.transfer.digest(POKMAS).published


def test_a_receipt_written_after_acceptance_belongs_to_no_spj_until_it_is_led_on(scene: Scene) -> None:
    """What was accepted stays what it was on both desks; the receipt says so and goes to the next tranche."""
    scene.bought()
    group, office, first = scene.group, scene.office, scene.tranches[0]
    sent = group.submissions.submit("spj", first)
    scene.to_office()
    waiting = scene.pay("Pasir", 50_000)  # typed while the kelurahan looks
    assert group.contracts.tranche_state(scene.contract)[0].used == 5_050_000
    office.decisions.decide(sent, scene.money(), "approve")
    scene.to_group()
    late = scene.pay("Pasir", 70_000)
    for desk in (group, office):
        states = desk.contracts.tranche_state(scene.contract)
        assert (states[0].used, states[1].carried) == (5_000_000, 3_040_000)
        assert desk.books.cash_book(first).closing == 3_040_000
    for uid in (waiting, late):
        said = [flag for flag in group.receipts.flags(uid) if flag.rule == "K-09"]
        assert [flag.level for flag in said] == ["warn"]
        assert "sesudah SPJ tahap 1 diajukan dan disetujui" in said[0].message
    assert group.receipts.rows(tranche=first)[-1].data.amount == 1_200_000
    group.receipts.save(scene.receipt("Pasir", 70_000, tranche=2), late)
    assert not [flag for flag in group.receipts.flags(late) if flag.rule == "K-09"]
    assert group.contracts.tranche_state(scene.contract)[1].used == 70_000
    # Returned by the kelurahan, the accepted SPJ is open again and takes the other one in.
    office.decisions.decide(sent, scene.money(), "return", reason="Ajukan lagi dengan kuitansi yang tertinggal")
    scene.to_group()
    assert not [flag for flag in group.receipts.flags(waiting) if flag.rule == "K-09"]
    assert group.contracts.tranche_state(scene.contract)[0].used == 5_050_000


def test_books_recap_and_packet_tell_one_sum(scene: Scene) -> None:
    scene.bought()
    group, tranche = scene.group, scene.tranches[0]
    book, lines = group.books.cash_book(tranche), group.spj.recap(tranche)
    assert book.spent == sum(line.now for line in lines) == 5_000_000
    text = text_of(group.papers.build("tranche_recap", tranche))
    assert "5.000.000" in text
    assert "Saldo awal" in text_of(group.papers.build("cash_book", tranche))


def test_papers_of_a_contract_take_a_tranche_or_a_month(scene: Scene) -> None:
    scene.bought()
    papers = scene.group.papers
    whole = papers.build("cash_book", scene.contract, final=True)
    first = papers.build("cash_book", scene.tranches[0], final=True)
    march = papers.build("cash_book", scene.contract, final=True, month=date(YEAR, 3, 1))
    assert [one.number[-3:] for one in (whole, first, march)] == ["001", "002", "003"]
    assert "Bulan Maret 2022" in text_of(march)
    assert papers.build("cash_book", scene.contract, final=True, month=date(YEAR, 3, 9)).number == march.number
    assert len(papers.issued(scene.contract, "cash_book")) == 1
    with pytest.raises(RuleViolation, match="record_missing"):
        papers.build("cash_book", new_uid())
    with pytest.raises(RuleViolation, match="paper_other_record"):
        papers.build("cash_book", scene.rabs["Paving gang"])


def test_struck_rows_stand_in_the_printed_book(scene: Scene) -> None:
    scene.bought()
    tranche = scene.tranches[0]
    scene.group.spj.build_packet(tranche, final=True)
    scene.group.submissions.submit("spj", tranche)
    uid = scene.group.receipts.rows()[0].uid
    scene.group.receipts.correct(uid, scene.receipt("Paving", 3_700_000), "Salah ketik")
    text = text_of(scene.group.papers.build("cash_book", tranche))
    assert "3.800.000" in text  # struck through, and not counted
    assert "Pembetulan: Paving" in text
    assert "4.900.000" in text
    assert "KW-22-P02-1-001 P1" in text_of(scene.group.papers.build("receipt", uid))


def test_evidence_that_goes_along(scene: Scene) -> None:
    """Wage lists, tax payments, trainings that took place, and slips; not a training still to come."""
    scene.bought()
    group = scene.group
    uid = group.receipts.rows()[0].uid
    group.records.save("d.wage_list", WageList(receipt=uid))
    group.records.save("d.wage_list", WageList(receipt=new_uid()))
    group.records.save("d.tax_payment", TaxPayment(kind="pph22", amount=5, receipts=(uid, new_uid())))
    past = group.records.save("d.meeting", Meeting(kind="training", title="Kue", date=date(YEAR, 3, 15)))
    group.records.save("d.attendance", Attendance(meeting=past.uid, name="Sri (contoh)"))
    coming = group.records.save("d.meeting", Meeting(kind="training", title="Sablon", date=date(YEAR, 9, 1)))
    group.records.save("d.attendance", Attendance(meeting=coming.uid, name="Sri (contoh)"))
    group.attachments.add_photo(scene.money(), scene.picture(), "other")
    prepared = group.submissions.prepare("spj", scene.tranches[0])
    kinds = [record.type for record in prepared.context]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "d.receipt": 2,
        "d.wage_list": 1,
        "d.tax_payment": 1,
        "d.progress": 1,
        "d.meeting": 1,
        "d.attendance": 1,
        "d.photo": 6,
    }
    assert coming.uid not in {record.uid for record in prepared.context}


def test_data_that_breaks_a_money_rule_is_taken_but_not_accepted(scene: Scene) -> None:
    """A version that does not know the rule handed it in: nothing is refused, and the next step waits."""
    scene.bought()
    scene.pay("Pasir", 100_000)
    uid = scene.group.submissions.submit("spj", scene.tranches[0])
    scene.to_office()
    assert scene.office.submissions.open(uid).whole
    money = scene.money()
    with pytest.raises(RuleViolation, match="money_rules_broken") as held:
        scene.office.decisions.decide(uid, money, "approve")
    assert "lebih Rp100.000" in explain(held.value)
    scene.office.decisions.decide(uid, money, "return", reason="Bagi ke item lain.")
    assert scene.office.contracts.tranche_state(scene.contract)[0].next_step == "mend_spj"


def test_a_receipt_written_on_another_laptop_after_handing_in_waits(scene: Scene) -> None:
    """Not part of what was handed in: it stays here, and a new submission would bring it."""
    scene.bought()
    first = scene.group.submissions.submit("spj", scene.tranches[0])
    late = scene.pay("CCTV", 5_000)
    scene.to_office()
    covered = scene.office.submissions.open(first)
    assert late not in {record.uid for record in covered.context if record}
    assert scene.office.records.get(late) is None
    assert scene.group.records.get(late) is not None


def test_a_packet_printed_before_a_change_is_told(scene: Scene) -> None:
    scene.bought()
    scene.group.spj.build_packet(scene.tranches[0], final=True)
    scene.pay("CCTV", 5_000)
    scene.group.attachments.add_photo(scene.rabs["CCTV lingkungan"], scene.picture(), "0")
    results = scene.group.checks.submission("spj", scene.tranches[0])
    assert [one.message for one in results if one.rule == "S-02"] == ["Berkas SPJ dicetak sebelum isinya berubah."]


def test_corrections_of_corrections_are_covered(scene: Scene) -> None:
    scene.bought()
    group = scene.group
    uid = group.receipts.rows()[0].uid
    first = group.records.save("d.correction", Correction(of=uid, data={"amount": 5}))
    second = group.records.save("d.correction", Correction(of=first.uid, data={"amount": 6}))
    foreign = group.records.save("d.correction", Correction(of=new_uid(), data={"amount": 7}))
    covered = {record.uid for record in group.submissions.prepare("spj", scene.tranches[0]).context}
    assert {first.uid, second.uid} <= covered
    assert foreign.uid not in covered
