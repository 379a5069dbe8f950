"""The API: read-only, open, every answer with its run, and true to its own description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

if TYPE_CHECKING:
    from django.test import Client

    from tests.web.made_site import Site


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_meets_anything_but_what_is_described(site: Site, mode: GenerationMode) -> None:
    """Requests that keep to the description, and requests that break it in every way."""
    from wholeplace_web.wsgi import application

    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [found.ok() for found in described.get_all_operations()]

    assert len(operations) >= 10
    for operation in operations:
        try_out(operation.as_strategy(generation_mode=mode))


def try_out(cases: st.SearchStrategy[Any]) -> None:
    """Make requests of one operation; every answer must be one that its description allows."""

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def request(case: Any) -> None:
        case.call_and_validate()

    request()


def test_every_answer_names_its_run_and_gives_it_again(client: Client, site: Site) -> None:
    first = client.get("/api/v1/areas?area_type=district").json()

    again = client.get(f"/api/v1/areas?area_type=district&run={first['run_id']}").json()

    assert first["run_id"]
    assert again == first


def test_a_list_comes_in_parts_that_make_up_the_whole(client: Client) -> None:
    whole = client.get("/api/v1/areas?limit=1000").json()

    parts = [
        client.get(f"/api/v1/areas?limit=3&offset={start}").json()["items"]
        for start in range(0, whole["total"], 3)
    ]

    assert [area for part in parts for area in part] == whole["items"]


def test_a_number_is_the_one_its_page_shows(client: Client) -> None:
    summary = client.get("/api/v1/areas/fenland/measures/diabetes").json()

    page = client.get("/measures/diabetes?place=fenland").content.decode()

    assert summary["summary"].split(":")[0] in page
    assert summary["value"]["measure"] == "diabetes"


def test_every_measure_of_the_list_is_answered_counted_here_or_not(client: Client) -> None:
    counted, others = (
        client.get(f"/api/v1/{path}?limit=1000").json()["items"]
        for path in ("measures", "measures-elsewhere")
    )

    listed = client.get("/measures?place=fenland").content.decode()

    assert {one["kind"] for one in others} == {"published", "wanted"}
    assert all(one["because"] and one["statistic"] for one in others)
    for measure in (*counted, *others):
        assert f"/measures/{measure['name']}?" in listed
    one = client.get(f"/api/v1/measures-elsewhere/{others[0]['name']}").json()
    assert one["measure"] == others[0]


def test_a_hidden_number_is_hidden_here_too(client: Client) -> None:
    values: list[dict[str, Any]] = []
    for area in client.get("/api/v1/areas?limit=1000").json()["items"]:
        values += client.get(f"/api/v1/areas/{area['slug']}/values?limit=1000").json()["items"]

    hidden = [value for value in values if value["status"] == "suppressed"]

    assert hidden
    assert {(value["numerator"], value["value"]) for value in hidden} == {(None, None)}


@pytest.mark.parametrize(
    ("address", "status", "problem"),
    [
        ("/api/v1/areas/atlantis", 404, "There is no area of that name."),
        ("/api/v1/measures-elsewhere/diabetes", 404, "There is no measure of that name."),
        ("/api/v1/measures/luck", 404, "There is no measure of that name."),
        ("/api/v1/tables/people", 404, "There is no table of that name."),
        ("/api/v1/luck", 404, "The API has no such address."),
        ("/api/v1/run?run=never", 404, "That run is not kept here."),
        ("/api/v1/tables/quality?measure=diabetes", 422, "has no column measure"),
        ("/api/v1/areas?limit=0", 422, "limit"),
        ("/api/v1/areas?are_type=district", 422, "are_type"),
    ],
)
def test_what_cannot_be_answered_says_why_and_what_to_ask(
    client: Client, address: str, status: int, problem: str
) -> None:
    answer = client.get(address)

    assert answer.status_code == status
    assert problem in answer.json()["problem"]
    assert answer.json()["remedy"]
    asked = None if "run=never" in address else client.get("/api/v1/run").json()["run_id"]
    assert answer.json()["run_id"] == asked


def test_nothing_can_be_written(client: Client) -> None:
    for method in (client.post, client.put, client.patch, client.delete):
        assert method("/api/v1/areas").status_code == 405


def test_the_page_that_describes_it_names_every_operation(client: Client) -> None:
    page = client.get("/api").content.decode()

    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert path in page
