"""The scenario room: what the flow model is, what it says if nothing is done, what was saved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholeplace_web.accounts.permissions import may_plan
from wholeplace_web.design.published import releases
from wholeplace_web.flow.live import live
from wholeplace_web.flow.model_here import flow_model, run_on, templates
from wholeplace_web.flow.models import Scenario
from wholeplace_web.flow.saved import saved_scenarios


@live("public")
def room(request: HttpRequest) -> HttpResponse:
    """Where scenarios start, and where saved ones are found."""
    saved = saved_scenarios(every="all" in request.GET)
    removed = request.GET.get("removed", "")
    context = {
        "release": releases().current(),
        "model": flow_model(),
        "run_on": run_on(),
        "templates": templates(),
        "saved": saved,
        "not_listed": Scenario.objects.filter(removed=None).count() - len(saved),
        "nothing": next((one for one in saved if one.headline and not one.scenario.changes), None),
        "removed": Scenario.objects.exclude(removed=None).filter(pk=removed).first()
        if removed.isdecimal() and removed.isascii()
        else None,
        "may_plan": may_plan(),
    }
    return render(request, "flow/room.html", context)
