"""Names never seen before in English text: runs of capitalised words, judged by what stands in and around them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...ontology.model import EntityType, Language
from ..languages import language_data
from .lexicon import Votes, word_list
from .people import first_names

LANGUAGE: Language = "en"
_TOKEN = r"(?:[\ue000\ue007]\ue00f*|(?:[A-ZÀ-Þ]|[a-z]{1,3}[A-Z]|\d{1,3}[A-Z])[\w'’+]*(?:[-.&][\w'’+]+)*(?:(?<=\b[A-Z])\.|(?<=Bros)\.|(?<=Inc)\.|(?<=Corp)\.|(?<=Ltd)\.|(?<=Co)\.)?|\d{1,2}(?=[ ][A-Z]))"
_HEAD = "(?<=Bank)|(?<=Department)|(?<=Ministry)|(?<=University)|(?<=Institute)|(?<=House)|(?<=Office)|(?<=Court)|(?<=Guild)|(?<=Association)|(?<=School)|(?<=Board)|(?<=Council)|(?<=Bureau)|(?<=Museum)|(?<=Society)|(?<=Academy)|(?<=Chamber)|(?<=Federation)|(?<=Union)|(?<=Commission)|(?<=Center)|(?<=Centre)|(?<=College)|(?<=Republic)|(?<=Library)|(?<=Administration)|(?<=Agency)|(?<=Authority)|(?<=Secretary)|(?<=Foundation)|(?<=Alliance)|(?<=Coalition)"
_LINK = rf"(?:(?:{_HEAD})(?: of the | of | for the | for )| & | de | du | van | von | bin | bint | al-| del | di | da | la | le | the (?=Arts)| )"
_RUN = re.compile(rf"(?<![\w@/#.\ue00f])(?:{_TOKEN})(?:{_LINK}(?:{_TOKEN}))*")
_WORD = re.compile(rf"{_TOKEN}|[a-z&-]+")
_BASED = re.compile(
    r"-(?:based|backed|led|owned|headquartered|listed|born|made|style|like|focused|funded|run|trained|powered|only)$"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_CUES = ("person_before", "person_after", "org_before", "org_after", "product_before", "product_after", "hardware_before",
         "hardware_after", "model_before", "model_after", "benchmark_before", "benchmark_after", "place_before", "place_after")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a run that may be one name. `opens` when a sentence begins with it; `titled` when a person's title stands before it."""

    start: int
    end: int
    opens: bool
    titled: bool
    titles_follow: bool
    headline: bool


@cache
def _data() -> Mapping[str, Any]:
    return language_data(LANGUAGE, "names")


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return frozenset(_data()[table][key].split())


@cache
def common() -> frozenset[str]:
    """Plain English words, lower case."""
    return word_list(LANGUAGE, "common")


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(_data()["cue"][name])


_FULL = r"[A-ZÀ-Þ][\w'’-]+(?: [A-Z]\.)? [A-ZÀ-Þ][\w'’-]+"
_BYLINE = re.compile(r"\ue00e|min read|min\. read|minutes|\b20\d\d\b")
_MINISTRY = re.compile(
    r"\b(?:Dutch|German|French|British|Chinese|Japanese|Korean|Indian|Italian|Spanish|Swedish|Danish|Finnish|Norwegian|Polish|Irish|Israeli|Canadian|Brazilian|Russian|Taiwanese|Austrian|Belgian|Swiss|Czech|Turkish|Saudi|Australian|Mexican) (?:[a-z]+ ){0,3}(?:ministry|parliament|legislature|central bank)\b|\ue007\ue00f*'s (?:[a-z]+ ){0,2}(?:ministry|legislature|antitrust (?:authority|regulator|agency))\b"
)


