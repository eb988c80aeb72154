"""The viewer: what is drawn and where, the page by itself, and the page in a browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from aikg.exports.formats import html
from aikg.exports.page import page
from aikg.exports.picture import choose, find_entity, positions
from aikg.exports.records import Records, records_of
from aikg.graph.store import Store
from aikg.ontology.errors import UnknownName

from .builders import Builder, chinese, english
from .test_exports import HOSTILE, hostile


@pytest.fixture(scope="module")
def records() -> Records:
    return records_of([english(), chinese(), hostile()])


def many(events: int) -> Records:
    """A graph too large to draw."""
    b = Builder("many.txt")
    for i in range(events):
        one, two = b.entity("Organization", f"Company {i % 97}"), b.entity("Organization", f"Firm {i}")
        b.event("Partnership", f"Company {i % 97} works with Firm {i}.", party=[one, two])
    return records_of([b.build()])


# --- what is drawn


def test_small_graph_is_drawn_whole(records: Records) -> None:
    choice = choose(records)
    assert {e.id for e in choice.events} == set(records.events)
    assert choice.left_out == 0


def test_large_graph_is_cut_and_says_so() -> None:
    records = many(900)
    choice = choose(records, limit=300)
    nodes = {e.id for e in choice.events} | {entity for e in choice.events for _, entity in e.entities}
    assert 250 < len(nodes) <= 300
    assert choice.left_out == 900 - len(choice.events)
    assert data_of(page(records, choice), "facts")["leftOut"] == choice.left_out


def test_events_of_several_documents_come_first() -> None:
    b, c = Builder("a.txt"), Builder("b.txt")
    for builder in (b, c):
        company = builder.entity("Organization", "Lark Labs", id="lark")
        builder.event("Partnership", "Lark Labs has a partner.", party=company)
    b.event("Listing", "Solo is listed.", company=b.entity("Organization", "Solo"))
    assert choose(records_of([b.build(), c.build()]), limit=3).events[0].kind == "Partnership"


def test_choice_by_entity_kind_and_date(records: Records) -> None:
    lark = find_entity(records, "LARK")
    assert all(lark in {e for _, e in event.entities} for event in choose(records, entity="lark labs").events)
    assert {e.kind for e in choose(records, kinds=["funding-round"]).events} == {"FundingRound"}
    april = choose(records, since=date(2026, 4, 1), until=date(2026, 4, 30)).events
    assert april
    assert all("2026-04-01" <= records.event_date(e) <= "2026-04-30" for e in april)


def test_unknown_entity_and_kind_offer_near_ones(records: Records) -> None:
    with pytest.raises(UnknownName, match="did you mean lark labs"):
        choose(records, entity="Lark Lab")
    with pytest.raises(UnknownName, match="did you mean Acquisition"):
        choose(records, kinds=["Aquisition"])


# --- where


def test_every_node_has_a_place_of_its_own(records: Records) -> None:
    events = choose(records).events
    places = positions(events)
    assert set(places) == {e.id for e in events} | {entity for e in events for _, entity in e.entities}
    assert len(set(places.values())) == len(places)


def test_events_do_not_cover_one_another() -> None:
    places = list(positions(choose(many(150)).events).values())
    close = [
        (a, b) for i, a in enumerate(places) for b in places[:i] if abs(a[0] - b[0]) < 24 and abs(a[1] - b[1]) < 20
    ]
    assert len(close) < len(places) * 0.02


def test_one_large_connected_part_can_be_laid_out() -> None:
    b = Builder("hub.txt")
    hub = b.entity("Organization", "Hub")
    for i in range(400):
        b.event("Partnership", f"Hub works with Firm {i}.", party=[hub, b.entity("Organization", f"Firm {i}")])
    assert len(positions(choose(records_of([b.build()]), limit=1000).events)) == 801


def test_same_graph_same_page(records: Records) -> None:
    again = records_of([hostile(), chinese(), english()])
    assert page(records, choose(records)) == page(again, choose(again))


def test_no_events_make_a_page_all_the_same() -> None:
    assert data_of(page(Records(), choose(Records())), "facts")["events"] == {}


# --- the page by itself


class Tags(HTMLParser):
    """All start tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def data_of(text: str, name: str) -> Any:
    match = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)
    assert match
    return json.loads(match[1])


def test_page_asks_nobody_for_anything(records: Records) -> None:
    text = page(records, choose(records))
    for tag, attributes in Tags(text).found:
        for name in ("src", "href", "action", "data", "srcset", "poster"):
            assert not re.match(r"\s*(https?:)?//", attributes.get(name) or ""), (tag, attributes)
    assert not re.search(r"""url\(\s*['"]?(https?:)?//|@import""", text)
    assert "bootstrap" not in text.casefold()


def test_policy_forbids_what_is_not_in_the_page(records: Records) -> None:
    metas = [a for tag, a in Tags(page(records, choose(records))).found if tag == "meta"]
    policy = next(a["content"] for a in metas if a.get("http-equiv") == "Content-Security-Policy")
    assert policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    assert "http" not in policy


def test_hostile_text_is_data_only(records: Records) -> None:
    text = page(records, choose(records), title=HOSTILE[1])
    tags = Tags(text).found
    assert [tag for tag, _ in tags].count("script") == 5
    assert not [tag for tag, _ in tags if tag == "img"]
    names = [e["name"] for e in data_of(text, "facts")["entities"].values()]
    assert any("<script>alert(1)</script>" in name for name in names)
    for line in ("\u2028", "\u2029"):
        assert line not in text


