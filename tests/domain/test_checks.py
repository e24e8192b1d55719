"""The programme's rules on an RT's year: the example passes, and each thing broken gives exactly its finding."""

import datetime
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.checks import (
    CheckResult,
    NeededLetter,
    check_estimate,
    check_meeting,
    check_proposals,
    holds_submission,
    needed_letters,
)
from desktop.domain.records import CostLine, Meeting, MeetingDecision, Proposal, Statement
from desktop.domain.rulesheet import RuleSheet, read_rule_sheet
from tests.domain.examples import EXAMPLE_KNOWN, SHEETS, example_year, shipped, uid, with_meeting

JOINT, OWN, JKN, PMT, TOOLS, PKK, CCTV, CAKE, KUBE, SCHOOL, YOUTH, GENERAL = (uid(number) for number in range(1, 13))
EXAMPLE_NAMES = {
    "joint": JOINT,
    "own": OWN,
    "health": TOOLS,
    "social": CCTV,
    "economy": KUBE,
    "education": SCHOOL,
    "youth": YOUTH,
}


def changed(proposal: Proposal, **values: object) -> Proposal:
    """The proposal with some fields changed."""
    kept = {name: getattr(proposal, name) for name in proposal.__struct_fields__}
    return Proposal(**{**kept, **values})


def year_with(**changes: Mapping[str, object] | None) -> dict[str, Proposal]:
    """The example year; per name of `EXAMPLE_NAMES` or uid the fields changed, None = left out."""
    year = example_year()
    for name, values in changes.items():
        key = EXAMPLE_NAMES.get(name, name)
        if values is None:
            del year[key]
        else:
            year[key] = changed(year[key], **values)
    return year


def check(
    year: dict[str, Proposal], *statements: Statement, sheet: RuleSheet | None = None, allocated: int = 0
) -> list[CheckResult]:
    return check_proposals(
        sheet or shipped(2022), list(year.items()), statements, allocated=allocated, known=EXAMPLE_KNOWN
    )


def brief(results: list[CheckResult]) -> list[tuple[str, str, str]]:
    return [(result.rule, result.level, result.sector) for result in results]


def only(results: list[CheckResult]) -> CheckResult:
    (result,) = results
    return result


def test_the_example_year_passes_everything() -> None:
    results = check(example_year())
    assert results == []
    assert not holds_submission(results)
    assert needed_letters(results) == ()


# --- V-01: the ceiling -------------------------------------------------------------------------------------------


def test_one_rupiah_over_the_ceiling_is_too_much() -> None:
    found = only(check(year_with(youth={"amount": 4_000_001})))
    assert (found.rule, found.level, found.when) == ("V-01", "block", "always")
    assert found.message == (
        "Jumlah usulan Rp100.000.001 melebihi pagu Rp100.000.000 (Perwali Kediri 32/2021 pasal 9 ayat (1))."
    )
    assert found.action == "Kurangi Rp1, atau pindahkan usulan ke tahun depan."
    assert found.facts == {"total": 100_000_001, "ceiling": 100_000_000, "over": 1}


def test_the_kelurahans_own_ceiling_counts_when_it_is_lower() -> None:
    found = check(example_year(), allocated=90_000_000)
    assert found[0].rule == "V-01"
    assert "melebihi pagu RT dari kelurahan Rp90.000.000 (pagu RT TA 2022)" in found[0].message
    assert check(example_year(), allocated=100_000_000) == []
    assert check(example_year(), allocated=250_000_000) == []


