"""The XML inside spreadsheet files, read in one pass: what opens, what it says, what closes.

Names come without their namespace prefix, so every writer's spelling is read alike. A document type declaration is
refused: no spreadsheet program writes one, and entities that grow without end are made with it.
"""

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

_PIECE = 1 << 16
"""Bytes read at once."""

Start = Callable[[str, dict[str, str]], None]
Attributes = dict[str, str]


class BadXml(ValueError):
    """Not the XML of a spreadsheet."""


def local(name: str) -> str:
    """A name without its prefix: "x:row" is "row"."""
    return name.rpartition(":")[2]


def read_xml(
    stream: IO[bytes], start: Start, end: Callable[[str], None], text: Callable[[str], None] | None = None
) -> None:
    """Go through a part of the file. What the callbacks raise comes out here. Raises BadXml."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def first(name: str, found: Attributes) -> None:
        """The outermost element tells whether names have prefixes; where it has none, what has one is no table."""
        parser.StartElementHandler, parser.EndElementHandler = start, end
        if ":" in name:
            parser.StartElementHandler = lambda name, found: start(local(name), found)
            parser.EndElementHandler = lambda name: end(local(name))
        start(local(name), found)

    parser.StartElementHandler = first
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise BadXml(str(problem)) from problem


def _refuse(*_: object) -> None:
    raise BadXml("document type declared")


def attribute(found: Attributes, name: str) -> str:
    """An attribute by its name without prefix, "" for none."""
    if name in found:
        return found[name]
    return next((value for key, value in found.items() if local(key) == name), "")
