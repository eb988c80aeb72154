"""The house itself: its arrows, its wheel, its sizes, its tables, its words."""

from __future__ import annotations

import csv
import doctest
import importlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from aikg.exports.commands import commands
from aikg.extractors.readers import formats
from aikg.ontology.catalogue import FILES, catalogue
from aikg.ontology.events import event_kinds

HOUSE = Path(__file__).parents[1]
ROOMS = ("ontology", "extractors", "graph", "exports")
MODULES = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))
LONGEST_MODULE = 430
PAGES = (HOUSE / "README.md", *sorted((HOUSE / "docs").glob("*.md")))
WORDS = "\n".join(page.read_text("utf-8") for page in PAGES)


def tracked() -> list[Path]:
    """The files under version control; none outside a checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := HOUSE / name).is_file()]


def module_name(path: Path) -> str:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(("aikg", *(parts[:-1] if parts[-1] == "__init__" else parts)))


# Arrows


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contract on the rooms that stand in a folder."""
    call = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    return subprocess.run(
        call, cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(HOUSE / room, tmp_path / "aikg" / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    return tmp_path


def test_arrows_between_the_rooms_run_one_way(copied_house: Path) -> None:
    outcome = lint_imports(copied_house)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("ontology", "from ..extractors import documents"),
        ("graph", "from ..extractors import documents"),
        ("extractors", "from ..graph import terms"),
        ("graph", "from ..exports import wording"),
    ],
)
def test_an_arrow_against_the_order_is_caught(room: str, line: str, copied_house: Path) -> None:
    (copied_house / "aikg" / room / "planted.py").write_text(f"{line}\n")
    outcome = lint_imports(copied_house)
    assert outcome.returncode != 0
    assert f"aikg.{room}.planted" in outcome.stdout


# The wheel


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    call = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(call, cwd=HOUSE, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_one_top_level_name(wheel_names: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in wheel_names} == {"aikg"}


def test_every_file_of_the_rooms_is_in_the_wheel(wheel_names: set[str]) -> None:
    ours = [path.relative_to(HOUSE).as_posix() for path in tracked() if path.relative_to(HOUSE).parts[0] in ROOMS]
    assert ours
    assert [name for name in ours if f"aikg/{name}" not in wheel_names] == []


def test_every_room_is_typed(wheel_names: set[str]) -> None:
    assert {f"aikg/{room}/py.typed" for room in ROOMS} <= wheel_names


# Sizes and examples


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_docstring_examples_run(path: Path) -> None:
    outcome = doctest.testmod(importlib.import_module(module_name(path)))
    assert outcome.failed == 0


# Words


@pytest.mark.parametrize("kind", list(event_kinds()))
def test_every_event_kind_is_documented(kind: str) -> None:
    assert f"`{kind}`" in WORDS


@pytest.mark.parametrize("kind", list(event_kinds()))
def test_every_role_of_a_kind_is_documented(kind: str) -> None:
    page = (HOUSE / "docs" / "contract.md").read_text("utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{kind}`"))
    assert [role for role in event_kinds()[kind].roles if role != "source" and f"`{role}`" not in row] == []


@pytest.mark.parametrize("name", commands())
def test_every_command_is_documented(name: str) -> None:
    assert f"aikg {name}" in WORDS


@pytest.mark.parametrize("name", formats())
def test_every_input_format_is_documented(name: str) -> None:
    assert f"`.{name}`" in WORDS


def test_every_module_has_its_place_on_the_plan() -> None:
    plan = (HOUSE / "docs" / "architecture.md").read_text("utf-8")
    rooms = (HOUSE / "extractors", HOUSE / "extractors" / "names", HOUSE / "graph")
    names = [path.name for room in rooms for path in room.glob("*.py") if path.name != "__init__.py"]
    assert [name for name in sorted(names) if name not in plan] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    homes = re.compile(rf"(?:{re.escape(str(HOUSE.parent))}|/home/\w+|/Users/\w+|/root)/\w")
    found = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if path.suffix not in {".js", ".svg"} and path != Path(__file__):
            found += [f"{path.name}: {match[0]}" for match in homes.finditer(text)]
    assert found == []


# Tables


def rows(name: str) -> list[dict[str, str]]:
    with (HOUSE / "ontology" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", ["metrics", *(f"catalogue/{file}" for file in FILES)])
def test_tables_are_sorted_and_their_ids_unique(name: str) -> None:
    ids = [row["id"] for row in rows(name)]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("name", ["metrics", "units", "catalogue/aliases", *(f"catalogue/{file}" for file in FILES)])
def test_no_row_of_a_table_has_cells_beyond_its_columns(name: str) -> None:
    """A comma in a cell that is not quoted, as in `{0,3}` of an expression, would cut it."""
    assert [row for row in rows(name) if None in row or None in row.values()] == []


def test_aliases_are_sorted_and_unique() -> None:
    pairs = [(row["entity"], row["alias"]) for row in rows("catalogue/aliases")]
    assert pairs == sorted(set(pairs))


def test_aliases_and_parents_resolve() -> None:
    known = catalogue()
    assert [row["alias"] for row in rows("catalogue/aliases") if row["entity"] not in known] == []
    assert [entry.id for entry in known.values() if entry.parent and entry.parent not in known] == []


def test_an_id_names_one_entity() -> None:
    ids = [row["id"] for file in FILES for row in rows(f"catalogue/{file}")]
    assert sorted(ids) == sorted(set(ids))
