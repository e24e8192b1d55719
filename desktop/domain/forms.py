"""The forms that are filled in on the page "Dokumen", as data: headings of the annex of Perwali Kediri 32/2021.

A blank that is left empty stays a dotted line on the paper, to be written by hand. That holds for every NIK: it is
written by hand and not kept (only the lists of form K carry it). A text that the annex prescribes is printed as it
stands there when its blank is empty, and replaced by what is typed.
"""

from typing import Final

from desktop.domain.areas import Role
from desktop.domain.form_fields import FormDefinition, FormField, FormSigner, FormTable
from desktop.domain.sectors import SECTORS, sector_name

_RT: Final[frozenset[Role]] = frozenset({"rt"})
_GROUP: Final[frozenset[Role]] = frozenset({"pokmas"})
_OFFICE: Final[frozenset[Role]] = frozenset({"kelurahan"})
_ALL: Final[frozenset[Role]] = frozenset({"rt", "pokmas", "kelurahan"})

# --- blanks that many forms share ---------------------------------------------------------------------------------

_NUMBER = FormField(key="number", label="Nomor", help="Nomor surat Anda sendiri; kosong berarti titik-titik.")
_DATE = FormField(key="date", label="Tanggal", kind="date", required=True)
_PLACE = FormField(key="place", label="Dibuat di")
_REGULATION = FormField(
    key="regulation",
    label="Peraturan Walikota Kediri",
    help="Nomor dan tahun pedoman teknis, misalnya Nomor 32 Tahun 2021.",
)
_SECTOR = FormField(
    key="sector", label="Bidang", kind="choice", choices=tuple((key, sector_name(key)) for key in SECTORS)
)
_FUNDED = FormField(
    key="sector",
    label="Bidang",
    kind="choice",
    choices=tuple((key, sector_name(key)) for key in (*SECTORS, "general")),
    help="Biaya umum ikut direkap walaupun bukan bidang.",
)
_ACTIVITY = FormField(key="activity", label="Uraian Kegiatan", kind="text", required=True)
_AREA = FormField(key="area", label="Untuk RT", kind="area", required=True)

_CHAIR = FormSigner(key="ketua_rt", title="KETUA RT", posts=("ketua_rt",))
_LURAH = FormSigner(key="lurah", title="LURAH", posts=("lurah",))
_CAMAT = FormSigner(key="camat", title="CAMAT", posts=("camat",))

_GOODS = FormTable(
    key="goods",
    label="Barang",
    columns=(
        FormField(key="goods", label="Jenis barang", required=True),
        FormField(key="quantity", label="Jumlah", kind="quantity"),
        FormField(key="unit", label="Satuan"),
        FormField(key="use", label="Penggunaan", kind="text"),
    ),
)
_SEMESTER = FormField(
    key="semester",
    label="Semester",
    kind="choice",
    required=True,
    choices=(("1", "Semester I"), ("2", "Semester II")),
)
REPORT_ROWS: Final = FormTable(
    key="rows",
    label="Kegiatan",
    help="Persentase dan sisa dihitung sendiri saat dicetak. Kolom tenaga kerja hanya untuk pembangunan.",
    columns=(
        FormField(
            key="group",
            label="Kelompok",
            kind="choice",
            choices=(
                ("A", "A. Pembangunan"),
                ("B", "B. Pemberdayaan"),
            ),
        ),
        FormField(key="description", label="Uraian", kind="text", required=True),
        FormField(key="volume", label="Volume", kind="quantity"),
        FormField(key="unit", label="Satuan"),
        FormField(key="budget", label="Anggaran (Rp)", kind="money"),
        FormField(key="realised", label="Realisasi (Rp)", kind="money"),
        FormField(key="output", label="% Capaian Output", kind="number", most=100, short="% Output"),
        FormField(key="workers", label="Tenaga Kerja (Orang)", kind="number", short="Orang"),
        FormField(key="days", label="Durasi (Hari)", kind="number", short="Hari"),
        FormField(key="wages", label="Upah (Rp)", kind="money"),
        FormField(key="funding", label="Ket", kind="line", help="Sumber dana: APBD atau DAU Tambahan."),
    ),
)
"""Columns 2 to 14 of forms DD and EE; 7, 8 and 9 are counted. Perwali 32/2021 Lampiran DD, petunjuk pengisian."""

