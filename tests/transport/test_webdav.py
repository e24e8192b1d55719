"""Bundles over WebDAV, on two real servers, whatever happens on the line."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import FALLBACK, explain
from desktop.sync import limits
from desktop.sync.transport.http import Patience
from desktop.sync.transport.layout import box
from desktop.sync.transport.webdav import WebDav
from tests.transport.proxy import (
    HTML,
    Asked,
    Changed,
    Cut,
    Deaf,
    Fault,
    Plan,
    Proxy,
    Status,
    Trickle,
    nothing,
    spoiling,
)
from tests.transport.servers import PASSWORD, USER, Server, certificate_for, free_port, serving

RT = box("35.71.02.1013/04/03", to_office=True)
QUICK = Patience(connect=2, idle=2, slowest=64 * 1024)


def line_to(proxy: Proxy) -> WebDav:
    return WebDav(proxy.url, USER, PASSWORD, patience=QUICK)


def direct(server: Server) -> WebDav:
    return WebDav(server.url, USER, PASSWORD, patience=QUICK)


def attempt(way: WebDav, uid: str, file: Path) -> str:
    """Try once; the trouble's code, "" when it is there."""
    try:
        way.put(RT, uid, file)
    except Trouble as problem:
        return problem.code
    return ""


def is_there(server: Server, uid: str, file: Path, work: Path) -> bool:
    """Whether another desk gets exactly this bundle."""
    way = direct(server)
    found = [one for one in way.look([RT]) if one.name == f"{uid}.parts"]
    if not found:
        return False
    way.fetch(found[0], work / f"got-{uid}")
    way.close()
    return (work / f"got-{uid}").read_bytes() == file.read_bytes()


