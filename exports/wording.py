"""How values read to a person: figures, dates and events in few words. No file format, no colours.

The same words serve the tables of the command line, the viewer's panel and the flat exports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from ..ontology.events import event_kinds
from ..ontology.metrics import metrics
from ..ontology.model import Argument, EntityRef, Quantity, TimeInterval

NameOf = Callable[[str], str]
Arguments = Mapping[str, tuple[Argument, ...]]

SCALES = {
    "en": ((Decimal(10) ** 12, " trillion"), (Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million")),
    "zh": ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
}
COMPARATOR_SIGNS = {"=": "", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ ", "~": "≈ "}
SUFFIXES = {"percent": "%", "percentage_point": " pp", "times": "×"}
UNITS_ZH = {
    "CNY": "元",
    "USD": "美元",
    "TWD": "新台币",
    "HKD": "港元",
    "JPY": "日元",
    "KRW": "韩元",
    "EUR": "欧元",
    "GBP": "英镑",
    "INR": "卢比",
    "SGD": "新加坡元",
    "percentage_point": "个百分点",
    "times": "倍",
    "users": "用户",
    "subscribers": "订阅用户",
    "seats": "席位",
    "parameters": "参数",
    "chips": "颗芯片",
    "employees": "名员工",
    "downloads": "次下载",
    "orders": "笔订单",
    "customers": "家客户",
    "countries": "个国家和地区",
    "shares": "股",
    "units": "台",
    "points": "分",
    "watts": "瓦",
    "seconds": "秒",
    "minutes": "分钟",
    "hours": "小时",
    "days": "天",
    "weeks": "周",
    "months": "个月",
    "years": "年",
}
RATES_ZH = {
    "day": "每天",
    "week": "每周",
    "month": "每月",
    "quarter": "每季",
    "year": "每年",
    "hour": "每小时",
    "second": "每秒",
}
TIME_ROLES = ("date", "period")
ROLES_ZH = {
    "acquirer": "收购方",
    "action": "动作",
    "amount": "金额",
    "aspect": "方面",
    "authority": "主管机构",
    "basis": "口径",
    "benchmark": "评测",
    "buyer": "买方",
    "capacity": "规模",
    "change": "变动",
    "company": "公司",
    "date": "日期",
    "defendant": "被告",
    "developer": "开发者",
    "difference": "差距",
    "exchange": "交易所",
    "instrument": "文件",
    "investor": "投资方",
    "lead_investor": "领投",
    "metric": "指标",
    "model": "模型",
    "object": "对比对象",
    "organization": "机构",
    "parent": "上级",
    "party": "合作方",
    "per": "单位时间",
    "period": "期间",
    "person": "人物",
    "place": "地点",
    "plaintiff": "原告",
    "position": "职位",
    "product": "产品",
    "rank": "排名",
    "recommender": "推荐方",
    "relation": "关系",
    "round": "轮次",
    "scale": "规模",
    "score": "得分",
    "security": "标的",
    "source": "来源",
    "subject": "主体",
    "supplier": "供应方",
    "target": "标的",
    "theme": "主题",
    "valuation": "估值",
    "value": "数值",
}
TYPES_ZH = {
    "Organization": "机构",
    "Person": "人物",
    "Model": "模型",
    "Product": "产品",
    "Hardware": "硬件",
    "Benchmark": "评测",
    "MarketIndex": "指数",
    "Place": "地点",
}
CHOICES_ZH = {
    "joined": "加入",
    "left": "离开",
    "appointed": "任命",
    "founded": "成立",
    "spun_off": "分拆",
    "renamed": "更名",
    "restructured": "重组",
    "dissolved": "解散",
    "layoff": "裁员",
    "better": "优于",
    "worse": "不及",
    "equal": "相当",
    "year-on-year": "同比",
    "quarter-on-quarter": "环比",
    "month-on-month": "月环比",
    "week-on-week": "周环比",
}
NOT_WHO = ("source", "per", "basis", *TIME_ROLES)  # told elsewhere in a row

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BLANK = re.compile(r"\s+")


def one_line(text: str) -> str:
    """Text that is safe in a terminal and in a table's cell: no control characters, no line breaks.

    >>> one_line("a\\x1b[31m b\\n\\tc")
    'a [31m b c'
    """
    return _BLANK.sub(" ", _CONTROL.sub(" ", text)).strip()


def number_text(value: Decimal, language: str = "en") -> str:
    """A number as it is spoken of: thousands separated, large ones with the language's scale.

    >>> number_text(Decimal("122000000000")), number_text(Decimal("-2.640")), number_text(Decimal("256000"))
    ('122 billion', '−2.64', '256,000')
    >>> number_text(Decimal("122000000000"), "zh")
    '1,220亿'
    """
    sign, size = ("−" if value < 0 else ""), abs(value)
    for scale, word in SCALES[language]:
        if size >= scale:
            return f"{sign}{_plain(size / scale)}{word}"
    return sign + _plain(size)


def _plain(size: Decimal) -> str:
    text = f"{round(size, 4):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity_text(quantity: Quantity, language: str = "en") -> str:
    """A quantity with comparator, unit and rate.

    >>> quantity_text(Quantity(Decimal("122000000000"), "USD", ">"))
    '> 122 billion USD'
    >>> quantity_text(Quantity(None, "percent", low=Decimal(3), high=Decimal(5)))
    '3–5%'
    >>> quantity_text(Quantity(Decimal(3), "rank", "<="))
    '≤ #3'
    >>> quantity_text(Quantity(Decimal("400000000"), "CNY", per="year"), "zh")
    '每年 4亿元'
    """
    unit = quantity.unit
    if quantity.value is not None:
        figure = number_text(quantity.value, language)
    elif quantity.low is not None and quantity.high is not None:
        figure = f"{number_text(quantity.low, language)}–{number_text(quantity.high, language)}"
    elif quantity.low is not None:
        figure = f"≥ {number_text(quantity.low, language)}"
    elif quantity.high is not None:
        figure = f"≤ {number_text(quantity.high, language)}"
    else:
        figure = "?"
    if unit == "rank":
        figure = f"#{figure}"
    elif language == "zh" and unit in UNITS_ZH:
        figure += UNITS_ZH[unit]
    elif unit in SUFFIXES:
        figure += SUFFIXES[unit]
    elif unit != "1":
        figure += f" {unit}"
    return _at_rate(f"{COMPARATOR_SIGNS[quantity.comparator]}{figure}", quantity.per, language)


def _at_rate(figure: str, per: str | None, language: str) -> str:
    if not per:
        return figure
    if language == "zh":
        return f"{RATES_ZH[per]} {figure}" if per in RATES_ZH else f"{figure}/{per}"
    return f"{figure} per {per}"


def time_text(time: TimeInterval) -> str:
    """An interval in the shortest form that loses nothing.

    >>> time_text(TimeInterval(date(2026, 1, 1), date(2026, 3, 31)))
    '2026-Q1'
    >>> time_text(TimeInterval(None, date(2030, 12, 31)))
    'until 2030-12-31'
    """
    start, end = time.start, time.end
    if start is None or end is None:
        if start is not None:
            return f"from {start}"
        return f"until {end}" if end is not None else "undated"
    if start == end:
        return start.isoformat()
    after = end + timedelta(days=1) if end < date.max else end
    months = (after.year - start.year) * 12 + after.month - start.month
    if start.day == 1 and after.day == 1:
        if months == 1:
            return f"{start:%Y-%m}"
        if months == 3 and start.month % 3 == 1:
            return f"{start.year}-Q{start.month // 3 + 1}"
        if months == 6 and start.month in (1, 7):
            return f"{start.year}-H{start.month // 6 + 1}"
        if months == 12 and start.month == 1:
            return str(start.year)
    return f"{start} to {end}"


def value_text(argument: Argument, name_of: NameOf, language: str = "en") -> str:
    """One role's filler in words; `name_of` turns an entity's id into its name."""
    value = argument.value
    if isinstance(value, EntityRef):
        return one_line(name_of(value.id))
    if isinstance(value, Quantity):
        return quantity_text(value, language)
    if isinstance(value, TimeInterval):
        return time_text(value)
    return one_line(value)


def when_text(arguments: Arguments) -> str:
    """The event's date or period, or nothing."""
    times = (a.value for role in TIME_ROLES for a in arguments.get(role, ()))
    return ", ".join(time_text(t) for t in times if isinstance(t, TimeInterval))


