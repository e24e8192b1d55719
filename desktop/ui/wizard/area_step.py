"""Page 2: where? The kelurahan by typing a few letters, then the numbers."""

from desktop.domain.errors import RuleViolation
from desktop.services.desks import desk_words
from desktop.services.places import PlaceName, all_places
from desktop.ui.cards import Card, words
from desktop.ui.forms import ChoiceField, Field, Form, NumberField
from desktop.ui.problems import explain
from desktop.ui.wizard.step import Answers, Step


def _words(place: PlaceName) -> str:
    beyond = "" if place.city == "Kota Kediri" else f", {place.city}"
    return f"{place.kelurahan} – Kecamatan {place.kecamatan}{beyond}"


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


class AreaStep(Step):
    """RW and RT for an RT, the number for a Pokmas, nothing more for a kelurahan."""

    question = "Di mana wilayahnya?"

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        options = [(place.code, _words(place)) for place in all_places()]
        self.place = ChoiceField(
            "code", "Kelurahan", options, filters=True, helper="Ketik beberapa huruf, misalnya “kali”, lalu pilih."
        )
        self.rw = NumberField("rw", "Nomor RW", least=1, most=99)
        self.rt = NumberField("rt", "Nomor RT", least=1, most=99)
        self.group = NumberField(
            "group", "Nomor Pokmas", least=1, most=99, helper="Seperti pada Keputusan Camat, misalnya 2."
        )
        self.form = Form()
        block = self.form.section("Wajib diisi")
        block.add(self.place)
        block.add(self.rw, self.rt)
        block.add(self.group)
        self.form.changed.connect(lambda _name: self._tell())
        self.said = words("", "strong")
        card = Card()
        card.body.addWidget(self.form)
        card.body.addWidget(self.said)
        self.column.addWidget(card)

    def enter(self) -> None:
        role = self.answers.role
        self.rw.setVisible(role == "rt")
        self.rt.setVisible(role == "rt")
        self.group.setVisible(role == "pokmas")
        self._tell()
        empty = next((one for one in self._asked() if one.is_empty()), self.place)
        empty.focus()

    def _asked(self) -> list[Field]:
        rest: dict[str, list[Field]] = {"rt": [self.rw, self.rt], "pokmas": [self.group], "kelurahan": []}
        return [self.place, *rest[self.answers.role]]

    def _read(self) -> None:
        self.answers.code = str(self.place.value() or "")
        self.answers.rw, self.answers.rt = self.rw.text().strip(), self.rt.text().strip()
        self.answers.group = self.group.text().strip()

    def _tell(self) -> None:
        """The name the desk will have, as soon as it is known."""
        self._read()
        try:
            name, detail = desk_words(self.answers.area())
        except RuleViolation:
            self.said.setText("")
        else:
            self.said.setText(f"Meja ini: {name}, {detail}")

    def settle(self) -> bool:
        self._settle_place()
        self._read()
        wrong = [field for field in self._asked() if not field.validate() or field.is_empty()]
        if wrong:
            wrong[0].focus()  # first: a field that is left is looked at anew
            for field in wrong:
                if field.is_empty():
                    field.set_problem(f"{field.label.text()} belum diisi.")
                else:
                    field.validate()
            return False
        try:
            self.answers.area()
        except RuleViolation as violation:
            at_fault = {"rw": self.rw, "rt": self.rt, "group": self.group}.get(violation.field, self.place)
            at_fault.set_problem(explain(violation))
            at_fault.focus()
            return False
        return True

    def _settle_place(self) -> None:
        """Letters that only one kelurahan has are enough; spaces do not matter ("Setono Gedong")."""
        typed = _bare(self.place.text())
        if not typed or self.place.value() is not None:
            return
        places = all_places()
        exact = [place for place in places if _bare(place.kelurahan) == typed]
        found = exact or [place for place in places if typed in _bare(_words(place))]
        if len(found) == 1:
            self.place.set_value(found[0].code)
