"""The frozen records that travel between rooms: one schema for forms, storage, bundles and checks.

A record is an envelope (type, uid, area, year, files) around one of the data structs below. The structs allow what is
not filled in yet ("" or 0 or None): a saved record may be incomplete, only submitting demands completeness
(desktop.domain.checks). What they never allow is nonsense: negative money, dates that do not exist, endless text.
Which side may write a type, and what its fields mean for lists and papers, stands in desktop.domain.record_types.

Money is whole rupiah, 0 to 10^12. Quantities are text, up to nine digits and three decimals with a point ("12.5").
Dates are calendar days, 1900 to 2100. NIK, NIP, NPWP and phone numbers are text and keep their zeros.
"""

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

Day = datetime.date

MONEY_LIMIT = 10**12
"""Whole rupiah; one trillion, 10,000 times the yearly ceiling of an RT."""

Money = Annotated[int, Meta(ge=0, le=MONEY_LIMIT)]
Quantity = Annotated[str, Meta(pattern=r"^(\d{1,9}(\.\d{1,3})?)?$", max_length=13)]
Uid = Annotated[str, Meta(pattern=r"^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?$", max_length=36)]
Hash = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$", max_length=64)]
Name = Annotated[str, Meta(max_length=200)]
Short = Annotated[str, Meta(max_length=500)]
Text = Annotated[str, Meta(max_length=10_000)]
Digits = Annotated[str, Meta(pattern=r"^\d*$", max_length=20)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Small = Annotated[int, Meta(ge=0, le=100_000)]

Sector = Literal["", "infrastructure", "health", "social", "economy", "education", "youth", "general"]
"""Bidang; `general` is biaya umum, the RT's own administration (Perwali 32/2021 pasal 10 ayat (2))."""

Scope = Literal["", "joint", "own"]
"""Infrastructure only: joint (bersama, decided at kelurahan scale) or the RT's own (Perwali 32/2021 pasal 21)."""

CostGroup = Literal["labour", "material", "equipment", "other"]
MeetingKind = Literal["rembug", "rw", "kelurahan", "training", "information"]
SubmissionKind = Literal["proposals", "rab", "spj", "handover"]
Outcome = Literal["approve", "return", "reject"]
Source = Literal["bundle", "paper"]


class Data(Struct, frozen=True, kw_only=True):
    """What one record says. Fields unknown to this version are kept by the store, not by these structs."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, Day) and not 1900 <= value.year <= 2100:
                raise ValueError(f"{name}: year {value.year} is outside 1900 to 2100")


Blanks = dict[Annotated[str, Meta(max_length=60)], Text]
"""The blanks of a form, as typed, by the keys of its definition (desktop.domain.forms): no more than it has fields."""

Cell = Text | Money
"""One cell of a form's table: text as typed, or whole rupiah."""

FormRow = Annotated[dict[Annotated[str, Meta(max_length=60)], Cell], Meta(max_length=40)]
"""One row of a form's table by column keys; `table` names the table when a form has several."""


class Signer(Struct, frozen=True, kw_only=True):
    """One name under a paper. `position` as printed ("Ketua RT 03"); `nip` only for civil servants."""

    position: Short = ""
    name: Name = ""
    nip: Digits = ""


# --- any area ----------------------------------------------------------------------------------------------------


class MeetingDecision(Struct, frozen=True, kw_only=True):
    """One thing the meeting decided to ask for. `proposer`: who asked. `estimate`: whole rupiah. `placement`: where it
    is to be budgeted (form H, column Keterangan)."""

    uid: Uid
    text: Short = ""
    sector: Sector = ""
    scope: Scope = ""
    volume: Quantity = ""
    unit: Name = ""
    estimate: Money = 0
    proposer: Name = ""
    placement: Short = ""


class Meeting(Data, frozen=True, kw_only=True):
    """A meeting (rembug RT, sinkronisasi RW, musyawarah kelurahan, pelatihan, sosialisasi) and what it decided.

    `number`: of its minutes, free text of the RT's own numbering. `time`: as printed, "19.30". `witnesses`: names
    of the residents who sign the minutes (perwakilan warga, form K). Source: Perwali 32/2021 pasal 26 ayat (1) c,
    Lampiran K.
    """

    kind: MeetingKind = "rembug"
    title: Short = ""
    number: Short = ""
    date: Day | None = None
    time: Annotated[str, Meta(max_length=20)] = ""
    place: Short = ""
    leader: Name = ""
    note_taker: Name = ""
    agenda: tuple[Short, ...] = ()
    notes: Text = ""
    decisions: tuple[MeetingDecision, ...] = ()
    witnesses: tuple[Name, ...] = ()
    sessions: Annotated[int, Meta(ge=1, le=60)] = 1


class Attendance(Data, frozen=True, kw_only=True):
    """One person at one meeting: a snapshot of their own, so that a paper stays as it was. No NIK, no phone.

    `home`: RT/RW or address as printed. `role`: warga, PKK, karang taruna, tokoh, or a guest's office. `resident`: the
    register's uid on the computer that wrote this, "" for a guest. `sessions`: the sessions attended (1 …), (1,)
    for one.
    """

    meeting: Uid
    name: Name
    gender: Literal["", "L", "P"] = ""
    home: Short = ""
    role: Short = ""
    guest: bool = False
    resident: Uid = ""
    sessions: tuple[Annotated[int, Meta(ge=1, le=60)], ...] = (1,)
    replaces: Uid = ""
    reason: Short = ""


class Person(Data, frozen=True, kw_only=True):
    """Somebody who holds or held a role. `nip` only for civil servants. `resident`: uid in the local register, if
    any."""

    name: Name
    nip: Digits = ""
    address: Short = ""
    resident: Uid = ""


class RoleHeld(Data, frozen=True, kw_only=True):
    """A dated role: old papers keep the name of their day. `position` is a stable key ("ketua_rt",
    "bendahara_pokmas")."""

    person: Uid
    position: Name
    title: Short = ""
    since: Day | None = None
    until: Day | None = None
    decree: Short = ""


class Photo(Data, frozen=True, kw_only=True):
    """A picture that proves something. `of`: the record it belongs to. `picture`: SHA-256 of the copy of at most
    1600 px without location data (it travels: it is the envelope's file); `original`: SHA-256 of the file as taken
    (it stays). `look`: how it looks (see desktop.domain.looks), "" unknown; `double`: the photo it was found to be the
    same picture as when it was taken in."""

    of: Uid
    slot: Literal["0", "50", "100", "meeting", "receipt", "other"] = "other"
    taken: Day | None = None
    caption: Short = ""
    picture: Hash = ""
    original: Hash = ""
    look: Name = ""
    double: Uid = ""


class Scan(Data, frozen=True, kw_only=True):
    """A scan or photograph of a signed paper; its pages are the envelope's files, in order.

    `of`: the record the paper speaks about. `paper`: which paper (see desktop.domain.papers). `code`: the code
    printed on the paper, `submission_code`: the first eight characters of the submission's digest printed there, ""
    if unknown.
    """

    of: Uid
    paper: Name
    code: Name = ""
    submission_code: Name = ""
    caption: Short = ""


class Covered(Struct, frozen=True, array_like=True):
    """One record a submission covers, in exactly one state: `[uid, value hash]`."""

    uid: Uid
    value_hash: Hash


class Submission(Data, frozen=True, kw_only=True):
    """What is handed in together, in exact versions. `items` are decided one by one; `context` belongs to the evidence.

    `digest`: SHA-256 over uid, attempt, items and context; its first eight characters stand on the printed papers.
    `subject`: the meeting, contract or tranche. `previous`: the submission whose returned items this one brings again.
    """

    kind: SubmissionKind
    subject: Uid
    attempt: Annotated[int, Meta(ge=1, le=1000)] = 1
    items: tuple[Covered, ...] = ()
    context: tuple[Covered, ...] = ()
    digest: Hash = ""
    signers: tuple[Signer, ...] = ()
    previous: Uid = ""
    date: Day | None = None


class Withdrawal(Data, frozen=True, kw_only=True):
    """A submission taken back before it was decided. A decision that crosses it wins."""

    submission: Uid
    reason: Short = ""


class Correction(Data, frozen=True, kw_only=True):
    """A new record in place of a frozen one; the original stays, struck through. `data`: as in the record corrected."""

    of: Uid
    value_hash: Hash = ""
    reason: Short = ""
    data: dict[str, Any] = field(default_factory=dict)


class Response(Data, frozen=True, kw_only=True):
    """An answer to a finding, with what was done; photos point to it."""

    finding: Uid
    date: Day | None = None
    text: Text = ""
    done: bool = False


class Document(Data, frozen=True, kw_only=True):
    """A form without a type of its own, filled blank by blank.

    `kind`: the paper (desktop.domain.papers). `of`: the record it speaks about, "" = none. `texts`, `rows`: by the keys
    of the form's definition (desktop.domain.forms); money in rows is whole rupiah. `signers`: in the form's order.
    """

    kind: Name
    of: Uid = ""
    number: Short = ""
    date: Day | None = None
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    rows: Annotated[tuple[FormRow, ...], Meta(max_length=1000)] = ()
    signers: Annotated[tuple[Signer, ...], Meta(max_length=50)] = ()


class ShelfPlace(Data, frozen=True, kw_only=True):
    """Where the paper of a record lies: folder, box, shelf. Stays on the computer of the desk that keeps the paper.

    `of`: the record; `number`: the printed number of one of its papers, "" = whatever is on paper about it.
    """

    of: Uid
    number: Name = ""
    place: Short = ""


# --- RT ----------------------------------------------------------------------------------------------------------


class CostLine(Struct, frozen=True, kw_only=True):
    """One line of a cost estimate. Its total is volume × unit price, rounded half up to whole rupiah (ours).

    `source`: who pays; `self` is swadaya, the residents' own money or labour, outside the ceiling.
    """

    uid: Uid
    group: CostGroup = "material"
    description: Short = ""
    unit: Name = ""
    volume: Quantity = ""
    unit_price: Money = 0
    source: Literal["prodamas", "self"] = "prodamas"
    note: Short = ""


class Contribution(Struct, frozen=True, kw_only=True):
    """What another RT pays of a joint activity: its area ("35.71.02.1013/04/05") and its part, whole rupiah."""

    uid: Uid
    rt: Name = ""
    amount: Money = 0


class Proposal(Data, frozen=True, kw_only=True):
    """One usulan with its cost lines. `amount`: what is asked, whole rupiah; `priority`: 1 is first, 0 not ranked yet.

    `meeting` and `decision`: the meeting that decided it and the row there. `mandatory`: W1 JKN premium, W2 PMT, W3
    PKK, W4 skills training (Perwali 32/2021 pasal 20 ayat (1)). `participants`: people trained (W4).

    `activity`: key of the year's catalogue, "" = not chosen. What some activities need: `units` (CCTV), `recipients`
    (pupils, households) and `registered` (all of them stand in the register of the poor), `group` that receives it, for
    how many years it has worked (`group_years`), whether a cooperative was `aided_before` (pasal 16 to 18). `work` new
    or repair, `land`: kind of land by the rule sheet's key, `land_years` its owner grants, `built_year` of what is
    repaired and `age_exception` for a young one (pasal 14 ayat (2), (3)).
    Joint activities (pasal 9 ayat (2), (3)): budgeted on one RT, whose `amount` is the whole cost and `contributions`
    the other RTs' parts; each of those has a usulan of its own part, naming the `host` (its area).
    """

    title: Short = ""
    sector: Sector = ""
    scope: Scope = ""
    meeting: Uid = ""
    decision: Uid = ""
    priority: Small = 0
    location: Short = ""
    volume: Quantity = ""
    unit: Name = ""
    amount: Money = 0
    lines: tuple[CostLine, ...] = ()
    description: Text = ""
    beneficiaries: Short = ""
    mandatory: Literal["", "W1", "W2", "W3", "W4"] = ""
    participants: Small = 0
    activity: Name = ""
    units: Small = 0
    recipients: Small = 0
    registered: bool = False
    group: Name = ""
    group_years: Small = 0
    aided_before: Literal["", "no", "yes"] = ""
    work: Literal["", "new", "repair"] = ""
    land: Name = ""
    land_years: Small = 0
    built_year: Small = 0
    age_exception: Literal["", "self_built", "heavily_damaged", "bigger_function"] = ""
    host: Name = ""
    contributions: tuple[Contribution, ...] = ()


class PlanRow(Struct, frozen=True, kw_only=True):
    """One bidang of the five-year plan: what is meant for each year, in the order of `FiveYearPlan.years`."""

    sector: Sector = ""
    activities: tuple[Text, ...] = ()


class FiveYearPlan(Data, frozen=True, kw_only=True):
    """Usulan kegiatan lima tahunan (form I)."""

    years: tuple[Small, ...] = ()
    rows: tuple[PlanRow, ...] = ()
    meeting: Uid = ""
    date: Day | None = None
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()


class Statement(Data, frozen=True, kw_only=True):
    """Letter D (no JKN premium asked: everybody is insured) or E (a bidang left out, or a share below the minimum).

    `missing`: bidang not proposed; `below`: bidang (or `joint`) below the share. Perwali 32/2021 pasal 20 (2), 21 (2).
    """

    letter: Literal["D", "E"]
    meeting: Uid = ""
    missing: tuple[Name, ...] = ()
    below: tuple[Name, ...] = ()
    reason: Text = ""
    date: Day | None = None


class Beneficiary(Struct, frozen=True, kw_only=True):
    """One row of a list of candidates (form K). The only place where a NIK leaves the computer."""

    uid: Uid
    name: Name = ""
    nik: Digits = ""
    address: Short = ""
    goods: Short = ""
    amount: Money = 0


class BeneficiaryList(Data, frozen=True, kw_only=True):
    """Candidates for JKN premiums or for aid in goods, annexed to the minutes (form K). `proposal`: what pays for
    them."""

    kind: Literal["jkn", "bansos"]
    meeting: Uid = ""
    proposal: Uid = ""
    rows: tuple[Beneficiary, ...] = ()


class Resident(Data, frozen=True, kw_only=True):
    """One person in the RT's own register. Never published; `nik` may be empty when it could not be read."""

    name: Name
    nik: Digits = ""
    household: Digits = ""
    gender: Literal["", "L", "P"] = ""
    born: Day | None = None
    address: Short = ""
    phone: Annotated[str, Meta(max_length=30)] = ""
    role: Short = ""
    tags: tuple[Name, ...] = ()
    problem: Short = ""


class UsedGoods(Struct, frozen=True, kw_only=True):
    """One kind of goods and what became of it (form BB)."""

    uid: Uid
    goods: Short = ""
    quantity: Quantity = ""
    unit: Name = ""
    use: Text = ""


class UseReport(Data, frozen=True, kw_only=True):
    """Laporan penggunaan hibah/bansos by 10 January of the next year (form BB, pasal 40)."""

    date: Day | None = None
    rows: tuple[UsedGoods, ...] = ()
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()


class ResponsibilityLetter(Data, frozen=True, kw_only=True):
    """Surat pernyataan tanggung jawab penggunaan, stamped (form CC)."""

    date: Day | None = None
    report: Uid = ""
    amount: Money = 0
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()


# --- Pokmas ------------------------------------------------------------------------------------------------------


class TeamMember(Struct, frozen=True, kw_only=True):
    """One member of a team; `person` points to a person record."""

    person: Uid
    name: Name = ""
    position: Name = ""


class Team(Data, frozen=True, kw_only=True):
    """Tim Persiapan, Pelaksana or Pengawas, set by the Pokmas chair (form S, pasal 33 ayat (3))."""

    kind: Literal["preparation", "execution", "supervision"]
    members: tuple[TeamMember, ...] = ()
    decree: Short = ""
    date: Day | None = None
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()


class IntegrityPact(Data, frozen=True, kw_only=True):
    """Pakta integritas of all Pokmas members (form O)."""

    date: Day | None = None
    members: tuple[TeamMember, ...] = ()
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()


class Rab(Data, frozen=True, kw_only=True):
    """Rencana anggaran biaya of one activity (form R). `item`: the work package's item. `form`: which of the two
    forms."""

    package: Uid = ""
    item: Uid = ""
    title: Short = ""
    location: Short = ""
    volume: Quantity = ""
    unit: Name = ""
    form: Literal["infrastructure", "other"] = "other"
    lines: tuple[CostLine, ...] = ()
    signers: tuple[Signer, ...] = ()


class MoneyReceived(Data, frozen=True, kw_only=True):
    """Money that reached the Pokmas. `tranche`: uid in the contract. `source`: `paper` when typed from a transfer
    slip."""

    contract: Uid = ""
    tranche: Uid = ""
    date: Day | None = None
    amount: Money = 0
    account: Name = ""
    reference: Name = ""
    source: Source = "paper"


class MoneyReturned(Data, frozen=True, kw_only=True):
    """What a Pokmas paid back of a tranche it did not use up (setoran sisa dana), whole rupiah: it may take no profit.

    `account`: the treasury's; `reference`: number of the deposit slip (STS); `reason`: why it was left over.
    """

    contract: Uid = ""
    tranche: Uid = ""
    date: Day | None = None
    amount: Money = 0
    account: Name = ""
    reference: Name = ""
    reason: Short = ""


class CashMove(Data, frozen=True, kw_only=True):
    """Cash a Pokmas drew from its account, or paid into it (`way`), whole rupiah: money that changes its place only.

    `reference`: number of the cheque or the slip; `note`: what for.
    """

    contract: Uid = ""
    tranche: Uid = ""
    date: Day | None = None
    amount: Money = 0
    way: Literal["drawn", "paid_in"] = "drawn"
    reference: Name = ""
    note: Short = ""


class Split(Struct, frozen=True, kw_only=True):
    """The part of a receipt that falls on one RAB line, whole rupiah."""

    rab: Uid = ""
    line: Uid = ""
    amount: Money = 0


class TaxLine(Struct, frozen=True, kw_only=True):
    """One tax on a receipt. `kind`: ppn, pph21, pph22, pph23, pph4_2, food. `rate`: percent as text ("1.5")."""

    uid: Uid
    kind: Name = ""
    base: Money = 0
    rate: Quantity = ""
    amount: Money = 0
    withheld_by: Literal["", "pokmas", "kelurahan", "seller"] = ""
    billing_code: Name = ""
    ntpn: Name = ""
    paid: Day | None = None
    refused: Short = ""


TaxObject = Literal["", "goods", "service", "food", "wages", "fee", "construction", "rent"]
"""What a payment buys, as the taxes see it; "" = nobody has said yet. `fee`: honorarium; `construction`: work by a
provider, also its planning and supervision."""


class Receipt(Data, frozen=True, kw_only=True):
    """One payment by the Pokmas (kuitansi). `amount` is what was paid, whole rupiah; `splits` share it over RAB lines.

    `number`: printed number; `note`: the shop's own bill number. `tranche`: which money paid it. For the taxes:
    `tax_object`: what is bought; `payee_vat`: whether the seller is PKP ("" = not known); `payee_class`: the kind of
    payee, by the key of the tax table ("golongan_3").
    """

    contract: Uid = ""
    tranche: Uid = ""
    number: Name = ""
    date: Day | None = None
    payee: Name = ""
    payee_npwp: Digits = ""
    note: Name = ""
    description: Short = ""
    amount: Money = 0
    method: Literal["cash", "bank"] = "cash"
    splits: tuple[Split, ...] = ()
    taxes: tuple[TaxLine, ...] = ()
    tax_object: TaxObject = ""
    payee_vat: Literal["", "yes", "no"] = ""
    payee_class: Name = ""


class WageRow(Struct, frozen=True, kw_only=True):
    """One worker: days present as dates, rate per day and tax, whole rupiah. `halves`: those of `days` on which only
    half a day was worked."""

    uid: Uid
    name: Name = ""
    job: Name = ""
    days: tuple[Day, ...] = ()
    rate: Money = 0
    tax: Money = 0
    halves: tuple[Day, ...] = ()


class WageList(Data, frozen=True, kw_only=True):
    """Daftar upah (HOK) behind one receipt."""

    receipt: Uid = ""
    rab: Uid = ""
    rows: tuple[WageRow, ...] = ()


class TaxPayment(Data, frozen=True, kw_only=True):
    """A payment of withheld tax to the treasury: billing code, NTPN, day; `receipts`: those it settles."""

    kind: Name = ""
    amount: Money = 0
    date: Day | None = None
    billing_code: Name = ""
    ntpn: Name = ""
    receipts: tuple[Uid, ...] = ()


class Progress(Data, frozen=True, kw_only=True):
    """How far an activity is: 0, 50 or 100 percent (Progressio), with a note."""

    rab: Uid = ""
    percent: Percent = 0
    date: Day | None = None
    note: Text = ""


class ReportRow(Struct, frozen=True, kw_only=True):
    """One activity in a report of the teams: allocation and use in whole rupiah, progress in percent."""

    uid: Uid
    activity: Short = ""
    allocation: Money = 0
    used: tuple[Money, ...] = ()
    percent: tuple[Percent, ...] = ()
    note: Text = ""


class TeamReport(Data, frozen=True, kw_only=True):
    """Laporan swakelola (form U) or laporan hasil pengawasan (form V); quarter 1 to 4."""

    form: Literal["U", "V"]
    quarter: Annotated[int, Meta(ge=1, le=4)] = 1
    date: Day | None = None
    rows: tuple[ReportRow, ...] = ()
    contract: Uid = ""
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()


class WorkRow(Struct, frozen=True, kw_only=True):
    """One result of the work: planned and done quantities, value in whole rupiah, condition and place."""

    uid: Uid
    rab: Uid = ""
    description: Short = ""
    planned: Quantity = ""
    done: Quantity = ""
    unit: Name = ""
    amount: Money = 0
    condition: Literal["", "good", "fair", "broken"] = ""
    location: Short = ""
    keeper: Name = ""
    note: Short = ""


class Inspection(Data, frozen=True, kw_only=True):
    """Berita acara hasil pemeriksaan (BAHP, form X) by the Tim Pengawas."""

    contract: Uid = ""
    number: Short = ""
    date: Day | None = None
    place: Short = ""
    rows: tuple[WorkRow, ...] = ()
    result: Text = ""
    signers: tuple[Signer, ...] = ()


class Handover(Data, frozen=True, kw_only=True):
    """Berita acara serah terima hasil pekerjaan (BAST, form W) from the Tim Pelaksana to the lurah as KPA."""

    contract: Uid = ""
    inspection: Uid = ""
    number: Short = ""
    date: Day | None = None
    place: Short = ""
    rows: tuple[WorkRow, ...] = ()
    signers: tuple[Signer, ...] = ()


# --- kelurahan ---------------------------------------------------------------------------------------------------


class Decision(Data, frozen=True, kw_only=True):
    """The kelurahan's word on one item of one submission, bound to the submission's digest.

    `amount`: the amount approved, None = as asked. `placement`: where it is budgeted (form L, last column);
    `office`: the OPD's name when it is not the kelurahan. `replaces`: the contradicting decisions this one settles,
    all of them. `rules`: SHA-256 of the year's rule sheet (TOML text) it was made under, "" when none was known.
    """

    submission: Uid
    digest: Hash
    item: Uid
    outcome: Outcome
    amount: Money | None = None
    reason: Text = ""
    priority: Small = 0
    placement: Literal["", "kelurahan", "opd"] = ""
    office: Short = ""
    replaces: tuple[Uid, ...] = ()
    by: Name = ""
    date: Day | None = None
    rules: Hash = ""


class Finding(Data, frozen=True, kw_only=True):
    """Something a visit found: what, where, how bad in words, who must act, by when."""

    of: Uid = ""
    date: Day | None = None
    what: Text = ""
    where: Short = ""
    risk: Short = ""
    responsible: Name = ""
    due: Day | None = None
    closed: bool = False


class SetAside(Data, frozen=True, kw_only=True):
    """Lines of bad form that an officer set aside so that good ones can enter: they count as held, are applied
    nowhere."""

    lines: tuple[Hash, ...] = ()
    reason: Text = ""


class ActivityStatus(Data, frozen=True, kw_only=True):
    """Where an approved usulan stands now, told to its RT."""

    proposal: Uid
    status: Name = ""
    note: Text = ""
    date: Day | None = None


class SourceItem(Struct, frozen=True, array_like=True):
    """Where an item came from: `[area, uid, value hash]`."""

    area: Name
    uid: Uid
    value_hash: Hash


class PackageItem(Struct, frozen=True, kw_only=True):
    """One approved activity handed to a Pokmas: amount in whole rupiah, cost lines as proposed, no NIK."""

    uid: Uid
    title: Short = ""
    sector: Sector = ""
    scope: Scope = ""
    home: Short = ""
    location: Short = ""
    volume: Quantity = ""
    unit: Name = ""
    amount: Money = 0
    lines: tuple[CostLine, ...] = ()
    source: SourceItem | None = None


class WorkPackage(Data, frozen=True, kw_only=True):
    """What a Pokmas is to carry out, made from approved items; by default without biaya umum and JKN premiums.

    `links`: typed from paper, the same package from a bundle that came later.
    """

    title: Short = ""
    items: tuple[PackageItem, ...] = ()
    source: Source = "bundle"
    date: Day | None = None
    links: Uid = ""


class Tranche(Struct, frozen=True, kw_only=True):
    """One disbursement the contract foresees (termin), whole rupiah. No percentage is law (Perwali 32/2021 Lamp. T
    no. 8)."""

    uid: Uid
    number: Small = 1
    amount: Money = 0
    condition: Short = ""


class Contract(Data, frozen=True, kw_only=True):
    """Kontrak swakelola between the lurah (KPA) and the Pokmas (form T); `links`: the same contract from a bundle.

    `mechanism`: LS (the treasury pays the Pokmas) or TU (the kelurahan's treasurer does); "" = as the year's rules say.
    `bank`, `account` (its number), `account_holder`: where the Pokmas's money goes. `addendum_number`, `addendum_date`:
    of the addendum that says what stands here, empty in the first contract.
    """

    package: Uid = ""
    number: Short = ""
    date: Day | None = None
    value: Money = 0
    start: Day | None = None
    end: Day | None = None
    payment: Literal["", "once", "tranches", "monthly"] = ""
    tranches: tuple[Tranche, ...] = ()
    signers: tuple[Signer, ...] = ()
    group_name: Name = ""
    links: Uid = ""
    source: Source = "bundle"
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    mechanism: Literal["", "LS", "TU"] = ""
    bank: Name = ""
    account: Name = ""
    account_holder: Name = ""
    addendum_number: Short = ""
    addendum_date: Day | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        uids = [tranche.uid for tranche in self.tranches if tranche.uid]
        if len(uids) != len(set(uids)):  # money is paid by a tranche's uid
            raise ValueError("tranches: two of one uid")


class TermsOfReference(Data, frozen=True, kw_only=True):
    """Kerangka acuan kerja (KAK, form Q): headings and texts in the annex's order."""

    package: Uid = ""
    chapters: tuple[tuple[Short, Text], ...] = ()
    date: Day | None = None
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    rows: Annotated[tuple[FormRow, ...], Meta(max_length=1000)] = ()
    signers: tuple[Signer, ...] = ()


class Disbursement(Data, frozen=True, kw_only=True):
    """Money sent to a Pokmas for one tranche, with the treasury's paper number."""

    contract: Uid = ""
    tranche: Uid = ""
    date: Day | None = None
    amount: Money = 0
    reference: Name = ""


class Grant(Data, frozen=True, kw_only=True):
    """NPHD with an RT (form Y)."""

    number: Short = ""
    rt_number: Short = ""
    date: Day | None = None
    goods: tuple[UsedGoods, ...] = ()
    amount: Money = 0
    signers: tuple[Signer, ...] = ()
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)


