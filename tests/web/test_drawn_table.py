"""The definition page shows the people a definition is drawn with."""

from __future__ import annotations

import re
from typing import Any

from tests.web.made_definitions import DRAWN
from wholeplace_web.catalogue.drawn_table import drawn_table


def words_of(client: Any, address: str) -> str:
    """The words of a page."""
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_each_drawn_person_is_a_row_and_a_measures_people_are_added_up() -> None:
    table = drawn_table(DRAWN)

    assert table is not None
    assert table.columns == ("Person", "Registered", "Hospital spell", "Numerator", "Denominator")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["1", "yes", "2025-04-01 main_procedure=W371, 2026-03-31 main_procedure=W401", "2", "1"],
        ["2", "yes", "", "0", "1"],
        ["3", "no", "2025-04-01 main_procedure=W371", "0", "0"],
        ["Together", "", "", "2", "2"],
    ]


def test_answers_in_words_are_not_added_up() -> None:
    table = drawn_table("person | coded || dementia\n1 | 2023-04-01 dementia || since 2023-04-01")

    assert table is not None
    assert [row[0].text for row in table.rows] == ["1"]


def test_an_example_that_is_not_a_drawn_table_is_left_as_it_is() -> None:
    assert drawn_table("") is None
    assert drawn_table("Ada was 40 on 31 March") is None


def test_the_page_says_what_the_people_are_for(client: Any) -> None:
    words = words_of(client, "/definitions/measures/diabetes")

    assert "Tested on drawn people" in words
    assert "worked out by hand from the rule" in words
    assert "Together" in words


def test_the_example_of_an_attribute_is_a_table_too(client: Any) -> None:
    words = words_of(client, "/definitions/attributes/diabetes")

    assert "Tested on drawn people" in words
    assert "worked out by hand" not in words
