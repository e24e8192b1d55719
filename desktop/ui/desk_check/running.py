"""How far the kelurahan's approvals have used an RT's ceiling, with the choice at hand counted as if it were made."""

from collections.abc import Mapping, Sequence

import msgspec

from desktop.domain.allocation import Summary, summarise
from desktop.domain.records import Proposal
from desktop.domain.rulesheet import RuleSheet
from desktop.domain.states import ItemState


def running(
    sheet: RuleSheet | None,
    standing: Sequence[tuple[str, Proposal]],
    states: Mapping[str, ItemState],
    allocated: int,
    at_hand: str = "",
    granted: int | None = None,
) -> Summary:
    """`standing`: the RT's usulan that count, with approved amounts (desktop.services.checking). `at_hand`: the usulan
    being decided; `granted`: what it would get, whole rupiah, None when it would get nothing. All amounts: approved
    only."""
    approved: list[Proposal] = []
    for uid, proposal in standing:
        if uid == at_hand:
            if granted is not None:
                approved.append(msgspec.structs.replace(proposal, amount=granted))
        elif uid in states and states[uid].state == "approved":
            approved.append(proposal)
    return summarise(sheet, approved, allocated)