class GoodsHandover(Data, frozen=True, kw_only=True):
    """BAST barang hibah/bansos to an RT (form Z)."""

    number: Short = ""
    date: Day | None = None
    goods: tuple[UsedGoods, ...] = ()
    signers: tuple[Signer, ...] = ()
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)


class Allocation(Data, frozen=True, kw_only=True):
    """The ceiling the kelurahan sets for one RT in a year, whole rupiah (0 = as the rule sheet says)."""

    rt: Name = ""
    ceiling: Money = 0
    note: Text = ""


class Ranking(Data, frozen=True, kw_only=True):
    """The kelurahan's order of one RT's usulan, first to last (Perwali 32/2021 pasal 26 ayat (4) huruf b); stays at the
    kelurahan, whose decisions carry the priority."""

    rt: Name = ""
    order: Annotated[tuple[Uid, ...], Meta(max_length=1_000)] = ()


class JointPart(Struct, frozen=True, kw_only=True):
    """One usulan looked at with others. `share`: what its RT pays of the joint activity, whole rupiah."""

    area: Name = ""
    uid: Uid = ""
    value_hash: Hash = ""
    share: Money = 0


class Synchronisation(Data, frozen=True, kw_only=True):
    """Usulan of several RTs looked at together (Perwali 32/2021 pasal 26 ayat (2), (3)): joined into one activity that
    is budgeted on the `host`, or found to be different things. Stays at the kelurahan, whose decisions tell the RTs."""

    outcome: Literal["joined", "apart"] = "joined"
    title: Short = ""
    host: Name = ""
    parts: Annotated[tuple[JointPart, ...], Meta(max_length=200)] = ()
    date: Day | None = None


