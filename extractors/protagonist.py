"""Whom a document is about, and for whom it speaks: what "the company", "we" and a list without subjects stand for.

A press release, a company's blog, a broker's note on one company and an earnings flash leave their protagonist unsaid most of the time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from ..ontology.model import Language, Mention, Span
from .head import Head
from .languages import language_data
from .layout import Block
from .normalise import Normal

OFTEN = 3  # mentions from which an organization can be what a text is about
# Of the blocks that name organizations, that must name the one a text is about: in a digest none is so spread
SPREAD = 0.25
TOP = 500  # characters in which a text says who publishes it
TOLD = frozenset({"body", "item"})  # blocks that tell, beside titles, boilerplate and tables


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays the standing parts of a document."""

    company: Mention | None = None  # whom the text itself defines as "the company", or who speaks in an interview
    about: Mention | None = None  # whom it is about as a whole
    we: Mention | None = None  # for whom it says "we"
    own: Mention | None = None  # whose its own estimates are: who publishes it


@cache
def _rules(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = language_data(language, "discourse")["anaphora"]
    return re.compile(data["defined"]), re.compile(data["first_person"], re.I)


@cache
def _house(language: Language) -> re.Pattern[str]:
    return re.compile(language_data(language, "discourse")["anaphora"]["house"], re.I)


def cast_of(
    normal: Normal,
    language: Language,
    layout: Sequence[Block],
    mentions: Sequence[Mention],
    head: Head,
    sorts: Mapping[object, str],
) -> Cast:
    """The cast of a document; parts that nobody plays are None."""
    defined, first_person = _rules(language)
    placed = [
        (m, block) for m, block in _placed(mentions, layout) if m.kind == "Organization" and block.kind != "silent"
    ]
    organizations = [m for m, _ in placed]
    told: Counter[object] = Counter(m.value for m, block in placed if block.kind in TOLD)
    naming = {(m.value, block.span.start) for m, block in placed if block.kind in TOLD}
    least = SPREAD * len({start for _, start in naming})
    spread = {v for v, n in Counter(value for value, _ in naming).items() if n >= least}
    first = {m.value: m for m in reversed(organizations)}
    company = _defined(defined, normal, organizations) or _listed(normal, language, organizations)
    company = company or _letterhead(normal, language, organizations)
    headed = {m.value for m, block in placed if block.kind == "heading" and _TICKER.match(normal.text, m.span.end)}
    covered = None if company or len(headed) > 1 else _covered(normal, organizations, head, sorts)
    host = _host(normal, language, organizations, told, head, sorts, mentions)
    noted = [] if len(headed) > 1 else organizations  # a note on each of many covers none above the others
    about = company or covered or _about(normal, organizations, noted, told, spread, head, sorts) or host
    speaks = first_person.search(normal.text)
    publisher = head.publisher_id(mentions, normal)
    we = host or (about if publisher not in first else None)
    own = host or next((m for m in organizations if m.value == publisher), None)
    return Cast(company or covered, about, (we if speaks else None) or company, own)


def _host(
    normal: Normal,
    language: Language,
    organizations: Sequence[Mention],
    told: Counter[object],
    head: Head,
    sorts: Mapping[object, str],
    mentions: Sequence[Mention],
) -> Mention | None:
    """The company or public body that publishes a text about itself: a blog, a press release, a report on its own model."""
    publisher = head.publisher_id(mentions, normal) or ""
    if sorts.get(publisher) == "observer":
        return None  # who reports on others
    house = _house(language).search(normal.text, 0, TOP)
    named = house and house.groupdict().get("publisher3") and Span(*house.span("publisher3"))
    for mention in organizations:
        if mention.span.start > TOP or sorts.get(mention.value, "") not in ("", "public"):
            continue
        if named and not mention.span.overlaps(named):
            continue  # the text says whose it is
        if house or (mention.value == publisher and told[publisher] >= OFTEN):
            return mention
    return None


def studied(cast: Cast) -> Mention | None:
    """Whom a document that somebody else publishes is about."""
    return cast.about if cast.about and (cast.own is None or cast.about.value != cast.own.value) else None


def _placed(mentions: Sequence[Mention], layout: Sequence[Block]) -> Iterator[tuple[Mention, Block]]:
    """Each mention with the block that it stands in (both in order of the text)."""
    at = 0
    for mention in mentions:
        while at < len(layout) - 1 and layout[at].span.end <= mention.span.start:
            at += 1
        if layout:
            yield mention, layout[at]


def _defined(pattern: re.Pattern[str], normal: Normal, organizations: Sequence[Mention]) -> Mention | None:
    """The organization right before a definition: "… Inc. (the "Company")"; those named in boilerplate are none of them."""
    match = pattern.search(normal.text)
    if not match:
        return None
    before = [
        m
        for m in organizations
        if match.start() - 30 <= m.span.end <= match.start()
        and normal.text[max(0, m.span.start - 1) : m.span.start] not in ("(", "（")
    ]  # "(ASX: …)" between them is where its shares are traded
    return before[-1] if before else None


def _listed(normal: Normal, language: Language, organizations: Sequence[Mention]) -> Mention | None:
    """The company whose short name stands at the head of an exchange's announcement: 证券简称：…"""
    pattern = language_data(language, "discourse")["anaphora"].get("listed")
    match = pattern and re.compile(pattern).search(normal.text, 0, TOP)
    return next((m for m in organizations if match and m.span.start == match.end()), None)


def _letterhead(normal: Normal, language: Language, organizations: Sequence[Mention]) -> Mention | None:
    """The company whose legal name is a line of its own at the head of an exchange's notice."""
    rules = language_data(language, "discourse")["anaphora"]
    if "letterhead" not in rules or not re.search(rules["notice"], normal.text):
        return None
    line = re.compile(rules["letterhead"], re.M).search(normal.text, 0, TOP)
    name = line and Span(
        line.start(), line.start() + len(line[0].partition("(")[0])
    )  # in brackets stands where it is listed
    return next((m for m in organizations if name and m.span.overlaps(name)), None)


_TICKER = re.compile(
    r"[\W_]{0,3}[(（](?:[A-Z]{2,6}[:： ]? ?)?(?:\d{4,6}(?:[. ][A-Z]{2,3})?|[A-Z]{2,5}[. ][A-Z]{2,3})[)）]"
)
_QUOTED = re.compile(
    r"(?:,? [A-Z][\w.]{1,11})?[\W_]{0,3}[(（](?:[A-Z]{1,5}[.][A-Z]{1,2}|[A-Z][A-Za-z]{1,7}(?: ?[:：] ?| )[A-Z\d]{1,6}(?:[.][A-Z]{1,2})?(?:[,;/|] ?[A-Z][A-Za-z]{1,7}[:：] ?[A-Z\d]{1,6}){0,2})[)）]"
)  # ... with the exchange before it or behind it, behind a legal form too
_MASTHEAD = re.compile(r"\W{0,3}[|·›—–丨]")  # behind the name of the publication itself


def _covered(
    normal: Normal, organizations: Sequence[Mention], head: Head, sorts: Mapping[object, str]
) -> Mention | None:
    """The one company that a note covers: its name stands with its ticker in the title, or on a line of its own at the head."""
    found: dict[object, Mention] = {}
    for mention in organizations:
        if mention.span.start >= TOP or sorts.get(mention.value):
            continue
        ticker = _TICKER.match(normal.text, mention.span.end)
        quoted = ticker or _QUOTED.match(normal.text, mention.span.end)
        if not quoted:
            continue
        line = normal.text[normal.text.rfind("\n", 0, mention.span.start) + 1 : mention.span.start]
        alone = not line.strip() and normal.text[quoted.end() : quoted.end() + 1] in ("", "\n")
        if alone or ticker and head.title_span and mention.span.overlaps(head.title_span):
            found.setdefault(mention.value, mention)
    return next(iter(found.values())) if len(found) == 1 else None


def _about(
    normal: Normal,
    organizations: Sequence[Mention],
    noted: Sequence[Mention],
    told: Counter[object],
    spread: Set[object],
    head: Head,
    sorts: Mapping[object, str],
) -> Mention | None:
    """The one organization that the title names, if the text goes on about it; else one that is named more than all others.

    What is `spread` over the text is named all through it.
    """
    titled = {
        m.value: m
        for m in organizations
        if head.title_span and m.span.overlaps(head.title_span) and not _MASTHEAD.match(normal.text, m.span.end)
    }
    titled = {v: m for v, m in titled.items() if sorts.get(v) != "observer"}
    counts = Counter({v: n for v, n in told.items() if sorts.get(v) != "observer"}).most_common()
    top, most = counts[0] if counts else ("", 0)
    for value, mention in titled.items():
        if told[value] >= 2 and (len(titled) == 1 or value in spread and 2 * told[value] >= most):
            return mention
    for mention in noted:  # the company that a note covers: "Name (688999)", "Name (CGM LN)"
        if mention.span.start < TOP and _TICKER.match(normal.text, mention.span.end) and not sorts.get(mention.value):
            return mention
    if most >= OFTEN and top in spread and (len(counts) == 1 or 2 * most >= 3 * counts[1][1]):
        return next(m for m in organizations if m.value == top)
    return None
