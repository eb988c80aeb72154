"""Scores and ranks in prose: which model got which figure in which test.

Such sentences are small tables: some models, some benchmarks, some figures. So they are read by aligning the three, not by patterns of whole
clauses: each figure goes to the benchmark it is linked to ("71.2% on X", "X：71.2"), lists of equal length are dealt out in order, and the model
is the one beside the figure ("against 69.8 for Y"), else the clause's subject. What the link words are is data of the event kind (`scores` in its file).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from ..ontology.events import event_kinds
from ..ontology.model import Language, Mention, Quantity, Span
from .anaphora import is_rival, is_setting
from .clauses import Clause
from .discourse import modality_at
from .frames import Filler, Frame
from .masking import ENTITIES, FIGURES, Masked, characters, compile_pattern
from .topic import Topic

KIND = "BenchmarkResult"
_BENCHMARK = characters("Benchmark")
_MODEL = characters("Model|Product|Hardware")
_SCORE = characters("Percent|Number|Count")
_RANK = characters("Rank")
_TAIL = 8  # characters at the end of words for a rank within which it is said which
_TOO_MANY = 100_000  # no test gives a bare number so large: parameters, tokens


@dataclass(frozen=True, slots=True)
class _Rules:
    on: re.Pattern[str]  # between a figure and the benchmark after it
    by: re.Pattern[str]  # between a figure (or the benchmark after it) and the model after it
    whose: re.Pattern[str]  # behind a figure: a clause of its own says whose it is, "the 74% that X managed"
    beside: re.Pattern[str]  # between a model and its figure right after it
    got: re.Pattern[str]  # between a model and its figure in a clause without a benchmark
    rival: re.Pattern[str]  # from what sets another model against the first one's to the figure of that other
    ranked: re.Pattern[str]  # between a model and its rank in a clause without a benchmark
    right: re.Pattern[str]  # between a benchmark and its figure right after it
    joined: re.Pattern[str]  # between members of a list
    not_before: re.Pattern[str]  # what stands before a figure that is no score
    not_after: re.Pattern[str]
    share_of: re.Pattern[str]  # leads up to such a rank: "half of the top 10"
    top_of: re.Pattern[str]  # behind a rank that only names a group of others
    not_between: re.Pattern[str]  # words between benchmark and figure that say the figure measures something else
    pronoun: re.Pattern[str]  # opens a sentence about what was spoken of before
    against: re.Pattern[str]  # between a figure and that of whom the first one's is compared with
    compared: re.Pattern[str]  # what stands before a model that a result is compared with
    top: re.Pattern[str]  # words for the first rank, with the benchmark
    placed: Mapping[int, re.Pattern[str]]  # words for other ranks


@cache
def _rules(language: Language) -> _Rules:
    data = event_kinds()[KIND].data[language]["scores"]
    ends = dict.fromkeys(("not_before", "compared", "rival"), "(?:{})$")

    def rule(name: str) -> re.Pattern[str]:
        return compile_pattern(ends.get(name, "(?:{})").replace("{}", data[name]), language)

    placed = {int(rank): compile_pattern(pattern, language) for rank, pattern in data["placed"].items()}
    return _Rules(**{f.name: rule(f.name) for f in fields(_Rules) if f.name != "placed"}, placed=placed)


@dataclass(slots=True)
class Standing:
    """The benchmark a block spoke of last, for clauses that leave it unsaid ("…; B managed 8.6%")."""

    benchmark: Mention | None = None
    models: list[Mention] = field(default_factory=list)
    percent: bool = False  # whether its last score was so many per cent


@dataclass(slots=True)
class Figure:
    """A score or rank: its mention and the masked positions it stands at."""

    start: int
    end: int
    mention: Mention
    rank: bool
    benchmarks: list[Mention] = field(default_factory=list)
    models: list[Mention] = field(default_factory=list)


def find_scores(
    masked: Masked, parts: Sequence[Clause], topic: Topic, standing: Standing, block: int, used: set[int]
) -> list[Frame]:
    """The results that a masked sentence states; figures taken are added to `used`."""
    benchmarks = sorted(i for i in masked.at if masked.text[i] in _BENCHMARK)
    if not benchmarks and standing.benchmark is None:
        return []
    named = {masked.mention(i).value: masked.mention(i) for i in benchmarks}
    rules = _rules(masked.language)
    figures = _scores(masked, rules, benchmarks) + _ranks(masked, rules, benchmarks)
    if benchmarks:
        _deal(masked, rules, benchmarks, figures)
    else:
        figures = [f for f in figures if _unsaid(masked, rules, f, standing)]
    frames = []
    _owners(masked, rules, parts, topic, figures)
    for figure in figures:
        if not benchmarks and standing.percent:
            figure.mention = _in_percent(figure.mention)
        frames += list(_frames(masked, figure, block))
        if figure.models and figure.benchmarks:
            used.update(i for i in range(figure.start, figure.end) if i in masked.at)
            standing.benchmark = figure.benchmarks[-1]
            standing.percent = isinstance(figure.mention.value, Quantity) and figure.mention.value.unit == "percent"
    if not frames and len(named) == 1 and masked.language == "en":
        standing.benchmark, standing.percent = next(iter(named.values())), False
    return frames


_IN = re.compile(r"\b(?:[Ii]n|[Oo]n|of|for|at) (?:the )?$")
_BARE = re.compile(r"(?<![A-Za-z0-9_.@/$€£¥+:α-ω-])(\d{1,3}\.\d{1,2}|\d{2}|\d,?\d{3}|\d{3})(?![A-Za-z0-9_.%@/:-]|,\d)")


def _scores(masked: Masked, rules: _Rules, benchmarks: Sequence[int]) -> list[Figure]:
    """The figures of a sentence that may be scores; bare numbers that nothing else reads as quantities are among them."""
    found: list[tuple[int, int, Mention]] = []
    for i in sorted(masked.at):
        q = masked.mention(i).value
        if masked.text[i] in _SCORE and isinstance(q, Quantity) and q.unit in ("percent", "points", "1"):
            if q.unit == "1" and q.value is not None and q.value >= _TOO_MANY:
                continue
            found.append((i, i + 1, _in_points(masked.mention(i))))
    for match in _BARE.finditer(masked.text) if benchmarks else ():
        if "." in match[1] or _linked(masked, rules, match.start(), [f[1] for f in found]):
            span = Span(masked.offset(match.start()), masked.offset(match.end() - 1) + 1)
            value = Quantity(Decimal(match[1].replace(",", "")), "points")
            found.append((match.start(), match.end(), Mention(span, "Quantity", value, "bare score")))
    out: list[Figure] = []
    barred = -1  # where the last figure ended that is no score: those that a list joins to it are none either
    for start, end, mention in sorted(found, key=lambda f: f[0]):
        joined = barred >= 0 and rules.joined.fullmatch(masked.text, barred, start)
        if (
            joined
            or _is_version(masked, start, mention)
            or _is_edition(masked, start, mention)
            or rules.not_before.search(masked.text[max(0, start - 30) : start])
            or (start in masked.at and masked.read(start)[:1] == "+")  # a gain
            or rules.not_after.match(_behind(masked, end))
            or (start in masked.at and rules.not_after.match(masked.read(start)[-1:]))  # so many of a thing: 120种
        ):
            barred = end
        else:
            out.append(Figure(start, end, mention, False))
    return out


def _behind(masked: Masked, end: int) -> str:
    """What follows a figure, with the figures in it as they are written: "4 points short of the 77%" is how far from it something is."""
    stretch = range(end, min(end + 40, len(masked.text)))
    return "".join(masked.read(i) if masked.text[i] in FIGURES else masked.text[i] for i in stretch)


def _is_version(masked: Masked, start: int, mention: Mention) -> bool:
    """Whether a number is what is left of a model's name: "Family 3.5 scored"."""
    q = mention.value
    before = masked.text[:start].rstrip(" -")
    return before[-1:] in _MODEL and before != "" and isinstance(q, Quantity) and (q.value is None or q.value < 10)


