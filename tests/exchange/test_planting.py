"""Every planted fault can still be planted, and stands on the page that says who noticed it."""

from pathlib import Path

import pytest

from tools.mutants.catalogue import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_fault_still_has_its_place(mutant: Mutant) -> None:
    text = (ROOT / mutant.file).read_text("utf-8")
    assert text.count(mutant.old) == 1, (
        "the code has moved on: give the fault its new place in tools/mutants/catalogue.py"
    )
    compile(text.replace(mutant.old, mutant.new), mutant.file, "exec")
    test, _, name = mutant.test.partition("::")
    assert not name or f"def {name}(" in (ROOT / test).read_text("utf-8")


def test_the_page_names_every_fault_and_nobody_missed_one() -> None:
    page = (ROOT / "docs/mutants.md").read_text("utf-8")
    assert [mutant.name for mutant in MUTANTS if f"| {mutant.name} |" not in page] == []
    assert "**nobody**" not in page
