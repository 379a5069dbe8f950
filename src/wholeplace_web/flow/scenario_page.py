"""The page of one scenario: its form, what stands above it, how its run stands, and the answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from wholeplace.core.errors import WholeplaceError
from wholeplace.planning.models.model import Inputs
from wholeplace_web.accounts.permissions import may_plan
from wholeplace_web.design.middleware import CONTENT_SECURITY_POLICY
from wholeplace_web.design.published import releases
from wholeplace_web.flow.answers import answer_of
from wholeplace_web.flow.forms.form import CARE, ScenarioForm
from wholeplace_web.flow.models import Scenario
from wholeplace_web.flow.rooms import Room
from wholeplace_web.flow.running.standing import Standing, standing
from wholeplace_web.flow.saved import beside, nothing_known
from wholeplace_web.flow.suggesting import suggested

_CARE_WORDS = {
    "quick": gettext_lazy("A first look, the answer alone"),
    "usual": gettext_lazy("As usual"),
    "careful": gettext_lazy("With care"),
}
_WITH_SCRIPT = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"


def scenario_page(
    request: HttpRequest,
    room: Room,
    scenario: Scenario,
    form: ScenarioForm,
    *,
    problems: Mapping[str, str] | None = None,
    filled: Collection[str] = (),
) -> HttpResponse:
    """The page of a scenario, saved or not.

    Args:
        request: The request.
        room: The room of its model.
        scenario: The scenario.
        form: What its form holds.
        problems: What is wrong with what was sent; the page then says that it was refused.
        filled: Keys of assumptions that a link filled in.
    """
    saved = scenario.pk is not None
    now = standing(scenario) if saved else Standing("", "")
    release = releases().current()
    context = {
        "release": release,
        "room": room,
        "scenario": scenario,
        "form": form,
        "problems": problems if problems is not None else form.problems,
        "suggested": suggested(room, form, inputs_for(room, scenario), release, filled),
        "standing": now,
        "answer": answer_of(now.folder) if now.answered and now.folder else None,
        "stale": _stale(room, scenario, now),
        "care": [
            (name, number, _CARE_WORDS[name])
            for name, number in zip(CARE, room.model.replications, strict=True)
        ],
        "may_plan": may_plan(),
        "has_nothing": nothing_known(room, scenario),
        "beside": beside(scenario) if now.answered else [],
        "action": room.address("save", number=scenario.pk) if saved else room.address("save-new"),
    }
    status = 422 if problems else 200
    response = render(request, "flow/scenario.html", context, status=status)
    if now.at_work:
        response.headers["Content-Security-Policy"] = _WITH_SCRIPT
    return response


def inputs_for(room: Room, scenario: Scenario) -> Inputs:
    """What a scenario is run on.

    Raises:
        Http404: If it is not there any more.
    """
    try:
        return room.inputs_of(scenario.inputs)
    except WholeplaceError as error:
        raise Http404(f"{error.problem} {error.remedy}") from error


def _stale(room: Room, scenario: Scenario, now: Standing) -> bool:
    done = now.folder if now.state == "done" else None
    return done is not None and room.is_stale(scenario, done)
