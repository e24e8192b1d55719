"""What people type or paste, before anything reads it: invisible signs removed, and what may be repeated to them."""

import re
import unicodedata

_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){9,}")
_SHOWN = 40


def tidy(text: str) -> str:
    """The text without zero-width and direction signs, every kind of space as one plain space, none at the ends."""
    # None of those signs is ASCII: the usual text need not be looked at sign by sign.
    visible = text if text.isascii() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(visible.split())


def shown(text: str) -> str:
    """What was typed, as a message may repeat it: at most 40 signs, and no number of ten digits or more.

    Such a number may be a NIK or a phone number in the wrong field; it becomes "…", so messages and logs never hold
    it.
    """
    clean = _LONG_NUMBER.sub("…", tidy(text))
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"
