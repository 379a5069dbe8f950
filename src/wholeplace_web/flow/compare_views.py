"""Scenarios side by side on one page, to print and to take away."""

from __future__ import annotations

import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wholeplace.core.errors import RunError
from wholeplace.planning.models.run_folder import find_run
from wholeplace.reports.scenarios.board import build_board_page
from wholeplace.reports.scenarios.comparison import Comparison, compare_runs
from wholeplace.reports.scenarios.reading import read_answer
from wholeplace.reports.scenarios.writing import FORMS, invented
from wholeplace_web.accounts.permissions import may_plan
from wholeplace_web.design.published import releases
from wholeplace_web.flow.live import live
from wholeplace_web.flow.rooms import room_of
from wholeplace_web.flow.saved import saved_scenarios
from wholeplace_web.installation import installation

_MOST_ASKED = 20


@live("public")
def compare(request: HttpRequest, model: str) -> HttpResponse:
    """The comparison of the runs named; where they cannot be compared, why, and the list again."""
    asked, room = _asked(request), room_of(model)
    context: dict[str, Any] = {"release": releases().current(), "asked": asked, "forms": FORMS}
    context["room"] = room
    try:
        compared = _compared(model, asked)
    except RunError as error:
        context |= {
            "problem": f"{error.problem} {error.remedy}",
            "saved": saved_scenarios(room, asked),
            "may_plan": may_plan(),
        }
        return render(request, "flow/compare_none.html", context)
    context |= {"board": build_board_page(compared), "invented": invented(compared)}
    return render(request, "flow/compare.html", context)


@live("public")
def compare_file(request: HttpRequest, model: str, form: str) -> HttpResponse:
    """The comparison as a file."""
    if form not in FORMS:
        raise Http404(_("There is no file of that form."))
    try:
        compared = _compared(room_of(model).model.name, _asked(request))
    except RunError as error:
        raise Http404(f"{error.problem} {error.remedy}") from error
    stream = io.BytesIO()
    FORMS[form].write(compared, stream)
    return attachment(stream.getvalue(), FORMS[form].content_type, f"scenarios.{form}")


@live("public")
def run_file(request: HttpRequest, model: str, run_id: str, name: str) -> HttpResponse:
    """A table of a run's answer, or the scenario that was asked, as it is in the run's folder."""
    try:
        run = find_run(installation().data_folder, room_of(model).model.name, run_id)
        if name == "scenario.toml":
            return attachment(run.scenario().encode(), "application/toml", f"{run_id}.toml")
        listed = {f"{table['name']}.csv" for table in run.result()["tables"]}
    except RunError as error:
        raise Http404(f"{error.problem} {error.remedy}") from error
    if name not in listed:
        raise Http404(_("That run has no such table."))
    content = (run.path / name).read_bytes()
    return attachment(content, "text/csv; charset=utf-8", f"{run_id}-{name}")


def attachment(content: bytes, content_type: str, filename: str) -> HttpResponse:
    """A file to take away."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _asked(request: HttpRequest) -> list[str]:
    """The runs an address names: several times ``runs``, or once with commas."""
    named = ",".join(request.GET.getlist("runs")).split(",")
    return list(dict.fromkeys(filter(None, named)))[:_MOST_ASKED]


def _compared(model: str, asked: list[str]) -> Comparison:
    """The comparison of some runs of a model.

    Raises:
        RunError: If a run is not kept or has no answer, or they cannot be compared.
    """
    runs = [find_run(installation().data_folder, model, run_id) for run_id in asked]
    return compare_runs([read_answer(run) for run in runs])
