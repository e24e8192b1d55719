"""The second half of the practice year: Pokmas 02 carries out what was approved, from the package to the handover."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from msgspec.structs import replace

from desktop.domain.areas import pokmas_area
from desktop.domain.contracts import BankAccount
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import (
    Attendance,
    CostLine,
    Inspection,
    Meeting,
    Rab,
    Receipt,
    Signer,
    Split,
    TaxLine,
    TaxPayment,
    Team,
    TeamMember,
    WageList,
    WageRow,
    WorkPackage,
    WorkRow,
)
from desktop.services.demo import pokmas_story as plot
from desktop.services.demo import story
from desktop.services.demo.agreeing import agree, fill_in, write_contract
from desktop.services.demo.pictures import nota_photo, phone_photo
from desktop.services.demo.pokmas_story import Payment
from desktop.services.demo.reporting import inspect_papers
from desktop.services.demo.stage import Stage
from desktop.services.desk import create_desk, new_uid
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace


@dataclass(slots=True)
class Group:
    """The Pokmas while it is played. `rabs`: activity's name → RAB; `lines`: (name, description) → cost line."""

    place: Workplace
    package: str = ""
    contract: str = ""
    tranches: tuple[str, ...] = ()
    rabs: dict[str, str] = field(default_factory=dict)
    lines: dict[tuple[str, str], str] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    """Bill number, or purpose where there is none → receipt."""

    @property
    def area(self) -> str:
        """The Pokmas's area."""
        return str(self.place.info.area)


def play_pokmas(stage: Stage, office: Workplace, open_places: list[Workplace]) -> Workplace:
    """Play the Pokmas's year beside an office that has decided; returns its desk, open. Raises what services raise."""
    group = _desk(stage, office, open_places)
    _package(stage, office, group)
    agree(stage, office, group.place, group.package)
    _estimates(stage, office, group)
    _contract(stage, office, group)
    _first_tranche(stage, office, group)
    _second_tranche(stage, office, group)
    _handover(stage, office, group)
    return group.place


def _desk(stage: Stage, office: Workplace, open_places: list[Workplace]) -> Group:
    with stage.step("Pokmas 02: meja dan pengurus, kenal dengan kelurahan"):
        area = pokmas_area(story.OFFICE, plot.GROUP)
        treasurer = dict(plot.OFFICERS)["bendahara_pokmas"]
        place = Workplace(create_desk(stage.folder / "pokmas-02", area, story.YEAR, treasurer, practice=True))
        open_places.append(place)
        place.desk.remember(
            group_name=plot.GROUP_NAME,
            group_address=plot.ADDRESS,
            group_contact=dict(plot.OFFICERS)["ketua_pokmas"],
            group_phone=plot.PHONE,
            group_bank=plot.BANK,
            group_account=plot.ACCOUNT_NUMBER,
            group_account_holder=plot.GROUP_NAME,
        )
        for position, name in plot.OFFICERS:
            place.officers.appoint(position, name)
        place.officers.appoint("lurah", story.LURAH[0], nip=story.LURAH[1])
        place.officers.appoint("kasi_ekbang", story.KASI[0], nip=story.KASI[1])
        card = (stage.folder / "kartu-kelurahan.json").read_bytes()
        place.trust.enrol(card, dict(enumerate(office.trust.fingerprint())), whole=True)
        office.trust.approve(office.trust.read(place.trust.card()), place.trust.fingerprint())
        for kind, names in (("execution", plot.EXECUTION), ("supervision", plot.SUPERVISION)):
            members = tuple(TeamMember(person=new_uid(), name=name) for name in names)
            team = Team(kind=kind, members=members, decree="01/SK/PM02/2022", date=date(2022, 1, 17))  # type: ignore[arg-type]  # one of its two words
            place.records.save("d.team", team)
        stage.keep(place.papers.build("printer_test"), "pokmas-02")
    return Group(place)


