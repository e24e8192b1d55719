"""T6 and T7: usulan on a stick from the RT to the kelurahan, and the answer on its way back."""

from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt

from desktop.services.workplace import open_workplace
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.desk_check.submission_page import SubmissionPage
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.exchange.sheet_page import SheetPage
from tools.usability.hand import CTRL, Hand
from tools.usability.stage import HANDED_IN, Stage

STICK = "USB BU SRI"
AMOUNT_SAID = "Jumlahnya tidak sama dengan RAB."
"""What is written as the reason of the usulan that goes back, after the ready-made sentence."""


def bundle_on_a_stick(stage: Stage, hand: Hand) -> list[str]:
    """The RT has handed in its usulan; the stick is plugged in."""
    stage.lay_played("rt-04-03", HANDED_IN)
    stick = stage.plug_in(STICK)
    stage.start()
    window = stage.window
    hand.begin()
    hand.step("Kirim–Terima, Buat bundel")
    hand.press_button("Kirim–Terima")
    page = window.page
    if not isinstance(page, ExchangePage):
        return ["Kirim–Terima tidak terbuka"]
    hand.wait_until(page.send.make.isEnabled, "the stick is found and chosen")
    hand.press_button("Buat bundel")
    hand.wait_until(lambda: page.send.done is not None, "the bundle")
    hand.step("Kode cek dibaca, Cetak slip")
    codes = [plate.code for plate in page.send.done.codes] if page.send.done else []
    hand.press_button("Cetak slip")
    hand.wait_until(lambda: isinstance(window.page, SheetPage), "the slip")
    sheet = window.page
    slip = PdfReader(sheet.path).pages[0].extract_text() if isinstance(sheet, SheetPage) else ""
    wrong = [] if len(list(stick.glob("*.rembug"))) == len(codes) == 1 else ["bundelnya tidak di USB"]
    return wrong + [f"kode {code} tidak ada di slip" for code in codes if code not in slip]


def decide_and_answer(stage: Stage, hand: Hand) -> list[str]:
    """The bundle of that RT, which the kelurahan knows, lies on the stick."""
    rt_folder = stage.lay_played("rt-04-03", HANDED_IN, elsewhere=True)
    office_folder = stage.lay_played("kelurahan", HANDED_IN)
    stick = stage.plug_in(STICK)
    with open_workplace(rt_folder) as rt, open_workplace(office_folder) as office:
        rt.exchange.send(str(office.info.area), stick)
        office.trust.approve(office.trust.read(rt.trust.card()), rt.trust.fingerprint())
    stage.start()
    window = stage.window
    hand.begin()
    hand.step("Kirim–Terima, Lihat, Terima")
    hand.press_button("Kirim–Terima")
    exchange = window.page
    if not isinstance(exchange, ExchangePage):
        return ["Kirim–Terima tidak terbuka"]
    hand.press_button("Lihat")
    hand.wait_until(lambda: exchange.receive.incoming is not None, "what is in the bundle")
    hand.press_button("Terima")
    hand.wait_until(lambda: exchange.receive.result is not None, "the bundle taken")
    hand.step("Buka Meja Periksa, Enter: pengajuan yang baru")
    hand.click(exchange.receive.next)
    hand.wait_until(lambda: isinstance(window.page, ReviewPage), "Meja Periksa")
    hand.press(Qt.Key.Key_Return)
    hand.wait_until(lambda: isinstance(window.page, SubmissionPage), "the submission")
    page = window.page
    if not isinstance(page, SubmissionPage):
        return ["pengajuan tidak terbuka"]
    chosen = list[str]()
    for _ in range(2):
        hand.step("Disetujui, Ctrl+Enter")
        chosen.append(page.current)
        _choose(hand, page, "approve")
        hand.press(Qt.Key.Key_Return, CTRL)
        hand.wait_until(lambda: page.current not in chosen, "the next usulan")
    hand.step("Perlu perbaikan, alasan, Simpan")
    chosen.append(page.current)
    _choose(hand, page, "return")
    hand.type(AMOUNT_SAID)
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.wait_until(lambda: page.current not in chosen, "the next usulan")
    hand.step("Kirim–Terima, Buat bundel")
    hand.press_button("Kirim–Terima")
    hand.wait_until(lambda: window.page is exchange, "Kirim–Terima")
    if exchange.send.done is None:
        hand.wait_until(exchange.send.make.isEnabled, "the stick is found and chosen")
        hand.press_button("Buat bundel")
    hand.wait_until(lambda: exchange.send.done is not None, "the answer")
    return _answered(stick, rt_folder, chosen)


def _choose(hand: Hand, page: SubmissionPage, outcome: str) -> None:
    """One click on the tile of an outcome."""
    hand.wait_until(lambda: page.panel.form is not None, "the decision's form")
    if page.panel.form is not None:
        hand.click(page.panel.form.outcome.tiles[outcome])


def _answered(stick: Path, rt_folder: Path, chosen: list[str]) -> list[str]:
    """What stands in the answer on the stick, read at the RT's own desk."""
    (answer,) = stick.glob("KELURAHAN*.rembug")
    with open_workplace(rt_folder) as rt:
        rt.exchange.take(answer)
        states = rt.submissions.states()
    found = [states[uid].decision for uid in chosen]
    outcomes = [one.outcome if one else "" for one in found]
    wrong = [] if outcomes == ["approve", "approve", "return"] else [f"keputusannya {outcomes}"]
    reason = found[-1].reason if found[-1] else ""
    return wrong + ([] if AMOUNT_SAID in reason else [f"alasannya “{reason}”"])
