"""What is known of each language, as data: one folder a language, one TOML file a concern."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ...ontology.model import Language

HERE = Path(__file__).parent


@cache
def language_data(language: Language, concern: str) -> Mapping[str, Any]:
    """The table `languages/<language>/<concern>.toml`."""
    return tomllib.loads((HERE / language / f"{concern}.toml").read_text("utf-8"))


@cache
def word_list(language: Language, name: str) -> frozenset[str]:
    """The words of `languages/<language>/<name>.txt`, `#` lines apart."""
    path = HERE / language / f"{name}.txt"
    lines = path.read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())