def vote(text: str, original: str, votes: Votes) -> None:
    """Collects the votes for new names in a veiled text."""
    for line in re.finditer(r"[^\n]*\S[^\n]*", text[:500]):
        if len(line[0]) < 110 and (
            _BYLINE.search(line[0]) or re.fullmatch(rf"\s*{_FULL}(?:(?:, | and |, and ){_FULL})*\s*", line[0])
        ):
            for match in re.finditer(
                rf"(?:(?<=· )|(?<=— )|(?<=\| )|(?<=, )|(?<=and )|^\s*){_FULL}(?=\s*(?:[·|,—]| and |$))", line[0]
            ):
                name = match[0].strip()
                if name.split()[-1] not in _set("suffix", "strong") | _set("suffix", "weak") and not any(
                    _is_plain(w) for w in name.split()
                ):
                    votes.add(name, "Person", 4, "byline")
    for match in _MINISTRY.finditer(text):
        votes.add(original[match.start() : match.end()], "Organization", 4, "official")
    lower = Counter(re.findall(r"(?<![\w.'-])[A-Za-z][\w-]+", text))
    for segment in segments(text):
        name = original[segment.start : segment.end]
        if _dropped(name, segment, lower, text):
            continue
        _judge(text, original, name, segment, votes)


@cache
def _openers() -> frozenset[str]:
    return frozenset(_data()["openers"]["words"].split())


def _is_plain(word: str) -> bool:
    """Whether a word, or each part of a hyphenated one, is plain English."""
    return all(part in common() for part in word.casefold().split("-") if part)


def _dropped(name: str, segment: Segment, lower: Counter[str], text: str) -> bool:
    words = name.split()
    if _LAW.match(text, segment.end):
        return True
    if len(name) < 2 or len(words) > 8 or name in _set("stop", "generic"):
        return True
    plain = [w for w in words if _is_plain(w) or lower.get(w.casefold(), 0)]
    if len(words) == 1 and segment.opens and (_PLAIN_END.search(name) or name.isupper()) and lower[name] < 3:
        return True
    if len(words) == 1:
        return (bool(plain) and (segment.opens or _is_plain(name))) or bool(re.fullmatch(r"[\d.]+\w?|[A-Z]\d?", name))
    return len(plain) == len(words) and segment.opens and words[-1] not in _set("suffix", "strong")


_PLAIN_END = re.compile(
    r"(?:ly|ing|tions?|ments?|ness|ers|ors|ists|ies|ity|ious|able|ible|ical|ized|ised|ants|ents|ages|ures|ships?|hood|less|ful|wise|ward)$"
)
_LAW = re.compile(
    r" (?:Act|Bill|Law|Directive|Regulation|Order|Treaty|Amendment|Code|Omnibus|Rules?|Ordinance|Statute|Framework)\b"
)


def segments(text: str) -> Iterator[Segment]:
    """The runs of capitalised words, cut at titles, at generic words and behind possessives."""
    line_start, line_end, headline = 0, -1, False
    for run in _RUN.finditer(text):
        if run.start() > line_end:
            line_start = text.rfind("\n", 0, run.start()) + 1
            line_end = text.find("\n", run.start())
            line_end = line_end if line_end >= 0 else len(text)
            headline = is_title_case(text[line_start:line_end])
        yield from _cut(text, *_extended(text, run), headline)


def _extended(text: str, run: re.Match[str]) -> tuple[int, int]:
    """A run with what follows "and" where its head asks for it: Ministry of Electronics and Information Technology."""
    start, end = run.span()
    first = re.split(r"\W", run[0], maxsplit=1)[0]
    heads = run[0].split(" of ")[0].split()
    if " of " in run[0] and re.match(_data()["suffix"]["official"], heads[-1] if heads else first):
        more = re.compile(rf"(?:, (?:{_TOKEN})(?: (?:{_TOKEN}))*)?,? and (?:{_TOKEN})(?:{_LINK}(?:{_TOKEN}))*").match(
            text, end
        )
        if more and not re.search(r"[\ue000]", more[0]):
            end = more.end()
    elif re.match(r"(?:Securities|Food|Health|Trade|Fair|Tax|Customs|Competition|National Development)\b", run[0]):
        more = re.compile(rf" and (?:{_TOKEN})(?: (?:{_TOKEN}))*").match(text, end)
        if more and re.search(
            r"(?:Commission|Administration|Agency|Authority|Board|Exchange|Office|Service)$", more[0]
        ):
            end = more.end()
    return start, end


