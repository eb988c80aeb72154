"""Names never seen before in Chinese text: what is left between plain words, where the words beside it vote for a name."""

from __future__ import annotations

import re

from .aliases import chinese_forms
from .cut_zh import CHARACTER, Cut, compiled, data, fit, hop, soft
from .entries_zh import entry_heads
from .gazetteer import countries
from .latin_zh import latin_names, latin_placed
from .lexicon import Voice, Votes, lexicon
from .lists_zh import list_members
from .patterns_zh import patterns
from .people import is_personal, personal_name_at
from .people_zh import beside as people_beside
from .people_zh import people
from .phrases_zh import agents, beside, ends_here, governed, introduced, opening_words, phrases, placed, without_closing
from .plain_zh import a_word, closes, leads, links, made_of_words, odder, strange
from .quoted_zh import quoted
from .recurring_zh import coined, recurring
from .things_zh import named, scored, things

_THINGS = ("Model", "Product", "Hardware", "Benchmark")


def vote(text: str, plain: str, original: str, votes: Votes) -> Cut:
    """Collects the votes for new names in a veiled text; `plain` is the text with only its names veiled."""
    cut = Cut(text, original)
    for start, end, word in cut.tokens:
        for voice in cut.lexicon.voices.get(word, ()):
            if voice.side == "after":
                _vote_left(cut, start, voice, votes)
            elif voice.side == "before":
                _vote_right(cut, end, voice, votes)
            else:
                _vote_suffix(cut, start, end, voice, votes)
    for name, type_, weight, sort in [
        *patterns(cut),
        *entry_heads(cut),
        *people(cut),
        *recurring(cut),
        *quoted(cut, plain),
        *things(cut, plain),
        *named(cut),
        *scored(cut),
        *phrases(cut),
        *placed(cut),
        *agents(cut),
        *introduced(cut),
        *beside(cut),
        *latin_placed(cut),
    ]:
        votes.add(name, type_, weight, sort)
    verdicts = votes.verdicts()
    for name, type_, weight, sort in [*list_members(cut, verdicts), *people_beside(cut, verdicts)]:
        votes.add(name, type_, weight, sort)
    for name in latin_names(cut):
        votes.add_form(name, 1, "latin")
    for name in coined(cut, [n for n, types in votes.by_name.items() if any(types.values())]):
        votes.add_form(name, 1, "coined")
    return cut


_ENDED = 5  # characters of a name with words behind it, at least


def _company_ends(name: str) -> int:
    """Where a name's ending of companies stands that words follow which are none: 枢川计算|独揽; 0 where none does."""
    suffixes = lexicon("zh").suffixes
    if len(name) < _ENDED or not all("\u4e00" <= ch <= "\u9fff" for ch in name):
        return 0
    if name[-1] in data()["form"]["body_end"] or name.endswith(tuple(suffixes)):
        return 0
    for end in range(4, len(name) - 1):
        ended = name[end - 2 : end] in suffixes
        goes_on = any(name.startswith(suffix, at) for suffix in suffixes for at in (end - 1, end))
        if ended and not goes_on:
            return end
    return 0


def settle(votes: Votes) -> None:
    """Takes back names that are others with a small word at an end, and companies whose name is a version."""
    names = votes.verdicts()
    called = names.keys() | {f for n, (type_, _) in names.items() for f in chinese_forms(n, type_, {}) if len(f) > 1}
    for name in names:
        if len(name) > 3 and (
            (name[:-1] in names and (links(name[-1]) or name[-1] in _FORMER))
            or (name[1:] in names and (links(name[0]) or name[0] in _LATER))
        ):
            del votes.by_name[name]
        elif (
            len(name) > 3
            and names[name][0] == "Organization"
            and names.get(name[:3], ("",))[0] == "Person"
            and is_personal(name[:3])
        ):
            del votes.by_name[name]  # a person with the word behind
        elif name[0] in _RUMOURED and len(name) > 2 and name[1:] in called:
            del votes.by_name[name]  # 曾传|启衡
        elif any(name[i:] in called and (_TRADE.search(name[:i]) or _led(name, i)) for i in range(1, len(name) - 1)):
            del votes.by_name[name]  # somebody's trade, or a verb, with the name
        elif names[name][0] == "Organization" and any(
            name[:i] in names and names[name[:i]][0] == "Model" for i in range(4, len(name) - 1) if name[i] == " "
        ):
            votes.add(name, "Model", 9, "variant")  # more of a model's name
        elif names[name][0] == "Organization" and (end := _company_ends(name)):
            for sort, weight in votes.by_name.pop(name)["Organization"].items():
                votes.add(name[:end], "Organization", weight, sort)  # a company's ending, and words behind it
        elif names[name][0] == "Organization" and _NATIVE_CODE.fullmatch(name):
            votes.add(name, "Hardware", 9, "numbered")
        elif (
            names[name][0] == "Organization"
            and _THING_CODE.fullmatch(name)
            and sum(votes.by_name[name].get("Hardware", {}).values()) > 2
        ):
            votes.add(name, "Hardware", 9, "numbered")
        elif (
            names[name][0] == "Organization"
            and sum(votes.by_name[name].get("Model", {}).values()) > 2
            and _NUMBERED.search(name)
        ):
            votes.add(name, "Model", 9, "numbered")
        elif names[name][0] == "Organization" and _VERSION.fullmatch(name):
            votes.add(name, "Product", 9, "version")


