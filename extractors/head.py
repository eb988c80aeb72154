"""What a document says of itself: its title, its date and who published it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..ontology.model import Document, Language, Mention, Span, TimeInterval
from .languages import language_data
from .masthead import Field, head_rules, masthead, title_lengths
from .names.candidates import squeeze
from .names.gazetteer import entries_by_key
from .names.people import is_given
from .normalise import Normal
from .times import find_times

_YEAR = re.compile(r"(?:19|20)\d\d")
_HOURS = re.compile(r"\d{1,2}[:：]\d\d ?[—–~～至-]+ ?\d{1,2}[:：]\d\d")  # of a meeting
TAIL = 8  # closing lines in which publishers name themselves


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document. Spans are of normalised text: where the publisher and the title stand."""

    title: str | None
    published: date | None
    publisher: str | None
    publisher_span: Span | None
    title_span: Span | None

    def publisher_id(self, mentions: Sequence[Mention], normal: Normal) -> str | None:
        """The entity that stands where the publisher does."""
        if self.publisher_span is None or self.publisher is None:
            return None
        for m in mentions:
            if m.kind == "Organization" and m.span.overlaps(self.publisher_span) and isinstance(m.value, str):
                inside = m.span.end <= self.publisher_span.start + len(self.publisher)
                return m.value if inside and m.span.start >= self.publisher_span.start else None
        return None


def read_head(normal: Normal, document: Document) -> Head:
    """Title, date and publisher. A title and a date that the text states win over those the document carries."""
    fields = masthead(normal, document)
    lines = [(m.start(), m[0]) for m in re.finditer(r"[^\n]*\S[^\n]*", normal.text)]
    publisher, publisher_span = _publisher(fields, lines, normal, document.language)
    if publisher is not None and publisher_span is not None:
        publisher = normal.span(publisher_span.start, publisher_span.end).of(document.text)
    title_field = _title(fields, publisher, document)
    title, title_span = document.title, None
    if title_field is not None:
        title_span = Span(normal.place(title_field.start), normal.place(title_field.end))
        title = title or title_field.of(document.text).strip(" *_#\n\u3000")
    else:
        title = title or _series_title(fields, publisher, document)
    days = [f for f in fields if f.day]
    stated = next((f.day for f in days if not _HOURS.search(f.text)), None) or (
        _signed(lines, document) if days else None
    )
    published = stated or next((f.day for f in days), None) or document.published or _published(lines, document)
    return Head(title or None, published, publisher, publisher_span, title_span)


def _title(fields: Sequence[Field], publisher: str | None, document: Document) -> Span | None:
    """The field that reads most like a title, with the line that it runs on to."""
    language = document.language
    least, sure, most = title_lengths(language)
    rules = head_rules(language)
    peers = {line: sum(f.line == line for f in fields) for line in {f.line for f in fields}}
    first_day = min((f.line for f in fields if f.kind in ("date", "byline")), default=99)
    best, best_score = None, 1.0
    for order, field in enumerate(fields):
        text = field.text
        if field.kind != "words" or not least <= len(text) <= most or text == publisher:
            continue
        if text[-1] in ".。；;" and not field.marked:
            continue  # a sentence
        score = 3.0 if len(text) >= sure else 0.0
        if publisher and _with_more(text, rules) == publisher:  # its name and what it says of itself, or its issue
            if not re.search(r"\d", text):
                continue
            score -= 3
        score += 1 if len(text) >= 1.7 * sure else 0
        score += 3 if field.marked else 0
        score += 2 if peers[field.line] == 1 else -1
        score += 1 if re.search(r"[,:;?!，：；？！“”]|\b[a-z]{3,}", text) else 0
        score -= 2 if field.line > first_day + 1 else 0
        score -= 3 if rules["name"].fullmatch(text) and language == "en" and len(text) < 1.7 * sure else 0
        score -= 5 if rules["not_title"].search(text) or not rules["native"].search(text) else 0
        below = next((f for f in fields if f.line == field.line + 1), None)
        headed = below and below.kind == "words" and peers[below.line] == 1 and len(below.text) >= sure
        score -= 3 if headed and rules["covered"].match(text) else 0
        score -= 8 if _opens_with_day(text, language) else 0
        score -= 0.3 * order
        if language == "en":
            mottos = [f for f in fields if _says_of_itself(f, fields, peers, publisher, document.text, least)]
            score -= 6 if field in mottos else 0
            score += 2 if any(f.line == field.line - 1 for f in mottos) else 0
            score -= 5 if _stands_under(field, fields, peers, publisher, least) and not mottos else 0
        if score > best_score:
            best, best_score = field, score
    if best is None:
        return None
    following = next((f for f in fields if f.line == best.line + 1), None)
    runs_on = (
        following is not None
        and following.kind == "words"
        and peers[following.line] == 1
        and document.text[best.span.end : following.span.start].count("\n") == 1
        and best.text[-1] not in "。.？！?!…”)）"
        and (following.text[:1].islower() if language == "en" else len(best.text) > 16 and len(following.text) < 6)
    )
    end = following.span.end if runs_on and following else best.span.end
    start = best.span.start + (prefix.end() if (prefix := rules["prefix"].match(best.text)) else 0)
    bold = best.text.find("**")  # bold type that ends within the line ends the title
    return Span(start, best.span.start + bold if bold >= least else end)


