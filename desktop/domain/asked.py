"""What a form asks for besides, given the activity chosen: only the fields its rules look at, and the papers."""

from dataclasses import dataclass

from desktop.domain.checks_activities import activity_of
from desktop.domain.checks_land import needs_land
from desktop.domain.joint import is_part
from desktop.domain.records import Proposal
from desktop.domain.rulesheet_model import Activity, RuleSheet

FIELDS: tuple[str, ...] = (
    "units",
    "recipients",
    "registered",
    "group",
    "group_years",
    "aided_before",
    "work",
    "land",
    "land_years",
    "built_year",
    "age_exception",
)
"""A usulan's fields that some activities ask for, in the order of a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one usulan is asked: names of its fields, keys of papers to attach (desktop.domain.papers)."""

    fields: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    activity: Activity | None = None


def asked_of(sheet: RuleSheet | None, proposal: Proposal) -> Asked:
    """What the year's rules ask of a usulan as it stands. A part of another RT's joint activity is asked there."""
    if sheet is None:
        return Asked()
    activity = activity_of(sheet, proposal)
    if is_part(proposal):
        return Asked(activity=activity)
    fields: set[str] = set()
    papers: list[str] = []
    if activity is not None:
        for field, asks in (
            ("units", activity.max_units is not None),
            ("recipients", activity.max_rp_each is not None or bool(activity.needs_poor_register)),
            ("registered", bool(activity.needs_poor_register)),
            ("group", bool(activity.group)),
            ("group_years", bool(activity.min_age_years)),
            ("aided_before", activity.once_in_programme),
        ):
            if asks:
                fields.add(field)
        papers += activity.needs
    if needs_land(sheet, proposal):
        fields |= {"work", "land"} if proposal.work else {"work"}
        rule = sheet.land_rule(proposal.land, proposal.work) if proposal.work and proposal.land else None
        if rule is not None:
            fields |= {"land_years"} if rule.min_years else set()
            papers += [rule.paper] if rule.paper else []
        if proposal.work == "repair":
            fields |= _age(sheet, proposal)
    return Asked(
        fields=tuple(name for name in FIELDS if name in fields), papers=tuple(dict.fromkeys(papers)), activity=activity
    )


def _age(sheet: RuleSheet, proposal: Proposal) -> set[str]:
    rule = sheet.maintenance
    if rule is None or not rule.min_age_years:
        return set()
    young = bool(proposal.built_year) and sheet.year - proposal.built_year < rule.min_age_years
    return {"built_year", "age_exception"} if young or proposal.age_exception else {"built_year"}
