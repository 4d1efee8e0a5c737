"""The one place where Gradio is imported, with everything that would make it talk to other hosts switched off."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr

__all__ = ["LARGEST_UPLOAD", "gr", "page_theme"]

LARGEST_UPLOAD = 200
"""Size of a file that may be uploaded, in MB (1024 × 1024 bytes)."""

FONTS = ["-apple-system", "BlinkMacSystemFont", "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei",
         "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]  # fmt: skip
MONO_FONTS = ["ui-monospace", "SFMono-Regular", "Consolas", "monospace"]


def page_theme() -> gr.themes.Base:
    """Gradio's plain theme with fonts of the reader's own machine only."""
    return gr.themes.Base(font=FONTS, font_mono=MONO_FONTS, text_size=gr.themes.sizes.text_md)
