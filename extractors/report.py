"""What an evaluation found: counts towards precision and recall, errors, how far confidence is to be trusted; and two runs beside each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field

from .matching import Json

BINS = 10


@dataclass(slots=True)
class Tally:
    """Counts towards precision and recall. The two sides count hits apart, for one find may answer several."""

    found: int = 0
    gold: int = 0
    right: int = 0
    system: int = 0

    def add(self, found: int = 0, gold: int = 0, right: int = 0, system: int = 0) -> None:
        self.found += found
        self.gold += gold
        self.right += right
        self.system += system

    @property
    def precision(self) -> float:
        return self.right / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_json(self) -> dict[str, float | int]:
        """Shares to four digits.

        >>> Tally(found=1, gold=2, right=1, system=1).as_json()
        {'precision': 1.0, 'recall': 0.5, 'f1': 0.6667, 'gold': 2, 'system': 1}
        """
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {k: round(v, 4) for k, v in shares.items()} | {"gold": self.gold, "system": self.system}


@dataclass(frozen=True, slots=True)
class Error:
    """One miss or false find. `what`: `event-` missed, `event+` false, likewise `entity` and `argument`; `modality`,
    `field` wrong; `silent`: read from a passage that states nothing."""

    what: str
    document: str
    kind: str
    detail: str
    sentence: str = ""

    def __str__(self) -> str:
        return "\t".join(filter(None, (self.what, self.document, self.kind, self.detail, self.sentence)))


@dataclass(frozen=True, slots=True)
class Bin:
    """Events whose confidence lies from `low` on: how many, how many of them right, their mean confidence."""

    low: float
    events: int
    right: int
    confidence: float


@dataclass(slots=True)
class Report:
    """The outcome of `evaluate`. `figures` by what is counted, `roles` by `Kind.role`."""

    figures: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    roles: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[Error] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)  # confidence of an event, and whether it is right
    documents: int = 0
    missing: list[str] = field(default_factory=list)

    def reliability(self) -> list[Bin]:
        """Whether confidence means what it says: right events per tenth of confidence."""
        bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for confidence, right in self.judged:
            bins[min(int(confidence * BINS + 1e-9), BINS - 1)].append((confidence, right))
        return [
            Bin(n / BINS, len(b), sum(r for _, r in b), sum(c for c, _ in b) / len(b)) for n, b in sorted(bins.items())
        ]

    def calibration_error(self) -> float:
        """The expected calibration error: how far confidence lies from the share that is right, on average over events."""
        gap = sum(abs(b.right - b.events * b.confidence) for b in self.reliability())
        return gap / len(self.judged) if self.judged else 0.0

    def reliability_lines(self) -> list[str]:
        """The reliability table, for people: mean confidence, how many events, which share of them is right."""
        rows = [f"{b.confidence:10.2f} {b.events:8d} {b.right / b.events:6.2f}" for b in self.reliability()]
        return ["confidence   events  right", *rows, f"expected calibration error {self.calibration_error():.3f}"]

    def as_json(self) -> Json:
        """All of it as plain values."""
        return {
            "figures": {k: t.as_json() for k, t in sorted(self.figures.items())},
            "roles": {k: t.as_json() for k, t in sorted(self.roles.items())},
            "reliability": [asdict(b) for b in self.reliability()],
            "calibration_error": round(self.calibration_error(), 4),
            "documents": {"gold": self.documents, "missing": self.missing},
            "errors": [asdict(e) for e in self.errors],
        }

    def as_table(self) -> str:
        """For people: figures, roles, reliability; the errors are apart."""
        lines = [_line(name, tally) for name, tally in sorted(self.figures.items())]
        lines += ["", "roles", *(_line(name, tally) for name, tally in sorted(self.roles.items()))]
        lines += ["", *self.reliability_lines()]
        gone = f", without an answer: {', '.join(self.missing)}" if self.missing else ""
        return "\n".join([*lines, "", f"documents {self.documents}{gone}"])


def _line(name: str, tally: Tally) -> str:
    p, r, f = tally.precision, tally.recall, tally.f1
    return f"{name:40s} P {p:.3f}  R {r:.3f}  F1 {f:.3f}  gold {tally.gold:4d}  system {tally.system:4d}"


def compare(before: Report, after: Report) -> str:
    """Two runs beside each other, for people: the figures that changed, the errors that went and that came."""
    lines = []
    for name in sorted({*before.figures, *after.figures}):
        old, new = before.figures.get(name, Tally()), after.figures.get(name, Tally())
        if old != new:
            lines.append(
                f"{name:40s} F1 {old.f1:.3f} → {new.f1:.3f}  P {old.precision:.3f} → {new.precision:.3f}"
                f"  R {old.recall:.3f} → {new.recall:.3f}"
            )
    was, now = Counter(before.errors), Counter(after.errors)
    lines += [f"gone\t{error}" for error in (was - now).elements()]
    lines += [f"new\t{error}" for error in (now - was).elements()]
    return "\n".join(lines) or "no difference"
