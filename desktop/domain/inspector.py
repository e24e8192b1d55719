"""What would an inspector ask? Every check over RAB, DPA, contract, receipts, books, BAHP and BAST, as questions.

The questions are ours; each rests on a check that already stands elsewhere, so that page, checklist and handing in
never disagree. Basis: verification of an SPJ (Perwali 23/2020 pasal 22 huruf e), inspection before the handover
(Perwali 32/2021 pasal 37 ayat (2); 23/2020 Lampiran X), agreement of volumes with DPA and RAB (32/2021 pasal 33, 34).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desktop.domain.cash_checks import check_cash
from desktop.domain.checks_pokmas import check_members, with_basis
from desktop.domain.contracts import check_contract, check_rab, missing_rabs
from desktop.domain.findings import CheckResult
from desktop.domain.handover import check_handover
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.money_checks import check_money
from desktop.domain.proofs import Proof, contract_proofs, tranche_proofs
from desktop.domain.receipt_checks import check_receipts, check_tranche_total
from desktop.domain.rulesheet_model import RuleSheet
from desktop.domain.spj import checklist
from desktop.domain.tax_book import tax_book
from desktop.domain.tranches import disbursed, money_of, received, spj_settled

Answer = Literal["good", "doubt", "bad", "later"]

ANSWER_WORDS: Final[dict[Answer, str]] = {
    "good": "Sesuai",
    "doubt": "Perlu dilihat",
    "bad": "Tidak sesuai",
    "later": "Belum waktunya",
}

SECTIONS: Final = ("RAB dan DPA", "Kontrak dan tim", "Dana", "Kuitansi", "Buku dan pajak", "SPJ", "Pekerjaan dan BAST")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `said`: the answer in sentences, what is wrong first; `jump`: where it is put right, (type, uid)
    of a record or ("tranche", uid), ("", "") where there is no such place."""

    section: str
    text: str
    answer: Answer
    said: tuple[str, ...] = ()
    jump: tuple[str, str] = ("", "")


def questions(ledger: Ledger, contract: str, sheet: RuleSheet | None = None) -> list[Question]:
    """The questions about one contract, in the order of SECTIONS; nothing for a contract that is not known."""
    uid = ledger.contract_uid(contract)
    if uid not in ledger.contracts:
        return []
    of_contract = with_basis(check_contract(ledger, uid), sheet)
    of_handover = with_basis(check_handover(ledger, uid), sheet)
    return [
        *_plan(ledger, uid),
        *_agreement(ledger, uid, of_contract, of_handover, sheet),
        *_money(ledger, uid, sheet),
        *_receipts(ledger, uid),
        *_books(ledger, uid),
        *_accounts(ledger, uid),
        *_work(ledger, uid, of_handover),
    ]


def counts(found: Iterable[Question]) -> dict[Answer, int]:
    """How many questions got each answer."""
    sums: dict[Answer, int] = {"good": 0, "doubt": 0, "bad": 0, "later": 0}
    for one in found:
        sums[one.answer] += 1
    return sums


def _ask(
    section: str,
    text: str,
    findings: Sequence[CheckResult],
    good: str,
    kind: str = "",
    *,
    waits: str = "",
    jump: tuple[str, str] = ("", ""),
) -> Question:
    """`good`: said when nothing was found; `waits`: why it cannot be asked yet, "" when it can; `kind`: the type of the
    first finding's subject."""
    if waits and not findings:
        return Question(section=section, text=text, answer="later", said=(waits,), jump=jump)
    if not findings:
        return Question(section=section, text=text, answer="good", said=(good,) if good else ())
    ordered = sorted(findings, key=lambda one: one.level != "block")
    answer: Answer = "bad" if ordered[0].level == "block" else "doubt"
    place = (kind, ordered[0].subject) if kind else jump
    return Question(
        section=section, text=text, answer=answer, said=tuple(dict.fromkeys(one.message for one in ordered)), jump=place
    )


