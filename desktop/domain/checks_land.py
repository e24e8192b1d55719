"""Land and maintenance (V-14 to V-18): what the year asks of a place where something is built or repaired.

Source: Perwali Kediri 23/2020 pasal 13, 32/2021 pasal 14 ayat (2), (3), as the rule sheet holds them.
"""

from collections.abc import Sequence

from desktop.domain.checks_activities import Known, activity_of
from desktop.domain.findings import CheckResult, named
from desktop.domain.joint import is_part
from desktop.domain.papers import paper_title
from desktop.domain.records import Proposal
from desktop.domain.rulesheet_model import AgeException, LandRule, RuleSheet

_NUMBERS = {"city": "V-14", "estate": "V-15", "agency": "V-16", "private": "V-17"}

WORK_WORDS = {"new": "Membangun baru", "repair": "Memelihara atau memperbaiki"}
"""What people choose between."""

EXCEPTION_WORDS: dict[AgeException, str] = {
    "self_built": "dibangun swadaya warga",
    "heavily_damaged": "rusak berat",
    "bigger_function": "diperlukan untuk fungsi yang lebih besar",
}
"""Why an object may be repaired before its age."""


def needs_land(sheet: RuleSheet, proposal: Proposal) -> bool:
    """Whether the year asks where this usulan is to stand: something is built, here and not at another RT."""
    if not sheet.land or proposal.sector != "infrastructure" or is_part(proposal):
        return False
    activity = activity_of(sheet, proposal)
    return bool(proposal.work) or (activity is not None and activity.builds)


def check_land(
    sheet: RuleSheet, proposals: Sequence[tuple[str, Proposal]], known: Known | None = None
) -> list[CheckResult]:
    """V-14 to V-17: the land is named and its paper attached; V-18: what is repaired is old enough or excused."""
    around = known or Known()
    results: list[CheckResult] = []
    for uid, proposal in proposals:
        if uid not in around.settled and needs_land(sheet, proposal):
            results += _land(sheet, uid, proposal, around)
            if proposal.work == "repair":
                results += _age(sheet, uid, proposal)
    return results


def _land(sheet: RuleSheet, uid: str, proposal: Proposal, known: Known) -> list[CheckResult]:
    title = named(proposal.title)

    def held(rule: str, where: str, message: str, action: str, **facts: object) -> CheckResult:
        return CheckResult(
            rule=rule,
            level="block",
            when="submit",
            message=f"{message}.",
            action=action,
            subject=uid,
            sector=proposal.sector,
            field=where,
            facts=facts,
        )

    if not proposal.work:
        text = f"{title} belum dipilih: membangun baru atau memperbaiki {sheet.basis(_first(sheet).article)}"
        return [held("V-14", "work", text, "Pilih salah satu.")]
    if not proposal.land:
        text = f"{title} belum menyebut lahan tempatnya {sheet.basis(_first(sheet).article)}"
        return [held("V-14", "land", text, "Pilih milik siapa lahannya.")]
    rule = sheet.land_rule(proposal.land, proposal.work)
    if rule is None:
        return []
    number, basis, results = _NUMBERS.get(rule.kind, "V-14"), sheet.basis(rule.article), list[CheckResult]()
    if rule.paper and rule.paper not in known.papers.get(uid, ()):
        results.append(
            held(
                number,
                f"paper:{rule.paper}",
                f"{title} di {rule.name}: {rule.text or 'perlu surat'} {basis}",
                f"Lampirkan: {paper_title(rule.paper)}.",
                paper=rule.paper,
            )
        )
    if proposal.land_years < rule.min_years:
        said = f"baru {proposal.land_years} tahun" if proposal.land_years else "lamanya belum diisi"
        results.append(
            held(
                number,
                "land_years",
                f"Izin pemakaian lahan {title[0].lower()}{title[1:]} {said}, paling sedikit {rule.min_years} tahun "
                f"{basis}",
                f"Minta izin paling sedikit {rule.min_years} tahun, lalu isi lamanya.",
                years=proposal.land_years,
            )
        )
    return results


def _first(sheet: RuleSheet) -> LandRule:
    return sheet.land[0]


def _age(sheet: RuleSheet, uid: str, proposal: Proposal) -> list[CheckResult]:
    rule = sheet.maintenance
    if rule is None or not rule.min_age_years:
        return []
    age = sheet.year - proposal.built_year
    if proposal.built_year and age >= rule.min_age_years:
        return []
    if proposal.age_exception and proposal.age_exception in rule.exceptions:
        return []
    basis, title = sheet.basis(rule.article), named(proposal.title)
    reasons = ", ".join(EXCEPTION_WORDS[one] for one in rule.exceptions)
    if proposal.age_exception:
        where = "age_exception"
        text = f"Alasan “{EXCEPTION_WORDS[proposal.age_exception]}” tidak berlaku pada TA {sheet.year} {basis}"
        action = f"Yang berlaku: {reasons}." if reasons else "Pilih kegiatan lain."
    elif not proposal.built_year:
        where, text = "built_year", f"{title} belum menyebut tahun dibangun {basis}"
        action = "Isi tahun obyek itu dibangun."
    else:
        where = "built_year"
        text = (
            f"{title} memperbaiki obyek yang berusia {max(age, 0)} tahun, seharusnya paling sedikit "
            f"{rule.min_age_years} tahun {basis}"
        )
        action = f"Pilih alasannya bila {reasons}." if reasons else "Pilih obyek lain."
    return [
        CheckResult(
            rule="V-18",
            level="warn",
            when="submit",
            message=f"{text}.",
            action=action,
            subject=uid,
            sector=proposal.sector,
            field=where,
            facts={"age": age if proposal.built_year else None},
        )
    ]
