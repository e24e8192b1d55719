"""What an RT should do next."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.records import Meeting, Scan
from desktop.services.home.steps import Step, clip, deadline_steps, officer_step, rules_step
from desktop.services.proposals import Board, ProposalRow
from desktop.services.workplace import Workplace


class MeetingSeen(Struct, frozen=True):
    """A meeting with what hangs on it: how many came, whether a signed attendance list and a photo are attached."""

    uid: str
    data: Meeting
    present: int
    signed: bool
    scans: frozenset[str]
    pictured: bool = False

    @property
    def called(self) -> str:
        """ "rembug 12 Agustus 2026"."""
        return f"rembug {format_day(self.data.date)}" if self.data.date else "rembug yang belum bertanggal"


def seen_meetings(work: Workplace) -> list[MeetingSeen]:
    """The RT's meetings of the year that decide usulan, oldest first."""
    records = work.records
    area, year = str(work.info.area), work.info.year
    scans: dict[str, set[str]] = {}
    for record in records.find("d.scan", area=area):
        if isinstance(record.data, Scan):
            scans.setdefault(record.data.of, set()).add(record.data.paper)
    found: list[MeetingSeen] = []
    for record in records.find("d.meeting", area=area, year=year):
        if isinstance(record.data, Meeting) and record.data.kind in ("rembug", "rw"):
            papers = frozenset(scans.get(record.uid, ()))
            signed = bool(papers & {"attendance", "attendance_blank"})
            present = records.count("d.attendance", area=area, parent=record.uid)
            pictured = bool(records.count("d.photo", area=area, parent=record.uid))
            found.append(MeetingSeen(record.uid, record.data, present, signed, papers, pictured))
    return found


def rt_steps(work: Workplace, board: Board, meetings: Sequence[MeetingSeen], today: date) -> list[Step]:
    """Everything an RT could do next, unsorted."""
    steps: list[Step] = []
    steps += _answers(board)
    for meeting in meetings:
        steps += _of_meeting(meeting, today)
    steps += _decisions(work)
    steps += _unfinished(board)
    steps += _over_limits(board)
    steps += _letters(work, board)
    steps += _hand_in(board, meetings)
    steps += officer_step(work, ("ketua_rt", "sekretaris_rt"))
    if board.rows:
        steps += rules_step(work, board.sheet)
    reported = work.records.count("d.use_report", area=str(work.info.area), year=work.info.year)
    if not reported and any(row.state == "approved" for row in board.rows):
        steps += deadline_steps(board.sheet, "oleh RT", today, leads=("Buat laporan", "documents", "use_report"))
    if meetings and not work.records.count("d.resident", area=str(work.info.area)):
        steps.append(
            Step(
                key="residents",
                sentence="Daftar warga masih kosong. Dengan daftar itu, daftar hadir terisi dalam beberapa menit.",
                button="Isi daftar warga",
                room="residents",
                weight=65,
                icon="users",
            )
        )
    return steps


def _answers(board: Board) -> list[Step]:
    """What the kelurahan sent back, and decisions that contradict each other."""
    steps: list[Step] = []
    returned = [row for row in board.rows if row.state == "returned" and not row.altered]
    if returned:
        first = returned[0]
        reason = f": {clip(first.note, 70)}" if first.note else "."
        words = (
            f"“{clip(first.data.title)}” dikembalikan kelurahan{reason}"
            if len(returned) == 1
            else f"{len(returned)} usulan dikembalikan kelurahan, mulai dari “{clip(first.data.title)}”{reason}"
        )
        steps.append(
            Step(
                key="returned",
                sentence=words,
                button="Perbaiki",
                room="proposals",
                uid=first.uid,
                weight=10,
                urgency="attention",
                icon="alert-triangle",
            )
        )
    steps += [
        Step(
            key=f"conflict:{row.uid}",
            sentence=f"Ada dua keputusan yang bertentangan tentang “{clip(row.data.title)}”. Tanyakan kelurahan.",
            button="Lihat",
            room="proposals",
            uid=row.uid,
            weight=11,
            urgency="problem",
            icon="alert-triangle",
        )
        for row in board.rows
        if row.state == "conflict"
    ]
    return steps