def figures_text(arguments: Arguments, language: str = "en") -> str:
    """All figures of an event, each with its role where it is not the event's own value."""
    found = []
    for role, fillers in arguments.items():
        for filler in fillers:
            if isinstance(filler.value, Quantity):
                label = "" if role in ("value", "change", "score", "amount") else f"{role_label(role, language)} "
                found.append(label + quantity_text(filler.value, language))
    if per := [a.value for a in arguments.get("per", ()) if isinstance(a.value, str)]:
        stated = any(a.value.per for fillers in arguments.values() for a in fillers if isinstance(a.value, Quantity))
        found = [_at_rate(f, per[0], language) if i == 0 and not stated else f for i, f in enumerate(found)]
    basis = [a.value for a in arguments.get("basis", ()) if isinstance(a.value, str)]
    return ", ".join(found) + (f" {choice_label(basis[0], language)}" if found and basis else "")


def who_text(kind: str, arguments: Arguments, name_of: NameOf, language: str = "en") -> str:
    """Who and what an event is about: entities and words by role, the core roles first and bare."""
    known = event_kinds().get(kind)
    core = known.core if known else ()
    order = sorted(arguments, key=lambda role: (core.index(role) if role in core else len(core), role))
    parts = []
    for role in order:
        if role in NOT_WHO:
            continue
        fillers = [a for a in arguments[role] if not isinstance(a.value, Quantity | TimeInterval)]
        if fillers:
            words = ", ".join(value_text(a, name_of) for a in fillers)
            words = metric_label(words, language) if role == "metric" else choice_label(words, language)
            parts.append(words if role in core else f"{role_label(role, language)}: {words}")
    return " · ".join(parts)