def is_title_case(line: str) -> bool:
    """Whether a line is a headline that capitalises its words.

    >>> is_title_case("Nebula Labs Raises New Round To Build Better Chips"), is_title_case("Nebula Labs raises $5m")
    (True, False)
    """
    if re.match(r"\W*(?:By|Reporting|Editing|Written|Analysts?)\b", line):
        return False
    words = [w for w in re.findall(r"[A-Za-z][\w'-]*", line) if len(w) > 3]
    capital = sum(w[0].isupper() for w in words)
    return (
        len(words) >= 4 and capital >= 0.75 * len(words) and not line.rstrip().endswith(".") and "," not in line
    ) or (len(words) >= 2 and line.isupper())


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 6) : at].rstrip(" \"'(")
    return (
        not before
        or before[-1] in ".!?:\n—–•*|"
        or text[at - 1 : at] == "\n"
        or bool(re.search(r"\n[ \t\"'•*>-]*(?:\d{1,2}[.)] )?$", text[max(0, at - 8) : at]))
    )


def _cut(text: str, start: int, end: int, headline: bool) -> Iterator[Segment]:
    words = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text, start, end)]
    opens = _opens(text, start)
    part: list[tuple[int, int, str]] = []
    titled = False
    for n, (s, _, word) in enumerate(words):
        bare = _BASED.sub("", _POSSESSIVE.sub("", word))
        possessive = bare != word
        if part and part[-1][1] < s and "\n" in text[part[-1][1] : s]:
            yield from _segment(text, part, opens, titled, False, headline)
            part, titled = [], False
        if word[0] in "\ue000\ue007" and not _carries(words, n):
            yield from _segment(text, part, opens, titled, False, headline)
            part, titled, opens = [], word[0] == "\ue000" and titled, False
            continue
        if _is_title(words, n, part) or _is_generic(words, n, part):
            title = _is_title(words, n, part)
            follows = title and bare not in (
                "Minister",
                "Secretary",
                "Prime",
                "Crown",
                "Judge",
                "Prince",
                "Governor",
                "Sen",
                "Rep",
            )
            yield from _segment(text, part, opens, titled, follows, headline)
            part, titled, opens = [], title, False
            continue
        if not part and (word[0].islower() and not re.match(r"[a-z]{1,3}[A-Z]", word)):
            continue
        if (
            not part
            and opens
            and n + 1 < len(words)
            and (bare.casefold() in _openers() or (bare.endswith("s") and _is_plain(bare)) or bare.endswith("ly"))
        ):
            continue
        if not part and bare in (
            "The",
            "A",
            "An",
            "In",
            "On",
            "At",
            "By",
            "For",
            "And",
            "But",
            "With",
            "Its",
            "Our",
            "This",
            "As",
            "To",
            "From",
        ):
            continue
        part.append((s, s + len(bare), bare))
        if possessive:
            yield from _segment(text, part, opens, titled, False, headline)
            part, titled, opens = [], False, False
    yield from _segment(text, part, opens, titled, False, headline)


def _is_title(words: list[tuple[int, int, str]], n: int, part: list[tuple[int, int, str]]) -> bool:
    """Whether a word is a person's title here, or half of one: Chief Financial Officer, Commerce Secretary."""
    titles, half = _set("stop", "titles"), _set("stop", "half")
    bare = _POSSESSIVE.sub("", words[n][2])
    if bare in titles or bare in ("Mr", "Ms", "Mrs", "Dr"):
        return True
    if bare not in half:
        return False
    before = words[n - 1][2] if n else ""
    after = words[n + 1][2] if n + 1 < len(words) else ""
    return (
        (before in titles and before != "King")
        or (before in half and n > 1 and words[n - 2][2] in titles)
        or (not part and (after in titles or after in half and n + 2 < len(words) and words[n + 2][2] in titles))
    )


