"""The scenario room: nothing typed is lost, mistakes are named, runs are asked for in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.made_flow import make_run
from tests.web.made_scenarios import (
    DO_NOTHING,
    FAILED,
    FENLAND,
    MORE_SLOTS,
    NEVER,
    RUNNING,
    RUNS,
    STOPPED,
)
from tests.web.made_site import Site

REABLEMENT = f"a.{FENLAND}"
ROOM = "/flow"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Runs are asked for, and nothing begins them; what is saved here is forgotten again."""
    asked: list[str] = []
    monkeypatch.setattr("wholeplace_web.flow.running.turns.start", lambda: asked.append("asked"))
    return asked


@pytest.fixture
def forgotten(site: Site) -> Iterator[None]:
    """What a test saves is not there for the next."""
    from wholeplace_web.flow.models import Scenario

    last = max(Scenario.objects.values_list("pk", flat=True))
    yield
    Scenario.objects.filter(pk__gt=last).delete()


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def latest() -> Any:
    from wholeplace_web.flow.models import Scenario

    return Scenario.objects.order_by("-pk").first()


def data_of(site: Site) -> Path:
    return site.release_zone.parent


def test_the_room_begins_with_what_happens_if_nothing_is_done(client: Any) -> None:
    text = text_of(client.get(ROOM))

    assert text.index("Do nothing: about 70 people wait on a day.") < text.index("Start a scenario")
    for template in ("Do nothing", "Fund extra capacity", "Match differently", "One of your own"):
        assert template in text


def test_it_says_that_it_works_on_an_invented_example_and_why(client: Any) -> None:
    text = text_of(client.get(ROOM))

    assert "Invented discharges" in text
    assert "Your own data cannot be used yet." in text


def test_every_assumption_has_its_source_and_its_own_value(client: Any) -> None:
    text = text_of(client.get("/flow/new"))

    assert text.count("Source:") >= 20
    assert "A day in a hospital bed" in text
    assert "IPACS discharge model" in text
    assert "not checked against its source" in text


def test_another_page_can_begin_a_scenario(client: Any) -> None:
    text = text_of(client.get(f"/flow/new?{REABLEMENT}=10&a.cost.nonsense=1&a.home_first=x"))

    assert f'name="{REABLEMENT}" value="10"' in text
    assert text.count("wp-field--changed") == 1


def test_a_scenario_is_saved_with_only_what_it_changes_and_its_run_asked_for(
    client: Any, started: list[str], forgotten: None
) -> None:
    response = client.post(
        "/flow/save",
        {REABLEMENT: "10", "a.pooled.reablement": ["fenland", "huntingdonshire"], "care": "quick"},
    )

    assert response.status_code == 302 and started == ["asked"]
    saved = latest()
    assert saved.changes == {FENLAND: 10, "pooled.reablement": ["fenland+huntingdonshire"]}
    assert saved.name == "More slots: reablement, Fenland: 10 slots, and 1 more"
    assert saved.replications == 20
    assert "It is about to begin." in text_of(client.get(response["Location"]))


def test_places_can_be_shared_in_several_groups(
    client: Any, started: list[str], forgotten: None
) -> None:
    groups = ["fenland:1", "huntingdonshire:1", "cambridge:2", "south-cambridgeshire:2", ""]
    response = client.post("/flow/save", {"a.pooled.nursing": groups})
    text = text_of(client.get(response["Location"]))

    assert latest().changes == {
        "pooled.nursing": ["cambridge+south-cambridgeshire", "fenland+huntingdonshire"]
    }
    assert "Cambridge with South Cambridgeshire, Fenland with Huntingdonshire" in text
    for chosen in ("cambridge:1", "south-cambridgeshire:1", "fenland:2", "huntingdonshire:2"):
        assert f'<option value="{chosen}" selected>' in text
    assert "peterborough:1" in text and 'value="peterborough:1" selected' not in text


def test_a_name_that_says_what_is_changed_goes_on_saying_so(
    client: Any, started: list[str], forgotten: None
) -> None:
    page = client.post("/flow/save", {REABLEMENT: "10"})["Location"]
    assert 'name="name" value=""' in text_of(client.get(page))

    client.post(f"{page}/save", {REABLEMENT: "12"})
    assert latest().name == "More slots: reablement, Fenland: 12 slots"


