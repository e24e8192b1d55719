"""What each record type is: who writes it, where, what stays on the computer, and how lists show it.

Ownership (source: docs/exchange.md, "who writes what"): `d.` types are written by the area's own desk, `k.` types
by the kelurahan; that holds for types this version does not know, too. Order below: any area, RT, Pokmas, kelurahan.
"""

from datetime import date
from typing import Any

import msgspec
from msgspec import Struct, ValidationError
from msgspec.json import Decoder

from desktop.domain import records as r
from desktop.domain.areas import Role, parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.field_words import field_of, why

ANY: frozenset[Role] = frozenset({"rt", "pokmas", "kelurahan"})
RT: frozenset[Role] = frozenset({"rt"})
POKMAS: frozenset[Role] = frozenset({"pokmas"})
OFFICE: frozenset[Role] = frozenset({"kelurahan"})


class RecordType(Struct, frozen=True, kw_only=True):
    """One record type.

    `areas`: the kinds of area such a record may lie in. `label`, `day`, `amount`, `parent`: the data fields a list
    sorts and filters by ("" = none). `local`: never leaves the computer. `personal`: fields masked on screen and
    kept out of logs. `number`: the kind part of its printed number ("KW"), "" = never numbered. `noun`: what people
    call it.
    """

    name: str
    data: type[r.Data]
    areas: frozenset[Role]
    noun: str
    label: str = ""
    day: str = ""
    amount: str = ""
    parent: str = ""
    local: bool = False
    personal: frozenset[str] = frozenset()
    number: str = ""


