"""Markdown: read as it stands, so that offsets count in the file itself; extraction sees through the marks."""

from __future__ import annotations

from .txt import TEXTUAL, matches, read

__all__ = ["SUFFIXES", "TEXTUAL", "matches", "read"]

SUFFIXES = (".md", ".markdown")