def _sums(section: str, text: str, proofs: Sequence[Proof], good: str, jump: tuple[str, str]) -> Question:
    wrong = [one for one in proofs if not one.agrees]
    if not wrong:
        answer: Answer = "good" if proofs else "later"
        said = (good,) if proofs else ("Belum ada yang dapat dihitung.",)
        return Question(section=section, text=text, answer=answer, said=said)
    told = tuple(
        f"{one.left_name} {format_rupiah(one.left)}, {one.right_name[0].lower()}{one.right_name[1:]} "
        f"{format_rupiah(one.right)}: berbeda {format_rupiah(one.difference)}."
        for one in wrong
    )
    return Question(section=section, text=text, answer="bad", said=told, jump=jump)


def _only(findings: Iterable[CheckResult], *rules: str) -> list[CheckResult]:
    return [one for one in findings if one.rule in rules]


# --- the questions -----------------------------------------------------------------------------------------------


def _plan(ledger: Ledger, contract: str) -> list[Question]:
    section, activities = SECTIONS[0], ledger.activities_of(contract)
    found = [
        result
        for one in activities
        if one.rab is not None
        for result in check_rab(one.rab_uid, one.rab, one.item.amount if one.item else None)
    ]
    open_ones = missing_rabs(ledger, contract)
    waits = "" if activities else "Kegiatannya belum diketahui."
    return [
        _ask(
            section,
            "Apakah tiap RAB tidak melebihi jumlah yang disetujui?",
            [one for one in found if one.rule in ("C-01", "C-02")],
            f"{len(activities)} RAB, semuanya dalam jumlah yang disetujui.",
            "d.rab",
            waits=waits,
        ),
        _ask(
            section,
            "Apakah harga dan volume tiap baris RAB masuk akal?",
            [one for one in found if one.rule not in ("C-01", "C-02")],
            "Tidak ada baris yang perlu dilihat.",
            "d.rab",
            waits=waits,
        ),
        Question(
            section=section,
            text="Apakah semua RAB sudah disetujui lurah?",
            answer="later" if waits else "bad" if open_ones else "good",
            said=(waits,)
            if waits
            else tuple(f"RAB “{one.title}” belum disetujui." for one in open_ones)
            or (f"{len(activities)} RAB disetujui.",),
            jump=("d.rab", open_ones[0].rab_uid) if open_ones else ("", ""),
        ),
    ]


def _agreement(
    ledger: Ledger,
    contract: str,
    of_contract: Sequence[CheckResult],
    of_handover: Sequence[CheckResult],
    sheet: RuleSheet | None,
) -> list[Question]:
    section = SECTIONS[1]
    place = ("d.contract" if contract in ledger.typed else "k.contract", contract)
    # The sums that do not agree are told with their amounts; what else is wrong stands beside.
    proofs = _sums(
        section,
        "Apakah nilai kontrak sama dengan jumlah tahap dan jumlah RAB?",
        contract_proofs(ledger, contract),
        f"Nilai kontrak {format_rupiah(ledger.contracts[contract].value)}.",
        place,
    )
    return [
        proofs,
        _ask(
            section,
            "Apakah nomor, tanggal, masa, dan nilai kontrak benar?",
            [one for one in of_contract if one.rule != "C-03"],
            f"Kontrak {ledger.contracts[contract].number}.",
            jump=place,
        ),
        _ask(
            section,
            "Adakah orang yang ada di Tim Pelaksana dan Tim Pengawas sekaligus?",
            _only(of_handover, "V-26"),
            "Tidak ada.",
            jump=("d.document", "team_decree"),
            waits="" if ledger.teams else "Susunan tim belum dicatat.",
        ),
        _ask(
            section,
            "Apakah jumlah anggota Pokmas sesuai aturan tahun ini?",
            check_members(ledger, sheet),
            "Sesuai.",
            jump=("d.document", "integrity_pact"),
            waits="" if ledger.pacts and sheet is not None else "Pakta integritas atau aturan tahunnya belum ada.",
        ),
    ]


