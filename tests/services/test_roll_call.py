"""People found by a few letters or in a pasted list; nobody is picked among namesakes."""

import pytest

from desktop.services.roll_call import Known, RollCall

NAMES = (
    "Slamet Riyadi",
    "Siti Aminah",
    "Hj. Siti Aminah",
    "Sri Rahayu",
    "Budi Santoso, S.Pd.",
    "Bambang Sutrisno",
    "Muhammad Ali",
    "Rahmat Slamet",
)


def roll(*here: str) -> RollCall:
    return RollCall(Known(name, name, name in here) for name in NAMES)


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("sl", "Slamet Riyadi"),
        ("ri", "Slamet Riyadi"),
        ("bpk sl", "Slamet Riyadi"),
        ("bu", "Budi Santoso, S.Pd."),
        ("ba", "Bambang Sutrisno"),
        ("s r", "Slamet Riyadi"),
        ("sr", "Sri Rahayu"),
        ("rahayu", "Sri Rahayu"),
        ("moh ali", "Muhammad Ali"),
        ("slamat", "Slamet Riyadi"),
    ],
)
def test_a_few_letters_find_the_person(typed: str, best: str) -> None:
    assert roll().best(typed)[0] == best


def test_those_present_come_last() -> None:
    assert roll("Slamet Riyadi").best("sl") == ["Rahmat Slamet", "Slamet Riyadi"]
    # Typed out, the name itself comes first though its bearer is present: nobody else is taken for them.
    assert roll("Sri Rahayu").best("Sri Rahayu")[0] == "Sri Rahayu"
    assert roll("Slamet Riyadi").best("slamet ri")[0] == "Slamet Riyadi"
    assert roll().best("") == []
    assert roll().best("xyz") == []


def test_namesakes_are_counted_without_their_titles() -> None:
    assert roll().namesakes("Siti Aminah") == 2
    assert roll().namesakes("Sri Rahayu") == 1


def test_a_pasted_list_is_compared_name_by_name() -> None:
    pasted = [
        "Bpk. SLAMET RIYADI",
        "",
        "Ibu Siti Aminah",
        "Sri Rahayuu",
        "Joko Widagdo",
        "Slamet Riyadi",
        "Muhammad Ali",
        "Budi",
    ]
    found = roll("Muhammad Ali").match(pasted)
    assert [(one.typed, one.kind) for one in found] == [
        ("Bpk. SLAMET RIYADI", "same"),
        ("Ibu Siti Aminah", "similar"),
        ("Sri Rahayuu", "similar"),
        ("Joko Widagdo", "new"),
        ("Slamet Riyadi", "twice"),
        ("Muhammad Ali", "here"),
        ("Budi", "similar"),
    ]
    assert set(found[1].choices) == {"Siti Aminah", "Hj. Siti Aminah"}
    assert found[2].choices == ("Sri Rahayu",)
    assert found[6].choices == ("Budi Santoso, S.Pd.",)


def test_namesakes_who_are_all_present_are_not_offered_again() -> None:
    (one,) = roll("Siti Aminah", "Hj. Siti Aminah").match(["Siti Aminah"])
    assert one.kind == "here"
