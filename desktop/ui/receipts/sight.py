"""All receipts seen together: their findings, and which tranche is in hand. Few are looked at while one waits, many
beside the work."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.domain.checks import CheckResult
from desktop.domain.ledger import Ledger
from desktop.services.receipt_pages import ReceiptPages, ReceiptsSeen
from desktop.ui.receipts.items import Shop, shops_of
from desktop.ui.receipts.scope import Scope, in_hand, new_goes_into, scopes_of
from desktop.ui.tasks import TaskRunner

AT_ONCE = 1000
"""So many receipts are looked at while one waits; more in the background."""


class Sight(QObject):
    """What is known beyond the receipts shown. `count`: how many receipts there are. `tasks`: where long looks run.

    `came`: a look in the background is done. `failed`: it was not (the exception).
    """

    came = Signal()
    failed = Signal(object)

    def __init__(
        self, pages: ReceiptPages, count: Callable[[], int], tasks: Callable[[], TaskRunner], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pages, self._count, self._tasks = pages, count, tasks
        self._running = self._again = False
        self._wanted: str | None = None
        self.seen: ReceiptsSeen | None = None
        self._shops: dict[str, Shop] | None = None
        self.scopes: list[Scope] = []

    @property
    def ledger(self) -> Ledger:
        """Everything the receipts rest on; empty before the first look."""
        return self.seen.ledger if self.seen is not None else Ledger()

    @property
    def few(self) -> bool:
        """Whether all of it may be gone through at every key."""
        return len(self.ledger.receipts) <= AT_ONCE

    @property
    def shops(self) -> dict[str, Shop]:
        """What is remembered of whom was paid before, by name in small letters."""
        if self._shops is None:
            self._shops = shops_of(self.ledger)
        return self._shops

    def flags(self, uid: str) -> list[CheckResult]:
        """The findings about one receipt."""
        return list(self.seen.flags.get(uid, ())) if self.seen is not None else []

    def is_locked(self, uid: str) -> bool:
        """Whether a receipt was handed in."""
        return self.seen is not None and uid in self.seen.locked

    def look(self) -> None:
        """Look at everything anew."""
        if self._count() <= AT_ONCE:
            self._take(self._pages.see())
        elif self._running:
            self._again = True
        else:
            self._running = True
            task = self._tasks().start("Memeriksa kuitansi", lambda _report: self._pages.see(), writes=False)
            task.finished.connect(self._done)

    def _done(self, result: object, error: object) -> None:
        self._running = False
        if isinstance(result, ReceiptsSeen):
            self._take(result)
            self.came.emit()
        elif error is not None:
            self.failed.emit(error)
        if self._again:
            self._again = False
            self.look()

    def _take(self, seen: ReceiptsSeen) -> None:
        self.seen = seen
        self._shops = None
        self.scopes = scopes_of(seen.ledger)

    # --- the tranche in hand -----------------------------------------------------------------------------------------

    def choose(self, uid: str) -> None:
        """Show this tranche from now on, "" for all."""
        self._wanted = uid

    @property
    def shown(self) -> Scope | None:
        """The tranche shown, None for all of them. Until somebody chooses, the one whose money is being spent."""
        if self._wanted is None:
            return in_hand(self.scopes)
        return next((one for one in self.scopes if one.uid == self._wanted), None)

    @property
    def typed_into(self) -> Scope | None:
        """The tranche new receipts belong to."""
        return new_goes_into(self.scopes, self.shown)

    def scope_of(self, uid: str) -> Scope | None:
        """The tranche a uid means."""
        return next((one for one in self.scopes if uid in one.same), None)