def _package(stage: Stage, office: Workplace, group: Group) -> None:
    """The kelurahan chooses approved usulan for the Pokmas."""
    with stage.step(f"Kelurahan: paket {len(plot.ACTIVITIES)} kegiatan untuk Pokmas 02"):
        candidates = office.packages.candidates()
        unfit = [one for one in candidates if one.sector == "general" or "JKN" in one.title]
        if any(one.chosen for one in unfit):
            raise Trouble("demo_blocked", "biaya umum")
        chosen = [
            next(one.uid for one in candidates if (one.area, one.title) == (area, title))
            for _, area, title in plot.ACTIVITIES
        ]
        package = office.packages.make(group.area, chosen, plot.PACKAGE, on=date(2022, 1, 10))
        office.publications.publish([package.uid])
        stage.carry(office, group.place)
    group.package = group.place.packages.for_pokmas()[0].uid


def _estimates(stage: Stage, office: Workplace, group: Group) -> None:
    """A RAB per activity, handed in and approved."""
    place = group.place
    with stage.step("Pokmas 02: RAB tiap kegiatan, cetak dan ajukan"):
        package = place.records.get(group.package)
        if package is None or not isinstance(package.data, WorkPackage):
            raise Trouble("demo_blocked", group.package)
        names = {item.uid: name for item, (name, _, _) in zip(package.data.items, plot.ACTIVITIES, strict=True)}
        for record in place.packages.start_rabs(group.package):
            if not isinstance(record.data, Rab):
                continue
            name, data = names[record.data.item], record.data
            if name == plot.PAVING_12:
                data = replace(data, lines=tuple(_cheaper(line) for line in data.lines))
                place.records.save("d.rab", data, uid=record.uid)
            group.rabs[name] = record.uid
            group.lines.update({(name, line.description): line.uid for line in data.lines})
        for number, uid in enumerate(group.rabs.values(), 1):
            stage.paper(place, "rab", uid, f"pokmas-02-{number}", date(2022, 1, 24))
        stage.must_pass(place.checks.submission("rab", group.package))
        sent = place.submissions.submit("rab", group.package, on=date(2022, 1, 24))
        stage.carry(place, office)
    with stage.step("Kelurahan: setujui RAB"):
        for uid in group.rabs.values():
            office.decisions.decide(sent, uid, "approve", on=date(2022, 2, 7))
        stage.carry(office, place)


def _cheaper(line: CostLine) -> CostLine:
    return replace(line, unit_price=plot.LOWER_PRICES.get(line.description, line.unit_price))


def _contract(stage: Stage, office: Workplace, group: Group) -> None:
    """A contract in two tranches; the first is sent."""
    place = group.place
    with stage.step("Kelurahan: kontrak dua tahap"):
        value = sum(activity.budget for activity in place.progress.activities())
        contract = office.contracts.draw_up(
            group.package,
            number=plot.CONTRACT_NUMBER,
            on=date(2022, 2, 21),
            tranches=office.contracts.plan(value, plot.SHARES, ("RAB disetujui", "SPJ tahap 1 disetujui")),
            start=date(2022, 3, 1),
            end=date(2022, 10, 31),
            signers=(
                Signer(position="Kuasa Pengguna Anggaran", name=story.LURAH[0], nip=story.LURAH[1]),
                Signer(position="Ketua Pokmas", name=dict(plot.OFFICERS)["ketua_pokmas"]),
            ),
            group_name=plot.GROUP_NAME,
            account=BankAccount(bank=plot.BANK, number=plot.ACCOUNT_NUMBER, holder=plot.GROUP_NAME),
        )
        write_contract(stage, office, contract.uid, date(2022, 2, 21))
        office.publications.publish([contract.uid])
        group.contract = contract.uid
        states = office.contracts.tranche_state(contract.uid)
        group.tranches = tuple(state.uid for state in states)
        if states[0].blocked_by or not states[1].blocked_by:
            raise Trouble("demo_blocked", "; ".join(states[0].blocked_by))
        stage.carry(office, place)
    with stage.step("Pokmas 02: surat permohonan pencairan tahap 1; kelurahan mencairkan"):
        _letter(stage, group, "disbursement_request", 1, date(2022, 3, 7))
        stage.carry(place, office)
        office.contracts.disburse(contract.uid, group.tranches[0], date(2022, 3, 14), reference="SP2D 0114/2022")
        stage.carry(office, place)