def _led(name: str, at: int) -> bool:
    """Whether a word that leads to a name opens it: 收窄申港证券, 市传朗弈."""
    return at == 2 and (closes(name[:2]) and len(name) > 5 or leads(name[:2]))


_THING_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,4}[A-Z]?")
_NATIVE_CODE = re.compile(r"[\u4e00-\u9fff]{2,4}[A-Z]{1,2}-?\d{2,4}[A-Z]?")  # 岚芯T300
_NUMBERED = re.compile(r"[A-Za-z]-?\d")
_VERSION = re.compile(r"[A-Z][A-Za-z]+ \d{1,2}(?:\.\d)?")


def _vote_left(cut: Cut, at: int, voice: Voice, votes: Votes) -> None:
    """A word behind the name votes for it; a time between them changes nothing."""
    at = _hopped(cut, at)
    candidate = cut.left(at)
    if candidate is None:
        return
    if cut.text[max(0, candidate.start - 2) : candidate.start] in _CODED:
        return  # by what letters it is traded
    name = without_closing(cut.text[candidate.start : candidate.end])
    if post := compiled("latin", "post").match(name):  # CEO Mira Solberg
        votes.add(name[post.end() :], "Person", voice.weight, "after")
        return
    if voice.type == "Hardware" and voice.weight == 3 and _CODE.fullmatch(name) and candidate.left != "soft":
        votes.add(name, "Hardware", 3, "code")
        return
    if name[-1:] in _BETWEEN and len(name) > 2:
        name = name[:-1]
    if not fit(name) or closes(name) or (voice.type in _THINGS and CHARACTER.match(name)):
        return
    if name[0] in _FORMER and a_word(name[1:]):
        return  # a title of before
    personal = is_personal(name)
    if voice.type == "Person":
        if personal:
            bonus = 1 if len(name) > 2 and candidate.left != "soft" else 0
            votes.add(name, "Person", voice.weight + bonus, "after")
        return
    if (
        voice.type == "Organization"
        and CHARACTER.match(name)
        and cut.text[candidate.start - 1 : candidate.start] == "在"
    ):
        return  # where it is done
    if voice.type == "Organization" and name.isascii() and _OWNED.search(cut.text, 0, candidate.start):
        votes.add(name, "Product", 2 + bool(_BUILT.search(name)), "owned")
        return  # what an organization has
    if (
        voice.type == "Organization"
        and voice.weight < 3
        and CHARACTER.match(name)
        and len(name) > 2
        and made_of_words(name)
    ):
        return  # plain words
    bonus = 1 if candidate.left in ("edge", "word") and voice.weight == 2 and not (personal and len(name) == 2) else 0
    if (
        (
            len(name) == 2
            and voice.weight > 1
            and not compiled("compound", "loose").search(name)
            and (owner := _OWNER.search(cut.text, max(0, candidate.start - 12), candidate.start))
        )
        and owner[1] == "\ue007"
        and not CHARACTER.match(cut.text[candidate.start - 1])
    ):
        votes.add(cut.original[owner.start() : at], voice.type, 3, "compound")
    votes.add(name, voice.type, voice.weight + bonus, "after")


def _hopped(cut: Cut, at: int) -> int:
    """An offset without the times and adverbs before it."""
    for _ in range(3):
        before = at
        while at and cut.text[at - 1] in "\ue00e\ue00f":
            at -= 1
        token = cut.ending.get(at)
        if token is not None and cut.tokens[token][2] in hop():
            at = cut.tokens[token][0]
        if at == before:
            break
    return at


def _vote_right(cut: Cut, at: int, voice: Voice, votes: Votes) -> None:
    text = cut.text
    if voice.type == "Person":
        if text[at : at + 1] in ("兼", "暨", "及"):
            return
        at = re.compile(r"[：:|/｜ 　]{0,6}|兼(?:首席执行官|CEO|总裁|董事长)?").match(text, at).end()  # type: ignore[union-attr]
        for start, end in personal_name_at(cut, at):
            if end - start == 2 and a_word(text[end - 1 : end + 1]) and not a_word(text[end : end + 2]):
                continue
            votes.add(text[start:end], "Person", voice.weight, "before")
        return
    if re.search(data()["form"]["house"], text[max(0, at - 4) : at]):
        return
    if text[at : at + 2] == "——":
        at += 2
    at += text[at : at + 1] in ("：", ":") or (text[at : at + 1] == " " and text[at + 1 : at + 2].isascii())
    whole = governed(cut, at)
    if whole is not None and voice.type == "Organization":
        votes.add(
            text[slice(*whole)],
            voice.type,
            voice.weight + (ends_here(cut, whole[1]) and odder(text[slice(*whole)])),
            "governed",
        )
    span = cut.right(at)
    if span is None:
        return
    name = text[slice(*span)]
    if voice.type == "Model" and voice.weight == 3 and _CODE.fullmatch(name):
        votes.add(name, "Model", 3, "code")
        return
    if fit(name) and not closes(name) and not (voice.type in _THINGS and CHARACTER.match(name)):
        behind = cut.text[span[1] : span[1] + 1]
        closed = len(name) > 2 and (
            behind in ("\ue00e", "，", *"在将则以从已的") or behind in ("", *"。；\n") and strange(name) > 1
        )
        model = voice.type == "Model" and name.isascii()
        latin = voice.weight == 2 and bool(re.match(r"[A-Z][A-Za-z]{3,}|[A-Z]\w+ [A-Z]", name))
        votes.add(name, voice.type, voice.weight + max(latin, model, closed and voice.weight == 2), "before")


