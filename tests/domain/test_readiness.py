"""How many papers of an SPJ are there, and what an inspector would ask."""

import pytest
from msgspec.structs import replace

from desktop.domain.inspector import SECTIONS, Answer, Question, counts, questions
from desktop.domain.ledger import Ledger
from desktop.domain.readiness import activity_figure, tranche_figure
from desktop.domain.records import (
    CostLine,
    Disbursement,
    Document,
    Meeting,
    MoneyReceived,
    Photo,
    Scan,
    TaxLine,
    Team,
    TeamMember,
    TeamReport,
    WageList,
    WageRow,
)
from tests.domain.examples import uid
from tests.domain.pokmas import (
    CAMERA_RAB,
    CONTRACT,
    CONTRACT_DATA,
    FIRST,
    MONEY_1,
    MONEY_2,
    PAVING,
    PAVING_DATA,
    PAVING_RAB,
    SECOND,
    STONES,
    YEAR,
    approved,
    day,
    finished,
    ledger,
    photo,
    receipt,
)

LABOUR = uid(35)


def titles(found: Ledger, tranche: str = FIRST) -> list[str]:
    figure = tranche_figure(found, tranche)
    assert figure is not None
    return [piece.title for piece in figure.missing]


def test_each_receipt_and_picture_counts_by_itself() -> None:
    found = ledger(receipts={uid(61): receipt(3_800_000), uid(62): receipt(500_000, (CAMERA_RAB, uid(33), 500_000))})
    figure = tranche_figure(found, FIRST)
    assert figure is not None
    # Contract, money and its sum; two RABs; two receipts are there. Four papers of the custom, two bills and two
    # pictures of the work are not.
    assert figure.words == "SPJ tahap 1: 7 dari 15 lengkap"
    more = replace_photos(found, photo(uid(61)), photo(PAVING_RAB, "0"))
    again = tranche_figure(more, FIRST)
    assert again is not None
    assert (again.done, again.total) == (9, 15)
    assert "Foto nota TB Contoh" in [piece.title for piece in again.missing]
    assert again.missing[-1].jump == ("d.rab", CAMERA_RAB)


def replace_photos(found: Ledger, *photos: Photo) -> Ledger:
    return ledger(receipts=found.receipts, photos={uid(500 + at): one for at, one in enumerate(photos)})


def test_without_receipts_one_is_missing() -> None:
    assert "Kuitansi" in titles(ledger())
    assert tranche_figure(ledger(), uid(999)) is None


def test_taxes_wages_and_trainings_count() -> None:
    tax = TaxLine(uid=uid(900), kind="pph22", amount=51_000, withheld_by="pokmas")
    labour = CostLine(uid=LABOUR, group="labour", description="Tukang", unit="HOK", volume="5", unit_price=100_000)
    rab = replace(PAVING_DATA, lines=(*PAVING_DATA.lines, labour))
    paid = receipt(400_000, (PAVING_RAB, LABOUR, 400_000), payee="Tukang Contoh")
    found = ledger(
        rabs={**ledger().rabs, PAVING_RAB: rab},
        receipts={uid(61): receipt(3_800_000, taxes=(tax,)), uid(62): paid},
        meetings={uid(300): Meeting(kind="training", title="Pelatihan kue")},
        years={uid(61): YEAR},
    )
    assert {"Bukti setor PPh 22", "Daftar upah Tukang Contoh", "Daftar hadir Pelatihan kue"} <= set(titles(found))
    done = ledger(
        rabs={**ledger().rabs, PAVING_RAB: rab},
        receipts={uid(61): receipt(3_800_000, taxes=(replace(tax, ntpn="NTPN1"),)), uid(62): paid},
        wages={uid(310): WageList(receipt=uid(62), rows=(WageRow(uid=uid(311), name="Tukang"),))},
        meetings={uid(300): Meeting(kind="training", title="Pelatihan kue")},
        present={uid(300): 2},
    )
    assert not {"Bukti setor PPh 22", "Daftar upah Tukang Contoh", "Daftar hadir Pelatihan kue"} & set(titles(done))


def test_an_activity_from_its_rab_to_the_handover() -> None:
    found = finished()
    paving = found.activities[PAVING]
    figure = activity_figure(found, CONTRACT, paving)
    assert figure.words == "Paving gang, RT 03/RW 04: 6 dari 11 lengkap"
    assert figure.missing[-1].title == "Foto 100 %"
    early = ledger()
    begun = activity_figure(early, CONTRACT, early.activities[PAVING])
    assert [piece.title for piece in begun.missing] == [
        "Foto 0 %",
        "Foto 50 %",
        "Foto 100 %",
        "Kemajuan 100 %",
        "Tercatat di BAHP",
        "Tercatat di BAST",
        "Kuitansi",
    ]


# --- the inspector -----------------------------------------------------------------------------------------------


def answers(found: Ledger) -> dict[str, Question]:
    return {one.text: one for one in questions(found, CONTRACT)}


def asked(found: Ledger, part: str) -> Question:
    (one,) = [question for text, question in answers(found).items() if part in text]
    return one


