"""By keyboard alone: the widest gap in Peterborough, what is behind it, and away with it."""

from __future__ import annotations

import io
import re
import struct

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_keyboard_journey import tab_to

pytestmark = pytest.mark.browser


def enter(page: Page, name: str) -> None:
    """Press Tab until the link or button of that name has the focus, and press it."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def test_from_home_to_the_widest_gap_and_away_with_a_slide_and_a_spreadsheet(page: Page) -> None:
    page.goto("/")
    enter(page, "Skip to main content")
    page.keyboard.press("Tab")
    page.keyboard.type("Peterborough")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/places"))
    if page.get_by_role("heading", level=1).inner_text() != "Peterborough":
        enter(page, "Peterborough")
    enter(page, "Every gap between groups of people here")

    # Which measure has the widest gap by deprivation?
    main = page.locator("main")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is left behind")
    lede = page.locator("main .nhsuk-lede-text")
    expect(lede).to_contain_text("Emergency admissions:")
    expect(lede).to_contain_text("in the most deprived fifth and")
    enter(page, "See what drives it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Emergency admissions")

    # Which neighbourhoods drive it, and is it changing?
    expect(main).to_contain_text(re.compile(r"\d of 4 middle-layer areas holds? half"))
    expect(main).to_contain_text("it has become wider.")
    tab_to(page, "middle-layer areas behind the gap")
    page.keyboard.press("Enter")
    behind = page.get_by_role("table", name="Emergency admissions: middle-layer areas behind")
    expect(behind.get_by_role("row")).to_have_count(5)
    expect(behind).to_contain_text("Peterborough 001")

    # A chart for a slide.
    tab_to(page, "neighbourhoods behind the gap")
    with page.expect_download() as picture:
        page.keyboard.press("Enter")
    content = picture.value.path().read_bytes()
    assert struct.unpack(">II", content[16:24]) == (1920, 1080)

    # How is it defined?
    enter(page, "The full definition")
    expect(main).to_contain_text("Numerator")
    expect(main).to_contain_text("Who is not in this number")
    page.go_back()

    # The spreadsheet.
    tab_to(page, "Download these numbers (Excel)")
    with page.expect_download() as sheet:
        page.keyboard.press("Enter")
    book = openpyxl.load_workbook(io.BytesIO(sheet.value.path().read_bytes()))
    assert book.sheetnames[-2:] == ["Numbers", "Gaps"]


def test_people_can_be_compared_by_other_groups_by_keyboard(page: Page) -> None:
    page.goto("/places/peterborough/inequalities")
    enter(page, "Tenth of this place by deprivation")

    expect(page.locator("main .nhsuk-lede-text")).to_contain_text("tenth of this place")
    expect(page.locator("main [aria-current=true]")).to_contain_text("Tenth of this place")