def test_a_bundle_goes_and_comes_as_it_was(server: Server, bundle: Path, tmp_path: Path) -> None:
    way = direct(server)
    way.check()
    told: list[tuple[int, int]] = []
    size = bundle.stat().st_size
    assert way.put(RT, "whole", bundle, lambda done, total: told.append((done, total))).sent == size
    assert told[-1] == (size, size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert way.put(RT, "whole", bundle).sent == 0  # a second time costs nothing
    assert is_there(server, "whole", bundle, tmp_path)
    (found,) = [one for one in way.look([(RT[0], "in", "*")]) if one.name == "whole.parts"]
    assert (found.box, found.size) == (RT, size)
    assert [one for one in way.look([RT], {"whole"}) if one.name == "whole.parts"] == []
    way.remove(RT, "whole")
    way.remove(RT, "whole")
    assert not is_there(server, "whole", bundle, tmp_path)
    way.close()


def test_a_whole_file_laid_there_by_hand_is_found_too(server: Server, bundle: Path, tmp_path: Path) -> None:
    way = direct(server)
    way.put(RT, "other", bundle)  # makes the folders
    (server.root / "kiriman").joinpath(*RT, "Kiriman dari RT 03.rembug").write_bytes(bundle.read_bytes())
    (found,) = [one for one in way.look([RT]) if one.name.endswith(".rembug")]
    way.fetch(found, tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == bundle.read_bytes()
    way.close()


PARTS_OF_BUNDLE = 3
CUTS: list[tuple[str, Fault]] = [
    ("before the body", Cut(0)),
    ("one byte in", Cut(1)),
    ("in the middle", Cut(100_000)),
    ("the last byte missing", Cut(limits.PART_BYTES - 1)),
    ("all sent, no answer", Deaf()),
    ("half an answer", Deaf(20)),
]


@pytest.mark.parametrize(("where", "fault"), CUTS, ids=[name for name, _ in CUTS])
def test_cut_at_every_part_it_goes_on_with_what_is_missing(
    server: Server, bundle: Path, tmp_path: Path, where: str, fault: Fault
) -> None:
    """The nth request that carries a body breaks, for every n: parts, index, listings and new folders alike."""
    uid = f"cut-{where}".replace(" ", "-").replace(",", "")
    size = bundle.stat().st_size
    for number in range(1, 40):
        name = f"{uid}-{number}"
        struck: list[Asked] = []

        def plan(asked: Asked, number: int = number, struck: list[Asked] = struck) -> Fault:
            if asked.number != number:
                return None
            struck.append(asked)
            return Cut(min(fault.after, max(asked.size - 1, 0))) if isinstance(fault, Cut) else fault

        with spoiling(server.port, plan) as proxy:
            way = line_to(proxy)
            said = attempt(way, name, bundle)
            assert said in ("", "way_cut")
            if said:
                way.put(RT, name, bundle)
            way.close()
            assert proxy.sent_parts() - size <= limits.PART_BYTES
        assert is_there(server, name, bundle, tmp_path)
        direct(server).remove(RT, name)
        if not struck:
            break
    assert number > PARTS_OF_BUNDLE + 4  # it was cut at every request there is, and the last round met none


ANSWERS: list[tuple[Fault, str]] = [
    (Status(401), "way_login"),
    (Status(403), "way_refused"),
    (Status(409), "way_conflict"),
    (Status(413), "way_too_big"),
    (Status(423), "way_locked"),
    (Status(429, (("Retry-After", "7"),)), "way_busy"),
    (Status(500), "way_server"),
    (Status(502, (("Content-Type", "text/html"),), b"<html>Bad gateway</html>"), "way_server"),
    (Status(507), "way_full"),
    (Status(302, (("Location", "http://masuk.wifi/"),)), "way_redirected"),
    (Status(301, (("Location", "http://127.0.0.1/"),)), "way_redirected"),
    (Status(511, (("Content-Type", "text/html"),), b"<html>Masuk</html>"), "way_redirected"),
    (Status(418), "way_odd"),
    (HTML, "way_not_dav"),
]


@pytest.mark.parametrize(("fault", "code"), ANSWERS, ids=[f"{f.code}-{c}" for f, c in ANSWERS if isinstance(f, Status)])
@pytest.mark.parametrize("method", ["PROPFIND", "PUT", "MKCOL"])
def test_each_refusal_has_its_sentence_and_marks_nothing_sent(
    server: Server, bundle: Path, tmp_path: Path, fault: Fault, code: str, method: str
) -> None:
    def plan(asked: Asked) -> Fault:
        return fault if asked.method == method else None

    name = f"refused-{method}-{code}-{getattr(fault, 'code', '')}"
    with spoiling(server.port, plan) as proxy:
        way = line_to(proxy)
        with pytest.raises(Trouble) as caught:
            way.put(RT, name, bundle)
        assert caught.value.code in (code, "way_missing" if method == "MKCOL" and code == "way_conflict" else code)
        assert explain(caught.value) != FALLBACK.text
        if code == "way_busy":
            assert caught.value.facts["seconds"] == "7"
        assert not is_there(server, name, bundle, tmp_path)
        proxy.plan = nothing
        way.put(RT, name, bundle)  # once it is over, it goes
        way.close()
    assert is_there(server, name, bundle, tmp_path)


@pytest.mark.parametrize("what", ["index.json", "part"])
@pytest.mark.parametrize(("fault", "code"), ANSWERS, ids=[f"{f.code}-{c}" for f, c in ANSWERS if isinstance(f, Status)])
def test_taking_tells_the_same_faults_and_goes_on_where_it_stood(
    server: Server, bundle: Path, tmp_path: Path, fault: Fault, code: str, what: str
) -> None:
    way = direct(server)
    name = f"take-{what[:4]}-{code}-{getattr(fault, 'code', '')}"
    way.put(RT, name, bundle)
    (found,) = [one for one in way.look([RT]) if one.name == f"{name}.parts"]
    way.close()
    parts: list[str] = []

    def plan(asked: Asked) -> Fault:
        if asked.method == "GET" and f"{name}.parts" in asked.path:
            index = asked.path.endswith("index.json")
            if not index:
                parts.append(asked.path)
            if index == (what == "index.json") and (index or len(parts) == 2):
                return fault
        return None

    with spoiling(server.port, plan) as proxy:
        reader = line_to(proxy)
        with pytest.raises(Trouble) as caught:
            reader.fetch(found, tmp_path / "got")
        assert caught.value.code == code
        assert not (tmp_path / "got").exists()
        proxy.plan = nothing
        before = len(proxy.asked)
        reader.fetch(found, tmp_path / "got")
        again = [one for one in proxy.asked[before:] if not one.path.endswith("index.json")]
        assert len(again) == (PARTS_OF_BUNDLE if what == "index.json" else PARTS_OF_BUNDLE - 1)
        reader.close()
    assert (tmp_path / "got").read_bytes() == bundle.read_bytes()
    assert not (tmp_path / "got.parts").exists()


@pytest.mark.parametrize("method", ["PROPFIND", "PUT", "GET"])
def test_one_byte_a_second_is_given_up(server: Server, bundle: Path, tmp_path: Path, method: str) -> None:
    with spoiling(server.port, lambda asked: Trickle(1) if asked.method == method else None) as proxy:
        way = WebDav(proxy.url, USER, PASSWORD, patience=Patience(connect=2, idle=1, slowest=512 * 1024))
        with pytest.raises(Trouble) as caught:
            way.put(RT, f"slow-{method}", bundle)
        assert caught.value.code == "way_slow"
        way.close()
    assert is_there(server, f"slow-{method}", bundle, tmp_path) == (method == "GET")  # only the last look was lost


def test_a_server_that_is_away_or_no_server_at_all(bundle: Path) -> None:
    for url in (f"http://127.0.0.1:{free_port()}/", "https://tidak-ada.invalid/kiriman"):
        way = WebDav(url, USER, PASSWORD, patience=QUICK)
        with pytest.raises(Trouble) as caught:
            way.put(RT, "x", bundle)
        assert caught.value.code == "way_unreachable"
        assert explain(caught.value) != FALLBACK.text


def test_a_wrong_password_and_a_folder_that_is_not_there(server: Server, bundle: Path) -> None:
    wrong = WebDav(server.url, USER, "salah", patience=QUICK)
    with pytest.raises(Trouble, match="way_login"):
        wrong.check()
    missing = WebDav(server.url.replace("kiriman", "kosong"), USER, PASSWORD, patience=QUICK)
    for deed in (missing.check, lambda: missing.put(RT, "x", bundle)):
        with pytest.raises(Trouble, match="way_missing"):
            deed()


def test_a_server_that_loses_or_spoils_what_it_took(server: Server, bundle: Path, tmp_path: Path) -> None:
    taken = Status(201)

    def swallow(asked: Asked) -> Fault:
        return taken if asked.method == "PUT" and not asked.path.endswith("index.json") else None

    with spoiling(server.port, swallow) as proxy:
        way = line_to(proxy)
        with pytest.raises(Trouble, match="way_lost"):
            way.put(RT, "lost", bundle)
        way.close()
    assert not is_there(server, "lost", bundle, tmp_path)
    way = direct(server)
    way.put(RT, "lost", bundle)
    folder = (server.root / "kiriman").joinpath(*RT, "lost.parts")
    spoiled = next(file for file in folder.iterdir() if file.name != "index.json" and file.stat().st_size > 100_000)
    spoiled.write_bytes(b"\0" * spoiled.stat().st_size)
    (found,) = [one for one in way.look([RT]) if one.name == "lost.parts"]
    with pytest.raises(Trouble, match="way_damaged"):
        way.fetch(found, tmp_path / "got")
    assert way.put(RT, "lost", bundle).sent == limits.PART_BYTES  # the receiver took the bad part away
    assert is_there(server, "lost", bundle, tmp_path)
    way.close()


def test_a_changed_index_or_part_is_not_believed(server: Server, bundle: Path, tmp_path: Path) -> None:
    way = direct(server)
    way.put(RT, "bent", bundle)
    (found,) = [one for one in way.look([RT]) if one.name == "bent.parts"]
    way.close()
    spoils: dict[str, list[Callable[[bytes], bytes]]] = {
        "index": [
            lambda raw: b"[]".ljust(len(raw)),
            lambda raw: raw.replace(b'"size":5', b'"size":6'),
            lambda raw: raw[:-9] + b"\0" * 9,
        ],
        "part": [lambda raw: b"\0" + raw[1:]],
    }
    for what, changes in spoils.items():
        for change in changes:

            def plan(asked: Asked, what: str = what, change: Callable[[bytes], bytes] = change) -> Fault:
                index = asked.path.endswith("index.json")
                return Changed(change) if asked.method == "GET" and index == (what == "index") else None

            with spoiling(server.port, plan) as proxy:
                reader = line_to(proxy)
                target = tmp_path / f"got-{len(list(tmp_path.iterdir()))}"
                with pytest.raises(Trouble, match="way_damaged"):
                    reader.fetch(found, target)
                reader.close()
                assert not target.exists()
            direct(server).put(RT, "bent", bundle)


def test_a_listing_with_a_document_type_or_none_at_all_is_refused(server: Server, bundle: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><multistatus xmlns="DAV:"/>'
    for body in (bomb, b"not xml", b"{}"):
        answer = Status(207, (("Content-Type", "application/xml"),), body)
        with spoiling(server.port, nothing) as proxy:
            proxy.plan = partial(always, answer)
            way = line_to(proxy)
            with pytest.raises(Trouble, match="way_not_dav"):
                way.check()
            way.close()


@pytest.fixture
def locked(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[tuple[Server, Path]]:
    work = tmp_path_factory.mktemp("tls")
    crt, key = certificate_for(work)
    for file in (crt, key):
        file.chmod(0o644)
    with serving(server.kind, (crt, key)) as running:
        yield running, crt


def test_a_certificate_nobody_vouches_for_is_never_passed_over(
    locked: tuple[Server, Path], bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, certificate = locked
    way = direct(server)
    with pytest.raises(Trouble, match="way_tls") as caught:
        way.put(RT, "tls", bundle)
    assert "Sertifikat server" in explain(caught.value)
    way.close()
    other, _ = certificate_for(tmp_path, "lain.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with pytest.raises(Trouble, match="way_tls"):
        direct(server).put(RT, "tls", bundle)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # the office's own authority, known to this computer
    way = direct(server)
    assert way.put(RT, "tls", bundle).sent == bundle.stat().st_size
    assert is_there(server, "tls", bundle, tmp_path)
    way.close()


def test_tls_where_there_is_none(server: Server, bundle: Path) -> None:
    way = WebDav(f"https://127.0.0.1:{server.port}/kiriman", USER, PASSWORD, patience=QUICK)
    with pytest.raises(Trouble, match=r"way_(tls|cut)"):
        way.put(RT, "x", bundle)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("http://awan.example/dav", "way_address_plain"),
        ("ftp://awan.example", "way_address"),
        ("", "way_address"),
        ("https://", "way_address"),
        ("https://awan.example:port/", "way_address"),
        ("https://rt03:rahasia@awan.example/dav", "way_address_secret"),
        ("https://awan.example/a/../b", "way_address"),
        ("https://awan .example/", "way_address"),
    ],
)
def test_addresses_that_are_not_taken(typed: str, code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        WebDav(typed)
    assert caught.value.code == code
    assert explain(caught.value) != FALLBACK.text


def always(answer: Fault, _asked: Asked) -> Fault:
    return answer


def cuts_at(dice: random.Random, count: int) -> Plan:
    """So many cuts, each after a random number of bytes of request bodies: most within a part, some between."""
    left = [count, dice.randrange(limits.PART_BYTES * 3)]

    def plan(asked: Asked) -> Fault:
        if not left[0] or asked.method != "PUT":
            return None
        if left[1] >= asked.size:
            left[1] -= asked.size
            return None
        after, left[0], left[1] = left[1], left[0] - 1, dice.randrange(limits.PART_BYTES * 3)
        return Deaf() if dice.random() < 0.1 else Cut(after)

    return plan


def test_after_fifty_random_cuts_at_most_one_part_a_cut_was_sent_again(server: Server, tmp_path: Path) -> None:
    dice = random.Random(f"{server.kind} 2026")
    file = tmp_path / "foto.rembug"
    file.write_bytes(dice.randbytes(20_000_000))
    cuts = 0
    with spoiling(server.port, cuts_at(dice, 50)) as proxy:
        way = line_to(proxy)
        while said := attempt(way, "fifty", file):
            assert said == "way_cut"
            cuts += 1
        way.close()
        assert cuts == 50
        again = proxy.sent_parts() - file.stat().st_size
        assert 0 < again <= 50 * limits.PART_BYTES
    assert is_there(server, "fifty", file, tmp_path)
    Path("build").mkdir(exist_ok=True)
    text = (
        f"{server.kind}: 20,000,000 bytes, {cuts} cuts, {again:,} sent again ({again / limits.PART_BYTES:.1f} parts)\n"
    )
    Path(f"build/cuts-{server.kind}.txt").write_text(text)
    direct(server).remove(RT, "fifty")
