"""What the finders of names hand to each other: a stretch of text, what it is, and how sure that is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ...ontology.model import EntityType

LETTERS = "A-Za-z\u00c0-\u024f\u0370-\u03ff"
CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_JOINED = re.compile(r"[\s\-‐-―_·・.'’\"“”()（）,&/]+")


@dataclass(frozen=True, slots=True)
class Found:
    """One find. `id` is the entity's; `rank` says who wins where two overlap: the higher, then the longer, then the first."""

    start: int
    end: int
    type: EntityType
    id: str
    rule: str
    rank: int = 1
    known: bool = False
    name: str = ""  # how the entity is called, where the text's own words are not it


@lru_cache(maxsize=20_000)
def squeeze(name: str) -> str:
    """A name without case, spaces and joints: what two spellings of one name share.

    >>> squeeze("Qwen 3.6-Plus") == squeeze("qwen3.6 plus")
    True
    """
    return _JOINED.sub("", unicodedata.normalize("NFKC", name).casefold())


@lru_cache(maxsize=20_000)
def identifier(name: str) -> str:
    """The identifier of a name that no catalogue has.

    >>> identifier("Amplify Partners"), identifier("深蓝动力")
    ('amplify-partners', '深蓝动力')
    """
    bare = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(c for c in bare if not unicodedata.combining(c)).replace("&", " and ").replace("'", "")
    return re.sub(r"[^\w.+]+", "-", unicodedata.normalize("NFKC", bare)).strip("-.") or "name"


def resolve(found: Iterable[Found]) -> list[Found]:
    """A choice of finds that do not overlap, sorted: higher rank first, then longer, then earlier."""
    chosen: list[Found] = []
    covered: set[int] = set()
    for f in sorted(found, key=lambda f: (-f.rank, f.start - f.end, f.start, f.rule)):
        if not any(at in covered for at in range(f.start, f.end)):
            covered.update(range(f.start, f.end))
            chosen.append(f)
    return sorted(chosen, key=lambda f: f.start)