def _money(ledger: Ledger, contract: str, sheet: RuleSheet | None) -> list[Question]:
    section, found = SECTIONS[2], list[Question]()
    for one in ledger.tranches(contract):
        if not money_of(ledger, one.uid):
            continue
        sent, came = disbursed(ledger, one.uid), received(ledger, one.uid)
        results = list(check_money(ledger, one.uid))
        differs = bool(sent) and sent != came
        text = f"Apakah dana tahap {one.number} yang masuk sama dengan yang dicairkan?"
        if differs and not results:
            said = (f"Dicairkan {format_rupiah(sent)}, dicatat masuk {format_rupiah(came)}.",)
            found.append(
                Question(
                    section=section,
                    text=text,
                    answer="bad",
                    said=said,
                    jump=("d.money_received", money_of(ledger, one.uid)[-1]),
                )
            )
        else:
            told = "" if sent else " Kelurahan belum mengabarkan pencairannya."
            found.append(_ask(section, text, results, f"Masuk {format_rupiah(came)}.{told}", "d.money_received"))
        found.append(
            _ask(
                section,
                f"Apakah belanja tahap {one.number} tidak melebihi dananya?",
                with_basis(check_tranche_total(ledger, one.uid), sheet),
                "Tidak melebihi.",
                jump=("tranche", one.uid),
            )
        )
        found += _lines(ledger, section, one.uid, ("transfer", "leftover"), f" (tahap {one.number})")
    if not found:
        text = "Apakah dana yang masuk sama dengan yang dicairkan?"
        found.append(Question(section=section, text=text, answer="later", said=("Belum ada dana masuk.",)))
    return found


_ASKED: Final[dict[str, str]] = {
    "transfer": "Adakah bukti dana masuk: SP2D, slip, atau rekening koran?",
    "leftover": "Apakah sisa dana sudah disetor kembali?",
    "wages": "Apakah tiap pembayaran upah punya daftar upah?",
    "attendance": "Apakah tiap pelatihan punya daftar hadir?",
    "photos": "Apakah foto 0, 50, dan 100 % lengkap?",
    "request": "Adakah surat permohonan pencairannya?",
    "statement": "Adakah pernyataan tanggung jawab belanjanya?",
    "reports": "Adakah laporan swakelola dan laporan pengawasannya?",
}


def _lines(ledger: Ledger, section: str, tranche: str, keys: Sequence[str], after: str) -> list[Question]:
    """Lines of the checklist as questions; what is not needed is not asked."""
    lines = {line.key: line for line in checklist(ledger, tranche)}
    return [
        Question(
            section=section,
            text=_ASKED[key].replace("?", f"{after}?"),
            answer="good" if line.state == "complete" else "bad" if line.blocks else "doubt",
            said=(line.detail,),
            jump=line.jump,
        )
        for key in keys
        if (line := lines[key]).state != "not_needed"
    ]


def _receipts(ledger: Ledger, contract: str) -> list[Question]:
    section = SECTIONS[3]
    mine = [one for one in ledger.spent_under(contract) if not one.void]
    uids = {one.uid for one in mine}
    found = [one for one in check_receipts(ledger) if one.subject in uids]
    waits = "" if mine else "Belum ada kuitansi."
    asked = (
        ("Apakah tiap kuitansi lengkap isinya dan bertahap?", ("K-06", "K-09", "K-10", "K-11"), "isinya lengkap"),
        ("Apakah tiap kuitansi punya foto nota?", ("K-02",), "semuanya berfoto"),
        ("Apakah tiap kuitansi terbagi habis ke item RAB?", ("K-05",), "terbagi habis"),
        ("Adakah item RAB yang dibelanjakan melebihi anggarannya?", ("K-01",), "tidak ada yang lebih"),
        ("Adakah nota yang dicatat dua kali?", ("K-03",), "tidak ada yang ganda"),
        ("Apakah tanggalnya dalam tahun anggaran dan sesudah dana masuk?", ("K-04", "K-07"), "tanggalnya benar"),
    )
    known = {rule for _, rules, _ in asked for rule in rules} | {"K-08"}
    rest = [one for one in found if one.rule not in known]
    answers = [
        _ask(section, text, _only(found, *rules), f"{len(mine)} kuitansi, {good}.", "d.receipt", waits=waits)
        for text, rules, good in asked
    ]
    if rest:
        answers.append(_ask(section, "Adakah hal lain pada kuitansi atau upah?", rest, "", "d.receipt"))
    return answers