# --- V-02 to V-06: the shares ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sector", "most", "rule", "article"),
    [
        ("joint", "infrastructure", 30_000_000, "V-04", "pasal 21 ayat (1) huruf a angka 1"),
        ("own", "infrastructure", 10_000_000, "V-05", "pasal 21 ayat (1) huruf a angka 2"),
        ("health", "health", 50_000_000, "V-02", "pasal 21 ayat (1) huruf b"),
        ("social", "social", 20_000_000, "V-02", "pasal 21 ayat (1) huruf c"),
        ("economy", "economy", 30_000_000, "V-02", "pasal 21 ayat (1) huruf d"),
        ("education", "education", 20_000_000, "V-02", "pasal 21 ayat (1) huruf e"),
        ("youth", "youth", 10_000_000, "V-02", "pasal 21 ayat (1) huruf f"),
    ],
)
def test_a_share_at_its_maximum_is_fine_and_one_rupiah_more_waits(
    name: str, sector: str, most: int, rule: str, article: str
) -> None:
    year = example_year()
    key = EXAMPLE_NAMES[name]
    scope = year[key].scope
    others = sum(
        item.amount for other, item in year.items() if other != key and (item.sector, item.scope) == (sector, scope)
    )
    for extra in (0, 1):
        results = [
            result for result in check(year_with(**{name: {"amount": most - others + extra}})) if result.rule != "V-01"
        ]
        if not extra:
            assert results == []
            continue
        found = only(results)
        assert (found.rule, found.level, found.when, found.sector) == (rule, "block", "submit", sector)
        assert found.message.endswith(f"sebesar Rp1 (Perwali Kediri 32/2021 {article}).")
        assert found.action == "Kurangi Rp1, atau pindahkan usulan ke tahun depan."
        assert found.letter == ""
        assert holds_submission(results)


def test_biaya_umum_over_its_cap_is_held_at_once() -> None:
    found = only(check(year_with(**{GENERAL: {"amount": 1_500_001}, YOUTH: {"amount": 3_000_000}})))
    assert (found.rule, found.level, found.when, found.sector) == ("V-06", "block", "always", "general")
    assert "melebihi batas Rp1.500.000 sebesar Rp1 (Perwali Kediri 32/2021 pasal 10 ayat (2))" in found.message


def test_joint_infrastructure_below_its_minimum_asks_for_letter_e() -> None:
    assert check(year_with(joint={"amount": 25_000_000})) == []
    year = year_with(joint={"amount": 24_000_000})
    results = check(year)
    found = only(results)
    assert (found.rule, found.level, found.when, found.letter) == ("V-04", "letter", "submit", "E")
    assert found.message == (
        "Infrastruktur bersama Rp24.000.000 (24 %), aturan meminta paling sedikit Rp25.000.000 "
        "(Perwali Kediri 32/2021 pasal 21 ayat (1) huruf a angka 1)."
    )
    assert found.action == "Tambahkan Rp1.000.000, atau buat surat pernyataan (formulir E)."
    assert holds_submission(results)
    assert needed_letters(results) == (NeededLetter(letter="E", below=("joint",)),)


@pytest.mark.parametrize("name", ["joint", "infrastructure"])
def test_letter_e_naming_it_settles_what_is_below(name: str) -> None:
    year = year_with(joint={"amount": 24_999_999})
    assert check(year, Statement(letter="E", below=(name,))) == []
    assert brief(check(year, Statement(letter="E", below=("health",)))) == [("V-04", "letter", "infrastructure")]
    assert ("V-04", "letter", "infrastructure") in brief(check(year, Statement(letter="D")))


def test_a_letter_never_settles_what_is_above() -> None:
    year = year_with(youth={"amount": 10_000_001}, education={"amount": 1_000_000})
    letter = Statement(letter="E", below=("youth",))
    assert ("V-02", "block", "youth") in brief(check(year, letter))


def lenient() -> RuleSheet:
    """The sheet of 2022 with a letter allowed above the share of kepemudaan (data contoh)."""
    toml = (SHEETS / "2022.toml").read_text(encoding="utf-8")
    return read_rule_sheet(
        toml.replace('sector = "youth"\nmax_percent = "10"', 'sector = "youth"\nabove = "letter"\nmax_percent = "10"')
    )


