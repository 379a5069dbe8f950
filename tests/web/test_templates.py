"""What templates do with words: commands within a sentence are set as code, and nothing runs."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from wholeplace_web.design.templates import with_code


def test_what_stands_between_backticks_is_set_as_code() -> None:
    said = with_code("`wholeplace beds inputs` writes some, or `wholeplace beds example`.")

    assert said == (
        "<code>wholeplace beds inputs</code> writes some, or <code>wholeplace beds example</code>."
    )


def test_a_backtick_by_itself_stays() -> None:
    for text in ("a ` alone", "two `` with nothing between"):
        assert with_code(text) == text


@given(st.text(alphabet="`<>&\"'ab /", max_size=40))
def test_no_element_but_code_can_be_written(text: str) -> None:
    assert not re.search("<(?!/?code>)", with_code(text))