class RuleSheetText(Data, frozen=True, kw_only=True):
    """A year's rule sheet as TOML text (desktop.domain.rulesheet reads it): in `toml`, or, since no text in a bundle is
    longer than 10,000 letters, in `parts` that follow each other."""

    name: Short = ""
    toml: Annotated[str, Meta(max_length=200_000)] = ""
    parts: tuple[Text, ...] = ()

    @property
    def text(self) -> str:
        """The whole text."""
        return self.toml + "".join(self.parts)


class Price(Struct, frozen=True, kw_only=True):
    """What one thing may cost at most: `price` whole rupiah for one `unit`. `group`: of a cost estimate, "" unknown."""

    name: Short = ""
    unit: Name = ""
    price: Money = 0
    group: Literal["", "labour", "material", "equipment", "other"] = ""


class PriceList(Data, frozen=True, kw_only=True):
    """A price list taken from a spreadsheet, with its date and where it comes from (`source`: who made it).

    A long one is several records, since a line of a bundle has its limit: `list` is the same in all of them, `part`
    counts from 1 to `of_parts`.
    """

    list: Uid = ""
    name: Short = ""
    source: Short = ""
    date: Day | None = None
    part: Small = 1
    of_parts: Small = 1
    prices: tuple[Price, ...] = ()