def source_text(arguments: Arguments, name_of: NameOf) -> str:
    """Who is cited for the event, or nothing."""
    return ", ".join(value_text(a, name_of) for a in arguments.get("source", ()))


def role_label(role: str, language: str = "en") -> str:
    """A role in words; one without a Chinese word reads the same in both languages.

    >>> role_label("lead_investor"), role_label("lead_investor", "zh")
    ('lead investor', '领投')
    """
    return (ROLES_ZH.get(role) if language == "zh" else None) or role.replace("_", " ")


def choice_label(value: str, language: str = "en") -> str:
    """One of a role's fixed words, as a reader of the language says it; other texts stay.

    >>> choice_label("spun_off"), choice_label("spun_off", "zh"), choice_label("CTO", "zh")
    ('spun off', '分拆', 'CTO')
    """
    if value not in CHOICES_ZH:
        return value
    return CHOICES_ZH[value] if language == "zh" else value.replace("_", " ")


def type_label(type_: str, language: str = "en") -> str:
    """An entity's type in words."""
    return TYPES_ZH.get(type_, type_) if language == "zh" else type_


def metric_label(metric: str, language: str = "en") -> str:
    """The metric's label; of a metric that the table does not have, its identifier as words."""
    known = metrics().get(metric)
    return known.labels.get(language) or role_label(metric) if known else role_label(metric)


def kind_label(kind: str, language: str = "en") -> str:
    """The kind's label, or its own name where nobody defined it."""
    known = event_kinds().get(kind)
    return known.label.get(language, kind) if known else kind
