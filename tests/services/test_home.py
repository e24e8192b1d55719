"""The home page: the next step follows from what is there, and goes when it is done."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from desktop.domain.areas import parse_area
from desktop.domain.records import (
    Attendance,
    Contract,
    Contribution,
    CostLine,
    Meeting,
    MeetingDecision,
    MoneyReceived,
    PackageItem,
    Proposal,
    Rab,
    Receipt,
    Tranche,
    WorkPackage,
)
from desktop.services.desk import create_desk, new_uid
from desktop.services.home import OFFICE_KEY, SETTINGS, HomeService, Overview, Step
from desktop.services.home.steps import RULES, clip, in_order
from desktop.services.practice import LEFT_AS_DECISIONS, open_practice
from desktop.services.workplace import Workplace, open_workplace
from tests.services.pokmas import Scene

OFFICE = "35.71.02.1013"
RT = f"{OFFICE}/04/03"
TODAY = date(2021, 9, 1)
MEETING_DAY = date(2021, 8, 14)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[dict[str, Workplace]]:
    """An RT, a Pokmas and their kelurahan, all new."""
    areas = {"rt": RT, "pokmas": f"{OFFICE}/P/02", "office": OFFICE}
    opened = {name: Workplace(create_desk(tmp_path / name, parse_area(area), 2022)) for name, area in areas.items()}
    yield opened
    for place in opened.values():
        place.close()


def overview(place: Workplace, today: date = TODAY) -> Overview:
    return HomeService(place).overview(today)


def steps(place: Workplace, today: date = TODAY) -> dict[str, Step]:
    """By the first part of the key."""
    return {step.key.partition(":")[0]: step for step in overview(place, today).steps}


def appoint_all(place: Workplace) -> None:
    for position in ("ketua_rt", "sekretaris_rt"):
        place.officers.appoint(position, f"{position} (contoh)")


def hold_meeting(place: Workplace, *titles: str, day: date = MEETING_DAY, present: int = 2) -> str:
    decisions = tuple(MeetingDecision(uid=new_uid(), text=title, sector="social") for title in titles)
    meeting = place.records.save("d.meeting", Meeting(title="Rembug warga", date=day, decisions=decisions)).uid
    for number in range(present):
        place.records.save("d.attendance", Attendance(meeting=meeting, name=f"Warga {number} (contoh)"))
    return meeting


def line(amount: int) -> CostLine:
    return CostLine(uid=new_uid(), description="Alat", unit="paket", volume="1", unit_price=amount)


def propose(place: Workplace, meeting: str, title: str, amount: int, *, with_lines: bool = True) -> str:
    lines = (line(amount),) if with_lines else ()
    data = Proposal(title=title, sector="social", meeting=meeting, amount=amount, lines=lines)
    return place.records.save("d.proposal", data).uid


# --- RT --------------------------------------------------------------------------------------------------------------


def test_a_new_desk_is_told_to_fill_in_its_officers_and_nothing_it_cannot_do_yet(places: dict[str, Workplace]) -> None:
    found = overview(places["rt"])
    assert found.empty
    assert [(step.room, step.spot) for step in found.steps] == [(SETTINGS, "place")]
    assert found.steps[0].sentence == ("Nama Ketua RT dan Sekretaris RT belum diisi. Nama itu dicetak pada surat.")
    assert [stage.state for stage in found.stages] == ["now", "later", "later", "later"]
    assert (found.sent, found.taken, found.backup) == (None, None, None)
    appoint_all(places["rt"])
    assert overview(places["rt"]).steps == ()


def test_a_meeting_to_come_has_its_day_and_asks_for_its_papers(places: dict[str, Workplace]) -> None:
    day = TODAY + timedelta(days=3)
    data = Meeting(title="Rembug warga", date=day, place="Balai RT")
    meeting = places["rt"].records.save("d.meeting", data).uid
    step = steps(places["rt"])["prepare"]
    assert (step.due, step.room, step.uid, step.spot) == (day, "meetings", meeting, "papers")
    assert step.sentence == "Rembug di Balai RT: cetak undangan dan daftar hadir kosong."


def test_a_meeting_that_was_is_recorded_step_by_step(places: dict[str, Workplace]) -> None:
    rt = places["rt"]
    meeting = hold_meeting(rt, present=0)
    assert steps(rt)["record"].sentence == (
        "Hasil rembug 14 Agustus 2021 belum dicatat: daftar hadir dan keputusannya."
    )
    rt.records.save("d.attendance", Attendance(meeting=meeting, name="Warga (contoh)"))
    assert steps(rt)["decisions"].spot == "decisions"
    record = rt.records.get(meeting)
    assert record is not None
    decided = (MeetingDecision(uid=new_uid(), text="CCTV gang", sector="social"),)
    rt.records.save("d.meeting", msgspec.structs.replace(record.data, decisions=decided), uid=meeting)
    found = steps(rt)
    assert found["open_decisions"].sentence == "1 keputusan rembug belum menjadi usulan, mulai dari “CCTV gang”."
    assert found["signed"].spot == "papers"
    rt.proposals.from_decisions(meeting, [decided[0].uid])
    assert "open_decisions" not in steps(rt)


def test_a_usulan_without_rab_then_with_another_sum_then_ready(places: dict[str, Workplace]) -> None:
    rt = places["rt"]
    meeting = hold_meeting(rt, "CCTV gang")
    (uid,) = rt.proposals.from_decisions(meeting, [rt.proposals.open_decisions()[0].decision.uid])
    step = steps(rt)["estimate"]
    assert (step.uid, step.spot) == (uid, "estimate")
    record = rt.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    rt.records.save("d.proposal", msgspec.structs.replace(record.data, amount=5, lines=(line(4),)), uid=uid)
    assert steps(rt)["amount"].sentence == "Jumlah RAB “CCTV gang” berbeda dari jumlah usulannya."
    rt.records.save("d.proposal", msgspec.structs.replace(record.data, amount=4, lines=(line(4),)), uid=uid)
    terms = steps(rt)["terms"]
    assert (terms.sentence, terms.spot) == ("1 usulan belum memenuhi syaratnya, mulai dari “CCTV gang”.", "units")
    whole = msgspec.structs.replace(record.data, amount=4, lines=(line(4),), units=2)
    rt.records.save("d.proposal", whole, uid=uid)
    found = steps(rt)
    assert "terms" not in found
    assert found["submit"].sentence == (
        "1 usulan siap. Cetak suratnya, minta tanda tangan, lalu lampirkan: kurang 3 kertas."
    )
    assert found["letter"].button == "Buat surat"


def test_a_bidang_over_its_limit_comes_before_everything_of_its_kind(places: dict[str, Workplace]) -> None:
    rt = places["rt"]
    propose(rt, hold_meeting(rt, "Kereta sampah"), "Kereta sampah", 21_000_000)
    found = overview(rt)
    assert found.steps[0].sentence == "Sosial budaya melebihi batas sebesar Rp1.000.000."
    assert found.steps[0].urgency == "problem"
    assert "submit" not in steps(rt)
    assert found.summary is not None
    assert found.summary.total == 21_000_000


def test_without_rules_it_says_so_once(tmp_path: Path) -> None:
    with Workplace(create_desk(tmp_path / "rt", parse_area(RT), 2026)) as rt:
        propose(rt, hold_meeting(rt, "Kereta sampah"), "Kereta sampah", 5)
        step = steps(rt, date(2026, 3, 1))["rules"]
        assert step.sentence == "Aturan tahun 2026 belum ada, jadi batas dana belum bisa diperiksa."
        assert (step.room, step.spot) == (RULES, "")


def test_handed_in_sent_returned_and_mended(places: dict[str, Workplace], tmp_path: Path) -> None:
    rt, office = places["rt"], places["office"]
    office.trust.found_office()
    meeting = hold_meeting(rt, "Kereta sampah", "CCTV gang")
    cart, camera = propose(rt, meeting, "Kereta sampah", 5_000_000), propose(rt, meeting, "CCTV gang", 6_000_000)
    assert steps(rt)["enrol"].spot == "enrol"
    rt.trust.enrol(office.trust.card(), dict(enumerate(office.trust.fingerprint())))
    rt.submissions.submit("proposals", meeting, on=TODAY)
    assert "enrol" not in steps(rt)
    assert steps(rt)["send"].sentence == "Pengajuan terakhir belum dikirim ke kelurahan."

    (sent,) = rt.exchange.send(OFFICE, tmp_path)
    assert sent.path is not None
    assert "send" not in steps(rt)
    after = overview(rt)
    assert after.sent is not None
    assert (after.sent.area, after.waiting) == (OFFICE, 2)

    with pytest.raises(Exception, match="unknown_sender"):
        office.exchange.take(sent.path)
    held = steps(office)["held"]
    assert held.sentence == "Komputer baru dari RT 03/RW 04 menunggu didaftarkan."
    assert (held.room, held.spot) == ("exchange", "held")
    office.exchange.approve_sender(held.uid, rt.trust.fingerprint())
    waiting = steps(office)["waiting"]
    assert waiting.sentence == "RT 03/RW 04: 2 usulan menunggu keputusan sejak 1 September 2021."
    (row,) = overview(office).areas
    assert (row.waiting, row.asked, row.known) == (2, 11_000_000, True)

    office.decisions.decide(waiting.uid, cart, "return", reason="Tambahkan ukuran gerobaknya.")
    office.decisions.decide(
        waiting.uid, camera, "approve", amount=5_500_000, reason="Sesuai harga.", placement="kelurahan"
    )
    assert steps(office)["unsent"].sentence == "Keputusan untuk RT 03/RW 04 belum dikirim balik."
    (row,) = overview(office).areas
    assert (row.waiting, row.approved, row.returned, row.granted) == (0, 1, 1, 5_500_000)

    (answer,) = office.exchange.send(RT, tmp_path)
    assert answer.path is not None
    assert "unsent" not in steps(office)
    rt.exchange.take(answer.path)
    step = steps(rt)["returned"]
    assert step.sentence == "“Kereta sampah” dikembalikan kelurahan: Tambahkan ukuran gerobaknya."
    assert (step.room, step.uid) == ("proposals", cart)
    assert "submit" not in steps(rt)
    record = rt.records.get(cart)
    assert record is not None
    assert isinstance(record.data, Proposal)
    rt.records.save("d.proposal", msgspec.structs.replace(record.data, description="120 × 80 cm"), uid=cart)
    found = steps(rt)
    assert "returned" not in found
    assert found["submit"].uid == meeting


def test_a_fixed_day_is_told_two_months_ahead_and_only_to_whom_it_concerns(places: dict[str, Workplace]) -> None:
    office = places["office"]
    assert "deadline" not in steps(office, date(2022, 5, 1))
    step = steps(office, date(2022, 7, 10))["deadline"]
    assert step.sentence == "Laporan semester I kelurahan paling lambat 14 Juli 2022."
    assert (step.due, step.urgency) == (date(2022, 7, 14), "attention")
    assert steps(office, date(2022, 7, 20))["deadline"].urgency == "problem"
    assert "deadline" not in steps(places["rt"], date(2022, 12, 20)), "nothing of this RT was approved"


# --- kelurahan -------------------------------------------------------------------------------------------------------


def test_a_kelurahan_without_its_key_makes_it_first_then_hangs_up_its_letter(places: dict[str, Workplace]) -> None:
    office = places["office"]
    assert overview(office).steps[0].room == OFFICE_KEY
    office.trust.found_office()
    found = steps(office)
    assert "office_key" not in found
    assert (found["wall_letter"].room, found["wall_letter"].spot) == ("exchange", "card")


def test_a_joint_activity_is_counted_once_in_the_offices_sums(places: dict[str, Workplace], tmp_path: Path) -> None:
    host, office = places["rt"], places["office"]
    office.trust.found_office()
    meeting = hold_meeting(host, "Taman bersama")
    park = propose(host, meeting, "Taman bersama", 30_000_000)
    record = host.records.get(park)
    assert record is not None
    other = f"{OFFICE}/04/05"
    part = Contribution(uid=new_uid(), rt=other, amount=10_000_000)
    host.records.save("d.proposal", msgspec.structs.replace(record.data, contributions=(part,)), uid=park)
    with Workplace(create_desk(tmp_path / "lain", parse_area(other), 2022)) as neighbour:
        own = hold_meeting(neighbour, "Taman bersama")
        theirs = propose(neighbour, own, "Taman bersama", 10_000_000)
        saved = neighbour.records.get(theirs)
        assert saved is not None
        neighbour.records.save("d.proposal", msgspec.structs.replace(saved.data, host=RT), uid=theirs)
        for place, called in ((host, meeting), (neighbour, own)):
            place.trust.enrol(office.trust.card(), dict(enumerate(office.trust.fingerprint())))
            place.submissions.submit("proposals", called, on=TODAY)
            (sent,) = place.exchange.send(OFFICE, tmp_path)
            assert sent.path is not None
            with pytest.raises(Exception, match="unknown_sender"):
                office.exchange.take(sent.path)
            office.exchange.approve_sender(office.exchange.held()[0].sha256, place.trust.fingerprint())
    assert {row.area: row.asked for row in overview(office).areas} == {RT: 20_000_000, other: 10_000_000}
    waiting = next(row.submission for row in overview(office).areas if row.area == RT)
    office.decisions.decide(waiting, park, "approve", amount=28_000_000, reason="Harga", placement="kelurahan")
    assert {row.area: row.granted for row in overview(office).areas} == {RT: 18_000_000, other: 0}


# --- Pokmas ----------------------------------------------------------------------------------------------------------


def test_a_pokmas_goes_from_its_package_to_its_receipts(places: dict[str, Workplace]) -> None:
    group = places["pokmas"]
    assert steps(group)["package"].spot == "receive"
    items = tuple(PackageItem(uid=new_uid(), title=title, amount=5_000_000) for title in ("Paving gang", "CCTV"))
    package = group.records.save("d.work_package", WorkPackage(title="Paket 1", items=items)).uid
    step = steps(group)["rab"]
    assert (step.sentence, step.uid) == ("2 kegiatan belum punya RAB, mulai dari “Paving gang”.", items[0].uid)
    for item in items:
        group.records.save("d.rab", Rab(package=package, item=item.uid, title=item.title))
    assert "rab" not in steps(group)

    tranche = Tranche(uid=new_uid(), number=1, amount=6_000_000)
    contract = group.records.save("d.contract", Contract(package=package, value=10_000_000, tranches=(tranche,))).uid
    assert steps(group)["money"].sentence == "Dana tahap 1 sebesar Rp6.000.000 belum tercatat masuk."
    group.records.save("d.money_received", MoneyReceived(contract=contract, tranche=tranche.uid, amount=6_000_000))
    assert steps(group)["spend"].sentence == "Dana Rp6.000.000 belum ada kuitansinya."
    group.records.save(
        "d.receipt", Receipt(contract=contract, tranche=tranche.uid, payee="TB (contoh)", amount=6_000_000)
    )
    found = steps(group)
    assert found["receipt_photos"].spot == "photo"
    assert (found["spj"].room, found["spj"].uid) == ("spj", tranche.uid)
    seen = overview(group)
    assert (seen.received, seen.spent) == (6_000_000, 6_000_000)
    assert [stage.count for stage in seen.stages] == [1, 2, 1, 1, 0, 0]
    assert found["spj"].sentence.startswith("Dana Rp6.000.000 sudah terpakai semua.")
    group.records.save(
        "d.receipt", Receipt(contract=contract, tranche=tranche.uid, payee="TB (contoh)", amount=250_000)
    )
    assert steps(group)["spj"].sentence == "Kuitansi lebih Rp250.000 dari dana yang masuk. Periksa dahulu."
    assert steps(group)["spj"].urgency == "attention"


def test_a_pokmas_counts_receipts_as_they_stand(scene: Scene) -> None:
    scene.bought()
    scene.pay("CCTV", 3_040_000)
    tranche = scene.tranches[0]
    scene.group.submissions.submit("spj", tranche)
    paving, cctv = (
        next(row for row in scene.group.receipts.rows() if row.data.amount == amount)
        for amount in (3_800_000, 3_040_000)
    )
    assert overview(scene.group).spent == 8_040_000
    fixed = replace(paving.data, amount=3_770_000, splits=(replace(paving.data.splits[0], amount=3_770_000),))
    scene.group.receipts.correct(paving.uid, fixed, "Salah ketik (contoh)")
    assert overview(scene.group).spent == 8_010_000, "what was struck out does not count, nor does it count twice"
    scene.group.receipts.correct(cctv.uid, replace(cctv.data, amount=0), "Uang kembali (contoh)")
    seen = overview(scene.group)
    assert (seen.received, seen.spent) == (8_040_000, 4_970_000)
    assert {stage.name: stage.count for stage in seen.stages}["Kuitansi"] == 2
    assert "receipt_photos" not in steps(scene.group)


def test_what_a_pokmas_hands_in_is_no_usulan_on_the_offices_way(scene: Scene) -> None:
    scene.approved()
    seen = overview(scene.office)
    assert {stage.name: stage.count for stage in seen.stages} == {
        "Diterima": 0,
        "Diputuskan": 0,
        "Disetujui": 0,
        "Rekap": 0,
    }
    assert "recap" not in {step.key for step in seen.steps}
    assert [row.approved for row in seen.areas] == [len(scene.rabs)]  # its own line counts them


def test_a_pokmas_that_began_on_paper_is_not_asked_twice(scene: Scene) -> None:
    group, office = scene.group, scene.office
    scene.approved()
    tranche = Tranche(uid="", number=1, amount=13_400_000)
    typed = group.contracts.type_from_paper(Contract(package=scene.package, value=13_400_000, tranches=(tranche,)))
    (own,) = (state.uid for state in group.contracts.tranche_state(typed.uid))
    group.contracts.record_money(typed.uid, own, date(2022, 3, 10), 13_400_000)
    sent = office.contracts.draw_up(scene.package, tranches=office.contracts.plan(13_400_000, (100,)))
    office.publications.publish([sent.uid])
    scene.to_group()
    group.contracts.link(typed.uid, sent.uid)
    found = steps(group)
    assert not any(key.startswith("money") for key in found)
    assert {stage.name: stage.count for stage in overview(group).stages}["Kontrak"] == 1


# --- the practice year, and the order --------------------------------------------------------------------------------


def test_the_practice_year_has_something_of_everything_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path))
    with open_workplace(open_practice()) as place:
        assert place.info.practice
        found = overview(place)
        assert [step.key.partition(":")[0] for step in found.steps] == [
            "record", "open_decisions", "estimate", "signed", "photos", "enrol",
        ]  # fmt: skip
        assert f"{len(LEFT_AS_DECISIONS)} keputusan" in found.steps[1].sentence


def test_days_come_in_order_and_what_has_none_stands_for_today() -> None:
    def step(key: str, due: date | None = None, weight: int = 50) -> Step:
        return Step(key=key, sentence="", button="", room="", due=due, weight=weight)

    late, soon = step("late", TODAY - timedelta(days=2)), step("soon", TODAY + timedelta(days=2))
    given = [soon, step("heavy", weight=60), step("light", weight=10), late]
    assert [one.key for one in in_order(given, TODAY)] == ["late", "light", "heavy", "soon"]


def test_a_long_title_fits_into_a_sentence() -> None:
    assert clip("Paving  gang\nMelati") == "Paving gang Melati"
    assert clip("x" * 60) == "x" * 47 + "…"
