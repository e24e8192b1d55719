"""The contract between the kelurahan and a Pokmas (kontrak swakelola, form T).

Source: Perwali Kediri 32/2021 pasal 34, Lampiran T; its wording is kept as it stands there. A hint of the form in
brackets ("[NIK]") stands only beside a blank that is still open.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.clauses import blank, filled
from desktop.documents.layout import F4, Identity, PaperSize, Place, gap, office_letterhead, title_lines
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Together
from desktop.documents.text import paragraph
from desktop.documents.words import LARGEST, rupiah_words, terbilang
from desktop.domain.dates import MONTH_NAMES, day_name, format_day
from desktop.domain.money import format_number, format_rupiah
from desktop.domain.records import Contract, Signer

_DEEP, _DEEPER = 20.0, 40.0  # points, how far points of a clause are set in


class ContractContent(Struct, frozen=True, kw_only=True):
    """Form T, "" = a line to write on. `where`: where it is signed. `kpa_*`: of the lurah as Kuasa Pengguna Anggaran,
    `decree_by`: who signed the decree, `decree`: its number. `chair_*`: of the Pokmas and its chair. `activities`: what
    is done. `manner`: how money moves, "transfer", "cash" or words. `stamp`: the duty in force, whole rupiah. The NIK
    is written by hand.
    """

    place: Place
    identity: Identity
    contract: Contract
    where: str = ""
    kpa: Signer = Signer()
    kpa_address: str = ""
    kpa_decree_by: str = ""
    kpa_decree: str = ""
    chair: Signer = Signer()
    group: str = ""
    chair_address: str = ""
    chair_decree_by: str = ""
    chair_decree: str = ""
    activities: tuple[str, ...] = ()
    manner: str = ""
    stamp: int = 10_000


def build_contract(content: ContractContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form T on the kelurahan's letterhead; returns the number of pages."""
    place, contract = content.place, content.contract
    area = f"Kelurahan {place.kelurahan or blank(10)} Kec. {place.kecamatan or blank(11)}"
    number = contract.number or content.identity.number
    story: list[Flowable] = [
        *office_letterhead(place),
        gap(2),
        paragraph("KONTRAK SWAKELOLA", align="center", bold=True, underline=True, size=14, leading=20, after=8),
        *title_lines(
            "Pengadaan Barang dan Jasa Program Pemberdayaan Masyarakat Plus,",
            f"{area} Kota {place.city}",
            f"Nomor : {number or blank(23)}",
            *_addendum(contract),
            bold=0,
            after=4,
        ),
        paragraph(_opening(content, area), after=10),
        paragraph("MENGINGAT BAHWA:", align="center", after=6),
        *_reasons(),
        gap(3),
        paragraph(
            "MAKA OLEH KARENA ITU, Kuasa Pengguna Anggaran dan Pelaksana Swakelola dengan ini bersepakat dan "
            "menyetujui hal-hal sebagai berikut:",
            after=4,
        ),
        *_agreed(content),
        gap(4),
        Together(
            paragraph(
                "DENGAN DEMIKIAN, Kuasa Pengguna Anggaran dan Pelaksana Swakelola telah bersepakat untuk "
                "menandatangani Kontrak ini pada tanggal tersebut di atas dan melaksanakan Kontrak sesuai dengan "
                "ketentuan peraturan perundang-undangan di Republik Indonesia.",
                after=16,
            ),
            _signs(content),
        ),
    ]
    title = f"Kontrak swakelola {content.group} {number}"
    return build_paper(story, out, paper=paper, identity=content.identity, title=" ".join(title.split()))


def _addendum(contract: Contract) -> list[str]:
    """The line under the number, where an addendum says what stands here (clause 5a)."""
    if not contract.addendum_number and contract.addendum_date is None:
        return []
    day = format_day(contract.addendum_date) if contract.addendum_date else blank(15)
    return [f"sebagaimana diubah dengan Adendum Nomor {contract.addendum_number or blank(15)} tanggal {day}"]