def _letter(stage: Stage, group: Group, kind: str, number: int, on: date) -> None:
    """A letter of the Pokmas about a tranche: filled in, printed, signed, its scan attached."""
    enclosed = {"enclosures": "RAB yang disetujui\nKontrak swakelola"} if kind == "disbursement_request" else {}
    record = fill_in(group.place, kind, group.contract, texts={"date": on.isoformat(), **enclosed})
    stage.sign_and_attach(group.place, kind, record.uid, f"pokmas-02-tahap-{number}", on)
    group.place.publications.publish([record.uid])


def _money(stage: Stage, group: Group, number: int, on: date, reference: str) -> str:
    """The money of a tranche has come: recorded, with a picture of the bank's slip."""
    place = group.place
    planned = place.contracts.tranche_state(group.contract)[number - 1].planned
    record = place.contracts.record_money(
        group.contract, group.tranches[number - 1], on, planned, plot.ACCOUNT, reference
    )
    slip = nota_photo("Bank Contoh", reference, on, [("Kredit Pokmas 02", planned)], stamp="DITERIMA")
    place.attachments.add_photo(record.uid, stage.photo(f"pokmas-02-dana-{number}", slip), "other")
    return record.uid


def _receipt(stage: Stage, group: Group, payment: Payment, tranche: str, amount: int = 0) -> str:
    """One payment typed in, with the picture of its bill, and a wage list where it is wages. `amount`: as mistyped."""
    place = group.place
    wrong = amount - payment.amount if amount else 0
    splits = tuple(
        Split(rab=group.rabs[name], line=group.lines[(name, line)], amount=part + wrong)
        for name, line, part in payment.parts
    )
    taxes: tuple[TaxLine, ...] = ()
    if payment.tax:
        base = payment.tax * 1000 // 15
        taxes = (
            TaxLine(
                uid=new_uid(),
                kind="pph22",
                base=base,
                rate="1.5",
                amount=payment.tax,
                withheld_by="pokmas",
                billing_code=plot.TAX_PAID[1],
            ),
        )
    data = Receipt(
        tranche=tranche,
        date=payment.day,
        payee=payment.payee,
        note=payment.note,
        description=payment.text,
        amount=amount or payment.amount,
        method=payment.method,
        splits=splits,
        taxes=taxes,
    )
    uid = place.receipts.save(data).uid
    group.receipts[payment.note or payment.text] = uid
    rows = [(line, part + wrong) for _, line, part in payment.parts]
    picture = nota_photo(payment.payee, payment.note, payment.day, rows)
    name = f"pokmas-02-kuitansi-{len(group.receipts):02d}"
    place.attachments.add_photo(uid, stage.photo(name, picture), "receipt")
    if payment.tax:
        day, code, ntpn = plot.TAX_PAID
        place.records.save(
            "d.tax_payment",
            TaxPayment(kind="pph22", amount=payment.tax, date=day, billing_code=code, ntpn=ntpn, receipts=(uid,)),
        )
    if payment.workers[0]:
        _wages(group, payment, uid)
    return uid


def _cash(group: Group, moves: tuple[plot.CashMoved, ...]) -> None:
    """Cash drawn from the account and paid into it."""
    for day, way, amount, reference in moves:
        group.place.cash.note(group.contract, day, amount, way=way, reference=reference)


