"""Records → what the papers about a Pokmas say: its confirmation (form N), pact (O), memorandum (P), teams (S) and
contract (T)."""

from collections.abc import Callable
from typing import Any, BinaryIO

from desktop.documents import agreements as agreement_papers
from desktop.documents import decrees as decree_papers
from desktop.documents import swakelola as contract_papers
from desktop.documents.layout import Group, PaperSize
from desktop.domain.forms import DEFINITIONS, MOU, TEAM_DECREE
from desktop.domain.records import Contract, Day, IntegrityPact, Signer, Team
from desktop.services.form_contents_planning import district_place, document, regulation, text_of, typed
from desktop.services.form_contents_reports import signed_in
from desktop.services.ledgers import Ledgers
from desktop.services.paper_source import Source, place_for
from desktop.services.records import RecordService
from desktop.services.taxes import table_of

Builder = Callable[[Any, BinaryIO, PaperSize], int]

_STAMP_BEFORE, _STAMP = 6_000, 10_000
"""Whole rupiah, where the tax table knows nothing of the day: as the forms of Perwali 23/2020 (Lampiran S) and 32/2021
(Lampiran T) print it; the duty rose with the year 2021 (UU 10/2020)."""


def _stamp(source: Source, day: Day | None) -> int:
    """The stamp duty of a paper of this day, whole rupiah."""
    table = table_of(source.desk, source.year)
    row = table.stamp_on(day or table.until)
    if row is None:
        return _STAMP_BEFORE if day and day.year < 2021 else _STAMP
    return row.amount


def _group_name(source: Source) -> str:
    """The Pokmas of the record's area: as set on its desk, else as its contract calls it."""
    own = source.desk.setting("group_name")
    if own:
        return own
    named = [one.group_name for one in Ledgers(source.desk).read(source.area).standing_contracts.values()]
    return next((name for name in reversed(named) if name), "")


# --- N ------------------------------------------------------------------------------------------------------------


def _pokmas_decree(source: Source) -> decree_papers.PokmasDecreeContent:
    data = document(source, "pokmas_decree")
    texts = data.texts
    return decree_papers.PokmasDecreeContent(
        place=district_place(source),
        identity=source.identity,
        year=source.year,
        number=data.number,
        date=data.date,
        regulation=decree_papers.Regulation(
            name=texts.get("regulation", "") or regulation(source),
            article=texts.get("article", ""),
            gazette=texts.get("gazette", ""),
        ),
        groups=_groups(data.rows),
        camat=signed_in(source, "pokmas_decree", "camat", data.signers),
    )


def _groups(rows: tuple[dict[str, str | int], ...]) -> tuple[decree_papers.ConfirmedGroup, ...]:
    """Members one after the other, as Pokmas; an empty kelurahan or name goes on from the row above."""
    found: list[tuple[str, str, list[tuple[str, str]]]] = []
    village = name = ""
    for row in rows:
        village = text_of(row, "village") or village
        name = text_of(row, "group") or name
        if not found or found[-1][:2] != (village, name):
            found.append((village, name, []))
        found[-1][2].append((text_of(row, "name"), text_of(row, "position")))
    return tuple(
        decree_papers.ConfirmedGroup(kelurahan=village, name=name, members=tuple(members))
        for village, name, members in found
    )


# --- O, P ---------------------------------------------------------------------------------------------------------


def _pact(source: Source) -> agreement_papers.PactContent:
    data: IntegrityPact = source.data(IntegrityPact)
    return agreement_papers.PactContent(
        place=source.place,
        identity=source.identity,
        group=data.texts.get("group", "") or _group_name(source),
        year=source.year,
        date=data.date,
        members=tuple((one.name, one.position) for one in data.members),
    )


def _memorandum(source: Source) -> agreement_papers.MemorandumContent:
    data = document(source, "mou")
    texts = data.texts
    camat = signed_in(source, "mou", "camat", data.signers)
    chair = signed_in(source, "mou", "ketua_pokmas", data.signers)
    return agreement_papers.MemorandumContent(
        place=district_place(source),
        identity=source.identity,
        year=source.year,
        date=data.date,
        where=texts.get("place", ""),
        camat=agreement_papers.Party(
            name=camat.name,
            nip=camat.nip,
            decree=texts.get("first_decree", ""),
            address=texts.get("first_address", ""),
        ),
        chair=agreement_papers.Party(
            name=chair.name,
            decree=texts.get("second_decree", ""),
            address=texts.get("second_address", ""),
        ),
        group=texts.get("group", ""),
        competence=texts.get("competence", ""),
        scope=tuple(text_of(row, "work") for row in data.rows if row.get("work")),
        duration=typed(MOU, "duration", texts) or 0,
        period=texts.get("period", ""),
        stamp=_stamp(source, data.date),
    )


