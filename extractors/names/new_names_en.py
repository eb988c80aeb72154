"""Names never seen before in English text: runs of capitalised words, judged by what stands in and around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...ontology.model import EntityType
from . import clause_en, kinds_en
from .bylines_en import bylines
from .candidates import squeeze
from .gazetteer import entries_by_key
from .headlines_en import is_inflected
from .lexicon import MARKS, Votes
from .people import first_names, is_given
from .segments_en import TOKEN, Segment, compiled, data, is_pinyin, is_plain, is_title_case, listed, segments
from .written_en import vote_written


def vote(text: str, original: str, votes: Votes) -> None:
    """Collects the votes for new names in a veiled text."""
    for name in bylines(text):
        votes.add(name, "Person", 4, "byline")
    for match in _DATELINE.finditer(text):
        votes.add(original[slice(*match.span("city"))], "Place", 5, "dateline")
    vote_owned(text, original, votes)
    vote_written(text, original, votes)
    speakers = {name for match in _SPEAKERS.finditer(text) for name in match.groups() if name}
    lower = Counter(re.findall(r"(?<![\w.@/'-])[A-Za-z][\w-]+(?!\.[a-z]{2})", text))
    for segment in segments(text):
        name = original[segment.start : segment.end]
        leads = segment.opens and _leads(text, segment)
        if leads and "\n" not in name:
            votes.add(name, "Organization", 4, "lead")
        elif _dropped(name, segment, lower, text):
            continue
        _judge(text, original, name, segment, votes)
        if " " in name and name.split()[-1] in speakers:
            _spoken_of(name, votes)


# A town in capital letters with the country or state where it is: "TUCSON, Arizona. Meta now …".
_DATELINE = re.compile(r"^\W{0,4}(?P<city>[A-Z][A-Z '’-]{2,30}), \ue007\ue00f*(?=[.,(]| [—–(-])", re.M)
_SPEAKERS = re.compile(
    rf"\b(?:{data()['speech']['title']})\.? ([A-Z][\w'’-]+)(?! [A-Z])|(?<![A-Z][a-z] )(?<![\w'’-] )\b([A-Z][\w'’-]+) (?:{data()['speech']['verbs']})\b"
)


def _spoken_of(name: str, votes: Votes) -> None:
    """A vote for a person whose last word alone speaks or takes a title elsewhere: Ms Tamm, Halmos said."""
    words = name.split()
    endings = listed("suffix", "strong") | listed("suffix", "weak")
    if len(words) < 4 and words[-1] not in endings and not any(is_plain(w) for w in words):
        votes.add(name, "Person", 4, "spoken")


def _leads(text: str, segment: Segment) -> bool:
    """Whether a name opens an item that tells of its round."""
    after = _EMPHASIS.sub("", text[segment.end : segment.end + 110].partition("\n")[0])
    if text[segment.start : segment.end].casefold() in listed("openers", "words"):
        return False
    return bool(compiled("cue", "lead").match(after))


def _dropped(name: str, segment: Segment, lower: Counter[str], text: str) -> bool:
    words = name.split()
    if compiled("ending", "law").match(text, segment.end):
        return True
    plainly = all(is_plain(w) or w in listed("stop", "generic") for w in words)
    if segment.opens and plainly and compiled("ending", "trade").match(text, segment.end):
        return True
    sort, dash, rest = name.partition("-")
    if dash and rest.islower() and sort in listed("stop", "generic"):
        return True  # "AI-server backlog"
    if "&" in words and set(words) <= listed("stop", "fields") | {"&"}:
        return True  # "Oil & Gas"
    if len(name) < 2 or len(words) > 8 or name in listed("stop", "generic") or set(words) <= listed("suffix", "legal"):
        return True
    if compiled("body", "own").fullmatch(name) or (words[1:] == ["AI"] and words[0] in listed("stop", "sort")):
        return True
    if len(words) > 1 and name.isupper() and all(is_plain(w.capitalize()) or is_plain(w.lower()) for w in words):
        return True  # a heading: "TOP DEAL"
    if len(words) > 1 and words[-1] in listed("ending", "paper"):
        return True  # what is published is no product
    if re.match(r"[\d.,]+ [A-Z]{2,}$|(?:[1-4]?Q[1-4]?|[12]?H[12]?)?(?:FY|CY)\d{2,4}[AEF]?$|[1-4]Q\d{2,4}[AEF]$", name):
        return True  # a figure with its unit, a business year
    plain = [w for w in words if is_plain(w) or lower.get(w.casefold(), 0)]
    if len(words) == 1 and _is_code(name, text, segment):
        return False
    if len(words) == 1 and segment.opens and lower[name] < 3:
        if compiled("ending", "plain").search(name) or name.isupper() and not _explained(text, segment):
            return True
    if len(plain) == len([w for w in words if w != "&"]) and words[-1] not in listed("suffix", "strong"):
        if _FIELDS.search(
            text, text.rfind("\n", 0, segment.start) + 1, (text.find("\n", segment.end) + 1 or len(text))
        ):
            return True  # a section in the head of an issue
    if name in listed("body", "defined") and text[: segment.start].rstrip(' "“').casefold().endswith("the"):
        return True
    if len(words) == 1:
        figure = re.fullmatch(r"[\d.]+\w?|[A-Z]\d?|[A-Z]{1,3}\d+(?:\.\d+)?|[\d.]+[MBT]-A[\d.]+[MBT]", name)
        if plain and segment.opens and not figure and not name.endswith("s") and _explained(text, segment):
            return False  # "Bull, the French maker of computers, …"
        return (bool(plain) and (segment.opens or bool(lower.get(name.casefold(), 0)))) or bool(figure)
    if words[0] in listed("body", "opening") and re.search(" (?:of|for) ", name):
        return False
    endings = listed("suffix", "strong") | listed("suffix", "weak")
    return len(plain) == len(words) and segment.opens and words[-1] not in endings


def _explained(text: str, segment: Segment) -> bool:
    """Whether a name in capitals is told to be an organization: "RTP, the public broadcaster, …"."""
    told = kinds_en.told("", text[segment.end : segment.end + 130].partition("\n")[0])
    return any(type_ == "Organization" and weight > 3 for type_, weight in told)


_FIELDS = re.compile(r"\S {1,40}[|·•] {0,40}\S")
_CODE = re.compile(r"(?!Q\d|H[12]$|FY|[A-Z]\d{4})[A-Z]{1,2}\d{1,4}[A-Z]?")


def _is_code(name: str, text: str, segment: Segment) -> bool:
    """Whether a letter with a number is said to be a device: "the F1, an inference card", "its L2 chip"."""
    before = text[max(0, segment.start - 70) : segment.start].rpartition("\n")[2]
    after = text[segment.end : segment.end + 90].partition("\n")[0]
    if not _CODE.fullmatch(name):
        return False
    told = (weight > 3 and type_ == "Hardware" for type_, weight in kinds_en.told(before, after))
    return any(told) or bool(compiled("cue", "hardware_after").match(after))


def _seated(before: str, after: str) -> bool:
    """Whether an organization is told to be of a place by its name: "Skarn Lab of Harstad", "Oriel, of Wellmoor, …"."""
    match = _SEATED.search(before)
    if match is None or match[1] is None:
        return match is not None and after[:1] == ","
    ending = listed("suffix", "strong") | listed("suffix", "weak")
    return match[1] in ending and match[1] not in listed("body", "heads")


def _judge(text: str, original: str, name: str, segment: Segment, votes: Votes) -> None:
    start, end = segment.start, segment.end
    words = name.split()
    before = _EMPHASIS.sub("", text[max(0, start - 70) : start].rpartition("\n")[2])
    after = compiled("clause", "aside").sub("", _EMPHASIS.sub("", text[end : end + 90].partition("\n")[0]))
    strong, weak = listed("suffix", "strong"), listed("suffix", "weak")
    if len(words) > 1 and words[-1] in listed("ending", "place"):
        votes.add(name, "Place", 5, "suffix")
    if len(words) > 1 and words[-1] in listed("ending", "benchmark"):
        votes.add(name, "Benchmark", 5, "suffix")
    if len(words) > 1 and (
        words[-1].rstrip(",") in strong
        or (any(compiled("suffix", "official").match(w) for w in words[:2]) and " of " in name)
    ):
        edges = before[-2:], after[:2]
        alone = edges[0] in ("", "| ", "· ") and edges[1] in ("", " |", " ·") and any(edges) and start < _HEAD
        alone = alone and not all(map(is_plain, words[:-1]))  # no "Equity Research"
        votes.add(name, "Organization", 4 if alone or not segment.headline else 2, "suffix")
    elif len(words) > 1 and words[-1] in weak:
        votes.add(name, "Organization", 2 if not segment.headline else 1, "suffix")
    if len(words) > 1 and re.search(rf" (?:{data()['extension']['product']})$", name):
        votes.add(name, "Product", 5 if compiled("clause", "unveiled").search(before) else 2, "suffix")
    if segment.headline:
        return
    seated = len(words) < 3 and _seated(before, after)
    if seated:
        votes.add(name, "Place", 4, "seat")
    bracket = compiled("cue", "bracket").match(after)
    if bracket:
        votes.add(name, "Organization", 4 if bracket["ticker"] else 2, "bracket")
    _personal(name, words, segment, before, after, votes)
    versioned = bool(_VERSION.search(name))  # a thing, whichever
    for type_, weight in kinds_en.told(before, text[end : end + 130].partition("\n")[0]):
        if not (versioned and type_ == "Organization"):
            votes.add(name, type_, weight, "told")
    if of_sort := kinds_en.thing(text, start, end, before, after):
        votes.add(name, of_sort, 4, "thing")
    within = not _OWNING.match(after) and (seated or compiled("cue", "place_before").search(before))
    for type_, sorts in _EVIDENCE:
        for sort, weight in sorts:
            if sort in _OWNED_NOT and _OWNING.match(after):
                continue  # "the largest order in Vantora's history", "rolls out Vantora's robots"
            if sort in _OF_SUBJECT and within:
                continue  # "a judge in Wexmoor raised …"
            cue = compiled("cue", sort)
            if cue.match(after) if sort.endswith(("after", "role")) else cue.search(before):
                votes.add(name, type_, weight, "after" if sort.endswith(("after", "role")) else "before")
    _in_clause(text, segment, words, text[max(0, start - 70) : start].rpartition("\n")[2], after, votes)
    if segment.titles_follow:
        votes.add(name, "Organization", 3, "title")
    if compiled("cue", "bound_for").search(before) and compiled("cue", "seat_after").match(after):
        votes.add(name, "Organization", 4, "seat")  # "has moved to Zindara as head of research"
    if versioned:
        if name[-3:].isdigit():
            votes.add(name, "Product", 2, "numbered")
        return
    if "&" in words and (not all(is_plain(w) or w == "&" for w in words) or _paired(words, segment)):
        votes.add(name, "Organization", 3, "joined")  # Kettle & Wren, Loom & Lark
    if not segment.opens and len(words) < 4:
        odd = bool(re.search(r"[a-z][A-Z]|^[a-z]+[A-Z]", name))
        novel = [w for w in words if w != "&" and not is_plain(w)]
        several = len(words) > 1 and novel
        votes.add(name, "Organization", 2 if odd or several else 1 if novel or len(words) > 1 else 0, "inside")
        if len(name) > 2 and novel:
            votes.add_form(name, 1, "novel")
    elif segment.opens and not all(is_plain(w) for w in words):
        votes.add(name, "Organization", 1, "inside")
    if re.search(r"[\ue000](?:\ue00f*)(?:, | and |, and )$", before) or re.match(r"(?:, | and |, and )[\ue000]", after):
        votes.add(name, "Organization", 2, "list")


def _paired(words: list[str], segment: Segment) -> bool:
    """Whether two plain words joined by a sign are a name and no field: Bolt & Quiver, not Oil & Gas."""
    a, _, b = words if len(words) == 3 else ("", "", "")
    fields = listed("stop", "fields") | listed("stop", "generic") | listed("stop", "half")
    return bool(a and b) and not segment.opens and not {a, b} & fields


_VERSION = re.compile(
    r"[a-z]-\d{1,2}(?:\.\d)?[A-Za-z]?$|[a-z] (?:[A-Z]{1,2}-?\d{1,3}|\d{3,4})$"
)  # Marrow-2, Zarya Z4, Vidar 300
_SEATED = re.compile(r"(?:\b([A-Z]\w+)|\w,) of $")
# A thing with a number in its name, and the bracket behind it: "Rook 4 (Kestrelmind".
_MADE_BY = re.compile(r"(?:[A-Z][\w.]*[ -]?\d[\w.]*(?:-\w+)*|[\ue002-\ue004]\ue00f*) \($")
_OWNED_BY = re.compile(r"\ue000\ue00f*(?:'s|’s) $")
_LABEL = re.compile(r"\W{0,4}(?::| [—–-]|→) ?\W{0,3}(?=\S)")


def _labels(text: str, segment: Segment) -> bool:
    """Whether a name opens an item as its label: "• **Tidewire**: …", "Tidewire. The lab …"."""
    line_start = text.rfind("\n", 0, segment.start) + 1
    lead, word = text[line_start : segment.start], text[segment.start : segment.end]
    if squeeze(word) in entries_by_key("Place") or word.endswith(("ed", "ing")) and is_inflected(word.casefold()):
        return False
    if not re.search(r"[^\W\d]", lead) and compiled("cue", "labelled").match(text[segment.end : segment.end + 90]):
        return True
    return bool(re.fullmatch(r"\s*[^\w\s\ue000-\ue00f][^\w\ue000-\ue00f]{0,5}", lead)) and bool(
        _LABEL.match(text, segment.end)
    )


def _in_clause(text: str, segment: Segment, words: list[str], before: str, after: str, votes: Votes) -> None:
    """Votes by what the clause's verb says of its subject and its object, by an item's label and by a maker's bracket."""
    name = " ".join(words)
    novel = [w for w in words if not is_plain(w)]
    if not novel or compiled("clause", "several").search(before) and words[-1].endswith("s"):
        return
    governed = compiled("clause", "governed").search(before)
    if 2 <= len(words) <= 3 and len(novel) == len(words) and not governed and clause_en.acts(after, "Person"):
        votes.add(name, "Person", 4, "after")
    elif clause_en.acts(after) and not compiled("cue", "place_before").search(before):
        votes.add(name, "Organization", 2, "after")
    elif len(words) < 4 and len(novel) * 2 >= len(words) and _labels(text, segment):
        votes.add(name, "Organization", 2, "after")
    elif _MADE_BY.search(before) and after[:1] in (")", ","):
        votes.add(name, "Organization", 2, "before")
    types = clause_en.undergoes(before)
    if (
        types & {"Product", "Hardware"}
        and compiled("clause", "apposed").match(after)
        and not compiled("cue", "org_role").match(after)
    ):
        votes.add(name, "Product", 3, "apposed")  # what is launched and explained is a thing
    if "Person" in types and 2 <= len(words) <= 3:
        if len(novel) == len(words):
            votes.add(name, "Person", 3, "before")
    elif "Organization" in types and not types & {"Model", "Hardware"}:
        votes.add(name, "Organization", 2, "before")


