"""The part of a page around a place, and the number in it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.pictures import PictureError
from app.place_pictures import LONGEST, SCALE, TALLEST, number_regions, place_picture
from app.service import Ziping
from ingest.records import Region
from tests.app.conftest import CORPUS

REPORT = CORPUS / "report.pdf"


def test_every_place_of_the_corpus_can_be_shown_small(corpus_service: Ziping) -> None:
    for finding in corpus_service.check("zh"):
        for place in finding.places:
            path = corpus_service.document_file(place.document or 0)
            if not place.regions or path is None:
                continue
            picture = place_picture(path, [Region(*region) for region in place.regions], place.value)
            assert picture.width <= LONGEST * SCALE + 2 and picture.height <= TALLEST * SCALE + 2
            image = Image.open(io.BytesIO(picture.png))
            assert image.size == (picture.width, picture.height)
            assert any(red > 200 > blue for _, (red, _, blue) in image.getcolors(10**6) or ()), place


def test_the_number_is_found_in_the_lines_around_it(corpus_service: Ziping) -> None:
    places = [p for f in corpus_service.check("zh") for p in f.places if p.regions and p.document and not p.table]
    narrowed = 0
    for place in places:
        path = corpus_service.document_file(place.document or 0)
        assert path is not None
        whole = [Region(*region) for region in place.regions]
        found = number_regions(path, whole, place.value)
        if found != whole:
            narrowed += 1
            (box,) = found
            inside = [r for r in whole if r.page == box.page and r.top - 2 <= box.top and box.bottom <= r.bottom + 2]
            assert inside
    assert narrowed > len(places) / 2


def test_a_number_that_is_not_there_leaves_the_place_as_it_is() -> None:
    place = [Region(9, 50, 50, 500, 120)]
    assert number_regions(REPORT, place, "987654321") == place
    assert number_regions(REPORT, place, "五个") == place


def test_a_place_without_page_has_no_picture() -> None:
    with pytest.raises(PictureError) as error:
        place_picture(REPORT, [])
    assert error.value.code == "page-missing"
    with pytest.raises(PictureError):
        place_picture(REPORT, [Region(999, 1, 1, 2, 2)])
