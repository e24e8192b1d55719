"""Forms as their writers fill them in: from what the desk knows, kept in their record, printed, reopened."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pypdf import PdfReader

from desktop.domain.areas import Role, parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.form_fields import FormDefinition, FormField
from desktop.domain.form_values import FormValues, check, read_typed, to_record, to_teams
from desktop.domain.forms import DEFINITIONS
from desktop.domain.papers import PAPER_KINDS
from desktop.domain.record_types import RECORD_TYPES, may_write, plain, read_data
from desktop.domain.records import (
    Contract,
    Data,
    Document,
    Finding,
    Grant,
    Meeting,
    Proposal,
    Signer,
    Team,
    TeamReport,
    WorkPackage,
)
from desktop.services.desk import create_desk
from desktop.services.ledgers import Ledgers
from desktop.services.paper_contents import CONTENTS
from desktop.services.workplace import Workplace
from tests.services.pokmas import YEAR, Scene

OFFICE, RT, POKMAS = "35.71.02.1013", "35.71.02.1013/04/03", "35.71.02.1013/P/02"
AREAS: dict[Role, str] = {"rt": RT, "pokmas": POKMAS, "kelurahan": OFFICE}
EVERY = [(key, role) for key, one in DEFINITIONS.items() for role in sorted(one.roles)]
HOSTILE = (
    "<b>tebal</b> & <script>", "]]>&amp;%s{0}", "ꦲꦏ꧀ꦱꦫꦗꦮ", "عربي", "🎉🎉",
    "a" * 180, "satu\ndua\n\n\ttiga", "\u200b\u202e", "  ", "...",
)  # fmt: skip


@contextmanager
def desk_of(role: Role) -> Iterator[Workplace]:
    with (
        TemporaryDirectory() as folder,
        Workplace(create_desk(Path(folder) / "meja", parse_area(AREAS[role]), YEAR, "Contoh")) as place,
    ):
        yield place


def filled(blank: FormField, text: str) -> str:
    """A blank of any kind with something in it."""
    kinds = {"date": "2022-08-17", "money": "1500000", "number": "4", "quantity": "12.5"}
    if blank.kind == "choice":
        return blank.choices[-1][0]
    return RT if blank.kind == "area" else kinds.get(blank.kind, text)


def everything(definition: FormDefinition, text: str = "Isian contoh", rows: int = 2) -> FormValues:
    """A form with nothing left empty."""
    tables = {
        table.key: tuple(
            {
                one.key: int(filled(one, text)) if one.kind in ("money", "number") else filled(one, text)
                for one in table.columns
            }
            for _ in range(rows)
        )
        for table in definition.tables
    }
    signers = tuple(
        Signer(position=place.title, name=f"{text[:150]} {at}")
        for place in definition.signers
        for at in range(2 if place.repeat else 1)
    )
    texts = {one.key: filled(one, text) for one in definition.fields}
    return FormValues(texts=texts, tables=tables, signers=signers)


def about(place: Workplace, definition: FormDefinition) -> str:
    """The record a form is about, made with a typed package and contract; the RT's area for papers to an RT."""
    if definition.field("area") is not None:
        return RT
    if definition.about in ("k.contract", "k.work_package"):
        if place.info.role == "pokmas":
            package = place.packages.type_from_paper("Paket contoh", []).uid
            typed = Contract(package=package, number="01/KS/2022", date=date(YEAR, 2, 1))
            return place.contracts.type_from_paper(typed).uid
        package = place.records.save("k.work_package", WorkPackage(title="Paket contoh"), area=POKMAS).uid
        if definition.about == "k.work_package":
            return package
        return place.contracts.draw_up(package, number="01/KS/2022", on=date(YEAR, 2, 1)).uid
    if definition.about == "d.use_report":
        return place.forms.save("use_report", everything(DEFINITIONS["use_report"])).uid
    if definition.about == "k.finding":
        found = Finding(what="Pagar menghadap sungai dibiarkan terbuka.", responsible="Ketua Pokmas 02")
        return place.records.save("k.finding", found, area=POKMAS).uid
    return ""


