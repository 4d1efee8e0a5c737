"""Blocks to records: a document's paragraphs and grids become sections, tables and passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.blocks import Block, DocumentBlocks, Grid, Paragraph
from ingest.captions import TableBlock, blocks_to_table_blocks, is_caption_again, is_unit_paragraph
from ingest.headers import column_paths, grid_rows, header_row_count, row_paths, stub_column_count
from ingest.items import items_apart
from ingest.passages import paragraph_to_note, paragraph_to_passage, table_to_passages
from ingest.records import Document, DocumentRecords, Passage, Table
from ingest.sections import blocks_to_headings, headings_to_sections
from ingest.tables import tables_across_pages


def blocks_to_records(document: DocumentBlocks, path: Path, sha256: str) -> DocumentRecords:
    """The document's sections, tables and passages, without figures."""
    blocks = tables_across_pages(document.blocks, is_caption_again, is_unit_paragraph)
    headings = blocks_to_headings(blocks, document.contents)
    sections = headings_to_sections(headings, blocks)
    section_at = {heading.index: section.key for heading, section in zip(headings, sections, strict=True)}
    table_blocks = blocks_to_table_blocks(blocks, set(section_at))
    table_of = {i: key for key, found in enumerate(table_blocks.values()) for i in found.paragraphs}

    tables: list[Table] = []
    passages: list[Passage] = []
    section: int | None = None
    for index, block in enumerate(blocks):
        if index in section_at:
            section = section_at[index]
        elif isinstance(block, Grid):
            table = table_block_to_table(table_blocks[index], len(tables), section)
            tables.append(table)
            passages.extend(table_to_passages(table))
        elif index in table_of:
            passages.append(paragraph_to_note(block, section, table_of[index]))
        elif block.text.strip():
            passages.append(paragraph_to_passage(block, section))
    return DocumentRecords(
        document=Document(
            path=str(path),
            sha256=sha256,
            title=document.title or blocks_to_title(blocks, min(section_at, default=0)) or path.stem,
            kind=document.kind,
            pages=document.pages,
            contents=document.contents,
            unread=document.unread,
        ),
        sections=sections,
        passages=tuple(replace(passage, key=key) for key, passage in enumerate(passages)),
        tables=tuple(tables),
    )


def table_block_to_table(block: TableBlock, key: int, section: int | None) -> Table:
    """A table with its header rows, stub columns and paths worked out."""
    grid = block.grid
    header_rows = header_row_count(grid)
    stub_columns = stub_column_count(grid, header_rows)
    rows = grid_rows(grid.cells, grid.row_count, grid.column_count)
    return Table(
        key=key,
        number=block.caption.number if block.caption else "",
        caption=block.caption.text if block.caption else "",
        unit=block.unit,
        section=section,
        regions=grid.regions,
        cells=tuple(items_apart(cell) for cell in grid.cells),
        row_count=grid.row_count,
        column_count=grid.column_count,
        header_rows=header_rows,
        stub_columns=stub_columns,
        columns=column_paths(rows, header_rows, grid.column_count),
        rows=row_paths(rows, header_rows, stub_columns),
        notes=block.notes,
    )


def blocks_to_title(blocks: Sequence[Block], first_heading: int) -> str:
    """The title: the largest letters before the first heading, with the lines beside them that are nearly as large."""
    lines = [block for block in blocks[:first_heading] if isinstance(block, Paragraph) and block.style]
    sizes = [line.style.size for line in lines if line.style]
    body = min(sizes, default=0.0)
    if not sizes or max(sizes) < 1.2 * body:
        return ""
    return "".join(line.text for line in lines if line.style and line.style.size >= 0.8 * max(sizes))
