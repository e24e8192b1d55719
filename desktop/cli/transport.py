"""Commands of sending by itself: which way, one round now, what lies in the outbox."""

import argparse
import getpass
import sys

from desktop.cli.base import DONE, USAGE, AddParser, out, read_file, say
from desktop.domain.areas import parse_area
from desktop.domain.errors import Trouble
from desktop.services.desks import desk_words
from desktop.services.rounds import Going
from desktop.services.workplace import Workplace


def add_commands(add: AddParser) -> None:
    """The words for the way, a round and the outbox."""
    way = add("way", "cara kirim otomatis: folder bersama atau server WebDAV", _way)
    way.add_argument("what", nargs="?", default="show", choices=("show", "folder", "server", "test", "off"))
    way.add_argument("address", nargs="?", default="", metavar="FOLDER|HTTPS://…")
    way.add_argument("--user", default="", help="nama pengguna di server")
    way.add_argument("--password-file", metavar="FILE", help="berkas berisi kata sandi; tanpa ini ditanyakan")
    way.add_argument("--manual", action="store_true", help="hanya bila diminta (rembug sync)")
    way.add_argument("--metered", action="store_true", help="sambungan berkuota: foto menunggu --photos")
    way.add_argument("--together", action="store_true", help="data dan foto dalam satu bundel")

    sync = add("sync", "ambil yang datang dan kirim yang baru, sekarang", _sync)
    sync.add_argument("--photos", action="store_true", help="juga foto yang ditahan karena sambungan berkuota")
    sync.add_argument("--password-file", metavar="FILE", help="berkas berisi kata sandi server")

    add("outbox", "bundel yang belum sampai", _outbox)


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_file:
        return read_file(arguments.password_file).decode("utf-8", "replace").strip("\r\n")
    return getpass.getpass("Kata sandi server: ") if sys.stdin.isatty() else ""


def _way(place: Workplace, arguments: argparse.Namespace) -> int:
    transport = place.transport
    if arguments.what == "off":
        transport.forget()
        say("Cara kirim otomatis dihapus, juga kata sandinya.")
        return DONE
    if arguments.what in ("folder", "server"):
        if not arguments.address:
            say("Sebutkan folder atau alamat servernya: rembug way folder /media/USB")
            return USAGE
        from desktop.services.ways import WayChoice

        choice = WayChoice(
            kind="folder" if arguments.what == "folder" else "webdav",
            address=arguments.address.strip(),
            user=arguments.user.strip(),
            automatic=not arguments.manual,
            data_first=not arguments.together,
            metered=arguments.metered,
        )
        transport.ways.check(choice)
        word = _password(arguments) if choice.needs_password else None
        if not transport.choose(choice, word):
            say("Komputer ini tidak menyimpan kata sandi; ditanyakan setiap kali.")
    found = transport.choice()
    if found is None:
        raise Trouble("way_none")
    if arguments.what == "test":
        transport.try_out(found, None if transport.ways.password(found) else _password(arguments) or None)
        say("Tempatnya ada dan dapat ditulis.")
    kind = "folder" if found.kind == "folder" else f"server, pengguna {found.user or '-'}"
    notes = ["otomatis" if found.automatic else "bila diminta", *(["berkuota"] if found.metered else [])]
    out(arguments, found, [f"{found.address} ({kind}; {', '.join(notes)})"])
    return DONE


def _sync(place: Workplace, arguments: argparse.Namespace) -> int:
    choice = place.transport.choice()
    if choice is not None and choice.needs_password:
        word = "" if place.transport.ways.password(choice) and not arguments.password_file else _password(arguments)
        if word:
            place.transport.ways.use_password(word)
    last = [""]

    def told(going: Going) -> None:
        if sys.stderr.isatty() and going.name != last[0]:
            last[0] = going.name
            say(f"{'Mengirim' if going.what == 'sending' else 'Mengambil'} {going.name}, {going.total} byte")

    done = place.transport.run(told, photos=arguments.photos)
    lines = [f"{done.taken} bundel diambil, {done.sent} bundel dikirim ({done.bytes_sent} byte)."]
    if done.held:
        lines.append(f"{done.held} bundel tertahan; lihat Kirim–Terima.")
    if done.unfinished:
        lines.append(f"{done.unfinished} bundel belum utuh; dicoba lagi nanti.")
    if done.waiting:
        lines.append(f"{done.waiting} bundel foto menunggu: rembug sync --photos.")
    out(arguments, done, lines)
    return DONE


def _outbox(place: Workplace, arguments: argparse.Namespace) -> int:
    rows = [
        {
            "bundle": one.uid,
            "to": one.to_area,
            "kind": one.kind,
            "name": one.name,
            "size": one.size,
            "outcome": one.outcome,
            "handed": one.handed,
        }
        for one in place.transport.parcels()
    ]
    lines = [
        f"{row['name']} ke {desk_words(parse_area(str(row['to'])))[0]}, {row['size']} byte: "
        f"{'menunggu kabar diterima' if row['handed'] else 'belum dikirim'}"
        for row in rows
    ]
    out(arguments, rows, lines or ["Tidak ada yang menunggu."])
    return DONE
