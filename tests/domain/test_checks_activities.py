"""V-11, V-12, V-13, V-20 and V-21: each limit exactly at its edge, in words with its article and what to do."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.checks import CheckResult, Known
from desktop.domain.checks_activities import activity_of, check_activities, named_activity, units_of
from desktop.domain.records import Contribution, Proposal
from desktop.domain.rulesheet import Activity, RuleSheet, read_rule_sheet
from tests.domain.examples import shipped, uid

ONE = uid(1)
PARTNER = "35.71.02.1013/04/05"


def found(*proposals: Proposal, year: int = 2022, known: Known | None = None) -> list[CheckResult]:
    rows = [(uid(number), one) for number, one in enumerate(proposals, 1)]
    return check_activities(shipped(year), rows, known)


def only(results: list[CheckResult]) -> CheckResult:
    (result,) = results
    return result


def brief(results: list[CheckResult]) -> list[tuple[str, str, str, str]]:
    return [(one.rule, one.level, one.when, one.field) for one in results]


# --- V-11 ------------------------------------------------------------------------------------------------------------


def cctv(units: int = 0, **more: object) -> Proposal:
    return Proposal(**{"title": "CCTV lingkungan", "sector": "social", "amount": 8_400_000, "units": units, **more})  # type: ignore[arg-type]


def test_three_cameras_are_fine_and_four_are_not() -> None:
    assert found(cctv(3)) == []
    result = only(found(cctv(4)))
    assert brief([result]) == [("V-11", "block", "always", "units")]
    assert (
        result.message == "CCTV digital 4 unit, paling banyak 3 unit tiap RT (Perwali Kediri 32/2021 pasal 16 huruf c)."
    )
    assert (result.action, result.subject) == ("Kurangi 1 unit.", ONE)
    assert found(cctv(40), year=2021) == []  # 23/2020 names no number


def test_cameras_of_several_usulan_are_counted_together() -> None:
    result = only(found(cctv(2), cctv(2, title="CCTV pos ronda")))
    assert (result.rule, result.subject) == ("V-11", uid(2))
    settled = Known(settled={uid(2)})
    assert only(found(cctv(2), cctv(2), known=settled)).subject == ONE
    assert found(cctv(2), cctv(2), known=Known(settled={uid(1), uid(2)})) == []


def test_a_volume_in_pieces_says_how_many_there_are() -> None:
    assert units_of(cctv(0, volume="4", unit="Unit")) == 4
    assert units_of(cctv(2, volume="4", unit="unit")) == 2
    assert units_of(cctv(0, volume="1", unit="paket")) == 0
    assert units_of(cctv(0, volume="2.5", unit="unit")) == 0
    result = only(found(cctv(0, volume="1", unit="paket")))
    assert brief([result]) == [("V-11", "block", "submit", "units")]
    assert result.action == "Isi jumlah unit."
    assert found(cctv(0), known=Known(settled={ONE})) == []
    assert found(cctv(0, host=PARTNER)) == []


# --- V-12 ------------------------------------------------------------------------------------------------------------


def kit(**values: object) -> Proposal:
    default = {
        "title": "Paket sekolah",
        "sector": "education",
        "amount": 6_000_000,
        "recipients": 20,
        "registered": True,
    }
    return Proposal(**(default | values))  # type: ignore[arg-type]


def test_a_school_kit_costs_three_hundred_thousand_at_most() -> None:
    assert found(kit()) == []
    result = only(found(kit(amount=6_000_001)))
    assert brief([result]) == [("V-12", "block", "always", "amount")]
    assert "Rp6.000.001 untuk 20 siswa, paling banyak Rp300.000 tiap siswa atau Rp6.000.000" in result.message
    assert "(Perwali Kediri 32/2021 pasal 18 huruf c)" in result.message
    assert result.action == "Kurangi Rp1, atau betulkan jumlah siswa."


def test_a_school_kit_is_for_pupils_in_the_register() -> None:
    result = only(found(kit(registered=False)))
    assert brief([result]) == [("V-12", "block", "submit", "registered")]
    assert "hanya untuk siswa yang tercatat di DTKS" in result.message
    assert brief(found(kit(recipients=0))) == [("V-12", "block", "submit", "recipients")]
    # 23/2020 asks for the register but names no price.
    assert found(kit(amount=20_000_000), year=2021) == []
    assert brief(found(kit(registered=False), year=2021)) == [("V-12", "block", "submit", "registered")]


def test_a_food_parcel_is_a_matter_of_2021_alone() -> None:
    parcel = Proposal(title="Paket sembako", sector="social", amount=2_500_000, recipients=10, registered=True)
    assert found(parcel, year=2021) == []
    over = Proposal(title="Paket sembako", sector="social", amount=2_500_010, recipients=10, registered=True)
    result = only(found(over, year=2021))
    assert "paling banyak Rp250.000 tiap KK" in result.message
    assert [one.rule for one in found(parcel)] == ["V-20"]


# --- V-13 ------------------------------------------------------------------------------------------------------------


def cooperative(**values: object) -> Proposal:
    default = {
        "title": "Modal koperasi RW",
        "sector": "economy",
        "amount": 30_000_000,
        "activity": "cooperative_capital",
    }
    return Proposal(**(default | {"group": "Koperasi Rukun (contoh)", "aided_before": "no"} | values))  # type: ignore[arg-type]


def test_a_cooperative_gets_capital_once_and_a_hundred_million_at_most() -> None:
    assert found(cooperative(amount=100_000_000)) == []
    result = only(found(cooperative(amount=100_000_001)))
    assert brief([result]) == [("V-13", "block", "always", "amount")]
    assert "paling banyak Rp100.000.000 tiap koperasi RW" in result.message
    two = found(cooperative(amount=60_000_000), cooperative(amount=60_000_000, group="koperasi  RUKUN (Contoh)"))
    assert only(two).facts == {"total": 120_000_000, "most": 100_000_000}
    assert found(cooperative(amount=60_000_000), cooperative(amount=60_000_000, group="Koperasi Lain")) == []


def test_a_cooperative_aided_before_gets_nothing() -> None:
    said = only(found(cooperative(aided_before="yes")))
    assert brief([said]) == [("V-13", "block", "always", "aided_before")]
    assert said.message.startswith("Koperasi RW “Koperasi Rukun (contoh)” sudah pernah dibantu")
    earlier = Known(earlier=[cooperative()])
    assert only(found(cooperative(), known=earlier)).message == said.message
    assert found(cooperative(group="Koperasi Lain"), known=earlier) == []
    assert brief(found(cooperative(aided_before=""))) == [("V-13", "block", "submit", "aided_before")]
    nameless = found(cooperative(group="", aided_before=""), known=earlier)
    assert [one.field for one in nameless] == ["group", "aided_before"]
    assert "penerimanya" in nameless[1].message


def test_a_limit_without_a_receiver_is_the_rts() -> None:
    sheet = read_rule_sheet(
        """
        year = 2030
        name = "Contoh"
        regulation = "Perwali Contoh 1/2029"
        ceiling = 100_000_000
        [[activity]]
        sector = "youth"
        name = "bola"
        max_rp = 5_000
        needs_poor_register = "DTSEN"
        min_age_years = 2
        [[activity]]
        sector = "economy"
        name = "modal"
        once_in_programme = true
        """
    )
    proposals = [
        (ONE, Proposal(title="Bola", sector="youth", amount=6_000)),
        (uid(2), Proposal(title="Modal", sector="economy", amount=1)),
    ]
    messages = [one.message for one in check_activities(sheet, proposals)]
    assert "Usulan “Bola” belum menyebut jumlah penerima." in messages
    assert any("tercatat di DTSEN" in text for text in messages)
    assert any(text.startswith("Kelompok “Bola” belum disebut sudah berapa lama berjalan") for text in messages)
    assert "Bola Rp6.000, paling banyak Rp5.000 tiap RT (aturan TA 2030, pasal belum diketahui)." in messages
    assert any("apakah penerimanya pernah dibantu" in text for text in messages)


# --- V-20 ------------------------------------------------------------------------------------------------------------


def suggest(_sector: str, _title: str) -> Sequence[Activity]:
    return shipped(2022).catalogue[2:4]


def test_a_title_outside_the_list_is_warned_about() -> None:
    rocket = Proposal(title="Roket air", sector="infrastructure")
    result = only(found(rocket))
    assert brief([result]) == [("V-20", "warn", "submit", "activity")]
    assert (
        "tidak ditemukan dalam daftar kegiatan bidang Infrastruktur TA 2022 (Perwali Kediri 32/2021)" in result.message
    )
    assert result.action == "Pilih jenis kegiatannya dari daftar."
    hinted = only(found(rocket, known=Known(suggest=suggest)))
    assert hinted.action.startswith("Mungkin maksudnya “jalan lingkungan")
    assert hinted.facts["suggested"] == ("road_drainage", "park")


def test_an_activity_of_another_bidang_or_year_is_said_so() -> None:
    result = only(found(Proposal(title="CCTV pasar", sector="youth", units=1)))
    assert (result.rule, result.field) == ("V-20", "sector")
    assert "ada dalam daftar bidang Sosial budaya, bukan Kepemudaan" in result.message
    parcel = only(found(Proposal(title="Sembako", sector="social", activity="food_parcel")))
    assert (parcel.rule, parcel.field) == ("V-20", "activity")
    assert "tidak ada dalam daftar TA 2022" in parcel.message


def test_where_the_list_is_open_or_not_known_nothing_lies_outside() -> None:
    assert found(Proposal(title="Roket air", sector="infrastructure"), year=2015) == []
    assert found(Proposal(title="Roket air", sector="infrastructure"), year=2023) == []
    assert found(Proposal(title="ATK", sector="general")) == []
    assert found(Proposal(title=" ", sector="infrastructure")) == []
    assert found(Proposal(title="Roket", sector="youth"), known=Known(settled={ONE})) == []


def test_the_words_of_a_title_name_an_activity() -> None:
    sheet = shipped(2022)

    def key(title: str, sector: str = "") -> str:
        one = named_activity(sheet, title, sector)
        return one.key if one else ""

    assert key("PAVING Gang Melati, RT 03") == "road_drainage"
    assert key("CCTV 3 unit dan tempat sampah") == "cctv"
    assert key("Tempat sampah dan CCTV") == "waste"
    assert key("Taman toga") == "butorantas"  # of two that begin alike, the longer
    assert key("Pavingan") == ""
    assert key("CCTV", "economy") == ""
    chosen = Proposal(title="CCTV", sector="social", activity="pkk")
    assert getattr(activity_of(sheet, chosen), "key", "") == "pkk"


# --- V-21 ------------------------------------------------------------------------------------------------------------


def group(**values: object) -> Proposal:
    default = {
        "title": "Sarana KUBE",
        "sector": "economy",
        "amount": 5_000_000,
        "group": "KUBE Makmur",
        "group_years": 1,
    }
    return Proposal(**(default | values))  # type: ignore[arg-type]


CONFIRMED = Known(papers={ONE: {"group_confirmation"}})


def test_a_group_works_for_a_year_and_is_confirmed() -> None:
    assert found(group(), known=CONFIRMED) == []
    young = only(found(group(group_years=0), known=CONFIRMED))
    assert brief([young]) == [("V-21", "block", "submit", "group_years")]
    assert "belum disebut sudah berapa lama berjalan, seharusnya paling sedikit 1 tahun" in young.message
    bare = only(found(group()))
    assert brief([bare]) == [("V-21", "block", "submit", "paper:group_confirmation")]
    assert "Pengesahan kelompok dari Perangkat Daerah" in bare.message
    assert "(Perwali Kediri 32/2021 pasal 17 ayat (1) huruf b)" in bare.message
    assert brief(found(group(group=""), known=CONFIRMED)) == [("V-21", "block", "submit", "group")]
    assert found(group(host=PARTNER)) == []


# --- all years, any proposals ----------------------------------------------------------------------------------------

proposals = st.builds(
    Proposal,
    title=st.sampled_from(["", "CCTV", "Paket sekolah", "Koperasi RW", "KUBE", "Paving", "Roket", "Paket sembako"]),
    sector=st.sampled_from(["", "infrastructure", "social", "economy", "education", "general"]),
    activity=st.sampled_from(["", "cctv", "school_kit", "cooperative_capital", "rocket"]),
    amount=st.integers(0, 10**12),
    units=st.integers(0, 10),
    recipients=st.integers(0, 100),
    registered=st.booleans(),
    group=st.text(max_size=5),
    group_years=st.integers(0, 5),
    aided_before=st.sampled_from(["", "no", "yes"]),
    contributions=st.just((Contribution(uid=uid(9), rt=PARTNER, amount=1),)) | st.just(()),
)


@given(st.lists(proposals, max_size=5), st.sampled_from([2015, 2021, 2022, 2023]))
def test_any_proposals_give_whole_sentences(many: list[Proposal], year: int) -> None:
    for one in found(*many, year=year):
        assert one.message.endswith(".")
        assert one.action.endswith(".")
        assert "{" not in one.message
        assert one.field


def test_a_sheet_of_nobody_here_limits_other_things() -> None:
    sheet: RuleSheet = read_rule_sheet(
        """
        year = 2026
        name = "Contoh 2026"
        regulation = "Perwali Kediri 9/2025"
        ceiling = 150_000_000
        [[activity]]
        key = "drone"
        sector = "youth"
        name = "drone pemantau"
        unit = "pesawat"
        max_units = 2
        article = "pasal 3"
        """
    )
    result = only(check_activities(sheet, [(ONE, Proposal(title="Drone pemantau sawah", sector="youth", units=3))]))
    assert (
        result.message == "drone pemantau 3 pesawat, paling banyak 2 pesawat tiap RT (Perwali Kediri 9/2025 pasal 3)."
    )