def _wages(group: Group, payment: Payment, receipt: str) -> None:
    count, length = payment.workers
    days = tuple(payment.day - timedelta(days=back) for back in range(length - 1, -1, -1))
    rate = payment.amount // (count * length)
    rows = tuple(
        WageRow(
            uid=new_uid(), name=f"{payment.job.capitalize()} contoh {number}", job=payment.job, days=days, rate=rate
        )
        for number in range(1, count + 1)
    )
    data = WageList(receipt=receipt, rab=group.rabs[payment.parts[0][0]], rows=rows)
    group.place.records.save("d.wage_list", data)


def _progress(stage: Stage, group: Group, name: str, percent: int, on: date) -> None:
    """A picture of the work, and how far it is."""
    place, rab = group.place, group.rabs[name]
    place.progress.set(rab, percent, on)
    at = list(group.rabs).index(name) + 1
    title = f"pokmas-02-kegiatan-{at}-{percent}"
    picture = phone_photo(f"kegiatan-{at}", on, percent, name)
    place.attachments.add_photo(rab, stage.photo(title, picture), str(percent), caption=f"{name}, {percent} %")


def _first_tranche(stage: Stage, office: Workplace, group: Group) -> None:
    place, tranche = group.place, group.tranches[0]
    with stage.step("Pokmas 02: dana tahap 1 masuk, foto 0 %"):
        money = _money(stage, group, 1, date(2022, 3, 16), "TRF-0316")
        for name in group.rabs:
            _progress(stage, group, name, 0, date(2022, 3, 18))
    with stage.step(f"Pokmas 02: {len(plot.FIRST)} kuitansi tahap 1 berfoto, satu melebihi item RAB"):
        for payment in plot.FIRST:
            typed = plot.TYPED_AS if payment.note == plot.TYPO else 0
            _receipt(stage, group, payment, tranche, typed)
        _cash(group, plot.CASH_FIRST)
        for name, percent in ((plot.DRAIN, 50), (plot.DRAIN, 100), (plot.PAVING, 50)):
            _progress(stage, group, name, percent, date(2022, 4, 14))
        _settle_the_sand(stage, group, tranche)
    with stage.step("Pokmas 02: cetak kuitansi, upah, buku kas dan SPJ tahap 1, ajukan"):
        _print_tranche(stage, group, 1, date(2022, 4, 18))
        stage.must_pass(place.checks.submission("spj", tranche))
        sent = place.submissions.submit("spj", tranche, on=date(2022, 4, 18))
        stage.carry(place, office)
    with stage.step("Pokmas 02: betulkan satu kuitansi sesudah diajukan"):
        uid = group.receipts[plot.TYPO]
        row = next(row for row in place.receipts.rows(tranche=tranche) if row.uid == uid)
        right = replace(
            row.data, amount=1_000_000, splits=tuple(replace(part, amount=1_000_000) for part in row.data.splits)
        )
        place.receipts.correct(uid, right, "Salah ketik: di nota tertulis Rp1.000.000.")
        stage.carry(place, office)
    with stage.step("Kelurahan: kembalikan SPJ tahap 1, lalu setujui perbaikannya"):
        why = "Foto nota 0217 kurang jelas, pembetulan kuitansi dan pernyataan belanja belum termasuk. Ajukan lagi."
        office.decisions.decide(sent, money, "return", reason=why, on=date(2022, 4, 25))
        stage.carry(office, place)
        picture = nota_photo("TB Makmur Contoh", "0217", date(2022, 3, 22), [("Semen", 1_200_000), ("Pasir", 780_000)])
        photo = stage.photo("pokmas-02-nota-0217-jelas", picture)
        place.attachments.add_photo(group.receipts["0217"], photo, "receipt", caption="Foto ulang")
        _print_tranche(stage, group, 1, date(2022, 4, 27), again=True)
        stage.must_pass(place.checks.submission("spj", tranche))
        again = place.submissions.submit("spj", tranche, on=date(2022, 4, 27))
        stage.carry(place, office)
        if not office.submissions.open(again).whole:
            raise Trouble("demo_blocked", "SPJ 1")
        office.decisions.decide(again, money, "approve", on=date(2022, 5, 9))
        stage.carry(office, place)