def _is_edition(masked: Masked, start: int, mention: Mention) -> bool:
    """Whether a number is what is left of a test's name: "In Testbench 2.0, X scored"."""
    q, before = mention.value, masked.text[:start].rstrip(" -")
    small = isinstance(q, Quantity) and q.value is not None and q.value < 10
    return small and before[-1:] in _BENCHMARK and bool(_IN.search(before[:-1]))


def _linked(masked: Masked, rules: _Rules, position: int, ends: Sequence[int]) -> bool:
    """Whether a whole number stands right after a benchmark, or behind figures that end at `ends`: in their list, or at another model."""
    name = max((i + 1 for i in masked.at if i < position and masked.text[i] in _BENCHMARK), default=-1)
    last = max((end for end in ends if end <= position), default=-1)
    right = name >= 0 and rules.right.fullmatch(_between(masked, name, position))
    listed = last >= 0 and rules.joined.fullmatch(_between(masked, last, position))
    model = max((i + 1 for i in masked.at if last < i < position and masked.text[i] in _MODEL), default=-1)
    again = last >= 0 and model >= 0 and rules.beside.fullmatch(_between(masked, model, position))
    return bool(right or listed or again)


def _in_points(mention: Mention) -> Mention:
    """A bare number is so many points."""
    q = mention.value
    return replace(mention, value=replace(q, unit="points")) if isinstance(q, Quantity) and q.unit == "1" else mention


