"""The pages in a real browser: what a visitor does, what a hostile article cannot do, what axe finds.

Needs Chromium (CHROMIUM names it; else a `chromium` on the path) and the extra `browser`: `make browser`.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

import detente
from detente.views.web import Access, create_app
from tests.examples import coded
from tests.views.web.test_pages import HOSTILE

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed: make browser")
axe = pytest.importorskip(
    "axe_core_python.sync_playwright", reason="the extra `browser` is not installed: make browser"
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    books = tmp_path_factory.mktemp("browser") / "books"
    detente.Ledger(books).add(coded(number) for number in range(3))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(books, Access(write=True)), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page that fails the test where a script breaks, a dialog opens or the policy stops something."""
    page = browser.new_page(base_url=address, viewport=DESKTOP)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    page.close()
    assert faults == [], faults


def paste(page: Any, text: str, title: str) -> None:
    page.goto("/code")
    page.get_by_label("Text").fill(text)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Published").fill("2025-06-10")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="File in the ledger").wait_for(timeout=60_000)


def test_from_a_pasted_text_to_its_evidence(page: Any) -> None:
    text = "Japan's Prime Minister Shigeru Ishiba met South Korean President Lee Jae-myung in Seoul on Monday."
    paste(page, text, "A meeting in Seoul")
    sync_api.expect(page.locator("aside .event")).to_have_count(1)
    page.get_by_role("button", name="File in the ledger").click()
    page.wait_for_url("**/articles/*")
    page.locator("aside a.who").click()
    page.wait_for_url("**/events/*")
    assert "met" in page.locator("blockquote .trigger").first.inner_text()
    page.get_by_role("button", name="Show how the sentence is built").click()
    page.locator("pre.tree").wait_for(timeout=60_000)
    page.goto("/")
    page.get_by_role("searchbox").fill("Japan and South Korea")
    page.keyboard.press("Enter")
    page.wait_for_url("**/JPN-KOR")
    assert "Shigeru Ishiba" in page.locator("#found").inner_text()


def test_filters_of_a_relation(page: Any) -> None:
    page.goto("/ALA-BOR")
    sync_api.expect(page.locator("#found tbody tr")).to_have_count(6)
    page.locator("select[name=type]").select_option("CONSULT")
    page.wait_for_url("**type=CONSULT**")
    sync_api.expect(page.locator("#found tbody tr")).to_have_count(3)
    page.locator("select[name=status]").select_option("future")
    sync_api.expect(page.locator("#found")).to_contain_text("No act fits")


def test_a_hostile_article_stays_text(page: Any) -> None:
    paste(page, HOSTILE, "<img src=x onerror=alert(9)>")
    page.get_by_role("button", name="File in the ledger").click()
    page.wait_for_url("**/articles/*")
    assert "<script>alert(1)</script>" in page.locator("article").inner_text()
    assert page.locator("img, iframe").count() == 0
    page.goto("/")
    assert page.locator("img, iframe").count() == 0


def test_marks_explain_themselves_to_the_keyboard(page: Any) -> None:
    page.goto("/events")
    page.locator(".event .small a").first.click()
    mark = page.locator("article .trigger").first
    mark.focus()
    assert mark.locator(".why").is_visible()


def paths(address: str, browser: Any) -> list[str]:
    page = browser.new_page(base_url=address)
    page.goto("/events")
    event = page.locator("a.who").first.get_attribute("href")
    article = page.locator(".event .small a").first.get_attribute("href").split("#")[0]
    page.goto(event)
    actor = page.locator("td a[href^='/actors/']").first.get_attribute("href")
    page.close()
    return ["/", "/events", "/code", "/ALA-BOR", "/search?q=Berg", "/nowhere", event, article, actor]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_accessible(browser: Any, address: str, size: dict[str, int], scheme: str) -> None:
    """axe finds nothing serious, and nothing is wider than the window."""
    page = browser.new_page(base_url=address, viewport=size, color_scheme=scheme)
    for path in paths(address, browser):
        page.goto(path)
        found = axe.Axe().run(page)["violations"]
        serious = [
            (v["id"], [n["html"] for n in v["nodes"][:3]]) for v in found if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    page.close()


def test_the_test_would_notice(browser: Any, address: str) -> None:
    """A script that an article smuggled in would open a dialog: here is one that does."""
    page = browser.new_page(base_url=address)
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.goto("/")
    page.evaluate("alert(1)")
    page.close()
    assert opened == ["1"]


def test_folder_of_the_scripts() -> None:
    static = Path(detente.__file__).parent / "views" / "web" / "static"
    assert {p.name for p in static.iterdir()} == {"charts.js", "detente.css", "htmx.min.js", "icon.svg"}
