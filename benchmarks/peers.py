"""What each tool finds in a sentence, brought to one form: `Found` values of the sorts money, number, percent and time.

An adapter is a function from sentence, language and document date to values. It lends its tool what the tool's own output form says in other words:
currency names, units that carry a magnitude ("Gigabyte"), periods that end before their last instant. `tools` imports only what is installed.
"""

from __future__ import annotations

import importlib
import re
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from aikg.extractors.mentions import without
from aikg.extractors.quantities import find_quantities
from aikg.extractors.times import find_times
from aikg.ontology.model import Language, Quantity, TimeInterval

Day = date | None


@dataclass(frozen=True, slots=True)
class Found:
    """A value at `start:end` of the sentence. Of a number `low` and `high` are equal unless it is a range; of a time `days` are all readings offered."""

    category: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None
    unit: str = ""
    comparator: str = ""
    days: tuple[tuple[Day, Day], ...] = ()


Adapter = Callable[[str, Language, date], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, what it is asked for, and how it is installed."""

    name: str
    find: Adapter
    categories: tuple[str, ...]
    languages: tuple[Language, ...]
    modules: tuple[str, ...] = ()
    install: str = ""

    def missing(self) -> bool:
        """Whether one of its modules cannot be imported here."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for module in self.modules:
                    importlib.import_module(module)
        except ImportError:
            return True
        return False


def aikg(text: str, language: Language, published: date) -> Iterator[Found]:
    times = find_times(text, language, published)
    for mention in [*times, *without(find_quantities(text, language), times)]:
        value, (start, end) = mention.value, (mention.span.start, mention.span.end)
        if isinstance(value, TimeInterval):
            yield Found("time", start, end, days=((value.start, value.end),))
        elif isinstance(value, Quantity):
            low, high = (value.low, value.high) if value.value is None else (value.value, value.value)
            ends = [float(v) if v is not None else None for v in (low, high)]
            yield Found(_category(value.unit), start, end, *ends, value.unit, value.comparator)


def _category(unit: str) -> str:
    if unit in ("percent", "percentage_point"):
        return "percent"
    return "money" if len(unit) == 3 and unit.isupper() else "number"


# JioNLP

_CASES = {"元": "CNY", "人民币": "CNY", "美元": "USD", "港元": "HKD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "韩元": "KRW", "卢比": "INR"} | {
    "新台币": "TWD", "新加坡元": "SGD", "新元": "SGD", "台币": "TWD", "港币": "HKD", "迪拉姆": "AED",
}  # fmt: skip


def jionlp(text: str, _language: Language, published: date) -> Iterator[Found]:
    import jionlp as jio

    now = time.mktime(published.timetuple())
    for item in jio.ner.extract_time(text, time_base=now):
        detail, at = item["detail"], item["offset"]
        if item["type"] in ("time_point", "time_span"):
            days = tuple(_iso(v) for v in detail["time"])
            yield Found("time", *at, days=((days[0], days[-1]),))
        elif item["type"] == "time_delta" and isinstance(detail["time"], dict) and len(detail["time"]) == 1:
            (number,) = detail["time"].values()
            if isinstance(number, int | float):
                yield Found("number", *at, float(number), float(number), unit="duration")
    for item in jio.ner.extract_money(text, with_parsing=True):
        detail = item["detail"]
        numbers = detail["num"] if isinstance(detail["num"], list) else [detail["num"]]
        if all(numbers):
            unit = _CASES.get(detail["case"], detail["case"])
            yield Found("money", *item["offset"], float(numbers[0]), float(numbers[-1]), unit=unit)


def _iso(text: str) -> Day:
    return datetime.strptime(text[:10], "%Y-%m-%d").date() if re.match(r"\d{4}-\d\d-\d\d", text) else None


# Recognizers-Text

_NAMES = {"Dollar": "USD", "Chinese yuan": "CNY", "Japanese yen": "JPY", "Pound": "GBP", "South Korean won": "KRW"} | {
    "Hong Kong dollar": "HKD", "Indian rupee": "INR", "New Taiwan dollar": "TWD", "Cent": "USD", "Euro": "EUR",
    "Dirham": "AED", "Rupee": "INR", "Singapore dollar": "SGD",
}  # fmt: skip
_TIMEX = re.compile(r"PT?(\d+(?:\.\d+)?)[YMWDHS]$")


@cache
def _models(language: Language) -> Any:
    """Its model for times, and those for figures by category: built once, as a program that reads much text would."""
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    culture = Culture.Chinese if language == "zh" else Culture.English
    number, united = NumberRecognizer(culture), NumberWithUnitRecognizer(culture)
    return DateTimeRecognizer(culture).get_datetime_model(culture), (
        ("money", united.get_currency_model(culture)), ("percent", number.get_percentage_model(culture)), ("number", united.get_dimension_model(culture)),
        ("number", number.get_number_model(culture)), ("number", number.get_ordinal_model(culture)),
    )  # fmt: skip


def recognizers(text: str, language: Language, published: date) -> Iterator[Found]:
    times, figures = _models(language)
    for item in times.parse(text, datetime.combine(published, datetime.min.time())):
        yield from _datetime(item)
    for category, model in figures:
        for item in model.parse(text):
            resolution = item.resolution or {}
            number = str(resolution.get("value")).rstrip("%")
            if re.fullmatch(r"-?[\d.]+(?:E[+-]?\d+)?", number):
                unit = resolution.get("isoCurrency") or resolution.get("unit") or ""
                value = float(number) / (100 if unit == "Cent" else 1)
                yield Found(category, item.start, item.end + 1, value, value, unit=_NAMES.get(unit, unit))


def _datetime(item: Any) -> Iterator[Found]:
    values = (item.resolution or {}).get("values", [])
    kind = item.type_name.rpartition(".")[2]
    if kind == "duration":
        timex = _TIMEX.match(values[0]["timex"]) if values else None
        if timex:
            yield Found("number", item.start, item.end + 1, float(timex[1]), float(timex[1]), unit="duration")
    elif kind in ("date", "datetime", "daterange", "datetimerange"):
        days = []
        for value in values:
            start = _iso(value.get("value") or value.get("start") or "")
            end = _iso(value.get("value") or value.get("end") or "")
            days.append((start, end))
            if kind == "daterange" and end and end > date.min:
                days.append((start, end - timedelta(days=1)))  # its ranges end before their end, mostly
        yield Found("time", item.start, item.end + 1, days=tuple(days))


# dateparser


@cache
def _parser(language: Language, published: date) -> Any:
    from dateparser.date import DateDataParser

    base = datetime.combine(published, datetime.min.time())
    return DateDataParser(languages=[language], settings={"RELATIVE_BASE": base})


def dateparser(text: str, language: Language, published: date) -> Iterator[Found]:
    from dateparser.search import search_dates

    base = datetime.combine(published, datetime.min.time())
    at = 0
    for piece, moment in search_dates(text, languages=[language], settings={"RELATIVE_BASE": base}) or ():
        at = max(text.find(piece, at), 0)
        data = _parser(language, published).get_date_data(piece)
        days = [(moment.date(), moment.date())]
        if data and data.date_obj:
            days.append(_period(data.date_obj.date(), data.period))
        yield Found("time", at, at + len(piece), days=tuple(days))
        at += len(piece)


def _period(day: date, period: str) -> tuple[date, date]:
    if period == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if period == "month":
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return day.replace(day=1), after - timedelta(days=1)
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return day, day


# quantulum3

_QUANTULUM = {"dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "japanese yen": "JPY", "yen": "JPY"} | {
    "south korean won": "KRW", "indian rupee": "INR", "yuan": "CNY", "chinese yuan": "CNY", "swiss franc": "CHF", "hong kong dollar": "HKD",
    "canadian dollar": "CAD", "australian dollar": "AUD", "new taiwan dollar": "TWD", "cent": "USD",
}  # fmt: skip


def quantulum(text: str, _language: Language, _published: date) -> Iterator[Found]:
    from quantulum3 import parser

    for item in parser.parse(text):
        name, entity = item.unit.name, item.unit.entity.name
        value, scale = float(item.value), 1.0
        category, unit = "number", "" if name == "dimensionless" else name
        if entity == "currency":
            category, unit, scale = "money", _QUANTULUM.get(name, name), 0.01 if name == "cent" else 1.0
        elif name in ("percentage", "percentage point", "basis point"):
            category, scale = "percent", 0.01 if name == "basis point" else 1.0
        spread = float(item.uncertainty or 0)
        yield Found(category, *item.span, (value - spread) * scale, (value + spread) * scale, unit=unit)


RECOGNIZERS = (
    "recognizers-text-suite recognizers-text recognizers-text-number recognizers-text-number-with-unit recognizers-text-date-time "
    "recognizers-text-sequence recognizers-text-choice datatypes-timex-expression datedelta"
)
TOOLS = (
    Tool("aikg", aikg, ("money", "percent", "number", "time"), ("zh", "en")),
    Tool("JioNLP", jionlp, ("money", "time"), ("zh",), ("jionlp",), "pip install jionlp"),
    Tool(
        "Recognizers-Text", recognizers, ("money", "percent", "number", "time"), ("zh", "en"),
        ("recognizers_date_time", "recognizers_number", "recognizers_number_with_unit"),
        f"pip install regex grapheme multipledispatch 'emoji<2' && pip install --no-deps {RECOGNIZERS}",
    ),
    Tool("dateparser", dateparser, ("time",), ("zh", "en"), ("dateparser.search",), "pip install dateparser"),
    Tool("quantulum3", quantulum, ("money", "percent", "number"), ("en",), ("quantulum3.parser",), "pip install quantulum3"),
)  # fmt: skip
