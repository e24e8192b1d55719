"""The canonical form: one spelling of everything, and ids that follow from the content alone."""

import hashlib
import json
import math
import time
import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.sync import limits
from desktop.sync.revisions import (
    BadForm,
    ParsedLine,
    canonical,
    digest,
    heads,
    line_hash,
    make_line,
    normalise,
    parse_canonical,
    parse_line,
    revision_id,
    said_by,
    short,
    value_hash,
)  # fmt: skip
from tests.sync.craft import RT, dumps, receipt, uid

A, B = "a" * 64, "b" * 64
CONTROLS = "".join(map(chr, (*range(9), *range(11, 32))))
texts = st.text(st.characters(codec="utf-8", exclude_characters=CONTROLS), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(limits.INT_MIN, limits.INT_MAX) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def refused(work: Any, *arguments: Any) -> str:
    with pytest.raises(BadForm) as caught:
        work(*arguments)
    return caught.value.code


def line(**changes: Any) -> bytes:
    return make_line(uid(1), RT, 1, "", receipt(1, **changes))[0]


def edited(raw: bytes, **rev: Any) -> bytes:
    """The line with fields of its revision replaced by anything, in canonical order."""
    content = json.loads(raw)
    content["rev"].update(rev)
    return dumps(content)


# --- canonical bytes --------------------------------------------------------------------------------------------------


@given(values)
def test_canonical_is_what_the_standard_library_writes_and_reads_back(value: Any) -> None:
    raw = canonical(value)
    assert raw == dumps(value)
    assert parse_canonical(raw, max_depth=100) == value


@given(values, st.data())
@settings(max_examples=200)
def test_changed_bytes_are_refused_or_another_value_in_its_one_spelling(value: Any, data: st.DataObject) -> None:
    raw = bytearray(canonical(value))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = parse_canonical(bytes(raw), max_depth=100)
    except BadForm:
        return
    assert found != value
    assert dumps(found) == raw


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused_never_anything_else(raw: bytes) -> None:
    try:
        value = parse_canonical(raw)
    except BadForm:
        return
    assert canonical(value) == raw


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"{} {}", "not_json"),
        (b"NaN", "not_json"),
        (b"-Infinity", "not_json"),
        (b"01", "not_json"),
        (b"1.0", "number"),
        (b"1e2", "number"),
        (b"1e400", "number"),
        (b'{"a":1.5}', "number"),
        (b"9" * 5_000, "number"),
        (b"9223372036854775808", "number"),
        (b"-9223372036854775809", "number"),
        (b"18446744073709551616", "number"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b"[" * 13 + b"]" * 13, "too_deep"),
        (b"\xef\xbb\xbf{}", "not_utf8"),
        ("{}".encode("utf-16"), "not_utf8"),
        (b'"\xff"', "not_utf8"),
        (b'"\xc0\x80"', "not_utf8"),  # overlong NUL
        (b'"\xed\xa0\x80"', "not_utf8"),  # half a surrogate pair
        (rb'"\ud800"', "bad_text"),
        (b'"\x00"', "bad_text"),
        (rb'"\u0000"', "bad_text"),
        (rb'"\u001b"', "bad_text"),
        (rb'"\r"', "bad_text"),
        (b'{"\\u0001":1}', "bad_text"),
        (b'{"a":1,"a":2}', "not_canonical"),
        (b'{"b":1,"a":2}', "not_canonical"),
        (b'{"a": 1}', "not_canonical"),
        (b'{"a":1}\r\n', "not_canonical"),
        (b'{"a":1}\n', "not_canonical"),
        (rb'"\u0041"', "not_canonical"),
        (rb'"\/"', "not_canonical"),
        (rb'"\u00e9"', "not_canonical"),
        (b"-0", "not_canonical"),
        ('"e\u0301"'.encode(), "not_nfc"),
        ('{"e\u0301":1}'.encode(), "not_nfc"),
        (b'"' + b"x" * 10_001 + b'"', "too_long"),
    ],
)
def test_every_other_spelling_is_refused(raw: bytes, code: str) -> None:
    assert refused(parse_canonical, raw) == code


