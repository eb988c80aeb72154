"""Units of measure behind and before a number, from `ontology/units.csv` and a language's quantities.toml."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ..ontology import model
from .numerals import Number, alternation

UNITS = Path(model.__file__).parent / "units.csv"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as one row of the table states it: `scale` of its base unit, e.g. watts and 1,000,000 for MW."""

    name: str
    kind: str
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Found:
    """A unit read in a text, and where it ends."""

    unit: Unit
    end: int


BARE = Unit("1", "number")
EMPLOYEES = Unit("employees", "count")


@cache
def unit_rows() -> tuple[Mapping[str, str], ...]:
    """The table's rows: unit, kind, scale, before (signs), zh and en (names), each `|`-separated."""
    with UNITS.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _surfaces(language: str) -> dict[str, Unit]:
    surfaces: dict[str, Unit] = {}
    for column in dict.fromkeys((language, "en")):  # English names are read in every language
        for row in unit_rows():
            for name in filter(None, row[column].split("|")):
                surfaces.setdefault(name, Unit(row["unit"], row["kind"], Decimal(row["scale"])))
    return surfaces


def _edge(name: str) -> str:
    return r"(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalpha() else ""


class Units:
    """Finds units by one language's table (`[units]` of its quantities.toml)."""

    def __init__(self, language: str, data: Mapping[str, Any]) -> None:
        table = data["units"]
        self._surfaces = _surfaces(language)
        self._signs = {s: Unit(r["unit"], r["kind"]) for r in unit_rows() for s in filter(None, r["before"].split("|"))}
        self._signs |= {s: Unit(u, "money") for s, u in table["signs"].items()}
        self._words = {n.lower(): u for n, u in self._surfaces.items() if n.isascii() and n.islower() and len(n) > 2}
        guards: Mapping[str, str] = table["not_before"]
        names = sorted(self._surfaces, key=lambda n: (-len(n), n))
        forms = "|".join(
            (f"(?i:{re.escape(n)})" if n in self._words else re.escape(n))
            + _edge(n)
            + (f"(?!{guards[n]})" if guards.get(n) else "")
            for n in names
        )
        joint = "(?: of (?:the |its )?|[ -])?" if language == "en" else " ?"
        self._direct = re.compile(rf"{joint}({forms})")
        nouns = [n for n in names if self._surfaces[n].kind == "count"]
        noun = "|".join((f"(?i:{re.escape(n)})" if n in self._words else re.escape(n)) + _edge(n) for n in nouns)
        if language == "en":
            between = rf"(?:[ -](?!(?:{table['stops']})\b)[A-Za-z][\w'&/-]*){{0,3}}?[ -]"
            self._counted = re.compile(rf"{table['classifiers']}{between}({noun})")
        else:
            between = rf" ?(?:{table['modifiers']})??"
            counter = rf"(?!{table['not_classified']})(?:{table['classifiers']})"
            self._counted = re.compile(rf" ?(?:{counter})?的?{between}({noun})")
        self._counter = (
            re.compile(rf" ?(?!{table['not_classified']})({table['classifiers']})") if language != "en" else None
        )
        self._classified = {w: Unit(u, "count") for w, u in table["classified"].items()}
        people = rf"(?:{table['people']})"
        self._people = re.compile(rf"[ -]?{people}(?![A-Za-z])" + (rf"(?!{guards['人']})" if "人" in guards else ""))
        self._employment = re.compile(table.get("employment") or dict(table["context"])["employees"])
        latin = r"(?<![A-Za-z])"
        self._before = re.compile(rf"({latin}(?:{alternation(self._signs)}))\s?$")
        self._context = [(unit, re.compile(f"(?i:{p})" if language == "en" else p)) for unit, p in table["context"]]
        self._dismissed = re.compile(table["dismissed"])
        self._reach: int = table["context_reach"]
        self._counts_else = re.compile(table.get("counts_else", "(?!)"))
        self._stop = re.compile(table["context_stop"])
        self._parameters_alone = re.compile(table["parameters_alone"])
        self._parameters_before = re.compile(table["parameters_before"])
        self._tokens_alone = re.compile(table["tokens_alone"])
        self._raised = re.compile(table["raised"]) if "raised" in table else None
        self._own_money: str = table.get("own_money", "")
        self._declaration = re.compile(table["declaration"])
        self._places = [(re.compile(cue), currency) for cue, currency in table.get("places", ())]
        self._sign_cues = [(re.compile(cue), sign, unit) for cue, sign, unit in table.get("sign_cues", ())]

    def declared(self, text: str, traditional: bool = False) -> list[tuple[int, dict[str, Unit]]]:
        """What a document says of its own money, each with where that begins to hold: "(新台币，下同)" gives 元 another meaning, "RMB" gives ¥ one.

        In traditional characters 元 is, where nothing is said or before it is, the money of the place whose press speaks so.
        """
        signs = {
            sign: Unit(currency, "money")
            for cue, sign, currency in self._sign_cues
            if sign in text and cue.search(text)
        }
        said = [(m, self._surfaces.get(m[1]) or self._signs[m[1]]) for m in self._declaration.finditer(text)]
        declared = {unit.name for _, unit in said}  # nobody has to say this of the own money
        places = [p for p in self._places if p[1] not in declared] if traditional else []
        heard = {currency: len(cue.findall(text)) for cue, currency in places}
        local = Unit(max(heard, key=lambda c: heard[c]), "money") if heard and max(heard.values()) else None
        out = [(0, signs | ({"元": local} if local else {}))]
        for match, unit in said:
            near = max(0, match.start() - self._reach)
            clause = max((m.end() for m in self._stop.finditer(text, near, match.start())), default=near)
            out.append((clause, signs | {"元": unit}))
            if local and local.name != unit.name and self._own_money in text[:clause]:
                # Where it meant the place's money before, what follows means it for this paragraph alone.
                end = text.find("\n", match.end())
                out += [(end, out[0][1])] if end >= 0 else []
        if len(out) > 1 and not local:
            out[0] = (0, out[1][1])
        return out

    def sign(self, text: str, at: int, floor: int, declared: Mapping[str, Unit]) -> tuple[Unit, int] | None:
        """The currency sign that ends right before an offset, and where it begins."""
        match = self._before.search(text[max(floor, at - 8) : at])
        if match is None:
            return None
        return declared.get(match[1]) or self._signs[match[1]], max(floor, at - 8) + match.start()

    def after(self, text: str, at: int, number: Number, declared: Mapping[str, Unit]) -> Found | None:
        """The unit named right behind a number, or the noun it counts within a few words."""
        match = self._direct.match(text, at)
        if match:
            name = match[1]
            unit = declared.get(name) or self._surfaces.get(name) or self._words[name.lower()]
            if self._fits(unit, name, number):
                return Found(unit, match.end())
        people = self._people.match(text, at)
        glued = text[at : at + 1].isascii() and text[at : at + 1].isalpha()  # 3D, 5G
        match = None if glued and not number.suffix else self._counted.match(text, at)
        if match and (not number.written or number.value is None or number.value > 1):
            unit = self._surfaces.get(match[1]) or self._words[match[1].lower()]
            if unit.name != "orders" or not re.search(
                r"\d", match[0]
            ):  # 4万片思元690的订单: so many pieces of what is named
                return Found(unit, match.end())
        if people:
            near = text[max(0, at - 28) : at] + text[at : people.end() + 12]
            return Found(EMPLOYEES if self._employment.search(near) else BARE, people.end())
        if self._counter:
            match = self._counter.match(text, at)
            if match and number.value != 1:
                return Found(self._classified.get(match[1], BARE), match.end())
        return None

    @staticmethod
    def _fits(unit: Unit, name: str, number: Number) -> bool:
        value = number.value if number.value is not None else number.low
        if name == "won":
            return value is not None and (value >= 100 or not number.bare)
        if unit.kind == "duration" and value is not None:
            return value < 1500 or not number.bare
        return not (name in ("点", "分") and number.written and number.bare)

    def implied(self, text: str, start: int, end: int, number: Number) -> Unit | None:
        """The unit of a number that names none: "24B (Small) models", "256K of context", 近5亿A轮融资."""
        behind = self._parameters_before.search(text[max(0, start - 16) : start])
        if number.suffix in ("B", "T") and (behind or self._parameters_alone.match(text, end)):
            return Unit("parameters", "count")
        if number.suffix in ("K", "k", "M"):
            near = text[max(0, start - 24) : start] + " " + text[end : end + 16]
            if self._tokens_alone.search(near):
                return Unit("tokens", "count")
        if number.scale > 1 and self._raised and self._raised.match(text, end):
            return self._surfaces[self._own_money]
        return None

    def from_context(self, text: str, start: int, end: int, small: bool) -> Unit | None:
        """The noun that a bare number speaks of, before it in the clause: "月活用户达到3亿".

        A `small` one, without magnitude, is taken only for people that are let go.
        """
        if self._counts_else.match(text, end):
            return None
        window = text[max(0, start - self._reach) : start]
        stops = [m.end() for m in self._stop.finditer(window)]
        window = window[stops[-1] :] if stops else window
        if small:
            return EMPLOYEES if self._dismissed.search(window) else None
        for unit, pattern in self._context:
            if pattern.search(window):
                return Unit(unit, "count")
        return None