def _opening(content: ContractContent, area: str) -> str:
    day = content.contract.date
    if day is None:
        when = (
            f"{blank(12)} tanggal {blank(11)} bulan {blank(11)} Tahun {blank(15)} [tanggal, bulan dan tahun diisi "
            f"dengan huruf]"
        )
    else:
        month = MONTH_NAMES[day.month - 1]
        when = f"{day_name(day)} tanggal {terbilang(day.day)} bulan {month} Tahun {terbilang(day.year)}"
    kpa = filled(content.kpa.name, 19, "nama Pejabat Pembuat Komitmen")
    kpa_at = filled(content.kpa_address, 27, "alamat Kuasa Pengguna Anggaran")
    who = "pejabat yang menandatangani SK penetapan sebagai Kuasa Pengguna Anggaran"
    kpa_by = filled(content.kpa_decree_by, 30, who)
    kpa_number = filled(content.kpa_decree, 19, "No. SK penetapan sebagai Kuasa Pengguna Anggaran")
    chair = filled(content.chair.name, 22, "nama Pimpinan Kelompok Masyarakat")
    chair_by = filled(content.chair_decree_by, 25, "penetapan sebagai Pimpinan Kelompok Masyarakat")
    chair_number = filled(content.chair_decree, 24, "No. SK penetapan")
    return (
        f"KONTRAK SWAKELOLA ini berikut semua lampirannya (selanjutnya disebut “Kontrak”) dibuat dan ditandatangani di "
        f"{filled(content.where, 12)} pada hari {when} antara {kpa}, selaku Kuasa Pengguna Anggaran, yang bertindak "
        f"untuk dan atas nama {area}, yang berkedudukan di {kpa_at}, berdasarkan Surat Keputusan {kpa_by} No "
        f"{kpa_number}, selanjutnya disebut “Kuasa Pengguna Anggaran” dan {chair}, Ketua Kelompok Masyarakat "
        f"{content.group or blank(13)} yang berkedudukan di {filled(content.chair_address, 30, 'alamat')}, berdasarkan "
        f"kartu identitas No. {blank(25)} [NIK], berdasarkan Surat Keputusan {chair_by} No {chair_number}, selanjutnya "
        f"disebut “Pelaksana Swakelola”."
    )


def _points(points: Sequence[tuple[float, str, str]]) -> list[Flowable]:
    """Points as (set in by points, mark, text)."""
    return [paragraph(text, left=left, bullet=mark, hang=22, after=2) for left, mark, text in points]


def _reasons() -> list[Flowable]:
    return _points(
        (
            (
                0,
                "(a)",
                "Kuasa Pengguna Anggaran telah meminta Pelaksana Swakelola untuk menyediakan Barang sebagaimana "
                "diterangkan dalam Syarat-Syarat Umum Kontrak yang terlampir dalam Kontrak ini;",
            ),
            (
                0,
                "(b)",
                "Pelaksana Swakelola sebagaimana dinyatakan kepada Kuasa Pengguna Anggaran, memiliki keahlian "
                "profesional, personil, dan sumber daya teknis, serta telah menyetujui untuk menyediakan Barang sesuai "
                "dengan persyaratan dan ketentuan dalam Kontrak ini;",
            ),
            (
                0,
                "(c)",
                "Kuasa Pengguna Anggaran dan Pelaksana Swakelola menyatakan memiliki kewenangan untuk menandatangani "
                "Kontrak ini, dan mengikat pihak yang diwakili;",
            ),
            (
                0,
                "(d)",
                "Kuasa Pengguna Anggaran dan Pelaksana Swakelola mengakui dan menyatakan bahwa sehubungan dengan "
                "penandatanganan Kontrak ini masing-masing pihak:",
            ),
            (_DEEP, "1)", "telah dan senantiasa diberikan kesempatan untuk didampingi oleh advokat;"),
            (_DEEP, "2)", "menandatangani Kontrak ini setelah meneliti secara patut;"),
            (_DEEP, "3)", "telah membaca dan memahami secara penuh ketentuan Kontrak ini;"),
            (
                _DEEP,
                "4)",
                "telah mendapatkan kesempatan yang memadai untuk memeriksa dan mengkonfirmasikan semua ketentuan dalam "
                "Kontrak ini beserta semua fakta dan kondisi yang terkait.",
            ),
        )
    )