QUARTERS: Final = (("1", "Triwulan I"), ("2", "Triwulan II"), ("3", "Triwulan III"), ("4", "Triwulan IV"))
_QUARTER = FormField(key="quarter", label="Sampai dengan", kind="choice", required=True, choices=QUARTERS)
_ROMAN = ("I", "II", "III", "IV")
_USED = tuple(
    FormField(
        key=f"used{at}",
        label=f"Serapan s/d TW {_ROMAN[at - 1]} (Rp)",
        kind="money",
        short=f"Serapan TW {_ROMAN[at - 1]}",
    )
    for at in range(1, 5)
)
_PERCENT = tuple(
    FormField(
        key=f"percent{at}", label=f"% s/d TW {_ROMAN[at - 1]}", kind="number", most=100, short=f"% TW {_ROMAN[at - 1]}"
    )
    for at in range(1, 5)
)
_WORK = FormField(key="activity", label="Rincian Kegiatan per-RT", kind="text", required=True, longest=500)
_FUNDS = FormField(key="allocation", label="Alokasi Dana", kind="money")

# --- planning -----------------------------------------------------------------------------------------------------

FIVE_YEAR_PLAN: Final = FormDefinition(
    key="five_year_plan",
    letter="I",
    title="Usulan rencana lima tahunan",
    group="planning",
    roles=_RT,
    record_type="d.five_year_plan",
    number="RL",
    fields=(
        FormField(key="first_year", label="Tahun pertama", kind="number", required=True, help="Misalnya 2020."),
        FormField(key="date", label="Tanggal", kind="date"),
        _PLACE,
    ),
    tables=(
        FormTable(
            key="rows",
            label="Usulan kegiatan per bidang",
            columns=(
                _SECTOR,
                *(FormField(key=f"year{at}", label=f"Tahun ke-{at}", kind="text") for at in range(1, 6)),
            ),
        ),
    ),
    signers=(
        _CHAIR,
        FormSigner(key="sekretaris_rt", title="SEKRETARIS RT", posts=("sekretaris_rt",)),
        FormSigner(key="residents", title="PERWAKILAN WARGA", repeat=True),
        FormSigner(key="ketua_rw", title="KETUA RW", posts=("ketua_rw",)),
    ),
)

KELURAHAN_MINUTES: Final = FormDefinition(
    key="kelurahan_minutes",
    letter="H",
    title="Berita acara hasil musyawarah kelurahan",
    group="planning",
    roles=_OFFICE,
    record_type="k.meeting",
    number="BM",
    fields=(_NUMBER, _DATE, _PLACE),
    tables=(
        FormTable(
            key="decisions",
            label="Prioritas yang disepakati",
            columns=(
                _SECTOR,
                FormField(key="text", label="Uraian Kegiatan", kind="text", required=True, longest=500),
                FormField(key="volume", label="Volume", kind="quantity"),
                FormField(key="unit", label="Satuan"),
                FormField(key="estimate", label="Rencana Biaya (Rp)", kind="money"),
                FormField(key="placement", label="Keterangan", help="Diisi penempatan penganggaran."),
            ),
        ),
    ),
    signers=(
        _LURAH,
        FormSigner(key="ketua_lpmk", title="LPMK", posts=("ketua_lpmk",)),
        FormSigner(key="residents", title="PERWAKILAN MASYARAKAT", repeat=True),
    ),
)