_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")  # marks of bold and slanted type
_EVIDENCE: tuple[tuple[EntityType, tuple[tuple[str, int], ...]], ...] = (
    (
        "Organization",
        (
            ("org_sure", 8),
            ("org_before", 2),
            ("org_near", 1),
            ("org_place_before", 2),
            ("org_place_after", 2),
            ("org_after", 2),
            ("org_role", 5),
            ("deal_before", 2),
            ("deal_after", 2),
        ),
    ),
    ("Product", (("product_before", 3), ("product_after", 3))),
    ("Hardware", (("hardware_before", 4), ("hardware_after", 4))),
    ("Model", (("model_before", 3), ("model_after", 4))),
    ("Benchmark", (("benchmark_before", 4), ("benchmark_after", 4))),
    ("Place", (("place_sure", 5), ("place_before", 3), ("place_after", 3))),
)
_OWNED_NOT = ("place_before", "product_before", "benchmark_before")  # what says nothing of whom something is owned by
_OF_SUBJECT = ("org_after", "org_role", "deal_after")  # what is said of a clause's subject
_HEAD = 300  # characters in which publishers name themselves
_INITIAL = re.compile(r"^[A-Z]\.$")
_DOUBLE = re.compile(r"[A-Z][a-z]+-[A-Z][a-z]+")  # Vaughan-Pryce
_OWNING = re.compile(r"(?:'s|’s)\b")


