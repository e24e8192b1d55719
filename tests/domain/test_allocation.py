"""The bars: what is used, what is left, and the sentences for screen readers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.allocation import Bar, Summary, summarise, used_by
from desktop.domain.records import Proposal
from tests.domain.examples import example_year, shipped

PROPOSALS = st.lists(
    st.builds(
        Proposal,
        sector=st.sampled_from(
            ["", "infrastructure", "health", "social", "economy", "education", "youth", "general"],
        ),
        scope=st.sampled_from(["", "joint", "own"]),
        amount=st.integers(0, 120_000_000),
    ),
    max_size=12,
)


def bar(summary: Summary, sector: str, scope: str = "") -> Bar:
    return next(bar for bar in summary.bars if (bar.sector, bar.scope) == (sector, scope))


def test_the_example_year_fills_its_ceiling() -> None:
    summary = summarise(shipped(2022), list(example_year().values()))
    assert (summary.total, summary.ceiling, summary.left, summary.over, summary.share) == (
        100_000_000,
        100_000_000,
        0,
        0,
        10_000,
    )
    assert [(bar.sector, bar.scope, bar.used, bar.state) for bar in summary.bars] == [
        ("infrastructure", "joint", 30_000_000, "ok"),
        ("infrastructure", "own", 9_500_000, "ok"),
        ("health", "", 22_000_000, "ok"),
        ("social", "", 13_000_000, "ok"),
        ("economy", "", 12_000_000, "ok"),
        ("education", "", 8_000_000, "ok"),
        ("youth", "", 4_000_000, "ok"),
        ("general", "", 1_500_000, "ok"),
    ]
    assert summary.text == "Seluruh usulan Rp100.000.000 dari pagu Rp100.000.000 (100 %), sisa Rp0"


def test_bars_are_told_in_words() -> None:
    summary = summarise(shipped(2022), list(example_year().values()))
    assert bar(summary, "health").text == (
        "Kesehatan: terpakai Rp22.000.000 dari paling banyak Rp50.000.000, sisa Rp28.000.000"
    )
    assert bar(summary, "infrastructure", "joint").text == (
        "Infrastruktur bersama: terpakai Rp30.000.000 dari Rp25.000.000 sampai Rp30.000.000, sisa Rp0"
    )
    short = summarise(shipped(2022), [Proposal(sector="infrastructure", scope="joint", amount=24_000_000)])
    assert bar(short, "infrastructure", "joint").brief == "kurang Rp1.000.000"
    over = summarise(shipped(2022), [Proposal(sector="youth", amount=11_200_000)])
    assert bar(over, "youth").brief == "lebih Rp1.200.000"
    unlimited = summarise(shipped(2023), [Proposal(sector="general", amount=1_000_000)])
    assert bar(unlimited, "general").text == "Biaya umum: terpakai Rp1.000.000, tanpa batas atas yang diketahui"


@pytest.mark.parametrize(
    ("used", "state", "left", "over", "short", "share"),
    [
        (24_999_999, "below", 5_000_001, 0, 1, 2_499),
        (25_000_000, "ok", 5_000_000, 0, 0, 2_500),
        (30_000_000, "ok", 0, 0, 0, 3_000),
        (30_000_001, "above", 0, 1, 0, 3_000),
        (0, "below", 30_000_000, 0, 25_000_000, 0),
    ],
)
def test_the_edges_of_a_range(used: int, state: str, left: int, over: int, short: int, share: int) -> None:
    found = bar(
        summarise(shipped(2022), [Proposal(sector="infrastructure", scope="joint", amount=used)]),
        "infrastructure",
        "joint",
    )
    assert (found.state, found.left, found.over, found.short, found.share) == (state, left, over, short, share)


def test_without_a_rule_sheet_nothing_is_judged() -> None:
    summary = summarise(None, list(example_year().values()))
    assert summary.ceiling is None
    assert {bar.state for bar in summary.bars} == {"unknown"}
    assert bar(summary, "infrastructure").used == 39_500_000
    assert summary.text == "Seluruh usulan Rp100.000.000, aturan tahun ini belum ada"
    assert bar(summary, "health").text == "Kesehatan: terpakai Rp22.000.000, tanpa batas atas yang diketahui"


def test_the_kelurahans_ceiling_moves_the_shares_and_never_exceeds_the_law() -> None:
    summary = summarise(shipped(2022), [Proposal(sector="youth", amount=6_000_000)], allocated=60_000_000)
    assert (summary.ceiling, bar(summary, "youth").maximum, bar(summary, "youth").state) == (
        60_000_000,
        6_000_000,
        "ok",
    )
    assert summarise(shipped(2022), [], allocated=500_000_000).ceiling == 100_000_000


def test_infrastructure_is_limited_as_a_whole_beside_its_parts_in_2023() -> None:
    parts = [
        Proposal(sector="infrastructure", scope="joint", amount=35_000_000),
        Proposal(sector="infrastructure", scope="own", amount=6_000_000),
    ]
    summary = summarise(shipped(2023), parts)
    (whole,) = summary.combined
    assert (whole.used, whole.maximum, whole.state, whole.over) == (41_000_000, 40_000_000, "above", 1_000_000)
    assert {bar(summary, "infrastructure", scope).state for scope in ("joint", "own")} == {"ok"}


def test_what_has_no_bidang_or_scope_yet_is_shown_apart() -> None:
    summary = summarise(
        shipped(2022), [Proposal(amount=5_000_000), Proposal(sector="infrastructure", amount=7_000_000)]
    )
    assert [(bar.label, bar.used) for bar in summary.bars if bar.used] == [
        ("Infrastruktur, belum dipilih bersama atau milik RT", 7_000_000),
        ("Belum dipilih bidangnya", 5_000_000),
    ]


@given(st.sampled_from([None, 2021, 2022, 2023]), PROPOSALS, st.integers(0, 150_000_000))
def test_the_bars_add_up(year: int | None, proposals: list[Proposal], allocated: int) -> None:
    sheet = shipped(year) if year else None
    summary = summarise(sheet, proposals, allocated)
    assert sum(bar.used for bar in summary.bars) == summary.total == sum(item.amount for item in proposals)
    if summary.ceiling is not None:
        assert summary.ceiling - summary.left + summary.over == summary.total
    for found in (*summary.bars, *summary.combined):
        assert (found.over > 0) == (found.state == "above")
        assert not (found.over and found.short)
        if found.maximum is not None:
            assert found.left is not None
            assert found.used - found.over + found.left == found.maximum
        if found.minimum is not None and found.state == "below":
            assert found.used + found.short == found.minimum


def test_used_by_counts_one_part() -> None:
    data = list(example_year().values())
    assert used_by(data, "infrastructure") == 39_500_000
    assert used_by(data, "infrastructure", "own") == 9_500_000