RECAP_DISTRICT: Final = FormDefinition(
    key="recap_district",
    letter="M",
    title="Rekapitulasi rencana definitif kegiatan (kecamatan)",
    group="planning",
    roles=_OFFICE,
    record_type="d.document",
    number="RD",
    fields=(_DATE, FormField(key="villages", label="Jumlah Kelurahan", kind="number")),
    tables=(
        FormTable(
            key="rows",
            label="Rencana definitif",
            columns=(
                FormField(key="village", label="Kelurahan"),
                _FUNDED,
                _ACTIVITY,
                FormField(key="unit", label="Satuan"),
                FormField(key="volume", label="Vol", kind="quantity"),
                FormField(key="amount", label="Rencana Biaya (Rp)", kind="money"),
                FormField(key="placement", label="Keterangan", help="Kelurahan atau OPD teknis."),
            ),
        ),
    ),
    signers=(_CAMAT,),
)

TERMS_CHAPTERS: Final = (
    ("organisation", "1. NAMA ORGANISASI PENGADAAN BARANG/JASA"),
    ("background", "2. LATAR BELAKANG"),
    ("legal_basis", "3. DASAR HUKUM"),
    ("purpose", "4. MAKSUD DAN TUJUAN"),
    ("target", "5. TARGET DAN SASARAN"),
    ("funds", "6. SUMBER DANA DAN PERKIRAAN BIAYA"),
    ("scope", "7. RUANG LINGKUP DAN LOKASI PEKERJAAN"),
    ("period", "8. JANGKA WAKTU PELAKSANAAN"),
    ("output", "9. KELUARAN/PRODUK YANG DIHASILKAN"),
)
"""The chapters of form Q that are text, by key, with the annex's headings; chapter 10 is the table of works."""

TERMS_OF_REFERENCE: Final = FormDefinition(
    key="terms_of_reference",
    letter="Q",
    title="Kerangka acuan kerja (KAK)",
    group="planning",
    roles=_OFFICE,
    record_type="k.terms_of_reference",
    number="KAK",
    about="k.work_package",
    fields=(
        FormField(key="date", label="Tanggal", kind="date"),
        FormField(key="ppk", label="Nama PPK", kind="person"),
        FormField(key="allocation", label="Alokasi anggaran kelurahan (Rp)", kind="money"),
        FormField(key="account_code", label="Kode rekening"),
        FormField(key="estimate", label="Total perkiraan biaya (Rp)", kind="money"),
        FormField(key="months", label="Jangka waktu (bulan)", kind="number"),
        FormField(key="start", label="Terhitung sejak", kind="date"),
        FormField(key="end", label="Sampai dengan", kind="date"),
        *(
            FormField(key=key, label=heading, kind="text", help="Kosong: kalimat lampiran peraturan.")
            for key, heading in TERMS_CHAPTERS
        ),
    ),
    tables=(
        FormTable(
            key="works",
            label="10. SPESIFIKASI TEKNIS PEKERJAAN",
            columns=(
                FormField(key="work", label="Pekerjaan", kind="text", required=True),
                FormField(key="location", label="Lokasi"),
                FormField(key="volume", label="Volume (m, m2, m3)"),
                FormField(key="cost", label="Biaya (Rp)", kind="money"),
            ),
        ),
    ),
    signers=(FormSigner(key="lurah", title="Kuasa Pengguna Anggaran", posts=("lurah",)),),
)

# --- execution ----------------------------------------------------------------------------------------------------

POKMAS_DECREE: Final = FormDefinition(
    key="pokmas_decree",
    letter="N",
    title="Keputusan Camat tentang pengesahan Pokmas",
    group="execution",
    roles=_OFFICE,
    record_type="d.document",
    number="KC",
    fields=(
        _NUMBER,
        FormField(key="date", label="Ditetapkan tanggal", kind="date"),
        FormField(key="article", label="Pasal dan ayat", help="Pasal yang mengatur pengesahan Pokmas."),
        _REGULATION,
        FormField(key="gazette", label="Berita Daerah", help="Tahun dan nomor Berita Daerah Kota Kediri."),
    ),
    tables=(
        FormTable(
            key="members",
            label="Susunan pengurus",
            columns=(
                FormField(key="village", label="Kelurahan"),
                FormField(key="group", label="Nama Pokmas", required=True),
                FormField(key="name", label="Nama Anggota", required=True),
                FormField(key="position", label="Kedudukan dalam Pokmas"),
            ),
        ),
    ),
    signers=(_CAMAT,),
)

