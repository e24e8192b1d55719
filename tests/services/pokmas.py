"""A kelurahan and a Pokmas that know each other, brought to any point of their year with few words (data contoh)."""

import io
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from desktop.domain.records import CostLine, PackageItem, Receipt, Split, WorkPackage
from desktop.services.desk import Desk, new_uid
from desktop.services.trust import TrustService
from desktop.services.workplace import Workplace

POKMAS = "35.71.02.1013/P/02"
YEAR = 2022


def line(text: str, volume: str, price: int) -> CostLine:
    return CostLine(uid=new_uid(), description=text, unit="unit", volume=volume, unit_price=price)


def items() -> tuple[PackageItem, ...]:
    """Paving for Rp5.000.000 (stones 3.800.000, sand 1.200.000) and cameras for Rp8.400.000."""
    return (
        PackageItem(
            uid=new_uid(),
            title="Paving gang",
            sector="infrastructure",
            volume="40",
            unit="m2",
            amount=5_000_000,
            lines=(line("Paving", "40", 95_000), line("Pasir", "6", 200_000)),
        ),
        PackageItem(
            uid=new_uid(),
            title="CCTV lingkungan",
            sector="social",
            volume="3",
            unit="unit",
            amount=8_400_000,
            lines=(line("CCTV", "3", 2_800_000),),
        ),
    )


@dataclass
class Scene:
    """Both desks, and what was made so far. `rabs`, `lines`: by title and description."""

    office: Workplace
    group: Workplace
    folder: Path
    package: str = ""
    contract: str = ""
    tranches: list[str] = field(default_factory=list)
    rabs: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    _pictures: int = 0

    def to_office(self) -> None:
        self._carry(self.group, self.office)

    def to_group(self) -> None:
        self._carry(self.office, self.group)

    def _carry(self, sender: Workplace, receiver: Workplace) -> None:
        for departure in sender.exchange.send(str(receiver.info.area), self.folder):
            if departure.path:
                receiver.exchange.take(departure.path)

    def picture(self) -> Path:
        """A new small picture, different from all others."""
        self._pictures += 1
        out = io.BytesIO()
        Image.new("RGB", (32, 32), (self._pictures % 256, 80, self._pictures // 256)).save(out, "JPEG")
        file = self.folder / f"foto-{self._pictures}.jpg"
        file.write_bytes(out.getvalue())
        return file

    # --- the way of the year -----------------------------------------------------------------------------------

    def packaged(self) -> "Scene":
        """The kelurahan's package has reached the Pokmas, and every activity has a RAB."""
        package = self.office.records.save("k.work_package", WorkPackage(title="Paket", items=items()), area=POKMAS)
        self.office.publications.publish([package.uid])
        self.to_group()
        self.package = package.uid
        self.keep_rabs()
        return self

    def keep_rabs(self) -> None:
        """Start the RABs and remember them by title."""
        for record in self.group.packages.start_rabs(self.package):
            data = record.data
            self.rabs[data.title] = record.uid  # type: ignore[attr-defined]  # a RAB
            self.lines.update({one.description: one.uid for one in data.lines})  # type: ignore[attr-defined]

    def approved(self) -> "Scene":
        """The RABs are handed in and approved."""
        self.packaged()
        sent = self.group.submissions.submit("rab", self.package)
        self.to_office()
        for uid in self.rabs.values():
            self.office.decisions.decide(sent, uid, "approve")
        self.to_group()
        return self

    def contracted(self) -> "Scene":
        """A contract in two tranches (Rp8.040.000 and Rp5.360.000) has reached the Pokmas."""
        self.approved()
        contract = self.office.contracts.draw_up(
            self.package,
            number="188/1",
            on=date(YEAR, 2, 1),
            tranches=self.office.contracts.plan(13_400_000, (60, 40)),
        )
        self.office.publications.publish([contract.uid])
        self.to_group()
        self.contract = contract.uid
        self.tranches = [state.uid for state in self.group.contracts.tranche_state(contract.uid)]
        return self

    def funded(self) -> "Scene":
        """The money of the first tranche is here."""
        self.contracted()
        self.office.contracts.disburse(self.contract, self.tranches[0], date(YEAR, 3, 10))
        self.to_group()
        self.group.contracts.record_money(self.contract, self.tranches[0], date(YEAR, 3, 10), 8_040_000)
        return self

    def bought(self) -> "Scene":
        """Two receipts with everything the SPJ of the first tranche asks for."""
        self.funded()
        self.pay("Paving", 3_800_000)
        self.pay("Pasir", 1_200_000)
        for slot in ("0", "50", "100"):
            self.group.attachments.add_photo(self.rabs["Paving gang"], self.picture(), slot)
        self.group.progress.set(self.rabs["Paving gang"], 100, date(YEAR, 4, 1))
        return self

    # --- receipts ----------------------------------------------------------------------------------------------

    def receipt(self, item: str, amount: int, tranche: int = 1) -> Receipt:
        """A receipt on one RAB line, not saved."""
        rab = self.rabs["CCTV lingkungan" if item == "CCTV" else "Paving gang"]
        return Receipt(
            tranche=self.tranches[tranche - 1],
            date=date(YEAR, 3, 20) if tranche == 1 else date(YEAR, 6, 20),
            payee="TB Contoh",
            note=f"{item}-{amount}",
            description=item,
            amount=amount,
            splits=(Split(rab=rab, line=self.lines[item], amount=amount),),
        )

    def pay(self, item: str, amount: int, tranche: int = 1, *, photo: bool = True) -> str:
        """Save a receipt, with a picture of its bill; returns its uid."""
        uid = self.group.receipts.save(self.receipt(item, amount, tranche)).uid
        if photo:
            self.group.attachments.add_photo(uid, self.picture(), "receipt")
        return uid

    def money(self, tranche: int = 1) -> str:
        """The record of money received for a tranche."""
        return next(
            record.uid
            for record in self.group.records.find("d.money_received")
            if getattr(record.data, "tranche", "") == self.tranches[tranche - 1]
        )


def meet(office: Desk, group: Desk, folder: Path) -> Scene:
    """The two desks know and trust each other."""
    trust = TrustService(office)
    TrustService(group).enrol(trust.card(), dict(enumerate(trust.fingerprint())))
    trust.approve(trust.read(TrustService(group).card()), TrustService(group).fingerprint())
    return Scene(Workplace(office), Workplace(group), folder)


def renamed(item: PackageItem, title: str) -> PackageItem:
    """The same activity as the Pokmas typed it from paper."""
    return replace(item, uid="", title=title, source=None)