# --- the definitions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=DEFINITIONS)
def test_a_definition_is_sound(definition: FormDefinition) -> None:
    assert definition.key in PAPER_KINDS
    for role in definition.roles:
        name = definition.type_for(role)
        assert name in RECORD_TYPES
        where = RT if definition.field("area") else POKMAS if RECORD_TYPES[name].areas == {"pokmas"} else AREAS[role]
        assert may_write(role, AREAS[role], name, where)
    keys = [one.key for one in definition.fields]
    assert len(keys) == len(set(keys))
    titles = [place.title for place in definition.signers]
    assert len(titles) == len(set(titles))
    for blank in (*definition.fields, *(one for table in definition.tables for one in table.columns)):
        assert bool(blank.choices) == (blank.kind == "choice")
        assert blank.label.strip()
    assert all(0 < len(table.columns) <= 12 for table in definition.tables)


# --- filling in, keeping, printing --------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "role"), EVERY)
def test_every_form_keeps_what_was_written_and_prints(key: str, role: Role) -> None:
    definition = DEFINITIONS[key]
    with desk_of(role) as place:
        of = about(place, definition)
        opened = place.forms.open(key, "" if of == RT else of, area=of if of == RT else "")
        check(definition, opened.values)
        values = everything(definition)
        record = place.forms.save(key, values, uid=opened.uid, of=of)
        again = place.forms.open(key, uid=record.uid)
        kept = {name: text for name, text in again.values.texts.items() if name != "area"}
        assert kept == {name: text for name, text in values.texts.items() if name != "area"}
        assert {name: tuple(map(dict, rows)) for name, rows in again.values.tables.items()} == values.tables or (
            key == "team_decree"
        )
        assert {one.name for one in again.values.signers} == {one.name for one in values.signers}
        assert place.forms.save(key, again.values, uid=record.uid, of=again.of).uid == record.uid
        line = next(one for one in place.forms.lines() if one.uid == record.uid)
        assert (line.kind, line.state) == (key, "draft")
        printed = place.papers.build(key, record.uid, final=True, on=date(YEAR, 9, 1))
        assert printed.number
        assert len(PdfReader(printed.path).pages) == printed.pages
        line = next(one for one in place.forms.lines() if one.uid == record.uid)
        assert (line.state, line.number) == ("printed", printed.number)


@pytest.mark.parametrize(("key", "role"), EVERY)
def test_an_empty_form_prints_with_dots(key: str, role: Role) -> None:
    definition = DEFINITIONS[key]
    with desk_of(role) as place:
        of = about(place, definition)
        record = place.forms.save(
            key, FormValues(), of=of, uid=of if definition.about == definition.record_type else ""
        )
        printed = place.papers.build(key, record.uid)
        assert printed.pages >= 1
        assert place.forms.open(key, uid=record.uid).definition.key == key


@pytest.mark.parametrize(("key", "role"), EVERY)
def test_no_text_is_read_as_anything_but_text(key: str, role: Role) -> None:
    definition = DEFINITIONS[key]
    with desk_of(role) as place:
        of = about(place, definition)
        uid = of if definition.about == definition.record_type else ""
        for text in HOSTILE:
            record = place.forms.save(key, everything(definition, text), of=of, uid=uid)
            assert place.papers.build(key, record.uid).pages >= 1


def test_a_kind_that_nobody_draws_is_in_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    with desk_of("rt") as place:
        assert "use_report" in {one.kind for one in place.forms.lines()}
        monkeypatch.delitem(CONTENTS, "use_report")
        assert "use_report" not in {one.kind for one in place.forms.lines()}
        assert "use_report" not in {one.key for one in place.papers.kinds()}


# --- what the desk knows ------------------------------------------------------------------------------------------


def test_the_plan_knows_its_five_years_and_this_years_usulan() -> None:
    with desk_of("rt") as place:
        place.records.save("d.proposal", Proposal(title="Paving gang", sector="infrastructure"))
        place.officers.appoint("ketua_rt", "Sutrisno (contoh)")
        opened = place.forms.open("five_year_plan")
        assert opened.values.texts["first_year"] == "2020"
        first = opened.values.tables["rows"][0]
        assert first == {"sector": "infrastructure", "year3": "Paving gang"}
        assert opened.values.signers == (Signer(position="KETUA RT", name="Sutrisno (contoh)"),)