def test_unless_the_year_lets_a_letter_settle_it() -> None:
    year = year_with(youth={"amount": 10_000_001}, education={"amount": 1_000_000})
    results = check(year, sheet=lenient())
    found = only(results)
    assert (found.rule, found.level, found.letter) == ("V-02", "letter", "E")
    assert found.action == "Kurangi Rp1, atau buat surat pernyataan (formulir E)."
    assert needed_letters(results) == (NeededLetter(letter="E", below=("youth",)),)
    assert check(year, Statement(letter="E", below=("youth",)), sheet=lenient()) == []


# --- V-03: every bidang ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "sector"), [("education", "education"), ("youth", "youth")])
def test_a_bidang_left_out_asks_for_letter_e(name: str, sector: str) -> None:
    results = check(year_with(**{name: None}))
    found = only(results)
    assert (found.rule, found.level, found.sector, found.letter) == ("V-03", "letter", sector, "E")
    assert found.message.endswith("belum diusulkan (Perwali Kediri 32/2021 pasal 21 ayat (1)).")
    assert needed_letters(results) == (NeededLetter(letter="E", missing=(sector,)),)
    assert check(year_with(**{name: None}), Statement(letter="E", missing=(sector,))) == []


def test_infrastructure_left_out_is_said_once() -> None:
    year = year_with(joint=None, own=None)
    results = check(year)
    assert brief(results) == [("V-03", "letter", "infrastructure")]
    assert check(year, Statement(letter="E", missing=("infrastructure",))) == []


def test_own_infrastructure_alone_still_lacks_the_joint_share() -> None:
    assert brief(check(year_with(joint=None))) == [("V-04", "letter", "infrastructure")]


def test_one_letter_names_everything_at_once() -> None:
    year = year_with(joint={"amount": 1_000_000}, education=None, youth=None)
    del year[JKN]
    results = check(year)
    assert needed_letters(results) == (
        NeededLetter(letter="D"),
        NeededLetter(letter="E", missing=("education", "youth"), below=("joint",)),
    )
    letters = [
        Statement(letter=needed.letter, missing=needed.missing, below=needed.below)
        for needed in needed_letters(results)
    ]
    assert check(year, *letters) == []


def test_a_letter_that_no_longer_fits_is_noticed() -> None:
    results = check(example_year(), Statement(letter="E", missing=("health",)), Statement(letter="D"))
    assert brief(results) == [("V-03", "warn", "health"), ("V-07", "warn", "health")]
    assert not holds_submission(results)
    assert "menyebut bidang Kesehatan tidak diusulkan, padahal ada usulannya" in results[0].message


# --- V-07 to V-10: mandatory activities --------------------------------------------------------------------------


def test_without_jkn_letter_d_is_needed() -> None:
    year = year_with(**{JKN: {"mandatory": ""}})
    results = check(year)
    found = only(results)
    assert (found.rule, found.level, found.when, found.letter) == ("V-07", "letter", "submit", "D")
    assert found.message == (
        "Kegiatan wajib iuran Jaminan Kesehatan Nasional (JKN) belum ada "
        "(Perwali Kediri 32/2021 pasal 20 ayat (1) huruf a)."
    )
    assert needed_letters(results) == (NeededLetter(letter="D"),)
    assert check(year, Statement(letter="D")) == []
    assert brief(check(year, Statement(letter="E"))) == [("V-07", "letter", "health")]


@pytest.mark.parametrize(
    ("amount", "fine"), [(999_999, False), (1_000_000, True), (2_000_000, True), (2_000_001, False)]
)
def test_pmt_lies_between_one_and_two_million(amount: int, fine: bool) -> None:
    results = check(year_with(**{PMT: {"amount": amount}, TOOLS: {"amount": 1_000_000}}))
    if fine:
        assert results == []
    else:
        found = only(results)
        assert (found.rule, found.level, found.when) == ("V-08", "block", "submit")
        assert "seharusnya Rp1.000.000 sampai Rp2.000.000 (Perwali Kediri 32/2021 pasal 20 ayat (1) huruf b)" in (
            found.message
        )