def _in_percent(mention: Mention) -> Mention:
    """A figure of a row of percentages is one, said or not: "A answers 83 per cent; B manages 71"."""
    q = mention.value
    return (
        replace(mention, value=replace(q, unit="percent"))
        if isinstance(q, Quantity) and q.unit == "points"
        else mention
    )


def _ranks(masked: Masked, rules: _Rules, benchmarks: Sequence[int]) -> list[Figure]:
    """Ranks stated as such, and those that words stand for ("tops X", "came second on X")."""
    out = [
        Figure(i, i + 1, masked.mention(i), True)
        for i in sorted(masked.at)
        if masked.text[i] in _RANK
        and not rules.not_after.match(masked.text[i + 1 : i + 40])
        and not rules.top_of.match(masked.text, i + 1)
        and not rules.share_of.search(masked.text, 0, i)
    ]
    if not benchmarks:
        return out
    for value, pattern in {1: rules.top, **rules.placed}.items():
        for match in pattern.finditer(masked.text):
            if any(f.start < match.end() and match.end() - _TAIL < f.end for f in out):
                continue
            span = Span(masked.offset(match.start()), masked.offset(match.end() - 1) + 1)
            mention = Mention(span, "Quantity", Quantity(Decimal(value), "rank"), "rank words")
            out.append(Figure(match.start(), match.end(), mention, True))
    return sorted(out, key=lambda f: f.start)


def _between(masked: Masked, a: int, b: int) -> str:
    return masked.text[a:b]


