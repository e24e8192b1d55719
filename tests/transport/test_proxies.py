"""WebDAV where the computer reaches the internet through a proxy, as the system or the environment says."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import Trouble
from desktop.domain.messages import explain
from desktop.sync.transport import http
from desktop.sync.transport.http import Patience
from desktop.sync.transport.layout import box
from desktop.sync.transport.webdav import WebDav
from tests.transport.servers import PASSWORD, USER, Server, certificate_for, free_port, serving
from tests.transport.tunnel import Tunnel, tunnel_to

RT = box("35.71.02.1013/04/03", to_office=True)
HOST = "awan.invalid"
"""No server of this name can be reached but through the proxy."""
PAGE = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: 32\r\n\r\n<html><p>Masuk dahulu</p></html>\n"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server with TLS under a name of its own, and the certificate this computer is to trust."""
    crt, key = certificate_for(tmp_path_factory.mktemp("tls"), HOST)
    with serving("wsgidav", (crt, key)) as running:
        yield running, crt


@pytest.fixture
def tunnel(cloud: tuple[Server, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Tunnel]:
    monkeypatch.setenv("SSL_CERT_FILE", str(cloud[1]))
    with tunnel_to(cloud[0].port) as passing:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{passing.address}")
        yield passing


def way() -> WebDav:
    return WebDav(f"https://{HOST}/kiriman/", USER, PASSWORD, patience=Patience(connect=2, idle=3, slowest=64 * 1024))


def refused(bundle: Path) -> Trouble:
    going = way()
    with pytest.raises(Trouble) as caught:
        going.put(RT, "tertahan", bundle)
    going.close()
    return caught.value


def test_a_bundle_goes_and_comes_through_the_proxy(tunnel: Tunnel, bundle: Path, tmp_path: Path) -> None:
    going = way()
    going.check()
    assert going.put(RT, "lewat", bundle).sent == bundle.stat().st_size
    (found,) = [one for one in going.look([RT]) if one.name == "lewat.parts"]
    going.fetch(found, tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == bundle.read_bytes()
    going.close()
    assert {head.split("\r\n")[0] for head in tunnel.heads} == {f"CONNECT {HOST}:443 HTTP/1.0"}
    seen = "".join(tunnel.heads).casefold()
    assert "\r\nauthorization" not in seen, "name and password go to the server alone, under TLS"
    assert "lewat" not in seen


def test_a_proxy_that_wants_a_name_is_named_and_gets_the_one_of_the_settings(
    tunnel: Tunnel, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tunnel.known = "Basic " + base64.b64encode("kantor:sandi é".encode()).decode()
    trouble = refused(bundle)
    assert trouble.code == "way_proxy_login"
    assert explain(trouble) == (
        "Proxy “127.0.0.1” minta nama dan kata sandi. Kiriman tetap tersimpan; mintalah kepada pengelola jaringan."
    )
    monkeypatch.setenv("HTTPS_PROXY", f"http://kantor:sandi%20%C3%A9@{tunnel.address}")
    going = way()
    assert going.put(RT, "bernama", bundle).sent == bundle.stat().st_size
    going.close()
    monkeypatch.setenv("HTTPS_PROXY", f"http://kantor:salah@{tunnel.address}")
    trouble = refused(bundle)
    assert trouble.code == "way_proxy_login"
    assert "salah" not in f"{trouble.detail} {trouble.facts}"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (b"200 OK", "way_redirected"),
        (b"302 Found", "way_redirected"),
        (b"511 Network Authentication Required", "way_redirected"),
        (b"403 Forbidden", "way_proxy_refused"),
        (b"502 Bad Gateway", "way_unreachable"),
    ],
)
def test_a_page_in_place_of_the_way_through_is_told_and_loses_nothing(
    tunnel: Tunnel, bundle: Path, status: bytes, code: str
) -> None:
    before = bundle.read_bytes()
    tunnel.answer = PAGE % status
    trouble = refused(bundle)
    assert trouble.code == code, trouble.detail
    assert explain(trouble).endswith(".")
    assert bundle.read_bytes() == before
    tunnel.answer = b""
    going = way()
    going.put(RT, f"sesudah-{code}-{status[:3].decode()}", bundle)  # as before, once the page is gone
    going.close()


def test_a_proxy_that_is_away_is_named(tunnel: Tunnel, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{free_port()}")
    trouble = refused(bundle)
    assert trouble.code == "way_proxy"
    assert "Proxy “127.0.0.1”" in explain(trouble)


def test_a_proxy_that_opens_tls_itself_is_not_believed(
    tunnel: Tunnel, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert refused(bundle).code == "way_tls"


def test_the_system_s_settings_count_and_exceptions_go_straight(
    cloud: tuple[Server, Path], bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(cloud[1]))
    with tunnel_to(cloud[0].port) as passing:
        monkeypatch.setattr(http, "getproxies", lambda: {"https": f"http://{passing.address}"})  # as Windows tells
        going = way()
        going.check()
        going.close()
        asked = len(passing.heads)
        assert asked > 0
        monkeypatch.setenv("NO_PROXY", HOST)
        assert refused(bundle).code == "way_unreachable"
        here = WebDav(f"https://127.0.0.1:{cloud[0].port}/kiriman/", USER, PASSWORD)
        with pytest.raises(Trouble, match="way_tls"):  # of another name: it was reached, and straight
            here.check()
        here.close()
        assert len(passing.heads) == asked