def _agreed(content: ContractContent) -> list[Flowable]:
    contract = content.contract
    activities = "; ".join(content.activities) or ", ".join(["…………"] * 4)
    until = format_day(contract.end) if contract.end else "." * 34
    return _points(
        (
            (0, "1.", f"Pelaksana swakelola melaksanakan kegiatan meliputi : {activities}"),
            (
                0,
                "2.",
                f"“total harga Kontrak atau Nilai Kontrak termasuk biaya lain yang sah adalah sebesar "
                f"{_value(contract.value)}”;",
            ),
            (
                0,
                "3.",
                f"Pelaksanaan kegiatan swakelola dimulai setelah ditandatanganinya kontrak swakelola ini sampai dengan "
                f"batas waktu {until}",
            ),
            (
                0,
                "4.",
                "peristilahan dan ungkapan dalam Surat Perjanjian ini memiliki arti dan makna yang sama seperti yang "
                "tercantum dalam lampiran Surat Perjanjian ini;",
            ),
            (
                0,
                "5.",
                "dokumen-dokumen berikut merupakan satu-kesatuan dan bagian yang tidak terpisahkan dari Kontrak ini:",
            ),
            (_DEEP, "a.", "adendum Surat Perjanjian (apabila ada);"),
            (_DEEP, "b.", "pokok perjanjian;"),
            (_DEEP, "c.", "proposal (apabila ada); atau"),
            (_DEEP, "d.", "dokumen lain yang terkait."),
            (
                0,
                "6.",
                "Dokumen Kontrak dibuat untuk saling menjelaskan satu sama lain, dan jika terjadi pertentangan antara "
                "ketentuan dalam suatu dokumen dengan ketentuan dalam dokumen yang lain maka yang berlaku adalah "
                "ketentuan dalam dokumen yang lebih tinggi berdasarkan urutan hirarki pada angka 3 di atas;",
            ),
            (
                0,
                "7.",
                "Hak dan kewajiban timbal-balik Kuasa Pengguna Anggaran dan Pelaksana Swakelola dinyatakan dalam "
                "Kontrak yang meliputi khususnya:",
            ),
            (_DEEP, "a.", "Kuasa Pengguna Anggaran mempunyai hak dan kewajiban untuk:"),
            (_DEEPER, "1)", "mengawasi dan memeriksa pekerjaan yang dilaksanakan oleh Pelaksana Swakelola;"),
            (
                _DEEPER,
                "2)",
                "meminta laporan-laporan mengenai pelaksanaan pekerjaan yang dilakukan oleh Pelaksana Swakelola;",
            ),
            (
                _DEEPER,
                "3)",
                "membayar pekerjaan sesuai dengan harga yang tercantum dalam Kontrak yang telah ditetapkan kepada "
                "Pelaksana Swakelola;",
            ),
            (_DEEP, "b.", "Pelaksana Swakelola mempunyai hak dan kewajiban untuk:"),
            (
                _DEEPER,
                "1)",
                "menerima pembayaran untuk pelaksanaan pekerjaan sesuai dengan harga yang telah ditentukan dalam "
                "Kontrak;",
            ),
            (
                _DEEPER,
                "2)",
                "melaporkan pelaksanaan pekerjaan secara periodik kepada Kuasa Pengguna Anggaran;",
            ),
            (
                _DEEPER,
                "3)",
                "melaksanakan dan menyelesaikan pekerjaan sesuai dengan jadwal pelaksanaan pekerjaan yang telah "
                "ditetapkan dalam Kontrak;",
            ),
            (
                _DEEPER,
                "4)",
                "memberikan keterangan-keterangan yang diperlukan untuk pemeriksaan pelaksanaan yang dilakukan Kuasa "
                "Pengguna Anggaran;",
            ),
            (
                _DEEPER,
                "5)",
                "menyerahkan hasil pekerjaan sesuai dengan jadwal penyerahan pekerjaan yang telah ditetapkan dalam "
                "Kontrak;",
            ),
            (
                _DEEPER,
                "6)",
                "mengambil langkah-langkah yang cukup memadai untuk melindungi lingkungan tempat kerja dan membatasi "
                "perusakan dan gangguan kepada masyarakat maupun miliknya akibat kegiatan Pelaksana Swakelola.",
            ),
            (0, "8.", f"“{_payment(content)}”;"),
            (0, "9.", "Kontrak ini mulai berlaku efektif terhitung sejak tanggal yang ditetapkan."),
        )
    )