def _groups(masked: Masked, rules: _Rules, positions: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Indices of positions that a list joins."""
    out: list[list[int]] = []
    for n, (start, _) in enumerate(positions):
        if out and rules.joined.fullmatch(_between(masked, positions[n - 1][1], start)):
            out[-1].append(n)
        else:
            out.append([n])
    return out


def _deal(masked: Masked, rules: _Rules, benchmarks: Sequence[int], figures: Sequence[Figure]) -> None:
    """Give each figure its benchmark."""
    lists = [[benchmarks[n] for n in g] for g in _groups(masked, rules, [(b, b + 1) for b in benchmarks])]
    for kind in (False, True):
        own = [f for f in figures if f.rank is kind]
        rows = [[own[n] for n in g] for g in _groups(masked, rules, [(f.start, f.end) for f in own])]
        for row in rows:
            fit = [g for g in lists if len(g) == len(row) > 1]
            for column in fit[:1]:
                for figure, b in zip(row, column, strict=True):
                    figure.benchmarks = [masked.mention(b)]
        for n, figure in enumerate(own):
            if not figure.benchmarks:
                at = _benchmark_of(masked, rules, benchmarks, own, n)
                together = next((g for g in lists if at in g), [])
                figure.benchmarks = [masked.mention(b) for b in (together if len(own) == 1 else [at]) if b >= 0]


def _benchmark_of(masked: Masked, rules: _Rules, benchmarks: Sequence[int], figures: Sequence[Figure], n: int) -> int:
    """The benchmark that the n-th figure is linked to, or -1: after it by a link word, before it, else after it."""
    figure = figures[n]
    inside = [b for b in benchmarks if figure.start <= b < figure.end]
    if inside:
        return inside[0]
    after = next((b for b in benchmarks if b >= figure.end), -1)
    before = next((b for b in reversed(benchmarks) if b < figure.start), -1)
    following = figures[n + 1].start if n + 1 < len(figures) else len(masked.text)
    previous = figures[n - 1].end if n else 0
    if 0 <= after < following and rules.on.fullmatch(_between(masked, figure.end, after)):
        taken = before >= previous and rules.right.fullmatch(_between(masked, before + 1, figure.start))
        if not taken:
            return after
    if before >= 0:
        return -1 if rules.not_between.search(_between(masked, before + 1, figure.start)) else before
    if after < 0 or rules.not_between.search(_between(masked, figure.end, after)):
        return -1
    return after


def _unsaid(masked: Masked, rules: _Rules, figure: Figure, standing: Standing) -> bool:
    """Whether a clause without a benchmark gives a model's figure in the one spoken of last."""
    model = next((i for i in sorted(masked.at, reverse=True) if i < figure.start and masked.text[i] in _MODEL), None)
    if model is None or standing.benchmark is None:
        return False
    between = _between(masked, model + 1, figure.start)
    rival = not figure.rank and rules.rival.search(masked.text, 0, figure.start)
    if not (rival or (rules.ranked if figure.rank else rules.got).fullmatch(between)):
        return False
    figure.benchmarks = [standing.benchmark]
    return True


def _owners(masked: Masked, rules: _Rules, parts: Sequence[Clause], topic: Topic, figures: Sequence[Figure]) -> None:
    """Give each figure its models."""
    models = sorted(i for i in masked.at if masked.text[i] in _MODEL)
    lists = [[models[n] for n in g] for g in _groups(masked, rules, [(m, m + 1) for m in models])]
    for kind in (False, True):
        own = [f for f in figures if f.rank is kind and f.benchmarks]
        rows = [[own[n] for n in g] for g in _groups(masked, rules, [(f.start, f.end) for f in own])]
        for row in rows:
            fit = [g for g in lists if len(g) == len(row) > 1 and len({f.benchmarks[0].value for f in row}) == 1]
            for column in fit[:1]:
                for figure, m in zip(row, column, strict=True):
                    figure.models = [masked.mention(m)]
        _match(masked, rules, parts, lists, own)
        for n, figure in enumerate(own):
            if not figure.models:
                figure.models = _models_of(masked, rules, parts, topic, lists, own, n)


def _match(
    masked: Masked, rules: _Rules, parts: Sequence[Clause], lists: Sequence[Sequence[int]], figures: Sequence[Figure]
) -> None:
    """Two figures set against each other are those of two models set against each other before: "A beats B on X, 68.7 against 64.2"."""
    for a, b in pairwise(figures):
        if a.models or b.models or not rules.against.fullmatch(_between(masked, a.end, b.start)):
            continue
        after = next((m for g in lists for m in g if m >= b.end), -1)
        if after >= 0 and rules.by.fullmatch(_between(masked, b.end, after)):
            continue
        before = [g for g in lists if g[-1] < a.start]
        rivals = [g[0] for g in before if rules.compared.search(masked.text[max(0, g[0] - 24) : g[0]])]
        own = [g[0] for g in before if g[0] not in rivals]
        if rivals and own and own[0] < rivals[-1]:
            a.models, b.models = [masked.mention(own[0])], [masked.mention(rivals[-1])]


def _models_of(
    masked: Masked,
    rules: _Rules,
    parts: Sequence[Clause],
    topic: Topic,
    lists: Sequence[Sequence[int]],
    figures: Sequence[Figure],
    n: int,
) -> list[Mention]:
    figure = figures[n]
    following = figures[n + 1].start if n + 1 < len(figures) else len(masked.text)
    models = [m for group in lists for m in group]
    inside = [m for m in models if figure.start <= m < figure.end]
    left = [m for m in models if m < figure.start]
    right = [m for m in models if m >= figure.end]
    if inside:
        return [masked.mention(inside[-1])]
    if (owner := _whose(masked, rules, figure)) >= 0:
        figure.mention = _exact(figure.mention)
        return [masked.mention(owner)]
    if left and rules.beside.fullmatch(_between(masked, left[-1] + 1, figure.start)):
        return [masked.mention(m) for m in _group(lists, left[-1])]
    if right and right[0] < following and rules.by.fullmatch(_between(masked, figure.end, right[0])):
        return [masked.mention(m) for m in _group(lists, right[0])]
    for m in reversed(left):
        first = _group(lists, m)[0]  # what one of a list is compared with, all of it are
        if not (rules.compared.search(masked.text[max(0, first - 24) : first]) or is_setting(masked, first)):
            return [masked.mention(k) for k in _group(lists, m)]
    told = topic.find("Model") or topic.find("Product")
    if pronoun := rules.pronoun.match(masked.text):
        return list(told if pronoun["kind"] else topic.find("Model|Product|Hardware"))
    others = {_whose(masked, rules, f) for f in figures}
    ahead = [m for m in right if not (rules.compared.search(masked.text[max(0, m - 24) : m]) or is_rival(masked, m))]
    ahead = [m for m in ahead if m not in others]
    opening = not any(i < figure.start for i in masked.at if masked.text[i] in ENTITIES - set(_BENCHMARK))
    if ahead and (opening or not told):
        return [masked.mention(k) for k in _group(lists, ahead[0])]
    return list(told)


def _whose(masked: Masked, rules: _Rules, figure: Figure) -> int:
    """Where the model stands whose a clause right behind a figure says it is, or -1."""
    match = rules.whose.match(masked.text, figure.end)
    return max(
        (i for i in masked.at if match and match.start() <= i < match.end() and masked.text[i] in _MODEL), default=-1
    )


def _exact(mention: Mention) -> Mention:
    """What "short of the 77% that X managed" says of X: it was 77%."""
    q = mention.value
    return replace(mention, value=replace(q, comparator="=")) if isinstance(q, Quantity) else mention


def _group(lists: Sequence[Sequence[int]], member: int) -> Sequence[int]:
    return next(g for g in lists if member in g)


def _frames(masked: Masked, figure: Figure, block: int) -> Iterator[Frame]:
    modality = modality_at(masked, figure.start, figure.end)
    rule = f"{masked.language}.{KIND}.{'rank' if figure.rank else 'score'}"
    for model in figure.models:
        for benchmark in figure.benchmarks:
            frame = Frame(KIND, {}, modality, rule, [masked.span], block, (figure.start, figure.end))
            frame.add("model", Filler(model, span=model.span))
            frame.add("benchmark", Filler(benchmark, span=benchmark.span))
            frame.add("rank" if figure.rank else "score", Filler(figure.mention, span=figure.mention.span))
            yield frame