def test_doing_nothing_is_run_too_where_it_was_not(
    client: Any, started: list[str], forgotten: None
) -> None:
    for slots in ("10", "11"):
        client.post("/flow/save", {REABLEMENT: slots, "with-nothing": "yes"})
    names = [one.name for one in type(latest()).objects.order_by("pk")][-3:]

    assert names == [
        "More slots: reablement, Fenland: 10 slots",
        "Do nothing",
        "More slots: reablement, Fenland: 11 slots",
    ]


def test_doing_nothing_is_run_again_where_its_answer_is_of_older_data(
    client: Any, started: list[str], forgotten: None
) -> None:
    client.post("/flow/save", {REABLEMENT: "10", "with-nothing": "yes"})
    nothing = latest()
    today = nothing.run_id
    nothing.run_id, nothing.asked = RUNS[DO_NOTHING], None  # of another version of the model
    nothing.save()
    client.post("/flow/save", {REABLEMENT: "11", "with-nothing": "yes"})
    nothing.refresh_from_db()

    assert nothing.run_id == today  # the same scenario, asked again
    assert latest().changes == {FENLAND: 11}


def test_the_latest_that_compare_are_ticked_with_doing_nothing(client: Any) -> None:
    text = text_of(client.get(ROOM))
    ticked = [run for run in ("made1", "made2", "made3") if f'value="{run}" checked' in text]
    answer = text_of(client.get(f"/flow/scenarios/{MORE_SLOTS}"))

    assert ticked == ["made1", "made2", "made3"]
    assert "/flow/compare?runs=made1,made2,made3" in answer


