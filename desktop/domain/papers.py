"""The kinds of paper this program prints: what they are called, who prints them, and which of them come back signed.

`rembug print --list`, the print menu and the slots for scans all read this one table. Forms are the annex letters of
Perwali Kediri 32/2021; papers without a letter have a layout of our own.
"""

from msgspec import Struct

from desktop.domain.areas import Role
from desktop.domain.forms import DEFINITIONS

_DESK: frozenset[Role] = frozenset({"rt"})
_GROUP: frozenset[Role] = frozenset({"pokmas"})
_OFFICE: frozenset[Role] = frozenset({"kelurahan"})
_ALL: frozenset[Role] = frozenset({"rt", "pokmas", "kelurahan"})


class PaperKind(Struct, frozen=True, kw_only=True):
    """One kind of paper.

    `title`: Indonesian, as in menus. `form`: annex letter of Perwali 32/2021, "" if none. `roles`: who prints it.
    `needs`: type of the record whose uid it takes, "" when it speaks of no single record; for `k.contract` the Pokmas's
    own `d.contract` does as well, for `d.document` a `k.document`; papers of one tranche are told which. `number`: the
    kind part of its printed number ("BA"), "" when it has none. `signed`: a signed scan must come back before
    submitting.
    """

    key: str
    title: str
    form: str = ""
    roles: frozenset[Role]
    needs: str = ""
    number: str = ""
    signed: bool = False

    @property
    def official(self) -> bool:
        """Whether a regulation prescribes the paper: it keeps the typeface of the regulation's own forms."""
        definition = DEFINITIONS.get(self.key)
        return bool(self.form) or (definition is not None and definition.source != "ours")


_KINDS = (
    PaperKind(key="invitation", title="Undangan rembug", roles=_ALL, needs="d.meeting", number="UN"),
    PaperKind(
        key="attendance_blank", title="Daftar hadir kosong", roles=_ALL, needs="d.meeting", number="DH", signed=True
    ),
    PaperKind(key="attendance", title="Daftar hadir terisi", roles=_ALL, needs="d.meeting", number="DH", signed=True),
    PaperKind(
        key="training_attendance",
        title="Daftar hadir pelatihan",
        roles=_ALL,
        needs="d.meeting",
        number="DP",
        signed=True,
    ),
    PaperKind(
        key="participant_changes",
        title="Berita acara perubahan peserta",
        roles=_ALL,
        needs="d.meeting",
        number="PP",
        signed=True,
    ),
    PaperKind(
        key="minutes",
        title="Berita acara hasil rembug warga",
        form="K",
        roles=_DESK,
        needs="d.meeting",
        number="BA",
        signed=True,
    ),
    PaperKind(key="notes", title="Notulen rembug", roles=_ALL, needs="d.meeting", number="NT"),
    PaperKind(
        key="proposal_letter",
        title="Surat usulan kegiatan tahunan",
        form="J",
        roles=_DESK,
        needs="d.meeting",
        number="SU",
        signed=True,
    ),
    PaperKind(key="estimate", title="Rincian rencana biaya usulan", roles=_DESK, needs="d.proposal", number="US"),
    PaperKind(
        key="statement_d",
        title="Surat pernyataan tidak mengusulkan iuran JKN",
        form="D",
        roles=_DESK,
        needs="d.statement",
        number="SP",
        signed=True,
    ),
    PaperKind(
        key="statement_e",
        title="Surat pernyataan bidang atau persentase tidak dipenuhi",
        form="E",
        roles=_DESK,
        needs="d.statement",
        number="SP",
        signed=True,
    ),
    PaperKind(
        key="recap",
        title="Daftar rekapitulasi usulan kegiatan",
        form="L",
        roles=_OFFICE,
        needs="k.recap",
        number="RK",
        signed=True,
    ),
    PaperKind(
        key="answer_letter", title="Surat jawaban atas usulan RT", roles=_OFFICE, needs="d.submission", number="SJ"
    ),
    PaperKind(
        key="rab",
        title="Rencana anggaran biaya (RAB)",
        form="R",
        roles=_GROUP,
        needs="d.rab",
        number="RAB",
        signed=True,
    ),
    PaperKind(key="receipt", title="Kuitansi", roles=_GROUP, needs="d.receipt", number="KW", signed=True),
    PaperKind(
        key="wage_list", title="Daftar penerimaan upah", roles=_GROUP, needs="d.wage_list", number="DU", signed=True
    ),
    PaperKind(key="presence", title="Absensi pekerja", roles=_GROUP, needs="d.wage_list", number="AP", signed=True),
    PaperKind(key="cash_book", title="Buku kas umum", roles=_GROUP, needs="k.contract", number="BK"),
    PaperKind(key="bank_book", title="Buku pembantu bank", roles=_GROUP, needs="k.contract", number="BB"),
    PaperKind(key="tax_book", title="Buku pembantu pajak", roles=_GROUP, needs="k.contract", number="BP"),
    PaperKind(key="tranche_recap", title="Rekapitulasi realisasi tahap", roles=_GROUP, needs="k.contract", number="RR"),
    PaperKind(key="photo_sheet", title="Lembar foto 0/50/100 %", roles=_GROUP, needs="d.rab", number="FT"),
    PaperKind(
        key="spj_packet", title="Berkas SPJ satu tahap", roles=_GROUP, needs="k.contract", number="SPJ", signed=True
    ),
    PaperKind(
        key="inspection",
        title="Berita acara hasil pemeriksaan (BAHP)",
        form="X",
        roles=_GROUP,
        needs="d.inspection",
        number="HP",
        signed=True,
    ),
    PaperKind(
        key="handover",
        title="Berita acara serah terima hasil pekerjaan (BAST)",
        form="W",
        roles=_GROUP,
        needs="d.handover",
        number="ST",
        signed=True,
    ),
    PaperKind(key="label_sheet", title="Label barang dengan QR", roles=_GROUP, needs="d.handover", number="LB"),
    *(
        PaperKind(
            key=form.key,
            title=form.title,
            form=form.letter if form.source == "Perwali 32/2021" else "",
            roles=form.roles,
            needs=form.type_for("kelurahan") if form.roles == _OFFICE else form.record_type,
            number=form.number,
            signed=True,
        )
        for form in DEFINITIONS.values()
    ),
    PaperKind(key="printer_test", title="Lembar uji printer", roles=_ALL),
    PaperKind(key="slip", title="Slip pengiriman berkas", roles=_ALL),
    PaperKind(key="office_card", title="Kartu kelurahan untuk ditempel", roles=_OFFICE),
    PaperKind(key="recovery_sheet", title="Lembar pemulihan kunci kelurahan", roles=_OFFICE),
)