def test_what_the_limits_still_allow() -> None:
    for value in (limits.INT_MAX, limits.INT_MIN, "x" * 10_000, "a\n\tb\x7f", "n\u0303".replace("n", "\n"), True, None):
        assert parse_canonical(canonical(value)) == value
    deep: Any = []
    for _ in range(limits.DEPTH - 1):
        deep = [deep]
    assert parse_canonical(canonical(deep)) == deep


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.5, "bad_type"),
        (math.nan, "bad_type"),
        ({"a": math.inf}, "bad_type"),
        (b"bytes", "bad_type"),
        ({1: "a"}, "bad_type"),
        ({"a": {2, 3}}, "bad_type"),
        (2**63, "number"),
        ("\ud800", "bad_text"),
        ("\x00", "bad_text"),
        ("e\u0301", "not_nfc"),
    ],
)
def test_writing_refuses_what_reading_would_refuse(value: object, code: str) -> None:
    assert refused(canonical, value) == code


def test_deep_values_cannot_exhaust_the_stack() -> None:
    value: Any = []
    for _ in range(100_000):
        value = [value]
    assert refused(canonical, value) == "too_deep"
    assert refused(normalise, value) == "too_deep"
    assert refused(value_hash, "d.receipt", uid(1), RT, 2026, {"a": value}, []) == "too_deep"


def test_normalise_makes_every_text_nfc() -> None:
    assert normalise({"cafe\u0301": ["e\u0301", 1, None, ("u\u0308",)]}) == {"café": ["é", 1, None, ["ü"]]}
    assert refused(normalise, {"é": 1, "e\u0301": 2}) == "bad_field"


# --- lines ------------------------------------------------------------------------------------------------------------


def test_a_line_reads_back_with_its_id_and_hash() -> None:
    raw, rev_id, running = make_line(uid(1), RT, 2, A, receipt(1, parents=(B,), reason="Salah ketik", op="withdraw"))
    parsed = parse_line(raw)
    assert (parsed.rev_id, parsed.hash) == (rev_id, running)
    assert parsed.line.rev.reason == "Salah ketik"
    assert raw == canonical(parsed.line)
    assert parsed.rev_bytes in raw


def test_ids_are_what_the_specification_says() -> None:
    """Written out once with the standard library alone, so a change of form cannot pass unseen."""
    rev = receipt(1)
    raw, rev_id, running = make_line(uid(1), RT, 1, "", rev)
    content = json.loads(raw)["rev"]
    assert "reason" not in content
    assert rev_id == hashlib.sha256(b"rev/1\0" + dumps({**content, "area": RT})).hexdigest()
    position = {"area": RT, "device": uid(1), "prev": "", "rev": rev_id, "seq": 1}
    assert running == hashlib.sha256(b"line/1\0" + dumps(position)).hexdigest()
    assert running == line_hash(uid(1), RT, 1, "", rev_id)
    value = {"type": rev.type, "uid": rev.uid, "area": RT, "year": 2026, "data": rev.data, "files": []}
    found = value_hash(rev.type, rev.uid, RT, 2026, rev.data, rev.files)
    assert found == hashlib.sha256(b"value/1\0" + dumps(value)).hexdigest()
    assert digest([B, A, A]) == hashlib.sha256(b"digest/1\0" + b"\xaa" * 32 + b"\xbb" * 32).hexdigest()
    assert short(digest([])) == hashlib.sha256(b"digest/1\0").hexdigest()[:8].upper()


def test_a_revision_keeps_its_id_whoever_sends_it_and_loses_it_with_any_change() -> None:
    rev = receipt(1)
    _, first, _ = make_line(uid(1), RT, 1, "", rev)
    _, second, _ = make_line(uid(2), RT, 17, A, rev)
    assert first == second == revision_id(RT, rev) == revision_id(RT, canonical_rev(rev))
    changed: list[dict[str, Any]] = [
        {"v": 2}, {"type": "d.wage"}, {"uid": uid(5)}, {"op": "resolve"}, {"parents": (A,)}, {"at": 1},
        {"actor": uid(8)}, {"year": 2027}, {"data": {}}, {"files": (A,)}, {"reason": "x"},
    ]  # fmt: skip
    ids = {revision_id(RT, receipt(1, **change)) for change in changed} | {revision_id(RT + "/", rev), first}
    assert len(ids) == len(changed) + 2


