"""A training's list: somebody planned stayed away, another came instead, and the paper says so."""

import datetime

import pytest

from desktop.domain.records import Attendance, Meeting
from desktop.services.workplace import Workplace
from desktop.ui.attendance.person_dialog import PersonDialog
from desktop.ui.attendance.tab import AttendanceTab
from desktop.ui.main_window import MainWindow


def entry(work: Workplace, uid: str) -> Attendance:
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Attendance)
    return record.data


def test_who_came_for_whom_is_said_in_the_list(
    work: Workplace, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = Meeting(kind="training", title="Pelatihan (contoh)", date=datetime.date(2022, 5, 9), sessions=2)
    uid = work.records.save("d.meeting", meeting).uid
    planned, instead = (work.meetings.add(uid, name).uid for name in ("Ani (contoh)", "Cici (contoh)"))
    tab = AttendanceTab(work, window, window)
    tab.set_meeting(uid)
    answers: list[dict[str, object]] = [
        {"away": True},
        {"replaces": planned, "reason": "sakit"},
    ]

    def fill_in(dialog: PersonDialog) -> int:
        dialog.form.set_values({**dialog.form.values(), **answers.pop(0)})
        return 1

    monkeypatch.setattr(PersonDialog, "exec", fill_in)
    assert tab.sheet is not None
    for one in tab.sheet.present:
        tab.correct(one)
    assert not answers
    assert entry(work, planned).sessions == ()
    came = entry(work, instead)
    assert (came.replaces, came.reason, came.sessions) == (planned, "sakit", (1,))
    assert tab.sheet.counts.present == 1
    shown = [tab.list.model.columns[-1].text(one) for one in tab.sheet.present]
    assert "tidak hadir" in shown
    tab.undo()
    assert entry(work, instead).replaces == ""


def test_a_rembug_asks_nothing_of_it(work: Workplace, window: MainWindow) -> None:
    data = Attendance(meeting="", name="Slamet (contoh)")
    dialog = PersonDialog(data, window)
    assert "replaces" not in dialog.form.names
    assert dialog.entry == data
    dialog.close()
