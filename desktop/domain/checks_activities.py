"""Limits of single activities (V-11, V-12, V-13, V-20, V-21), read from the year's catalogue.

Which activity a usulan is, its key says; without one, the words of its title do, when they name an activity plainly. No
figure stands here: another year's sheet may limit other activities.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from desktop.domain.findings import CheckResult, When, clip, named
from desktop.domain.joint import is_part
from desktop.domain.money import format_number, format_rupiah
from desktop.domain.papers import paper_title
from desktop.domain.records import Proposal
from desktop.domain.rulesheet_model import Activity, Level, RuleSheet
from desktop.domain.sectors import sector_name

_COUNTED = frozenset({"unit", "buah", "bh", "kamera", "titik", "set"})
"""Units of a volume that count pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a check must know beside the proposals themselves.

    `area`: of the RT. `papers`: keys of the papers attached, by the proposal's uid. `earlier`: approved proposals of
    other years. `settled`: uids already approved, about which nothing more is asked. `suggest`: the catalogue's
    activities that a title may mean (its sector, the title), the likeliest first.
    """

    area: str = ""
    papers: Mapping[str, Collection[str]] = field(default_factory=dict)
    earlier: Sequence[Proposal] = ()
    settled: Collection[str] = ()
    suggest: Callable[[str, str], Sequence[Activity]] | None = None


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """A text for comparing: lower case, words apart by one blank. Remembered: a year's names are asked for again and
    again while somebody types."""
    return re.sub(r"[^\w']+|_", " ", text.casefold()).strip()


def activity_of(sheet: RuleSheet, proposal: Proposal) -> Activity | None:
    """The activity of the catalogue a usulan is: as chosen, else as its title plainly names it within its bidang."""
    if proposal.activity:
        return sheet.activity(proposal.activity)
    return named_activity(sheet, proposal.title, proposal.sector)


def named_activity(sheet: RuleSheet, title: str, sector: str = "") -> Activity | None:
    """The activity whose name, or another word for it, stands in the title: the one named first, then at length."""
    return _names(sheet.catalogue).named(title, sector)


class _Names:
    """The names of one year's activities, in plain words, and what the titles asked for were found to name."""

    _MOST = 1024  # titles remembered

    def __init__(self, catalogue: tuple[Activity, ...]) -> None:
        self.catalogue = catalogue
        self._plain = [
            (one.sector, [f" {plain} " for plain in map(plain_words, (one.name, *one.also)) if plain], one)
            for one in catalogue
        ]
        self._found: dict[tuple[str, str], Activity | None] = {}

    def named(self, title: str, sector: str) -> Activity | None:
        if (title, sector) not in self._found:
            if len(self._found) >= self._MOST:
                self._found = {}
            self._found[title, sector] = self._find(title, sector)
        return self._found[title, sector]

    def _find(self, title: str, sector: str) -> Activity | None:
        text, best, place = f" {plain_words(title)} ", None, (len(title) + 2, 0)
        for where, names, activity in self._plain:
            if sector and where != sector:
                continue
            for name in names:
                at = text.find(name)
                if at >= 0 and (at, -len(name)) < place:
                    best, place = activity, (at, -len(name))
        return best


class _Years:
    """The names of the last few catalogues asked for, told apart by being the same object: comparing them whole would
    take longer than reading them."""

    _MOST = 4

    def __init__(self) -> None:
        self._kept: tuple[_Names, ...] = ()

    def __call__(self, catalogue: tuple[Activity, ...]) -> _Names:
        for names in self._kept:
            if names.catalogue is catalogue:
                return names
        new = _Names(catalogue)
        self._kept = (new, *self._kept[: self._MOST - 1])
        return new


_names = _Years()


def units_of(proposal: Proposal) -> int:
    """How many pieces are asked for: the number given, else a volume that counts pieces; 0 = not said."""
    if proposal.units:
        return proposal.units
    counts = proposal.unit.strip().casefold() in _COUNTED and proposal.volume.isdecimal()
    return int(proposal.volume) if counts else 0


def check_activities(
    sheet: RuleSheet, proposals: Sequence[tuple[str, Proposal]], known: Known | None = None
) -> list[CheckResult]:
    """V-11, V-12, V-13, V-20 and V-21 of an RT's proposals (uid and data) of one year.

    Parts of another RT's joint activity are looked at there; what is approved already is not looked at again.
    """
    around = known or Known()
    results: list[CheckResult] = []
    groups: dict[str, list[tuple[str, Proposal]]] = {}
    for uid, proposal in proposals:
        activity = activity_of(sheet, proposal)
        if activity is not None and (activity.max_units or activity.max_rp):
            groups.setdefault(activity.key, []).append((uid, proposal))
        if uid in around.settled or is_part(proposal):
            continue
        one = _Check(sheet, uid, proposal, around)
        if activity is None:
            one.listed()
        else:
            one.each(activity)
            one.receiver(activity)
        results += one.found
    for key, chosen in groups.items():
        limited = sheet.activity(key)
        if limited is not None and any(uid not in around.settled for uid, _ in chosen):
            results += _units(sheet, limited, chosen, around) + _most(sheet, limited, chosen, around)
    return results


