"""Decisions on several items of one submission: each speaks for its own item only."""

from desktop.domain.states import item_states
from tests.domain.test_states import FIRST, ITEM, decision, submission, uid

OTHER = "0199a7aa-0000-7000-8000-000000000009"


def test_a_decision_replaces_none_on_another_item_even_if_it_names_it() -> None:
    submissions = {uid("s1"): submission(FIRST, 1, (ITEM, OTHER))}
    decisions = {
        uid("d1"): decision("s1", FIRST, "approve"),
        uid("d2"): decision("s1", FIRST, "return", replaces=(uid("d1"),), item=OTHER),
    }
    states = item_states(submissions, decisions)
    assert (states[ITEM].state, states[OTHER].state) == ("approved", "returned")