def test_page_carries_sentence_document_rule_and_confidence(records: Records) -> None:
    facts = data_of(page(records, choose(records)), "facts")
    for event in facts["events"].values():
        for claim in event["claims"]:
            assert claim["rule"]
            assert 0 <= claim["confidence"] <= 1
            assert claim["quotations"][0]["text"]
            assert facts["documents"][claim["document"]]["source"]


def test_quotations_in_the_page_are_the_store_s_own(tmp_path: Path) -> None:
    store = Store.memory()
    store.add(english())
    html.write(store, tmp_path / "page.html")
    facts = data_of((tmp_path / "page.html").read_text("utf-8"), "facts")
    text = english().document.text
    for event in facts["events"].values():
        for quotation in event["claims"][0]["quotations"]:
            assert quotation["text"] == text[quotation["start"] : quotation["end"]]
            assert quotation["before"] + quotation["text"] + quotation["after"] in text


def test_labels_come_in_both_languages(records: Records) -> None:
    facts = data_of(page(records, choose(records)), "facts")
    assert facts["kinds"]["FundingRound"]["zh"] == "融资"
    funding = next(e for e in facts["events"].values() if e["kind"] == "FundingRound" and e["figures"]["en"])
    assert "billion" in funding["figures"]["en"]
    assert "亿" in funding["figures"]["zh"]


# --- in a browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
in_browser = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs Chromium and chromedriver: apt-get install chromium chromium-driver"
)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1400,900",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(records: Records, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(page(records, choose(records), title="Test"), "utf-8")
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        driver.get(file.as_uri())
        yield driver
    finally:
        driver.quit()


@in_browser
def test_page_runs_without_errors_and_without_requests(browser: Any) -> None:
    assert browser.execute_script("return Object.keys(aikg.facts.events).length") > 20
    assert browser.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    assert {url for url in asked if not url.startswith(("file:", "data:"))} == set()
    assert [m for m in messages if m["method"] == "Network.loadingFailed"] == []


@in_browser
def test_click_on_an_event_shows_its_sentence(browser: Any) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    event = english().events[0]
    browser.execute_script("aikg.select(null); document.getElementById('fit').click()")
    browser.execute_script(
        "const p = aikg.network.getPosition(arguments[0]); aikg.network.moveTo({position: p, scale: 1})",
        f"event:{event.id}",
    )
    stage = browser.find_element("id", "graph")
    ActionChains(browser).move_to_element(stage).click().perform()  # the event is in the middle now
    browser.implicitly_wait(2)
    assert browser.find_element("css selector", "#panel mark").text == event.evidence[0].of(english().document.text)
    panel = browser.find_element("id", "panel").text
    for told in ("A week in AI", "Example Daily", "2026-04-07", event.rule, "Lark-2"):
        assert told in panel


@in_browser
def test_entity_s_panel_lists_its_events(browser: Any) -> None:
    id_ = next(e.id for e in english().entities if e.name == "Heron Cloud")
    browser.execute_script("aikg.select(arguments[0])", f"entity:{id_}")
    assert len(browser.find_elements("css selector", "#panel ol.events button")) >= 3


@in_browser
def test_kind_can_be_switched_off(browser: Any) -> None:
    count = "return aikg.visible.events.size"
    browser.execute_script("aikg.select(null)")
    before = browser.execute_script(count)
    box = browser.find_element("css selector", "#filters input[type=checkbox]")
    box.click()
    assert browser.execute_script(count) < before
    box.click()
    assert browser.execute_script(count) == before


@in_browser
def test_search_finds_and_selects_by_keyboard(browser: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    field = browser.find_element("id", "search")
    field.clear()
    field.send_keys("heron cl")
    assert browser.find_elements("css selector", "#hits li")
    field.send_keys(Keys.ENTER)
    assert browser.find_element("css selector", "#panel .title").text == "Heron Cloud"


@in_browser
def test_list_of_events_works_by_keyboard(browser: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.execute_script("aikg.select(null)")
    browser.find_element("css selector", "#panel ol.events button").send_keys(Keys.ENTER)
    assert browser.find_elements("css selector", "#panel mark")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert browser.find_elements("css selector", "#panel ol.events")


@in_browser
def test_language_and_theme_can_be_changed(browser: Any) -> None:
    browser.execute_script("aikg.select(null)")
    filters = browser.find_element("id", "filters")
    shown = filters.text
    browser.find_element("id", "language").click()
    assert ("融资" in filters.text) != ("融资" in shown)
    browser.find_element("id", "language").click()
    paint = "return getComputedStyle(document.body).backgroundColor"
    light = browser.execute_script(paint)
    browser.find_element("id", "theme").click()
    assert browser.execute_script(paint) != light
    browser.find_element("id", "theme").click()


@in_browser
def test_hostile_text_is_shown_and_not_run(browser: Any) -> None:
    for event in hostile().events:
        browser.execute_script("aikg.select(arguments[0], true)", f"event:{event.id}")
        assert browser.find_elements("css selector", "#panel mark")
    assert "<script>alert(1)</script>" in browser.execute_script(
        "aikg.select(arguments[0]); return document.getElementById('panel').textContent",
        f"event:{hostile().events[0].id}",
    )
    assert not browser.find_elements("css selector", "#panel script, #panel img")
    assert browser.get_log("browser") == []