MONTHLY: frozenset[str] = frozenset({"cash_book", "bank_book", "tax_book"})
"""Papers that can be about one month."""

PAPER_KINDS: dict[str, PaperKind] = {kind.key: kind for kind in _KINDS}

EVIDENCE_PAPERS: dict[str, str] = {
    "land_permit_request": "Permohonan izin pemakaian lahan pemerintah daerah",
    "land_handover": "Bukti penyerahan fasum atau fasos oleh pengembang",
    "agency_permit": "Izin tertulis pemilik lahan (instansi, BUMN atau BUMD)",
    "land_owner": "Pernyataan izin pemakaian lahan dari pemiliknya",
    "group_confirmation": "Pengesahan kelompok dari Perangkat Daerah",
    "cooperative_health": "Keterangan koperasi berkategori sehat",
    "supporting_letter": "Surat pendukung lain",
}
"""Papers others write, which a proposal only attaches: key → title (Perwali 32/2021 pasal 14 ayat (2), 17)."""


def paper_title(key: str) -> str:
    """What people call a paper, one we print or one that is only attached; "" for a key nobody knows here."""
    kind = PAPER_KINDS.get(key)
    return kind.title if kind else EVIDENCE_PAPERS.get(key, "")


def page_mark(record: str, page: int) -> str:
    """What the QR of one page says: the record's id and the page, no personal data."""
    return f"{record}/{page}"


def read_page_mark(text: str) -> tuple[str, int] | None:
    """The record's id and the page from a scanned QR; None when it is not one of ours."""
    record, _, page = text.rpartition("/")
    return (record, int(page)) if record and page.isascii() and page.isdigit() and len(page) <= 6 else None
