"""Write docs/transcript.md: one year of one RT on the command line, as it really ran (`python -m tools.transcript`).

The records come from the practice year through the exchange file; every command is a process of its own.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop.services.demo import play_year
from desktop.services.demo.pictures import signed_pages

OFFICE, RT = "35.71.02.1013", "35.71.02.1013/04/03"
SIGNED = ("attendance", "minutes", "proposal_letter")


class Transcript:
    """Runs commands in one folder and writes down what was typed and what came back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: list[str] = []

    def tell(self, text: str) -> None:
        """A sentence between the commands."""
        self.lines += ["", text, ""]

    def run(self, command: str, *, quiet: bool = False) -> str:
        """Run `rembug COMMAND`; returns stdout. The transcript shows both streams and an exit code other than 0."""
        environment = {**os.environ, "REMBUG_CONFIG": str(self.folder / "config")}
        words = [sys.executable, "-m", "desktop", *command.split()]
        done = subprocess.run(
            words, check=False, capture_output=True, text=True, cwd=self.folder, env=environment, encoding="utf-8"
        )
        if not quiet:
            shown = (done.stdout + done.stderr).strip().splitlines()
            body = [f"$ rembug {command}", *shown[:14], *(["…"] if len(shown) > 14 else [])]
            body += [f"(kode keluar {done.returncode})"] if done.returncode else []
            self.lines += ["```console", *body, "```"]
        return done.stdout


def main() -> int:
    """Play it and write the page."""
    root = Path(__file__).parents[1]
    os.environ["PYTHONPATH"] = str(root)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        play_year(folder / "contoh")
        script = Transcript(folder)
        _pair(script)
        meeting, items = _write(script)
        submission = _hand_in(script, meeting, items)
        _decide(script, submission, items)
        text = "\n".join(_HEAD + script.lines).replace(name, "…") + "\n"
    (root / "docs" / "transcript.md").write_text(re.sub(r"\n{3,}", "\n\n", text), encoding="utf-8")
    return 0


_HEAD = [
    "# Satu tahun satu RT di baris perintah",
    "",
    "Dijalankan sungguhan oleh `python -m tools.transcript` dengan data contoh; keluaran panjang dipotong.",
    "Kalimat untuk orang keluar lewat stderr, hasil lewat stdout; `--json` memberi hasil untuk program.",
]


def _pair(script: Transcript) -> None:
    script.tell("Dua meja: RT dan kelurahan. Kelurahan membuat kunci induk; RT mencocokkan sidiknya.")
    script.run(f"init --role kelurahan --area {OFFICE} --year 2022 --sheet kunci.pdf --data kel")
    script.run(f"init --role rt --area {RT} --year 2022 --name Sekretaris --data rt")
    groups = script.run("card -o kartu.json --data kel").strip()
    script.lines += ["```console", f"$ rembug enrol kartu.json --fingerprint '{groups}' --data rt"]
    _with_groups(script, "enrol kartu.json", groups, "rt")
    own = script.run("card -o rt.json --data rt").strip()
    script.lines += ["```console", f"$ rembug approve rt.json --fingerprint '{own}' --data kel"]
    _with_groups(script, "approve rt.json", own, "kel")


def _with_groups(script: Transcript, command: str, groups: str, data: str) -> None:
    """A command whose fingerprint holds spaces."""
    words = [sys.executable, "-m", "desktop", *command.split(), "--fingerprint", groups, "--data", data]
    environment = {**os.environ, "REMBUG_CONFIG": str(script.folder / "config")}
    done = subprocess.run(
        words, check=False, capture_output=True, text=True, cwd=script.folder, env=environment, encoding="utf-8"
    )
    script.lines += [(done.stdout + done.stderr).strip(), "```"]


