"""Models, chips and benchmarks of families that no catalogue has: by the build of the name and the words near it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...ontology.model import EntityType, Language
from ..languages import language_data
from .lexicon import Votes

_CUE: dict[EntityType, re.Pattern[str]] = {
    "Model": re.compile(
        r"模型|开源了?|权重|参数|多模态|上下文|许可|\b(?:models?|LLMs?|open[- ]?(?:weights?|source[sd]?)|weights|parameters?|checkpoint|context window|licen[cs]e|fine-tun\w+|MoE|multimodal)\b",
        re.I,
    ),
    "Hardware": re.compile(
        r"芯片|处理器|加速卡|训练卡|推理卡|超节点|服务器|流片|量产|眼镜|\b(?:chips?|processors?|accelerators?|ASICs?|GPUs?|NPUs?|silicon|tape[sd]?[- ]?out|servers?|wafers?|rack|trial production|headset|glasses)\b"
    ),
    "Benchmark": re.compile(
        r"榜单|基准|评测|测试集|得分|刷榜|盲测|排行榜|\b(?:benchmarks?|leaderboards?|scores?|scored|scoring|evals?|Elo|test suite|ranking)\b",
        re.I,
    ),
}
_VARIANT = r"(?:Pro|Max|Ultra|Plus|Mini|mini|Nano|nano|Turbo|Flash|Lite|Omni|Large|large|Medium|Small|small|Base|Instruct|Chat|Coder|Code|Thinking|Preview|VL|Vision|Audio|Video|Image|Voice|Next|Exp|Air|Tiny|XL|Edge|Reasoner|Math)"
_SIZE = r"\d{1,4}(?:\.\d)?[BMT](?:-A\d{1,3}B)?"
_BUILT = re.compile(
    rf"(?<![\w.@/-])(?P<base>[A-Z][A-Za-z]{{2,14}}|[A-Z]{{2,5}}|[a-z]{{1,2}}[A-Z][a-z]+)"
    rf"(?:(?P<tail>(?: v?\d{{1,2}}(?:\.\d{{1,2}})?)?(?:-v?\d{{1,2}}(?:\.\d{{1,2}})?|-{_VARIANT}|-{_SIZE}|-[A-Z]|(?<=\d)[ ]{_VARIANT}|(?<=[a-z])[ ]{_SIZE})+|(?: v?\d{{1,2}}(?:\.\d{{1,2}})?))|(?P<glued>\d(?:\.\d)?))(?![\w%]|\.\d|,\d)",
    re.A,
)
_ZH_BUILT = re.compile(
    rf"(?P<base>[\u4e00-\u9fff]{{1,4}})[- ]?(?P<version>[VvLXM]?\d(?:\.\d)?)(?:[ -]?{_VARIANT})?(?![\d.%A-Za-z亿万千百年月日个家款倍次名只位项种台套人元张点天周期届轮件条章节季维代号层流座所部寸股])"
)
_BENCH = re.compile(
    r"(?<![\w.@/-])(?:[A-Z][\w+]*-)*[A-Z]?[A-Za-z]*(?:Bench|bench|BENCH|Eval|Arena|MMLU|GPQA|AIME|QA|Score|Marks?)(?:[-‑][\w+]+)*(?: (?:Verified|Pro|Hard|Lite|Diamond|Multimodal|v\d(?:\.\d)?|\d(?:\.\d)?|20\d\d)(?![\w%.]))*(?![\w])"
)
_NOT_BENCH = re.compile(r"^(?:Q&?A|QA|Score|Arena|Bench|Marks?|Eval|FAQA)$")
_CHIP = re.compile(r"(?<![\w.@/-])(?:[A-Z][a-z]{2,10}[- ])?[A-Z]{1,4}[a-z]{0,2}-?\d{1,4}[A-Z]{0,2}(?![\w%]|\.\d)", re.A)
_NOT_CHIP = re.compile(
    r"^(?:[A-Z]\d|CES|GTC|COVID|Q\d|H[12]|FY\d+|SB-?\d+|AB-?\d+|S\d{3,}|CO2|MP3|MP4|[34567]G|A\d|B2B|B2C|W3C|GPT.*|ISO.*|RFC.*|GB/?T?\d+)$"
)


@cache
def near(type_: EntityType) -> re.Pattern[str]:
    """What speaks for the type close to a name."""
    return _CUE[type_]


_REACH: dict[Language, tuple[int, int]] = {"zh": (32, 20), "en": (60, 40)}


def vote_models(text: str, veiled: str, votes: Votes, language: Language) -> None:
    """Votes for names built like a model's, a chip's or a benchmark's."""
    far, close = _REACH[language]
    for match in _BENCH.finditer(veiled):
        if not _NOT_BENCH.match(match[0]) and len(match[0]) > 4 and any(c.isupper() for c in match[0]):
            weight = 3 if re.search(r"[a-z]Bench|-[Bb]ench|Bench\b|Eval\b|[a-z]Arena|MMLU|GPQA|AIME", match[0]) else 1
            weight += 2 if _within(text, match.span(), "Benchmark", 40) else 0
            votes.add(match[0], "Benchmark", weight, "built")
    for name, start, end, strong in _built(veiled):
        base = re.split(r"[- ]", name)[0]
        if base in _not_base() or base.casefold() in _not_base():
            continue
        model, chip = _within(text, (start, end), "Model", far), _within(text, (start, end), "Hardware", close)
        if _within(text, (start, end), "Benchmark", 9) and not strong:
            votes.add(name, "Benchmark", 3, "built")
        elif strong:
            votes.add(name, "Model", 4, "built")
        elif chip and not model:
            votes.add(name, "Hardware", 3, "built")
        elif model:
            votes.add(name, "Model", 3, "built")
        elif (
            re.search(
                r"\b(?:launch\w*|unveil\w*|releas\w+|introduc\w+|availability of|announc\w+) (?:the )?$|(?:发布|推出|上线)了?$",
                text[max(0, start - 24) : start],
            )
            or re.search(r"\ue000\ue00f*(?:的|'s )$", veiled[max(0, start - 24) : start])
            and name.isascii()
            and re.search(r"\d", name)
        ):
            votes.add(name, "Product", 3, "built")
    for match in _CHIP.finditer(veiled):
        if not _NOT_CHIP.match(match[0]) and _within(text, match.span(), "Hardware", 14):
            votes.add(match[0], "Hardware", 3, "built")