def _settle_the_sand(stage: Stage, group: Group, tranche: str) -> None:
    """The sand bill is over what was left of its line: kept and flagged, and the SPJ waits until it is split."""
    place, uid = group.place, group.receipts[plot.SAND]
    if not any(flag.rule == "K-01" for flag in place.receipts.flags(uid)):
        raise Trouble("demo_blocked", "K-01")
    stage.keep(place.spj.build_packet(tranche, final=False), "pokmas-02-tahap-1-draf")
    try:
        place.spj.build_packet(tranche, final=True)
    except RuleViolation as held:
        if held.code != "spj_incomplete":
            raise
    else:
        raise Trouble("demo_blocked", "spj_incomplete")
    record = place.records.get(uid)
    if record is None or not isinstance(record.data, Receipt):
        raise Trouble("demo_blocked", uid)
    shared = tuple(
        Split(rab=group.rabs[name], line=group.lines[(name, line)], amount=part) for name, line, part in plot.SAND_SPLIT
    )
    place.receipts.save(replace(record.data, splits=shared), uid)


def _print_tranche(stage: Stage, group: Group, number: int, on: date, *, again: bool = False) -> None:
    """All papers of a tranche: kuitansi, wage lists, cash book, recap, and the packet of them all."""
    place, tranche = group.place, group.tranches[number - 1]
    name = f"pokmas-02-tahap-{number}{'-ulang' if again else ''}"
    if not again:
        for row in place.receipts.rows(tranche=tranche):
            stage.paper(place, "receipt", row.uid, f"{name}-{row.place:02d}", on)
        of_tranche = {row.uid for row in place.receipts.rows(tranche=tranche)}
        for record in place.records.find("d.wage_list", order="id"):
            if isinstance(record.data, WageList) and record.data.receipt in of_tranche:
                stage.paper(place, "wage_list", record.uid, f"{name}-{record.uid[-4:]}", on)
                stage.paper(place, "presence", record.uid, f"{name}-{record.uid[-4:]}", on)
    for book in ("cash_book", "bank_book", "tax_book"):
        stage.paper(place, book, tranche, name, on)
    stage.paper(place, "tranche_recap", tranche, name, on)
    if again or number > 1:
        _letter(stage, group, "spending_statement", number, on)
    stage.keep(place.spj.build_packet(tranche, final=True), name)


def _second_tranche(stage: Stage, office: Workplace, group: Group) -> None:
    place, tranche = group.place, group.tranches[1]
    with stage.step("Pokmas 02: surat permohonan pencairan tahap 2; kelurahan mencairkan"):
        state = office.contracts.tranche_state(group.contract)[1]
        if state.blocked_by:
            raise Trouble("demo_blocked", "; ".join(state.blocked_by))
        _letter(stage, group, "disbursement_request", 2, date(2022, 5, 23))
        stage.carry(place, office)
        office.contracts.disburse(group.contract, tranche, date(2022, 6, 6), reference="SP2D 0287/2022")
        stage.carry(office, place)
    with stage.step(f"Pokmas 02: dana tahap 2, {len(plot.SECOND)} kuitansi, pelatihan, foto 50 dan 100 %"):
        money = _money(stage, group, 2, date(2022, 6, 8), "TRF-0608")
        _course(stage, group)
        for payment in plot.SECOND:
            _receipt(stage, group, payment, tranche)
        _cash(group, plot.CASH_SECOND)
        for name in (plot.PAVING_12, plot.CAMERAS, plot.COURSE):
            _progress(stage, group, name, 50, date(2022, 7, 4))
        for name in (plot.PAVING, plot.PAVING_12, plot.CAMERAS, plot.COURSE):
            _progress(stage, group, name, 100, date(2022, 7, 18))
    with stage.step("Pokmas 02: cetak dan ajukan SPJ tahap 2"):
        _print_tranche(stage, group, 2, date(2022, 7, 25))
        for day in place.books.months(group.contract):
            printed = place.papers.build("cash_book", group.contract, final=True, month=day)
            stage.keep(printed, f"pokmas-02-{day:%Y-%m}")
        for number, uid in enumerate(group.rabs.values(), 1):
            stage.paper(place, "photo_sheet", uid, f"pokmas-02-{number}", date(2022, 7, 25))
        stage.must_pass(place.checks.submission("spj", tranche))
        sent = place.submissions.submit("spj", tranche, on=date(2022, 7, 25))
        stage.carry(place, office)
    with stage.step("Kelurahan: setujui SPJ tahap 2"):
        office.decisions.decide(sent, money, "approve", on=date(2022, 8, 8))
        stage.carry(office, place)


