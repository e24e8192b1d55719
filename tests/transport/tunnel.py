"""A proxy as an office has one: it passes on what comes by CONNECT, asks for a name, or answers with a page of its own.

Every name leads to one server on this computer; so what arrives there came through the proxy.
"""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast


class Tunnel(socketserver.ThreadingTCPServer):
    """`heads`: what was asked, as it came. `known`: Proxy-Authorization it wants, "" for none; `answer`: said in place
    of passing on."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Through)
        self.upstream, self.known, self.answer = port, "", b""
        self.heads: list[str] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Through(socketserver.StreamRequestHandler):
    rbufsize = 0  # what comes after the head belongs to the server

    def handle(self) -> None:
        tunnel, head = cast("Tunnel", self.server), b""
        while not head.endswith(b"\r\n\r\n"):
            byte = self.rfile.read(1)
            if not byte:
                return
            head += byte
        tunnel.heads.append(head.decode("latin-1"))
        if tunnel.answer:
            self.wfile.write(tunnel.answer)
            self.connection.settimeout(1)
            with contextlib.suppress(OSError):
                self.connection.recv(65_536)  # what the caller says next, so that the page arrives before the end
        elif tunnel.known and f": {tunnel.known}\r\n" not in tunnel.heads[-1]:
            asked = b"Proxy-Authenticate: Basic realm=kantor\r\nContent-Length: 0\r\nConnection: close\r\n"
            self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n" + asked + b"\r\n")
        else:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with socket.create_connection(("127.0.0.1", tunnel.upstream), 20) as server:
                back = threading.Thread(target=_pour, args=(server, self.connection), daemon=True)
                back.start()
                _pour(self.connection, server)
                back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65_536):
            target.sendall(piece)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def tunnel_to(port: int) -> Iterator[Tunnel]:
    """One in front of the server at a port."""
    with Tunnel(port) as tunnel:
        thread = threading.Thread(target=tunnel.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield tunnel
        finally:
            tunnel.shutdown()
            thread.join()
