"""The page of forecasts: a thin view over the library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.measures.release import Release
from wholeplace.planning.forecasts.csv_rows import forecasts_csv
from wholeplace.planning.forecasts.page import build_forecasts_view
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page, release_of
from wholeplace_web.places.views import area_of


@page("public")
def forecasts(request: HttpRequest, release: Release, slug: str = "") -> HttpResponse:
    """What is likely next in a place; in the whole system where none is named."""
    area = area_of(release, slug) if slug else release.system
    context = {
        "release": release,
        "links": Links(request, release, area),
        "view": build_forecasts_view(release, area),
        "area": area,
    }
    return render(request, "flow/forecasts.html", context)


@needs("public")
@require_safe
def forecasts_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Every forecast of a place, with what came before it."""
    release = release_of(request)
    area = area_of(release, slug)
    response = HttpResponse(forecasts_csv(release, area), content_type="text/csv; charset=utf-8")
    filename = f"forecasts-{area.slug}-{release.run_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
