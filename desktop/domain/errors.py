"""What can go wrong in words a person can act on: two kinds, everything else is a bug."""

from collections.abc import Mapping


class RuleViolation(Exception):
    """The user can correct this.

    `code` is stable; the screens and the command line turn it into a sentence (with the rule's basis).
    `field` names what is at fault ("" when it is the whole record). `facts` are the values the sentence needs
    (money as whole rupiah, names as typed); they never hold a NIK or a phone number.
    """

    def __init__(self, code: str, field: str = "", facts: Mapping[str, object] | None = None) -> None:
        super().__init__(code, field)
        self.code, self.field, self.facts = code, field, dict(facts or {})


class Trouble(Exception):
    """Trouble outside the app (a full disk, a damaged file, a foreign bundle): nothing was changed.

    `code` is stable, as in RuleViolation; `detail` is technical and goes under "Rincian", without personal data.
    """

    def __init__(self, code: str, detail: str = "", facts: Mapping[str, object] | None = None) -> None:
        super().__init__(code, detail)
        self.code, self.detail, self.facts = code, detail, dict(facts or {})