INTEGRITY_PACT: Final = FormDefinition(
    key="integrity_pact",
    letter="O",
    title="Pakta integritas pengurus Pokmas",
    group="execution",
    roles=_GROUP,
    record_type="d.integrity_pact",
    number="PI",
    fields=(_DATE, FormField(key="group", label="Nama Pokmas")),
    tables=(
        FormTable(
            key="members",
            label="Pengurus Pokmas (semua menandatangani)",
            help="NIK ditulis tangan pada kertas, tidak disimpan.",
            columns=(
                FormField(key="name", label="Nama", required=True),
                FormField(key="position", label="Jabatan dalam Pokmas"),
            ),
        ),
    ),
)

MOU: Final = FormDefinition(
    key="mou",
    letter="P",
    title="Nota kesepahaman Camat dan Pokmas",
    group="execution",
    roles=_GROUP | _OFFICE,
    record_type="d.document",
    number="NK",
    fields=(
        _DATE,
        FormField(key="place", label="Bertempat di"),
        FormField(key="first_decree", label="SK Jabatan No/tanggal (selaku PA)"),
        FormField(key="first_address", label="Alamat Kantor Kecamatan"),
        FormField(key="group", label="Nama Pokmas"),
        FormField(key="second_decree", label="SK Penetapan Pokmas No/tanggal"),
        FormField(key="second_address", label="Alamat Sekretariat"),
        FormField(key="competence", label="Kompetensi Pokmas", help="Memiliki kompetensi dalam …"),
        FormField(key="duration", label="Jangka waktu", kind="number"),
        FormField(key="period", label="Satuan waktu", kind="choice", choices=(("months", "bulan"), ("years", "tahun"))),
    ),
    tables=(
        FormTable(
            key="scope",
            label="Ruang lingkup pekerjaan (Pasal 2)",
            columns=(FormField(key="work", label="Pekerjaan", kind="text", required=True),),
        ),
    ),
    signers=(
        FormSigner(key="camat", title="PIHAK PERTAMA", posts=("camat",)),
        FormSigner(key="ketua_pokmas", title="PIHAK KEDUA", posts=("ketua_pokmas",)),
    ),
)

TEAMS: Final = (
    ("preparation", "Tim Perencana dan Persiapan"),
    ("execution", "Tim Pelaksana"),
    ("supervision", "Tim Pengawas"),
)
"""The three teams in the annex's order, by the keys of records.Team."""

TEAM_DECREE: Final = FormDefinition(
    key="team_decree",
    letter="S",
    title="Keputusan tentang Tim Swakelola",
    group="execution",
    roles=_GROUP,
    record_type="d.team",
    number="SK",
    fields=(
        _NUMBER,
        FormField(key="date", label="Ditetapkan tanggal", kind="date", required=True),
        FormField(key="effective", label="Mulai berlaku tanggal", kind="date"),
        FormField(key="responsible", label="Penanggung Jawab", kind="person"),
        _REGULATION,
        FormField(key="gazette", label="Berita Daerah", help="Tahun dan nomor Berita Daerah Kota Kediri."),
        FormField(key="camat_decree", label="Keputusan Camat", help="Nomor dan tahun pengesahan Pokmas."),
    ),
    tables=(
        FormTable(
            key="members",
            label="Susunan tim",
            columns=(
                FormField(key="team", label="Tim", kind="choice", required=True, choices=TEAMS),
                FormField(
                    key="position",
                    label="Kedudukan",
                    kind="choice",
                    choices=(("Ketua", "Ketua"), ("Anggota", "Anggota")),
                ),
                FormField(key="name", label="Nama", required=True),
            ),
        ),
    ),
    signers=(FormSigner(key="ketua_pokmas", title="KETUA POKMAS", posts=("ketua_pokmas",)),),
)

