"""Every kind of paper looks and reads as it was kept. After a wanted change: `make golden`, look, commit."""

import pytest
from PIL import Image, ImageDraw

from desktop.domain.papers import PAPER_KINDS
from desktop.services.paper_contents import CONTENTS
from tests.documents import golden
from tests.documents.pdf import page_texts


def test_every_kind_that_is_printed_is_kept() -> None:
    wanted = set(CONTENTS) | set(PAPER_KINDS)
    assert wanted == set(golden.GOLDEN)
    kept = {path.stem for path in golden.FOLDER.iterdir()}
    assert kept == wanted, "make golden"


@pytest.mark.parametrize("kind", sorted(golden.GOLDEN))
def test_a_paper_reads_and_looks_as_it_was_kept(kind: str) -> None:
    now = golden.seen(golden.made(kind))
    kept = golden.read(kind, [page.size for page in now.pictures])
    assert now.sizes == kept.sizes
    for at, (text, old) in enumerate(zip(now.texts, kept.texts, strict=True), 1):
        ordered = golden.in_order()
        assert golden.letters_of(text, ordered=ordered) == golden.letters_of(old, ordered=ordered), f"page {at}"
    for at, (page, old_page) in enumerate(zip(now.pictures, kept.pictures, strict=True), 1):
        far = golden.differs(page, old_page)
        assert golden.same_look(page, old_page), f"page {at}: {far:.2%} of its pixels are others"


@pytest.mark.parametrize("kind", sorted(golden.GOLDEN))
def test_the_two_readers_of_words_find_the_same_letters(kind: str) -> None:
    """Where pdftotext is missing pypdfium2 reads: the kept words hold for both, but for their order."""
    data = golden.made(kind)
    other = [golden.letters_of(text, ordered=False) for text in page_texts(data)]
    assert [golden.letters_of(text, ordered=False) for text in golden.seen(data).texts] == other


def test_a_word_more_or_a_sheet_turned_is_noticed() -> None:
    page = golden.seen(golden.made("tax_book")).pictures[0]
    assert golden.same_look(page, page.copy())
    altered = page.copy()
    ImageDraw.Draw(altered).text((60, 60), "Rp1.000.000", fill=0)
    assert not golden.same_look(altered, page)
    assert not golden.same_look(page.transpose(Image.Transpose.ROTATE_90), page)
    faint = page.point([min(255, value + 30) for value in range(256)])
    assert golden.same_look(faint, page)


def test_the_kept_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in golden.FOLDER.iterdir()) < 3_000_000
