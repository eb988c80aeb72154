"""Hand-made extractions: small texts of invented companies, and every event kind in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from aikg.ontology.model import (
    Argument,
    ArgumentValue,
    Document,
    Entity,
    EntityRef,
    Event,
    Extraction,
    Quantity,
    Span,
    TimeInterval,
)


def money(amount: str | int, unit: str = "USD", comparator: Any = "=") -> Quantity:
    """An amount of money."""
    return Quantity(Decimal(amount), unit, comparator)


def on(day: str, granularity: str = "day", end: str | None = None) -> TimeInterval:
    """One day, or the days from `day` to `end`."""
    return TimeInterval(date.fromisoformat(day), date.fromisoformat(end or day), granularity)


class Builder:
    """Builds one document's extraction sentence by sentence; entities are found again by their name."""

    def __init__(
        self,
        source: str = "news.txt",
        *,
        published: str | None = "2026-04-07",
        language: Any = "en",
        publisher: str | None = "Example Daily",
        title: str | None = None,
        url: str | None = None,
    ) -> None:
        self.text = ""
        self.entities: dict[str, Entity] = {}
        self.events: list[Event] = []
        self.meta: dict[str, Any] = {
            "source": source,
            "language": language,
            "publisher": publisher,
            "title": title,
            "url": url,
            "published": date.fromisoformat(published) if published else None,
        }

    def entity(self, type_: Any, name: str, *, id: str | None = None, aliases: Iterable[str] = ()) -> EntityRef:
        """An entity; known to the catalogue where an id is given."""
        key = id or f"{type_.lower()}-{name}"
        language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in name) else "en"
        self.entities[key] = Entity(key, type_, name, {language: name}, tuple(aliases), id is not None)
        return EntityRef(key)

    def event(self, kind: str, sentence: str, modality: Any = "actual", confidence: float = 0.9, **roles: Any) -> Event:
        """A sentence and the event it tells of. A role is a value or a list; its span is where its name stands."""
        start = len(self.text)
        self.text += sentence + "\n"
        arguments = {
            role: tuple(self._argument(v, start, sentence) for v in (values if isinstance(values, list) else [values]))
            for role, values in roles.items()
        }
        identifier = sha256(f"{self.meta['source']}{start}{kind}".encode()).hexdigest()[:12]
        evidence = (Span(start, start + len(sentence)),)
        self.events.append(Event(identifier, kind, arguments, modality, confidence, f"test.{kind}", evidence))
        return self.events[-1]

    def _argument(self, value: ArgumentValue, start: int, sentence: str) -> Argument:
        name = self.entities[value.id].name if isinstance(value, EntityRef) else value
        at = sentence.find(name) if isinstance(name, str) else -1
        return Argument(value, Span(start + at, start + at + len(str(name))) if at >= 0 else None)

    def build(self) -> Extraction:
        """The extraction; every entity is mentioned wherever its name stands."""
        entities = []
        for e in self.entities.values():
            at = [i for i in range(len(self.text)) if self.text.startswith(e.name, i)]
            mentions = tuple(Span(i, i + len(e.name)) for i in at)
            entities.append(Entity(e.id, e.type, e.name, e.names, e.aliases, e.known, mentions))
        document = Document(id="sha256:" + sha256(self.text.encode()).hexdigest(), text=self.text, **self.meta)
        warnings = () if document.published else ("no date found",)
        return Extraction(document, tuple(entities), tuple(self.events), warnings)