@pytest.mark.parametrize("amount", [999_999, 1_000_001])
def test_pkk_with_another_amount_is_only_warned_about(amount: int) -> None:
    results = check(year_with(**{PKK: {"amount": amount}, CCTV: {"amount": 11_000_000}}))
    found = only(results)
    assert (found.rule, found.level) == ("V-09", "warn")
    assert "seharusnya Rp1.000.000 (" in found.message
    assert not holds_submission(results)


def test_training_is_for_two_people_at_least() -> None:
    found = only(check(year_with(**{CAKE: {"participants": 1}})))
    assert (found.rule, found.level) == ("V-10", "block")
    assert "baru untuk 1 orang, seharusnya paling sedikit 2 orang" in found.message
    halves: dict[str, Mapping[str, object]] = {
        CAKE: {"participants": 1},
        KUBE: {"mandatory": "W4", "participants": 1},
    }
    assert check(year_with(**halves)) == []


@pytest.mark.parametrize(
    ("key", "rule", "level"), [(PMT, "V-08", "block"), (PKK, "V-09", "warn"), (CAKE, "V-10", "block")]
)
def test_a_mandatory_activity_left_out_is_found(key: str, rule: str, level: str) -> None:
    assert [(item.rule, item.level) for item in check(year_with(**{key: {"mandatory": ""}}))] == [(rule, level)]


def test_a_bidang_left_out_by_letter_takes_its_mandatory_activity_along() -> None:
    year = year_with(**dict.fromkeys((PKK, CCTV)))
    assert brief(check(year)) == [("V-03", "letter", "social"), ("V-09", "warn", "social")]
    assert check(year, Statement(letter="E", missing=("social",))) == []


# --- what a usulan needs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "rule", "field", "words"),
    [
        ({"meeting": ""}, "U-01", "meeting", "Usulan “Sarana KUBE” belum punya rembug."),
        ({"title": "  "}, "U-02", "title", "Ada usulan yang belum punya judul."),
        ({"amount": 0}, "U-03", "amount", "Usulan “Sarana KUBE” belum punya jumlah biaya."),
        ({"sector": ""}, "U-04", "sector", "Usulan “Sarana KUBE” belum punya bidang."),
        (
            {"sector": "infrastructure"},
            "U-04",
            "scope",
            "Usulan “Sarana KUBE” belum dipilih: bersama atau milik RT.",
        ),
    ],
)
def test_a_usulan_lacking_something_waits(values: dict[str, object], rule: str, field: str, words: str) -> None:
    found = only([one for one in check(year_with(economy=values)) if one.rule != "V-20"])
    assert (found.rule, found.level, found.when, found.subject, found.field) == (rule, "block", "submit", KUBE, field)
    assert found.message == words


def test_scope_is_not_asked_where_the_year_does_not_split() -> None:
    year = year_with(joint={"scope": ""}, own={"scope": ""})
    assert check(year, sheet=shipped(2021)) == []


def test_without_a_rule_sheet_that_is_said_and_nothing_else_is_judged() -> None:
    results = check_proposals(None, list(year_with(youth={"amount": 90_000_000}).items()))
    found = only(results)
    assert (found.rule, found.level, found.when) == ("U-05", "warn", "always")


def test_long_titles_stay_short_in_sentences() -> None:
    unlisted, found = check(year_with(economy={"title": "Sarana " * 60, "meeting": ""}))[::-1]
    assert (unlisted.rule, found.rule) == ("V-20", "U-01")
    assert len(found.message) < 110


# --- other years -------------------------------------------------------------------------------------------------


def test_2021_limits_infrastructure_as_a_whole() -> None:
    assert check(example_year(), sheet=shipped(2021)) == []
    low = check(year_with(joint={"amount": 15_499_999}), sheet=shipped(2021))
    assert brief(low) == [("V-02", "letter", "infrastructure")]
    assert "paling sedikit Rp25.000.000 (Perwali Kediri 23/2020 pasal 20 ayat (1) huruf a)" in low[0].message
    assert needed_letters(low) == (NeededLetter(letter="E", below=("infrastructure",)),)
    high = check(year_with(joint={"amount": 30_500_001}, health={"amount": 1_000_000}), sheet=shipped(2021))
    assert brief(high) == [("V-02", "block", "infrastructure")]


