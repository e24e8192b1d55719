"""Areas: whose papers these are. An area is a kelurahan, an RT in it, or a Pokmas in it.

Written form (in files, bundles and the database): kelurahan `35.71.02.1013`, RT `35.71.02.1013/04/03` (RW first,
then RT: RT numbers repeat between RWs in some kelurahan, so the key is always all three), Pokmas `35.71.02.1013/P/02`.
Codes: Kemendagri; the shape of the key is ours (two digits each, so that keys sort).
"""

import re
from dataclasses import dataclass
from typing import Literal

from desktop.domain.errors import RuleViolation

Role = Literal["rt", "pokmas", "kelurahan"]

_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}")
_SHORT = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Area:
    """One area. `rw` and `rt` are two digits or empty; `group` is the Pokmas number, two digits or empty."""

    code: str
    rw: str = ""
    rt: str = ""
    group: str = ""

    @property
    def role(self) -> Role:
        """Which desk writes this area."""
        if self.rt:
            return "rt"
        return "pokmas" if self.group else "kelurahan"

    def __str__(self) -> str:
        if self.rt:
            return f"{self.code}/{self.rw}/{self.rt}"
        return f"{self.code}/P/{self.group}" if self.group else self.code

    @property
    def desk(self) -> str:
        """The part of a printed number that names the desk: RT 03/RW 04 is `0304`, Pokmas 2 is `P02`, the office
        `KEL`."""
        if self.rt:
            return self.rt + self.rw
        return f"P{self.group}" if self.group else "KEL"

    @property
    def short_name(self) -> str:
        """`RT 03/RW 04`, `Pokmas 02` or `Kelurahan`, as people say it."""
        if self.rt:
            return f"RT {self.rt}/RW {self.rw}"
        return f"Pokmas {self.group}" if self.group else "Kelurahan"


def _number(text: str, field: str) -> str:
    """Two digits from what was typed, 1 to 99. Raises RuleViolation: number_1_to_99."""
    if not _SHORT.fullmatch(text) or not 1 <= int(text) <= 99:
        raise RuleViolation("number_1_to_99", field, {"typed": text})
    return f"{int(text):02d}"


def rt_area(code: str, rw: str, rt: str) -> Area:
    """The area of an RT from what was typed ("3", "03"). Raises RuleViolation: area_code, number_1_to_99."""
    return Area(kelurahan_area(code).code, rw=_number(rw.strip(), "rw"), rt=_number(rt.strip(), "rt"))


def pokmas_area(code: str, group: str) -> Area:
    """The area of a Pokmas by its number in the kelurahan. Raises RuleViolation: area_code, number_1_to_99."""
    return Area(kelurahan_area(code).code, group=_number(group.strip(), "group"))


def kelurahan_area(code: str) -> Area:
    """The area of a kelurahan office. Raises RuleViolation: area_code."""
    if not _CODE.fullmatch(code.strip()):
        raise RuleViolation("area_code", "area", {"typed": code})
    return Area(code.strip())


def parse_area(text: str) -> Area:
    """Read the written form of any area. Raises RuleViolation: area_code, number_1_to_99."""
    parts = text.strip().split("/")
    if len(parts) == 1:
        return kelurahan_area(parts[0])
    if len(parts) == 3 and parts[1] == "P":
        return pokmas_area(parts[0], parts[2])
    if len(parts) == 3:
        return rt_area(parts[0], parts[1], parts[2])
    raise RuleViolation("area_code", "area", {"typed": text})


def office_of(area: str) -> str:
    """The kelurahan code of any area's written form: the part before the first slash."""
    return area.partition("/")[0]