def test_signers_are_those_of_the_papers_day() -> None:
    with desk_of("kelurahan") as place:
        place.officers.appoint("lurah", "Lurah Lama", since=date(2020, 1, 1))
        place.officers.appoint("lurah", "Lurah Baru", since=date(2022, 6, 1))
        names = [place.forms.suggest("office_report", on)[0].name for on in (date(2022, 5, 31), date(2022, 6, 1))]
        assert names == ["Lurah Lama", "Lurah Baru"]


def test_reports_of_the_teams_count_receipts_by_quarter(scene: Scene) -> None:
    scene.bought()
    opened = scene.group.forms.open("team_report", scene.contract)
    paving = next(row for row in opened.values.tables["rows"] if str(row["activity"]).startswith("Paving"))
    spent = sum(one.data.amount for one in Ledgers(scene.group.desk).read().spendings.values())
    assert paving["allocation"] == 5_000_000
    assert paving["used4"] == spent > 0
    record = scene.group.forms.save("team_report", opened.values, of=scene.contract)
    assert isinstance(record.data, TeamReport)
    assert record.data.contract == scene.contract
    report = scene.group.forms.open("supervision_report", scene.contract)
    assert not [key for row in report.values.tables["rows"] for key in row if key.startswith("used")]


def test_the_inspection_lies_with_the_pokmas_and_names_its_contract(scene: Scene) -> None:
    scene.contracted()
    contract = scene.office.contracts.all()[0].uid
    opened = scene.office.forms.open("administrative_inspection", contract)
    papers = [row["paper"] for row in opened.values.tables["rows"]]
    assert len(papers) == 7
    record = scene.office.forms.save("administrative_inspection", opened.values, of=contract)
    assert record.area == POKMAS
    assert isinstance(record.data, Document)
    assert record.data.of == contract


def test_a_grant_lies_with_its_rt_and_travels_there() -> None:
    with desk_of("kelurahan") as place:
        with pytest.raises(RuleViolation) as refused:
            place.forms.save("grant", FormValues())
        assert refused.value.code == "form_area"
        record = place.forms.save("grant", everything(DEFINITIONS["grant"]), of=RT)
        assert record.area == RT
        assert isinstance(record.data, Grant)
        assert record.data.amount == 1_500_000
        assert place.publications.publish([record.uid]) == 1


def test_a_printed_form_that_is_published_says_the_same_and_an_altered_one_does_not() -> None:
    with desk_of("kelurahan") as place:
        values = everything(DEFINITIONS["grant"])
        record = place.forms.save("grant", values, of=RT)
        place.papers.build("grant", record.uid, final=True, on=date(YEAR, 9, 1))

        def state() -> str:
            return next(line.state for line in place.forms.lines() if line.uid == record.uid)

        time.sleep(0.01)  # versions are told apart by the millisecond
        assert place.publications.publish([record.uid]) == 1
        assert state() == "printed"
        assert isinstance(record.data, Grant)
        place.records.save("k.grant", replace(record.data, amount=1_600_000), uid=record.uid, area=RT)
        assert state() == "changed"


def test_one_decree_is_three_teams_and_members_stay_persons() -> None:
    with desk_of("pokmas") as place:
        rows = (
            {"team": "execution", "position": "Ketua", "name": "Eko (contoh)"},
            {"team": "execution", "position": "Anggota", "name": "Rini (contoh)"},
            {"team": "supervision", "position": "Ketua", "name": "Hadi (contoh)"},
        )
        values = FormValues(texts={"number": "01/SK/2022", "date": "2022-01-17"}, tables={"members": rows})
        record = place.forms.save("team_decree", values)
        teams = place.records.find("d.team")
        assert [one.data.kind for one in teams if isinstance(one.data, Team)].count("execution") == 1
        assert len(teams) == 3
        assert len([one for one in place.forms.lines() if one.kind == "team_decree"]) == 1
        place.forms.save("team_decree", values, uid=record.uid)
        assert len(place.records.find("d.team")) == 3


