"""One request at a time to a server that may be slow, away, or not the one we think; every fault gets its own code.

Nothing is followed to another address, certificates are always checked, and no request takes longer than its size
allows: a server that sends one byte a second would otherwise hold the line for a day. Where the computer is set to
reach the internet through a proxy we do, too: it passes on bytes under TLS and sees neither name nor password.
"""

import io
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    LocationValueError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from desktop import __version__
from desktop.domain.errors import RuleViolation, Trouble
from desktop.sync import limits
from desktop.sync.transport.way import Report, quiet

_CHUNK = 16 * limits.KIB
_ENDS = {"content-length", "transfer-encoding", "connection"}
"""An answer says by one of these where it ends; without any, its head did not come whole."""
_HTML = ("text/html", "application/xhtml")
_RETRY_MOST = 3_600
"""Seconds: however long a server asks us to wait, we ask again within the hour."""


class Patience(msgspec.Struct, frozen=True):
    """How long to wait. `connect`, `idle`: seconds; `slowest`: bytes a second below which a line counts as dead."""

    connect: float = 8
    idle: float = 45
    slowest: int = 2 * limits.KIB

    def of(self, size: int) -> float:
        """Seconds one request with this many bytes may take."""
        return self.idle + size / self.slowest


class Answer(msgspec.Struct, frozen=True):
    """What a server said. `kind`: its Content-Type in lower case."""

    status: int
    kind: str
    body: bytes
    wait: int = 0


class Address(msgspec.Struct, frozen=True):
    """A server's address, taken apart. `path`: segments, not yet quoted."""

    scheme: str
    host: str
    port: int
    path: tuple[str, ...]

    def target(self, *segments: str, folder: bool = False) -> str:
        """The path below it, quoted."""
        return "/" + "/".join(quote(one, safe="") for one in (*self.path, *segments)) + ("/" if folder else "")


def read_address(text: str) -> Address:
    """An address as people type it. Raises RuleViolation: way_address (none that can be used), way_address_plain
    (without TLS, and not this computer), way_address_secret (a password in it)."""
    typed = text.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as problem:
        raise RuleViolation("way_address", "address") from problem
    if parts.username or parts.password:
        raise RuleViolation("way_address_secret", "address")
    if parts.scheme not in ("https", "http") or not host or any(letter.isspace() for letter in typed):
        raise RuleViolation("way_address", "address")
    if parts.scheme == "http" and not _this_computer(host):
        raise RuleViolation("way_address_plain", "address")
    path = tuple(unquote(one) for one in parts.path.split("/") if one)
    if ".." in path or "." in path:
        raise RuleViolation("way_address", "address")
    return Address(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)


def _this_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Proxy(msgspec.Struct, frozen=True):
    """The proxy this computer goes through. `url`: without name and password, which are in `headers`."""

    url: str
    host: str
    headers: dict[str, str]


def _proxy_for(address: Address) -> _Proxy | None:
    """What the system's settings or the environment (HTTPS_PROXY, NO_PROXY) say for this server; None: go straight.

    This computer itself is always reached straight. Other kinds than HTTP proxies are not gone through.
    """
    if address.scheme != "https" or _this_computer(address.host) or proxy_bypass(f"{address.host}:{address.port}"):
        return None
    set_up = getproxies()
    text = (set_up.get("https") or set_up.get("all") or "").strip()
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    headers = {}
    if parts.username:
        known = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers = dict(urllib3.make_headers(proxy_basic_auth=known.encode().decode("latin-1")))
    named = f"[{host}]" if ":" in host else host
    return _Proxy(f"{parts.scheme}://{named}:{port or (443 if parts.scheme == 'https' else 80)}", host, headers)