class _Check:
    """One usulan being looked at; `found` collects what is the matter."""

    def __init__(self, sheet: RuleSheet, uid: str, proposal: Proposal, known: Known) -> None:
        self._sheet, self._uid, self._proposal, self._known = sheet, uid, proposal, known
        self.found: list[CheckResult] = []

    def _add(
        self,
        rule: str,
        where: str,
        message: str,
        action: str,
        *,
        level: Level = "block",
        when: When = "submit",
        **facts: object,
    ) -> None:
        self.found.append(
            CheckResult(
                rule=rule,
                level=level,
                when=when,
                message=f"{message}.",
                action=action,
                subject=self._uid,
                sector=self._proposal.sector,
                field=where,
                facts=facts,
            )
        )

    def listed(self) -> None:
        """V-20: no activity of the year's catalogue is meant, or one of another bidang."""
        sheet, proposal = self._sheet, self._proposal
        sector = proposal.sector
        rows = [one for one in sheet.catalogue if one.sector == sector]
        if not rows or not proposal.title.strip() or any(one.open for one in rows):
            return
        title = named(proposal.title)
        if proposal.activity:
            self._add(
                "V-20",
                "activity",
                f"{title} memakai jenis kegiatan yang tidak ada dalam daftar TA {sheet.year} ({sheet.regulation})",
                "Pilih jenis kegiatan lain, atau tanyakan ke kelurahan.",
                level="warn",
            )
            return
        elsewhere = named_activity(sheet, proposal.title)
        if elsewhere is not None:
            self._add(
                "V-20",
                "sector",
                f"{title} ada dalam daftar bidang {sector_name(elsewhere.sector)}, bukan {sector_name(sector)} "
                f"{sheet.basis(elsewhere.article)}",
                "Periksa bidangnya.",
                level="warn",
                suggested=(elsewhere.key,),
            )
            return
        near = self._known.suggest(sector, proposal.title)[:3] if self._known.suggest else ()
        hint = " atau ".join(f"“{clip(one.name, 40)}”" for one in near)
        self._add(
            "V-20",
            "activity",
            f"{title} tidak ditemukan dalam daftar kegiatan bidang {sector_name(sector)} TA {sheet.year} "
            f"({sheet.regulation})",
            f"Mungkin maksudnya {hint}. Pilih jenis kegiatannya." if hint else "Pilih jenis kegiatannya dari daftar.",
            level="warn",
            suggested=tuple(one.key for one in near),
        )

    def each(self, activity: Activity) -> None:
        """V-12: so much for each pupil or household, all of them in the register of the poor."""
        if activity.max_rp_each is None and not activity.needs_poor_register:
            return
        proposal, whom = self._proposal, activity.each or "penerima"
        basis = self._sheet.basis(activity.article)
        many = proposal.recipients
        if not many:
            self._add(
                "V-12",
                "recipients",
                f"{named(proposal.title)} belum menyebut jumlah {whom}",
                f"Isi jumlah {whom}.",
            )
        elif activity.max_rp_each is not None and proposal.amount > activity.max_rp_each * many:
            allowed = activity.max_rp_each * many
            self._add(
                "V-12",
                "amount",
                f"{named(proposal.title)} {format_rupiah(proposal.amount)} untuk {format_number(many)} {whom}, paling "
                f"banyak {format_rupiah(activity.max_rp_each)} tiap {whom} atau {format_rupiah(allowed)} {basis}",
                f"Kurangi {format_rupiah(proposal.amount - allowed)}, atau betulkan jumlah {whom}.",
                when="always",
                amount=proposal.amount,
                allowed=allowed,
                recipients=many,
            )
        if activity.needs_poor_register and not proposal.registered:
            self._add(
                "V-12",
                "registered",
                f"{named(proposal.title)} hanya untuk {whom} yang tercatat di {activity.needs_poor_register} {basis}",
                f"Cocokkan nama-namanya dengan {activity.needs_poor_register}, lalu centang.",
                register=activity.needs_poor_register,
            )

    def receiver(self, activity: Activity) -> None:
        """V-13 and V-21: the cooperative or group that receives the aid, and its papers."""
        proposal, rule = self._proposal, "V-13" if activity.once_in_programme else "V-21"
        basis, title = self._sheet.basis(activity.article), named(self._proposal.title)
        if activity.group and not proposal.group.strip():
            self._add(rule, "group", f"{title} belum menyebut nama {activity.group}", f"Tulis nama {activity.group}.")
        if activity.once_in_programme:
            self._once(activity, basis)
        years = proposal.group_years
        if activity.min_age_years and years < activity.min_age_years:
            least = f"paling sedikit {activity.min_age_years} tahun"
            now = f"baru berjalan {years} tahun" if years else "belum disebut sudah berapa lama berjalan"
            self._add(
                "V-21",
                "group_years",
                f"{(activity.group or 'kelompok').capitalize()} “{clip(proposal.group or proposal.title)}” {now}, "
                f"seharusnya {least} {basis}",
                f"Isi lama usahanya bila sudah {least}, atau pilih kelompok lain.",
                years=years,
            )
        for key in activity.needs:
            if key not in self._known.papers.get(self._uid, ()):
                self._add(
                    "V-21",
                    f"paper:{key}",
                    f"{paper_title(key)} untuk {clip(proposal.title)} belum dilampirkan {basis}",
                    "Foto atau pindai suratnya, lalu lampirkan pada usulan.",
                    paper=key,
                )

    def _once(self, activity: Activity, basis: str) -> None:
        proposal = self._proposal
        who = f"{activity.group or 'penerima'} “{clip(proposal.group)}”" if proposal.group.strip() else "penerimanya"
        named_before = plain_words(proposal.group)
        before = [
            one
            for one in self._known.earlier
            if named_before and plain_words(one.group) == named_before and one.activity == activity.key
        ]
        if proposal.aided_before == "yes" or before:
            self._add(
                "V-13",
                "aided_before",
                f"{who[0].upper()}{who[1:]} sudah pernah dibantu, padahal hanya boleh satu kali selama program {basis}",
                "Pilih penerima lain, atau hapus usulan ini.",
                when="always",
            )
        elif not proposal.aided_before:
            self._add(
                "V-13",
                "aided_before",
                f"Belum disebut apakah {who} pernah dibantu, padahal hanya boleh satu kali selama program {basis}",
                "Tanyakan ke penerimanya, lalu pilih jawabannya.",
            )


