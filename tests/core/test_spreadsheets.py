"""No text reaches a spreadsheet as a formula."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.spreadsheets import FORMULA_STARTS, safe_text


@given(st.text())
def test_no_text_begins_with_a_sign_a_spreadsheet_would_run(text: str) -> None:
    made = safe_text(text)

    assert not made.startswith(FORMULA_STARTS)
    assert made in (text, f"'{text}")
