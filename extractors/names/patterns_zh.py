"""Signs of a new name in Chinese text other than the words beside it: brackets, headings, speakers, quotation marks, public bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...ontology.model import EntityType
from ..languages import language_data
from .candidates import CJK
from .cut_zh import CHARACTER, Cut, data, fit, latin_stop, soft
from .people import is_personal
from .phrases_zh import closes, ends_here, odder, strange, stretch
from .segments_en import is_plain

_BRACKET = re.compile(
    rf"(?<=[{CJK}A-Za-z\d”])\((?:(?P<ticker>\d{{4,6}}(?:[.-][A-Z]{{2}})?|[A-Z]{{1,5}}[.-](?:O|N|US|HK|SH|SZ|TW)|(?:NASDAQ|NYSE|纳斯达克|纽交所)[:：][^)]+)|(?P<latin>[A-Z][\w.&' -]{{1,40}})|(?P<called>(?:下称|简称|以下简称)[:：]?“?(?P<short>[^”)]{{2,10}})”?))\s*[,，)]"
)
_PAPER = re.compile(
    rf"《(?P<name>[{CJK}]{{2,10}}(?:日报|时报|周刊|邮报|论坛报|早报|晚报|新闻|杂志|先驱报|纪事报|观察报|导报|商报|财经))》"
)
_DOMAIN = re.compile(r"(?<![\w./@-])[A-Z][A-Za-z]{2,}\.(?:ai|AI|io)(?![\w/])", re.A)
_ESTABLISHED = re.compile(
    r"(?:成立|新设|设立|组建|创立|创办)了?(?:[^，。；“”A-Za-z\ue000-\ue00f]{0,10}?)"
    r"(?P<name>(?:\ue000\ue00f*|[A-Z][A-Za-z&]+)(?: (?:\ue000\ue00f*|[A-Z][A-Za-z.&]+)){1,4})(?=[，。；、（(]|由|并|负责|$)"
)
_CAMEL = re.compile(r"(?<![\w.@/#-])(?:[A-Z][a-z]+){2,3}(?![\w@.-])|(?<=[商厂])[A-Z][\w.&-]+(?: [A-Z][\w.&-]+)*", re.A)
_TARGET = re.compile(
    rf"(?<=对)(?P<name>[{CJK}]{{2,8}}|[A-Z][\w.&-]*(?: [A-Z][\w.&-]*)*)的(?:收购|并购|要约|指控|诉讼|调查|持股|控制|投资|监管)",
    re.A,
)
_NAME = rf"(?P<name>[{CJK}]{{3,8}}?|[A-Z][A-Za-z\d.&-]*(?: [A-Z][A-Za-z\d.&-]*)*)"
_HEADED = re.compile(r"^[◆●■•\-\s]*【(?P<name>[^】\n]{2,14})】", re.M)
_TOPIC = re.compile(
    rf"^[\s\-•●■◆]*(?:\d{{1,2}}[.、)]|\(\d{{1,2}}\)|[（(]?[一二三四五六七八九十]{{1,3}}[)）、])\s*(?P<name>[{CJK}A-Za-z\d. ]{{2,12}})[：:]",
    re.M,
)
_ENTRY = re.compile(rf"^[ \t]*(?:[-•●■◆★▪►▶>*·◎○] ?|[—–]{{1,2}} ?)(?P<name>[{CJK}]{{2,6}})：(?=\S)", re.M)
_LATIN_ENTRY = re.compile(
    r"^[ \t]*(?:[-•●■◆★▪►▶>*·◎○] ?)?\*{0,2}(?P<name>[A-Z][\w.&-]+(?: [A-Z][\w.&-]+){0,2})\*{0,2}[：:](?=[^\n]{0,60}(?:融资|收购|估值|公司|创业|上市|[A-D]轮|投资))",
    re.M | re.A,
)
_SPEAKER = re.compile(rf"^(?P<name>[{CJK}]{{2,5}})[：:](?=\S)", re.M)
_DOTTED = re.compile(rf"[{CJK}]{{1,6}}(?:·[{CJK}]{{1,8}})+")


# What a name in quotation marks may be, by the words around it; and one of a list of such names.
_QUOTED_TYPES: tuple[EntityType, ...] = ("Hardware", "Benchmark", "Model", "Organization", "Product")
_LISTED_TYPES: tuple[EntityType, ...] = ("Hardware", "Benchmark", "Model", "Product")


def patterns(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    text = cut.text
    for match in _BRACKET.finditer(text):
        candidate = cut.left(match.start())
        if candidate is not None and fit(name := text[candidate.start : candidate.end]):
            yield name, "Organization", 4 if match["ticker"] else 2, "bracket"
            if match["latin"] and fit(match["latin"]):
                yield match["latin"], "Organization", 1, "bracket"
    for match in _PAPER.finditer(cut.original):
        yield match["name"], "Organization", 4, "paper"
    for match in _CAMEL.finditer(text):
        yield match[0], "Organization", 2, "camel"
    for match in _DOMAIN.finditer(text):
        yield match[0], "Organization", 3, "domain"
    for match in _ESTABLISHED.finditer(text):
        yield cut.original[slice(*match.span("name"))], "Organization", 4, "unit"
    for match in _TARGET.finditer(text):
        if fit(match["name"]) and (match["name"].isascii() or cut.has_gap(*match.span("name"))):
            yield match["name"], "Organization", 3, "target"
    for pattern in _frames():
        for match in pattern.finditer(text):
            span = match.span("name")
            if len(match["name"]) == 3 and is_personal(match["name"]):
                continue
            if fit(match["name"]) and (
                match["name"].isascii()
                or (cut.has_gap(*span) and not cut.plain_inside(*span))
                or (strange(match["name"]) > 1 and odder(match["name"]) and stretch(cut, span[0]) == span[1])
            ):
                yield match["name"], "Organization", 3, "target"
    for match in _HEADED.finditer(text):
        name = match["name"]
        if name not in cut.lexicon.common and fit(name) and not re.search(r"[和与及、]|[\ue000-\uf8ff]", name):
            yield name, "Organization", 3 if cut.has_gap(*match.span("name")) else 0, "headed"
    for match in _TOPIC.finditer(text):
        if cut.has_gap(*match.span("name")) and len(match["name"]) < 9 and fit(match["name"]):
            yield match["name"], "Organization", 2, "headed"
    for match in _ENTRY.finditer(text):
        name = match["name"]
        if strange(name) > 1 and odder(name) and fit(name) and not closes(name):
            yield name, "Organization", 4, "headed"
    for match in _LATIN_ENTRY.finditer(text):
        if fit(match["name"]):
            yield match["name"], "Organization", 2, "headed"
    speakers: dict[str, int] = {}
    for match in _SPEAKER.finditer(text):
        speakers[match["name"]] = speakers.get(match["name"], 0) + 1
    for name, count in speakers.items():
        if count > 1 and name not in cut.lexicon.common and not any(t in name for t in ("问", "答", "来源", "日期")):
            yield name, "Person" if is_personal(name) and len(name) > 2 else "Organization", 3, "speaker"
    yield from _launches(cut)
    yield from _official(cut)


_TAIL = (
    r"[A-Z][A-Za-z]{0,11}(?:[ -]?\d{1,4}[A-Za-z]?)?(?: (?:Pro|Max|Plus|Ultra|Mini|Air|Lite|SE|One|AI|[A-Z]{1,2}\d{0,3}|\d{1,2}))*"
    r"(?![A-Za-z\d%]|\.\d|[ ]?[亿万千百款个台年月日])"
)
_NUMBERED = r"(?:[A-Z][A-Za-z]{1,11}[ -])?[A-Z]{1,3}[a-z]{0,2}-?\d{1,4}[A-Za-z]?(?: (?:Pro|Max|Plus|Ultra|Mini|Air|Lite))?(?![A-Za-z\d%]|\.\d)"


@cache
def _things() -> tuple[re.Pattern[str], ...]:
    """What stands behind the kind of thing, and what goes on sale: with its maker or a word before letters and numbers, or without."""
    rules = data()["compound"]
    own = rf"(?:\ue000\ue00f*|\ue003\ue00f*|(?P<word>[{CJK}]{{2,4}}))"
    return (
        re.compile(rf"{rules['coded']}“?(?P<name>{own} ?{_TAIL}|{_NUMBERED}|[A-Z][a-z]{{2,11}} \d{{1,2}}(?![\d.%]))"),
        re.compile(rf"(?P<name>(?:{own} ?)?{_NUMBERED})(?=(?:系列)?{rules['sold']})"),
    )


def things(cut: Cut, plain: str) -> Iterator[tuple[str, EntityType, int, str]]:
    """`无人机影翎A1`, `四足机器人Unitree A3`, `T40系列今起发货`: names of letters and numbers of what is made. `plain` has its figures unveiled."""
    for pattern in _things():
        for match in pattern.finditer(plain):
            start, word = match.start("name"), match["word"]
            if word and (kind := re.search(data()["compound"]["coded"], word)):
                start, word = start + kind.end(), word[kind.end() :] or None
            name = cut.original[start : match.end("name")]
            if word and (len(word) < 2 or closes(word) or closes(word[:2]) or closes(word[-2:]) or not strange(word)):
                continue
            tail = re.search(r"[A-Z].*$", name[1:] if not word else name)
            if (
                tail
                and tail[0] in latin_stop()
                or _QUARTER.search(name)
                or not (fit(name) or re.fullmatch(r"[A-Z]\d\d", name))
            ):
                continue
            yield name, "Hardware", 4, "coded"


_QUARTER = re.compile(
    r"(?:^|[^A-Z])(?:Q[1-4]|H[12]|FY\d\d|CES|GTC|[A-Z]轮|S\d{3,}|L[1-5]|[3456]G)(?:$| )|^(?:GPT|API|App|CEO)"
)


@cache
def _launched() -> re.Pattern[str]:
    """A verb that brings something out, and the Latin name that ends its phrase."""
    word = r"[A-Z][\w.+-]*"
    return re.compile(
        rf"{data()['compound']['launched']}(?P<kind>(?:[^，。；：、“”《A-Za-z\ue000-\ue00d]|AI|AR|VR|XR|3D){{0,20}}?) ?"
        rf"(?P<name>{word}(?: (?:{word}|\d{{1,2}}(?:\.\d)?(?!\d))){{0,3}})(?=[，。；、！（(\n]|$|等|并|和|及|与|两款|正式)",
        re.A,
    )


@cache
def _shown() -> re.Pattern[str]:
    """A Latin name right behind whose it is, and before what brings things out: `特斯拉Optimus V3亮相`."""
    word = r"[A-Z][\w.+-]*"
    return re.compile(
        rf"\ue000\ue00f*(?:的|旗下的?|自研的?)?(?P<kind>[{CJK}]{{0,8}}) ?(?P<name>{word}(?: (?:{word}|\d{{1,2}}))*)(?=[{CJK}]{{0,4}}?{data()['compound']['shown']})",
        re.A,
    )


def _launches(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`上线了 Agent Registry`: a thing by what is done with it; what kind of thing is said before its name, or nowhere."""
    for match in _shown().finditer(cut.text):
        name, kind = match["name"], match["kind"]
        if name not in latin_stop() and len(name) > 3 and fit(name) and not re.search(r"模型$", kind):
            hardware = re.search(data()["compound"]["hardware"], kind)
            yield name, "Hardware" if hardware else "Product", 3, "shown"
    for match in _launched().finditer(cut.text):
        name, kind = match["name"], match["kind"].rstrip()
        words = name.split()
        if (len(words) == 1 and name in latin_stop()) or (len(words) == 1 and not re.search(r"[a-z\d]", name)):
            continue
        if len(words) == 1 and (is_plain(name) and not re.search(r"\d|[a-z][A-Z]", name)):
            continue
        if re.search(r"(?:模型|基座)$", kind) or not fit(name):
            continue
        yield name, "Hardware" if re.search(data()["compound"]["hardware"], kind) else "Product", 3, "launched"


