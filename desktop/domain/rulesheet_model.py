"""What a year's rules say: ceilings, shares, activities, land, papers; each with its article and how sure we are of it.

Rules change every year, so no figure of a regulation stands in code: a rule sheet is data (desktop.domain.rulesheet
reads it). Percentages are hundredths of a percent here, money whole rupiah; never floats.
"""

import datetime
import re
from typing import Final, Literal

from msgspec import Struct

from desktop.domain.records import Scope, Sector
from desktop.domain.tax_table import TaxRow

Evidence = Literal["text", "secondary", "practice", "unknown"]
"""`text`: read in the regulation itself; `secondary`: others report it; `practice`: usual, but no rule was found that
says so; `unknown`: nobody we could read says."""

EVIDENCE_WORDS: Final[dict[Evidence, str]] = {
    "text": "dibaca dari naskah peraturan",
    "secondary": "dari kutipan atau berita",
    "practice": "kebiasaan, tidak diatur",
    "unknown": "belum diketahui",
}
"""What people read for an evidence grade."""

Above = Literal["block", "letter"]
Level = Literal["block", "letter", "warn"]
Work = Literal["", "new", "repair"]
"""Infrastructure: a new object is built, or one that stands is maintained (Perwali 32/2021 pasal 14 ayat (2), (3))."""

AgeException = Literal["self_built", "heavily_damaged", "bigger_function"]
"""Why an object may be repaired before its age: built by the residents' own means, heavily damaged, or needed for a
bigger function (Perwali 32/2021 pasal 14 ayat (3) huruf c)."""

Mechanism = Literal["", "TU", "LS"]
"""How money reaches the work: tambahan uang through the kelurahan's treasurer, or langsung to the Pokmas."""