def _vote_suffix(cut: Cut, start: int, end: int, voice: Voice, votes: Votes) -> None:
    """A name that ends in a corporate or official suffix, with the place or the known name that opens it."""
    text = cut.text
    chained, own = 0, end
    while (following := cut.starting.get(end)) is not None and cut.tokens[following][2] in cut.lexicon.suffixes:
        chained = 1
        if text[cut.tokens[following][1] : cut.tokens[following][1] + 1] == "\ue00e":
            break
        end = cut.tokens[following][1]
    if chained and end - start > 3 and not _closed(cut, end):
        chained, end = 0, own  # 集团 in 川江集团智能调度平台
    if end not in cut.starting and text[end : end + 1] not in soft() and not ends_here(cut, end):
        if voice.weight < 3 or end - start < 2 or not a_word(text[end : end + 2]):
            return
    if text[end : end + 1] == "\ue00e" and text[start:end] in _VERBAL:
        return
    candidate = cut.left(start)
    opening = candidate.start if candidate else start
    opening += opening_words(text, opening, start)
    if text[start:end].isascii() and (latin := _LATIN_END.search(text, opening, start)):
        opening = latin.start()
    body = text[opening:start]
    if text[opening - 1 : opening] in ("\ue00e", "\ue00f") and cut.original[opening - 1] in _COUNTERS:
        return  # so many of a thing
    if voice.weight > 2 and closes(body) and CHARACTER.match(body):
        return  # a verb before the noun: 协调集团
    if (len(body) > 10 and not body.isascii()) or (body and not fit(body, ended=voice.weight > 1)):
        return
    owner = _owner(text, cut.original, opening, start, end)
    if (
        owner is not None
        and not text.startswith("部门", end)
        and not (voice.weight < 3 and _HEADED_BY.match(text, end))
    ):
        name = cut.original[owner:end]
        if "\n" not in name and len(name) < 26:
            votes.add(name, voice.type, 3 if body or voice.weight > 1 else voice.weight, "compound")
    if candidate is not None and opening < start:
        name = text[opening:end]
        typical = voice.weight == 2 and len(body) == 2 and _closed(cut, end) and text[start:end] != "投资"
        typical = typical and not (len(name) == 3 and is_personal(name))
        votes.add(name, voice.type, voice.weight + max(typical, chained), "suffix")


def _closed(cut: Cut, end: int) -> bool:
    """Whether a name may end at an offset: at a mark, a small word or a plain one."""
    return ends_here(cut, end) or cut.text[end] in soft() or end in cut.starting


# One letter and a number: no half of a year, quarter or week.
_CODE = re.compile(r"(?![HQWBK][1-4]?\b)[A-Z]\d{1,2}")
_FORMER = tuple(data()["soft"]["former"].split())
_BETWEEN = tuple(data()["soft"]["between"].split())
_CODED = ("代号", "代码")
_LATER = ("后",)
_RUMOURED = ("传",)
_VERBAL = frozenset(data()["soft"]["verbal"].split())
_COUNTERS = "台颗套辆款枚张片架部块"
_TRADE = re.compile(data()["compound"]["trade"])
_HEADED_BY = re.compile(data()["compound"]["headed"])
_LATIN_END = re.compile(r"[A-Z][\w.&'-]*(?: [A-Z][\w&'-]*)* ?$")
_BUILT = re.compile(r"[a-z][A-Z]|-[A-Z]|\d")
_OWNED = re.compile(r"\ue000\ue00f*的$")
_OWNER = re.compile(r"([\ue000\ue007])\ue00f*(?:市|省|州|县|区)?$")
_DEPENDENT = re.compile(data()["compound"]["dependent"])
_OFFICIAL = re.compile(data()["compound"]["official"])


def _owner(text: str, original: str, opening: int, start: int, end: int) -> int | None:
    """Where the place or the organization before a suffixed body begins, if it is part of the name."""
    match = _OWNER.search(text, max(0, opening - 24), opening)
    if match is None:
        return None
    tail = text[opening:end]
    if (
        match[1] == "\ue007"
        and opening < start
        and original[slice(*match.span())] in countries()
        and not _OFFICIAL.search(tail)
    ):
        return None  # 韩国|哈努尔半导体
    if match[1] == "\ue007":
        return match.start() if _OFFICIAL.search(tail) or opening < start else None
    return match.start() if _DEPENDENT.search(tail) and opening - match.end() == 0 else None