def test_2021_holds_biaya_umum_at_one_and_a_half_percent() -> None:
    year = year_with(**{GENERAL: {"amount": 1_500_001}, YOUTH: {"amount": 1_000_000}})
    assert [item.rule for item in check(year, sheet=shipped(2021))] == ["V-06"]


def test_2023_is_checked_as_far_as_it_is_known() -> None:
    assert check(example_year(), sheet=shipped(2023)) == []
    results = check(year_with(joint={"amount": 29_999_999}), sheet=shipped(2023))
    found = only(results)
    assert (found.rule, found.level) == ("V-04", "letter")
    assert found.message.endswith("paling sedikit Rp30.000.000 (aturan TA 2023, pasal belum diketahui).")
    # Whether every bidang must be asked for is not known for 2023: nothing for youth is no finding.
    assert check(year_with(youth=None), sheet=shipped(2023)) == []
    whole = check(year_with(joint={"amount": 30_500_001}, health={"amount": 1_000_000}), sheet=shipped(2023))
    assert brief(whole) == [("V-02", "block", "infrastructure")]
    assert whole[0].message.startswith("Infrastruktur seluruhnya Rp40.000.001 melebihi batas Rp40.000.000")


def test_2023_without_any_infrastructure_lacks_the_joint_share() -> None:
    year = year_with(joint=None, own=None)
    assert brief(check(year, sheet=shipped(2023))) == [("V-04", "letter", "infrastructure")]
    assert check(year, Statement(letter="E", missing=("infrastructure",)), sheet=shipped(2023)) == []


# --- how findings are told ---------------------------------------------------------------------------------------

PROPOSALS = st.lists(
    st.builds(
        Proposal,
        title=st.text("ab \n", max_size=80),
        sector=st.sampled_from(
            ["", "infrastructure", "health", "social", "economy", "education", "youth", "general"],
        ),
        scope=st.sampled_from(["", "joint", "own"]),
        amount=st.integers(0, 120_000_000),
        mandatory=st.sampled_from(["", "W1", "W2", "W3", "W4"]),
        participants=st.integers(0, 3),
    ).map(with_meeting),
    max_size=8,
)


@given(st.sampled_from([2021, 2022, 2023]), PROPOSALS)
def test_findings_are_short_sentences_with_their_source(year: int, proposals: list[Proposal]) -> None:
    results = check_proposals(shipped(year), [(uid(number), item) for number, item in enumerate(proposals)])
    for result in results:
        for text in (result.message, result.action):
            words = re.sub(r"\((Perwali|aturan|pagu) .*\)|“.*”", "", text, flags=re.DOTALL).split()
            assert text.endswith(".")
            assert len(words) <= 20, text
        assert result.rule.startswith("U-") or f"TA {year}" in result.message or "Perwali Kediri" in result.message
        assert (result.level == "letter") == bool(result.letter)


@given(st.sampled_from([2021, 2022, 2023]), PROPOSALS)
def test_the_letters_asked_for_settle_all_that_letters_can(year: int, proposals: list[Proposal]) -> None:
    named = [(uid(number), item) for number, item in enumerate(proposals)]
    results = check_proposals(shipped(year), named)
    letters = [
        Statement(letter=needed.letter, missing=needed.missing, below=needed.below)
        for needed in needed_letters(results)
    ]
    after = check_proposals(shipped(year), named, letters)
    assert needed_letters(after) == ()
    assert all(item in results for item in after if item.level == "block")


# --- V-19: the meeting -------------------------------------------------------------------------------------------

GOOD_MEETING = {
    "date": datetime.date(2021, 6, 12),
    "place": "Balai RT",
    "leader": "Slamet Contoh",
    "note_taker": "Siti Contoh",
    "witnesses": ("Budi Contoh", "Rini Contoh"),
    "decisions": (MeetingDecision(uid=uid(1), text="Paving gang"),),
}


