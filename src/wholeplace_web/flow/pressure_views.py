"""The pressure board and its files: a thin view over the library, made anew for each reader."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wholeplace.places.pressure.csv_rows import TABLES, pressure_csv
from wholeplace.places.pressure.view import build_pressure_view, how_old
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import release_of
from wholeplace_web.design.published import RUN_PARAMETER, releases
from wholeplace_web.flow.live import live


@live("public")
def pressure(request: HttpRequest) -> HttpResponse:
    """What is full, who is delayed and since when; how far behind today it lies is said."""
    named = RUN_PARAMETER in request.GET
    release = release_of(request) if named else releases().current()
    if release is None:
        return render(request, "design/nothing_published.html", {})
    context = {
        "release": release,
        "links": Links(request, release),
        "view": build_pressure_view(release),
        "old": how_old(release, localdate()),
        "tables": TABLES,
    }
    return render(request, "flow/pressure.html", context)


@needs("public")
@require_safe
def pressure_file(request: HttpRequest, table: str) -> HttpResponse:
    """One table of the board as CSV."""
    release = release_of(request)
    if table not in TABLES:
        raise Http404
    response = HttpResponse(pressure_csv(release, table), content_type="text/csv; charset=utf-8")
    filename = f"{table}-{release.run_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
