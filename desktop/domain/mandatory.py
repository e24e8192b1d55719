"""Which usulan is one of the activities every RT must propose, though nobody marked it (ours: the regulations only say
that it must be among them)."""

from collections.abc import Callable, Sequence

from desktop.domain.checks_activities import named_activity
from desktop.domain.joint import is_part
from desktop.domain.records import Proposal
from desktop.domain.rulesheet_model import Activity, Mandatory, RuleSheet

Suggest = Callable[[str, str], Sequence[Activity]]
"""The catalogue's activities a title may mean: (bidang, title), the likeliest first."""


def activities_behind(sheet: RuleSheet, mandatory: Mandatory) -> frozenset[str]:
    """Keys of the catalogue's activities that are this mandatory one: as the sheet says, else what its name names."""
    if mandatory.activities:
        return frozenset(mandatory.activities)
    named = named_activity(sheet, mandatory.name, mandatory.sector)
    return frozenset((named.key,)) if named is not None else frozenset()


def recognised(
    sheet: RuleSheet,
    mandatory: Mandatory,
    proposals: Sequence[tuple[str, Proposal]],
    suggest: Suggest | None = None,
) -> list[str]:
    """The uids of unmarked usulan that seem to be this mandatory activity, in their order.

    By the kind of activity chosen; without one by the title, which may be misspelt where `suggest` is given. A usulan
    of another bidang is another activity.
    """
    behind = activities_behind(sheet, mandatory)
    return [
        uid
        for uid, proposal in proposals
        if not proposal.mandatory
        and not is_part(proposal)
        and proposal.sector in ("", mandatory.sector)
        and _key(sheet, mandatory, proposal, suggest) in behind
    ]


def _key(sheet: RuleSheet, mandatory: Mandatory, proposal: Proposal, suggest: Suggest | None) -> str:
    if proposal.activity:
        return proposal.activity
    named = named_activity(sheet, proposal.title, mandatory.sector)
    if named is None and suggest is not None:
        named = next(iter(suggest(mandatory.sector, proposal.title)), None)
    return named.key if named is not None else ""