def _units(
    sheet: RuleSheet, activity: Activity, chosen: Sequence[tuple[str, Proposal]], known: Known
) -> list[CheckResult]:
    """V-11: no more pieces in an RT than the year allows."""
    if activity.max_units is None:
        return []
    unit, basis = activity.unit or "unit", sheet.basis(activity.article)
    results = [
        CheckResult(
            rule="V-11",
            level="block",
            when="submit",
            message=f"{named(proposal.title)} belum menyebut jumlah {unit} {basis}.",
            action=f"Isi jumlah {unit}.",
            subject=uid,
            sector=activity.sector,
            field="units",
        )
        for uid, proposal in chosen
        if not units_of(proposal) and uid not in known.settled and not is_part(proposal)
    ]
    total = sum(units_of(proposal) for _, proposal in chosen)
    if total > activity.max_units:
        results.append(
            CheckResult(
                rule="V-11",
                level="block",
                when="always",
                message=f"{activity.name} {total} {unit}, paling banyak {activity.max_units} {unit} tiap RT {basis}.",
                action=f"Kurangi {total - activity.max_units} {unit}.",
                subject=_last_open(chosen, known),
                sector=activity.sector,
                field="units",
                facts={"units": total, "most": activity.max_units},
            )
        )
    return results


def _last_open(chosen: Sequence[tuple[str, Proposal]], known: Known) -> str:
    """The usulan a common limit is told at: the last that can still be altered."""
    return next((uid for uid, _ in reversed(chosen) if uid not in known.settled), "")


def _most(
    sheet: RuleSheet, activity: Activity, chosen: Sequence[tuple[str, Proposal]], known: Known
) -> list[CheckResult]:
    """V-13: no more money for one receiver (without a receiver: for the RT) than the year allows."""
    if activity.max_rp is None:
        return []
    receivers: dict[str, list[tuple[str, Proposal]]] = {}
    for uid, proposal in chosen:
        receivers.setdefault(plain_words(proposal.group) if activity.group else "", []).append((uid, proposal))
    results: list[CheckResult] = []
    for group in receivers.values():
        total = sum(proposal.amount for _, proposal in group)
        if total > activity.max_rp:
            whom = f"tiap {activity.group}" if activity.group else "tiap RT"
            results.append(
                CheckResult(
                    rule="V-13",
                    level="block",
                    when="always",
                    message=f"{activity.name[:1].upper()}{activity.name[1:]} {format_rupiah(total)}, paling banyak "
                    f"{format_rupiah(activity.max_rp)} {whom} {sheet.basis(activity.article)}.",
                    action=f"Kurangi {format_rupiah(total - activity.max_rp)}.",
                    subject=_last_open(group, known),
                    sector=activity.sector,
                    field="amount",
                    facts={"total": total, "most": activity.max_rp},
                )
            )
    return results
