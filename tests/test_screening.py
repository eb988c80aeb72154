"""What screening holds back would not match; what it needs of a pattern is what the pattern needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from aikg.extractors.frames import plans
from aikg.extractors.kept import Kept, Words
from aikg.extractors.patterns import rule_pattern
from aikg.extractors.screening import Screen, needs
from aikg.ontology.model import Language
from hypothesis import given
from hypothesis import strategies as st

PATTERNS = (
    r"(?:buy|bought|snaps? up)(?: \w+){0,3} shares?",
    r"raised(?: a)? \$?\d+",
    r"完成[^，。]{0,6}(?:融资|募资)",
    r"(?i:IPO)|listing|上市",
    r"(?=.*chips)order(?:ed)?",
    r"(?<!not )deal\b",
    r"[融投]资",
    r"\bof\b",
    r"(?:the |a )?plan(?: to)?+ (?>sell|spin off)",
    r"s(?:ell|old|nap(?:s|ped) (?:\w+ )?up)(?: \w+)* (?:deal|share)s?",
    r"[a-z]nap|o[a-z]d|p(?:l.n|o)",
)
WORDS = st.sampled_from(
    "buy bought shares share of three snaps up raised $5 a not deal deals IPO ipo Listing 上市 完成 两轮 融资 募资 投资 chips order ordered the plan to sell spin off".split()
)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (r"acquire \w+", [{"acquire "}]),
        (r"(?:raise|land)s? \$", [{"raise $", "raises $", "land $", "lands $"}]),
        (r"w(?:on|in(?:ning|s|))\b", [{"won", "win"}]),
        (r"(?:won (?:\w+ )?the|lost) bid", [{"won ", "lost"}, {" the bid", "lost bid"}]),
        (r"a.b|cd", [{"a", "cd"}, {"b", "cd"}]),
        (r"(?=.*chip)(?<!no )deal", [{"chip"}, {"deal"}]),
        (r"x?(?:ab|cd)*", []),
        (r"[^a]b", [{"b"}]),
        (r"(?:ab|)c", [{"c"}]),
    ],
)
def test_needs_are_what_every_match_holds(pattern: str, wanted: list[set[str]]) -> None:
    assert [set(need) for need in needs(re.compile(pattern))] == wanted


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_what_is_held_back_would_not_match(text: str) -> None:
    patterns = [re.compile(p, re.I) for p in PATTERNS]
    passing = Screen(patterns).passing(text)
    assert {i for i, p in enumerate(patterns) if p.search(text)} <= set(passing)


def test_a_text_without_the_words_passes_few() -> None:
    assert Screen([re.compile(p) for p in PATTERNS]).passing("Nothing of the sort was said.") == [7, 10]


def test_of_patterns_that_belong_together_all_must_be_possible() -> None:
    screen = Screen([[re.compile("order"), re.compile("chips")], re.compile("order")])
    assert screen.passing("to order chips") == [0, 1]
    assert screen.passing("to order shares") == [1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_hold_back_the_triggers(language: Language) -> None:
    """A trigger that every sentence is searched for costs more than a hundred others."""
    wanted = [trigger.wanted() for plan in plans(language) for trigger in plan.triggers]
    assert len(Screen(wanted).always) < len(wanted) / 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_pattern_compiles(language: Language) -> None:
    """They are compiled when first sought: a mistake in one would else wait for the text that needs it."""
    for plan in plans(language):
        for trigger in plan.triggers:
            found = (*trigger.wanted(), trigger.unless, trigger.lexeme, *(m.pattern for m in trigger.markers))
            for pattern in (*filter(None, found), *(cue for cue, _ in plan.cues)):
                pattern.search("")
    with pytest.raises(re.error):
        rule_pattern("(", language).search("")


FOUND: Words = (frozenset({"deal", "bid"}), frozenset({"收购"}))


def _unread() -> Words:
    raise AssertionError("was to be kept")


def test_what_was_read_once_is_kept_for_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIKG_CACHE", str(tmp_path / "new" / "folder"))
    first = Kept("needs")
    assert first.words("a pattern", lambda: FOUND) == FOUND
    first.save()
    assert Kept("needs").words("a pattern", _unread) == FOUND
    assert Kept("read otherwise").words("a pattern", lambda: ()) == ()
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["needs.json"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1, 2]", b'{"a": 1}', b'{"a": [3]}', b'{"a": ["de'])
def test_a_spoilt_file_of_what_was_kept_is_written_anew(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIKG_CACHE", str(tmp_path))
    (tmp_path / "needs.json").write_bytes(content)
    kept = Kept("needs")
    assert kept.words("a pattern", lambda: FOUND) == FOUND
    kept.save()
    assert Kept("needs").words("a pattern", _unread) == FOUND


def test_without_a_folder_nothing_is_kept_and_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    for named in ("", str(file / "folder")):
        monkeypatch.setenv("AIKG_CACHE", named)
        kept = Kept("needs")
        assert kept.words("a pattern", lambda: FOUND) == FOUND
        kept.save()
        assert Kept("needs").words("a pattern", lambda: ()) == ()
    assert file.read_text() == "in the way"
