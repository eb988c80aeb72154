"""How much one request may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one task: seconds, MB of memory beyond what an idle worker has, MB of an answer; and MB of a request's body."""

    timeout_s: float = 30.0
    memory_mb: int = 1024
    result_mb: int = 64
    body_mb: int = 32
