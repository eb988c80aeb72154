"""Who publishes a document: its first line, by-lines and closing lines name the outlet without a word that says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ...ontology.model import EntityType, Language
from ..languages import language_data

_SEPARATOR = re.compile(
    r"\s*[|｜·∣◎•／/—–-]+\s+|\s+[|｜·∣◎•—–]+\s*|[|｜∣◎·／]|\s{2,}|\t| (?=第|No\.|Vol\.|7×24|[\u4e00-\u9fff])|记者|(?<=[\u4e00-\u9fff])(?:No|Vol)\."
)


_SHORTEST = 120  # a text of fewer characters has no head
_PARTED = re.compile(r"[|｜·◎∣／]|记者|编辑|作者")


def outlets(
    text: str, veiled: str, language: Language, has_gap: Callable[[str], bool]
) -> Iterator[tuple[str, EntityType, int, str]]:
    """Votes for outlets in a document's first lines and in closing remarks."""
    rules = language_data(language, "names")["outlet"]
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", text[:600]))[:4]
    for n, line in enumerate(lines[:3] if len(text) > _SHORTEST and len(lines) > 1 else []):
        bare = re.sub(r"^[#>\s*■◆⏰📰\W]+(?=\w)", "", line[0].strip())
        first = _SEPARATOR.split(bare, maxsplit=1)[0].strip()
        parted = first != bare
        first = re.sub(
            r"(?<=[\u4e00-\u9fff]{2})(?:客户端|公众号|官网)$|(?<=[\u4e00-\u9fff]{3})[A-Z][a-z]+(?: [A-Z][a-z]+)+$",
            "",
            first,
        )
        first = re.sub(r"(?<=[网社报])[讯电]$", "", first)
        if language == "zh" and n and (not has_gap(first) or not _PARTED.search(line[0])):
            continue
        if _is_outlet(first, parted, n, rules["not_one"], language) and first in text:
            at = line.start() + line[0].find(first)
            if (
                "\ue000" <= veiled[at] <= "\ue007"
                and veiled[at + len(first) - 1] in "\ue000\ue00f"
                and not re.search(r"[^\ue000-\ue00f]", veiled[at : at + len(first)])
            ):
                continue
            yield first, "Organization", 4 if parted or language == "en" or _recurs(first, text, rules) else 2, "outlet"
        elif (
            language == "en"
            and n > 0
            and len(bare) < 32
            and re.search(rules["ending"], bare)
            and _is_outlet(bare, True, 0, rules["not_one"], language)
        ):
            yield bare, "Organization", 4, "outlet"
    for match in re.finditer(rules["closing"], text):
        if not re.search(rules["not_one"], match["name"]):
            yield match["name"], "Organization", 2, "outlet"
    for match in re.finditer(rules.get("account", "(?!)"), text):
        yield match["name"], "Organization", 4, "outlet"


def _recurs(name: str, text: str, rules: Mapping[str, str]) -> bool:
    """Whether a first line that is nothing but a name is one: it comes again, or ends like an outlet."""
    return text.count(name) > 1 or bool(re.search(rules["ending"], name))


def _is_outlet(name: str, parted: bool, line: int, not_one: str, language: Language) -> bool:
    if re.search(not_one, name) or re.search(
        r"\d{2,}|[%$€£@()]|^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* ", name
    ):
        return False
    if language == "zh":
        longest = 10 if parted else 8
        return (
            3 <= len(name) <= longest
            and bool(re.fullmatch(r"[\u4e00-\u9fff]+(?:AI)?[\u4e00-\u9fff]*", name))
            and (line == 0 or parted)
        )
    words = name.split()
    capital = all(
        w[0].isupper() or w in ("the", "of", "and", "&", "a", "on", "for", "to", "in") or not w[0].isalpha()
        for w in words
    )
    return 1 <= len(words) <= 5 and capital and not name.endswith((".", "?", "!")) and len(name) > 4 and line == 0
