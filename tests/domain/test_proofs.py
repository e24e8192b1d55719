"""Money paid back, the sums counted two ways, and the papers of the custom in the checklist."""

import datetime

from msgspec.structs import replace

from desktop.domain.books import bank_book, cash_book
from desktop.domain.disbursing import tranche_states
from desktop.domain.ledger import Ledger
from desktop.domain.proofs import contract_proofs, proofs, tranche_proofs
from desktop.domain.receipt_checks import check_tranche_total
from desktop.domain.records import Document, MoneyReturned, Photo, Scan, TaxLine, TeamReport
from desktop.domain.spj import SECTIONS, checklist, in_order
from tests.domain.examples import uid
from tests.domain.pokmas import (
    CAMERA,
    CAMERA_RAB,
    CONTRACT,
    CONTRACT_DATA,
    FIRST,
    MONEY_2,
    PAVING_RAB,
    SECOND,
    STONES,
    day,
    finished,
    ledger,
    receipt,
)

BACK = uid(950)
LETTER_DAY = day(6, 1)


def returned(amount: int, tranche: str = SECOND) -> dict[str, MoneyReturned]:
    return {BACK: MoneyReturned(contract=CONTRACT, tranche=tranche, date=day(7, 5), amount=amount, reference="STS 7")}


def one_camera_less(**more: object) -> Ledger:
    """The second tranche leaves Rp2.800.000 over."""
    spent = {
        **finished().receipts,
        uid(63): receipt(5_600_000, (CAMERA_RAB, CAMERA, 5_600_000), tranche=SECOND, date=day(6, 20)),
    }
    return finished(receipts=spent, **more)


def told(found: Ledger, key: str, tranche: str = SECOND) -> tuple[str, str, tuple[str, str]]:
    line = next(one for one in checklist(found, tranche) if one.key == key)
    assert (
        key not in {"leftover", "transfer", "request", "statement", "reports"}
        or not line.blocks
        or (line.state != "missing")
    )
    return line.state, line.detail, line.jump


def test_what_is_paid_back_leaves_the_books_and_the_balance() -> None:
    kept, given = one_camera_less(), one_camera_less(returns=returned(2_800_000))
    assert tranche_states(kept, CONTRACT)[1].left == 2_800_000
    state = tranche_states(given, CONTRACT)[1]
    assert (state.returned, state.left) == (2_800_000, 0)
    row = cash_book(given, CONTRACT, SECOND).rows[-1]
    assert (row.kind, row.spent, row.number, row.description) == (
        "returned",
        2_800_000,
        "STS 7",
        "Setor sisa dana tahap 2",
    )
    assert cash_book(given, CONTRACT).closing == 0
    assert bank_book(given, CONTRACT, SECOND).spent == 2_800_000


def test_money_paid_back_early_is_carried_nowhere_and_cannot_be_spent() -> None:
    found = finished(returns=returned(3_040_000, FIRST))
    first, second = tranche_states(found, CONTRACT)
    assert (first.left, second.carried, second.left) == (0, 0, -3_040_000)
    (finding,) = check_tranche_total(found, SECOND)
    assert finding.level == "block"
    assert finding.facts["over"] == 3_040_000
    # All that the first tranche held went back, and a receipt came on top: V-24 speaks of it there.
    more = finished(returns=returned(3_040_001, FIRST))
    (over,) = check_tranche_total(more, FIRST)
    assert "Rp3.040.001 sudah disetor kembali" in over.message


def test_sums_agree_counted_two_ways() -> None:
    found = finished()
    assert [one.key for one in proofs(found, SECOND)] == ["tranches", "rab", "splits", "recap", "book", "balance"]
    for tranche in (FIRST, SECOND):
        assert all(one.agrees for one in proofs(found, tranche))
    assert proofs(found, uid(999)) == []
    assert contract_proofs(found, uid(999)) == []
    given = one_camera_less(returns=returned(2_000_000))
    balance = tranche_proofs(given, SECOND)[-1]
    assert (balance.left, balance.right) == (800_000, 800_000)
    assert "sesudah disetor kembali" in balance.left_name


