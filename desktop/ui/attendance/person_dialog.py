"""One line of the attendance list, to be corrected: name, L/P, address, post; of a training also who came for whom."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.records import Attendance
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import CheckField, ChoiceField, Form, TextField

_TALL = 640
"""Height with the fields of a training, logical px: nothing to scroll on a screen of 768."""


class PersonDialog(Dialog):
    """Read `entry` after exec(). `others`: the other entries of a training (uid, name), None at other meetings."""

    def __init__(
        self, data: Attendance, parent: QWidget | None = None, *, others: Sequence[tuple[str, str]] | None = None
    ) -> None:
        super().__init__("Ubah data hadir", parent, width=440)
        self._data = data
        self.form = Form()
        section = self.form.section("Yang tercetak di daftar hadir")
        section.add(TextField("name", "Nama", longest=200))
        section.add(ChoiceField("gender", "Jenis kelamin", [("L", "Laki-laki"), ("P", "Perempuan")]))
        section.add(TextField("home", "Alamat (RT/RW)", longest=500))
        section.add(TextField("role", "Jabatan atau unsur", longest=500))
        values = {name: getattr(data, name) for name in ("name", "gender", "home", "role")}
        values["gender"] = data.gender or None
        self._training = others is not None
        if others is not None:
            block = self.form.section("Peserta pelatihan")
            block.add(CheckField("away", "Direncanakan, tetapi tidak hadir"))
            block.add(
                ChoiceField("replaces", "Menggantikan peserta", others, filters=True, helper="Kosong: bukan pengganti")
            )
            block.add(TextField("reason", "Alasan penggantian", longest=500))
            values |= {"away": not data.sessions, "replaces": data.replaces or None, "reason": data.reason}
        self.form.set_values(values)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Simpan", kind="primary", closes=QDialog.DialogCode.Accepted)
        if self._training:
            self.resize(self.width(), _TALL)
        self.form.changed.connect(lambda _name: self._check())
        self.form.focus_first()

    def _check(self) -> None:
        self.yes.setEnabled(bool(self.form.values()["name"]))

    @property
    def entry(self) -> Attendance:
        """The line as it stands in the form."""
        values = self.form.values()
        entry = replace(
            self._data,
            name=values["name"],
            gender=values["gender"] or "",
            home=values["home"],
            role=values["role"],
        )
        if not self._training:
            return entry
        return replace(
            entry,
            sessions=() if values["away"] else self._data.sessions or (1,),
            replaces=values["replaces"] or "",
            reason=values["reason"] if values["replaces"] else "",
        )
