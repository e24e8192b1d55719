"""Every kind of paper in the catalogue can be printed from a real desk, or is made by its own deed."""

from desktop.domain.forms import DEFINITIONS
from desktop.domain.papers import PAPER_KINDS
from desktop.services.paper_contents import CONTENTS

BY_THEIR_OWN_DEED = {"slip", "office_card", "recovery_sheet"}
"""Papers about keys and files, which are no records."""


def test_every_kind_in_the_catalogue_has_somebody_who_draws_it() -> None:
    assert set(PAPER_KINDS) == set(CONTENTS) | BY_THEIR_OWN_DEED | set(DEFINITIONS)
