"""One scenario: its assumptions to change, its run, and the answer beside them."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from wholeplace.core.errors import WholeplaceError
from wholeplace_web.flow.forms.form import (
    RESET,
    held_form,
    new_scenario,
    prefilled,
    sent_form,
)
from wholeplace_web.flow.live import CHANGE, live
from wholeplace_web.flow.models import Scenario
from wholeplace_web.flow.rooms import BLANK, Room, room_of
from wholeplace_web.flow.running import asking
from wholeplace_web.flow.running.standing import standing
from wholeplace_web.flow.saved import nothing_known, nothing_like
from wholeplace_web.flow.scenario_page import inputs_for, scenario_page

MOST_SAVED = 300
AS_ANOTHER = "another"


@live("public")
def start(request: HttpRequest, model: str) -> HttpResponse:
    """The form of a scenario that is not saved yet, from a template and what the address says."""
    room = room_of(model)
    template = room.template_named(request.GET.get("from", ""))
    if template is None:
        raise Http404(_("No scenario starts from that."))
    on = room.run_on()
    name = "" if template.name == BLANK else template.title
    filled = prefilled(room.model, on.inputs, request.GET)
    changes = {**room.changes_of(template, on.inputs), **filled}
    scenario = new_scenario(room.model, name, template.name, on.name, changes)
    form = held_form(room.model, on.inputs, scenario)
    return scenario_page(request, room, scenario, form, filled=filled)


@live("plan", CHANGE)
def save_new(request: HttpRequest, model: str) -> HttpResponse:
    """Save a new scenario and ask for its run."""
    room = room_of(model)
    template = room.template_named(request.POST.get("from", ""))
    name = template.name if template else ""
    return _take(request, room, new_scenario(room.model, "", name, room.run_on().name))


@live("public")
def scenario(request: HttpRequest, model: str, number: int) -> HttpResponse:
    """A saved scenario and what its run answered."""
    room, found = room_of(model), scenario_numbered(model, number)
    form = held_form(room.model, inputs_for(room, found), found)
    return scenario_page(request, room, found, form)


@live("plan", CHANGE)
def save(request: HttpRequest, model: str, number: int) -> HttpResponse:
    """Save changes of a scenario, or save it as another, and ask for the run."""
    room, found = room_of(model), scenario_numbered(model, number)
    if request.POST.get("as") == AS_ANOTHER:
        another = new_scenario(room.model, "", found.template, found.inputs)
        return _take(request, room, another, found)
    return _take(request, room, found)


@live("plan", CHANGE)
def stop(request: HttpRequest, model: str, number: int) -> HttpResponse:
    """Ask the run of a scenario to stop."""
    found = scenario_numbered(model, number)
    asking.stop(found)
    return HttpResponseRedirect(room_of(model).address("scenario", number=number))


@live("plan", CHANGE)
def remove(request: HttpRequest, model: str, number: int) -> HttpResponse:
    """Take a scenario off the list; the list offers to put it back."""
    found = scenario_numbered(model, number)
    asking.stop(found)
    found.removed = timezone.now()
    found.save(update_fields=["removed"])
    return HttpResponseRedirect(f"{room_of(model).address()}?removed={number}#saved")


@live("plan", CHANGE)
def put_back(request: HttpRequest, model: str, number: int) -> HttpResponse:
    """Put a scenario back on the list."""
    found = scenario_numbered(model, number)
    found.removed = None
    found.save(update_fields=["removed"])
    return HttpResponseRedirect(f"{room_of(model).address()}#saved")


@live("public")
def progress(request: HttpRequest, model: str, number: int) -> JsonResponse:
    """How far the run of a scenario is, for the page's script."""
    now = standing(scenario_numbered(model, number))
    said = {"at_work": now.at_work, "words": now.words, "done": now.done, "total": now.total}
    return JsonResponse(said)


def scenario_numbered(model: str, number: int) -> Scenario:
    """A saved scenario of a model.

    Raises:
        Http404: If the model has none of that number.
    """
    found = Scenario.objects.filter(pk=number, model=model).first()
    if found is None:
        raise Http404(_("There is no scenario of that number."))
    return found


def _take(
    request: HttpRequest, room: Room, scenario: Scenario, shown: Scenario | None = None
) -> HttpResponse:
    """Save what a form says and ask for the run; where something is wrong, show it as typed."""
    form = sent_form(room.model, inputs_for(room, scenario), request.POST)
    if RESET in request.POST:
        return scenario_page(request, room, shown or scenario, form)
    problems = dict(form.problems)
    if not problems and scenario.pk is None and _kept() >= MOST_SAVED:
        problems[""] = _("As many scenarios are saved as may. Remove one first.")
    if not problems:
        scenario.name, scenario.replications = form.called, form.replications
        scenario.changes = form.changes
        try:
            _save_and_ask(room, scenario, form.with_nothing)
        except WholeplaceError as error:
            problems[""] = f"{error.problem} {error.remedy}".strip()
    if problems:
        return scenario_page(request, room, shown or scenario, form, problems=problems)
    return HttpResponseRedirect(room.address("scenario", number=scenario.pk))


def _save_and_ask(room: Room, scenario: Scenario, with_nothing: bool) -> None:
    """Ask for the run of what a scenario now says; the run of what it said before is stopped."""
    folder = room.order_run(scenario)
    if scenario.run_id and scenario.run_id != folder.run_id:
        asking.stop(scenario)
    asking.ask(scenario, folder)
    if with_nothing and scenario.changes and not nothing_known(room, scenario):
        nothing = _nothing_beside(room, scenario)
        with suppress(asking.Busy):
            asking.ask(nothing, room.order_run(nothing))


def _nothing_beside(room: Room, scenario: Scenario) -> Scenario:
    """The scenario that changes nothing: the one saved before, whose run is old, or a new one."""
    saved = nothing_like(scenario)
    if saved:
        return saved[0]
    template = room.unchanged
    nothing = new_scenario(room.model, template.title, template.name, scenario.inputs)
    nothing.replications, nothing.seed = scenario.replications, scenario.seed
    return nothing


def _kept() -> int:
    return Scenario.objects.filter(removed=None).count()