_PART = re.compile(rf"[A-Z][\w'’-]*\.?$|(?:{data()['speech']['particles']})$|[\ue000\ue007]")


def _personal(name: str, words: list[str], segment: Segment, before: str, after: str, votes: Votes) -> None:
    """Votes for a person: a given name, a title, a by-line."""
    if before.endswith("Series ") or re.match(r" v?\d", after):
        return  # "Series B. Lead: …"; "Reka Flash 4"
    if len(words) == 1 and segment.titled and not is_plain(name) and name[1:].islower():
        votes.add(name, "Person", 6, "title")  # Sen. Hawley
    if not 2 <= len(words) <= 4 or not all(_PART.match(w) for w in words):
        return
    if (
        words[-1] in listed("suffix", "strong")
        or words[-1] in listed("suffix", "weak")
        or "&" in name
        or re.search(r"\d", name)
    ):
        return
    given = (is_given(words[0]) and not name.isupper()) or bool(_INITIAL.match(words[0]))
    hyphenated = any(re.fullmatch(r"[A-Z][a-z]+-[a-z]+", w) for w in words)
    double = len(words) == 2 and bool(_DOUBLE.fullmatch(words[1])) and not any(is_plain(w) for w in words)
    pinyin = len(words) == 2 and words[1] in listed("person", "surnames") and is_pinyin(words[0])
    if given or hyphenated or double or pinyin:
        votes.add(name, "Person", 6 if len(words) == 2 else 4, "given")
    if len(words) == 2 and _OWNED_BY.search(before) and not any(is_plain(w) for w in words):
        votes.add(name, "Person", 3, "owner")  # "Citi's Atif Malik"
    if segment.titled:
        votes.add(name, "Person", 4, "title")
    elif compiled("cue", "person_before").search(before):
        votes.add(name, "Person", 3, "before")
    if compiled("cue", "person_after").match(after):
        votes.add(name, "Person", 5, "after")