_LATIN = re.compile(
    r"(?<![\w.@/#&-])[A-Z][A-Za-z]{3,}(?: [A-Z][A-Za-z]{2,}){0,2}(?![\w@&-]|[ ]?\d|\.[a-z]| [A-Z])", re.A
)


def latin_names(cut: Cut) -> Iterator[str]:
    """Capitalised Latin words that are no plain English: in Chinese text they are names."""
    for match in _LATIN.finditer(cut.text):
        words = match[0].split()
        if all(is_plain(w) or w in latin_stop() or w.isupper() for w in words) or match[0].isupper():
            continue
        if words[-1] not in latin_stop():
            yield match[0]


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    """Prepositions with their verbs; `@` is the name's place."""
    return tuple(re.compile(frame.replace("@", _NAME)) for frame in data()["preposition"]["frames"])


@cache
def _government() -> re.Pattern[str]:
    ending = data()["government"]["ending"]
    opening = rf"\ue007\ue00f*(?:省|市|州|县|区|特区|自治区)?[{CJK}]{{0,14}}?{ending}"
    return re.compile(rf"{opening}(?![{CJK}])|{opening}")


@cache
def _business() -> re.Pattern[str]:
    return re.compile(rf"\ue000\ue00f*{data()['compound']['business']}")


_INSTITUTE = re.compile(
    rf"\ue000\ue00f*(?P<body>[{CJK}A-Z]{{0,8}}?)(?:研究院|实验室|学院|事业群|事业部|研究所|研究中心|基金会)(?!主任|院长)"
)
_FOREIGN_BODY = re.compile(r"\ue007\ue00f*(?:省|市|州)?\ue000\ue00f{1,5}")
_LATIN_COMPANY = re.compile(r"(?<![\w.-])[A-Z][\w.&'-]+(?: [A-Z][\w&'-]*)*(?= ?(?:公司|集团)(?!级))", re.A)
_LATIN_FIRM = re.compile(r"(?<![\w.-])[A-Z][\w&'-]+(?: [A-Z&][\w&'-]*){1,3}", re.A)
_LOCAL_BODY = re.compile(rf"(?:(?<![{CJK}])|(?<=[与和由、及]))[{CJK}]{{2,3}}(?:市|县|区)\ue000\ue00f{{1,6}}")
_UNIT = re.compile(rf"\ue001\ue00f*政府|\ue000\ue00f*[{CJK}]{{2,3}}(?=、|跟投|领投|参投|联合领投)")


