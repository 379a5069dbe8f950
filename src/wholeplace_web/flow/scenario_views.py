"""One scenario: its assumptions to change, its run, and the answer beside them."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wholeplace.core.errors import WholeplaceError
from wholeplace.planning.models.model import Inputs
from wholeplace_web.accounts.permissions import may_plan
from wholeplace_web.design.middleware import CONTENT_SECURITY_POLICY
from wholeplace_web.design.published import releases
from wholeplace_web.flow.answers import answer_of
from wholeplace_web.flow.forms.form import (
    CARE,
    DO_NOTHING,
    RESET,
    ScenarioForm,
    held_form,
    new_scenario,
    prefilled,
    sent_form,
)
from wholeplace_web.flow.live import CHANGE, live
from wholeplace_web.flow.model_here import (
    BLANK,
    changes_of,
    flow_model,
    inputs_of,
    is_stale,
    order_run,
    run_on,
    template_named,
)
from wholeplace_web.flow.models import Scenario
from wholeplace_web.flow.running import asking
from wholeplace_web.flow.running.standing import Standing, standing
from wholeplace_web.flow.saved import beside, nothing_like
from wholeplace_web.flow.suggesting import suggested

MOST_SAVED = 300
AS_ANOTHER = "another"
_CARE_WORDS = {
    "quick": gettext_lazy("A first look, without causes"),
    "usual": gettext_lazy("As usual"),
    "careful": gettext_lazy("With care"),
}
_WITH_SCRIPT = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"


@live("public")
def start(request: HttpRequest) -> HttpResponse:
    """The form of a scenario that is not saved yet, from a template and what the address says."""
    template = template_named(request.GET.get("from", ""))
    if template is None:
        raise Http404(_("No scenario starts from that."))
    on = run_on()
    name = "" if template.name == BLANK else template.title
    filled = prefilled(flow_model(), on.inputs, request.GET)
    changes = {**changes_of(template, on.inputs), **filled}
    scenario = new_scenario(name, template.name, on.name, changes)
    return _page(request, scenario, held_form(flow_model(), on.inputs, scenario), filled=filled)


@live("plan", CHANGE)
def save_new(request: HttpRequest) -> HttpResponse:
    """Save a new scenario and ask for its run."""
    template = template_named(request.POST.get("from", ""))
    return _take(request, new_scenario("", template.name if template else "", run_on().name))


@live("public")
def scenario(request: HttpRequest, number: int) -> HttpResponse:
    """A saved scenario and what its run answered."""
    found = scenario_numbered(number)
    return _page(request, found, held_form(flow_model(), inputs_for(found), found))


@live("plan", CHANGE)
def save(request: HttpRequest, number: int) -> HttpResponse:
    """Save changes of a scenario, or save it as another, and ask for the run."""
    found = scenario_numbered(number)
    if request.POST.get("as") == AS_ANOTHER:
        return _take(request, new_scenario("", found.template, found.inputs), found)
    return _take(request, found)


@live("plan", CHANGE)
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the run of a scenario to stop."""
    found = scenario_numbered(number)
    asking.stop(found)
    return HttpResponseRedirect(address_of(found))


@live("plan", CHANGE)
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a scenario off the list; the list offers to put it back."""
    found = scenario_numbered(number)
    asking.stop(found)
    found.removed = timezone.now()
    found.save(update_fields=["removed"])
    return HttpResponseRedirect(f"{reverse('flow')}?removed={found.pk}#saved")


@live("plan", CHANGE)
def put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Put a scenario back on the list."""
    found = scenario_numbered(number)
    found.removed = None
    found.save(update_fields=["removed"])
    return HttpResponseRedirect(f"{reverse('flow')}#saved")


@live("public")
def progress(request: HttpRequest, number: int) -> JsonResponse:
    """How far the run of a scenario is, for the page's script."""
    now = standing(scenario_numbered(number))
    said = {"at_work": now.at_work, "words": now.words, "done": now.done, "total": now.total}
    return JsonResponse(said)


def scenario_numbered(number: int) -> Scenario:
    """A saved scenario.

    Raises:
        Http404: If there is none of that number.
    """
    found = Scenario.objects.filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no scenario of that number."))
    return found


def inputs_for(scenario: Scenario) -> Inputs:
    """What a scenario is run on.

    Raises:
        Http404: If it is not there any more.
    """
    try:
        return inputs_of(scenario.inputs)
    except WholeplaceError as error:
        raise Http404(f"{error.problem} {error.remedy}") from error


def address_of(scenario: Scenario) -> str:
    """The address of a saved scenario's page."""
    return reverse("flow-scenario", kwargs={"number": scenario.pk})


def _take(request: HttpRequest, scenario: Scenario, shown: Scenario | None = None) -> HttpResponse:
    """Save what a form says and ask for the run; where something is wrong, show it as typed."""
    form = sent_form(flow_model(), inputs_for(scenario), request.POST)
    if RESET in request.POST:
        return _page(request, shown or scenario, form)
    problems = dict(form.problems)
    if not problems and scenario.pk is None and _kept() >= MOST_SAVED:
        problems[""] = _("As many scenarios are saved as may. Remove one first.")
    if not problems:
        scenario.name, scenario.replications = form.called, form.replications
        scenario.changes = form.changes
        try:
            _save_and_ask(scenario, form.with_nothing)
        except WholeplaceError as error:
            problems[""] = f"{error.problem} {error.remedy}".strip()
    if problems:
        return _page(request, shown or scenario, form, problems, status=422)
    return HttpResponseRedirect(address_of(scenario))


def _save_and_ask(scenario: Scenario, with_nothing: bool) -> None:
    """Ask for the run of what a scenario now says; the run of what it said before is stopped."""
    folder = order_run(scenario)
    if scenario.run_id and scenario.run_id != folder.run_id:
        asking.stop(scenario)
    asking.ask(scenario, folder)
    if with_nothing and scenario.changes and not nothing_like(scenario):
        nothing = new_scenario(str(DO_NOTHING), "do_nothing", scenario.inputs)
        nothing.replications, nothing.seed = scenario.replications, scenario.seed
        with suppress(asking.Busy):
            asking.ask(nothing, order_run(nothing))


def _kept() -> int:
    return Scenario.objects.filter(removed=None).count()


def _page(
    request: HttpRequest,
    scenario: Scenario,
    form: ScenarioForm,
    problems: dict[str, str] | None = None,
    status: int = 200,
    filled: Collection[str] = (),
) -> HttpResponse:
    saved = scenario.pk is not None
    now = standing(scenario) if saved else Standing("", "")
    release = releases().current()
    context = {
        "release": release,
        "suggested": suggested(form, inputs_for(scenario), release, filled),
        "scenario": scenario,
        "form": form,
        "problems": problems if problems is not None else form.problems,
        "standing": now,
        "answer": answer_of(now.folder) if now.answered and now.folder else None,
        "stale": now.folder is not None and now.state == "done" and is_stale(scenario, now.folder),
        "care": [(name, years, _CARE_WORDS[name]) for name, years in CARE.items()],
        "may_plan": may_plan(),
        "has_nothing": bool(nothing_like(scenario)),
        "beside": beside(scenario) if now.answered else [],
        "action": reverse("flow-save", kwargs={"number": scenario.pk})
        if saved
        else reverse("flow-save-new"),
    }
    response = render(request, "flow/scenario.html", context, status=status)
    if now.at_work:
        response.headers["Content-Security-Policy"] = _WITH_SCRIPT
    return response