def canonical_rev(rev: Any) -> bytes:
    content = msgspec.structs.asdict(rev)
    del content["reason"]
    return canonical(content)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"uid": uid(1).upper()}, "bad_field"),
        ({"uid": uid(1) + "\n"}, "bad_field"),
        ({"uid": "1"}, "bad_field"),
        ({"actor": ""}, "bad_field"),
        ({"type": "receipt"}, "bad_field"),
        ({"type": "d.Receipt"}, "bad_field"),
        ({"type": "d." + "x" * 41}, "bad_field"),
        ({"op": "delete"}, "unknown_op"),
        ({"op": 1}, "unknown_op"),
        ({"parents": ["a"]}, "bad_field"),
        ({"parents": [A, A]}, "bad_field"),
        ({"parents": [f"{n:064d}" for n in range(17)]}, "too_many_parents"),
        ({"parents": [f"{n:064d}" for n in range(1_000)]}, "too_many_parents"),
        ({"files": ["A" * 64]}, "bad_field"),
        ({"files": [A, A]}, "bad_field"),
        ({"files": [f"{n:064d}" for n in range(201)]}, "bad_field"),
        ({"year": 1999}, "bad_field"),
        ({"year": 2101}, "bad_field"),
        ({"year": "2026"}, "bad_field"),
        ({"at": -1}, "bad_field"),
        ({"at": 10**18}, "bad_field"),
        ({"at": 1.0}, "number"),
        ({"v": 0}, "bad_field"),
        ({"data": []}, "bad_field"),
        ({"data": {"amount": 1.0}}, "number"),
        ({"data": {"amount": 10**30}}, "number"),
        ({"data": {"text": "e\u0301"}}, "not_nfc"),
        ({"data": {"text": "x" * 10_001}}, "too_long"),
        ({"reason": ""}, "not_canonical"),
        ({"reason": "\x07"}, "bad_text"),
        ({"area": RT}, "bad_field"),
    ],
)
def test_a_line_with_a_bad_field_is_refused(change: dict[str, Any], code: str) -> None:
    assert refused(parse_line, edited(line(), **change)) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seq": 0}, "bad_field"),
        ({"seq": 2}, "bad_field"),  # a second line must say what it follows
        ({"prev": A}, "bad_field"),  # a first line follows nothing
        ({"prev": "x"}, "bad_field"),
        ({"area": "35.71.02.1013/../03"}, "bad_field"),
        ({"area": RT + "\n"}, "bad_field"),
        ({"device": "x"}, "bad_field"),
        ({"note": 1}, "unknown_field"),
        ({"rev": []}, "bad_field"),
    ],
)
def test_a_line_in_a_bad_place_is_refused(change: dict[str, Any], code: str) -> None:
    assert refused(parse_line, dumps({**json.loads(line()), **change})) == code


def test_a_refusal_never_quotes_the_content() -> None:
    for change in ({"op": "3571020101900001"}, {"uid": "3571020101900001"}, {"data": {"nik": "3571020101900001\x00"}}):
        with pytest.raises(BadForm) as caught:
            parse_line(edited(line(), **change))
        assert "3571" not in caught.value.detail


def test_unknown_keys_are_kept_byte_for_byte() -> None:
    raw = edited(line(data={"amount": 1, "new_field": {"a": [1, None, True]}}), later={"z": 1}, aaa="é")
    parsed = parse_line(raw)
    content = json.loads(raw)["rev"]
    assert parsed.rev_bytes == dumps(content)
    assert parsed.line.rev.data["new_field"] == {"a": [1, None, True]}
    assert parsed.rev_id == hashlib.sha256(b"rev/1\0" + dumps({**content, "area": RT})).hexdigest()
    assert parsed.rev_id == revision_id(RT, parsed.rev_bytes) != parse_line(line()).rev_id


def test_what_a_line_says_is_hashed_alike_on_both_ways() -> None:
    parsed = parse_line(line(data={"z": [1, {"é": None}], "a": True}, files=(A, B)))
    rev = parsed.line.rev
    assert said_by(parsed) == (value_hash(rev.type, rev.uid, RT, rev.year, rev.data, rev.files), canonical(rev.data))


