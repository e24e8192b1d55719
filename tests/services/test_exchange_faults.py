"""Bundles that must not be taken, at the level of the exchange: refused whole, nothing changed, the file kept.

Hand-made with the exchange's own writer, or with `craft` where the writer itself would refuse. Data contoh throughout.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import explain
from desktop.domain.record_types import read_data
from desktop.domain.records import Covered, Proposal, Submission
from desktop.services.attachments import AttachmentService
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk, new_uid, now_ms
from desktop.services.exchange import ExchangeService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService, submission_digest
from desktop.services.trust import TrustService
from desktop.sync.bundle import Manifest, StreamRange, write_bundle
from desktop.sync.keys import DeviceKeys, RootKey, sign_head
from desktop.sync.revisions import Revision, make_line
from tests.services.conftest import OFFICE, RT, DeskMaker, approve, carry, enrol
from tests.services.test_one_proposal_there_and_back import fill
from tests.sync import craft

RT_2 = f"{OFFICE}/04/02"
POKMAS = f"{OFFICE}/P/02"


def everything(desk: Desk) -> tuple[dict[str, str], frozenset[str]]:
    """A digest of every table, and the names of all attachments: what "nothing changed" means."""
    digests: dict[str, str] = {}
    with desk.sessions() as session:
        for table in sorted(inspect(session.get_bind()).get_table_names()):
            rows = sorted(repr(row) for row in session.execute(text(f'SELECT * FROM "{table}"')))
            digests[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests, frozenset(desk.files.names())


def revision(kind: str, data: dict[str, Any], **changes: Any) -> Revision:
    fields: dict[str, Any] = {
        "v": 1, "type": kind, "uid": new_uid(), "op": "put", "parents": (), "at": now_ms(), "actor": new_uid(),
        "year": 2022, "data": data, "files": (),
    }  # fmt: skip
    return Revision(**{**fields, **changes})


def bundle(
    folder: Path, sender: Desk, receiver: Desk, area: str, revisions: Sequence[Revision], *, author: Desk | None = None
) -> Path:
    """A bundle of these revisions as lines of `area`, signed by `author` (default: the sender), well formed throughout.

    Nothing here asks who may write what: that is for the receiver to judge.
    """
    keys = (author or sender).keys
    lines, running = [], ""
    for seq, one in enumerate(revisions, 1):
        raw, _, running = make_line(keys.device, area, seq, running, one)
        lines.append(raw)
    head = sign_head(keys, area, len(revisions), running)
    manifest = Manifest(
        uid=new_uid(), kind="data", area=str(sender.info.area), card=sender.keys.card(),
        to_area=str(receiver.info.area), app_version="0.1.0", made_at=now_ms(),
        cards=() if author is None else (author.keys.card(),),
        streams=(StreamRange(area, keys.device, 1, len(revisions), "", head),),
    )  # fmt: skip
    path = folder / f"{new_uid()}.rembug"
    write_bundle(path, manifest, sender.keys, lines, [], [receiver.keys.recipient])
    return path


def refused(receiver: Desk, file: Path) -> Trouble:
    """Preview and take the file; both must refuse it, change nothing, and keep it in quarantine with its reason."""
    exchange, before, raw = ExchangeService(receiver), everything(receiver), file.read_bytes()
    with pytest.raises(Trouble) as previewed:
        exchange.preview(file)
    assert exchange.held() == []
    with pytest.raises(Trouble) as taken:
        exchange.take(file)
    assert previewed.value.code == taken.value.code
    assert everything(receiver) == before
    (held,) = exchange.held()
    assert (held.code, held.name) == (taken.value.code, file.name)
    assert (receiver.folder / "quarantine" / f"{held.sha256}.rembug").read_bytes() == raw
    assert not (receiver.folder / "inbox" / f"{held.sha256}.rembug").exists()
    return taken.value


@pytest.fixture
def neighbour(new_desk: DeskMaker, office: Desk) -> Desk:
    """RT 02 of the same RW, known to the kelurahan."""
    desk = new_desk("rt-dua", RT_2)
    enrol(desk, office)
    approve(office, desk)
    return desk


@pytest.fixture
def group(new_desk: DeskMaker, office: Desk) -> Desk:
    """A Pokmas, known to the kelurahan."""
    desk = new_desk("pokmas", POKMAS)
    enrol(desk, office)
    approve(office, desk)
    return desk


# --- 24: the same again ---


def test_the_same_bundle_renamed_says_when_it_was_taken(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    meeting, _ = fill(rt)
    SubmissionService(rt).submit("proposals", meeting)
    (file,) = carry(rt, office, tmp_path)
    before = everything(office)
    copies = [tmp_path / "dari-bu-sri.rembug", tmp_path / "IMG_0007.jpg"]
    for copy in copies:
        copy.write_bytes(file.read_bytes())
        plan = ExchangeService(office).preview(copy)
        assert plan.already
        assert abs(plan.taken_at - now_ms()) < 600_000
        assert not ExchangeService(office).take(copy).applied
    assert everything(office) == before
    assert ExchangeService(office).held() == []
    kept = office.folder / "inbox" / f"{hashlib.sha256(file.read_bytes()).hexdigest()}.rembug"
    assert kept.read_bytes() == file.read_bytes()


# --- 27: who sent it ---


def test_an_unknown_device_waits_with_its_card(rt_desk: Desk, office: Desk, tmp_path: Path) -> None:
    enrol(rt_desk, office)
    meeting, _ = fill(rt_desk)
    SubmissionService(rt_desk).submit("proposals", meeting)
    (departure,) = ExchangeService(rt_desk).send(OFFICE, tmp_path)
    assert departure.path is not None
    problem = refused(office, departure.path)
    assert problem.code == "unknown_sender"
    assert explain(problem) == (
        "Pengirim dari RT 03/RW 04 belum terdaftar; bundel disimpan dahulu. Daftarkan perangkatnya, lalu coba lagi."
    )
    (held,) = ExchangeService(office).held()
    assert held.waiting
    assert held.fingerprint == TrustService(rt_desk).fingerprint()


def test_every_bundle_of_a_newly_approved_device_is_taken(rt_desk: Desk, office: Desk, tmp_path: Path) -> None:
    enrol(rt_desk, office)
    for title in ("Rembug satu", "Rembug dua"):
        meeting = RecordService(rt_desk).save("d.meeting", read_data("d.meeting", {"title": title})).uid
        RecordService(rt_desk).save("d.proposal", Proposal(title=title, meeting=meeting, amount=1_000_000))
        SubmissionService(rt_desk).submit("proposals", meeting)
        (departure,) = ExchangeService(rt_desk).send(OFFICE, tmp_path)
        assert departure.path is not None
        with pytest.raises(Trouble, match="unknown_sender"):
            ExchangeService(office).take(departure.path)
    exchange = ExchangeService(office)
    newest, _oldest = exchange.held()
    exchange.approve_sender(newest.sha256, newest.fingerprint)
    assert exchange.held() == []
    assert len(SubmissionService(office).received(RT)) == 2


def test_a_wrong_signature_is_refused(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    one = craft.stream(rt.keys, RT, [revision("d.meeting", {"title": "Rembug"})])
    problem = refused(office, hand_made(rt, office, tmp_path).sealed(one, sign_with=office.keys))
    assert problem.code == "bad_signature"


def test_a_stream_its_author_did_not_sign_is_refused(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    one = craft.stream(rt.keys, RT, [revision("d.meeting", {"title": "Rembug"})], sign=False)
    assert refused(office, hand_made(rt, office, tmp_path).sealed(one)).code == "bad_head"


def test_lines_of_an_author_nobody_approved_are_refused(
    paired: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path
) -> None:
    rt, office = paired
    stranger = new_desk("laptop-lain", RT)
    file = bundle(tmp_path, rt, office, RT, [revision("d.meeting", {"title": "Palsu"})], author=stranger)
    assert refused(office, file).code == "unknown_author"


def test_another_key_under_an_approved_name_is_refused(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    forged = DeviceKeys.generate(RT, rt.keys.device, "Laptop RT")
    desks = craft.Desks(forged, office.keys, office.keys, RootKey.generate(), tmp_path)
    one = craft.stream(forged, RT, [revision("d.meeting", {"title": "Palsu"})])
    assert refused(office, desks.sealed(one)).code == "not_owner"


# --- 28 and 30: who may write what ---


def test_an_rt_may_not_write_for_its_neighbour(paired: tuple[Desk, Desk], neighbour: Desk, tmp_path: Path) -> None:
    _, office = paired
    file = bundle(tmp_path, neighbour, office, RT, [revision("d.meeting", {"title": "Rembug RT lain"})])
    problem = refused(office, file)
    assert problem.code == "not_owner"
    assert explain(problem) == (
        "Perangkat RT 02/RW 04 tidak berhak mengubah data RT 03/RW 04. Bundel ditolak; hubungi pengirimnya."
    )


def test_one_foreign_line_refuses_all_the_good_ones(paired: tuple[Desk, Desk], neighbour: Desk, tmp_path: Path) -> None:
    _, office = paired
    good = craft.stream(neighbour.keys, RT_2, [revision("d.meeting", {"title": f"Rembug {n}"}) for n in range(3)])
    bad = craft.stream(neighbour.keys, RT, [revision("d.meeting", {"title": "Rembug RT lain"})])
    desks = hand_made(neighbour, office, tmp_path)
    assert refused(office, desks.sealed(good, bad)).code == "not_owner"
    assert RecordService(office).find("d.meeting") == []


@pytest.mark.parametrize("kind", ["k.decision", "k.contract", "k.device_approval", "k.sesuatu_yang_baru"])
def test_an_rt_may_not_write_what_is_the_kelurahans(paired: tuple[Desk, Desk], tmp_path: Path, kind: str) -> None:
    rt, office = paired
    data = {
        "k.decision": {"submission": new_uid(), "digest": "0" * 64, "item": new_uid(), "outcome": "approve"},
        "k.device_approval": {"device": new_uid(), "of": RT, "sign": "0" * 64, "age": "age1", "name": "Laptop"},
    }.get(kind, {})
    assert refused(office, bundle(tmp_path, rt, office, RT, [revision(kind, data)])).code == "not_owner"


def test_the_kelurahan_may_not_write_a_receipt(group: Desk, office: Desk, tmp_path: Path) -> None:
    receipt = revision("d.receipt", {"payee": "Toko Contoh", "amount": 1_250_000})
    problem = refused(group, bundle(tmp_path, office, group, POKMAS, [receipt]))
    assert problem.code == "not_owner"
    assert "35.71.02.1013" in explain(problem)


def test_a_pokmas_record_has_no_place_in_an_rt(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    receipt = revision("d.receipt", {"payee": "Toko Contoh", "amount": 1_250_000})
    assert refused(office, bundle(tmp_path, rt, office, RT, [receipt])).code == "not_owner"


def test_the_register_of_residents_never_comes_in(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    resident = revision("d.resident", {"name": "Warga (contoh)"})
    assert refused(office, bundle(tmp_path, rt, office, RT, [resident])).code == "not_owner"


def test_a_bundle_for_another_kelurahan_names_it(
    paired: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path
) -> None:
    rt, office = paired
    desks = hand_made(rt, office, tmp_path)
    file = desks.sealed(change=lambda content: content.update(to_area="35.71.01.1001"))
    problem = refused(office, file)
    assert problem.code == "other_area"
    assert "35.71.01.1001" in explain(problem)


# --- 35 and 36: contents that cannot be ---


def test_an_attachment_that_is_not_what_its_name_says(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    one = craft.stream(rt.keys, RT, [revision("d.meeting", {"title": "Rembug"})])
    file = hand_made(rt, office, tmp_path).sealed(one, files=[("0" * 64, craft.jpeg())])
    assert refused(office, file).code == "member_mismatch"


def test_an_attachment_of_a_kind_we_do_not_keep(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    page = b"<html><script>alert(1)</script></html>"
    one = craft.stream(rt.keys, RT, [revision("d.meeting", {"title": "Rembug"})])
    file = hand_made(rt, office, tmp_path).sealed(one, files=[(craft.sha(page), page)])
    assert refused(office, file).code == "bad_attachment"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": "Saluran", "amount": -1}, "amount"),
        ({"title": "Saluran", "amount": 10**18}, "amount"),
        ({"title": "Saluran", "amount": "1.000.000"}, "amount"),
        ({"title": "Saluran", "volume": "-1"}, "volume"),
        ({"title": "Saluran", "lines": [{"uid": new_uid(), "unit_price": -5}]}, "lines"),
        ({"title": "x" * 501}, "title"),
        ({"title": "Saluran", "sector": "perang"}, "sector"),
    ],
)
def test_a_proposal_with_nonsense_is_refused_by_field(
    paired: tuple[Desk, Desk], tmp_path: Path, data: dict[str, Any], field: str
) -> None:
    rt, office = paired
    good = revision("d.proposal", {"title": "Usulan yang benar", "amount": 1_000_000})
    problem = refused(office, bundle(tmp_path, rt, office, RT, [good, revision("d.proposal", data)]))
    assert problem.code == "bad_schema"
    assert problem.facts["noun"] == "usulan"
    assert problem.facts["line"] == "2"
    assert str(problem.facts["field"]).startswith(field)
    assert explain(problem).startswith("Satu usulan di dalam bundel berisi isian yang tidak mungkin")


@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "kemarin"])
def test_days_that_cannot_be_are_refused(paired: tuple[Desk, Desk], tmp_path: Path, day: str) -> None:
    rt, office = paired
    file = bundle(tmp_path, rt, office, RT, [revision("d.meeting", {"title": "Rembug", "date": day})])
    assert refused(office, file).code == "bad_schema"


def test_a_year_outside_all_years_is_refused(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    raw, _, running = make_line(rt.keys.device, RT, 1, "", revision("d.meeting", {"title": "Rembug"}))
    one = craft.Stream([], StreamRange(RT, rt.keys.device, 1, 1, "", sign_head(rt.keys, RT, 1, running)))
    file = hand_made(rt, office, tmp_path).sealed(one, lines=raw.replace(b'"year":2022', b'"year":9999') + b"\n")
    assert refused(office, file).code == "bad_line"


# --- 39: a submission that names what is not there ---


def submission_of(items: Sequence[Covered]) -> tuple[str, Revision]:
    """A genuine submission record over these items."""
    uid, meeting = new_uid(), new_uid()
    data = {
        "kind": "proposals", "subject": meeting, "attempt": 1, "items": [[item.uid, item.value_hash] for item in items],
        "digest": submission_digest(uid, 1, items, ()),
    }  # fmt: skip
    return uid, revision("d.submission", data, uid=uid)


def test_a_submission_waits_for_what_never_came(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    missing = Covered(new_uid(), "a" * 64)
    uid, record = submission_of([missing])
    ExchangeService(office).take(bundle(tmp_path, rt, office, RT, [record]))
    received = SubmissionService(office).open(uid)
    assert (received.whole, received.foreign) == (False, False)
    assert received.items == (None,)
    with pytest.raises(RuleViolation, match="submission_waiting"):
        DecisionService(office).decide(uid, missing.uid, "approve")


def test_a_submission_over_another_rts_record_cannot_be_approved(
    paired: tuple[Desk, Desk], neighbour: Desk, tmp_path: Path
) -> None:
    rt, office = paired
    meeting, (proposal, _) = fill(neighbour)
    SubmissionService(neighbour).submit("proposals", meeting)
    carry(neighbour, office, tmp_path)
    theirs = RecordService(office).get(proposal, RT_2)
    assert theirs is not None
    uid, record = submission_of([Covered(proposal, theirs.value_hash)])
    ExchangeService(office).take(bundle(tmp_path, rt, office, RT, [record]))
    assert SubmissionService(office).open(uid).foreign
    with pytest.raises(RuleViolation, match="submission_invalid"):
        DecisionService(office).decide(uid, proposal, "approve")
    assert SubmissionService(office).states(RT_2)[proposal].state == "submitted"


def test_a_submission_with_a_wrong_digest_cannot_be_approved(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    meeting, (proposal, _) = fill(rt)
    uid = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    genuine = SubmissionService(office).open(uid).data
    assert isinstance(genuine, Submission)
    forged_uid, forged = new_uid(), dict[str, Any]()
    forged |= {"kind": "proposals", "subject": meeting, "attempt": 2, "digest": genuine.digest}
    forged["items"] = [[item.uid, item.value_hash] for item in genuine.items]
    seq, prev = head_of(office, rt)
    raw, _, running = make_line(rt.keys.device, RT, seq + 1, prev, revision("d.submission", forged, uid=forged_uid))
    head = sign_head(rt.keys, RT, seq + 1, running)
    one = craft.Stream([raw], StreamRange(RT, rt.keys.device, seq + 1, seq + 1, prev, head))
    ExchangeService(office).take(hand_made(rt, office, tmp_path).sealed(one))
    assert SubmissionService(office).open(forged_uid).foreign
    with pytest.raises(RuleViolation, match="submission_invalid"):
        DecisionService(office).decide(forged_uid, proposal, "approve")


def head_of(office: Desk, author: Desk) -> tuple[int, str]:
    """The last line of an author's stream for RT that the office holds: its number and hash."""
    with office.sessions() as session:
        row = session.execute(
            text("SELECT seq, hash FROM lines WHERE area = :area AND device = :device ORDER BY seq DESC LIMIT 1"),
            {"area": RT, "device": author.keys.device},
        ).one()
    return int(row[0]), str(row[1])