def complete() -> Ledger:
    """Everything an inspector may ask for is there."""
    photos = [photo(uid(61)), photo(uid(62)), photo(uid(63)), Photo(of=MONEY_1), Photo(of=MONEY_2)]
    for rab in (PAVING_RAB, CAMERA_RAB):
        photos += [photo(rab, "0"), photo(rab, "50"), photo(rab, "100")]
    letters = {
        uid(600 + at): Document(kind=kind, of=CONTRACT, date=day(3, 1))
        for at, kind in enumerate(("disbursement_request", "spending_statement"))
    }
    return finished(
        photos={uid(500 + at): one for at, one in enumerate(photos)},
        documents=letters,
        scans={uid(620): Scan(of=uid(600), paper="disbursement_request")},
        reports={
            uid(630): TeamReport(form="U", quarter=2, contract=CONTRACT),
            uid(631): TeamReport(form="V", quarter=2, contract=CONTRACT),
        },
        teams={uid(640): Team(kind="execution", members=(TeamMember(person=uid(1), name="Eko"),))},
        disbursements={
            uid(650): Disbursement(contract=CONTRACT, tranche=FIRST, amount=8_040_000),
            uid(651): Disbursement(contract=CONTRACT, tranche=SECOND, amount=5_360_000),
        },
        years=dict.fromkeys((uid(61), uid(62), uid(63)), YEAR),
    )


def test_a_finished_contract_has_good_answers_only() -> None:
    found = questions(complete(), CONTRACT)
    assert [one.text for one in found if one.answer not in ("good", "later")] == []
    assert [one.text for one in found if one.answer == "later"] == [
        "Apakah jumlah anggota Pokmas sesuai aturan tahun ini?"
    ]
    assert list(dict.fromkeys(one.section for one in found)) == list(SECTIONS)
    assert counts(found)["good"] == len(found) - 1
    figure = tranche_figure(complete(), SECOND)
    assert figure is not None
    assert figure.missing == []


@pytest.mark.parametrize(
    ("change", "part", "answer", "said"),
    [
        ({"states": approved(CAMERA_RAB, MONEY_1, MONEY_2)}, "semua RAB sudah disetujui", "bad", "RAB “Paving gang”"),
        (
            {"contracts": {CONTRACT: replace(CONTRACT_DATA, value=13_500_000)}},
            "nilai kontrak sama",
            "bad",
            "Nilai kontrak Rp13.500.000, jumlah semua tahap Rp13.400.000: berbeda Rp100.000.",
        ),
        ({"contracts": {CONTRACT: replace(CONTRACT_DATA, number="")}}, "nomor, tanggal", "doubt", "Nomor kontrak"),
        (
            {
                "teams": {
                    uid(640): Team(kind="execution", members=(TeamMember(person=uid(1), name="Eko"),)),
                    uid(641): Team(kind="supervision", members=(TeamMember(person=uid(1), name="Eko"),)),
                }
            },
            "Tim Pelaksana dan Tim Pengawas",
            "doubt",
            "Eko ada di Tim Pelaksana",
        ),
        (
            {"disbursements": {uid(650): Disbursement(contract=CONTRACT, tranche=FIRST, amount=8_000_000)}},
            "dana tahap 1 yang masuk sama",
            "bad",
            "Dicairkan Rp8.000.000, dicatat masuk Rp8.040.000.",
        ),
        (
            {
                "money": {
                    MONEY_1: MoneyReceived(contract=CONTRACT, tranche=FIRST, date=day(3, 10), amount=8_040_000),
                    MONEY_2: MoneyReceived(contract=CONTRACT, tranche=SECOND, date=day(6, 10), amount=5_000_000),
                },
                "disbursements": {},
            },
            "belanja tahap 2",
            "bad",
            "Kuitansi tahap ini",
        ),
        ({"photos": {}}, "punya foto nota", "bad", "foto nota belum ada"),
        ({"years": dict.fromkeys((uid(61), uid(62), uid(63)), 2023)}, "dalam tahun anggaran", "bad", "di luar tahun"),
        ({"reports": {}}, "laporan pengawasannya (tahap 1)", "doubt", "triwulan 1 belum dibuat"),
        ({"progress": {}}, "sudah 100 %", "bad", "baru 0 %"),
        ({"handovers": {}}, "bertanggal dan lengkap", "bad", "BAST belum dibuat."),
    ],
)
def test_what_is_wrong_is_asked(change: dict[str, object], part: str, answer: Answer, said: str) -> None:
    whole = complete()
    found = asked(
        type(whole)(**{**{name: getattr(whole, name) for name in whole.__dataclass_fields__}, **change}), part
    )
    assert found.answer == answer
    assert any(said in text for text in found.said), found.said


def test_taxes_kept_back_must_be_paid() -> None:
    tax = TaxLine(uid=uid(900), kind="pph22", amount=51_000, withheld_by="pokmas")
    found = ledger(receipts={uid(61): receipt(3_800_000, (PAVING_RAB, STONES, 3_800_000), taxes=(tax,))})
    one = asked(found, "pajak yang dipungut")
    assert (one.answer, one.jump) == ("bad", ("d.receipt", uid(61)))
    paid = ledger(receipts={uid(61): receipt(3_800_000, taxes=(replace(tax, ntpn="N1"),))})
    assert asked(paid, "pajak yang dipungut").said == ("Rp51.000 dipungut dan disetor.",)


def test_before_anything_came_most_is_not_asked_yet() -> None:
    found = questions(ledger(money={}), CONTRACT)
    assert counts(found)["bad"] == 0
    assert counts(found)["later"] >= 10
    assert questions(ledger(), uid(999)) == []