def _of_meeting(meeting: MeetingSeen, today: date) -> list[Step]:
    """A meeting to come: its papers. One that was: attendance, decisions, the signed list."""

    def step(key: str, sentence: str, button: str, spot: str, weight: int, icon: str) -> Step:
        return Step(
            key=f"{key}:{meeting.uid}",
            sentence=sentence,
            button=button,
            room="meetings",
            uid=meeting.uid,
            spot=spot,
            weight=weight,
            icon=icon,
        )

    day = meeting.data.date
    if day is None:
        return [step("day", "Ada rembug yang belum bertanggal.", "Isi tanggal", "", 30, "calendar-event")]
    if day >= today and not meeting.present:
        where = f" di {clip(meeting.data.place, 30)}" if meeting.data.place else ""
        return [
            Step(
                key=f"prepare:{meeting.uid}",
                sentence=f"Rembug{where}: cetak undangan dan daftar hadir kosong.",
                button="Siapkan",
                room="meetings",
                uid=meeting.uid,
                spot="papers",
                due=day,
                icon="printer",
            )
        ]
    steps: list[Step] = []
    decided = any(decision.text.strip() for decision in meeting.data.decisions)
    if not meeting.present and not decided:
        sentence = f"Hasil {meeting.called} belum dicatat: daftar hadir dan keputusannya."
        steps.append(step("record", sentence, "Catat rembug", "attendance", 20, "pencil"))
    elif not meeting.present:
        sentence = f"Daftar hadir {meeting.called} belum diisi."
        steps.append(step("present", sentence, "Isi daftar hadir", "attendance", 20, "list-check"))
    elif not decided:
        sentence = f"Keputusan {meeting.called} belum ditulis."
        steps.append(step("decisions", sentence, "Tulis keputusan", "decisions", 22, "pencil"))
    if meeting.present and not meeting.signed:
        sentence = f"Daftar hadir {meeting.called} yang ditandatangani belum dilampirkan."
        steps.append(step("signed", sentence, "Lampirkan", "papers", 32, "paperclip"))
    if meeting.present and not meeting.pictured:
        sentence = f"Foto {meeting.called} belum dilampirkan; tanpa foto usulannya tidak bisa diajukan."
        steps.append(step("photos", sentence, "Tambah foto", "photos", 33, "camera"))
    return steps


def _decisions(work: Workplace) -> list[Step]:
    waiting = work.proposals.open_decisions()
    if not waiting:
        return []
    first = waiting[0]
    return [
        Step(
            key="open_decisions",
            sentence=f"{len(waiting)} keputusan rembug belum menjadi usulan, mulai dari “{clip(first.decision.text)}”.",
            button="Jadikan usulan",
            room="meetings",
            uid=first.meeting,
            spot="decisions",
            weight=24,
            icon="clipboard-list",
        )
    ]


def _open_rows(board: Board) -> list[ProposalRow]:
    return [row for row in board.rows if row.state in ("draft", "ready", "returned", "withdrawn")]


def _unfinished(board: Board) -> list[Step]:
    steps: list[Step] = []
    rows = _open_rows(board)
    without_lines = [row for row in rows if not row.data.lines]
    if without_lines:
        first = without_lines[0]
        steps.append(
            Step(
                key="estimate",
                sentence=f"{len(without_lines)} usulan belum punya RAB, mulai dari “{clip(first.data.title)}”.",
                button="Isi RAB",
                room="proposals",
                uid=first.uid,
                spot="estimate",
                weight=26,
                icon="calculator",
            )
        )
    differing = [row for row in rows if row.data.lines and row.estimate != row.data.amount]
    if differing:
        first = differing[0]
        steps.append(
            Step(
                key="amount",
                sentence=f"Jumlah RAB “{clip(first.data.title)}” berbeda dari jumlah usulannya.",
                button="Samakan",
                room="proposals",
                uid=first.uid,
                spot="estimate",
                weight=27,
                urgency="attention",
                icon="calculator",
            )
        )
    held = {one.subject: one.field for one in reversed(board.results) if one.level == "block" and one.rule[0] == "V"}
    lacking = [row for row in rows if row.data.lines and row.uid in held]
    if lacking:
        first = lacking[0]
        steps.append(
            Step(
                key="terms",
                sentence=f"{len(lacking)} usulan belum memenuhi syaratnya, mulai dari “{clip(first.data.title)}”.",
                button="Lengkapi",
                room="proposals",
                uid=first.uid,
                spot=held[first.uid],
                weight=29,
                icon="alert-triangle",
            )
        )
    homeless = [row for row in rows if not row.data.meeting]
    if homeless:
        steps.append(
            Step(
                key="meeting_missing",
                sentence=f"{len(homeless)} usulan belum punya rembug, mulai dari “{clip(homeless[0].data.title)}”.",
                button="Pilih rembug",
                room="proposals",
                uid=homeless[0].uid,
                spot="meeting",
                weight=28,
                icon="friends",
            )
        )
    return steps


