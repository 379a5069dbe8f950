"""A flow manager's morning: who waits, what if, and one page for the board; by few clicks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

FEW = 8
PATIENCE_MS = 240_000
ONE_PAGE = 1


class Hand:
    """Clicks, and counts them; choosing from a list or typing a number begins with one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=False).first)

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def carefully(self, how: str) -> None:
        self.page.get_by_label("How carefully").select_option(how)
        self.clicks += 1

    def control(self, key: str) -> Locator:
        return self.page.locator(f'[name="a.{key}"]')


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_from_this_morning_to_one_page_for_the_board(page: Page) -> None:
    hand = Hand(page)
    page.goto("/pressure")

    # Ten more reablement slots in Fenland, which is the fullest; doing nothing is run beside it.
    hand.link("What if reablement in Fenland had 10 more places?")
    expect(hand.control("extra_slots.reablement.fenland")).to_have_value("10")
    expect(page.locator("main")).to_contain_text("waiting for one: 10")
    hand.carefully("quick")
    hand.button("Save and run")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "More slots: reablement, Fenland: 10 slots"
    )
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"begin|being run|simulated"))

    # Or the same slots shared with Huntingdonshire instead, while that is being run.
    hand.link("Huntingdonshire")
    expect(hand.control("extra_slots.reablement.fenland")).to_have_value("0")
    expect(page.locator("main")).to_contain_text("Fenland with Huntingdonshire")
    hand.carefully("quick")
    hand.button("Save and run")

    # The page says how far it is, and shows the answer by itself.
    expect(page.locator("#answer-title")).to_be_visible(timeout=PATIENCE_MS)
    answer = page.locator(".wp-scenario__answer")
    expect(answer).to_contain_text("people in our hospitals are ready to leave and waiting")
    hand.link("Compare with")

    said = page.locator(".wp-headlines p")
    expect(said).to_have_count(3)
    expect(said.nth(0)).to_contain_text("Do nothing:")
    expect(page.get_by_role("table", name="What would differ")).to_be_visible()
    expect(page.locator(".wp-board")).to_contain_text("Seed: ")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == ONE_PAGE
    assert hand.clicks <= FEW
