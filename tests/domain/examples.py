"""Rule sheets as shipped, and an RT's year that passes every check (data contoh)."""

from pathlib import Path

from desktop.domain.checks import Known
from desktop.domain.records import Proposal
from desktop.domain.rulesheet import RuleSheet, read_rule_sheet

SHEETS = Path(__file__).parents[2] / "resources" / "rulesheets"
# Papers attached: the request for the land of the drain, the confirmation of the KUBE.
EXAMPLE_KNOWN = Known(
    papers={
        "00000000-0000-7000-8000-000000000001": {"land_permit_request"},
        "00000000-0000-7000-8000-000000000009": {"group_confirmation"},
    }
)
MEETING = "00000000-0000-7000-8000-00000000000a"


def shipped(year: int) -> RuleSheet:
    """The rule sheet of this year as it is shipped."""
    return read_rule_sheet((SHEETS / f"{year}.toml").read_text(encoding="utf-8"))


def uid(number: int) -> str:
    """A uid for practice data."""
    return f"00000000-0000-7000-8000-{number:012d}"


def example_year() -> dict[str, Proposal]:
    """An RT's budget for 2022 that passes all checks, Rp100.000.000 in all; amounts and activities are invented."""
    rows = [
        Proposal(
            title="Saluran air kelurahan",
            sector="infrastructure",
            scope="joint",
            amount=30_000_000,
            activity="road_drainage",
            work="new",
            land="city",
        ),
        Proposal(
            title="Paving gang 40 m2",
            sector="infrastructure",
            scope="own",
            amount=9_500_000,
            activity="road_drainage",
            work="repair",
            land="city",
            built_year=2012,
        ),
        Proposal(title="Iuran JKN warga", sector="health", amount=17_000_000, mandatory="W1"),
        Proposal(title="PMT dan vitamin Posyandu", sector="health", amount=2_000_000, mandatory="W2"),
        Proposal(title="Alat cek kesehatan", sector="health", amount=3_000_000),
        Proposal(title="Sarana PKK", sector="social", amount=1_000_000, mandatory="W3"),
        Proposal(title="CCTV 3 unit dan tempat sampah terpilah", sector="social", amount=12_000_000, units=3),
        Proposal(title="Pelatihan kue", sector="economy", amount=4_000_000, mandatory="W4", participants=2),
        Proposal(title="Sarana KUBE", sector="economy", amount=8_000_000, group="KUBE Makmur (contoh)", group_years=3),
        Proposal(title="Sarana TPQ dan paket sekolah", sector="education", amount=8_000_000),
        Proposal(title="Pelatihan sablon karang taruna", sector="youth", amount=4_000_000),
        Proposal(title="ATK dan fotokopi", sector="general", amount=1_500_000),
    ]
    return {uid(number): with_meeting(row) for number, row in enumerate(rows, 1)}


def with_meeting(proposal: Proposal) -> Proposal:
    """The same proposal, decided by a meeting."""
    values = {name: getattr(proposal, name) for name in proposal.__struct_fields__}
    return Proposal(**{**values, "meeting": MEETING})
