"""A number opens down to what its rule takes from elsewhere, and back from there."""

from __future__ import annotations

from typing import Any

import pytest


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("address", ["/definitions/measures/asthma", "/measures/asthma"])
def test_a_measure_leads_to_each_fact_it_is_worked_out_from(client: Any, address: str) -> None:
    text = text_of(client, address)

    assert "orked out from</h" in text
    assert '/definitions/attributes/asthma">Asthma</a>: Made for tests' in text


def test_a_fact_leads_to_each_measure_that_is_worked_out_from_it(client: Any) -> None:
    text = text_of(client, "/definitions/attributes/asthma")

    used = text[text.index("Used by</h2>") :].split("</ul>")[0]
    assert '/definitions/measures/asthma">Asthma</a>' in used
    assert "diabetes" not in used


def test_what_rests_on_nothing_else_says_nothing_of_it(client: Any) -> None:
    assert "worked out from" not in text_of(client, "/definitions/measures/people")
