"""Pictures of pages (PNG, JPEG, TIFF …) to blocks."""

from __future__ import annotations

from pathlib import Path

from ingest.blocks import DocumentBlocks
from ingest.contents import take_out_contents
from ingest.errors import ReadError
from ingest.readers.page_images import picture_file_to_images
from ingest.readers.pdf import scans_to_layouts
from ingest.readers.pdf_paragraphs import pages_to_blocks
from ingest.readers.scanned_pages import places_as_they_lie, read_scanned_pages
from ingest.records import DocumentKind


def read_image(path: Path) -> DocumentBlocks:
    """The paragraphs and tables on the pictures of the file, each a page. Raises ReadError `unreadable`, `empty`."""
    try:
        images = {image.number: image for image in picture_file_to_images(path)}
    except (OSError, SyntaxError, ValueError) as error:
        raise ReadError("unreadable", path, cause=str(error)) from error
    scans, unread = read_scanned_pages(images, lambda number: images[number], len(images))
    layouts = scans_to_layouts(scans)
    if not any(layout.lines or layout.grids for layout in layouts):
        if unread:
            raise ReadError("unreadable", path, page=unread[0].page, cause=unread[0].cause)
        raise ReadError("empty", path, cause="no text in the picture")
    blocks = places_as_they_lie(pages_to_blocks(layouts), {scan.page.number: scan for scan in scans})
    kept, contents = take_out_contents(blocks)
    return DocumentBlocks(DocumentKind.IMAGE, "", len(images), kept, contents, tuple(unread))
