"""One window per data folder: a second start asks the first to come forward, and ends."""

import hashlib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from shiboken6 import isValid

_WAIT = 500
"""Milliseconds to wait for a window that is there; where there is none the system says so at once."""


class OneWindow(QObject):
    """Ask `is_first()` once, before the window is made. `root`: the data folder the window is for."""

    called = Signal()  # another start asked this window to come forward
    handed = Signal(str)  # and to show this bundle

    def __init__(self, root: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = f"rembug-{hashlib.sha256(str(root).encode()).hexdigest()[:16]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._hear)

    def is_first(self, bundle: Path | None = None) -> bool:
        """True: listen from now on. False: a window is open, and was asked to come forward and show this bundle."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_WAIT):
            if bundle is not None:
                socket.write(str(bundle).encode("utf-8", "replace"))
                socket.waitForBytesWritten(_WAIT)
            socket.disconnectFromServer()
            return False
        # What a window that was killed left behind answers nobody.
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _hear(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(partial(self._read, caller))
            self.called.emit()
            if caller.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                self._read(caller)

    def _read(self, caller: QLocalSocket) -> None:
        """What a start that has ended wanted shown."""
        if not isValid(caller):
            return
        said = bytes(caller.readAll().data()).decode("utf-8", "replace")
        caller.disconnected.disconnect()
        caller.deleteLater()
        if said:
            self.handed.emit(said)