def _stands_under(
    field: Field, fields: Sequence[Field], peers: Mapping[int, int], publisher: str | None, least: int
) -> bool:
    """Whether a line stands right under one that reads like a title itself: then it is what a title is followed by."""
    above = next((f for f in fields if f.line == field.line - 1), None)
    return (
        above is not None
        and above.kind == "words"
        and peers[above.line] == 1
        and above.text != publisher
        and len(above.text) >= least
        and above.text.count(" ") > 1
        and above.marked >= field.marked
        and bool(re.search(r"\b[a-z]{4,}", above.text))
        and above.text[-1] not in ".:"
    )


def _says_of_itself(
    field: Field,
    fields: Sequence[Field],
    peers: Mapping[int, int],
    publisher: str | None,
    text: str,
    least: int,
) -> bool:
    """Whether a line is what a publication says of itself: right under its name, with another that reads like a title apart below."""
    above = next((f for f in fields if f.line == field.line - 1), None)
    below = next((f for f in fields if f.line == field.line + 1), None)
    return (
        above is not None
        and below is not None
        and above.text == publisher
        and below.kind == "words"
        and peers[below.line] == 1
        and len(below.text) >= least
        and below.text[-1] not in ".:;"
        and len(below.text) <= 2 * len(field.text)  # a long line is what stands under a title
        and not any(head_rules("en")["covered"].match(f.text) for f in (field, below))
        and "\n" not in text[above.span.end : field.span.start].replace("\n", "", 1)
        and "\n" in text[field.span.end : below.span.start].replace("\n", "", 1)
    )


def _opens_with_day(text: str, language: Language) -> bool:
    """Whether words begin with a day: a by-line rather than a title."""
    return any(
        m.span.start < 2 and isinstance(m.value, TimeInterval) and m.value.granularity == "day"
        for m in find_times(text[:30], language, None)
    )


def _series_title(fields: Sequence[Field], publisher: str | None, document: Document) -> str | None:
    """The line of a publication that gives its issues no titles: its name, with what tells the issue or its kind."""
    serial = head_rules(document.language)["serial"]
    named = next((f for f in fields if not f.line and serial.search(f.text)), None) or next(
        (f for f in fields if publisher and publisher.casefold() in f.text.casefold()), None
    )
    if named is None:
        return None
    spans = [f.span for f in fields if f.line == named.line and f.kind != "byline"]
    line = document.text[min(s.start for s in spans) : max(s.end for s in spans)].strip(" *_#\n\u3000")
    below = next((f for f in fields if f.line == named.line + 1), None)
    goes_on = below and (
        below.kind == "issue" or below.text.istitle() and below.kind == "label" and below.text.isalpha()
    )
    return f"{line} {below.text}" if below and goes_on else line


_OWN_KINDS = frozenset({"issue", "label", "date", "byline"})


def _publisher(
    fields: Sequence[Field], lines: Sequence[tuple[int, str]], normal: Normal, language: Language
) -> tuple[str | None, Span | None]:
    """Who publishes: a name of the head that looks it most, or whom the dateline or the closing lines name."""
    if len(lines) == 1:
        return None, None  # a line alone has no head
    rules = head_rules(language)
    places = entries_by_key("Place")
    votes: dict[str, float] = {}
    spans: dict[str, Span] = {}

    def vote(name: str, score: float, span: Span) -> None:
        bare = rules["publisher_tail"].sub("", name).strip(' ,*_“”"')
        barred = rules["not_publisher"].search(bare) or squeeze(bare) in places or _is_person(bare, language)
        if len(bare) > 1 and not barred:
            votes[bare] = votes.get(bare, 0) + score
            spans.setdefault(bare, Span(span.start, min(span.start + len(bare), max(span.end, span.start + 1))))

    for name, score, start, end in _of_fields(fields, language):
        vote(name, score, Span(normal.place(start), normal.place(end)))
    tail = lines[-TAIL:]
    for key, score, where in (
        ("dateline", 6.0, lines[:12]),
        ("closing", 4.0, [*lines[:3], *tail]),
        ("house", 2.0, [*lines[:12], *lines[12:][-20:]]),
    ):
        for start, line in where:
            for match in rules[key].finditer(line):
                for group, name in match.groupdict().items():
                    if name:
                        vote(name, score, Span(start + match.start(group), start + match.end(group)))
    ending = re.compile(language_data(language, "names")["outlet"]["ending"])
    for start, line in tail[-3:] if len(lines) > TAIL else []:
        named = line.strip().partition(" ")[0] if language == "zh" else line.strip()
        if rules["name"].fullmatch(named) and ending.search(named):
            vote(named, 2.5, Span(start + line.index(named), start + len(line)))
    head_end = min(lines[-TAIL][0] if len(lines) > TAIL else 0, 600)
    for name in votes:
        if any(name.casefold() in line.casefold() for start, line in tail if start > head_end):
            votes[name] += 2
    for name in votes:  # a shorter form speaks for the longer: the Statute Desk, The Statute Desk
        votes[name] += sum(
            0.5 * v for other, v in votes.items() if other != name and name.casefold().endswith(other.casefold())
        )
    best = max(votes, key=lambda n: (votes[n], -spans[n].start), default=None)
    if best is None or votes[best] < 2:
        return None, None
    # Who publishes the Morning News of so-and-so is so-and-so.
    best = next((n for n in votes if votes[n] >= 3 and best[len(n) :] and rules["serial"].sub("", best) == n), best)
    return best, spans[best]


