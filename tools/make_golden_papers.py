"""Write the kept look of every paper anew: `python -m tools.make_golden_papers [KIND …]` (`make golden`).

A deliberate deed: the tests compare every paper with what is kept under tests/data/golden/. Look at the pictures and at
`git diff` before committing them. Only papers that differ from what is kept are written, so that smoothing alone
changes no file.
"""

import argparse

from tests.documents import golden


def unchanged(kind: str, now: golden.Kept) -> bool:
    """Whether a paper still is what is kept of it."""
    try:
        kept = golden.read(kind, [page.size for page in now.pictures])
    except OSError:
        return False
    return (
        now.sizes == kept.sizes
        and now.texts == kept.texts
        and all(golden.same_look(page, old) for page, old in zip(now.pictures, kept.pictures, strict=True))
    )


def main() -> None:
    """Write the papers named, else all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="*", choices=[*sorted(golden.GOLDEN), []], help="kinds of paper")
    asked = parser.parse_args().kind
    for kind in asked or sorted(golden.GOLDEN):
        now = golden.seen(golden.made(kind))
        if asked or not unchanged(kind, now):
            golden.write(kind, now)
            print(f"{kind}: {len(now.sizes)} halaman")
    if not asked:
        for path in golden.FOLDER.iterdir():
            if path.stem not in golden.GOLDEN:
                path.unlink()
                print(f"{path.name}: dibuang")


if __name__ == "__main__":
    main()