@cache
def _not_base() -> frozenset[str]:
    """Words that a number may follow without making a name."""
    stop = language_data("en", "names")["stop"]
    return frozenset(stop["generic"].split()) | frozenset(stop["titles"].split()) | frozenset(NUMBERED)


NUMBERED = "SB AB HB HR Apache Section Article Issue Vol No Page Part Chapter Figure Table Day Week Top Round Phase Series Version Tier Level Class Type Group Category Appendix Annex Schedule Item Step Stage Rule Title Form Exhibit Windows Android Python CUDA HTTP IPv PCIe USB Wi-Fi Bluetooth Gen Web Industry Pre Non Post Anti Sub Mid Co Ex Re Self Top-".split()


def _built(text: str) -> Iterator[tuple[str, int, int, bool]]:
    for match in _BUILT.finditer(text):
        tail = match["tail"] or ""
        strong = bool(re.search(rf"[- ]{_SIZE}|-{_VARIANT}\b", tail)) or bool(
            tail and re.search(rf"\d {_VARIANT}", tail)
        )
        if not tail and match["base"].isupper():
            continue
        yield match[0], match.start(), match.end(), strong


def _within(text: str, span: tuple[int, int], type_: EntityType, reach: int) -> bool:
    before = text[max(0, span[0] - reach) : span[0]].rpartition("\n")[2]
    after = text[span[1] : span[1] + reach].partition("\n")[0]
    return bool(near(type_).search(before) or near(type_).search(after))


def vote_zh_models(text: str, veiled: str, votes: Votes, words: dict[int, int]) -> None:
    """`听雨2.0`, `衡-2`: a short Chinese name with a number, quoted or near a word for models or chips."""
    for match in _ZH_BUILT.finditer(veiled):
        opening = _opening(veiled, match.start(), match.end("base"), words)
        name = veiled[opening : match.end()]
        quoted = veiled[max(0, opening - 1) : opening] in "“‘" and opening > 0
        if match.end("base") - opening < (1 if "-" in match[0] or quoted else 2) or (
            match.start() and veiled[match.start() - 1] == "第"
        ):
            continue
        span = (opening, match.end())
        if _within(text, span, "Hardware", 10) and not _within(text, span, "Model", 6):
            votes.add(name, "Hardware", 3, "built")
        elif _within(text, span, "Model", 16) or re.search(
            r"(?:发布|推出|上线|升级)[^，。]{0,4}$", text[max(0, opening - 8) : opening]
        ):
            votes.add(name, "Model", 3, "built")


def _opening(text: str, start: int, end: int, words: dict[int, int]) -> int:
    """Where the name in a run of Chinese characters begins: behind the last plain word or cutting character."""
    opening = start
    for at in range(start, end):
        if at in words:
            opening = max(opening, min(end, at + words[at]))
        elif text[at] in "的了与和及在由将把被是为对从以而但也" and at + 1 < end:
            opening = at + 1
    return opening
