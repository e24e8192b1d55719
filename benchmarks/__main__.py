"""`python -m benchmarks`: every comparison in one run, printed and written to build/bench.md."""

from pathlib import Path

from benchmarks import bundles, packet, papers, receipts_table, search, start
from benchmarks.measure import table


def main() -> None:
    """Measure everything; noisy machines make ratios, not seconds, worth reading."""
    rows = [*start.run(), *bundles.run(), *papers.run(), *packet.run(), *receipts_table.run(), *search.run()]
    text = table(rows)
    print(text)
    Path("build").mkdir(exist_ok=True)
    Path("build/bench.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
