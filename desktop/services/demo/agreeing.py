"""The papers around the practice year's money: musyawarah kelurahan, five-year plans, the camat's papers, and what is
agreed with Pokmas 02 before it begins.

They are filled in as a user does on the page "Dokumen": what the desk knows stands there, the rest is typed. Every name
is made up.
"""

from datetime import date

from desktop.domain.form_values import FormValues, Row
from desktop.domain.money import line_total
from desktop.domain.records import Meeting, Record, Signer
from desktop.services.demo import pokmas_story as plot
from desktop.services.demo import story
from desktop.services.demo.stage import Stage
from desktop.services.workplace import Workplace

CAMAT = ("Dra. Endang Wulandari, M.Si.", "000000000000000001")
LPMK = "H. Mulyono Raharjo"

_DISCUSSED, _PLANNED = date(2021, 8, 7), date(2021, 8, 20)
_PROMISED, _SET = date(2022, 1, 13), date(2022, 1, 17)
_OFFICE_ADDRESS, _DISTRICT_ADDRESS = "Jl. Contoh No. 1 Kediri", "Jl. Contoh No. 9 Kediri"
_CONFIRMED = "188/05/419.603/2022"


def fill_in(
    place: Workplace,
    kind: str,
    of: str = "",
    *,
    uid: str = "",
    texts: dict[str, str] | None = None,
    tables: dict[str, tuple[Row, ...]] | None = None,
    signers: tuple[Signer, ...] = (),
) -> Record:
    """Open a form, type into it, keep it."""
    opened = place.forms.open(kind, of, uid=uid)
    values = FormValues(
        texts={**opened.values.texts, **(texts or {})},
        tables={**opened.values.tables, **(tables or {})},
        signers=(*opened.values.signers, *signers),
    )
    return place.forms.save(kind, values, uid="" if opened.is_new else opened.uid, of=opened.of)


def appoint(office: Workplace) -> None:
    """The officers around the lurah."""
    office.officers.appoint("camat", CAMAT[0], nip=CAMAT[1])
    office.officers.appoint("ketua_lpmk", LPMK)


# --- planning -----------------------------------------------------------------------------------------------------


def discuss(stage: Stage, office: Workplace) -> None:
    """The musyawarah kelurahan sets the joint priorities before the RTs meet (Perwali 32/2021 pasal 26)."""
    with stage.step("Kelurahan: musyawarah kelurahan (formulir H)"):
        joint: list[Row] = [
            {
                "sector": wish.sector,
                "text": f"{wish.title}, RW {neighbourhood.rw}",
                "volume": wish.volume,
                "unit": wish.unit,
                "estimate": sum(line_total(line.volume, line.price) for line in wish.lines),
                "placement": "kelurahan",
            }
            for neighbourhood in story.NEIGHBOURHOODS
            for wish in story.wishes(neighbourhood)
            if wish.scope == "joint"
        ]
        residents = [Signer(position="PERWAKILAN MASYARAKAT", name=one.rw_chair) for one in story.NEIGHBOURHOODS]
        record = fill_in(
            office,
            "kelurahan_minutes",
            texts={"date": _DISCUSSED.isoformat(), "number": "005/21/419.603.013/2021"},
            tables={"decisions": tuple(joint)},
            signers=tuple(residents),
        )
        if isinstance(record.data, Meeting):
            stage.paper(office, "kelurahan_minutes", record.uid, "kelurahan", _DISCUSSED)
        office.publications.publish([record.uid])


def plan_five_years(stage: Stage, place: Workplace, name: str, witnesses: tuple[str, ...]) -> None:
    """The RT's five-year plan, this year's usulan in their place (form I)."""
    signers = tuple(Signer(position="PERWAKILAN WARGA", name=one) for one in witnesses)
    record = fill_in(place, "five_year_plan", texts={"date": _PLANNED.isoformat()}, signers=signers)
    stage.paper(place, "five_year_plan", record.uid, name, _PLANNED)
    place.publications.publish([record.uid])


def recap_for_the_camat(stage: Stage, office: Workplace) -> None:
    """What this kelurahan brings into the camat's recap (form M)."""
    with stage.step("Kelurahan: rekapitulasi untuk kecamatan (formulir M)"):
        day = date(2021, 10, 11)
        record = fill_in(office, "recap_district", texts={"date": day.isoformat()})
        stage.paper(office, "recap_district", record.uid, "kecamatan", day)
        office.publications.publish([record.uid])


# --- the Pokmas ---------------------------------------------------------------------------------------------------