CONTRACT: Final = FormDefinition(
    key="contract",
    letter="T",
    title="Kontrak swakelola",
    group="execution",
    roles=_OFFICE,
    record_type="k.contract",
    number="KS",
    about="k.contract",
    fields=(
        FormField(key="place", label="Ditandatangani di"),
        FormField(key="first_address", label="Alamat Kuasa Pengguna Anggaran"),
        FormField(key="first_decree_by", label="SK KPA ditandatangani oleh"),
        FormField(key="first_decree", label="No. SK penetapan sebagai KPA"),
        FormField(key="second_address", label="Alamat Pokmas"),
        FormField(key="second_decree_by", label="SK Pokmas ditandatangani oleh"),
        FormField(key="second_decree", label="No. SK penetapan Pokmas"),
        FormField(
            key="manner", label="Cara bayar", kind="choice", choices=(("transfer", "transfer"), ("cash", "tunai"))
        ),
    ),
    signers=(
        FormSigner(key="lurah", title="Lurah", posts=("lurah",)),
        FormSigner(key="ketua_pokmas", title="Ketua Pokmas", posts=("ketua_pokmas",)),
    ),
)

TEAM_REPORT: Final = FormDefinition(
    key="team_report",
    letter="U",
    title="Laporan swakelola",
    group="execution",
    roles=_GROUP,
    record_type="d.team_report",
    number="LS",
    about="k.contract",
    about_needed=False,
    fields=(_QUARTER, _DATE),
    tables=(FormTable(key="rows", label="Kegiatan", columns=(_WORK, _FUNDS, *_USED, *_PERCENT)),),
    signers=(FormSigner(key="ketua_pelaksana", title="Ketua Tim Pelaksana", posts=("ketua_pelaksana",)),),
)

SUPERVISION_REPORT: Final = FormDefinition(
    key="supervision_report",
    letter="V",
    title="Laporan hasil pengawasan",
    group="execution",
    roles=_GROUP,
    record_type="d.team_report",
    number="LP",
    about="k.contract",
    about_needed=False,
    fields=(_QUARTER, _DATE),
    tables=(
        FormTable(
            key="rows",
            label="Kegiatan",
            columns=(
                _WORK,
                _FUNDS,
                *_PERCENT,
                FormField(
                    key="note",
                    label="Keterangan / Permasalahan dalam Pelaksanaan",
                    kind="text",
                    short="Keterangan / Permasalahan",
                ),
            ),
        ),
    ),
    signers=(FormSigner(key="ketua_pengawas", title="Ketua Tim Pengawas", posts=("ketua_pengawas",)),),
)

# --- handover -----------------------------------------------------------------------------------------------------

INSPECTED_PAPERS: Final = (
    "Dokumen Pelaksanaan Anggaran (DPA)",
    "Rencana Umum Pengadaan dan SIRUP",
    "Nota Kesepahaman (MoU) antara Camat dengan Ketua Pokmas",
    "KAK / Spesifikasi Teknis oleh PPK",
    "Harga Perkiraan Sendiri (HPS)",
    "Draft Kontrak Swakelola",
    "Berita Acara Hasil Pemeriksaan Pekerjaan Swakelola oleh Tim Pengawas Swakelola",
)
"""The papers of the administrative inspection in order; the fourth to sixth are "Rencana Pelaksanaan Kegiatan
Swakelola" a to c. Perwali 23/2020 Lampiran X."""