def english(source: str = "news.txt") -> Extraction:
    """All seventeen kinds in English."""
    b = Builder(source, title="A week in AI", url="https://example.org/week")
    org, person, model = "Organization", "Person", "Model"
    lark, heron = b.entity(org, "Lark Labs", aliases=["Lark"]), b.entity(org, "Heron Cloud")
    wren, osprey = b.entity(person, "Ada Wren"), b.entity(org, "Osprey Capital")
    m1, m2 = b.entity(model, "Lark-2"), b.entity(model, "Heron Mini")
    app, chip = b.entity("Product", "LarkChat"), b.entity("Hardware", "H-90")
    bench, index = b.entity("Benchmark", "CodeTrial"), b.entity("MarketIndex", "Example 500")
    place, paper = b.entity("Place", "Freedonia"), b.entity(org, "The Example Times")
    b.event("ModelRelease", "On 2 April Lark Labs released Lark-2.", model=m1, developer=lark, date=on("2026-04-02"))
    b.event("ProductLaunch", "Lark Labs launched LarkChat in March.", product=app, organization=lark,
            date=on("2026-03-01", "month", "2026-03-31"))  # fmt: skip
    b.event("FundingRound", "Lark Labs raised over $1.5 billion in a Series B led by Osprey Capital at $20 billion.",
            company=lark, amount=money(1_500_000_000, comparator=">"), round="Series B", lead_investor=osprey,
            valuation=money(20_000_000_000), date=on("2026-03-30"), source=paper)  # fmt: skip
    b.event("Acquisition", "Heron Cloud is said to be in talks to buy Lark Labs.", "rumored", 0.7, acquirer=heron,
            target=lark, source=paper)  # fmt: skip
    b.event("Partnership", "Lark Labs and Heron Cloud will work together.", party=[lark, heron])
    b.event("SupplyDeal", "Heron Cloud will supply Lark Labs with H-90 chips for $300 million.", "planned", buyer=lark,
            supplier=heron, product=chip, amount=money(300_000_000),
            date=TimeInterval(None, date(2030, 12, 31), "year"))  # fmt: skip
    b.event("InfrastructureInvestment", "Heron Cloud will build a 1 GW centre in Freedonia in 2027.", "planned",
            organization=heron, capacity=Quantity(Decimal(10**9), "watts"), place=place,
            date=on("2027-01-01", "year", "2027-12-31"))  # fmt: skip
    b.event("MetricObservation", "LarkChat had 30 to 40 million weekly users in March.", subject=app,
            metric="weekly_active_users", value=Quantity(None, "users", "=", Decimal(30_000_000), Decimal(40_000_000)),
            period=on("2026-03-01", "month", "2026-03-31"))  # fmt: skip
    b.event("MetricObservation", "Lark-2 handles about 5 trillion tokens a day.", subject=m1, metric="token_volume",
            value=Quantity(Decimal(5 * 10**12), "tokens", "~", per="day"), per="day")  # fmt: skip
    b.event("MetricChange", "The Example 500 fell 2.64% last week.", subject=index, metric="index_level",
            change=Quantity(Decimal("-2.64"), "percent"), period=on("2026-03-30", "week", "2026-04-05"),
            basis="week-on-week")  # fmt: skip
    b.event("Comparison", "Lark-2 beats Heron Mini by 3.5 points in coding.", subject=m1, object=m2, relation="better",
            difference=Quantity(Decimal("3.5"), "points"), aspect="coding")  # fmt: skip
    b.event("BenchmarkResult", "Lark-2 scored 71.2% on CodeTrial, rank 1.", model=m1, benchmark=bench,
            score=Quantity(Decimal("71.2"), "percent"), rank=Quantity(Decimal(1), "rank"))  # fmt: skip
    b.event("OrganizationChange", "Heron Cloud laid off 900 people.", organization=heron, action="layoff",
            scale=Quantity(Decimal(900), "employees"))  # fmt: skip
    b.event("PersonnelChange", "Ada Wren joined Lark Labs as chief scientist.", person=wren, organization=lark,
            action="joined", position="chief scientist")  # fmt: skip
    b.event("Listing", "Heron Cloud plans to list at $9 billion.", "forecast", 0.55, company=heron,
            valuation=money(9_000_000_000))  # fmt: skip
    b.event("Recommendation", "We like Heron Cloud and Lark Labs for compute.", security=[heron, lark], theme="compute")
    b.event("PolicyAction", "Freedonia passed the AI Act on 1 April.", authority=place, instrument="AI Act",
            date=on("2026-04-01"))  # fmt: skip
    b.event("LegalAction", "Ada Wren did not sue Heron Cloud.", "negated", plaintiff=wren, defendant=heron)
    return b.build()


def chinese(source: str = "日报.txt") -> Extraction:
    """Events of several kinds in Chinese, with a company that the English news speaks of under its catalogue id."""
    b = Builder(source, language="zh", publisher="示例日报", title="人工智能一周", published="2026-04-08")
    yun, ali = (
        b.entity("Organization", "云雀实验室", aliases=["云雀"]),
        b.entity("Organization", "阿里巴巴", id="alibaba"),
    )
    model, wang = b.entity("Model", "云雀三号"), b.entity("Person", "王小明")
    b.event("ModelRelease", "4月3日，云雀实验室发布云雀三号。", model=model, developer=yun, date=on("2026-04-03"))
    b.event("FundingRound", "云雀实验室完成约10亿元B轮融资，由阿里巴巴领投。", company=yun,
            amount=money(1_000_000_000, "CNY", "~"), round="B轮", lead_investor=ali, date=on("2026-04-06"))  # fmt: skip
    b.event("PersonnelChange", "王小明出任云雀实验室首席科学家。", person=wang, organization=yun, action="appointed",
            position="首席科学家")  # fmt: skip
    b.event("MetricObservation", "阿里巴巴一季度收入2000亿元。", subject=ali, metric="revenue",
            value=money(200_000_000_000, "CNY"), period=on("2026-01-01", "quarter", "2026-03-31"),
            per="quarter")  # fmt: skip
    b.event("Recommendation", "建议关注阿里巴巴等算力标的。", security=ali, theme="算力")
    return b.build()