def test_tax_kept_back_is_money_in_the_book() -> None:
    tax = TaxLine(uid=uid(900), kind="pph22", amount=51_000, withheld_by="pokmas")
    found = ledger(receipts={uid(61): receipt(3_800_000, taxes=(tax,))})
    balance = tranche_proofs(found, FIRST)[-1]
    assert balance.agrees
    assert balance.left == 8_040_000 - 3_800_000 + 51_000


def test_what_does_not_agree_is_named_with_its_difference() -> None:
    other = replace(CONTRACT_DATA, value=CONTRACT_DATA.value + 1_000)
    loose = receipt(500_000, (PAVING_RAB, STONES, 400_000))
    found = ledger(contracts={CONTRACT: other}, receipts={uid(61): loose})
    wrong = {one.key: one.difference for one in proofs(found, FIRST) if not one.agrees}
    assert wrong == {"tranches": 1_000, "rab": 1_000, "splits": 100_000, "recap": 100_000}


def test_leftovers_of_the_last_tranche_are_asked_for() -> None:
    assert told(finished(), "leftover") == ("not_needed", "Tidak ada sisa.", ("", ""))
    assert told(finished(), "leftover", FIRST)[0] == "not_needed"
    kept = one_camera_less()
    assert told(kept, "leftover") == (
        "missing",
        "Sisa Rp2.800.000 belum dibelanjakan atau disetor kembali.",
        ("tranche", SECOND),
    )
    given = one_camera_less(returns=returned(2_800_000))
    assert told(given, "leftover")[1:] == (
        "Rp2.800.000 disetor, slipnya (STS) belum difoto.",
        ("d.money_returned", BACK),
    )
    shown = one_camera_less(returns=returned(2_800_000), photos={uid(951): Photo(of=BACK)})
    assert told(shown, "leftover") == ("complete", "Rp2.800.000 disetor.", ("", ""))


def letter(kind: str, stage: str = "Tahap 2", on: datetime.date | None = LETTER_DAY) -> Document:
    return Document(kind=kind, of=CONTRACT, date=on, texts={"stage": stage})


def test_letters_count_for_the_tranche_they_name() -> None:
    found = finished(documents={uid(960): letter("disbursement_request")})
    assert told(found, "request")[0] == "complete"
    assert told(found, "request", FIRST)[0] == "missing"
    assert told(finished(documents={uid(960): letter("disbursement_request", "")}), "request", FIRST)[0] == "complete"
    begun = finished(documents={uid(960): letter("spending_statement", on=None)})
    assert told(begun, "statement") == (
        "missing",
        "Sudah mulai ditulis, belum bertanggal.",
        ("d.document", "spending_statement"),
    )
    signed = finished(
        documents={uid(960): letter("spending_statement")},
        scans={uid(961): Scan(of=uid(960), paper="spending_statement")},
    )
    assert told(signed, "statement")[:2] == ("complete", "Sudah dilampirkan.")


def test_the_proof_of_transfer_is_a_picture_with_the_money() -> None:
    assert told(finished(), "transfer")[2] == ("d.money_received", MONEY_2)
    assert told(finished(photos={uid(962): Photo(of=MONEY_2)}), "transfer")[0] == "complete"
    assert told(ledger(money={}), "transfer")[0] == "not_needed"


def test_both_teams_report_up_to_the_quarter_of_the_last_receipt() -> None:
    assert told(finished(), "reports")[1] == "Laporan swakelola dan laporan pengawasan triwulan 2 belum dibuat."
    one = {uid(970): TeamReport(form="U", quarter=2, contract=CONTRACT)}
    assert told(finished(reports=one), "reports")[1:] == (
        "Laporan pengawasan triwulan 2 belum dibuat.",
        ("d.document", "supervision_report"),
    )
    both = {**one, uid(971): TeamReport(form="V", quarter=3)}
    assert told(finished(reports=both), "reports")[0] == "complete"
    assert told(ledger(), "reports", FIRST)[0] == "not_needed"


def test_an_order_keeps_every_part_of_the_packet() -> None:
    assert in_order(()) == tuple(SECTIONS)
    chosen = in_order(("photos", "recap", "photos", "unknown"))
    assert chosen[:2] == ("photos", "recap")
    assert sorted(chosen) == sorted(SECTIONS)