ADMINISTRATIVE_INSPECTION: Final = FormDefinition(
    key="administrative_inspection",
    letter="X",
    title="Berita acara hasil pemeriksaan administratif",
    group="handover",
    roles=_OFFICE,
    record_type="d.document",
    number="PA",
    about="k.contract",
    source="Perwali 23/2020",
    fields=(
        _NUMBER,
        _DATE,
        FormField(key="rank", label="Pangkat / Gol. Ruang pemeriksa"),
        FormField(key="post", label="Jabatan pemeriksa"),
    ),
    tables=(
        FormTable(
            key="rows",
            label="Dokumen yang diperiksa",
            columns=(
                FormField(key="paper", label="Jenis Dokumen", required=True),
                FormField(key="number", label="Nomor Dokumen"),
                FormField(key="date", label="Tanggal Dokumen", kind="date"),
                FormField(
                    key="result",
                    label="Ket",
                    kind="choice",
                    choices=(
                        ("complete", "Sesuai dan Lengkap"),
                        ("incomplete", "Tidak sesuai/lengkap"),
                    ),
                ),
            ),
        ),
    ),
    signers=(
        FormSigner(key="lurah", title="Kuasa Pengguna Anggaran", posts=("lurah",)),
        FormSigner(key="inspector", title="Pemeriksa", posts=("kasi_ekbang",)),
    ),
)

GRANT: Final = FormDefinition(
    key="grant",
    letter="Y",
    title="Naskah perjanjian hibah daerah (NPHD)",
    group="handover",
    roles=_OFFICE,
    record_type="k.grant",
    number="NH",
    fields=(
        _AREA,
        FormField(key="number", label="Nomor kelurahan"),
        FormField(key="rt_number", label="Nomor RT"),
        _DATE,
        FormField(key="first_address", label="Alamat PIHAK KESATU"),
        FormField(key="second_address", label="Alamat PIHAK KEDUA"),
        FormField(
            key="manner", label="Diserahkan secara", kind="choice", choices=(("full", "penuh"), ("staged", "bertahap"))
        ),
        FormField(key="amount", label="Nilai (Rp)", kind="money"),
    ),
    tables=(_GOODS,),
    signers=(
        FormSigner(key="lurah", title="PIHAK KESATU", posts=("lurah",)),
        FormSigner(key="ketua_rt", title="PIHAK KEDUA", posts=("ketua_rt",)),
        FormSigner(key="witnesses", title="SAKSI", repeat=True),
    ),
)

GOODS_HANDOVER: Final = FormDefinition(
    key="goods_handover",
    letter="Z",
    title="Berita acara serah terima barang hibah/bansos",
    group="handover",
    roles=_OFFICE,
    record_type="k.goods_handover",
    number="SB",
    fields=(
        _AREA,
        _NUMBER,
        _DATE,
        FormField(key="aid", label="Jenis pemberian", kind="choice", choices=(("grant", "hibah"), ("aid", "bansos"))),
        FormField(key="rank", label="Pangkat / Golongan PIHAK KESATU"),
        FormField(key="first_capacity", label="PIHAK KESATU selaku"),
        FormField(key="second_capacity", label="PIHAK KEDUA selaku"),
        FormField(key="second_address", label="Alamat PIHAK KEDUA"),
    ),
    tables=(_GOODS,),
    signers=(
        FormSigner(key="lurah", title="PIHAK KESATU", posts=("lurah",)),
        FormSigner(key="ketua_rt", title="PIHAK KEDUA", posts=("ketua_rt",)),
    ),
)

RT_INTEGRITY_PACT: Final = FormDefinition(
    key="rt_integrity_pact",
    letter="AA",
    title="Pakta integritas penerima hibah",
    group="handover",
    roles=_RT,
    record_type="d.document",
    number="PI",
    fields=(_DATE, FormField(key="address", label="Alamat")),
    signers=(_CHAIR,),
)

# --- reports ------------------------------------------------------------------------------------------------------