def test_a_meeting_of_the_kelurahan_keeps_what_the_form_does_not_show() -> None:
    with desk_of("kelurahan") as place:
        first = Meeting(kind="kelurahan", title="Musyawarah kelurahan", notes="Catatan panjang")
        uid = place.records.save("k.meeting", first).uid
        values = FormValues(
            texts={"date": "2021-06-20"},
            tables={"decisions": ({"sector": "infrastructure", "text": "Saluran air", "placement": "Kelurahan"},)},
            signers=(Signer(position="LURAH", name="Bu Lurah"), Signer(position="PERWAKILAN MASYARAKAT", name="Pak A")),
        )
        record = place.forms.save("kelurahan_minutes", values, uid=uid)
        assert isinstance(record.data, Meeting)
        assert (record.data.notes, record.data.leader, record.data.witnesses) == (
            "Catatan panjang",
            "Bu Lurah",
            ("Pak A",),
        )
        assert record.data.decisions[0].placement == "Kelurahan"


# --- drafts -------------------------------------------------------------------------------------------------------


def test_what_was_typed_and_not_saved_is_found_again() -> None:
    with desk_of("rt") as place:
        opened = place.forms.open("use_report")
        place.forms.save_draft("use_report", opened.uid, {"date": "31/13/22"}, {"rows": [{"goods": "Kursi"}]}, [])
        line = next(one for one in place.forms.lines() if one.kind == "use_report")
        assert (line.uid, line.state, line.typing) == (opened.uid, "draft", True)
        again = place.forms.open("use_report", uid=opened.uid)
        assert again.is_new
        assert again.draft["texts"] == {"date": "31/13/22"}
        place.forms.save("use_report", FormValues(texts={"date": "2022-12-31"}), uid=opened.uid)
        assert place.records.drafts() == []
        assert place.forms.open("use_report", uid=opened.uid).draft == {}


def test_a_form_is_filled_in_without_a_screen() -> None:
    with desk_of("rt") as place:
        typed = {"date": "17/8/2022", "amount": "1,5 jt", "address": "Jl. Contoh 1"}
        record = place.forms.fill("responsibility", typed)
        assert getattr(record.data, "amount", 0) == 1_500_000
        record = place.forms.fill(
            "use_report", {"date": "17 Agustus 2022"}, {"rows": [{"goods": "Kursi", "quantity": "12,5"}]}
        )
        assert place.forms.open("use_report", uid=record.uid).values.tables["rows"] == (
            {"goods": "Kursi", "quantity": "12.5"},
        )
        for wrong, code in (({"tanggal": "x"}, "form_blank"), ({"date": "32/13/2022"}, "date_not_existing")):
            with pytest.raises(RuleViolation) as refused:
                place.forms.fill("use_report", wrong)
            assert refused.value.code in (code, "date_unreadable")


# --- hostile values -----------------------------------------------------------------------------------------------

ANYTHING = st.text(max_size=60) | st.sampled_from(["9" * 30, "-1", "1e9", "٣", "2022-02-30", "1.2345", "0"])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    key=st.sampled_from(sorted(DEFINITIONS)),
    texts=st.dictionaries(st.sampled_from(["number", "date", "amount", "quarter", "place", "x"]), ANYTHING, max_size=4),
    cell=ANYTHING | st.integers(-5, 10**14),
)
def test_values_are_kept_or_refused_with_a_sentence(key: str, texts: dict[str, str], cell: str | int) -> None:
    definition = DEFINITIONS[key]
    tables = {table.key: ({one.key: cell for one in table.columns},) for table in definition.tables}
    values = FormValues(texts=texts, tables=tables, signers=(Signer(position="x" * 10, name=str(cell)[:300]),))
    made: list[Data]
    try:
        if definition.record_type == "d.team":
            made = list(to_teams(definition, values, []))
        else:
            made = [to_record(definition, values, "", None, lambda: "0199a7aa-0000-7000-8000-000000000001")]
    except RuleViolation:
        return
    name = definition.record_type
    for data in made:
        assert read_data(name, plain(data)) == data


@settings(max_examples=200, deadline=None)
@given(
    typed=st.text(max_size=40), kind=st.sampled_from(["line", "text", "date", "money", "number", "quantity", "choice"])
)
def test_anything_typed_is_read_or_refused(typed: str, kind: str) -> None:
    blank = FormField(key="x", label="X", kind=kind, choices=(("a", "Satu"),) if kind == "choice" else ())  # type: ignore[arg-type]  # one of its words
    try:
        kept = read_typed(blank, typed, date(2022, 8, 17))
    except RuleViolation:
        return
    assert isinstance(kept, str)