def hand_made(sender: Desk, receiver: Desk, folder: Path) -> craft.Desks:
    """The crafting table, set up with the keys of two real desks."""
    return craft.Desks(sender.keys, receiver.keys, receiver.keys, RootKey.generate(), folder)


# --- files that are no bundles ---


def test_a_film_is_neither_read_nor_copied(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    _, office = paired
    film = tmp_path / "rembug.mp4"
    with film.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    with pytest.raises(Trouble, match="not_bundle"):
        ExchangeService(office).take(film)
    assert ExchangeService(office).held() == []
    assert not any((office.folder / "inbox").glob("*.rembug"))


# --- stopping in the middle ---


class Stopped(Exception):
    """The user pressed Batalkan."""


def test_a_take_stopped_midway_takes_nothing(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    meeting, _ = fill(rt)
    photos = photographed(rt, meeting, tmp_path)
    SubmissionService(rt).submit("proposals", meeting)
    (departure,) = ExchangeService(rt).send(OFFICE, tmp_path)
    assert departure.path is not None
    before = everything(office)[0]

    def stop(done: int, total: int) -> None:
        assert total == photos
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        ExchangeService(office).take(departure.path, stop)
    assert everything(office)[0] == before
    assert ExchangeService(office).held() == []
    assert ExchangeService(office).take(departure.path).applied


def photographed(desk: Desk, of: str, folder: Path, count: int = 3) -> int:
    """Put different small pictures on a record."""
    for number in range(count):
        file = folder / f"foto-{number}.jpg"
        file.write_bytes(craft.jpeg(20 + number, 12))
        AttachmentService(desk).add_photo(of, file, "meeting")
    return count


def test_a_refused_file_is_kept_without_taking_anything(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    _, office = paired
    file = tmp_path / "bukan-bundel.rembug"
    file.write_bytes(b"bukan bundel")
    before = everything(office)
    with pytest.raises(Trouble) as refusal:
        ExchangeService(office).preview(file)
    held = ExchangeService(office).keep(file, refusal.value)
    assert held is not None
    assert (held.code, held.name) == ("not_bundle", "bukan-bundel.rembug")
    assert ExchangeService(office).keep(tmp_path / "tidak-ada.rembug", refusal.value) is None
    assert everything(office) == before