def _value(amount: int) -> str:
    if not 0 < amount <= LARGEST:
        return f"Rp. {blank(15)} ( {blank(35)} rupiah)"
    return f"{format_rupiah(amount)} ({rupiah_words(amount)})"


def _payment(content: ContractContent) -> str:
    """Clause 8; tranches are told one by one with what each waits for."""
    contract = content.contract
    known = {"transfer": "transfer", "cash": "tunai", "": f"{blank(15)} (transfer/tunai)"}
    manner = known.get(content.manner, content.manner)
    tranches = len(contract.tranches) > 1
    kinds = {"once": "sekaligus", "tranches": "termin", "monthly": "bulanan", "": "termin" if tranches else ""}
    kind = kinds.get(contract.payment, contract.payment)
    based = kind or f"{blank(17)} (termin/bulanan/ sekaligus, yang diatur sesuai dengan kesepakatan)"
    amount = format_rupiah(contract.value) if contract.value else f"Rp. {blank(16)}"
    parts = [
        f"{kind or 'tahap'} {one.number} {format_rupiah(one.amount)}" + (f" ({one.condition})" if one.condition else "")
        for one in contract.tranches
    ]
    detail = f", dengan rincian {'; '.join(parts)}," if tranches else ""
    return f"Pembayaran dilakukan berdasarkan {based}, sebesar {amount}{detail} dengan cara {manner}{_account(content)}"


def _account(content: ContractContent) -> str:
    """Where a transfer goes, when the contract names the Pokmas's account and is not paid in cash."""
    contract = content.contract
    if content.manner == "cash" or not contract.account:
        return ""
    bank = f"{contract.bank} " if contract.bank else ""
    holder = f" atas nama {contract.account_holder}" if contract.account_holder else ""
    return f" ke rekening {bank}Nomor {contract.account}{holder}"


def _signs(content: ContractContent) -> Signatures:
    """Both places with the box for meterai: each original bears it where the other party signs."""
    note = "[tanda tangan dan cap (jika Salinan asli ini untuk {} maka rekatkan materai Rp {},-)]"
    kpa, chair = content.kpa, content.chair
    name = f"Kelurahan {content.place.kelurahan}" if content.place.kelurahan else blank(12)
    return Signatures(
        [
            (
                Sign(
                    (f"Untuk dan atas nama {name}", "Kuasa Pengguna Anggaran"),
                    kpa.name,
                    kpa.nip,
                    brackets=True,
                    below=(note.format("Pelaksana Swakelola", format_number(content.stamp)),),
                    stamp=format_rupiah(content.stamp),
                ),
                Sign(
                    ("Untuk dan atas nama Pelaksana Swakelola", content.group or blank(13)),
                    chair.name,
                    brackets=True,
                    below=(note.format("satuan kerja PPK", format_number(content.stamp)),),
                    stamp=format_rupiah(content.stamp),
                ),
            )
        ],
        space=26,
    )