def meeting(**values: object) -> Meeting:
    return Meeting(**{**GOOD_MEETING, **values})  # type: ignore[arg-type]  # fields by name, as the cases give them


def test_a_good_meeting_passes() -> None:
    assert check_meeting(meeting(), 34, photos=2, scans=1, sheet=shipped(2022)) == []


@pytest.mark.parametrize(
    ("values", "present", "field"),
    [
        ({"date": None}, 34, "date"),
        ({"place": " "}, 34, "place"),
        ({"decisions": ()}, 34, "decisions"),
        ({"decisions": (MeetingDecision(uid=uid(1)),)}, 34, "decisions"),
        ({}, 0, "attendance"),
        ({"leader": ""}, 34, "leader"),
        ({"note_taker": ""}, 34, "note_taker"),
    ],
)
def test_minutes_lacking_something_wait(values: dict[str, object], present: int, field: str) -> None:
    results = check_meeting(meeting(**values), present, photos=1, scans=1, uid=uid(7))
    found = only(results)
    assert (found.rule, found.level, found.when, found.field, found.subject) == (
        "V-19",
        "block",
        "submit",
        field,
        uid(7),
    )
    assert holds_submission(results)


def test_photos_and_witnesses_hold_and_say_where_to_add_them() -> None:
    results = check_meeting(meeting(witnesses=()), 34, sheet=shipped(2022))
    assert [(item.field, item.level) for item in results] == [
        ("witnesses", "block"),
        ("photos", "block"),
        ("scans", "warn"),
    ]
    assert all("(Perwali Kediri 32/2021 pasal 26 ayat (1) huruf c angka 4)" in item.message for item in results)
    assert results[1].action == "Tambahkan di rembug, bagian Berkas, Foto rembug."
    assert holds_submission(results)


def test_a_training_carries_no_usulan_so_it_is_only_warned_about() -> None:
    results = check_meeting(meeting(kind="training", witnesses=()), 12)
    assert {item.level for item in results} == {"warn"}
    assert not holds_submission(results)


def test_an_empty_meeting_lists_everything() -> None:
    assert len(check_meeting(Meeting(), 0)) == 9


# --- the estimate ------------------------------------------------------------------------------------------------


def line(number: int, **values: object) -> CostLine:
    base = {"uid": uid(number), "description": "Pasir", "unit": "m3", "volume": "2.5", "unit_price": 200_000}
    return CostLine(**{**base, **values})  # type: ignore[arg-type]  # fields by name, as the cases give them


def test_a_good_estimate_passes() -> None:
    assert check_estimate(Proposal(amount=500_000, lines=(line(1), line(2, source="self")))) == []
    assert check_estimate(Proposal(amount=500_000)) == []


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ({"description": " "}, ["R-01"]),
        ({"volume": ""}, ["R-02", "R-05"]),
        ({"volume": "0.000"}, ["R-02", "R-05"]),
        ({"volume": "0.001", "unit_price": 400}, ["R-02", "R-05"]),
        ({"unit_price": 0}, ["R-03", "R-05"]),
        ({"unit": ""}, ["R-04"]),
        ({"volume": "3"}, ["R-05"]),
        ({"volume": "10", "unit_price": 50_000}, []),
    ],
)
def test_lines_that_need_a_look(values: dict[str, object], rules: list[str]) -> None:
    results = check_estimate(Proposal(amount=500_000, lines=(line(1, **values),)), uid(9))
    assert [item.rule for item in results] == rules
    assert all(item.level == "warn" and item.subject == uid(9) for item in results)
    assert all(item.facts["line"] == uid(1) and item.facts["row"] == 1 for item in results if item.rule != "R-05")


def test_a_total_that_differs_offers_both() -> None:
    found = only(check_estimate(Proposal(amount=450_000, lines=(line(1),))))
    assert found.message == "Jumlah RAB Rp500.000 berbeda dari jumlah usulan Rp450.000."
    assert found.facts == {"total": 500_000, "amount": 450_000}