def agree(stage: Stage, office: Workplace, group: Workplace, package: str) -> None:
    """Confirmation, integrity pact, memorandum, teams and terms of reference (forms N, O, P, S, Q)."""
    area = str(group.info.area)
    board = [
        (title, name) for (_, name), title in zip(plot.OFFICERS, ("Ketua", "Sekretaris", "Bendahara"), strict=False)
    ]
    members = [*board, *(("Anggota", name) for name in (*plot.EXECUTION[:2], plot.SUPERVISION[0]))]
    with stage.step("Kelurahan: pengesahan Pokmas 02 dan kerangka acuan kerja"):
        rows: list[Row] = [
            {"village": "Kaliombo", "group": plot.GROUP_NAME, "name": name, "position": title}
            for title, name in members
        ]
        decree = fill_in(
            office,
            "pokmas_decree",
            texts={"number": _CONFIRMED, "date": "2022-01-05", "article": "Pasal 29 ayat (5)"},
            tables={"members": tuple(rows)},
        )
        stage.paper(office, "pokmas_decree", decree.uid, "kecamatan", date(2022, 1, 5))
        terms = fill_in(
            office,
            "terms_of_reference",
            package,
            texts={"date": _SET.isoformat(), "months": "8", "start": "2022-03-01", "end": "2022-10-31"},
        )
        stage.paper(office, "terms_of_reference", terms.uid, "kelurahan-pokmas-02", _SET)
        office.publications.publish([decree.uid, terms.uid])
        stage.carry(office, group)
    with stage.step("Pokmas 02: pakta integritas, nota kesepahaman, tim swakelola"):
        pact_rows: list[Row] = [{"name": name, "position": title} for title, name in members]
        pact = fill_in(
            group,
            "integrity_pact",
            texts={"date": _PROMISED.isoformat()},
            tables={"members": tuple(pact_rows)},
        )
        stage.paper(group, "integrity_pact", pact.uid, "pokmas-02", _PROMISED)
        memorandum = fill_in(
            group,
            "mou",
            texts={
                "date": _PROMISED.isoformat(),
                "place": "Kediri",
                "first_address": _DISTRICT_ADDRESS,
                "second_decree": f"{_CONFIRMED}, 5 Januari 2022",
                "competence": "pembangunan jalan dan saluran lingkungan",
                "duration": "1",
                "period": "years",
            },
            signers=(Signer(position="PIHAK PERTAMA", name=CAMAT[0], nip=CAMAT[1]),),
        )
        stage.paper(group, "mou", memorandum.uid, "pokmas-02", _PROMISED)
        made = [pact.uid, memorandum.uid, *_teams(stage, group, area)]
        group.publications.publish(made)
        stage.carry(group, office)


def _teams(stage: Stage, group: Workplace, area: str) -> list[str]:
    """The decree about the three teams; gives the records it is kept in."""
    before = group.records.find("d.team", area=area, order="id")
    rows: list[Row] = [{"team": "preparation", "position": "Ketua", "name": dict(plot.OFFICERS)["ketua_perencana"]}]
    for team, names in (("execution", plot.EXECUTION), ("supervision", plot.SUPERVISION)):
        rows += [
            {"team": team, "position": "Anggota" if at else "Ketua", "name": name} for at, name in enumerate(names)
        ]
    record = fill_in(
        group,
        "team_decree",
        uid=before[0].uid,
        texts={
            "effective": _SET.isoformat(),
            "responsible": dict(plot.OFFICERS)["ketua_pokmas"],
            "regulation": "Nomor 32 Tahun 2021",
            "camat_decree": f"Nomor {_CONFIRMED} Tahun 2022",
        },
        tables={"members": tuple(rows)},
        signers=(Signer(position="KETUA POKMAS", name=dict(plot.OFFICERS)["ketua_pokmas"]),),
    )
    stage.paper(group, "team_decree", record.uid, "pokmas-02", _SET)
    return [one.uid for one in group.records.find("d.team", area=area, order="id")]


def write_contract(stage: Stage, office: Workplace, contract: str, day: date) -> None:
    """The blanks of form T beside what the contract says, and its print."""
    fill_in(
        office,
        "contract",
        contract,
        texts={
            "place": "Kediri",
            "first_address": _OFFICE_ADDRESS,
            "first_decree_by": "Walikota Kediri",
            "first_decree": "188.45/7/419.033/2022",
            "second_address": plot.ADDRESS,
            "second_decree_by": "Camat Kota",
            "second_decree": _CONFIRMED,
            "manner": "transfer",
        },
    )
    stage.paper(office, "contract", contract, "kelurahan-pokmas-02", day)


# --- the end ------------------------------------------------------------------------------------------------------


def report_to_the_camat(stage: Stage, office: Workplace) -> None:
    """What this kelurahan brings into the camat's semester reports (form EE)."""
    with stage.step("Kelurahan: bahan laporan semester kecamatan (formulir EE)"):
        for semester, day in (("1", date(2022, 7, 12)), ("2", date(2023, 1, 10))):
            record = fill_in(
                office, "district_report", texts={"semester": semester, "date": day.isoformat()}, tables={"rows": ()}
            )
            stage.paper(office, "district_report", record.uid, f"kecamatan-semester-{semester}", day)
            office.publications.publish([record.uid])