def _books(ledger: Ledger, contract: str) -> list[Question]:
    section, found = SECTIONS[4], list[Question]()
    for one in ledger.tranches(contract):
        if money_of(ledger, one.uid) or ledger.spent_in(one.uid):
            found.append(
                _sums(
                    section,
                    f"Apakah kuitansi, rekap, dan buku kas tahap {one.number} sama jumlahnya?",
                    tranche_proofs(ledger, one.uid),
                    "Semua jumlah sama.",
                    ("tranche", one.uid),
                )
            )
    drawn = sorted(one for one, data in ledger.moves.items() if ledger.contract_of_tranche(data.tranche) == contract)
    if drawn:
        text, place = "Apakah tarik dan setor tunai sesuai isi rekening dan belanjanya?", ("d.cash_move", drawn[-1])
        found.append(_ask(section, text, check_cash(ledger, contract), "Saldonya tidak pernah kurang.", jump=place))
    uids = {one.uid for one in ledger.spent_under(contract)}
    unpaid = [one for one in _only(check_receipts(ledger), "K-08") if one.subject in uids]
    taxes = tax_book(ledger, contract)
    kept = sum(taxes.withheld.values())
    text = "Apakah pajak yang dipungut sudah disetor semua?"
    if not kept:
        found.append(Question(section=section, text=text, answer="good", said=("Pokmas tidak memungut pajak.",)))
    elif taxes.closing and not unpaid:
        said = (f"Dipungut {format_rupiah(kept)}, disetor {format_rupiah(taxes.paid)}.",)
        found.append(Question(section=section, text=text, answer="doubt", said=said, jump=("d.tax_payment", "")))
    else:
        found.append(_ask(section, text, unpaid, f"{format_rupiah(kept)} dipungut dan disetor.", "d.receipt"))
    return found


def _accounts(ledger: Ledger, contract: str) -> list[Question]:
    section, found = SECTIONS[5], list[Question]()
    for one in ledger.tranches(contract):
        if not money_of(ledger, one.uid):
            continue
        after = f" (tahap {one.number})"
        found += _lines(ledger, section, one.uid, ("request", "wages", "attendance", "reports", "statement"), after)
        settled = spj_settled(ledger, one.uid)
        found.append(
            Question(
                section=section,
                text=f"Apakah SPJ tahap {one.number} sudah disetujui kelurahan?",
                answer="good" if settled else "later",
                said=("Disetujui.",) if settled else ("Belum disetujui.",),
                jump=("", "") if settled else ("spj", one.uid),
            )
        )
    return found


def _work(ledger: Ledger, contract: str, of_handover: Sequence[CheckResult]) -> list[Question]:
    section = SECTIONS[6]
    funded = [one.uid for one in ledger.tranches(contract) if money_of(ledger, one.uid)]
    photos = _lines(ledger, section, funded[-1], ("photos",), "") if funded else []
    begun = any(ledger.contract_uid(one.contract) == contract for one in ledger.inspections.values())
    waits = "" if begun else "BAHP belum dibuat."
    # While the work goes on nobody asks whether it is done.
    ended = [one for one in of_handover if begun or one.rule not in ("H-01", "H-02", "H-04", "H-05", "H-08")]
    place = ("d.inspection", "")
    asked = (
        ("Apakah semua kegiatan sudah 100 %?", ("H-04",), "Semua 100 %.", "d.rab"),
        ("Apakah BAHP dan BAST bertanggal dan lengkap penanda tangannya?", ("H-01", "H-02", "H-05"), "Lengkap.", ""),
        ("Apakah jumlah jadi sesuai rencana, dengan kondisinya?", ("H-03", "H-06"), "Sesuai dan terisi.", ""),
        ("Apakah hasil pada BAST sama dengan yang diperiksa (BAHP)?", ("H-10",), "Sama.", ""),
        ("Apakah nilai pada BAST sama dengan kuitansinya?", ("H-08",), "Nilainya sama.", ""),
        ("Apakah tiap hasil pekerjaan ada fotonya?", ("H-09",), "Semua ada fotonya.", ""),
        ("Apakah urutan tanggal kontrak, pekerjaan, BAHP, dan BAST benar?", ("V-25",), "Urutannya benar.", ""),
    )
    return [
        *photos,
        *(
            _ask(
                section,
                text,
                _only(ended, *rules),
                good,
                kind,
                waits=waits,
                jump=place,
            )
            for text, rules, good, kind in asked
        ),
    ]
