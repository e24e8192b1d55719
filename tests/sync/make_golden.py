"""Write the golden bundle of the present format: `python -m tests.sync.make_golden FOLDER`.

Run once per released format; the result is committed and kept for ever, so that no later app forgets how to read it.
All of it is invented (data contoh), and so are the keys.
"""

import sys
from pathlib import Path

from desktop.sync.bundle import FORMAT, Head, Preview
from desktop.sync.keys import DeviceKeys, RootKey, fingerprint
from desktop.sync.revisions import make_line, revision_id
from tests.sync.craft import OFFICE, RT, Desks, jpeg, paper, png, receipt, sha, stream, uid

PHOTO, PREVIEW, SCAN, PAPER = jpeg(64, 48), jpeg(16, 12), png(40, 30), paper(2)


def make(folder: Path) -> None:
    """Write `format-N.rembug` and the key file of the office that opens it, `format-N.key`."""
    folder.mkdir(parents=True, exist_ok=True)
    root = RootKey.generate()
    office = DeviceKeys.generate(OFFICE, uid(2), "Komputer kantor (data contoh)")
    office = office.delegated(root.delegate(office.card(), office))
    rt = DeviceKeys.generate(RT, uid(1), "Laptop RT (data contoh)")
    work = folder / "work"
    work.mkdir()
    desks = Desks(rt, office, office, root, work)
    changed = {"date": "2026-11-03", "amount": 10**12, "description": 'Kerikil "é" \\ 1\n2\tm³'}
    _, first, running = make_line(rt.device, RT, 1, "", receipt(0))
    second = revision_id(RT, receipt(0, parents=(first,), data=changed))
    own = stream(rt, RT, [
        receipt(0),
        receipt(0, parents=(first,), data=changed),
        receipt(0, parents=(first, second), op="resolve", data={"items": [{"qty": "12.5", "ok": True, "note": None}]}),
        receipt(1, op="withdraw", reason="Salah ketik"),
        receipt(2, type="d.photo", files=(sha(PHOTO), sha(SCAN), sha(PAPER)), data={}),
        receipt(3, type="d.from_the_future", v=2, data={"angka": -(2**63), "besar": 2**63 - 1}),
    ])  # fmt: skip
    other = stream(office, RT, [receipt(4, type="k.decision", data={"result": "approve"})])
    branch = stream(rt, RT, [receipt(9)], first_seq=2, prev=running)
    path = desks.write(
        own,
        other,
        branch,
        files=[PHOTO, PREVIEW, SCAN, PAPER],
        cards=(office.card(),),
        to_key=" ".join(fingerprint(root.public)),
        have=(Head(OFFICE, office.device, 3, "a" * 64),),
        missing_files=("b" * 64,),
        previews=(Preview(sha(PHOTO), sha(PREVIEW)),),
    )
    path.replace(folder / f"format-{FORMAT}.rembug")
    office.save(folder / f"format-{FORMAT}.key")
    for file in work.iterdir():
        file.unlink()
    work.rmdir()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
