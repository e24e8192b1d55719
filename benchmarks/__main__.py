"""`python -m benchmarks`: every comparison in one run, printed and written to build/bench.md.

`python -m benchmarks papers packet` runs those parts alone, into build/bench-papers-packet.md.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from os import cpu_count, getloadavg
from pathlib import Path

from benchmarks import (
    bundles,
    exchange,
    packet,
    papers,
    photo_intake,
    proposals_screens,
    receipts_desk,
    receipts_table,
    residents,
    search,
    start,
    treasurer_packet,
)
from benchmarks.measure import table

PARTS = {
    "start": start.run,
    "bundles": bundles.run,
    "exchange": exchange.run,
    "papers": papers.run,
    "packet": packet.run,
    "treasurer": treasurer_packet.run,
    "receipts": receipts_table.run,
    "desk": receipts_desk.run,
    "photos": photo_intake.run,
    "residents": residents.run,
    "search": search.run,
    "proposals": proposals_screens.run,
}


def main(names: Sequence[str]) -> int:
    """Measure the parts named, or everything; noisy machines make ratios, not seconds, worth reading."""
    unknown = set(names) - set(PARTS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return 2
    before = f"{datetime.now().astimezone():%Y-%m-%d %H:%M}, {cpu_count()} cores, load {getloadavg()[0]:.1f}"
    rows = [row for name in names or PARTS for row in PARTS[name]()]
    text = f"{before}, {getloadavg()[0]:.1f} at the end (the measuring itself is 1).\n\n{table(rows)}"
    print(text)
    Path("build").mkdir(exist_ok=True)
    Path(f"build/{'-'.join(['bench', *names])}.md").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