_JOINT = r"(?:, and |, or |, | and | or )"
_NAME = rf"{TOKEN}(?: {TOKEN}){{0,3}}"
_LIST = re.compile(rf"{_NAME}(?:{_JOINT}{_NAME})+")
_MARK = re.compile("[\ue000-\ue007]")
_BROTHERS = re.compile(r"(?<![\w'’-] )(?P<name>[A-Z][\w-]+) and \ue001")


def vote_lists(text: str, votes: Votes) -> None:
    """Votes for names that stand in a list with organizations, or with people; `text` has the new ones veiled too."""
    titles = listed("stop", "titles") | listed("stop", "half") | listed("stop", "months")
    for match in _LIST.finditer(text):
        marks = set(_MARK.findall(match[0]))
        if marks == {MARKS["Organization"]}:
            sure = compiled("cue", "financed").search(text, max(0, match.start() - 24), match.start()) or compiled(
                "cue", "invested"
            ).match(text, match.end())
            for name in _members(match[0]):
                if "Organization" in votes.by_name.get(name, {}):
                    votes.add(name, "Organization", 3 if sure else 2, "list")
        elif marks == {MARKS["Person"]}:
            for name in _members(match[0]):
                words = name.split()
                if len(words) > 1 and words[0].isalpha() and not any(is_plain(w) or w in titles for w in words):
                    votes.add(name, "Person", 3, "list")
    for match in _BROTHERS.finditer(text):
        if match["name"] in first_names():
            votes.add(match["name"], "Person", 3, "list")  # "Finn and Oskar Hartwell"