USE_REPORT: Final = FormDefinition(
    key="use_report",
    letter="BB",
    title="Laporan penggunaan hibah/bansos",
    group="report",
    roles=_RT,
    record_type="d.use_report",
    number="LG",
    fields=(_DATE,),
    tables=(
        FormTable(
            key="rows",
            label="Barang dan penggunaannya",
            columns=(
                FormField(key="goods", label="Jenis Barang", required=True),
                FormField(key="quantity", label="Jumlah", kind="quantity"),
                FormField(key="unit", label="Satuan"),
                FormField(key="use", label="Uraian Penggunaan", kind="text"),
            ),
        ),
    ),
    signers=(_CHAIR,),
)

RESPONSIBILITY: Final = FormDefinition(
    key="responsibility",
    letter="CC",
    title="Surat pernyataan tanggung jawab penggunaan hibah/bansos",
    group="report",
    roles=_RT,
    record_type="d.responsibility",
    number="TJ",
    about="d.use_report",
    about_needed=False,
    fields=(_DATE, FormField(key="address", label="Alamat"), FormField(key="amount", label="Nilai (Rp)", kind="money")),
    signers=(_CHAIR,),
)

OFFICE_REPORT: Final = FormDefinition(
    key="office_report",
    letter="DD",
    title="Laporan hasil pelaksanaan (kelurahan)",
    group="report",
    roles=_OFFICE,
    record_type="k.report",
    number="LD",
    fields=(_SEMESTER, _DATE),
    tables=(REPORT_ROWS,),
    signers=(_LURAH,),
)

DISTRICT_REPORT: Final = FormDefinition(
    key="district_report",
    letter="EE",
    title="Laporan rekapitulasi hasil pelaksanaan (kecamatan)",
    group="report",
    roles=_OFFICE,
    record_type="d.document",
    number="LK",
    fields=(_SEMESTER, _DATE),
    tables=(REPORT_ROWS,),
    signers=(_CAMAT,),
)

# --- letters of practice: no form in the regulation ---------------------------------------------------------------

_TO = FormField(key="recipient", label="Kepada Yth.", kind="text", required=True)
_IN = FormField(key="recipient_place", label="Di")

LETTER_INVITATION: Final = FormDefinition(
    key="letter_invitation",
    title="Undangan",
    group="letter",
    roles=_ALL,
    record_type="d.document",
    number="UD",
    source="ours",
    fields=(
        _NUMBER,
        _DATE,
        _TO,
        _IN,
        FormField(key="event_date", label="Hari, tanggal acara", kind="date", required=True),
        FormField(key="time", label="Pukul"),
        FormField(key="place", label="Tempat", required=True),
        FormField(key="agenda", label="Acara", kind="text", required=True),
    ),
    signers=(FormSigner(key="sender", title="Pengundang", posts=("lurah", "ketua_rt", "ketua_pokmas")),),
)

WARNING_LETTER: Final = FormDefinition(
    key="warning_letter",
    title="Surat peringatan",
    group="letter",
    roles=_OFFICE,
    record_type="d.document",
    number="PR",
    about="k.finding",
    about_needed=False,
    source="ours",
    fields=(
        _NUMBER,
        _DATE,
        _TO,
        _IN,
        FormField(key="finding", label="Temuan", kind="text", required=True),
        FormField(key="action", label="Yang harus dilakukan", kind="text", required=True),
        FormField(key="deadline", label="Paling lambat", kind="date"),
    ),
    signers=(_LURAH,),
)

ACKNOWLEDGEMENT: Final = FormDefinition(
    key="acknowledgement",
    title="Tanda terima",
    group="letter",
    roles=_ALL,
    record_type="d.document",
    number="TT",
    source="ours",
    fields=(
        _NUMBER,
        _DATE,
        FormField(key="place", label="Dibuat di"),
        FormField(key="purpose", label="Untuk keperluan", kind="text"),
    ),
    tables=(
        FormTable(
            key="rows",
            label="Yang diserahkan",
            columns=(
                FormField(key="item", label="Uraian", required=True),
                FormField(key="quantity", label="Jumlah", kind="quantity"),
                FormField(key="unit", label="Satuan"),
                FormField(key="note", label="Keterangan"),
            ),
        ),
    ),
    signers=(
        FormSigner(key="giver", title="Yang menyerahkan", posts=("sekretaris_rt", "bendahara_pokmas", "kasi_ekbang")),
        FormSigner(key="receiver", title="Yang menerima"),
    ),
)