def _official(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """Public bodies that open with a place, investing arms of known organizations, administrations named after a person."""
    text = cut.text
    for match in _government().finditer(text):
        start, end = match.span()
        inner = start + 1
        while text[inner] == "\ue00f":
            inner += 1
        body = text[inner:end]
        closed = ends_here(cut, end) or end in cut.starting or text[end] in soft()
        if (
            closed
            and len(body) > 2
            and not _has_verb(cut, inner, end)
            and not re.search(r"^[的在是将和与由对]|[的了在是将]", body)
        ):
            yield cut.original[start:end], "Organization", 4, "official"
    for match in _INSTITUTE.finditer(text):
        inner = match.start("body")
        if (
            match["body"]
            and not _has_verb(cut, inner, match.end())
            and not re.search(r"[的与和在将由向对、了]|[共合]建|联合|携手", match["body"])
        ):
            yield cut.original[slice(*match.span())], "Organization", 4, "compound"
    for match in _LATIN_FIRM.finditer(text):
        strong, weak = (language_data("en", "names")["suffix"][k].split() for k in ("strong", "weak"))
        last = match[0].rpartition(" ")[2]
        if last in strong or last in weak:
            yield match[0], "Organization", 4 if last in strong else 3, "suffix"
    for match in _LOCAL_BODY.finditer(text):
        name = cut.original[slice(*match.span())]
        if re.search(r"(?:部|委|局|厅|署)$", name):
            yield name, "Organization", 4, "official"
    for match in _FOREIGN_BODY.finditer(text):
        name = cut.original[slice(*match.span())]
        if re.search(data()["government"]["local"], name):
            yield name, "Organization", 4, "official"
    for match in _LATIN_COMPANY.finditer(text):
        if fit(match[0]):
            yield match[0], "Organization", 3, "firm"
    for match in _unit().finditer(text):
        yield from _units(cut, match.start("name"), match.end())
    for match in _business().finditer(text):
        yield cut.original[slice(*match.span())], "Organization", 4, "compound"
    for match in _UNIT.finditer(text):
        inner = match.start() + 1
        while text[inner] == "\ue00f":
            inner += 1
        found = cut.right(inner)
        if match[0].endswith("政府") or (found and found[1] == match.end() and not closes(text[slice(*found)])):
            yield cut.original[slice(*match.span())], "Organization", 4, "compound"


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(data()["compound"]["founded"])


def _units(cut: Cut, start: int, end: int) -> Iterator[tuple[str, EntityType, int, str]]:
    """`成立基础模型研发部和应用模型研发部`: new units of an organization, also several."""
    generic = data()["compound"]["generic_unit"]
    for part in re.compile(r"(?:(?!、|和|与|及)[^，。])+").finditer(cut.original, start, end):
        if not re.search(generic, part[0]) and re.search(data()["compound"]["unit"], part[0]):
            yield part[0].strip(), "Organization", 4, "unit"


def _has_verb(cut: Cut, start: int, end: int) -> bool:
    """Whether a word in a range votes for a name before it: then the range is no name."""
    words = [cut.tokens[cut.starting[at]][2] for at in range(start, end) if at in cut.starting]
    voices = cut.lexicon.voices
    return any(
        v.side == "after" and v.type == "Organization" and v.weight > 1
        for w in words
        if w not in cut.lexicon.suffixes
        for v in voices.get(w, ())
    )


_QUOTED = re.compile(r"“(?P<name>[^“”，。；！？\n]{2,14})”")


_NAMED_BEHIND = re.compile(r"(?:的)?(?:大|小|基座|推理|视觉|语音|开源)*模型 ?(?=[A-Z\ue002])")
_RENAMED = re.compile(r"(模型|App|APP|应用|产品|助手|平台|智能体|软件)[^，。“]{0,10}(?:更名|改名|命名|定名)为$")
_FOUNDED = re.compile(
    r"(?:(?:组建|成立|设立|发起|创立|创办|新设|更名为|改名为|名为)了?|(?:公司|品牌|实体|团队)[^，。“]{0,4}(?:取名|命名|定名|名|叫|叫做)为?|(?:[领跟参]投|收购|入股|战投|(?<![起申上胜败公])诉|起诉|控告|约谈|处罚)了?)$"
)


_SEVERAL = "(?:[两三四五]款|等)"


def _brought_out(cut: Cut, name: str, match: re.Match[str]) -> EntityType | None:
    """What a quoted name is of that is brought out, if it is: `推出记账助手“算盘”`."""
    rules, text = data()["compound"], cut.original
    before = text[max(0, match.start() - 20) : match.start()]
    if not _launching().search(before) or re.search(rules["unlaunched"], name):
        return None
    if re.match(
        rf"大?模型|系列|的|{_SEVERAL}?(?:{'|'.join(data()['quoted']['after'].values())})",
        text[match.end() : match.end() + 24],
    ):
        return None  # the noun behind it says what it is
    if before.endswith("模型"):
        return "Model"
    if re.match(rf"(?:(?:、|与|和|及)“[^”]{{2,14}}”)+{_SEVERAL}", text[match.end() : match.end() + 40]):
        return None  # so does the noun behind the list
    return "Hardware" if re.search(rules["hardware"], before) else "Product"


def _explained(before: str, after: str) -> EntityType | None:
    """What the noun behind a quoted name says that it is: `一款叫“听潮”的播客应用`."""
    rules = data()["quoted"]
    if re.search(rules["called"], before) and (phrase := re.match(r"的[^，。；“”]{2,12}", after)):
        for type_ in _QUOTED_TYPES:
            if re.match(rf"的[^，。；“”]{{0,8}}?(?:{rules['before'][type_]})", phrase[0]):
                return type_
    return None


@cache
def _launching() -> re.Pattern[str]:
    """A verb that brings something out, before a quotation mark."""
    return re.compile(rf"{data()['compound']['launched']}[^，。；：“”《]{{0,17}}(?:“[^”]{{2,14}}”(?:、|和|与|及))*$")


def quoted(cut: Cut, plain: str) -> Iterator[tuple[str, EntityType, int, str]]:
    """Quoted names whose neighbouring noun says what they are: `AI助手“元宝”`, `“天池256”超节点`. `plain` has its figures unveiled."""
    rules = data()["quoted"]
    for match in _QUOTED.finditer(plain):
        name = match["name"]
        veiled = any("\ue000" <= c <= "\ue00f" for c in name)
        if veiled:
            if not CHARACTER.search(name) or name.endswith("号"):
                continue
            name = cut.original[match.start("name") : match.end("name")]
        if name in cut.lexicon.common or re.match(data()["quoted"]["never_first"], name):
            continue
        if (renamed := _RENAMED.search(cut.original, max(0, match.start() - 24), match.start())) and not veiled:
            yield name, "Model" if renamed[1].endswith("模型") else "Product", 4, "quoted"
            continue
        before, after = (
            cut.original[max(0, match.start() - 8) : match.start()],
            cut.original[match.end() : match.end() + 24],
        )
        called = _explained(before, after)
        if called:
            yield name, called, 4, "quoted"
            continue
        if not veiled and _FOUNDED.search(cut.original[max(0, match.start() - 10) : match.start()]):
            yield name, "Organization", 4, "quoted"
            continue
        if not veiled and (type_ := _brought_out(cut, name, match)):
            yield name, type_, 4, "quoted"
            continue
        if len(name) > 3 and re.search(data()["compound"]["dependent"], name):
            yield name, "Organization", 3, "quoted"
            continue
        if _NAMED_BEHIND.match(plain, match.end()):
            continue  # what kind of model the name behind is of
        for type_ in _QUOTED_TYPES:
            if re.search(rf"(?:{rules['before'][type_]})$", before) or re.match(
                rf"的?(?:{rules['skip']})*{_SEVERAL}?(?:{rules['after'][type_]})", after
            ):
                yield name, type_, 4, "quoted"
                break
        else:
            listed = re.match(r"(?:、|与|和|及)?“[^”]{2,14}”(?P<rest>.{0,8})", cut.original[match.end() :])
            for type_ in _LISTED_TYPES:
                if listed and re.match(rf"(?:{_SEVERAL}|系列)?(?:{rules['after'][type_]})", listed["rest"]):
                    yield name, type_, 4, "quoted"
                    break