def _members(list_: str) -> Iterator[str]:
    """The names of a list that are not veiled."""
    return (name for name in re.split(_JOINT, list_) if name and not _MARK.search(name))


_OWNED = re.compile(
    r"(?<![\w.])[\ue000\ue003]\ue00f* (?P<rest>(?:[A-Z][a-z][\w-]*|[a-z]?[A-Z][a-z]+[A-Z]\w*)(?: \d(?:\.\d)?(?![\w.%]))?)(?! ?[A-Z&]|[\w'’-]| \ue00e| of\b)"
)


_ARM = re.compile(
    r"(?<![\w.])\ue000\ue00f* (?:[A-Z][a-z][\w-]* ){1,2}(?P<ending>[A-Z][a-z]+)(?![\w'’-]| ?[A-Z&])"
)  # Volvo Autonomous Solutions


def _is_firm(text: str, at: int) -> bool:
    """Whether the words behind a maker's name with an ending say that it is a firm of its own: "Cohere Health, which … raised …"."""
    after = compiled("clause", "aside").sub("", text[at : at + 90].partition("\n")[0])
    told = kinds_en.told("", text[at : at + 130].partition("\n")[0])
    return (
        clause_en.acts(compiled("clause", "relative").sub("", after))
        or bool(compiled("cue", "branch_after").match(after) or compiled("clause", "joined").match(after))
        or any(type_ == "Organization" for type_, _ in told)
    )