def _over_limits(board: Board) -> list[Step]:
    """The ceiling and each bidang beyond its maximum."""
    summary = board.summary
    steps: list[Step] = []
    if summary.over:
        steps.append(
            Step(
                key="over",
                sentence=f"Seluruh usulan melebihi pagu sebesar {format_rupiah(summary.over)}.",
                button="Kurangi",
                room="proposals",
                weight=12,
                urgency="problem",
                icon="alert-triangle",
            )
        )
    steps += [
        Step(
            key=f"over:{bar.sector}:{bar.scope}",
            sentence=f"{bar.label} melebihi batas sebesar {format_rupiah(bar.over)}.",
            button="Kurangi",
            room="proposals",
            spot=f"sector:{bar.sector}",
            weight=13,
            urgency="problem",
            icon="alert-triangle",
        )
        for bar in (*summary.bars, *summary.combined)
        if bar.over
    ]
    return steps


def _letters(work: Workplace, board: Board) -> list[Step]:
    """Statement letters the rules ask for; once every decision is a usulan, since before they would change again."""
    if not board.rows or not _open_rows(board) or work.proposals.open_decisions():
        return []
    wanted = [one for one in work.proposals.letters() if one.needed is not None and not one.agrees]
    return [
        Step(
            key=f"letter:{one.letter}",
            sentence=(
                f"Surat pernyataan (formulir {one.letter}) diperlukan"
                + (
                    ", karena ada bidang di luar ketentuan."
                    if one.letter == "E"
                    else ", karena iuran JKN tidak diusulkan."
                )
            ),
            button="Buat surat",
            room="proposals",
            uid=one.uid,
            spot="letters",
            weight=34,
            icon="file-text",
        )
        for one in wanted
    ]


def _hand_in(board: Board, meetings: Sequence[MeetingSeen]) -> list[Step]:
    """Meetings whose open usulan are all ready: sign, then hand in."""
    steps: list[Step] = []
    blocked = bool(board.summary.over) or any(bar.over for bar in board.summary.bars)
    for meeting in meetings:
        # What came back and was not touched yet is asked for by another step.
        rows = [
            row
            for row in _open_rows(board)
            if row.data.meeting == meeting.uid and (row.state != "returned" or row.altered)
        ]
        if (
            not rows
            or blocked
            or not meeting.present
            or any(row.state == "draft" or not row.data.lines for row in rows)
        ):
            continue
        missing = [paper for paper in ("minutes", "proposal_letter") if paper not in meeting.scans]
        count = len(missing) + (not meeting.signed)
        if count:
            sentence = (
                f"{len(rows)} usulan siap. Cetak suratnya, minta tanda tangan, lalu lampirkan: kurang {count} kertas."
            )
        else:
            sentence = f"{len(rows)} usulan {meeting.called} siap diajukan ke kelurahan."
        steps.append(
            Step(
                key=f"submit:{meeting.uid}",
                sentence=sentence,
                button="Lengkapi" if count else "Ajukan",
                room="proposals",
                uid=meeting.uid,
                spot="submit",
                weight=36 if count else 15,
                urgency="neutral" if count else "info",
                icon="signature" if count else "send",
            )
        )
    return steps