def _is_generic(words: list[tuple[int, int, str]], n: int, part: list[tuple[int, int, str]]) -> bool:
    """Whether a word cuts a run: generic words, and nationalities but before a plainly named public body."""
    bare = _POSSESSIVE.sub("", words[n][2])
    if bare not in _set("stop", "generic"):
        return False
    rest = [w for _, _, w in words[n + 1 :]]
    if bare in ("AI", "IP"):
        return not part and not (rest and rest[0][0].isupper())
    if bare in (
        "Business",
        "Standard",
        "Premium",
        "Enterprise",
        "Team",
        "List",
        "Table",
        "Small",
        "Medium",
        "Large",
        "Western",
        "Eastern",
        "Gulf",
        "Arab",
        "Nordic",
        "Pacific",
        "Section",
        "Entity",
    ):
        return not part and not (rest and rest[0] in _set("suffix", "strong") | _set("suffix", "weak"))
    return not (len(rest) >= 1 and rest[-1] in _PUBLIC and all(w.casefold() in common() or w in _PUBLIC for w in rest))


_PUBLIC = frozenset(
    "Agency Commission Authority Ministry Bank Council Court Institute University Academy Parliament Association Federation Exchange Foundation".split()
)


def _carries(words: list[tuple[int, int, str]], n: int) -> bool:
    """Whether a known name belongs to a longer new one: what follows ends like an organization, or a head of one stands before."""
    rest = [w for _, _, w in words[n + 1 :]]
    before = words[n - 1][2] if n else ""
    if before in ("of", "for") and n > 1:
        return words[n][2][0] == "\ue007"
    strong = _set("suffix", "strong")
    if words[n][2][0] == "\ue000":
        return (
            bool(rest)
            and rest[0] in strong
            and rest[0] not in ("Office", "Co", "Growth", "School", "Law", "Legal", "Police", "Court")
        )
    return bool(rest) and any(w in strong for w in rest[:4]) and all(w[0].isupper() or w == "of" for w in rest[:2])


def _segment(
    text: str, part: list[tuple[int, int, str]], opens: bool, titled: bool, titles_follow: bool, headline: bool
) -> Iterator[Segment]:
    if len(part) > 1 and re.fullmatch(r"[IVX]{1,4}", part[-1][2]):
        part.pop()
    while part and ((part[-1][2][0].islower() and not re.search("[A-Z]", part[-1][2])) or part[-1][2] in ("&",)):
        part.pop()
    if part and not (len(part) == 1 and part[0][2][0] in "\ue000\ue007"):
        yield Segment(part[0][0], part[-1][1], opens, titled, titles_follow, headline)


def _judge(text: str, original: str, name: str, segment: Segment, votes: Votes) -> None:
    start, end = segment.start, segment.end
    words = name.split()
    before = text[max(0, start - 70) : start].rpartition("\n")[2]
    after = text[end : end + 90].partition("\n")[0]
    strong, weak = _set("suffix", "strong"), _set("suffix", "weak")
    if len(words) > 1 and words[-1] in _ADDRESS:
        votes.add(name, "Place", 5, "suffix")
    if len(words) > 1 and (
        words[-1].rstrip(",") in strong
        or (any(re.match(_data()["suffix"]["official"], w) for w in words[:2]) and " of " in name)
    ):
        votes.add(name, "Organization", 4 if not segment.headline else 2, "suffix")
    elif len(words) > 1 and words[-1] in weak:
        votes.add(name, "Organization", 2 if not segment.headline else 1, "suffix")
    if len(words) > 1 and re.search(rf" (?:{_data()['extension']['product']})$", name):
        votes.add(
            name, "Product", 5 if re.search(r"(?:unveil|launch|releas|introduc)\w* (?:the )?$", before) else 2, "suffix"
        )
    if segment.headline:
        return
    bracket = re.match(_data()["cue"]["bracket"], after)
    if bracket:
        votes.add(name, "Organization", 4 if bracket["ticker"] else 2, "bracket")
    _personal(name, words, segment, before, after, votes)
    for type_, sorts in _EVIDENCE:
        for sort, weight in sorts:
            cue = _cue(f"{sort}")
            if cue.match(after) if sort.endswith(("after", "role")) else cue.search(before):
                votes.add(name, type_, weight, "after" if sort.endswith(("after", "role")) else "before")
    if segment.titles_follow:
        votes.add(name, "Organization", 3, "title")
    if not segment.opens and len(words) < 4:
        odd = bool(re.search(r"[a-z][A-Z]|^[a-z]+[A-Z]", name))
        several = len(words) > 1 and not all(_is_plain(w) for w in words)
        votes.add(name, "Organization", 2 if odd or several else 1, "inside")
    elif segment.opens and not all(_is_plain(w) for w in words):
        votes.add(name, "Organization", 1, "inside")
    if re.search(r"[\ue000](?:\ue00f*)(?:, | and |, and )$", before) or re.match(r"(?:, | and |, and )[\ue000]", after):
        votes.add(name, "Organization", 2, "list")