# --- S ------------------------------------------------------------------------------------------------------------


def _team_decree(source: Source) -> decree_papers.TeamDecreeContent:
    """The teams of one decree (same number and day); blanks are those of the team that has most of them."""
    chosen: Team = source.data(Team)
    records = RecordService(source.desk).find("d.team", area=source.area, year=source.year, order="id")
    teams = [
        one.data
        for one in records
        if isinstance(one.data, Team) and (one.data.decree, one.data.date) == (chosen.decree, chosen.date)
    ] or [chosen]
    whole_team = max(teams, key=lambda team: len(team.texts))
    texts, desk = whole_team.texts, source.desk
    return decree_papers.TeamDecreeContent(
        place=source.place,
        identity=source.identity,
        group=Group(
            name=_group_name(source),
            address=desk.setting("group_address"),
            contact=desk.setting("group_contact"),
            phone=desk.setting("group_phone"),
        ),
        year=source.year,
        number=chosen.decree,
        date=chosen.date,
        effective=typed(TEAM_DECREE, "effective", texts) or None,
        regulation=decree_papers.Regulation(
            name=texts.get("regulation", "") or regulation(source), gazette=texts.get("gazette", "")
        ),
        camat_decree=texts.get("camat_decree", ""),
        responsible=decree_papers.TeamPlace(name=texts.get("responsible", "")),
        preparation=_members(teams, "preparation"),
        execution=_members(teams, "execution"),
        supervision=_members(teams, "supervision"),
        chair=signed_in(source, "team_decree", "ketua_pokmas", whole_team.signers).name,
    )


def _members(teams: list[Team], kind: str) -> tuple[decree_papers.TeamPlace, ...]:
    """The members of a team, each once, in the order they were written."""
    members = [member for team in teams if team.kind == kind for member in team.members]
    once = dict.fromkeys((member.position, member.name) for member in members)
    return tuple(decree_papers.TeamPlace(position=position, name=name) for position, name in once)


# --- T ------------------------------------------------------------------------------------------------------------


def _contract(source: Source) -> contract_papers.ContractContent:
    contract: Contract = source.data(Contract)
    texts, desk = contract.texts, source.desk
    ledger = Ledgers(desk).read(source.area)
    package = ledger.packages.get(ledger.package_uid(contract.package))
    place = place_for(desk.info.office, desk)
    return contract_papers.ContractContent(
        place=place,
        identity=source.identity,
        contract=contract,
        where=texts.get("place", ""),
        kpa=signed_in(source, "contract", "lurah", contract.signers),
        kpa_address=texts.get("first_address", "") or place.address,
        kpa_decree_by=texts.get("first_decree_by", ""),
        kpa_decree=texts.get("first_decree", ""),
        chair=_second(source, contract),
        group=contract.group_name,
        chair_address=texts.get("second_address", ""),
        chair_decree_by=texts.get("second_decree_by", ""),
        chair_decree=texts.get("second_decree", ""),
        activities=tuple(item.title for item in package.items if item.title) if package else (),
        manner=texts.get("manner", ""),
        stamp=_stamp(source, contract.date),
    )


def _second(source: Source, contract: Contract) -> Signer:
    """Who signs for the Pokmas: by the form's place, else whoever signs beside the lurah."""
    form = DEFINITIONS["contract"]
    there = form.signed_by("ketua_pokmas", contract.signers)
    first = form.signed_by("lurah", contract.signers) or contract.signers[:1]
    others = [one for one in contract.signers if one not in first]
    return there[0] if there else others[0] if others else source.signer("ketua_pokmas")


CONTENTS: dict[str, tuple[Callable[[Source], Any], Builder]] = {
    "pokmas_decree": (_pokmas_decree, decree_papers.build_pokmas_decree),
    "integrity_pact": (_pact, agreement_papers.build_pact),
    "mou": (_memorandum, agreement_papers.build_memorandum),
    "team_decree": (_team_decree, decree_papers.build_team_decree),
    "contract": (_contract, contract_papers.build_contract),
}
"""Kind key → how its content is gathered, and who draws it."""
