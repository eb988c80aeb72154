"""The data of an event kind as the engine reads it: triggers, role cues, defaults, per language."""

from __future__ import annotations

import re


@cache
def _screen(language: Language) -> tuple[Screen, tuple[tuple[str, Trigger], ...]]:
    triggers = tuple((plan.kind.name, trigger) for plan in plans(language) for trigger in plan.triggers)
    return Screen([trigger.pattern for _, trigger in triggers]), triggers


def possible_triggers(masked: Masked) -> dict[str, list[Trigger]]:
    """The triggers, by kind, whose words a sentence holds."""
    screen, triggers = _screen(masked.language)
    found: dict[str, list[Trigger]] = {}
    for number in screen.passing(masked.text):
        kind, trigger = triggers[number]
        found.setdefault(kind, []).append(trigger)
    return found