SPENDING_STATEMENT: Final = FormDefinition(
    key="spending_statement",
    title="Surat pernyataan tanggung jawab belanja",
    group="letter",
    roles=_GROUP,
    record_type="d.document",
    number="TB",
    about="k.contract",
    source="ours",
    fields=(
        _NUMBER,
        _DATE,
        FormField(key="stage", label="Tahap"),
        FormField(key="amount", label="Jumlah belanja (Rp)", kind="money", required=True),
    ),
    signers=(
        FormSigner(key="ketua_pokmas", title="Ketua Pokmas", posts=("ketua_pokmas",)),
        FormSigner(key="bendahara_pokmas", title="Bendahara Pokmas", posts=("bendahara_pokmas",)),
    ),
)

DISBURSEMENT_REQUEST: Final = FormDefinition(
    key="disbursement_request",
    title="Surat permohonan pencairan",
    group="letter",
    roles=_GROUP,
    record_type="d.document",
    number="PC",
    about="k.contract",
    source="ours",
    fields=(
        _NUMBER,
        _DATE,
        FormField(key="stage", label="Tahap"),
        FormField(key="amount", label="Jumlah dimohon (Rp)", kind="money", required=True),
        FormField(key="bank", label="Bank"),
        FormField(key="account", label="Nomor rekening"),
        FormField(key="account_name", label="Atas nama"),
        FormField(key="enclosures", label="Lampiran", kind="text"),
    ),
    signers=(FormSigner(key="ketua_pokmas", title="Ketua Pokmas", posts=("ketua_pokmas",)),),
)

LEFTOVER_DEPOSIT: Final = FormDefinition(
    key="leftover_deposit",
    title="Surat tanda setoran sisa dana",
    group="letter",
    roles=_GROUP,
    record_type="d.document",
    number="TS",
    about="k.contract",
    source="ours",
    fields=(
        _NUMBER,
        _DATE,
        FormField(key="stage", label="Tahap"),
        FormField(key="amount", label="Jumlah disetor (Rp)", kind="money", required=True),
        FormField(key="account", label="Rekening tujuan", help="Rekening kas umum daerah yang diberi kelurahan."),
        FormField(key="reason", label="Asal sisa dana", kind="text"),
    ),
    signers=(FormSigner(key="bendahara_pokmas", title="Bendahara Pokmas", posts=("bendahara_pokmas",)),),
)

_DEFINITIONS: Final = (
    FIVE_YEAR_PLAN,
    KELURAHAN_MINUTES,
    RECAP_DISTRICT,
    TERMS_OF_REFERENCE,
    POKMAS_DECREE,
    INTEGRITY_PACT,
    MOU,
    TEAM_DECREE,
    CONTRACT,
    TEAM_REPORT,
    SUPERVISION_REPORT,
    ADMINISTRATIVE_INSPECTION,
    GRANT,
    GOODS_HANDOVER,
    RT_INTEGRITY_PACT,
    USE_REPORT,
    RESPONSIBILITY,
    OFFICE_REPORT,
    DISTRICT_REPORT,
    LETTER_INVITATION,
    WARNING_LETTER,
    ACKNOWLEDGEMENT,
    SPENDING_STATEMENT,
    DISBURSEMENT_REQUEST,
    LEFTOVER_DEPOSIT,
)

DEFINITIONS: Final[dict[str, FormDefinition]] = {one.key: one for one in _DEFINITIONS}