def vote_owned(text: str, original: str, votes: Votes) -> None:
    """Votes for products called after their maker: Notion Mailroom, Figma Make."""
    endings = listed("suffix", "strong") | listed("suffix", "weak")
    words = listed("stop", "titles") | listed("stop", "half") | listed("stop", "generic") | endings
    strong = listed("suffix", "strong")
    for match in _ARM.finditer(text):
        if match["ending"] in strong and match["ending"] not in listed("ending", "common"):
            votes.add(original[slice(*match.span())], "Organization", 5, "owned")
    for match in _OWNED.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        line = text[line_start : text.find("\n", match.end()) % (len(text) + 1)]
        first = match["rest"].split()[0]
        if first in strong or first in listed("suffix", "weak") and _is_firm(text, match.end()):
            votes.add(original[slice(*match.span())], "Organization", 4, "owned")
            continue
        given = original[slice(*match.span())].split()[0] in first_names()  # Clay, as a person is called too
        if (given or kinds_en.between_titles(text, line_start, match)) and not is_plain(match["rest"]):
            votes.add(original[slice(*match.span())], "Person", 4, "given")
            continue
        barred = words | first_names() if text[match.start()] == MARKS["Organization"] else words - endings
        if match["rest"].split()[0] not in barred and not is_title_case(line):
            before, after = text[line_start : match.start()], text[match.end() : match.end() + 60]
            told = kinds_en.told("", text[match.end() : match.end() + 130].partition("\n")[0])
            branch = (
                compiled("cue", "branch_before").search(before)
                or compiled("cue", "branch_after").match(after)
                or any(type_ == "Organization" for type_, _ in told)
            )
            votes.add(original[slice(*match.span())], "Organization" if branch else "Product", 3, "owned")
