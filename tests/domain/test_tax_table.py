"""Reading the tax table: what is refused, named by the key at fault; nothing is guessed away."""

import datetime
from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import FALLBACK, sentence
from desktop.domain.rulesheet import read_rule_sheet
from desktop.domain.tax_table import read_tax_rows, read_tax_table

SHIPPED = (Path(__file__).parents[2] / "resources/rulesheets/taxes.toml").read_text("utf-8")
HEAD = 'name = "contoh"\nvalid_from = 2020-01-01\nvalid_until = 2025-12-31\n'
ROW = """[[tax]]
key = "a"
kind = "pph22"
objects = ["goods"]
rate = "1.5"
valid_from = 2020-01-01
source = "contoh"
"""
STAMP = '[[stamp]]\nabove = 5_000_000\namount = 10_000\nvalid_from = 2021-01-01\nsource = "contoh"\n'


def test_the_shipped_table_is_whole() -> None:
    table = read_tax_table(SHIPPED)
    assert {row.kind for row in table.rows} == {"ppn", "pph21", "pph22", "pph23", "pph4_2", "food"}
    assert all(row.source and row.since >= table.since for row in table.rows)
    assert len({row.key for row in table.rows}) == len(table.rows)
    assert not table.covers(table.until + datetime.timedelta(days=1))
    assert table.covers(table.until)


def test_rows_of_one_kind_and_payee_never_hold_on_one_day() -> None:
    table = read_tax_table(SHIPPED)
    ends = [(row, row.until or table.until) for row in table.rows if row.base not in {"day", "day_excess"}]
    for at, (one, end) in enumerate(ends):
        for other, until in ends[at + 1 :]:
            same = one.kind == other.kind and set(one.objects) & set(other.objects)
            if same and (set(one.payees) & set(other.payees) or not one.payees or not other.payees):
                assert end < other.since or until < one.since, (one.key, other.key)


def test_a_small_table_is_read() -> None:
    table = read_tax_table(HEAD + "[payees]\nx = 'X'\n" + ROW + STAMP)
    (row,) = table.rows
    assert (row.rate, row.without_npwp, row.base, row.above, row.until) == (150, None, "net", 0, None)
    assert table.stamps[0].above == 5_000_000


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("name = ", "rules_unreadable", ""),
        ("valid_from = 2020-01-01\nvalid_until = 2025-12-31\n", "rules_missing", "name"),
        ('name = ""\n', "rules_missing", "name"),
        ("name = 3\n", "rules_wrong_type", "name"),
        ('name = "a"\nvalid_until = 2025-12-31\n', "rules_missing", "valid_from"),
        ('name = "a"\nvalid_from = "2020"\n', "rules_wrong_type", "valid_from"),
        ('name = "a"\nvalid_from = 2020-01-01T10:00:00\n', "rules_wrong_type", "valid_from"),
        ('name = "a"\nvalid_from = 1800-01-01\n', "rules_date", "valid_from"),
        ('name = "a"\nvalid_from = 2020-01-01\nvalid_until = 2019-12-31\n', "rules_min_above_max", "valid_until"),
        (HEAD + "near_days = 400\n", "rules_amount", "near_days"),
        (HEAD + "near_days = true\n", "rules_wrong_type", "near_days"),
        (HEAD + "gaps = [1]\n", "rules_wrong_type", "gaps"),
        (HEAD + "payees = 3\n", "rules_wrong_type", "payees"),
        (HEAD + "tax = 3\n", "rules_wrong_type", "tax"),
        (HEAD + "tax = [3]\n", "rules_wrong_type", "tax"),
        (HEAD + "taxx = 3\n", "rules_unknown_key", "taxx"),
        (HEAD + ROW + "ratte = 1\n", "rules_unknown_key", "tax[1].ratte"),
        (HEAD + ROW + ROW, "rules_twice", "tax[2].key"),
        (HEAD + ROW.replace('"pph22"', '"pph99"'), "rules_bad_value", "tax[1].kind"),
        (HEAD + ROW.replace('["goods"]', "[]"), "rules_missing", "tax[1].objects"),
        (HEAD + ROW.replace('["goods"]', '["gods"]'), "rules_bad_value", "tax[1].objects"),
        (HEAD + ROW + 'payees = ["nobody"]\n', "rules_bad_value", "tax[1].payees"),
        (HEAD + ROW.replace('"1.5"', "1.5"), "rules_wrong_type", "tax[1].rate"),
        (HEAD + ROW.replace('"1.5"', '"101"'), "rules_percent", "tax[1].rate"),
        (HEAD + ROW.replace('"1.5"', '"-1"'), "rules_percent", "tax[1].rate"),
        (HEAD + ROW.replace('"1.5"', '"1.555"'), "rules_percent", "tax[1].rate"),
        (HEAD + ROW.replace('rate = "1.5"\n', ""), "rules_missing", "tax[1].rate"),
        (HEAD + ROW + 'other_rates = ["x"]\n', "rules_percent", "tax[1].other_rates"),
        (HEAD + ROW + "above = -1\n", "rules_amount", "tax[1].above"),
        (HEAD + ROW + "above = 5\nup_to = 5\n", "rules_min_above_max", "tax[1].up_to"),
        (HEAD + ROW + "vat = 1\n", "rules_wrong_type", "tax[1].vat"),
        (HEAD + ROW + 'base = "half"\n', "rules_bad_value", "tax[1].base"),
        (HEAD + ROW + 'withheld_by = "rt"\n', "rules_bad_value", "tax[1].withheld_by"),
        (HEAD + ROW + 'evidence = "sure"\n', "rules_bad_value", "tax[1].evidence"),
        (HEAD + ROW + "valid_until = 2019-01-01\n", "rules_min_above_max", "tax[1].valid_until"),
        (HEAD + ROW + f'note = "{"x" * 2_001}"\n', "rules_too_long", "tax[1].note"),
        (HEAD + ROW + f'other_rates = ["{"1" * 2_001}"]\n', "rules_too_long", "tax[1].other_rates"),
        (HEAD + STAMP + "over = 1\n", "rules_unknown_key", "stamp[1].over"),
    ],
)
def test_what_is_refused(text: str, code: str, field: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        read_tax_table(text)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert sentence(code, caught.value.facts) != FALLBACK.text


def test_rows_of_a_rule_sheet_are_refused_by_their_path() -> None:
    with pytest.raises(RuleViolation) as caught:
        read_tax_rows([{"key": "a"}], "tax")
    assert caught.value.field == "tax[1].kind"
    with pytest.raises(RuleViolation) as caught:
        read_tax_rows([3])
    assert caught.value.code == "rules_wrong_type"
    with pytest.raises(RuleViolation) as caught:
        read_tax_rows([{}] * 501)
    assert caught.value.code == "rules_too_long"


def test_a_rule_sheet_may_bring_rows_of_its_own() -> None:
    sheet = 'year = 2026\nname = "contoh"\nregulation = "contoh"\nceiling = 100_000_000\n'
    (row,) = read_rule_sheet(sheet + ROW).taxes
    assert (row.key, row.rate) == ("a", 150)
    assert read_rule_sheet(sheet).taxes == ()
    with pytest.raises(RuleViolation) as caught:
        read_rule_sheet(sheet + ROW.replace('"1.5"', '"150"'))
    assert (caught.value.code, caught.value.field) == ("rules_percent", "tax[1].rate")
