"""The catalogue: entities with their Chinese and English names, as CSV, one row an entity, one row an alias.

One file per entity type (`organizations.csv`, `people.csv`, `models.csv` …), columns:
`id, name_zh, name_en, kind, parent, country, tickers`. `parent` is the owner, the developer or the employer;
`tickers` are separated by `;` (`688256.SH`, `0700.HK`, `NVDA`). `country` is ISO 3166-1 (or `EU`).

`aliases.csv`: `alias, language, kind, entity`. A name that is also an ordinary word (理想, Cursor) has the kind
`ambiguous`: it counts only where its surroundings speak for it. Where that is a preferred name, a row of `aliases.csv`
repeats it with that kind. Names are in simplified characters, as text is before it is searched.

What acts as an organization and is yet a product, as a cloud does, has the kind `platform`.

`business_years.csv`: `organization, last_month`, the month in which a company's business year ends, where that is not December.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..model import EntityType

HERE = Path(__file__).parent
FILES: Mapping[str, EntityType] = {
    "organizations": "Organization",
    "people": "Person",
    "models": "Model",
    "products": "Product",
    "hardware": "Hardware",
    "benchmarks": "Benchmark",
    "indices": "MarketIndex",
    "places": "Place",
}


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One known entity. `aliases` hold every further name with its language and kind."""

    id: str
    type: EntityType
    names: Mapping[str, str]  # language → preferred name
    kind: str = ""
    parent: str = ""
    country: str = ""
    tickers: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str, str], ...] = ()  # (alias, language, kind)

    def all_names(self) -> Iterator[str]:
        """Preferred names, then aliases."""
        yield from self.names.values()
        yield from (alias for alias, _, _ in self.aliases)

    def ambiguous_names(self) -> frozenset[str]:
        """Names, preferred ones included, that are also ordinary words and so need a context.

        >>> sorted(catalogue()["cursor"].ambiguous_names()), catalogue()["cursor"].names["en"]
        (['Cursor'], 'Cursor')
        """
        return frozenset(alias for alias, _, kind in self.aliases if kind == "ambiguous")


def _rows(name: str) -> list[dict[str, str]]:
    path = HERE / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _last_months() -> Mapping[str, int]:
    return {row["organization"]: int(row["last_month"]) for row in _rows("business_years")}


def last_month(entity: str) -> int | None:
    """The month in which the business year of a company, or of the owner of what is named, ends; None where that is not known.

    >>> last_month("nvidia"), last_month("azure"), last_month("amd")
    (1, 6, None)
    """
    known, entry = _last_months(), catalogue().get(entity)
    while entry and entry.id not in known and entry.parent:
        entry = catalogue().get(entry.parent)
    return known.get(entry.id) if entry else None


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Every entry by its id.

    >>> entry = catalogue()["cambricon"]
    >>> entry.type, entry.names["zh"], entry.tickers
    ('Organization', '寒武纪', ('688256.SH',))
    """
    aliases: dict[str, list[tuple[str, str, str]]] = {}
    for row in _rows("aliases"):
        aliases.setdefault(row["entity"], []).append((row["alias"], row["language"], row["kind"]))
    entries = {}
    for file, type_ in FILES.items():
        for row in _rows(file):
            names = {lang: row[f"name_{lang}"] for lang in ("zh", "en") if row[f"name_{lang}"]}
            tickers = tuple(filter(None, row["tickers"].split(";")))
            entries[row["id"]] = CatalogueEntry(
                row["id"],
                type_,
                names,
                row["kind"],
                row["parent"],
                row["country"],
                tickers,
                tuple(aliases.get(row["id"], ())),
            )
    return entries


def shown_as(identifier: str, type_: EntityType) -> EntityType:
    """The type under which an entity is given out, whatever it acts as.

    >>> shown_as("azure", "Organization"), shown_as("microsoft", "Organization")
    ('Product', 'Organization')
    """
    entry = catalogue().get(identifier)
    return "Product" if entry and entry.kind == "platform" else type_
