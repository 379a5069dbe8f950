"""Every page, at phone and desktop width: axe finds nothing, and nothing runs off the side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.pages import LIVE_PAGES, PAGES, RUNNING_PAGES

pytestmark = pytest.mark.browser

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
"""What axe is asked: to say all about what it does not mind takes as long as to look for it."""
ON_A_PHONE_TOO = [
    "home",
    "every place",
    "district",
    "inequalities of a district",
    "rate with months",
    "published figures",
    "published series",
    "published contradictions",
    "data",
    "definitions",
    "what a practice sends",
    "what if",
    "new scenario",
    "answered scenario",
    "comparison",
    "scenario being run",
]
ALL = PAGES | LIVE_PAGES | RUNNING_PAGES
CASES = [(1280, kind) for kind in ALL] + [(390, kind) for kind in ON_A_PHONE_TOO]


@pytest.mark.parametrize(("page", "kind"), CASES, indirect=["page"])
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    page: Page, kind: str, screenshots: Path | None
) -> None:
    page.goto(ALL[kind])
    if screenshots is not None:
        width, name = page.evaluate("window.innerWidth"), re.sub(r"\W+", "-", kind)
        page.screenshot(path=screenshots / f"{name}-{width}.png", full_page=True)

    found = Axe().run(page, options=ASKED)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_open_tables_are_accessible_too(page: Page) -> None:
    page.goto(PAGES["district"])
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")

    found = Axe().run(page, options=ASKED)

    assert found.violations_count == 0, found.generate_report()


def test_text_may_be_twice_as_large(page: Page) -> None:
    page.goto(PAGES["district"])
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.get_by_role("heading", name="Who lives here").is_visible()