@pytest.mark.parametrize("key", ["later", "aaa"])
def test_unknown_keys_must_be_canonical_as_well(key: str) -> None:
    good = edited(line(), **{key: 1})
    assert parse_line(good).rev_id
    assert refused(parse_line, good.replace(f'"{key}":1'.encode(), f'"{key}": 1'.encode())) == "not_canonical"
    assert refused(parse_line, edited(line(), **{key: 1.0})) == "number"
    deep: Any = 1
    for _ in range(20):
        deep = [deep]
    assert refused(parse_line, edited(line(), **{key: deep})) == "too_deep"


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b",", b", ", 1),
        lambda raw: raw + b"\r",
        lambda raw: b" " + raw,
        lambda raw: raw.replace(b'"op":"put","parents":[]', b'"parents":[],"op":"put"'),
        lambda raw: raw.replace(b'"op":"put"', b'"op":"put","op":"put"'),
        lambda raw: raw.replace(b"Semen", rb"\u0053emen"),
    ],
)
def test_a_line_in_another_spelling_is_refused(change: Any) -> None:
    assert change(line()) != line()
    assert refused(parse_line, change(line())) == "not_canonical"


def test_deep_and_long_lines_are_refused_before_they_cost_anything() -> None:
    start = time.process_time()
    opening = line().partition(b'"data":')[0] + b'"data":'
    assert refused(parse_line, opening + b"[" * 100_000) == "too_deep"
    assert refused(parse_line, opening + b'{"a":' * 50_000) == "too_deep"
    assert refused(parse_line, b" " * (limits.LINE_BYTES + 1)) == "too_long"
    assert time.process_time() - start < 1
    deepest: Any = 1
    for _ in range(limits.DEPTH - 3):  # the line, the revision and `data` are three
        deepest = [deepest]
    assert parse_line(line(data={"a": deepest})).line.rev.data == {"a": deepest}
    assert refused(make_line, uid(1), RT, 1, "", receipt(1, data={"a": [deepest]})) == "too_deep"


def test_make_line_refuses_what_no_reader_takes() -> None:
    assert refused(make_line, uid(1), RT, 1, "", receipt(1, data={"amount": 1.5})) == "bad_type"
    assert refused(make_line, uid(1), RT, 1, "", receipt(1, data={"amount": math.nan})) == "bad_type"
    assert refused(make_line, uid(1), RT, 1, "", receipt(1, data={"name": "e\u0301"})) == "not_nfc"
    assert refused(make_line, "x", RT, 1, "", receipt(1)) == "bad_field"
    assert refused(make_line, uid(1), RT, 2, "", receipt(1)) == "bad_field"


@given(st.binary(max_size=60), st.data())
def test_no_damage_to_a_line_raises_anything_but_bad_form(noise: bytes, data: st.DataObject) -> None:
    raw = line()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 40)))
    try:
        parsed = parse_line(raw[:start] + noise + raw[end:])
    except BadForm:
        return
    assert canonical(json.loads(raw[:start] + noise + raw[end:])) == raw[:start] + noise + raw[end:]
    assert isinstance(parsed, ParsedLine)


def test_twelve_thousand_lines_are_read_in_a_moment() -> None:
    raw = [make_line(uid(1), RT, number, A, receipt(number))[0] for number in range(2, 502)]
    start = time.process_time()
    for _ in range(4):
        for one in raw:
            parse_line(one)
    assert (time.process_time() - start) / 2_000 < 0.0005  # measured 15-25 µs a line; generous for a busy machine


# --- heads and digests ------------------------------------------------------------------------------------------------


def test_heads_are_what_nothing_replaced() -> None:
    assert heads({}) == set()
    assert heads({"a": [], "b": ["a"], "c": ["b"]}) == {"c"}
    assert heads({"a": [], "b": ["a"], "c": ["a"]}) == {"b", "c"}
    assert heads({"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]}) == {"d"}
    assert heads({"b": ["not here yet"]}) == {"b"}
    assert heads({"a": ["a"]}) == {"a"}  # cannot be made with real hashes; a loop must still not hide a record


def test_heads_of_long_and_wide_histories_come_at_once() -> None:
    chain = {str(number): [str(number - 1)] for number in range(10_000)}
    wide = {f"w{number}": ["0"] for number in range(1_000)}
    start = time.process_time()
    assert heads(chain) == {"9999"}
    assert len(heads({**chain, **wide})) == 1_001
    assert time.process_time() - start < 0.2


@given(st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=8), st.randoms())
def test_a_digest_does_not_depend_on_order(hashes: list[str], random: Any) -> None:
    shuffled = hashes.copy()
    random.shuffle(shuffled)
    assert digest(shuffled) == digest(hashes)