def _course(stage: Stage, group: Group) -> None:
    """The training with its attendance list and a picture."""
    place = group.place
    meeting = place.records.save(
        "d.meeting",
        Meeting(
            kind="training",
            title="Pelatihan membuat kue",
            date=plot.COURSE_DAY,
            time="09.00",
            place="Balai Kelurahan",
            leader=plot.TRAINER,
            note_taker=dict(plot.OFFICERS)["sekretaris_pokmas"],
        ),
    )
    people = [Attendance(meeting=meeting.uid, name=name, gender="P", home="RT 03/RW 04") for name in plot.GUESTS]
    place.records.save_all([NewRecord(type="d.attendance", data=data) for data in people])
    absent, reason = plot.STAYED_AWAY
    planned = Attendance(meeting=meeting.uid, name=absent, gender="P", home="RT 03/RW 04", sessions=())
    missed = place.records.save("d.attendance", planned)
    came = Attendance(
        meeting=meeting.uid, name=plot.CAME_INSTEAD, gender="P", home="RT 03/RW 04", replaces=missed.uid, reason=reason
    )
    place.records.save("d.attendance", came)
    for kind in ("training_attendance", "participant_changes"):
        stage.paper(place, kind, meeting.uid, "pokmas-02-pelatihan", plot.COURSE_DAY)
    picture = phone_photo("pelatihan", plot.COURSE_DAY, 0, "Pelatihan membuat kue")
    place.attachments.add_photo(meeting.uid, stage.photo("pokmas-02-pelatihan", picture), "meeting")


def _handover(stage: Stage, office: Workplace, group: Group) -> None:
    """Inspection by the supervising team, then the handover to the lurah."""
    place = group.place
    with stage.step("Pokmas 02: BAHP, tanda tangan"):
        record = place.handover.start_inspection(group.contract, date(2022, 8, 15), "Kelurahan Kaliombo")
        if not isinstance(record.data, Inspection):
            raise Trouble("demo_blocked", record.uid)
        rows = tuple(_good(row) for row in record.data.rows)
        place.records.save("d.inspection", replace(record.data, rows=rows), uid=record.uid)
        stage.sign_and_attach(place, "inspection", record.uid, "pokmas-02", date(2022, 8, 15))
    with stage.step("Kelurahan: periksa kelengkapan administrasi kontrak"):
        inspect_papers(stage, office, group.area, group.contract)
        stage.carry(office, place)
    with stage.step("Pokmas 02: BAST, ajukan"):
        handover = place.handover.start_handover(group.contract, date(2022, 8, 22), "Kelurahan Kaliombo")
        stage.paper(place, "handover", handover.uid, "pokmas-02", date(2022, 8, 22))
        stage.must_pass(place.checks.submission("handover", group.contract))
        sent = place.submissions.submit("handover", group.contract, on=date(2022, 8, 22))
        stage.carry(place, office)
    with stage.step("Kelurahan: terima hasil pekerjaan"):
        office.decisions.decide(sent, handover.uid, "approve", on=date(2022, 8, 29))
        stage.carry(office, place)
        # One more trip tells the kelurahan that everything arrived.
        stage.carry(place, office)


def _good(row: WorkRow) -> WorkRow:
    return replace(row, condition="good", keeper="Ketua RT setempat")
