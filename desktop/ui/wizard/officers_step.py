"""Page 3: who signs? Names only; everything may be filled in later."""

from desktop.domain.areas import Role
from desktop.services.officers import POSITIONS
from desktop.ui.cards import Card
from desktop.ui.forms import Form, TextField
from desktop.ui.wizard.step import Answers, Step

_FIRST: dict[Role, tuple[str, ...]] = {
    "rt": ("ketua_rt", "sekretaris_rt", "bendahara_rt"),
    "pokmas": ("ketua_pokmas", "sekretaris_pokmas", "bendahara_pokmas"),
    "kelurahan": ("lurah", "kasi_ekbang", "ketua_lpmk"),
}
_THEN: dict[Role, tuple[str, ...]] = {
    "rt": ("ketua_rw",),
    "pokmas": ("ketua_pelaksana", "ketua_pengawas"),
    "kelurahan": (),
}


class OfficersStep(Step):
    """The fields of the role chosen; each role keeps its own answers."""

    question = "Siapa saja pengurusnya?"
    lead = "Nama lengkap dengan gelar, seperti akan dicetak pada surat. Boleh diisi nanti di Pengaturan."
    skippable = True

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        self.forms: dict[Role, Form] = {}
        card = Card()
        for role in _FIRST:
            form = self.forms[role] = Form()
            block = form.section("Penanda tangan")
            for position in _FIRST[role]:
                block.add(TextField(position, POSITIONS[role][position]))
            if _THEN[role]:
                more = form.section("Boleh dikosongkan", folded=True)
                for position in _THEN[role]:
                    more.add(TextField(position, POSITIONS[role][position]))
            card.body.addWidget(form)
        self.column.addWidget(card)

    def enter(self) -> None:
        for role, form in self.forms.items():
            form.setVisible(role == self.answers.role)
        self.forms[self.answers.role].focus_first()

    def settle(self) -> bool:
        values = self.forms[self.answers.role].values()
        self.answers.officers = {position: str(name) for position, name in values.items() if name}
        return True