_ALL = (
    RecordType(name="d.meeting", data=r.Meeting, areas=ANY, noun="rembug", label="title", day="date", number="BA"),
    RecordType(name="d.attendance", data=r.Attendance, areas=ANY, noun="kehadiran", label="name", parent="meeting"),
    RecordType(
        name="d.person", data=r.Person, areas=ANY, noun="pengurus", label="name", personal=frozenset({"address"})
    ),
    RecordType(
        name="d.role", data=r.RoleHeld, areas=ANY, noun="jabatan", label="position", day="since", parent="person"
    ),
    RecordType(name="d.photo", data=r.Photo, areas=ANY, noun="foto", label="slot", day="taken", parent="of"),
    RecordType(name="d.scan", data=r.Scan, areas=ANY, noun="pindaian", label="paper", parent="of"),
    RecordType(
        name="d.submission", data=r.Submission, areas=ANY, noun="pengajuan", label="kind", day="date", parent="subject"
    ),
    RecordType(name="d.withdrawal", data=r.Withdrawal, areas=ANY, noun="penarikan", parent="submission"),
    RecordType(name="d.correction", data=r.Correction, areas=ANY, noun="pembetulan", parent="of"),
    RecordType(name="d.response", data=r.Response, areas=ANY, noun="tindak lanjut", day="date", parent="finding"),
    RecordType(name="d.document", data=r.Document, areas=ANY, noun="dokumen", label="kind", day="date", parent="of"),
    RecordType(
        name="d.shelf", data=r.ShelfPlace, areas=ANY, noun="letak naskah", label="place", parent="of", local=True
    ),
    RecordType(
        name="d.proposal",
        data=r.Proposal,
        areas=RT,
        noun="usulan",
        label="title",
        amount="amount",
        parent="meeting",
        number="US",
    ),
    RecordType(name="d.five_year_plan", data=r.FiveYearPlan, areas=RT, noun="rencana lima tahun", parent="meeting"),
    RecordType(
        name="d.statement",
        data=r.Statement,
        areas=RT,
        noun="surat pernyataan",
        label="letter",
        day="date",
        parent="meeting",
    ),
    RecordType(
        name="d.beneficiary_list",
        data=r.BeneficiaryList,
        areas=RT,
        noun="daftar penerima",
        label="kind",
        parent="meeting",
        personal=frozenset({"nik", "address"}),
    ),
    RecordType(
        name="d.resident",
        data=r.Resident,
        areas=RT,
        noun="warga",
        label="name",
        local=True,
        personal=frozenset({"nik", "household", "phone", "address"}),
    ),
    RecordType(name="d.use_report", data=r.UseReport, areas=RT, noun="laporan penggunaan", day="date"),
    RecordType(
        name="d.responsibility",
        data=r.ResponsibilityLetter,
        areas=RT,
        noun="pernyataan tanggung jawab",
        day="date",
        amount="amount",
        parent="report",
    ),
    # A desk's own list stays with it: the kelurahan compares with its own, which everybody gets.
    RecordType(
        name="d.price_list",
        data=r.PriceList,
        areas=frozenset({"rt", "pokmas"}),
        noun="daftar harga",
        label="name",
        day="date",
        parent="list",
        local=True,
    ),
    RecordType(name="d.team", data=r.Team, areas=POKMAS, noun="tim", label="kind", day="date"),
    RecordType(name="d.integrity_pact", data=r.IntegrityPact, areas=POKMAS, noun="pakta integritas", day="date"),
    RecordType(name="d.rab", data=r.Rab, areas=POKMAS, noun="RAB", label="title", parent="package", number="RAB"),
    RecordType(
        name="d.money_received",
        data=r.MoneyReceived,
        areas=POKMAS,
        noun="dana masuk",
        day="date",
        amount="amount",
        parent="contract",
    ),
    RecordType(
        name="d.money_returned",
        data=r.MoneyReturned,
        areas=POKMAS,
        noun="setoran sisa dana",
        day="date",
        amount="amount",
        parent="contract",
    ),
    RecordType(
        name="d.cash_move",
        data=r.CashMove,
        areas=POKMAS,
        noun="tarik dan setor tunai",
        label="note",
        day="date",
        amount="amount",
        parent="contract",
    ),
    RecordType(
        name="d.receipt",
        data=r.Receipt,
        areas=POKMAS,
        noun="kuitansi",
        label="payee",
        day="date",
        amount="amount",
        parent="tranche",
        personal=frozenset({"payee_npwp"}),
        number="KW",
    ),
    RecordType(name="d.wage_list", data=r.WageList, areas=POKMAS, noun="daftar upah", parent="receipt"),
    RecordType(
        name="d.tax_payment",
        data=r.TaxPayment,
        areas=POKMAS,
        noun="setoran pajak",
        label="kind",
        day="date",
        amount="amount",
    ),
    RecordType(name="d.progress", data=r.Progress, areas=POKMAS, noun="kemajuan", day="date", parent="rab"),
    RecordType(name="d.team_report", data=r.TeamReport, areas=POKMAS, noun="laporan tim", label="form", day="date"),
    RecordType(
        name="d.inspection", data=r.Inspection, areas=POKMAS, noun="BAHP", day="date", parent="contract", number="HP"
    ),
    RecordType(
        name="d.handover", data=r.Handover, areas=POKMAS, noun="BAST", day="date", parent="contract", number="ST"
    ),
    RecordType(
        name="k.decision",
        data=r.Decision,
        areas=ANY,
        noun="keputusan",
        label="outcome",
        day="date",
        parent="submission",
    ),
    RecordType(name="k.finding", data=r.Finding, areas=ANY, noun="temuan", label="where", day="date", parent="of"),
    RecordType(name="k.set_aside", data=r.SetAside, areas=ANY, noun="baris disisihkan"),
    RecordType(
        name="k.activity_status", data=r.ActivityStatus, areas=RT, noun="status kegiatan", day="date", parent="proposal"
    ),
    RecordType(name="k.grant", data=r.Grant, areas=RT, noun="NPHD", day="date", amount="amount"),
    RecordType(name="k.goods_handover", data=r.GoodsHandover, areas=RT, noun="BAST barang", day="date"),
    RecordType(
        name="k.work_package", data=r.WorkPackage, areas=POKMAS, noun="paket kegiatan", label="title", day="date"
    ),
    RecordType(
        name="k.contract",
        data=r.Contract,
        areas=POKMAS,
        noun="kontrak",
        label="number",
        day="date",
        amount="value",
        parent="package",
    ),
    RecordType(name="k.terms_of_reference", data=r.TermsOfReference, areas=POKMAS, noun="KAK", parent="package"),
    RecordType(
        name="k.disbursement",
        data=r.Disbursement,
        areas=POKMAS,
        noun="pencairan",
        day="date",
        amount="amount",
        parent="contract",
    ),
    RecordType(name="k.allocation", data=r.Allocation, areas=OFFICE, noun="pagu RT", label="rt", amount="ceiling"),
    RecordType(name="k.ranking", data=r.Ranking, areas=OFFICE, noun="urutan usulan", label="rt", local=True),
    RecordType(
        name="k.synchronisation",
        data=r.Synchronisation,
        areas=OFFICE,
        noun="sinkronisasi usulan",
        label="title",
        day="date",
        local=True,
    ),
    RecordType(name="k.rule_sheet", data=r.RuleSheetText, areas=OFFICE, noun="aturan tahun", label="name"),
    RecordType(
        name="k.price_list",
        data=r.PriceList,
        areas=OFFICE,
        noun="daftar harga",
        label="name",
        day="date",
        parent="list",
    ),
    RecordType(name="k.device_approval", data=r.DeviceApproval, areas=OFFICE, noun="persetujuan perangkat", label="of"),
    RecordType(
        name="k.device_revocation", data=r.DeviceRevocation, areas=OFFICE, noun="pencabutan perangkat", parent="device"
    ),
    RecordType(name="k.recap", data=r.Recap, areas=OFFICE, noun="rekapitulasi", day="date", number="RK"),
    RecordType(name="k.report", data=r.OfficeReport, areas=OFFICE, noun="laporan", label="form", day="date"),
    RecordType(name="k.document", data=r.Document, areas=ANY, noun="dokumen", label="kind", day="date", parent="of"),
    RecordType(name="k.meeting", data=r.Meeting, areas=OFFICE, noun="musyawarah kelurahan", label="title", day="date"),
    # Typed from the paper by a Pokmas whose kelurahan sends no bundle: same contents, owned by the Pokmas, linked
    # later.
    RecordType(
        name="d.work_package", data=r.WorkPackage, areas=POKMAS, noun="paket kegiatan", label="title", day="date"
    ),
    RecordType(
        name="d.contract",
        data=r.Contract,
        areas=POKMAS,
        noun="kontrak",
        label="number",
        day="date",
        amount="value",
        parent="package",
    ),
)

