"""Names that head an entry of a Chinese list, before what sorts it or alone: "榫卯互联 | A轮 | …", "Lumisphere(新加坡)", "3. 弦外科技"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...ontology.model import EntityType
from .candidates import CJK
from .cut_zh import Cut, data, fit
from .lexicon import MARKS
from .plain_zh import strange

_MARK = r"(?:\d{1,2}[.、)]|[(（]?[一二三四五六七八九十]{1,3}[)）、]|[①-⑳●■◆▪►▶•·*-])[ \t]*"
_NAME = rf"\*{{0,2}}(?P<name>[{CJK}][{CJK}A-Za-z\d·]{{1,11}}?|[A-Z][\w.&'-]*(?: [A-Z\d][\w.&'-]*){{0,3}})\*{{0,2}}"
_TOLD = 24  # characters that the line below a head has at least


@cache
def _sorted() -> re.Pattern[str]:
    """A name before bars of which one of the first two parts off a round of funding."""
    rounds = "|".join((data()["cells"]["round"], data()["cells"]["round_called"]))
    return re.compile(rf"^[ \t]*(?:{_MARK})?{_NAME}[ \t]*[|丨](?=(?:[^|丨\n]{{0,16}}[|丨])?[ \t]*(?:{rounds}))", re.M)


_PLACED = re.compile(
    rf"^[ \t]*(?:{_MARK})?{_NAME}[ \t]*[(（]{MARKS['Place']}\ue00f*[)）]\*{{0,2}}[ \t]*(?=$|[:：|丨—])", re.M
)
_ALONE = re.compile(rf"^[ \t]*\d{{1,2}}[.、)][ \t]*{_NAME}[ \t]*$(?=\n[^\n]{{{_TOLD}}})", re.M)


def entry_heads(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """Votes for organizations whose names head entries."""
    for pattern in (_sorted(), _PLACED):
        for match in pattern.finditer(cut.text):
            if fit(match["name"]) and match["name"] not in cut.lexicon.common:
                yield match["name"], "Organization", 4, "entry"
    for match in _ALONE.finditer(cut.text):
        name = match["name"]
        latin = name.isascii()
        ended = name.endswith(tuple(cut.lexicon.suffixes))
        if fit(name) and name not in cut.lexicon.common and (latin or ended and strange(name) > 1):
            yield name, "Organization", 2 if latin else 3, "entry"
