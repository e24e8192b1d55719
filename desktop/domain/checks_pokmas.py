"""The programme's rules about a Pokmas, V-22 to V-26, each with its article and year.

V-22 how many members it has; V-23 the contract is worth its RABs, within what was approved; V-24 an SPJ is at most the
money received and carried over; V-25 the days stand in order; V-26 nobody supervises their own work. What a rule looks
at is worked out where the matter lives (contracts, receipt_checks, handover); here it gets its source and is gathered.
None of them refuses data: `block` holds the next step (Perwali 32/2021 pasal 29, 33, 34, 37, 41; 23/2020 pasal 30, 34,
36, 39, 43).
"""

from collections.abc import Iterable, Sequence

import msgspec

from desktop.domain.contracts import check_contract
from desktop.domain.findings import CheckResult
from desktop.domain.handover import both_teams, check_handover
from desktop.domain.ledger import Ledger
from desktop.domain.receipt_checks import check_tranche_total
from desktop.domain.records import TeamMember
from desktop.domain.rulesheet_model import RuleSheet
from desktop.domain.typed import tidy

RULES = ("V-22", "V-23", "V-24", "V-25", "V-26")


def check_pokmas(ledger: Ledger, sheet: RuleSheet | None) -> list[CheckResult]:
    """Every finding of V-22 to V-26 on a Pokmas, over all its contracts and tranches, each said once."""
    results = check_members(ledger, sheet)
    for contract in ledger.standing_contracts:
        found = list(check_contract(ledger, contract))
        for tranche in ledger.tranches(contract):
            found += check_tranche_total(ledger, tranche.uid)
        found += [one for one in check_handover(ledger, contract) if one.rule == "V-25"]
        found += both_teams(ledger, contract)
        results += with_basis([one for one in found if one.rule in RULES], sheet)
    if not ledger.standing_contracts:
        results += with_basis(both_teams(ledger, ""), sheet)
    seen: set[tuple[str, str]] = set()
    once: list[CheckResult] = []
    for one in sorted(results, key=lambda result: result.rule):
        # The teams are the group's, not a contract's: with two contracts the same person would be named twice.
        key = (one.rule, one.message) if one.rule == "V-26" else (one.rule, one.message + one.subject)
        if key not in seen:
            seen.add(key)
            once.append(one)
    return once


def check_members(ledger: Ledger, sheet: RuleSheet | None) -> list[CheckResult]:
    """V-22: as many members as the year's rule says.

    Counted are the names under the newest integrity pact, which all members sign (form O). Without one the teams tell
    at least whether they are too many; too few cannot be known from them.
    """
    if sheet is None or not sheet.pokmas_max:
        return []
    pact = max(ledger.pacts, default="")
    if pact:
        count, complete, subject = len(_people(ledger.pacts[pact].members)), True, pact
    else:
        count = len(_people(member for team in ledger.teams.values() for member in team.members))
        complete, subject = False, max(ledger.teams, default="")
    low, high = sheet.pokmas_min, sheet.pokmas_max
    if not count or (low <= count <= high) or (count < low and not complete):
        return []
    wanted = str(high) if low == high else f"{low} sampai {high}"
    source = sheet.basis(sheet.articles.pokmas)
    return [
        CheckResult(
            rule="V-22",
            level="warn",
            when="submit",
            message=f"Pokmas beranggota {count} orang, padahal aturan TA {sheet.year} menyebut {wanted} {source}.",
            action="Sesuaikan anggotanya lewat musyawarah kelurahan, atau tanyakan ke kelurahan.",
            subject=subject,
            field="members",
            facts={"count": count, "least": low, "most": high},
        )
    ]


def _people(members: Iterable[TeamMember]) -> set[str]:
    """Different people, by person record and else by name; rows without a name count for nobody."""
    return {member.person or tidy(member.name).casefold() for member in members if tidy(member.name)}


def with_basis(results: Sequence[CheckResult], sheet: RuleSheet | None) -> list[CheckResult]:
    """The findings with the article and year behind their first sentence; others, and all without a sheet, as they are.

    Settled by the programme are V-23 to V-26; what the sheet does not know it says so.
    """
    if sheet is None:
        return list(results)
    articles = {
        "V-23": sheet.articles.contract,
        "V-24": sheet.articles.spj,
        "V-25": sheet.articles.handover,
        "V-26": sheet.articles.teams,
    }
    return [
        msgspec.structs.replace(one, message=_sourced(one.message, sheet.basis(articles[one.rule])))
        if one.rule in articles
        else one
        for one in results
    ]


def _sourced(message: str, source: str) -> str:
    """`Nilai … disetujui Rp10.` → `Nilai … disetujui Rp10 (Perwali Kediri 32/2021 pasal 34 …).`"""
    return message if source in message else f"{message.rstrip().removesuffix('.')} {source}."
