"""The models there are, and the room of each: what it says if nothing changes, what was saved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholeplace_web.accounts.permissions import may_plan
from wholeplace_web.design.published import releases
from wholeplace_web.flow.live import live
from wholeplace_web.flow.models import Scenario
from wholeplace_web.flow.rooms import room_of, rooms
from wholeplace_web.flow.saved import saved_scenarios


@live("public")
def every_model(request: HttpRequest) -> HttpResponse:
    """Every model that scenarios can be asked of."""
    context = {"release": releases().current(), "rooms": rooms()}
    return render(request, "flow/models.html", context)


@live("public")
def room(request: HttpRequest, model: str) -> HttpResponse:
    """Where scenarios of a model start, and where saved ones are found."""
    here = room_of(model)
    saved = saved_scenarios(here, every="all" in request.GET)
    kept = Scenario.objects.filter(model=model)
    removed = request.GET.get("removed", "")
    context = {
        "release": releases().current(),
        "room": here,
        "model": here.model,
        "run_on": here.run_on(),
        "templates": here.templates,
        "saved": saved,
        "not_listed": kept.filter(removed=None).count() - len(saved),
        "nothing": next((one for one in saved if one.headline and not one.scenario.changes), None),
        "removed": kept.exclude(removed=None).filter(pk=removed).first()
        if removed.isdecimal() and removed.isascii()
        else None,
        "others": [other for other in rooms() if other != here],
        "may_plan": may_plan(),
    }
    return render(request, "flow/room.html", context)