def _of_fields(fields: Sequence[Field], language: Language) -> Iterator[tuple[str, float, int, int]]:
    """The names of the head that may be the publisher's."""
    rules = head_rules(language)
    ending = re.compile(language_data(language, "names")["outlet"]["ending"])
    for field in fields:
        start = field.span.start
        if field.kind == "byline":
            match = rules["byline"].match(field.text)
            name = match.groupdict().get("publisher") if match else None
            if name:
                yield name, 5.0, start, start + len(name)
            if match and (account := match.groupdict().get("account")):
                at = start + match.start("account")
                yield account, 8.0, at, at + len(account)
        if (booked := rules["booked"].match(field.text)) and any(
            f.line == field.line and (f.kind in _OWN_KINDS or not field.line and f is not field) for f in fields
        ):
            yield booked["name"], 5.0, start + 1, start + 1 + len(booked["name"])
        if field.line < 2 and (name := _with_more(field.text, rules)):
            at = start + field.text.index(name)
            yield name, 4.0 - field.line, at, at + len(name)
        if field.kind != "words" or not rules["name"].fullmatch(field.text):
            continue
        peers = {f.kind for f in fields if f.line == field.line and f is not field}
        of_line = [f for f in fields if f.line == field.line]
        if len(of_line) > 1 and _is_person(field.text, language) and peers & _OWN_KINDS:
            continue  # who wrote it
        leads = not any(
            f.span.start < start for f in of_line if f.kind in ("words", "label") and not _is_person(f.text, language)
        )
        score = {0: 3.0, 1: 1.5, 2: 1.0}.get(field.line, 0.0)
        score += 3 if peers & _OWN_KINDS and leads else 0
        score += 2 if ending.search(field.text) or field.text.isupper() else 0
        score -= 2 if len(field.text) > 40 or not leads else 0
        yield field.text, score, start, field.span.end


def _is_person(name: str, language: Language) -> bool:
    """Whether a field reads like a person's name: two or three words, the first a given name."""
    words = name.split()
    return language == "en" and 1 < len(words) < 4 and is_given(words[0]) and all(w[0].isupper() for w in words)


def _with_more(text: str, rules: Mapping[str, re.Pattern[str]]) -> str | None:
    """The name of a publication with its issue's number, its name in another script, or what it says of itself behind it."""
    if numbered := rules["numbered"].match(text):
        return numbered["name"]
    led = rules["led"].match(text)
    if led and (led["rest"].isupper() or any(rules[k].search(led["rest"]) for k in ("label", "tagline"))):
        return led["name"]
    if led and led["name"].isupper() and 1 < len(led["name"].split()) < 5 and len(led["rest"].split()) < 4:
        return led["name"]  # a masthead in capitals with its section
    return None


def _signed(lines: Sequence[tuple[int, str]], document: Document) -> date | None:
    """The day that a line of the text's end labels as its date: of minutes, whose head says from when to when people met."""
    for _, line in lines[-TAIL:]:
        if head_rules(document.language)["signed"].search(line):
            return _published([(0, line)], document)
    return None


def _published(lines: Sequence[tuple[int, str]], document: Document) -> date | None:
    """The first day that is named whole in the first lines, else the one that closes the text."""
    for _, line in [*lines[:14], *lines[-2:]]:
        for mention in find_times(line, document.language, None):
            value = mention.value
            stated = _YEAR.search(mention.span.of(line))
            if stated and isinstance(value, TimeInterval) and value.granularity == "day" and value.start == value.end:
                return value.start
    return None
