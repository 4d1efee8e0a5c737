"""How the names of files end that are taken from a folder. What a file is, its content says (see `file_kinds`)."""

from __future__ import annotations

_TEXTS = (".doc", ".docx", ".htm", ".html", ".markdown", ".md", ".odt", ".pdf", ".rtf", ".txt", ".wps")
_SHEETS = (".csv", ".et", ".ods", ".tsv", ".xls", ".xlsm", ".xlsx")
_SLIDES = (".dps", ".odp", ".ppt", ".pptx")
_PICTURES = (".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")

READABLE = (*_TEXTS, *_SHEETS, *_SLIDES, *_PICTURES)
"""Lower case, with the point."""
