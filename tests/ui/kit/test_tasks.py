"""Long work: off the GUI thread, reported on it, stopped at its next report."""

import threading
from concurrent.futures import CancelledError

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.errors import RuleViolation, Trouble
from desktop.ui.main_window import MainWindow
from desktop.ui.problems import UNEXPECTED, BugDialog, BugReporter, explain, handle_failure
from desktop.ui.tasks import Report, Task, TaskBar, TaskRunner
from desktop.ui.theme import ThemeKeeper


@pytest.fixture
def runner(qapp: QObject, qtbot: QtBot) -> TaskRunner:
    return TaskRunner(qapp)


def ended(qtbot: QtBot, task: Task) -> tuple[object, object]:
    with qtbot.waitSignal(task.finished, timeout=5000) as caught:
        pass
    result, error = caught.args or (None, None)
    return result, error


def test_the_result_and_every_report_arrive_on_the_gui_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[tuple[int, int, bool]] = []
    workers: list[bool] = []

    def work(report: Report) -> str:
        workers.append(threading.current_thread() is threading.main_thread())
        for done in range(3):
            report(done, 3)
        return "selesai"

    task = runner.start("Menghitung", work)
    task.progressed.connect(
        lambda done, total: seen.append((done, total, threading.current_thread() is threading.main_thread()))
    )
    assert ended(qtbot, task) == ("selesai", None)
    assert workers == [False]
    assert seen == [(0, 3, True), (1, 3, True), (2, 3, True)]
    assert runner.running == []


def test_cancelling_stops_at_the_next_report(runner: TaskRunner, qtbot: QtBot) -> None:
    begun, go_on, reached = threading.Event(), threading.Event(), list[int]()

    def work(report: Report) -> None:
        begun.set()
        go_on.wait(5)
        report(1, 2)
        reached.append(1)

    task = runner.start("Mengambil foto", work)
    begun.wait(5)
    task.cancel()
    go_on.set()
    result, error = ended(qtbot, task)
    assert result is None
    assert isinstance(error, CancelledError)
    assert reached == []
    assert task.cancelled


def test_writers_run_one_after_the_other(runner: TaskRunner, qtbot: QtBot) -> None:
    busy, most = list[int](), list[int]()

    def work(_report: Report) -> None:
        busy.append(1)
        most.append(len(busy))
        threading.Event().wait(0.02)
        busy.pop()

    tasks = [runner.start(f"Tulis {at}", work) for at in range(4)]
    with qtbot.waitSignals([task.finished for task in tasks], timeout=5000):
        pass
    assert max(most) == 1


def test_closing_stops_what_runs(qapp: QObject) -> None:
    runner = TaskRunner(qapp)
    outcome: list[object] = []

    def work(report: Report) -> None:
        while True:
            report(0, 0)
            threading.Event().wait(0.01)

    task = runner.start("Tanpa akhir", work)
    task.finished.connect(lambda _result, error: outcome.append(error))
    runner.stop()
    QTest.qWait(20)
    assert isinstance(outcome[0], CancelledError)


def test_the_bar_shows_what_how_many_and_stops(window: MainWindow, runner: TaskRunner, qtbot: QtBot) -> None:
    bar = TaskBar(show_after=0)
    qtbot.addWidget(bar)
    on = threading.Event()

    def work(report: Report) -> None:
        report(7, 12)
        on.wait(5)
        report(8, 12)

    bar.follow(runner.start("Mengambil foto", work))
    qtbot.waitUntil(lambda: bar.isVisible() and bar.count.text() == "7 dari 12")
    assert (bar.what.text(), bar.bar.value(), bar.bar.maximum()) == ("Mengambil foto", 7, 12)
    QTest.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    assert bar.cancel.text() == "Menghentikan…"
    on.set()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_quick_work_shows_no_bar(window: MainWindow, runner: TaskRunner, qtbot: QtBot) -> None:
    window.follow_tasks(runner)
    task = runner.start("Sebentar", lambda _report: None)
    ended(qtbot, task)
    assert window.task_bar.isHidden()


def test_long_work_says_how_long_it_still_takes(
    theme: ThemeKeeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = TaskBar()
    qtbot.addWidget(bar)
    clock = [100.0]
    monkeypatch.setattr("desktop.ui.tasks.time.monotonic", lambda: clock[0])
    task = Task("Lama", lambda _report: None, bar)
    bar.follow(task)
    clock[0] = 120.0
    task.progressed.emit(10, 30)
    assert bar.count.text() == "10 dari 30 · sekitar 40 detik lagi"
    clock[0] = 400.0
    task.progressed.emit(10, 30)
    assert bar.count.text() == "10 dari 30 · sekitar 10 menit lagi"
    bar._clock.stop()


# --- errors --------------------------------------------------------------------------------------


def test_errors_become_sentences_without_codes() -> None:
    said = explain(RuleViolation("money_negative", "amount", {"typed": "-5"}))
    assert said
    assert "money_negative" not in said
    assert explain(Trouble("file_unreadable", "EIO")) != UNEXPECTED
    assert explain(ValueError("NIK 3571010101010001")) == UNEXPECTED


def test_a_failed_task_speaks_or_goes_the_way_of_bugs(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    hooked: list[BaseException | None] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, error, _trace: hooked.append(error))
    handle_failure(Trouble("file_unreadable"), said.append)
    bug = ZeroDivisionError()
    handle_failure(bug, said.append)
    assert len(said) == 1
    assert hooked == [bug]


def test_a_bug_is_logged_and_shown_once(
    window: MainWindow, qtbot: QtBot, qapp: QObject, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []

    def show(dialog: BugDialog) -> int:
        dialog.more.setChecked(True)
        shown.append(dialog._detail.toPlainText())
        return 0

    monkeypatch.setattr(BugDialog, "exec", show)
    reporter = BugReporter(window.theme.parent(), lambda: window, print)  # type: ignore[arg-type]  # the application

    number = "357101" + "0101010001"

    def fail() -> None:
        try:
            int(f"Bu Sri (contoh) {number}")
        except ValueError as error:
            raise RuntimeError(number) from error

    for _ in range(2):
        try:
            fail()
        except RuntimeError as error:
            reporter.caught(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: len(shown) == 1)
    QTest.qWait(20)
    assert len(shown) == 1
    assert "fail" in shown[0]
    assert shown[0].index("ValueError") < shown[0].index("RuntimeError")
    assert number not in shown[0] + caplog.text
    assert sum("uncaught" in record.message for record in caplog.records) == 2