def test_only_the_latest_are_listed_until_all_are_asked_for(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wholeplace_web.flow.saved._MOST_LISTED", 3)

    assert "Show 4 earlier scenarios" in text_of(client.get(ROOM))
    assert "earlier scenario" not in text_of(client.get(f"{ROOM}?all=yes"))


def test_a_mistake_is_named_above_and_beside_and_nothing_typed_is_lost(
    client: Any, started: list[str], forgotten: None
) -> None:
    sent = {"name": "Mine", REABLEMENT: "ten", "a.home_first": "7", "a.open_eligibility": "900"}
    response = client.post("/flow/save", sent)
    text = text_of(response)

    assert response.status_code == 422 and started == []
    assert "Enter a whole number from -500 to 500 slots" in text
    assert "Enter a number from 0 to 100 %" in text
    assert f'href="#{REABLEMENT}"' in text and f'id="{REABLEMENT}-error"' in text
    for name, typed in sent.items():
        assert f'name="{name}" value="{typed}"' in text
    assert "<title>Error: " in response.content.decode()


@pytest.mark.parametrize("typed", ["nan", "inf", "1e999", "", "10.5", "٣٠٠٠", "<b>"])
def test_no_number_that_is_none_gets_through(
    client: Any, started: list[str], forgotten: None, typed: str
) -> None:
    response = client.post("/flow/save", {REABLEMENT: typed})

    assert response.status_code == 422 and started == []
    assert "<b>" not in response.content.decode()


def test_a_reset_puts_one_assumption_back_and_keeps_the_rest(
    client: Any, started: list[str]
) -> None:
    sent = {"name": "Mine", REABLEMENT: "12", "a.home_first": "7", "reset": REABLEMENT}
    text = text_of(client.post("/flow/save", sent))

    assert f'name="{REABLEMENT}" value="0"' in text
    assert 'name="a.home_first" value="7"' in text
    assert 'name="name" value="Mine"' in text
    assert started == []


def test_a_scenario_can_be_saved_as_another(
    client: Any, started: list[str], forgotten: None
) -> None:
    sent = {"name": "Twelve", REABLEMENT: "12", "as": "another"}
    response = client.post(f"/flow/scenarios/{MORE_SLOTS}/save", sent)

    assert latest().name == "Twelve" and response["Location"].endswith(str(latest().pk))
    assert "Ten more slots" in text_of(client.get(f"/flow/scenarios/{MORE_SLOTS}"))


def test_a_run_that_was_answered_before_is_the_answer_at_once(
    client: Any, site: Site, started: list[str], forgotten: None
) -> None:
    client.post("/flow/save", {REABLEMENT: "21"})
    make_run(data_of(site), latest().run_id, "Twenty-one")
    client.post("/flow/save", {REABLEMENT: "21"})

    assert started == ["asked"]
    assert "Twenty-one: about 70 people" in text_of(client.get(f"/flow/scenarios/{latest().pk}"))


def test_only_so_many_may_wait(
    client: Any, started: list[str], forgotten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wholeplace_web.flow.running.asking.MOST_WAITING", 2)
    answers = [client.post("/flow/save", {REABLEMENT: f"{31 + n}"}) for n in range(3)]
    second = answers[1]["Location"]

    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "2 runs are waiting, which is as many as may." in text_of(answers[2])
    assert "It waits its turn: 1 run is before it." in text_of(client.get(second))
    assert latest().changes == {FENLAND: 32}


def test_only_so_many_are_kept(
    client: Any, started: list[str], forgotten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wholeplace_web.flow.scenario_views.MOST_SAVED", 3)
    text = text_of(client.post("/flow/save", {REABLEMENT: "1"}))

    assert "As many scenarios are saved as may. Remove one first." in text


def test_one_that_waits_can_be_stopped_and_never_begins(
    client: Any, started: list[str], forgotten: None
) -> None:
    from wholeplace_web.flow.running.asking import next_waiting

    page = client.post("/flow/save", {REABLEMENT: "41"})["Location"]
    assert next_waiting() == latest()
    client.post(f"{page}/stop")

    assert next_waiting() is None
    assert "It was stopped" in text_of(client.get(page))


def test_a_run_under_way_says_how_far_and_works_without_script(client: Any) -> None:
    response = client.get(f"/flow/scenarios/{RUNNING}")
    text = text_of(response)
    said = client.get(f"/flow/scenarios/{RUNNING}/progress").json()

    words = "Simulating the scenario: 12 of 40 are done."
    assert words in text and "See how far it is now" in text
    assert said == {"at_work": True, "words": words, "done": 12, "total": 40}
    assert "script-src 'self'; connect-src 'self'" in response["Content-Security-Policy"]
    assert "script-src" not in client.get(ROOM)["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (NEVER, "It has not been run."),
        (STOPPED, "It was stopped after 12 of 40."),
        (STOPPED, "its ranges are wider"),
        (FAILED, "It failed. The disk is full. Make room."),
        (DO_NOTHING, "The data or the model have changed since."),
    ],
)
def test_each_state_is_said_in_words(client: Any, number: int, words: str) -> None:
    assert words in text_of(client.get(f"/flow/scenarios/{number}"))


def test_an_answer_says_seed_and_run_and_gives_its_tables_away(client: Any) -> None:
    text = text_of(client.get(f"/flow/scenarios/{MORE_SLOTS}"))
    scenario = client.get(f"/flow/runs/{RUNS[MORE_SLOTS]}/scenario.toml")
    table = client.get(f"/flow/runs/{RUNS[MORE_SLOTS]}/by_replication.csv")

    assert '<dd class="nhsuk-summary-list__value">7</dd>' in text and "made2" in text
    assert b'title = "Ten more slots"' in scenario.content
    assert table.content.startswith(b'"name","place","group"')


@pytest.mark.parametrize("name", ["progress.json", "errors.txt", "..%2Fmade1%2Fdays.csv", "x.csv"])
def test_nothing_else_of_a_run_s_folder_is_given_away(client: Any, name: str) -> None:
    assert client.get(f"/flow/runs/{RUNS[MORE_SLOTS]}/{name}").status_code == 404


def test_a_scenario_taken_off_the_list_can_be_put_back(client: Any) -> None:
    gone = client.post(f"/flow/scenarios/{NEVER}/remove")["Location"]
    text = text_of(client.get(gone))
    listed = text_of(client.get(ROOM))
    client.post(f"/flow/scenarios/{NEVER}/put-back")

    assert "“Never run” is off the list." in text
    assert "Never run" not in listed
    assert "Never run" in text_of(client.get(ROOM))


def test_forms_carry_a_token_that_other_sites_do_not_have(site: Site) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/flow/save", {REABLEMENT: "10"})

    assert refused.status_code == 403
    assert "csrfmiddlewaretoken" in strict.get("/flow/new").content.decode()


def test_an_installation_can_let_people_read_and_nothing_more(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wholeplace_web.accounts.permissions.may_plan", lambda: False)
    refused = client.post("/flow/save", {REABLEMENT: "10"})

    assert refused.status_code == 403
    assert "Scenarios cannot be saved or run here" in text_of(refused)
    assert client.get(f"/flow/scenarios/{MORE_SLOTS}").status_code == 200


def test_what_is_not_there_is_not_found(client: Any) -> None:
    for address in ("/flow/scenarios/999", "/flow/new?from=nonsense", "/flow/runs/none/days.csv"):
        assert client.get(address).status_code == 404