RECORD_TYPES: dict[str, RecordType] = {kind.name: kind for kind in _ALL}


def written_by_kelurahan(type_name: str) -> bool:
    """Whether the kelurahan owns this type; known from the name alone, so it holds for types of newer versions."""
    return type_name.startswith("k.")


def may_write(role: Role, own_area: str, type_name: str, area: str) -> bool:
    """Whether a desk of `role` whose area is `own_area` may write a record of this type into `area`."""
    if written_by_kelurahan(type_name):
        kind = RECORD_TYPES.get(type_name)
        fits = kind is None or parse_area(area).role in kind.areas
        return role == "kelurahan" and fits and (area == own_area or area.startswith(own_area + "/"))
    kind = RECORD_TYPES.get(type_name)
    return area == own_area and (kind is None or parse_area(area).role in kind.areas)


_DECODERS: dict[str, Decoder[r.Data]] = {kind.name: Decoder(kind.data) for kind in _ALL}


def decoder_of(type_name: str) -> Decoder[r.Data]:
    """The fast reader of a known type's stored JSON bytes (trusted: ours, checked when it came in)."""
    return _DECODERS[type_name]


def read_data(type_name: str, data: Any) -> r.Data:
    """The typed data of a record from plain JSON values.

    Raises RuleViolation: unknown_type (facts: type) or bad_field (field, facts: reason), naming what does not fit.
    """
    kind = RECORD_TYPES.get(type_name)
    if kind is None:
        raise RuleViolation("unknown_type", "type", {"type": type_name})
    try:
        return msgspec.convert(data, kind.data, strict=True)
    except ValidationError as problem:
        text = str(problem)
        reason, _, path = text.partition(" - at `$")
        field = path.strip(".`") or field_of(reason)
        raise RuleViolation("bad_field", field, {"reason": why(reason), "noun": kind.noun}) from problem


def plain(data: r.Data) -> dict[str, Any]:
    """The data as plain JSON values (dict, list, str, int, bool, None), every field present, dates as YYYY-MM-DD."""
    value: dict[str, Any] = msgspec.to_builtins(data)
    return value


def projection(kind: RecordType, data: r.Data) -> tuple[str, str, int | None, str]:
    """Label, day (YYYY-MM-DD or ""), amount (whole rupiah or None) and parent uid: what lists sort and filter by."""
    day = getattr(data, kind.day) if kind.day else None
    amount = getattr(data, kind.amount) if kind.amount else None
    return (
        str(getattr(data, kind.label)) if kind.label else "",
        day.isoformat() if isinstance(day, date) else "",
        amount if isinstance(amount, int) else None,
        str(getattr(data, kind.parent)) if kind.parent else "",
    )