class DeviceApproval(Data, frozen=True, kw_only=True):
    """A device accepted for an area, with its public keys (hex Ed25519, age recipient)."""

    device: Uid
    of: Name
    sign: Hash
    age: Name
    name: Name = ""


class AcceptedHead(Struct, frozen=True, kw_only=True):
    """The last line of one stream that still counts after a revocation."""

    area: Name
    seq: Annotated[int, Meta(ge=0, le=2**53)]
    hash: Hash


class DeviceRevocation(Data, frozen=True, kw_only=True):
    """A device that no longer counts beyond the heads named; its uid never returns."""

    device: Uid
    heads: tuple[AcceptedHead, ...] = ()
    reason: Short = ""


class RecapRow(Struct, frozen=True, kw_only=True):
    """One line of form L: volume as printed, amount in whole rupiah."""

    home: Short = ""
    sector: Sector = ""
    activity: Short = ""
    volume: Short = ""
    amount: Money = 0
    placement: Short = ""
    source: SourceItem | None = None


class Recap(Data, frozen=True, kw_only=True):
    """Daftar rekapitulasi usulan kegiatan as sent to the kecamatan (form L)."""

    date: Day | None = None
    rows: tuple[RecapRow, ...] = ()
    signers: tuple[Signer, ...] = ()


class OfficeReport(Data, frozen=True, kw_only=True):
    """A semester report (form DD) as made: its rows as printed."""

    form: Literal["DD"] = "DD"
    semester: Annotated[int, Meta(ge=1, le=2)] = 1
    date: Day | None = None
    rows: tuple[dict[str, Any], ...] = ()
    texts: Annotated[Blanks, Meta(max_length=60)] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()


# --- the envelope ------------------------------------------------------------------------------------------------


class Record(Struct, frozen=True, kw_only=True):
    """A record as the rooms hand it to each other.

    `state`: `saved` on this computer only, `published` in a stream. `locked`: covered by a submission that waits or was
    approved, so it is read-only. `changed`: edited since it was published ("Perubahan belum diajukan"). `conflict`: two
    published versions differ ("Perlu dipilih"). `files`: SHA-256 of its attachments, in order.
    """

    type: str
    uid: str
    area: str
    year: int
    data: Data
    files: tuple[str, ...] = ()
    state: Literal["saved", "published"] = "saved"
    value_hash: str = ""
    changed: bool = False
    conflict: bool = False
    saved_at: int = 0
