"""Papers before the work begins: the cost estimate of an activity (RAB, form R).

Source: Perwali Kediri 32/2021 pasal 33 ayat (6) and (7), Lampiran R.
"""

from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.costs import INFRASTRUCTURE, NON_INFRASTRUCTURE, cost_grid
from desktop.documents.layout import F4, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Ending, paired_fields
from desktop.domain.money import format_quantity
from desktop.domain.records import Rab, Signer


class RabContent(Struct, frozen=True, kw_only=True):
    """One RAB. `place.rt`, `place.rw`: where the work is. Infrastructure is signed by the lurah, the facilitator
    (pendamping) and the head of the planning team; everything else by the lurah and the Kasi Ekbang Pemas."""

    place: Place
    identity: Identity
    rab: Rab
    lurah: Signer = Signer()
    facilitator: Signer = Signer()
    planner: Signer = Signer()
    section_head: Signer = Signer()


def build_rab(content: RabContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form R for infrastructure or for other activities, as the RAB says; returns the number of pages."""
    rab, place = content.rab, content.place
    works = rab.form == "infrastructure"
    titles = (
        ("RENCANA ANGGARAN DAN BIAYA", "BIDANG INFRASTRUKTUR")
        if works
        else ("RENCANA ANGGARAN BIAYA", "NON BIDANG INFRASTRUKTUR")
    )
    home = f"{place.rt or dots(5)} / {place.rw or dots(5)}" if place.rt or place.rw else ""
    where = ", ".join(part for part in (home, rab.location) if part)
    head = paired_fields(
        [("Kota", place.city), ("Kecamatan", place.kecamatan), ("Kelurahan", place.kelurahan)],
        [
            ("Kegiatan", rab.title),
            ("Volume", " ".join(part for part in (format_quantity(rab.volume), rab.unit) if part)),
            ("Lokasi RT / RW", where),
        ],
    )
    lurah = Sign(
        (f"Mengetahui/menyetujui{':' if works else ','}", f"Lurah {place.kelurahan or dots(11)}"),
        content.lurah.name,
        content.lurah.nip,
        brackets=True,
    )
    signs: tuple[Sign, ...]
    if works:
        signs = (
            lurah,
            Sign(("Pendamping,",), content.facilitator.name, content.facilitator.nip, brackets=True),
            Sign(("Ketua Tim Perencana,",), content.planner.name, content.planner.nip, brackets=True),
        )
    else:
        title = f"Kepala Seksi Ekbang Pemas {place.kelurahan or dots(15)}"
        signs = (lurah, Sign((title,), content.section_head.name, content.section_head.nip, brackets=True))
    grid = cost_grid(rab.lines, INFRASTRUCTURE if works else NON_INFRASTRUCTURE)
    story: list[Flowable] = [
        *title_lines(*titles, bold=2, after=4),
        head,
        gap(4),
        Ending(grid, [gap(8), Signatures([signs], space=22)]),
    ]
    return build_paper(story, out, paper=paper, identity=content.identity, title=f"RAB {rab.title}".rstrip())