def _write(script: Transcript) -> tuple[str, dict[str, str]]:
    """The RT's records, taken from the practice year before it was handed in."""
    script.tell("Catatan RT dimuat dari berkas pertukaran (satu catatan per baris), lalu diperiksa.")
    script.run("dump -o semua.jsonl --data contoh/rt-04-03", quiet=True)
    kept, items, meeting = [], {}, ""
    wanted = ("d.resident", "d.meeting", "d.attendance", "d.proposal", "d.beneficiary_list", "d.person", "d.role")
    latest: dict[str, dict[str, object]] = {}
    for line in (script.folder / "semua.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["type"] in wanted and record["area"] == RT:
            latest[record["uid"]] = {**record, "state": "saved"}
    for record in latest.values():
        kept.append(json.dumps(record, ensure_ascii=False))
        data = record["data"]
        if record["type"] == "d.meeting":
            meeting = str(record["uid"])
        if record["type"] == "d.proposal" and isinstance(data, dict):
            items[str(data["title"])] = str(record["uid"])
    (script.folder / "catatan.jsonl").write_text("\n".join(kept), encoding="utf-8")
    script.run("load catatan.jsonl --data rt")
    script.run("check --data rt")
    script.run("digest --data rt")
    return meeting, items


def _hand_in(script: Transcript, meeting: str, items: dict[str, str]) -> str:
    script.tell("Tanpa kertas bertanda tangan pengajuan ditolak; yang sudah dicatat tetap tersimpan.")
    script.run(f"submit proposals {meeting} --data rt")
    script.tell("Cetak, tanda tangani, foto, lampirkan. Foto 0 % dilampirkan ke usulannya.")
    photo = next((script.folder / "contoh" / "photos").glob("04-03-02-0.jpg"))
    script.run(f"attach {items['Paving gang']} {photo} --slot 0 --data rt")
    script.tell("Surat yang diminta aturan dilampirkan ke usulannya: izin lahan, pengesahan kelompok.")
    photos = script.folder / "contoh" / "photos"
    for paper, title in (("land_permit_request", "Saluran air"), ("group_confirmation", "Sarana KUBE")):
        uid = next(uid for name, uid in items.items() if name.startswith(title))
        script.run(f"attach {uid} {next(photos.glob(f'04-03-*-{paper}.jpg'))} --slot {paper} --data rt")
    script.tell("Tanpa foto rembug berita acara belum lengkap (V-19).")
    picture = photos / "rembug-04-03.jpg"
    script.run(f"attach {meeting} {picture} --slot meeting --data rt")
    for kind in SIGNED:
        script.run(f"print {kind} {meeting} -o {kind}.pdf --data rt")
        pages = []
        for number, page in enumerate(signed_pages((script.folder / f"{kind}.pdf").read_bytes(), kind), 1):
            (script.folder / f"{kind}-{number}.jpg").write_bytes(page)
            pages.append(f"{kind}-{number}.jpg")
        script.run(f"attach {meeting} {' '.join(pages)} --slot {kind} --data rt")
    submission = script.run(f"submit proposals {meeting} --data rt").split()[0]
    script.tell("Bundel terenkripsi dan bertanda tangan dibawa ke kelurahan; dilihat dahulu, lalu diterima.")
    script.run(f"export --to {OFFICE} -o usulan.rembug --data rt")
    script.run("import --dry-run usulan.rembug --data kel")
    script.run("import usulan.rembug --data kel")
    script.run("import usulan.rembug --data kel")
    return submission


def _decide(script: Transcript, submission: str, items: dict[str, str]) -> None:
    script.tell("Kelurahan memutuskan tiap usulan; yang bukan persetujuan penuh memerlukan alasan.")
    titles = list(items)
    script.run(f"decide {submission} {items['CCTV lingkungan']} --return --data kel")
    script.run(f"decide {submission} {items['CCTV lingkungan']} --return --reason Lokasi-belum-jelas --data kel")
    script.run(
        f"decide {submission} {items['Paving gang']} --approve 9000000 --reason Harga-disesuaikan "
        "--placement kelurahan --priority 2 --data kel"
    )
    for number, title in enumerate(titles, 3):
        if title not in ("CCTV lingkungan", "Paving gang"):
            command = (
                f"decide {submission} {items[title]} --approve --placement kelurahan --priority {number} --data kel"
            )
            script.run(command, quiet=True)
    script.tell("Sisanya disetujui dengan perintah yang sama. Jawaban kembali ke RT.")
    script.run(f"export --to {RT} -o jawaban.rembug --data kel")
    script.run("import jawaban.rembug --data rt")
    script.run("status --data rt")
    script.tell("Sidik yang terbit sama di kedua meja, dan kedua folder sehat.")
    for data in ("rt", "kel"):
        script.run(f"digest --area {RT} --data {data}")
        script.run(f"doctor --data {data}")


if __name__ == "__main__":
    raise SystemExit(main())