_EVIDENCE: tuple[tuple[EntityType, tuple[tuple[str, int], ...]], ...] = (
    ("Organization", (("org_before", 2), ("org_near", 1), ("org_after", 2), ("org_role", 5))),
    ("Product", (("product_before", 3), ("product_after", 3))),
    ("Hardware", (("hardware_before", 3), ("hardware_after", 4))),
    ("Model", (("model_before", 3), ("model_after", 4))),
    ("Benchmark", (("benchmark_before", 4), ("benchmark_after", 4))),
    ("Place", (("place_sure", 5), ("place_before", 2), ("place_after", 3))),
)
_INITIAL = re.compile(r"^[A-Z]\.$")


def _plain(word: str) -> str:
    """A word without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


_ADDRESS = frozenset(
    "Falls Springs Heights Hills Beach Lake River Creek Ridge Grove Township Street Avenue Road Square Park County Island Bay Valley Airport Harbor Harbour".split()
)


def _personal(name: str, words: list[str], segment: Segment, before: str, after: str, votes: Votes) -> None:
    """Votes for a person: a given name, a title, a by-line."""
    if not 2 <= len(words) <= 4 or not all(
        re.match(r"[A-ZÀ-Þ][\w'’-]*\.?$|(?:bin|van|von|de|der|al|bint|du|del|di|da|la|le)$|[\ue000\ue007]", w)
        for w in words
    ):
        return
    if (
        words[-1] in _set("suffix", "strong")
        or words[-1] in _set("suffix", "weak")
        or "&" in name
        or re.search(r"\d", name)
    ):
        return
    first = words[0].split("-")[0]
    given = bool({words[0], first, _plain(words[0])} & first_names()) or bool(_INITIAL.match(words[0]))
    hyphenated = any(re.fullmatch(r"[A-Z][a-z]+-[a-z]+", w) for w in words)
    if given or hyphenated:
        votes.add(name, "Person", 6 if len(words) == 2 else 4, "given")
    if segment.titled:
        votes.add(name, "Person", 4, "title")
    elif _cue("person_before").search(before):
        votes.add(name, "Person", 3, "before")
    if _cue("person_after").match(after):
        votes.add(name, "Person", 5, "after")


_BESIDE = re.compile(
    rf"(?P<name>{_TOKEN}(?: {_TOKEN}){{0,3}})(?:, | and |, and | or )(?=\ue000)|(?<=[\ue000\ue00f])(?:, | and |, and | or )(?P<next>{_TOKEN}(?: {_TOKEN}){{0,3}})"
)


def vote_lists(text: str, votes: Votes) -> None:
    """Votes for names listed beside new organizations; `text` has those veiled too."""
    for match in _BESIDE.finditer(text):
        name = match["name"] or match["next"]
        if name in votes.by_name and "Organization" in votes.by_name[name]:
            votes.add(name, "Organization", 2, "list")
