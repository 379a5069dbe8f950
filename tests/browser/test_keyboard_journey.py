"""By keyboard alone: home, Fenland, a measure, its definition, its download."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

MOST_TABS = 150


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the link or button of that name has the focus, and see that it shows."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.locator(":is(a, button, summary):focus")
        if focused.count() and name in focused.inner_text():
            box = focused.bounding_box()
            assert box is not None and box["width"] > 0
            return
    pytest.fail(f"Tab never reached “{name}” on {page.url}.")


def test_from_home_to_a_download(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "q")
    page.keyboard.type("Fenland")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fenland")

    tab_to(page, "Diabetes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Diabetes")
    expect(page.locator("main")).to_contain_text("In Fenland, 8 in 100 people live with diabetes")

    tab_to(page, "The full definition")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Numerator")

    tab_to(page, "Download the numbers")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.startswith("diabetes-")
    assert download.value.suggested_filename.endswith(".csv")


def test_a_table_opens_by_keyboard(page: Page) -> None:
    page.goto("/places/fenland")
    tab_to(page, "See as a table")
    page.keyboard.press("Enter")

    expect(page.get_by_role("table", name="People by age and sex")).to_be_visible()


def test_the_journey_needs_no_script(browser: object, address: str) -> None:
    context = browser.new_context(  # type: ignore[attr-defined]
        java_script_enabled=False, base_url=address
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Find a place").fill("Fenland 001")
    page.get_by_role("button", name="Find").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Fenland 001")
    context.close()