class Line:
    """The connection to one server, as one user. `name`, `password`: "" for none."""

    def __init__(self, address: Address, name: str, password: str, patience: Patience) -> None:
        self._address, self._patience = address, patience
        self._facts = {"host": address.host}
        self._headers = {"User-Agent": f"Rembug/{__version__}", "Accept-Encoding": "identity"}
        if name or password:
            # urllib3 writes what it is given as latin-1; so the line carries UTF-8, as servers expect (RFC 7617).
            basic = urllib3.make_headers(basic_auth=f"{name}:{password}".encode().decode("latin-1"))
            self._headers |= basic
        timeout = urllib3.Timeout(connect=patience.connect, read=patience.idle)
        self._live: list[HTTPConnection] = []
        self._secured: list[HTTPConnection] = []  # the live one, once TLS stands
        live, secured = self._live, self._secured

        class Plain(HTTPConnection):
            def connect(self) -> None:
                live[:] = [self]
                super().connect()

        class Safe(HTTPSConnection):
            def connect(self) -> None:
                live[:], secured[:] = [self], []
                super().connect()
                secured[:] = [self]

        pool: urllib3.HTTPConnectionPool
        proxy = _proxy_for(address)
        if proxy is not None:
            self._facts |= {"proxy": proxy.host}
            safe = ssl.create_default_context()
            manager = urllib3.ProxyManager(
                proxy.url, proxy_headers=proxy.headers, maxsize=1, timeout=timeout, ssl_context=safe
            )
            pool = manager.connection_from_host(address.host, address.port, "https")
            pool.ConnectionCls = Safe
        elif address.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(
                address.host, address.port, maxsize=1, timeout=timeout, ssl_context=ssl.create_default_context()
            )
            pool.ConnectionCls = Safe
        else:
            pool = urllib3.HTTPConnectionPool(address.host, address.port, maxsize=1, timeout=timeout)
            pool.ConnectionCls = Plain
        self._pool = pool

    def close(self) -> None:
        """Hang up."""
        self._pool.close()

    def stop(self) -> None:
        """Hang up in the middle of a request, from another thread: it ends with way_cut."""
        for connection in tuple(self._live):
            if connection.sock is not None:
                with suppress(OSError):  # the plain call: TLS would throw its state away under the reader
                    socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    def ask(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        most: int = 4 * limits.MIB,
        report: Report = quiet,
    ) -> Answer:
        """One request and its whole answer, of at most `most` bytes. `report`: told of the body's bytes as they go.

        Raises Trouble: way_unreachable, way_cut, way_slow, way_tls, way_too_much; way_proxy (none answers there),
        way_proxy_login, way_proxy_refused, way_redirected (the proxy answers with a page of its own).
        """
        limit = self._patience.of(len(body))
        came = [0]
        sent = _Told(body, report)
        own = {**self._headers, **(headers or {})}
        if body or method == "PUT":
            own["Content-Length"] = str(len(body))
        with self._explained(), self._guarded(limit, came):
            answer = self._pool.urlopen(
                method,
                target,
                body=sent if body else None,
                headers=own,
                retries=False,
                redirect=False,
                timeout=urllib3.Timeout(connect=self._patience.connect, read=limit),
                preload_content=False,
                decode_content=False,
            )
            raw = b""
            try:
                for chunk in answer.stream(_CHUNK):
                    raw += chunk
                    came[0] = len(raw)
                    if len(raw) > most:
                        raise Trouble("way_too_much", str(most), self._facts)
            except BaseException:
                answer.close()
                raise
            answer.release_conn()
            if answer.status not in (204, 304) and not {name.lower() for name in answer.headers} & _ENDS:
                raise Trouble("way_cut", "the answer's head was cut", self._facts)
        kind = (answer.headers.get("Content-Type") or "").lower()
        return Answer(answer.status, kind, raw, _seconds(answer.headers.get("Retry-After")))

    @contextmanager
    def _guarded(self, limit: float, came: list[int]) -> Iterator[None]:
        """Cut the line after so many seconds, and what the bytes that came are worth: whatever trickles through it."""
        done, struck = threading.Event(), threading.Event()
        began = time.monotonic()

        def watch() -> None:
            while (left := began + limit + came[0] / self._patience.slowest - time.monotonic()) > 0:
                if done.wait(left):
                    return
            struck.set()
            self.stop()

        threading.Thread(target=watch, name="rembug-line", daemon=True).start()
        try:
            yield
        except (HTTPError, OSError) as problem:
            if struck.is_set():
                raise Trouble("way_slow", str(problem), self._facts) from problem
            raise
        finally:
            done.set()
        if struck.is_set():
            raise Trouble("way_slow", "", self._facts)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What the network says, as trouble with a sentence."""
        try:
            yield
        except ProxyError as problem:
            raise self._at_the_proxy(problem) from problem
        except SSLError as problem:
            text = str(problem)
            ended = "EOF" in text
            strange = ended or "WRONG_VERSION_NUMBER" in text
            if "proxy" in self._facts and strange and not self._secured:  # it let us through, to a page of its own
                raise Trouble("way_redirected", text, self._facts) from problem
            raise Trouble("way_cut" if ended else "way_tls", text, self._facts) from problem
        except (LocationParseError, LocationValueError) as problem:
            raise Trouble("way_unreachable", str(problem), self._facts) from problem
        except (NewConnectionError, ConnectTimeoutError) as problem:
            raise Trouble("way_unreachable", str(problem), self._facts) from problem
        except (ReadTimeoutError, TimeoutError) as problem:
            raise Trouble("way_slow", str(problem), self._facts) from problem
        except (HTTPError, OSError) as problem:
            raise Trouble("way_cut", str(problem), self._facts) from problem

    def _at_the_proxy(self, problem: ProxyError) -> Trouble:
        """What a proxy that did not let us through means."""
        said = re.search(r"Tunnel connection failed: (\d{3})", str(problem))
        status = int(said[1]) if said else 0
        code = "way_proxy" if not status else "way_proxy_refused"
        if status == 407:
            code = "way_proxy_login"
        elif 200 <= status < 400 or status == 511:
            code = "way_redirected"
        elif status in (429, 500, 502, 503, 504):  # the proxy is there, the server behind it is not
            code = "way_unreachable"
        return Trouble(code, str(problem), {**self._facts, "status": str(status)})

    def judge(self, answer: Answer, fine: tuple[int, ...]) -> None:
        """Raises Trouble for a status that is not among `fine`: way_login (401), way_refused (403), way_missing (404),
        way_not_dav (405 and HTML in place of an answer), way_conflict (409), way_too_big (413), way_locked (423),
        way_busy (429; facts: seconds), way_full (507), way_redirected (3xx), way_server (5xx), way_odd (the rest)."""
        status = answer.status
        if status in fine:
            return
        facts = {**self._facts, "status": str(status)}
        page = answer.kind.startswith(_HTML)
        if 300 <= status < 400 or status == 511:
            raise Trouble("way_redirected", str(status), facts)
        if 200 <= status < 300 and page:
            raise Trouble("way_not_dav", f"{status} {answer.kind}", facts)
        if status == 429 or (status == 503 and answer.wait):
            raise Trouble("way_busy", str(status), {**facts, "seconds": str(answer.wait or 60)})
        code = _CODES.get(status, "way_server" if status >= 500 else "way_odd")
        raise Trouble(code, f"{status} {answer.kind}", facts)


_CODES = {
    401: "way_login",
    402: "way_refused",
    403: "way_refused",
    404: "way_missing",
    405: "way_not_dav",
    407: "way_redirected",
    409: "way_conflict",
    413: "way_too_big",
    423: "way_locked",
    501: "way_not_dav",
    507: "way_full",
}


class _Told(io.BytesIO):
    """A body that tells how much of it went. Content-Length is known, so it goes as it is."""

    def __init__(self, body: bytes, report: Report) -> None:
        super().__init__(body)
        self._report, self._size = report, len(body)

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = super().read(_CHUNK if size is None or size < 0 else min(size, _CHUNK))
        if chunk:
            self._report(self.tell(), self._size)
        return chunk


def _seconds(header: str | None) -> int:
    """Retry-After in seconds, within reason; 0 when it is a date or missing."""
    text = (header or "").strip()
    return min(int(text[:9]), _RETRY_MOST) if text.isascii() and text.isdecimal() else 0