class Cap(Struct, frozen=True, kw_only=True):
    """How much one bidang (infrastructure: one part of it, or both together with scope "") may or must get.

    Percentages are hundredths of a percent of the RT's ceiling, amounts whole rupiah; None = no such limit.
    `above`: what a share over the maximum does on submitting. `article` "" = not known.
    """

    sector: Sector
    scope: Scope = ""
    min_percent: int | None = None
    max_percent: int | None = None
    min_rp: int | None = None
    max_rp: int | None = None
    above: Above = "block"
    article: str = ""
    evidence: Evidence = "text"

    def lowest(self, ceiling: int) -> int | None:
        """The least amount in whole rupiah for an RT with this ceiling, rounded up; None = no minimum."""
        limits = [self.min_rp] if self.min_rp is not None else []
        if self.min_percent is not None:
            limits.append(-(-ceiling * self.min_percent // 10_000))
        return max(limits, default=None)

    def highest(self, ceiling: int) -> int | None:
        """The most in whole rupiah for an RT with this ceiling, rounded down; None = no maximum."""
        limits = [self.max_rp] if self.max_rp is not None else []
        if self.max_percent is not None:
            limits.append(ceiling * self.max_percent // 10_000)
        return min(limits, default=None)


class Mandatory(Struct, frozen=True, kw_only=True):
    """An activity every RT must propose. Amounts in whole rupiah; `level`: what its absence does on submitting.
    `activities`: keys of the catalogue's activities that are it; () = the one its name names.
    """

    code: Literal["W1", "W2", "W3", "W4"]
    name: str
    sector: Sector
    min_rp: int | None = None
    max_rp: int | None = None
    min_participants: int = 0
    level: Level = "block"
    activities: tuple[str, ...] = ()
    article: str = ""
    evidence: Evidence = "text"


class Activity(Struct, frozen=True, kw_only=True):
    """One kind of activity the year's rules pay for.

    `key`: stable name, the same in every year; a proposal names it. `also`: other words people use for it (ours).
    `limit`: the condition in the words people read. What a program can check of it: `max_units` for one RT (counted in
    `unit`), `max_rp` in all and `max_rp_each` for one of `each` (both whole rupiah), `once_in_programme`,
    `needs_poor_register` (name of the register, as "DTKS"), `group`: what receives it ("koperasi RW"), `min_age_years`
    of that group, `needs`: papers to attach (keys of desktop.domain.papers.EVIDENCE_PAPERS). `builds`: something is
    built or maintained on land. `open`: whatever else of its bidang ("lain-lain"), so no title lies outside the list.
    """

    sector: Sector
    name: str
    key: str = ""
    also: tuple[str, ...] = ()
    limit: str = ""
    unit: str = ""
    each: str = ""
    max_units: int | None = None
    max_rp: int | None = None
    max_rp_each: int | None = None
    once_in_programme: bool = False
    needs_poor_register: str = ""
    group: str = ""
    min_age_years: int = 0
    needs: tuple[str, ...] = ()
    builds: bool = False
    open: bool = False
    article: str = ""
    evidence: Evidence = "text"


class Forbidden(Struct, frozen=True, kw_only=True):
    """Something the year's rules do not pay for; `number` is how messages point to it."""

    number: int
    text: str
    article: str = ""
    evidence: Evidence = "text"


class LandRule(Struct, frozen=True, kw_only=True):
    """What work on one kind of land needs.

    `kind`: stable name ("city", "estate", "agency", "private"); `name`: as people call that land. `work`: what the rule
    is about, "" = new objects and maintenance alike. `paper`: to be attached (key of EVIDENCE_PAPERS), "" = none.
    `min_years`: how long the owner must grant its use.
    """

    kind: str
    name: str
    work: Work = ""
    text: str = ""
    paper: str = ""
    min_years: int = 0
    article: str = ""
    evidence: Evidence = "text"


class MaintenanceRule(Struct, frozen=True, kw_only=True):
    """When an object that stands may be repaired: its least age in years, and what excuses a younger one."""

    min_age_years: int = 0
    exceptions: tuple[AgeException, ...] = ()
    text: str = ""
    article: str = ""
    evidence: Evidence = "text"


class Deadline(Struct, frozen=True, kw_only=True):
    """A day of every year; `next_year`: it falls in the year after the budget year."""

    text: str
    month: int
    day: int
    next_year: bool = False
    article: str = ""
    evidence: Evidence = "text"


class StampDuty(Struct, frozen=True, kw_only=True):
    """Bea meterai of papers signed from `since` to `until` (None: still). `papers`: which carry it whatever the amount.

    `amount` of one stamp and `over`, above which receipts of money need one (whole rupiah), only where a year differs
    from the dated tax table: None = as it says there (desktop.domain.tax_table).
    """

    since: datetime.date
    until: datetime.date | None = None
    amount: int | None = None
    over: int | None = None
    papers: tuple[str, ...] = ()
    text: str = ""
    article: str = ""
    evidence: Evidence = "text"


class SpjPaper(Struct, frozen=True, kw_only=True):
    """One line of the checklist of an SPJ (accountability file of a tranche)."""

    number: int
    title: str
    article: str = ""
    evidence: Evidence = "practice"


class FormRule(Struct, frozen=True, kw_only=True):
    """One form of the regulation's annex: who signs it, who countersigns ("mengetahui", "diverifikasi oleh")."""

    letter: str
    title: str
    signers: tuple[str, ...] = ()
    countersigners: tuple[str, ...] = ()
    copies: int = 0
    stamped: bool = False
    article: str = ""
    evidence: Evidence = "text"


class Payment(Struct, frozen=True, kw_only=True):
    """How the year's money is paid out; mechanism "" = not known."""

    mechanism: Mechanism = ""
    text: str = ""
    article: str = ""
    evidence: Evidence = "text"


class Articles(Struct, frozen=True, kw_only=True):
    """Where the general rules stand; "" = not known."""

    ceiling: str = ""
    every_sector: str = ""
    letter_d: str = ""
    letter_e: str = ""
    meeting: str = ""
    pokmas: str = ""
    joint: str = ""
    teams: str = ""
    contract: str = ""
    spj: str = ""
    handover: str = ""


class RuleSheet(Struct, frozen=True, kw_only=True):
    """The rules of one budget year (TA).

    `regulation`: as messages name it ("Perwali Kediri 32/2021"). `regulation_title`: as letters name it, in full.
    `ceiling`: most an RT gets, whole rupiah. `every_sector`: each of the six bidang must be proposed. `gaps`: what is
    not known of this year's rules, shown to the user as it stands. `pokmas_min`, `pokmas_max`: members, 0 = not known.
    `taxes`: rows in place of those of the dated tax table; that one serves all years (desktop.domain.tax_table).
    """

    year: int
    name: str
    regulation: str
    regulation_title: str = ""
    evidence: Evidence = "text"
    ceiling: int
    every_sector: bool = False
    articles: Articles = Articles()
    caps: tuple[Cap, ...] = ()
    mandatory: tuple[Mandatory, ...] = ()
    gaps: tuple[str, ...] = ()
    catalogue: tuple[Activity, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    land: tuple[LandRule, ...] = ()
    maintenance: MaintenanceRule | None = None
    deadlines: tuple[Deadline, ...] = ()
    stamps: tuple[StampDuty, ...] = ()
    taxes: tuple[TaxRow, ...] = ()
    spj: tuple[SpjPaper, ...] = ()
    forms: tuple[FormRule, ...] = ()
    payment: Payment | None = None
    pokmas_min: int = 0
    pokmas_max: int = 0

    def cap(self, sector: Sector, scope: Scope = "") -> Cap | None:
        """The limit on this bidang (and part of infrastructure), None when the year names none."""
        return next((cap for cap in self.caps if (cap.sector, cap.scope) == (sector, scope)), None)

    @property
    def splits_infrastructure(self) -> bool:
        """Whether joint and own infrastructure are counted apart this year."""
        return any(cap.scope for cap in self.caps)

    def activity(self, key: str) -> Activity | None:
        """The catalogue's activity of this key, None when this year has none."""
        return next((one for one in self.catalogue if one.key == key), None) if key else None

    def land_rule(self, kind: str, work: Work) -> LandRule | None:
        """What work of this sort needs on this kind of land; the rule for exactly this work before the general one."""
        fitting = [one for one in self.land if one.kind == kind and one.work in ("", work)]
        return max(fitting, key=lambda one: one.work == work, default=None)

    def stamp_on(self, day: datetime.date) -> StampDuty | None:
        """The stamp duty of papers signed on this day, None when the sheet does not say."""
        fitting = [one for one in self.stamps if one.since <= day and (one.until is None or day <= one.until)]
        return max(fitting, key=lambda one: one.since, default=None)

    def basis(self, article: str) -> str:
        """The rule's source as messages show it, in brackets."""
        if not article:
            return f"(aturan TA {self.year}, pasal belum diketahui)"
        return f"({self.regulation} {article})"


def key_of_name(name: str) -> str:
    """A stable key from an activity's name: `CCTV digital` → `cctv_digital`; for sheets that give none."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:60]
