"""A proxy that spoils what passes: cuts, statuses, pages in place of answers, one byte a second, answers that lie.

One request a connection, so that each fault stands alone. `plan` is asked for each request and says what to do with it.
"""

import contextlib
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

import msgspec


class Asked(msgspec.Struct, frozen=True):
    """A request as it came. `number` counts from 1."""

    number: int
    method: str
    path: str
    size: int


class Status(msgspec.Struct, frozen=True):
    """Answer with this, without asking the server."""

    code: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Cut(msgspec.Struct, frozen=True):
    """Pass on so many bytes of the request's body, then hang up on both sides."""

    after: int


class Deaf(msgspec.Struct, frozen=True):
    """The server gets and does it all; its answer is cut after so many bytes."""

    after: int = 0


class Trickle(msgspec.Struct, frozen=True):
    """The answer comes at so many bytes a second."""

    rate: float = 1


class Changed(msgspec.Struct, frozen=True):
    """The answer's body is changed on its way."""

    change: Callable[[bytes], bytes]


Fault = Status | Cut | Deaf | Trickle | Changed | None
Plan = Callable[[Asked], Fault]

HTML = Status(200, (("Content-Type", "text/html; charset=utf-8"),), b"<!DOCTYPE html><html><p>Masuk Wi-Fi</p></html>")


class Proxy(socketserver.ThreadingTCPServer):
    """`asked`: every request; `bodies`: bytes of request bodies that came here, by method and path."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, plan: Plan) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.upstream, self.plan = port, plan
        self.asked: list[Asked] = []
        self.bodies: list[tuple[str, str, int]] = []
        self.turn = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/kiriman/"

    def sent_parts(self) -> int:
        """Bytes of parts that arrived here."""
        return sum(size for method, path, size in self.bodies if method == "PUT" and not path.endswith("index.json"))


class _Passing(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with contextlib.suppress(ConnectionError, OSError):
            self._pass()

    def _pass(self) -> None:
        proxy = cast("Proxy", self.server)
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline(65_536)
            if not line:
                return
            head += line
        first, *rest = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        size = next((int(one.split(":")[1]) for one in rest if one.lower().startswith("content-length:")), 0)
        with proxy.turn:
            asked = Asked(len(proxy.asked) + 1, method, path, size)
            proxy.asked.append(asked)
            fault = proxy.plan(asked)
        took = fault.after if isinstance(fault, Cut) else size
        body = self.rfile.read(min(took, size))
        with proxy.turn:
            proxy.bodies.append((method, path, len(body)))
        if isinstance(fault, Status):
            lines = [f"HTTP/1.1 {fault.code} X", f"Content-Length: {len(fault.body)}", "Connection: close"]
            lines += [f"{name}: {value}" for name, value in fault.headers]
            self.wfile.write("\r\n".join([*lines, "", ""]).encode() + fault.body)
            return
        own = [one for one in rest if one and not one.lower().startswith("connection:")]
        sent = "\r\n".join([first, *own, "Connection: close", "", ""]).encode("latin-1") + body
        with socket.create_connection(("127.0.0.1", proxy.upstream), 20) as server:
            server.sendall(sent)
            if isinstance(fault, Cut):
                time.sleep(0.02)  # the server has what came; then the line is dead
                return
            answer = b""
            while chunk := server.recv(65_536):
                answer += chunk
        self._answer(answer, fault)

    def _answer(self, answer: bytes, fault: Fault) -> None:
        if isinstance(fault, Deaf):
            self.wfile.write(answer[: fault.after])
        elif isinstance(fault, Trickle):
            for at in range(len(answer)):
                self.wfile.write(answer[at : at + 1])
                time.sleep(1 / fault.rate)
        elif isinstance(fault, Changed):
            head, _, body = answer.partition(b"\r\n\r\n")
            self.wfile.write(head + b"\r\n\r\n" + fault.change(body))
        else:
            self.wfile.write(answer)


@contextmanager
def spoiling(port: int, plan: Plan) -> Iterator[Proxy]:
    """A proxy in front of the server at a port."""
    with Proxy(port, plan) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()


def nothing(_asked: Asked) -> Fault:
    """No fault."""
    return None
